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
        qtbot.waitUntil(lambda: not tasks.is_busy())
        return made

    return look


def words(page):
    return [each.text() for each in page.findChildren(QLabel)]


def test_a_share_without_anybody_claims_nothing(page):
    shown = words(page())
    assert any("≥ 50 %" in each for each in shown)
    assert "Không phát sinh · kể cả người đang bị giam giữ" in shown


def test_each_figure_opens_the_records_behind_it(page, desk, qtbot):
    course = {"treatment_form": "methadone", "treatment_from": "2022-03-01"}
    treated = desk.cases.save(factories.case("drug_treatment", DRUG | course, person=WHO, final=False))
    final(desk, treated)
    waiting = desk.cases.save(factories.case("drug_treatment", DRUG, person=WHO | {"full_name": "Lê Văn Ba"}))
    unknown = desk.cases.save(
        factories.case(
            "drug_treatment", {"population": "addict"}, person=WHO | {"full_name": "Lê Văn Tư"}, final=False
        )
    )
    final(desk, unknown)
    user = desk.cases.save(
        factories.case(
            "drug_treatment",
            {"population": "illicit_user"},
            person=WHO | {"full_name": "Võ Năm"},
            final=False,
        )
    )
    final(desk, user)
    made = page()
    assert "50,0 % · kể cả người đang bị giam giữ · đạt" in words(made)
    assert "= cả sổ 4" in words(made)
    asked: list[ListQuery] = []
    made.list_asked.connect(asked.append)
    names = ("share_held", "share_among", "rest_among", "rest_out", "rest_unclear")
    for name in names:
        qtbot.mouseClick(made.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
    shown = {name: set(query.only or ()) for name, query in zip(names, asked, strict=True)}
    assert shown == {
        "share_held": {treated},
        "share_among": {treated, waiting},
        "rest_among": {treated, waiting},
        "rest_out": {user},
        "rest_unclear": {unknown},
    }
    assert len(desk.listing.rows(asked[1])) == 2


def final(desk, record):
    with desk.vault.work("danh sách cũ") as store:
        store.records.get(record).draft = False
