"""What a death and a removal write into social assistance, state by state: the end of the payment, the funeral, the sum."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts.lives import DEATH, MOVE
from tests.registers.factories import ASSISTANCE, PERSON, facts, happened

REGISTER = catalog.register("assistance")
ON = datetime.date(2026, 11, 30)
ADULT = PERSON | {"birth_date": "1990-05-05", "poverty_status": "other"}
PAID = ASSISTANCE | {
    "received_on": "2024-02-01",
    "decision_no": "1/QĐ",
    "decision_date": "2024-02-20",
    "start_month": "2024-03",
}
SUSPENDED = PAID | {"decrease_reason": "not_collected", "stopped_from": "2026-09"}
DIED = {"on": "2026-11-20", "paper_no": "7/TLKT", "paper_on": "2026-11-22"}
MOVED = {"on": "2026-11-20", "unit": "30325@2025-07-01", "place": "Ấp Hòa Phú"}


def outcome(life, said, answers=PAID, state="paying", events=(), on=ON):
    (change,) = REGISTER.life_changes[life]
    assert change.outcome is not None
    return change.outcome(facts(answers, ADULT, on, state=state, events=events), said)


def notes(found):
    return [(str(each.level), each.code, each.field) for each in found.notes]


def kinds(found):
    return [kind for kind, _ in found.effect.events]


@pytest.mark.parametrize(
    ("state", "answers", "to", "stopped_from", "change"),
    [
        ("paying", PAID, "stopped", "2026-12", -810_000),
        # Suspended since September: nothing was paid, and what was suspended does not come back by the death.
        ("suspended", SUSPENDED, "stopped", "2026-09", 0),
        # Suspended only from a month after the death: the death is the earlier end.
        ("suspended", SUSPENDED | {"stopped_from": "2027-01"}, "stopped", "2026-12", 0),
        ("suspended", PAID, "stopped", "2026-12", 0),
        ("received", PAID, "", None, 0),
        ("stopped", PAID, "", None, 0),
    ],
)
def test_a_death_ends_what_is_paid_after_its_month_and_nothing_else(state, answers, to, stopped_from, change):
    effect = outcome(DEATH, DIED, answers, state).effect
    assert (effect.to, effect.answers.get("stopped_from"), effect.change) == (to, stopped_from, change)
    assert ("decrease" in kinds(outcome(DEATH, DIED, answers, state))) == bool(to)


def test_the_decision_on_the_end_stands_in_the_record_and_in_what_happened():
    said = DIED | {"decision_no": "9/QĐ", "decision_on": "2026-11-25"}
    effect = outcome(DEATH, said).effect
    (decrease,) = [answers for kind, answers in effect.events if kind == "decrease"]
    assert decrease == {
        "month": "2026-12",
        "reason": "dead",
        "decision_no": "9/QĐ",
        "decision_date": "2026-11-25",
    }
    assert effect.answers == {
        "stopped_from": "2026-12",
        "decrease_reason": "dead",
        "stop_decision_no": "9/QĐ",
        "stop_decision_date": "2026-11-25",
    }
    assert effect.before == "810.000 đồng mỗi tháng"
    assert effect.after == "Thôi chi trả từ tháng 12/2026"


@pytest.mark.parametrize("state", ["suspended", "received"])
def test_who_was_paid_nothing_loses_nothing(state):
    assert outcome(DEATH, DIED, SUSPENDED, state).effect.before == ""


@pytest.mark.parametrize(
    ("day", "state", "expected", "to"),
    [
        # Nobody can tell which months of a year are paid: it is asked, and nothing is ended.
        ("2026", "paying", [("warning", "AS-4077", "on"), ("note", "AS-4262", "")], ""),
        ("2026", "suspended", [("warning", "AS-4077", "on"), ("note", "AS-4262", "")], ""),
        # The month is enough for the end; the funeral asks for the day.
        ("2026-11", "paying", [("note", "AS-4262", "")], "stopped"),
        ("2026-11", "received", [], ""),
        ("2026", "received", [], ""),
    ],
)
def test_of_a_death_without_its_day_only_what_can_be_told_is_written(day, state, expected, to):
    found = outcome(DEATH, DIED | {"on": day}, state=state)
    assert (notes(found), found.effect.to, "funeral" in kinds(found)) == (expected, to, False)


def test_the_funeral_is_proposed_with_the_paper_of_the_death_and_after_the_end():
    found = outcome(DEATH, DIED)
    assert kinds(found) == ["decrease", "funeral"]
    assert found.effect.events[1][1] == {
        "died_on": "2026-11-20",
        "death_paper_no": "7/TLKT",
        "death_paper_date": "2026-11-22",
    }
    assert ("note", "AS-4261", "") in notes(found)


@pytest.mark.parametrize(
    ("funeral", "proposed"),
    [({}, False), ({"deceased": "Neáng Sa Rone"}, True)],  # their own, and that of whom they buried
)
def test_a_funeral_that_is_there_already_is_not_proposed_again(funeral, proposed):
    found = outcome(DEATH, DIED, events=[happened("funeral", "2026-11-23", **funeral)])
    assert ("funeral" in kinds(found)) is proposed
    assert ("AS-4261" in [code for _, code, _ in notes(found)]) is proposed


@pytest.mark.parametrize(
    ("said", "state", "answers", "stopped_from"),
    [
        ({}, "paying", PAID, "2026-12"),
        ({"on": "2026-12-01"}, "paying", PAID, "2027-01"),
        ({"month": "2027-02"}, "paying", PAID, "2027-02"),  # the other commune pays from then on
        ({"month": "2027-02"}, "suspended", SUSPENDED, "2026-09"),
    ],
)
def test_a_removal_ends_what_is_paid_here_where_the_other_commune_begins(said, state, answers, stopped_from):
    effect = outcome(MOVE, MOVED | said, answers, state).effect
    assert effect.to == "transferred"
    assert effect.answers["stopped_from"] == stopped_from
    assert effect.answers["decrease_reason"] == "moved_out"
    assert (effect.answers["moved_to"], effect.answers["moved_to_place"]) == (MOVED["unit"], MOVED["place"])
    (decrease,) = effect.events
    assert (decrease[1]["month"], decrease[1]["reason"]) == (said.get("month", stopped_from), "moved_out")


@pytest.mark.parametrize("state", ["received", "stopped", "refused"])
def test_a_removal_writes_nothing_where_nothing_is_paid(state):
    effect = outcome(MOVE, MOVED, state=state).effect
    assert (effect.events, effect.answers, effect.to) == ((), {}, "")
