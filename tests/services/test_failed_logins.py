"""Whoever fails at the lock waits, whatever is taken away meanwhile, and stands in the history of the data."""

import datetime
import shutil

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ansinh_desktop import clock, paths
from ansinh_desktop.crypto import glance, keys
from ansinh_desktop.crypto.glance import attempts_file
from ansinh_desktop.crypto.recovery import new_code
from ansinh_desktop.db.models import Change
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.office import FirstOfficer
from ansinh_desktop.services.program import Program, create_data, open_data, recover_data
from ansinh_desktop.services.safety import restoring
from tests.factories import OFFICE, OFFICER, PASSWORD, new_vault, orphan


@pytest.fixture
def folder(tmp_path):
    vault, recovery = new_vault(tmp_path / "data")
    vault.lock()
    (tmp_path / "code").write_text(recovery)
    return tmp_path / "data"


def fail(folder, times=1, officer=OFFICER):
    for _ in range(times):
        with pytest.raises(UserError) as caught:
            open_data(folder, officer, "không phải câu này đâu")
        assert caught.value.code == "AS-1001"


def in_history(program: Program) -> list[tuple[str, str]]:
    with program.vault.reading() as store:
        rows = store.log._session.query(Change).filter_by(entity="login").order_by(Change.seq)
        return [(each.act, each.entity_id) for each in rows]


def test_removing_the_count_ends_no_wait(folder):
    fail(folder, 3)
    path = folder / paths.KEY_FILE
    attempts_file(path).unlink()
    assert keys.seconds_to_wait(path) > 200, "a count that was taken away is the longest wait"
    assert glance.may_have_to_wait(path)
    with pytest.raises(UserError, match="AS-1002"):
        open_data(folder, OFFICER, PASSWORD)


def test_an_older_count_put_back_ends_no_wait(folder):
    fail(folder)
    counted = attempts_file(folder / paths.KEY_FILE)
    shutil.copy(counted, folder / "cũ")
    fail(folder, 2)
    shutil.copy(folder / "cũ", counted)
    assert keys.seconds_to_wait(folder / paths.KEY_FILE) > 0


def test_removing_what_stands_in_the_profile_ends_no_wait(folder):
    fail(folder, 3)
    glance.second_place(attempts_file(folder / paths.KEY_FILE)).unlink()
    assert keys.seconds_to_wait(folder / paths.KEY_FILE) > 0


def test_a_count_removed_after_the_right_password_makes_nobody_wait(folder):
    open_data(folder, OFFICER, PASSWORD).vault.lock()
    attempts_file(folder / paths.KEY_FILE).unlink(missing_ok=True)
    assert keys.seconds_to_wait(folder / paths.KEY_FILE) == 0
    open_data(folder, OFFICER, PASSWORD).vault.lock()


def test_failures_stand_in_the_history_after_the_next_unlocking_and_only_once(folder):
    fail(folder)
    fail(folder, officer="ai đó")
    with open_data(folder, OFFICER, PASSWORD) as program:
        assert in_history(program) == [("failed", OFFICER), ("failed", "")]
        assert [each.code for each in program.notices()][-1] == "AS-1142"
        program.check()
    with open_data(folder, OFFICER, PASSWORD) as program:
        assert len(in_history(program)) == 2
        assert "AS-1142" not in [each.code for each in program.notices()]


def test_wrong_recovery_codes_stand_there_too(folder, tmp_path):
    right = (tmp_path / "code").read_text()
    other = new_code()
    with pytest.raises(UserError, match="AS-1008"):
        recover_data(folder, other, OFFICER, "một câu hoàn toàn mới nhé")
    with recover_data(folder, right, OFFICER, "một câu hoàn toàn mới nhé") as program:
        assert len(in_history(program)) == 1


def test_failures_survive_the_loss_of_either_place(folder):
    fail(folder, 2)
    attempts_file(folder / paths.KEY_FILE).unlink()
    with open_data(folder, OFFICER, PASSWORD) as program:
        assert len(in_history(program)) == 2


