"""A fact entered from a month changes the money of no month before it, and decides that of every month from it on."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh_desktop.registers import dated
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.assistance import amounts, decided
from ansinh_desktop.registers.dated import Since
from ansinh_desktop.rules import calendar

FIRST: dict[str, Value] = {
    "social_group": "k6",
    "disability_degree": "severe",
    "start_month": "2022-01",
    "decision_date": "2022-01-10",
    "cared_at_home": False,
    "taken_in": False,
}
PERSON: Answers = {"birth_date": "1958-04-20", "sex": "male", "poverty_status": "poor"}
MONTHS = [f"{year}-{month:02d}" for year in range(2022, 2027) for month in range(1, 13)][1:-1]
FACTS: dict[str, st.SearchStrategy[Value]] = {
    "social_group": st.sampled_from(["k6", "k5a", "k4", "k5c"]),
    "disability_degree": st.sampled_from(["severe", "very_severe"]),
    "also_single_parent": st.booleans(),
    "children_total": st.integers(0, 3),
    "cared_at_home": st.booleans(),
    "benefits": st.sampled_from([["none"], ["insurance"]]),
    "person.poverty_status": st.sampled_from(["poor", "near_poor", "average_living"]),
}
ACTS = st.lists(
    st.tuples(st.sampled_from(MONTHS), st.sampled_from(sorted(FACTS)), st.data()), min_size=1, max_size=4
)


def money(answers: Answers, person: Answers) -> dict[str, tuple[int, object, object]]:
    """Return for each month what the law gives, what is open, and what is paid."""
    facts = CaseFacts(answers, person, datetime.date(2026, 11, 30), "paying")
    found: dict[str, tuple[int, object, object]] = {}
    for month in MONTHS:
        then = facts.at(calendar.month_end(calendar.read_month(month)))
        known, level = amounts.assessment(then), decided.due(then)
        assert known is not None
        found[month] = (known.total, known.unanswered, level and level.total)
    return found


def told(acts) -> None:
    answers, person = dict(FIRST), dict(PERSON)
    for month, key, data in acts:
        if dated.later_change(answers, [key], month):
            continue
        before, value = money(answers, person), data.draw(FACTS[key])
        after, known = dict(answers), dict(person)
        (known if key.startswith(dated.OF_PERSON) else after)[key.removeprefix(dated.OF_PERSON)] = value
        after = dict(dated.with_change(after, (answers, person), [key], Since(month)))
        now = money(after, known)
        assert {each: now[each] for each in MONTHS if each < month} == {
            each: before[each] for each in MONTHS if each < month
        }
        answers, person = after, known


@settings(max_examples=25, deadline=None)
@given(ACTS)
def test_no_month_before_is_paid_otherwise(acts):
    told(acts)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=10_000, deadline=None)
@given(ACTS)
def test_no_month_before_is_paid_otherwise_in_ten_thousand_histories(acts):
    told(acts)


def test_the_new_fact_decides_from_its_month_on():
    before = (FIRST, PERSON)
    after = dated.with_change(
        {**FIRST, "disability_degree": "very_severe"}, before, ["disability_degree"], Since("2023-05")
    )
    found = money(after, PERSON)
    assert (found["2023-04"][0], found["2023-05"][0]) == (720_000, 900_000)
