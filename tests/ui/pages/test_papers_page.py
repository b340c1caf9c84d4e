"""The page of lists: a list of a month is shown for the month that the officer types."""

import datetime
import io

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication

from ansinh_desktop import clock
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.papers_page import PapersPage
from tests import factories

BEGINS_IN_DECEMBER = {
    "social_group": "k6",
    "disability_degree": "severe",
    "decision_no": "12/QĐ-UBND",
    "decision_date": "2026-12-01",
    "start_month": "2026-12",
    "increase_reason": "new",
}


@pytest.fixture(autouse=True)
def _before_the_25th(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 20))


@pytest.fixture
def page(desk, tasks, show):
    for name, start in (("Danh Văn Mới", "2026-12"), ("Danh Văn Cũ", "2026-11")):
        answers = BEGINS_IN_DECEMBER | {"start_month": start, "decision_date": f"{start[:4]}-11-02"}
        record = desk.cases.save(
            factories.case("assistance", answers, person=factories.person(full_name=name), final=False)
        )
        with desk.vault.work("danh sách cũ") as store:
            found = store.records.get(record)
            found.draft = False
            store.records.set_state(found, "paying", closed_on=None, reason=None)
    program = Program(desk.vault)
    made = PapersPage(program.lists, program.access, tasks)
    show(made)
    return made


def shown(page, qtbot):
    qtbot.waitUntil(lambda: not page._said.text().startswith("Đang"))
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(page.preview.content())).pages)
    return " ".join(text.split())


def choose(page, title):
    register = page.choice.topLevelItem(0)
    found = next(
        register.child(row) for row in range(register.childCount()) if register.child(row).text(0) == title
    )
    page.choice.setCurrentItem(found)


def test_the_list_of_the_coming_month_is_typed(page, qtbot):
    choose(page, "Danh sách tăng")
    november = shown(page, qtbot)
    assert "DANH SÁCH TĂNG THÁNG 11/2026" in november
    assert "Danh Văn Cũ" in november
    assert "Danh Văn Mới" not in november
    page.month.line.setFocus()
    page.month.line.selectAll()
    qtbot.keyClicks(page.month.line, "12/2026")
    qtbot.keyClick(page.month.line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: "THÁNG 12/2026" in shown(page, qtbot))
    december = shown(page, qtbot)
    assert "Danh Văn Mới" in december
    assert "Danh Văn Cũ" not in december
    # It is signed today, not on the last day of the month that it speaks of.
    assert "ngày 20 tháng 11 năm 2026" in december


def test_a_list_of_a_day_asks_for_no_month(page, qtbot):
    choose(page, "Danh sách đối tượng hưởng trợ cấp xã hội hằng tháng")
    assert "(Tính đến ngày 20/11/2026)" in shown(page, qtbot)
    assert not page.month.isVisible()


def test_who_is_left_out_is_told_before_printing_and_leads_to_the_record(page, qtbot, desk):
    choose(page, "Danh sách chi trả")
    shown(page, qtbot)
    qtbot.waitUntil(lambda: page._said.text() != "Đang dựng bản in…")
    assert page.left_out.isHidden()
    (row,) = [
        each
        for each in desk.listing.all(ListQuery("assistance"), ["person.full_name"])
        if "Cũ" in each.texts[0]
    ]
    with desk.vault.work("đã mất") as store:
        store.people.save(row.person_id, factories.UNIT, {"death_date": "2026-10-02"})
    page.refresh()
    qtbot.waitUntil(page.left_out.isVisible)
    ((who, _number, why),) = page.left_out.table.texts()
    assert who == "Danh Văn Cũ"
    assert "02/10/2026" in why
    assert "Danh Văn Cũ" not in shown(page, qtbot)
    with qtbot.waitSignal(page.case_asked) as asked:
        qtbot.keyClick(page.left_out.table, Qt.Key.Key_Return)
    assert asked.args == [row.record_id, "assistance"]


@pytest.mark.parametrize("width", [700, 1200])
def test_no_title_of_a_list_is_cut(page, width, qtbot):
    page.resize(width, 600)
    tree = page.choice
    qtbot.waitUntil(lambda: tree.viewport().width() > 0 and not tree.isHidden())
    QApplication.processEvents()
    lines = set()
    for group in range(tree.topLevelItemCount()):
        heading = tree.topLevelItem(group)
        assert heading is not None
        for place in range(heading.childCount()):
            item = heading.child(place)
            assert item is not None
            room = tree.visualItemRect(item)
            needed = tree.fontMetrics().boundingRect(
                QRect(0, 0, room.width() - 8, 1 << 16), int(Qt.TextFlag.TextWordWrap), item.text(0)
            )
            assert needed.height() <= room.height(), item.text(0)
            lines.add(room.height())
    assert len(lines) > 1, "some go on in a second line"
