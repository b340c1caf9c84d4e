"""Tables as they travel: CSV with a Table Schema, so that an archive explains itself in ten years."""

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from ansinh_desktop.services.sync.cells import (
    LARGEST_CELL,
    READ,
    WIDEST,
    WRITE,
    is_too_long,
    openings,
    size_of,
)
from ansinh_desktop.services.sync.reading import Entry

Row: TypeAlias = Mapping[str, Any]
"""A row by its columns; of which type each is, its table declares."""

LARGEST_ROW: Final = 256 << 10
"""Bytes; a longer row is no table of ours, while a cell that is too long is the fault of its row."""
MOST_COLUMNS: Final = 256
MOST_CHUNK_ROWS: Final = 2000
MOST_CHUNK_BYTES: Final = 4 << 20
_CELL, _NESTED, _ITEM = 48, 128, 32
"""How much larger than their spelling a cell, a list or object inside one, and an item of that are in memory."""
_SMALL: Final = 100
"""What a cell of so many letters needs more is not worth a look: a chunk has not so many rows."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_LONGEST_TITLE: Final = 500


Step: TypeAlias = Callable[[int], None]
"""Is told how many rows there were so far; what it raises ends the work, and all of it is undone."""


@dataclass(frozen=True)
class Spelled:
    """The rows of a table as CSV, for whoever sends the same ones again and again."""

    content: bytes
    rows: int


Rows: TypeAlias = Iterable[Row] | Spelled
Tables: TypeAlias = Iterable[tuple["Table", Rows]]
"""Tables on their way, each with what stands in it."""


def counted(content: Tables, step: Step) -> Iterator[tuple["Table", Rows]]:
    """Yield tables whose rows are counted, over all of them, as they are taken; those spelled already are no work."""
    numbers = itertools.count(1)

    def told(rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            step(next(numbers))
            yield row

    for table, rows in content:
        yield table, rows if isinstance(rows, Spelled) else told(rows)


class CellError(ValueError):
    """A value that does not fit its column."""

    def __init__(self, row: int, column: str) -> None:
        super().__init__(f"{column} in row {row}")
        self.row = row
        self.column = column


class LargeCellError(CellError):
    """A value longer than a cell may be, or a row than a row; then it names no column."""


Faults: TypeAlias = Callable[[int, Sequence[str], CellError], None]
"""Is told of a row that cannot be read: its number, its cells as they came, and which of them does not fit."""


@dataclass(frozen=True)
class Column:
    """One column, with its Vietnamese title; ``labels`` gives the words for coded values."""

    name: str
    type: str = "string"
    """string, integer, boolean, date, datetime, object or array."""
    title: str = ""
    required: bool = False
    blank: bool = False
    """An empty cell is an empty text; elsewhere an empty cell is no value at all."""
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a column that could not be written."""
        if not _NAME.fullmatch(self.name) or self.type not in WRITE or len(self.title) > _LONGEST_TITLE:
            raise ValueError(f"no sound column: {self.name!r}")
        if self.blank and (self.required or self.type != "string"):
            raise ValueError(f"an empty {self.name} cannot be told from a missing one")


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values stand in a column of another table of the same package."""

    column: str
    table: str
    reference: str = "id"


@dataclass(frozen=True)
class Table:
    """What a table holds; the order of its columns is the order in the file."""

    name: str
    title: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ("id",)
    foreign_keys: tuple[ForeignKey, ...] = ()

    def __post_init__(self) -> None:
        """Refuse nonsense when it is declared."""
        names = self.column_names
        keys = {*self.primary_key, *(each.column for each in self.foreign_keys)}
        sound = _NAME.fullmatch(self.name) and 0 < len(names) == len(set(names)) and keys <= set(names)
        if not sound or len(names) > MOST_COLUMNS or len(self.title) > _LONGEST_TITLE:
            raise ValueError(f"no sound table: {self.name!r}")

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns in their order."""
        return tuple(each.name for each in self.columns)

    @property
    def path(self) -> str:
        """Where the table lies in the package."""
        return f"data/{self.name}.csv"


def write_rows(table: Table, rows: Iterable[Row], stream: io.TextIOBase) -> int:
    """Write a table as CSV, and return how many rows it has.

    Raises:
        CellError: A value does not fit its column.
    """
    writer = csv.writer(stream)
    writer.writerow(table.column_names)
    plan = [(each.name, WRITE[each.type], each) for each in table.columns]
    count = 0
    for row in rows:
        cells = []
        for name, write, column in plan:
            try:
                cells.append("" if (value := row[name]) is None else write(value))
            except (KeyError, TypeError, ValueError) as error:
                raise CellError(count + 1, name) from error
            if is_too_long(cells[-1]):
                raise LargeCellError(count + 1, name)
            if column.required and not cells[-1]:
                raise CellError(count + 1, name)
        if _spelled_size(cells) > LARGEST_ROW:
            raise LargeCellError(count + 1, "")
        writer.writerow(cells)
        count += 1
    return count


