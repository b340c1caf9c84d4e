"""A crash leaves nothing behind, and a system that does not know a call is none the worse for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ansinh_desktop import crashes

ROOT = Path(__file__).parents[1]


class Library:
    """Stands in for a library of Windows, and writes down what is asked of it."""

    def __init__(self, *known: str) -> None:
        self.known = known
        self.asked: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> object:
        if name not in self.known:
            raise AttributeError(name)
        return lambda *given: self.asked.append((name, *(getattr(each, "value", each) for each in given)))


def test_windows_is_asked_for_no_report_and_for_no_heap_in_one():
    kernel, reporting = Library("SetErrorMode", "WerSetFlags"), Library("WerAddExcludedApplication")
    crashes.silence_windows(kernel, reporting, "AnSinhXa.exe")
    assert kernel.asked == [("SetErrorMode", 0x8003), ("WerSetFlags", 1)]
    assert reporting.asked == [("WerAddExcludedApplication", "AnSinhXa.exe", 0)]


@pytest.mark.parametrize("kernel", [None, Library(), Library("SetErrorMode")])
def test_a_windows_without_these_calls_is_no_hindrance(kernel):
    crashes.silence_windows(kernel, None, "AnSinhXa.exe")
    assert kernel is None or len(kernel.asked) == len(kernel.known)


def test_the_reports_of_a_foreign_interpreter_are_left_alone():
    reporting = Library("WerAddExcludedApplication")
    crashes.silence_windows(None, reporting, "")
    assert reporting.asked == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no core files")
def test_a_command_that_crashes_leaves_no_core_file(tmp_path):
    script = (
        "import os, resource, sys\n"
        "from ansinh_desktop.__main__ import main\n"
        "main(['--version'])\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))\n"
        "sys.stdout.flush()\n"
        "os.abort()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode < 0
    assert done.stdout.splitlines()[-1] == "(0, 0)"
    assert list(Path(tmp_path).iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no core files")
def test_the_window_leaves_no_core_file_from_its_first_picture_on(tmp_path):
    script = (
        "import resource, sys\n"
        "from ansinh_desktop import __main__ as command\n"
        "app = command._load_window()\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "class Window(app.Window):\n"
        "    tries = 0\n"
        "    def look(self):\n"
        "        self.tries += 1\n"
        "        limit = resource.getrlimit(resource.RLIMIT_CORE)\n"
        "        if limit == (0, 0) or self.tries > 500:\n"
        "            print(limit)\n"
        "            QApplication.exit(0)\n"
        "        else:\n"
        "            QTimer.singleShot(10, self, self.look)\n"
        "    def showEvent(self, event):\n"
        "        super().showEvent(event)\n"
        "        QTimer.singleShot(0, self, self.look)\n"
        "app.Window = Window\n"
        "sys.exit(command.main([]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ANSINH_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.stdout.splitlines()[-1:] == ["(0, 0)"], done.stderr
