"""No field touches its text while it is being typed; all put it in order when it is left."""

import itertools
import unicodedata

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.choices import ChoicesBox
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.kind_line import KindEdit, MomentEdit, MoneyEdit, NumberEdit, PartialDateEdit
from ansinh_desktop.ui.widgets.line import TextLine
from ansinh_desktop.ui.widgets.rows import RowField, RowsEditor
from ansinh_desktop.ui.widgets.search_box import SearchBox
from ansinh_desktop.ui.widgets.text_area import TextEdit

OPTIONS = (Option("1", "Kinh"), Option("5", "Khơ-me"), Option("14", "Chăm"))

ONSETS = ("", "b", "đ", "gi", "kh", "ngh", "qu", "tr")
RIMES = (
    *(
        "a",
        "ai",
        "ăn",
        "ân",
        "ay",
        "âu",
        "e",
        "ê",
        "êch",
        "i",
        "iêm",
        "iêu",
        "o",
        "oai",
        "oa",
        "ô",
        "ông",
        "ơ",
        "ơi",
    ),
    *("u", "uy", "uyên", "uôn", "uê", "uơ", "ư", "ưa", "ưng", "ươi", "ương", "ươu", "y", "yêu"),
)
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def syllables() -> str:
    """Return syllables of every rime with every tone on its last vowel letter."""
    made = []
    for number, (rime, tone) in enumerate(itertools.product(RIMES, TONES)):
        place = max(
            place for place, letter in enumerate(rime) if unicodedata.normalize("NFD", letter)[0] in "aeiouy"
        )
        letters = rime[: place + 1] + tone + rime[place + 1 :]
        made.append(unicodedata.normalize("NFC", ONSETS[number % len(ONSETS)] + letters))
    return " ".join(made)


def text_of(control: QWidget) -> str:
    assert isinstance(control, QLineEdit | QPlainTextEdit)
    return control.text() if isinstance(control, QLineEdit) else control.toPlainText()


EDITORS = {
    "text": lambda: TextLine("x"),
    "name": lambda: KindEdit(kinds.Name(), "x"),
    "citizen": lambda: KindEdit(kinds.CitizenId(), "x"),
    "money": lambda: MoneyEdit("x"),
    "number": lambda: NumberEdit("x"),
    "date": lambda: PartialDateEdit("x"),
    "moment": lambda: MomentEdit("x"),
    "choice": lambda: FilteredCombo("x", options=OPTIONS),
    "choices": lambda: ChoicesBox("x", options=OPTIONS),
    "lines": lambda: TextEdit("x"),
}


@pytest.mark.parametrize("name", EDITORS)
def test_what_unikey_sends_stands_as_it_was_meant(name, show, unikey):
    editor = EDITORS[name]()
    show(editor)
    editor.control.setFocus()
    words = "nguyễn thị đào  ưởng huỳnh khuỷu 12/8 Trần văn nghiêu"
    unikey(editor.control, words)
    assert text_of(editor.control) == words


def test_every_rime_with_every_tone_survives_in_a_name_and_in_a_search(show, unikey):
    name, search = KindEdit(kinds.Name(), "x"), SearchBox("Tìm")
    show(name, search)
    words = syllables()
    name.line.setMaxLength(100_000)
    for control in (name.line, search):
        control.setFocus()
        unikey(control, words)
        assert control.text() == words


def test_a_cell_of_a_table_of_rows_is_as_safe(show, unikey):
    rows = RowsEditor("members", (RowField("name", "Họ và tên", lambda key: KindEdit(kinds.Name(), key)),))
    show(rows)
    rows.add_row(focus=True)
    cell = rows.cell(0, "name")
    unikey(cell.control, "phạm thị ửng")
    assert text_of(cell.control) == "phạm thị ửng"
    cell.leave()
    assert rows.value() == [{"name": "Phạm Thị Ửng"}]


def test_every_letter_is_told_and_leaving_too(show, qtbot, commit):
    editor, other = KindEdit(kinds.Name(), "full_name"), TextLine("other")
    show(editor, other)
    editor.control.setFocus()
    with qtbot.waitSignal(editor.edited):
        commit(editor.control, " trần  thị đào ")
    assert text_of(editor.control) == " trần  thị đào "
    assert editor.value() == "Trần Thị Đào"
    with qtbot.waitSignals([editor.edited, editor.left]):
        other.control.setFocus()
    assert text_of(editor.control) == "Trần Thị Đào"


def test_decomposed_letters_are_composed_when_the_field_is_left(show, commit):
    editor = TextLine("x")
    show(editor)
    commit(editor.control, unicodedata.normalize("NFD", "Ấp Vĩnh Hòa"))
    editor.leave()
    assert text_of(editor.control) == unicodedata.normalize("NFC", "Ấp Vĩnh Hòa") == editor.value()


def test_setting_a_value_tells_nobody(show, qtbot):
    for make in EDITORS.values():
        editor: Editor = make()
        with qtbot.assertNotEmitted(editor.edited), qtbot.assertNotEmitted(editor.left):
            editor.set_value(None)
        assert editor.value() is None


def test_going_behind_another_window_is_not_leaving(show, qtbot, commit):
    editor = PartialDateEdit("x")
    show(editor)
    editor.control.setFocus()
    commit(editor.control, "5/8/61")
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.assertNotEmitted(editor.left), qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    assert text_of(editor.control) == "5/8/61"


def test_a_read_only_field_keeps_its_text(show, qtbot, commit):
    for make in EDITORS.values():
        editor: Editor = make()
        show(editor)
        editor.set_read_only(True)
        editor.control.setFocus()
        qtbot.keyClicks(editor.control, "12")
        editor.leave()
        assert editor.value() is None
        assert not text_of(editor.control)


def test_what_is_half_typed_comes_back_from_a_draft(show, commit):
    for make in EDITORS.values():
        editor, again = make(), make()
        show(editor, again)
        commit(editor.control, "31/02/19")
        again.set_typed(editor.typed())
        assert text_of(again.control) == "31/02/19"


def test_the_draft_of_a_good_value_is_the_value_again(show):
    values: dict[str, Value] = {
        "name": "Trần Thị Đào",
        "money": 500_000,
        "date": "1961-08",
        "choice": "5",
        "choices": ["5", "14"],
    }
    for name, value in values.items():
        editor, again = EDITORS[name](), EDITORS[name]()
        show(editor, again)
        editor.set_value(value)
        again.set_typed(editor.typed())
        assert again.value() == value


def test_the_object_name_of_editor_and_control_is_the_key(show):
    window = show(KindEdit(kinds.Name(), "full_name"))
    assert window.findChild(KindEdit, "full_name").control is window.findChild(QLineEdit, "full_name")


def test_undo_takes_back_letters_after_the_field_was_left_without_change(show, qtbot):
    editor = TextLine("x")
    show(editor)
    qtbot.keyClicks(editor.control, "abc")
    editor.leave()
    editor.control.setFocus()
    qtbot.keyClick(editor.control, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert text_of(editor.control) != "abc"
