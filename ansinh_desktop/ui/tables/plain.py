"""A table of plain texts of which one row is chosen: no sorting, no paging, nothing to be edited."""

from PySide6.QtWidgets import QHeaderView, QTableWidget, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.small_table import make_table


def plain_table(
    parent: QWidget, headings: tuple[str, ...], name: str, widths: tuple[int, ...]
) -> QTableWidget:
    """Return a table whose columns have a width of their own; the last one takes what is left."""
    table = make_table(parent, headings, name)
    table.setWordWrap(False)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, theme.px(width))
    return table
