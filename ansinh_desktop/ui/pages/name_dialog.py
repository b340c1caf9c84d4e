"""Asks under which name something is to be kept."""

from collections.abc import Collection

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.widgets.line import TextLine


class NameDialog(QDialog):
    """One line and two buttons."""

    def __init__(self, question: str, taken: Collection[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(messages.TITLE)
        self.setMinimumWidth(theme.px(380))
        self._taken = {text.fold(name) for name in taken}
        self._line = TextLine("name")
        label = QLabel(text.literal(question), self)
        label.setBuddy(self._line.control)
        self._line.set_label(question)
        self._said = QLabel(self)
        self._said.setProperty("tone", "warning")
        self._keep = QPushButton("Lưu", self)
        self._keep.setObjectName("keep")
        self._keep.setProperty("role", "primary")
        self._keep.setDefault(True)
        self._keep.clicked.connect(self.accept)
        back = QPushButton("Quay lại", self)
        back.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(back)
        buttons.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(20),) * 4)
        column.setSpacing(theme.px(8))
        for widget in (label, self._line, self._said):
            column.addWidget(widget)
        column.addLayout(buttons)
        self._line.edited.connect(self._guard)
        self._line.control.setFocus()
        self._guard()

    def name(self) -> str:
        """Return the name that was typed."""
        return str(self._line.value() or "")

    def _guard(self) -> None:
        self._keep.setEnabled(bool(self.name()))
        again = text.fold(self.name()) in self._taken and bool(self.name())
        self._said.setText("Tên này đã có, bộ lọc cũ sẽ được thay." if again else "")
