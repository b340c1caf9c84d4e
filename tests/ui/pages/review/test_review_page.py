"""The page of the review: reckoned by itself, equal findings in one line, the list on paper and in a workbook."""

import datetime

import openpyxl
import pytest
from PySide6.QtCore import Qt

from ansinh_desktop.ui.dialogs.many import ManyDialog
from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from ansinh_desktop.ui.dialogs.why import WhyDialog
from ansinh_desktop.ui.reviewing import Reviewing
from tests.ui.pages.review.conftest import child, paid


@pytest.fixture
def record(program):
    return paid(program)


@pytest.fixture
def reviewed(record, opened, rest):
    page = opened()

    def review(month):
        page.month.edit.set_value(month)
        page.month._take()
        rest()
        return page

    return review


def test_an_amount_of_its_month_is_right_and_needs_a_change_after_the_law_has_changed(reviewed):
    page = reviewed("2022-06")
    assert page.shown() == []
    assert page._empty._title.text() == "Không thấy điều gì sai"
    (row,) = reviewed("2026-11").shown()
    assert (row.recorded, row.expected) == ("720.000", "1.080.000")
    assert page.found.on == datetime.date(2026, 11, 20)  # this month: by the law of today
    assert "1 hồ sơ" in page.said.text()
    assert [each.text().strip() for each in page.levels.buttons.values()] == [
        "Tất cả 1", "Lỗi 0", "Cảnh báo 1"
    ]  # fmt: skip
    assert reviewed("2026-10").found.on == datetime.date(2026, 10, 31)


def test_it_is_reviewed_by_itself_and_anew_once_something_was_written(program, record, opened, rest):
    page = opened()
    assert len(page.shown()) == 1  # nobody asked for it
    first = page.found
    page.refresh()
    rest()
    assert page.found is first  # nothing was written
    paid(program, "Lê Văn Hai")
    page.refresh()
    rest()
    assert len(page.shown()) == 2
    assert "Rà soát lại" in page.run_button.text()
    page.run_button.click()
    assert page.run_button.text().strip() == "Dừng"
    page.run_button.click()
    rest()
    assert "Đã dừng rà soát" in page.banner.accessibleName()
    assert "Rà soát lại" in page.run_button.text()


def test_a_review_behind_the_window_lets_everything_else_go_between(program, tasks, record, qtbot, rest):
    child(program, "Danh Bé")
    reviewing, order = Reviewing(program, tasks, tasks), []
    reviewing.stepped.connect(lambda step: order.append(step.done))
    reviewing.begin()
    qtbot.waitUntil(lambda: bool(order))
    tasks.run(lambda: order.append("một câu hỏi"))
    rest()
    assert order.index("một câu hỏi") < len(order) - 1  # it did not wait for the end
    assert order[-1] == 2
    assert not reviewing.running
    assert reviewing.is_fresh(datetime.date(2026, 11, 20))
    assert not reviewing.is_fresh(datetime.date(2026, 10, 31))
    program.cases.save_reason = None
    paid(program, "Lê Văn Hai")
    assert not reviewing.is_fresh(datetime.date(2026, 11, 20))


def test_equal_findings_stand_in_one_line_those_of_most_money_first(program, opened):
    for name in ("Danh Bé", "Danh Út"):
        child(program, name)
    paid(program)
    paid(program, "Lê Văn Hai", recorded_amount=540_000, recorded_coefficient="1.5")
    page = opened()
    groups = page.desk.inbox.groups()
    assert groups[0].title == "Mức đã ghi khác mức theo quy định"
    assert "+900.000 đồng/tháng" in groups[0].said
    assert [(row.who, row.text) for row in groups[0].rows] == [
        ("Lê Văn Hai", "540.000 → 1.080.000"),
        ("Nguyễn Thị Hòa", "720.000 → 1.080.000"),
    ]
    assert groups[0].act == "Điều chỉnh mức: 2…"
    assert "quyết định" in page.desk.pane.words.text()
    care = next(each for each in groups if each.title == "Chưa ghi hình thức chăm sóc trẻ")
    assert care.act == "Ghi chung: 2…"


def test_the_list_is_narrowed_by_level_and_place_and_kind(program, record, opened):
    child(program, "Danh Bé")
    page = opened()
    every = len(page.shown())
    page.filters.set_value({"category": ["overdue"]})
    page.filters.changed.emit()
    assert page.shown() == []
    page.filters.set_value({"category": ["amount"], "hamlet": ["Vĩnh Thạnh"]})
    page.filters.changed.emit()
    assert len(page.shown()) == 1
    page.filters.set_value({})
    page.filters.changed.emit()
    page.levels.buttons["error"].click()
    assert page.shown() == []
    page.levels.buttons["all"].click()
    assert len(page.shown()) == every > 1
    page.show_only("amount")
    assert {each.category for each in page.shown()} == {"amount"}


def test_why_the_law_says_so_is_one_button_away(reviewed, record, qtbot):
    page = reviewed("2026-11")
    page.desk.inbox.select(page.shown()[0].key)
    page.desk.pane.why_button.click()
    qtbot.waitUntil(lambda: any(each.found for each in page.findChildren(WhyDialog)))
    (dialog,) = page.findChildren(WhyDialog)
    assert dialog.title.text() == "Tháng 11/2026: trợ cấp xã hội 1.080.000 đồng"
    dialog.close()


def test_the_button_of_a_line_settles_all_of_it_by_one_act(program, record, opened, hands, qtbot, rest):
    page = opened()
    (button,) = [made for key, made in page.desk.inbox.buttons.items() if "AS-2219" in key]
    button.click()
    (dialog,) = page.findChildren(ManyDialog)
    rest()
    assert dialog.fields.values()["month"] == "2026-11"
    assert hands.where() == "decision_no"  # what is known already is not asked again
    hands.type("15/QĐ-UBND")
    qtbot.waitUntil(lambda: dialog.preview is not None)
    assert [(each.before, each.after) for each in dialog.preview.done] == [("720.000", "1.080.000")]
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest()
    assert page.shown() == []  # reviewed again by itself
    assert page.banner.accessibleName() == "Điều chỉnh mức: đã ghi cho 1 hồ sơ."
    assert page.desk.done.said.text() == "Đã xem xong 1 trên 1 điều tìm thấy của tháng này"


def test_the_list_goes_to_a_workbook_and_to_paper(reviewed, tmp_path, qtbot):
    page = reviewed("2026-11")
    target = tmp_path / "ra-soat.xlsx"
    page.papers.write(target)
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
