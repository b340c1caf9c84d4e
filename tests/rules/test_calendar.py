"""Working days over Vietnamese public holidays."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import calendar

days = st.dates(datetime.date(2022, 1, 1), datetime.date(2027, 11, 30))
NATIONAL = calendar.national()


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("2026-11-19", True),
        ("2026-11-21", False),  # a Saturday
        ("2026-11-22", False),  # a Sunday
        ("2026-11-24", False),  # Ngày Văn hóa Việt Nam
        ("2025-11-24", True),  # no holiday yet
        ("2026-08-31", False),  # swapped …
        ("2026-08-22", True),  # … with this Saturday
        ("2023-05-02", False),  # in place of a holiday that fell on a Saturday
    ],
)
def test_a_day_is_worked_or_not(text, worked):
    assert NATIONAL.is_working_day(day(text)) is worked


def test_a_worked_saturday_counts():
    assert NATIONAL.add_working_days(day("2026-08-21"), 1) == day("2026-08-22")
    assert NATIONAL.add_working_days(day("2026-08-28"), 1) == day("2026-09-03")


def test_the_last_day_rolls():
    assert NATIONAL.roll(day("2026-11-24"), "forward") == day("2026-11-25")
    assert NATIONAL.roll(day("2026-11-24"), "backward") == day("2026-11-23")
    assert NATIONAL.roll(day("2026-11-24"), "none") == day("2026-11-24")


def test_the_yearly_notice_is_put_over_the_table():
    changed = NATIONAL.changed(off=[day("2027-02-04")], worked=[day("2027-02-11")])
    assert day("2027-02-11") in NATIONAL.doubtful
    assert day("2027-02-11") not in changed.doubtful
    assert changed.add_working_days(day("2027-02-03"), 1) == day("2027-02-11")
    assert NATIONAL.add_working_days(day("2027-02-03"), 1) == day("2027-02-04")


def test_the_holidays_of_every_year_are_known():
    assert day("2026-11-24") in NATIONAL.holidays
    assert {each.year for each in NATIONAL.holidays} == set(range(2022, 2028))


@given(days, st.integers(1, 40))
def test_working_days_are_counted_back_alike(start, count):
    end = NATIONAL.add_working_days(start, count)
    assert NATIONAL.is_working_day(end)
    assert NATIONAL.working_days_between(start, end) == count
    assert end - start >= datetime.timedelta(days=count)


@given(days, st.integers(0, 30), st.integers(0, 30))
def test_a_longer_limit_never_ends_earlier(start, count, more):
    assert NATIONAL.add_working_days(start, count) <= NATIONAL.add_working_days(start, count + more)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-07-01", 12, "2025-07-01"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_months_end_on_the_same_number(start, months, end):
    assert calendar.add_months(day(start), months) == day(end)


@given(days, st.integers(0, 60))
def test_months_keep_the_number_where_they_can(start, count):
    end = calendar.add_months(start, count)
    assert end.day == min(start.day, calendar.month_end(end).day)
    assert (end.year - start.year) * 12 + end.month - start.month == count


def test_a_stored_month_is_read():
    assert calendar.read_month("2026-11") == day("2026-11-01")
    with pytest.raises(ValueError, match="month"):
        calendar.read_month("2026-13")


def test_a_limit_past_the_end_of_time_is_told():
    with pytest.raises(UserError, match="AS-6003"):
        calendar.last_moment(day("9999-12-30"), 2, "year", "none", NATIONAL)
