"""Amounts as lists write them, in every unit: what is read stands for the same đồng, or is asked about."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.services.importer.cells import Context, read_cell
from ansinh_desktop.services.importer.money_cells import LEAST, column_unit, unit_above, unit_of
from ansinh_desktop.services.importer.reading import said_by
from ansinh_desktop.services.importer.targets import Target

TODAY = datetime.date(2026, 11, 23)
THOUSANDS, MILLIONS = "Mức (1.000đ)", "Số tiền (triệu đồng)"


def read(cell, heading="", **context):
    found = read_cell(
        Target("any", "Ô thử", kind_name="Money"), cell, Context(TODAY, heading=heading, **context)
    )
    return found.value, [each.code for each in found.findings]


# ---------------------------------------------------------------- the unit


@pytest.mark.parametrize("heading", ["Địa chỉ", "Nghĩa trang", "Đối tượng", "Kỳ"])
def test_a_heading_that_only_has_such_letters_says_no_unit(heading):
    assert unit_of(heading) is None


@pytest.mark.parametrize(
    ("titles", "unit"),
    [
        ([], None),
        (["UBND XÃ", "Đơn vị tính: 1.000 đồng"], 1000),
        (["ĐVT: triệu đồng"], 1_000_000),
        (["Đơn vị: đồng"], 1),
        (["Đơn vị: Ấp Vĩnh Lợi", "ĐVT: nghìn đồng"], 1000),
        (["Đơn vị: Ấp Vĩnh Lợi"], None),
        (["Tổng kinh phí 12 triệu đồng"], None),
    ],
)
def test_a_line_above_the_list_says_it_only_where_it_speaks_of_units(titles, unit):
    assert unit_above(titles) == unit


@pytest.mark.parametrize(
    ("above", "heading", "cells", "expected"),
    [
        (None, "Mức", ["540", "1080"], (1000, True)),
        (None, "Mức", ["540", "540.000"], (1, False)),
        (None, "Mức", [9999.0], (1000, True)),
        (None, "Mức", [10000.0], (1, False)),
        (None, "Mức", ["-", "", "0"], (1, False)),
        (None, "Mức (đồng)", ["540"], (1, False)),
        (1000, "Mức", ["540.000"], (1000, False)),
        (1000, "Mức (đồng)", ["540"], (1, False)),
        (None, "Mức", [], (1, False)),
    ],
)
def test_the_unit_of_a_column_is_said_by_its_heading_the_line_above_or_guessed_from_all_its_amounts(
    above, heading, cells, expected
):
    assert column_unit(above, heading, map(said_by, cells)) == expected


# ---------------------------------------------------------------- the amount


@pytest.mark.parametrize(
    ("cell", "dong"),
    [
        ("540.000đ/tháng", 540_000),
        ("1.080k", 1_080_000),
        ("1,080 nghìn", 1_080_000),
        ("540.000k", 540_000),
        ("1.080 triệu", 1_080_000),
        ("540.000 đ/người/tháng", 540_000),
        ("540.000 (năm trăm bốn mươi nghìn)", 540_000),
        ("= 540000", 540_000),
        ("540.000-", 540_000),
        ("540.000.", 540_000),
        ("540,000.00", 540_000),
        ("540000,0", 540_000),
        ("100,000,000", 100_000_000),
        ("1tr5", 1_500_000),
        ("1tr05", 1_050_000),
        ("1tr080", 1_080_000),
        ("1 triệu 80 nghìn", 1_080_000),
        ("1 triệu 080", 1_080_000),
        ("1,08tr", 1_080_000),
        ("0.5 triệu", 500_000),
        ("một triệu không trăm tám mươi nghìn đồng", 1_080_000),
        ("Năm trăm bốn mươi ngàn đồng chẵn", 540_000),
        ("0đ", 0),
        ("0,0", 0),
        ("10.000", LEAST),
        ("999999999999999", 999_999_999_999_999),
        (999_999_999_999_999.0, 999_999_999_999_999),
    ],
)
def test_an_amount_is_read_however_it_is_written(cell, dong):
    assert read(cell) == (dong, [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("9.999", "AS-3121"),
        ("1000 đồng", "AS-3121"),
        ("10.00", "AS-3121"),
        ("540.000 + 100.000", "AS-3120"),
        ("-540000", "AS-3120"),
        (-540_000.0, "AS-3120"),
        ("1.080,5", "AS-3120"),
        (540_000.5, "AS-3120"),
        ("5.40.000", "AS-3120"),
        ("0.540.000", "AS-3120"),
        ("1000000000000000", "AS-3120"),
        (1e15, "AS-3120"),
        (1e28, "AS-3120"),
        (1e300, "AS-3120"),
    ],
)
def test_what_no_amount_can_be_is_refused_and_never_stops_the_list(cell, code):
    assert read(cell) == (None, [code])
    assert column_unit(None, "Mức", [said_by(cell)])


@pytest.mark.parametrize(
    ("cell", "dong"),
    [
        ("540", 540_000),
        ("540,5", 540_500),
        ("1.080", 1_080_000),
        ("1.080,0", 1_080_000),
        ("10", 10_000),
        ("9", None),
        ("0,540", None),
        ("9999", 9_999_000),
        ("10000", 10_000),
        ("540.000", 540_000),
    ],
)
def test_in_a_column_of_thousands_a_full_amount_stands_as_it_is(cell, dong):
    assert read(cell, THOUSANDS) == (dong, [] if dong else ["AS-3121"])


@pytest.mark.parametrize(
    ("cell", "dong", "codes"),
    [
        ("0,54", 540_000, []),
        ("0,540", 540_000, []),
        ("0.540", 540_000, []),
        ("1,080", 1_080_000, []),
        ("1.080", 1_080_000, []),
        (1.08, 1_080_000, []),
        ("12", 12_000_000, []),
        ("0.009", None, ["AS-3121"]),
        ("0.01", 10_000, []),
        ("54.000", 54_000, []),
        ("540.000", 540_000, []),
        ("1.080.000", 1_080_000, []),
        ("0,0000005", None, ["AS-3120"]),
    ],
)
def test_in_a_column_of_millions_three_digits_behind_the_comma_are_no_thousands(cell, dong, codes):
    assert read(cell, MILLIONS) == (dong, codes)


def test_a_unit_that_is_only_guessed_is_told_wherever_it_changed_an_amount():
    guessed = {"money_unit": 1000, "unit_is_guessed": True}
    assert read("540", **guessed) == (540_000, ["AS-3202"])
    assert read("540.000", **guessed) == (540_000, [])
    assert read("540", money_unit=1000) == (540_000, []), "the line above says so"
    assert read("540.000", "Mức (đồng)", **guessed) == (540_000, []), "the heading says otherwise"


@pytest.mark.parametrize(("cell", "value"), [("0", 0), (0.0, 0), ("-", None), ("không", None), ("", None)])
def test_nothing_is_nothing_and_a_zero_is_one(cell, value):
    assert read(cell) == (value, [])


@given(st.integers(10, 9_999), st.sampled_from([THOUSANDS, "ĐVT: nghìn đồng"]))
def test_every_count_of_thousands_means_as_many(number, heading):
    assert read(str(number), heading) == read(float(number), heading) == (number * 1000, [])


@given(st.floats(), st.sampled_from(["", THOUSANDS, MILLIONS]))
def test_no_number_of_a_workbook_stops_the_reading(number, heading):
    value, _codes = read(number, heading)
    assert value is None or value == 0 or value >= LEAST
