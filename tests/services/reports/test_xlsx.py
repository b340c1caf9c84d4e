"""Lists as workbooks, read back with another library than the one that wrote them."""

import datetime
import io
import tempfile
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.reports.layout import (
    INTERNAL_USE,
    MOTTO,
    NATION,
    NO_ROWS,
    GroupRow,
    ListColumn,
    ListDocument,
    Signature,
    StoppedError,
)
from ansinh_desktop.services.reports.xlsx import MOST_ROWS, write_xlsx
from tests.services.reports.papers import COLUMNS, HEADING, payment_list, people, wide_list

BIRTH = datetime.datetime.fromisoformat("1961-08-05")
PAYLOADS = ["=1+1", "=cmd|' /C calc'!A0", "+84912345678", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK()"]


def written(document: ListDocument) -> bytes:
    stream = io.BytesIO()
    write_xlsx(document, stream)
    return stream.getvalue()


def sheet_of(document: ListDocument):
    (sheet,) = openpyxl.load_workbook(io.BytesIO(written(document))).worksheets
    return sheet


def texts_of(sheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def first_row(sheet) -> int:
    """The first row of values: under the headings, which do not move."""
    return int(sheet.freeze_panes.lstrip("A"))


def test_dates_amounts_and_numbers_of_people_are_what_they_are():
    row = (1, "Trần Thị Đào", PartialDate(1961, 8, 5), "089061001234", 2.5, 1_350_000)
    sheet = sheet_of(payment_list(rows=[row], row_count=1))
    number, name, birth, identity, factor, money = sheet[first_row(sheet)][:6]
    assert (number.value, name.value, money.value) == (1, "Trần Thị Đào", 1_350_000)
    assert birth.value == BIRTH
    assert birth.number_format == "dd/mm/yyyy"
    assert (identity.value, identity.data_type, identity.number_format) == ("089061001234", "s", "@")
    assert (factor.value, factor.number_format) == (2.5, "#,##0.0##")
    assert money.number_format == "#,##0"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (PartialDate(1961), "1961"),
        (PartialDate(1961, 8), "08/1961"),
        (PartialDate(1961, estimated=True), "khoảng 1961"),
        (PartialDate(1890, 5, 6), "06/05/1890"),
        ("không rõ", "không rõ"),
        (None, None),
        ("", None),
    ],
)
def test_dates_that_excel_cannot_hold_stay_text(value, shown):
    sheet = sheet_of(payment_list(rows=[(1, "A", value, None, None, None)], row_count=1))
    assert sheet.cell(first_row(sheet), 3).value == shown


@pytest.mark.parametrize(
    "value", [datetime.date(1961, 8, 5), datetime.datetime(1961, 8, 5, 7, 30, tzinfo=datetime.UTC)]
)
def test_plain_dates_are_dates_too(value):
    sheet = sheet_of(payment_list(rows=[(1, "A", value, None, Decimal("1.5"), None)], row_count=1))
    assert sheet.cell(first_row(sheet), 3).value == BIRTH
    assert sheet.cell(first_row(sheet), 5).value == 1.5


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula(payload):
    document = payment_list(
        title=payload,
        rows=[GroupRow(payload), (1, payload, payload, payload, payload, payload)],
        columns=(replace(COLUMNS[0], heading=payload), *COLUMNS[1:]),
        remark=payload,
        group_totals=True,
    )
    data = written(document)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    at = first_row(sheet) + 1
    for cell in sheet[at][1:6]:
        assert cell.value == payload.strip()
        assert cell.data_type == "s"
        assert cell.quotePrefix


def test_plain_texts_are_not_marked_as_quoted():
    sheet = sheet_of(payment_list(1))
    assert not any(cell.quotePrefix for row in sheet.iter_rows() for cell in row)


