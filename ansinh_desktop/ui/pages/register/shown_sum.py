"""Of how many people the records are that a list shows, and what they come to: said beneath it, a piece at a time."""

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
    """Keeps what is said under a list up to what it shows; no amount where the register lists no money."""

    def __init__(self, register: Register, table: VirtualTable, tasks: Tasks) -> None:
        super().__init__(table)
        self._table, self._tasks = table, tasks
        self._money = money_of(register)
        self._people: set[str] = set()
        self._soon = pause(self, _SOON_MS, self._begin)
        table.counted.connect(lambda _count: self._ask())

    def stop(self) -> None:
        """Begin nothing more for a page that nobody sees."""
        self._soon.stop()

    def _ask(self) -> None:
        self._table.set_sum("")
        self._soon.start()

    def _begin(self) -> None:
        source = self._table.model.source()
        self._people = set()
        if isinstance(source, RecordRows):
            self._add(source, 0, 0)

    def _add(self, source: RecordRows, done: int, amount: int) -> None:
        """Add up on, for as long as the same list is shown."""
        if source is not self._table.model.source():
            return
        if done >= self._table.model.rowCount():
            self._tasks.run(source.whole, lambda whole: self._say(source, amount, whole), owner=self)
            return
        self._tasks.run(
            lambda: source.come_to(self._money, done, _PIECE),
            lambda found: self._take(source, done, amount, found),
            owner=self,
        )

    def _take(self, source: RecordRows, done: int, amount: int, found: tuple[set[str], int]) -> None:
        self._people |= found[0]
        self._add(source, done + _PIECE, amount + found[1])

    def _say(self, source: RecordRows, amount: int, whole: int) -> None:
        if source is not self._table.model.source():
            return
        shown = self._table.model.rowCount()
        people = f"{number(len(self._people))} người" if shown else ""
        money = f"{number(amount)} đồng" if self._money is not None and shown else ""
        aside = f"đang thấy, trong {number(whole)} hồ sơ của cả sổ" if shown < whole else ""
        self._table.set_sum(" · ".join(filter(None, (people, money))), aside)
