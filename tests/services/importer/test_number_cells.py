"""Cells of numbers at their bounds: lost zeros, two in one cell, and what only looks like a number."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.services.importer.cells import Context, read_cell
from ansinh_desktop.services.importer.targets import OLD_ID, PERSONAL_ID, Target

CONTEXT = Context(datetime.date(2026, 11, 23))
NUMBER, OLD = "089149334656", "357888591"


def read(kind, cell, key="any"):
    found = read_cell(Target(key, "Ô thử", kind_name=kind), cell, CONTEXT)
    return found.value, dict(found.also), [each.code for each in found.findings]


def value(kind, cell):
    found, also, codes = read(kind, cell)
    assert not also
    return found, codes


@pytest.mark.parametrize(
    ("cell", "found", "also", "codes"),
    [
        (NUMBER, NUMBER, {}, []),
        (float(NUMBER), NUMBER, {}, ["AS-3110"]),
        (int(NUMBER), NUMBER, {}, ["AS-3110"]),
        (NUMBER[1:], NUMBER, {}, ["AS-3111"]),
        (1_049_000_123.0, "001049000123", {}, ["AS-3111"]),
        ("1049000123", "001049000123", {}, ["AS-3111"]),
        ("0" + NUMBER[2:], None, {}, ["AS-3114"]),
        (NUMBER + "1", None, {}, ["AS-3114"]),
        (OLD, None, {OLD_ID: OLD}, ["AS-3112"]),
        (12_345_678.0, None, {OLD_ID: "012345678"}, ["AS-3112"]),
        ("12345678", None, {}, ["AS-3114"]),
        (f"{OLD}; {NUMBER}", NUMBER, {OLD_ID: OLD}, ["AS-3115"]),
        (f"CCCD {NUMBER}", NUMBER, {}, ["AS-3115"]),
        (f"CMND: {OLD}", None, {OLD_ID: OLD}, ["AS-3115"]),
        (f"{NUMBER}\n{OLD}", NUMBER, {OLD_ID: OLD}, ["AS-3115"]),
        (f"{OLD}\n{NUMBER}", NUMBER, {OLD_ID: OLD}, ["AS-3115"]),
        (f"{NUMBER[:6]}\n{NUMBER[6:]}", NUMBER, {}, []),
        (f"{NUMBER} {OLD}", None, {}, ["AS-3114"]),
        ("8,91493E+10", None, {}, ["AS-3113"]),
        ("8E10", None, {}, ["AS-3113"]),
        ("٠٨٩١٤٩٣٣٤٦٥٦", None, {}, ["AS-3114"]),
        ("không nhớ", None, {}, []),
    ],
)
def test_a_cell_of_the_personal_number_holds_one_an_old_one_or_both(cell, found, also, codes):
    assert read("CitizenId", cell, PERSONAL_ID) == (found, also, codes)


@pytest.mark.parametrize(
    ("cell", "found", "also", "codes"),
    [
        (OLD, OLD, {}, []),
        ("357 888 591", OLD, {}, []),
        (12_345_678.0, "012345678", {}, []),
        ("12345678", None, {}, ["AS-3114"]),
        (NUMBER, None, {PERSONAL_ID: NUMBER}, ["AS-3116"]),
        ("35788859", None, {}, ["AS-3114"]),
        ("3578885911", None, {}, ["AS-3114"]),
        ("-", None, {}, []),
    ],
)
def test_a_cell_of_the_old_number_holds_nine_digits_or_a_new_number_that_strayed(cell, found, also, codes):
    assert read("OldId", cell, OLD_ID) == (found, also, codes)


@given(st.integers(0, 999_999), st.integers(0, 99), st.sampled_from("0123"))
def test_every_zero_that_excel_dropped_before_a_number_comes_back(serial, year, century):
    number = f"001{century}{year:02d}{serial:06d}"
    found, also, codes = read("CitizenId", float(number), PERSONAL_ID)
    assert found in (number, None)
    assert not (found and also)
    assert codes or found is None


@pytest.mark.parametrize(
    ("cell", "found", "codes"),
    [
        ("0912345678", "0912345678", []),
        ("0912.345.678", "0912345678", []),
        ("(0296) 3 852 000", "02963852000", []),
        ("+84912345678", "0912345678", []),
        ("912345678", "0912345678", ["AS-3160"]),
        (912_345_678.0, "0912345678", ["AS-3160"]),
        ("212345678", "0212345678", ["AS-3160"]),
        ("112345678", "112345678", []),
        ("412345678", "412345678", []),
        ("12345678", "12345678", []),
        ("1234567", None, ["AS-3162"]),
        ("1" * 15, "1" * 15, []),
        ("1" * 16, None, ["AS-3162"]),
        ("0912345678; 0987654321", "0912345678", ["AS-3161"]),
        ("0912345678 - 0987654321", "0912345678", ["AS-3161"]),
        ("0912345678\n0987654321", "0912345678", ["AS-3161"]),
        ("\n0912345678\n", "0912345678", []),
        ("0912345678/ ", "0912345678", []),
        ("0912-345-678", "0912345678", []),
        ("912345678/987654321", "0912345678", ["AS-3161", "AS-3160"]),
        ("0912345678 (con gái)", None, ["AS-3162"]),
        ("Lan: 0912345678", None, ["AS-3162"]),
        ("///", None, ["AS-3162"]),
        ("/", None, []),
    ],
)
def test_a_cell_of_a_telephone_keeps_the_first_number_and_tells_of_others(cell, found, codes):
    assert value("Phone", cell) == (found, codes)


@pytest.mark.parametrize(
    ("cell", "found", "codes"),
    [
        ("GD4891234567890", "GD4891234567890", []),
        ("gd 4 89 12345-67890", "GD4891234567890", []),
        (1.23e10, "12300000000", []),
        ("7,98E+14", None, ["AS-3113"]),
        ("GD", None, ["AS-3163"]),
        ("chưa có", None, []),
    ],
)
def test_a_cell_of_an_insurance_card_has_a_digit_at_least(cell, found, codes):
    assert value("HealthInsurance", cell) == (found, codes)


@pytest.mark.parametrize(
    ("cell", "found", "codes"),
    [
        ("0", None, []),
        ("0,0", "0.0", []),
        ("1,234", "1.234", []),
        ("1 ,5", "1.5", []),
        (0.1, "0.1", []),
        (2.25, "2.25", []),
        ("999999", "999999.0", []),
        ("1234567", None, ["AS-3122"]),
        ("1,2345", None, ["AS-3122"]),
        (".5", None, ["AS-3122"]),
        ("5.", None, ["AS-3122"]),
        ("-1", None, ["AS-3122"]),
        ("1/2", None, ["AS-3122"]),
        (datetime.date(2022, 1, 15), "15.1", ["AS-3123"]),
        (datetime.date(2022, 12, 1), "1.12", ["AS-3123"]),
    ],
)
def test_a_coefficient_has_three_places_at_most(cell, found, codes):
    assert value("Decimal", cell) == (found, codes)


@pytest.mark.parametrize(
    ("cell", "found", "codes"),
    [
        ("00", 0, []),
        (0, 0, []),
        ("0", 0, []),
        ("2 con gái", 2, []),
        ("999999999", 999_999_999, []),
        ("1000000000", None, ["AS-3122"]),
        ("2con", None, ["AS-3122"]),
        ("2 3", None, ["AS-3122"]),
        ("1.5", None, ["AS-3122"]),
        (2.5, None, ["AS-3122"]),
        ("-2", None, ["AS-3122"]),
        ("một", None, ["AS-3122"]),
        ("?", None, []),
    ],
)
def test_a_count_is_whole_and_may_name_what_it_counts(cell, found, codes):
    assert value("Whole", cell) == (found, codes)


@given(st.integers(0, 999_999_999))
def test_every_count_is_read_as_it_is_in_text_and_number(count):
    assert value("Whole", str(count)) == value("Whole", count) == value("Whole", float(count)) == (count, [])
