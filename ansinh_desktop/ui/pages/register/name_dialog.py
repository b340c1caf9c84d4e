"""Asks under which name something is to be kept."""

from collections.abc import Collection

from PySide6.QtWidgets import QLabel, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.widgets.line import TextLine


class NameDialog(DialogFrame):
    """One line and two buttons."""

    def __init__(self, question: str, taken: Collection[str], parent: QWidget | None) -> None:
        super().__init__(parent, "", "Lưu", name="keep", width=380)
        self._taken = {text.fold(name) for name in taken}
        self._line = TextLine("name")
        label = QLabel(text.literal(question), self)
        label.setBuddy(self._line.control)
        self._line.set_label(question)
        self._said = QLabel(self)
        self._said.setProperty("tone", "warning")
        for widget in (label, self._line, self._said):
            self.column.addWidget(widget)
        self.yes_button.setDefault(True)
        self.yes_button.clicked.connect(self.accept)
        self.close_frame([self._line])
        self._line.edited.connect(self._guard)
        self._line.control.setFocus()
        self._guard()

    def name(self) -> str:
        """Return the name that was typed."""
        return str(self._line.value() or "")

    def _guard(self) -> None:
        self.yes_button.setEnabled(bool(self.name()))
        again = text.fold(self.name()) in self._taken and bool(self.name())
        self._said.setText("Tên này đã có, bộ lọc cũ sẽ được thay." if again else "")
