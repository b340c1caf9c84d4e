"""«Tại sao?» opens over a case: the steps with their articles, another month by an arrow or by typing."""

import datetime

import pytest
from PySide6.QtCore import Qt

from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.why import why
from tests import factories
from tests.ui.office import desk, hands, said, show, tasks

__all__ = ["desk", "hands", "said", "show", "tasks"]

NOVEMBER = datetime.date(2026, 11, 23)


@pytest.fixture
def open_why(desk, tasks, qtbot, show):
    from PySide6.QtWidgets import QWidget  # noqa: PLC0415

    window = show(QWidget())

    def opened(record, on=NOVEMBER):
        dialog = why(Program(desk.vault), record, on, tasks=tasks, parent=window)
        qtbot.waitUntil(lambda: dialog.found is not None)
        return dialog

    return opened


@pytest.fixture
def paid(desk):
    record = desk.cases.save(factories.case("assistance", factories.DECIDED))
    for state in ("received", "appraising", "approved"):
        desk.cases.move(record, state, "2026-11-20")
    return record


def test_each_step_stands_with_its_article(open_why, paid):
    dialog = open_why(paid)
    assert dialog.title.text() == "Tháng 11/2026: trợ cấp xã hội 1.080.000 đồng"
    assert "Nguyễn Thị Hòa" in dialog.said.text()
    words = "\n".join(dialog.lines())
    assert "Mức chuẩn trợ giúp xã hội: 540.000 đồng." in words
    assert "NĐ 335/2026 Điều 4" in words
    assert "Dữ liệu pháp luật: quy định trợ giúp xã hội, bản 1/" in words


def test_what_was_kept_with_the_decision_stands_beneath(open_why, paid):
    words = "\n".join(open_why(paid).lines())
    assert "Đã lưu khi quyết định, ngày 20/11/2026, lan" in words
    assert "cùng kết quả" in words


def test_another_month_is_one_arrow_away(open_why, paid, qtbot):
    dialog = open_why(paid, datetime.date(2026, 10, 31))
    qtbot.mouseClick(dialog._back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Tháng 09/2026" in dialog.title.text())
    assert dialog._month.value() == "2026-09"
    qtbot.mouseClick(dialog._next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Tháng 10/2026" in dialog.title.text())


def test_a_month_may_be_typed(open_why, paid, hands, qtbot):
    dialog = open_why(paid)
    dialog._month.line.setFocus()
    dialog._month.line.selectAll()
    hands.type("6/2022")
    hands.enter()
    qtbot.waitUntil(lambda: dialog.title.text() == "Tháng 06/2022: trợ cấp xã hội 720.000 đồng")


def test_a_term_is_asked_by_its_day(open_why, desk, qtbot):
    record = desk.cases.save(
        factories.case(
            "drug_treatment",
            {
                "population": "illicit_user",
                "has_file": True,
                "user_decision_no": "1/QĐ",
                "user_decision_date": "2026-03-01",
            },
        )
    )
    dialog = open_why(record)
    assert not dialog.by_month
    assert "đến hết ngày 01/03/2027" in dialog.title.text()
    assert dialog.said.text().startswith("CN-")
    qtbot.mouseClick(dialog._next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.found.on == datetime.date(2026, 11, 24))


def test_a_record_that_says_too_little_says_so(open_why, desk):
    record = desk.cases.save(factories.case("assistance", {}, person=factories.person(), final=False))
    dialog = open_why(record)
    assert dialog.title.text() == "Chưa đủ dữ liệu để trả lời"
    assert any("luật hỏi" in each for each in dialog.lines())
