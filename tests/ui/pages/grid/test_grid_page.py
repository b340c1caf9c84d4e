"""The grid at the keyboard: typed, pasted, mended, brought in; nothing that stands in it is lost."""

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.pages.grid.grid_page import GridPage
from tests import factories
from tests.factories import OFFICER, PASSWORD, new_vault
from tests.ui.whole_window import whole_window

CONTROL = Qt.KeyboardModifier.ControlModifier
HEADING = "Họ và tên\tNăm sinh\tGiới tính\tNhóm đối tượng\tMức độ khuyết tật\tNgày nhận hồ sơ"
GOOD = "Danh An\t1970\tNam\tNgười khuyết tật nặng\tNặng\t20/10/2026"
BAD = "Danh Ba\tba mươi\tNam\tNgười khuyết tật nặng\tNặng\t20/10/2026"


@pytest.fixture
def program(desk) -> Program:
    return Program(desk.vault)


@pytest.fixture
def page(desk, program, tasks, show, qtbot) -> GridPage:
    made = GridPage(program.importing, "assistance", tasks, desk.around)
    show(made)
    made.take_focus()
    return made


@pytest.fixture
def rest(page, tasks, qtbot):
    def wait() -> None:
        qtbot.waitUntil(lambda: page.model.content.is_empty or page.outcome is not None)

    return wait


def paste(page, *lines: str) -> None:
    QGuiApplication.clipboard().setText("\r\n".join(lines))
    page.table.setFocus()
    page.table.paste()


def said(page) -> str:
    return " ".join(each.text() for each in page._row_box.findChildren(QLabel) if not each.isHidden())


def told(page) -> str:
    return " ".join(each.text() for each in page.banner.findChildren(QLabel))


def key(hands, code, held=Qt.KeyboardModifier.NoModifier) -> None:
    hands.press(code, held)


def in_register(program) -> int:
    with program.vault.reading() as store:
        return len(store.records.in_register("assistance"))


def test_a_pasted_list_lays_itself_out_and_comes_in_with_one_more_key(page, program, hands, rest, qtbot):
    paste(page, HEADING, GOOD, BAD)
    assert [each.target for each in page.model.content.columns][:2] == [
        "person.full_name",
        "person.birth_date",
    ]
    rest()
    assert page._said.text().startswith("2 dòng, 1 ghi được, 1 có lỗi")
    key(hands, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: in_register(program) == 1)
    qtbot.waitUntil(lambda: len(page.model.content.rows) == 1)
    assert page.model.content.cell(0, 0) == "Danh Ba", "what has an error stays to be mended"
    assert page.banner.isVisible()


def test_f8_leads_to_what_is_wrong_its_sentence_stands_below_and_mended_it_comes_in(
    page, program, hands, rest, qtbot
):
    paste(page, HEADING, GOOD, BAD)
    rest()
    while (page.table.currentIndex().row(), page.table.currentIndex().column()) != (1, 1):
        key(hands, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "[AS-3" in said(page))
    assert page.model.data(page.model.index(1, 1), Qt.ItemDataRole.ToolTipRole)
    key(hands, Qt.Key.Key_F2)
    editor = page.table.findChild(QLineEdit)
    qtbot.waitUntil(lambda: page.table.cells.editor is not None)
    assert editor is not None
    page.table.cells.editor.setText("1930")
    key(hands, Qt.Key.Key_Return)
    rest()
    assert page._said.text().startswith("2 dòng, 2 ghi được")


def test_cells_are_gone_through_as_in_a_spreadsheet(page, hands, qtbot):
    where = lambda: (page.table.currentIndex().row(), page.table.currentIndex().column())  # noqa: E731
    for letter in "An":
        key(hands, Qt.Key[f"Key_{letter.upper()}"])
    qtbot.waitUntil(lambda: page.table.cells.editor is not None)
    key(hands, Qt.Key.Key_Tab)
    assert where() == (0, 1)
    assert page.model.content.cell(0, 0).lower() == "an"
    key(hands, Qt.Key.Key_Tab)
    assert where() == (0, 2)
    key(hands, Qt.Key.Key_Return)
    assert where() == (1, 0), "Enter goes on below where Tab began"
    key(hands, Qt.Key.Key_Backtab)
    assert where()[0] == 0