def test_what_waits_beside_the_key_file_names_nobody(folder):
    fail(folder)
    fail(folder, officer="mật khẩu gõ nhầm ô")
    counted = attempts_file(folder / paths.KEY_FILE)
    for each in (counted, glance.second_place(counted)):
        assert OFFICER.encode() not in each.read_bytes()
        assert "nhầm".encode() not in each.read_bytes()


def test_new_data_in_the_same_place_begin_counting_anew(folder):
    fail(folder, 3)
    shutil.rmtree(folder)
    program, _code = create_data(folder, OFFICE, FirstOfficer(OFFICER, "Trần Thị Lan", PASSWORD))
    program.vault.lock()
    open_data(folder, OFFICER, PASSWORD).vault.lock()


def in_use(folder):
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.cases.save(orphan())
        program.backups.take()
    assert (folder / paths.COPIES).is_dir()


def take_away(folder):
    counted = attempts_file(folder / paths.KEY_FILE)
    for each in (counted, glance.second_place(counted)):
        each.unlink(missing_ok=True)


def test_removing_both_counts_each_time_waits_each_time_and_is_told(folder, monkeypatch):
    in_use(folder)
    path = folder / paths.KEY_FILE
    moment = clock.now()
    for _ in range(3):
        take_away(folder)
        assert glance.may_have_to_wait(path)
        assert 10 <= keys.seconds_to_wait(path) <= 30
        with pytest.raises(UserError, match="AS-1002"):
            open_data(folder, OFFICER, "không phải câu này đâu")
        moment += datetime.timedelta(seconds=31)
        monkeypatch.setattr(clock, "now", lambda at=moment: at)
        monkeypatch.setattr(clock, "running", lambda: None)
        fail(folder)
    monkeypatch.setattr(clock, "now", lambda: moment + datetime.timedelta(minutes=10))
    with open_data(folder, OFFICER, PASSWORD) as program:
        assert ("uncounted", "") in in_history(program)
        assert "AS-1143" in [each.code for each in program.notices()]
    with open_data(folder, OFFICER, PASSWORD) as program:
        assert "AS-1143" not in [each.code for each in program.notices()]
        assert [act for act, _ in in_history(program)].count("uncounted") == 1


def test_an_honest_start_waits_for_nothing(folder, tmp_path):
    """Neither new data, nor a copy by hand on another machine, nor one brought back by the program."""
    assert keys.seconds_to_wait(folder / paths.KEY_FILE) == 0
    in_use(folder)
    new = tmp_path / "máy khác"
    new.mkdir()
    for name in (paths.DATABASE, paths.KEY_FILE):
        shutil.copy(folder / name, new / name)
    with open_data(new, OFFICER, PASSWORD) as program:
        assert "AS-1143" not in [each.code for each in program.notices()]
    (copy,) = restoring.copies(folder)
    restoring.restore_from(tmp_path / "máy thứ ba", copy.folder, OFFICER, PASSWORD)
    for _ in range(2):
        with open_data(tmp_path / "máy thứ ba", OFFICER, PASSWORD) as program:
            assert not {"AS-1142", "AS-1143"} & {each.code for each in program.notices()}
            program.cases.save(orphan())


def test_the_recovery_code_ends_the_wait_of_a_count_that_is_gone(folder, tmp_path):
    in_use(folder)
    take_away(folder)
    new = "một câu hoàn toàn mới nhé"
    recover_data(folder, (tmp_path / "code").read_text(), OFFICER, new).vault.lock()
    assert keys.seconds_to_wait(folder / paths.KEY_FILE) == 0
    open_data(folder, OFFICER, new).vault.lock()


def test_an_unknown_name_costs_as_many_guesses_as_a_wrong_password(folder, monkeypatch):
    made = []

    def derivation(**given):
        made.append((given["memory_cost"], given["iterations"], given["lanes"], given["length"]))
        return Argon2id(**given)

    monkeypatch.setattr("ansinh_desktop.crypto.keyfile.Argon2id", derivation)
    costs = []
    for officer in (OFFICER, "ai đó", ""):
        made.clear()
        with pytest.raises(UserError, match="AS-1001"):
            keys.unlock(folder / paths.KEY_FILE, officer, "không phải câu này đâu")
        costs.append(list(made))
    assert len(costs[0]) == 1
    assert costs[0] == costs[1] == costs[2]
