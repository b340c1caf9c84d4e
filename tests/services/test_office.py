"""Whose data these are: the lines on papers, the place before a date, what may be changed and by whom."""

import dataclasses

import pytest

from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import office
from ansinh_desktop.services.office import FirstOfficer, Office
from tests import factories
from tests.factories import HAMLETS, OFFICE, OFFICER, OTHER, PROVINCE, UNIT, person
from tests.shared import shared, store

__all__ = ["shared", "store"]


def refused(act):
    with pytest.raises(UserError) as caught:
        act()
    return caught.value.code


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    vault, _recovery = factories.new_vault(tmp_path_factory.mktemp("office") / "data")
    yield vault
    vault.lock()


# ---------------------------------------------------------------- on papers


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Xã Vĩnh Thạnh Trung", "Vĩnh Thạnh Trung"),
        ("Phường Long Xuyên", "Long Xuyên"),
        ("Phường 1", "Phường 1"),
        ("Phường 10A", "Phường 10A"),
        ("Thị trấn Cái Dầu", "Cái Dầu"),
        ("Xã", "Xã"),
        ("Đặc khu Phú Quốc", "Đặc khu Phú Quốc"),
        ("UBND xã Vĩnh", "UBND xã Vĩnh"),
    ],
)
def test_a_commune_writes_from_its_name_without_its_kind(name, place):
    own = dataclasses.replace(OFFICE, name=name)
    assert own.place_name == place
    assert dataclasses.replace(own, place="Châu Phú").place_name == "Châu Phú"


@pytest.mark.parametrize(
    ("province", "place"),
    [("Tỉnh An Giang", "An Giang"), ("Thành phố Cần Thơ", "Cần Thơ"), ("Huế", "Huế")],
)
def test_a_receiving_unit_writes_from_its_province(province, place):
    assert dataclasses.replace(PROVINCE, province=province).place_name == place
    assert dataclasses.replace(PROVINCE, province=province, place="Long Xuyên").place_name == "Long Xuyên"


def test_the_heading_of_papers_has_the_lines_above_and_those_of_the_unit():
    commune = dataclasses.replace(OFFICE, superior=("HUYỆN CHÂU PHÚ",))
    assert commune.heading == ("HUYỆN CHÂU PHÚ", "ỦY BAN NHÂN DÂN", "XÃ VĨNH THẠNH TRUNG")
    assert dataclasses.replace(PROVINCE, superior=("UBND TỈNH",)).heading == (
        "UBND TỈNH",
        "SỞ Y TẾ TỈNH AN GIANG",
    )


def test_a_receiving_unit_takes_in_and_a_commune_gives_out():
    assert (OFFICE.receives, OFFICE.exchange_right) == (False, "x")
    assert (PROVINCE.receives, PROVINCE.exchange_right) == (True, "w")


# ---------------------------------------------------------------- set up


def test_nothing_can_be_asked_of_data_whose_first_steps_were_never_finished(store):
    store.session.connection().exec_driver_sql("DELETE FROM setting WHERE key = 'office'")
    assert refused(lambda: office.office_in(store)) == "AS-1112"


def test_what_is_set_up_comes_back_as_it_was(store):
    own = Office(UNIT, "Xã A", "Tỉnh B", superior=("X", "Y"), place="C", prints_a3=True)
    office.begin(store, own, FirstOfficer("bé", "Lê Bé", "mật khẩu"), ("Ấp 2", "Ấp 1"))
    assert office.office_in(store) == own
    assert [each.name for each in store.people.hamlets(UNIT)] == ["Ấp 2", "Ấp 1"]
    user = store.accounts.named("bé")
    assert (user.full_name, user.role, user.title) == ("Lê Bé", "admin", "Công chức văn hóa – xã hội")
    assert store.accounts.grants(user.id) == dict.fromkeys(catalog.registers(), "rwpx")


@pytest.mark.parametrize(("role", "rights"), [("officer", "rwpx"), ("leader", "rp"), ("viewer", "r")])
def test_an_officer_begins_with_the_rights_of_the_role(store, role, rights):
    office.register_officer(store, FirstOfficer("bé", "Lê Bé", "mật khẩu"), role)
    user = store.accounts.named("bé")
    assert set(store.accounts.grants(user.id).values()) == {rights}


def test_what_was_typed_of_an_officer_is_cleaned_and_its_password_never_is():
    typed = FirstOfficer.typed("  lan  anh ", "NGUYỄN  thị LAN", " a b ", " Công  chức ")
    assert typed == FirstOfficer("lan anh", "NGUYỄN Thị LAN", " a b ", "Công chức")
    assert " a b " not in repr(typed)
    assert FirstOfficer.typed(None, None, None, None) == FirstOfficer("", "", "", "")


# ---------------------------------------------------------------- changed


def test_a_data_file_stays_that_of_its_unit_and_only_an_administrator_changes_it(vault):
    with pytest.raises(BugError):
        office.change(vault, dataclasses.replace(OFFICE, unit=OTHER.unit))
    office.change(vault, dataclasses.replace(OFFICE, signer_name="Lê Ký"))
    assert office.office(vault).signer_name == "Lê Ký"
    assert office.hamlets(vault) == list(HAMLETS), "as they were"
    for change in ({"role": "officer"}, {"active": False}):
        with vault.work() as store:
            user = store.accounts.named(OFFICER)
            before = {key: getattr(user, key) for key in change}
            for key, value in change.items():
                setattr(user, key, value)
        assert refused(lambda: office.change(vault, OFFICE)) == "AS-1120"
        with vault.work() as store:
            user = store.accounts.named(OFFICER)
            for key, value in before.items():
                setattr(user, key, value)
    office.change(vault, OFFICE)
    assert office.office(vault) == OFFICE


def test_a_change_of_hamlets_says_in_the_history_who_came_where(vault):
    with vault.work() as store:
        who = store.people.save(None, UNIT, person(hamlet=HAMLETS[0]))
    rest = [*HAMLETS[1:]]
    assert refused(lambda: office.change(vault, OFFICE, rest)).startswith("AS-")
    office.change(vault, OFFICE, rest, {HAMLETS[0]: HAMLETS[1]})
    with vault.reading() as store:
        assert store.people.get(who).hamlet == HAMLETS[1]
        latest = store.log.of(who)[0]
    assert latest.reason == f"đổi thông tin đơn vị: ấp “{HAMLETS[0]}” thành “{HAMLETS[1]}”"
    office.change(vault, OFFICE, HAMLETS)


# ---------------------------------------------------------------- passwords


def test_what_anybody_would_guess_first_are_the_names_of_unit_province_and_person(vault):
    assert office.guessed_first(vault) == (OFFICE.name, OFFICE.province)
    assert office.guessed_first(vault, OFFICER) == (OFFICE.name, OFFICE.province, "Trần Thị Lan")
    assert office.guessed_first(vault, full_name="Lê Bé") == (OFFICE.name, OFFICE.province, "Lê Bé")
    assert office.guessed_first(vault, "không ai", "Lê Bé") == (OFFICE.name, OFFICE.province, "Lê Bé")


@pytest.mark.parametrize(
    ("password", "fits"),
    [("con mèo nằm ngủ ngon", True), ("ngắn", False), ("", False), ("Xã Vĩnh Thạnh Trung", False)],
)
def test_a_password_that_will_not_do_has_one_reason(password, fits):
    found = office.password_fault(password, "lan", ("Xã Vĩnh Thạnh Trung",))
    assert (found is None) == fits
    assert found is None or found.text
