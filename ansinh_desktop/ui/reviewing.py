"""The review that is reckoned by itself, a piece at a time behind whatever the officer does, and what it found last."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from ansinh_desktop import clock
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pause import pause

if TYPE_CHECKING:
    from ansinh_desktop.services.review import Done, Pass, Reviewed, ReviewRow

T = TypeVar("T")
_SOON_MS = 1500


class Reviewing(QObject):
    """Reviews when it is asked to, and lets everything else go between.

    Signals:
        stepped: It has come further. Carries the step.
        came: It found what there is, or something of it was settled. Carries it.
        counted: How much of today's is open. Carries the number.
        progressed: More, or less, of this month's is settled.
        failed: It could not. Carries the exception.
    """

    stepped = Signal(object)
    came = Signal(object)
    counted = Signal(int)
    progressed = Signal()
    failed = Signal(object)

    def __init__(self, program: Program, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._program, self._tasks = program, tasks
        self._number = 0
        self._soon = pause(self, _SOON_MS, self.begin)
        self._changes = -1
        self.running = False
        self.found: Reviewed | None = None
        self.at: datetime.datetime | None = None
        """When it was found, on the officer's clock."""
        self.done: Mapping[str, Done] = {}
        """What is settled of this month, by its mark."""

    def begin_soon(self) -> None:
        """Review today by itself, after what the officer opens first."""
        self._soon.start()

    def begin(self, on: datetime.date | None = None) -> None:
        """Review a day, today where none is given; whatever goes on is given up for it."""
        if self._tasks.is_finished():
            return
        self._number += 1
        self.running = True
        self._changes = self._program.vault.changes
        self._run(partial(self._program.review.begin, on), self._go_on)

    def ask(self, on: datetime.date) -> None:
        """Review a day, unless it is known or being reckoned."""
        if not self.running and not self.is_fresh(on):
            self.begin(on)

    def is_fresh(self, on: datetime.date) -> bool:
        """Whether what was found is of that day, and nothing was written since."""
        return self.found is not None and self.found.on == on and self._changes == self._program.vault.changes

    def stop(self) -> None:
        """Give up what goes on; what was found before stays."""
        self._number += 1
        self._soon.stop()
        self.running = False

    def settle(self, record_id: str, rows: Sequence["ReviewRow"]) -> None:
        """Put what one record shows now in the place of what it showed; who stands twice is asked of all together."""
        if self.found is None:
            return
        others = (each for each in self.found.rows if each.record_id != record_id or each.of_several)
        self._put((*others, *rows))

    def keep(self, rows: Iterable["ReviewRow"], reason: str) -> None:
        """Take notice that some findings are kept with a reason."""
        if self.found is not None:
            kept = {each.key for each in rows}
            self._put(each._replace(kept=reason) if each.key in kept else each for each in self.found.rows)

    def _put(self, rows: Iterable["ReviewRow"]) -> None:
        if self.found is not None:
            self._changes = self._program.vault.changes
            self._tell(replace(self.found, rows=tuple(rows)))

    def _run(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        number = self._number
        self._tasks.run(
            work,
            lambda found: done(found) if number == self._number else None,
            failed=lambda error: self._fail(error) if number == self._number else None,
            owner=self,
        )

    def _go_on(self, passing: "Pass") -> None:
        self.stepped.emit(passing.step)
        if self._tasks.is_finished():
            return
        if passing.left:
            self._run(partial(self._program.review.go_on, passing), self._go_on)
        else:
            self._run(passing.found, self._end)

    def _end(self, found: "Reviewed") -> None:
        self.running = False
        self.at = calendar.wall_time(clock.now())
        self._tell(found)

    def _tell(self, found: "Reviewed") -> None:
        before, self.found = self.found, found
        if found.on == clock.today():
            self.counted.emit(sum(not each.kept for each in found.rows))
            self._tasks.run(
                partial(self._program.review.done.follow, before, found), self._progress, owner=self
            )
        self.came.emit(found)

    def _progress(self, done: "Mapping[str, Done]") -> None:
        self.done = done
        self.progressed.emit()

    def _fail(self, error: Exception) -> None:
        self.running = False
        self.failed.emit(error)
