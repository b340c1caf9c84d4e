"""The whole window of the program over a data folder, as an officer has it: shown, active, at rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import shiboken6
from pytestqt.qtbot import QtBot

from ansinh_desktop import app
from ansinh_desktop.app import Window
from ansinh_desktop.services.program import Program


@contextmanager
def whole_window(qtbot: QtBot, program: Program, folder: Path) -> Iterator[Window]:
    """Open the window, and shut it at the end; the program is locked with it.

    Args:
        qtbot: What waits.
        program: The data.
        folder: What the window would open by itself.
    """
    app.make_application()
    window = Window(folder)
    window.resize(1366, 768)
    window.open(program)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    app.settle(window.tasks)
    try:
        yield window
    finally:
        window.shut()
        # At once: nothing of it asks anything more.
        shiboken6.delete(window)
