"""What a workbook is once it is read: sheets of plain cells, with what was noticed on the way."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ansinh_desktop import legacy_text
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, note, warning
from ansinh_desktop.legacy_text import Encoding

Cell: TypeAlias = (
    str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None
)
Row: TypeAlias = list[Cell]
Place: TypeAlias = tuple[int, int]
"""Row and column, both counted from 0."""

ENCODING_NAMES = {Encoding.TCVN3: "TCVN3 (.VnTime)", Encoding.VNI: "VNI"}
CELL_LIMIT = 600_000
"""Cells that one workbook may hold: ten times the list of a large commune, and what a small laptop bears."""
ERROR_TEXTS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_PREVIEWS = 5


@dataclass(frozen=True)
class Span:
    """Cells merged into one; all four are counted from 0 and belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class OldColumn:
    """A column that was typed in an old font, with a few of its texts before and after."""

    encoding: Encoding
    preview: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``rows[0]`` is its row 1, and an empty cell is None."""

    name: str
    rows: Sequence[Row]
    spans: tuple[Span, ...] = ()
    visible: bool = True
    faults: Mapping[Place, Finding] = field(default_factory=dict)
    """Cells whose value the file does not hold: formulas never computed, and errors such as #REF!."""
    old_columns: Mapping[int, OldColumn] = field(default_factory=dict)
    notes: tuple[Finding, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    """Rows that the spreadsheet does not show."""
    left: int = 0
    """Where its first column stood, if this is a part of a wider sheet."""


@dataclass(frozen=True)
class Workbook:
    """A file as it was read; ``kind`` is xlsx, xls, ods or csv, whatever its name says."""

    name: str
    kind: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Finding, ...] = ()


def column_letters(column: int) -> str:
    """Return the name that a spreadsheet gives a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def trimmed(rows: Sequence[Sequence[Cell]]) -> list[Row]:
    """Return rows without empty ends; empty texts become None."""
    kept: list[Row] = []
    for row in rows:
        cells = [None if cell == "" else cell for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        kept.append(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def with_unicode(sheet: Sheet) -> Sheet:
    """Return a sheet with the columns that were typed in old fonts made Unicode, and a note on each."""
    repaired = legacy_text.repair_columns(sheet.rows)
    if not repaired.encodings:
        return sheet
    columns = {
        column: OldColumn(encoding, _preview(sheet.rows, repaired.rows, column))
        for column, encoding in repaired.encodings.items()
    }
    found = tuple(
        note(
            "AS-3024",
            sheet=sheet.name,
            columns=_letters(columns, encoding),
            encoding=ENCODING_NAMES[encoding],
        )
        for encoding in sorted({each.encoding for each in columns.values()})
    )
    return replace(sheet, rows=repaired.rows, old_columns=columns, notes=(*sheet.notes, *found))


def too_many_cells(name: str) -> UserError:
    """Return the error about a workbook that is too large to be a list of people."""
    return UserError("AS-3007", name=name, most=f"{CELL_LIMIT:,}".replace(",", "."))


def error_cell(place: Place, shown: str) -> Finding:
    """Return the finding about a cell that holds an error instead of a value."""
    return warning("AS-3022", cell=cell_name(place), shown=shown)


def uncomputed_cell(place: Place) -> Finding:
    """Return the finding about a formula whose value was never saved."""
    return warning("AS-3021", cell=cell_name(place))


def cell_name(place: Place) -> str:
    """Return the name of a cell as a spreadsheet shows it: B12."""
    return f"{column_letters(place[1])}{place[0] + 1}"


def _letters(columns: Mapping[int, OldColumn], encoding: Encoding) -> str:
    return ", ".join(column_letters(place) for place, each in columns.items() if each.encoding is encoding)


def _preview(before: Sequence[Row], after: Sequence[Row], column: int) -> tuple[tuple[str, str], ...]:
    pairs: dict[str, str] = {}
    for old, new in zip(before, after, strict=True):
        if column < len(old) and old[column] != new[column]:
            pairs[str(old[column])] = str(new[column])
            if len(pairs) == _PREVIEWS:
                break
    return tuple(pairs.items())
