"""Amounts and dates in words."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.reports.in_words import (
    amount_in_words,
    date_in_document,
    number_in_words,
    place_and_date,
)

_UNITS = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}
_SIZES = {"nghìn": 1_000, "triệu": 1_000_000}


def heard(words: str) -> int:
    """Understand a number as a listener does, word by word."""
    billions = millions = group = unit = 0
    for word in words.removeprefix("âm ").split():
        if word in _UNITS:
            unit = _UNITS[word]
        elif word == "trăm":
            group, unit = group + unit * 100, 0
        elif word == "mươi":
            group, unit = group + unit * 10, 0
        elif word == "mười":
            group += 10
        elif word in _SIZES:
            millions, group, unit = millions + (group + unit) * _SIZES[word], 0, 0
        elif word == "tỷ":
            billions, millions, group, unit = (billions + millions + group + unit) * 10**9, 0, 0, 0
        else:
            assert word in {"lẻ", "linh"}
    value = billions + millions + group + unit
    return -value if words.startswith("âm ") else value


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (810_000, "Tám trăm mười nghìn đồng"),
        (1_080_000, "Một triệu không trăm tám mươi nghìn đồng"),
        (1_350_000, "Một triệu ba trăm năm mươi nghìn đồng"),
        (2_015_000, "Hai triệu không trăm mười lăm nghìn đồng"),
        (10_800_000, "Mười triệu tám trăm nghìn đồng"),
        (21_000_000, "Hai mươi mốt triệu đồng"),
        (25_105_000, "Hai mươi lăm triệu một trăm lẻ năm nghìn đồng"),
        (4_000_000_000, "Bốn tỷ đồng"),
        (1_005_000, "Một triệu không trăm lẻ năm nghìn đồng"),
        (1_000_000_005, "Một tỷ không trăm lẻ năm đồng"),
        (1_005_000_000_000, "Một nghìn không trăm lẻ năm tỷ đồng"),
        (-1_350_000, "Âm một triệu ba trăm năm mươi nghìn đồng"),
    ],
)
def test_amounts_are_said_as_the_decree_has_them(amount, words):
    assert amount_in_words(amount) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (34, "ba mươi tư"),
        (55, "năm mươi lăm"),
        (101, "một trăm lẻ một"),
        (104, "một trăm lẻ bốn"),
        (105, "một trăm lẻ năm"),
        (111, "một trăm mười một"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm lẻ một"),
        (-5, "âm năm"),
    ],
)
def test_small_numbers_change_their_words_by_place(number, words):
    assert number_in_words(number) == words


def test_the_north_says_linh():
    assert number_in_words(105, "linh") == "một trăm linh năm"


@given(st.integers(min_value=-(10**21), max_value=10**21))
def test_what_is_said_is_heard_as_the_same_number(number):
    assert heard(number_in_words(number)) == number


@given(st.integers(min_value=0, max_value=10**15))
def test_an_amount_begins_with_a_capital_and_ends_with_dong(number):
    words = amount_in_words(number)
    assert words[0].isupper()
    assert words.endswith(" đồng")
    assert "  " not in words


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (datetime.date(2022, 6, 5), "ngày 05 tháng 6 năm 2022"),
        (datetime.date(2022, 2, 15), "ngày 15 tháng 02 năm 2022"),
        (datetime.date(2026, 1, 9), "ngày 09 tháng 01 năm 2026"),
        (datetime.date(2022, 11, 20), "ngày 20 tháng 11 năm 2022"),
        (datetime.date(2026, 3, 1), "ngày 01 tháng 3 năm 2026"),
        (PartialDate(1961, 6), "tháng 6 năm 1961"),
        (PartialDate(1961), "năm 1961"),
        (PartialDate(1961, estimated=True), "khoảng năm 1961"),
    ],
)
def test_dates_are_written_as_in_documents(day, text):
    assert date_in_document(day) == text


def test_place_and_date_stand_in_one_line_or_wait_for_the_pen():
    day = datetime.date(2026, 6, 5)
    assert place_and_date("Bình Hòa", day) == "Bình Hòa, ngày 05 tháng 6 năm 2026"
    assert place_and_date("", day) == "Ngày 05 tháng 6 năm 2026"
    assert place_and_date("Phường 1", None) == "Phường 1, ngày …… tháng …… năm ……"
