"""Goes through all that the window can show: every page and its tabs, a case and its form, a person, the dialogs."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QTabWidget, QWidget

from ansinh_desktop.app import Window, make_application, settle
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.pages.case.case_page import CasePage
from ansinh_desktop.ui.pages.payments.payments_page import PaymentsPage
from ansinh_desktop.ui.pages.people.people_page import PeoplePage
from ansinh_desktop.ui.pages.register.register_desk import RegisterDesk
from ansinh_desktop.ui.pages.review.review_page import ReviewPage
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable
from tests.ui import pauses

_ROUNDS = 6


def everything(program: Program, folder: Path, scale: float = 1.0) -> Iterator[tuple[str, QWidget]]:
    """Yield each thing that the window shows, under a name, while it is shown; the program stays open.

    Args:
        program: The open data.
        folder: One without data.
        scale: How large everything is drawn on a screen of 1366 by 768: at 1.25 there is room for 1093 by 614.
    """
    make_application()
    window = Window(folder / "none")
    window.resize(round(1366 / scale), round(768 / scale))
    pages = window.open(program)
    window.show()
    try:
        for key in pages.page_keys():
            pages.go_to(key)
            page = pages.page()
            _settle(window)
            for table in page.findChildren(VirtualTable):
                table.choose_first()
            _settle(window)
            yield key, window
            for name in _tabs(page):
                _settle(window)
                yield f"{key}, {name}", window
            if isinstance(page, PaymentsPage):
                yield from _months(window, key, page)
            if isinstance(page, ReviewPage):
                yield from _found(window, key, page)
            if isinstance(page, RegisterDesk):
                yield from _marked(window, key, page)
                yield from _cases(window, key, page)
            if isinstance(page, PeoplePage):
                yield from _dialogs_of_people(window, page)
        pages.open_undo()
        yield from _dialog(window, "undo")
    finally:
        window.put_away()


def _months(window: Window, key: str, page: PaymentsPage) -> Iterator[tuple[str, QWidget]]:
    for door in ("now", "increase", "adjustment"):
        page.sheet.open_figure(door)
        _settle(window)
        yield f"{key}, {door}", window
    page.sheet.people.look("groups")
    _settle(window)
    yield f"{key}, groups", window
    page.sheet.people.look("hamlets")


def _found(window: Window, key: str, page: ReviewPage) -> Iterator[tuple[str, QWidget]]:
    row = next((each for each in page.shown() if each.field and not each.kept), None)
    if row is None:
        return
    page.desk.inbox.select(row.key)
    _settle(window)
    yield f"{key}, a record", window
    page.desk.open_row(row.key)
    _settle(window)
    yield f"{key}, a record at its field", window
    page.desk.close_record()


def _marked(window: Window, key: str, desk: RegisterDesk) -> Iterator[tuple[str, QWidget]]:
    if desk.marked is None or not desk.list.table.current_key():
        return
    desk.marked.mark_all()
    _settle(window)
    yield f"{key}, marked", window
    marks = desk.list.table.marks
    for code in desk.marked.acts.buttons:
        desk.ask_many(code, marks.keys if marks is not None else [])
        yield from _dialog(window, f"{key}, {code}")
    if marks is not None:
        marks.clear()
    _settle(window)


def _cases(window: Window, key: str, desk: RegisterDesk) -> Iterator[tuple[str, QWidget]]:
    record = desk.list.table.current_key()
    if record:
        desk.open_case(record)
        _settle(window)
        yield f"{key}, case", window
        for case in desk.findChildren(CasePage):
            for name in _tabs(case):
                _settle(window)
                yield f"{key}, case, {name}", window
            why = case.findChild(QPushButton, "why")
            if why is not None and why.isVisible():
                why.click()
                yield from _dialog(window, f"{key}, why")
        desk.edit_case(record)
        _settle(window)
        yield f"{key}, form of a case", window
        desk._on_left()
    desk.new_case()
    _settle(window)
    yield f"{key}, new form", window
    desk._on_left()
    _settle(window)


def _dialogs_of_people(window: Window, page: PeoplePage) -> Iterator[tuple[str, QWidget]]:
    for name, act in (
        ("person", page._edit),
        ("household", page._edit_household),
        ("relation", page._add_relation),
    ):
        act()
        yield from _dialog(window, f"people, {name}")


def _dialog(window: Window, name: str) -> Iterator[tuple[str, QWidget]]:
    _settle(window)
    for each in window.findChildren(QDialog):
        if each.isVisible():
            yield name, each
            each.done(0)
    _settle(window)


def _tabs(page: QWidget) -> Iterator[str]:
    for tabs in page.findChildren(QTabWidget):
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            yield tabs.tabText(place)


def _settle(window: Window) -> None:
    # What grows by itself, a piece in each round, has grown and has its room; what is reckoned by itself is there.
    for _ in range(_ROUNDS):
        pauses.go_on()
        settle(window.tasks)
        QApplication.processEvents()
