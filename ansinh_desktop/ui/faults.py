"""Tells in the window of a fault that nobody took: in a sentence with its code, once, while what is typed stays."""

import sys
import time
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ansinh_desktop.errors import Message, fault_place
from ansinh_desktop.findings import Level
from ansinh_desktop.ui import later
from ansinh_desktop.ui.background import as_message

_AGAIN_AFTER = 60.0
"""Seconds that a fault must have rested before it is told again: one that comes with every tick is told once."""


class Faults(QObject):
    """Shows what went wrong over whatever the officer is in.

    A fault in the slot of a button ends nothing but that slot; without a word the button would seem to do nothing.
    """

    _came = Signal(object, str)

    def __init__(self, window: QWidget, keep: Callable[[], object]) -> None:
        """Make it; ``keep`` puts what is being typed on the disk."""
        super().__init__(window)
        self._window, self._keep = window, keep
        self._before = sys.excepthook
        self._last: dict[str, float] = {}
        self._strip: QWidget | None = None
        self._came.connect(self._say_soon)

    def catch(self) -> None:
        """Show every fault from now on, besides what is done with it already."""
        self._before = sys.excepthook
        sys.excepthook = self._take

    def let_go(self) -> None:
        """Leave faults to whoever had them before."""
        sys.excepthook = self._before

    def say(self, said: Message, place: str = "") -> None:
        """Tell of a fault; one that stands on the screen, or stood there a moment ago, is told already."""
        known, now = place or said.text, time.monotonic()
        last, self._last[known] = self._last.get(known), now
        shown = self._strip is not None and isValid(self._strip) and self._strip.isVisible()
        if shown or (last is not None and now - last < _AGAIN_AFTER):
            return
        strip = later.Toast(QApplication.activeModalWidget() or self._window)
        strip.setObjectName("fault")
        strip.closed.connect(strip.deleteLater)
        strip.pop(said, Level.ERROR)
        self._strip = strip
        self._keep()

    def _say_soon(self, said: Message, place: str) -> None:
        """Tell it in the window's thread, whichever it came from, and never inside what has just gone wrong."""
        QTimer.singleShot(0, self, lambda: self.say(said, place))

    def _take(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        self._before(kind, fault, trace)
        if isinstance(fault, Exception) and isValid(self):
            self._came.emit(as_message(fault), fault_place(fault.with_traceback(trace)))
