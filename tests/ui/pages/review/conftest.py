"""An officer's inbox on a morning in November 2026: people paid by the base of 2022, a few of them without an answer."""

import datetime

import pytest
from PySide6.QtWidgets import QApplication

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.review.review_page import ReviewPage
from tests import factories

LISTED = {
    "social_group": "k6",
    "disability_degree": "severe",
    "decision_no": "1/QĐ",
    "decision_date": "2022-01-10",
    "start_month": "2022-01",
    "recorded_month": "2022-06",
    "recorded_coefficient": "2.0",
    "recorded_amount": 720_000,
    "payment_method": "cash",
}


def settle(program, register, record, state):
    """Make a record final, in a state, as a package or an old list leaves it."""
    with program.vault.work("danh sách cũ") as store:
        found = store.records.get(record)
        found.draft = False
        if state:
            store.records.set_state(found, state, closed_on=None, reason=None)
    return record


def paid(program, name="Nguyễn Thị Hòa", **changes):
    """Record somebody who is paid by the base of 2022."""
    known = {"hamlet": "Vĩnh Thạnh"} | {
        key: changes.pop(key) for key in ("hamlet", "birth_date") if key in changes
    }
    person = factories.person(full_name=name, personal_id=None, **known)
    made = program.cases.save(factories.case("assistance", LISTED | changes, person=person, final=False))
    return settle(program, "assistance", made, "paying")


def child(program, name):
    """Record a child of whom nobody wrote down who cares for it."""
    answers = {"groups": ["a"], "main_group": "a", "entered_on": "2024-03-01"}
    person = factories.person(full_name=name, birth_date="2015-02-03", personal_id=None, hamlet="Hòa Phú")
    made = program.cases.save(factories.case("children", answers, person=person, final=False))
    return settle(program, "children", made, "")


@pytest.fixture(autouse=True)
def _this_morning(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 20))


@pytest.fixture
def program(desk):
    return Program(desk.vault)


@pytest.fixture
def rest(qtbot, tasks):
    """Return what waits until nothing is being done."""

    def wait():
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not tasks.is_busy())
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not tasks.is_busy())

    return wait


@pytest.fixture
def opened(program, tasks, show, rest):
    """Return what shows the inbox, reviewed."""

    def show_page():
        page = show(ReviewPage(program, tasks))
        page.refresh()
        rest()
        page.take_focus()
        return page

    return show_page
