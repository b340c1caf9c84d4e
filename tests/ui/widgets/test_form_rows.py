"""Rows and parts of a form: what was found stands beneath its field, parts fold away, tables of fields grow and shrink."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from ansinh_desktop.findings import error, note, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.ui.widgets.choosing.choices import ChoicesBox
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.choosing.yes_no import YesNo
from ansinh_desktop.ui.widgets.field_row import FieldRow, FindingLabel, help_anchor
from ansinh_desktop.ui.widgets.kind_line import NumberEdit
from ansinh_desktop.ui.widgets.line import TextLine
from ansinh_desktop.ui.widgets.rows import RowField, RowsEditor
from ansinh_desktop.ui.widgets.section import Section
from ansinh_desktop.ui.widgets.text_area import TextEdit

WRONG = error("AS-2020", "x", label="Họ tên")
DOUBT = warning("AS-2022", "x")
TOLD = note("AS-3105", "x", shown="1", year=1)


@pytest.fixture
def keep(qtbot):
    def keep(widget):
        qtbot.addWidget(widget)
        return widget

    return keep


def heard(signal):
    said: list[object] = []
    signal.connect(lambda *told: said.append(told[0] if told else None))
    return said


# ---------------------------------------------------------------- one row


def buttons(widget):
    return [each for each in widget.findChildren(QPushButton) if each.text() == "Vẫn giữ…"]


@pytest.mark.parametrize(
    ("finding", "reason", "keep_it", "offered"),
    [
        (DOUBT, "", True, True),
        (DOUBT, "vì sao", True, False),
        (DOUBT, "", False, False),
        (WRONG, "", True, False),
        (TOLD, "", True, False),
    ],
)
def test_only_a_warning_without_a_reason_can_be_kept_and_only_where_one_may_write(
    keep, finding, reason, keep_it, offered
):
    label = keep(FindingLabel(finding, reason, keep=keep_it))
    asked = heard(label.keep_asked)
    assert len(buttons(label)) == offered
    for each in buttons(label):
        each.click()
    assert asked == ([finding] if offered else [])
    words = " ".join(each.text() for each in label.findChildren(QLabel))
    assert finding.text in words
    assert f"[{finding.code}]" in words
    assert ("Đã giữ với lý do: vì sao" in words) == bool(reason)


def found_in(row):
    return [each.property("finding") for each in row._found]


def test_what_was_found_colours_the_field_and_goes_when_it_is_mended(keep):
    row = keep(FieldRow("Họ & tên", TextLine("x"), required=True))
    row.set_findings([DOUBT, WRONG])
    assert row.findings() == (DOUBT, WRONG)
    assert row.editor.findings == (DOUBT, WRONG)
    assert row.editor.control.property("level") == "error"
    row.set_findings([DOUBT], {DOUBT.code: "vì sao"})
    assert row.editor.findings == (), "what is kept with a reason colours nothing"
    assert len(found_in(row)) == 1
    row.set_findings([])
    assert (found_in(row), row.editor.control.property("level")) == ([], "")


def test_the_label_says_what_is_asked_and_that_it_must_be_answered(keep):
    row = keep(FieldRow("Họ & <tên>", TextLine("x"), required=True))
    assert "Họ &amp;&amp; &lt;tên>" in row.label.text()
    assert row.editor.control.accessibleName() == "Họ & <tên> (bắt buộc)"
    plain = keep(FieldRow("Họ & tên", TextLine("x")))
    assert plain.label.text() == "Họ && tên"
    assert plain.label.buddy() is plain.editor.control


def test_what_cannot_be_read_is_shown_beside_what_was_found(keep):
    row = keep(FieldRow("Số", NumberEdit("x")))
    row.set_findings([WRONG])
    row.editor.set_typed("năm")
    row.editor.left.emit()
    fault = row.editor.fault()
    assert row.findings() == (fault, WRONG)
    row.set_findings([fault, WRONG])
    assert row.findings() == (fault, WRONG), "once"


def test_the_help_opens_at_the_nearest_thing_around_that_has_any(keep):
    section = Section("Phần", anchor="a.section")
    row = FieldRow("Họ tên", TextLine("x"), anchor="a.field")
    other = FieldRow("Ấp", TextLine("y"))
    for each in (row, other):
        section.add(each)
    keep(section)
    assert help_anchor(row.editor.control) == "a.field"
    assert help_anchor(other.editor.control) == "a.section"
    assert help_anchor(keep(QWidget())) == ""
    assert help_anchor(None) == ""


# ---------------------------------------------------------------- a part


def test_a_folded_part_says_in_its_head_what_was_found_inside(keep):
    section = keep(Section("Phần & mục", help_text="Gợi ý"))
    folds = heard(section.folded)
    section.set_findings([WRONG, DOUBT, DOUBT, TOLD])
    assert section._sign.text() == "1 lỗi, 2 cảnh báo, 1 lưu ý"
    assert section._sign.property("tone") == "error"
    section.head.click()
    assert (section.is_folded(), section._help.isHidden(), folds) == (True, True, [True])
    assert section.head.accessibleDescription() == "đang thu gọn"
    section.set_folded(folded=False)
    assert (section.is_folded(), section._help.isHidden(), folds) == (False, False, [True]), (
        "said only of the officer"
    )
    section.set_findings([])
    assert section._sign.text() == ""


def grid_of(section):
    found = {}
    for at in range(section._grid.count()):
        line, column, _lines, span = section._grid.getItemPosition(at)
        found[section._grid.itemAt(at).widget().objectName()] = (line, column, span)
    return found


def test_rows_stand_in_as_many_columns_as_there_is_room_for_and_close_up_where_one_is_not_asked(keep):
    section = keep(Section("Phần", column_width=100, most_columns=3))
    rows = {}
    for name, more in (("a", {}), ("b", {"span": 2}), ("c", {}), ("d", {"wide": True})):
        rows[name] = QWidget()
        rows[name].setObjectName(name)
        section.add(rows[name], **more)
    section.resize(1000, 300)
    section.show()
    QApplication.processEvents()
    assert grid_of(section) == {"a": (0, 0, 1), "b": (0, 1, 2), "c": (1, 0, 1), "d": (2, 0, 3)}
    section.set_shown(rows["a"], shown=False)
    assert grid_of(section) == {"b": (0, 0, 2), "c": (0, 2, 1), "d": (1, 0, 3)}
    section.set_shown(rows["a"], shown=True)
    section._arrange(1)
    assert {name: place[0] for name, place in grid_of(section).items()} == {"a": 0, "b": 1, "c": 2, "d": 3}


# ---------------------------------------------------------------- rows of fields


def rows_editor(**more):
    fields = (
        RowField("name", "Tên", TextLine, required=True),
        RowField("age", "Tuổi", lambda key: NumberEdit(key, kind=kinds.Whole())),
    )
    return RowsEditor("rows", fields, **more)


def test_rows_come_back_as_they_were_and_an_empty_one_is_none(keep):
    editor = keep(rows_editor())
    value = [{"name": "Danh Na", "age": 7}, {"name": "Danh Bé"}]
    editor.set_value(value)
    assert editor.value() == value
    editor.add_row()
    assert editor.value() == value
    assert len(editor.typed()) == 3
    again = keep(rows_editor())
    again.set_typed(editor.typed())
    assert (again.value(), len(again.typed())) == (value, 3)
    editor.set_value(None)
    assert (editor.value(), editor.typed()) == (None, [])


def test_heads_are_shown_where_there_are_rows(keep):
    editor = keep(rows_editor())
    assert all(each.isHidden() for each in editor._heads)
    editor.add_row()
    assert [each.text() for each in editor._heads if not each.isHidden()] == ["Tên *", "Tuổi"]
    editor.remove_row(0)
    assert all(each.isHidden() for each in editor._heads)


def test_what_does_not_apply_to_a_row_is_left_out_and_comes_back(keep):
    editor = keep(rows_editor(asked=lambda row: {"name", "age"} if row.get("name") == "Na" else {"name"}))
    editor.set_value([{"name": "Na", "age": 7}])
    assert editor.value() == [{"name": "Na", "age": 7}]
    name = editor._rows[0].editors[0]
    name.line.setText("Bé")
    name.line.textEdited.emit("Bé")
    assert editor.value() == [{"name": "Bé"}]
    name.line.setText("Na")
    name.line.textEdited.emit("Na")
    assert editor.value() == [{"name": "Na", "age": 7}]


def test_the_fault_of_a_cell_is_that_of_the_table_and_findings_go_to_their_cell(keep):
    editor = keep(rows_editor())
    editor.set_value([{"name": "A"}, {"name": "B", "age": 1}])
    cell = editor._rows[1].editors[1]
    cell.set_typed("bảy")
    assert editor.fault() is cell.fault()
    assert editor.fault() is not None
    found = error("AS-2020", "rows.2.age", label="Tuổi")
    editor.set_findings([found])
    assert cell.findings == (found,)
    assert editor._rows[0].editors[1].findings == ()


# ---------------------------------------------------------------- several codes, yes or no, several lines


OPTIONS = (Option("a", "Một"), Option("b", "Hai"), Option("c", "Ba", retired=True))


def test_codes_stand_in_the_order_of_their_list_and_what_no_list_knows_last(keep):
    box = keep(ChoicesBox("x", options=OPTIONS, show=lambda code: f"mã {code}"))
    box.set_value(["z", "b", "a"])
    assert box._ordered() == ["a", "b", "z"]
    assert (box._label("a"), box._label("z")) == ("Một", "mã z")
    assert box.value() == ["z", "b", "a"], "as they were chosen"
    box.pick(OPTIONS[1])
    box.pick(OPTIONS[2])
    assert box.value() == ["z", "a", "c"]
    for code in ("z", "a", "c"):
        box._remove(code)
    assert box.value() is None
    box.set_value(["a"])
    box.set_read_only(True)
    box._remove("a")
    assert box.value() == ["a"]
    assert box.line.isHidden()


def test_letters_that_chose_nothing_are_a_fault_once_the_field_is_left(keep):
    box = keep(ChoicesBox("x", options=OPTIONS))
    box.set_typed({"codes": ["a"], "text": "khác"})
    assert (box.value(), box.line.text(), box.fault()) == (["a"], "khác", None)
    box.settle()
    assert box.fault().code == "AS-9010"
    box.line.setText("  ")
    box.settle()
    assert (box.fault(), box.line.text()) == (None, "")


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        (None, Qt.Key.Key_C, True),
        (None, Qt.Key.Key_X, True),
        (None, Qt.Key.Key_1, True),
        (True, Qt.Key.Key_K, False),
        (True, Qt.Key.Key_0, False),
        (False, Qt.Key.Key_Left, True),
        (True, Qt.Key.Key_Right, False),
        (None, Qt.Key.Key_Space, True),
        (True, Qt.Key.Key_Space, False),
        (False, Qt.Key.Key_Space, True),
        (True, Qt.Key.Key_Delete, None),
        (False, Qt.Key.Key_Backspace, None),
        (True, Qt.Key.Key_Z, True),
    ],
)
def test_yes_and_no_have_their_keys_on_either_button(keep, qtbot, before, key, after):
    for name in ("yes", "no"):
        field = keep(YesNo("x"))
        field.set_value(before)
        edits = heard(field.edited)
        qtbot.keyClick(getattr(field, name), key)
        assert field.value() is after
        assert len(edits) == (before is not after)
        assert (field.yes.isChecked(), field.no.isChecked()) == (after is True, after is False)


def test_a_button_pressed_again_takes_the_answer_back(keep):
    field = keep(YesNo("x"))
    field.yes.click()
    field.no.click()
    assert field.value() is False
    field.no.click()
    assert field.value() is None
    field.set_read_only(True)
    assert not field.yes.isEnabled()


def test_lines_are_put_in_order_when_the_field_is_left_and_can_be_undone(keep):
    field = keep(TextEdit("x"))
    field.set_value("một\nhai")
    edits = heard(field.edited)
    field.area.setPlainText("  một \n\n  hai  ba ")
    assert field.value() == "một\n\nhai ba"
    field.settle()
    assert field.area.toPlainText() == "một\n\nhai ba"
    assert len(edits) == 2
    field.area.undo()
    assert field.area.toPlainText() == "  một \n\n  hai  ba "
    field.set_value(None)
    assert (field.value(), field.area.toPlainText()) == (None, "")
    field.set_read_only(True)
    field.area.setPlainText("  x  ")
    field.settle()
    assert field.area.toPlainText() == "  x  "


LONG = "Trường hợp của khoản 1 (điểm a–l), ghi theo giấy tờ"


@pytest.mark.parametrize("calm", [False, True])
def test_a_label_goes_on_in_a_second_line_only_where_there_is_no_room_for_one(keep, qtbot, calm):
    row = keep(FieldRow(LONG, TextLine("x"), above=True, calm=calm, required=True))
    row.show()
    heights = {}
    for width in (600, 160):
        row.resize(width, 200)
        QApplication.processEvents()
        heights[width] = row.label.heightForWidth(row.label.width()) // row.label.fontMetrics().lineSpacing()
    assert heights[600] == 1
    assert heights[160] > 1
