"""Amounts, numbers and names as communes write them: units of a column, words, titles, several people in a cell."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.services.importer.cells import Context, read_cell
from ansinh_desktop.services.importer.money_cells import column_unit, unit_above, unit_of
from ansinh_desktop.services.importer.reading import said_by
from ansinh_desktop.services.importer.targets import NAME, PERSONAL_ID, Target
from ansinh_desktop.services.importer.written_dates import number_in_words
from ansinh_desktop.services.reports import in_words

TODAY = datetime.date(2026, 11, 23)


def read(kind, cell, key="any", **context):
    found = read_cell(Target(key, "Ô thử", kind_name=kind), cell, Context(TODAY, **context))
    return found.value, [each.code for each in found.findings]


@given(st.integers(0, 10**12 - 1), st.sampled_from(["lẻ", "linh"]))
def test_a_number_that_we_write_in_words_is_understood_by_our_own_reader(number, empty_ten):
    assert number_in_words(in_words.number_in_words(number, empty_ten)) == number


@given(st.integers(10_000, 10**11))
def test_an_amount_in_words_reads_as_the_amount(amount):
    assert read("Money", in_words.amount_in_words(amount)) == (amount, [])


@given(
    st.integers(10_000, 10**11),
    st.sampled_from([".", ",", " "]),
    st.sampled_from(["", "đ", " đồng", "đ/tháng"]),
)
def test_however_an_amount_is_parted_it_is_the_same(amount, sign, unit):
    assert read("Money", f"{amount:,}".replace(",", sign) + unit) == (amount, [])


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Số tiền (đồng)", 1),
        ("Mức trợ cấp (VNĐ)", 1),
        ("Thành tiền (nghìn đồng)", 1000),
        ("Số tiền (1.000đ)", 1000),
        ("Số tiền (1.000 đồng)", 1000),
        ("Kinh phí (ngàn đồng)", 1000),
        ("Kinh phí (triệu đồng)", 1_000_000),
        ("Kinh phí (tr.đ)", 1_000_000),
        ("Kinh phí (1.000.000 đồng)", 1_000_000),
        ("Số tiền", None),
        ("Mức trợ cấp", None),
        ("", None),
    ],
)
def test_a_heading_says_in_which_unit_it_counts(heading, unit):
    assert unit_of(heading) == unit


@pytest.mark.parametrize(
    ("titles", "unit"),
    [
        (["DANH SÁCH CHI TRẢ", "Đơn vị tính: đồng"], 1),
        (["Đơn vị tính: 1.000 đồng"], 1000),
        (["ĐVT: nghìn đồng"], 1000),
        (["Đơn vị: triệu đồng"], 1_000_000),
        (["Đơn vị: xã Vĩnh Thạnh Trung"], None),
        (["Số tiền bằng nghìn đồng"], None),
        (["Đơn vị: xã Bình Long", "ĐVT: đồng"], 1),
        ([], None),
    ],
)
def test_a_line_above_the_list_says_it_for_all_columns(titles, unit):
    assert unit_above(titles) == unit


@pytest.mark.parametrize(
    ("above", "heading", "cells", "unit"),
    [
        (None, "Số tiền", [540_000.0, 810_000.0], (1, False)),
        (None, "Số tiền", [540.0, 810.0], (1000, True)),
        (None, "Số tiền", [540.0, 9_999.0], (1000, True)),
        (None, "Số tiền", [540.0, 10_000.0], (1, False)),
        (None, "Số tiền", [0.0, None, ""], (1, False)),
        (1000, "Số tiền", [540.0], (1000, False)),
        (1000, "Số tiền (đồng)", [540_000.0], (1, False)),
        (None, "Số tiền (nghìn đồng)", [540.0], (1000, False)),
        (1, "Số tiền", [540.0], (1, False)),
    ],
)
def test_the_unit_of_a_column_is_said_or_guessed(above, heading, cells, unit):
    assert column_unit(above, heading, map(said_by, cells)) == unit


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("540.000đ/tháng", 540_000, []),
        ("540.000 đồng/người/tháng", 540_000, []),
        ("mỗi tháng 540.000", 540_000, []),
        ("1tr5", 1_500_000, []),
        ("1tr080", 1_080_000, []),
        ("1 triệu 080 nghìn", 1_080_000, []),
        ("1,08 triệu", 1_080_000, []),
        ("1.080k", 1_080_000, []),
        ("Năm trăm bốn mươi nghìn đồng", 540_000, []),
        ("540.000,-", 540_000, []),
        ("=540000", 540_000, []),
        ("540.000.00", 540_000, []),
        ("540", None, ["AS-3121"]),
        ("9999", None, ["AS-3121"]),
        ("10000", 10_000, []),
        ("-540.000", None, ["AS-3120"]),
        ("không", None, []),
        ("0", 0, []),
        ("chưa", None, []),
    ],
)
def test_an_amount_is_read_as_it_was_meant(cell, value, codes):
    assert read("Money", cell) == (value, codes)


def test_a_guessed_unit_is_told():
    assert read("Money", 540.0, money_unit=1000, unit_is_guessed=True) == (540_000, ["AS-3202"])
    assert read("Money", 540_000.0, money_unit=1000, unit_is_guessed=True) == (540_000, [])
    assert read("Money", 540.0, money_unit=1000) == (540_000, [])


@pytest.mark.parametrize(
    ("cell", "name", "codes"),
    [
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hoa", []),
        ("1. Nguyễn Thị Hoa", "Nguyễn Thị Hoa", ["AS-3205"]),
        ("- Nguyễn Thị Hoa", "Nguyễn Thị Hoa", ["AS-3205"]),
        ("Ông Nguyễn Văn An", "Nguyễn Văn An", ["AS-3205"]),
        ("Bà: Neáng Sóc", "Neáng Sóc", ["AS-3205"]),
        ("Cháu Lê Văn Bé", "Lê Văn Bé", ["AS-3205"]),
        ("Em Bé", "Em Bé", []),  # one word is left: no title
        ("Ông Văn Tùng", "Ông Văn Tùng", []),  # a family name
        ("Chị Út", "Chị Út", []),
        ("Nguyễn Văn An;", "Nguyễn Văn An", ["AS-3205"]),
        ("Nguyễn Văn An và Trần Thị Bé", None, ["AS-3204"]),
        ("Nguyễn Văn An, Trần Thị Bé", None, ["AS-3204"]),
        ("Nguyễn Văn An\nTrần Thị Bé", None, ["AS-3204"]),
        ("Nguyễn Văn An Trần Thị Bé", None, ["AS-3204"]),
        ("Nguy?n V?n An", None, ["AS-3203"]),
        ("Nguyễn Văn 2", "Nguyễn Văn 2", ["AS-3206"]),
    ],
)
def test_a_name_is_read_without_what_stands_beside_it(cell, name, codes):
    assert read("Name", cell, NAME) == (name, codes)


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("0912345678", "0912345678", []),
        ("912345678", "0912345678", ["AS-3160"]),
        ("212345678", "0212345678", ["AS-3160"]),
        ("112345678", "112345678", []),
        ("+84 912 345 678", "0912345678", []),
        ("0912345678; 0987654321", "0912345678", ["AS-3161"]),
        ("0912345678 - 0987654321", "0912345678", ["AS-3161"]),
        ("0912-345-678", "0912345678", []),
        ("1234567", None, ["AS-3162"]),
        ("12345678", "12345678", []),
        ("0912345678 (con gái)", None, ["AS-3162"]),
        ("số nhà 12", None, ["AS-3162"]),
    ],
)
def test_a_telephone_number_loses_no_zero(cell, value, codes):
    assert read("Phone", cell) == (value, codes)


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("089061001234", "089061001234", []),
        (89061001234.0, "089061001234", ["AS-3110"]),
        ("89061001234", "089061001234", ["AS-3111"]),
        ("1061001234", "001061001234", ["AS-3111"]),
        (1061001234.0, "001061001234", ["AS-3111"]),
        ("0890610012", None, ["AS-3114"]),  # a zero stands there: another figure is missing
        ("351234567", None, ["AS-3112"]),
        ("35123456", None, ["AS-3114"]),
        (35123456.0, None, ["AS-3112"]),
        ("089061001234 / 351234567", "089061001234", ["AS-3115"]),
        ("CCCD 089061001234", "089061001234", ["AS-3115"]),
        ("8.9E+10", None, ["AS-3113"]),
    ],
)
def test_an_identity_number_is_mended_only_where_a_zero_was_dropped(cell, value, codes):
    assert read("CitizenId", cell, PERSONAL_ID) == (value, codes)


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("2 con", 2, []),
        ("02", 2, []),
        ("0", 0, []),
        ("-", None, []),
        ("2.5", None, ["AS-3122"]),
        ("hai", None, ["AS-3122"]),
        ("2con", None, ["AS-3122"]),
        ("2 con 3", None, ["AS-3122"]),
    ],
)
def test_a_count_is_a_whole_number(cell, value, codes):
    assert read("Whole", cell) == (value, codes)
