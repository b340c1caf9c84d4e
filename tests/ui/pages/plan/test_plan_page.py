"""The plan in the window: every target in one table, who stands behind each, other periods, other ways of counting."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics

from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import officers
from ansinh_desktop.services.office import FirstOfficer
from ansinh_desktop.services.plan import table_file
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.plan.table_file import SharedTable
from ansinh_desktop.services.plan.tables import TableAsked
from ansinh_desktop.services.program import open_data
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.dialogs.many import ManyDialog
from ansinh_desktop.ui.pages.plan.days_dialog import DaysDialog
from ansinh_desktop.ui.pages.plan.plan_page import PlanPage
from ansinh_desktop.ui.pages.plan.standing_list import beside
from ansinh_desktop.ui.pages.plan.switches_dialog import SwitchesDialog
from ansinh_desktop.ui.pages.plan.targets_model import PLACES
from tests.factories import OFFICER, PASSWORD, case, new_vault, person
from tests.registers.factories import CHILDREN
from tests.ui.pages.plan.doing import people, rest, row, shown
from tests.ui.shown import texts

DRUGS = "addicts_in_treatment"
HERS = "trời mưa rơi lộp độp"
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_every_target_stands_there_with_its_figure_and_its_state(opened, program, qtbot):
    page = opened()
    assert page.title.text() == "Kế hoạch 322"
    assert row(page, DRUGS) == {
        "number": "23",
        "title": "Người nghiện tham gia cai nghiện",
        "goal": "≥ 50 %",
        "bar": "",
        "result": "33,3 %",
        "parts": "1/3",
        "state": "Chưa đạt",
    }
    assert row(page, "health_insurance")["result"] == "91,9 %"
    assert row(page, "health_insurance")["state"] == "Chưa đạt"
    assert row(page, "gratitude_fund")["goal"] == "chưa giao"
    # What is only entered, and much of it, is one line at first.
    assert shown(page)[0].startswith("3 chỉ tiêu, nhập theo kỳ: ")
    page.sheet.table.setCurrentIndex(page.sheet.table.model_.index(0, 0))
    page.sheet.table.setFocus()
    qtbot.keyClick(page.sheet.table, Qt.Key.Key_Right)
    assert shown(page)[:3] == ["gdnn_enrolment", "gdnn_female", "gdnn_graduates"]
    qtbot.keyClick(page.sheet.table, Qt.Key.Key_Left)
    assert shown(page)[0].startswith("3 chỉ tiêu")


def test_chips_show_the_targets_of_one_state(opened):
    page = opened()
    assert page.sheet.chips.buttons["all"].text() == "Cả 29"
    page.sheet.chips.buttons["missed"].click()
    assert shown(page) == [DRUGS, "health_insurance"]
    page.sheet.chips.buttons["all"].click()
    assert len(shown(page)) > 20


def test_behind_a_number_stand_its_people_and_why(opened, program, qtbot, tasks):
    page = opened()
    page.sheet.table.select(DRUGS)
    rest(qtbot, tasks, page)
    pane = page.sheet.pane
    assert pane.title.text() == "Người nghiện tham gia cai nghiện"
    assert pane.figure.text() == "33,3 %"
    assert "thiếu 1 người" in pane.verdict.text()
    assert [each.text() for each in pane.sides.buttons.values()] == ["Trong 1", "Chưa rõ 0", "Ngoài 2"]
    assert len(people(page)) == 2
    pane.sides.buttons["inside"].click()
    ((_who, why),) = people(page)
    assert why
    # Enter leads to the people, and from there to the record; Esc back.
    page.sheet.table.setFocus()
    qtbot.keyClick(page.sheet.table, Qt.Key.Key_Return)
    assert pane.people.hasFocus()
    with qtbot.waitSignal(page.case_asked) as asked:
        qtbot.keyClick(pane.people, Qt.Key.Key_Return)
    assert asked.args[1] == "drug_treatment"
    qtbot.keyClick(pane.people, Qt.Key.Key_Escape)
    assert page.sheet.table.hasFocus()
    # The number is a door to just these records.
    with qtbot.waitSignal(page.list_asked) as listed:
        pane.see.click()
    assert listed.args[0].only == (asked.args[0],)
    assert listed.args[0].said == "Chỉ tiêu 23, cuối 2026: trong (1)"


def test_nobody_of_a_register_that_goes_by_codes_is_named(opened, qtbot, tasks):
    page = opened()
    for target in (DRUGS, "health_insurance", DRUGS):
        page.sheet.table.select(target)
        rest(qtbot, tasks, page)
        for side in page.sheet.pane.sides.buttons.values():
            side.click()
            said = " ".join(text for text, _ in texts(page))
            assert not [name for name in ("Danh Cai", "Huỳnh", "Lý Chưa") if name in said]
    assert [who for who, _ in people(page)] == sorted(who for who, _ in people(page))
    assert all(who.startswith("CN-") for who, _ in people(page))
    # Nor told by where they live or when they were born.
    assert {beside(each) for each in page.sheet.pane.people.model_.standings} == {""}
    assert "hamlet" not in page.sheet.pane.views.buttons


def test_each_part_of_the_bar_opens_those_for_whom_it_stands(opened, qtbot, tasks):
    page = opened()
    page.sheet.table.select(DRUGS)
    rest(qtbot, tasks, page)
    pane = page.sheet.pane
    filled, hollow = pane.bar.spots
    assert "33,3 %" in filled.hint
    for spot, side, count in ((filled, "inside", 1), (hollow, "outside", 2)):
        at = QPoint(round(spot.left + spot.width / 2), round(spot.height / 2))
        qtbot.mouseClick(pane.bar, Qt.MouseButton.LeftButton, pos=at)
        assert pane.sides.key() == side
        assert len(people(page)) == count
        assert pane.people.hasFocus()
    # A figure that was entered has nobody behind it.
    page.sheet.table.select("health_insurance")
    rest(qtbot, tasks, page)
    assert pane.bar.focusPolicy() == Qt.FocusPolicy.NoFocus


def managed(program, name, *, draft=False, state="managed", **answers):
    """Let a child stand in the commune's old list."""
    who = person(full_name=name, birth_date="2015-03-04")
    record = program.cases.save(case("children", CHILDREN | answers, person=who, final=False))
    with program.vault.work("danh sách cũ") as store:
        found = store.records.get(record)
        found.draft, found.opened_on = draft, "2024-01-02"
        store.records.set_state(found, state, closed_on=None, reason=None)


