"""What of somebody's other records may stand beside the name: what the officer may read, and nothing that goes by code."""

import pytest

from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases.known import known_people, readable_records
from tests.factories import UNIT, person
from tests.shared import shared, store

__all__ = ["shared", "store"]

EVERY = dict.fromkeys(catalog.registers(), "r")


@pytest.fixture
def someone(store):
    """Return a person who stands in three registers, and the records by register."""
    who = store.people.save(None, UNIT, person())
    content = RecordContent({}, draft=True, opened_on="2026-11-02")
    registers = ("children", "assistance", "child_abuse")
    return who, {each: store.records.add(catalog.register(each), who, UNIT, content) for each in registers}


def told(store, someone, rights=EVERY, but=""):
    return [
        each.register
        for each in readable_records(store, Access("lan", "officer", dict(rights)), someone[0], but)
    ]


def test_records_stand_beside_the_name_where_they_are_readable_and_named(store, someone):
    assert sorted(told(store, someone)) == ["assistance", "children"]
    assert told(store, someone, {"children": "r", "child_abuse": "rw"}) == ["children"]
    assert told(store, someone, {"children": "w"}) == []
    assert told(store, someone, but=someone[1]["children"]) == ["assistance"]


def test_a_record_is_told_by_its_number_and_its_state_in_words(store, someone):
    (found,) = readable_records(store, Access("lan", "officer", {"children": "r"}), someone[0])
    record = store.records.get(someone[1]["children"])
    label = catalog.register("children").life_cycle.state_label(record.state)
    assert (found.id, found.number, found.state) == (record.id, record.number, label)
    assert label != record.state


@pytest.mark.parametrize(
    ("rights", "register", "by_code"),
    [
        (EVERY, "child_abuse", True),
        (EVERY, "children", False),
        (EVERY, "", False),
        ({"children": "r", "child_abuse": "w"}, "child_abuse", False),
        ({"children": "r"}, "child_abuse", False),
    ],
)
def test_a_second_record_of_the_register_that_is_worked_on_is_told_even_where_it_goes_by_its_number(
    store, someone, rights, register, by_code
):
    found = known_people(
        store, Access("lan", "officer", dict(rights)), [store.people.get(someone[0])], register
    )
    assert [each.person["full_name"] for each in found] == ["Nguyễn Thị Hòa"]
    assert (found[0].by_code is not None) == by_code
    if by_code:
        assert found[0].by_code.id == someone[1]["child_abuse"]
    assert all(each.register != "child_abuse" for each in found[0].records)


def test_nobody_is_nobody(store):
    assert known_people(store, Access("lan", "officer", EVERY), [], "children") == []
