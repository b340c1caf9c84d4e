"""A field of several lines that grows with its text."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ansinh_desktop import text
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.ui import composing, theme
from ansinh_desktop.ui.widgets.editor import Editor


class TextEdit(Editor):
    """Several lines; Enter goes to the next field, Shift+Enter begins a new line."""

    def __init__(
        self, key: str = "", parent: QWidget | None = None, *, least: int = 2, most: int = 12
    ) -> None:
        super().__init__(key, parent)
        self._least, self._most = least, most
        self.area = QPlainTextEdit(self)
        self.area.setTabChangesFocus(True)
        self.area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.area.setToolTip("Shift+Enter để xuống dòng")
        self.area.textChanged.connect(self._take_letter)
        self.row.addWidget(self.area, 1)
        self.set_control(self.area)
        self._quiet = False
        self._grow()

    def value(self) -> str | None:
        return text.clean_lines(self.area.toPlainText()) or None

    def set_value(self, value: Value) -> None:
        self._put(str(value or ""))

    def typed(self) -> str:
        return self.area.toPlainText()

    def settle(self) -> None:
        if not self.read_only:
            before = self.area.toPlainText()
            self._put(self.value() or "")
            if self.area.toPlainText() != before:
                self.edited.emit()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        self.read_only = read_only
        self.area.setReadOnly(read_only)

    def press(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                if not self.read_only:
                    self.area.insertPlainText("\n")
                    self.area.ensureCursorVisible()
                return True
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                # Ctrl+Enter saves: it belongs to the form, and must not begin a line.
                event.ignore()
                return True
        return super().press(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll a text that is longer than its field."""
        if event.type() == QEvent.Type.Wheel:
            return False
        if watched is self.area and event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._grow()
        return super().eventFilter(watched, event)

    def _put(self, content: str) -> None:
        if content == self.area.toPlainText():
            return
        self._quiet = True
        cursor = QTextCursor(self.area.document())
        # As an edit and not anew, so that the officer can undo it.
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(content)
        self._quiet = False
        self._grow()

    def _take_letter(self) -> None:
        self._grow()
        if not self._quiet:
            self.edited.emit()

    def _grow(self) -> None:
        lines = int(self.area.document().size().height())
        wanted = min(max(lines, self._least), self._most)
        frame = theme.px(12) + 2 * int(self.area.document().documentMargin())
        height = wanted * self.area.fontMetrics().lineSpacing() + frame
        if height != self.area.height():
            self.area.setFixedHeight(height)


class LinesEdit(TextEdit):
    """A list, a line each: Enter begins a line, and goes to the next field from one that is empty."""

    def __init__(
        self, key: str = "", parent: QWidget | None = None, *, least: int = 2, most: int = 12
    ) -> None:
        super().__init__(key, parent, least=least, most=most)
        self.area.setToolTip("Enter để xuống dòng, Enter ở dòng trống để đi tiếp")

    def press(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not self.read_only:
            composing.commit()
            if text.clean(self.area.textCursor().block().text()):
                self.area.insertPlainText("\n")
                self.area.ensureCursorVisible()
                return True
        return super().press(event)
