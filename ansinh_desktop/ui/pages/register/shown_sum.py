"""What the records that a list shows come to: added up behind the rows, a piece at a time, and said beneath them."""

from PySide6.QtCore import QObject

from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.listing import money_of
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.tables.record_rows import RecordRows
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable

_SOON_MS = 250
_PIECE = 1000
"""Records added up at once: what is looked at meanwhile goes between."""


class ShownSum(QObject):
    """Keeps the sum under a list up to what it shows; nothing where the register lists no money."""

    def __init__(self, register: Register, table: VirtualTable, tasks: Tasks) -> None:
        super().__init__(table)
        self._table, self._tasks = table, tasks
        self._money = money_of(register)
        self._soon = pause(self, _SOON_MS, self._begin)
        if self._money is not None:
            table.counted.connect(lambda _count: self._ask())

    def stop(self) -> None:
        """Begin nothing more for a page that nobody sees."""
        self._soon.stop()

    def _ask(self) -> None:
        self._table.set_sum("")
        self._soon.start()

    def _begin(self) -> None:
        source = self._table.model.source()
        if isinstance(source, RecordRows):
            self._add(source, 0, 0)

    def _add(self, source: RecordRows, done: int, amount: int) -> None:
        """Add up on, for as long as the same list is shown."""
        if source is not self._table.model.source() or self._money is None:
            return
        if done >= self._table.model.rowCount():
            self._table.set_sum(f"{number(amount)} đồng" if done else "")
            return
        money = self._money
        self._tasks.run(
            lambda: source.amount(money, done, _PIECE),
            lambda found: self._add(source, done + _PIECE, amount + found),
            owner=self,
        )
