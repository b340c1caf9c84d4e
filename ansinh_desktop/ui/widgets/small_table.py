"""A small read-only table of texts; without rows it is not shown."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.whole_cells import keep_numbers_whole

_GAP = 8
"""Between the texts of two rows."""


class _Shared(QTableWidget):
    """A table whose columns share out its width, and whose texts go on in further lines: it never scrolls sideways."""

    def __init__(self, shares: Sequence[int], parent: QWidget) -> None:
        super().__init__(0, len(shares), parent)
        self._shares = tuple(shares)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Else the width is another with each line more or less.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def share_out(self) -> None:
        """Give each column its part of the width, and each row the height that its texts then need."""
        room, whole = self.viewport().width(), sum(self._shares)
        for place, share in enumerate(self._shares[:-1]):
            self.setColumnWidth(place, room * share // whole)
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + theme.px(_GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self.share_out()


def make_table(
    parent: QWidget, headings: Sequence[str], name: str, shares: Sequence[int] = ()
) -> QTableWidget:
    """Return a small read-only table.

    Args:
        parent: Its parent.
        headings: Of its columns.
        name: Under what it is found.
        shares: The columns' parts of its width, where long texts go on in further lines instead of being cut.
    """
    table = _Shared(shares, parent) if shares else QTableWidget(0, len(headings), parent)
    table.setObjectName(name)
    table.setHorizontalHeaderLabels(list(headings))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.px(28))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    # The current row is the chosen one, also where it is made so while Ctrl is still held.
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    # A line too long for the room ends in three dots; in lines of its own each number in it would go.
    table.setWordWrap(bool(shares))
    header = table.horizontalHeader()
    header.setSectionResizeMode(
        QHeaderView.ResizeMode.Interactive if shares else QHeaderView.ResizeMode.ResizeToContents
    )
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    keep_numbers_whole(table)
    return table


def fill_table(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    """Show these rows; a table without any is not shown at all."""
    table.setVisible(bool(rows))
    table.setRowCount(len(rows))
    for place, row in enumerate(rows):
        for column, words in enumerate(row):
            item = QTableWidgetItem(words)
            item.setToolTip(words)
            table.setItem(place, column, item)
    if isinstance(table, _Shared):
        table.share_out()
