"""Back and forth like in a browser, and Esc from a list to the number that opened it."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.ui.messages import Dialog
from tests.factories import orphan
from tests.ui.ways.conftest import ALT, CONTROL

CHILDREN = "register:children"
LEFT, RIGHT, ESC = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape


@pytest.fixture
def second(window) -> str:
    return window._program.cases.save(orphan("Neáng Na Ri"))


def where(pages):
    """Return the page and what is shown on it, in words."""
    desk = pages.stack.desk()
    if desk is None:
        return pages.stack.key
    if desk.list.isVisible():
        return f"{pages.stack.key} list"
    return f"{pages.stack.key} {desk.case.wanted if desk.case.isVisible() else 'form'}"


def answer(words: str) -> None:
    """Press a button of the question that comes up."""

    def act() -> None:
        (dialog,) = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, Dialog) and each.isVisible()
        ]
        (button,) = [each for each in dialog.findChildren(QPushButton) if each.text() == words]
        button.click()

    QTimer.singleShot(0, act)


def test_alt_and_the_arrows_walk_through_pages_lists_and_cases(pages, record, second, hands, rest):
    pages.jump_to(CHILDREN)
    rest()
    desk = pages.stack.desk()
    desk.open_case(record)
    rest()
    desk.open_case(second)
    rest()
    hands.press(Qt.Key.Key_2, CONTROL)
    rest()
    walked = ["overview", f"{CHILDREN} list", f"{CHILDREN} {record}", f"{CHILDREN} {second}", "tasks"]
    for place in reversed(walked[:-1]):
        hands.press(LEFT, ALT)
        rest()
        assert where(pages) == place
    hands.press(LEFT, ALT)
    assert where(pages) == "overview", "there is nothing before it"
    for place in walked[1:]:
        hands.press(RIGHT, ALT)
        rest()
        assert where(pages) == place
    hands.press(RIGHT, ALT)
    assert where(pages) == "tasks", "there is nothing behind it"


def test_going_elsewhere_after_going_back_forgets_what_lay_ahead(pages, record, hands, rest):
    for key in ("tasks", "review"):
        pages.jump_to(key)
        rest()
    hands.press(LEFT, ALT)
    rest()
    pages.jump_to("people")
    rest()
    hands.press(RIGHT, ALT)
    rest()
    assert where(pages) == "people"
    hands.press(LEFT, ALT)
    rest()
    assert where(pages) == "tasks"


def test_a_case_that_a_page_opened_leads_back_in_one_step(pages, record, hands, rest):
    pages.jump_to("tasks")
    rest()
    pages.open_case(record, "children")
    rest()
    assert where(pages) == f"{CHILDREN} {record}"
    hands.press(LEFT, ALT)
    rest()
    assert where(pages) == "tasks"


def test_a_list_comes_back_with_what_narrowed_it(pages, record, second, hands, rest):
    pages.jump_to(CHILDREN)
    rest()
    listed = pages.stack.desk().list
    pages.jump_to("overview")
    pages.open_list(ListQuery("children", only=(record,), said="một trẻ"))
    rest()
    assert listed.table.model.rowCount() == 1
    hands.press(LEFT, ALT)
    hands.press(LEFT, ALT)
    rest()
    assert where(pages) == f"{CHILDREN} list"
    assert listed.table.model.rowCount() == 2, "as it was before the number was pressed"
    hands.press(RIGHT, ALT)
    hands.press(RIGHT, ALT)
    rest()
    assert listed.query().only == (record,)
    assert listed.only.chip.word.text() == "một trẻ"


def test_what_the_officer_filtered_after_coming_is_what_one_comes_back_to(pages, record, second, hands, rest):
    pages.jump_to(CHILDREN)
    rest()
    listed = pages.stack.desk().list
    listed.search.setFocus()
    hands.type("na ri")
    hands.enter()
    rest()
    assert listed.table.model.rowCount() == 1
    pages.open_list(ListQuery("children", only=(record, second), said="hai trẻ"))
    rest()
    assert listed.table.model.rowCount() == 2
    hands.press(LEFT, ALT)
    rest()
    assert (listed.search.text(), listed.query().only) == ("na ri", None)
    assert listed.table.model.rowCount() == 1


@pytest.mark.parametrize(("words", "stays"), [("Nhập tiếp", True), ("Bỏ thay đổi", False)])
def test_what_is_being_typed_is_asked_about_before_going_back(pages, record, hands, rest, words, stays):
    pages.jump_to(CHILDREN)
    rest()
    desk = pages.stack.desk()
    hands.press(Qt.Key.Key_N, CONTROL)
    rest()
    desk.form.findChild(QLineEdit, "full_name").setFocus()
    hands.type("Na")
    answer(words)
    hands.press(LEFT, ALT)
    rest()
    assert where(pages) == f"{CHILDREN} {'form' if stays else 'list'}", "not the page before the list"
    if stays:
        assert desk.form.findChild(QLineEdit, "full_name").text() == "Na"


def test_from_an_import_it_leads_back_to_its_list(pages, record, hands, rest):
    pages.jump_to(CHILDREN)
    rest()
    pages.bring_list("children")
    rest()
    hands.press(LEFT, ALT)
    rest()
    assert where(pages) == f"{CHILDREN} list"


def test_esc_leads_from_a_list_back_to_the_page_of_its_number(pages, record, hands, rest):
    pages.jump_to("overview")
    pages.open_list(ListQuery("children", only=(record,), said="một trẻ"))
    rest()
    desk = pages.stack.desk()
    assert desk.list.way_back.isVisible()
    assert desk.list.way_back.toolTip() == "Về Tổng quan (Esc)"
    desk.list.take_focus()
    desk.list.table.choose_first()
    hands.enter()
    rest()
    assert where(pages) == f"{CHILDREN} {record}"
    hands.press(ESC)
    rest()
    assert where(pages) == f"{CHILDREN} list", "from a case of the list to the list first"
    hands.press(ESC)
    rest()
    assert where(pages) == "overview"


def test_esc_lets_go_of_marked_rows_first(pages, record, hands, rest):
    pages.jump_to("overview")
    pages.open_list(ListQuery("children", only=(record,), said="một trẻ"))
    rest()
    desk = pages.stack.desk()
    desk.list.take_focus()
    desk.list.table.choose_first()
    hands.press(Qt.Key.Key_Space)
    assert desk.list.table.marks.keys
    hands.press(ESC)
    assert not desk.list.table.marks.keys
    assert where(pages) == f"{CHILDREN} list"


def test_all_records_again_are_no_longer_those_of_the_number(pages, record, hands, rest):
    pages.jump_to("overview")
    pages.open_list(ListQuery("children", only=(record,), said="một trẻ"))
    rest()
    desk = pages.stack.desk()
    desk.list.only.removed.emit()
    rest()
    assert not desk.list.way_back.isVisible()
    desk.list.take_focus()
    hands.press(ESC)
    rest()
    assert where(pages) == f"{CHILDREN} list"
