"""How many keys a case takes from an empty form to where its decision leads."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.cases import kept_key
from ansinh_desktop.ui.forms.acts.way_dialog import WayDialog
from ansinh_desktop.ui.forms.record_form import RecordForm

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

DISABLED = {
    "full_name": "danh thị na",
    "birth_date": "3/2/1940",
    "sex": "nu",
    "personal_id": "089140001234",
    "hamlet": "hoa ph",
    "address": "Tổ 5",
    "social_group": "khuyet tat",
    "disability_degree": "nang",
    "benefits": ["khong"],
    "received_on": "20/10/26",
    "decision_no": "12/QĐ",
    "decision_date": "10/11/26",
    "start_month": "11/26",
    "payment_method": "tien mat",
}


@pytest.fixture
def form(desk, tasks, show, qtbot) -> RecordForm:
    made = RecordForm(catalog.register("assistance"), desk.cases, tasks, desk.around)
    show(made)
    made.start_new()
    qtbot.waitUntil(lambda: not tasks.is_busy())
    return made


def go_on(hands) -> None:
    hands.press(Qt.Key.Key_Return, CONTROL | SHIFT)


def test_what_is_missing_for_the_way_stands_on_its_button(form):
    assert not form.go_on_button.isEnabled()
    assert "Ngày nhận hồ sơ" in form.go_on_button.toolTip()
    assert "Số quyết định hưởng" in form.go_on_button.toolTip()


def test_a_register_whose_cases_bring_no_decision_has_no_such_button(desk, tasks, show, qtbot):
    made = RecordForm(catalog.register("violence"), desk.cases, tasks, desk.around)
    show(made)
    made.start_new()
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert made.go_on_button.isHidden()


def test_a_case_with_its_decision_is_paid_with_one_key_more_than_it_is_typed(form, hands, desk, qtbot):
    hands.fill(DISABLED)
    qtbot.waitUntil(form.go_on_button.isEnabled)
    assert "Đang hưởng: 10/11/2026" in form.go_on_button.toolTip()
    with qtbot.waitSignal(form.saved, timeout=8000) as saved:
        go_on(hands)
    assert desk.cases.get(saved.args[0]).state == "paying"


def test_ctrl_enter_alone_only_saves(form, hands, desk, qtbot):
    hands.fill(DISABLED)
    with qtbot.waitSignal(form.saved, timeout=8000) as saved:
        hands.press(Qt.Key.Key_Return, CONTROL)
    assert desk.cases.get(saved.args[0]).state == "draft"


def test_what_is_doubtful_about_a_step_asks_once_and_goes_on_with_the_reason(form, hands, desk, qtbot):
    young = {"birth_date": "1960", "personal_id": "", "social_group": "huu tri", "disability_degree": ""}
    hands.fill(DISABLED | young)
    form.check()
    form.found.kept = {kept_key(each): "Đã xem" for each in form.found.findings}
    asked = []

    def give_reason(tries: int = 500) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, WayDialog) and dialog.isActiveWindow():
            hands.press(Qt.Key.Key_Return, CONTROL)
            asked.append(dialog.isVisible())
            hands.type("Theo bản án")
            hands.press(Qt.Key.Key_Return, CONTROL)
            asked.append(dialog.isVisible())
            if dialog.isVisible():
                dialog.reject()
        elif tries:
            QTimer.singleShot(10, lambda: give_reason(tries - 1))

    give_reason()
    with qtbot.waitSignal(form.saved, timeout=8000) as saved:
        go_on(hands)
    case = desk.cases.get(saved.args[0])
    assert case.state == "paying"
    assert asked == [True, False], "without a reason nothing is done"
    assert {each.note for each in case.events if each.kind == "state"} == {"Theo bản án"}
