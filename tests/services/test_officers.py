"""Officers come, change and go: the key file and the data file agree, and nobody is locked out on the way."""

import contextlib
import shutil
import threading

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select

from ansinh_desktop.crypto import keys
from ansinh_desktop.db.models import Grant
from ansinh_desktop.errors import UserError
from ansinh_desktop.paths import DATABASE, KEY_FILE
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import office, officers, search
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.officers import Post
from ansinh_desktop.services.program import Program, open_data, recover_data
from ansinh_desktop.services.safety.backups import Backups
from ansinh_desktop.ui.background import drain
from tests import factories
from tests.factories import OFFICER, PASSWORD

MINH = office.FirstOfficer("minh", "Lê Minh", "trời mưa rơi lộp độp", "Kế toán")
OTHER = "một câu khác hẳn câu kia"


@pytest.fixture
def folder(tmp_path):
    factories.new_vault(tmp_path / "xã")[0].lock()
    with open_data(tmp_path / "xã", OFFICER, PASSWORD) as program:
        officers.add(program.vault, MINH, "officer")
    return tmp_path / "xã"


def refused(code, work, *arguments):
    with pytest.raises(UserError) as caught:
        work(*arguments)
    assert caught.value.code == code


def opens(folder, name=MINH.name, password=MINH.password):
    """Return the rights with which somebody gets in."""
    with open_data(folder, name, password) as program:
        return program.access


def as_admin(folder, work, *arguments):
    with open_data(folder, OFFICER, PASSWORD) as program:
        return work(program.vault, *arguments)


def test_whoever_is_removed_opens_nothing_and_stays_in_the_history(folder):
    with open_data(folder, MINH.name, MINH.password) as program:
        program.cases.save(factories.case("children", {}, final=False))
    as_admin(folder, officers.remove, MINH.name)
    refused("AS-1001", opens, folder)
    assert keys.users(folder / KEY_FILE) == (OFFICER,)
    with open_data(folder, OFFICER, PASSWORD) as program:
        (row,) = program.listing.page(
            "children", program.listing.rows(ListQuery("children")), ["person.full_name"]
        )
        assert {each.author for each in program.cases.history(row.record_id)} == {"Lê Minh"}
        shown = officers.officers(program.vault)
        assert [(each.name, each.active) for each in shown] == [(OFFICER, True), (MINH.name, False)]
        program.check()


def raw(folder, key):
    """Return the names that a key shows to whoever brings no program of ours."""
    with contextlib.closing(sqlcipher.connect(str(folder / DATABASE))) as connection:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return [name for (name,) in connection.execute("SELECT full_name FROM person")]


def key_of(folder, open_it):
    """Return the database key that a way into a key file gives, or None where it lets nobody in."""
    try:
        return open_it(folder / KEY_FILE)
    except UserError:
        return None


GIVEN_UP = {
    "an officer who was removed": (
        lambda program: officers.remove(program.vault, MINH.name),
        lambda path, _code: keys.unlock(path, MINH.name, MINH.password),
    ),
    "a password that somebody saw": (
        lambda program: officers.change_own_password(program.vault, PASSWORD, OTHER),
        lambda path, _code: keys.unlock(path, OFFICER, PASSWORD),
    ),
    "a password that an administrator set anew": (
        lambda program: officers.set_password(program.vault, MINH.name, OTHER),
        lambda path, _code: keys.unlock(path, MINH.name, MINH.password),
    ),
    "a recovery code": (
        lambda program: officers.set_recovery(program.vault, officers.new_recovery_code()),
        keys.unlock_with_recovery,
    ),
}


