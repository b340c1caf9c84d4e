"""A copy comes back while the data are closed: whole or not at all, and nothing that stood there is lost."""

import itertools
import os
import shutil

import pytest

from ansinh_desktop import clock, paths
from ansinh_desktop.crypto import keys
from ansinh_desktop.crypto.recovery import new_code
from ansinh_desktop.db.copies import swap
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import office, officers
from ansinh_desktop.services.program import open_data
from ansinh_desktop.services.safety import restoring
from tests import factories
from tests.e2e import worker
from tests.factories import OFFICER, PASSWORD

MINH = office.FirstOfficer("minh", "Lê Minh", "trời mưa rơi lộp độp", "Kế toán")
NEW_PASSWORD = "bốn tiếng thật dài"


def opened(folder, password=PASSWORD):
    return open_data(folder, OFFICER, password)


def count_of(program):
    return program.listing.counts()["children"]


def count(folder, password=PASSWORD):
    with opened(folder, password) as program:
        program.check()
        return count_of(program)


def refused(code, work, *arguments):
    with pytest.raises(UserError) as caught:
        work(*arguments)
    assert caught.value.code == code
    assert caught.value.todo


def content(folder):
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and each.suffix not in (".lock", ".attempts")
    }


@pytest.fixture
def folder(tmp_path):
    """Return a data folder with a copy of two records, and five in the data themselves."""
    vault, code = factories.new_vault(tmp_path / "xã")
    vault.lock()
    (tmp_path / "mã").write_text(code, encoding="utf-8")
    with opened(tmp_path / "xã") as program:
        officers.add(program.vault, MINH, "viewer")
        for _ in range(2):
            program.cases.save(factories.orphan())
        program.backups.take()
        for _ in range(3):
            program.cases.save(factories.orphan("Người Sau Bản Sao"))
    return tmp_path / "xã"


@pytest.fixture
def copy(folder):
    (found,) = restoring.copies(folder)
    assert found.officers == (OFFICER, MINH.name)
    assert found.at
    return found.folder


def killed_at_work(folder):
    """Let a program be killed while what it wrote last lies in the log only."""
    process, heard = worker.begin("die", folder)
    process.join()
    heard.close()
    assert process.exitcode == 9
    assert (folder / "ansinh.db-wal").stat().st_size


def test_a_copy_comes_back_and_what_stood_there_is_kept(folder, copy, tmp_path):
    restoring.restore_from(folder, copy, OFFICER, PASSWORD)
    assert count(folder) == 2
    (aside,) = (folder / swap.ASIDE).iterdir()
    shutil.copytree(aside, tmp_path / "giữ lại")
    assert count(tmp_path / "giữ lại") == 5
    with opened(folder) as program:
        assert program.notices() == []
    assert {each.is_put_aside for each in restoring.copies(folder)} == {False, True}


def test_over_the_log_of_a_killed_program_nothing_is_spoilt(folder, copy, tmp_path):
    killed_at_work(folder)
    restoring.restore_from(folder, copy, OFFICER, PASSWORD)
    assert count(folder) == 2
    (aside,) = (folder / swap.ASIDE).iterdir()
    shutil.copytree(aside, tmp_path / "giữ lại")
    assert count(tmp_path / "giữ lại") == 30


def test_a_folder_on_a_stick_will_do_and_is_only_read(folder, tmp_path):
    stick = tmp_path / "USB"
    shutil.copytree(folder, stick)
    killed_at_work(stick)
    before = content(stick)
    restoring.restore_from(folder, stick, OFFICER, PASSWORD)
    assert content(stick) == before
    assert count(folder) == 30


def test_a_new_machine_begins_with_a_copy(copy, tmp_path):
    new = tmp_path / "máy khác" / "dữ liệu"
    restoring.restore_from(new, copy, OFFICER, PASSWORD)
    assert count(new) == 2
    assert not list((new / swap.ASIDE).iterdir())


@pytest.mark.parametrize("lost", ["key", "database", "key of other data"])
def test_data_that_cannot_be_opened_are_replaced_too(folder, copy, lost, tmp_path):
    if lost == "key":
        (folder / paths.KEY_FILE).unlink()
    elif lost == "database":
        (folder / paths.DATABASE).write_bytes(os.urandom(50_000))
    else:
        factories.new_vault(tmp_path / "xã khác", factories.PROVINCE)[0].lock()
        shutil.copy(tmp_path / "xã khác" / paths.KEY_FILE, folder / paths.KEY_FILE)
    restoring.restore_from(folder, copy, OFFICER, PASSWORD)
    assert count(folder) == 2


def damage(copy):
    raw = bytearray((copy / paths.DATABASE).read_bytes())
    raw[20_000:20_100] = bytes(100)
    (copy / paths.DATABASE).write_bytes(bytes(raw))


def other_key(copy):
    factories.new_vault(copy.parents[2] / "xã khác")[0].lock()
    with opened(copy.parents[2] / "xã khác") as other:
        other.vault.change_password(OFFICER, PASSWORD, NEW_PASSWORD)
        other.vault.change_password(OFFICER, NEW_PASSWORD, PASSWORD)
    shutil.copy(copy.parents[2] / "xã khác" / paths.KEY_FILE, copy / paths.KEY_FILE)


