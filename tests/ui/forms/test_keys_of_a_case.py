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


# ---------------------------------------------------------------- counted

YES, NO = Qt.Key.Key_C, Qt.Key.Key_K
WHOLE: dict[str, str | list[str] | Qt.Key] = {
    "full_name": "danh thị na",
    "birth_date": "3/2/70",
    "sex": "nu",
    "personal_id": "089170001234",
    "ethnicity": "kh",
    "hamlet": "hoa",
    "address": "Tổ 5",
    "phone": "0912345678",
    "poverty_status": "ngh",
    "social_group": "khuyet",
    "disability_degree": "nang",
    "disability_types": ["van"],
    "certificate_no": "15/GXN",
    "certificate_date": "5/10/26",
    "lives_with": "con",
    "has_health_insurance": YES,
    "benefits": ["khong"],
    "marital_status": "goa",
    "works": NO,
    "children_total": "0",
    "received_on": "20/10/26",
    "decision_no": "12/QĐ",
    "decision_date": "10/11/26",
    "start_month": "11/26",
    "recorded_amount": "1080000",
    "payment_method": "tien",
}
"""A case of 26 fields, as the paper of a disabled woman says it."""


def next_part(hands) -> None:
    hands.press(Qt.Key.Key_PageDown, CONTROL)


def type_whole(hands, form, answers: dict[str, str | list[str] | Qt.Key]) -> None:
    """Type a case as somebody who knows the keys does: on to the next part where nothing more of one is known."""
    left = dict(answers)
    for _ in range(200):
        key = hands.where()
        words = left.pop(key, ())
        if isinstance(words, Qt.Key):
            hands.press(words)
        elif isinstance(words, str):
            hands.type(words)
        for each in words if isinstance(words, list) else ():
            hands.type(each)
            hands.enter()
        if not left:
            return
        part = next(keys for keys in form._walk._parts() if any(stop[1] == key for stop in keys))
        after = [stop[1] for stop in part][[stop[1] for stop in part].index(key) + 1 :]
        # What was typed may be asked on; only of the next field one sees that nothing more of the part is known.
        if words or any(each in left for each in after):
            hands.enter()
        else:
            next_part(hands)
    raise AssertionError(f"never came to {sorted(left)}")


def test_a_case_of_26_fields_takes_at_most_200_keys_until_it_is_paid(form, hands, desk, qtbot, at_most):
    assert len(WHOLE) == 26
    with (
        at_most("a case of 26 fields, until it is paid", 200),
        qtbot.waitSignal(form.saved, timeout=20000) as saved,
    ):
        type_whole(hands, form, WHOLE)
        go_on(hands)
    case = desk.cases.get(saved.args[0])
    assert case.state == "paying"
    given = {**case.person, **case.answers}
    assert [key for key in WHOLE if given.get(key) in (None, "", [])] == []
    assert case.answers["disability_main_type"] == "movement", "answered by the only type"
