"""Cases that stand in a window of their own: nobody types into one case in two places."""

from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QApplication, QWidget


@runtime_checkable
class ShowsCases(Protocol):
    """A window that shows cases apart from the others."""

    def shows(self, record_id: str, /) -> bool:
        """Whether a case is shown here."""


def bring_forward(asking: QWidget, record_id: str) -> bool:
    """Let the window that shows a case come forward, where it is not the asking one; say whether there is one."""
    for window in QApplication.topLevelWidgets():
        if (
            window is not asking.window()
            and window.isVisible()
            and isinstance(window, ShowsCases)
            and window.shows(record_id)
        ):
            come_forward(window)
            return True
    return False


def come_forward(window: QWidget) -> None:
    """Show a window before the others, with the keyboard."""
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()
