"""Rows and sections of a form: the way of the Enter key, and what was found beneath the field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.yes_no import YesNo
from ansinh_desktop.ui.widgets.editor import editor_of
from ansinh_desktop.ui.widgets.field_row import FieldRow, FindingLabel, help_anchor
from ansinh_desktop.ui.widgets.kind_line import MoneyEdit, PartialDateEdit
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine
from ansinh_desktop.ui.widgets.section import Section
from ansinh_desktop.ui.widgets.text_area import TextEdit

WARNING = Finding(Level.WARNING, "AS-9012", "name", {"typed": "x"})
ERROR = Finding(Level.ERROR, "AS-9010", "name", {"typed": "y"})


def words_of(row: FieldRow) -> list[str]:
    QApplication.processEvents()
    return [
        label.text()
        for each in row.findChildren(FindingLabel)
        if not each.isHidden()
        for label in each.findChildren(QLabel)
        if label.text()
    ]


def test_enter_walks_through_all_fields_and_ends_at_the_button(show, qtbot):
    section = Section("Thông tin")
    editors = [
        TextLine("a"),
        PartialDateEdit("b"),
        YesNo("c"),
        FilteredCombo("d"),
        MoneyEdit("e"),
        TextEdit("f"),
        PasswordEdit("g"),
    ]
    for editor in editors:
        section.add(FieldRow(editor.objectName(), editor, help_text="Hướng dẫn"))
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(section)
    save = QPushButton("Lưu")
    window = show(scroll, save)
    editors[0].control.setFocus()
    passed = []
    for _step in editors:
        passed.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert passed == [editor.control for editor in editors]
    assert save.hasFocus()
    assert editor_of(passed[3]) is editors[3]
    assert window.isVisible()


def test_enter_passes_over_what_is_read_only_hidden_or_not_enabled(show, qtbot):
    editors = [TextLine(key) for key in "abcde"]
    show(*editors)
    editors[1].set_read_only(True)
    editors[2].hide()
    editors[3].setEnabled(False)
    editors[0].control.setFocus()
    qtbot.keyClick(editors[0].control, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert editors[4].control.hasFocus()


def test_the_only_field_is_left_by_enter_too(show, qtbot):
    editor = TextLine("a")
    show(editor)
    editor.control.setFocus()
    with qtbot.waitSignal(editor.left):
        qtbot.keyClick(editor.control, Qt.Key.Key_Return)


class TestRow:
    @pytest.fixture
    def row(self, show) -> FieldRow:
        made = FieldRow("Họ và tên", TextLine("name"), required=True, anchor="children.name")
        show(made)
        return made

    def test_the_label_belongs_to_the_field_and_says_that_it_is_required(self, row):
        assert row.label.buddy() is row.editor.control
        assert row.editor.control.accessibleName() == "Họ và tên (bắt buộc)"
        assert "*" in row.label.text()

    def test_what_was_found_stands_beneath_with_what_to_do_and_its_code(self, row):
        row.set_findings([ERROR])
        assert words_of(row) == [f"{ERROR.text} {ERROR.todo} [AS-9010]"]
        assert row.editor.control.property("level") == "error"
        row.set_findings([])
        assert words_of(row) == []
        assert row.editor.control.property("level") == ""

    def test_a_warning_can_be_kept_and_then_shows_its_reason(self, row, qtbot):
        row.set_findings([WARNING, ERROR])
        assert len(words_of(row)) == 2
        buttons = [each for each in row.findChildren(QPushButton) if each.isVisible()]
        assert len(buttons) == 1
        with qtbot.waitSignal(row.keep_asked) as asked:
            buttons[0].click()
        assert asked.args == [WARNING]
        row.set_findings([WARNING], {"AS-9012": "Theo giấy khai sinh"})
        assert "Theo giấy khai sinh" in words_of(row)[0]
        assert row.editor.control.property("level") == ""
        QApplication.processEvents()
        assert not [each for each in row.findChildren(QPushButton) if each.isVisible()]

    def test_what_cannot_be_read_is_said_when_the_field_is_left(self, show, qtbot):
        row = FieldRow("Ngày sinh", PartialDateEdit("birth"))
        show(row)
        qtbot.keyClicks(row.editor.control, "99/99/1961")
        assert words_of(row) == []
        row.editor.leave()
        assert "AS-2008" in words_of(row)[0]
        qtbot.keyClick(row.editor.control, Qt.Key.Key_Backspace)
        assert words_of(row) == []

    def test_the_help_opens_where_the_field_is(self, row):
        assert help_anchor(row.editor.control) == "children.name"
        assert help_anchor(QWidget()) == ""


class TestSection:
    @pytest.fixture
    def section(self, show) -> Section:
        made = Section("Thông tin cá nhân", help_text="Ghi theo giấy tờ.")
        self.rows = [FieldRow(key, TextLine(key)) for key in "abc"]
        for row in self.rows:
            made.add(row)
        made.add(FieldRow("d", TextEdit("d")), wide=True)
        self.window = show(made)
        return made

    def places(self) -> list[tuple[int, int]]:
        QApplication.processEvents()
        return [(row.x() > 100, row.y()) for row in self.rows]

    def test_it_has_two_columns_where_there_is_room(self, section):
        self.window.resize(theme.px(1000), 600)
        first, second, third = self.places()
        assert first[1] == second[1] < third[1]
        assert (first[0], second[0], third[0]) == (False, True, False)
        self.window.resize(theme.px(600), 600)
        first, second, third = self.places()
        assert first[1] < second[1] < third[1]

    def test_the_others_close_up_when_a_row_is_not_asked(self, section, qtbot):
        self.window.resize(theme.px(1000), 600)
        qtbot.waitUntil(lambda: self.places()[1][0])
        before = self.places()
        section.set_shown(self.rows[0], False)
        qtbot.waitUntil(lambda: self.places()[1] == before[0])
        section.set_shown(self.rows[0], True)
        qtbot.waitUntil(lambda: self.places() == before)

    def test_it_folds_and_still_says_what_is_wrong_inside(self, section, qtbot):
        with qtbot.waitSignal(section.folded) as folded:
            section.head.click()
        assert folded.args == [True]
        assert not self.rows[0].isVisible()
        section.set_findings([ERROR, WARNING, WARNING])
        assert section._sign.text() == "1 lỗi, 2 cảnh báo"
        section.head.click()
        assert self.rows[0].isVisible()
