"""The head of a table that is sorted by its columns: each that can be has a sign, and one that cannot says so."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QTableView

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.window_model import GAP, TableColumn

_SIDE, _EDGE = 12, 4
_SIGNS = {Qt.SortOrder.AscendingOrder: "chevron-up", Qt.SortOrder.DescendingOrder: "chevron-down"}

_ROOM: dict[tuple[str, bool, bool, str], int] = {}
"""How wide headings want to be: by their words, whether they are of numbers and can be sorted by, and the dress."""


class SortHead(QHeaderView):
    """The head; the column by which the rows stand shows which way, the other ones that they could be asked."""

    def __init__(self, columns: Sequence[TableColumn], view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._columns = columns
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(False)  # as every view has it that does not sort by itself
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setStretchLastSection(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def show_order(self, key: str, *, descending: bool = False) -> None:
        """Say by which column the rows stand, where there is such a column."""
        arrow = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        places = [place for place, each in enumerate(self._columns) if each.key == key]
        self.setSortIndicator(places[0] if places else -1, arrow)

    def sign_of(self, place: int) -> str:
        """Return the icon in the heading of a column; empty where the rows cannot stand by it."""
        if not self._columns[place].sortable:
            return ""
        asked = self.sortIndicatorSection() == place
        return _SIGNS[self.sortIndicatorOrder()] if asked else "chevrons-up-down"

    def room_of(self, place: int) -> int:
        """Return how wide a heading wants to be; a register has a hundred, and each is measured once."""
        column = self._columns[place]
        asked = (column.label, column.numeric, column.sortable, theme.dress())
        if asked not in _ROOM:
            _ROOM[asked] = self.sectionSizeHint(place)
        return _ROOM[asked]

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:  # noqa: N803 - as Qt calls it
        """Return the room of the words, and of the sign beside them."""
        words = super().sectionSizeFromContents(logicalIndex)
        return words + QSize(theme.px(_SIDE + _EDGE), 0) if self.sign_of(logicalIndex) else words

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:  # noqa: N803 - as Qt calls it
        """Let Qt draw no arrow of its own, and let the words end where the numbers below do, if the sign leaves room."""
        super().initStyleOptionForIndex(option, logicalIndex)
        if self._columns[logicalIndex].numeric:
            font = self.font()
            font.setBold(True)
            words = QFontMetrics(font).horizontalAdvance(option.text + GAP)
            if words + theme.px(_SIDE + 3 * _EDGE) <= self.sectionSize(logicalIndex):
                option.text += GAP
        option.sortIndicator = QStyleOptionHeader.SortIndicator.None_

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - as Qt calls it
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if sign := self.sign_of(logicalIndex):
            side = theme.px(_SIDE)
            place = QRect(0, 0, side, side)
            place.moveCenter(rect.center())
            # On the side where no words begin.
            if self._columns[logicalIndex].numeric:
                place.moveLeft(rect.left() + theme.px(_EDGE))
            else:
                place.moveRight(rect.right() - theme.px(_EDGE))
            colours, asked = theme.colours(), self.sortIndicatorSection() == logicalIndex
            icon(sign, colours.accent if asked else colours.muted).paint(painter, place)
