"""How good a password is, said beneath its field while it is typed."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from ansinh_desktop.crypto import passwords
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.field_row import LABEL_WIDTH
from ansinh_desktop.ui.widgets.line import PasswordEdit

Guessed: TypeAlias = tuple[str, tuple[str, ...]]
"""The login name, and what else anybody would guess first."""

_LEVELS = ("Chưa được", "Tạm được", "Khá", "Mạnh")
_WANTED = f"Ít nhất {passwords.LEAST_CHARACTERS} ký tự, hoặc một câu có ít nhất {passwords.LEAST_WORDS} tiếng khác nhau."
_SAID = (
    "",
    "dùng được; thêm một, hai tiếng nữa thì khó đoán hơn nhiều.",
    "thêm một tiếng nữa là mạnh.",
    "khó đoán, kể cả với người quen.",
)
_SAYING = "câu này ai cũng thuộc; thêm vài tiếng của riêng mình."
_BAR, _LINES = 96, 2


class PasswordStrength(QWidget):
    """A bar and a sentence; their room is kept, so that nothing below moves while one types."""

    def __init__(self, password: PasswordEdit, guessed: Callable[[], Guessed], parent: QWidget) -> None:
        super().__init__(parent)
        self._password, self._guessed = password, guessed
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, len(_LEVELS) - 1)
        self.bar.setFixedWidth(theme.px(_BAR))
        self.bar.setAccessibleName("Mật khẩu mạnh đến đâu")
        self.said = QLabel(self)
        self.said.setObjectName("strength")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setFont(theme.type_font("small"))
        self.said.setFixedHeight(_LINES * self.said.fontMetrics().lineSpacing())
        self.said.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(LABEL_WIDTH) + theme.px(12), 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.said, 1)
        password.edited.connect(self.measure)
        self.measure()

    def measure(self) -> None:
        """Say how good what stands there is."""
        typed = self._password.said()
        if not typed:
            self._say(0, _WANTED, "muted")
            return
        name, known = self._guessed()
        found = passwords.strength(typed, name, known)
        level = _LEVELS[found.level]
        if found.fault is None:
            said = _SAYING if found.is_saying and found.level < len(_LEVELS) - 1 else _SAID[found.level]
            self._say(found.level, f"{level}: {said}", "muted" if found.level == 1 else "good")
        elif found.fault.code == "AS-1020":  # on the way: nothing is wrong yet
            self._say(0, f"{level}. {_WANTED}", "muted")
        else:
            self._say(0, f"{level}. {found.fault.text}", "warning")

    def _say(self, level: int, words: str, tone: str) -> None:
        self.bar.setValue(level)
        theme.mark(self.said, tone=tone)
        self.said.setText(words)
        self.said.setAccessibleName(words)
