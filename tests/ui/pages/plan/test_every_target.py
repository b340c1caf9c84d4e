"""Behind each figure of the half-year stand just its people: every target opened in the window, side by side, number by number."""

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.services import invented
from ansinh_desktop.services.plan.rows import counted_by
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.plan.plan_page import PlanPage
from tests.ui.pages.plan.doing import rest
from tests.ui.shown import texts


@pytest.fixture
def page(desk, tasks, show, qtbot):
    """The half-year of a commune with cases in every register."""
    program = Program(desk.vault)
    invented.fill(program, 12)
    made = show(PlanPage(program, tasks))
    made.resize(1160, 700)
    made.refresh()
    rest(qtbot, tasks, made)
    return made


def test_each_figure_of_each_target_opens_those_whom_it_counts(page, qtbot, tasks):
    names = _coded_names(page)
    for target, register in counted_by().items():
        page.sheet.table.select(target)
        rest(qtbot, tasks, page)
        pane, count = page.sheet.pane, page.looked.row(target).count
        assert pane.target == target
        sides = {"inside": count.inside, "unknown": count.unknown, "outside": count.outside}
        assert sum(map(len, sides.values())) == count.whole
        for side, standings in sides.items():
            pane.sides.buttons[side].click()
            shown = pane.people.model_.standings
            assert {each.record.id for each in shown} == {each.record.id for each in standings}
            assert len(shown) == len(standings)
            assert pane.sides.buttons[side].text().rsplit(" ", 1)[1] == str(len(standings))
            assert pane.see.isEnabled() is bool(standings)
            if standings:
                with qtbot.waitSignal(page.list_asked) as asked:
                    pane.see.click()
                assert asked.args[0].register == register
                assert set(asked.args[0].only) == {each.record.id for each in standings}
        if catalog.register(register).by_code:
            said = " ".join(words for words, _ in texts(page))
            assert not [each for each in names[register] if each in said], target


def test_each_bar_of_each_way_of_parting_opens_its_people(page, qtbot, tasks):
    for target in ("special_children_assisted", "monthly_allowance_coverage", "addicts_in_treatment"):
        page.sheet.table.select(target)
        rest(qtbot, tasks, page)
        pane, count = page.sheet.pane, page.looked.row(target).count
        counted = [each for each in count.standings if each.side != "out"]
        for view in [each for each in pane.views.buttons if each not in ("course", "communes")]:
            pane.views.buttons[view].click()
            found = []
            for spot in pane.chart.spots:
                with qtbot.waitSignal(page.list_asked) as asked:
                    pane.chart.pressed.emit(spot.key)
                found += asked.args[0].only
            # Nobody is lost between the bars, and nobody stands in two.
            assert sorted(found) == sorted(each.record.id for each in counted), (target, view)


def _coded_names(page):
    with page._program.vault.reading() as store:
        return {
            code: {str(each.person["full_name"]) for chunk in store.scan.records(code) for each in chunk}
            for code, register in catalog.registers().items()
            if register.by_code
        }
