"""The day whose law is asked, and the facts of a record as its rules see them."""

import dataclasses
import datetime
from types import SimpleNamespace

import pytest

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.facts import event_facts
from ansinh_desktop.services.law_day import assessed_day, first_day, law_day, opened_on

CHILDREN, ABUSED = catalog.register("children"), catalog.register("child_abuse")
TODAY, ENTERED = datetime.date(2026, 11, 23), datetime.date(2022, 6, 30)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.mark.parametrize(
    ("answers", "unsaid", "opened", "law"),
    [
        ({"entered_on": "2024-03-01"}, None, "2024-03-01", "2024-03-01"),
        ({"entered_on": "2024-03-01"}, ENTERED, "2024-03-01", "2024-03-01"),
        ({"entered_on": "2024-03"}, None, "2024-03", "2024-03-01"),
        ({"entered_on": "2024"}, None, "2024", "2024-01-01"),
        ({}, None, "2026-11-23", "2026-11-23"),
        ({"entered_on": ""}, ENTERED, "2022-06-30", "2022-06-30"),
        ({"entered_on": None}, ENTERED, "2022-06-30", "2022-06-30"),
    ],
)
def test_a_record_is_ruled_by_the_day_of_what_opened_it_else_of_its_entry(answers, unsaid, opened, law):
    assert CHILDREN.opened_by == "entered_on"
    assert opened_on(CHILDREN, answers, unsaid) == opened
    assert law_day(CHILDREN, answers, unsaid) == datetime.date.fromisoformat(law)


def test_a_time_of_day_is_no_part_of_the_day():
    assert opened_on(ABUSED, {ABUSED.opened_by: "2024-11-19T15:00"}) == "2024-11-19"
    assert first_day("2024-11-19T15:00") == datetime.date(2024, 11, 19)
    assert first_day("~1950") == datetime.date(1950, 1, 1)


def test_a_register_that_no_answer_opens_is_ruled_by_the_day_of_entry():
    register = dataclasses.replace(CHILDREN, opened_by="")
    assert law_day(register, {"entered_on": "2024-03-01"}) == TODAY


@pytest.mark.parametrize(
    ("month", "day"),
    [("2026-02", "2026-02-28"), ("2024-02", "2024-02-29"), ("2026-12", "2026-12-31"), ("", "2026-11-23")],
)
def test_a_decision_asks_the_law_of_the_last_day_of_its_month(month, day):
    assert assessed_day(month, TODAY) == datetime.date.fromisoformat(day)


def test_what_happened_stands_earliest_first_and_of_one_day_as_it_was_written_down():
    def happened(on, id_):
        return SimpleNamespace(kind=id_, happened_on=on, answers={}, id=id_)

    events = [happened("2026-11-20T18:00", "a"), happened("2026-11-20", "b"), happened("2026-01-01", "c")]
    found = event_facts(events)
    assert [each.kind for each in found] == ["c", "a", "b"]
    assert found[1].on == datetime.date(2026, 11, 20)
    assert event_facts([]) == ()
