"""Everything of one register: its list, one case, and the form, one of them at a time."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.cases import Case, KnownPerson
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.join_acts import JoinActs
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.forms.editors import read_lists
from ansinh_desktop.ui.forms.record_form import RecordForm
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.messages import Toast
from ansinh_desktop.ui.pages.case.case_page import CasePage
from ansinh_desktop.ui.pages.page import Page
from ansinh_desktop.ui.pages.register.elsewhere import bring_forward
from ansinh_desktop.ui.pages.register.marked_bar import MarkedBar
from ansinh_desktop.ui.pages.register.register_page import RegisterPage


class RegisterDesk(Page):
    """Leads from the list to a case, to its form, and back to where the officer was.

    Signals:
        case_asked: A record of another register is to be opened. Carries its id and its register.
        new_case_asked: A record in another register is to be begun. Carries the register and the person's id.
        person_asked: A person is to be opened. Carries the id.
        print_requested: A list is to be printed. Carries the query and its columns.
        export_requested: A list is to be written as a workbook. Carries the query and its columns.
        import_requested: A workbook is to be taken in. Carries the register.
        many_requested: Many records are to be typed or pasted at once. Carries the register.
        saved: Something was saved, so that counts may be others. Carries the record's id.
        apart_asked: A case is to stand in a window of its own. Carries its id, its register, and whether beside another.
        why_asked: The reasons of what the program reckons are wanted. Carries the record's id.
        undo_asked: The officer's last acts are wanted.
        page_asked: The page from which the case or the list was opened is wanted again. Carries its key.
        moved: The list, a case or the form is shown, or other records in the list.
    """

    case_asked = Signal(str, str)
    new_case_asked = Signal(str, str)
    person_asked = Signal(str)
    print_requested = Signal(object, list)
    export_requested = Signal(object, list)
    import_requested = Signal(str)
    many_requested = Signal(str)
    saved = Signal(str)
    why_asked = Signal(str)
    apart_asked = Signal(str, str, bool)
    undo_asked = Signal()
    page_asked = Signal(str)
    moved = Signal()

    def __init__(
        self,
        register: Register,
        program: Program,
        tasks: Tasks,
        around: Surroundings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("help_anchor", register.code)
        self._register, self._cases, self._access = register, program.cases, program.access
        self._program, self._tasks, self._around = program, tasks, around
        self._stack = QStackedWidget(self)
        self.list = RegisterPage(
            register, program.cases, program.listing, program.views, program.access, tasks, self._stack
        )
        self._case: CasePage | None = None
        self.form: RecordForm | None = None
        self._back_to: QWidget = self.list
        self._origin = ""
        """The page from which the case that is shown was opened; empty where it was the list."""
        self._toast = Toast(self)
        self._joins = JoinActs(self, lambda: program.people.joinings, tasks, around)
        self.marked: MarkedBar | None = None
        if (marks := self.list.table.marks) is not None:
            self.marked = MarkedBar(self.list, marks, program, tasks)
            self.list.table.put_bar(self.marked)
            self.marked.asked.connect(self.ask_many)
            self.marked.done.connect(self._toast.pop)
            self.marked.export_asked.connect(self.export_requested)
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        fields = (*PERSON_FIELDS.values(), *register.fields.values())
        tasks.run(lambda: read_lists(fields, clock.today()), owner=self, lane="aside")

    # ---------------------------------------------------------------- what the window asks for

    @property
    def case(self) -> CasePage:
        """The page of one case: made when the first one is asked for, a third of the time that a register takes."""
        if self._case is None:
            self._case = self._made_case()
        return self._case

    def shows_case(self) -> bool:
        """Whether a case stands here now, and not the list or the form."""
        return self._case is not None and self._stack.currentWidget() is self._case

    def refresh(self) -> None:
        """Show what the data say now; what is being typed is left alone."""
        shown = self._stack.currentWidget()
        if shown is self.list:
            self.list.refresh()
        elif self.shows_case():
            self.case.refresh()

    def take_focus(self) -> None:
        """Give the keyboard its place: the rows, or what is to be done where there are none; a form keeps its field."""
        shown = self._stack.currentWidget()
        if shown is self.list:
            self.list.take_focus()
        elif self.shows_case():
            self.case.setFocus()

    @opens
    def open_again(self, record_id: str) -> None:
        """Show one case, as it was shown before."""
        self.open_case(record_id)

    def open_case(self, record_id: str, register: str = "", *, task: str = "") -> None:
        """Show one case, here or where its register is; at one of its time limits where one is named."""
        if register and register != self._register.code:
            self.case_asked.emit(record_id, register)
        elif not bring_forward(self, record_id) and self.may_leave():
            if not self.shows_case():
                self.lead_back("")
            self.case.show_case(record_id, task=task)
            self._stack.setCurrentWidget(self.case)
            self.case.setFocus()
            self.moved.emit()

    def lead_back(self, key: str, title: str = "") -> None:
        """Let the way back from the case lead to another page, or to the list where none is named."""
        self._origin = key
        self.case.head.say_back(title)

    def show_query(self, query: ListQuery) -> None:
        """Show the records that a number elsewhere stands for."""
        if self.may_leave():
            self._stack.setCurrentWidget(self.list)
            self.list.show_query(query)

    @opens
    def new_case(self, person_id: str = "") -> None:
        """Begin a record, of a person already recorded where one is named."""
        if not self._access.writes(self._register.code) or not self.may_leave():
            return
        if person_id:
            self._tasks.run(lambda: self._cases.person(person_id), self._begin, owner=self, urgent=True)
        else:
            self._begin(None)

    def spot_inside(self) -> Spot | None:
        """Return the case or the form that is shown, and what opens it."""
        shown = self._stack.currentWidget()
        if isinstance(shown, RecordForm):
            record_id = shown.record_id()
            way, given = ("edit_case", record_id) if record_id else ("new_case", shown.whose.begun_for)
        elif isinstance(shown, CasePage) and shown.case is not None:
            way, given = "open_again", shown.case.id
        else:
            return None
        return Spot(shown, Opening(type(self).__name__, way, (given,)))

    @opens
    def edit_case(self, record_id: str) -> None:
        """Change a record from the list."""
        if bring_forward(self, record_id):
            return
        self._tasks.run(
            lambda: self._cases.get(record_id), self._edit, failed=self._refuse, owner=self, urgent=True
        )

    @opens
    def ask_many(self, code: str, records: Sequence[str]) -> None:
        """Ask what an act for many records needs, and show what it would do."""
        from ansinh_desktop.ui.dialogs.many import ask_many  # noqa: PLC0415 - only when asked for

        ask_many(
            self._program,
            self._register.code,
            code,
            records,
            tasks=self._tasks,
            parent=self,
            done=self._end_many,
            hidden=self.marked.hidden if self.marked is not None else 0,
        )

    def go_back(self) -> None:
        """Show the list again, whatever was opened from it."""
        if self.may_leave():
            self._to_list()

    def may_leave(self) -> bool:
        """Ask what is to become of what is being typed; false where the officer stays."""
        if self.form is not None and self._stack.currentWidget() is self.form:
            return self.form.may_leave()
        return not self.shows_case() or self.case.may_leave()

    # ---------------------------------------------------------------- inside

    def _connect(self) -> None:
        page = self.list
        self._stack.currentChanged.connect(self.moved)
        page.narrowed.connect(self.moved)
        page.way_back.asked.connect(self.page_asked)
        page.case_opened.connect(self.open_case)
        page.edit_requested.connect(self.edit_case)
        page.new_requested.connect(self.new_case)
        page.print_requested.connect(self.print_requested)
        page.export_requested.connect(self.export_requested)
        page.import_requested.connect(lambda: self.import_requested.emit(self._register.code))
        self._joins.said.connect(self._toast.pop)
        # What is known of the person is another, and so is the record: what was typed is offered again.
        self._joins.said.connect(lambda _words: self.edit_case(self._form().record_id()))
        page.many_requested.connect(lambda: self.many_requested.emit(self._register.code))
        page.pane.why_asked.connect(self.why_asked)
        page.pane.record_asked.connect(self.open_case)

    def _made_case(self) -> CasePage:
        made = CasePage(self._program, self._tasks, self._around, self._stack)
        made.left.connect(self._leave_case)
        made.edit_asked.connect(self._edit)
        made.case_asked.connect(self.open_case)
        made.deadlines.opening_asked.connect(self.new_case_asked)
        made.person_asked.connect(self.person_asked)
        made.changed.connect(self.saved)
        made.why_asked.connect(self.why_asked)
        made.apart_asked.connect(self.apart_asked)
        made.undo_asked.connect(self.undo_asked)
        made.removed.connect(self._on_removed)
        self._stack.addWidget(made)
        return made

    def _form(self) -> RecordForm:
        if self.form is None:
            self.form = RecordForm(self._register, self._cases, self._tasks, self._around, self._stack)
            self.form.saved.connect(self._on_saved)
            self.form.left.connect(self._on_left)
            self.form.record_asked.connect(self._on_alike)
            self.form.join_asked.connect(self._joins.ask_join)
            self._stack.addWidget(self.form)
        return self.form

    def _begin(self, known: KnownPerson | None) -> None:
        self._back_to = self.list
        form = self._form()
        self._stack.setCurrentWidget(form)
        form.start_new(known)

    def _edit(self, case: Case) -> None:
        if not self._access.writes(self._register.code):
            return
        if case.closed or not case.ours:
            self.case.show_case(case.id, editing=True)
            self._stack.setCurrentWidget(self.case)
            self.case.setFocus()
            return
        self._back_to = self.case if self.shows_case() else self.list
        form = self._form()
        self._stack.setCurrentWidget(form)
        form.start_edit(case)

    def _on_saved(self, record_id: str) -> None:
        self.saved.emit(record_id)
        self._toast.pop("Đã lưu hồ sơ.")
        if self._back_to is not self.list:
            self.case.show_case(record_id)
            self._stack.setCurrentWidget(self.case)
            self.case.setFocus()
        else:
            self._stack.setCurrentWidget(self.list)
            self.list.select(record_id)
            self.list.table.setFocus()

    def _on_left(self) -> None:
        self._stack.setCurrentWidget(self._back_to)
        if self._back_to is self.list:
            self.list.table.setFocus()
        else:
            self.case.setFocus()
            self.case.refresh()

    def _on_alike(self, record_id: str, register: str) -> None:
        if self.may_leave():
            self._stack.setCurrentWidget(self.list)
            self.open_case(record_id, register)

    def _on_removed(self, record_id: str) -> None:
        self.saved.emit(record_id)
        self._toast.pop("Đã rút hồ sơ.")
        self._to_list()

    def _leave_case(self) -> None:
        """Go back to where the case was opened from."""
        if self._origin:
            self._stack.setCurrentWidget(self.list)
            self.page_asked.emit(self._origin)
        else:
            self._to_list()

    def _to_list(self) -> None:
        self._stack.setCurrentWidget(self.list)
        self.list.refresh()
        self.list.table.setFocus()

    def _end_many(self, said: str) -> None:
        if self.list.table.marks is not None:
            self.list.table.marks.clear()
        self.list.refresh()
        self._toast.pop(said)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.list.banner.say(error)
        else:
            self._tasks.complain(error)
