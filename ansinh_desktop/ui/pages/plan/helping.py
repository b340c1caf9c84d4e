"""Support written down from a target for all who may yet be helped: one day, one kind, one unit of work."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from ansinh_desktop import clock
from ansinh_desktop.registers.acts.helping import HELP
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.many import ask_many


class Helping:
    """Asks what support many got, for the period that is looked at."""

    def __init__(
        self,
        program: Program,
        tasks: Tasks,
        page: QWidget,
        period: Callable[[], Period],
        done: Callable[[str], None],
    ) -> None:
        """Make it.

        Args:
            program: The open data.
            tasks: Where it is done.
            page: Over which it asks.
            period: The period that is looked at.
            done: Called with a sentence that says what was done.
        """
        self._program, self._tasks, self._page = program, tasks, page
        self._period, self._done = period, done

    def ask(self, register: str, records: Sequence[str]) -> None:
        """Ask for the support, and show what it would write; it counts in the period where its day lies in it."""
        on = min(clock.today(), self._period().last)
        ask_many(
            self._program,
            register,
            HELP,
            records,
            tasks=self._tasks,
            parent=self._page,
            done=self._done,
            answers={"on": on.isoformat()},
        )
