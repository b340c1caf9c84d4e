"""Pauses of the window in tests: after typing they are short, and what it reckons by itself begins where it is waited for."""

import weakref

from PySide6.QtCore import QTimer
from shiboken6 import isValid

_AFTER_TYPING_MS = 2_000
_BY_ITSELF = frozenset({"Counts", "OverviewPage", "Reviewing"})
"""Who reckons without being asked, a while after the window opened: longer than most tests take as a whole."""
_NOT_SOON_MS = 60_000
_waiting: weakref.WeakSet[QTimer] = weakref.WeakSet()
hurried = False
"""Whether that, too, is begun in a hurry."""


class Hurried(QTimer):
    """A pause after typing as short as that of somebody in a hurry: what follows is waited for ten thousand times."""

    def setInterval(self, milliseconds: int) -> None:  # noqa: N802 - Qt's name
        if type(self.parent()).__name__ in _BY_ITSELF and not hurried:
            _waiting.add(self)
            super().setInterval(_NOT_SOON_MS)
        else:
            super().setInterval(milliseconds // 10 if milliseconds <= _AFTER_TYPING_MS else milliseconds)


def go_on() -> bool:
    """Begin what a window reckons by itself, and say whether there was anything: not while it works at something else."""
    due = [each for each in list(_waiting) if isValid(each) and each.isActive()]
    due = [each for each in due if not each.parent()._tasks.is_busy()]
    for each in due:
        if isValid(each):
            each.stop()
            each.timeout.emit()
    return bool(due)
