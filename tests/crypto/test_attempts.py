"""Guesses are counted; what a disk withholds for a moment is none."""

import datetime
import errno
from pathlib import Path

from ansinh_desktop.crypto import attempts

NOON = datetime.datetime(2026, 3, 1, 5, 0, tzinfo=datetime.UTC)


def test_a_stick_that_hiccups_is_nobodys_guess(tmp_path, monkeypatch):
    """Reading fails once, as with a virus scanner or a loose plug: nobody waits for it; where it goes on, one does."""
    path = tmp_path / "ansinh.attempts"
    left: list[int] = []
    attempts.start(path, NOON)
    read = Path.read_bytes

    def hiccup(self):
        if left and self == path:
            left.pop()
            raise OSError(errno.EIO, "…")
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", hiccup)
    monkeypatch.setattr(attempts, "_PAUSE", 0)
    left += [1]
    assert attempts.seconds_to_wait(path, NOON) == 0
    left += [1] * 9
    assert attempts.seconds_to_wait(path, NOON) == attempts.LONGEST_WAIT
