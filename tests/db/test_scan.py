"""Whole registers as plain values: the same that a record in hand says, and nothing of what was left out."""

import datetime
from typing import Any

import pytest

from ansinh_desktop.db import scan
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.household import STATUSES
from ansinh_desktop.registers.sources import IMPORTED
from tests.factories import OTHER, UNIT, person

CHILDREN = catalog.register("children")
DAY = datetime.date(2026, 11, 27)


@pytest.fixture
def put(store):
    def put(name="Danh An", register="children", unit=UNIT, **changes):
        declared = catalog.register(register)
        given: dict[str, Any] = {"answers": {}, "draft": False, "opened_on": "2026-11-02"} | changes
        who = store.people.save(None, unit, person(full_name=name))
        return store.records.get(store.records.add(declared, who, unit, RecordContent(**given)))

    return put


def numbers(chunks):
    return [each.number[-4:] for chunk in chunks for each in chunk]


def test_every_column_is_the_one_of_the_record_and_of_its_person(store, put):
    record = put(answers={"school": "Trường A"}, kept={"AS-1 x": "vì sao"})
    store.records.set_state(record, "closed", closed_on="2026-11-20", reason="xong")
    ((found,),) = store.scan.records("children")
    for key in scan._RECORD:
        assert getattr(found, key) == getattr(record, key), key
    assert found.person == person(full_name="Danh An")
    assert found.events == ()
    facts = found.facts(DAY)
    assert (facts.answers, facts.state, facts.on) == ({"school": "Trường A"}, "closed", DAY)


def test_the_states_of_the_household_come_with_the_person(store, put):
    states = [{"status": "poor", "valid_from": "2025-01-01"}]
    home = store.people.save_household(None, UNIT, {"statuses": states})
    record, alone = put(), put()
    store.people.get(record.person_id).household_id = home.id
    store.session.flush()
    (found,) = store.scan.records("children")
    assert {each.id: each.person.get(STATUSES) for each in found} == {record.id: states, alone.id: None}
    assert store.scan.page("children", [record.row])[0].person[STATUSES] == states


def test_what_is_left_out_is_neither_read_nor_counted(store, put):
    records = [put(state=state) for state in ("draft", "closed", "ended", "draft")]
    put(register="child_abuse")
    records[3].deleted = True
    store.session.flush()
    assert numbers(store.scan.records("children")) == ["0001", "0002", "0003"]
    assert numbers(store.scan.records("children", closed=("closed", "ended"))) == ["0001"]
    assert numbers(store.scan.records("children", after=records[1].row)) == ["0003"]
    assert store.scan.count("children") == 3
    assert store.scan.count("children", closed=("closed",)) == 2
    assert numbers(store.scan.records("trafficking")) == []
    assert store.scan.count("trafficking") == 0


def test_only_what_a_unit_keeps_where_it_is_asked_for(store, put):
    put()
    store.chain.ownership.begin(OTHER.unit)
    put("Lê Xa", unit=OTHER.unit)
    assert [each.unit for chunk in store.scan.records("children") for each in chunk] == [UNIT, OTHER.unit]
    for unit in (UNIT, OTHER.unit):
        assert [each.unit for chunk in store.scan.records("children", unit=unit) for each in chunk] == [unit]
    assert list(store.scan.records("children", unit="không ai")) == []


def test_all_are_read_however_many_at_once(store, put, monkeypatch):
    records = [put(f"Danh {each}") for each in "ABCDEFG"]
    for record in records:
        store.records.add_event(record.id, "visit", "2026-11-20", answers={"findings": record.number})
    monkeypatch.setattr(scan, "CHUNK", 3)
    chunks = list(store.scan.records("children", kinds=("visit",)))
    assert [len(each) for each in chunks] == [3, 3, 1]
    assert numbers(chunks) == [f"{each:04d}" for each in range(1, 8)]
    for chunk in chunks:
        for each in chunk:
            assert [event.answers["findings"] for event in each.events] == [each.number]


def test_only_events_of_the_kinds_asked_for_earliest_first(store, put):
    record, other = put(), put()
    for kind, day in (
        ("visit", "2026-11-20T09:00"),
        ("need", "2026-11-01"),
        ("visit", "2026-10-01"),
        ("support", "2026-09-01"),
    ):
        store.records.add_event(record.id, kind, day, answers={"on": day})
    store.records.add_event(other.id, "visit", "2026-11-05", answers={})
    store.records.add_event(record.id, "visit", "2026-01-01", answers={}).deleted = True
    store.session.flush()
    ((found, also),) = store.scan.records("children", kinds=("visit", "support"))
    assert [(each.kind, each.on.isoformat()) for each in found.events] == [
        ("support", "2026-09-01"),
        ("visit", "2026-10-01"),
        ("visit", "2026-11-20"),
    ]
    assert found.read == {"visit", "support"}
    assert [each.on.isoformat() for each in also.events] == ["2026-11-05"]
    ((plain, _also),) = store.scan.records("children")
    assert (plain.events, plain.read) == ((), None)


def test_a_page_has_the_order_of_its_numbers_and_nothing_of_other_registers(store, put):
    rows = [put(f"Danh {each}").row for each in "ABC"]
    gone, other = put("Bỏ"), put("Khác", register="child_abuse")
    gone.deleted = True
    store.session.flush()
    asked = [rows[2], other.row, rows[0], gone.row, 999_999, rows[1]]
    assert [each.row for each in store.scan.page("children", asked)] == [rows[2], rows[0], rows[1]]


@pytest.mark.parametrize(
    ("draft", "kept", "review"),
    [
        (True, None, True),
        (False, None, False),
        (False, {"a": "đã hỏi", "b": f"{IMPORTED} x"}, True),
        (False, {"a": f"không {IMPORTED}"}, False),
    ],
)
def test_drafts_and_what_came_in_with_a_warning_are_to_be_looked_at(store, put, draft, kept, review):
    put(draft=draft, kept=kept)
    assert [each.review for each in next(store.scan.records("children"))] == [review]


def test_who_stands_in_a_record_that_goes_by_its_number_is_its_number(store, put):
    secret = put("Neáng Phượng", register="child_abuse")
    assert store.scan.page("child_abuse", [secret.row])[0].who == secret.number
    assert store.scan.page("children", [put("Danh An").row])[0].who == "Danh An"
