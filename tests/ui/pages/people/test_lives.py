"""A death, a move, a return at the window: asked once, looked at, written, and taken back with one button."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from ansinh_desktop.registers import catalog
from ansinh_desktop.services import access
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.forms.life_dialog import LifeDialog
from ansinh_desktop.ui.pages.case.case_page import CasePage
from ansinh_desktop.ui.pages.people.people_page import PeoplePage
from tests.services.lives.people import person_of, running, state_of

NUMBER = "089080001234"


@pytest.fixture
def program(desk) -> Program:
    return Program(desk.vault)


@pytest.fixture
def paid(program) -> str:
    return running(program, "assistance", person={"full_name": "Danh An", "personal_id": NUMBER})


@pytest.fixture
def cared(program, paid) -> str:
    return running(
        program, "assistance", person={"full_name": "Danh Yếu"}, carer_name="Danh An", carer_id=NUMBER
    )


@pytest.fixture
def page(desk, program, paid, tasks, show, qtbot) -> PeoplePage:
    made = PeoplePage(program, access.access(desk.vault), tasks, desk.around)
    show(made)
    made.open_person(person_of(program, paid))
    qtbot.waitUntil(lambda: made.pane.view is not None)
    return made


@pytest.fixture
def case(desk, program, paid, tasks, show, qtbot) -> CasePage:
    made = CasePage(program, tasks, desk.around)
    show(made)
    made.show_case(paid)
    qtbot.waitUntil(lambda: made.case is not None)
    return made


def button(widget, name: str) -> QPushButton:
    found: QPushButton = widget.findChild(QPushButton, name)
    return found


def dialog_of(widget) -> LifeDialog:
    return next(each for each in widget.findChildren(LifeDialog) if each.isVisible())


def words(widget) -> str:
    return " | ".join(each.text() for each in widget.findChildren(QLabel) if not each.isHidden())


def seen(dialog: LifeDialog) -> str:
    return words(dialog.preview.widget())


def yes() -> list[str]:
    """Say yes to the next question, as soon as it is there; it is found in the list that is returned."""
    asked: list[str] = []

    def look(tries: int = 500) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, messages.Dialog):
            asked.append(words(dialog))
            dialog.accept()
        elif tries:
            QTimer.singleShot(10, lambda: look(tries - 1))

    QTimer.singleShot(0, look)
    return asked


def test_all_that_follows_is_shown_before_anything_is_written(page, program, paid, cared, qtbot, hands):
    button(page.pane, "life_death").click()
    dialog = dialog_of(page)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert hands.where() == "on"
    assert not dialog.yes_button.isEnabled()
    hands.type("15/7/2026")
    hands.enter()
    hands.type("12/TLKT")
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    shown = seen(dialog)
    assert "Đang hưởng → Thôi hưởng" in shown
    assert "750.000 đồng mỗi tháng → Thôi chi trả từ tháng 08/2026" in shown
    assert "Đề nghị hỗ trợ chi phí mai táng tối thiểu 10.000.000 đồng" in shown
    assert "Mỗi tháng chi ít hơn: 750.000 đồng." in shown
    assert "Người chăm sóc (Danh An) đã chết (15/07/2026)." in shown
    assert state_of(program, paid) == "paying"
    with qtbot.waitSignal(dialog.done_well):
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert state_of(program, paid) == "stopped"
    qtbot.waitUntil(lambda: "1 điều cần hỏi" in words(page.banner))
    qtbot.waitUntil(lambda: button(page.pane, "take_back_death") is not None)


def test_what_was_typed_on_is_looked_at_anew_before_it_is_written(page, program, paid, qtbot):
    page.say_life("death")
    dialog = dialog_of(page)
    dialog.fields.set_answer("on", "2026-07-15")
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    dialog.fields.set_answer("on", "2026")
    assert not dialog.yes_button.isEnabled()
    dialog.save()
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    assert "chưa biết tháng nào" in seen(dialog)
    assert state_of(program, paid) == "paying"


def test_what_cannot_be_stands_beside_its_question(page, program, paid, qtbot):
    page.say_life("death")
    dialog = dialog_of(page)
    dialog.save()
    row = dialog.fields.row("on")
    assert row is not None
    assert [each.code for each in row.findings()] == ["AS-2020"]
    dialog.fields.set_answer("on", "1970-01-01")
    qtbot.waitUntil(lambda: [each.code for each in row.findings()] == ["AS-2021"])
    assert not dialog.yes_button.isEnabled()
    page.say_life("move")
    moving = next(each for each in page.findChildren(LifeDialog) if each is not dialog)
    moving.fields.set_answer("on", "2026-07-15")
    where = moving.fields.row("unit")
    assert where is not None
    qtbot.waitUntil(lambda: [each.code for each in where.findings()] == ["AS-4273"])


def test_a_question_leads_to_its_record_and_what_was_typed_is_not_thrown_away_unasked(page, cared, qtbot):
    page.say_life("death")
    dialog = dialog_of(page)
    dialog.fields.set_answer("on", "2026-07-15")
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    link = next(each for each in dialog.preview.findChildren(QPushButton) if "Danh Yếu" in each.text())
    asked = yes()
    with qtbot.waitSignal(page.case_asked) as opened:
        link.click()
    assert opened.args == [cared, "assistance"]
    assert "Bỏ những gì vừa gõ?" in asked[0]


def test_one_button_takes_all_of_it_back(page, program, paid, qtbot):
    person = person_of(program, paid)
    program.lives.do(person, "death", {"on": "2026-07-15"})
    page.open_person(person)
    qtbot.waitUntil(lambda: button(page.pane, "take_back_death") is not None)
    assert button(page.pane, "life_move") is None
    asked = yes()
    button(page.pane, "take_back_death").click()
    qtbot.waitUntil(lambda: button(page.pane, "life_move") is not None)
    assert "Lấy lại việc ghi nhận chết (15/07/2026)?" in asked[0]
    assert state_of(program, paid) == "paying"
    assert button(page.pane, "take_back_death") is None


def test_who_moved_away_may_be_said_to_have_come_back(page, program, paid, qtbot):
    person = person_of(program, paid)
    program.lives.do(person, "move", {"on": "2026-07-15", "place": "TP. Cần Thơ"})
    page.open_person(person)
    qtbot.waitUntil(lambda: button(page.pane, "life_return") is not None)
    assert "TP. Cần Thơ" in words(page.pane)
    button(page.pane, "life_return").click()
    dialog = dialog_of(page)
    dialog.fields.set_answer("on", "2026-09-01")
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    assert "hồ sơ đã đóng khi chuyển đi" in seen(dialog)
    with qtbot.waitSignal(dialog.done_well):
        dialog.save()
    qtbot.waitUntil(lambda: button(page.pane, "life_move") is not None)


def test_by_the_keyboard_the_officer_chooses_what_is_said(page, qtbot, hands):
    page.table.setFocus()
    hands.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [each.text() for each in menu.actions()] == ["Ghi nhận chết…", "Ghi nhận chuyển đi…"]
    menu.actions()[1].trigger()
    menu.close()
    assert dialog_of(page).yes_button.text() == "Ghi nhận chuyển đi"


def test_a_case_says_it_too_and_takes_it_back(case, program, paid, qtbot):
    case.say_life("death")
    dialog = dialog_of(case)
    dialog.fields.set_answer("on", "2026-07-15")
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    with qtbot.waitSignal(case.changed):
        dialog.save()
    qtbot.waitUntil(lambda: case.case.state == "stopped")
    assert "Ghi nhận chết: đã ghi 1 hồ sơ." in words(case.banner)
    yes()
    button(case.head, "take_back_death").click()
    qtbot.waitUntil(lambda: case.case.state == "paying")
    assert state_of(program, paid) == "paying"


def test_a_record_that_goes_by_its_number_is_ended_from_its_own_page(desk, program, tasks, show, qtbot):
    record = running(program, "drug_treatment")
    page = CasePage(program, tasks, desk.around)
    show(page)
    page.show_case(record)
    qtbot.waitUntil(lambda: page.case is not None)
    page.say_life("death")
    dialog = dialog_of(page)
    dialog.fields.set_answer("on", "2026-07-15")
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    assert "Cai nghiện ma túy" in seen(dialog)
    with qtbot.waitSignal(page.changed):
        dialog.save()
    assert state_of(program, record) == "dead"


def test_who_may_only_look_is_offered_nothing(desk, program, paid, tasks, show, qtbot):
    may = access.Access("minh", "viewer", dict.fromkeys(catalog.registers(), "r"))
    viewer = Program(desk.vault, may=may)
    viewer_page = PeoplePage(viewer, may, tasks, desk.around)
    show(viewer_page)
    program.lives.do(person_of(program, paid), "death", {"on": "2026-07-15"})
    viewer_page.open_person(person_of(program, paid))
    qtbot.waitUntil(lambda: viewer_page.pane.view is not None)
    for name in ("life_death", "life_move", "take_back_death"):
        assert button(viewer_page.pane, name) is None
    viewer_page.say_life("death")
    assert not viewer_page.findChildren(LifeDialog)


def test_the_household_shows_who_is_gone(page, program, paid, cared, qtbot):
    person = person_of(program, paid)
    home = program.people.save_household({"address": "Tổ 1"}, first=person)
    program.people.join(person_of(program, cared), home)
    program.lives.do(person, "death", {"on": "2026-07-15"})
    page.open_person(person_of(program, cared))
    qtbot.waitUntil(lambda: page.pane.view.id == person_of(program, cared))
    links = " | ".join(each.text() for each in page.pane.findChildren(QPushButton))
    assert "Danh An (04/05/1980), đã chết 15/07/2026" in links


def test_a_death_takes_at_most_12_keys_from_the_case(case, program, paid, qtbot, hands, at_most):
    case.setFocus()
    with at_most("a death, from the page of the case", 12):
        hands.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        menu = next(each for each in case.findChildren(QMenu) if each.isVisible())
        QTest.keyClick(menu, Qt.Key.Key_Return)
        hands.struck += 1
        qtbot.waitUntil(lambda: any(each.isActiveWindow() for each in case.findChildren(LifeDialog)))
        dialog = dialog_of(case)
        hands.type("15/7/26")
        qtbot.waitUntil(dialog.yes_button.isEnabled)
        with qtbot.waitSignal(dialog.done_well):
            hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert state_of(program, paid) == "stopped"
    qtbot.waitUntil(lambda: case.case.closed)
