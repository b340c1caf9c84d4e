"""Ctrl+K: every page and act by a few letters of its name; Ctrl+N and the numbers from wherever one is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton

from ansinh_desktop import text
from ansinh_desktop.ui.drafts.coming_back import ComingBack
from ansinh_desktop.ui.help.pane import HelpPane
from ansinh_desktop.ui.pages.importing.import_page import ImportPage
from ansinh_desktop.ui.ways.commands import PRESSED
from ansinh_desktop.ui.ways.palette import Palette, rank
from ansinh_desktop.ui.widgets.search_box import SearchBox
from tests.ui.ways.conftest import CONTROL

CHILDREN = "register:children"


@pytest.fixture
def palette(pages, hands, rest):
    """Return what opens the sheet with its keys."""

    def ask() -> Palette:
        hands.press(Qt.Key.Key_K, CONTROL)
        rest()
        return shown()

    return ask


def shown() -> Palette:
    (found,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, Palette) and each.isVisible()
    ]
    return found


def names(sheet: Palette) -> list[str]:
    return [each.words for each in sheet.shown()]


def command(sheet: Palette, words: str):
    (found,) = [each for each in sheet.shown() if each.words == words]
    return found


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("mo viec", "Mở Việc cần làm"),
        ("quy dinh", "Mở Quy định"),
        ("nền tối", "Nền tối"),
        ("them tre em", "Thêm hồ sơ: Trẻ em"),
        ("sao luu", "Quản trị: Sao lưu ngay"),
        ("phim tat", "Bảng phím tắt"),
        ("mvcl", "Mở Việc cần làm"),
        ("in so tay", "In cả sổ tay hướng dẫn…"),
    ],
)
def test_a_few_letters_without_marks_find_a_page_or_an_act(palette, hands, typed, best):
    sheet = palette()
    hands.type(typed)
    assert names(sheet)[0] == best
    hands.press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_what_begins_so_comes_before_what_only_has_it():
    assert [rank("mo ke hoach", each) for each in ("ke ho", "hoach", "ke hoach mo", "mkh", "x", "m k x")] == [
        0,
        1,
        2,
        3,
        9,
        9,
    ]


def test_enter_opens_a_page_and_esc_leaves_everything_as_it_was(pages, palette, hands, rest):
    before = QApplication.focusWidget()
    palette()
    hands.press(Qt.Key.Key_Escape)
    rest()
    assert pages.stack.key == "overview"
    assert pages.focusWidget() is before
    palette()
    hands.type("ra soat")
    sheet = shown()
    assert names(sheet)[0] == "Mở Rà soát"
    hands.press(Qt.Key.Key_Down)
    assert sheet.list.currentRow() == 1
    hands.press(Qt.Key.Key_Up)
    hands.enter()
    rest()
    assert pages.stack.key == "review"


def test_every_page_of_the_navigation_is_there_with_its_keys(pages, palette):
    sheet = palette()
    for place, key in enumerate(pages.page_keys(), start=1):
        found = command(sheet, f"Mở {pages.title_of(key)}")
        assert found.note == (f"Ctrl+{place}" if place < 10 else "")


def test_what_was_asked_for_last_stands_first_and_after_a_lock_too(
    window, pages, palette, hands, rest, qtbot
):
    for typed in ("mo quy dinh", "mo quan tri", "mo quy dinh"):
        palette()
        hands.type(typed)
        hands.enter()
        rest()
    assert names(palette())[:2] == ["Mở Quy định", "Mở Quản trị"]
    hands.press(Qt.Key.Key_Escape)
    pages.close()  # as the lock does
    assert window._program.views.commands() == ["page:law", "page:admin"]
    again = window._program.views.look()
    assert again.percent == 100, "how the program looks is kept beside it"


def test_what_cannot_be_done_now_stands_last_grey_and_says_why(pages, palette, hands, rest, qtbot):
    sheet = palette()
    keep = command(sheet, "Giữ cảnh báo, ghi lý do")
    assert keep.why_not == "Không dùng ở trang đang mở"
    doable = [not each.why_not for each in sheet.shown()]
    assert doable == sorted(doable, reverse=True)
    hands.type("giu canh bao")
    assert names(sheet)[0] == "Giữ cảnh báo, ghi lý do"
    hands.enter()
    assert sheet.isVisible(), "Enter does nothing"
    hands.press(Qt.Key.Key_Escape)
    # On a list without records nothing can be printed.
    pages.jump_to(CHILDREN)
    rest()
    qtbot.waitUntil(lambda: not pages.stack.desk().list.findChild(QAbstractButton, "print").isEnabled())
    assert command(palette(), "In danh sách").why_not


def test_a_reason_that_the_page_itself_gives_is_said_once(pages, palette, rest):
    pages.jump_to("exchange")
    rest()
    (found,) = [each for each in palette().shown() if "Xuất gói gửi lên" in each.words]
    assert found.why_not == "Chưa có thẻ của đơn vị nhận"


def test_parts_of_fields_are_no_acts(pages, palette, hands, rest):
    pages.jump_to(CHILDREN)
    rest()
    hands.press(Qt.Key.Key_N, CONTROL)
    rest()
    sheet = palette()
    assert command(sheet, "Lưu nháp").why_not == ""
    assert command(sheet, "Lưu").note == "Ctrl+Enter"
    assert not {"Mở danh sách", "Chọn ngày trên lịch"} & set(names(sheet))


def test_an_act_of_the_page_is_done_with_the_keyboard_back_on_it(pages, record, palette, hands, rest, qtbot):
    pages.jump_to(CHILDREN)
    rest()
    desk = pages.stack.desk()
    desk.list.table.choose_first()
    rest()
    assert not command(palette(), "In danh sách").why_not
    hands.type("sua")
    assert names(shown())[0] == "Sửa"
    hands.enter()
    qtbot.waitUntil(lambda: desk.form is not None and desk.form.isVisible())
    assert desk.form.record_id() == record


def test_an_act_of_another_page_leads_there_and_does_it(pages, palette, hands, rest, qtbot):
    palette()
    hands.type("sao luu ngay")
    hands.enter()
    rest()
    assert pages.stack.key == "admin"
    admin = pages.page()
    qtbot.waitUntil(admin.banner.isVisible)
    assert admin.backups.isVisible()


def test_each_button_that_is_named_beforehand_is_on_its_page_and_called_so(pages, rest):
    for each in PRESSED:
        page = pages.go_to(each.page)
        rest()
        button = page.findChild(QAbstractButton, each.name)
        assert button is not None, each.name
        words, _, _key = button.text().strip().partition("   ")  # the key that does the same may follow
        assert text.fold(words) == text.fold(each.words)


def test_who_may_only_look_is_told_why(window, pages, palette, hands):
    window._program.access.rights["children"] = "r"
    sheet = palette()
    assert command(sheet, "Thêm hồ sơ: Trẻ em").why_not == "Chưa được giao quyền sửa sổ này"
    assert command(sheet, "Nhập từ Excel: Trẻ em").why_not


def test_the_button_beside_the_search_opens_it_too_and_keeps_its_sign_where_there_is_little_room(
    window, pages
):
    button = pages.findChild(QPushButton, "all_commands")
    assert "Mọi lệnh" in button.text()
    button.click()
    shown().reject()
    window.resize(1093, 614)
    QApplication.processEvents()
    assert button.text() == ""
    assert "Ctrl+K" in button.toolTip()


@pytest.mark.parametrize("page", ["people", "admin"])
def test_ctrl_n_asks_in_which_register_from_any_page(pages, hands, rest, page):
    pages.jump_to(page)
    rest()
    hands.press(Qt.Key.Key_N, CONTROL)
    rest()
    assert all(each.words.startswith("Thêm hồ sơ: ") for each in shown().shown())
    hands.type("khuyet tat")
    hands.enter()
    rest()
    assert pages.stack.key == "register:disability"
    assert pages.stack.desk().form.isVisible()


def test_ctrl_n_begins_at_once_on_the_list_and_on_a_case(pages, record, hands, rest):
    pages.jump_to(CHILDREN)
    rest()
    desk = pages.stack.desk()
    desk.open_case(record)
    rest()
    hands.press(Qt.Key.Key_N, CONTROL)
    rest()
    assert desk.form.isVisible()
    assert desk.form.record_id() == ""


@pytest.mark.parametrize("start", ["people", CHILDREN])
def test_numbers_and_ctrl_k_work_while_something_is_typed(pages, record, hands, rest, start):
    pages.jump_to(start)
    rest()
    for line in (pages.search.box, pages.page().findChild(SearchBox)):
        pages.jump_to(start)
        line.setFocus()
        hands.press(Qt.Key.Key_K, CONTROL)
        shown()
        hands.press(Qt.Key.Key_Escape)
        assert pages.stack.key == start
        hands.press(Qt.Key.Key_2, CONTROL)
        rest()
        assert pages.stack.key == pages.page_keys()[1]


def test_ctrl_i_asks_into_which_register_from_any_page_and_begins_at_once_on_a_list(pages, hands, rest):
    pages.jump_to("people")
    rest()
    hands.press(Qt.Key.Key_I, CONTROL)
    rest()
    assert all(each.words.startswith("Nhập từ Excel: ") for each in shown().shown())
    hands.press(Qt.Key.Key_Escape)
    pages.jump_to(CHILDREN)
    rest()
    hands.press(Qt.Key.Key_I, CONTROL)
    rest()
    assert isinstance(pages.page(), ImportPage)
    assert pages.page().property("register") == "children"


def test_ctrl_j_goes_on_with_what_was_begun_last_from_any_page(window, pages, hands, rest, qtbot):
    pages.jump_to("people")
    rest()
    hands.press(Qt.Key.Key_J, CONTROL)
    rest()
    assert pages.stack.key == "people"
    typed = {"person": {"full_name": {"value": "Danh Ba"}}, "answers": {}, "kept": {}, "person_id": None}
    window._program.drafts.keep("new:children", typed, "full_name", "children")
    hands.press(Qt.Key.Key_J, CONTROL)
    qtbot.waitUntil(lambda: pages.stack.key == CHILDREN, timeout=20_000)
    qtbot.waitUntil(lambda: window.findChild(ComingBack) is None, timeout=20_000)
    assert pages.stack.desk().form.isVisible()


def test_esc_puts_the_help_away_before_it_leaves_a_form_and_f1_again_searches_it(pages, hands, rest):
    pages.jump_to(CHILDREN)
    rest()
    hands.press(Qt.Key.Key_N, CONTROL)
    rest()
    hands.type("Danh An")
    hands.press(Qt.Key.Key_F1)
    help_pane = pages.findChild(HelpPane)
    assert help_pane.isVisible()
    assert hands.where() == "full_name"
    hands.press(Qt.Key.Key_Escape)
    assert not help_pane.isVisible()
    assert pages.stack.desk().form.isVisible()
    assert hands.where() == "full_name"
    hands.press(Qt.Key.Key_F1)
    hands.press(Qt.Key.Key_F1)
    assert help_pane.isAncestorOf(QApplication.focusWidget())
    hands.press(Qt.Key.Key_Escape)
    assert not help_pane.isVisible()
    assert hands.where() == "full_name"
