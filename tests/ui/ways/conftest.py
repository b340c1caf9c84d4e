"""The window of a commune, with two children in it and somebody who gets assistance."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from ansinh_desktop import app
from ansinh_desktop.app import Window
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.main_window import MainWindow
from tests.factories import new_vault, orphan
from tests.ui.office import hands
from tests.ui.whole_window import whole_window

__all__ = ["hands"]

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, tmp_path) -> Iterator[Window]:
    with whole_window(qtbot, Program(new_vault(tmp_path / "dữ liệu")[0]), tmp_path / "none") as made:
        yield made


@pytest.fixture
def pages(window) -> MainWindow:
    return window.pages


@pytest.fixture
def record(window) -> str:
    return window._program.cases.save(orphan())


@pytest.fixture
def rest(window):
    """Return what waits until the window is at rest."""
    return lambda: app.settle(window.tasks)
