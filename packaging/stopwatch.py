"""Types into the window of the program as an officer does, by real keys through a real input method; see stopwatch.sh."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPlainTextEdit, QWidget

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ansinh_desktop import app  # noqa: E402
from ansinh_desktop.crypto.passwords import one_spelling  # noqa: E402
from ansinh_desktop.ui.widgets.editor import editor_of  # noqa: E402
from tests.ui.strokes import telex  # noqa: E402

T = TypeVar("T")

WORDS, A_LINE = 1_000, 10
_FAST_MS, _HUMAN_MS = 12, 150
"""Between two keys: as fast as nobody types, and as an officer does who types well."""
_PASSWORD = "mua xuan chim ve rung tram"
_LIST = "bang.xlsx"
"""The list that is brought in; it lies where the program was started, for Telex would change a longer path."""
_AT_MOST_S = 60


class Officer:
    """Two hands at the keyboard, in a thread of their own; what they see they ask the window's thread for."""

    def __init__(self, window: app.Window) -> None:
        self.window = window
        self.struck = 0
        self._asked: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._answer)
        self._timer.start(5)

    def _answer(self) -> None:
        while not self._asked.empty():
            self._asked.get()()

    def see(self, what: Callable[[], T]) -> T:
        """Return what the window's thread says."""
        box: SimpleQueue[T | BaseException] = SimpleQueue()

        def look() -> None:
            try:
                box.put(what())
            except BaseException as error:  # noqa: BLE001 - raised where it was asked
                box.put(error)

        self._asked.put(look)
        found = box.get()
        if isinstance(found, BaseException):
            raise found
        return found

    def until(self, what: Callable[[], bool]) -> None:
        """Wait until the window shows something."""
        end = time.monotonic() + _AT_MOST_S
        while not self.see(what):
            if time.monotonic() > end:
                raise TimeoutError(f"never seen; the keyboard is at {self.see(focus)}")
            time.sleep(0.02)

    def rest(self) -> None:
        """Wait until nothing runs in the background any more."""
        for _ in range(3):
            self.until(lambda: not self.window.tasks.is_busy())
            time.sleep(0.03)

    def key(self, *names: str, pause_ms: int = _HUMAN_MS) -> None:
        """Strike keys, by their names in X."""
        self.struck += len(names)
        subprocess.run(["xdotool", "key", "--delay", str(pause_ms), *names], check=True)
        time.sleep(pause_ms / 1000)

    def type(self, words: str, pause_ms: int = _HUMAN_MS) -> None:
        """Type words as Telex takes them."""
        keys = telex(words)
        self.struck += len(keys)
        subprocess.run(["xdotool", "type", "--delay", str(pause_ms), "--", keys], check=True)

    def enter(self, words: str = "", *, pause_ms: int = _HUMAN_MS) -> None:
        """Type words, then Enter."""
        if words:
            self.type(words, pause_ms)
        self.key("Return", pause_ms=pause_ms)


def focus() -> str:
    """Return the name of what has the keyboard."""
    widget = QApplication.focusWidget()
    editor = editor_of(widget)
    return (
        editor.objectName() if editor else f"{type(widget).__name__} {widget.objectName() if widget else ''}"
    )


def corpus() -> list[str]:
    """Return so many different words of the guide, as they are written there."""
    found: dict[str, None] = {}
    for page in sorted((ROOT / "resources" / "help").glob("*.md")):
        text = re.sub(r"\]\([^)]*\)|`[^`]*`|\{#[^}]*\}", " ", page.read_text(encoding="utf-8"))
        for word in re.findall(r"(?<![\w.])[^\W\d_]+(?![\w.]*\w)", text):
            if any(ord(letter) > 127 for letter in word):
                found.setdefault(word)
    return list(found)[:WORDS]


def words(officer: Officer) -> list[str]:
    """Type a thousand different words into the box of hamlets, ten a line."""
    to_hamlets(officer)
    every = corpus()
    lines = [" ".join(every[at : at + A_LINE]) for at in range(0, len(every), A_LINE)]
    began, before = time.monotonic(), officer.struck
    for line in lines:
        officer.enter(line, pause_ms=_FAST_MS)
    took = time.monotonic() - began
    time.sleep(0.5)
    box = officer.see(lambda: officer.window.findChild(QPlainTextEdit, "hamlets"))
    assert box is not None
    shown = officer.see(box.toPlainText).split("\n")
    wrong = [
        (wanted, came)
        for line, seen in zip(lines, [*shown, *[""] * len(lines)], strict=False)
        for wanted, came in zip(line.split(), [*seen.split(), *[""] * A_LINE], strict=False)
        if one_spelling(wanted) != one_spelling(came)  # hoà, hòa: as the input method is set
    ]
    for wanted, came in wrong[:20]:
        print(f"   {wanted} came as {came or 'nothing'} (keys {telex(wanted)})")
    return [
        f"{len(every)} words typed by {officer.struck - before} keys in {took:.0f} s: {len(wrong)} wrong",
        *(["FAILED"] if wrong else []),
    ]


