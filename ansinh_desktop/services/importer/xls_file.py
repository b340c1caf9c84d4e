"""Old binary workbooks (.xls), read by xlrd.

Not by calamine: a damaged .xls can make it ask for more memory than there is, and then the whole program ends
without a word. xlrd is plain Python; whatever it stumbles over is an exception.
"""

import datetime
import io
from pathlib import Path
from typing import Any, Literal

import xlrd

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding
from ansinh_desktop.services.importer.sheets import (
    CELL_LIMIT,
    Cell,
    Place,
    Sheet,
    Span,
    Workbook,
    error_cell,
    too_many_cells,
    trimmed,
)

FILE_LIMIT = 20_000_000

_SPAN_ROWS, _SPAN_LIMIT = 100, 20_000
_OTHER_FILES = {"WordDocument": "văn bản Word", "PowerPoint Document": "bản trình chiếu PowerPoint"}


def read_xls(path: Path) -> Workbook:
    """Read an old binary workbook.

    Raises:
        UserError: It is damaged, locked by a password, too large, or no workbook.
    """
    if path.stat().st_size > FILE_LIMIT:
        raise UserError("AS-3004", name=path.name, most=FILE_LIMIT // 1_000_000)
    content = path.read_bytes()
    _check_inside(content, path.name)
    try:
        return _read(content, path.name)
    except UserError:
        raise
    except Exception as error:  # xlrd raises whatever a damaged record leads to
        code = "AS-3003" if "encrypted" in str(error) else "AS-3001"
        raise UserError(code, name=path.name) from error


def _check_inside(content: bytes, name: str) -> None:
    """Look at the names of the parts: a locked .xlsx and a Word file begin with the same bytes as an .xls."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UserError("AS-3003", name=name)
    for part, kind in _OTHER_FILES.items():
        if part.encode("utf-16-le") in content and "Workbook".encode("utf-16-le") not in content:
            raise UserError("AS-3002", name=name, kind=kind)


def _read(content: bytes, name: str) -> Workbook:
    book = _opened(content)
    sheets: list[Sheet] = []
    left = CELL_LIMIT
    for place in range(book.nsheets):
        sheet = book.sheet_by_index(place)
        left -= sum(sheet.row_len(row) for row in range(sheet.nrows))
        if left < 0:
            raise too_many_cells(name)
        sheets.append(_sheet(book, sheet))
        book.unload_sheet(place)
    return Workbook(name, "xls", tuple(sheets))


def _opened(content: bytes) -> Any:
    options: dict[str, Any] = {"file_contents": content, "logfile": io.StringIO(), "ragged_rows": True}
    try:
        # Merged cells are told only together with the formats, which some programs write wrongly.
        return xlrd.open_workbook(on_demand=True, formatting_info=True, **options)
    except Exception:  # noqa: BLE001 - the second try tells what is wrong
        return xlrd.open_workbook(on_demand=True, **options)


def _sheet(book: Any, sheet: Any) -> Sheet:
    faults: dict[Place, Finding] = {}
    rows: list[list[Cell]] = []
    for row in range(sheet.nrows):
        cells: list[Cell] = []
        for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
            if kind == xlrd.XL_CELL_ERROR:
                shown = xlrd.error_text_from_code.get(value, "#LỖI")
                faults[row, column] = error_cell((row, column), shown)
            cells.append(_cell(kind, value, book.datemode))
        rows.append(cells)
    spans = [
        Span(top, left, bottom - 1, right - 1)
        for top, bottom, left, right in sheet.merged_cells[:_SPAN_LIMIT]
        if top < _SPAN_ROWS or bottom - top > 1
    ]
    hidden = frozenset(row for row, info in sheet.rowinfo_map.items() if getattr(info, "hidden", False))
    return Sheet(sheet.name, trimmed(rows), tuple(spans), sheet.visibility == 0, faults, hidden_rows=hidden)


def _cell(kind: int, value: Any, datemode: Literal[0, 1]) -> Cell:
    match kind:
        case xlrd.XL_CELL_TEXT:
            return str(value)
        case xlrd.XL_CELL_NUMBER:
            return float(value)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        case xlrd.XL_CELL_DATE:
            return _date(value, datemode)
        case _:
            return None


def _date(serial: float, datemode: Literal[0, 1]) -> Cell:
    try:
        moment: datetime.datetime = xlrd.xldate_as_datetime(serial, datemode)
    except (ValueError, OverflowError):
        return serial  # a number that only wears the format of a date
    if serial < 1:
        return moment.time()
    return moment.date() if moment.time() == datetime.time() else moment
