"""Cells of dates at their bounds: the oldest and the youngest year, lost formats, months without days, remarks beside."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.importer.cells import Context, read_cell
from ansinh_desktop.services.importer.date_cells import OLDEST
from ansinh_desktop.services.importer.targets import BIRTH, Target

TODAY = datetime.date(2026, 11, 23)
LIST_DAY = datetime.date(2022, 6, 30)
EXCEL_BEGAN = datetime.date(1899, 12, 30)


def read(cell, kind="PartialDate", key=BIRTH, **context):
    found = read_cell(Target(key, "Ô thử", kind_name=kind), cell, Context(TODAY, LIST_DAY, **context))
    return found.value, [each.code for each in found.findings]


def other(cell, kind="PartialDate"):
    return read(cell, kind, key="any")


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        # a number may be a year that anybody can be born in
        (1879.0, None, ["AS-3100"]),
        (1880.0, "1880", []),
        (2022.0, "2022", []),
        (2023.0, "2023", ["AS-3106"]),
        (2026.0, "2026", ["AS-3106"]),
        (2027.0, None, ["AS-3100"]),
        # or eight digits of a day, of which Excel dropped the zero; seven with a zero, never six
        (31121960.0, "1960-12-31", []),
        (1121960.0, "1960-12-01", []),
        (311260.0, None, ["AS-3100"]),
        (20000101.0, None, ["AS-3100"]),
        # a year that Excel showed as a day of 1905, and days that are none of that year
        (EXCEL_BEGAN + datetime.timedelta(1899), "1905-03-13", []),
        (EXCEL_BEGAN + datetime.timedelta(1900), "1900", ["AS-3104"]),
        (EXCEL_BEGAN + datetime.timedelta(2022), "2022", ["AS-3104"]),
        (EXCEL_BEGAN + datetime.timedelta(2023), "1905-07-15", []),
        (datetime.date(1904, 12, 31), "1904-12-31", []),
        # the day of the list is the last
        (datetime.date(2022, 6, 30), "2022-06-30", []),
        (datetime.date(2022, 7, 1), "2022-07-01", ["AS-3106"]),
        ("30/06/2022", "2022-06-30", []),
        ("01/07/2022", "2022-07-01", ["AS-3106"]),
        ("6/2022", "2022-06", []),
        ("7/2022", "2022-07", ["AS-3106"]),
    ],
)
def test_at_the_bounds_of_what_a_birth_can_be(cell, value, codes):
    assert read(cell) == (value, codes)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("29/2/2000", "2000-02-29"),
        ("29/2/1900", None),
        ("28/2/1900", "1900-02-28"),
        ("30/4/1961", "1961-04-30"),
        ("31/4/1961", None),
        ("31/12/1961", "1961-12-31"),
        ("32/12/1961", None),
        ("0/5/1960", "1960-05"),
        ("--/5/1960", "1960-05"),
        ("5/0/1960", None),
        ("00/00/1960", None),
        ("13/13/1960", None),
        ("2/2/2", None),
        ("1950/1951", None),
        ("１９６１", None),
        ("٢٠٢٠", None),
    ],
)
def test_only_days_that_were_are_read(typed, value):
    assert read(typed) == (value, [] if value else ["AS-3100"])


@pytest.mark.parametrize(
    ("typed", "codes"), [("12/31/1960", ["AS-3103"]), ("12/12/1960", []), ("12-31-1960", ["AS-3103"])]
)
def test_a_month_that_no_year_has_was_the_day(typed, codes):
    assert read(typed)[1] == codes
    assert read("13/31/1960") == (None, ["AS-3100"])


@pytest.mark.parametrize(
    ("typed", "value", "codes"),
    [
        ("1/1/16", "2016-01-01", []),  # whoever is 106 is not taken for it
        ("1/1/17", "2017-01-01", ["AS-3101"]),
        ("1/1/22", "2022-01-01", ["AS-3101"]),
        ("1/1/23", "1923-01-01", []),
        ("1/1/99", "1999-01-01", []),
        ("1/1/00", "2000-01-01", []),
        ("5/22", "2022-05", ["AS-3101"]),
        ("5.23", "1923-05", []),
    ],
)
def test_two_digits_are_of_the_century_in_which_somebody_lives(typed, value, codes):
    assert read(typed) == (value, codes)


def test_the_oldest_that_two_digits_can_mean_is_told_by_the_rule():
    for year in range(LIST_DAY.year - OLDEST - 3, LIST_DAY.year - OLDEST + 3):
        _value, codes = read(f"5/8/{year % 100:02d}")
        assert ("AS-3101" in codes) == (year >= LIST_DAY.year - OLDEST)


@pytest.mark.parametrize(("earliest", "asked"), [(1926, True), (1927, True), (1928, False), (None, True)])
def test_two_digits_are_not_asked_where_the_others_of_the_list_are_much_younger(earliest, asked):
    """The other year lies more than ten years before the earliest that is written in full."""
    assert read("5/8/17", earliest_year=earliest) == ("2017-08-05", ["AS-3101"] if asked else [])


def test_the_number_of_a_person_settles_two_digits_only_with_a_year_that_they_can_mean():
    assert read("5/8/17", id_year=1917) == ("1917-08-05", ["AS-3102"])
    assert read("5/8/17", id_year=1918) == ("2017-08-05", ["AS-3101"])
    assert read("5/8/50", id_year=1951) == ("1950-08-05", []), "nothing was open"


def test_two_digits_of_another_day_than_a_birth_are_never_of_the_future():
    assert other("5/8/26") == ("2026-08-05", [])
    assert other("5/8/27") == ("1927-08-05", [])


@pytest.mark.parametrize(
    ("typed", "year"), [("0 tuổi", 2022), ("105 tuổi", 1917), ("60t", 1962), ("60 TUỔI", 1962), ("7 t", 2015)]
)
def test_an_age_is_reckoned_back_from_the_day_of_the_list(typed, year):
    assert read(typed) == (f"~{year}", ["AS-3107"])


# ---------------------------------------------------------------- fields of whole days and of months


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        (20_000.0, None, ["AS-3100"]),
        (20_001.0, "1954-10-04", []),
        (43_269.9, "2018-06-18", []),
        (59_999.0, "2064-04-07", []),
        (60_000.0, None, ["AS-3100"]),
        (1961.0, None, ["AS-3108"]),
        ("~2018", None, ["AS-3108"]),
        ("6/2018", None, ["AS-3108"]),
        (datetime.date(2022, 12, 31), "2022-12-31", []),
        (datetime.date(1905, 5, 14), "1905-05-14", []),
    ],
)
def test_a_whole_day_is_asked_for(cell, value, codes):
    assert other(cell, "Date") == (value, codes)


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("1/22", "2022-01", []),
        ("13/2022", None, ["AS-3100"]),
        ("2022-12", "2022-12", []),
        ("31/12/2022", "2022-12", []),
        ("khoảng 5/2018", "2018-05", []),
        ("2018", None, ["AS-3109"]),
        ("T1/2022", "2022-01", []),
        ("th 1/2022", "2022-01", []),
        ("Tháng 01 năm 2022", "2022-01", []),
        ("tháng giêng năm 2022", "2022-01", []),
        ("tháng chạp 2021", "2021-12", []),
        (202201.0, None, ["AS-3100"]),
        (44_562.0, "2022-01", []),
    ],
)
def test_a_month_is_asked_for(cell, value, codes):
    assert other(cell, "Month") == (value, codes)


# ---------------------------------------------------------------- what stands beside


@pytest.mark.parametrize(
    ("typed", "value", "codes"),
    [
        ("5/8/1961 (theo CCCD)", "1961-08-05", ["AS-3200"]),
        ("5/8/1961*", "1961-08-05", ["AS-3200"]),
        ("5/8/1961¹", "1961-08-05", ["AS-3200"]),
        ("sinh ngày 5/8/1961", "1961-08-05", []),
        ("SN 1961", "1961", []),
        ("5/8/1961 00:00:00", "1961-08-05", []),
        ("mùng 5 tháng 8 năm 1961", "1961-08-05", []),
        ("5/8/1961 âm lịch", "1961-08-05", ["AS-3201"]),
        ("5/8/1961 (ÂL)", "1961-08-05", ["AS-3201"]),
        ("1950?", "~1950", []),
        ("5/8/1961 chết", None, ["AS-3100"]),
    ],
)
def test_what_is_not_kept_of_a_date_is_told_and_the_usual_words_are_not(typed, value, codes):
    assert read(typed) == (value, codes)


@pytest.mark.parametrize("typed", ["-", "?", "không rõ", "chưa có", ""])
def test_nothing_is_no_fault(typed):
    assert read(typed) == (None, [])


DAYS = st.dates(datetime.date(1918, 1, 1), LIST_DAY)


@given(
    DAYS,
    st.sampled_from(
        ["{0.day}/{0.month}/{0.year}", "{0:%d.%m.%Y}", "{0:%d-%m-%Y}", "{0:%d%m%Y}", "{0:%Y-%m-%d}"]
    ),
)
def test_every_day_is_read_back_from_every_way_of_writing_it(day, form):
    assert read(form.format(day)) == (day.isoformat(), [])


@given(DAYS, st.integers(1, 3))
def test_what_is_known_of_a_date_is_kept_as_exactly_as_it_is_shown(day, parts):
    known = PartialDate(day.year, day.month if parts > 1 else None, day.day if parts > 2 else None)
    assert read(known.show()) == (known.iso, [])
