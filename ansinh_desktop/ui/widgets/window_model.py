"""A table of any length of which only the rows around the visible ones are in memory."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon
from PySide6.QtWidgets import QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pause import pause

Index = QModelIndex | QPersistentModelIndex

PAGE = 100
"""Rows fetched at once."""
_MOST_PAGES = 60
_PAGES_AT_ONCE = 3

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SIGN = int(Qt.ItemDataRole.DecorationRole)
_COLOUR = int(Qt.ItemDataRole.ForegroundRole)
_HINT = int(Qt.ItemDataRole.ToolTipRole)
_SIDE = int(Qt.ItemDataRole.TextAlignmentRole)
_OF_HEADS = frozenset({_DISPLAY, _HINT, _SIDE})
_ROLES = frozenset({_DISPLAY, _SIGN, _COLOUR, _HINT, _SIDE, int(Qt.ItemDataRole.AccessibleTextRole)})


@dataclass(frozen=True)
class Face:
    """A cell that is more than its text."""

    text: str
    sign: str = ""
    """The name of an icon before the text."""
    tone: str = ""
    """``error``, ``warning``, ``note``, ``good``, ``muted``; never the only sign."""
    hint: str = ""


Cell: TypeAlias = str | Face


@dataclass(frozen=True)
class TableRow:
    """One row: the key of what it stands for, and its cells by the key of their column."""

    key: str
    cells: Mapping[str, Cell]


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class TableColumn:
    """One column of a table."""

    key: str
    label: str
    width: int = 140
    numeric: bool = False
    shown: bool = True
    sortable: bool = True
    hint: str = ""

    @property
    def side(self) -> Qt.AlignmentFlag:
        """Where its words stand: numbers at the right."""
        return _RIGHT if self.numeric else _LEFT


GAP = "\u2002"
"""Behind what stands at the right edge of its column, for words begin right beside it: half as wide as a letter is high."""
NO_ORDER = "Danh sách không xếp được theo cột này"


def heading(columns: Sequence[TableColumn], section: int, orientation: Qt.Orientation, role: int) -> object:
    """Return what a model says of the heading of a column, as Qt asks for it."""
    # A head asks ten things of each column for each measuring, and of seven of them there is nothing to say.
    if role not in _OF_HEADS or orientation != Qt.Orientation.Horizontal or not 0 <= section < len(columns):
        return None
    column = columns[section]
    if role == _DISPLAY:
        return column.label
    if role == _SIDE:
        return column.side
    said = (column.hint or column.label, "" if column.sortable else NO_ORDER)
    return "\n".join(filter(None, said))


class RowSource(Protocol):
    """Where the rows come from; asked in the background, one question at a time. It never changes itself."""

    def count(self) -> int:
        """Return how many rows there are."""

    def rows(self, first: int, count: int) -> Sequence[TableRow]:
        """Return the rows from ``first`` on."""

    def ordered(self, column: str, *, descending: bool) -> "RowSource":
        """Return the same rows in the order of a column."""


class WindowModel(QAbstractTableModel):
    """The pages of a source that were last looked at.

    Signals:
        counted: The number of rows is known. Carries it.
    """

    counted = Signal(int)

    def __init__(self, columns: Sequence[TableColumn], tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._tasks = tasks
        self._keys = [column.key for column in columns]
        self._sides = [column.side for column in columns]
        self._signs: dict[tuple[str, str], QIcon] = {}
        self._brushes: dict[str, QBrush] = {}
        self._source: RowSource | None = None
        self._count = 0
        self._pages: OrderedDict[int, Sequence[TableRow]] = OrderedDict()
        self._wanted: list[int] = []
        self._fetching = False
        self._generation = 0
        # Gathers what one drawing of the view asks for into one question.
        self._soon = pause(self, 0, self._fetch)

    def set_source(self, source: RowSource, *, near: int = 0) -> None:
        """Show another source; the old rows stay until those at the top and ``near`` a place are there."""
        self._source = source
        self._generation += 1
        self._wanted = []
        generation = self._generation
        numbers = {0, max(near, 0) // PAGE}
        self._tasks.run(
            lambda: (source.count(), {number: source.rows(number * PAGE, PAGE) for number in numbers}),
            lambda found: self._begin(generation, *found),
            owner=self,
            urgent=True,
        )

    def name_column(self, key: str, label: str) -> None:
        """Give a column another heading."""
        place = self._keys.index(key)
        renamed = replace(self.columns[place], label=label)
        self.columns = (*self.columns[:place], renamed, *self.columns[place + 1 :])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)

    def row(self, place: int) -> TableRow | None:
        """Return a row that is in memory."""
        page = self._pages.get(place // PAGE)
        return page[place % PAGE] if page is not None and place % PAGE < len(page) else None

    def place_of(self, key: str) -> int:
        """Return where a row stands, if it is in memory; else -1."""
        for number, page in self._pages.items():
            for place, row in enumerate(page):
                if row.key == key:
                    return number * PAGE + place
        return -1

    def source(self) -> RowSource | None:
        """Return where the rows come from."""
        return self._source

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return heading(self.columns, section, orientation, role)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        # Asked some thousand times for each drawing: first of all whether there is anything to say.
        if role not in _ROLES or not index.isValid():
            return None
        column = index.column()
        if role == _SIDE:
            return self._sides[column]
        row = self._look(index.row())
        if row is None:
            return "…" if role == _DISPLAY else None
        cell = row.cells.get(self._keys[column], "")
        if role == _DISPLAY:
            return cell.text if isinstance(cell, Face) else cell
        return self._part(cell if isinstance(cell, Face) else Face(cell), column, role)

    def _part(self, face: Face, column: int, role: int) -> object:
        if role == _SIGN:
            return self._sign(face) if face.sign else None
        if role == _COLOUR:
            return self._brush(face.tone) if face.tone else None
        if role == _HINT:
            return face.hint or face.text or None
        return f"{self.columns[column].label}: {face.text or 'trống'}"

    def _sign(self, face: Face) -> QIcon:
        key = (face.sign, face.tone or "muted")
        if key not in self._signs:
            self._signs[key] = icon(face.sign, theme.tone(key[1])[0])
        return self._signs[key]

    def _brush(self, tone: str) -> QBrush:
        if tone not in self._brushes:
            self._brushes[tone] = QBrush(QColor(theme.tone(tone)[0]))
        return self._brushes[tone]

    def _look(self, place: int) -> TableRow | None:
        number = place // PAGE
        if number not in self._pages:
            if number not in self._wanted:
                self._wanted.append(number)
            if not self._soon.isActive():
                self._soon.start()
            return None
        self._pages.move_to_end(number)
        return self.row(place)

    def _begin(self, generation: int, count: int, pages: Mapping[int, Sequence[TableRow]]) -> None:
        if generation != self._generation:
            return
        self.beginResetModel()
        self._count = count
        self._pages = OrderedDict(pages)
        # Light may have become dark.
        self._signs, self._brushes = {}, {}
        self._fetching = False
        self.endResetModel()
        self.counted.emit(count)

    def _fetch(self) -> None:
        """Ask for the pages wanted last: whoever scrolls fast does not wait for what flew past."""
        if self._fetching or not self._wanted or self._source is None:
            return
        source, generation = self._source, self._generation
        # What was looked at again while it was on its way is there by now.
        missing, self._wanted = [each for each in self._wanted if each not in self._pages], []
        numbers = missing[-_PAGES_AT_ONCE:]
        if not numbers:
            return
        self._fetching = True
        self._tasks.run(
            lambda: {number: source.rows(number * PAGE, PAGE) for number in numbers},
            lambda found: self._take(generation, found),
            failed=lambda error: self._miss(generation, error),
            owner=self,
            urgent=True,
        )

    def _take(self, generation: int, found: Mapping[int, Sequence[TableRow]]) -> None:
        if generation != self._generation:
            return
        self._fetching = False
        for number, rows in found.items():
            self._pages[number] = rows
            first, last = number * PAGE, min(number * PAGE + PAGE, self._count) - 1
            if first <= last:
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        while len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)
        self._fetch()

    def _miss(self, generation: int, error: Exception) -> None:
        if generation == self._generation:
            self._fetching = False
            self._tasks.complain(error)