def test_support_for_all_who_lack_it_is_written_from_the_target(opened, program, qtbot, tasks):
    for name in ("Danh Một", "Lê Hai"):
        managed(program, name)
    managed(program, "Võ Ba", state="suspected")
    page = opened()
    pane = page.sheet.pane
    page.sheet.table.select("special_children_assisted")
    rest(qtbot, tasks, page)
    assert len(people(page)) == 3
    assert pane.help.text().strip() == "Ghi cho 2…", "who does not count is not helped to count"
    pane.help.click()
    (dialog,) = page.findChildren(ManyDialog)
    assert dialog.fields.values()["on"] == "2026-12-02", "today, for the period is not over"
    dialog.fields.set_stored({"on": "2026-11-05", "support": "medical"})
    dialog.look()
    qtbot.waitUntil(lambda: dialog.preview is not None and not tasks.is_busy())
    assert len(dialog.preview.done) == 2
    with qtbot.waitSignal(dialog.done_well):
        dialog.yes_button.click()
    qtbot.waitUntil(lambda: page.looked.line("special_children_assisted").numerator == 2)
    rest(qtbot, tasks, page)
    assert "đã ghi cho 2 hồ sơ" in " ".join(each for each, _ in texts(page.banner))
    page.sheet.select("special_children_assisted")
    assert pane.help.isHidden(), "nobody is left"
    # Whoever is not counted by their support is not helped from here.
    page.sheet.table.select(DRUGS)
    rest(qtbot, tasks, page)
    assert pane.help.isHidden()


