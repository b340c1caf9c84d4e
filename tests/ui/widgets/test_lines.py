"""Fields of one line: what is typed stays as typed until it is left, and means what its kind reads in it."""

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLabel

from ansinh_desktop.registers import kinds
from ansinh_desktop.ui.widgets.kind_line import KindEdit, MomentEdit, MoneyEdit, NumberEdit, PartialDateEdit
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine


@pytest.fixture
def made(qtbot):
    """Return a function that keeps an editor for the test, and notes what it says."""

    def made(editor):
        qtbot.addWidget(editor)
        editor.heard = []
        editor.edited.connect(lambda: editor.heard.append("edited"))
        return editor

    return made


def type_into(editor, words):
    """Put letters in as though they had been typed one after another."""
    editor.line.setText(words)
    editor.line.textEdited.emit(words)


def test_a_stored_value_is_shown_without_a_word_and_is_no_typing(made):
    editor = made(NumberEdit("n"))
    editor.set_value(1234)
    assert (editor.value(), editor.line.text(), editor.heard) == (1234, "1234", [])
    editor.set_value(None)
    assert (editor.value(), editor.line.text()) == (None, "")


def test_what_is_typed_means_something_at_once_and_is_put_in_order_when_it_is_left(made):
    editor = made(MoneyEdit("m"))
    type_into(editor, "540000")
    assert (editor.value(), editor.line.text(), editor.heard) == (540_000, "540000", ["edited"])
    editor.settle()
    assert (editor.value(), editor.line.text(), editor.heard) == (540_000, "540.000", ["edited", "edited"])
    editor.settle()
    assert editor.heard == ["edited", "edited"], "it stands in order"


def test_what_cannot_be_read_stays_as_it_is_and_is_said_only_once_it_is_left(made):
    editor = made(NumberEdit("n"))
    editor.set_value(5)
    type_into(editor, "năm")
    assert (editor.value(), editor.fault()) == (None, None)
    editor.settle()
    assert editor.fault().field == "n"
    assert editor.line.text() == "năm"
    type_into(editor, "6")
    assert editor.fault() is None
    editor.settle()
    assert (editor.value(), editor.fault()) == (6, None)
    editor.set_value(None)
    assert editor.fault() is None


def test_an_emptied_field_has_no_value_and_no_fault(made):
    editor = made(NumberEdit("n"))
    editor.set_value(5)
    type_into(editor, "   ")
    editor.settle()
    assert (editor.value(), editor.fault(), editor.line.text()) == (None, None, "")


@pytest.mark.parametrize("typed", ["540000", "năm", "  5 ", ""])
def test_a_draft_brings_back_what_stood_there_readable_or_not(made, typed):
    first, second = made(MoneyEdit("m")), made(MoneyEdit("m"))
    type_into(first, typed)
    second.set_typed(first.typed())
    first.settle()
    assert (second.value(), second.line.text(), second.fault()) == (
        first.value(),
        first.line.text(),
        first.fault(),
    )
    assert second.heard == []


def test_a_field_that_is_only_read_takes_no_letters(made):
    editor = made(TextLine("t"))
    editor.set_read_only(True)
    assert editor.line.isReadOnly()
    assert editor.read_only
    editor.set_read_only(False)
    assert not editor.line.isReadOnly()


def test_a_password_is_every_letter_of_it(made):
    editor = made(PasswordEdit("p"))
    editor.line.setText("  con  mèo ")
    editor.settle()
    assert editor.value() == "  con  mèo "
    editor.line.setText("me\u0300o")
    assert editor.value() == "mèo", "however the marks are typed"
    editor.line.setText("")
    assert editor.value() is None
    assert editor.line.echoMode() == editor.line.EchoMode.Password
    editor._eye.click()
    assert editor.line.echoMode() == editor.line.EchoMode.Normal
    assert editor._eye.toolTip() == "Ẩn mật khẩu"


def test_a_unit_stands_behind_a_number(made):
    words = {each.text() for each in made(NumberEdit("n", unit="người")).findChildren(QLabel)}
    assert "người" in words
    assert "đồng" in {each.text() for each in made(MoneyEdit("m")).findChildren(QLabel)}


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("19/11/2026 15h", "2026-11-19T15:00", "19/11/2026 15:00"),
        ("19/11/2026 8:05", "2026-11-19T08:05", "19/11/2026 08:05"),
    ],
)
def test_a_moment_is_read_with_its_hour(made, typed, value, shown):
    editor = made(MomentEdit("m"))
    type_into(editor, typed)
    editor.settle()
    assert (editor.value(), editor.line.text()) == (value, shown)


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("typed", "value", "hint"),
    [
        ("5/8/61", "1961-08-05", ""),
        ("8/1961", "1961-08", "chỉ tháng, năm"),
        ("1961", "1961", "chỉ có năm"),
        ("~1961", "~1961", "ước lượng"),
        ("31/2/1961", None, ""),
        ("", None, ""),
    ],
)
def test_how_much_of_a_date_is_known_stands_beside_it(made, typed, value, hint):
    editor = made(PartialDateEdit("d"))
    type_into(editor, typed)
    assert (editor.value(), editor._hint.text()) == (value, hint)
    again = made(PartialDateEdit("d"))
    again.set_typed(typed)
    assert again._hint.text() == hint
    if value:
        again.set_value(None)
        assert again._hint.text() == ""
        again.set_value(value)
        assert again._hint.text() == hint


def calendar_of(editor):
    editor.open_calendar()
    popup = next(each for each in editor.findChildren(QFrame) if each.property("role") == "popup")
    return popup.findChild(QCalendarWidget)


@pytest.mark.parametrize(
    ("value", "day"), [("1961-08-05", (1961, 8, 5)), ("1961-08", (1961, 8, 1)), ("~1961", (1961, 1, 1))]
)
def test_the_calendar_opens_where_the_date_is_and_a_day_picked_is_one_that_was_typed(made, value, day):
    editor = made(PartialDateEdit("d"))
    editor.show()
    editor.set_value(value)
    calendar = calendar_of(editor)
    assert calendar.selectedDate() == QDate(*day)
    assert calendar.firstDayOfWeek() == Qt.DayOfWeek.Monday
    calendar.clicked.emit(QDate(2026, 11, 5))
    assert (editor.value(), editor.line.text(), editor.heard) == ("2026-11-05", "05/11/2026", ["edited"])
    assert editor._hint.text() == ""


def test_nothing_is_picked_where_nothing_may_be_written(made):
    editor = made(PartialDateEdit("d"))
    editor.show()
    editor.set_read_only(True)
    editor.open_calendar()
    assert not [each for each in editor.findChildren(QFrame) if each.property("role") == "popup"]
    assert editor._button.isHidden()
    assert made(PartialDateEdit("d", calendar=False))._button is None


def test_a_kind_says_itself_what_it_cannot_read(made):
    editor = made(KindEdit(kinds.Month(), "m"))
    type_into(editor, "13/2026")
    editor.settle()
    fault = editor.fault()
    assert fault.field == "m"
    assert "13/2026" in fault.text
