"""The menu at the officer's name: what was done, how the program looks, the password, the lock."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ansinh_desktop.services.views import SCALES, Look

Offer = tuple[str, Callable[[], object]]
"""The words of a menu, and what it does."""

_GROUNDS = (("Nền sáng", False), ("Nền tối", True))


class OfficerMenu(QMenu):
    """What is only this officer's.

    Signals:
        look_asked: The program is to look otherwise. Carries the :class:`Look`.
    """

    look_asked = Signal(object)

    def __init__(self, before: Sequence[Offer], after: Sequence[Offer], look: Look, parent: QWidget) -> None:
        """Make the menu.

        Args:
            before: What stands first.
            after: What stands last.
            look: How the program looks now.
            parent: The button under which it opens.
        """
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._add(before)
        self.addSeparator()
        grounds = QActionGroup(self)
        for words, dark in _GROUNDS:
            self.addAction(self._choice(words, replace(look, dark=dark), look, grounds))
        self.sizes = QMenu(f"Cỡ hiển thị: {look.percent} %", self)
        self.sizes.setObjectName("sizes")
        percents = QActionGroup(self)
        for percent in SCALES:
            wanted = replace(look, percent=percent)
            self.sizes.addAction(self._choice(f"{percent} %", wanted, look, percents))
        self.addMenu(self.sizes)
        self.addSeparator()
        self._add(after)

    def add_switch(self, words: str, act: Callable[[bool], object], *, on: bool) -> None:
        """Add at the end what is either on or off."""
        made = self.addAction(words)
        made.setCheckable(True)
        made.setChecked(on)
        made.toggled.connect(act)

    def _add(self, offers: Sequence[Offer]) -> None:
        for words, act in offers:
            self.addAction(words).triggered.connect(lambda _checked=False, do=act: do())

    def _choice(self, words: str, wanted: Look, look: Look, group: QActionGroup) -> QAction:
        made = QAction(words, self)
        made.setCheckable(True)
        made.setActionGroup(group)
        made.setChecked(wanted == look)
        made.triggered.connect(lambda _checked=False: self._ask(wanted, look))
        return made

    def _ask(self, wanted: Look, look: Look) -> None:
        if wanted != look:
            self.look_asked.emit(wanted)
