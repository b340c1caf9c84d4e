"""Who stands in the lists of a month: paid, risen, fallen, adjusted, and who is left out of them with what words."""

import datetime

import pytest

from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.assistance import left_out, lists
from tests.registers.factories import ASSISTANCE, PERSON, facts

PAID = ASSISTANCE | {"start_month": "2024-03"}


def month_end(month):
    first = datetime.date.fromisoformat(f"{month}-01")
    return (first + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)


def step(to, on, source="paying"):
    return EventFacts("state", datetime.date.fromisoformat(on), {"from": source, "to": to})


def event(kind, month, on="2026-06-05", **more):
    return EventFacts(kind, datetime.date.fromisoformat(on), {"month": month} | more)


def case(answers, month, *events, state="paying", **person):
    return facts(answers, PERSON | person, month_end(month), state=state, events=events)


ENDED = PAID | {"stopped_from": "2026-07"}


@pytest.mark.parametrize(
    ("answers", "state", "events", "month", "listed"),
    [
        (PAID, "paying", (), "2024-02", False),  # before the first month
        (PAID, "paying", (), "2024-03", True),
        (PAID, "paying", (), "2026-06", True),
        (ENDED, "stopped", (), "2026-06", True),  # its last month
        (ENDED, "stopped", (), "2026-07", False),
        (ENDED, "stopped", (), "2026-08", False),
        (ENDED, "suspended", (), "2026-06", True),
        (ENDED, "suspended", (), "2026-07", False),
        (ENDED, "transferred", (), "2026-06", True),
        # no month was written down: the month of the step is still listed
        (PAID, "stopped", (step("stopped", "2026-06-20"),), "2026-06", True),
        (PAID, "stopped", (step("stopped", "2026-06-20"),), "2026-07", False),
        (PAID, "stopped", (step("stopped", "2026-06-01"),), "2026-05", True),
        (PAID, "stopped", (), "2026-06", False),
        # an end that stands in the list of decreases
        (PAID, "stopped", (event("decrease", "2026-07", reason="dead"),), "2026-06", True),
        (PAID, "stopped", (event("decrease", "2026-07", reason="dead"),), "2026-07", False),
        # a suspension that is over
        (ENDED, "paying", (step("paying", "2026-09-03", "suspended"),), "2026-09", True),
    ],
)
def test_who_stands_in_the_list_of_payments(answers, state, events, month, listed):
    assert lists.is_paid(case(answers, month, *events, state=state)) is listed


@pytest.mark.parametrize(
    ("answers", "events", "month", "listed"),
    [
        (PAID, (), "2024-03", True),
        (PAID, (), "2024-04", False),
        (PAID, (), "2024-02", False),
        (PAID, (event("increase", "2026-06"),), "2026-06", True),
        (PAID, (event("increase", "2026-06"),), "2026-07", False),
        (PAID, (event("decrease", "2026-06"),), "2026-06", False),
        (ASSISTANCE, (), "2026-06", False),
    ],
)
def test_who_stands_in_the_list_of_rises(answers, events, month, listed):
    assert lists.has_risen(case(answers, month, *events)) is listed


@pytest.mark.parametrize(
    ("answers", "events", "month", "listed"),
    [
        (ENDED, (), "2026-07", True),
        (ENDED, (), "2026-06", False),
        (ENDED, (), "2026-08", False),
        (PAID, (event("decrease", "2026-07"),), "2026-07", True),
        (PAID, (event("decrease", "2026-07"),), "2026-08", False),
        (PAID, (event("increase", "2026-07"),), "2026-07", False),
    ],
)
def test_who_stands_in_the_list_of_falls(answers, events, month, listed):
    assert lists.has_fallen(case(answers, month, *events, state="stopped")) is listed


