"""What the next package would carry, before it is made: each number opens the records behind it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.services.sync.standing import Door, Standing
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.flow import FlowLayout
from ansinh_desktop.ui.widgets.progress_strip import number


class WaitingCard(QFrame):
    """The figure, the registers, and why it is so much.

    Signals:
        list_asked: The records behind a number are wanted. Carries their query.
    """

    list_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("help_anchor", "mot-vong-gui")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        heading = QLabel("Gói sắp gửi", self)
        heading.setProperty("tone", "section")
        self.figure, self.said, self.why, self.aside = (QLabel(self) for _ in range(4))
        self.figure.setFont(theme.type_font("figure", bold=True))
        self.figure.setObjectName("waiting_count")
        self.aside.setProperty("tone", "muted")
        for each in (self.said, self.why, self.aside):
            each.setWordWrap(True)
        self.why.setProperty("tone", "note")
        self.why.setObjectName("why_whole")
        self.receiver = QLabel(self)
        self.receiver.setProperty("tone", "muted")
        self._doors = QWidget(self)
        self._flow = FlowLayout(self._doors, gap=10)
        self.doors: dict[str, QPushButton] = {}
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        column.setSpacing(theme.px(6))
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self.receiver)
        column.addLayout(top)
        column.addLayout(line)
        column.addWidget(self._doors)
        column.addWidget(self.why)
        column.addWidget(self.aside)

    def show_standing(self, found: Standing) -> None:
        """Show what waits."""
        waiting = found.waiting
        self.receiver.setText(f"Gửi cho: {waiting.receiver}" if waiting.receiver else "Chưa có đơn vị nhận")
        self.figure.setText(number(waiting.records))
        self.figure.setVisible(waiting.records > 0)
        self.said.setText(_said(found))
        self.why.setText(f"Gói tới gửi toàn bộ hồ sơ: {found.why_whole}." if found.why_whole else "")
        self.why.setVisible(bool(found.why_whole))
        aside = []
        if waiting.drafts:
            aside.append(f"{number(waiting.drafts)} hồ sơ còn là nháp, chưa được gửi.")
        removed = sum(each.removed for each in found.doors)
        if removed:
            aside.append(
                f"{number(removed)} hồ sơ đã rút sau khi gửi: gói báo cho đơn vị nhận để họ cũng rút."
            )
        self.aside.setText(" ".join(aside))
        self.aside.setVisible(bool(aside))
        self._show_doors(found)

    def _show_doors(self, found: Standing) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.doors = {}
        for each in found.doors:
            if each.count:
                self._add_door(each)
        self._doors.setVisible(bool(self.doors))

    def _add_door(self, door: Door) -> None:
        link = QPushButton(text.literal(f"{door.title}: {number(door.count)}"), self._doors)
        link.setObjectName(f"door_{door.register}")
        link.setProperty("role", "link")
        link.setToolTip("Mở các hồ sơ này trong sổ")
        link.clicked.connect(lambda: self.list_asked.emit(door.query))
        self._flow.addWidget(link)
        link.show()
        self.doors[door.register] = link


def _said(found: Standing) -> str:
    waiting = found.waiting
    if waiting.records:
        return "hồ sơ mới hoặc vừa sửa chưa có biên nhận."
    if waiting.other:
        return "Không có hồ sơ nào mới. Còn hộ, quan hệ hoặc ấp, khóm vừa sửa chờ gửi."
    if not found.waiting.receiver:
        return "Chưa có hồ sơ nào hoàn chỉnh để gửi."
    return "Mọi hồ sơ đã có biên nhận."
