"""The targets of a period beside the one that is looked into; around them which are shown, and how was counted."""

import datetime
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.rules import wording
from ansinh_desktop.services.plan.recounting import Changed
from ansinh_desktop.services.plan.rows import STATES
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports import charts
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drawn import DrawnChart
from ansinh_desktop.ui.pages.plan import words
from ansinh_desktop.ui.pages.plan.looking import Looked
from ansinh_desktop.ui.pages.plan.target_pane import TargetPane
from ansinh_desktop.ui.pages.plan.targets_table import TargetsTable
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.choosing.segments import Segments

BESIDE_FROM = 960
"""The width, at 100 %, from which the target stands beside the table."""
_LOW = 560
_PANE, _TABLE = 376, 734
_REST_MS = 150
_LEGEND = (("filled", "trong"), ("hatched", "chưa rõ"), ("hollow", "ngoài"), ("tick", "mức của kế hoạch"))
_EVERY = "all"


class PlanSheet(QWidget):
    """One period.

    Signals:
        ways_asked: Another way of counting is wanted.
    """

    ways_asked = Signal()

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._program, self._tasks = program, tasks
        self._looked: Looked | None = None
        self._changed: Mapping[str, Changed] = {}
        self._inside = self._low = False
        self.chips = Segments("states", "Trạng thái", self)
        self.legend = DrawnChart("legend", "Chú giải", self)
        self.kept = QLabel(self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._left = QWidget(self._split)
        self.table = TargetsTable(self._left)
        self.pane = TargetPane(self._split)
        self.ways = QLabel(self._left)
        self.ways_button = QPushButton("Đổi…", self._left)
        self._course_soon = pause(self, _REST_MS, self._ask_course)
        self._lay_out()
        self._connect()

    # ---------------------------------------------------------------- what is shown

    def show_period(self, looked: Looked) -> None:
        """Show a period; what was looked at before stays so."""
        self._looked, self._changed = looked, {}
        self._offer_chips(looked)
        self._say_kept(looked)
        self._say_ways(looked)
        self._fill()

    def show_changed(self, changed: Mapping[str, Changed]) -> None:
        """Show what is otherwise since the period was closed."""
        self._changed = changed
        if self._looked is not None:
            self._say_kept(self._looked)
            self._show_target(self.table.current())

    def select(self, target: str) -> None:
        """Make a target the current one, whatever was filtered."""
        self.chips.choose(_EVERY)
        self._fill()
        self.table.select(target)

    def take_focus(self) -> None:
        """Give the keyboard to the targets, or to the one that is looked into."""
        if self._inside:
            self.pane.take_focus()
        else:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave_target(self) -> None:
        """Show all targets."""
        self._inside = False
        self._share_room()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def course_waits(self) -> bool:
        """Whether the earlier periods of a target are about to be asked for."""
        return self._course_soon.isActive()

    # ---------------------------------------------------------------- inside

    def _fill(self) -> None:
        if self._looked is not None:
            only = self.chips.key()
            plan, lines = self._looked.answer.plan, self._looked.lines
            self.table.show_lines(plan, lines, "" if only == _EVERY else only)

    def _show_target(self, target: str) -> None:
        if self._looked is None or not target:
            return
        self.pane.show_target(self._looked, target, self._changed.get(target))
        self._course_soon.start()

    def _open_target(self, _target: str) -> None:
        self._inside = True
        self._share_room()
        self.pane.take_focus()

    def _ask_course(self) -> None:
        looked, target = self._looked, self.pane.target
        row = looked.row(target) if looked is not None else None
        # Of one commune at a receiving unit nobody reckons earlier periods.
        if looked is None or row is None or row.state == "hidden" or looked.of_one:
            return
        plans, period = self._program.plans, looked.answer.period
        shown = partial(self.pane.show_course, target)
        self._tasks.run(lambda: plans.course(target, period), shown, owner=self)

    def _offer_chips(self, looked: Looked) -> None:
        lines = looked.lines
        counts = {state: sum(each.state == state for each in lines) for state in STATES}
        offered = [(state, f"{STATES[state]} {count}") for state, count in counts.items() if count]
        signs: dict[str, tuple[str, str]] = {
            state: (sign.icon, sign.tone) for state, sign in words.SIGNS.items()
        }
        self.chips.set_choices([(_EVERY, f"Cả {len(lines)}"), *offered], signs)

    def _say_kept(self, looked: Looked) -> None:
        """Say that the period is closed, by whom, and what is otherwise since."""
        closed = looked.closed
        at = closed.told.closed_when if closed is not None else None
        self.kept.setVisible(at is not None)
        if closed is None or at is None:
            return
        said = f"Đã chốt lúc {at:%H:%M} ngày {at:%d/%m/%Y} bởi {closed.told.closed_by}."
        if not closed.sound:
            said += " Chữ ký không khớp: số đã chốt có thể đã bị sửa."
        elif self._changed:
            said += f" Từ đó {len(self._changed)} chỉ tiêu nay đã khác; chọn chỉ tiêu để xem ai, vì sao."
        self.kept.setText(said)
        tone = "error" if not closed.sound else "warning" if self._changed else "good"
        theme.mark(self.kept, tone=tone)

    def _say_ways(self, looked: Looked) -> None:
        """Say how was counted where the plan leaves it open, and that a period is not over."""
        last = looked.answer.period.last
        said = []
        if last >= clock.today():
            said.append(
                f"Số tạm tính, kỳ chưa hết: chốt được từ {wording.date(last + datetime.timedelta(days=1))}."
            )
        every = words.ways(looked)
        others = [each for each, is_default in every if not is_default]
        rest = len(every) - len(others)
        default = f"{rest} chỗ để mở theo mặc định" if rest else ""
        said.append("Cách tính: " + " · ".join(filter(None, (*others, default))) + ".")
        self.ways.setText(" ".join(said))
        self.ways.setToolTip("\n".join(each for each, _ in every))
        self.ways_button.setVisible(self._program.plans.may_enter and looked.closed is None)

    # ---------------------------------------------------------------- the frame

    def _lay_out(self) -> None:
        self.kept.setWordWrap(True)
        self.kept.setObjectName("kept")
        self.kept.hide()
        self.legend.show_chart(lambda made, width: charts.legend(made, _LEGEND, width))
        self.legend.setMinimumWidth(theme.px(300))
        chips = QHBoxLayout()
        chips.addWidget(self.chips)
        chips.addStretch(1)
        chips.addWidget(self.legend)
        self.ways.setProperty("tone", "small")
        self.ways.setWordWrap(True)
        self.ways_button.setObjectName("ways")
        self.ways_button.setProperty("role", "link")
        # With all targets above: each pixel counts on the smallest screen.
        self.ways_button.setFixedHeight(theme.px(24))
        ways = QHBoxLayout()
        ways.addWidget(self.ways, 1)
        ways.addWidget(self.ways_button, 0, Qt.AlignmentFlag.AlignTop)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.px(2))
        left.addWidget(self.table, 1)
        left.addLayout(ways)
        self._split.setProperty("role", "gap")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.px(8))
        for place, each in enumerate((self._left, self.pane)):
            self._split.addWidget(each)
            self._split.setStretchFactor(place, 1 - place)
        self._split.setSizes([theme.px(_TABLE), theme.px(_PANE)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(chips)
        column.addWidget(self.kept)
        column.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.chips.chosen.connect(lambda _key: self._fill())
        self.table.chosen.connect(self._show_target)
        self.table.opened.connect(self._open_target)
        self.pane.left.connect(self.leave_target)
        self.ways_button.clicked.connect(self.ways_asked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the target stand beside the table, or in its place where there is no room for both."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        beside = self.width() >= theme.px(BESIDE_FROM)
        self._left.setVisible(beside or not self._inside)
        self.pane.setVisible(beside or self._inside)
        self.pane.let_go_back(not beside)
        self.legend.setVisible(beside)
        # Where the target stands in the place of the table there is nothing to choose from.
        self.chips.setVisible(beside or not self._inside)
        low = self.height() < theme.px(_LOW)
        if low != self._low:
            self._low = low
            self.pane.set_low(low)
