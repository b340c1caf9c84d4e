"""Deals the rows of a list out to pages, with their totals, so that nothing is cut or stands alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ansinh_desktop.services.reports.blocks import CELL_GAP, LEADING, Block, closing, opening, table_heads
from ansinh_desktop.services.reports.cells import Number, show_number
from ansinh_desktop.services.reports.fitting import BOTTOM, MM, PADDING, TOP, Fit, Slot
from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.gathering import DataRow, Gathered, GatheredRow, LabelRow
from ansinh_desktop.services.reports.layout import (
    BROUGHT,
    CARRIED,
    CARRIED_AT_ONCE,
    GRAND_TOTAL,
    NO_ROWS,
    PAGE_TOTAL,
    ListDocument,
)
from ansinh_desktop.services.reports.wrapping import Lines, wrap, wrap_with_notes

Cells: TypeAlias = tuple[Lines, ...]
"""The lines of each column's cell, by the column's place in the list.

Tuples, for the garbage collector walks long lists of lists again and again, and tuples of texts never.
"""

_FEWEST_LINES = 3
_WITH_SIGNATURES = 2
"""So many rows stand on the page of the signatures, where there are so many."""


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row of values."""

    height: float
    cells: Cells
    numbers: dict[int, Number]
    begins: bool = True
    """Whether it is no further piece of one that was cut."""


@dataclass(frozen=True, slots=True)
class BandRow:
    """A row in bold whose label runs over columns: a group, or totals.

    ``labels`` holds, for each sheet of a split list, the label's lines and how many columns it covers.
    """

    height: float
    cells: Cells
    labels: tuple[tuple[Lines, int], ...]
    is_sum: bool


PageRow: TypeAlias = PlainRow | BandRow


@dataclass
class Page:
    """The rows of one page (of each sheet of it, where the list is split)."""

    left: float
    rows: list[PageRow] = field(default_factory=list)
    numbers: dict[int, Number] = field(default_factory=dict)
    count: int = 0
    """How many rows of values it holds."""
    is_first: bool = False
    closing: Block | None = None


@dataclass(frozen=True)
class Pages:
    """A list ready to be drawn."""

    fit: Fit
    heads: tuple[Block, ...]
    opening: Block
    pages: list[Page]


def paginate(document: ListDocument, gathered: Gathered, fit: Fit) -> Pages:
    """Lay out the whole list."""
    return _Dealer(document, gathered, fit).deal()


