"""Periods of reporting: read, said, moved; whatever is said is read back."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.rules.period import Period

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 12, 31))
KINDS = ("month", "quarter", "half", "nine", "year")


@st.composite
def periods(draw):
    if draw(st.booleans()):
        return Period.around(draw(st.sampled_from(KINDS)), draw(DAYS))
    return Period(*sorted((draw(DAYS), draw(DAYS))))


@pytest.mark.parametrize(
    ("code", "first", "last", "name", "short"),
    [
        ("2026-11", "2026-11-01", "2026-11-30", "tháng 11/2026", "11/2026"),
        ("2024-02", "2024-02-01", "2024-02-29", "tháng 2/2024", "2/2024"),
        ("2026-Q3", "2026-07-01", "2026-09-30", "quý III năm 2026", "III/2026"),
        ("2026-H1", "2026-01-01", "2026-06-30", "6 tháng đầu năm 2026", "đầu 2026"),
        ("2026-H2", "2026-07-01", "2026-12-31", "6 tháng cuối năm 2026", "cuối 2026"),
        ("2026-9M", "2026-01-01", "2026-09-30", "9 tháng năm 2026", "9T 2026"),
        ("2026", "2026-01-01", "2026-12-31", "năm 2026", "2026"),
        (
            "2026-01-05..2026-03-07",
            "2026-01-05",
            "2026-03-07",
            "từ 05/01/2026 đến 07/03/2026",
            "05/01/26–07/03/26",
        ),
    ],
)
def test_a_period_is_read_and_said(code, first, last, name, short):
    period = Period.of(code)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert (period.code, period.name, period.short) == (code, name, short)
    assert Period.of(code.lower()) == period


@pytest.mark.parametrize(
    "code",
    [
        "",
        "26",
        "2026-13",
        "2026-Q5",
        "2026-H3",
        "2026-8M",
        "2026-02-30..2026-03-01",
        "2026-03-02..2026-03-01",
    ],
)
def test_what_is_no_period_is_refused(code):
    with pytest.raises(ValueError, match=r"."):
        Period.of(code)


@given(periods())
def test_what_is_said_is_read_back(period):
    assert Period.of(period.code) == period


@given(st.sampled_from(KINDS[:3] + KINDS[4:]), DAYS, st.integers(-40, 40))
def test_periods_of_a_kind_follow_each_other_without_a_gap(kind, day, by):
    period = Period.around(kind, day).moved(by)
    assert period.kind == kind
    assert period.moved(1).day_before == period.last
    assert period.moved(1).moved(-1) == period
    assert period.moved(-by) == Period.around(kind, day)


@given(periods(), st.integers(1995, 2060))
def test_the_same_days_of_another_year_are_of_the_same_kind(period, year):
    other = period.in_year(year)
    assert (other.first.year, other.first.month) == (year, period.first.month)
    assert period.kind in {other.kind, "days"}
    assert period.year_before.first.year == period.first.year - 1


@given(periods(), DAYS, DAYS)
def test_days_meet_a_period_where_one_of_them_belongs_to_it(period, one, other):
    first, last = min(one, other), max(one, other)
    assert period.meets(first, last) == (max(first, period.first) <= min(last, period.last))
    assert period.meets(first, None) == (first <= period.last)
    assert period.holds(one) == (period.first <= one <= period.last)
