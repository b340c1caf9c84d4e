"""Runs the real window on a data folder, unlocks it as an officer does, and says what was seen: for ``window.py``."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ansinh_desktop import __main__ as command
from ansinh_desktop.paths import KEY_FILE
from ansinh_desktop.services.invented import PASSWORD

app = command._load_window()

from PySide6.QtCore import QTimer  # noqa: E402 - after the program has loaded it
from PySide6.QtWidgets import QPushButton  # noqa: E402

_LIST = "register:assistance"
_IDLE_MS = 5000


def main() -> None:
    """Unlock, show the first list, and print what was measured as JSON."""
    folder, act = Path(sys.argv[1]), sys.argv[2]
    qt = app.make_application()
    window = app.Window(folder)
    window.resize(1366, 768)
    window.showMaximized()
    said: dict[str, float] = {}
    began: list[tuple[float, float]] = []

    def unlock() -> None:
        lock = window.centralWidget()
        lock.password.set_value(PASSWORD)
        lock.unlocked.connect(lambda _program: show())
        began.append((time.perf_counter(), time.process_time()))
        lock.findChild(QPushButton, "open").click()

    def show() -> None:
        table = window.pages.go_to(_LIST).list.table
        _until(lambda: _painted(table), listed)

    def listed() -> None:
        clock, processor = began[0]
        said.update(clock=time.perf_counter() - clock, processor=time.process_time() - processor)
        QTimer.singleShot(_IDLE_MS if act == "idle" else 0, end)

    def end() -> None:
        said["memory"] = _resident()
        qt.exit()

    QTimer.singleShot(300, unlock)
    qt.exec()
    window.shut()
    said.update(_key(folder))
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


def _key(folder: Path) -> dict[str, float]:
    """Return how long the password's key alone takes: slow on purpose, against guessing."""
    from ansinh_desktop.crypto import keys  # noqa: PLC0415 - after everything was measured

    clock, processor = time.perf_counter(), time.process_time()
    keys.wipe(keys.unlock(folder / KEY_FILE, "lan", PASSWORD))
    return {
        "key_clock": time.perf_counter() - clock,
        "key_processor": time.process_time() - processor,
    }


def _resident() -> float:
    """Return what the process holds in memory, in megabytes; 0 where the system has no such file."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
