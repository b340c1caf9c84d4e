"""A commune, its receiving unit, and pages of both."""

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from ansinh_desktop import app
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from tests.ui.pages.exchange.scene import Scene


@pytest.fixture
def scene(tmp_path):
    made = Scene(tmp_path)
    yield made
    made.close()


@pytest.fixture
def tasks(qapp):
    theme.apply(qapp)
    made = Tasks(lambda message: pytest.fail(str(message)))
    yield made
    assert made.finish(60_000)


@pytest.fixture
def rest(qtbot):
    """Return a function that waits until nothing is done in the background."""

    def rest(tasks):
        app.settle(tasks)

    return rest


@pytest.fixture
def opened(qtbot, tasks, rest):
    """Return a function that shows the page of one side."""

    def opened(kind, program):
        page = kind(program, tasks)
        qtbot.addWidget(page)
        page.resize(1150, 700)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.refresh()
        rest(tasks)
        return page

    return opened


@pytest.fixture
def window(qtbot, tmp_path, rest):
    """Return a function that opens the whole window of a unit, and locks its data at the end."""
    app.make_application()
    made = []

    def window(program):
        shown = app.Window(tmp_path / "none")
        shown.resize(1366, 768)
        shown.open(program)
        with qtbot.waitExposed(shown):
            shown.show()
        rest(shown.tasks)
        made.append(shown)
        return shown

    yield window
    for each in made:
        each.shut()


def said(page):
    """Return what the strip of a page says."""
    return (
        " ".join(each.text() for each in page.banner.findChildren(QLabel)) if page.banner.isVisible() else ""
    )


def dialog(page, name):
    """Return the open dialog of that name."""
    return next(each for each in page.window().findChildren(QDialog, name) if each.isVisible())


def rows(table):
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]
