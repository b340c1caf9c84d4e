"""Looks through the XML of a zipped workbook and counts what it would cost to read it."""

import functools
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.parsers import expat

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.importer.sheets import CELL_LIMIT, Place, Span, too_many_cells

ELEMENT_LIMIT = 4_000_000
WIDE_GAP = 5_000
USUAL_COLUMNS = 200
TEXT_LIMIT = 100_000_000
"""Characters of all cells, a shared text counted each time it is used."""

_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_SPAN_ROWS, _SPAN_LIMIT = 100, 20_000
_HIDDEN_LIMIT = 100_000
_FORMULA_LIMIT = 100_000
_LATER_LIMIT = 1_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

Attributes: TypeAlias = dict[str, str]


@dataclass
class SheetTally:
    """What was counted in one sheet."""

    cells: int = 0
    rows: int = 0
    """The last row and column with a value, counted from 1."""
    columns: int = 0
    shared: int = 0
    """Cells whose text is one of the shared texts."""
    spans: list[Span] = field(default_factory=list)
    formulas: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)

    hidden: set[int] = field(default_factory=set)
    """Rows that are not shown."""

    near_rows: int = 0
    """The last row before the first wide gap."""
    wide: Place | None = None
    """The first cell beyond the last usual column."""
    later: dict[int, int] = field(default_factory=dict)
    """The rows that stand beyond a wide gap so far, each with its first column: rows between may still come."""

    @property
    def far(self) -> Place | None:
        """The first cell beyond a wide gap or the last usual column."""
        return min(filter(None, (self.wide, min(self.later.items(), default=None))), default=None)

    @property
    def area(self) -> int:
        """The cells of the rectangle that holds them all."""
        return self.rows * self.columns

    emptied: bool = False
    """Whether empty cells were left out of the clean copy."""

    def need_places(self, book: "BookTally") -> None:
        """Refuse a cell that tells its place only by those before it, where some of those were left out."""
        if self.emptied:
            raise book.refuse("AS-3001")

    def add(self, row: int, column: int) -> None:
        """Count a cell with a value.

        Raises:
            ValueError: No sheet has such a place.
        """
        if not (0 <= row < _LAST_ROW and column < _LAST_COLUMN):
            raise ValueError(row, column)
        if column >= USUAL_COLUMNS:
            self.wide = self.wide or (row, column)
        elif self.near_rows and row > self.near_rows + WIDE_GAP:
            self._keep_for_later(row, column)
        else:
            self._come_near(row)
        self.cells += 1
        self.rows = max(self.rows, row + 1)
        if column >= self.columns:
            self.columns = column + 1

    def _keep_for_later(self, row: int, column: int) -> None:
        if row in self.later or len(self.later) < _LATER_LIMIT:
            self.later[row] = min(column, self.later.get(row, column))

    def _come_near(self, row: int) -> None:
        """Count a row that belongs to the list, and with it those kept for later that it leads to."""
        self.near_rows = max(self.near_rows, row + 1)
        while self.later and (following := min(self.later)) <= self.near_rows + WIDE_GAP:
            del self.later[following]
            self.near_rows = max(self.near_rows, following + 1)


@dataclass
class BookTally:
    """What was counted in the parts of one file, and the clean copy of them."""

    name: str
    clean: io.BytesIO = field(default_factory=io.BytesIO)
    sheets: dict[str, SheetTally] = field(default_factory=dict)
    """By part."""
    names: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """By relation: the name of a sheet and whether it is shown."""
    targets: dict[str, str] = field(default_factory=dict)
    """By relation: the part."""
    fonts: set[str] = field(default_factory=set)
    longest_shared: int = 0
    bytes: int = 0
    elements: int = 0
    text: int = 0

    def refuse(self, code: str, **facts: object) -> UserError:
        """Return the error that names this file."""
        return UserError(code, name=self.name, **facts)

    def refuse_cells(self) -> UserError:
        """Return the error of a sheet that is too large."""
        return too_many_cells(self.name)

    def count_element(self) -> None:
        """Count one element of any part.

        Raises:
            UserError: There are too many.
        """
        self.elements += 1
        if self.elements > ELEMENT_LIMIT:
            raise self.refuse_cells()

    def count_text(self, characters: int) -> None:
        """Count characters that will have to be kept.

        Raises:
            UserError: There are too many.
        """
        self.text += characters
        if self.text > TEXT_LIMIT:
            raise self.refuse("AS-3005")


