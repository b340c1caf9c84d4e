"""A timer that calls once, so long after it was last started: what follows typing waits until it rests."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def pause(owner: QObject, milliseconds: int, then: Callable[[], object]) -> QTimer:
    """Return the timer, not yet started."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(then)
    return timer
