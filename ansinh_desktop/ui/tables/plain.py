"""A small table of plain texts: no sorting, no paging, nothing to be edited."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.whole_cells import keep_numbers_whole


def plain_table(
    parent: QWidget, headings: tuple[str, ...], name: str, widths: tuple[int, ...]
) -> QTableWidget:
    """Return a table of plain texts, chosen row by row; the last column takes what is left."""
    table = QTableWidget(0, len(headings), parent)
    table.setObjectName(name)
    table.setHorizontalHeaderLabels(list(headings))
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    # The current row is the chosen one, also where it is made so while Ctrl is still held.
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, theme.px(width))
    keep_numbers_whole(table)
    return table