@pytest.mark.parametrize("what", GIVEN_UP)
def test_what_was_revoked_opens_neither_the_data_nor_a_copy_with_whatever_key_file(tmp_path, what):
    revoke, way_in = GIVEN_UP[what]
    vault, code = factories.new_vault(tmp_path / "xã")
    folder = vault.folder
    with Program(vault) as program:
        officers.add(vault, MINH, "viewer")
        program.cases.save(factories.orphan("Người Trước"))
        copy = program.backups.take()
        stolen = tmp_path / "lấy trộm.key"
        shutil.copy(folder / KEY_FILE, stolen)
        old_key = way_in(stolen, code)
        assert raw(copy, old_key) == ["Người Trước"]
        revoke(program)
        program.cases.save(factories.orphan("Người Sau"))
        program.check()
        assert program.backups.take()
    for place in (folder, *(folder / "sao-luu").iterdir()):
        assert key_of(place, lambda path: way_in(path, code)) is None
        with pytest.raises(sqlcipher.DatabaseError):
            raw(place, old_key)
    # The old key file put back lets nobody in, and is called what it is.
    shutil.copy(stolen, folder / KEY_FILE)
    for name, password in ((OFFICER, PASSWORD), (MINH.name, MINH.password), (OFFICER, OTHER)):
        refused("AS-1016", opens, folder, name, password)
    refused("AS-1016", recover_data, folder, code, OFFICER, "mật khẩu của kẻ lạ")
    # That of the latest copy is the right one.
    (latest,) = (folder / "sao-luu").iterdir()
    shutil.copy(latest / KEY_FILE, folder / KEY_FILE)
    opens(folder, OFFICER, OTHER if what == "a password that somebody saw" else PASSWORD)


def test_those_who_stay_open_data_and_copies_as_before(folder, tmp_path):
    hoa = office.FirstOfficer("hoa", "Võ Thị Hoa", OTHER)
    with open_data(folder, OFFICER, PASSWORD) as program:
        officers.add(program.vault, hoa, "officer")
        program.cases.save(factories.orphan("Neáng Phượng"))
        program.backups.take()
        officers.remove(program.vault, MINH.name)
        assert [each.records for each in program.backups.all()] == [1]
        assert len(search.find(program.vault, program.access, "phuong")) == 1
        (copy,) = program.backups.folder.iterdir()
        shutil.copytree(copy, tmp_path / "bản sao")
    for place in (folder, tmp_path / "bản sao"):
        with open_data(place, hoa.name, hoa.password) as program:
            assert program.listing.counts()["children"] == 1
            program.check()


def test_a_password_may_be_changed_without_another_key(folder):
    with open_data(folder, OFFICER, PASSWORD) as program:
        key = bytes(program.vault.key)
        officers.change_own_password(program.vault, PASSWORD, OTHER, revoke=False)
        assert bytes(program.vault.key) == key
        officers.change_own_password(program.vault, OTHER, PASSWORD)
        assert bytes(program.vault.key) != key
    opens(folder, OFFICER, PASSWORD)


def test_a_copy_brought_back_brings_back_nobody_who_was_removed(folder):
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.cases.save(factories.orphan())
        name = program.backups.take().name
        officers.remove(program.vault, MINH.name)
        officers.add(program.vault, office.FirstOfficer("hoa", "Võ Thị Hoa", OTHER), "admin")
        program.backups.restore(name)
    refused("AS-1001", opens, folder)
    assert opens(folder, "hoa", OTHER).role == "admin"
    with open_data(folder, OFFICER, PASSWORD) as program:
        assert [(each.name, each.active) for each in officers.officers(program.vault)] == [
            ("hoa", True),
            (OFFICER, True),
            (MINH.name, False),
        ]
        program.check()


def test_what_was_put_aside_follows_too(folder):
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.cases.save(factories.orphan("Người Trước"))
        name = program.backups.take().name
        program.backups.restore(name)
    with open_data(folder, OFFICER, PASSWORD) as program:
        officers.remove(program.vault, MINH.name)
        (aside,) = (folder / "truoc-khoi-phuc").iterdir()
        assert keys.users(aside / KEY_FILE) == (OFFICER,)
        assert raw(aside, program.vault.key) == ["Người Trước"]


def test_a_copy_that_cannot_follow_is_told_of_and_the_rest_follow(folder):
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.cases.save(factories.orphan())
        copy = program.backups.take()
        assert copy
        shutil.copytree(copy, copy.with_name("của tôi"))
        (copy.with_name("của tôi") / DATABASE).write_bytes(bytes(50_000))
        officers.remove(program.vault, MINH.name, follow=False)
        assert program.backups.is_behind()
        told = drain(program.backups.follow(), threading.Event(), lambda _: None)
        assert told.left == ("sao-luu/của tôi",)
        assert [each.records for each in program.backups.all()] == [1]
        assert keys.users(copy / KEY_FILE) == (OFFICER,)


