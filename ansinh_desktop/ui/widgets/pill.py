"""A state in a word: its sign and its name on a ground of its own colour, so that it is found without being read."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon

_SIGNS = {"error": "circle-x", "warning": "triangle-alert", "note": "info", "good": "circle-check"}


class Pill(QFrame):
    """The pill; there is none where there is nothing to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "pill")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.sign, self.words = QLabel(self), QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), theme.px(1), theme.px(8), theme.px(1))
        row.setSpacing(theme.px(6))
        row.addWidget(self.sign)
        row.addWidget(self.words)
        self.hide()

    def text(self) -> str:
        """Return what it says."""
        return self.words.text()

    def say(self, words: str, tone: str) -> None:
        """Say a state; ``tone`` is «error», «warning», «note» or «good»."""
        side = theme.px(14)
        drawn = icon(_SIGNS[tone], theme.tone(tone)[0])
        self.sign.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatio()))
        self.words.setText(words)
        theme.mark(self.words, tone=tone)
        theme.mark(self, level=tone)
        self.setVisible(bool(words))
