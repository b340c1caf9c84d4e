"""The error workbook is the list itself with its faults marked; mended, it is imported again alone."""

import datetime
import tempfile
from typing import Any

import openpyxl
import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.importer.columns import ColumnMapping, fingerprint, propose
from ansinh_desktop.services.importer.draft_rows import RowDraft
from ansinh_desktop.services.importer.error_book import LIST_TITLE, write_error_book
from ansinh_desktop.services.importer.heading import find_table
from ansinh_desktop.services.importer.sheets import Sheet
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.targets import BIRTH, NAME, PERSONAL_ID, Target, targets_of
from ansinh_desktop.services.importer.workbook import read_workbook
from tests.services.importer.books import SAMPLES
from tests.services.importer.reading import best_table, draft_rows, has_errors

TODAY = datetime.date(2026, 11, 23)
TARGETS = (
    Target(NAME, "Họ và tên", (), "Name", required=True),
    Target(BIRTH, "Ngày sinh", ("Năm sinh",), "PartialDate"),
    Target(PERSONAL_ID, "Số định danh", ("CCCD",), "CitizenId"),
)
HEADING: list[Any] = ["STT", "Họ và tên", "Năm sinh", "CCCD", "Ghi chú"]


def read(table: Table, targets=TARGETS) -> tuple[ColumnMapping, list[RowDraft]]:
    mapping = propose(table, targets)
    return mapping, list(draft_rows(table, mapping, targets, today=TODAY))


def made(tmp_path, *rows: list[Any], **more: Any) -> tuple[Any, Any]:
    table = find_table(Sheet("Danh sách", [list(row) for row in rows]))
    write_error_book(table, *read(table), tmp_path / "lỗi.xlsx", **more)
    book = openpyxl.load_workbook(tmp_path / "lỗi.xlsx")
    return book.worksheets[0], book[LIST_TITLE]


def test_a_bad_cell_is_red_and_says_why(tmp_path):
    page, faults = made(tmp_path, ["UBND XÃ"], HEADING, [1, "An", "31/6/1970"], [2, "Bé", 1960])
    cell = page["C3"]
    assert cell.value == "31/6/1970"
    assert cell.fill.fgColor.rgb == "FFFF9999"
    assert "AS-3100" in cell.comment.text
    assert "31/6/1970" in cell.comment.text
    assert "Dòng 3 ở tệp gốc" in cell.comment.text
    assert page["B3"].comment is None
    assert [page["A1"].value, page["B2"].value, page.max_row] == ["UBND XÃ", "Họ và tên", 3]
    told = [cell.value for cell in faults[2]]
    assert told[:5] == [3, "An", "C (Năm sinh)", "Lỗi", "AS-3100"]


def test_a_warning_is_told_from_an_error(tmp_path):
    page, _ = made(tmp_path, HEADING, [1, "An", "05/25/1970"])
    assert page["C2"].fill.fgColor.rgb == "FFFFE699"
    assert "Cảnh báo AS-3103" in page["C2"].comment.text


