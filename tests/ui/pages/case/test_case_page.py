"""One case: where it stands, the next step, what happened, who changed what."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.forms.step_dialog import StepDialog
from ansinh_desktop.ui.pages.case.case_page import CasePage
from ansinh_desktop.ui.pages.room import Room
from tests import factories


@pytest.fixture
def record(desk) -> str:
    answers = {
        "groups": ["a"],
        "main_group": "a",
        "entered_on": "2024-03-01",
        "care_arrangement": "relatives",
    }
    person = factories.person(full_name="Danh Thị Na", birth_date="2015-02-03", hamlet="Hòa Phú")
    return desk.cases.save(factories.case("children", answers, person=person))


@pytest.fixture
def page(desk, tasks, show, record, qtbot) -> CasePage:
    made = CasePage(Program(desk.vault), tasks, desk.around)
    show(made)
    made.show_case(record)
    qtbot.waitUntil(lambda: made.case is not None)
    return made


def texts(widget) -> str:
    return " | ".join(each.text() for each in widget.findChildren(QLabel) if each.text())


def steps(page: CasePage) -> dict[str, QPushButton]:
    buttons = page.head.findChildren(QPushButton)
    return {
        each.text(): each for each in buttons if each.objectName().startswith("step_") and not each.isHidden()
    }


def in_dialog(do) -> None:
    """Do something in the next dialog, as soon as it is there and has the keyboard."""

    def look(tries: int = 1000) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.isActiveWindow():
            do(dialog)
        elif tries:
            QTimer.singleShot(20, lambda: look(tries - 1))

    look()


def test_the_head_tells_namesakes_apart(page):
    head = texts(page.head)
    assert "Danh Thị Na" in head
    assert "03/02/2015" in head
    assert "tuổi" in head
    assert "Hòa Phú" in head
    assert "Chưa gửi" in head


def test_only_answers_that_are_given_are_shown(page):
    said = texts(page._answers)
    assert "Ngày vào danh sách" in said
    assert "01/03/2024" in said
    assert "Họ tên cha" not in said


def test_a_step_asks_for_its_day_and_is_taken(page, qtbot, desk, record):
    before = page.case.state_label
    label, button = next(iter(steps(page).items()))

    def go(dialog) -> None:
        assert isinstance(dialog, StepDialog)
        assert before in texts(dialog)
        dialog.yes_button.click()

    in_dialog(go)
    with qtbot.waitSignal(page.changed):
        button.click()
    qtbot.waitUntil(lambda: page.case.state_label == label)
    assert [each.kind for each in desk.cases.get(record).events] == ["state"]


def go_to_a_closing_step(page: CasePage, desk, record: str, qtbot) -> str:
    """Take steps until one closes the case, and return its name."""
    workflow = page.case.register.life_cycle.workflow(page.case.answers)
    while not any(workflow.is_closed(code) for code, *_rest in page.case.steps):
        desk.cases.move(record, page.case.steps[0][0], "2024-04-01", "Đã xác minh")
        seen = page.case
        page.refresh()
        qtbot.waitUntil(lambda seen=seen: page.case is not seen)
    return next(label for code, label, _guard in page.case.steps if workflow.is_closed(code))


def test_a_step_that_closes_is_not_taken_without_a_reason_and_can_be_undone(page, qtbot, desk, record):
    target = go_to_a_closing_step(page, desk, record, qtbot)
    before = page.case.state

    def go(dialog) -> None:
        assert not dialog.yes_button.isEnabled()
        dialog.findChild(QPlainTextEdit, "step_reason").setPlainText("Trẻ đã chuyển đi nơi khác")
        assert dialog.yes_button.isEnabled()
        dialog.yes_button.click()

    in_dialog(go)
    with qtbot.waitSignal(page.changed):
        steps(page)[target].click()
    qtbot.waitUntil(lambda: page.case.closed)
    assert desk.cases.get(record).close_reason == "Trẻ đã chuyển đi nơi khác"
    in_dialog(go)
    with qtbot.waitSignal(page.changed):
        page.findChild(QPushButton, "reopen").click()
    qtbot.waitUntil(lambda: not page.case.closed)
    assert desk.cases.get(record).state == before


def test_f2_on_a_closed_case_offers_to_open_it_again_and_nothing_else(page, qtbot, desk, record, hands):
    closed = next(
        each for each in page.case.steps if page.case.register.life_cycle.workflow({}).is_closed(each[0])
    )
    with desk.vault.work("Đóng") as store:
        store.records.set_state(store.records.get(record), closed[0], closed_on="2026-11-20", reason="Xong")
    page.refresh()
    qtbot.waitUntil(lambda: page.case.closed)
    asked: list[object] = []
    page.edit_asked.connect(asked.append)
    page.setFocus()
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(page.banner.isVisible)
    assert "đã đóng" in texts(page.banner)
    assert not asked
    assert page._happened._add.isHidden()
    assert page.papers.add_button.isHidden()

    def reopen(dialog) -> None:
        dialog.findChild(QPlainTextEdit, "step_reason").setPlainText("Đóng nhầm")
        dialog.yes_button.click()

    in_dialog(reopen)
    with qtbot.waitSignal(page.changed):
        page.banner.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: not page.case.closed)
    page.window().activateWindow()
    qtbot.waitUntil(lambda: page.window().focusWidget() is page)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is page)
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bool(asked))


def test_a_step_for_which_something_is_missing_says_so_and_cannot_be_taken(page, qtbot, desk):
    person = factories.person(birth_date="1940")
    case = factories.case("assistance", {"social_group": "k5c"}, person=person)
    kept = {f"{each.code} {each.field}": "Đã đối chiếu" for each in desk.cases.check(case)}
    record = desk.cases.save(replace(case, kept=kept))
    page.show_case(record)
    qtbot.waitUntil(lambda: page.case.id == record)
    found: list[str] = []

    def look(dialog) -> None:
        found.append(texts(dialog))
        assert not dialog.yes_button.isEnabled()
        dialog.reject()

    qtbot.waitUntil(lambda: "Tiếp nhận" in steps(page))
    in_dialog(look)
    steps(page)["Tiếp nhận"].click()
    qtbot.waitUntil(lambda: bool(found))
    assert "[AS-" in found[0]
    assert page.case.state == "draft"


def test_support_is_written_down_by_keyboard_and_stands_in_the_time_line(
    page, hands, qtbot, desk, record, tasks
):
    page.tabs.setCurrentIndex(1)
    page._happened.start(page.case.register.event_kinds["support"])
    hands.fill({"support": "hoc phi", "amount": "500.000", "giver": "Hội Khuyến học xã"}, until="save_event")
    with qtbot.waitSignal(page.changed):
        hands.enter()
    qtbot.waitUntil(lambda: len(page.case.events) == 1)
    (event,) = desk.cases.get(record).events
    assert (event.kind, event.amount) == ("support", 500_000)
    assert "Hội Khuyến học xã" in event.text
    assert "500.000 đồng" in page._happened.line.model().index(0, 0).data()


def test_an_event_without_what_it_must_say_goes_to_the_first_gap(page, hands, qtbot, tasks):
    page._happened.start(page.case.register.event_kinds["support"])
    page._happened.form.save()
    qtbot.waitUntil(lambda: hands.where() == "support")
    assert page.case.events == []


def test_an_event_written_by_mistake_is_taken_back_with_a_reason(page, qtbot, desk, record):
    desk.cases.add_event(record, "visit", "2024-05-01", {"findings": "Khỏe"})
    page.refresh()
    qtbot.waitUntil(lambda: len(page.case.events) == 1)
    line = page._happened.line
    line.setCurrentIndex(line.model().index(0, 0))

    def go(dialog) -> None:
        dialog.findChild(QPlainTextEdit, "reason").setPlainText("Ghi nhầm trẻ khác")
        next(each for each in dialog.findChildren(QPushButton) if each.text() == "Rút diễn biến").click()

    in_dialog(go)
    with qtbot.waitSignal(page.changed):
        page.findChild(QPushButton, "remove_event").click()
    qtbot.waitUntil(lambda: not page.case.events)
    assert any(row.reason == "Ghi nhầm trẻ khác" for row in desk.cases.history(record))


def test_the_history_tells_who_changed_what_from_what(page, qtbot, desk, record):
    case = desk.cases.get(record)
    changed = factories.case(
        "children", dict(case.answers) | {"note": "Đã thăm"}, person=dict(case.person), record_id=record
    )
    desk.cases.save(changed)
    page.tabs.setCurrentWidget(page.history)
    model = page.history.table.model()
    qtbot.waitUntil(lambda: model.rowCount() > 0)
    first = [model.index(0, column).data() for column in range(model.columnCount())]
    assert first[1:5] == ["Trần Thị Lan", "Sửa hồ sơ: Ghi chú", "(trống)", "Đã thăm"]


def test_other_records_of_the_person_lead_to_them(page, qtbot, desk, record):
    other = desk.cases.save(
        factories.case(
            "assistance", {}, person_id=page.case.person_id, person=dict(page.case.person), final=False
        )
    )
    page.refresh()
    qtbot.waitUntil(lambda: bool(page.case.others))
    link = next(each for each in page.head.findChildren(QPushButton) if "BTXH" in each.text())
    with qtbot.waitSignal(page.case_asked) as asked:
        link.click()
    assert asked.args == [other, "assistance"]


def test_a_record_entered_by_mistake_is_taken_back_with_a_reason(page, qtbot, desk, record):
    def go(dialog) -> None:
        next(each for each in dialog.findChildren(QPushButton) if each.text() == "Nhập trùng").click()
        next(each for each in dialog.findChildren(QPushButton) if each.text() == "Rút hồ sơ").click()

    in_dialog(go)
    with qtbot.waitSignal(page.removed):
        page.head.remove_asked.emit()
    assert desk.listing.counts()["children"] == 0


@pytest.mark.parametrize("code", list(catalog.registers()))
def test_every_kind_of_event_has_a_form(code, desk, tasks, show, qtbot):
    record = desk.cases.save(factories.case(code, {}, final=False))
    made = CasePage(Program(desk.vault), tasks, desk.around)
    show(made)
    made.show_case(record)
    qtbot.waitUntil(lambda: made.case is not None)
    for kind in made.case.register.events:
        made._happened.start(kind)
        shown = {field.key for field in kind.fields if not field.hidden}
        assert made._happened.form.fields.declared.keys() >= shown
        made._happened.close_form()


# ---------------------------------------------------------------- a case that comes with its decision


@pytest.fixture
def decided(desk, tasks, show, qtbot) -> CasePage:
    record = desk.cases.save(factories.case("assistance", factories.DECIDED))
    made = CasePage(Program(desk.vault), tasks, desk.around)
    show(made)
    made.show_case(record)
    qtbot.waitUntil(lambda: made.case is not None)
    return made


def test_one_act_leads_to_where_the_decision_leads_and_the_keyboard_stays_at_the_steps(
    decided, desk, qtbot, hands, at_most
):
    go_on = decided.findChild(QPushButton, "go_on")
    assert "Đang hưởng: 10/11/2026" in go_on.toolTip()
    go_on.setFocus()
    in_dialog(lambda _dialog: hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))
    with at_most("from a case with its decision to being paid", 2):
        hands.enter()
        qtbot.waitUntil(lambda: decided.case.state == "paying")
    assert "đã chuyển đến “Đang hưởng”" in texts(decided.banner)
    assert "Đến “Đang hưởng”…" not in [
        each.text() for each in decided.head.findChildren(QPushButton) if not each.isHidden()
    ]
    # Of its window: without a manager of windows, nobody makes it the active one again after a dialog.
    first = f"step_{decided.case.steps[0][0]}"
    qtbot.waitUntil(lambda: decided.window().focusWidget().objectName() == first)


def test_a_single_step_proposes_the_day_of_the_case_and_takes_ctrl_enter(decided, desk, qtbot, hands):
    days = []

    def go(dialog) -> None:
        days.append(dialog.on())
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    in_dialog(go)
    decided.findChild(QPushButton, "step_received").click()
    qtbot.waitUntil(lambda: decided.case.state == "received")
    assert days == ["2026-11-02"]
    assert [each.on for each in desk.cases.get(decided.case.id).events] == ["2026-11-02"]


def test_with_little_room_the_page_scrolls_and_nothing_of_its_head_is_squeezed(page, qtbot):
    room = page.findChild(Room)
    assert room.verticalScrollBar().maximum() == 0, "with room for all of it nothing scrolls"
    page.resize(600, 260)
    qtbot.waitUntil(lambda: room.verticalScrollBar().maximum() > 0)
    for label in page.head.findChildren(QLabel):
        if label.isVisible():
            assert label.height() >= label.fontMetrics().height(), label.text()
    assert page.tabs.height() >= theme.px(220)
