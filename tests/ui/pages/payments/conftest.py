"""A small commune on a morning in June 2022, and the page of its months."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.payments.payments_page import PaymentsPage
from tests.ui.pages.payments.doing import rest


@pytest.fixture(autouse=True)
def _this_morning(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2022, 6, 25))


@pytest.fixture
def program(desk):
    return Program(desk.vault)


@pytest.fixture
def opened(program, tasks, show, qtbot):
    """Return a function that shows the page once its month is there."""

    def open_page(program=program):
        page = show(PaymentsPage(program, tasks))
        page.refresh()
        rest(qtbot, tasks, page)
        return page

    return open_page
