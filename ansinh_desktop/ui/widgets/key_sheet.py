"""The sheet of shortcuts behind «?»."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.ui import keys, theme


class KeySheet(QDialog):
    """All shortcuts, by where they work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Phím tắt")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(12),) * 4)
        outer.setSpacing(theme.px(8))
        holder = QWidget(self)
        columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        columns.setSpacing(theme.px(40))
        left, right = QVBoxLayout(), QVBoxLayout()
        for place, (title, shortcuts) in enumerate(keys.groups().items()):
            (right if place else left).addLayout(self._group(title, shortcuts))
        for column in (left, right):
            column.setSpacing(theme.px(16))
            column.addStretch(1)
            columns.addLayout(column)
        close = QPushButton("Đóng", self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        # With large letters the sheet is larger than a small screen.
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        outer.addWidget(scroll, 1)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

        room = self.screen().availableGeometry().size() - QSize(theme.px(40), theme.px(60))
        if holder.sizeHint().width() > room.width():
            columns.setDirection(QBoxLayout.Direction.TopToBottom)
        self.resize((holder.sizeHint() + QSize(theme.px(40), theme.px(64))).boundedTo(room))

    def _group(self, title: str, shortcuts: list[keys.Shortcut]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(3))
        head = QLabel(title, self)
        head.setProperty("tone", "section")
        grid.addWidget(head, 0, 0, 1, 2)
        for line, each in enumerate(shortcuts, start=1):
            pressed = QHBoxLayout()
            pressed.setSpacing(theme.px(4))
            for part in each.keys:
                if not part.endswith(("Return", "=")):
                    cap = QLabel(keys.drawn(part), self)
                    cap.setProperty("tone", "key")
                    pressed.addWidget(cap)
            pressed.addStretch(1)
            grid.addLayout(pressed, line, 0)
            grid.addWidget(QLabel(each.text, self), line, 1)
        grid.setColumnStretch(1, 1)
        return grid
