"""«Tháng chi trả»: how far a month of payment has come, its figures, what stands in the way, whom it pays."""

import datetime
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ansinh_desktop import clock
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.payments.months import STATES, MonthView
from ansinh_desktop.services.payments.standing import Standing
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.pages.page import HeadedPage
from ansinh_desktop.ui.pages.payments.month_choice import MonthChoice
from ansinh_desktop.ui.pages.payments.month_papers import MonthPapers
from ansinh_desktop.ui.pages.payments.month_sheet import MonthSheet
from ansinh_desktop.ui.pages.payments.results_desk import ResultsDesk
from ansinh_desktop.ui.pages.payments.words import minutes, people
from ansinh_desktop.ui.widgets.aside import Aside


class PaymentsPage(HeadedPage):
    """One month of payment.

    Signals:
        case_asked: A case is to be opened. Carries the record's id and its register.
    """

    case_asked = Signal(str, str)

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Tháng chi trả", "chi-tra", parent)
        self._program, self._tasks = program, tasks
        self._register = program.payments.register.code
        self.standing: Standing | None = None
        self._seen = -1
        self._begun = False
        self._figure = ""
        self.month = MonthChoice("payment_month", "Tháng chi trả", self)
        self.said = Aside(self)
        self.papers = MonthPapers(program, tasks, self)
        self._stack = QStackedWidget(self)
        self.sheet = MonthSheet(
            lambda found: program.many.settling(self._register, found), tasks, self._stack
        )
        self.results = ResultsDesk(program, tasks, self._stack)
        self._lay_out()
        self._connect()

    # ---------------------------------------------------------------- what is shown

    def refresh(self) -> None:
        """Show the month as it stands; nothing is asked where nothing was written since."""
        if not self._begun:
            self._begun = True
            self._tasks.run(
                self._program.payments.month_of_work, self._begin, failed=self.say, owner=self, urgent=True
            )
        elif self._seen != self._program.vault.changes:
            self.load()

    def load(self, month: datetime.date | None = None, figure: str = "") -> None:
        """Ask for a month anew.

        Args:
            month: Another one to be chosen; that which is where None.
            figure: Which of its figures is to be opened, as its door is called.
        """
        if month is not None:
            self.month.set_month(month)
            self._show_month_itself(shown=True)
        wanted = self.month.month()
        self._figure = figure
        self._seen = self._program.vault.changes
        task = self._tasks.run(
            lambda: self._program.payments.standing(wanted),
            self._take,
            failed=self._refuse,
            owner=self,
            title=f"Xem tháng {wording.month(wanted)}",
            urgent=True,
        )
        self.progress.follow(task)

    def take_focus(self) -> None:
        """Give the keyboard to where a record was opened last, at first to what stands in the way."""
        self.sheet.take_focus()

    def _begin(self, month: datetime.date) -> None:
        if self._seen < 0:  # else one was asked for meanwhile
            self.load(month)

    def _take(self, standing: Standing) -> None:
        if standing.view.day != self.month.month():
            return  # another month was chosen meanwhile
        self.standing = standing
        self.papers.set_month(standing.view.day)
        self.said.setText(f"xem lúc {calendar.wall_time(clock.now()):%H:%M}")
        self.sheet.show_month(standing)
        if self._figure:
            self.sheet.open_figure(self._figure)
            self._figure = ""

    def _refuse(self, error: Exception) -> None:
        self._seen = -1
        self.say(error)

    # ---------------------------------------------------------------- steps

    def take_step(self, step: str) -> None:
        """Take a step with the month that is shown."""
        payments, month = self._program.payments, self.month.month()
        acts: dict[str, Callable[[datetime.date], object]] = {
            "prepared": payments.prepare,
            "checked": payments.check,
            "approved": payments.approve,
            "closed": payments.close,
            "settled": payments.settle,
        }
        if step in acts:
            self._do(lambda: acts[step](month), f"{STATES[step]} tháng {wording.month(month)}.")
        else:
            self.open_results(f"{month:%Y-%m}")

    def _keep(self, code: str, key: str, reason: str) -> None:
        month = self.month.month()
        self._do(lambda: self._program.payments.keep(month, reason, code, key), "")

    def _reopen(self, reason: str) -> None:
        month = self.month.month()
        self._do(
            lambda: self._program.payments.reopen(month, reason), f"Đã mở lại tháng {wording.month(month)}."
        )

    @opens
    def ask_many(self, code: str, records: Sequence[str]) -> None:
        """Ask what an act for many records needs, and show what it would do."""
        from ansinh_desktop.ui.dialogs.many import ask_many  # noqa: PLC0415 - only when asked for

        ask_many(
            self._program,
            self._register,
            code,
            records,
            tasks=self._tasks,
            parent=self,
            done=self._end_many,
            answers={"month": f"{self.month.month():%Y-%m}"},
        )

    def _end_many(self, said: str) -> None:
        self.banner.say(said, "good")
        self.load()

    @opens
    def open_results(self, month: str) -> None:
        """Show where the results of a month are written down."""
        day = calendar.read_month(month)
        self.month.set_month(day)
        self.banner.clear()
        self._tasks.run(
            lambda: self._program.payments.view(day),
            self._begin_results,
            failed=self.say,
            owner=self,
            urgent=True,
        )

    def spot_inside(self) -> Spot | None:
        if self._stack.currentWidget() is not self.results or not self.results.month:
            return None
        return Spot(self.results, Opening(type(self).__name__, "open_results", (self.results.month,)))

    def go_back(self) -> None:
        """Show the month, whatever was opened from it."""
        self._leave_results()

    def _begin_results(self, view: MonthView) -> None:
        if not view.is_closed:
            self.load()
            return
        self._show_month_itself(shown=False)
        self.results.show_month(view)

    def _leave_results(self) -> None:
        self._show_month_itself(shown=True)
        self.load()
        self.sheet.next.act.setFocus()

    def _show_month_itself(self, *, shown: bool) -> None:
        self._stack.setCurrentWidget(self.sheet if shown else self.results)
        for each in (self.month, self.said, self.papers):
            each.setVisible(shown)

    def _end_results(self, unpaid: int) -> None:
        self._leave_results()
        said = f"{people(unpaid)} chưa nhận." if unpaid else "Mọi người đã nhận."
        self.banner.say(f"Đã ghi kết quả chi trả tháng {wording.month(self.month.month())}: {said}", "good")

    def _do(self, work: Callable[[], object], said: str) -> None:
        """Do something with the month, then show it as it stands."""
        self.banner.clear()

        def done(_view: object) -> None:
            if said:
                self.banner.say(said, "good")
            self.load()

        task = self._tasks.run(work, done, failed=self._fail, owner=self, title="Ghi tháng chi trả")
        self.progress.follow(task)

    def _fail(self, error: Exception) -> None:
        self.say(error)
        self.load()

    # ---------------------------------------------------------------- the frame

    def _lay_out(self) -> None:
        self.head.insertWidget(1, self.month)
        self.head.insertWidget(2, self.said)
        self.head.addWidget(self.papers)
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self.results)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.month.changed.connect(self._change_month)
        self.sheet.line.asked.connect(self._tell_minutes)
        self.sheet.figures.asked.connect(
            lambda key: self.month.step(-1) if key == "previous" else self.sheet.open_figure(key)
        )
        self.sheet.opened.connect(lambda record: self.case_asked.emit(record, self._register))
        self.sheet.findings.kept.connect(self._keep)
        self.sheet.findings.many_asked.connect(self.ask_many)
        self.sheet.next.taken.connect(self.take_step)
        self.sheet.next.reopened.connect(self._reopen)
        self.results.left.connect(self._leave_results)
        self.results.written.connect(self._end_results)
        self.sheet.people.let_print(self.papers.may_print)
        self.sheet.people.print_asked.connect(lambda part: self.papers.show_paper("list", part))
        self.papers.said.connect(lambda words: self.banner.say(words, "good"))

    def _change_month(self) -> None:
        self.banner.clear()
        self.load()

    def _tell_minutes(self, step: str) -> None:
        if self.standing is not None:
            self.banner.say(minutes(self.standing.view, step), "note")
