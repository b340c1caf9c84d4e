"""The list of a page: any number of rows, sorted, its columns chosen, worked with the keyboard."""

from collections.abc import Sequence
from typing import TypedDict

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.widgets.column_choice import ColumnChoice
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.row_marks import RowMarks
from ansinh_desktop.ui.widgets.sort_head import SortHead
from ansinh_desktop.ui.widgets.whole_cells import keep_numbers_whole
from ansinh_desktop.ui.widgets.window_model import RowSource, TableColumn, TableRow, WindowModel

_WIDEST_HEADING = 184
_ROW_HEIGHT = 28


class _View(QTableView):
    """The table itself; letters typed in it must not walk through a million rows."""

    marks: RowMarks | None = None

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: there is a search box, which asks the data file."""

    def seen(self) -> tuple[int, int]:
        """Return the first and the last row of which something is seen."""
        last = self.rowAt(self.viewport().height() - 1)
        return max(0, self.rowAt(0)), last if last >= 0 else self.model().rowCount() - 1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let rows be marked with the mouse, where they may be."""
        if self.marks is None or not self.marks.click(event):
            super().mousePressEvent(event)


class Looks(TypedDict, total=False):
    """Columns, widths and order of a table, as JSON keeps them."""

    columns: list[str]
    widths: dict[str, int]
    order: tuple[str, bool] | None


