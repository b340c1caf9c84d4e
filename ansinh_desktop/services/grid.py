"""A list that is typed or pasted row by row: read, checked and brought in as one from a file, with the same services."""

import csv
import dataclasses
import io
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.importer.columns import ColumnMapping, ColumnMatch, propose
from ansinh_desktop.services.importer.heading import find_table
from ansinh_desktop.services.importer.importing import Importing, Opened, Outcome, Step
from ansinh_desktop.services.importer.planning import RowPlan
from ansinh_desktop.services.importer.sheets import CELL_LIMIT, Row, Sheet, trimmed
from ansinh_desktop.services.importer.table import Heading, PersonRow, Table, filled
from ansinh_desktop.services.importer.targets import PERSON, Target, targets_of
from ansinh_desktop.text import fold

NAME = "bảng nhập nhiều"
"""What the history says such rows came from."""

_OF_PERSON = tuple(
    PERSON + key for key in ("full_name", "birth_date", "sex", "personal_id", "hamlet", "address")
)
_HEADINGS_TELL = 2
_LOOKED_FOR_HEADING = 12
_LONGEST_CELL = 100_000


@dataclass(frozen=True)
class Grid:
    """What stands in the grid."""

    register: str
    columns: tuple[ColumnMatch, ...]
    rows: tuple[tuple[str, ...], ...]
    running: bool = True
    """Whether these people stand where a list kept before puts them (being paid); else at the beginning."""


def first_columns(register: Register) -> tuple[ColumnMatch, ...]:
    """Return the columns with which a grid begins: who it is, what must be known, what the register's list shows."""
    targets = {each.key: each for each in targets_of(register)}
    asked = [key for key, each in targets.items() if each.required or key in register.listed]
    keys = dict.fromkeys([*_OF_PERSON, *asked, *(key for key in register.listed if key in targets)])
    return tuple(column_of(place, targets[key]) for place, key in enumerate(keys))


def column_of(place: int, target: Target | None) -> ColumnMatch:
    """Return a column that fills a field; one that fills none yet is kept and not read."""
    return ColumnMatch(place, target.label if target else "", target.key if target else None, 1.0)


def read_clipboard(typed: str) -> list[list[str]]:
    """Return the cells of what a spreadsheet put into the clipboard: parted by tabs, quoted where they hold lines.

    Raises:
        UserError: AS-3007 it holds more cells than a list of people can; AS-3036 a cell in it has no end.
    """
    lines = io.StringIO(typed.replace("\r\n", "\n").replace("\r", "\n"))
    # The csv module knows one limit for the whole process, and others set theirs.
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(csv.reader(lines, dialect="excel-tab"))
    except csv.Error as error:
        raise UserError("AS-3036") from error
    if sum(map(len, rows)) > CELL_LIMIT:
        raise UserError("AS-3007", name=NAME, most=f"{CELL_LIMIT:,}".replace(",", "."))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [[cell.strip() for cell in row] for row in rows]


def for_clipboard(rows: Sequence[Sequence[str]]) -> str:
    """Return cells as a spreadsheet takes them: what :func:`read_clipboard` reads again."""
    written = io.StringIO()
    csv.writer(written, dialect="excel-tab", lineterminator="\n").writerows(rows)
    return written.getvalue().removesuffix("\n")


def with_heading(
    register: Register, block: Sequence[Sequence[str]]
) -> tuple[tuple[ColumnMatch, ...], list[list[str]]] | None:
    """Return the columns and the people of a pasted block that brings its heading; None where it brings none."""
    targets = targets_of(register)
    words = [word for each in targets for word in (each.label, *each.aliases)]
    if not _has_heading(block, {fold(each) for each in words}):
        return None
    cells: list[Row] = [list(row) for row in block]
    try:
        table = find_table(Sheet(NAME, trimmed(cells)), words)
    except UserError:
        return None
    mapping = propose(table, targets)
    width = max(each.column for each in table.columns) + 1
    by_column = {each.column: each for each in mapping.matches}
    columns = tuple(by_column.get(place, column_of(place, None)) for place in range(width))
    return columns, [_texts(each.cells, width) for each in table.people]


def _has_heading(block: Sequence[Sequence[str]], known: Collection[str]) -> bool:
    top = block[:_LOOKED_FOR_HEADING]
    return any(sum(fold(cell) in known for cell in row if cell) >= _HEADINGS_TELL for row in top)


def _texts(cells: Row, width: int) -> list[str]:
    found = ["" if cell is None else str(cell) for cell in cells[:width]]
    return found + [""] * (width - len(found))


def opened(grid: Grid) -> Opened:
    """Return the rows of a grid as a list that was read from a file; rows without a letter are nobody."""
    register = catalog.register(grid.register)
    if not grid.running and register.imported_state is not None:
        register = dataclasses.replace(register, imported_state=None, import_defaults={})
    rows = trimmed([list(row) for row in grid.rows])
    headings = tuple(Heading(each.column, (each.heading,) if each.heading else ()) for each in grid.columns)
    people = tuple(PersonRow(place, row) for place, row in enumerate(rows) if filled(row))
    table = Table(Sheet(NAME, rows), range(0), headings, people, ())
    return Opened(Path(NAME), register, table, targets_of(register), ColumnMapping("", grid.columns))


def plan(importing: Importing, grid: Grid) -> Outcome:
    """Return what would become of each row, as the import says it."""
    steps = importing.plan(opened(grid))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def ready(outcome: Outcome) -> list[RowPlan]:
    """Return the rows that can be brought in as they stand: whole, and nobody who is there already."""
    return [each for each in outcome.rows if each.comes_in and each.final]


def bring_in(importing: Importing, outcome: Outcome) -> Generator[Step, None, Outcome]:
    """Bring the rows that are ready in as one unit of work; the others stay where they can be mended."""
    wanted = {each.draft.row_number for each in ready(outcome)}
    importing.want(
        outcome, [each for each in outcome.rows if each.draft.row_number not in wanted], wanted=False
    )
    return (yield from importing.carry_out(outcome))


def brought(outcome: Outcome) -> frozenset[int]:
    """Return the numbers of the rows that are recorded now."""
    return frozenset(each.draft.row_number for each in outcome.rows if each.comes_in)