def test_the_sheet_says_what_the_paper_says():
    document = payment_list(
        60,
        heading=replace(HEADING, superior_lines=("TỈNH AN GIANG",)),
        annex="Phụ lục I",
        reference="(Kèm theo Báo cáo)",
        unit_note="Đơn vị tính: đồng",
        remark="Ghi chú: đã niêm yết.",
        confidential=INTERNAL_USE,
    )
    texts = texts_of(sheet_of(document))
    for text in (
        "TỈNH AN GIANG",
        "XÃ BÌNH HÒA",
        NATION,
        MOTTO,
        INTERNAL_USE,
        "Phụ lục I",
        "DANH SÁCH CHI TRẢ",
        "Tháng 6 năm 2026",
        "(Kèm theo Báo cáo)",
        "Đơn vị tính: đồng",
        "Mức trợ cấp",
        "Số tiền (đồng)",
        "TỔNG CỘNG",
        "Số dòng: 60",
        "Ghi chú: đã niêm yết.",
        "Bình Hòa, ngày …… tháng …… năm ……",
        "TM. ỦY BAN NHÂN DÂN",
        "Nguyễn Văn An",
    ):
        assert texts.count(text) == 1, text
    assert texts.index("DANH SÁCH CHI TRẢ") < texts.index("Họ và tên") < texts.index("TỔNG CỘNG")


def test_a_number_brings_place_and_date_to_the_top():
    texts = texts_of(sheet_of(payment_list(heading=replace(HEADING, number="Số: 05/BC-UBND"))))
    assert texts.index("Số: 05/BC-UBND") < texts.index("Bình Hòa, ngày …… tháng …… năm ……") < 6


def test_texts_are_centred_across_their_own_columns_only():
    signatures = (
        Signature(("NGƯỜI LẬP BIỂU",), "Trần Thị Đào"),
        Signature(("KẾ TOÁN",)),
        Signature(("CHỦ TỊCH",)),
    )
    sheet = sheet_of(payment_list(confidential=INTERNAL_USE, signatures=signatures))
    for text, neighbours in ((INTERNAL_USE, ["E", "F"]), ("Trần Thị Đào", ["C", "D", "E", "F"])):
        (row,) = [row for row in sheet.iter_rows() if row[0].value == text]
        assert row[0].alignment.horizontal == row[1].alignment.horizontal == "centerContinuous"
        assert {sheet[f"{letter}{row[0].row}"].alignment.horizontal for letter in neighbours} == {None}


def test_a_long_group_heading_has_room_for_its_lines():
    columns = tuple(replace(column, group=column.group and "Mức trợ cấp xã hội " * 8) for column in COLUMNS)
    sheet = sheet_of(payment_list(columns=columns))
    assert sheet.row_dimensions[first_row(sheet) - 2].height > 5 * 15


def test_totals_are_values_and_spelled_out():
    sheet = sheet_of(payment_list(60))
    whole = sum(row[5] for row in people(60))
    (total,) = [row for row in sheet.iter_rows() if row[0].value == "TỔNG CỘNG"]
    assert total[5].value == whole
    assert total[5].number_format == "#,##0"
    assert sum(sheet.cell(first_row(sheet) + at, 6).value for at in range(60)) == whole
    assert any(text.startswith("Bằng chữ: ") for text in texts_of(sheet))


def test_groups_stand_above_their_rows_with_their_totals():
    rows = [GroupRow("Ấp Một"), *people(3), GroupRow("Ấp Hai"), *people(2)]
    sheet = sheet_of(payment_list(5, rows=rows, group_totals=True))
    labels = [sheet.cell(first_row(sheet) + at, 1).value for at in range(10)]
    assert labels == ["Ấp Một", 1, 2, 3, "Cộng Ấp Một", "Ấp Hai", 1, 2, "Cộng Ấp Hai", "TỔNG CỘNG"]
    assert sheet.cell(first_row(sheet) + 4, 6).value == sum(row[5] for row in people(3))


def test_headings_stay_in_sight_and_rows_can_be_filtered():
    sheet = sheet_of(payment_list(60))
    first = first_row(sheet)
    assert sheet.cell(first - 2, 2).value == "Họ và tên"
    assert sheet.cell(first - 2, 5).value == "Mức trợ cấp"
    assert sheet.cell(first - 1, 6).value == "Số tiền (đồng)"
    assert sheet.auto_filter.ref == f"A{first - 1}:F{first + 59}"
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert merged == {f"{c}{first - 2}:{c}{first - 1}" for c in "ABCD"} | {f"E{first - 2}:F{first - 2}"}


def test_a_row_of_marks_stands_between_headings_and_values():
    marked = tuple(replace(column, mark=f"({at})") for at, column in enumerate(COLUMNS, start=1))
    sheet = sheet_of(payment_list(2, columns=marked))
    assert [cell.value for cell in sheet[first_row(sheet) - 1]] == [f"({at})" for at in range(1, 7)]