def watch_xlsx(part: str, book: BookTally, parser: expat.XMLParserType) -> None:
    """Let the parser of one part of an .xlsx count."""
    lowered = part.lower()
    if lowered.startswith("xl/worksheets/"):
        _SheetWatch(book.sheets.setdefault(part, SheetTally()), book, parser)
    elif re.fullmatch(r"xl/sharedstrings\d*\.xml", lowered):
        _watch_shared(book, parser)
    else:
        _watch_names(book, parser)


def watch_ods(part: str, book: BookTally, parser: expat.XMLParserType) -> None:
    """Let the parser of one part of an .ods count."""
    if part == "content.xml":
        _OdsWatch(book, parser)
    else:
        _watch_manifest(book, parser)


class _SheetWatch:
    """Follows the cells of a sheet: where they are, which are formulas, which are errors."""

    def __init__(self, tally: SheetTally, book: BookTally, parser: expat.XMLParserType) -> None:
        self._tally, self._book, self._parser = tally, book, parser
        self._row = self._column = -1
        self._cell: Attributes = {}
        self._steps = _Steps(
            {
                "c": self._begin_cell,
                "v": self._count_value,
                "is": self._count_value,
                "f": self._keep_formula,
                "row": self._begin_row,
                "mergeCell": self._keep_span,
            }
        )
        parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: Attributes) -> None:
        self._book.elements += 1
        self._steps[name](attributes)
        if self._book.elements > ELEMENT_LIMIT:
            raise self._book.refuse_cells()

    def _begin_row(self, attributes: Attributes) -> None:
        if "r" not in attributes:
            self._tally.need_places(self._book)
        self._row = int(attributes.get("r", self._row + 2)) - 1
        self._column, self._cell = -1, {}
        if attributes.get("hidden") in {"1", "true"} and len(self._tally.hidden) < _HIDDEN_LIMIT:
            self._tally.hidden.add(self._row)

    def _begin_cell(self, attributes: Attributes) -> None:
        if "r" not in attributes:
            self._tally.need_places(self._book)
            before = self._cell.get("r")
            self._column = (_place(before)[1] if before else self._column) + 1
        self._cell = attributes

    def _count_value(self, _attributes: Attributes) -> None:
        cell, tally = self._cell, self._tally
        if "r" in cell:
            self._row, self._column = _place(cell["r"])
        tally.add(self._row, self._column)
        if tally.cells > CELL_LIMIT:
            raise self._book.refuse_cells()
        kind = cell.get("t")
        if kind == "s":
            tally.shared += 1
        elif kind == "e":
            self._parser.CharacterDataHandler = self._keep_error

    def _keep_error(self, text: str) -> None:
        self._tally.errors[self._row, self._column] = text.strip()[:20]
        self._parser.CharacterDataHandler = None

    def _keep_formula(self, _attributes: Attributes) -> None:
        cell, formulas = self._cell, self._tally.formulas
        if cell.get("t") != "str" and len(formulas) < _FORMULA_LIMIT:
            formulas.add(_place(cell["r"]) if "r" in cell else (self._row, self._column))

    def _keep_span(self, attributes: Attributes) -> None:
        _add_span(self._tally, attributes.get("ref", ""))


def _add_span(tally: SheetTally, reference: str) -> None:
    """Keep a merged range of the heading, or one over several rows; some sheets have tens of thousands of others."""
    first, _, last = reference.partition(":")
    top, left = _place(first)
    bottom, right = _place(last or first)
    if (top < _SPAN_ROWS or bottom > top) and len(tally.spans) < _SPAN_LIMIT:
        tally.spans.append(Span(top, left, bottom, right))