class _Dealer:
    """Lays rows on a page until it is full, then takes the next."""

    def __init__(self, document: ListDocument, gathered: Gathered, fit: Fit) -> None:
        self._document = document
        self._gathered = gathered
        self._fit = fit
        self._heads = table_heads(document, fit.bands, fit.size)
        self._opening = opening(document, fit.sheet)
        self._rooms = self._cell_rooms()
        self._sum_height = self._sum_row(CARRIED, {}).height
        self._room = fit.sheet.height - TOP - BOTTOM - self._heads[0].height
        self._pages = [Page(self._room - self._opening.height, is_first=True)]

    def deal(self) -> Pages:
        """Deal all rows out, close the list, and total the pages."""
        held: list[BandRow] = []
        for gathered in self._rows():
            row = self._laid(gathered)
            if isinstance(row, BandRow) and isinstance(gathered, LabelRow) and gathered.sums is None:
                if self._document.group_pages and self._pages[-1].rows and not held:
                    self._next_page()
                held.append(row)
                continue
            for piece in self._pieces(row):
                self._place([*held, piece])
                held = []
        if held:
            self._place(held)
        self._close()
        if len(self._pages) > 1 and self._has_page_totals:
            self._total_pages()
        return Pages(self._fit, self._heads, self._opening, self._pages)

    def _total_pages(self) -> None:
        """Close each page with its sums; where they are carried, with those of all pages up to it as well."""
        until: dict[int, Number] = dict.fromkeys(self._document.totalled, 0)
        count = 0
        carries = self._document.carries
        for page in self._pages:
            if carries and count:
                page.rows.insert(0, self._sum_row(self._of(BROUGHT, count), until))
            until = {place: until[place] + page.numbers.get(place, 0) for place in until}
            goes_on, at_once = carries and page is not self._pages[-1], carries and not count
            count += page.count
            said = self._of(PAGE_TOTAL, page.count)
            ending = [self._sum_row(said + CARRIED_AT_ONCE * (goes_on and at_once), page.numbers)]
            if goes_on and not at_once:
                ending.append(self._sum_row(self._of(CARRIED, count), until))
            place = self._total_place(page)
            page.rows[place:place] = ending

    def _of(self, label: str, count: int) -> str:
        """Return the words of a sum, and of how many it is where that is said."""
        counted = self._document.counted
        return f"{label} ({count} {counted})" if counted else label

    def _rows(self) -> Iterator[GatheredRow]:
        """Give the rows, and let go of each, for a long list need not lie in memory twice."""
        rows = self._gathered.rows or [LabelRow(NO_ROWS)]
        self._gathered.rows = []
        rows.reverse()
        while rows:
            yield rows.pop()

    @property
    def _has_page_totals(self) -> bool:
        return self._document.page_totals and bool(self._document.totalled)

    def _cell_rooms(self) -> list[float]:
        size = self._fit.size
        return [
            (self._fit.width_of(place) - 2 * PADDING) / size for place in range(len(self._document.columns))
        ]

    def _height(self, lines: int) -> float:
        least = self._document.row_height * MM
        return max(lines * self._fit.size * LEADING + 2 * CELL_GAP, least)

    def _laid(self, row: GatheredRow) -> PageRow:
        if isinstance(row, LabelRow):
            return self._band_row(row.label, row.sums)
        cells = self._wrapped(row)
        return PlainRow(self._height(max(1, *map(len, cells))), cells, row.numbers)

    def _wrapped(self, row: DataRow) -> Cells:
        body, italic = face("regular"), face("italic")
        return tuple(
            (((text, width),) if text else ())
            if width <= room and "\n" not in text
            else wrap_with_notes(text, room, body, italic)
            if column.notes
            else wrap(text, room, body)
            for text, width, room, column in zip(
                row.texts, row.widths, self._rooms, self._document.columns, strict=True
            )
        )

    def _band_row(self, label: str, sums: dict[int, Number] | None) -> BandRow:
        bold = face("bold")
        cells: list[Lines] = [()] * len(self._document.columns)
        for place, number in (sums or {}).items():
            cells[place] = wrap(
                show_number(number, self._document.columns[place].kind), self._rooms[place], bold
            )
        labels = tuple(self._label(label, band, sums) for band in self._fit.bands)
        lines = max(1, *(len(each) for each, _ in labels), *map(len, cells))
        height = lines * self._fit.size * LEADING + 2 * CELL_GAP
        if self._document.counted:
            height = max(height, self._document.row_height * MM)
        return BandRow(height, tuple(cells), labels, is_sum=sums is not None)

    def _label(self, label: str, band: tuple[Slot, ...], sums: dict[int, Number] | None) -> tuple[Lines, int]:
        """Return the lines of a label that runs up to the first total of its sheet."""
        covered = next((at for at, slot in enumerate(band) if slot.place in (sums or {})), len(band))
        width = sum(slot.width for slot in band[:covered]) - 2 * PADDING
        return wrap(label, width / self._fit.size, face("bold")), covered

    def _sum_row(self, label: str, numbers: dict[int, Number]) -> BandRow:
        return self._band_row(label, {place: numbers.get(place, 0) for place in self._document.totalled})

    def _pieces(self, row: PageRow) -> list[PageRow]:
        """Break a row that is higher than a page."""
        usable = self._usable(Page(self._room))
        if not isinstance(row, PlainRow) or row.height <= usable:
            return [row]
        line = self._fit.size * LEADING
        on_first = self._usable(self._pages[0]) if not self._pages[0].rows else usable
        most = int((min(usable, on_first) - 2 * CELL_GAP) // line)
        if most < _FEWEST_LINES:
            most = int((usable - 2 * CELL_GAP) // line)
        return _cut(row, max(most, 1), self._height)

    def _usable(self, page: Page) -> float:
        """Return the room for rows beside the sums of the page."""
        if not self._has_page_totals:
            return page.left
        # Brought over, of the page, carried on; of the first page the last two are one.
        sums = 3 if self._document.carries and not page.is_first else 1
        return page.left - sums * self._sum_height

    def _place(self, rows: Sequence[PageRow]) -> None:
        """Put rows that belong together on the page, or on the next one."""
        height = sum(row.height for row in rows)
        if len(rows) > 1 and height > self._usable(Page(self._room)):
            for row in rows:
                self._place([row])
            return
        page = self._pages[-1]
        if height > self._usable(page) and (page.rows or page.is_first):
            # What a group comes to stands under a row of it.
            page = self._turn_over(height) if _is_sum(rows[0]) and page.rows else self._next_page()
        for row in rows:
            _put(page, row)

    def _next_page(self) -> Page:
        self._pages.append(Page(self._room))
        return self._pages[-1]

    def _close(self) -> None:
        """End the list: what is signed stands under the last row, never on a page of its own."""
        end = closing(self._document, self._fit.sheet, self._gathered.totals)
        words = self._of(GRAND_TOTAL, self._document.row_count)
        total = self._band_row(words, self._gathered.totals) if self._document.totalled else None
        needed = end.height + (total.height if total else 0.0)
        page = self._pages[-1]
        room = self._usable(page) if len(self._pages) > 1 else page.left
        if needed > room:
            page = self._turn_over(needed)
        self._bring_company(page, needed)
        if total:
            _put(page, total)
        page.closing = end

    def _bring_company(self, page: Page, needed: float) -> None:
        """Take rows of the page before over to the last one, until the signatures do not stand with one row alone."""
        while len(self._pages) > 1 and page.count < _WITH_SIGNATURES:
            before = self._pages[-2]
            start = _last_unit(before.rows)
            height = sum(row.height for row in before.rows[start:])
            if not start or height + needed > self._usable(page):
                return
            for _ in before.rows[start:]:
                _put(page, _take_last(before))
                page.rows.insert(0, page.rows.pop())

    def _turn_over(self, needed: float) -> Page:
        """Take the end of the last page over to a new one, so that a row stands above what is to follow it."""
        before = self._pages[-1]
        start = _last_unit(before.rows)
        height = sum(row.height for row in before.rows[start:])
        if start and height + needed <= self._usable(Page(self._room)):
            moved = [_take_last(before) for _ in before.rows[start:]][::-1]
        else:
            moved = self._part_of(before, needed)
        page = self._next_page()
        for row in moved:
            _put(page, row)
        return page

    def _part_of(self, page: Page, needed: float) -> list[PageRow]:
        """Cut the last row of a page in two, and return the second part; nothing where it has one line."""
        row = page.rows[-1]
        if not isinstance(row, PlainRow):
            return []
        lines = max(map(len, row.cells))
        room = self._usable(Page(self._room)) - needed - 2 * CELL_GAP
        moving = min(lines // 2, int(room // (self._fit.size * LEADING)))
        if moving < 1:
            return []
        _take_last(page)
        first, second = _cut(row, lines - moving, self._height)
        _put(page, first)
        return [second]

    def _total_place(self, page: Page) -> int:
        """Return where the page's total stands: last, but before the grand total."""
        return len(page.rows) - (1 if page.closing and self._document.totalled else 0)


def _put(page: Page, row: PageRow) -> None:
    page.rows.append(row)
    page.left -= row.height
    if isinstance(row, PlainRow):
        page.count += row.begins
        for place, number in row.numbers.items():
            page.numbers[place] = page.numbers.get(place, 0) + number


def _take_last(page: Page) -> PageRow:
    row = page.rows.pop()
    page.left += row.height
    if isinstance(row, PlainRow):
        page.count -= row.begins
        for place, number in row.numbers.items():
            page.numbers[place] -= number
    return row


def _last_unit(rows: list[PageRow]) -> int:
    """Return where the last row starts that must not be parted: a value row, with its group above it."""
    start = len(rows) - 1
    while start > 0 and isinstance(rows[start], BandRow):
        start -= 1
    while start > 0 and _opens_group(rows[start - 1]):
        start -= 1
    return start


def _is_sum(row: PageRow) -> bool:
    return isinstance(row, BandRow) and row.is_sum


def _opens_group(row: PageRow) -> bool:
    return isinstance(row, BandRow) and not row.is_sum


def _cut(row: PlainRow, most: int, height: Callable[[int], float]) -> list[PageRow]:
    """Break a row after every ``most`` lines; its numbers count once."""
    pieces: list[PageRow] = []
    for start in range(0, max(map(len, row.cells)), most):
        cells = tuple(lines[start : start + most] for lines in row.cells)
        numbers = row.numbers if start == 0 else {}
        begins = row.begins and start == 0
        pieces.append(PlainRow(height(max(map(len, cells))), cells, numbers, begins))
    return pieces