def test_a_key_that_changes_while_the_copies_follow_leaves_no_copy_between(folder):
    """The copies of the key before last follow too, whichever was under way."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.cases.save(factories.orphan())
        copy = program.backups.take()
        assert copy
        for number in range(1, 4):
            shutil.copytree(copy, copy.with_name(f"2026010{number}-080000"))
        officers.set_password(program.vault, MINH.name, OTHER, follow=False)
        steps = program.backups.follow()
        next(steps)
        next(steps)
        officers.set_password(program.vault, MINH.name, f"{OTHER} nữa", follow=False)
        stopped = drain(steps, threading.Event(), lambda _: None)
        assert stopped.left == ()
        assert program.backups.is_behind()
        assert drain(program.backups.follow(), threading.Event(), lambda _: None).left == ()
        assert [each.records for each in program.backups.all()] == [1] * 4
        assert not program.backups.is_behind()
        assert keys.read(folder / KEY_FILE).former == ()


def test_work_goes_on_while_the_key_changes(folder):
    """Many read and write meanwhile, none of them fails, nothing they wrote is lost."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        saved, stop, faults = [], threading.Event(), []

        def work():
            try:
                while not stop.is_set():
                    saved.append(program.cases.save(factories.orphan()))
                    program.listing.counts()
            except Exception as fault:  # noqa: BLE001
                faults.append(fault)

        worker = threading.Thread(target=work)
        worker.start()
        for number in range(3):
            officers.set_password(program.vault, MINH.name, f"{OTHER} {number}")
        stop.set()
        worker.join()
        assert not faults
        assert saved
        assert program.listing.counts()["children"] == len(saved)
        program.check()


def test_a_removal_cut_short_between_the_two_files_is_finished_by_the_next_who_opens(folder):
    with open_data(folder, OFFICER, PASSWORD) as program, program.vault.work() as store:
        user = store.accounts.named(MINH.name)
        user.active = False
    assert MINH.name in keys.users(folder / KEY_FILE)
    refused("AS-1121", opens, folder)
    opens(folder, OFFICER, PASSWORD)
    refused("AS-1001", opens, folder)


def test_an_officer_added_by_half_leaves_no_name_behind(folder):
    hoa = office.FirstOfficer("hoa", "Võ Thị Hoa", OTHER)
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.vault.add_officer(hoa.name, hoa.password)
    refused("AS-1121", opens, folder, hoa.name, hoa.password)
    as_admin(folder, officers.add, hoa, "viewer")
    assert opens(folder, hoa.name, hoa.password).rights == dict.fromkeys(catalog.registers(), "r")


def test_neither_oneself_nor_the_last_administrator_goes(folder):
    refused("AS-1124", as_admin, folder, officers.remove, OFFICER)
    rights = dict.fromkeys(catalog.registers(), "rwpx")
    refused("AS-1124", as_admin, folder, officers.change, OFFICER, Post("", "viewer", rights))
    as_admin(folder, officers.change, MINH.name, Post("Trưởng phòng", "admin", rights))
    with open_data(folder, MINH.name, MINH.password) as program:
        officers.change(program.vault, OFFICER, Post("", "viewer", rights))
        refused("AS-1124", officers.remove, program.vault, MINH.name)
        officers.remove(program.vault, OFFICER)
    refused("AS-1001", opens, folder, OFFICER, PASSWORD)


def test_only_an_administrator_manages_officers(folder):
    with open_data(folder, MINH.name, MINH.password) as program:
        vault = program.vault
        for work, *arguments in (
            (officers.officers,),
            (officers.add, office.FirstOfficer("hoa", "Võ Thị Hoa", OTHER), "admin"),
            (officers.change, MINH.name, Post("", "admin", {})),
            (officers.remove, OFFICER),
            (officers.restore, OFFICER, OTHER),
            (officers.set_password, OFFICER, OTHER),
            (officers.set_recovery, officers.new_recovery_code()),
            (office.change, program.office),
            (lambda opened: Backups(opened).all(),),
            (lambda opened: Backups(opened).restore("20260101-000000"),),
        ):
            refused("AS-1120", work, vault, *arguments)
    assert opens(folder, OFFICER, PASSWORD).role == "admin"


