"""Cold start: from the birth of the process to the first picture of the lock, beside a bare Qt window."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ansinh_desktop.services import invented
from benchmarks.measuring import Figure, median

_ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(_ROOT / "packaging"))

import signatures  # noqa: E402 - it lies where the program is built

# The clock of both processes is the machine's own.
_PAINTED = """
def painted():
    import json, sys, time
    now = [time.monotonic(), time.process_time()]
    from benchmarks.measuring import resident
    sys.stdout.write(json.dumps([*now, resident()]))
    sys.stdout.flush()
    QApplication.exit(0)
"""

_BARE = (
    """
import sys
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
"""
    + _PAINTED
    + """
class Bare(QMainWindow):
    said = False
    def event(self, event):
        done = super().event(event)
        if event.type() == QEvent.Type.Paint and not self.said:
            self.said = True
            QTimer.singleShot(0, painted)
        return done

app = QApplication(sys.argv[:1])
window = Bare()
window.setCentralWidget(QLabel("An Sinh Xã", window))
window.resize(1366, 768)
window.showMaximized()
app.exec()
"""
)

# The program's own command line and window; the window only says when it was painted.
_OURS = (
    """
import sys
from ansinh_desktop import __main__ as command
load = command._load_window

def load_and_tell():
    global QApplication
    app = load()
    from PySide6.QtCore import QEvent, QTimer
    from PySide6.QtWidgets import QApplication

    class Window(app.Window):
        said = False
        def event(self, event):
            done = super().event(event)
            if event.type() == QEvent.Type.Paint and not self.said:
                self.said = True
                assert type(self.centralWidget()).__name__ == "UnlockPage"
                QTimer.singleShot(0, painted)
            return done

    app.Window = Window
    return app

command._load_window = load_and_tell
"""
    + _PAINTED
    + """
command.main([])
"""
)


def cold_start(folder: Path, runs: int = 21) -> list[Figure]:
    """Measure the start of the program on data in a new folder, each run beside one of the bare window.

    The program has the signatures of Shiboken compiled beside it, as where it is built; the bare window is as its
    wheels install it.
    """
    data = folder / "data"
    invented.new_commune(data).vault.lock()
    built = signatures.put_beside(folder / "built")
    bare, ours = [], []
    with tempfile.TemporaryDirectory(prefix="ansinh-") as compiled:
        for run in range(runs + 1):
            pair = [_run(Path(compiled), data, _BARE), _run(Path(compiled), data, _OURS, built)]
            if run:  # the first one compiles, as the installer does, and warms the disk's cache for both
                bare.append(pair[0])
                ours.append(pair[1])
    return [
        Figure(
            f"cold start to the lock, {kind}",
            f"median of {runs} processes",
            median([each[place] for each in ours]) * 1000,
            "ms",
            1.15,
            median([each[place] for each in bare]) * 1000,
            "bare PySide6 window",
        )
        for place, kind in enumerate(("by the clock", "of the processor"))
    ]


def bare_memory() -> float:
    """Return what the process of the bare window holds once it is painted, in megabytes."""
    with tempfile.TemporaryDirectory(prefix="ansinh-") as folder:
        return _run(Path(folder), Path(folder), _BARE)[2]


def _run(cache: Path, data: Path, code: str, first: Path | None = None) -> tuple[float, float, float]:
    """Return what a process needs to its first picture: by the clock on the wall, of the processor, of memory.

    Args:
        cache: Where Python keeps what it compiled.
        data: The data folder.
        code: What the process runs.
        first: Where it looks for modules before anywhere else.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(cache), "ANSINH_DATA": str(data)}
    if first is not None:
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(first), os.environ.get("PYTHONPATH"))))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        cwd=_ROOT,
        env=environment,
        timeout=60,
    )
    painted, processor, memory = json.loads(done.stdout)
    return painted - start, processor, memory
