"""The dated states of a household: decided in one record, true of every member, and taken back without a trace."""

import dataclasses
import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.registers import catalog, household
from ansinh_desktop.services import households
from tests.factories import UNIT, person
from tests.shared import shared, store

__all__ = ["shared", "store"]

REGISTER = catalog.register("assistance")
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def home(store):
    """Return a record of the head, and the ids of head and member of one household."""
    head, member = (store.people.save(None, UNIT, person(full_name=name)) for name in ("Lê Chủ", "Lê Con"))
    content = RecordContent({}, draft=True, opened_on="2026-01-05")
    record = store.records.get(store.records.add(REGISTER, head, UNIT, content))
    return record, head, member


def state(**changes):
    return {"status": "poor", "decision_no": "1/QĐ", "valid_from": "2026-01-01"} | changes


def decide(store, record, **answers):
    event = store.records.add_event(record.id, household.status_event().code, "2026-01-05", answers=answers)
    households.date_state(store, record, event)
    return event


def status_of(store, *people):
    return [store.people.get(each).poverty_status for each in people]


def join(store, home):
    _record, head, member = home
    store.people.get(member).household_id = store.people.get(head).household_id
    store.session.flush()


def test_whoever_has_no_household_becomes_the_head_of_one(store, home):
    record, head, _member = home
    decide(store, record, **state(), other="x")
    own = store.people.household_of(store.people.get(head))
    assert (own.head_id, own.hamlet, own.unit) == (head, "Vĩnh Thạnh", UNIT)
    assert own.statuses == [state()], "only what dates a state"
    assert status_of(store, head) == ["poor"]


def test_a_second_decision_stands_behind_the_first_and_what_holds_today_is_every_members(store, home):
    record, head, member = home
    decide(store, record, **state(valid_to="2026-06-30"))
    join(store, home)
    decide(store, record, **state(status="near_poor", valid_from="2026-07-01"))
    own = store.people.household_of(store.people.get(head))
    assert [each["status"] for each in own.statuses] == ["poor", "near_poor"]
    assert status_of(store, head, member) == ["near_poor", "near_poor"]


def test_a_state_that_does_not_hold_today_changes_nobody(store, home):
    record, head, member = home
    store.people.save(head, UNIT, {"poverty_status": "near_poor"})
    decide(store, record, **state(valid_from="2027-01-01"))
    assert status_of(store, head, member) == ["near_poor", None]


def dating(monkeypatch):
    """Let the register have the event that dates a household, as registers of households do."""
    dated = dataclasses.replace(REGISTER, events=(*REGISTER.events, household.status_event()))
    monkeypatch.setattr(catalog, "register", lambda _code: dated)


def test_what_was_decided_by_mistake_goes_and_the_members_stand_as_without_it(store, home, monkeypatch):
    record, head, member = home
    first = decide(store, record, **state(valid_to="2026-12-31"))
    join(store, home)
    second = decide(store, record, **state(status="near_poor", valid_from="2026-07-01"))
    store.people.save(member, UNIT, {"poverty_status": "poor"})
    dating(monkeypatch)
    households.take_back(store, record, [second])
    own = store.people.household_of(store.people.get(head))
    assert [each["status"] for each in own.statuses] == ["poor"]
    assert status_of(store, head, member) == ["poor", "poor"]
    households.take_back(store, record, [first])
    assert own.statuses is None
    assert status_of(store, head, member) == [None, None]


def test_who_stands_otherwise_than_the_mistake_said_stays_so(store, home, monkeypatch):
    record, head, member = home
    event = decide(store, record, **state())
    join(store, home)
    store.people.save(member, UNIT, {"poverty_status": "near_poor"})
    dating(monkeypatch)
    households.take_back(store, record, [event])
    assert status_of(store, head, member) == [None, "near_poor"]


def test_an_event_that_dates_nothing_takes_nothing_back(store, home, monkeypatch):
    record, head, _member = home
    decide(store, record, **state())
    visit = store.records.add_event(record.id, "visit", "2026-02-01", answers=state())
    dating(monkeypatch)
    households.take_back(store, record, [visit])
    households.take_back(store, record, [])
    assert status_of(store, head) == ["poor"]
