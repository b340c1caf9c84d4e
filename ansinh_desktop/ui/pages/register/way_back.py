"""The way from a list back to the number behind which it stands."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QWidget

from ansinh_desktop.ui import keys
from ansinh_desktop.ui.icons import icon


class WayBack(QToolButton):
    """The arrow before the title; it is there only where a number elsewhere led to the list.

    Signals:
        asked: The page of that number is wanted again. Carries its key.
    """

    asked = Signal(str)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("way_back")
        self.setIcon(icon("arrow-left"))
        self._origin = ""
        self._key = keys.action("back", page, self.click)
        self.clicked.connect(lambda _checked=False: self.asked.emit(self._origin))
        self.forget()

    def lead(self, origin: str, title: str) -> None:
        """Lead back to a page, by its key and by what it is called."""
        self._origin = origin
        self.setToolTip(f"Về {title} (Esc)")
        self.setAccessibleName(f"Về {title}")
        self._show(there=True)

    def forget(self) -> None:
        """Lead nowhere: the list is no longer the one behind a number."""
        self._show(there=False)

    def _show(self, *, there: bool) -> None:
        self.setVisible(there)
        # Without a way back Esc belongs to whatever has the keyboard.
        self._key.setEnabled(there)
