"""The time limits of a case stand on its page: seen at once, read by keyboard, reached from what is to be done."""

import datetime

import pytest
from PySide6.QtCore import Qt

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.main_window import MainWindow
from ansinh_desktop.ui.pages.case.case_page import CasePage
from tests import factories

CALLED = "2026-11-19T15:00"


@pytest.fixture(autouse=True)
def _this_morning(monkeypatch):
    moment = datetime.datetime(2026, 11, 20, 8, 0).astimezone(datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 20))


@pytest.fixture
def record(desk) -> str:
    return desk.cases.save(factories.abuse(received_at=CALLED))


@pytest.fixture
def page(desk, tasks, show, record, qtbot) -> CasePage:
    made = CasePage(Program(desk.vault), tasks, desk.around)
    show(made)
    made.show_case(record)
    qtbot.waitUntil(lambda: made.case is not None)
    return made


def test_every_limit_says_what_until_when_how_long_and_by_which_article(page):
    rows = page.deadlines.table.texts()
    assert page.deadlines.isVisible()
    assert len(rows) == 4
    what, due, left, article = rows[0]
    assert "12" in what or "ban đầu" in what
    assert (due, left) == ("03:00 20/11/2026", "Quá hạn: quá 5 giờ")
    assert "NĐ 56/2017" in article
    assert page.deadlines.said.text() == "Thời hạn: 1 quá hạn · 2 đến hạn trong 7 ngày · 1 về sau"


def test_what_is_overdue_is_marked_by_sign_and_word_and_the_rest_is_not(page):
    first, second = (page.deadlines.table.topLevelItem(place) for place in (0, 1))
    assert "Quá hạn" in first.text(2)
    assert "Quá hạn" not in second.text(2)
    assert first.icon(0).cacheKey() != second.icon(0).cacheKey()
    assert page.deadlines.table.currentItem() is first


def test_the_arrows_read_every_limit_in_full(page, hands):
    page.deadlines.table.setFocus()
    before = page.deadlines.detail.text()
    assert before.startswith(page.deadlines.table.texts()[0][0])
    hands.press(Qt.Key.Key_Down)
    assert page.deadlines.detail.text().startswith(page.deadlines.table.texts()[1][0])
    assert "Căn cứ: " in page.deadlines.detail.text()


def test_a_limit_that_is_kept_goes_away(page, desk, record, qtbot):
    done = {"m02_on": "2026-11-20T07:00", "reported_police_at": "2026-11-20T07:10"}
    kept = {"AS-2352 m02_on": "Báo muộn", "AS-2355 m02_on": "Đang đánh giá"}
    desk.cases.save(factories.abuse(received_at=CALLED, record_id=record, kept=kept, **done))
    page.refresh()
    qtbot.waitUntil(lambda: len(page.deadlines.table.texts()) == 2)
    assert page.deadlines.said.text() == "Thời hạn: 1 đến hạn trong 7 ngày · 1 về sau"


def test_a_case_without_limits_gives_the_room_back(page, desk, qtbot):
    other = desk.cases.save(factories.orphan())
    page.show_case(other)
    qtbot.waitUntil(lambda: page.case.id == other)
    assert page.deadlines.isHidden()


def test_what_is_to_be_done_leads_to_its_limit_in_the_case(desk, record, tasks, qtbot, show):
    window = show(MainWindow(Program(desk.vault), tasks))
    to_do = window.go_to("tasks")
    qtbot.waitUntil(lambda: bool(to_do.shown()))
    wanted = next(each for each in to_do.shown() if each.task == "child_plan_submit")
    to_do.table.select(wanted.key)
    to_do.table._open(to_do.table.view.currentIndex())
    desk_page = window.page()
    qtbot.waitUntil(desk_page.case.deadlines.table.hasFocus)
    assert desk_page.case.case.id == record
    assert desk_page.case.deadlines.table.current_key() == wanted.key
