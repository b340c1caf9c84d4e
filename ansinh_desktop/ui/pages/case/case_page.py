"""The page of one case: the person, where it stands, what was answered, what happened, who changed what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding
from ansinh_desktop.services.agenda import ToDo
from ansinh_desktop.services.attachments import PaperView
from ansinh_desktop.services.cases import Case
from ansinh_desktop.services.established import Proposal
from ansinh_desktop.services.lives.work import Recorded
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.steps import REOPENERS
from ansinh_desktop.ui import keys, messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import Spot, opens, show_tab, spot_of_tab
from ansinh_desktop.ui.forms.acts.whole_way import WholeWay
from ansinh_desktop.ui.forms.life_acts import LifeActs
from ansinh_desktop.ui.forms.life_dialog import Whom
from ansinh_desktop.ui.forms.step_dialog import StepDialog
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pages.case.case_answers import CaseAnswers
from ansinh_desktop.ui.pages.case.case_deadlines import CaseDeadlines
from ansinh_desktop.ui.pages.case.case_events import CaseEvents
from ansinh_desktop.ui.pages.case.case_forms import CaseForms
from ansinh_desktop.ui.pages.case.case_head import CaseHead
from ansinh_desktop.ui.pages.case.case_history import CaseHistory
from ansinh_desktop.ui.pages.case.case_papers import CasePapers
from ansinh_desktop.ui.pages.case.case_told import CaseTold
from ansinh_desktop.ui.pages.room import Room, RoomTabs
from ansinh_desktop.ui.transfers.giving import Giving

_EVENTS, _PAPERS = "Diễn biến và hỗ trợ", "Giấy tờ kèm theo"


@dataclass(frozen=True)
class _Read:
    """All that the page shows of a case, read in one go."""

    case: Case
    deadlines: Sequence[ToDo]
    papers: Sequence[PaperView]
    recorded: Sequence[Recorded]
    proposed: Proposal | None


class CasePage(QWidget):
    """One case, to be read; it is changed in its form.

    Signals:
        left: The officer goes back to the list.
        edit_asked: The answers are to be changed. Carries the :class:`Case`.
        case_asked: Another record of the same person is to be opened. Carries its id and its register.
        person_asked: The person is to be opened. Carries the id.
        changed: A step was taken, something was written down or taken back. Carries the record's id.
        apart_asked: The case is to stand in a window of its own. Carries its id, its register, and whether beside another.
        removed: The record was taken back. Carries its id.
        why_asked: The reasons of what the program reckons are wanted. Carries the record's id.
        undo_asked: The officer's last acts are wanted.
    """

    left = Signal()
    edit_asked = Signal(object)
    case_asked = Signal(str, str)
    person_asked = Signal(str)
    changed = Signal(str)
    apart_asked = Signal(str, str, bool)
    removed = Signal(str)
    why_asked = Signal(str)
    undo_asked = Signal()

    def __init__(
        self, program: Program, tasks: Tasks, around: Surroundings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("help_anchor", "ho-so")
        self._program, self._tasks = program, tasks
        self._cases, self._access = program.cases, program.access
        self.case: Case | None = None
        self._said = ""
        self.wanted = ""
        """The case that is shown, or is being read to be shown."""
        self.banner = messages.Banner(self)
        self.head = CaseHead(self)
        self._acts = LifeActs(self, program.lives, self._whom, tasks, around)
        self._way = WholeWay(self, lambda: self.case, program.cases, tasks)
        self._giving = Giving(self, program, lambda: self.case if self._whom() else None, tasks)
        self.told = CaseTold(program.established, tasks, self)
        self.deadlines = CaseDeadlines(self)
        self._answers = CaseAnswers(program.cases.reveals, tasks, self)
        self._happened = CaseEvents(program.cases, tasks, around, self)
        self.papers = CasePapers(program, tasks, self)
        self.forms = CaseForms(program, tasks, self.head.print_button)
        self.history = CaseHistory(program, tasks, self)
        self.tabs = RoomTabs(self)
        self.tabs.addTab(self._answers, "Hồ sơ")
        self.tabs.addTab(self._happened, _EVENTS)
        self.tabs.addTab(self.papers, _PAPERS)
        self.tabs.addTab(self.history, "Lịch sử")
        self.tabs.currentChanged.connect(lambda _place: self._ask_history())
        room = Room(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(room)
        column = room.column
        column.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(10))
        column.setSpacing(theme.px(8))
        column.addWidget(self.head)
        column.addWidget(self.banner)
        column.addWidget(self.told)
        column.addWidget(self.deadlines)
        column.addWidget(self.tabs, 1)
        self._connect()

    def show_case(self, record_id: str, *, tab: int = 0, task: str = "", editing: bool = False) -> None:
        """Read a case in the background, and show it.

        Args:
            record_id: Which.
            tab: The tab to begin at.
            task: The time limit to show it at.
            editing: Whether it was to be edited: its form follows, or what stands against it.
        """
        self.wanted = record_id
        if self.case is None or self.case.id != record_id:
            self.tabs.setCurrentIndex(tab)
            self._happened.close_form()
        self._tasks.run(
            lambda: self._read(record_id),
            lambda read: self._fill(read, task, editing=editing),
            failed=self._refuse,
            owner=self,
            urgent=True,
        )

    def refresh(self) -> None:
        """Read the case anew."""
        if self.case is not None:
            self.show_case(self.case.id)

    def spot_inside(self) -> Spot | None:
        """Return the tab that is shown."""
        return spot_of_tab(self, self.tabs)

    @opens
    def show_tab(self, name: str) -> None:
        """Show a tab."""
        show_tab(self.tabs, name)

    def may_leave(self) -> bool:
        """Ask what is to become of an event that is being typed; false where the officer stays."""
        return self._happened.may_leave()

    def _connect(self) -> None:
        self.head.back_button.clicked.connect(self._leave)
        self.head.edit_button.clicked.connect(self._edit)
        self.head.print_button.clicked.connect(self._print)
        self.head.step_asked.connect(self._ask_step)
        self.head.way_asked.connect(self._way.ask)
        self.head.record_asked.connect(self.case_asked)
        self.head.person_asked.connect(self.person_asked)
        self.head.remove_asked.connect(self._remove)
        self.head.reopen_asked.connect(self._reopen)
        self.head.why_asked.connect(self.why_asked)
        self.head.life_asked.connect(self.say_life)
        self.head.transfer_asked.connect(self._giving.ask)
        self.head.take_back_asked.connect(self._acts.take_back)
        for told in (self._acts.said, self._giving.given, self.told.taken, self._way.gone):
            told.connect(self._tell)
        for failed in (self._acts.refused, self.told.refused, self._way.refused):
            failed.connect(self._refuse)
        self._acts.place_asked.connect(self.case_asked)
        self._happened.written.connect(self._on_changed)
        for each in (self._answers, self._happened):
            each.refused.connect(self._refuse)
        self.banner.acted.connect(self._reopen)
        self.papers.changed.connect(self._on_changed)
        self.history.given_back.connect(self._on_given_back)
        self.history.refused.connect(self._refuse)
        self.history.undo_asked.connect(self.undo_asked)
        self.forms.failed.connect(self._refuse)
        self.forms.saved.connect(lambda target: self.banner.say(f"Đã lưu vào {target}.", "good"))
        self.head.apart_asked.connect(self.apart_asked)
        keys.action("apart", self, lambda: self.head.ask_apart(beside=False))
        keys.action("beside", self, lambda: self.head.ask_apart(beside=True))
        keys.action("edit", self, self._edit)
        keys.action("print", self, self._print)
        keys.action("back", self, self._leave)
        keys.action("life", self, lambda: self._acts.offer(self.say_life))

    def _read(self, record_id: str) -> _Read:
        program = self._program
        case = self._cases.get(record_id)
        return _Read(
            case,
            program.agenda.of_record(record_id),
            program.attachments.of_record(record_id),
            program.lives.recorded(case.person_id),
            program.established.proposed(record_id),
        )

    def _fill(self, read: _Read, task: str, *, editing: bool = False) -> None:
        case = read.case
        if case.id != self.wanted:
            return
        if case.removed:
            self.removed.emit(case.id)
            return
        self.case = case
        writable = self._may_write(case)
        at_steps = self.head.has_step_focus()
        self.banner.clear()
        if self._said:
            self.banner.say(self._said, "good")
            self._said = ""
        self.head.show_case(
            case,
            writable=writable,
            reopenable=_is_reopenable(case) and self._access.role in REOPENERS,
            printable=self._access.may(case.register.code, "p"),
            recorded=read.recorded,
        )
        if at_steps:
            self.head.focus_step()
        self.told.show_proposal(case.id, read.proposed, writable=writable and not case.closed)
        self.deadlines.show_items(read.deadlines, task, read.case.person_id)
        self._answers.show_case(case)
        self._happened.show_case(case, writable=writable)
        self.papers.show_case(case, read.papers, writable=writable and not case.closed)
        for tab, title, count in (
            (self._happened, _EVENTS, len(case.events)),
            (self.papers, _PAPERS, len(read.papers)),
        ):
            self.tabs.setTabText(self.tabs.indexOf(tab), f"{title} ({count})" if count else title)
        self._ask_history()
        if editing:
            self._edit()

    def _may_write(self, case: Case) -> bool:
        return case.ours and not case.going_to and self._access.writes(case.register.code)

    def _ask_history(self) -> None:
        case = self.case
        if case is not None and self.tabs.currentWidget() is self.history:
            self.history.show_case(case, writable=self._may_write(case))

    def _edit(self) -> None:
        case = self.case
        if case is None or not self._may_write(case):
            return
        if case.closed:
            self._offer_reopening(case)
        elif self.may_leave():
            self.edit_asked.emit(case)

    def _offer_reopening(self, case: Case) -> None:
        """Say that a closed case is not edited, with the way to open it again for those who may."""
        self.banner.say(
            UserError("AS-2050", number=case.number, state=case.state_label),
            button="Mở lại hồ sơ…" if self._access.role in REOPENERS else "",
        )

    def _print(self) -> None:
        if self.case is not None:
            self.forms.offer(self.case)

    def _leave(self) -> None:
        masked = [each.shown.hide() for each in (self._answers, self._happened, self.history)]
        if any(masked):
            return
        if self._happened.is_writing():
            self._happened.leave_form()
        else:
            self.left.emit()

    @opens
    def _ask_step(self, target: str, label: str, guard: str) -> None:
        """Look what speaks against a step, then ask for its day and reason."""
        case = self.case
        if case is None or (target, label, guard) not in [tuple(each) for each in case.steps]:
            return
        own = case.days.get(target, "")
        day = own or clock.today().isoformat()

        def ask(findings: Sequence[Finding]) -> None:
            closes = case.register.life_cycle.workflow(case.answers).is_closed(target)
            dialog = StepDialog(
                f"Chuyển hồ sơ: {case.state_label} → {label}",
                f"Chuyển sang “{label}”",
                self,
                guard=guard,
                findings=findings,
                needs_reason=closes != case.closed,
            )
            dialog.propose(own)
            if dialog.exec() == StepDialog.DialogCode.Accepted:
                on, reason = dialog.on(), dialog.reason()
                self._do(lambda: self._cases.move(case.id, target, on, reason), "Chuyển bước")

        self._tasks.run(
            lambda: self._cases.step_findings(case.id, target, day), ask, failed=self._refuse, owner=self
        )

    @opens
    def _reopen(self) -> None:
        case = self.case
        if case is None:
            return
        dialog = StepDialog("Mở lại hồ sơ đã đóng", "Mở lại", self, needs_reason=True)
        if dialog.exec() == StepDialog.DialogCode.Accepted:
            on, reason = dialog.on(), dialog.reason()
            self.setFocus()  # the button that asked for it goes with the strip
            self._do(lambda: self._cases.reopen(case.id, on, reason), "Mở lại hồ sơ")

    @opens
    def say_life(self, code: str) -> None:
        """Ask for a death, a move or a return of the person of the case."""
        self._acts.say(code)

    def _whom(self) -> Whom | None:
        case = self.case
        if case is None or not self._may_write(case):
            return None
        return Whom(case.person_id, str(case.person["full_name"]), case.person, case.id)

    def _tell(self, words: str) -> None:
        self._said = words
        self._on_changed()

    def _do(self, work: Callable[[], object], title: str) -> None:
        self._tasks.run(work, lambda _done: self._on_changed(), failed=self._refuse, owner=self, title=title)

    @opens
    def _remove(self) -> None:
        case = self.case
        if case is None or not self._access.may(case.register.code, "w"):
            return
        question = f"Rút hồ sơ {case.number} đã nhập nhầm?\nHồ sơ không còn trong danh sách; lịch sử vẫn giữ."
        reasons = ("Nhập trùng", "Nhập nhầm người")
        reason = messages.confirm_with_reason(self, question, "Rút hồ sơ", reasons=reasons)
        if reason:
            self._tasks.run(
                lambda: self._cases.remove(case.id, reason),
                lambda _done: self.removed.emit(case.id),
                failed=self._refuse,
                owner=self,
            )

    def _on_given_back(self, words: str) -> None:
        self._tell(f"Đã {words[:1].lower()}{words[1:]}.")

    def _on_changed(self) -> None:
        if self.case is not None:
            self.changed.emit(self.case.id)
            self.refresh()

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.banner.say(error)
        else:
            self._tasks.complain(error)


def _is_reopenable(case: Case) -> bool:
    forgotten = case.state == case.register.anonymised_in
    return case.closed and not forgotten and case.ours
