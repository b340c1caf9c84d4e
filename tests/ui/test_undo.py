"""«Hoàn tác»: Ctrl+Z outside of texts shows the officer's last acts, and one press takes the chosen one back."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QStyleOptionViewItem, QToolButton

from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.dialogs.undo import UndoDialog
from ansinh_desktop.ui.main_window import MainWindow
from ansinh_desktop.ui.widgets.whole_cells import WholeDelegate
from tests import factories
from tests.ui.office import desk, hands, said, show, tasks

__all__ = ["desk", "hands", "said", "show", "tasks"]

CTRL = Qt.KeyboardModifier.ControlModifier
PHONE = {"phone": "0912345678"}


@pytest.fixture
def program(desk):
    return Program(desk.vault)


@pytest.fixture
def window(program, tasks, show, qtbot):
    made = show(MainWindow(program, tasks))
    made.resize(1366, 768)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    return made


@pytest.fixture
def record(program):
    """Return the record of somebody whose telephone number was written down afterwards."""
    made = program.cases.save(factories.case("assistance", factories.DECIDED))
    person = program.cases.get(made).person_id
    program.people.save(person, {**program.people.get(person).person, **PHONE})
    return made


def opened(window, qtbot, tasks) -> UndoDialog:
    qtbot.waitUntil(lambda: window.findChild(UndoDialog) is not None)
    dialog = window.findChild(UndoDialog)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    return dialog


def rows(dialog) -> list[str]:
    """Return what stands in the list, row by row."""
    table = dialog.table
    return [
        " | ".join(table.item(row, column).text() for column in range(1, 3) if table.item(row, column))
        for row in range(table.rowCount())
    ]


def test_ctrl_z_shows_the_last_acts_and_enter_takes_them_back_one_after_the_other(
    window, record, program, qtbot, hands, tasks
):
    window.jump_to("register:assistance")
    qtbot.waitUntil(lambda: not tasks.is_busy())
    hands.press(Qt.Key.Key_Z, CTRL)
    dialog = opened(window, qtbot, tasks)
    number = program.cases.get(record).number
    assert rows(dialog)[:3] == [
        "",
        "Sửa nhân thân Nguyễn Thị Hòa: Điện thoại | Hoàn tác được",
        f"Lập hồ sơ {number} Nguyễn Thị Hòa | Chưa hoàn tác được",
    ]
    assert dialog.table.item(0, 0).text() == "Từ lúc mở khóa"
    hands.enter()
    qtbot.waitUntil(lambda: "phone" not in program.cases.get(record).person)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert rows(dialog)[1:4] == [
        "Hoàn tác: Sửa nhân thân Nguyễn Thị Hòa: Điện thoại | Làm lại được",
        "Sửa nhân thân Nguyễn Thị Hòa: Điện thoại | Đã hoàn tác",
        f"Lập hồ sơ {number} Nguyễn Thị Hòa | Hoàn tác được",
    ]
    assert dialog.act().words == f"Lập hồ sơ {number} Nguyễn Thị Hòa"
    hands.enter()
    qtbot.waitUntil(lambda: program.listing.counts()["assistance"] == 0)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    hands.enter()  # nothing is left, and nothing is done again
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert not dialog.yes_button.isEnabled()
    assert program.listing.counts()["assistance"] == 0
    # What the window shows behind it follows.
    qtbot.waitUntil(lambda: window.desk("assistance").list.table.model.rowCount() == 0)


def test_what_was_undone_is_done_again_from_the_list(window, record, program, qtbot, tasks):
    program.undo.take_back(program.undo.last_act_id())
    window.open_undo()
    dialog = opened(window, qtbot, tasks)
    assert dialog.act().words.startswith("Lập hồ sơ ")
    dialog.table.setCurrentCell(1, 1)
    assert dialog.yes_button.text().strip() == "Làm lại việc này"
    dialog.yes_button.click()
    qtbot.waitUntil(lambda: program.cases.get(record).person.get("phone") == "0912345678")
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert rows(dialog)[1] == "Làm lại: Sửa nhân thân Nguyễn Thị Hòa: Điện thoại | Hoàn tác được"


def test_what_cannot_be_taken_back_says_why_and_the_button_rests(window, record, qtbot, hands, tasks):
    window.open_undo()
    dialog = opened(window, qtbot, tasks)
    dialog.table.setCurrentCell(2, 1)
    assert "còn việc ghi sau dựa vào: sửa nhân thân (Trần Thị Lan, lúc " in dialog.said.text()
    assert "AS-2081" in dialog.said.text()
    assert not dialog.yes_button.isEnabled()


def test_what_came_in_between_is_said_and_the_list_is_read_anew(window, record, program, qtbot, tasks):
    window.open_undo()
    dialog = opened(window, qtbot, tasks)
    person = program.cases.get(record).person_id
    program.people.save(person, {**program.people.get(person).person, "phone": "0987654321"})
    dialog.yes_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy())
    shown = " ".join(each.text() for each in dialog.banner.findChildren(QLabel))
    assert "“Điện thoại”, đã được Trần Thị Lan ghi lại" in shown
    assert program.people.get(person).person["phone"] == "0987654321"
    assert len(rows(dialog)) == 6


def test_a_text_keeps_its_own_ctrl_z(window, record, qtbot, hands, tasks):
    desk = window.desk("assistance")
    desk.edit_case(record)
    qtbot.waitUntil(lambda: desk.form is not None and not tasks.is_busy())
    line = next(
        each for each in desk.form.findChildren(QLineEdit) if each.isVisible() and not each.isReadOnly()
    )
    before = line.text()
    line.setFocus()
    hands.type("xyz")
    assert line.text() != before
    hands.press(Qt.Key.Key_Z, CTRL)
    assert line.text() == before
    hands.press(Qt.Key.Key_Z, CTRL)  # also where nothing is left to be undone
    area = QPlainTextEdit(window)
    area.show()
    area.setFocus()
    hands.type("abc")
    hands.press(Qt.Key.Key_Z, CTRL)
    assert area.toPlainText() == ""
    window.search.box.setFocus()
    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: window.findChild(UndoDialog) is None)


def test_the_menu_at_the_officers_name_leads_to_it(window, qtbot, tasks):
    name = window.findChild(QToolButton, "officer")
    assert name.text() == factories.OFFICER
    offered = {each.text().partition("\t")[0]: each for each in name.menu().actions()}
    assert next(each for each in offered if each) == "Hoàn tác việc đã làm…"
    offered["Hoàn tác việc đã làm…"].trigger()
    dialog = opened(window, qtbot, tasks)
    assert rows(dialog)[1:] == ["Thiết lập ban đầu | Chưa hoàn tác được"]
    with qtbot.waitSignal(window.lock_asked):
        offered["Khóa màn hình"].trigger()


def test_whoever_wrote_nothing_is_told_so(desk, tasks, show, qtbot):
    nobody = Program(desk.vault, may=Access("minh", "viewer", {}))
    desk.vault.officer = "minh"
    window = show(MainWindow(nobody, tasks))
    window.open_undo()
    assert window.findChild(UndoDialog).said.text() == "Đang đọc lịch sử…"
    dialog = opened(window, qtbot, tasks)
    assert dialog.table.rowCount() == 0
    assert dialog.said.text() == "Bạn chưa ghi gì vào sổ, nên chưa có gì để hoàn tác."
    assert not dialog.yes_button.isEnabled()


def test_a_case_whose_entry_is_taken_back_makes_place_for_the_list(window, program, qtbot, tasks):
    made = program.cases.save(factories.orphan())
    window.open_case(made, "children")
    desk = window.desk("children")
    qtbot.waitUntil(lambda: desk.case.case is not None and not tasks.is_busy())
    window.open_undo()
    dialog = opened(window, qtbot, tasks)
    dialog.yes_button.click()
    qtbot.waitUntil(lambda: desk._stack.currentWidget() is desk.list)
    qtbot.waitUntil(lambda: not tasks.is_busy())


def test_long_words_go_on_in_a_second_line(window, program, qtbot, tasks):
    called = factories.person(full_name="Nguyễn Hoàng Thị Kim Phượng Hồng Ngọc Minh Châu Anh Thư")
    program.cases.save(factories.case("assistance", factories.DECIDED, person=called))
    window.open_undo()
    dialog = opened(window, qtbot, tasks)
    table = dialog.table
    table.setColumnWidth(1, theme.px(330))
    qtbot.waitUntil(lambda: table.rowHeight(1) > table.rowHeight(2))
    option = QStyleOptionViewItem()
    table.initViewItemOption(option)
    index = table.model().index(1, 1)
    option.rect = table.visualRect(index)
    delegate = table.itemDelegate()
    assert isinstance(delegate, WholeDelegate)
    delegate.initStyleOption(option, index)
    assert option.text == dialog.act().words


def test_long_undoing_shows_how_far_it_is_and_can_be_stopped(
    window, program, qtbot, tasks, monkeypatch, fixtures
):
    program.importing.bring(fixtures / "samples" / "btxh_2022.xlsx", "assistance")
    window.open_undo()
    dialog = opened(window, qtbot, tasks)
    shown: list[str] = []
    begin = dialog.progress.begin

    def noted(title: str) -> None:
        shown.append(title)
        begin(title)

    monkeypatch.setattr(dialog.progress, "begin", noted)
    dialog.yes_button.click()
    dialog.reject()  # not in the middle of it
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: program.listing.counts()["assistance"] == 0)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert shown == ["Hoàn tác"]
    assert not dialog.progress.isVisible()


def test_a_press_too_many_takes_back_no_work_of_before_the_officer_unlocked(
    window, record, program, qtbot, tasks, monkeypatch
):
    acts = program.undo.acts

    def of_two_days():
        newest, *older = acts()
        return [newest, *(dataclasses.replace(each, recent=False) for each in older)]

    monkeypatch.setattr(program.undo, "acts", of_two_days)
    window.open_undo()
    dialog = opened(window, qtbot, tasks)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "phone" not in program.cases.get(record).person)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert dialog.act().words.startswith("Lập hồ sơ ")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert program.listing.counts()["assistance"] == 1
    qtbot.waitUntil(lambda: window.findChild(UndoDialog) is None)
