"""Tells the window of the program what Windows would: session.py end, or session.py sleep. For the proof."""

import ctypes
import sys
from ctypes import wintypes

_QUERY_END, _END, _POWER, _SUSPEND = 0x0011, 0x0016, 0x0218, 4
_MESSAGES = {"end": (_QUERY_END, 0, 0x80000000), "sleep": (_POWER, _SUSPEND, 0)}
_AT_MOST_MS = 60_000


def main() -> int:
    """Send it to the large window of the program, and wait for the answer."""
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
    answer = ctypes.c_size_t()
    for window in found:
        given = (wintypes.HWND(window), *_MESSAGES[sys.argv[1]])
        user.SendMessageTimeoutW(*given, 0, _AT_MOST_MS, ctypes.byref(answer))
        if sys.argv[1] == "end":  # the session goes on after all
            user.SendMessageTimeoutW(given[0], _END, 0, given[3], 0, _AT_MOST_MS, ctypes.byref(answer))
    print(found, answer.value)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
