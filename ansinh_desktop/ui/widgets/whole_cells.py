"""Keeps the columns of a list as wide as the numbers in them: one that is cut reads as another."""

import re
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QTreeView

from ansinh_desktop.ui import theme

_NUMBER = re.compile(r"[A-Z]*-?\d[\d.\-]{5,}\d( đồng)?|[A-Z]{2}\d{10,}")
"""Identity and telephone numbers, case numbers, accounts, amounts."""
_EDGES = 14
_STEP = 8


def keep_numbers_whole(view: QTableView | QTreeView) -> None:
    """Let no column of a list be narrower than a number that it shows, whoever made it so; the model is set."""
    _WholeCells(view)
    if type(view.itemDelegate()) is QStyledItemDelegate:
        view.setItemDelegate(_WholeDelegate(view))


class _WholeDelegate(QStyledItemDelegate):
    """Draws three dots for a number of which the edge of the list hides a part, until it is scrolled to."""

    def __init__(self, view: QTableView | QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Put the dots in the place of the number."""
        super().initStyleOption(option, index)
        drawn: Any = option
        left, right = drawn.rect.left(), drawn.rect.right()
        if (left < 0 or right > self._view.viewport().width()) and _NUMBER.fullmatch(drawn.text):
            drawn.text = "…"


class _WholeCells(QObject):
    def __init__(self, view: QTableView | QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._head = view.horizontalHeader() if isinstance(view, QTableView) else view.header()
        self._least: dict[int, int] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fit)
        model = view.model()
        for signal in (model.modelReset, model.rowsInserted, model.dataChanged, model.layoutChanged):
            signal.connect(self._soon.start)
        view.verticalScrollBar().valueChanged.connect(self._soon.start)
        self._head.sectionResized.connect(self._widen)

    def _widen(self, section: int, _before: int, now: int) -> None:
        if 0 < now < self._least.get(section, 0):
            self._head.resizeSection(section, self._least[section])

    def _fit(self) -> None:
        model, head = self._view.model(), self._head
        for index in self._rows():
            for section in range(model.columnCount(index.parent())):
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
        if not isinstance(text, str) or not _NUMBER.fullmatch(text):
            return 0
        icon = cell.data(Qt.ItemDataRole.DecorationRole) is not None
        sign = self._view.iconSize().width() + theme.px(6) if icon else 0
        return self._view.fontMetrics().horizontalAdvance(text) + sign + theme.px(_EDGES)


def _resize(head: QHeaderView, section: int, least: int) -> None:
    if head.stretchLastSection() and head.visualIndex(section) == head.count() - 1:
        # The last one takes what is left; where that is too little, the list is wider than its room.
        head.setStretchLastSection(False)
    head.resizeSection(section, least)
