"""Dates as people write them keep all they say, and what they leave open stays open."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.importer.cells import Context, read_cell
from ansinh_desktop.services.importer.targets import BIRTH, Target
from ansinh_desktop.services.importer.written_dates import as_numbers, number_in_words, read_written_date

TODAY = datetime.date(2026, 11, 26)
WHOLE = """
5 tháng 3 năm 1938|ngày 5 tháng 3 năm 1938|Ngày 05 tháng 03 năm 1938|5 tháng 3, 1938|mùng 5 tháng 3 năm 1938|mồng 5/3/1938
sinh 5/3/1938|5/3/1938.|05/03/1938 (theo CCCD)|1938-03-05T00:00:00|1938-03-05 00:00:00|1938/03/05|5.3.1938|5 3 1938
5-3-1938|5,3,1938|05\\03\\1938|5/III/1938|5 - 3 - 1938|05-Mar-1938|5 Mar 1938|ngày 05/03/1938|05/03 /1938|'05/03/1938
mùng năm tháng ba năm một chín ba tám|ngày năm tháng ba năm một nghìn chín trăm ba mươi tám|05/03/1938 07:00
sinh ngày 5 tháng 3 năm 1938|ngày sinh: 05/03/1938|5/3 năm 1938|5/3/1938 - CCCD|5th3 năm 1938|5–3–1938|5 thg 3, 1938
ngày 5, tháng 3, năm 1938|5/3/1938¹
"""
MONTHS = "tháng 3 năm 1938|tháng 3/1938|T3/1938|th3/1938|3-1938|00/3/1938|.../3/1938|ngày ... tháng 3 năm 1938|-/3/1938|Mar-1938"
YEARS = """
năm 1938|SN 1938|Sinh năm 1938|NS: 1938|s.1938|--/--/1938|?/1938|…/…/1938|00/00/1938|0/0/1938|xx/xx/1938|__/__/1938|(1938)
1938 (tuổi Dần)|../../1938|không rõ/1938|ngày.. tháng.. năm 1938|sinh1938|1938, tuổi Dần|1938.0
"""


def lines(text: str) -> list[str]:
    return [each for line in text.strip().splitlines() for each in line.split("|")]


def iso(typed: str) -> str | None:
    found = read_written_date(typed, TODAY)
    return found.iso if found else None


@pytest.mark.parametrize("typed", lines(WHOLE))
def test_a_whole_date_is_read_whole(typed):
    assert iso(typed) == "1938-03-05"


@pytest.mark.parametrize("typed", lines(MONTHS))
def test_a_month_stays_a_month(typed):
    assert iso(typed) == "1938-03"


@pytest.mark.parametrize("typed", lines(YEARS))
def test_a_year_stays_a_year(typed):
    assert iso(typed) == "1938"


@pytest.mark.parametrize(
    "typed",
    ["32/13/1938", "1938-1939", "30/02/1938", "5²/3/1938", "3/5/1938 và 1939", "84", "abc", "5/0/1938"],
)
def test_what_is_no_date_is_none(typed):
    assert iso(typed) is None


def test_the_lunar_calendar_is_told_and_a_doubt_stays_one():
    target = Target(BIRTH, "Ngày sinh", kind_name="PartialDate")
    found = read_cell(target, "05/03/1938 âm lịch", Context(TODAY))
    assert (found.value, [each.code for each in found.findings]) == ("1938-03-05", ["AS-3201"])
    assert read_cell(target, "1938?", Context(TODAY)).value == "~1938"
    told = read_cell(target, "1938 (CCCD ghi 1940)", Context(TODAY))
    assert (told.value, [each.code for each in told.findings]) == ("1938", ["AS-3200"])


@given(st.dates(datetime.date(1900, 1, 1), TODAY))
def test_every_day_is_read_back_from_words(day):
    said = f"ngày {day.day} tháng {day.month} năm {day.year}"
    assert read_written_date(said, TODAY) == PartialDate.of(day)


@given(st.text(alphabet="0123456789/.-?² tháng năm ngày sinh()IVX", max_size=24))
def test_no_text_breaks_the_reader(typed):
    read_written_date(typed, TODAY)
    as_numbers(typed)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("năm trăm bốn mươi nghìn", 540_000),
        ("một triệu không trăm tám mươi nghìn", 1_080_000),
        ("mười lăm", 15),
        ("ba mươi mốt", 31),
        ("hai nghìn không trăm hai mươi sáu", 2026),
        ("nhiều", None),
        ("", None),
    ],
)
def test_a_number_in_words_is_a_number(words, number):
    assert number_in_words(words) == number
