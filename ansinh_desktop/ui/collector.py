"""Frees rings of garbage in the thread of the window alone.

Python goes through its garbage in whatever thread happens to ask for memory. A page or dialog that ended as part of
a ring would then be destroyed by the thread that reads the data file, and Qt ends the whole program for it.
"""

import functools
import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500
_WHOLE_EVERY = 120
"""So many rounds look only at what is new; the next one looks at everything, which takes longer."""

_awake: set[int] = set()
"""The collectors at work; with the last of them Python's own wakes again."""


class WindowCollector(QObject):
    """Takes over from Python's own collector until it is put to rest."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        _awake.add(id(self))
        gc.disable()
        self.destroyed.connect(functools.partial(_end, id(self)))
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def rest(self) -> None:
        """Leave garbage to Python again, where no other window is open: no thread but this one runs any more."""
        self._timer.stop()
        _end(id(self))

    def _collect(self) -> None:
        self._rounds += 1
        gc.collect(2 if self._rounds % _WHOLE_EVERY == 0 else 1)


def _end(number: int, *_: object) -> None:
    if number in _awake:
        _awake.remove(number)
        if not _awake:
            gc.enable()
