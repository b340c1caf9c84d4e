"""The entry of the page that is open, pressed again: back to what the page begins with."""

import datetime
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from ansinh_desktop import app, clock
from ansinh_desktop.app import Window
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.main_window import MainWindow
from ansinh_desktop.ui.messages import Dialog
from ansinh_desktop.ui.pages.importing.import_page import ImportPage
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from tests.factories import new_vault, orphan
from tests.services.payments.commune import standing
from tests.ui.whole_window import whole_window

CHILDREN = "register:children"


@pytest.fixture
def window(qtbot, tmp_path) -> Iterator[Window]:
    with whole_window(qtbot, Program(new_vault(tmp_path / "dữ liệu")[0]), tmp_path / "none") as made:
        yield made


@pytest.fixture
def pages(window) -> MainWindow:
    return window.pages


@pytest.fixture
def record(window) -> str:
    return window._program.cases.save(orphan())


@pytest.fixture
def children(window, pages, record) -> RegisterDesk:
    """Return the register of children, opened with the mouse, one record in it."""
    press(pages, CHILDREN)
    app.settle(window.tasks)
    desk = pages.page()
    assert isinstance(desk, RegisterDesk)
    return desk


def press(pages: MainWindow, key: str) -> None:
    navigation = pages.navigation
    place = navigation.visualRect(navigation.model().index(navigation._row(key), 0)).center()
    QTest.mouseClick(navigation.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))


def answer(words: str) -> None:
    """Press a button of the question that comes up."""

    def act() -> None:
        (dialog,) = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, Dialog) and each.isVisible()
        ]
        (button,) = [each for each in dialog.findChildren(QPushButton) if each.text() == words]
        button.click()

    QTimer.singleShot(0, act)


def test_from_a_case_it_leads_back_to_the_list(window, pages, children, record):
    children.open_case(record)
    app.settle(window.tasks)
    assert children.case.isVisible()
    press(pages, CHILDREN)
    app.settle(window.tasks)
    assert pages.page() is children
    assert children.list.isVisible()
    assert children.list.table.view.hasFocus()


def test_enter_on_it_does_the_same(window, pages, children, record):
    children.open_case(record)
    app.settle(window.tasks)
    pages.navigation.setFocus()
    QTest.keyClick(pages.navigation, Qt.Key.Key_Return)
    app.settle(window.tasks)
    assert children.list.isVisible()


@pytest.mark.parametrize(("words", "stays"), [("Nhập tiếp", True), ("Bỏ thay đổi", False)])
def test_what_is_being_typed_is_asked_about_first(window, pages, children, words, stays):
    children.new_case()
    app.settle(window.tasks)
    name = children.form.findChild(QLineEdit, "full_name")
    name.setFocus()
    QTest.keyClicks(name, "Na")
    answer(words)
    press(pages, CHILDREN)
    app.settle(window.tasks)
    assert children.form.isVisible() is stays
    assert children.list.isVisible() is not stays


def test_from_an_import_it_leads_back_to_the_list_of_its_register(window, pages, children):
    pages.bring_list("children")
    assert isinstance(pages.page(), ImportPage)
    press(pages, CHILDREN)
    app.settle(window.tasks)
    assert pages.page() is children
    assert children.list.isVisible()


def test_opening_a_page_with_one_press_does_not_count_as_a_second(window, pages, children, record):
    children.open_case(record)
    app.settle(window.tasks)
    press(pages, "overview")
    press(pages, CHILDREN)
    app.settle(window.tasks)
    assert children.case.isVisible(), "the first press leads back to where one was"


def test_beside_the_months_of_payment_stands_the_month_at_work_and_how_far_it_is(
    window, pages, monkeypatch, qtbot
):
    payments = window._program.payments
    june = datetime.date(2022, 6, 1)
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2022, 6, 20))
    pages.counts.refresh()
    qtbot.waitUntil(lambda: pages.navigation.words("payments") == "Tháng chi trả 06/2022: chưa lập")
    payments.prepare(june)
    press(pages, "payments")
    qtbot.waitUntil(lambda: pages.navigation.words("payments") == "Tháng chi trả 06/2022: đã lập")
    pages.navigation.set_note("nowhere", "?", "?")
    assert "?" not in " ".join(pages.navigation.words(key) for key in pages.page_keys())


def keep_month(window, monkeypatch):
    """Pay somebody in June 2022, while two who died before still stand as paid; return their records."""
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2022, 6, 20))
    first = standing(window._program, "Danh An", person={"death_date": "2022-04-02"})
    second = standing(window._program, "Võ Cúc", person={"death_date": "2022-04-03"})
    standing(window._program, "Lê Bình")
    window._program.payments.prepare(datetime.date(2022, 6, 1))
    return first, second


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_one_key_leads_from_a_record_back_to_the_finding_that_opened_it(  # noqa: PLR0917 - all of it is needed
    window, pages, monkeypatch, qtbot, hands, key, held
):
    first, second = keep_month(window, monkeypatch)
    page = pages.go_to("payments")
    qtbot.waitUntil(lambda: page.standing is not None and bool(page.standing.view.met))
    page.take_focus()
    desk = pages.desk("assistance")
    pages.jump_to("payments")
    for record in (first, second):
        hands.press(Qt.Key.Key_F8)
        app.settle(window.tasks)
        assert pages.page() is desk
        assert desk.case.case.id == record
        assert "Tháng chi trả" in desk.case.head.back_button.text()
        hands.press(key, held)
        app.settle(window.tasks)
        assert pages.page() is page
        assert pages.navigation.current_key() == "payments"
        assert page.sheet.findings.table.view.hasFocus()
        assert page.sheet.findings.met[page.sheet.findings.table.current_key()].record_id == record

    # From one of the people it leads back to the people.
    page.sheet.people.show_everybody()
    app.settle(window.tasks)
    page.sheet.people.lines.choose_first()
    hands.press(Qt.Key.Key_Return)
    app.settle(window.tasks)
    assert pages.page() is desk
    desk.case.head.back_button.click()
    app.settle(window.tasks)
    assert pages.page() is page
    assert page.sheet.people.lines.view.hasFocus()


def test_a_record_opened_in_its_list_leads_back_to_the_list(window, pages, monkeypatch, qtbot, hands):
    keep_month(window, monkeypatch)
    page = pages.go_to("payments")
    qtbot.waitUntil(lambda: page.standing is not None and bool(page.standing.view.met))
    page.take_focus()
    hands.press(Qt.Key.Key_F8)
    app.settle(window.tasks)
    desk = pages.page()
    press(pages, "register:assistance")  # the entry leads to the list
    app.settle(window.tasks)
    assert desk.list.isVisible()
    desk.list.table.choose_first()
    QTest.keyClick(desk.list.table.view, Qt.Key.Key_Return)
    app.settle(window.tasks)
    assert desk.case.isVisible()
    assert "Danh sách" in desk.case.head.back_button.text()
    hands.press(Qt.Key.Key_Escape)
    app.settle(window.tasks)
    assert pages.page() is desk
    assert desk.list.isVisible()
