"""Keeps the columns of a list as wide as the numbers in them: one that is cut reads as another."""

import re

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTreeView,
)

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.window_model import GAP

Index = QModelIndex | QPersistentModelIndex

NUMBER = re.compile(
    r"[A-Z]*-?\d[\d.\-]{5,}\d(?: đồng)?|[A-Z]{2}\d{10,}|(?:\d{1,2}/){1,2}\d{4}|\d{4}-\d{2}-\d{2}"
)
"""Identity and telephone numbers, case numbers, accounts, amounts, dates."""
_EDGES = 14
_STEP = 8


def keep_numbers_whole(view: QTableView | QTreeView) -> None:
    """Let no column of a list be narrower than a number that it shows, whoever made it so; the model is set."""
    _WholeCells(view)
    if not isinstance(view.itemDelegate(), WholeDelegate):
        view.setItemDelegate(WholeDelegate(view))


class WholeDelegate(QStyledItemDelegate):
    """Draws three dots for a number of which the width of the cell or the edge of the list would hide a part."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._measuring = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Ask for room for all of it, and a gap to what stands beside it."""
        self._measuring = True
        try:
            return super().sizeHint(option, index) + QSize(theme.px(_STEP), 0)
        finally:
            self._measuring = False

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the dots in the place of the number, and a gap to what begins in the column at the right of it."""
        super().initStyleOption(option, index)
        if option.text and option.displayAlignment & Qt.AlignmentFlag.AlignRight:
            option.text += GAP
        if not self._measuring and NUMBER.search(option.text):
            option.text = self._shown(option)

    def _shown(self, drawn: QStyleOptionViewItem) -> str:
        style = self._view.style()
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, drawn, self._view)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, drawn, self._view) + 1
        left, right = place.left() + margin, place.right() + 1 - margin
        edge = self._view.viewport().width()
        words, wraps = drawn.text, drawn.features & QStyleOptionViewItem.ViewItemFeature.WrapText
        if left < 0 or (wraps and right > edge):
            return NUMBER.sub("…", words)
        if wraps and _fits_in_lines(words, drawn.fontMetrics, QSize(right - left, place.height())):
            return words
        if drawn.displayAlignment & Qt.AlignmentFlag.AlignRight and right > edge:
            return "…"
        return fitting(words, drawn.fontMetrics, min(right, edge) - left)


def _fits_in_lines(words: str, metrics: QFontMetrics, room: QSize) -> bool:
    """Whether some words fit where they may go on in a further line, each number in them in one."""
    needed = metrics.boundingRect(
        QRect(0, 0, room.width(), 1 << 16), int(Qt.TextFlag.TextWordWrap), words
    ).height()
    widest = max(metrics.horizontalAdvance(each[0]) for each in NUMBER.finditer(words))
    return needed <= room.height() and widest <= room.width()


def fitting(words: str, metrics: QFontMetrics, room: int) -> str:
    """Return as much of some words as there is room for, with each number in them whole or not at all."""
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, room))
    if shown == words:
        return words
    kept = len(shown) - 1
    for number in NUMBER.finditer(words):
        if number.start() < kept < number.end():
            return words[: number.start()] + "…"
    return shown


class _WholeCells(QObject):
    def __init__(self, view: QTableView | QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._head = view.horizontalHeader() if isinstance(view, QTableView) else view.header()
        self._least: dict[int, int] = {}
        self._soon = pause(self, 0, self._fit)
        model = view.model()
        for signal in (model.modelReset, model.rowsInserted, model.dataChanged, model.layoutChanged):
            signal.connect(self._soon.start)
        view.verticalScrollBar().valueChanged.connect(self._soon.start)
        self._head.sectionResized.connect(self._widen)

    def _widen(self, section: int, before: int, now: int) -> None:
        if now and not before:
            self._soon.start()  # it was hidden, and nobody has looked at it yet
        if 0 < now < self._least.get(section, 0):
            self._head.resizeSection(section, self._least[section])

    def _fit(self) -> None:
        # Of the many columns that a list could show, most are not: their cells are not asked for.
        head = self._head
        shown = [each for each in range(head.count()) if not head.isSectionHidden(each)]
        for index in self._rows():
            for section in shown:
                needed = self._needed(index.siblingAtColumn(section))
                if needed > self._least.get(section, 0):
                    self._least[section] = needed
        for section, least in self._least.items():
            if not head.isSectionHidden(section) and head.sectionSize(section) < least:
                _resize(head, section, least)

    def _rows(self) -> list[QModelIndex]:
        found: dict[tuple[int, int], QModelIndex] = {}
        for y in range(1, self._view.viewport().height(), theme.px(_STEP)):
            index = self._view.indexAt(QPoint(1, y))
            if index.isValid():
                found.setdefault((index.row(), index.parent().row()), index)
        return list(found.values())

    def _needed(self, cell: QModelIndex) -> int:
        text = cell.data(Qt.ItemDataRole.DisplayRole)
        if not isinstance(text, str) or not NUMBER.fullmatch(text):
            return 0
        icon = cell.data(Qt.ItemDataRole.DecorationRole) is not None
        sign = self._view.iconSize().width() + theme.px(6) if icon else 0
        inset = 0
        if isinstance(self._view, QTreeView) and cell.column() == self._view.treePosition():
            inset = self._view.visualRect(cell).left() - self._head.sectionViewportPosition(cell.column())
        return self._view.fontMetrics().horizontalAdvance(text) + sign + max(0, inset) + theme.px(_EDGES)


def _resize(head: QHeaderView, section: int, least: int) -> None:
    if head.stretchLastSection() and head.visualIndex(section) == head.count() - 1:
        # The last one takes what is left; where that is too little, the list is wider than its room.
        head.setStretchLastSection(False)
    head.resizeSection(section, least)
