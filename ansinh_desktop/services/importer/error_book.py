"""The error workbook: the same sheet with the bad cells marked, to be mended in Excel and imported again alone.

XlsxWriter keeps the whole file in memory; openpyxl would park the sheets in the temporary folder, unencrypted.
"""

import datetime
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.paths import write_whole
from ansinh_desktop.services.importer.columns import ColumnMapping
from ansinh_desktop.services.importer.draft_rows import RowDraft
from ansinh_desktop.services.importer.sheets import Cell, Row, Sheet, column_letters
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.targets import NAME

LIST_TITLE = "Danh sách lỗi"

_LEVEL_NAMES = {Level.ERROR: "Lỗi", Level.WARNING: "Cảnh báo", Level.NOTE: "Ghi chú"}
_COLOURS = {Level.ERROR: "#FF9999", Level.WARNING: "#FFE699"}
_WIDEST, _NARROWEST = 45, 6
_LONGEST_TEXT = 32_767
_LIST_HEADINGS = ("Dòng ở tệp gốc", "Của ai", "Cột", "Mức", "Mã", "Nội dung", "Cách sửa")


def write_error_book(
    table: Table, mapping: ColumnMapping, drafts: Iterable[RowDraft], path: Path, *, only_bad: bool = True
) -> None:
    """Write the error workbook; the list of people stays as it was, only colours and comments are added.

    Args:
        table: The list.
        mapping: What its columns fill.
        drafts: Its rows as they were read, or only those to be mended.
        path: Where to; always an .xlsx, whatever the list came from.
        only_bad: Whether rows without errors and warnings are left out.

    Raises:
        UserError: The file cannot be written.
    """
    content = error_book(table, mapping, drafts, only_bad=only_bad)
    try:
        write_whole(path, content)
    except OSError as error:
        raise UserError("AS-3190", name=path.name) from error


def error_book(
    table: Table, mapping: ColumnMapping, drafts: Iterable[RowDraft], *, only_bad: bool = True
) -> bytes:
    """Return the error workbook."""
    told = {each.row_number - 1: each for each in drafts if any(map(_is_bad, each.findings))}
    kept = _kept_rows(table, told, only_bad=only_bad)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        _Page(book, table, mapping).write(kept, told)
        _write_list(book, mapping, [told[row] for row in kept if row in told])
    return stream.getvalue()


def _is_bad(finding: Finding) -> bool:
    return finding.level is not Level.NOTE


def _kept_rows(table: Table, told: Mapping[int, RowDraft], *, only_bad: bool) -> list[int]:
    """Return the rows to write, from 0: the heading, and with each bad row the section it stands in."""
    if not only_bad:
        return list(range(len(table.sheet.rows)))
    kept = list(range(table.heading_rows.stop))
    sections = {each.row for each in table.passed if each.reason == "section"}
    section = None
    for row in range(table.heading_rows.stop, len(table.sheet.rows)):
        if row in sections:
            section = row
        elif row in told:
            kept += [row] if section is None else [section, row]
            section = None
    return kept


class _Page:
    """The sheet of people in the error workbook."""

    def __init__(self, book: Any, table: Table, mapping: ColumnMapping) -> None:
        self._book, self._table, self._mapping = book, table, mapping
        self._page: Worksheet = book.add_worksheet(_sheet_title(table.sheet))
        self._formats: dict[tuple[str, str], Any] = {}

    def write(self, kept: Sequence[int], told: Mapping[int, RowDraft]) -> None:
        rows = self._table.sheet.rows
        merged = set(self._merge())
        for place, row in enumerate(kept):
            marks = _by_column(told[row], self._mapping) if row in told else {}
            cells = rows[row]
            for column in range(max(len(cells), *(each + 1 for each in marks), 0)):
                if (place, column) not in merged:
                    cell = cells[column] if column < len(cells) else None
                    self._write_cell(place, column, cell, marks.get(column, ()), row)
        self._set_widths([rows[row] for row in kept[self._table.heading_rows.start :]])
        self._page.freeze_panes(self._table.heading_rows.stop, 0)

    def _merge(self) -> Iterator[tuple[int, int]]:
        """Merge what was merged in the heading, and yield the cells that are written by that."""
        rows = self._table.sheet.rows
        taken: set[tuple[int, int]] = set()
        for span in self._table.sheet.spans:
            cells = {
                (r, c) for r in range(span.top, span.bottom + 1) for c in range(span.left, span.right + 1)
            }
            if span.bottom >= self._table.heading_rows.stop or taken & cells or len(cells) < 2:
                continue
            taken |= cells
            first = rows[span.top][span.left] if span.left < len(rows[span.top]) else None
            look = self._book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True})
            self._page.merge_range(span.top, span.left, span.bottom, span.right, "", look)
            if first is not None:
                self._page.write_string(span.top, span.left, str(first), look)
            yield from cells

    def _write_cell(self, place: int, column: int, cell: Cell, findings: Sequence[Finding], row: int) -> None:
        levels = [each.level for each in findings]
        level = Level.ERROR if Level.ERROR in levels else Level.WARNING if levels else None
        write_cell(self._page, place, column, cell, lambda number: self._format(number, level))
        if findings:
            lines = [f"Dòng {row + 1} ở tệp gốc"]
            lines += [
                f"{_LEVEL_NAMES[each.level]} {each.code}: {each.text} {each.todo}".strip()
                for each in findings
            ]
            text = "\n".join(lines)
            self._page.write_comment(place, column, text, {"x_scale": 2.2, "y_scale": 0.5 + len(text) / 150})

    def _format(self, number: str, level: Level | None) -> Any:
        key = number, level or ""
        if key not in self._formats:
            look: dict[str, Any] = {"num_format": number} if number else {}
            if level:
                look |= {"bg_color": _COLOURS[level], "border": 1}
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]

    def _set_widths(self, rows: Sequence[Row]) -> None:
        widths: dict[int, int] = {}
        for row in rows:
            for column, cell in enumerate(row):
                widths[column] = max(widths.get(column, _NARROWEST), len(str(cell or "")) + 1)
        for column, width in widths.items():
            self._page.set_column(column, column, min(width, _WIDEST))