def test_copied_filled_down_cleared_and_taken_back(page, hands):
    paste(page, HEADING, GOOD)
    before = page.model.content
    page.table.setCurrentIndex(page.model.index(1, 3))
    key(hands, Qt.Key.Key_D, CONTROL)
    assert page.model.content.cell(1, 3) == "Người khuyết tật nặng"
    key(hands, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "Người khuyết tật nặng"
    key(hands, Qt.Key.Key_Delete)
    assert not page.model.content.cell(1, 3)
    for _ in range(2):
        key(hands, Qt.Key.Key_Z, CONTROL)
    assert page.model.content == before
    key(hands, Qt.Key.Key_Z, CONTROL)
    assert page.model.content.is_empty


def test_what_is_done_next_is_done_to_the_cell_at_hand_also_while_ctrl_is_still_held(page, hands):
    paste(page, HEADING, GOOD)
    QTest.keyPress(page.table, Qt.Key.Key_Control, CONTROL)
    page.table.go_to(0, 2)
    assert [(each.row(), each.column()) for each in page.table.selectedIndexes()] == [(0, 2)]
    key(hands, Qt.Key.Key_V, CONTROL)
    at = page.table.currentIndex()
    assert page.table.selectedIndexes() == [at]
    QTest.keyRelease(page.table, Qt.Key.Key_Control)
    before = page.model.content.cell(1, 0)
    key(hands, Qt.Key.Key_Delete)
    assert page.model.content.cell(1, 0) == before
    assert not page.model.content.cell(at.row(), at.column())


def test_pressed_twice_they_come_in_once_and_nothing_moves_meanwhile(page, program, rest, qtbot):
    paste(page, HEADING, GOOD, BAD)
    rest()
    QTest.keyClick(page.table, Qt.Key.Key_Return, CONTROL)  # and nothing else goes on until it is looked at
    assert not page.table.isEnabled(), "what is typed now could leave with the rows that are written"
    page.write()
    qtbot.waitUntil(lambda: len(page.model.content.rows) == 1 and page.outcome is not None)
    assert in_register(program) == 1
    assert [each.words[:12] for each in program.undo.acts() if each.words.startswith("Nhập")] == [
        "Nhập 1 hồ sơ"
    ]
    assert page.table.isEnabled()
    assert page.table.hasFocus()


def test_refused_at_the_end_everything_stays_and_can_be_typed_on(page, program, hands, rest, qtbot):
    paste(page, HEADING, GOOD)
    rest()
    program.access.rights["assistance"] = "r"
    key(hands, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "AS-1110" in told(page))
    assert page.table.isEnabled()
    assert page.model.content.cell(0, 0) == "Danh An"
    assert not in_register(program)


def test_stopped_on_the_way_nothing_is_written_and_the_rows_can_be_typed_on(
    page, program, tasks, hands, rest, qtbot
):
    paste(page, HEADING, GOOD)
    rest()
    before = threading.Event()
    tasks.run(lambda: before.wait(20))
    key(hands, Qt.Key.Key_Return, CONTROL)
    page.progress.findChild(QPushButton).click()
    before.set()
    qtbot.waitUntil(page.table.isEnabled)
    assert page.model.content.cell(0, 0) == "Danh An"
    assert not in_register(program)
    assert page.write_button.isEnabled()


def test_one_changes_ones_mind_about_a_column_where_one_stands(page):
    paste(page, "\t".join(["x"] * (len(page.model.content.columns) + 1)))
    last = len(page.model.content.columns) - 1
    page.table.go_to(0, last)
    for wanted in ("person.phone", "person.other_name"):
        page.column.set_value(wanted)
        page._settle_column()
        assert page.model.content.columns[last].target == wanted
    page.model.take_back()
    assert (page.table.currentIndex().row(), page.table.currentIndex().column()) == (0, last)


def test_a_cell_without_an_end_is_told_and_changes_nothing(page):
    paste(page, '"' + "Danh An\t1970\n" * 20_000)
    assert "AS-3036" in told(page)
    assert page.model.content.is_empty


def test_a_block_wider_than_the_grid_gets_columns_that_can_be_told_what_they_are(page, hands, rest):
    width = len(page.model.content.columns)
    paste(page, "\t".join(["x"] * (width + 2)))
    assert len(page.model.content.columns) == width + 2
    page.table.go_to(0, width)
    page.column.set_value("person.phone")
    page._settle_column()
    assert page.model.content.columns[width].target == "person.phone"
    rest()
    assert page.model.findings(0, width), "it is read as what it was said to be"


def test_a_field_that_is_missing_and_has_no_column_gets_one_with_a_press(page, hands, rest, qtbot):
    paste(page, "Danh An\t1970\tNam\t\t\t\tNgười khuyết tật nặng, người khuyết tật đặc biệt nặng")
    rest()
    page.table.go_to(0, 0)
    qtbot.waitUntil(page.lacking.isVisible)
    assert page.lacking.text() == "Thêm cột “Mức độ khuyết tật”"
    page.lacking.click()
    at = page.table.currentIndex()
    assert (at.row(), page.model.content.columns[at.column()].target) == (0, "disability_degree")
    assert not page.lacking.isVisible() or page.lacking.text() != "Thêm cột “Mức độ khuyết tật”"
    hands.type("Nặng")
    rest()


def test_a_paste_of_two_hundred_rows_stands_there_within_a_second_of_the_processor(page, rest):
    lines = [GOOD.replace("Danh An", each["full_name"]) for each in factories.people(200)]
    begun = time.process_time()
    paste(page, HEADING, *lines)
    assert time.process_time() - begun < 1
    assert len(page.model.content.rows) == 200
    rest()
    assert page.outcome is not None
    assert len(page.outcome.rows) == 200


def test_one_is_asked_before_rows_are_thrown_away(page, monkeypatch):
    assert page.may_leave(), "nothing was typed"
    paste(page, HEADING, GOOD)
    asked = []
    monkeypatch.setattr(messages, "ask", lambda _page, words, *_more, **_how: asked.append(words))
    assert not page.may_leave()
    assert asked == ["Bỏ những dòng vừa gõ?\nCác dòng này chưa vào sổ."]


@pytest.fixture
def window(qtbot, tmp_path):
    with whole_window(qtbot, Program(new_vault(tmp_path / "xã")[0]), tmp_path / "xã") as made:
        yield made


def test_what_stands_there_is_there_again_after_the_lock(window, qtbot, tmp_path):
    def rest() -> None:
        qtbot.waitUntil(lambda: not window.tasks.is_busy())

    window.pages.enter_many("assistance")
    paste(window.pages.page(), HEADING, GOOD, BAD)
    window.pages.page().begins.choose("new")
    rest()
    window.lock()
    window.open(open_data(tmp_path / "xã", OFFICER, PASSWORD))
    qtbot.waitUntil(lambda: isinstance(window.pages.page(), GridPage))
    page = window.pages.page()
    qtbot.waitUntil(lambda: not page.model.content.is_empty)
    assert [row[0] for row in page.model.content.rows] == ["Danh An", "Danh Ba"]
    assert page.begins.key() == "new"
    rest()


def test_it_is_offered_on_the_register_and_among_all_acts(window, qtbot):
    window.pages.jump_to("register:assistance")
    window.pages.page().list.tools.many.click()
    page = window.pages.page()
    assert isinstance(page, GridPage)
    assert page.title.text() == "Nhập nhiều vào sổ Trợ giúp xã hội"
    offered = {each.id: each for each in window.pages.commands.every()}
    offered["many:children"].act()
    assert window.pages.page().title.text() == "Nhập nhiều vào sổ Trẻ em"
    window.pages.page().leave()
    assert window.pages.stack.key == "register:children"
