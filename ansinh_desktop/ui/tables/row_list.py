"""A short list of rows in columns, all in memory: chosen by the arrows, opened by Enter or a double click."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.whole_cells import keep_numbers_whole
from ansinh_desktop.ui.widgets.window_model import Cell, Face, TableColumn, TableRow

_ROW_HEIGHT = 26
_BESIDE, _ABOVE = 18, 8
"""The room at the sides of the words of a cell, and above and below them."""
_KEY = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowList(QTreeWidget):
    """The list; its last column takes the width that is left, or the first where that is said.

    Signals:
        opened: A row was opened. Carries its key.
        chosen: Another row is the current one. Carries its key; empty where there is none.
        pressed: A cell was pressed with the mouse. Carries the key of its row, and of its column.
    """

    opened = Signal(str)
    chosen = Signal(str)
    pressed = Signal(str, str)

    def __init__(
        self,
        columns: Sequence[TableColumn],
        name: str,
        parent: QWidget | None = None,
        *,
        first_fills: bool = False,
        gives_way: Sequence[str] = (),
    ) -> None:
        """Make the list.

        Args:
            columns: From left to right.
            name: Under what it is found.
            parent: Its parent.
            first_fills: The first column takes the width that is left, and not the last.
            gives_way: The columns that are not shown where the others need their room; what they say is said elsewhere.
                Where that is not enough, what stands in the first one goes on in a further line.
        """
        super().__init__(parent)
        self._columns = tuple(columns)
        self._first_fills = first_fills
        self._gives_way = frozenset(gives_way)
        self.setObjectName(name)
        self.setHeaderLabels([each.label for each in columns])
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self._most = 0
        self.setUniformRowHeights(not gives_way)
        self.setWordWrap(bool(gives_way))
        self.setAlternatingRowColors(True)
        self.setIndentation(0)
        self.setIconSize(QSize(theme.px(14), theme.px(14)))
        head = self.header()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(not first_fills)
        for place, column in enumerate(columns):
            head.resizeSection(place, theme.px(column.width))
            if column.numeric:
                self.headerItem().setTextAlignment(place, _RIGHT)
        self.itemDoubleClicked.connect(self._open)
        self.itemClicked.connect(self._press)
        self.currentItemChanged.connect(lambda *_items: self.chosen.emit(self.current_key()))
        self.installEventFilter(self)
        keep_numbers_whole(self)

    def set_rows(self, rows: Sequence[TableRow], total: TableRow | None = None) -> None:
        """Show these rows; the current one stays current where it still is there, else the first is.

        ``total`` stands below them, and is none of them.
        """
        kept = self.current_key()
        self.clear()
        for row in rows:
            self._add(row).setData(0, _KEY, row.key)
        if total is not None:
            last, bold = self._add(total), theme.type_font("text", bold=True)
            last.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for place in range(len(self._columns)):
                last.setFont(place, bold)
        self._measure()
        if rows:
            self.select(kept if kept in self.keys() else rows[0].key)

    def keys(self) -> list[str]:
        """Return the key of every row, in their order."""
        return [each.data(0, _KEY) for each in self._items()]

    def texts(self) -> list[list[str]]:
        """Return what stands in each row."""
        return [[each.text(place) for place in range(len(self._columns))] for each in self._items()]

    def current_key(self) -> str:
        """Return the key of the current row; empty where there is none."""
        item = self.currentItem()
        return item.data(0, _KEY) if item else ""

    def select(self, key: str) -> None:
        """Make a row the current one."""
        for item in self._items():
            if item.data(0, _KEY) == key:
                self.setCurrentItem(item)

    def show_at_most(self, rows: int) -> None:
        """Be as high as the rows are, up to so many; the others are scrolled to."""
        self._most = rows
        heights = [each.sizeHint(0).height() for each in self._items()[:rows]] or [theme.px(_ROW_HEIGHT)]
        self.setFixedHeight(self.header().sizeHint().height() + sum(heights) + theme.px(6))

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: there is a search box, which asks the data file."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what is left to the first column, where it is to have it; let columns give way to the others."""
        super().resizeEvent(event)
        whole = sum(theme.px(each.width) for each in self._columns)
        for place, column in enumerate(self._columns):
            self.setColumnHidden(place, column.key in self._gives_way and whole > self._room())
        if self._first_fills:
            others = sum(self.columnWidth(place) for place in range(1, len(self._columns)))
            least = theme.px(self._columns[0].width)
            self.header().resizeSection(0, max(least, self._room() - others))
        self._measure()

    def _room(self) -> int:
        """Return the width that the columns share.

        Where rows grow with their words, it is the same with the scroll bar and without: a bar that makes rows higher,
        and higher rows that need no bar, would follow each other without end.
        """
        if not self._gives_way:
            return self.viewport().width()
        return self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the current row with Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                if self.currentItem() is not None:
                    self.opened.emit(self.current_key())
                return True
        return super().eventFilter(watched, event)

    def _measure(self) -> None:
        """Let each row be as high as what stands in its first cell needs, where that may go on in a further line."""
        if not self._gives_way:
            return
        room = self.columnWidth(0) - self.iconSize().width() - theme.px(_BESIDE)
        place, wrap = QRect(0, 0, max(room, 1), 1 << 16), int(Qt.TextFlag.TextWordWrap)
        for item in self._items():
            words = self.fontMetrics().boundingRect(place, wrap, item.text(0)).height()
            item.setSizeHint(0, QSize(0, max(theme.px(_ROW_HEIGHT), words + theme.px(_ABOVE))))
        if self._most:
            self.show_at_most(self._most)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(place) for place in range(self.topLevelItemCount()))
        return [each for each in found if each is not None and each.data(0, _KEY) is not None]

    def _add(self, row: TableRow) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self)
        item.setSizeHint(0, QSize(0, theme.px(_ROW_HEIGHT)))
        for place, column in enumerate(self._columns):
            self._fill(item, place, column, row.cells.get(column.key, ""))
        return item

    def _open(self, item: QTreeWidgetItem, place: int) -> None:
        del place
        if item.data(0, _KEY) is not None:
            self.opened.emit(item.data(0, _KEY))

    def _press(self, item: QTreeWidgetItem, place: int) -> None:
        if item.data(0, _KEY) is not None:
            self.pressed.emit(item.data(0, _KEY), self._columns[place].key)

    @staticmethod
    def _fill(item: QTreeWidgetItem, place: int, column: TableColumn, cell: Cell) -> None:
        face = cell if isinstance(cell, Face) else Face(cell)
        item.setText(place, face.text)
        item.setToolTip(place, face.hint or face.text)
        item.setData(place, Qt.ItemDataRole.AccessibleTextRole, f"{column.label}: {face.text or 'trống'}")
        if column.numeric:
            item.setTextAlignment(place, _RIGHT)
        if face.tone:
            item.setForeground(place, QBrush(QColor(theme.tone(face.tone)[0])))
        if face.sign:
            item.setIcon(place, icon(face.sign, theme.tone(face.tone or "muted")[0]))
