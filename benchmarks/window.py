"""The real window in a process of its own: from the password to the first list, and what it holds while it idles."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ansinh_desktop.services import invented
from benchmarks.data import with_people
from benchmarks.measuring import Figure, median
from benchmarks.start import bare_memory

_ROOT = Path(__file__).resolve().parent.parent
_DEMO = 300


def first_list(folder: Path, count: int, runs: int = 7) -> list[Figure]:
    """Measure from the click on the lock to the rows of a register on the screen.

    Args:
        folder: The data folder; made where it does not stand.
        count: How many people.
        runs: How many processes.
    """
    with_people(folder, count, ("assistance", "children")).vault.lock()
    found = [_window(folder, "unlock") for _ in range(runs + 1)][1:]  # the first one compiles
    return [
        Figure(
            f"unlock to the first list, {kind}",
            f"{count:,} people, median of {runs}",
            median([each[key] for each in found]),
            "s",
            3,
            median([each[f"alone_{key}"] for each in found]),
            "the password's key (Argon2id), and the list's questions in bare SQLCipher",
        )
        for key, kind in (("clock", "by the clock"), ("processor", "of the processor"))
    ]


def idle_memory(folder: Path) -> list[Figure]:
    """Measure what the process of the window holds on the data of the demonstration, unlocked and idle."""
    if not sys.platform.startswith("linux"):
        return []  # where the system tells it in a file
    with invented.new_commune(folder) as program:
        invented.fill(program, _DEMO)
    held = _window(folder, "idle")["memory"]
    data = f"demonstration, {_DEMO} cases"
    return [Figure("memory of the idle window", data, held, "MB", 3, bare_memory(), "bare PySide6 window")]


def _window(folder: Path, act: str) -> dict[str, Any]:
    # Compiled beforehand, as the installer does.
    compiled = Path(tempfile.gettempdir()) / "ansinh-benchmarks" / "compiled"
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not environment.get("DISPLAY"):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.in_window", str(folder), act],
        capture_output=True,
        check=True,
        cwd=_ROOT,
        env=environment,
        timeout=120,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