def write_cell(page: Worksheet, row: int, column: int, cell: Cell, look: Any) -> None:
    """Write a cell as what it is; a text is never a formula, a number never in powers of ten."""
    match cell:
        case None:
            page.write_blank(row, column, None, look(""))
        case bool():
            page.write_boolean(row, column, cell, look(""))
        case float() | int() if math.isfinite(cell):
            page.write_number(row, column, cell, look("0" if abs(cell) >= 1e9 else ""))
        case datetime.datetime():
            page.write_datetime(row, column, cell, look("dd/mm/yyyy hh:mm"))
        case datetime.date() if cell.year >= 1900:
            page.write_datetime(row, column, cell, look("dd/mm/yyyy"))
        case datetime.time() | datetime.timedelta():
            page.write_datetime(row, column, cell, look("hh:mm"))
        case _:
            page.write_string(row, column, str(cell)[:_LONGEST_TEXT], look("@"))


def _by_column(draft: RowDraft, mapping: ColumnMapping) -> dict[int, list[Finding]]:
    """Return the findings of a row by the column that the officer must look at."""
    found: dict[int, list[Finding]] = {}
    for each in filter(_is_bad, draft.findings):
        found.setdefault(column_of(each.field, draft, mapping), []).append(each)
    return found


def column_of(key: str, draft: RowDraft, mapping: ColumnMapping) -> int:
    """Return the column that fills a field in a row: the filled one of several; else that of the name."""
    places = [each.column for each in mapping.matches if each.target == key or key in each.sets]
    filled = [place for place in places if place < len(draft.cells) and draft.cells[place] is not None]
    names = [each.column for each in mapping.of(NAME)]
    return (*filled, *places, *names, 0)[0]


def _write_list(book: Any, mapping: ColumnMapping, drafts: Sequence[RowDraft]) -> None:
    """Write every finding as a line, for those who print or cannot see the colours."""
    page = book.add_worksheet(LIST_TITLE)
    bold, wrapped = (
        book.add_format({"bold": True, "border": 1}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    page.write_row(0, 0, _LIST_HEADINGS, bold)
    headings = {each.column: each.heading for each in mapping.matches}
    row = 0
    for draft in drafts:
        for each in filter(_is_bad, draft.findings):
            row += 1
            column = column_of(each.field, draft, mapping)
            where = f"{column_letters(column)} ({headings.get(column, '')})"
            page.write_number(row, 0, draft.row_number, wrapped)
            for place, text in enumerate(
                (draft.name, where, _LEVEL_NAMES[each.level], each.code, each.text, each.todo), start=1
            ):
                page.write_string(row, place, text, wrapped)
    for place, width in enumerate((9, 26, 26, 10, 9, 60, 60)):
        page.set_column(place, place, width)
    page.freeze_panes(1, 0)


def _sheet_title(sheet: Sheet) -> str:
    """Return a name that Excel allows; other formats allow more."""
    bare = re.sub(r"[\[\]:*?/\\]", " ", sheet.name).strip(" '")[:31]
    return bare if bare and bare != LIST_TITLE and bare.lower() != "history" else "Danh sách"
