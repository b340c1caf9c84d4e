"""How many records each register holds, and how much is overdue: counted anew after whatever was written."""

import contextlib
from functools import partial

from PySide6.QtCore import QObject, Signal

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.agenda import Counted
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import later
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pause import pause

_SOON_MS = 500


class Counts(QObject):
    """Counts in the background.

    Signals:
        counted: Carries a register and how many records it holds.
        overdue_counted: Carries how much is overdue.
        days_counted: Carries from which day on how much of what is to be done is overdue.
        noted: Carries an entry of the navigation, and what stands beside it and beneath it.
    """

    counted = Signal(str, int)
    overdue_counted = Signal(int)
    days_counted = Signal(object)
    noted = Signal(str, str, str)

    def __init__(self, program: Program, tasks: Tasks, parent: QObject, *, months: bool = False) -> None:
        """Begin to follow what is written; ``months`` where the officer sees months of payment."""
        super().__init__(parent)
        self._months = months
        self._program, self._tasks = program, tasks
        self._counting = 0
        self._counted_at = -1
        # After the list that the officer opens first: what is overdue is the longest of all questions.
        self._soon = pause(self, _SOON_MS, self._begin)
        tasks.busy_changed.connect(self._follow_changes)

    def refresh(self) -> None:
        """Count anew."""
        self._counted_at = self._program.vault.changes
        self._tasks.run(self._program.listing.counts, self._tell, owner=self)
        self._soon.start()

    def stop(self) -> None:
        """Begin nothing more."""
        self._soon.stop()

    def _tell(self, counts: dict[str, int]) -> None:
        for register, count in counts.items():
            self.counted.emit(register, count)

    def _follow_changes(self, busy: bool) -> None:  # noqa: FBT001 - a signal says it by place
        """Count anew after whatever was written, wherever in the program it was."""
        if not busy and self._program.vault.changes != self._counted_at:
            # Where the window is just closing nobody looks at counts any more.
            with contextlib.suppress(UserError):
                self.refresh()

    def _begin(self) -> None:
        self._counting += 1
        if self._months:
            work = self._program.payments
            self._tasks.run(lambda: later.note_of_month(*work.at_work()), self._note_month, owner=self)
        self._count_overdue(self._counting)

    def _note_month(self, said: tuple[str, str]) -> None:
        self.noted.emit("payments", *said)

    def _count_overdue(self, counting: int, counted: Counted | None = None) -> None:
        """Count on for as long as nobody began anew: a piece at a time, so that what is looked at goes between."""
        if counted is not None and counted.done:
            self.overdue_counted.emit(counted.overdue)
            self.days_counted.emit(counted.from_day)
        elif counting == self._counting:
            self._tasks.run(
                lambda: self._program.agenda.count_overdue(counted),
                partial(self._count_overdue, counting),
                owner=self,
            )