def test_where_there_is_little_height_nothing_of_a_target_lies_over_another(opened, program, qtbot, tasks):
    managed(program, "Danh Một", supports_noted=["tuition"])
    managed(program, "Lê Hai", draft=True)
    page = opened(885, 568)  # what 1366 × 768 at 125 % leaves
    page.sheet.table.select("special_children_assisted")
    rest(qtbot, tasks, page)
    page.sheet.table.opened.emit("special_children_assisted")
    rest(qtbot, tasks, page)
    pane = page.sheet.pane
    shown = [
        each
        for each in (
            pane.title,
            pane.bar,
            pane.note,
            pane.sides,
            pane.people,
            pane.see,
            pane.views,
            pane.chart,
        )
        if each.isVisible()
    ]
    assert pane.people in shown
    tops = [each.mapTo(pane, QPoint(0, 0)).y() for each in shown]
    for each, top, below in zip(shown, tops, tops[1:], strict=False):
        assert top + each.height() <= below + 1, each.objectName()
    assert tops[-1] + 20 < pane.height()
    assert pane.note.text().count("\n") < 2
    assert "Nếu tính là trợ giúp" in pane.note.toolTip()
    assert pane.note.toolTip().count("\n") >= 2
    assert not page.sheet.chips.isVisible(), "there is nothing to choose from"
    page.go_back()
    assert page.sheet.chips.isVisible()


def test_the_parts_of_a_figure_are_doors_too(opened, qtbot, tasks):
    page = opened()
    page.sheet.table.select(DRUGS)
    rest(qtbot, tasks, page)
    page.sheet.pane.views.buttons["sex"].click()
    (spot,) = page.sheet.pane.chart.spots
    assert "1 trong 3" in spot.hint
    with qtbot.waitSignal(page.list_asked) as listed:
        qtbot.mouseClick(page.sheet.pane.chart, Qt.MouseButton.LeftButton, pos=QPoint(20, 8))
    assert len(listed.args[0].only) == 3


def test_earlier_periods_are_drawn_and_opened(opened, qtbot, tasks):
    page = opened()
    page.sheet.table.select("health_insurance")
    rest(qtbot, tasks, page)
    spots = page.sheet.pane.chart.spots
    assert [each.key for each in spots][-2:] == ["2026-H1", "2026-H2"]
    assert spots[-1].hint == "6 tháng cuối năm 2026: 91,9 %"
    page.sheet.pane.chart.setFocus()
    for key in (Qt.Key.Key_Right,) * 5 + (Qt.Key.Key_Return,):
        qtbot.keyClick(page.sheet.pane.chart, key)
    assert page.period.period == Period.of("2026-H1")
    rest(qtbot, tasks, page)
    assert row(page, "health_insurance")["result"] == "nhập…"


def test_another_period_by_keys_kind_and_days(opened, qtbot, tasks, program):
    page = opened()
    assert page.period.period == Period.of("2026-H2")
    page.sheet.table.setFocus()
    qtbot.keyClick(page.sheet.table, Qt.Key.Key_Left, CONTROL)
    assert page.period.period == Period.of("2026-H1")
    rest(qtbot, tasks, page)
    qtbot.keyClick(page.sheet.table, Qt.Key.Key_Right, CONTROL)
    page.period.kinds.buttons["quarter"].click()
    assert page.period.period == Period.of("2026-Q4")
    page.period.kinds.buttons["year"].click()
    rest(qtbot, tasks, page)
    assert page.looked.answer.period == Period.of("2026")
    page.period.kinds.buttons["days"].click()
    dialog = page.findChild(DaysDialog)
    for key, typed in (("first_day", "15/11/2026"), ("last_day", "1/11/2026")):
        dialog.fields.editor(key).set_typed(typed)
    dialog.yes_button.click()
    assert dialog.isVisible()
    assert "Ngày cuối kỳ trước ngày đầu kỳ." in " ".join(text for text, _ in texts(dialog))
    dialog.fields.editor("first_day").set_typed("1/10/2026")
    dialog.yes_button.click()
    rest(qtbot, tasks, page)
    assert page.looked.answer.period == Period.of("2026-10-01..2026-11-01")


def test_counting_in_another_way_counts_anew(opened, qtbot, tasks, program):
    page = opened()
    assert page.sheet.ways.text().endswith("Cách tính: 6 chỗ để mở theo mặc định.")
    page.ask_ways()
    dialog = page.findChild(SwitchesDialog)
    dialog.ways["include_detention", "no"].setChecked(True)
    dialog.yes_button.click()
    rest(qtbot, tasks, page)
    assert program.plans.switched()["include_detention"] == "no"
    assert "Người nghiện đang bị giam giữ: không kể" in page.sheet.ways.text()


