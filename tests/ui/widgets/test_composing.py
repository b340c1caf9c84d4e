"""A word that an input method is still composing is never lost, and never lands in the field that follows."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

import ansinh_desktop.ui as room
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Kind
from ansinh_desktop.registers.field import Field
from ansinh_desktop.ui import composing, keys, messages
from ansinh_desktop.ui.forms.editors import EDITORS, make_editor
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.widgets.choosing.choices import ChoicesBox
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine
from ansinh_desktop.ui.widgets.rows import RowsEditor
from ansinh_desktop.ui.widgets.search_box import SearchBox

WORD = "khơ"
STREAM = ("k", "kh", "kho", WORD)


def compose(control: QWidget, words: tuple[str, ...] = STREAM) -> None:
    """Send what ibus-unikey sends while a word is typed: its preview, longer with every key."""
    for each in words:
        QApplication.sendEvent(control, QInputMethodEvent(each, []))
        QApplication.processEvents()


def give(word: str) -> None:
    """Give the word, as the method does when it is through: to whatever has the keyboard by then."""
    event = QInputMethodEvent()
    event.setCommitString(word)
    target = QApplication.focusWidget()
    if target is not None:
        QApplication.sendEvent(target, event)
    QApplication.processEvents()


def text_of(control: QWidget) -> str:
    assert isinstance(control, QLineEdit | QPlainTextEdit)
    return control.text() if isinstance(control, QLineEdit) else control.toPlainText()


def of_kind(kind: type[Kind]) -> Editor:
    declared = {
        kinds.Choice: lambda: kinds.Choice("ethnic_group"),
        kinds.Choices: lambda: kinds.Choices("ethnic_group"),
        kinds.Rows: lambda: kinds.Rows((Field("name", "Họ và tên", kinds.Text()),)),
    }
    return make_editor(Field("x", "Ô", declared.get(kind, kind)()), Surroundings())


def makers() -> dict[str, Callable[[], QWidget]]:
    found: dict[str, Callable[[], QWidget]] = {kind.__name__: partial(of_kind, kind) for kind in EDITORS}
    found |= {each.__name__: partial(each, "x") for each in (TextLine, PasswordEdit)}
    return found | {"SearchBox": partial(SearchBox, "Tìm")}


def control_of(made: QWidget) -> QWidget | None:
    """Return the field of text of an editor; None where nothing is typed into it."""
    if isinstance(made, RowsEditor):
        made.add_row()
        made = made.cell(0, "name")
    control = made.control if isinstance(made, Editor) else made
    return control if isinstance(control, QLineEdit | QPlainTextEdit) else None


class Stage:
    """A field, the one after it, a button that takes the keyboard, one that does not, and a shortcut."""

    def __init__(self, show, made: QWidget) -> None:
        self.made, self.after = made, TextLine("after")
        self.near, self.far = QPushButton("Lưu"), QPushButton("Khác")
        self.near.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.heard: list[str] = []
        self.window = show(made, self.after, self.near, self.far)
        found = control_of(made)
        assert found is not None
        self.control = found
        self.near.clicked.connect(self.hear)
        act = QAction(self.window)
        act.setShortcut(QKeySequence("Ctrl+Return"))
        act.triggered.connect(self.hear)
        self.window.addAction(act)
        keys.action("next_found", self.window, self.hear)
        self.control.setFocus()

    def hear(self) -> None:
        """Note what stands in the field when something is done with it."""
        composing.commit()
        self.heard.append(text_of(self.control))


WAYS = {
    "Enter": lambda s: QTest.keyClick(s.control, Qt.Key.Key_Return),
    "Enter of the numbers": lambda s: QTest.keyClick(
        s.control, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier
    ),
    "Tab": lambda s: QTest.keyClick(s.control, Qt.Key.Key_Tab),
    "back with Tab": lambda s: QTest.keyClick(
        s.control, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier
    ),
    "a click into the next": lambda s: QTest.mouseClick(s.after.line, Qt.MouseButton.LeftButton),
    "a click on a button": lambda s: QTest.mouseClick(s.far, Qt.MouseButton.LeftButton),
    "a button that leaves the keyboard": lambda s: QTest.mouseClick(s.near, Qt.MouseButton.LeftButton),
    "Ctrl+Enter": lambda s: QTest.keyClick(s.control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    "F8": lambda s: QTest.keyClick(s.control, Qt.Key.Key_F8),
    "down": lambda s: QTest.keyClick(s.control, Qt.Key.Key_Down),
    "the program itself": lambda s: s.after.line.setFocus(),
    "the lock": lambda s: composing.commit(),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [name for name in makers() if name != "YesNo"])
def test_the_word_stays_in_its_field_whichever_way_one_goes_on(name, way, show, qtbot):
    stage = Stage(show, makers()[name]())
    compose(stage.control)
    WAYS[way](stage)
    QApplication.processEvents()
    give(WORD)
    kept = text_of(stage.control)
    if isinstance(stage.made, ChoicesBox):
        kept += " ".join(stage.made._label(each) for each in stage.made._codes)
    # A choice puts its own label in the place of what was typed; everything else keeps the word as it is.
    assert kept.casefold().count(WORD) == 1
    assert stage.after.line.text() == ""
    assert all(WORD in heard.casefold() for heard in stage.heard)


@pytest.mark.parametrize("name", [name for name in makers() if name != "YesNo"])
def test_two_words_are_two_words(name, show):
    """The guard against a word given late takes nothing that is typed anew."""
    stage = Stage(show, makers()[name]())
    if isinstance(stage.made, SearchBox) or not isinstance(stage.made, Editor):
        return
    compose(stage.control)
    stage.after.line.setFocus()
    compose(stage.after.line)
    give(WORD)
    assert stage.after.line.text() == WORD


def test_escape_does_with_the_whole_text_what_it_does(show):
    box = SearchBox("Tìm")
    show(box)
    box.setFocus()
    compose(box)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    give(WORD)
    assert box.text() == ""


def test_a_choice_ticks_the_line_that_is_meant_and_no_other(show):
    options = (Option("1", "Kinh"), Option("5", "Khơ-me"), Option("14", "Chăm"))
    box, after = ChoicesBox("x", options=options), TextLine("after")
    show(box, after)
    box.line.setFocus()
    box.open()
    compose(box.line, ("c", "ch"))
    assert box.popup.current() == options[2]
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    give("ch")
    assert box.value() == ["14"]
    assert (box.line.text(), after.line.text()) == ("", "")


def test_shift_alone_ends_no_word(show):
    line = TextLine("x")
    show(line)
    line.line.setFocus()
    compose(line.line)
    QTest.keyPress(line.line, Qt.Key.Key_Shift)
    assert line.line.text() == ""
    compose(line.line, ("khơM",))
    give("khơM")
    assert line.line.text() == "khơM"


def test_every_field_of_text_in_the_program_is_looked_after(qapp):
    """Whoever makes one by hand must say so: an editor does it by itself."""
    signs = ("QLineEdit(", "QPlainTextEdit(", "QTextEdit(")
    sources = {each.__name__: inspect.getsource(each).replace("(QLineEdit)", "") for each in _modules()}
    made_by_hand = {name for name, source in sources.items() if any(sign in source for sign in signs)}
    unwatched = {name for name in made_by_hand if "composing.watch" not in sources[name]}
    allowed = {
        # The editors themselves, whose control the editor looks after; a text that is only read.
        "ansinh_desktop.ui.widgets.choosing.choice",
        "ansinh_desktop.ui.widgets.line",
        "ansinh_desktop.ui.widgets.text_area",
        "ansinh_desktop.ui.pages.admin.about_tab",
    }
    assert unwatched <= allowed


def test_a_reason_that_is_being_composed_counts_when_one_goes_on(show, qtbot, monkeypatch):
    window = show(QWidget())
    heard = []

    def answer(dialog: messages.ReasonDialog) -> int:
        dialog.show()
        dialog.typed.setFocus()
        compose(dialog.typed, ("nhập nhầm",))
        QTest.keyClick(dialog.typed, Qt.Key.Key_Tab)
        heard.append(dialog.reason())
        dialog.close()
        return 0

    monkeypatch.setattr(messages.ReasonDialog, "exec", answer)
    messages.confirm_with_reason(window, "Rút hồ sơ?", "Rút")
    assert heard == ["nhập nhầm"]


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        if not found.ispkg:
            yield importlib.import_module(found.name)
