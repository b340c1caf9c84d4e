"""Hands the screen over to a new process after the lock: the old window stands until the new one is there."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeAlias

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtWidgets import QWidget

_EVERY_MS = 15
_AT_MOST_MS = 20_000
_MAXIMIZED, _FULL = "max", "full"


class Started(Protocol):
    """A new process of the program."""

    def is_shown(self) -> bool:
        """Whether its window is on the screen."""

    def has_failed(self) -> bool:
        """Whether it ended before that."""

    def give_up(self) -> None:
        """Wait for it no longer."""


Begin: TypeAlias = Callable[[Path, str], Started]
"""Starts the program on a data folder, with its window where :func:`where` says; OSError where it cannot."""


class HandingOver(QObject):
    """Waits for the window of the new process.

    Signals:
        done: It is there: this process may end.
        failed: It does not come.
    """

    done = Signal()
    failed = Signal()

    def __init__(self, begin: Begin, folder: Path, window: QWidget) -> None:
        super().__init__(window)
        self._begin, self._folder, self._window = begin, folder, window
        self._started: Started | None = None
        self._waited = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Start the new process."""
        try:
            self._started = self._begin(self._folder, where(self._window))
        except OSError:
            self._end(well=False)
        else:
            self._timer.start()

    def _look(self) -> None:
        started, self._waited = self._started, self._waited + _EVERY_MS
        if started is None:
            return
        if started.is_shown():
            self._end(well=True)
        elif started.has_failed() or self._waited > _AT_MOST_MS:
            started.give_up()
            self._end(well=False)

    def _end(self, *, well: bool) -> None:
        self._timer.stop()
        (self.done if well else self.failed).emit()
        self.deleteLater()


def where(window: QWidget) -> str:
    """Return where a window is, so that another can take its place: left, top, width, height, and how it is shown."""
    full, maximized = window.isFullScreen(), window.isMaximized()
    place = window.normalGeometry() if full or maximized else window.geometry()
    how = _FULL if full else _MAXIMIZED if maximized else ""
    return ",".join([*map(str, (place.x(), place.y(), place.width(), place.height())), how])


def show_at(window: QWidget, place: str) -> None:
    """Show a window where another was; by itself over the whole screen."""
    numbers, _, how = place.rpartition(",")
    try:
        left, top, width, height = map(int, numbers.split(","))
    except ValueError:
        window.resize(1366, 768)
        how = _MAXIMIZED
    else:
        window.setGeometry(QRect(left, top, width, height))
    {_FULL: window.showFullScreen, _MAXIMIZED: window.showMaximized}.get(how, window.show)()


def when_seen(window: QWidget, then: Callable[[], object]) -> None:
    """Call a function as soon as a window that was shown is drawn on the screen."""
    if window.windowHandle().isExposed():
        QTimer.singleShot(0, window, then)
    else:
        QTimer.singleShot(_EVERY_MS, window, lambda: when_seen(window, then))
