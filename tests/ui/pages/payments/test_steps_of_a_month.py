"""The steps of a month and its way through them: what is said beside each, who may take it, and which month is shown."""

import dataclasses
import datetime
import re

import pytest
from PySide6.QtCore import Qt

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from tests.services.payments.commune import JULY, JUNE, MAY, change, closed, people, standing
from tests.ui.pages.payments.doing import answer, kinds_of, press_next, rest

CONTROL = Qt.KeyboardModifier.ControlModifier


def as_role(program, role, rights):
    own = {**program.access.rights, "assistance": rights}
    return Program(program.vault, may=dataclasses.replace(program.access, role=role, rights=own))


def approved(program):
    program.payments.prepare(JUNE)
    program.payments.check(JUNE)
    program.payments.approve(JUNE)


def test_what_was_done_is_said_and_goes_with_the_next_month(opened, program, qtbot, tasks):
    people(program)
    page = opened()
    assert re.fullmatch(r"xem lúc \d\d:\d\d", page.said.text())
    assert page.sheet.next.said.text() == "Xem hết phải xử lý, rồi xác nhận đã kiểm tra."
    press_next(page, qtbot, tasks)
    assert page.banner.accessibleName() == "Đã lập tháng 06/2022."
    assert page.banner.isVisible()
    page.month.forth.click()
    rest(qtbot, tasks, page)
    qtbot.waitUntil(lambda: page.standing.view.day == JULY)
    assert not page.banner.isVisible()


def test_closing_is_asked_with_the_sums_of_the_month_and_may_wait(opened, program, qtbot, tasks):
    people(program)
    closed(program, JUNE)
    program.payments.set_results(JUNE, {})
    standing(program, "Phan Hoa", start_month="2022-07")
    for step in (program.payments.prepare, program.payments.check, program.payments.approve):
        step(JULY)
    page = opened()
    asked = answer(button="Để sau")
    press_next(page, qtbot, tasks)
    assert asked == ["Chốt tháng 07/2022: 6 người, 3.240.000 đồng?"]
    assert program.payments.view(JULY).state == "approved"


def test_a_step_that_is_refused_says_why_and_shows_the_month_anew(opened, program, qtbot, tasks):
    records = people(program)
    approved(program)
    page = opened()
    change(program, records["Danh An"], disability_degree="very_severe")  # on the other machine, just now
    answer(button="Chốt tháng")
    press_next(page, qtbot, tasks)
    assert page.banner.isVisible()
    assert "06/2022" in page.banner.accessibleName()
    qtbot.waitUntil(lambda: page.sheet.next.act.text().strip() == "Lập lại")
    assert ("now", "Lập lại", "danh sách đã đổi") in page.sheet.line.words()
    assert program.payments.view(JUNE).state == "approved"


def test_opening_again_is_for_leaders_until_money_went_out(opened, program, qtbot, tasks):
    people(program)
    closed(program, JUNE)
    page = opened(as_role(program, "officer", "rwpx"))
    bar = page.sheet.next
    assert bar.reopen.text().strip() == "Mở lại: cần lãnh đạo"
    assert not bar.reopen.isEnabled()
    assert not bar.results.isVisible()
    leader = opened(as_role(program, "leader", "rp")).sheet.next
    assert leader.reopen.text().strip() == "Mở lại (lãnh đạo)…"
    assert leader.reopen.isEnabled()
    program.payments.set_results(JUNE, {})
    for role, rights, may in (("leader", "rp", False), ("officer", "rwpx", True)):
        page = opened(as_role(program, role, rights))
        page.month.step(-1)
        qtbot.waitUntil(lambda page=page: page.standing.view.day == JUNE)
        assert not page.sheet.next.reopen.isVisible()
        assert page.sheet.next.results.isVisible()
        assert page.sheet.next.results.isEnabled() is may


def test_whoever_thinks_better_of_it_opens_nothing_again(opened, program, qtbot, tasks):
    people(program)
    closed(program, JUNE)
    page = opened()
    answer("Nhầm", "Quay lại")
    page.sheet.next.reopen.click()
    rest(qtbot, tasks, page)
    assert program.payments.view(JUNE).state == "closed"
    assert not page.banner.isVisible()


@pytest.mark.parametrize("second", [False, True])
def test_a_second_officer_approves_where_the_office_wants_one(opened, program, second):
    people(program)
    program.payments.want_second_officer(second)
    program.payments.prepare(JUNE)
    program.payments.check(JUNE)
    page = opened()
    words = "Duyệt: cần người khác duyệt" if second else "Duyệt"
    assert page.sheet.next.act.text().strip() == words
    assert page.sheet.next.act.isEnabled() is not second
    assert page.sheet.line.words()[2][2] == ("cần người khác duyệt" if second else "làm được ngay")
    assert page.sheet.line._words[2].tone == ("error" if second else "")


