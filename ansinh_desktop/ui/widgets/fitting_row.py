"""A row of buttons that lose their words, the last first, where there is no room for them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ansinh_desktop.ui import theme

_GAP = 8
_BARE = 44
"""The width of a button with its icon alone."""


class FittingRow(QWidget):
    """The first button keeps its words longest; each says its own in its tip, once they are gone."""

    def __init__(self, buttons: Sequence[QPushButton], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = list(buttons)
        self._words = [button.text() for button in self._buttons]
        self._full: list[int] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(_GAP))
        row.addStretch(1)  # they stand at the edge of the page
        for button in self._buttons:
            row.addWidget(button)
            button.setAccessibleName(button.text().strip())
            button.setMinimumWidth(theme.px(_BARE))
            if not button.toolTip():
                button.setToolTip(button.text().strip())
            button.installEventFilter(self)
        self._measure()

    def say(self, button: QPushButton, words: str) -> None:
        """Let a button say something else."""
        self._words[self._buttons.index(button)] = words
        button.setAccessibleName(words.strip())
        self._measure()
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the room that all words need."""
        return QSize(self._width([True] * len(self._buttons)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the room that the first button's words and the icons of the others need."""
        return QSize(
            self._width([place == 0 for place in range(len(self._buttons))]), self.sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take words away until the rest has room."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the room out anew where a button comes or goes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.updateGeometry()
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        said = [True] * len(self._buttons)
        place = len(self._buttons) - 1
        while place > 0 and self._width(said) > self.width():
            said[place] = False
            place -= 1
        # Squeezed below its own least, as where the letters are very large: no half a word.
        if said and self._width(said) > self.width():
            said[0] = False
        for button, words, shown in zip(self._buttons, self._words, said, strict=True):
            button.setText(words if shown else "")

    def changeEvent(self, event: QEvent) -> None:
        """Measure the words anew when they are shown larger or smaller."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._full:
            self._measure()

    def _measure(self) -> None:
        self._full = []
        for button, words in zip(self._buttons, self._words, strict=True):
            button.setText(words)
            button.ensurePolished()
            self._full.append(button.sizeHint().width())
        self.updateGeometry()

    def _width(self, said: Sequence[bool]) -> int:
        seen = [place for place, button in enumerate(self._buttons) if not button.isHidden()]
        widths = [self._full[place] if said[place] else theme.px(_BARE) for place in seen]
        return sum(widths) + theme.px(_GAP) * max(0, len(seen) - 1)
