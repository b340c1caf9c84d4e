"""The history of a case: a line's old value is given back where it can stand alone."""

import pytest
from PySide6.QtWidgets import QLabel

from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.case.case_page import CasePage
from tests import factories
from tests.ui.office import desk, hands, new_data, said, show, tasks

__all__ = ["desk", "hands", "new_data", "said", "show", "tasks"]

DAY = "2026-11-20"


@pytest.fixture
def program(desk):
    return Program(desk.vault)


@pytest.fixture
def record(program):
    made = program.cases.save(factories.case("assistance", factories.DECIDED))
    more = {**factories.DECIDED, "disability_degree": "very_severe"}
    program.cases.save(
        factories.case("assistance", more, person=factories.person(phone="0912345678"), record_id=made)
    )
    program.cases.move(made, "received", DAY)
    return made


@pytest.fixture
def page(program, desk, tasks, show, qtbot, record):
    made = show(CasePage(program, tasks, desk.around))
    made.show_case(record)
    qtbot.waitUntil(lambda: made.case is not None)
    made.tabs.setCurrentWidget(made.history)
    qtbot.waitUntil(lambda: made.history.table.model().rowCount() > 0)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    return made


def choose(page, field: str) -> None:
    """Choose the latest line about a field."""
    model = page.history.table.model()
    place = next(row for row in range(model.rowCount()) if field in model.index(row, 2).data())
    page.history.table.selectRow(place)


def told(page) -> str:
    return " ".join(each.text() for each in page.banner.findChildren(QLabel) if each.isVisible())


def test_an_old_value_is_given_back_and_the_page_shows_it(page, program, record, qtbot, tasks):
    assert not page.history.back_button.isEnabled()
    choose(page, "Mức độ khuyết tật")
    assert page.history.back_button.toolTip() == "Ghi lại giá trị cũ: Nặng"
    with qtbot.waitSignal(page.changed):
        page.history.back_button.click()
    qtbot.waitUntil(lambda: "Đã trả lại giá trị: hồ sơ" in told(page))
    assert program.cases.get(record).answers == factories.DECIDED
    assert page.case.answers == factories.DECIDED
    model = page.history.table.model()
    qtbot.waitUntil(lambda: "Trả lại giá trị trước lúc" in model.index(0, 5).data())
    assert not page.history.back_button.isEnabled()
    qtbot.waitUntil(lambda: not tasks.is_busy())


def test_a_step_is_led_to_the_whole_act(page, qtbot):
    choose(page, "Tình trạng")
    assert not page.history.back_button.isEnabled()
    assert "bấm Hoàn tác để trả lại cả việc" in page.history.guide.text()
    with qtbot.waitSignal(page.undo_asked):
        page.history.undo_button.click()


def test_what_was_written_again_meanwhile_is_said(page, program, record, qtbot, tasks):
    person = program.cases.get(record).person_id
    choose(page, "Điện thoại")
    program.people.save(person, {**program.people.get(person).person, "phone": "0987654321"})
    page.history.back_button.click()
    qtbot.waitUntil(lambda: "AS-2080" in told(page))
    assert program.people.get(person).person["phone"] == "0987654321"
    assert page.history.back_button.isEnabled()
    qtbot.waitUntil(lambda: not tasks.is_busy())


def test_who_only_reads_and_a_closed_case_have_nothing_to_press(page, program, record, qtbot, tasks):
    page.history.show_case(page.case, writable=False)
    assert not page.history.back_button.isVisible()
    assert not page.history.undo_button.isVisible()
    with program.vault.work("đóng") as store:
        store.records.set_state(store.records.get(record), "stopped", closed_on=DAY, reason="x")
    page.refresh()
    qtbot.waitUntil(lambda: page.case.closed and not tasks.is_busy())
    choose(page, "Điện thoại")
    assert not page.history.back_button.isEnabled()
    assert page.history.undo_button.isVisible()
