"""Facts that the law takes for the same get the same answer in every month, and leave the same in doubt."""

import dataclasses
import datetime

from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import assistance, calendar

DAYS = st.dates(datetime.date(1925, 1, 1), datetime.date(2026, 6, 30))
BIRTHS = st.one_of(
    DAYS.map(PartialDate.of),
    DAYS.map(lambda day: PartialDate(day.year, day.month)),
    DAYS.map(lambda day: PartialDate(day.year)),
    DAYS.map(lambda day: PartialDate(day.year, estimated=True)),
)
CHILDREN = st.builds(
    assistance.Child, BIRTHS, st.sampled_from([frozenset(), frozenset({"studying", "studying_without_gap"})])
)
FACTS = st.builds(
    assistance.Facts,
    birth=BIRTHS,
    flags=st.frozensets(
        st.sampled_from(
            [
                "no_supporter",
                "facility_eligible",
                "single_parent",
                "hiv",
                "was_k1_until_16",
                "studying",
                "own_pension",
                "hard_area",
                "wage",
                "taken_in",
                "cared_at_home",
                "pregnant",
                "no_source_of_care",
            ]
        )
    ),
    children=st.lists(CHILDREN, max_size=2).map(tuple),
    disability_degree=st.sampled_from(["", "mild", "severe", "very_severe"]),
    poverty_status=st.sampled_from(["", "poor", "near_poor"]),
    present_group=st.sampled_from(["", "k1", "k2", "k3", "k4", "k5a", "k5b", "k6", "k7", "k8", "pension"]),
    first_decided_on=st.none() | st.dates(datetime.date(2021, 7, 1), datetime.date(2026, 12, 31)),
    qualifying_children=st.none() | st.integers(0, 3),
    in_facility=st.booleans(),
    own_pension=st.none() | st.sampled_from([0, 300_000, 500_000, 2_000_000]),
    died_on=st.none() | st.dates(datetime.date(2021, 7, 1), datetime.date(2027, 12, 31)),
    unanswered=st.frozensets(
        st.sampled_from(["carer", "insurance", "poverty", "degree", "supporter", "schooling"])
    ),
)
TODAY = datetime.date(2026, 11, 30)
MONTHS = st.dates(datetime.date(2021, 7, 1), datetime.date(2045, 12, 1))


def alike_to(facts, month):
    birth, decided = assistance.alike(
        facts.birth,
        facts.flags,
        facts.first_decided_on,
        calendar.month_end(month),
        children=bool(facts.children),
    )
    return dataclasses.replace(facts, birth=birth, first_decided_on=decided)


def assert_answered_alike(facts, month):
    exact, alike = assistance.assess(facts, month), assistance.assess(alike_to(facts, month), month)
    assert alike == exact
    assert [each.text for each in alike.notices] == [each.text for each in exact.notices]


@given(FACTS, MONTHS)
def test_what_is_alike_for_the_law_is_answered_alike(facts, month):
    assert_answered_alike(facts, month)


@given(FACTS, MONTHS, st.sampled_from([36, 48, 72, 192, 264, 720, 900, 960]), st.integers(-2, 2))
def test_so_it_is_around_every_age_at_which_something_changes(facts, month, age, beside):
    born = calendar.add_months(month, beside - age)
    for birth in (PartialDate.of(born), PartialDate(born.year)):
        assert_answered_alike(dataclasses.replace(facts, birth=birth), month)


@given(DAYS, DAYS)
def test_all_births_of_one_month_are_alike(one, other):
    other = other.replace(year=one.year, month=one.month, day=min(other.day, 28))
    same = [
        assistance.alike(PartialDate.of(day), frozenset(), None, TODAY, children=False)
        for day in (one, other)
    ]
    assert same[0] == same[1]


def test_most_people_of_a_month_are_alike():
    births = [PartialDate(year, month, 9) for year in range(1926, 2026) for month in range(1, 13)]
    found = {assistance.alike(birth, frozenset(), None, TODAY, children=False)[0] for birth in births}
    assert len(found) < 40
