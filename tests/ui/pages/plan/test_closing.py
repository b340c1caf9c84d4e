"""A period closed in the window: what it said stays, and what is otherwise since is told; its report on paper."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.figures import FigureInput
from tests.ui.pages.payments.doing import answer, preview
from tests.ui.pages.plan.doing import rest, row

FIRST = Period.of("2026-H1")
DRUGS = "addicts_in_treatment"


@pytest.fixture
def first_half(opened, program, qtbot, tasks):
    """The page at a period that is over, with a figure."""
    program.plans.enter(
        FIRST,
        [
            FigureInput("health_insurance", "numerator", 93),
            FigureInput("health_insurance", "denominator", 100),
        ],
    )
    page = opened()
    assert not page.close_button.isEnabled()
    assert "chốt được từ 01/01/2027" in page.sheet.ways.text()
    page.period.step(-1)
    rest(qtbot, tasks, page)
    return page


def close(page, qtbot, tasks):
    asked = answer(button="Chốt kỳ")
    page.close_button.click()
    qtbot.waitUntil(lambda: page.looked.closed is not None)
    rest(qtbot, tasks, page)
    return asked


def test_closing_is_agreed_to_and_then_the_figures_stay(first_half, program, qtbot, tasks):
    page = first_half
    answer(button="Để sau")
    page.close_button.click()
    rest(qtbot, tasks, page)
    assert program.plans.closed(FIRST) is None
    close(page, qtbot, tasks)
    assert page.sheet.kept.isVisible()
    assert "bởi Trần Thị Lan" in page.sheet.kept.text()
    assert not page.close_button.isEnabled()
    assert row(page, "health_insurance")["result"] == "93,0 %"
    # A figure entered later changes nothing of what was closed, and is told.
    program.plans.enter(FIRST, [FigureInput("health_insurance", "numerator", 94)])
    page.refresh()
    rest(qtbot, tasks, page)
    assert row(page, "health_insurance")["result"] == "93,0 %"
    assert "1 chỉ tiêu nay đã khác" in page.sheet.kept.text()
    page.sheet.select("health_insurance")
    assert page.sheet.pane.moved.text() == "Lúc chốt 93/100, nay 94/100."
    page.sheet.select("rural_clean_water")
    assert not page.sheet.pane.moved.isVisible()


def test_whoever_moved_since_is_shown_by_number_where_the_register_goes_by_codes(
    first_half, program, qtbot, tasks
):
    page = first_half
    close(page, qtbot, tasks)
    with program.vault.work("sửa") as store:
        record = next(
            each
            for each in next(store.scan.records("drug_treatment"))
            if "treatment_form" not in each.answers
        )
        found = store.records.get(record.id)
        found.opened_on = "2026-01-02"
        found.answers = {**found.answers, "treatment_form": "methadone", "treatment_from": "2026-02-01"}
    page.refresh()
    rest(qtbot, tasks, page)
    page.sheet.select(DRUGS)
    said = page.sheet.pane.moved.text()
    assert record.number in said
    assert "Cai" not in said


def test_the_report_is_shown_and_saved(first_half, qtbot, tasks, tmp_path, monkeypatch):
    page = first_half
    page.sheet.table.setFocus()
    qtbot.keyClick(page.sheet.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    title, words = preview(page, qtbot)
    assert "6 tháng đầu năm 2026" in title
    assert "KẾT QUẢ THỰC HIỆN KẾ HOẠCH" in words
    assert "Số tạm tính" in words
    acts = {act.text(): act for act in page.papers.menu().actions()}
    for title, suffix in {"Lưu PDF…": ".pdf", "Lưu Word…": ".docx", "Lưu Excel…": ".xlsx"}.items():
        target = tmp_path / f"báo cáo{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, target=target: (str(target), ""))
        acts[title].trigger()
        qtbot.waitUntil(lambda: not tasks.is_busy())
        assert target.stat().st_size > 1000
