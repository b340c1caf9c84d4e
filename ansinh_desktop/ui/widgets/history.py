"""Who changed what from what to what, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem, QTableView, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.whole_cells import WholeDelegate, keep_numbers_whole

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class HistoryLine:
    """One change of one field, in words."""

    when: str
    who: str
    field: str
    old: str
    new: str
    reason: str = ""
    change: int = 0
    """The number of the change in the history."""
    key: str = ""
    """The field, where its old value can be given back by itself."""


_HEADS = ("Thời điểm", "Người sửa", "Mục", "Giá trị cũ", "Giá trị mới", "Lý do")
_GAP = 4
_WIDTHS = (124, 120, 150, 160, 200)


class HistoryModel(QAbstractTableModel):
    """The changes; an empty value reads as such."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: tuple[HistoryLine, ...] = ()

    def set_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Show these, in this order."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, index: Index) -> HistoryLine | None:
        """Return the line at an index; None where there is none."""
        return self._lines[index.row()] if 0 <= index.row() < len(self._lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        nothing = "(trống)" if line.old or line.new else ""
        parts = (line.when, line.who, line.field, line.old or nothing, line.new or nothing, line.reason)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return parts[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None


class WrapDelegate(WholeDelegate):
    """Asks for the height that a text needs in the width of its column."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        room = QRect(0, 0, self._table.columnWidth(index.column()) - theme.px(12), 10_000)
        words = option.fontMetrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), index.data())
        return QSize(size.width(), words.height() + 2 * theme.px(_GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the text as far below the edge of its row as the next row is below its last line."""
        panel, words = QStyleOptionViewItem(option), QStyleOptionViewItem(option)
        self.initStyleOption(panel, index)
        self._table.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, panel, painter, self._table
        )
        words.rect = option.rect.adjusted(0, theme.px(_GAP), 0, 0)
        super().paint(painter, words, index)


class HistoryTable(QTableView):
    """The table of changes.

    Signals:
        chosen: Another line is chosen, or none. Carries the :class:`HistoryLine`, or None.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = HistoryModel(self)
        self.setModel(self._model)
        self.setItemDelegate(WrapDelegate(self))
        self.setAccessibleName("Lịch sử thay đổi")
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        for column, width in enumerate(_WIDTHS):
            head.resizeSection(column, theme.px(width))
        head.setStretchLastSection(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        keep_numbers_whole(self)
        self._fit = pause(self, 0, self.resizeRowsToContents)
        head.sectionResized.connect(lambda *_sizes: self._fit.start())

    def set_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Show these, in this order."""
        self._model.set_lines(lines)
        self._fit.start()
        self.chosen.emit(None)

    def line(self) -> HistoryLine | None:
        """Return the line that is chosen; None where none is."""
        return self._model.line(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say which line is chosen."""
        super().currentChanged(current, previous)
        self.chosen.emit(self._model.line(current))