def test_rights_hold_register_by_register_and_need_reading(folder):
    rights = {"children": "wp", "assistance": "xr"}
    as_admin(folder, officers.change, MINH.name, Post("Kế toán", "viewer", rights))
    found = opens(folder)
    assert found.readable == ["assistance"]
    assert found.rights["assistance"] == "rx"
    assert found.rights["children"] == ""


def test_a_register_that_came_later_is_seen_by_administrators_only(folder):
    with open_data(folder, OFFICER, PASSWORD) as program, program.vault.work() as store:
        for grant in store.session.scalars(select(Grant).where(Grant.register == "children")):
            store.session.delete(grant)
    assert opens(folder, OFFICER, PASSWORD).may("children", "w")
    assert not opens(folder).may("children", "r")


def test_a_forgotten_password_is_set_anew(folder):
    as_admin(folder, officers.set_password, MINH.name, OTHER)
    refused("AS-1001", opens, folder)
    assert opens(folder, password=OTHER).role == "officer"
    refused("AS-1022", as_admin, folder, officers.set_password, MINH.name, "minh ngủ trưa rất lâu")


def test_whoever_comes_back_gets_in_under_a_new_password(folder):
    as_admin(folder, officers.remove, MINH.name)
    refused("AS-1123", as_admin, folder, officers.add, MINH, "viewer")
    as_admin(folder, officers.restore, MINH.name, OTHER)
    assert opens(folder, password=OTHER).role == "officer"
    refused("AS-1009", as_admin, folder, officers.restore, MINH.name, OTHER)
    refused("AS-1010", as_admin, folder, officers.restore, "ai đó", OTHER)
    assert keys.users(folder / KEY_FILE) == (OFFICER, MINH.name)


def test_of_several_who_were_removed_only_the_one_that_is_named_comes_back(folder):
    hoa = office.FirstOfficer("hoa", "Võ Thị Hoa", "một câu khác nữa để dành")
    as_admin(folder, officers.add, hoa, "viewer")
    for name in (MINH.name, hoa.name):
        as_admin(folder, officers.remove, name)
    with open_data(folder, OFFICER, PASSWORD) as program:
        vault = program.vault
        post = Post("", "viewer", {})
        for work, *arguments in (
            (officers.change, MINH.name, post),
            (officers.remove, MINH.name),
            (officers.set_password, MINH.name, OTHER),
            (officers.change, "ai đó", post),
            (officers.remove, "ai đó"),
            (officers.set_password, "ai đó", OTHER),
        ):
            refused("AS-1010", work, vault, *arguments)
        officers.restore(vault, hoa.name, OTHER)
        assert [(each.name, each.active) for each in officers.officers(vault)] == [
            (hoa.name, True),
            (OFFICER, True),
            (MINH.name, False),
        ]
        with vault.work() as store:
            for each in store.accounts.all():
                each.role = "boss" if each.name == hoa.name else each.role
        assert [each.role for each in officers.officers(vault)] == ["viewer", "admin", "officer"], (
            "a role that this program does not know may do nothing more"
        )


def test_a_new_recovery_code_retires_the_old_one_only_when_it_is_taken(tmp_path):
    vault, old = factories.new_vault(tmp_path / "xã")
    vault.lock()
    new = officers.new_recovery_code()
    recover_data(tmp_path / "xã", old, OFFICER, PASSWORD).vault.lock()
    as_admin(tmp_path / "xã", officers.set_recovery, new)
    refused("AS-1008", recover_data, tmp_path / "xã", old, OFFICER, OTHER)
    recover_data(tmp_path / "xã", new, OFFICER, OTHER).vault.lock()
    assert opens(tmp_path / "xã", OFFICER, OTHER).role == "admin"


def test_a_name_may_be_typed_in_any_case(folder):
    assert opens(folder, " MINH ").officer == MINH.name
