"""«Kế hoạch 322»: every target of the plan in a period, who stands behind each, and what is done with the period."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.rules import plan as law_plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.recounting import Changed, Recount
from ansinh_desktop.services.plan.rows import STATES, Row, states
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports import charts
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.drawn import DrawnChart
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.pages.plan import words
from ansinh_desktop.ui.pages.plan.looking import Looked, look
from ansinh_desktop.ui.pages.plan.period_choice import PeriodChoice
from ansinh_desktop.ui.pages.plan.switches_dialog import SwitchesDialog
from ansinh_desktop.ui.pages.plan.target_pane import TargetPane
from ansinh_desktop.ui.pages.plan.targets_table import TargetsTable
from ansinh_desktop.ui.pages.register.fitting_row import FittingRow
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.choosing.segments import Segments

_BESIDE_FROM = 1000
"""The width of the page, at 100 %, from which the target stands beside the table."""
_LOW = 640
_PANE = 376
_REST_MS = 150
_LEGEND = (("filled", "trong"), ("hatched", "chưa rõ"), ("hollow", "ngoài"), ("tick", "mức của kế hoạch"))
_ALL = ""
_EVERY = "all"


class PlanPage(HeadedPage):
    """One period of the plan.

    Signals:
        case_asked: A case is to be opened. Carries the record's id and its register.
        list_asked: The records behind a number are wanted. Carries their query.
        counted: How many targets are reached is known anew. Carries it in words.
    """

    case_asked = Signal(str, str)
    list_asked = Signal(object)
    counted = Signal(str)

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(law_plan.plan_on(clock.today()).title, "ke-hoach", parent)
        self._program, self._tasks = program, tasks
        self.looked: Looked | None = None
        self._seen = -1
        self._unit: str | None = None
        self._changed: Mapping[str, Changed] = {}
        self._inside = self._low = False
        self.period = PeriodChoice(self)
        self.communes = QComboBox(self)
        self.enter_button = button("Nhập số theo kỳ…", "square-pen", self, name="enter_figures")
        self.close_button = button("Chốt kỳ…", "lock", self, name="close_period")
        self.chips = Segments("states", "Trạng thái", self)
        self.legend = DrawnChart("legend", "Chú giải", self)
        self.kept = QLabel(self)
        self.table = TargetsTable(self)
        self.pane = TargetPane(self)
        self.ways = QLabel(self)
        self.ways_button = QPushButton("Đổi…", self)
        self._course_soon = pause(self, _REST_MS, self._ask_course)
        self._lay_out()
        self._connect()

    # ---------------------------------------------------------------- what is shown

    def refresh(self) -> None:
        """Show the period as it is known now; nothing is asked where nothing was written since."""
        if self._seen != self._program.vault.changes:
            self.load()

    def load(self) -> None:
        """Reckon the period anew."""
        self._seen = self._program.vault.changes
        period, unit = self.period.period, self._unit
        task = self._tasks.run(
            lambda: look(self._program, period, unit),
            self._take,
            failed=self._refuse,
            owner=self,
            title=f"Tính chỉ tiêu {period.name}",
            urgent=True,
        )
        self.progress.follow(task)

    def take_focus(self) -> None:
        """Give the keyboard to the targets, or to the one that is looked into."""
        if self._inside:
            self.pane.take_focus()
        else:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_back(self) -> None:
        """Show all targets."""
        self._leave_target()
        self.refresh()

    def course_waits(self) -> bool:
        """Whether the earlier periods of a target are about to be asked for."""
        return self._course_soon.isActive()

    def show_target(self, target: str) -> None:
        """Make a target the current one."""
        self.chips.choose(_EVERY)
        self._fill()
        self.table.select(target)

    def _take(self, looked: Looked) -> None:
        if looked.answer.period != self.period.period:
            return  # another period was chosen meanwhile
        self.looked, self._changed = looked, {}
        self.title.setText(looked.answer.plan.title)
        self._offer_communes()
        self._offer_chips()
        self._say_kept()
        self._say_ways()
        self._fill()
        if looked.closed is not None and not self._program.office.receives:
            period = looked.answer.period
            self._tasks.run(lambda: self._program.plans.recount(period), self._take_recount, owner=self)

    def _take_recount(self, found: Recount) -> None:
        if self.looked is None or found.told.period != self.looked.answer.period.code:
            return
        self._changed = {each.target: each for each in found.changed}
        self._say_kept()
        self._show_target(self.table.current())

    def _refuse(self, error: Exception) -> None:
        self._seen = -1
        self.say(error)

    def _fill(self) -> None:
        if self.looked is not None:
            only = self.chips.key()
            self.table.show_lines(
                self.looked.answer.plan, self.looked.lines, _ALL if only == _EVERY else only
            )

    def _show_target(self, target: str) -> None:
        if self.looked is None or not target:
            return
        self.pane.show_target(self.looked, target, self._changed.get(target))
        self._course_soon.start()

    def _ask_course(self) -> None:
        target, period = self.pane.target, self.period.period
        if self.looked is None or not target:
            return
        row = self.looked.row(target)
        if row is None or row.state == "hidden" or self._unit is not None:
            return
        self._tasks.run(
            lambda: self._program.plans.course(target, period), partial(self._take_course, target), owner=self
        )

    def _take_course(self, target: str, course: Sequence[Row]) -> None:
        self.pane.show_course(target, course)

    # ---------------------------------------------------------------- what is said around the table

    def _offer_communes(self) -> None:
        looked = self.looked
        if looked is None or not looked.communes:
            return
        units = [(None, "Tất cả các xã"), *((each.unit, each.unit_name) for each in looked.communes)]
        if [self.communes.itemData(at) for at in range(self.communes.count())] == [unit for unit, _ in units]:
            return
        names = [name for _, name in units]
        blocked = self.communes.blockSignals(True)  # noqa: FBT003 - Qt takes no name
        self.communes.clear()
        for unit, name in units:
            # Two of one name carry their code.
            self.communes.addItem(f"{name} ({unit})" if unit and names.count(name) > 1 else name, unit)
        self.communes.setCurrentIndex(max(0, self.communes.findData(self._unit)))
        self.communes.blockSignals(blocked)
        self.communes.show()

    def _offer_chips(self) -> None:
        if self.looked is None:
            return
        lines = self.looked.lines
        counts = {state: sum(each.state == state for each in lines) for state in STATES}
        offered = [(state, f"{STATES[state]} {count}") for state, count in counts.items() if count]
        signs: dict[str, tuple[str, str]] = {
            state: (sign.icon, sign.tone) for state, sign in words.SIGNS.items()
        }
        self.chips.set_choices([(_EVERY, f"Cả {len(lines)}"), *offered], signs)
        if not self.chips.key():
            self.chips.choose(_EVERY)
        self.counted.emit(f"{states(self.looked.answer.rows)['reached']}/{len(lines)}")

    def _say_kept(self) -> None:
        """Say that the period is closed, by whom, and what is otherwise since."""
        closed = self.looked.closed if self.looked is not None else None
        self.kept.setVisible(closed is not None)
        may = self._program.plans.may_close and not self._program.office.receives
        self.close_button.setVisible(may and closed is None)
        self.close_button.setEnabled(self._is_over())
        if closed is None:
            return
        at = calendar.wall_time(datetime.datetime.fromisoformat(closed.told.closed_at or ""))
        said = f"Đã chốt lúc {at:%H:%M} ngày {at:%d/%m/%Y} bởi {closed.told.closed_by}."
        if not closed.sound:
            said += " Chữ ký không khớp: số đã chốt có thể đã bị sửa."
        elif self._changed:
            said += f" Từ đó {len(self._changed)} chỉ tiêu nay đã khác."
        self.kept.setText(said)
        tone = "error" if not closed.sound else "warning" if self._changed else "muted"
        theme.mark(self.kept, tone=tone)

    def _say_ways(self) -> None:
        if self.looked is None:
            return
        plan, now = self.looked.answer.plan, self.looked.answer.switches
        others = [
            f"{each.label}: {each.values[now[each.id]]}"
            for each in plan.switches.values()
            if now[each.id] != each.default
        ]
        rest = len(plan.switches) - len(others)
        default = f"{rest} chỗ để mở theo mặc định" if rest else ""
        said = ["Cách tính: " + " · ".join(filter(None, (*others, default))) + "."]
        if not self._is_over():
            from_ = wording.date(self.period.period.last + datetime.timedelta(days=1))
            said.insert(0, f"Số tạm tính, kỳ chưa hết: chốt được từ {from_}.")
        self.ways.setText(" ".join(said))
        every = [f"{each.label}: {each.values[now[each.id]]}" for each in plan.switches.values()]
        self.ways.setToolTip("\n".join(every))

    def _is_over(self) -> bool:
        return self.period.period.last < clock.today()

    # ---------------------------------------------------------------- acts

    @opens
    def ask_ways(self) -> None:
        """Ask how is counted where the plan leaves it open."""
        if self.looked is None:
            return
        dialog = SwitchesDialog(self.looked.answer.plan, self.looked.answer.switches, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self._turn)
        dialog.open()

    def _turn(self, chosen: Mapping[str, str]) -> None:
        def turn() -> None:
            for switch, code in chosen.items():
                self._program.plans.turn(switch, code)

        if chosen:
            self._do(turn, "Đã đổi cách tính.")

    def _do(self, work: Callable[[], object], said: str) -> None:
        """Do something, then reckon anew."""
        self.banner.clear()

        def done(_result: object) -> None:
            self.banner.say(said, "good")
            self.load()

        self.progress.follow(self._tasks.run(work, done, failed=self.say, owner=self, title="Ghi kế hoạch"))

    def _change_period(self) -> None:
        self.banner.clear()
        self.load()

    def _go_to(self, code: str) -> None:
        self.period.go_to(Period.of(code))

    def _change_commune(self) -> None:
        self._unit = self.communes.currentData()
        self.load()

    def _go_to_commune(self, unit: str) -> None:
        if (at := self.communes.findData(unit)) >= 0:
            self.communes.setCurrentIndex(at)

    def _open_target(self, _target: str) -> None:
        self._inside = True
        self._share_room()
        self.pane.take_focus()

    def _leave_target(self) -> None:
        self._inside = False
        self._share_room()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---------------------------------------------------------------- the frame

    def _lay_out(self) -> None:
        self.head.insertWidget(1, self.period)
        self.head.insertWidget(2, self.communes)
        self.head.addWidget(FittingRow((self.enter_button, self.close_button), self))
        self.communes.setAccessibleName("Xã")
        self.communes.setProperty("look", "yes")
        self.communes.hide()
        self.kept.setWordWrap(True)
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
        self.ways_button.setVisible(self._program.plans.may_enter)
        ways = QHBoxLayout()
        ways.addWidget(self.ways, 1)
        ways.addWidget(self.ways_button, 0, Qt.AlignmentFlag.AlignTop)
        self._left = QWidget(self)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.px(6))
        left.addWidget(self.table, 1)
        left.addLayout(ways)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setProperty("role", "gap")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.px(8))
        for place, each in enumerate((self._left, self.pane)):
            self._split.addWidget(each)
            self._split.setStretchFactor(place, 1 - place)
        self._split.setSizes([theme.px(734), theme.px(_PANE)])
        self.body.addLayout(chips)
        self.body.addWidget(self.kept)
        self.body.addWidget(self._split, 1)

    def _connect(self) -> None:
        self.period.changed.connect(self._change_period)
        self.communes.currentIndexChanged.connect(lambda _at: self._change_commune())
        self.chips.chosen.connect(lambda _key: self._fill())
        self.table.chosen.connect(self._show_target)
        self.table.opened.connect(self._open_target)
        self.pane.left.connect(self._leave_target)
        self.pane.opened.connect(self.case_asked)
        self.pane.list_asked.connect(self.list_asked)
        self.pane.period_asked.connect(self._go_to)
        self.pane.commune_asked.connect(self._go_to_commune)
        self.ways_button.clicked.connect(self.ask_ways)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the target stand beside the table, or in its place where there is no room for both."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        beside = self.width() >= theme.px(_BESIDE_FROM)
        self._left.setVisible(beside or not self._inside)
        self.pane.setVisible(beside or self._inside)
        self.pane.let_go_back(not beside)
        low = self.height() < theme.px(_LOW)
        if low != self._low:
            self._low = low
            self.pane.set_low(low)
        self.legend.setVisible(beside)
        self.period.set_short(not beside)