@pytest.mark.parametrize(
    ("spoil", "officer", "password", "codes"),
    [
        (damage, OFFICER, PASSWORD, ("AS-1107", "AS-1109")),
        (other_key, OFFICER, PASSWORD, ("AS-1016",)),
        (lambda copy: (copy / paths.KEY_FILE).unlink(), OFFICER, PASSWORD, ("AS-1138",)),
        (lambda copy: (copy / paths.DATABASE).write_bytes(b""), OFFICER, PASSWORD, ("AS-1107",)),
        (lambda copy: None, OFFICER, "không phải câu này", ("AS-1001",)),
        (lambda copy: None, MINH.name, MINH.password, ("AS-1139",)),
    ],
)
def test_what_will_not_do_changes_nothing(folder, copy, spoil, officer, password, codes):
    spoil(copy)
    before = content(folder)
    with pytest.raises(UserError) as caught:
        restoring.restore_from(folder, copy, officer, password)
    assert caught.value.code in codes
    assert content(folder) == before
    assert count(folder) == 5


def test_guessing_at_a_copy_waits_as_at_the_lock(folder, copy):
    for _ in range(3):
        refused("AS-1001", restoring.restore_from, folder, copy, OFFICER, "không phải câu này")
    refused("AS-1002", restoring.restore_from, folder, copy, OFFICER, PASSWORD)
    keys.begin_counting(folder / f"{paths.RESTORED}.key")
    restoring.restore_from(folder, copy, OFFICER, PASSWORD)


def test_the_recovery_code_opens_a_copy_and_leaves_passwords_as_they_are(folder, copy, tmp_path):
    code = (tmp_path / "mã").read_text(encoding="utf-8")
    for _ in range(3):
        refused("AS-1001", restoring.restore_from, folder, copy, OFFICER, "không phải câu này")
    restoring.restore_from(folder, copy, OFFICER, code.lower(), by_code=True)
    assert count(folder) == 2


def test_a_wrong_recovery_code_and_one_for_no_administrator_change_nothing(folder, copy, tmp_path):
    before, code = content(folder), (tmp_path / "mã").read_text(encoding="utf-8")
    for officer, typed, told in (
        (OFFICER, new_code(), "AS-1008"),
        (OFFICER, code[:-1], "AS-1006"),
        (MINH.name, code, "AS-1139"),
        ("ai đó", code, "AS-1010"),
    ):
        with pytest.raises(UserError, match=told):
            restoring.restore_from(folder, copy, officer, typed, by_code=True)
    assert content(folder) == before


def test_data_that_are_open_are_left_alone(folder, copy):
    with opened(folder):
        refused("AS-1103", restoring.restore_from, folder, copy, OFFICER, PASSWORD)


@pytest.mark.parametrize(
    "note", [b"", b"\0" * 40, b".", b"../..", b"truoc-khoi-phuc", b"truoc-khoi-phuc/..", None]
)
def test_a_note_lost_in_a_power_cut_loses_no_data(folder, copy, note, tmp_path):
    """Where to keep what is replaced is written in a small file; the disk may forget it."""
    with opened(folder) as program:
        program.backups.restore(copy.name)
        ready = folder / paths.RESTORED
        shutil.copytree(ready, tmp_path / "sẵn sàng")
        swap.forget(folder, paths.RESTORED)
    killed_at_work(folder)
    shutil.copytree(tmp_path / "sẵn sàng", ready)
    if note is None:
        (ready / paths.ASIDE_NAME).unlink()
    else:
        (ready / paths.ASIDE_NAME).write_bytes(note)
    assert count(folder) == 2
    kept = [each for each in (folder / swap.ASIDE).iterdir() if (each / paths.DATABASE).exists()]
    assert len(kept) == 1
    shutil.copytree(kept[0], tmp_path / "giữ lại")
    assert count(tmp_path / "giữ lại") == 30


def test_two_restores_within_a_second_keep_both(folder, copy, monkeypatch):
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    restoring.restore_from(folder, copy, OFFICER, PASSWORD)
    restoring.restore_from(folder, copy, OFFICER, PASSWORD)
    assert len([each for each in (folder / swap.ASIDE).iterdir() if (each / paths.DATABASE).exists()]) == 2


def laid_by_hand(copy, folder):
    for name in (paths.DATABASE, paths.KEY_FILE):
        shutil.copyfile(copy / name, folder / name)


def test_copied_by_hand_over_the_log_of_a_killed_program_the_copy_opens_and_it_is_told(folder, copy):
    with opened(folder) as program:  # more than the log writes again by itself
        for _ in range(12):
            program.cases.save(factories.orphan("Người Sau Bản Sao"))
    killed_at_work(folder)
    laid_by_hand(copy, folder)
    with opened(folder) as program:
        assert [each.code for each in program.notices()] == ["AS-1134"]
        assert program.listing.counts()["children"] == 2
        program.check()
        program.cases.save(factories.orphan())
    (aside,) = (folder / swap.ASIDE).iterdir()
    assert (aside / "ansinh.db-wal").stat().st_size
    assert count(folder) == 3


def test_a_copy_that_lacks_one_change_of_before_the_log_is_not_mixed_with_it(folder):
    """The log holds the history of that change, since its own is written on the same page, but not the row itself."""
    with opened(folder) as program:
        known = itertools.islice(worker.children(), 60)
        saved = [program.cases.save(factories.case("children", worker.CHILD, person=each)) for each in known]
        program.backups.take()
        copy = restoring.copies(folder)[0].folder
        held = count_of(program)
    with opened(folder) as program, program.vault.work("sửa") as store:
        record = store.records.get(saved[3])
        record.answers = {**record.answers, "entered_on": "2022-05-02"}
    killed_at_work(folder)
    laid_by_hand(copy, folder)
    with opened(folder) as program:
        assert [each.code for each in program.notices()] == ["AS-1134"]
        assert count_of(program) == held
        program.check()


def test_the_log_of_a_killed_program_is_played_back_where_it_belongs(folder):
    killed_at_work(folder)
    with opened(folder) as program:
        assert program.notices() == []
        assert program.listing.counts()["children"] == 30
        program.check()
