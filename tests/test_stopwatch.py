"""Typing through a real input method, where one is there: no wrong letter, and a first list within three minutes."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ("ibus-daemon", "xdotool", "Xvfb", "dbus-run-session")


@pytest.mark.slow
@pytest.mark.parametrize("work", ["words", "first-list"])
@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="no input method here")
def test_an_officer_types_without_a_wrong_letter_and_in_time(work):
    done = subprocess.run(
        ["bash", str(ROOT / "packaging" / "stopwatch.sh"), work], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "FAILED" not in done.stdout
