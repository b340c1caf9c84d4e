"""The line in which one searches: asks a moment after the last letter, Esc clears it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui import composing, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pause import pause

_PAUSE_MS = 180


class SearchBox(QLineEdit):
    """A search line.

    Signals:
        searched: The text is another, and the officer paused. Carries it, clean.
        accepted: Enter or the down arrow: on to what was found.
        escaped: Esc in the empty line.
    """

    searched = Signal(str)
    accepted = Signal()
    escaped = Signal()

    def __init__(self, placeholder: str = "Tìm kiếm", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setToolTip(placeholder)
        self.setProperty("unkept", "searches")
        side = theme.px(16)
        self._glass = QLabel(self)
        self._glass.setPixmap(
            icon("search", theme.colours().muted).pixmap(QSize(side, side), self.devicePixelRatio())
        )
        self._clear = QToolButton(self)
        self._clear.setIcon(icon("x"))
        self._clear.setIconSize(QSize(theme.px(14), theme.px(14)))
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setToolTip("Xóa (Esc)")
        self._clear.setAccessibleName("Xóa chữ đang tìm")
        self._clear.clicked.connect(self.reset)
        self._clear.hide()
        self.setTextMargins(side + theme.px(4), 0, theme.px(22), 0)
        self._pause = pause(self, _PAUSE_MS, self._ask)
        self._asked = ""
        self.textChanged.connect(lambda now: self._clear.setVisible(bool(now)))
        self.textEdited.connect(lambda _now: self._pause.start())
        self.installEventFilter(self)
        composing.watch(self)

    def reset(self) -> None:
        """Clear it, and say so at once."""
        self.clear()
        self._ask()

    def set_text(self, words: str) -> None:
        """Show words that are being searched already; nothing is emitted."""
        self.setText(words)
        self._pause.stop()
        self._asked = text.clean(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Esc before any shortcut does, and Enter before any button."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride and self.text():
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._escape()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _goes_on(event):
            self._ask()
            self.accepted.emit()
            return True
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _escape(self) -> bool:
        if self.text():
            self.reset()
        else:
            self.escaped.emit()
        return True

    def _ask(self) -> None:
        self._pause.stop()
        words = text.clean(self.text())
        if words != self._asked:
            self._asked = words
            self.searched.emit(words)

    def _place(self) -> None:
        side, middle = theme.px(16), self.height() // 2
        self._glass.setGeometry(theme.px(8), middle - side // 2, side, side)
        height = self.height() - theme.px(6)
        self._clear.setGeometry(self.width() - height - theme.px(3), theme.px(3), height, height)


def _goes_on(event: QKeyEvent) -> bool:
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and not held
