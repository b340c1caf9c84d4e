"""Beneath the pages of the navigation: that what is typed is kept, and when it was last copied."""

import datetime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.daily_backup import DailyBackup
from ansinh_desktop.ui.icons import icon

_EVERY_MS = 5 * 60 * 1000
_OLD_DAYS = 3
"""A copy is taken on every day of work: one that is older means that something keeps it from being taken.
One of a day that has not come means that the clock of the machine is wrong, or was."""
_NARROW = 120


class SavedFoot(QFrame):
    """The two lines; only a sign where the navigation is one of signs.

    Signals:
        asked: It was pressed.
    """

    asked = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("saved_foot")
        self.setProperty("role", "navigation")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._program, self._tasks = program, tasks
        self.sign = QLabel(self)
        self.kept, self.copied = QLabel("Gõ đến đâu lưu đến đó", self), QLabel(self)
        for each in (self.kept, self.copied):
            each.setProperty("tone", "small")
            each.setTextFormat(Qt.TextFormat.PlainText)
            # As wide as the navigation above, which decides.
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self.kept)
        lines.addWidget(self.copied)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(18), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(10))
        row.addWidget(self.sign)
        row.addLayout(lines, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.backup = DailyBackup(program, tasks, self)
        self.backup.taken.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Ask when the last copy was taken."""
        self._tasks.run(lambda: self._program.backups.latest, self.show_latest, owner=self)

    def show_latest(self, at: datetime.datetime | None) -> None:
        """Say when that was."""
        days = (clock.today() - clock.local(at).date()).days if at is not None else 0
        old = at is None or days >= _OLD_DAYS or days < 0
        self.copied.setText(_words(at, days))
        theme.mark(self.copied, tone="warning" if old else "small")
        drawn = icon("triangle-alert" if old else "shield-check", theme.tone("warning" if old else "good")[0])
        side = theme.px(18)
        self.sign.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatio()))
        said = f"{self.kept.text()}. {self.copied.text()}."
        if at is not None and days < 0:
            said += f" Bản sao lưu gần nhất ghi ngày {clock.local(at):%d/%m/%Y}, sau hôm nay."
        self.setToolTip(f"{said} Bấm để xem các bản sao lưu.")
        self.setAccessibleName(said)

    def stop(self) -> None:
        """Ask no more, and begin no copy."""
        self.backup.stop()
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words out where there is room for the sign alone."""
        super().resizeEvent(event)
        for each in (self.kept, self.copied):
            each.setVisible(self.width() > theme.px(_NARROW))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lead to the copies."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.asked.emit()


def _words(at: datetime.datetime | None, days: int) -> str:
    if at is None:
        return "Chưa sao lưu lần nào"
    local = clock.local(at)
    if days < 0:
        return "Ngày giờ máy có đúng?"
    if not days:
        return f"Sao lưu {local:%H:%M} hôm nay"
    return f"Sao lưu {local:%H:%M} hôm qua" if days == 1 else f"Sao lưu {local:%d/%m}, {days} ngày"