class VirtualTable(QWidget):
    """A table over a row source, with its count and the choice of columns beneath.

    Signals:
        opened: A row was opened by Enter or a double click. Carries its key.
        chosen: Another row is the current one. Carries its key.
        looks_changed: The officer changed columns, widths or order; ``state`` is worth keeping.
        counted: The number of rows is known. Carries it.
        menu_asked: The menu of a row is wanted. Carries its key and the place on the screen.
    """

    opened = Signal(str)
    chosen = Signal(str)
    looks_changed = Signal()
    counted = Signal(int)
    menu_asked = Signal(str, QPoint)

    def __init__(
        self,
        columns: Sequence[TableColumn],
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        counted: str = "dòng",
        markable: bool = False,
    ) -> None:
        """Make the table; ``counted`` says what its rows are, under them, ``markable`` lets them be marked."""
        super().__init__(parent)
        self._tasks = tasks
        self._counted, self._sum = counted, ""
        self._base: RowSource | None = None
        self._order: tuple[str, bool] | None = None
        self.passing: frozenset[str] = frozenset()
        """The columns that are shown for a while, and are no part of the looks."""
        self._kept_key = ""
        self._kept_row = self._kept_scroll = -1
        self.model = WindowModel(columns, tasks, self)
        self.head: SortHead
        self.view = self._make_view()
        self.marks = self.view.marks = RowMarks(self.view, self.model, tasks) if markable else None
        keep_numbers_whole(self.view)
        _dress_rows(self.view)
        self.empty = EmptyState("inbox", "Chưa có dòng nào", parent=self)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.empty)
        self.foot = QLabel(self)
        self.foot.setProperty("tone", "strong" if markable else "muted")
        self.aside = QLabel(self)
        self.aside.setProperty("tone", "muted")
        self.columns_button = ColumnChoice(self.model.columns, self, self)
        below = QHBoxLayout()
        below.addWidget(self.foot)
        below.addWidget(self.aside)
        below.addStretch(1)
        below.addWidget(self.columns_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        self._column.addLayout(self._pages, 1)
        self._column.addLayout(below)
        self.model.counted.connect(self._show_count)
        self.setFocusProxy(self.view)

    # Rows

    def set_source(self, source: RowSource, *, keep: bool = False) -> None:
        """Show the rows of a source, in the order the officer chose.

        ``keep`` goes back to the current row; where that is gone, to the one in its place.
        """
        self._base = source
        self._kept_key = self.current_key() if keep else ""
        self._kept_row = self.view.currentIndex().row() if keep else -1
        self._kept_scroll = self.view.verticalScrollBar().value() if keep else -1
        ordered = source.ordered(self._order[0], descending=self._order[1]) if self._order else source
        self.model.set_source(ordered, near=self.view.currentIndex().row() if keep else 0)

    def go_to(self, source: RowSource, key: str, place: int) -> None:
        """Show the rows of a source with one of them current, as after it was added."""
        self._base = source
        self._kept_key, self._kept_row, self._kept_scroll = key, -1, -1
        self.model.set_source(source, near=place)

    def refresh(self) -> None:
        """Ask the source again; the current row stays current where it still is near."""
        if self._base is not None:
            self.set_source(self._base, keep=True)

    def current_key(self) -> str:
        """Return the key of the current row; empty where there is none."""
        row = self.model.row(self.view.currentIndex().row()) if self.view.currentIndex().isValid() else None
        return row.key if row else ""

    def choose_first(self) -> None:
        """Make the first row current and give the table the focus: where the search box goes on."""
        if self.model.rowCount() and not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        self.view.setFocus()

    def set_empty(self, sign: str, title: str, words: str = "", button: str = "") -> None:
        """Say what stands in the place of the rows when there are none."""
        self.empty.say(sign, title, words, button)

    def put_bar(self, bar: QWidget) -> None:
        """Put a bar under the rows, where it moves none of them."""
        self._column.insertWidget(1, bar)

    def set_sum(self, words: str, aside: str = "") -> None:
        """Say beside the number of rows what they come to, and of what they are a part; until something else is said."""
        self._sum = words
        self.aside.setText(aside)
        self._say_count()

    # Columns and order

    def order(self) -> tuple[str, bool] | None:
        """Return the column by which it is sorted, and whether from the end."""
        return self._order

    def set_order(self, column: str, *, descending: bool = False) -> None:
        """Sort by a column."""
        self._order = (column, descending)
        self.head.show_order(column, descending=descending)
        if self._base is not None:
            self.set_source(self._base, keep=True)

    def visible_columns(self) -> list[str]:
        """Return the keys of the shown columns from left to right: what is printed and exported."""
        head = self._head()
        places = sorted(range(len(self.model.columns)), key=head.visualIndex)
        return [self.model.columns[place].key for place in places if not head.isSectionHidden(place)]

    def show_column(self, key: str, shown: bool, *, passing: bool = False) -> None:  # noqa: FBT001 - as Qt's own setters
        """Show a column or hide it; the last one stays. Where it is ``passing``, the looks stay as they were."""
        if not shown and len(self.visible_columns()) == 1:
            return
        self._head().setSectionHidden(self._place(key), not shown)
        self.passing = self.passing | {key} if shown and passing else self.passing - {key}
        if not passing:
            self.looks_changed.emit()
        elif shown:
            _bring_into_sight(self._head(), self._place(key))

    def state(self) -> Looks:
        """Return columns, widths and order, as JSON keeps them."""
        head = self._head()
        shown = self.visible_columns()
        kept = [key for key in shown if key not in self.passing]
        # The last one fills what is left, whatever its own width.
        widths = {key: head.sectionSize(self._place(key)) for key in kept if key != shown[-1]}
        return {
            "columns": kept,
            "widths": {key: round(width / theme.px(100) * 100) for key, width in widths.items()},
            "order": None if self._order is not None and self._order[0] in self.passing else self._order,
        }

    def restore(self, state: Looks) -> None:
        """Bring back what ``state`` gave; columns that no longer exist are left out."""
        head = self._head()
        known = [column.key for column in self.model.columns]
        wanted = [key for key in state.get("columns", ()) if key in known]
        if not wanted:
            return
        for key in known:
            head.setSectionHidden(self._place(key), key not in wanted)
        self.passing = frozenset()
        for target, key in enumerate(wanted):
            head.moveSection(head.visualIndex(self._place(key)), target)
        for key, width in state.get("widths", {}).items():
            if key in known:
                head.resizeSection(self._place(key), theme.px(width))
        order = state.get("order")
        if order and order[0] in known:
            self.set_order(order[0], descending=bool(order[1]))

    # Inside

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a row with Enter."""
        if watched is self.view and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                self._open(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _make_view(self) -> _View:
        view = _View(self)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        # The current row is the chosen one, also where it is made so while Ctrl is still held.
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setAlternatingRowColors(True)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setIconSize(QSize(theme.px(14), theme.px(14)))
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # The head first, by itself, and its columns are hidden before they get their width: of a register most are, and
        # all that are seen are measured again after each.
        self.head = head = SortHead(self.model.columns, view)
        head.setModel(self.model)
        with QSignalBlocker(head):
            for place, column in enumerate(self.model.columns):
                # As wide as its heading, unless that is a whole sentence.
                heading = min(head.room_of(place), theme.px(_WIDEST_HEADING))
                head.setSectionHidden(place, not column.shown)
                head.resizeSection(place, max(theme.px(column.width), heading))
        view.setHorizontalHeader(head)
        view.setModel(self.model)
        head.sectionClicked.connect(self._sort)
        head.sectionMoved.connect(
            lambda place, *_at: (
                None if self.model.columns[place].key in self.passing else self.looks_changed.emit()
            )
        )
        head.customContextMenuRequested.connect(lambda _place: self.columns_button.open())
        view.doubleClicked.connect(self._open)
        view.selectionModel().currentRowChanged.connect(self._choose)
        view.customContextMenuRequested.connect(self._ask_menu)
        view.installEventFilter(self)
        return view

    def _head(self) -> QHeaderView:
        return self.view.horizontalHeader()

    def _place(self, key: str) -> int:
        return next(place for place, column in enumerate(self.model.columns) if column.key == key)

    def _sort(self, place: int) -> None:
        column = self.model.columns[place]
        if not column.sortable:
            return
        again = self._order is not None and self._order[0] == column.key
        self.set_order(column.key, descending=again and not (self._order and self._order[1]))
        self.looks_changed.emit()

    def _show_count(self, count: int) -> None:
        self._say_count()
        self._pages.setCurrentWidget(self.view if count else self.empty)
        place = self.model.place_of(self._kept_key) if self._kept_key else -1
        if place < 0:
            place = min(self._kept_row, count - 1)
        if place >= 0:
            self.view.selectRow(place)
        if self._kept_scroll >= 0:
            self.view.verticalScrollBar().setValue(self._kept_scroll)
        self.counted.emit(count)

    def _say_count(self) -> None:
        counted = f"{number(self.model.rowCount())} {self._counted}"
        self.foot.setText(" · ".join(filter(None, (counted, self._sum))))

    def _open(self, index: QModelIndex) -> None:
        row: TableRow | None = self.model.row(index.row()) if index.isValid() else None
        if row is not None:
            self.opened.emit(row.key)

    def _choose(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.row(now.row()) if now.isValid() else None
        if row is not None:
            self.chosen.emit(row.key)

    def _ask_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        row = self.model.row(index.row()) if index.isValid() else None
        if row is not None:
            self.menu_asked.emit(row.key, self.view.viewport().mapToGlobal(place))


def _bring_into_sight(head: QHeaderView, place: int) -> None:
    """Put a column as far to the right as it is still seen whole; the first one stays the first."""
    room, target = head.viewport().width() - head.sectionSize(place), 0
    for at in range(head.count()):
        each = head.logicalIndex(at)
        if each != place and not head.isSectionHidden(each):
            room -= head.sectionSize(each)
            if room < 0 and target:
                break
            target = at + 1
    now = head.visualIndex(place)
    head.moveSection(now, target - 1 if now < target else target)


def _dress_rows(view: QTableView) -> None:
    rows = view.verticalHeader()
    rows.setVisible(bool(rows.property("boxes")))
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(theme.px(_ROW_HEIGHT))
