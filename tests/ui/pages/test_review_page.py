"""The page of the review: a month is typed, what is wrong is listed with its reason, one key from the record."""

import datetime

import openpyxl
import pytest
from PySide6.QtCore import Qt

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.many import ManyDialog
from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from ansinh_desktop.ui.dialogs.why import WhyDialog
from ansinh_desktop.ui.pages.review.review_page import ReviewPage
from tests import factories

LISTED = {
    "social_group": "k6",
    "disability_degree": "severe",
    "decision_no": "1/QĐ",
    "decision_date": "2022-01-10",
    "start_month": "2022-01",
    "recorded_month": "2022-06",
    "recorded_coefficient": "2.0",
    "recorded_amount": 720_000,
    "payment_method": "cash",
}


@pytest.fixture(autouse=True)
def _this_morning(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 20))


@pytest.fixture
def record(desk):
    made = desk.cases.save(factories.case("assistance", LISTED, final=False))
    with desk.vault.work("danh sách cũ") as store:
        found = store.records.get(made)
        found.draft = False
        store.records.set_state(found, "paying", closed_on=None, reason=None)
    return made


@pytest.fixture
def page(desk, tasks, record, show):
    return show(ReviewPage(Program(desk.vault), tasks))


@pytest.fixture
def reviewed(page, qtbot):
    def review(month):
        page.found = None
        page.month.set_value(month)
        page.review()
        qtbot.waitUntil(lambda: page.found is not None)
        return page

    return review


def test_an_amount_of_its_month_is_right_and_needs_a_change_after_the_law_has_changed(reviewed):
    assert reviewed("2022-06").shown() == []
    assert page_words(reviewed("2022-06")) == "Không thấy điều gì sai"
    (row,) = reviewed("2026-11").shown()
    assert (row.recorded, row.expected) == ("720.000", "1.080.000")
    assert reviewed("2026-11").said.text() == "Ngày 20/11/2026: 0 lỗi, 1 cảnh báo ở 1/1 hồ sơ"


def page_words(page):
    return page._empty._title.text()


def test_a_month_is_typed_and_enter_begins(page, hands, qtbot):
    page.month.line.setFocus()
    page.month.line.selectAll()
    hands.type("10/2026")
    hands.enter()
    qtbot.waitUntil(lambda: page.found is not None)
    assert page.found.on == datetime.date(2026, 10, 31)


def test_without_a_month_nothing_begins(page):
    page.month.set_value(None)
    assert page.review() is None
    assert page.banner.isVisible()


def test_a_line_opens_its_record_and_its_reasons(reviewed, record, qtbot):
    page = reviewed("2026-11")
    assert page.table.current_key() == page.shown()[0].key
    assert page.focusWidget() is page.table.view
    with qtbot.waitSignal(page.case_asked) as asked:
        qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert asked.args == [record, "assistance"]
    page.why_button.click()
    qtbot.waitUntil(lambda: any(each.found for each in page.findChildren(WhyDialog)))
    (dialog,) = page.findChildren(WhyDialog)
    assert dialog.title.text() == "Tháng 11/2026: trợ cấp xã hội 1.080.000 đồng"
    dialog.close()


def test_equal_findings_are_settled_by_one_act(reviewed, record, qtbot, tasks):
    page = reviewed("2026-11")
    assert page.many_button.text().strip() == "Điều chỉnh mức: 1 hồ sơ…"
    page.many_button.click()
    (dialog,) = page.findChildren(ManyDialog)
    assert dialog.fields.values() == {"month": "2026-11"}
    for key, value in {"decision_no": "15/QĐ-UBND", "on": "2026-11-18"}.items():
        dialog.fields.set_answer(key, value)
    qtbot.waitUntil(lambda: dialog.preview is not None)
    assert [(each.before, each.after) for each in dialog.preview.done] == [("720.000", "1.080.000")]
    page.found = None
    dialog.yes_button.click()
    qtbot.waitUntil(lambda: page.found is not None and not tasks.is_busy())
    assert page.shown() == []  # reviewed again by itself
    assert page.banner.accessibleName() == "Điều chỉnh mức: đã ghi cho 1 hồ sơ."
    assert not page.many_button.isVisible()


def test_the_list_is_narrowed(reviewed):
    page = reviewed("2026-11")
    page.filters.set_value({"category": ["overdue"]})
    page.filters.changed.emit()
    assert page.shown() == []
    page.filters.set_value({"category": ["amount"], "hamlet": ["Vĩnh Thạnh"], "level": ["warning"]})
    page.filters.changed.emit()
    assert len(page.shown()) == 1


def test_the_list_goes_to_a_workbook_and_to_paper(reviewed, tmp_path, qtbot):
    page = reviewed("2026-11")
    target = tmp_path / "ra-soat.xlsx"
    page.write(target)
    qtbot.waitUntil(target.exists)
    sheet = openpyxl.load_workbook(target).active
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert "1.080.000" in cells
    assert any("Theo quy định của ngày 20/11/2026" in each for each in cells)
    page.print_button.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(PreviewDialog)))
    (dialog,) = page.findChildren(PreviewDialog)
    assert dialog.preview.page_count() == 1
    dialog.close()


def test_a_review_that_is_stopped_says_so(page, qtbot):
    page.month.set_value("2026-11")
    task = page.review()
    task.cancel()
    with qtbot.waitSignal(task.ended):
        pass
    assert page.run_button.isEnabled()
