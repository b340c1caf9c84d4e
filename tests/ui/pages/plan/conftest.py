"""The page of the plan at a small commune, in December 2026."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.plan.plan_page import PlanPage
from tests.factories import case, person
from tests.registers.factories import DRUG
from tests.ui.pages.plan.doing import rest

TREATED = {"treatment_form": "methadone", "treatment_from": "2026-03-01"}


@pytest.fixture(autouse=True)
def _this_morning(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 12, 2))


@pytest.fixture
def program(desk):
    """Three people in the register of those who take drugs, one of whom is treated, and a figure that was entered."""
    made = Program(desk.vault)
    for name, more in (("Danh Cai Nghiện", TREATED), ("Huỳnh Chưa Cai", {}), ("Lý Chưa Cai", {})):
        made.cases.save(
            case(
                "drug_treatment",
                DRUG | {"listed_on": "2024-01-02"} | more,
                person=person(full_name=name),
                final=False,
            )
        )
    with made.vault.work("danh sách cũ") as store:
        for each in next(store.scan.records("drug_treatment")):
            store.records.get(each.id).draft = False
    made.plans.enter(
        Period.of("2026-H2"),
        [
            FigureInput("health_insurance", "numerator", 919),
            FigureInput("health_insurance", "denominator", 1000),
        ],
    )
    return made


@pytest.fixture
def opened(program, tasks, show, qtbot):
    """Return a function that shows the page once its period is there."""

    def open_page(width=1160, height=700):
        page = show(PlanPage(program, tasks))
        page.resize(width, height)
        page.refresh()
        rest(qtbot, tasks, page)
        return page

    return open_page
