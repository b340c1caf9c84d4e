"""Plain sheets: the names of cells and columns, rows without empty ends, and which column holds the names."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.services.importer.list_rows import _are_column_numbers, hamlet_named
from ansinh_desktop.services.importer.sheets import (
    CELL_LIMIT,
    Sheet,
    cell_name,
    column_letters,
    error_cell,
    too_many_cells,
    trimmed,
    uncomputed_cell,
    with_unicode,
)
from ansinh_desktop.services.importer.table import Heading, Table, filled, is_blank, name_column


def number_of(letters: str) -> int:
    """Return the column that letters name, counted from 0, by the rule that they are digits without a zero."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number - 1


@given(st.integers(0, 20_000))
def test_the_letters_of_a_column_name_that_column(column):
    assert number_of(column_letters(column)) == column


def test_cells_are_called_as_a_spreadsheet_shows_them():
    assert [cell_name(each) for each in ((0, 0), (11, 1), (0, 25), (9, 26), (0, 702))] == [
        "A1",
        "B12",
        "Z1",
        "AA10",
        "AAA1",
    ]
    assert error_cell((0, 1), "#REF!").facts == {"cell": "B1", "shown": "#REF!"}
    assert uncomputed_cell((0, 1)).facts == {"cell": "B1"}
    assert "600.000" in str(too_many_cells("x.xlsx"))
    assert CELL_LIMIT == 600_000


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([], []),
        ([[]], []),
        ([["", None, ""]], []),
        ([["a", "", None]], [["a"]]),
        ([["", "a"], ["", ""], [None]], [[None, "a"]]),
        ([[], ["a"], []], [[], ["a"]]),
        ([[0, False, ""]], [[0, False]]),
        ([[" "]], [[" "]]),
    ],
)
def test_rows_end_with_what_they_hold(rows, kept):
    assert trimmed(rows) == kept


def test_what_is_blank_is_no_cell_of_a_row_and_a_zero_is_one():
    assert filled([None, "", " \n", 0, False, "a"]) == {3: 0, 4: False, 5: "a"}
    assert is_blank("\u00a0")
    assert not is_blank(datetime.date(2026, 1, 1))


def test_a_column_of_an_old_font_becomes_unicode_and_shows_some_of_what_was_mended():
    old = [
        "Hä vµ tªn",
        *["NguyÔn ThÞ Hoa", "TrÇn V¨n §¹t", "Lª ThÞ Hång", "Ph¹m V¨n Dòng", "Vâ ThÞ Lan", "§ç V¨n Tó"] * 2,
    ]
    sheet = Sheet("Trang 1", [[each, 5.0] for each in old])
    found = with_unicode(sheet)
    assert found.rows[1] == ["Nguyễn Thị Hoa", 5.0]
    assert list(found.old_columns) == [0]
    shown = found.old_columns[0].preview
    assert len(shown) == 5
    assert ("NguyÔn ThÞ Hoa", "Nguyễn Thị Hoa") in shown
    assert [(each.code, each.facts["columns"]) for each in found.notes] == [("AS-3024", "A")]
    assert with_unicode(found) is found


# ---------------------------------------------------------------- where the names stand

NAMES = [["1", "Nguyễn Văn An", "Ấp 1"], ["2", "LÊ THỊ HOA", "Ấp 2"], ["3", "Trần Bé", "Ấp 3"]]


def columns(*headings):
    return tuple(Heading(place, (each,) if each else ()) for place, each in enumerate(headings))


@pytest.mark.parametrize(
    ("headings", "rows", "expected"),
    [
        (("STT", "Họ và tên", "Ấp"), NAMES, 1),
        (("STT", "HỌ TÊN TRẺ", "Ấp"), NAMES, 1),
        (("STT", "Họ, chữ đệm và tên", "Ấp"), NAMES, 1),
        (("STT", "Họ tên mẹ", "Ấp"), NAMES, 1),  # by what stands in it
        (("", "", ""), NAMES, 1),
        (("Họ tên", "", ""), [["", *each[1:]] for each in NAMES], 1),  # headed so, and empty
        (("Họ tên", "", ""), [[None, None, None]], None),
        (("STT", "Số", "Ấp"), [["1", "5", "Ấp 1"]], None),
        (("STT", "Tên ấp", "Ấp"), [["1", "Ấp 1", "x"]], None),
        (("Họ tên", "Tên"), [["Nguyễn Văn An", "An"]], 0),
        ((), [], None),
        (("STT", "Họ tên"), [["1"]], None),
    ],
)
def test_names_stand_where_the_heading_says_so_or_most_cells_are_names(headings, rows, expected):
    assert name_column(columns(*headings), rows) == expected


def test_two_in_five_names_are_enough_to_find_them():
    for count, found in ((1, None), (2, 0)):
        texts: Any = [["Nguyễn Văn An"]] * count + [["chưa rõ"]] * (5 - count)
        assert name_column(columns(""), texts) == found


def test_a_row_is_called_by_its_number_and_its_sheet_where_several_were_put_together():
    table = Table(Sheet("x", []), range(1), (), (), (), origins=((10, 4, "Ấp 1"), (20, 4, "Ấp 2")))
    assert [table.place(each) for each in (0, 9, 10, 19, 20)] == [
        "1",
        "10",
        "5 trang Ấp 1",
        "14 trang Ấp 1",
        "5 trang Ấp 2",
    ]


# ---------------------------------------------------------------- rows between the people


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["(1)", "(2)", "(3)"], True),
        ([1, 2.0, 3], True),
        (["A", "B", 1, 2], True),
        (["a", "b", "c"], True),
        ([2, 3, 4], True),
        ([3, 4, 5], True),
        ([4, 5, 6], False),
        ([1, 2], False),
        ([1, 3, 4], False),
        ([1, 2, True], False),
        ([1, 2, 3.5], False),
        ([1, 2, "ba"], False),
        ([1, 2, None], False),
        (["1", "2", "3"], True),
        ([1, 1950, 2], False),
    ],
)
def test_a_row_that_only_numbers_the_columns_counts_on_from_a_small_number(cells, numbers):
    assert _are_column_numbers(cells) is numbers


@pytest.mark.parametrize(
    ("title", "hamlet"),
    [
        ("I. Ấp Vĩnh Thạnh: 40 người", "Ấp Vĩnh Thạnh"),
        ("Ấp Vĩnh Thạnh (40)", "Ấp Vĩnh Thạnh"),
        ("2) KHÓM 3 – 12 hộ", "KHÓM 3"),
        ("Tổ dân phố số 5.", "Tổ dân phố số 5"),
        ("Ấp 3", "Ấp 3"),
        ("Ấp", ""),
        ("Người khuyết tật ấp Vĩnh Lợi", ""),
        ("Ấp " + "rất dài " * 9, ""),
        ("", ""),
    ],
)
def test_a_section_names_a_hamlet_where_it_says_nothing_else(title, hamlet):
    assert hamlet_named(title) == hamlet
