"""Fields of one line: free text, and the password."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from ansinh_desktop import text
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.value import Value
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.widgets.editor import Editor

_NARROWEST = 104
_FIRST = 1000
"""The share of the line in free room: all of it, up to its own width."""


class LineEditor(Editor):
    """One line of text; kinds of answers say in :meth:`read` and :meth:`show` what it means."""

    def __init__(
        self, key: str = "", parent: QWidget | None = None, *, placeholder: str = "", width: int = 0
    ) -> None:
        super().__init__(key, parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(placeholder)
        self.line.setToolTip(placeholder)
        self.line.textEdited.connect(self._take_letter)
        self.row.addWidget(self.line, _FIRST)
        if width:
            # As wide as its content, and narrower where a row of several has no room.
            self.line.setMaximumWidth(theme.px(width))
            self.line.setMinimumWidth(theme.px(min(width, _NARROWEST)))
            self.row.addStretch(1)
        self.set_control(self.line)
        self._value: Value = None
        self._unread = False
        self._settled = True
        self._fault: Finding | None = None

    def read(self, typed: str) -> Value:
        """Return what a text that is not empty means.

        Raises:
            ValueError: It means nothing.
        """
        return typed

    def show_value(self, value: Value) -> str:
        """Return a value as it stands in the field."""
        return str(value)

    def fault_of(self, error: ValueError, typed: str) -> Finding:
        """Return the finding about a text that cannot be read."""
        raise NotImplementedError from error

    def value(self) -> Value:
        if self._unread:
            typed = text.clean(self.line.text())
            try:
                self._value = self.read(typed) if typed else None
            except ValueError:
                return None
            self._unread = False
        return self._value

    def set_value(self, value: Value) -> None:
        self._value, self._unread, self._fault, self._settled = value, False, None, True
        self._put("" if value is None else self.show_value(value))

    def typed(self) -> str:
        return self.line.text()

    def set_typed(self, typed: Value) -> None:
        self._put(str(typed or ""))
        self._unread, self._settled = True, False
        self._settle_quietly()

    def fault(self) -> Finding | None:
        return self._fault

    def settle(self) -> None:
        before = self.line.text()
        self._settle_quietly()
        if self.line.text() != before:
            self.edited.emit()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        self.read_only = read_only
        self.line.setReadOnly(read_only)

    def _settle_quietly(self) -> None:
        if self._settled:
            return
        self._settled = True
        typed = text.clean(self.line.text())
        try:
            self._value = self.read(typed) if typed else None
        except ValueError as error:
            self._fault = self.fault_of(error, typed)
            return
        self._fault, self._unread = None, False
        self._put("" if self._value is None else self.show_value(self._value))

    def _put(self, shown: str) -> None:
        # Setting the same text would throw away what can be undone.
        if shown != self.line.text():
            self.line.setText(shown)
        self.line.setCursorPosition(0 if not self.line.hasFocus() else len(shown))

    def _take_letter(self) -> None:
        self._unread, self._fault, self._settled = True, None, False
        self.edited.emit()


class TextLine(LineEditor):
    """One line of free text."""


class PasswordEdit(LineEditor):
    """A password, with a button that shows it."""

    def __init__(
        self,
        key: str = "",
        parent: QWidget | None = None,
        *,
        placeholder: str = "",
        dressed: bool = True,
    ) -> None:
        """Make the field; what is not yet dressed waits for :meth:`dress` with its icon."""
        super().__init__(key, parent, placeholder=placeholder)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QToolButton(self)
        self._eye.setCheckable(True)
        self._eye.setProperty("pass_over", "yes")
        self._eye.setIconSize(QSize(theme.px(16), theme.px(16)))
        self._eye.toggled.connect(self._show)
        self._eye.toggled.connect(lambda _shown: self.dress())
        self.row.addWidget(self._eye)
        self._show(shown=False)
        if dressed:
            self.dress()

    def value(self) -> str | None:
        """Return the password as it was typed: every letter counts, also spaces at its ends."""
        return text.nfc(self.line.text()) or None

    def settle(self) -> None:
        """Leave it as it is."""

    def dress(self) -> None:
        """Put the icon on the button."""
        self._eye.setIcon(later.icon("eye-off" if self._eye.isChecked() else "eye"))

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setToolTip("Ẩn mật khẩu" if shown else "Hiện mật khẩu")
        self._eye.setAccessibleName(self._eye.toolTip())


def unit_label(parent: QWidget, unit: str) -> QLabel:
    """Return the small word after a field: «đồng», «người»."""
    label = QLabel(unit, parent)
    label.setProperty("tone", "muted")
    return label
