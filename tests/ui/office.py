"""An officer at work: an open data file, background work that tells what went wrong, and two hands on the keyboard."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import Message
from ansinh_desktop.services import access, office
from ansinh_desktop.services.cases import Cases
from ansinh_desktop.services.listing import Listing
from ansinh_desktop.services.people import People
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.widgets.editor import editor_of
from tests import factories, kept
from tests.ui import strokes


class Desk(NamedTuple):
    """The services of the officer who opened the data file."""

    vault: Vault
    cases: Cases
    listing: Listing
    people: People
    around: Surroundings
    made: Any
    """What the module says of that which it makes before."""


class Hands:
    """Types as people do: keys as keys, words as an input method gives them; and counts the keys."""

    def __init__(self) -> None:
        self.struck = 0
        """So many keys so far: those of words as Telex takes them; what is held down is no key of its own."""

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key on whatever has the focus; shortcuts come first, as on a real keyboard."""
        self.struck += 1
        QTest.keyClick(_focus(), key, held)
        QApplication.processEvents()

    def type(self, words: str) -> None:
        """Type words into whatever has the focus."""
        self.struck += len(strokes.telex(words))
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(_focus(), event)
        QApplication.processEvents()

    def enter(self) -> None:
        """Press Enter."""
        self.press(Qt.Key.Key_Return)

    def where(self) -> str:
        """Return the key of the field that has the focus, or the name of what else has."""
        widget = QApplication.focusWidget()
        editor = editor_of(widget)
        return editor.objectName() if editor else widget.objectName() if widget else ""

    def fill(self, answers: dict[str, str | list[str]], until: str = "save") -> list[str]:
        """Walk through a form with Enter, type what is known of each field, and return the fields that were seen."""
        seen: list[str] = []
        while (key := self.where()) != until:
            assert len(seen) < 200, f"Enter never came to {until}: {seen[-5:]}"
            seen.append(key)
            words = answers.get(key, ())
            for each in [words] if isinstance(words, str) else words:
                self.type(each)
                if not isinstance(words, str):
                    self.enter()
            self.enter()
        return seen


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


@pytest.fixture(scope="session")
def new_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a fresh data folder, made once: wrapping keys is slow by design."""
    folder = tmp_path_factory.mktemp("new") / "data"
    vault, _recovery = factories.new_vault(folder)
    factories.forget_place(vault)
    vault.lock()
    return folder


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The desk of a commune; what is done there already is made by what a fixture ``made_before`` returns, once."""
    build = kept.nothing
    with contextlib.suppress(pytest.FixtureLookupError):
        build = request.getfixturevalue("made_before")
    made = kept.copied(tmp_path, kept.commune, build)
    vault = Vault.open(tmp_path / "data", factories.OFFICER, factories.PASSWORD)
    cases, listing = factories.services(vault)
    people = People(vault, access.access(vault), office.office(vault))
    yield Desk(vault, cases, listing, people, Surroundings(hamlets=office.hamlets(vault)), made)
    vault.lock()


@pytest.fixture
def said() -> list[Message]:
    return []


@pytest.fixture
def tasks(qapp, desk, said) -> Iterator[Tasks]:
    theme.apply(qapp)
    made = Tasks(said.append)
    yield made
    assert made.finish(60_000)
    assert [each.text for each in said] == []


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def at_most(hands, record_property) -> strokes.Limit:
    """Return what holds a piece of work, a block under ``with``, to a number of keys."""
    return strokes.limit(lambda: hands.struck, record_property)


@pytest.fixture
def show(qtbot) -> Callable[[QWidget], QWidget]:
    """Return a function that shows a page in an active window of the officer's screen."""

    def put(page: QWidget) -> QWidget:
        qtbot.addWidget(page)
        page.resize(1160, 700)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        return page

    return put