def test_a_fault_without_a_cell_stands_at_the_column_of_its_field_or_of_the_name(tmp_path):
    table = find_table(Sheet("DS", [HEADING, [1, None, 1960, None, "x"]]))
    write_error_book(table, *read(table), tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert "AS-3150" in page["B2"].comment.text


def test_all_rows_can_be_kept(tmp_path):
    rows: list[list[Any]] = [
        HEADING,
        ["Ấp Hòa Phú"],
        [1, "An", "31/6/1970"],
        [2, "Bé", 1960],
        [None, "Tổng cộng"],
    ]
    page, _ = made(tmp_path, *rows, only_bad=False)
    assert page.max_row == 5
    assert page["A2"].value == "Ấp Hòa Phú"
    assert page["B5"].value == "Tổng cộng"


def test_a_bad_row_keeps_the_section_that_gives_its_hamlet(tmp_path):
    page, _ = made(
        tmp_path,
        HEADING,
        ["Ấp Mỹ Thạnh"],
        [1, "An", 1960],
        ["Ấp Hòa Phú"],
        [2, "Bé", "31/6/1970"],
        [3, "Chi", "x/y"],
    )
    assert [page.cell(row, 1).value for row in range(2, 5)] == ["Ấp Hòa Phú", 2, 3]


def test_a_text_is_never_a_formula(tmp_path):
    for text in ('=HYPERLINK("http://x","y")', "+84912", "-1+1", "@SUM(A1)", "\tx", "'x"):
        page, faults = made(tmp_path, HEADING, [1, text, "31/6/1970"])
        assert page["B2"].data_type == "s"
        assert page["B2"].value == text
        assert all(cell.data_type != "f" for row in faults for cell in row)


def test_cells_keep_their_kind(tmp_path):
    moment = datetime.datetime(2022, 5, 3, 8, 30)  # noqa: DTZ001 - a cell knows no zone
    page, _ = made(tmp_path, [*HEADING, "Lúc"], [1, "An", "31/6/1970", 89027800461.0, True, moment])
    assert [page["D2"].value, page["D2"].number_format] == [89027800461, "0"]
    assert page["E2"].value is True
    assert page["F2"].value == moment


@pytest.mark.parametrize(
    ("name", "register"),
    [
        ("btxh_2022.xlsx", "assistance"),
        ("tre_em_2022.xls", "children"),
        ("nguoi_nghien_2022.csv", "drug_treatment"),
        ("btxh_cu_vntime.xlsx", "assistance"),
    ],
)
def test_the_whole_list_comes_back_the_same(tmp_path, name, register):
    targets = targets_of(catalog.registers()[register])
    table = best_table(read_workbook(SAMPLES / name))
    mapping, rows = read(table, targets)
    write_error_book(table, mapping, rows, tmp_path / "a.xlsx", only_bad=False)
    again = best_table(read_workbook(tmp_path / "a.xlsx"))
    assert again.sheet.name != LIST_TITLE
    assert fingerprint(again) == fingerprint(table)
    _, rows_again = read(again, targets)
    assert [each.values for each in rows_again] == [each.values for each in rows]
    assert [each.row_number for each in rows_again] == [each.row_number for each in rows]
    assert again.as_of == table.as_of


def test_only_the_bad_rows_come_back_when_mended(tmp_path):
    targets = targets_of(catalog.registers()["drug_treatment"])
    table = best_table(read_workbook(SAMPLES / "nguoi_nghien_2022.csv"))
    mapping, rows = read(table, targets)
    bad = [each for each in rows if has_errors(each)]
    path = tmp_path / "a.xlsx"
    write_error_book(table, mapping, rows, path)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for row in range(2, page.max_row + 1):
        if page.cell(row, 6).value == "Ma túy tổng hợp":
            page.cell(row, 6).value = "Đá"
        if page.cell(row, 7).value == "Tự nguyện tại cơ sở":
            page.cell(row, 7).value = "Cai nghiện tự nguyện tại cơ sở công lập"
    book.save(path)
    again = best_table(read_workbook(path))
    kept = propose(again, targets, [ColumnMapping.from_json(mapping.to_json())])
    rows_again = list(draft_rows(again, kept, targets, today=TODAY))
    assert [each.name for each in rows_again] == [each.name for each in bad]
    assert not any(has_errors(each) for each in rows_again)


def test_nothing_is_written_beside_the_file(tmp_path, monkeypatch):
    aside = tmp_path / "temp"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    made(tmp_path, HEADING, [1, "An", "31/6/1970"])
    assert list(aside.iterdir()) == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["lỗi.xlsx", "temp"]


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    table = find_table(Sheet("DS", [HEADING, [1, "An", "31/6/1970"]]))
    with pytest.raises(UserError) as caught:
        write_error_book(table, *read(table), tmp_path / "không có" / "a.xlsx")
    assert caught.value.code == "AS-3190"


def test_odd_names_of_sheets_become_such_as_excel_allows(tmp_path):
    for name in ("a/b:c*[d]?", "", "x" * 60, LIST_TITLE, "History"):
        table = find_table(Sheet(name, [HEADING, [1, "An", "31/6/1970"]]))
        write_error_book(table, *read(table), tmp_path / "a.xlsx")
        assert len(read_workbook(tmp_path / "a.xlsx").sheets) == 2
