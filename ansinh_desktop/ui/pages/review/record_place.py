"""The place in which the inbox opens a record at its field: one form for each register, made when first needed."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import office
from ansinh_desktop.services.cases import Case
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pages.review.inbox_form import InboxForm


class RecordPlace(QStackedWidget):
    """The place; empty until a record is opened in it.

    Signals:
        opened: A record is shown. Carries its id, and the field at which it is.
        saved: It is on the disk. Carries its id.
        left: The officer went back to the list without saving.
        later_asked: The next finding is wanted.
        keep_asked: The finding is to be left with a reason. Carries what :attr:`InboxForm.keep_asked` does.
        case_asked: It cannot be changed here, or another is wanted. Carries the record's id and its register.
        refused: It cannot be read. Carries the exception.
    """

    opened = Signal(str, str)
    saved = Signal(str)
    left = Signal()
    later_asked = Signal()
    keep_asked = Signal(str)
    case_asked = Signal(str, str)
    refused = Signal(object)

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self._program, self._tasks = program, tasks
        self.goes_first: Callable[[], bool] | None = None
        """What :attr:`InboxForm.goes_first` is, of every form."""
        self._around = Surroundings(hamlets=office.hamlets(program.vault))
        self._forms: dict[str, InboxForm] = {}
        self._wanted = ("", "", "")
        self._nothing = QWidget(self)
        self.addWidget(self._nothing)

    def form(self) -> InboxForm | None:
        """Return the form that is shown; None where no record is open."""
        shown = self.currentWidget()
        return shown if isinstance(shown, InboxForm) else None

    @opens
    def open_record(self, record_id: str, register: str, field: str) -> None:
        """Open a record at one of its fields."""
        self._wanted = (record_id, register, field)
        self._tasks.run(
            lambda: self._program.cases.get(record_id),
            partial(self._show, self._wanted),
            failed=self._refuse,
            owner=self,
            urgent=True,
        )

    def close_record(self) -> None:
        """Show no record any more."""
        self._wanted = ("", "", "")
        self.setCurrentWidget(self._nothing)

    def may_leave(self) -> bool:
        """Ask what is to become of what was typed; false where the officer stays."""
        form = self.form()
        return form is None or form.may_leave()

    def spot_inside(self) -> Spot | None:
        """Return the record that is open, and what opens it."""
        form = self.form()
        return None if form is None else Spot(form, Opening(type(self).__name__, "open_record", self._wanted))

    def _show(self, wanted: tuple[str, str, str], case: Case) -> None:
        if wanted != self._wanted:
            return
        _record, register, field = wanted
        writes = self._program.access.writes(register)
        if not writes or case.removed or case.closed or not case.ours or case.going_to:
            self.close_record()
            self.case_asked.emit(case.id, register)
            return
        form = self._forms.get(register) or self._make(register)
        self.setCurrentWidget(form)
        self.opened.emit(case.id, field)
        form.open_at(case, field)

    def _make(self, register: str) -> InboxForm:
        form = InboxForm(catalog.register(register), self._program.cases, self._tasks, self._around, self)
        form.goes_first = self.goes_first
        form.saved.connect(self.saved)
        form.left.connect(self.left)
        form.later.connect(self.later_asked)
        form.keep_asked.connect(self.keep_asked)
        form.record_asked.connect(self.case_asked)
        self._forms[register] = form
        self.addWidget(form)
        return form

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.refused.emit(error)
        else:
            self._tasks.complain(error)
