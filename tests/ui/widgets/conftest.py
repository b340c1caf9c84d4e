"""A dressed program, a way to type Vietnamese, and background work that tells a list what went wrong."""

import unicodedata
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ansinh_desktop.errors import Message
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks

_TONES = "\u0300\u0301\u0303\u0309\u0323"


@pytest.fixture(autouse=True)
def _dressed(qapp):
    theme.apply(qapp)


@pytest.fixture
def said() -> list[Message]:
    return []


@pytest.fixture
def tasks(qapp, said) -> Iterator[Tasks]:
    made = Tasks(said.append)
    yield made
    assert made.finish(60_000)


@pytest.fixture
def show(qtbot) -> Callable[..., QWidget]:
    """Return a function that puts widgets under each other in an active window."""
    kept = []

    def put(*widgets: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        qtbot.addWidget(window)
        window.resize(900, 600)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return put


@pytest.fixture
def commit() -> Callable[[QWidget, str], None]:
    """Return a function that types words as an input method gives them: composed, all at once."""

    def put(widget: QWidget, words: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(widget, event)
        QApplication.processEvents()

    return put


@pytest.fixture
def unikey() -> Callable[[QWidget, str], None]:
    """Return a function that types words as Unikey does: letters, backspaces, and letters anew."""

    def put(widget: QWidget, words: str) -> None:
        for key in stream(words):
            code = Qt.Key.Key_Backspace if key == "\b" else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, key))
            # Whoever listens to the letters must have had the time to do harm.
            QApplication.processEvents()

    return put


def stream(words: str) -> Iterator[str]:
    """Yield the keys Unikey sends in Telex: marks by a second letter, the tone at the end of its syllable."""
    for place, word in enumerate(words.split(" ")):
        if place:
            yield " "
        yield from _syllable(word)


def _syllable(word: str) -> Iterator[str]:
    toneless = [_without_tone(letter) for letter in word]
    for letter in toneless:
        bare = _bare(letter)
        yield bare
        if bare != letter:
            # «e», then «e» again: Unikey takes the first back and sends «ê».
            yield "\b"
            yield letter
    first = next((place for place, letter in enumerate(word) if letter != toneless[place]), None)
    if first is not None:
        # The tone key comes last: everything from the vowel on is taken back and sent again.
        yield from "\b" * (len(word) - first)
        yield from word[first:]


def _without_tone(letter: str) -> str:
    kept = "".join(each for each in unicodedata.normalize("NFD", letter) if each not in _TONES)
    return unicodedata.normalize("NFC", kept)


def _bare(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0]
    return {"đ": "d", "Đ": "D"}.get(plain, plain)
