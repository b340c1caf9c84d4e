"""The first page: the shares of the plan stand on their register, and each figure opens the records behind it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.overview_page import OverviewPage
from tests import factories
from tests.registers.factories import DRUG

WHO = factories.person(full_name="Trần Văn Út", birth_date="1990-05-06", sex="male")


@pytest.fixture
def page(desk, tasks, show, qtbot):
    made = OverviewPage(Program(desk.vault), tasks)
    show(made)

    def look():
        made.refresh()
        qtbot.waitUntil(lambda: not tasks.is_busy(), timeout=10_000)
        return made

    return look


def words(page):
    return [each.text() for each in page.findChildren(QLabel)]


def test_a_share_without_anybody_claims_nothing(page):
    shown = words(page())
    assert any("≥ 50 %" in each for each in shown)
    assert "Không phát sinh · kể cả người đang bị giam giữ" in shown


def test_each_figure_opens_the_records_behind_it(page, desk, qtbot):
    treated = desk.cases.save(
        factories.case("drug_treatment", DRUG | {"treatment_form": "methadone"}, person=WHO)
    )
    waiting = desk.cases.save(factories.case("drug_treatment", DRUG, person=WHO | {"full_name": "Lê Văn Ba"}))
    made = page()
    assert "50,0 % · kể cả người đang bị giam giữ · đạt" in words(made)
    asked: list[ListQuery] = []
    made.list_asked.connect(asked.append)
    figures = [each for each in made.findChildren(QPushButton) if each.text() in {"1", "2"}]
    for figure in figures[-2:]:
        qtbot.mouseClick(figure, Qt.MouseButton.LeftButton)
    held, among = asked
    assert held.only == (treated,)
    assert set(among.only or ()) == {treated, waiting}
    assert len(desk.listing.rows(among)) == 2
    assert len(desk.listing.rows(held)) == 1
