"""Cold start: from the birth of the process to the first picture of the lock, beside a bare Qt window."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measuring import Figure, median

_ROOT = Path(__file__).resolve().parent.parent

# The clock of both processes is the machine's own.
_PAINTED = """
def painted():
    import json, sys, time
    sys.stdout.write(json.dumps(time.monotonic()))
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
from ansinh_desktop import app
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
"""
    + _PAINTED
    + """
class Window(app.Window):
    said = False
    def event(self, event):
        done = super().event(event)
        if event.type() == QEvent.Type.Paint and not self.said:
            self.said = True
            QTimer.singleShot(0, painted)
        return done

app.Window = Window
command.main(sys.argv[1:])
"""
)


def cold_start(folder: Path, runs: int = 15) -> Figure:
    """Measure the start of the program on a data folder, each run beside one of the bare window."""
    bare, ours = [], []
    for run in range(runs + 1):
        pair = _run(_BARE), _run(_OURS, "--data", str(folder))
        if run:  # the first one warms the disk's cache for both
            bare.append(pair[0])
            ours.append(pair[1])
    return Figure(
        "cold start to the lock",
        f"median of {runs} processes",
        median(ours) * 1000,
        "ms",
        1.3,
        median(bare) * 1000,
        "bare PySide6 window",
        as_ratio=True,
    )


def _run(code: str, *arguments: str) -> float:
    environment = {"QT_QPA_PLATFORM": "offscreen"} if not os.environ.get("DISPLAY") else {}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        check=True,
        cwd=_ROOT,
        env=os.environ | environment,
        timeout=60,
    )
    return float(json.loads(done.stdout)) - start
