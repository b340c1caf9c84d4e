"""Spreadsheets kept as a web page or as XML (.xls of web programs, XML Spreadsheet 2003), which Excel opens as tables.

Only what stands in cells is read: no script, no link, no style; nothing is fetched.
"""

import html
import re
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.importer.sheets import (
    CELL_LIMIT,
    Cell,
    Row,
    Sheet,
    Span,
    Workbook,
    too_many_cells,
    trimmed,
)

FILE_LIMIT = 20_000_000
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{3,20})""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_SPANS = re.compile(r"""\b(rowspan|colspan)\s*=\s*["']?\s*(\d{1,6})""", re.IGNORECASE)
_LONGEST_TAG = 4_000
_WIDEST = 200
_LAST_COLUMN = 1 << 14
_LONGEST_CELL = 30_000
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?")


def read_markup(path: Path) -> Workbook:
    """Read a table kept as a web page or as XML.

    Raises:
        UserError: It is too large, damaged, or holds no table.
    """
    if path.stat().st_size > FILE_LIMIT:
        raise UserError("AS-3004", name=path.name, most=FILE_LIMIT // 1_000_000)
    content = path.read_bytes()
    if _SPREADSHEET in content[:4096].replace(b"\0", b""):
        return Workbook(path.name, "xml", tuple(_XmlBook(path.name).read(content)))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:5].lower() == b"<?xml":
        raise UserError("AS-3009", name=path.name)
    sheets = _HtmlBook(path.name).read(_text_of(content))
    if not sheets:
        raise UserError("AS-3009", name=path.name)
    return Workbook(path.name, "html", tuple(sheets))


