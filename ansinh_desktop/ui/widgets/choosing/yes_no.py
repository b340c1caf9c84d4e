"""The field for yes, no, or not answered."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ansinh_desktop.registers.answer import Value
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.editor import Editor

_YES_KEYS = (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_1)
_NO_KEYS = (Qt.Key.Key_K, Qt.Key.Key_0)
_CLEAR_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class YesNo(Editor):
    """Two buttons beside each other; C and K answer, arrows change, Delete takes the answer back."""

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.yes = self._make("Có", "left")
        self.no = self._make("Không", "right")
        self.no.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.no.installEventFilter(self)
        self.row.setSpacing(0)
        self.row.addWidget(self.yes)
        self.row.addWidget(self.no)
        self.row.addStretch(1)
        self.set_control(self.yes)
        self._value: bool | None = None

    def value(self) -> bool | None:
        return self._value

    def set_value(self, value: Value) -> None:
        self._value = None if value is None else bool(value)
        self.yes.setChecked(self._value is True)
        self.no.setChecked(self._value is False)

    def set_label(self, label: str) -> None:
        self.yes.setAccessibleName(f"{label}: Có")
        self.no.setAccessibleName(f"{label}: Không")

    def mark_level(self, level: str) -> None:
        theme.mark(self.yes, level=level)
        theme.mark(self.no, level=level)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        self.read_only = read_only
        self.yes.setEnabled(not read_only)
        self.no.setEnabled(not read_only)

    def press(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier:
            if event.key() in _YES_KEYS or event.key() == Qt.Key.Key_Left:
                return self._answer(value=True)
            if event.key() in _NO_KEYS or event.key() == Qt.Key.Key_Right:
                return self._answer(value=False)
            if event.key() == Qt.Key.Key_Space:
                return self._answer(value=self._value is not True)
            if event.key() in _CLEAR_KEYS:
                return self._answer(value=None)
        return super().press(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Treat keys alike on both buttons."""
        if watched is self.no and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self.press(event)
        return super().eventFilter(watched, event)

    def _make(self, label: str, role: str) -> QPushButton:
        button = QPushButton(label, self)
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setProperty("role", role)
        # The word is never cut off, however narrow the column of a table.
        button.setMinimumWidth(max(theme.px(64), button.sizeHint().width()))
        button.clicked.connect(lambda: self._press_button(button))
        return button

    def _press_button(self, button: QPushButton) -> None:
        wanted = button is self.yes
        self._answer(value=None if self._value is wanted else wanted)

    def _answer(self, *, value: bool | None) -> bool:
        changed = value is not self._value
        self.set_value(value)
        if changed:
            self.edited.emit()
        return True
