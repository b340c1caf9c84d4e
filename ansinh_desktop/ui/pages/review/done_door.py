"""Above the inbox: in how many records something was settled today; pressed it shows them."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.progress_strip import number


class DoneDoor(QWidget):
    """The line; there is none before the first.

    Signals:
        asked: They are to be shown, or to go again.
    """

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        sign, side = QLabel(self), theme.px(16)
        drawn = icon("circle-check", theme.tone("good")[0])
        sign.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatio()))
        words = QLabel("Đã xong hôm nay:", self)
        words.setProperty("tone", "muted")
        self.link = QPushButton(self)
        self.link.setObjectName("done_today")
        self.link.setProperty("role", "link")
        self.link.setAutoDefault(False)
        self.link.setToolTip("Xem những hồ sơ vừa sửa hoặc giữ hôm nay; bấm lần nữa để cất")
        self.link.clicked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        for each in (sign, words, self.link):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def say(self, records: int) -> None:
        """Say in how many records."""
        self.link.setText(f"{number(records)} hồ sơ")
        self.link.setAccessibleName(f"Đã xong hôm nay: {number(records)} hồ sơ")
        self.setVisible(bool(records))
