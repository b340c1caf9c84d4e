"""The page of the plan at a receiving unit: all communes, one of them, and what it is set."""

from decimal import Decimal

import pytest

from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.forms.fields_dialog import FieldsDialog
from ansinh_desktop.ui.pages.plan.plan_page import PlanPage
from tests.factories import PROVINCE, new_vault, trust
from tests.ui.pages.plan.doing import people, rest, row
from tests.ui.shown import texts

FIRST, HALF = Period.of("2026-H1"), Period.of("2026-H2")
DRUGS = "addicts_in_treatment"


@pytest.fixture
def province(program, tmp_path):
    """A receiving unit that took the package of the commune."""
    usb = tmp_path / "usb"
    usb.mkdir()
    program.plans.enter(HALF, [FigureInput("gratitude_fund", "numerator", 71_000_000)])
    program.plans.close(FIRST)
    with Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as made:
        trust(program, made, usb)
        trust(made, program, usb)
        made.incoming.receive(program.outgoing.export(usb).path, usb)
        yield made


@pytest.fixture
def page(province, tasks, show, qtbot):
    made = show(PlanPage(province, tasks))
    made.refresh()
    rest(qtbot, tasks, made)
    return made


def test_all_communes_and_one_of_them(page, program, qtbot, tasks):
    assert row(page, DRUGS)["parts"] == "1/3"
    assert not page.enter_button.isVisible()
    assert not page.close_button.isVisible()
    assert not page.assign_button.isVisible()
    assert page.communes.currentText() == "Tất cả các xã"
    # A bar of the breakdown leads to its commune.
    page.sheet.select(DRUGS)
    rest(qtbot, tasks, page)
    page.sheet.pane.views.buttons["communes"].click()
    (spot,) = page.sheet.pane.chart.spots
    assert spot.key == program.office.unit
    page.sheet.pane.chart.pressed.emit(spot.key)
    rest(qtbot, tasks, page)
    assert page.communes.currentText() == program.office.name
    assert page.looked.unit == program.office.unit
    assert row(page, DRUGS)["parts"] == "1/3"
    # Who goes by a number at the commune goes by it here.
    said = " ".join(text for text, _ in texts(page))
    assert "Danh Cai" not in said
    assert all(who.startswith("CN-") for who, _ in people(page))


def test_what_a_commune_closed_is_shown_as_it_was_closed(page, program, qtbot, tasks):
    page.communes.go_to(program.office.unit)
    page.period.step(-1)
    rest(qtbot, tasks, page)
    assert "bởi Trần Thị Lan" in page.sheet.kept.text()
    page.communes.go_to("")
    rest(qtbot, tasks, page)
    assert not page.sheet.kept.isVisible()


def test_a_commune_is_set_its_part_of_what_is_asked_of_the_province(page, province, program, qtbot, tasks):
    unit = program.office.unit
    page.communes.go_to(unit)
    rest(qtbot, tasks, page)
    assert row(page, "gratitude_fund")["goal"] == "chưa giao"
    page.assign_button.click()
    dialog = page.findChild(FieldsDialog)
    editor = dialog.fields.editor("gratitude_fund")
    editor.set_typed("64.000.000")
    editor.edited.emit()
    dialog.yes_button.click()
    qtbot.waitUntil(lambda: row(page, "gratitude_fund")["goal"] == "≥ 64 tr")
    rest(qtbot, tasks, page)
    assert province.plans.assigned(unit) == {"gratitude_fund": Decimal(64_000_000)}
    assert row(page, "gratitude_fund")["state"] == "Đạt"
    # What stood there comes back, and goes where it is emptied.
    page.assign_button.click()
    dialog = next(each for each in page.findChildren(FieldsDialog) if each.isVisible())
    editor = dialog.fields.editor("gratitude_fund")
    assert editor.value() == 64_000_000
    editor.set_typed("")
    editor.edited.emit()
    dialog.yes_button.click()
    qtbot.waitUntil(lambda: province.plans.assigned(unit) == {})
    rest(qtbot, tasks, page)
