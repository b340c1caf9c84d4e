"""The words of a finding, and in their place, while it is kept as it is, the reason for it: nothing around them moves."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QStackedWidget, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui import composing

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN = (*_ENTER, Qt.Key.Key_Escape)
"""Keys that mean something else in the window around."""


class ReasonEdit(QPlainTextEdit):
    """A reason: Enter gives it, Esc lets it be, Shift+Enter begins a line.

    Signals:
        given: It stands there.
        dropped: It is not wanted any more.
    """

    given = Signal()
    dropped = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that save a record or lead back from what they do around."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give it, or let it be."""
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.given.emit()
        else:
            super().keyPressEvent(event)


class ReasonPlace(QStackedWidget):
    """The place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = QLabel(self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.edit = ReasonEdit(self)
        self.edit.setObjectName("keep_reason")
        self.edit.setAccessibleName("Lý do giữ, không sửa")
        self.edit.setPlaceholderText("Vì sao giữ, không sửa? Lý do được lưu vào lịch sử.")
        self.edit.setTabChangesFocus(True)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        composing.watch(self.edit)
        for each in (self.words, self.edit):
            self.addWidget(each)

    @property
    def asks(self) -> bool:
        """Whether a reason is asked for."""
        return self.currentWidget() is self.edit

    def reason(self) -> str:
        """Return what stands there, clean."""
        return text.clean(self.edit.toPlainText())

    def ask(self, typed: str) -> None:
        """Ask for it, beginning with what was typed before."""
        self.edit.setPlainText(typed)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.setCurrentWidget(self.edit)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Show the words again."""
        self.setCurrentWidget(self.words)
        self.edit.clear()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Return what the words need, also while they are not shown."""
        return max(self.words.heightForWidth(width), self.words.minimumHeight())

    def keep_room(self, lines: int) -> None:
        """Have room for so many lines, whether they are needed or not."""
        height = self.words.fontMetrics().lineSpacing() * lines
        for each in (self.words, self.edit):
            each.setMinimumHeight(height)
