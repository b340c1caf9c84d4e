"""The steps of the first hour, beside the window; each is ticked when it was really done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ansinh_desktop.ui import theme
from ansinh_desktop.ui.course.steps import STEPS, Learning, Step
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import button

_WIDE, _LOOK_MS = 280, 500


class CoursePanel(QFrame):
    """The course.

    Signals:
        ended: Whoever learns has had enough.
    """

    ended = Signal()

    def __init__(self, learning: Learning, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("course")
        self.setProperty("role", "card")
        self.setFixedWidth(theme.px(_WIDE))
        self.learning = learning
        title = QLabel("Học giờ đầu tiên", self)
        title.setProperty("tone", "section")
        lead = QLabel("Mọi người ở đây đều là giả. Sổ thật của xã đang khóa, không bị đụng đến.", self)
        lead.setProperty("tone", "muted")
        lead.setWordWrap(True)
        self.far = QLabel(self)
        self.far.setObjectName("course_far")
        self.lines = {each.key: _Line(each, partial(self._do, each), self) for each in STEPS}
        inner = QWidget(self)
        inner.setProperty("role", "page")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, theme.px(8), 0)
        lines.setSpacing(theme.px(8))
        for each in self.lines.values():
            lines.addWidget(each)
        lines.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self._area = area
        self.end = button("Kết thúc, xóa hết dữ liệu giả", "x", self, name="end_course")
        self.end.clicked.connect(self.ended)
        column = QVBoxLayout(self)
        for each_part in (title, lead, self.far):
            column.addWidget(each_part)
        column.addWidget(area, 1)
        column.addWidget(self.end)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._show()

    def look(self) -> None:
        """Tick what was done since; not while something is written, nor once the data are closed."""
        tasks = self.learning.tasks
        if tasks.is_at_work() or tasks.is_finished():
            return
        found = {
            each.key for each in STEPS if each.key not in self.learning.done and each.is_done(self.learning)
        }
        if found:
            self.learning.done |= found
            self._show()

    def _do(self, step: Step) -> None:
        step.do(self.learning)

    def _show(self) -> None:
        done = self.learning.done
        current = next((each.key for each in STEPS if each.key not in done), "")
        for key, line in self.lines.items():
            line.show_state(done=key in done, current=key == current)
        self.far.setText(
            f"Đã làm {len(done)} trong {len(STEPS)} việc."
            if current
            else "Xong cả rồi. Bấm Ctrl+L hay nút dưới cùng: dữ liệu giả bị xóa, sổ thật chờ mật khẩu."
        )
        self.far.setWordWrap(True)
        if current:
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.lines[current]))


class _Line(QWidget):
    def __init__(self, step: Step, do: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = QLabel(self)
        self.title = QLabel(step.title, self)
        self.title.setWordWrap(True)
        self._words = QLabel(step.words, self)
        self._words.setWordWrap(True)
        self._words.setProperty("tone", "small")
        self.act = QPushButton(step.act, self)
        self.act.setObjectName(f"course_{step.key}")
        self.act.clicked.connect(lambda _on=False: do())
        self._has_act = bool(step.act)
        head = QHBoxLayout()
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addWidget(self._words)
        column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)

    def show_state(self, *, done: bool, current: bool) -> None:
        """Show whether it is done, and whether it is the next."""
        colours, side = theme.colours(), theme.px(16)
        drawn = icon("circle-check", theme.tone("good")[0]) if done else icon("circle-dot", colours.accent)
        self._sign.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatio()))
        self.title.setFont(theme.type_font("text", bold=current))
        theme.mark(self.title, tone="muted" if done else "")
        self.title.setAccessibleDescription("đã làm" if done else "")
        self._words.setVisible(current)
        self.act.setVisible(current and self._has_act)
