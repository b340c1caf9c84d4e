"""The button under a table by which its columns are chosen."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.choosing.chips import CheckPanel
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.window_model import TableColumn

_MOST_IN_MENU = 16


class Columned(Protocol):
    """A table whose columns are chosen."""

    def visible_columns(self) -> list[str]:
        """Return the keys of the shown columns from left to right."""

    def show_column(self, key: str, shown: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Show a column or hide it."""


class ColumnChoice(QPushButton):
    """A menu of the columns, or a list that can be searched where there are many."""

    def __init__(self, columns: Sequence[TableColumn], table: Columned, parent: QWidget) -> None:
        super().__init__(theme.beside_icon("Cột"), parent)
        self._columns, self._table = tuple(columns), table
        self.setIcon(icon("columns-3"))
        self.setProperty("role", "small")
        self.setAutoDefault(False)
        self.setToolTip("Chọn các cột hiển thị")
        self.clicked.connect(self.open)

    def open(self) -> None:
        """Let columns be chosen."""
        if len(self._columns) > _MOST_IN_MENU:
            self._open_panel()
        else:
            self._open_menu()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        shown = set(self._table.visible_columns())
        for column in self._columns:
            action = menu.addAction(column.label)
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.toggled.connect(lambda on, key=column.key: self._table.show_column(key, on))
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _open_panel(self) -> None:
        """Let columns be ticked in a list that stays open and can be searched, for there are many."""
        options = [Option(each.key, each.label) for each in self._columns]
        panel = CheckPanel(self, options, self._table.visible_columns())

        def show(wanted: list[str]) -> None:
            for key in set(wanted) ^ set(self._table.visible_columns()):
                self._table.show_column(key, key in wanted)

        panel.changed.connect(show)
        panel.open_under(self)
