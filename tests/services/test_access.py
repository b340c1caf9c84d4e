"""The rights of one officer: what each letter allows, whom they may be shown, and what an administrator sees first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.db.people import Sight
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import (
    ACTS,
    Access,
    access,
    in_order,
    require_known,
    rights_in,
    rights_of_role,
)
from tests import factories
from tests.factories import OFFICER, UNIT, person
from tests.shared import shared, store

__all__ = ["shared", "store"]

EVERY = tuple(catalog.registers())


def may(keeps=True, **rights):
    return Access("lan", "officer", rights, keeps)


def refused(act):
    with pytest.raises(UserError) as caught:
        act()
    return caught.value


def test_each_letter_allows_its_own_act_in_its_own_register():
    access = may(children="rp")
    assert [act for act in ACTS if access.may("children", act)] == ["r", "p"]
    assert not any(access.may(code, act) for act in ACTS for code in EVERY if code != "children")
    access.require("children", "p")
    error = refused(lambda: access.require("children", "w"))
    assert error.code == "AS-1110"
    assert catalog.register("children").title in error.text
    assert ACTS["w"] in error.text
    assert "cũ" in refused(lambda: access.require("cũ", "r")).text, "of a register that is no longer known"


def test_what_needs_every_register_needs_each():
    whole = may(**dict.fromkeys(EVERY, "rx"))
    assert whole.may_all("x")
    whole.require_all("x")
    for lacking in EVERY:
        access = may(**{code: "r" if code == lacking else "rx" for code in EVERY})
        assert not access.may_all("x")
        assert catalog.register(lacking).title in refused(lambda access=access: access.require_all("x")).text


def test_a_receiving_unit_writes_no_records_whatever_its_officers_may():
    assert may(children="rw").writes("children")
    assert not may(children="r").writes("children")
    assert not may(keeps=False, children="rw").writes("children")


def test_registers_stand_in_the_order_of_the_navigation_and_only_those_that_may_be_read():
    assert may(**dict.fromkeys(reversed(EVERY), "r")).readable == list(EVERY)
    assert may(children="w", assistance="r").readable == ["assistance"]


def test_whoever_may_read_all_sees_everybody_and_any_other_their_registers_alone():
    assert may(**dict.fromkeys(EVERY, "r")).sight() == Sight(None)
    assert may(**dict.fromkeys(EVERY, "r")).sight(passing=True) == Sight(None, passing=True)
    assert may(children="r").sight() == Sight(("children",))
    assert may().sight() == Sight(())


@pytest.mark.parametrize(
    ("standing", "knows"),
    [((), True), (("children",), True), (("child_abuse",), False), (("child_abuse", "children"), True)],
)
def test_of_somebody_an_officer_knows_by_one_register_or_by_none_at_all(store, standing, knows):
    access = may(children="r", child_abuse="w")
    assert access.knows(standing) is knows
    who = store.people.save(None, UNIT, person())
    content = RecordContent({}, draft=True, opened_on="2026-11-02")
    for code in standing:
        store.records.add(catalog.register(code), who, UNIT, content)
    if knows:
        require_known(store, access, who)
    else:
        assert refused(lambda: require_known(store, access, who)).code == "AS-1122"


@given(st.text("rwpxz", max_size=6))
def test_letters_stand_in_their_order_and_without_reading_there_is_nothing(letters):
    found = in_order(letters)
    assert found == "".join(each for each in "rwpx" if each in letters and "r" in letters)
    assert in_order(found) == found


@pytest.mark.parametrize(
    ("role", "letters"), [("admin", "rwpx"), ("officer", "rwpx"), ("leader", "rp"), ("viewer", "r")]
)
def test_a_role_begins_with_the_same_rights_everywhere(role, letters):
    assert rights_of_role(role) == dict.fromkeys(EVERY, letters)


@pytest.mark.parametrize(("role", "unset"), [("admin", "rwpx"), ("officer", ""), ("viewer", "")])
def test_a_register_that_nobody_was_granted_is_seen_by_administrators_alone(store, role, unset):
    user = store.accounts.add("tu", "Tú", None, role)
    store.accounts.grant(user.id, "children", "r")
    store.accounts.grant(user.id, "assistance", "")
    rights = rights_in(store, user)
    assert (rights["children"], rights["assistance"]) == ("r", "")
    assert {rights[code] for code in EVERY if code not in ("children", "assistance")} == {unset}


def test_whoever_opened_the_data_has_the_rights_of_now(tmp_path):
    vault, _recovery = factories.new_vault(tmp_path / "data")
    try:
        assert access(vault) == Access(OFFICER, "admin", rights_of_role("admin"), keeps=True)
        with vault.work() as store:
            store.accounts.named(OFFICER).active = False
        assert access(vault) == Access(OFFICER, "", {})
    finally:
        vault.lock()
