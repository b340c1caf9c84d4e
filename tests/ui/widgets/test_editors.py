"""Each field: what may be typed into it, what it then means, and how it says that it does not understand."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QPushButton

from ansinh_desktop import clock
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import kinds
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.choices import ChoicesBox
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.choosing.yes_no import YesNo
from ansinh_desktop.ui.widgets.kind_line import KindEdit, MomentEdit, MoneyEdit, NumberEdit, PartialDateEdit
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine
from ansinh_desktop.ui.widgets.rows import RowField, RowsEditor
from ansinh_desktop.ui.widgets.text_area import TextEdit

ETHNIC = (
    Option("01", "Kinh", words=("Việt",)),
    Option("05", "Khơ-me", words=("Khmer",)),
    Option("06", "Khơ-mú"),
    Option("14", "Chăm"),
    Option("90", "Chăm H'roi", retired=True),
)
ENTER, TAB, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
DOWN, UP = Qt.Key.Key_Down, Qt.Key.Key_Up


@pytest.mark.parametrize(
    ("typed", "value", "shown", "hint"),
    [
        ("5/8/61", "1961-08-05", "05/08/1961", ""),
        ("05081961", "1961-08-05", "05/08/1961", ""),
        ("8/1961", "1961-08", "08/1961", "chỉ tháng, năm"),
        ("1961", "1961", "1961", "chỉ có năm"),
        ("~1961", "~1961", "khoảng 1961", "ước lượng"),
    ],
)
def test_a_date_is_read_as_people_write_it(show, qtbot, typed, value, shown, hint):
    date = PartialDateEdit("birth")
    show(date)
    qtbot.keyClicks(date.control, typed)
    assert date.line.text() == typed
    date.leave()
    assert (date.value(), date.line.text(), date._hint.text()) == (value, shown, hint)
    assert date.fault() is None


def test_no_date_is_said_when_the_field_is_left_and_not_before(show, qtbot):
    date = PartialDateEdit("birth")
    show(date)
    qtbot.keyClicks(date.control, "31/02/1961")
    assert date.fault() is None
    date.leave()
    assert (date.fault().code, date.fault().field, date.value()) == ("AS-2008", "birth", None)
    assert date.line.text() == "31/02/1961"
    qtbot.keyClick(date.control, Qt.Key.Key_Backspace)
    assert date.fault() is None


def test_a_day_is_picked_from_the_calendar(show, qtbot):
    date = PartialDateEdit("birth")
    show(date)
    date.control.setFocus()
    qtbot.keyClick(date.control, Qt.Key.Key_F4)
    calendar = QApplication.activePopupWidget().findChild(QCalendarWidget)
    assert calendar.selectedDate().toPython() == clock.today()
    with qtbot.waitSignal(date.edited):
        calendar.activated.emit(calendar.selectedDate())
    assert date.value() == clock.today().isoformat()
    assert date.line.hasFocus()


def test_money_gets_its_dots_when_it_is_left(show, qtbot):
    money = MoneyEdit("amount")
    show(money)
    qtbot.keyClicks(money.control, "1250000")
    assert money.line.text() == "1250000"
    money.leave()
    assert (money.line.text(), money.value()) == ("1.250.000", 1_250_000)
    money.set_value(0)
    assert money.line.text() == "0"


def test_a_number_that_is_none_is_said(show, qtbot):
    number = NumberEdit("people")
    show(number)
    qtbot.keyClicks(number.control, "ba")
    number.leave()
    assert number.fault().code == "AS-2004"
    coefficient = NumberEdit("factor", kind=kinds.Decimal())
    coefficient.set_value("2.5")
    assert coefficient.line.text() == "2,5"


def test_a_moment_is_read(show, qtbot):
    moment = MomentEdit("at")
    show(moment)
    qtbot.keyClicks(moment.control, "19/11/2025 15h30")
    moment.leave()
    assert (moment.value(), moment.line.text()) == ("2025-11-19T15:30", "19/11/2025 15:30")


def test_a_password_counts_every_letter_and_can_be_shown(show, qtbot):
    password = PasswordEdit("password")
    show(password)
    qtbot.keyClicks(password.control, " bi mat  ")
    password.leave()
    assert password.value() == " bi mat  "
    assert password.line.displayText() != password.line.text()
    password._eye.click()
    assert password.line.displayText() == " bi mat  "


class TestChoice:
    @pytest.fixture
    def combo(self, show) -> FilteredCombo:
        made = FilteredCombo("ethnicity", options=ETHNIC)
        self.other = TextLine("other")
        show(made, self.other)
        made.control.setFocus()
        return made

    def test_a_few_letters_without_marks_and_enter_choose_and_go_on(self, combo, qtbot):
        qtbot.keyClicks(combo.control, "kho me")
        assert combo.is_open()
        assert combo.line.text() == "kho me"
        qtbot.keyClick(combo.control, ENTER)
        assert (combo.value(), combo.line.text()) == ("05", "Khơ-me")
        assert not combo.is_open()
        assert self.other.line.hasFocus()

    def test_tab_takes_the_line_as_well(self, combo, qtbot):
        qtbot.keyClicks(combo.control, "ki")
        qtbot.keyClick(combo.control, TAB)
        assert combo.value() == "01"
        assert self.other.line.hasFocus()

    def test_arrows_choose_another_line_without_touching_the_text(self, combo, qtbot):
        qtbot.keyClicks(combo.control, "kho")
        qtbot.keyClick(combo.control, DOWN)
        assert combo.line.text() == "kho"
        qtbot.keyClick(combo.control, ENTER)
        assert combo.value() == "06"

    def test_f4_shows_the_whole_list_with_the_value_chosen_and_esc_puts_it_away(self, combo, qtbot):
        combo.set_value("14")
        qtbot.keyClick(combo.control, Qt.Key.Key_F4)
        assert combo.popup.model.rowCount() == 4
        assert combo.popup.current().code == "14"
        qtbot.keyClick(combo.control, ESCAPE)
        assert not combo.is_open()
        assert combo.value() == "14"

    def test_esc_belongs_to_the_list_while_it_is_down(self, combo, qtbot):
        qtbot.keyClicks(combo.control, "k")
        event = QKeyEvent(QEvent.Type.ShortcutOverride, ESCAPE, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(combo.control, event)
        assert event.isAccepted()

    def test_a_line_is_picked_with_the_mouse(self, combo, qtbot):
        combo.open()
        view = combo.popup.view
        with qtbot.waitSignal(combo.edited):
            place = view.visualRect(combo.popup.model.index(1)).center()
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert combo.value() == "05"
        assert combo.line.hasFocus()

    def test_a_whole_word_is_understood_without_the_list(self, combo, qtbot):
        qtbot.keyClicks(combo.control, "khmer")
        combo.close_list()
        combo.leave()
        assert combo.value() == "05"

    def test_a_word_that_means_nothing_stays_and_is_said(self, combo, qtbot):
        qtbot.keyClicks(combo.control, "zz")
        assert combo.fault() is None
        combo.leave()
        assert (combo.value(), combo.line.text(), combo.fault().code) == (None, "zz", "AS-9010")

    def test_everyday_words_are_read_where_somebody_can(self, show, qtbot):
        def read(typed: str) -> str:
            if typed != "ng kinh":
                raise ValueError(typed)
            return "01"

        combo = FilteredCombo("ethnicity", options=ETHNIC, read=read)
        show(combo)
        qtbot.keyClicks(combo.control, "ng kinh")
        combo.leave()
        assert combo.value() == "01"

    def test_a_retired_code_is_read_and_kept_but_not_offered(self, combo, qtbot):
        combo.set_value("90")
        assert combo.line.text() == "Chăm H'roi"
        assert (combo.fault().code, combo.fault().level) == ("AS-9011", Level.NOTE)
        combo.open()
        assert combo.popup.model.place_of("90") == -1
        combo.leave()
        assert combo.value() == "90"

    def test_a_code_of_no_list_is_named_by_whoever_knows_it(self, show):
        combo = FilteredCombo("unit", options=ETHNIC, show=lambda code: f"Xã {code}")
        combo.set_value("30325")
        assert (combo.value(), combo.line.text()) == ("30325", "Xã 30325")

    def test_the_wheel_changes_nothing(self, combo):
        combo.set_value("01")
        event = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(combo.control, event)
        assert combo.value() == "01"
        assert not event.isAccepted()

    def test_an_emptied_field_is_no_answer(self, combo, qtbot):
        combo.set_value("01")
        combo.line.selectAll()
        qtbot.keyClick(combo.control, Qt.Key.Key_Delete)
        combo.leave()
        assert combo.value() is None
        assert combo.fault() is None


class TestChoices:
    @pytest.fixture
    def box(self, show) -> ChoicesBox:
        made = ChoicesBox("groups", options=ETHNIC)
        self.other = TextLine("other")
        show(made, self.other)
        made.control.setFocus()
        return made

    def test_letters_and_enter_add_one_and_enter_in_the_empty_line_goes_on(self, box, qtbot):
        for letters in ("cham", "kin"):
            qtbot.keyClicks(box.control, letters)
            qtbot.keyClick(box.control, ENTER)
        assert box.value() == ["14", "01"]
        assert box.line.text() == ""
        qtbot.keyClick(box.control, ENTER)
        assert self.other.line.hasFocus()

    def test_the_open_list_ticks_and_unticks(self, box, qtbot):
        qtbot.keyClick(box.control, Qt.Key.Key_F4)
        qtbot.keyClick(box.control, ENTER)
        assert box.value() == ["01"]
        assert box.is_open()
        qtbot.keyClick(box.control, ENTER)
        assert box.value() is None

    def test_a_chip_can_be_taken_away(self, box, qtbot):
        box.set_value(["05", "90"])
        chips = box._chips.findChildren(QPushButton)
        assert [chip.text() for chip in chips] == ["Khơ-me", "Chăm H'roi"]
        with qtbot.waitSignal(box.edited):
            qtbot.keyClick(chips[0], Qt.Key.Key_Delete)
        assert box.value() == ["90"]

    def test_long_answers_that_begin_alike_are_told_apart_where_there_is_room(self, show):
        long = [
            Option(code, f"Người hoạt động cách mạng trước ngày 01 tháng 01 năm 1945, {code}")
            for code in ("a", "b")
        ]
        made = ChoicesBox("groups", options=long)
        show(made)
        made.set_value(["a", "b"])
        for width, whole in ((820, True), (220, False)):
            made.window().resize(width, 160)
            QApplication.processEvents()
            texts = [chip.text() for chip in made._chips.findChildren(QPushButton)]
            assert (texts == [each.label for each in long]) is whole
            assert all(each.width() <= width for each in made._chips.findChildren(QPushButton))

    def test_letters_left_over_are_said(self, box, qtbot):
        qtbot.keyClicks(box.control, "zz")
        box.leave()
        assert box.fault().code == "AS-9010"


def test_yes_no_is_answered_by_letters_arrows_and_mouse(show, qtbot):
    field = YesNo("alone")
    show(field)
    field.control.setFocus()
    assert field.value() is None
    for key, value in (
        (Qt.Key.Key_C, True),
        (Qt.Key.Key_K, False),
        (Qt.Key.Key_Left, True),
        (Qt.Key.Key_Right, False),
        (Qt.Key.Key_Space, True),
        (Qt.Key.Key_Delete, None),
    ):
        with qtbot.waitSignal(field.edited):
            qtbot.keyClick(field.control, key)
        assert field.value() is value
    field.no.click()
    assert field.value() is False
    field.no.click()
    assert field.value() is None
    field.set_read_only(True)
    field.yes.click()
    assert field.value() is None


class TestText:
    def test_enter_goes_on_and_shift_enter_begins_a_line(self, show, qtbot):
        area, other = TextEdit("note"), TextLine("other")
        show(area, other)
        area.control.setFocus()
        qtbot.keyClicks(area.control, "mot")
        qtbot.keyClick(area.control, ENTER, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClicks(area.control, "hai  ba ")
        qtbot.keyClick(area.control, ENTER)
        assert other.line.hasFocus()
        assert area.value() == area.typed() == "mot\nhai ba"

    def test_it_grows_with_its_lines_up_to_a_bound(self, show):
        area = TextEdit("note", least=2, most=4)
        show(area)
        heights = []
        for lines in (1, 3, 4, 9):
            area.set_value("\n".join("dòng" for _line in range(lines)))
            heights.append(area.area.height())
        assert heights[0] < heights[1] < heights[2] == heights[3]

    def test_ctrl_enter_is_left_to_the_form(self, show, qtbot):
        area = TextEdit("note")
        show(area)
        qtbot.keyClick(area.control, ENTER, Qt.KeyboardModifier.ControlModifier)
        assert area.typed() == ""


class TestRows:
    @pytest.fixture
    def rows(self, show) -> RowsEditor:
        made = RowsEditor(
            "members",
            (
                RowField("name", "Họ và tên", lambda key: KindEdit(kinds.Name(), key), required=True),
                RowField("born", "Năm sinh", lambda key: PartialDateEdit(key, calendar=False)),
            ),
        )
        self.after = TextLine("after")
        show(made, self.after)
        return made

    def test_rows_are_typed_with_enter_alone(self, rows, qtbot):
        rows.add_row(focus=True)
        for typed in ("tran van an", "1959", "le thi ba", "2011"):
            qtbot.keyClicks(QApplication.focusWidget(), typed)
            qtbot.keyClick(QApplication.focusWidget(), ENTER)
        assert rows.value() == [
            {"name": "Tran Van An", "born": "1959"},
            {"name": "Le Thi Ba", "born": "2011"},
        ]
        assert rows.row_count() == 3
        for _cell in range(2):
            qtbot.keyClick(QApplication.focusWidget(), ENTER)
        assert rows.row_count() == 2
        qtbot.keyClick(QApplication.focusWidget(), ENTER)
        assert self.after.line.hasFocus()

    def test_rows_come_and_go_with_the_keys_of_excel(self, rows, qtbot):
        rows.set_value([{"name": "Trần Văn An"}, {"name": "Lê Thị Ba"}])
        rows.cell(0, "born").control.setFocus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
        assert rows.value() == [{"name": "Lê Thị Ba"}]
        assert rows.cell(0, "name").control.hasFocus()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
        assert rows.row_count() == 2
        assert rows.cell(1, "name").control.hasFocus()

    def test_empty_rows_are_no_answer(self, rows):
        rows.add_row()
        assert rows.value() is None
        rows.set_value([])
        assert rows.row_count() == 0

    def test_findings_go_to_their_cell_past_empty_rows(self, rows):
        rows.set_value([{"name": "Trần Văn An"}, {}, {"name": "Lê Thị Ba"}])
        found = Finding(Level.ERROR, "AS-9012", "members.2.born", {"typed": "x"})
        rows.set_findings([found])
        assert rows.cell(2, "born").findings == (found,)
        assert rows.cell(0, "born").findings == ()
        assert rows.cell(2, "born").control.property("level") == "error"

    def test_an_unreadable_cell_is_the_fault_of_the_table(self, rows, qtbot):
        rows.add_row(focus=True)
        rows.cell(0, "born").control.setFocus()
        qtbot.keyClicks(QApplication.focusWidget(), "hom qua")
        self.after.control.setFocus()
        assert rows.fault().code == "AS-2008"

    def test_read_only_rows_offer_nothing(self, rows):
        rows.set_value([{"name": "Trần Văn An"}])
        rows.set_read_only(True)
        rows.add_row()
        rows.remove_row(0)
        assert rows.row_count() == 1
        assert not rows.add_button.isVisible()


def test_findings_colour_the_field_and_are_read_out(show):
    editor = TextLine("x")
    show(editor)
    editor.set_findings(
        [
            Finding(Level.NOTE, "AS-9003", "x", {"title": "y"}),
            Finding(Level.WARNING, "AS-9012", "x", {"typed": "z"}),
        ]
    )
    assert editor.control.property("level") == "warning"
    assert "“z”" in editor.control.accessibleDescription()
    editor.set_findings([])
    assert editor.control.property("level") == ""
