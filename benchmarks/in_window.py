"""Runs the real window on a data folder, unlocks it as an officer does, and says what was seen: for ``window.py``."""

import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from ansinh_desktop import __main__ as command
from ansinh_desktop.paths import DATABASE, KEY_FILE
from ansinh_desktop.services.invented import PASSWORD

app = command._load_window()

from PySide6.QtCore import QTimer  # noqa: E402 - after the program has loaded it
from PySide6.QtWidgets import QPushButton  # noqa: E402
from sqlalchemy import event  # noqa: E402

from ansinh_desktop.crypto import keys  # noqa: E402
from ansinh_desktop.db import cipher  # noqa: E402
from ansinh_desktop.services.program import Program  # noqa: E402
from benchmarks.measuring import resident  # noqa: E402

_LIST = "register:assistance"
_IDLE_MS = 5000
_TYPED_MS = 1500
"""Nobody types a password faster; what opens the data is loaded meanwhile."""
_OF_THE_LIST = ("ORDER BY person.sort_key", 'WHERE record."row" IN (?')
Asked: TypeAlias = list[tuple[str, Any]]


def main() -> None:
    """Unlock, show the first list, and print what was measured as JSON."""
    folder, act = Path(sys.argv[1]), sys.argv[2]
    qt = app.make_application()
    window = app.Window(folder)
    window.resize(1366, 768)
    window.showMaximized()
    said: dict[str, float] = {}
    began: list[tuple[float, float]] = []
    asked: Asked = []

    def begin_to_type() -> None:
        lock = window.centralWidget()
        lock.password.set_value(PASSWORD)
        lock.password.edited.emit()
        QTimer.singleShot(_TYPED_MS, unlock)

    def unlock() -> None:
        lock = window.centralWidget()
        lock.unlocked.connect(show)
        began.append((time.perf_counter(), time.process_time()))
        lock.findChild(QPushButton, "open").click()

    def show(program: Program) -> None:
        _listen(program, asked)
        table = window.pages.go_to(_LIST).list.table
        _until(lambda: _painted(table), listed)

    def listed() -> None:
        clock, processor = began[0]
        said.update(clock=time.perf_counter() - clock, processor=time.process_time() - processor)
        QTimer.singleShot(_IDLE_MS if act == "idle" else 0, end)

    def end() -> None:
        said["memory"] = resident()
        qt.exit()

    QTimer.singleShot(300, begin_to_type)
    qt.exec()
    window.shut()
    said.update(_alone(folder, asked))
    sys.stdout.write(json.dumps(said))


def _painted(table: Any) -> bool:
    """Whether the first row stands on the screen; what is ready is painted now."""
    model = table.model
    if not model.rowCount() or model.row(0) is None:
        return False
    table.view.viewport().repaint()
    return True


def _until(ready: Callable[[], bool], then: Callable[[], None]) -> None:
    if ready():
        then()
    else:
        QTimer.singleShot(1, lambda: _until(ready, then))


def _listen(program: Program, asked: Asked) -> None:
    """Remember the two questions of the first list: which rows in which order, and the first of them whole.

    What is asked afterwards, for the sum at its foot, the officer does not wait for.
    """
    left = [*_OF_THE_LIST]

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        wanted = next((each for each in left if each in statement), None)
        if wanted is not None:
            left.remove(wanted)
            asked.append((statement, given))

    event.listen(program.vault._engine, "before_cursor_execute", note)


def _alone(folder: Path, asked: Asked) -> dict[str, float]:
    """Return how long the password's key takes, slow on purpose, and then the list's questions in the bare engine."""
    clock, processor = time.perf_counter(), time.process_time()
    key = keys.unlock(folder / KEY_FILE, "lan", PASSWORD)
    with contextlib.closing(cipher.connect(folder / DATABASE, key)) as raw:
        for statement, given in asked:
            raw.execute(statement, given).fetchall()
    alone = {"alone_clock": time.perf_counter() - clock, "alone_processor": time.process_time() - processor}
    keys.wipe(key)
    if len(asked) != len(_OF_THE_LIST):
        raise RuntimeError("the first list asked otherwise than is measured")
    return alone


if __name__ == "__main__":
    main()