def spell(table: Table, rows: Iterable[Row]) -> Spelled:
    """Return the rows of a table as they are written.

    Raises:
        CellError: A value does not fit its column.
    """
    stream = io.StringIO(newline="")
    count = write_rows(table, rows, stream)
    return Spelled(stream.getvalue().encode("utf-8"), count)


def count_rows(table: Table, stream: io.TextIOBase) -> int:
    """Count the rows of a CSV from elsewhere, after a look at its first line.

    Raises:
        CellError: The first line is not the table's, a row has another number of cells, or is too long.
    """
    width = len(table.columns)
    count = 0
    for _, raw in _raw_rows(table, stream):
        count += 1
        if len(raw) != width:
            raise CellError(count, "")
    return count


def read_rows(table: Table, stream: io.TextIOBase) -> Iterator[Row]:
    """Yield the rows of a CSV from elsewhere with the values they had when they were written.

    Raises:
        CellError: A cell does not fit its column.
    """
    for _, row in _weighed_rows(table, stream, None):
        yield row


def read_chunks(
    table: Table, stream: io.TextIOBase, most_rows: int, most_bytes: int, faults: Faults | None = None
) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of a CSV from elsewhere, as many at once as the memory meant for them holds.

    Args:
        table: What the table holds.
        stream: The CSV.
        most_rows: How many rows a chunk has at most.
        most_bytes: How many bytes a chunk needs at most, in memory; a larger row comes alone.
        faults: Is told of each row with a cell that does not fit its column; the row is left out.

    Raises:
        CellError: A cell does not fit its column, and nobody wanted to be told.
    """
    chunk: list[dict[str, Any]] = []
    spent = 0
    for weight, row in _weighed_rows(table, stream, faults):
        if chunk and (len(chunk) >= most_rows or spent + weight > most_bytes):
            yield chunk
            chunk, spent = [], 0
        chunk.append(row)
        spent += weight
    if chunk:
        yield chunk


def _weighed_rows(
    table: Table, stream: io.TextIOBase, faults: Faults | None
) -> Iterator[tuple[int, dict[str, Any]]]:
    names, reading = table.column_names, _Reading(table)
    for number, (size, raw) in enumerate(_raw_rows(table, stream), start=1):
        if len(raw) != len(names):
            raise CellError(number, "")
        try:
            row = dict(zip(names, reading.cells(number, raw, size), strict=True))
        except CellError as error:
            if faults is None:
                raise
            faults(number, raw, error)
            continue
        yield size + reading.overhead(raw), row


class _Reading:
    """How the cells of a table are read; worked out once for all its rows."""

    def __init__(self, table: Table) -> None:
        self._names = table.column_names
        columns = list(enumerate(table.columns))
        self._nested = [at for at, each in columns if each.type in ("object", "array")]
        self._typed = [(at, READ[each.type]) for at, each in columns if each.type != "string"]
        self._blanks = [at for at, each in columns if each.blank]
        self._required = [at for at, each in columns if each.required]

    def cells(self, number: int, raw: Sequence[str], size: int) -> list[object]:
        """Return the values of a row of so many bytes.

        Raises:
            CellError: A cell does not fit its column.
        """
        cells: list[object] = [cell or None for cell in raw]
        if size > LARGEST_CELL:
            for at, cell in enumerate(raw):
                if is_too_long(cell):
                    raise LargeCellError(number, self._names[at])
        at = 0
        try:
            for at, read in self._typed:
                if raw[at]:
                    cells[at] = read(raw[at])
        except ValueError as error:
            raise CellError(number, self._names[at]) from error
        for at in self._blanks:
            cells[at] = raw[at]
        for at in self._required:
            if cells[at] is None:
                raise CellError(number, self._names[at])
        return cells

    def overhead(self, raw: Sequence[str]) -> int:
        """Return how much more memory than its bytes a row needs."""
        inside = 0
        for at in self._nested:
            if len(each := raw[at]) > _SMALL:
                inside += _NESTED * openings(each) + _ITEM * each.count(",")
        return _CELL * len(raw) + inside


def descriptor(table: Table, size: int, digest: str, *, complete: bool = True) -> dict[str, object]:
    """Return the Frictionless data resource of a table; ``complete`` says that no row it refers to is left out."""
    return {
        "name": table.name,
        "title": table.title,
        "path": table.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "bytes": size,
        "hash": f"sha256:{digest}",
        "schema": _schema(table, complete=complete),
    }


def parse_descriptor(entry: Entry) -> Table:
    """Read the table that a data resource declares.

    Raises:
        MalformedError: It declares no table of ours.
    """
    schema = entry.entry("schema")
    name, title = entry.text("name", pattern=_NAME), entry.text("title", most=_LONGEST_TITLE, blank=True)
    columns = tuple(_parse_column(each) for each in schema.entries("fields", most=MOST_COLUMNS))
    key = tuple(schema.words("primaryKey", pattern=_NAME))
    try:
        table = Table(name, title, columns, primary_key=key)
    except ValueError as error:
        raise entry.fault("schema") from error
    if entry.take("path") != table.path:
        raise entry.fault("path")
    return table


def _schema(table: Table, *, complete: bool) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(each) for each in table.columns],
        "primaryKey": list(table.primary_key),
        "missingValues": [""],
    }
    if table.foreign_keys and complete:
        schema["foreignKeys"] = [
            {
                "fields": [each.column],
                "reference": {
                    "resource": "" if each.table == table.name else each.table,
                    "fields": [each.reference],
                },
            }
            for each in table.foreign_keys
        ]
    return schema


def _field(column: Column) -> dict[str, object]:
    found: dict[str, object] = {"name": column.name, "type": column.type, "title": column.title}
    constraints: dict[str, object] = {}
    if column.required:
        constraints["required"] = True
    if column.labels:
        constraints["enum"] = sorted(column.labels)
        found["labels"] = dict(column.labels)
    if column.blank:
        found["blank"] = True
    return found | ({"constraints": constraints} if constraints else {})


def _parse_column(entry: Entry) -> Column:
    constraints = entry.optional_entry("constraints")
    labels = entry.optional("labels", {})
    if not isinstance(labels, dict) or not all(isinstance(each, str) for each in labels.values()):
        raise entry.fault("labels")
    try:
        return Column(
            name=entry.text("name", pattern=_NAME),
            type=entry.choice("type", frozenset(READ)),
            title=entry.text("title", most=_LONGEST_TITLE, blank=True),
            required=constraints.optional("required", default=False) is True,
            blank=entry.optional("blank", default=False) is True,
            labels=labels,
        )
    except ValueError as error:
        raise entry.fault("fields") from error


def _raw_rows(table: Table, stream: io.TextIOBase) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's bytes and cells."""
    # The csv module knows one limit for the whole process, and others set theirs.
    csv.field_size_limit(LARGEST_ROW)
    lines = _BoundedLines(stream)
    rows = csv.reader(lines.all(), strict=True)
    try:
        if next(rows, None) != list(table.column_names):
            raise CellError(0, "")
        lines.rows += 1
        for row in rows:
            lines.rows += 1
            size = _size_in_memory("".join(row)) + len(row)
            if size > LARGEST_ROW:
                raise csv.Error("a row is too long")
            yield size, row
    except csv.Error as error:
        raise CellError(rows.line_num, "") from error


