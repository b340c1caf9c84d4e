"""The case beside the list of its register: that of the row on which the officer rests."""

import functools

from PySide6.QtCore import QObject

from ansinh_desktop.services.cases import Case, Cases
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.case.case_pane import CasePane
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.tables.record_rows import MASKED
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable

_REST_MS = 80


class ChosenCase(QObject):
    """Asks for the case of the current row, where there is room to show it."""

    def __init__(self, cases: Cases, tasks: Tasks, table: VirtualTable, pane: CasePane) -> None:
        super().__init__(table)
        self._cases, self._tasks, self._table, self._pane = cases, tasks, table, pane
        self._soon = pause(self, _REST_MS, self._ask)
        table.chosen.connect(lambda _key: self.ask_soon())
        table.counted.connect(lambda _count: self._follow())

    def ask_soon(self) -> None:
        """Ask when the officer rests on a row."""
        self._soon.start()

    def stop(self) -> None:
        """Ask nothing more: nobody sees the list."""
        self._soon.stop()

    def _follow(self) -> None:
        """Show nobody who is not the current row of the list any more."""
        if self._pane.record_id != self._table.current_key():
            self._pane.show_nothing()
            self.ask_soon()

    def _ask(self) -> None:
        key = self._table.current_key()
        if not key or not self._pane.isVisible():
            return
        row = self._table.model.row(self._table.view.currentIndex().row())
        if row is not None and row.cells.get(MASKED):
            self._pane.show_masked(key)
            return
        self._tasks.run(lambda: self._cases.get(key), functools.partial(self._show, key), owner=self)

    def _show(self, key: str, case: Case) -> None:
        if key == self._table.current_key():
            self._pane.show_case(case)