@pytest.mark.parametrize(
    ("recorded", "month", "listed"),
    [
        (360_000 * 3 // 2, "2024-06", False),
        (360_000 * 3 // 2, "2024-07", True),  # the base went to 500.000
        (750_000, "2024-07", False),
        (750_000, "2026-06", False),
        (750_000, "2026-07", True),  # to 540.000
        (810_000, "2026-07", False),
        (900_000, "2026-07", False),
        (None, "2024-07", False),
    ],
)
def test_who_stands_in_the_list_of_adjustments(recorded, month, listed):
    assert (
        lists.is_adjusted(case(PAID | {"recorded_amount": recorded}, month, birth_date="1990-05-05"))
        is listed
    )


@pytest.mark.parametrize(
    ("answers", "state", "events", "month", "ended"),
    [
        (PAID, "paying", (), "2026-08", None),
        (ENDED, "suspended", (), "2026-08", "2026-07"),
        # resumed in September: the suspension says nothing of September any more, and all of July and August
        (ENDED, "paying", (step("paying", "2026-09-03", "suspended"),), "2026-09", None),
        (ENDED, "paying", (step("paying", "2026-09-03", "suspended"),), "2026-08", "2026-07"),
        (ENDED, "paying", (step("paying", "2026-09-03", "suspended"),), "2026-06", None),
        # ended for good after it was resumed
        (PAID | {"stopped_from": "2026-12"}, "stopped", (step("paying", "2026-09-03", "suspended"),), "2026-12", "2026-12"),
        (PAID, "stopped", (event("decrease", "2026-10", reason="dead"),), "2026-11", "2026-10"),
        # a lower amount is no end
        (PAID, "paying", (event("decrease", "2026-10", reason="dead", new_amount=500_000),), "2026-11", None),
    ],
)  # fmt: skip
def test_from_which_month_a_record_is_not_paid(answers, state, events, month, ended):
    assert left_out.ended_from(case(answers, month, *events, state=state)) == ended


@pytest.mark.parametrize(
    ("died", "month", "code"),
    [
        ("2026-06-30", "2026-06", None),
        ("2026-06-01", "2026-06", None),  # the month of the death is still paid
        ("2026-06-30", "2026-07", "AS-4070"),
        ("2026-05-31", "2026-06", "AS-4070"),
        ("2026-05", "2026-05", None),
        ("2026-05", "2026-06", "AS-4070"),
        ("2026", "2026-06", "AS-4077"),  # some day of this year: nobody knows which months are paid
        ("2026", "2026-12", "AS-4077"),
        ("2026", "2025-12", None),
        ("2026", "2027-01", "AS-4070"),
        (None, "2026-06", None),
    ],
)
def test_the_dead_are_left_out_from_the_month_after(died, month, code):
    found = left_out.is_dead(case(PAID, month, death_date=died))
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("answers", "month", "person", "code"),
    [
        (PAID, "2026-06", {}, None),
        (ENDED, "2026-07", {}, "AS-4071"),
        (ENDED, "2026-06", {}, None),
        (PAID, "2026-07", {"death_date": "2026-06-30"}, "AS-4070"),
        (
            {"social_group": "k5c", "start_month": "2024-03"},
            "2026-06",
            {"birth_date": "1990-05-05"},
            "AS-4074",
        ),
        ({"social_group": "k4", "start_month": "2024-03", "children_total": 1}, "2026-06", {}, "AS-4073"),
        (PAID, "2026-06", {"birth_date": None}, "AS-4073"),
    ],
)
def test_who_gets_nothing_is_left_out_and_it_is_said_why(answers, month, person, code):
    found = left_out.gets_nothing(case(answers, month, **person))
    assert (found.code if found else None) == code
    assert not found or (found.text and found.todo)


@pytest.mark.parametrize(
    ("kind", "column", "said", "shown"),
    [
        ("increase", "rise_from", {}, "03/2024"),
        ("increase", "rise_from", {"month": "2026-06"}, "06/2026"),
        ("decrease", "fall_from", {}, "07/2026"),
        ("decrease", "fall_from", {"month": "2026-06"}, "06/2026"),
        ("increase", "rise_decision", {}, "5/QĐ, 01/03/2024"),
        ("increase", "rise_decision", {"month": "2026-06", "decision_no": "9/QĐ"}, "9/QĐ"),
        ("increase", "rise_decision", {"month": "2026-06", "decision_no": "9/QĐ", "decision_date": "2026-06-02"}, "9/QĐ, 02/06/2026"),
        ("decrease", "fall_decision", {}, "7/QĐ"),
        ("decrease", "fall_decision", {"month": "2026-05", "decision_no": "9/QĐ"}, "7/QĐ"),
    ],
)  # fmt: skip
def test_a_list_says_what_the_months_event_says_or_else_the_record(kind, column, said, shown):
    answers = ENDED | {"decision_no": "5/QĐ", "decision_date": "2024-03-01", "stop_decision_no": "7/QĐ"}
    events = [EventFacts(kind, datetime.date(2026, 6, 5), said)] if said else []
    compute = {each.key: each.compute for each in lists.COMPUTED}[column]
    assert compute(case(answers, "2026-06", *events)) == shown
