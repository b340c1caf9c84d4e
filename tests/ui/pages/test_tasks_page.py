"""The page of what is to be done: grouped, filtered, opening the case, printed; the badge says how much is overdue."""

import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from ansinh_desktop.ui.main_window import MainWindow
from ansinh_desktop.ui.pages.tasks_page import TasksPage
from tests import factories

ABUSED = {"received_at": "2026-11-19T15:00"}
DOSSIER = {"social_group": "k6", "disability_degree": "severe", "received_on": "2026-11-16"}
CHILD = factories.person(full_name="Neáng Phượng", birth_date="2015-03-05", hamlet="Hòa Phú")


@pytest.fixture(autouse=True)
def _this_morning(monkeypatch):
    moment = datetime.datetime(2026, 11, 20, 8, 0).astimezone(datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 20))


@pytest.fixture
def program(desk):
    return Program(desk.vault)


@pytest.fixture
def records(desk):
    child = desk.cases.save(factories.case("child_abuse", ABUSED, person=CHILD, final=False))
    return child, desk.cases.save(factories.case("assistance", DOSSIER))


@pytest.fixture
def page(program, tasks, records, show, qtbot):
    made = TasksPage(program, tasks)
    show(made)
    with qtbot.waitSignal(made.counted):
        made.refresh()
    return made


def titles(page):
    model = page.table.model
    return [model.index(place, 0).data() for place in range(model.rowCount())]


def test_overdue_stands_first_and_the_number_is_told(page, qtbot):
    assert [title.partition(" (")[0] for title in titles(page)] == [
        "Quá hạn",
        "Đến hạn trong 7 ngày",
        "Về sau",
    ]
    assert page.said.text().startswith("1 quá hạn · ")
    with qtbot.waitSignal(page.counted) as counted:
        page.refresh()
    assert counted.args == [1]


def test_a_line_opens_its_case(page, records, qtbot):
    line = next(each for each in page.shown() if each.task == "sa_total_2026")
    page.table.select(line.key)
    with qtbot.waitSignal(page.case_asked) as asked:
        qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert asked.args == [records[1], "assistance", line.key]


def test_a_step_of_the_calendar_opens_nothing(page, qtbot):
    line = next(each for each in page.shown() if not each.record_id)
    with qtbot.assertNotEmitted(page.case_asked):
        page.table.opened.emit(line.key)


def test_the_list_is_narrowed_by_register(page):
    page.filters.set_value({"register": ["child_abuse"]})
    page.filters.changed.emit()
    assert {each.register for each in page.shown()} == {"child_abuse"}
    page.filters.set_value({"hamlet": ["Vĩnh Thạnh"]})
    page.filters.changed.emit()
    assert {each.task for each in page.shown()} == {"sa_total_2026"}


def test_the_printed_list_says_what_the_page_says(page, program, tmp_path, qtbot):
    target: Path = tmp_path / "viec.pdf"
    page.write(page.shown(), target)
    qtbot.waitUntil(target.exists)
    words = " ".join("".join(each.extract_text() for each in PdfReader(target).pages).split())
    assert "VIỆC CẦN LÀM" in words
    assert "Quá hạn: 1 việc" in words
    assert "LƯU HÀNH NỘI BỘ" in words
    assert "Neáng Phượng" not in words
    with program.vault.reading() as store:
        assert "print" in {each.act for each in store.log.of("VIỆC CẦN LÀM")}


def test_the_preview_shows_the_pages(page, qtbot):
    page.print_button.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(PreviewDialog)))
    (dialog,) = page.findChildren(PreviewDialog)
    assert dialog.preview.page_count() >= 1
    dialog.close()


def test_the_badge_says_at_the_start_how_much_is_overdue(program, tasks, records, qtbot):
    window = MainWindow(program, tasks)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: "1 việc quá hạn" in window.navigation.words("tasks"))
    page = window.go_to("tasks")
    qtbot.waitUntil(lambda: bool(page.shown()))
    page.table.select(next(each.key for each in page.shown() if each.record_id == records[1]))
    page.table._open(page.table.view.currentIndex())
    qtbot.waitUntil(lambda: window.navigation.current_key() == "register:assistance")
