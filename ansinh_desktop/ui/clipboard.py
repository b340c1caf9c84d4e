"""Takes back what the program put into the clipboard: identity numbers, names, rows."""

from PySide6.QtGui import QClipboard, QGuiApplication

_ALONE = ("offscreen", "minimal")
"""Platforms whose clipboard nobody else can reach: what lies in it is ours."""


def empty_own(clipboard: QClipboard | None = None, platform: str | None = None) -> None:
    """Empty the clipboard, and what is selected for the middle mouse button, where this program filled it.

    What the officer copied elsewhere stays.
    """
    found = clipboard or QGuiApplication.clipboard()
    ours = (platform or QGuiApplication.platformName()) in _ALONE
    if found.ownsClipboard() or ours:
        found.clear(QClipboard.Mode.Clipboard)
    if found.supportsSelection() and found.ownsSelection():
        found.clear(QClipboard.Mode.Selection)