def to_hamlets(officer: Officer) -> None:
    """Walk from nothing to the box of hamlets."""
    officer.until(lambda: focus() == "unit")
    officer.enter("vinh thanh trung")
    officer.enter()
    officer.until(lambda: focus() == "full_name")
    officer.enter("Trần Thị Lan")
    officer.enter()
    officer.enter()
    officer.enter(_PASSWORD)
    officer.enter(_PASSWORD)
    officer.enter()
    officer.until(lambda: focus() == "signer_name")
    officer.enter("Nguyễn Văn Thành")


def first_list(officer: Officer) -> list[str]:
    """Walk from nothing to a list of 240 people, and on to it as it will be printed."""
    began = time.monotonic()
    to_hamlets(officer)
    for hamlet in ("Vĩnh Thạnh", "Vĩnh Lợi", "Hòa Phú", "Mỹ Thạnh", "Tân Hòa", "An Khương"):
        officer.enter(hamlet)
    officer.enter()
    officer.enter()
    officer.until(lambda: focus() == "confirm")
    groups = officer.see(lambda: _label(officer.window, "recovery_code")).split("-")
    officer.enter(groups[0] + groups[-1])
    officer.enter()
    officer.enter()
    officer.until(lambda: officer.window.pages is not None)
    officer.rest()
    set_up = time.monotonic() - began
    officer.until(lambda: "first_import" in focus())
    officer.enter()  # which register: the first one
    officer.until(lambda: QApplication.activePopupWidget() is not None)
    officer.key("Down", "Return")
    officer.rest()
    officer.enter()  # choose the file
    officer.until(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
    officer.enter(_LIST)
    officer.until(lambda: QApplication.activeModalWidget() is None)
    officer.see(officer.window.activateWindow)  # as a window manager does, which is not here
    officer.rest()
    for _ in range(3):  # the columns, the rows, what came of it
        officer.key("ctrl+Return")
        officer.rest()
    officer.until(lambda: "240" in _page_words(officer.window))
    listed = time.monotonic() - began
    officer.key("ctrl+p")
    officer.rest()
    officer.until(lambda: _sheets(officer.window) > 0)
    printed = time.monotonic() - began
    return [
        f"set up after {set_up:.0f} s; the list of 240 people after {listed:.0f} s; as it will be printed after "
        f"{printed:.0f} s; {officer.struck} keys, one every {_HUMAN_MS} ms at most",
        *(["FAILED: more than three minutes"] if printed > 180 else []),
    ]


def _label(window: QWidget, name: str) -> str:
    found = window.findChild(QLabel, name)
    return found.text() if found is not None else ""


def _page_words(window: app.Window) -> str:
    if window.pages is None:
        return ""
    page = window.pages.page()
    return " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def _sheets(window: app.Window) -> int:
    page = window.pages.page() if window.pages is not None else None
    preview = getattr(page, "preview", None)
    return preview.page_count() if preview is not None else 0


WORKS: dict[str, Callable[[Officer], list[str]]] = {"words": words, "first-list": first_list}


def measure(name: str) -> list[str]:
    """Do one piece of work in a new window on nothing; return what is to be said of it."""
    application = app.make_application()
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(ROOT / "resources" / "demo" / "btxh_2022.xlsx", Path(scratch) / _LIST)
        os.chdir(scratch)
        window = app.Window(Path(scratch) / "so")
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        officer = Officer(window)
        said: list[str] = []

        def work() -> None:
            try:
                said.extend(WORKS[name](officer))
            except BaseException as error:  # noqa: BLE001 - told below
                line = traceback.extract_tb(error.__traceback__)[1].line
                said.append(f"FAILED at {line}: {type(error).__name__} {error}")
            officer.see(application.quit)

        hands = threading.Thread(target=work, daemon=True)
        QTimer.singleShot(500, window, lambda: hands.start())  # noqa: PLW0108 - Qt keeps no bound method of a thread
        application.exec()
        hands.join()
        window.shut()
    return said


def main(names: list[str]) -> int:
    """Measure, print, and return 1 where something was wrong or too slow."""
    print(f"Qt's input context asks for: {QGuiApplication.platformName()}")
    said = [each for name in names or WORKS for each in measure(name)]
    print("\n".join(said))
    return int(any(each.startswith("FAILED") for each in said))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
