"""Facts that the law takes for the same get the same answer in every month, and say why in the same words."""

import dataclasses
import datetime

from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import assistance

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
            ]
        )
    ),
    children=st.lists(CHILDREN, max_size=2).map(tuple),
    disability_degree=st.sampled_from(["", "mild", "severe", "very_severe"]),
    poverty_status=st.sampled_from(["", "poor", "near_poor"]),
    present_group=st.sampled_from(["", "k2", "k4", "k5a", "k6", "pension"]),
    first_decided_on=st.none() | st.dates(datetime.date(2021, 7, 1), datetime.date(2026, 12, 31)),
)
MONTHS = st.dates(datetime.date(2021, 7, 1), datetime.date(2045, 12, 1))


def alike_to(facts):
    birth, decided = assistance.alike(facts.birth, facts.first_decided_on, children=bool(facts.children))
    return dataclasses.replace(facts, birth=birth, first_decided_on=decided)


@given(FACTS, MONTHS)
def test_what_is_alike_for_the_law_is_answered_alike(facts, month):
    exact, alike = assistance.assess(facts, month), assistance.assess(alike_to(facts), month)
    assert alike == exact
    assert [str(each) for each in alike.reasons] == [str(each) for each in exact.reasons]
    assert [each.text for each in alike.notices] == [each.text for each in exact.notices]


@given(DAYS, DAYS)
def test_all_births_of_one_month_are_alike(one, other):
    other = other.replace(year=one.year, month=one.month, day=min(other.day, 28))
    same = [assistance.alike(PartialDate.of(day), None, children=False) for day in (one, other)]
    assert same[0] == same[1]
