"""A process with the real window, in which an officer works: it is told line by line what to do next.

Run by other tests as ``python -m tests.e2e.at_the_window FOLDER``. It says on its output what it has done, one JSON
object a line. What it is told to type comes on its input, so that it stands in no argument and no environment.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from ansinh_desktop import app
from ansinh_desktop.__main__ import main
from ansinh_desktop.ui.drafts.coming_back import ComingBack
from ansinh_desktop.ui.widgets.editor import editor_of

EVERY_MS = 5


def say(**said: Any) -> None:
    """Print one thing, at once."""
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def window() -> app.Window:
    """Return the window of the program."""
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, app.Window))


def focus() -> QWidget:
    """Return what has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def put(words: str) -> None:
    """Type words into what has the keyboard, as an input method gives them."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(focus(), event)


def idle() -> bool:
    """Whether nothing runs in the background."""
    return not window().tasks.is_busy()


def unlock(told: dict[str, Any]) -> Iterator[bool]:
    """Type the password."""
    field = window().findChild(QLineEdit, "password")
    assert field is not None
    field.setFocus()
    while QApplication.focusWidget() is not field:
        window().activateWindow()
        yield False
    put(told["password"])
    QTest.keyClick(field, Qt.Key.Key_Return)
    while window().pages is None:
        yield False
    yield idle()


def go(told: dict[str, Any]) -> Iterator[bool]:
    """Open a page."""
    pages = window().pages
    assert pages is not None
    pages.go_to(told["page"])
    yield idle()


def new_case(told: dict[str, Any]) -> Iterator[bool]:
    """Begin a record on the page that is shown."""
    window().pages.page().new_case()
    yield idle()


def event(told: dict[str, Any]) -> Iterator[bool]:
    """Begin an event in a case, and go to its long text."""
    desk = window().pages.page()
    desk.open_case(told["record"])
    yield idle()
    happened = desk.case._happened
    desk.case.tabs.setCurrentWidget(happened)
    happened.start_kind(told["kind"])
    yield idle()
    happened.form.findChildren(QPlainTextEdit)[-1].setFocus()


def write(told: dict[str, Any]) -> Iterator[bool]:
    """Type where the cursor is."""
    put(told["words"])
    yield True


def rest(told: dict[str, Any]) -> Iterator[bool]:
    """Wait until the program has kept what was typed: no pause after typing is left, however long it may be."""

    def pauses() -> bool:
        timers = [each for each in window().findChildren(QTimer) if each.isActive() and each.isSingleShot()]
        return any(each.interval() <= told["ms"] for each in timers)

    while pauses() or not idle():
        yield False


def look(told: dict[str, Any]) -> Iterator[bool]:
    """Say what stands where the cursor is."""
    yield idle()
    while QApplication.focusWidget() is None:
        yield False
    at = focus()
    words = at.toPlainText() if isinstance(at, QPlainTextEdit) else getattr(at, "text", str)()
    editor = editor_of(at)
    say(at=editor.objectName() if editor else at.objectName(), words=words)


def come_back(told: dict[str, Any]) -> Iterator[bool]:
    """Wait until the program has led back to where one was."""
    over = []
    QTimer.singleShot(200, lambda: over.append(True))
    while not over or not idle() or window().findChild(ComingBack) is not None:
        yield False


def press(told: dict[str, Any]) -> Iterator[bool]:
    """Press a button."""
    button = window().findChild(QPushButton, told["button"])
    assert button is not None
    assert button.isVisible()
    button.click()
    yield idle()


def picture(told: dict[str, Any]) -> Iterator[bool]:
    """Take a picture of the screen."""
    QApplication.primaryScreen().grabWindow(0).save(told["file"])
    yield True


def lock(told: dict[str, Any]) -> Iterator[bool]:
    """Press Ctrl+L, or let the time pass after which the program locks by itself."""
    say(locking=os.getpid())
    if told.get("by") == "time":
        window()._idle.start(1)
    else:
        QTest.keyClick(focus(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    yield True


DEEDS: dict[str, Callable[[dict[str, Any]], Iterator[bool]]] = {
    each.__name__: each
    for each in (unlock, go, new_case, event, write, rest, come_back, press, look, picture, lock)
}


def listen(told: "SimpleQueue[dict[str, Any]]") -> None:
    """Hand on what is told, away from the window."""
    for line in sys.stdin:
        told.put(json.loads(line))


def work(told: "SimpleQueue[dict[str, Any]]") -> Iterator[bool]:
    """Do what is told, one after another; yields whether the present step is over."""
    while True:
        try:
            now = told.get_nowait()
        except Empty:
            yield True
            continue
        for over in DEEDS[now["do"]](now):
            yield over
            while not over and now["do"] not in ("rest", "come_back") and not idle():
                yield False
        say(done=now["do"], pid=os.getpid())


def begin() -> None:
    """Start the program, and the one who works at it."""
    told: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=listen, args=(told,), daemon=True).start()
    app.make_application()
    steps = work(told)
    timer = QTimer()
    timer.setInterval(EVERY_MS)

    def step() -> None:
        try:
            next(steps)
        except BaseException as error:  # noqa: BLE001 - whoever listens is told
            say(failed=repr(error))
            os._exit(3)

    timer.timeout.connect(step)
    QTimer.singleShot(100, timer.start)
    sys.exit(main(["--data", sys.argv[1], *sys.argv[2:]]))


if __name__ == "__main__":
    begin()
