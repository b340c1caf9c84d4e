"""A register of a few people in payment on an afternoon in September 2026, shown to whoever opened the data."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from tests import kept
from tests.services.payments.commune import NAMES
from tests.services.test_many import paid_people
from tests.ui.pages.register.marked.doing import idle


@pytest.fixture(autouse=True)
def _this_morning(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 9, 20))


@pytest.fixture
def program(desk):
    return Program(desk.vault)


def fill(program):
    return dict(zip(NAMES, paid_people(program), strict=True))


made_before, records = kept.before("records", fill)


@pytest.fixture
def opened(desk, tasks, show, records, qtbot):
    """Return a function that shows the register to whoever opened the data."""

    def open_desk(program):
        made = show(RegisterDesk(catalog.register("assistance"), program, tasks, desk.around))
        with qtbot.waitSignal(made.list.table.counted):
            made.refresh()
        idle(qtbot, tasks)
        made.list.table.choose_first()
        return made

    return open_desk
