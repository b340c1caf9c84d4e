"""«Kế hoạch 322»: every target of the plan in a period, who stands behind each, and what is done with the period."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ansinh_desktop import clock
from ansinh_desktop.rules import plan as law_plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.recounting import Recount
from ansinh_desktop.services.plan.rows import states
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.pages.plan import words
from ansinh_desktop.ui.pages.plan.commune_choice import CommuneChoice, ask_targets
from ansinh_desktop.ui.pages.plan.figures_desk import FiguresDesk
from ansinh_desktop.ui.pages.plan.helping import Helping
from ansinh_desktop.ui.pages.plan.looking import Looked, look
from ansinh_desktop.ui.pages.plan.period_choice import PeriodChoice
from ansinh_desktop.ui.pages.plan.plan_papers import PlanPapers
from ansinh_desktop.ui.pages.plan.plan_sheet import BESIDE_FROM, PlanSheet
from ansinh_desktop.ui.pages.plan.switches_dialog import SwitchesDialog
from ansinh_desktop.ui.widgets.fitting_row import FittingRow

_LEAST = 560


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
        self._wanted = ""
        self.period = PeriodChoice(self)
        self.communes = CommuneChoice(self)
        self.enter_button = button("Nhập số theo kỳ…", "square-pen", self, name="enter_figures")
        self.assign_button = button("Giao chỉ tiêu…", "flag", self, name="assign_targets")
        self.close_button = button("Chốt kỳ…", "lock", self, name="close_period")
        self.papers = PlanPapers(program, tasks, self)
        self._stack = QStackedWidget(self)
        self.sheet = PlanSheet(program, tasks, self._stack)
        self.figures = FiguresDesk(program, tasks, self._stack)
        self.helping = Helping(program, tasks, self, lambda: self.period.period, self._end)
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
        period, unit = self.period.period, self.communes.unit()
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
        """Give the keyboard to what is shown."""
        if self._stack.currentWidget() is self.sheet:
            self.sheet.take_focus()
        else:
            self.figures.setFocus()

    def go_back(self) -> None:
        """Show all targets."""
        if self._stack.currentWidget() is self.figures:
            self._leave_figures()
        self.sheet.leave_target()

    def spot_inside(self) -> Spot | None:
        period = self.figures.period
        if self._stack.currentWidget() is not self.figures or period is None:
            return None
        return Spot(self.figures, Opening(type(self).__name__, "open_figures", (period.code,)))

    def show_target(self, period: Period, target: str) -> None:
        """Show a target in a period."""
        self._wanted = target
        self.go_back()
        self.period.set_period(period)
        self.load()

    def _take(self, looked: Looked) -> None:
        if (looked.answer.period, looked.unit) != (self.period.period, self.communes.unit()):
            return  # another one was chosen meanwhile
        self.looked = looked
        self.title.setText(looked.answer.plan.title)
        self.papers.set_period(looked.answer.period, looked.unit)
        self.communes.offer(looked)
        self.close_button.setEnabled(looked.closed is None and looked.answer.period.last < clock.today())
        self.close_button.setVisible(self._program.plans.may_close and not self._program.office.receives)
        self.assign_button.setVisible(looked.of_one and self._program.plans.may_close)
        self.sheet.show_period(looked)
        if self._wanted:
            self.sheet.select(self._wanted)
            self._wanted = ""
        self.counted.emit(f"{states(looked.answer.rows)['reached']}/{len(looked.lines)}")
        if looked.closed is not None and not self._program.office.receives:
            plans, period = self._program.plans, looked.answer.period
            self._tasks.run(lambda: plans.recount(period), self._take_recount, owner=self)

    def _take_recount(self, found: Recount) -> None:
        if self.looked is not None and found.told.period == self.looked.answer.period.code:
            self.sheet.show_changed({each.target: each for each in found.changed})

    def _refuse(self, error: Exception) -> None:
        self._seen = -1
        self.say(error)

    # ---------------------------------------------------------------- which period, which commune

    def _change_period(self) -> None:
        self.banner.clear()
        self.load()

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

    @opens
    def ask_targets(self, unit: str) -> None:
        """Ask what a commune has to reach of what the plan asks of the whole province."""
        looked = self.looked
        names = {each.unit: each.unit_name for each in looked.communes} if looked is not None else {}
        if looked is None or unit not in names:
            return
        plan = looked.answer.plan
        dialog = ask_targets(self._program, plan, unit, names[unit], tasks=self._tasks, parent=self)
        dialog.done_well.connect(lambda _result: self._end(f"Đã giao chỉ tiêu cho {names[unit]}."))
        dialog.open()

    def _end(self, said: str) -> None:
        """Say what was done, and reckon anew."""
        self.banner.say(said, "good")
        self.load()

    def close_period(self) -> None:
        """Close the period for good, once that was agreed to."""
        looked = self.looked
        if looked is None or not self.close_button.isEnabled():
            return
        period = looked.answer.period
        if messages.ask(self, words.closing(looked), "Chốt kỳ", "Để sau"):
            self._do(lambda: self._program.plans.close(period), f"Đã chốt {period.name}.")

    def _do(self, work: Callable[[], object], said: str) -> None:
        """Do something, then reckon anew."""
        self.banner.clear()
        done = self._tasks.run(
            work, lambda _result: self._end(said), failed=self.say, owner=self, title="Ghi kế hoạch"
        )
        self.progress.follow(done)

    @opens
    def open_figures(self, period: str, target: str = "") -> None:
        """Show where the figures of a period are entered."""
        if not self._program.plans.may_enter:
            return
        wanted = Period.of(period)
        self.period.set_period(wanted)
        self.banner.clear()
        self._show_sheet(shown=False)
        self.figures.show_period(law_plan.plan_on(wanted.last), wanted, target)

    def _enter(self, target: str = "") -> None:
        self.open_figures(self.period.period.code, target)

    def _leave_figures(self) -> None:
        self._show_sheet(shown=True)
        self.load()
        self.sheet.take_focus()

    def _end_figures(self, count: int) -> None:
        self._leave_figures()
        self.banner.say(
            f"Đã ghi {count} số của {self.period.period.name}." if count else "Không có số nào đổi.", "good"
        )

    # ---------------------------------------------------------------- the frame

    def _show_sheet(self, *, shown: bool) -> None:
        self._stack.setCurrentWidget(self.sheet if shown else self.figures)
        for each in (self.period, self._acts):
            each.setVisible(shown)

    def _lay_out(self) -> None:
        # Less than the heading has at first: it takes less as soon as there is less.
        self.setMinimumWidth(theme.px(_LEAST))
        self.head.insertWidget(1, self.period)
        self.head.insertWidget(2, self.communes)
        self._acts = FittingRow(
            (self.enter_button, self.assign_button, self.papers.report, self.close_button, self.papers.more),
            self,
        )
        self.head.addWidget(self._acts)
        self.enter_button.setVisible(self._program.plans.may_enter)
        self.assign_button.hide()
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self.figures)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        sheet, pane = self.sheet, self.sheet.pane
        self.period.changed.connect(self._change_period)
        self.communes.changed.connect(self._change_period)
        self.enter_button.clicked.connect(lambda _on=False: self._enter())
        self.assign_button.clicked.connect(lambda _on=False: self.ask_targets(self.communes.unit() or ""))
        self.close_button.clicked.connect(self.close_period)
        self.papers.said.connect(lambda said: self.banner.say(said, "good"))
        sheet.ways_asked.connect(self.ask_ways)
        sheet.table.enter_asked.connect(self._enter)
        pane.enter_asked.connect(self._enter)
        pane.opened.connect(self.case_asked)
        pane.list_asked.connect(self.list_asked)
        pane.help_asked.connect(self.helping.ask)
        pane.period_asked.connect(lambda code: self.period.go_to(Period.of(code)))
        pane.commune_asked.connect(self.communes.go_to)
        self.figures.left.connect(self._leave_figures)
        self.figures.written.connect(self._end_figures)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the kinds of periods be one field where there is little room."""
        super().resizeEvent(event)
        self.period.set_short(self.width() < theme.px(BESIDE_FROM + 40))
