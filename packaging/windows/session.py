"""Tells the window of the program what Windows would, and keeps its answer in a file. For the proof.

session.py end ANSWER, or session.py sleep ANSWER. With INDEX, which is what SQLite keeps beside its log (-shm), nobody
can write to that database from the moment ANSWER.held is made until the answer is there, as on a slow disk; it is told
as soon as ANSWER.held is taken away.
"""

import contextlib
import ctypes
import msvcrt
import sys
import time
from collections.abc import Iterator
from ctypes import wintypes
from pathlib import Path

_QUERY_END, _END, _POWER, _SUSPEND = 0x0011, 0x0016, 0x0218, 4
_MESSAGES = {"end": (_QUERY_END, 0, 0x80000000), "sleep": (_POWER, _SUSPEND, 0)}
_AT_MOST_MS = 60_000
_WRITER = 120
"""Whoever writes holds this byte (SQLite's WAL file format, 2.3.2)."""


def main() -> None:
    """Do it."""
    words, answer, *index = sys.argv[1:]
    with held_back(Path(index[0]), Path(f"{answer}.held")) if index else contextlib.nullcontext():
        told = tell(words)
        Path(answer).write_text(str(told), encoding="ascii")


@contextlib.contextmanager
def held_back(index: Path, flag: Path) -> Iterator[None]:
    """Let nothing be written meanwhile."""
    with index.open("r+b", buffering=0) as file:
        file.seek(_WRITER)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        flag.touch()
        while flag.exists():
            time.sleep(0.02)
        yield
        file.seek(_WRITER)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)


def tell(words: str) -> int:
    """Send it to the large window of the program, and return the answer."""
    user = ctypes.windll.user32
    found: list[int] = []

    @ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    def look(window: int, _given: int) -> bool:
        title = ctypes.create_unicode_buffer(200)
        user.GetWindowTextW(wintypes.HWND(window), title, 200)
        if title.value.endswith("An Sinh Xã") and user.IsWindowVisible(wintypes.HWND(window)):
            found.append(window)
        return True

    user.EnumWindows(look, 0)
    (only,) = found
    answer, given = ctypes.c_size_t(), (wintypes.HWND(only), *_MESSAGES[words])
    user.SendMessageTimeoutW(*given, 0, _AT_MOST_MS, ctypes.byref(answer))
    if words == "end":  # the session goes on after all
        user.SendMessageTimeoutW(given[0], _END, 0, given[3], 0, _AT_MOST_MS, None)
    return answer.value


if __name__ == "__main__":
    main()
