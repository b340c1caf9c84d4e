"""Whoever loses an allowance during a month is still paid for it, also where it is lost on the first of the month."""

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import assistance, calendar, law
from ansinh_desktop.rules.assistance import Child, Facts

OPEN_END = 9999
SINGLE = frozenset({"single_parent", "poor"})
MOTHER = Facts(PartialDate(1990, 5, 5), disability_degree="severe")


def born(day, *flags, **more):
    return Facts(PartialDate.of(datetime.date.fromisoformat(day)), frozenset(flags), **more)


def with_child(facts, day, *flags):
    child = Child(PartialDate.of(datetime.date.fromisoformat(day)), frozenset(flags))
    return dataclasses.replace(facts, children=(child,))


@pytest.mark.parametrize(
    ("facts", "month", "total", "later"),
    [
        (born("2010-11-01", "no_source_of_care"), "2026-11", 810_000, 0),
        (born("2003-08-01", "was_k1_until_16", "studying"), "2025-08", 750_000, 0),
        (born("2024-01-01", "hard_area", "poor"), "2027-01", 810_000, 0),
        (with_child(Facts(PartialDate(1985, 5, 5), SINGLE), "2011-01-01"), "2027-01", 540_000, 0),
    ],
)
def test_the_month_of_a_birthday_on_the_first_is_still_paid(facts, month, total, later):
    asked = calendar.read_month(month)
    found = assistance.assess(facts, asked)
    assert found.total == total
    assert "AS-6162" in [each.code for each in found.reasons]
    assert assistance.assess(facts, calendar.add_months(asked, 1)).total == later


def test_the_money_of_a_mother_is_paid_for_the_month_in_which_her_child_turns_three():
    mother = with_child(MOTHER, "2023-11-01")
    paid = [
        assistance.assess(mother, calendar.read_month(each)).carer_total for each in ("2026-11", "2026-12")
    ]
    assert paid == [810_000, 0]


def test_the_rules_of_the_month_itself_are_asked_of_the_eve():
    """What a decree has ended is not paid on for a month: the eve lends its ages, not its law."""
    found = assistance.assess(born("1942-06-30"), calendar.read_month("2025-07"))
    assert (found.scheme, found.pay) == ("pension", 500_000)


ENDING = [
    row
    for row in law.law_data("social_assistance")["allowance"]
    if row["age_months"][1] < OPEN_END and row["group"] != "k4"
]


@st.composite
def ends(draw):
    """Draw a rule that ends with an age, and a birth of which somebody reaches it: firsts and lasts above all."""
    row = draw(st.sampled_from(ENDING))
    first = calendar.add_months(row["effective_from"], 2)
    last = calendar.add_months(min(row["effective_to"], datetime.date(2031, 1, 31)), -2)
    day = draw(st.dates(first, last))
    birthday = draw(st.sampled_from([day, day.replace(day=1), day.replace(day=2), calendar.month_end(day)]))
    return row, birthday


@given(ends())
def test_the_amount_and_the_last_month_to_be_paid_agree(drawn):
    """What is paid and the month from which payment has to stop follow from one rule."""
    row, birthday = drawn
    high = row["age_months"][1]
    birth = calendar.add_months(birthday, -high)
    reached = calendar.add_months(birth, high)
    flags = [*row["require_all"], *row.get("require_any", [])[:1]]
    person = Facts(PartialDate.of(birth), frozenset(flags))
    last = assistance.last_month_paid(reached)
    assert assistance.assess(person, last).pay > 0
    after = assistance.assess(person, calendar.add_months(last, 1))
    assert row["id"] not in after.rules
    before = assistance.assess(person, calendar.add_months(last, -1))
    assert row["id"] in before.rules
    if not after.lines:
        assert assistance.assess(person, last).coefficient == before.coefficient


@given(st.dates(datetime.date(2021, 7, 1), datetime.date(2028, 12, 31)))
def test_whoever_dies_is_paid_for_the_month_of_the_death_and_no_longer(died):
    person = Facts(PartialDate(1980, 3, 3), disability_degree="severe", died_on=died)
    last = assistance.last_month_paid(died)
    assert assistance.assess(person, last).pay > 0
    assert assistance.assess(person, calendar.add_months(last, 1)).pay == 0


@given(st.dates(datetime.date(2021, 7, 1), datetime.date(2028, 12, 31)))
def test_a_fact_that_ends_on_any_day_is_paid_for_the_month_of_the_day_after(ended):
    """A paper or a list in force up to a day: the condition is lost on the next."""
    pupil = born("2008-02-02", "was_k1_until_16", "studying", "studying_without_gap")
    left = dataclasses.replace(pupil, flags=frozenset({"was_k1_until_16"}))
    last = assistance.last_month_paid(ended + datetime.timedelta(days=1))

    def paid(month):
        studies = [
            calendar.month_end(month) <= ended,
            calendar.month_start(month) <= ended + datetime.timedelta(days=1),
        ]
        eve = calendar.month_start(month) - datetime.timedelta(days=1)
        now = pupil if studies[0] else left
        return assistance.assess(dataclasses.replace(now, before=pupil if eve <= ended else left), month).pay

    if ended >= datetime.date(2024, 3, 1):
        assert paid(last) > 0
        assert paid(calendar.add_months(last, 1)) == 0
