"""F1 on every page of the window: it opens at words about that page."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ansinh_desktop import paths
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import office
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.help.book import START
from ansinh_desktop.ui.help.contents import help_book
from ansinh_desktop.ui.help.pane import HelpPane
from ansinh_desktop.ui.main_window import MainWindow
from ansinh_desktop.ui.pages.importing.import_page import ImportPage
from ansinh_desktop.ui.widgets.field_row import help_anchor


@pytest.fixture
def window(desk, tasks, qtbot) -> Callable[[], MainWindow]:
    """Return a function that opens the window on the data."""

    def open_window() -> MainWindow:
        made = MainWindow(Program(desk.vault), tasks)
        qtbot.addWidget(made)
        made.resize(1366, 768)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return open_window


@pytest.fixture(scope="module")
def book():
    return help_book(paths.resources() / "help")


def anchors_of(page: QWidget) -> set[str]:
    found = {help_anchor(page)} | {help_anchor(each) for each in page.findChildren(QWidget)}
    return found - {""}


def settled(window, qtbot) -> None:
    qtbot.waitUntil(lambda: not window._tasks.is_busy())


@pytest.mark.parametrize("receives", [False, True])
def test_every_page_has_its_place_in_the_help(window, desk, book, qtbot, receives):
    if receives:
        office.change(desk.vault, replace(office.office(desk.vault), level="province"))
    opened = window()
    for key in opened.page_keys():
        page = opened.go_to(key)
        settled(opened, qtbot)
        assert help_anchor(page), key
        for anchor in anchors_of(page):
            found = book.find(anchor)
            assert found is not None, f"{key}: {anchor}"
            assert found.page != START, f"{key}: {anchor}"


def test_f1_opens_the_help_of_the_page_and_of_the_field(window, qtbot):
    opened = window()
    opened.go_to("exchange")
    settled(opened, qtbot)
    qtbot.keyClick(opened.page(), Qt.Key.Key_F1)
    pane = opened.findChild(HelpPane)
    assert pane.isVisible()
    assert pane.current().anchor == "gui-nhan"
    desk_page = opened.go_to("register:assistance")
    desk_page.new_case()
    settled(opened, qtbot)
    form = desk_page.form
    form.fields.editor("social_group").control.setFocus()
    qtbot.keyClick(form.fields.editor("social_group").control, Qt.Key.Key_F1)
    assert pane.current().anchor == "assistance.social_group"


def test_the_form_of_every_register_leads_to_its_fields(window, book, qtbot):
    opened = window()
    for code in catalog.registers():
        page = opened.go_to(f"register:{code}")
        page.new_case()
        settled(opened, qtbot)
        fields = {each for each in anchors_of(page.form) if each.startswith(f"{code}.")}
        assert fields
        assert all(book.find(each).anchor == each for each in fields)


def test_bringing_a_list_in_is_explained(desk, tasks, qtbot, book):
    program = Program(desk.vault)
    page = ImportPage(program.importing, "assistance", tasks)
    qtbot.addWidget(page)
    assert book.find(help_anchor(page)).page == "nhap-excel"
