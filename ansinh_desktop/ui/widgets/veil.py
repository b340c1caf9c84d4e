"""The mask over a field of a form: it is shown for a reason, for a short while."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget

from ansinh_desktop.registers.field import MASK
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.editor import Editor

_SHOW, _HIDE = "Hiện…", "Ẩn"


class Veil(QWidget):
    """Stands in the place of a field; once that is shown only a link is left, which counts the seconds.

    Signals:
        acted: The field is to be shown, or masked again.
    """

    acted = Signal()

    def __init__(self, editor: Editor, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._mask = QLabel(MASK, self)
        self._mask.setProperty("tone", "muted")
        self.link = QPushButton(_SHOW, self)
        self.link.setObjectName(f"mask_{editor.objectName()}")
        self.link.setProperty("role", "link")
        # Enter goes from field to field; what is masked is shown only where that is wanted.
        self.link.setProperty("pass_over", "yes")
        self.link.setAutoDefault(True)
        self.link.setToolTip("Mục mật: muốn xem thì ghi lý do; lịch sử ghi lại")
        self.link.setAccessibleName(f"Hiện mục mật {label}")
        self.link.clicked.connect(self.acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self._mask)
        row.addWidget(self.link)
        row.addStretch(1)
        editor.veil = self.link

    def cover(self) -> None:
        """Stand in the place of the field."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._editor.isAncestorOf(focused)
        self.link.setText(_SHOW)
        self._mask.show()
        self.show()
        if had_focus:
            # Before the field goes: else the focus would wander into another one.
            self.link.setFocus()
        self._editor.hide()

    def open(self) -> None:
        """Give the field free, and stay beneath it as long as seconds are counted."""
        focused = self.link.hasFocus()
        self._mask.hide()
        self._editor.show()
        if focused:
            self._editor.control.setFocus()
        self.say_left(0)

    def say_left(self, left: int) -> None:
        """Say how many seconds more the field stays shown; none where it stays."""
        self.link.setText(f"{_HIDE} ({left} giây)")
        self.setVisible(left > 0)