def test_a_month_waits_for_the_one_before_it(opened, program, qtbot, tasks):
    people(program)
    closed(program, MAY)
    for step in (program.payments.prepare, program.payments.check, program.payments.approve):
        step(JULY)
    page = opened()
    assert page.month.month() == JULY
    assert page.sheet.next.act.text().strip() == "Chốt tháng: tháng 06/2022 chưa chốt"
    assert "06/2022" in page.sheet.next.said.text()  # and what to do about it
    page.month.set_month(datetime.date(2022, 4, 1))
    page.load()
    qtbot.waitUntil(lambda: page.standing.view.day.month == 4)
    assert page.sheet.next.act.text().strip() == "Lập tháng: tháng 05/2022 đã chốt"


def test_steps_tell_what_they_are_to_eye_and_ear(opened, program, qtbot, tasks, monkeypatch):
    people(program)
    page = opened()
    line = page.sheet.line
    assert [each.isEnabled() for each in line.steps] == [True] + [False] * 5
    line.steps[0].click()  # it is not done yet: there are no minutes
    assert not page.banner.isVisible()
    press_next(page, qtbot, tasks)
    page.banner.clear()
    first, second, *_ahead = line.steps
    assert first.accessibleDescription() == f"{clock.now():%d/%m/%Y} · lan"
    assert first.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert second.focusPolicy() == Qt.FocusPolicy.NoFocus
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert page.banner.accessibleName().startswith("Đã lập lúc ")
    # In the year it happened the day says no year.
    monkeypatch.setattr(clock, "today", lambda: clock.now().date())
    page.load()
    qtbot.waitUntil(lambda: line.words()[0][2] == f"{clock.now():%d/%m} · lan")


def test_where_there_is_little_room_what_is_ahead_says_less(opened, program, qtbot):
    page = opened()
    closing = page.sheet.line.steps[3]
    wide = closing.sizeHint().width()
    page.resize(840, 700)
    qtbot.waitUntil(lambda: closing.sizeHint().width() < wide)
    assert page.sheet.people.y() > page.sheet.findings.y()  # one below the other


def test_what_was_opened_again_is_told_with_its_reason(opened, program, qtbot, tasks):
    people(program)
    closed(program, JUNE)
    program.payments.reopen(JUNE, "Thiếu một người")
    page = opened()
    page.sheet.line.steps[0].click()
    minutes = page.banner.accessibleName().splitlines()
    assert [each.split(" lúc ")[0] for each in minutes] == ["Đã lập", "Mở lại"]
    assert minutes[1].endswith("(Thiếu một người)")
    assert page.sheet.line.words()[1][:2] == ("now", "Đang kiểm tra")


def test_the_last_step_leaves_no_button(opened, program, qtbot, tasks):
    people(program)
    closed(program, JUNE)
    program.payments.set_results(JUNE, {})
    program.payments.settle(JUNE)
    page = opened()
    page.month.step(-1)
    qtbot.waitUntil(lambda: page.standing.view.day == JUNE)
    assert kinds_of(page) == ["done"] * 6
    bar = page.sheet.next
    assert (bar.act.isVisible(), bar.reopen.isVisible(), bar.results.isVisible()) == (False, False, False)
    assert bar.said.text() == "Tháng này đã xong."


def test_the_month_is_chosen_by_keys_buttons_and_by_typing(opened, program, qtbot, tasks, hands):
    people(program)
    page = opened()

    def shows(month):
        qtbot.waitUntil(lambda: page.standing.view.day == month and not tasks.is_busy())

    page.take_focus()
    hands.press(Qt.Key.Key_Right, CONTROL)
    shows(JULY)
    hands.press(Qt.Key.Key_Left, CONTROL)
    shows(JUNE)
    page.month.back.click()
    shows(MAY)
    page.month.forth.click()
    shows(JUNE)
    line = page.month.edit.line
    line.setFocus()
    line.selectAll()
    hands.type("7/2022")
    hands.enter()
    shows(JULY)
    assert line.hasFocus()  # Enter goes nowhere else
    line.selectAll()
    hands.type("5/2022")
    hands.press(Qt.Key.Key_Tab)
    shows(MAY)
    line.setFocus()
    line.selectAll()
    hands.press(Qt.Key.Key_Delete)
    hands.press(Qt.Key.Key_Tab)
    assert line.text() == "05/2022"  # nothing typed: the month that is shown
    line.setFocus()
    line.selectAll()
    hands.type("13/2022")
    hands.press(Qt.Key.Key_Tab)
    assert page.month.edit.findings
    assert page.month.month() == MAY


def test_the_figure_of_the_month_before_opens_that_month(opened, program, qtbot, tasks):
    people(program)
    page = opened()
    page.sheet.figures.doors["previous"].click()
    qtbot.waitUntil(lambda: page.standing.view.day == MAY)
    assert page.month.edit.line.text() == "05/2022"


def test_an_answer_about_another_month_is_not_shown(opened, program, qtbot, tasks):
    people(program)
    program.payments.prepare(MAY)
    page = opened()
    page.load(JUNE)
    page.month.set_month(MAY)  # before the answer about June is there
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert page.standing.view.day == MAY
    page.load()
    rest(qtbot, tasks, page)
    assert page.standing.view.state == "prepared"
