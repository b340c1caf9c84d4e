"""The plan's rows 13, 16 to 19, 24 and 25: where each record stands, worked by hand."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.plan.indicator import STEP, Seen, state_at
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from tests.registers.factories import ABUSE, ASSISTANCE, CHILD, CHILDREN, PERSON, TRAFFICKING, facts

DEFAULT = plan.plans()[0].switched({})


def event(kind, on, **answers):
    return EventFacts(kind, datetime.date.fromisoformat(on), answers)


def step(on, before, to):
    return EventFacts(STEP, datetime.date.fromisoformat(on), {"from": before, "to": to})


def judge(
    register,
    target,
    answers,
    *events,
    period="2026-H1",
    state="",
    person=PERSON,
    opened="2026-01-05",
    **switches,
):
    """Return where a record stands at the end of a period: later events are not seen, the state is of its last day."""
    asked = Period.of(period)
    steps = [each for each in events if each.kind == STEP]
    seen = [each for each in events if each.on <= asked.last]
    made = facts(answers, person, asked.last, state=state_at(steps, state, asked.last), events=seen)
    indicator = next(each for each in catalog.register(register).indicators if each.target == target)
    known = Seen(made, asked, DEFAULT | switches, datetime.date.fromisoformat(opened))
    return indicator.judge(known)


def side(*args, **more):
    found = judge(*args, **more)
    assert found.why
    return found.side


# ------------------------------------------------------------------------------------------------ 13


@pytest.mark.parametrize(
    ("answers", "events", "more", "expected"),
    [
        ({}, [], {"state": "paying"}, "held"),
        ({}, [], {"state": "approved"}, "unheld"),
        ({}, [], {"state": "sent_up"}, "unheld"),
        ({}, [], {"state": "suspended"}, "out"),
        ({}, [], {"state": "refused"}, "out"),
        ({}, [], {"state": "draft"}, "out"),
        # paid on the last day, stopped afterwards; and the other way round
        ({}, [step("2026-07-01", "paying", "stopped")], {"state": "stopped"}, "held"),
        ({}, [step("2026-06-30", "paying", "stopped")], {"state": "stopped"}, "out"),
        # a dossier within its limit does not count, one beyond it lowers the share, one without a day is not known
        ({"received_on": "2026-06-26"}, [], {"state": "appraising"}, "out"),
        ({"received_on": "2026-03-02"}, [], {"state": "appraising"}, "unheld"),
        ({"received_on": None}, [], {"state": "received"}, "unclear"),
        ({"received_on": "2026-03-02", "social_group": "pension"}, [], {"state": "received"}, "unheld"),
        ({"received_on": "2026-06-29", "moved_in": True}, [], {"state": "received"}, "out"),
        # moved in the middle of the period, and dead at its end
        ({}, [step("2026-03-01", "paying", "transferred")], {"state": "transferred"}, "out"),
        ({}, [], {"state": "paying", "person": PERSON | {"death_date": "2026-06-30"}}, "out"),
    ],
)
def test_who_is_paid_of_those_entitled(answers, events, more, expected):
    assert side("assistance", "monthly_allowance_coverage", ASSISTANCE | answers, *events, **more) == expected


# ------------------------------------------------------------------------------------------------ 16

TRUE = ABUSE | {"verification": "true"}
"""Received on 04/5/2026 at 15:00."""


@pytest.mark.parametrize(
    ("answers", "more", "expected"),
    [
        (TRUE, {}, "held"),
        (TRUE, {"period": "2026-Q1"}, "out"),
        (TRUE, {"period": "2026-05"}, "held"),
        (TRUE | {"report_kind": "risk_violence"}, {}, "held"),
        (TRUE | {"report_kind": "risk_abandonment"}, {}, "out"),
        (ABUSE, {}, "unclear"),
        (ABUSE | {"verification": "unclear"}, {}, "unclear"),
        (ABUSE | {"verification": "false"}, {}, "out"),
        (ABUSE, {"state": "not_true"}, "out"),
        # by the day on which it happened
        (TRUE | {"happened_from": "2025-12-30"}, {"count_date": "occurred"}, "out"),
        (TRUE | {"happened_from": "2026-04-30"}, {"count_date": "occurred"}, "held"),
        (TRUE | {"happened_from": "2026-04"}, {"count_date": "occurred"}, "held"),
        (TRUE | {"happened_from": "2026"}, {"count_date": "occurred"}, "unclear"),
        (TRUE, {"count_date": "occurred"}, "unclear"),
    ],
)
def test_which_cases_of_abuse_count(answers, more, expected):
    assert side("child_abuse", "child_abuse_reduction", answers, person=CHILD, **more) == expected


# ------------------------------------------------------------------------------------------------ 17, 18


@pytest.mark.parametrize(
    ("answers", "more", "expected"),
    [
        (TRUE | {"m02_on": "2026-05-04T20:00"}, {}, "held"),
        (TRUE, {}, "unheld"),
        (TRUE | {"m02_on": "2026-07-02T08:00"}, {}, "unheld"),
        (TRUE | {"m02_on": "2026-07-02T08:00"}, {"period": "2026"}, "held"),
        (ABUSE | {"m02_on": "2026-05-04T20:00"}, {}, "unclear"),
        (ABUSE | {"verification": "false"}, {}, "out"),
        (TRUE | {"report_kind": "risk_violence"}, {}, "out"),
        (TRUE | {"received_at": "2025-12-31T23:00"}, {}, "out"),
    ],
)
def test_which_abused_children_have_their_file(answers, more, expected):
    assert side("child_abuse", "abused_children_file", answers, person=CHILD, **more) == expected


@pytest.mark.parametrize(
    ("assessed", "early"),
    [("2026-05-05T03:00", True), ("2026-05-05T03:01", False), (None, False)],
)
def test_the_first_assessment_in_twelve_hours_is_told_beside(assessed, early):
    indicator = next(
        each for each in catalog.register("child_abuse").indicators if each.target == "abused_children_file"
    )
    known = facts(TRUE | {"m02_on": assessed}, CHILD, datetime.date(2026, 6, 30))
    [beside] = indicator.beside
    assert beside.holds(Seen(known, Period.of("2026-H1"), DEFAULT, datetime.date(2026, 5, 4))) is early


@pytest.mark.parametrize(
    ("answers", "events", "expected"),
    [
        (TRUE, [event("support", "2026-05-06", support="psychology")], "held"),
        (TRUE, [event("activity", "2026-06-30", activity="Tư vấn")], "held"),
        (TRUE | {"intervention_at": "2026-05-04T18:00"}, [], "held"),
        (TRUE, [], "unheld"),
        (TRUE, [event("support", "2026-07-01", support="psychology")], "unheld"),
        (TRUE | {"intervention_at": "2026-07-04T18:00"}, [], "unheld"),
        (ABUSE, [event("support", "2026-05-06", support="psychology")], "unclear"),
        (ABUSE | {"verification": "false"}, [event("support", "2026-05-06", support="psychology")], "out"),
    ],
)
def test_which_abused_children_were_helped(answers, events, expected):
    assert side("child_abuse", "abused_children_support", answers, *events, person=CHILD) == expected


# ------------------------------------------------------------------------------------------------ 19

AT_END = {"denominator_at_end": "at_end_of_period"}
HELPED = event("support", "2026-03-02", support="scholarship")
PRESENT = event("support", "2026-02-10", support="gift")


@pytest.mark.parametrize(
    ("answers", "events", "more", "expected"),
    [
        ({}, [HELPED], {}, "held"),
        ({}, [], {}, "unheld"),
        ({}, [PRESENT], {}, "unheld"),
        ({}, [PRESENT], {"gift_counts": "yes"}, "held"),
        ({}, [PRESENT, HELPED], {}, "held"),
        # helped before or after the period only
        ({}, [HELPED], {"period": "2026-Q2"}, "unheld"),
        ({}, [event("support", "2026-07-01", support="scholarship")], {}, "unheld"),
        # an old list names help without its day
        ({"supports_noted": ["tuition"]}, [], {}, "unsure"),
        ({"supports_noted": ["tuition"]}, [HELPED], {}, "held"),
        # moved in mid-period: looked after for a while, not at the end; gone before it began
        ({}, [HELPED, step("2026-04-01", "managed", "moved")], {"state": "moved"}, "held"),
        ({}, [HELPED, step("2026-04-01", "managed", "moved")], {"state": "moved", **AT_END}, "out"),
        ({}, [step("2025-12-31", "managed", "moved")], {"state": "moved", "opened": "2025-01-01"}, "out"),
        ({}, [], {"state": "suspected"}, "out"),
        ({}, [HELPED], AT_END, "held"),
    ],
)
def test_which_children_were_assisted(answers, events, more, expected):
    more = {"state": "managed", "person": CHILD} | more
    assert side("children", "special_children_assisted", CHILDREN | answers, *events, **more) == expected


# ------------------------------------------------------------------------------------------------ 24, 25

VICTIM = TRAFFICKING | {"victim_paper": "police", "victim_paper_date": "2026-02-03"}
NEED = {"only_with_need": "yes"}
LODGED = event("support", "2026-03-01", support="a")
LEGAL = event("support", "2026-03-01", support="dd")


@pytest.mark.parametrize(
    ("answers", "events", "more", "supported", "aided"),
    [
        ({}, [LODGED], {}, "held", "unheld"),
        ({}, [LEGAL], {}, "held", "held"),
        ({}, [event("support_2011", "2026-03-01", support="d")], {}, "held", "held"),
        ({}, [event("support", "2026-03-01", support="d")], {}, "held", "unheld"),  # of 2024 điểm d is legal advice
        ({}, [], {}, "unheld", "unheld"),
        ({}, [event("support", "2026-07-01", support="dd")], {}, "unheld", "unheld"),
        # confirmed in another period; by the step where no paper is there; nobody knows when; not yet
        ({"victim_paper_date": "2025-12-31"}, [LEGAL], {}, "out", "out"),
        ({"victim_paper_date": None}, [step("2026-02-03", "awaiting_verification", "confirmed"), LEGAL], {}, "held", "held"),
        ({"victim_paper_date": None}, [LEGAL], {}, "unclear", "unclear"),
        ({"victim_paper_date": None}, [LEGAL], {"state": "reported"}, "out", "out"),
        # no victim after all, a minor beside one, a closed case
        ({}, [LEGAL], {"state": "not_victim"}, "out", "out"),
        ({"person_status": "minor_accompanying"}, [LEGAL], {}, "out", "out"),
        ({}, [LEGAL, step("2026-05-01", "supporting", "closed")], {"state": "closed"}, "held", "held"),
        # only those in need, where the switch says so
        ({"has_need": True}, [LEGAL], NEED, "held", "held"),
        ({"has_need": False}, [], NEED, "out", "out"),
        ({"has_need": None}, [LEGAL], NEED, "unclear", "unclear"),
    ],
)  # fmt: skip
def test_which_victims_were_supported_and_had_legal_aid(answers, events, more, supported, aided):
    more = {"state": "confirmed"} | more
    asked = VICTIM | answers
    assert side("trafficking", "victims_supported", asked, *events, **more) == supported
    assert side("trafficking", "victims_legal_aid", asked, *events, **more) == aided
