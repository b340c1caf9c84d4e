"""What a list is once it is found in a sheet: its heading, its people, and what was passed over."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ansinh_desktop.findings import Finding
from ansinh_desktop.services.importer.name_cells import FAMILY_NAMES
from ansinh_desktop.services.importer.sheets import Cell, Place, Row, Sheet
from ansinh_desktop.text import clean, fold

Reason: TypeAlias = Literal["blank", "heading", "numbers", "section", "total", "after"]

Origin: TypeAlias = tuple[int, int, str]
"""Of a part of a list that was put together: its first row here, its first row there, the name of its sheet."""

NUMBER_HEADINGS = frozenset({"stt", "tt", "so tt", "so thu tu"})
NAME_HEADING = re.compile(
    r"(ho (va )?(chu dem va )?ten|ten|ho, ten)\b(?! (cha|me|bo|vo|chong|nguoi|chu tai khoan|ap|thon|xa|truong|benh|don vi|co so|khac))"
)
_ENOUGH_NAMES = 0.4


@dataclass(frozen=True)
class Heading:
    """One column of the table; ``path`` is its heading from the uppermost level down, empty where it has none."""

    column: int
    path: tuple[str, ...]

    @property
    def text(self) -> str:
        """The heading in one line."""
        return " – ".join(self.path)

    @property
    def leaf(self) -> str:
        """The lowest level."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True)
class PersonRow:
    """A row with a person; ``row`` is counted from 0."""

    row: int
    cells: Row
    section: str = ""
    """The heading between the people under which it stands."""
    hamlet: str = ""
    """The same, where it names a hamlet."""
    leaving: str = ""
    """The title above it that says that these people leave the list ("DANH SÁCH GIẢM"); empty for all others."""


@dataclass(frozen=True)
class PassedRow:
    """A row below the heading that is no person, and why."""

    row: int
    reason: Reason
    text: str = ""


@dataclass(frozen=True)
class Table:
    """The list of people in one sheet."""

    sheet: Sheet
    heading_rows: range
    columns: tuple[Heading, ...]
    people: tuple[PersonRow, ...]
    passed: tuple[PassedRow, ...]
    title: str = ""
    as_of: datetime.date | None = None
    """The last day the list can speak of, as its title says ("Tính đến ngày 30/6/2022")."""
    notes: tuple[Finding, ...] = ()
    money_unit: int | None = None
    """How many đồng a one means, as a line above the list says ("Đơn vị tính: 1.000 đồng")."""
    shared: frozenset[Place] = frozenset()
    """(row, -1) of rows that share a merged amount or date with the row above."""
    next_row: int | None = None
    """Where another heading begins below this list."""
    origins: tuple[Origin, ...] = ()
    """Where the list was put together."""
    units: tuple[tuple[int, int | None], ...] = ()
    """From which row on amounts count in which unit, where lists that were put together name different ones."""

    def part_of(self, row: int) -> tuple[int, int | None]:
        """Return the part of the list to which a row belongs: its first row, and the unit that its title names."""
        return next((each for each in reversed(self.units) if row >= each[0]), (0, self.money_unit))

    def place(self, row: int) -> str:
        """Return how a row (from 0) is called: its number, and its sheet where there are several."""
        for first, there, name in reversed(self.origins):
            if row >= first:
                return f"{row - first + there + 1} trang {name}"
        return str(row + 1)

    @property
    def name_column(self) -> int | None:
        """The column that holds the names, by its heading or by what stands in it."""
        return name_column(self.columns, [each.cells for each in self.people])


def name_column(columns: Sequence[Heading], rows: Sequence[Row]) -> int | None:
    """Return the column of names: the one headed so in which names stand, else one in which most cells are names."""
    headed = [each.column for each in columns if NAME_HEADING.match(fold(each.text))]
    for column in headed:
        if any(isinstance(cell := _at(row, column), str) and cell.strip() for row in rows):
            return column
    shares = {each.column: _share_of_names([_at(row, each.column) for row in rows]) for each in columns}
    best = max(shares, key=lambda column: shares[column], default=None)
    return best if best is not None and shares[best] >= _ENOUGH_NAMES else None


def _share_of_names(cells: Sequence[Cell]) -> float:
    texts = [clean(cell) for cell in cells if isinstance(cell, str) and cell.strip()]
    named = sum(
        2 <= len(text.split()) <= 6
        and fold(text.split()[0]) in FAMILY_NAMES
        and text.istitle() | text.isupper()
        for text in texts
    )
    return named / len(texts) if texts else 0.0


def _at(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else None


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def filled(row: Row) -> dict[int, Cell]:
    """Return the cells of a row that hold anything, by column."""
    return {column: cell for column, cell in enumerate(row) if not is_blank(cell)}
