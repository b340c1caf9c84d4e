"""The word that an input method is still composing: taken over before anything is done with its field.

Some input methods (ibus-unikey among them) keep a word to themselves until it is finished; only its preview stands
in the field. Whoever moved on, saved or locked meanwhile would find it in the next field, or nowhere. So every field
of text tells here what is being composed in it, and while something is, nothing else happens before it is taken over.
"""

import functools
import time

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ansinh_desktop.errors import BugError

_ACTING = frozenset(
    {
        QEvent.Type.ShortcutOverride,
        QEvent.Type.KeyPress,
        QEvent.Type.Shortcut,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
        QEvent.Type.Close,
        QEvent.Type.WindowDeactivate,
    }
)


_LATE = 1.0
"""For how many seconds a method may still give a word that was taken already."""


def watch(control: QWidget) -> None:
    """Look after a field of text that is no :class:`Editor`."""
    control.installEventFilter(_Watcher(control))


def seen(control: QWidget, event: QEvent) -> bool:
    """Take notice of an event of a field of text; whether the field is to know nothing of it."""
    # By its class: to ask each event of each field for its kind is dear.
    if isinstance(event, QInputMethodEvent):
        return _composer().take(control, event)
    if isinstance(event, QHideEvent) or (isinstance(event, QFocusEvent) and event.lostFocus()):
        _composer().leave(control)
    return False


def commit() -> None:
    """Take over the word that is being composed, wherever that is; without one nothing happens."""
    _composer().commit()


class _Watcher(QObject):
    """Tells of one field of text."""

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        self._control = control

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell what an input method sends, and when the field is left."""
        return watched is self._control and seen(self._control, event)


class _Composer(QObject):
    """Knows which field a word is being composed in; sees the events of all others only while there is one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._control: QWidget | None = None
        self._words = ""
        self._taken, self._until = "", 0.0

    def take(self, control: QWidget, event: QInputMethodEvent) -> bool:
        """Take notice of what an input method sends; whether it comes too late to be let through."""
        if event.preeditString():
            self._begin(control, event.preeditString())
            return False
        given = event.commitString()
        late = bool(given) and given == self._taken and time.monotonic() < self._until
        self._end()
        self._taken = ""
        return late

    def leave(self, control: QWidget) -> None:
        """Take over what is composed in a field that is left."""
        if control is self._control:
            self.commit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the word over before a key, the mouse or a shortcut does anything."""
        if event.type() in _ACTING and not (isinstance(event, QKeyEvent) and _holds(event)):
            self.commit()
        return False

    def commit(self) -> None:
        """Let the method give the word, and take it where it does not."""
        control, words = self._control, self._words
        if control is None or not shiboken6.isValid(control):
            self._end()
            return
        if QGuiApplication.focusObject() is control:
            QGuiApplication.inputMethod().commit()
        if self._control is control:
            self._end()
            given = QInputMethodEvent()
            given.setCommitString(words)
            QApplication.sendEvent(control, given)
            QGuiApplication.inputMethod().reset()
        self._taken, self._until = words, time.monotonic() + _LATE

    def _begin(self, control: QWidget, words: str) -> None:
        if self._control is None and (app := QApplication.instance()) is not None:
            app.installEventFilter(self)
        self._control, self._words, self._taken = control, words, ""

    def _end(self) -> None:
        if self._control is not None and (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
        self._control, self._words = None, ""


def _holds(event: QKeyEvent) -> bool:
    """Whether a key only holds others, as Shift does for a capital in the middle of a word."""
    key = QtCore.Qt.Key
    return event.key() in (
        key.Key_Shift,
        key.Key_Control,
        key.Key_Alt,
        key.Key_AltGr,
        key.Key_Meta,
        key.Key_CapsLock,
    )


@functools.cache
def _composer() -> _Composer:
    app = QApplication.instance()
    if app is None:
        raise BugError("a field of text without an application")
    return _Composer(app)