class _Steps(dict[str, Callable[[Attributes], None]]):
    """What is done at an element, by its name; some programs write a prefix before each, and most say nothing."""

    def __missing__(self, name: str) -> Callable[[Attributes], None]:
        self[name] = self.get(name.rpartition(":")[2], _pass)
        return self[name]


def _pass(_attributes: Attributes) -> None:
    return


@functools.lru_cache(maxsize=4096)
def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _place(reference: str) -> Place:
    found = _REFERENCE.fullmatch(reference)
    if not found or int(found[2]) > _LAST_ROW or _column(found[1]) >= _LAST_COLUMN:
        raise ValueError(reference)
    return int(found[2]) - 1, _column(found[1])


def _watch_shared(book: BookTally, parser: expat.XMLParserType) -> None:
    """Find the longest of the shared texts: every cell that uses it would get a copy."""
    length = 0

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal length
        book.count_element()
        if name.rpartition(":")[2] == "si":
            length = 0

    def characters(text: str) -> None:
        nonlocal length
        length += len(text)
        book.longest_shared = max(book.longest_shared, length)

    parser.StartElementHandler = start
    parser.CharacterDataHandler = characters


def _watch_names(book: BookTally, parser: expat.XMLParserType) -> None:
    """Take the names of the sheets, where they lie, and the fonts."""

    def start(name: str, attributes: Attributes) -> None:
        book.count_element()
        match name.rpartition(":")[2]:
            case "sheet" if "name" in attributes:
                relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                book.names[relation] = (attributes["name"], attributes.get("state", "visible") == "visible")
            case "Relationship":
                book.targets[attributes.get("Id", "")] = attributes.get("Target", "")
            case "name":
                book.fonts.add(attributes.get("val", ""))

    parser.StartElementHandler = start


def _watch_manifest(book: BookTally, parser: expat.XMLParserType) -> None:
    def start(name: str, _attributes: Attributes) -> None:
        book.count_element()
        if name.rpartition(":")[2] == "encryption-data":
            raise book.refuse("AS-3003")

    parser.StartElementHandler = start


class _OdsWatch:
    """Counts cells and texts as often as the file asks to repeat them, for calamine lays all of them out."""

    def __init__(self, book: BookTally, parser: expat.XMLParserType) -> None:
        self._book = book
        self._laid_out = 0
        self._rows = self._columns = self._empty_rows = 0
        self._row_repeat = self._repeat = self._place = self._weight = 0
        self._filled = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: Attributes) -> None:
        self._book.count_element()
        match name:
            case "table:table-row":
                self._row_repeat = int(attributes.get("table:number-rows-repeated", 1))
                self._place, self._filled = 0, False
            case "table:table-cell" | "table:covered-table-cell":
                self._repeat = int(attributes.get("table:number-columns-repeated", 1))
                self._place += self._repeat
                # An empty text is a value for calamine; a style alone is none.
                self._weight = sum(
                    len(value)
                    for key, value in attributes.items()
                    if key.startswith(("office:", "table:formula"))
                )
            case "text:s":
                spaces = int(attributes.get("text:c", 1))
                self._check(spaces)
                self._weight += spaces

    def _characters(self, text: str) -> None:
        self._weight += len(text)

    def _end(self, name: str) -> None:
        match name:
            case "table:table-cell" | "table:covered-table-cell" if self._weight:
                self._check(self._place)
                self._book.count_text(self._weight * self._repeat * self._row_repeat)
                self._columns = max(self._columns, self._place)
                self._filled, self._weight = True, 0
            case "table:table-row" if self._filled:
                self._rows += self._empty_rows + self._row_repeat
                self._empty_rows = 0
                self._check(self._laid_out + self._rows * self._columns)
            case "table:table-row":
                self._empty_rows += self._row_repeat
            case "table:table":
                self._laid_out += self._rows * self._columns
                self._rows = self._columns = self._empty_rows = 0

    def _check(self, cells: int) -> None:
        if cells > CELL_LIMIT:
            raise self._book.refuse_cells()
