"""The sheet of shortcuts behind «?»."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop.ui import keys, theme


class KeySheet(QDialog):
    """All shortcuts, by where they work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Phím tắt")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(20),) * 4)
        outer.setSpacing(theme.px(16))
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(40))
        left, right = QVBoxLayout(), QVBoxLayout()
        for place, (title, shortcuts) in enumerate(keys.groups().items()):
            (left if place < 1 else right).addLayout(self._group(title, shortcuts))
        for column in (left, right):
            column.setSpacing(theme.px(16))
            column.addStretch(1)
            columns.addLayout(column)
        close = QPushButton("Đóng", self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        outer.addLayout(columns)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _group(self, title: str, shortcuts: list[keys.Shortcut]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(5))
        head = QLabel(title, self)
        head.setProperty("tone", "section")
        grid.addWidget(head, 0, 0, 1, 2)
        for line, each in enumerate(shortcuts, start=1):
            pressed = QHBoxLayout()
            pressed.setSpacing(theme.px(4))
            for part in each.keys:
                if not part.endswith(("Return", "=")):
                    cap = QLabel(part, self)
                    cap.setProperty("tone", "key")
                    pressed.addWidget(cap)
            pressed.addStretch(1)
            grid.addLayout(pressed, line, 0)
            grid.addWidget(QLabel(each.text, self), line, 1)
        grid.setColumnStretch(1, 1)
        return grid