@pytest.mark.parametrize(
    ("document", "paper", "orientation", "across"),
    [
        (payment_list(5), 9, "portrait", 1),
        (wide_list(9, 5), 9, "landscape", 1),
        (wide_list(5, 5, orientation="landscape"), 9, "landscape", 1),
        (wide_list(20, 5), 8, "landscape", 1),
        (wide_list(20, 5, a3=False), 9, "landscape", 2),
        (wide_list(40, 5), 8, "landscape", 2),
        (wide_list(9, 5, orientation="portrait"), 9, "portrait", 1),
    ],
)
def test_it_is_ready_for_the_printer(document, paper, orientation, across):
    sheet = sheet_of(document)
    assert (sheet.page_setup.paperSize or 9, sheet.page_setup.orientation or "portrait") == (
        paper,
        orientation,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (across, 0)
    head = first_row(sheet) - 1
    assert sheet.print_title_rows in {f"${head}:${head}", f"${head - 1}:${head}"}
    assert (sheet.print_title_cols == "$A:$B") == (across > 1)
    assert sheet.page_margins.left == pytest.approx(30 / 25.4)
    assert sheet.page_margins.right == pytest.approx(15 / 25.4)
    assert "Trang &P/&N" in sheet.oddFooter.right.text
    assert sheet.print_area


def test_confidential_lists_say_so_on_every_printed_page():
    assert INTERNAL_USE in sheet_of(payment_list(confidential=INTERNAL_USE)).oddHeader.right.text
    assert not sheet_of(payment_list()).oddHeader.right.text


def test_an_empty_list_says_that_it_is_empty():
    sheet = sheet_of(payment_list(0))
    assert NO_ROWS in texts_of(sheet)
    assert "Số dòng: 0" in texts_of(sheet)
    assert sheet.auto_filter.ref is None


@pytest.mark.parametrize("columns", range(1, 41, 3))
def test_lists_of_any_width_are_whole(columns):
    document = wide_list(columns, 4, heading=HEADING, signatures=payment_list().signatures)
    sheet = sheet_of(document)
    first = first_row(sheet)
    rows: Any = document.rows
    for at, row in enumerate(rows):
        assert [sheet.cell(first + at, place + 1).value for place in range(columns)] == list(row)
    assert {"Nguyễn Văn An", "Trần Thị Đào", NATION} - set(texts_of(sheet)) <= (
        {NATION} if columns == 1 else set()
    )


def test_columns_are_wide_enough_for_what_they_say():
    columns = (
        *COLUMNS[:5],
        ListColumn("money", "Tiền", "money", total=True),
        ListColumn("k", "Ký", min_width=25),
    )
    rows = [(*row, None) for row in people(40)]
    sheet = sheet_of(payment_list(40, columns=columns, rows=rows))
    widths = {letter: sheet.column_dimensions[letter].width for letter in "ABCDEFG"}
    assert widths["D"] > 12
    assert widths["F"] > len("42.930.000")
    assert widths["G"] > 25 / 2.2
    assert widths["A"] < 8


def test_texts_longer_than_a_cell_are_shortened_not_lost():
    sheet = sheet_of(payment_list(rows=[(1, "a" * 40_000, None, None, None, None)], row_count=1))
    assert sheet.cell(first_row(sheet), 2).value == "a" * 32_767


def test_nothing_is_parked_in_the_folder_of_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert written(payment_list(500))


def test_a_list_longer_than_a_sheet_is_told_to_the_officer():
    with pytest.raises(UserError) as caught:
        write_xlsx(payment_list(rows=[], row_count=MOST_ROWS + 1), io.BytesIO())
    assert caught.value.code == "AS-4006"
    assert "1.048." in caught.value.text


def test_progress_is_told_and_the_officer_can_stop_it():
    told: list[tuple[int, int]] = []
    write_xlsx(payment_list(600), io.BytesIO(), lambda done, whole: told.append((done, whole)))
    assert told == [(0, 600), (250, 600), (500, 600), (600, 600)]
    stream = io.BytesIO()
    with pytest.raises(StoppedError):
        write_xlsx(payment_list(600), stream, None, lambda: len(told) > 0)
    assert stream.getvalue() == b""
