"""The figures that no register counts: entered by key, from a workbook, with what is wrong said beside the field."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import plan as law_plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.ui.pages.plan.asked_figures import enter
from tests.ui.pages.plan.doing import rest, row
from tests.ui.shown import texts

HALF = Period.of("2026-H2")
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk_of(opened, qtbot, tasks):
    """Return a function that opens the page and, from a target of its table, the fields."""

    def open_figures(target="health_insurance"):
        page = opened()
        page.sheet.table.select(target)
        page.sheet.table.setFocus()
        qtbot.keyClick(page.sheet.table, Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: not tasks.is_busy())
        return page

    return open_figures


def field(page, target, part="numerator", period=HALF):
    return page.figures.lines[target].editors[f"{target}.{part}.{period.code}"]


def put(page, typed, *where):
    editor = field(page, *where)
    editor.set_typed(typed)
    editor.edited.emit()


def values(program, period=HALF):
    return {f"{target}.{part}": each.value for (target, part), each in program.plans.entered(period).items()}


def test_figures_are_typed_and_written_with_their_source(desk_of, program, qtbot, tasks, hands):
    page = desk_of()
    # One comes to the target that was current, with what was entered before.
    assert field(page, "health_insurance").value() == 919
    assert field(page, "health_insurance").control.hasFocus()
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.type("28.204")
    hands.enter()
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.type("30197")
    hands.enter()
    hands.type("Báo cáo 12/BC-BHXH ngày 18/11/2026")
    put(page, "71.000.000 đ", "gratitude_fund")
    hands.press(Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(page.sheet.isVisible)
    rest(qtbot, tasks, page)
    found = values(program)
    assert found["health_insurance.numerator"] == 28204
    assert found["health_insurance.denominator"] == 30197
    assert found["gratitude_fund.numerator"] == 71_000_000
    assert row(page, "health_insurance")["result"] == "93,4 %"
    assert row(page, "gratitude_fund")["result"] == "71 tr"
    page.sheet.table.select("health_insurance")
    assert "Báo cáo 12/BC-BHXH" in page.sheet.pane.note.text()
    assert "Trần Thị Lan" in page.sheet.pane.note.text()


def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_written(desk_of, program, qtbot):
    page = desk_of()
    before = values(program)
    put(page, "1001", "health_insurance")
    put(page, "mười", "gdnn_enrolment")
    put(page, "5", "gdnn_graduates")
    page.figures.lines["gdnn_graduates"].source.set_value("x" * 201)
    page.figures.write_button.click()
    assert page.figures.isVisible()
    said = [text for text, _ in texts(page)]
    for code in ("AS-8005", "AS-2004", "AS-8006"):
        assert any(code in each for each in said), code
    # The cursor stands in the first of them.
    assert field(page, "gdnn_enrolment").control.hasFocus()
    assert values(program) == before
    # Mended, all of it is written.
    put(page, "1000", "health_insurance")
    put(page, "10", "gdnn_enrolment")
    page.figures.lines["gdnn_graduates"].source.set_value("BC 1")
    page.figures.write_button.click()
    qtbot.waitUntil(page.sheet.isVisible)
    assert values(program) == before | {
        "health_insurance.numerator": 1000,
        "gdnn_enrolment.numerator": 10,
        "gdnn_graduates.numerator": 5,
    }


def test_an_empty_field_takes_a_figure_back(desk_of, program, qtbot):
    page = desk_of()
    put(page, "", "health_insurance")
    put(page, "", "health_insurance", "denominator")
    page.figures.write_button.click()
    qtbot.waitUntil(page.sheet.isVisible)
    assert values(program) == {}


def test_yes_and_no_is_said_of_the_commune_itself(desk_of, program, qtbot, tasks):
    page = desk_of("safe_addresses")
    editor = field(page, "safe_addresses")
    assert editor.control.hasFocus()
    qtbot.keyClick(editor.control, Qt.Key.Key_K)
    field(page, "child_friendly_communes").set_typed(True)
    page.figures.write_button.click()
    qtbot.waitUntil(page.sheet.isVisible)
    rest(qtbot, tasks, page)
    assert values(program)["safe_addresses.numerator"] == 0
    assert values(program)["safe_addresses.denominator"] == 1
    assert (row(page, "safe_addresses")["result"], row(page, "child_friendly_communes")["result"]) == (
        "chưa",
        "có",
    )


def test_each_number_is_kept_for_the_days_of_which_it_speaks(desk_of, program, qtbot):
    page = desk_of("child_abuse_reduction")
    put(page, "8", "child_abuse_reduction", "denominator", Period.of("2021-H2"))
    put(page, "1.100", "poverty_reduction", "denominator", Period.of("2026-H1"))
    put(page, "1.120", "poverty_reduction", "denominator", HALF)
    page.figures.write_button.click()
    qtbot.waitUntil(page.sheet.isVisible)
    # Whichever period asks for the base of 2021, it is the one that was entered for it.
    base = {"child_abuse_reduction.denominator": 8}
    assert values(program, Period.of("2021-H2")) == values(program, Period.of("2025-H2")) == base
    assert values(program, Period.of("2026-H1")) == {"poverty_reduction.denominator": 1100}
    assert values(program)["poverty_reduction.denominator"] == 1120


def test_of_figures_for_several_periods_all_are_written_or_none(program):
    sound = FigureInput("poverty_reduction", "denominator", 1100)
    wrong = FigureInput("health_insurance", "numerator", 1001)  # of 1000
    with pytest.raises(UserError, match="AS-8005"):
        enter(program, law_plan.plan_on(HALF.last), {Period.of("2026-H1"): [sound], HALF: [wrong]})
    assert values(program, Period.of("2026-H1")) == {}


def test_a_workbook_fills_the_fields_and_writes_nothing_by_itself(
    desk_of, program, qtbot, tasks, tmp_path, monkeypatch
):
    page = desk_of()
    book = tmp_path / "số liệu.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(book), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(book), ""))
    page.figures.book_button.click()
    qtbot.waitUntil(lambda: book.exists() and not tasks.is_busy())
    sheet = openpyxl.load_workbook(book)
    for line in sheet.active.iter_rows(min_row=4):
        if line[0].value == "rural_clean_water.numerator":
            line[4].value, line[5].value = 940, "BC 7"
        if line[0].value == "rural_clean_water.denominator":
            line[4].value = 1000
        if line[0].value == "child_abuse_reduction.denominator":
            line[4].value = 8
    sheet.save(book)
    before = values(program)
    page.figures.read_button.click()
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert field(page, "rural_clean_water").value() == 940
    assert field(page, "rural_clean_water").is_touched()
    assert field(page, "child_abuse_reduction", "denominator", Period.of("2021-H2")).value() == 8
    assert values(program) == before
    page.figures.write_button.click()
    qtbot.waitUntil(page.sheet.isVisible)
    assert values(program)["rural_clean_water.numerator"] == 940
    assert program.plans.entered(HALF)["rural_clean_water", "numerator"].source == "BC 7"


def test_a_file_of_another_kind_is_refused_in_words(desk_of, program, qtbot, tasks, tmp_path):
    page = desk_of()
    wrong = tmp_path / "khác.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Họ và tên"])
    book.save(wrong)
    page.figures.read_book(wrong)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    assert "khác.xlsx" in page.figures.banner.accessibleName()
    assert values(program) == {"health_insurance.numerator": 919, "health_insurance.denominator": 1000}


def test_esc_leads_back_without_writing(desk_of, program, qtbot, tasks, hands):
    page = desk_of()
    before = values(program)
    hands.type("5")
    hands.press(Qt.Key.Key_Escape)
    assert page.sheet.isVisible()
    rest(qtbot, tasks, page)
    assert values(program) == before
    assert page.sheet.table.current() == "health_insurance"
