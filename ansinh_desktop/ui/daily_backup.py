"""The copy of the day: taken some time after opening, since whoever opens the program wants to begin."""

from PySide6.QtCore import QObject, Signal

from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pause import pause

_AFTER_MS = 60_000


class DailyBackup(QObject):
    """Waits, and takes it in the background.

    Signals:
        taken: It was taken, or there is one of today.
    """

    taken = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._program, self._tasks = program, tasks
        self._later = pause(self, _AFTER_MS, self._take)
        self._later.start()

    def stop(self) -> None:
        """Begin it no more."""
        self._later.stop()

    def _take(self) -> None:
        self._tasks.run(
            self._program.backups.take_daily,
            lambda _path: self.taken.emit(),
            owner=self,
            title="Sao lưu hằng ngày",
        )
