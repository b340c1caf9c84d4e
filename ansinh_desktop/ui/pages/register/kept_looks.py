"""How the list of a register is looked at: its columns, their widths and its order, kept as they were left."""

from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import QObject, Signal

from ansinh_desktop.services.views import Views
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.virtual_table import Looks, VirtualTable

_KEEP_MS = 800


class View(Looks, total=False):
    """The looks with what the list is narrowed by, as JSON keeps them under a name."""

    filters: dict[str, list[str]]
    typed: str


class KeptLooks(QObject):
    """Keeps the looks of a table for its officer, and brings them back.

    Signals:
        changed: The officer wants to look at it otherwise.
    """

    changed = Signal()

    def __init__(self, register: str, views: Views, tasks: Tasks, table: VirtualTable) -> None:
        super().__init__(table)
        self._register, self._views, self._tasks, self._table = register, views, tasks, table
        self._restoring = False
        self._soon = pause(self, _KEEP_MS, self._keep)
        table.looks_changed.connect(self._on_changed)

    def bring_back(self, then: Callable[[], object]) -> None:
        """Show the table as it was left, then go on."""

        def show(last: Mapping[str, object]) -> None:
            self.show(cast("Looks", last))
            then()

        self._tasks.run(lambda: self._views.last(self._register), show, owner=self, urgent=True)

    def show(self, looks: Looks) -> None:
        """Show the table with these looks; they are not kept as its last."""
        self._restoring = True
        self._table.restore(looks)
        self._restoring = False

    def rest(self) -> None:
        """Keep at once what waits to be kept: nobody sees the table any more."""
        if self._soon.isActive():
            self._soon.stop()
            self._keep()

    def _on_changed(self) -> None:
        if not self._restoring:
            self.changed.emit()
            self._soon.start()

    def _keep(self) -> None:
        looks = self._table.state()
        self._tasks.run(lambda: self._views.keep(self._register, looks), owner=self)
