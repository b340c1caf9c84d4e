"""What stands where there is nothing yet: why, and what to do."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon


class EmptyState(QWidget):
    """A sign, a sentence, and a button.

    Signals:
        acted: The button was pressed.
    """

    acted = Signal()

    def __init__(
        self, sign: str, title: str, words: str = "", button: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")  # in an area that scrolls, too, what is behind it is seen
        self._sign = QLabel(self)
        self._title = QLabel(self)
        self._title.setProperty("tone", "section")
        self._words = QLabel(self)
        self._words.setProperty("tone", "muted")
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(theme.px(200))
        self._words.setMaximumWidth(theme.px(360))
        self.button = QPushButton(self)
        self.button.clicked.connect(self.acted)
        middle = Qt.AlignmentFlag.AlignCenter
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        column.addStretch(1)
        for widget in (self._sign, self._title, self._words):
            widget.setAlignment(middle)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        # The words fill their width, so that they get the height which it needs; what is left stands at both sides.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._words, 1000)
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(theme.px(4))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.say(sign, title, words, button)

    def say(self, sign: str, title: str, words: str = "", button: str = "") -> None:
        """Say something else: no records yet, or none that fit the filters."""
        side = theme.px(40)
        self._sign.setPixmap(
            icon(sign, theme.colours().muted).pixmap(QSize(side, side), self.devicePixelRatio())
        )
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        # A layout asks a centred label for its usual height, not for the one that its width needs.
        self._words.setMinimumHeight(max(0, self._words.heightForWidth(self._words.maximumWidth())))
        self.button.setText(button)
        self.button.setVisible(bool(button))