def test_where_there_is_little_room_the_target_stands_in_the_place_of_the_table(opened, qtbot, tasks):
    page = opened(845, 560)
    assert page.sheet.table.isVisible()
    assert not page.sheet.pane.isVisible()
    assert not page.period.kinds.isVisible()
    page.sheet.table.select(DRUGS)
    page.sheet.table.setFocus()
    qtbot.keyClick(page.sheet.table, Qt.Key.Key_Return)
    assert page.sheet.pane.isVisible()
    assert not page.sheet.table.isVisible()
    assert page.sheet.pane.people.hasFocus()
    qtbot.keyClick(page.sheet.pane.people, Qt.Key.Key_Escape)
    assert page.sheet.table.isVisible()
    for key in ("title", "result", "parts", "state"):
        assert not page.sheet.table.isColumnHidden(PLACES[key])


def test_nothing_is_reckoned_where_nothing_was_written(opened, qtbot, tasks):
    page = opened()
    before = page.looked
    page.refresh()
    assert not tasks.is_busy()
    assert page.looked is before


def test_without_a_right_to_the_register_its_target_says_nothing(tmp_path, tasks, show, qtbot):
    folder = new_vault(tmp_path / "xã")[0].folder
    with open_data(folder, OFFICER, PASSWORD) as first:
        officers.add(first.vault, FirstOfficer("hoa", "Lê Hoa", HERS), "officer")
        rights = {code: "" if code == "drug_treatment" else "rw" for code in catalog.registers()}
        officers.change(first.vault, "hoa", officers.Post("", "officer", rights))
    with open_data(folder, "hoa", HERS) as program:
        page = show(PlanPage(program, tasks))
        page.refresh()
        rest(qtbot, tasks, page)
        page.sheet.select(DRUGS)
        assert row(page, DRUGS)["state"] == "Không có quyền xem"
        assert row(page, DRUGS)["result"] == "–"
        assert not page.sheet.pane.people.isVisible()
        assert "quyền" in page.sheet.pane.verdict.text()
        # Nor may one print a report: printing is a right of its own.
        assert not page.papers.report.isVisible()


def test_who_may_not_write_helps_nobody_and_opens_no_table_of_what_they_may_not_print(
    tmp_path, tasks, show, qtbot
):
    folder, file = new_vault(tmp_path / "xã")[0].folder, tmp_path / "bảng.agtable"
    shared = SharedTable("Cai nghiện", TableAsked("drug_treatment", "age", "sex"), Period.of("2025"))
    file.write_bytes(table_file.written(shared))
    with open_data(folder, OFFICER, PASSWORD) as first:
        managed(first, "Danh Một")
        officers.add(first.vault, FirstOfficer("hoa", "Lê Hoa", HERS), "officer")
        rights = {
            code: "r" if code in ("drug_treatment", "children") else "rwpx" for code in catalog.registers()
        }
        officers.change(first.vault, "hoa", officers.Post("", "officer", rights))
    with open_data(folder, "hoa", HERS) as program:
        page = show(PlanPage(program, tasks))
        page.refresh()
        rest(qtbot, tasks, page)
        page.sheet.select("special_children_assisted")
        assert row(page, "special_children_assisted")["state"] != "Không có quyền xem"
        assert len(people(page)) == 1
        assert page.sheet.pane.help.isHidden()
        dialog = page.papers.further.ask_table(Period.of("2026-H2"))
        before = dialog.asked()
        dialog.bring(file)
        assert "quyền" in " ".join(each for each, _ in texts(dialog.banner))
        assert (dialog.asked(), dialog.name.text(), dialog.period.period.code) == (before, "", "2026-H2")
        rest(qtbot, tasks, page)  # the data are closed once nothing asks for them


def test_numbers_have_all_the_room_they_need(opened, program, qtbot, tasks):
    many = [
        FigureInput("health_insurance", "numerator", 1_234_567),
        FigureInput("health_insurance", "denominator", 2_345_678),
    ]
    program.plans.enter(Period.of("2026-H2"), many)
    page = opened()
    table = page.sheet.table
    shown = row(page, "health_insurance")["parts"]
    assert shown == "1.234.567/2.345.678"
    small = QFontMetrics(theme.type_font("small"))
    assert table.columnWidth(PLACES["parts"]) >= small.horizontalAdvance(shown) + 8
    assert table.horizontalHeader().length() <= table.viewport().width()
