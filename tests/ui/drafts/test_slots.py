"""Everything that can be typed into: found under a name of its own, taken down, put back, with the cursor where it was."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.drafts.slots import LOOK, UNKEPT, Cursor, slots
from ansinh_desktop.ui.widgets.editor import NEVER
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine


@pytest.fixture
def place(qtbot, qapp):
    """Return a function that puts widgets under each other in a window, and shows it."""
    theme.apply(qapp)
    kept = []

    def place(*widgets):
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        for each in widgets:
            column.addWidget(each)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return place


def named(widget, name):
    widget.setObjectName(name)
    return widget


def combo(*words):
    made = QComboBox()
    made.addItems(words)
    return made


def ticked(*rows):
    table = QTableWidget(len(rows), 2)
    for at, tick in enumerate(rows):
        item = QTableWidgetItem()
        item.setCheckState(Qt.CheckState.Checked if tick else Qt.CheckState.Unchecked)
        table.setItem(at, 0, item)
        table.setItem(at, 1, QTableWidgetItem("chữ"))
    return table


KINDS: dict[str, tuple[Any, Any, Any]] = {
    "line": (QLineEdit, "", "Nguyễn"),
    "lines": (QPlainTextEdit, "", "một\nhai"),
    "text": (QTextEdit, "", "một\nhai"),
    "combo": (lambda: combo("a", "b"), "a", "b"),
    "number": (QSpinBox, 0, 7),
    "check": (QCheckBox, False, True),
    "radio": (QRadioButton, False, True),
    "table": (lambda: ticked(False, True), [[False], [True]], [[True], [False]]),
    "editor": (lambda: TextLine("editor"), "", "Nguyễn"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_in_any_kind_is_taken_and_put_back(place, kind):
    make, before, after = KINDS[kind]
    first, second = place(named(make(), "x")), place(named(make(), "x"))
    ((one,), (other,)) = slots(first), slots(second)
    assert (one.name, one.typed()) == ("x", before)
    one.put(after)
    assert one.typed() == after
    other.put(one.typed())
    assert other.typed() == after
    one.put(before)
    assert one.typed() == before


@pytest.mark.parametrize(
    ("kind", "wrong"), [("line", 5), ("number", "5"), ("check", "x"), ("table", "x"), ("combo", None)]
)
def test_what_another_version_kept_in_another_form_is_passed_over(place, kind, wrong):
    make, before, _after = KINDS[kind]
    (slot,) = slots(place(make()))
    slot.put(wrong)
    assert slot.typed() == before


def test_every_place_has_a_name_of_its_own_in_a_steady_order(place):
    window = place(named(QLineEdit(), "a"), QLineEdit(), named(QSpinBox(), "a"), QLineEdit(), QLabel("x"))
    assert [each.name for each in slots(window)] == ["a", "QLineEdit", "a#2", "QLineEdit#2"]


def test_places_inside_parts_are_found_and_whole_parts_are_passed_over(place):
    inner, skipped = QWidget(), QWidget()
    for part, name in ((inner, "inside"), (skipped, "outside")):
        QVBoxLayout(part).addWidget(named(QLineEdit(), name))
    window = place(inner, skipped, named(QLineEdit(), "last"))
    assert [each.name for each in slots(window)] == ["inside", "outside", "last"]
    assert [each.name for each in slots(window, [skipped])] == ["inside", "last"]


def test_secrets_searches_and_what_cannot_be_typed_into_are_never_kept(place):
    secret, search, fixed, hidden, password, shut = (QLineEdit() for _ in range(6))
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    search.setProperty(UNKEPT, "searches")
    fixed.setReadOnly(True)
    hidden.hide()
    still = QPlainTextEdit()
    still.setReadOnly(True)
    plain = QTableWidget(1, 1)
    plain.setItem(0, 0, QTableWidgetItem("chữ"))
    read_only = TextLine("fixed")
    read_only.set_read_only(True)
    window = place(
        secret, search, fixed, hidden, still, plain, PasswordEdit("password"), read_only, password, shut
    )
    hidden.hide()
    dialog = QDialog(window)
    QVBoxLayout(dialog).addWidget(QLineEdit())
    assert [each.widget for each in slots(window)] == [password, shut]


def test_a_field_that_is_not_asked_now_keeps_its_answer(place):
    editor = TextLine("asked")
    row = FieldRow("Hỏi", editor)
    window = place(row)
    editor.set_typed("đã gõ")
    row.hide()
    assert [(each.name, each.typed()) for each in slots(window)] == [("asked", "đã gõ")]


def test_putting_into_a_field_counts_as_typing_and_into_one_that_chooses_what_is_seen_as_leaving(place):
    editor, look = TextLine("typed"), TextLine("look")
    look.setProperty(LOOK, True)
    first, second = slots(place(editor, look))
    heard: list[str] = []
    for each in (editor, look):
        each.edited.connect(lambda each=each: heard.append(f"edited {each.objectName()}"))
        each.left.connect(lambda each=each: heard.append(f"left {each.objectName()}"))
    first.put("a")
    second.put("b")
    assert heard == ["edited typed", "edited look", "left look"]
    assert (first.is_look, second.is_look) == (False, True)


def test_what_was_stored_is_known_only_of_fields_that_were_told(place):
    told, untold = TextLine("told"), TextLine("untold")
    told.show_stored("Trước")
    first, second, third = slots(place(told, untold, QLineEdit()))
    assert (first.untouched, second.untouched, third.untouched) == ("Trước", NEVER, NEVER)
    assert not told.is_touched()
    first.put("Sau")
    assert told.is_touched()
    assert not untold.is_touched()


# ---------------------------------------------------------------- the cursor


@pytest.mark.parametrize("kind", ["line", "lines", "text", "editor"])
def test_the_cursor_comes_back_after_as_many_letters(place, qtbot, kind):
    make, _before, after = KINDS[kind]
    window = place(QLineEdit(), named(make(), "here"))
    slot = slots(window)[1]
    slot.put(after)
    stop = slot.stops()[0]
    stop.setFocus()
    assert Cursor.now(window) is not None
    where = Cursor("here", 0, 3)
    assert where.put(window)
    assert Cursor.now(window) == where
    assert Cursor("here", 0, 999).put(window)
    assert Cursor.now(window).letters == len(after)


def test_a_cursor_that_is_elsewhere_is_nowhere_here(place):
    first, second = QWidget(), QWidget()
    for part in (first, second):
        QVBoxLayout(part).addWidget(named(QLineEdit(), "line"))
    window = place(first, second)
    second.findChild(QLineEdit).setFocus()
    QApplication.processEvents()
    assert Cursor.now(first) is None
    assert Cursor.now(second) == Cursor("line", 0, 0)
    assert Cursor.now(window, [first]) == Cursor("line", 0, 0)
    assert not Cursor("gone", 0, 0).put(window)
    assert Cursor("line", 9, 0).put(second), "the last stop there is"
