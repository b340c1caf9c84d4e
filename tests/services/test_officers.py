"""Officers come, change and go: the key file and the data file agree, and nobody is locked out on the way."""

import shutil

import pytest
from sqlalchemy import select

from ansinh_desktop.crypto import keys
from ansinh_desktop.db.models import Grant
from ansinh_desktop.errors import UserError
from ansinh_desktop.paths import KEY_FILE
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import office, officers
from ansinh_desktop.services.backups import Backups
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.officers import Post
from ansinh_desktop.services.program import open_data, recover_data
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


def test_an_old_copy_of_the_key_file_lets_nobody_in_who_was_removed(folder, tmp_path):
    shutil.copy(folder / KEY_FILE, tmp_path / "cũ.key")
    as_admin(folder, officers.remove, MINH.name)
    shutil.copy(tmp_path / "cũ.key", folder / KEY_FILE)
    refused("AS-1121", opens, folder)
    assert opens(folder, OFFICER, PASSWORD).role == "admin"
    assert keys.users(folder / KEY_FILE) == (OFFICER,)


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
