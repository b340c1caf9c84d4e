"""Dates of people: how they are typed, how old they make somebody, and what a missing day leaves open."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import dates
from ansinh_desktop.dates import PartialDate

TODAY = datetime.date(2026, 11, 27)


def day(text):
    return datetime.date.fromisoformat(text)


def parts(found):
    return (found.year, found.month, found.day, found.estimated)


@pytest.mark.parametrize(
    ("typed", "year", "month", "on"),
    [
        ("05/08/1961", 1961, 8, 5),
        ("5/8/1961", 1961, 8, 5),
        ("5-8-1961", 1961, 8, 5),
        ("5.8.1961", 1961, 8, 5),
        ("5 8 1961", 1961, 8, 5),
        ("5 / 8 / 1961", 1961, 8, 5),
        (" 5/8/1961 ", 1961, 8, 5),
        ("05081961", 1961, 8, 5),
        ("5/8/61", 1961, 8, 5),
        ("5/8/26", 2026, 8, 5),
        ("5/8/27", 1927, 8, 5),
        ("5/8/00", 2000, 8, 5),
        ("5/8/99", 1999, 8, 5),
        ("8/1961", 1961, 8, None),
        ("08-1961", 1961, 8, None),
        ("8/61", 1961, 8, None),
        ("1961", 1961, None, None),
        ("1961-08-05", 1961, 8, 5),
        ("1961-8-5", 1961, 8, 5),
        ("1961-08", 1961, 8, None),
        ("29/02/2024", 2024, 2, 29),
        ("31/12/1880", 1880, 12, 31),
        ("1880", 1880, None, None),
        ("1/1/2100", 2100, 1, 1),  # whether it may lie ahead is not asked here
    ],
)
def test_a_date_is_read_as_people_write_it(typed, year, month, on):
    assert parts(dates.read_partial_date(typed, TODAY)) == (year, month, on, False)


@pytest.mark.parametrize(
    ("typed", "year", "month"),
    [
        ("~1950", 1950, None),
        ("~ 1950", 1950, None),
        ("khoảng 1950", 1950, None),
        ("Khoảng 1950", 1950, None),
        ("KHOẢNG 8/1950", 1950, 8),
    ],
)
def test_an_estimate_is_marked(typed, year, month):
    assert parts(dates.read_partial_date(typed, TODAY)) == (year, month, None, True)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "~",
        "61",  # two digits alone are an age as well as a year
        "196",
        "19611",
        "1879",
        "31/12/1879",
        "30/02/1961",
        "29/02/2023",
        "31/04/1961",
        "00/08/1961",
        "05/00/1961",
        "00/00/1961",
        "05/13/1961",
        "32/01/1961",
        "005/8/1961",
        "5/008/1961",
        "5/8/196",
        "5/8/6",
        "1/5/8/1961",
        "5//1961",
        "/8/1961",
        "5/8/",
        "5/tám/1961",
        "５/8/1961",
        "5/8/-61",
        "1961-8-",
        "0508196",
        "050819611",
        "32011961",
        "trước 1961",
    ],
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError):  # noqa: PT011 - the importer gives the sentence, by what stood there
        dates.read_partial_date(typed, TODAY)


@pytest.mark.parametrize(
    ("digits", "today", "year"),
    [
        ("26", "2026-01-01", 2026),
        ("27", "2026-12-31", 1927),
        ("27", "2027-01-01", 2027),
        ("00", "2026-06-01", 2000),
        ("99", "2026-06-01", 1999),
        ("99", "2099-06-01", 2099),
        ("00", "2100-06-01", 2100),
        ("01", "2100-06-01", 2001),
        ("1905", "2026-06-01", 1905),
        ("2030", "2026-06-01", 2030),
    ],
)
def test_two_digits_never_mean_a_year_to_come(digits, today, year):
    assert dates.full_year(digits, day(today)) == year


# Bộ luật Dân sự 2015 Điều 148 khoản 3: a month ends on the day of the same number, else on its own last day.
@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-05-10", "2026-05-10", 0),
        ("2026-05-10", "2026-06-09", 0),
        ("2026-05-10", "2026-06-10", 1),
        ("2026-05-10", "2026-06-11", 1),
        ("2026-05-10", "2027-05-09", 11),
        ("2026-05-10", "2027-05-10", 12),
        ("2026-01-31", "2026-02-27", 0),
        ("2026-01-31", "2026-02-28", 1),
        ("2024-01-31", "2024-02-28", 0),
        ("2024-01-31", "2024-02-29", 1),
        ("2026-01-31", "2026-03-30", 1),
        ("2026-01-31", "2026-03-31", 2),
        ("2026-03-31", "2026-04-29", 0),
        ("2026-03-31", "2026-04-30", 1),
        ("2008-02-29", "2026-02-27", 215),
        ("2008-02-29", "2026-02-28", 216),
        ("2008-02-29", "2024-02-28", 191),
        ("2008-02-29", "2024-02-29", 192),
        ("2025-12-31", "2026-01-01", 0),
        ("2025-12-01", "2026-01-01", 1),
        ("2026-06-10", "2026-05-10", -1),
        ("2026-06-10", "2026-05-09", -2),
        ("2026-06-10", "2026-06-09", -1),
    ],
)
def test_a_month_is_complete_on_the_day_of_the_same_number(start, end, months):
    assert dates.months_between(day(start), day(end)) == months


@pytest.mark.parametrize(
    ("birth", "on", "least", "most"),
    [
        # known to the day: one age
        ("2010-11-20", "2026-11-19", 191, 191),
        ("2010-11-20", "2026-11-20", 192, 192),
        # known to the month: from its last day or its first
        ("2010-11", "2026-11-01", 191, 192),
        ("2010-11", "2026-11-29", 191, 192),
        ("2010-11", "2026-11-30", 192, 192),
        ("2010-11", "2026-10-29", 190, 191),
        ("2010-11", "2026-10-30", 191, 191),
        ("2012-02", "2026-02-28", 168, 168),
        # known to the year: twelve months lie between
        ("2010", "2026-01-01", 180, 192),
        ("2010", "2026-12-30", 191, 203),
        ("2010", "2026-12-31", 192, 203),
        ("~2010", "2026-12-31", 192, 203),
    ],
)
def test_an_age_is_as_certain_as_the_birth(birth, on, least, most):
    assert PartialDate.from_iso(birth).age_months_on(day(on)) == (least, most)


@pytest.mark.parametrize(
    ("iso", "first", "last", "precision", "shown"),
    [
        ("1961-08-05", "1961-08-05", "1961-08-05", "day", "05/08/1961"),
        ("1961-08", "1961-08-01", "1961-08-31", "month", "08/1961"),
        ("1964-02", "1964-02-01", "1964-02-29", "month", "02/1964"),
        ("1961-02", "1961-02-01", "1961-02-28", "month", "02/1961"),
        ("1961", "1961-01-01", "1961-12-31", "year", "1961"),
        ("~1961", "1961-01-01", "1961-12-31", "estimated", "khoảng 1961"),
        ("~1961-08", "1961-08-01", "1961-08-31", "estimated", "khoảng 08/1961"),
        ("1961-12", "1961-12-01", "1961-12-31", "month", "12/1961"),
    ],
)
def test_what_is_not_known_leaves_a_span(iso, first, last, precision, shown):
    found = PartialDate.from_iso(iso)
    assert (found.first, found.last) == (day(first), day(last))
    assert found.precision == precision
    assert found.show() == shown
    assert found.iso == iso


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "61",
        "1961-8",
        "1961-08-5",
        "1961-13",
        "1961-02-29",
        "1961-00",
        "1961-08-00",
        "05/08/1961",
        "１９６１-08",  # figures of another alphabet sort after all of ours
        "~",
        "1961 ",
        "~~1961",
    ],
)
def test_what_was_never_stored_is_not_read_back(stored):
    with pytest.raises(ValueError):  # noqa: PT011 - it is ours: no sentence
        PartialDate.from_iso(stored)


def test_a_day_needs_its_month():
    with pytest.raises(ValueError, match="month"):
        PartialDate(1961, None, 5)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("1961-08-04", "1961-08-05"),
        ("1961-07-31", "1961-08"),
        ("1961-08-01", "1961-08"),  # from the same first day, the shorter span goes first
        ("1961-01", "1961"),
        ("1961", "1961-02"),
        ("1961", "1962"),
        ("1961-12-31", "1962"),
    ],
)
def test_dates_stand_in_the_order_of_their_first_days(earlier, later):
    one, other = PartialDate.from_iso(earlier), PartialDate.from_iso(later)
    assert one < other
    assert other > one
    assert sorted([other, one]) == [one, other]
    assert not one < one  # noqa: PLR0124 - a date is not before itself
    assert one <= one  # noqa: PLR0124


days = st.dates(datetime.date(1880, 1, 1), datetime.date(2026, 11, 27))


@st.composite
def births(draw):
    full, precision = draw(days), draw(st.sampled_from(["day", "month", "year", "estimated"]))
    return PartialDate(
        full.year,
        full.month if precision in ("day", "month") else None,
        full.day if precision == "day" else None,
        precision == "estimated",
    )


@given(births())
def test_what_is_shown_and_what_is_stored_read_back(birth):
    assert dates.read_partial_date(birth.show(), TODAY) == birth
    assert PartialDate.from_iso(birth.iso) == birth


@given(births(), st.dates(datetime.date(2022, 1, 1), datetime.date(2030, 12, 31)))
def test_the_true_age_lies_within_what_is_left_open(birth, on):
    least, most = birth.age_months_on(on)
    assert least <= most <= least + 12
    middle = birth.first + (birth.last - birth.first) / 2
    assert least <= dates.months_between(middle, on) <= most


@given(days, days, st.integers(0, 400))
def test_nobody_grows_younger(start, end, later):
    assert dates.months_between(start, end + datetime.timedelta(days=later)) >= dates.months_between(
        start, end
    )


@given(days, st.integers(0, 27), st.integers(0, 1200))
def test_so_many_months_later_so_many_months_are_complete(start, on, count):
    begun = start.replace(day=on + 1)
    year, month = divmod(begun.year * 12 + begun.month - 1 + count, 12)
    reached = datetime.date(year, month + 1, begun.day)
    assert dates.months_between(begun, reached) == count
    assert dates.months_between(begun, reached - datetime.timedelta(days=1)) in (count - 1, count)