def _text_of(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    said = _CHARSET.search(content[:4096])
    for encoding in (said[1].decode("ascii") if said else "utf-8", "utf-8", "cp1258"):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("utf-8", "replace")


class _Grid:
    """The cells of one table as they are met."""

    def __init__(self, name: str, count: Callable[[int], None]) -> None:
        self.name = name
        self.rows: list[Row] = []
        self.spans: list[Span] = []
        self._count = count
        self._taken: set[tuple[int, int]] = set()

    def begin_row(self, at: int | None = None) -> None:
        while at is not None and len(self.rows) < at - 1:
            self._count(1)
            self.rows.append([])
        self._count(1)
        self.rows.append([])

    def add(self, cell: Cell, down: int, right: int, at: int | None = None) -> None:
        """Add a cell that is merged over so many rows and columns."""
        if not self.rows:
            self.begin_row()
        row, cells = len(self.rows) - 1, self.rows[-1]
        while len(cells) < _WIDEST and ((row, len(cells)) in self._taken or (at and len(cells) < at - 1)):
            self._count(1)
            cells.append(None)
        left = len(cells)
        down, right = min(max(down, 1), 1000), min(max(right, 1), _WIDEST)
        self._count(down * right)
        if left >= _LAST_COLUMN:
            return
        cells += [cell, *[None] * (right - 1)]
        if down > 1 or right > 1:
            self.spans.append(Span(row, left, row + down - 1, left + right - 1))
            for below in range(row + 1, row + down):
                self._taken |= {(below, column) for column in range(left, left + right)}

    def sheet(self) -> Sheet:
        """Return what was met as a sheet."""
        return Sheet(self.name, trimmed(self.rows), tuple(self.spans))


class _Counting:
    """Counts the cells of a file, and refuses one that is too large."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._cells = 0

    def count(self, cells: int = 1) -> None:
        self._cells += cells
        if self._cells > CELL_LIMIT:
            raise too_many_cells(self.name)


class _HtmlBook:
    """Collects the tables of a web page in one walk through it; a table within a cell is a part of its text."""

    def __init__(self, name: str) -> None:
        self._counting = _Counting(name)
        self._grids: list[_Grid] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._size = (1, 1)

    def read(self, page: str) -> list[Sheet]:
        """Return the tables that hold anything."""
        lowered = page.lower()  # only for places: what it says is taken from the page itself
        at, end = 0, len(page)
        while at < end:
            mark = page.find("<", at)
            mark = end if mark < 0 else mark
            if self._cell is not None and mark > at:
                self._cell.append(page[at:mark].replace("\n", " "))
            at = self._pass_tag(page, lowered, mark) if mark < end else end
        self._end_cell()
        return [sheet for sheet in (grid.sheet() for grid in self._grids) if sheet.rows]

    def _pass_tag(self, page: str, lowered: str, mark: int) -> int:
        """Follow what begins with "<", and return where to go on; what never ends, ends the page."""
        closing = "-->" if page.startswith("<!--", mark) else ">"
        close = page.find(closing, mark)
        if close < 0:
            return len(page)
        found = _TAG.match(page, mark, min(close, mark + _LONGEST_TAG))
        if found is None:
            return close + len(closing)
        name = found[2].lower()
        if name in {"script", "style"} and not found[1]:
            over = lowered.find(f"</{name}", close)
            return over if over >= 0 else len(page)
        if found[1]:
            self._end_tag(name)
        else:
            self._start_tag(name, page[found.end() : close])
        return close + 1

    def _start_tag(self, tag: str, attributes: str) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._grids.append(_Grid(f"Bảng {len(self._grids) + 1}", self._counting.count))
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._end_cell()
            self._grids[-1].begin_row()
        elif tag in {"td", "th"}:
            self._end_cell()
            said = {name.lower(): number for name, number in _SPANS.findall(attributes[:_LONGEST_TAG])}
            self._cell, self._size = [], (_whole(said.get("rowspan")), _whole(said.get("colspan")))
        elif tag in {"br", "p", "div"} and self._cell:
            self._cell.append("\n")

    def _end_tag(self, tag: str) -> None:
        if tag == "table":
            if self._depth == 1:
                self._end_cell()
            self._depth = max(0, self._depth - 1)
        elif tag in {"td", "th", "tr"} and self._depth == 1:
            self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = html.unescape("".join(self._cell)[:_LONGEST_CELL])
        lines = [" ".join(line.split()) for line in text.split("\n")]
        self._grids[-1].add("\n".join(filter(None, lines)) or None, *self._size)
        self._cell = None


class _XmlBook:
    """Collects the sheets of an XML Spreadsheet."""

    def __init__(self, name: str) -> None:
        self._counting = _Counting(name)
        self._grids: list[_Grid] = []
        self._attributes: dict[str, str] = {}
        self._kind = ""
        self._data: list[str] | None = None

    def read(self, content: bytes) -> list[Sheet]:
        """Return the sheets.

        Raises:
            UserError: It is damaged, or defines entities.
        """
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_definitions
        parser.EntityDeclHandler = self._refuse_definitions
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(content, True)  # noqa: FBT003 - expat takes it by place
        except (expat.ExpatError, ValueError) as error:
            raise UserError("AS-3001", name=self._counting.name) from error
        return [sheet for sheet in (grid.sheet() for grid in self._grids) if sheet.rows]

    def _refuse_definitions(self, *_: object) -> None:
        raise UserError("AS-3014", name=self._counting.name)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        match name.rpartition(":")[2]:
            case "Worksheet":
                self._grids.append(_Grid(plain.get("Name", "Trang"), self._counting.count))
            case "Row" if self._grids:
                self._grids[-1].begin_row(_whole(plain["Index"]) if "Index" in plain else None)
            case "Cell":
                self._attributes, self._data, self._kind = plain, None, ""
            case "Data":
                self._data, self._kind = [], plain.get("Type", "String")

    def _characters(self, text: str) -> None:
        if self._data is not None:
            self._data.append(text)

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] != "Cell" or not self._grids:
            return
        text = "".join(self._data or ())[:_LONGEST_CELL]
        said = self._attributes
        down, right = _more(said.get("MergeDown")) + 1, _more(said.get("MergeAcross")) + 1
        at = _whole(said["Index"]) if "Index" in said else None
        self._grids[-1].add(_typed(text, self._kind), down, right, at)
        self._data = None


def _typed(text: str, kind: str) -> Cell:
    if kind == "Number" and _NUMBER.fullmatch(text.strip()):
        return float(text)
    day = _DAY.fullmatch(text.strip()) if kind == "DateTime" else None
    return day[1] if day else text or None


def _whole(typed: str | None) -> int:
    return int(typed) if typed and re.fullmatch(r"[0-9]{1,6}", typed) else 1


def _more(typed: str | None) -> int:
    return _whole(typed) if typed else 0