def _size_in_memory(cells: str) -> int:
    """Return how many bytes the cells of a row have; of a short one that is not plain, as many as it takes in memory."""
    letters = len(cells)
    if cells.isascii():
        return letters
    return letters * 2 if letters * WIDEST <= LARGEST_CELL else size_of(cells)


class _BoundedLines:
    """The lines of a text, as long as no row outgrows the memory meant for it.

    They are read in blocks, and the engine takes them from there by itself: a look at each line would cost more than
    all that is done with it.
    """

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream
        self.rows = 0
        """How many rows were made of them so far, as whoever takes them says."""

    def all(self) -> Iterator[str]:
        """Return the lines."""
        return itertools.chain.from_iterable(io.StringIO(each, newline="") for each in self._blocks())

    def _blocks(self) -> Iterator[str]:
        """Yield the text in pieces that end with a line."""
        begun, rows, spent = "", 0, 0
        while block := self._stream.read(_BLOCK):
            # All before was taken: what is no row yet is the one that grows.
            spent = len(block) + (spent if rows == self.rows else len(begun))
            rows = self.rows
            if spent > LARGEST_ROW + _BLOCK:
                raise csv.Error("a row is too long")
            end = block.rfind("\n") + 1
            if end:
                yield begun + block[:end]
                begun = ""
            begun += block[end:]
        if begun:
            yield begun


_BLOCK: Final = 32 << 10
"""Letters that are read at once."""


def _spelled_size(cells: Sequence[str]) -> int:
    """Return how many bytes a row has at most: each cell quoted, its own quotes doubled, with its comma; the line's end."""
    around = 3 * len(cells) + 2
    most = sum(map(len, cells)) * WIDEST + around
    if most <= LARGEST_ROW:
        return most
    return sum(size_of(each) + each.count('"') for each in cells) + around
