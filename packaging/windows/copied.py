"""Says what text somebody copied last. For the proof."""

import ctypes
from ctypes import wintypes

_TEXT = 13  # CF_UNICODETEXT


def main() -> None:
    """Say it."""
    user, kernel = ctypes.windll.user32, ctypes.windll.kernel32
    user.GetClipboardData.restype = wintypes.HANDLE
    kernel.GlobalLock.argtypes, kernel.GlobalLock.restype = [wintypes.HGLOBAL], ctypes.c_wchar_p
    user.OpenClipboard(None)
    print(kernel.GlobalLock(user.GetClipboardData(_TEXT)))
    user.CloseClipboard()


if __name__ == "__main__":
    main()
