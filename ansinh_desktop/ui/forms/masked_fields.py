"""The masked fields of a form: shown for a reason and for half a minute, unless they are being written."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.cases import Case, Reveals
from ansinh_desktop.services.drafts import KeptDraft
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.shown import Shown, ask_why


class MaskedFields(QObject):
    """Takes masks away and puts them back.

    Signals:
        refused: What is masked could not be shown. Carries the error.
    """

    refused = Signal(object)

    def __init__(self, fields: Fields, reveals: Reveals, tasks: Tasks, form: QWidget) -> None:
        super().__init__(form)
        self._fields, self._reveals, self._tasks, self._form = fields, reveals, tasks, form
        self._case: Case | None = None
        self._open: tuple[str, ...] = ()
        self.shown: Shown[Answers] = Shown(tasks, form)
        self.shown.changed.connect(self._follow)
        self.shown.ticked.connect(self._count)
        self.shown.refused.connect(self.refused)
        fields.mask_asked.connect(self._act)

    def begin(self, case: Case | None) -> None:
        """Begin with a record, or with a new one, of which nothing is masked."""
        self.hide()
        self._case = case
        self._fields.set_stored(case.answers if case else {}, case.masked if case else ())

    def hide(self) -> bool:
        """Put the masks back at once; false where none was to be put back."""
        before = set(self._fields.masked)
        self.shown.hide()
        return set(self._fields.masked) != before

    def ask_for_draft(self, register: Register, draft: KeptDraft, then: Callable[[], None]) -> None:
        """Ask why the masked answers that another officer typed are to be gone on with, where there are any."""
        typed = draft.typed.get("answers", {}) if draft.author != self._reveals.officer else {}
        keys = [key for key in typed if key in register.fields and register.fields[key].masked]
        if not keys:
            then()
            return
        answer = ask_why(self._form, [register.fields[key].label for key in keys])
        if answer is not None:
            record_id, reason = self._case.id if self._case else "", answer[0]
            self._tasks.run(
                lambda: self._reveals.typed(register.code, record_id, keys, reason),
                lambda _done: then(),
                failed=self.refused.emit,
                owner=self,
            )

    def _act(self, key: str) -> None:
        case, masked = self._case, set(self._fields.masked)
        if case is None:
            return
        if key not in masked:
            self.hide()
            return
        shown, others = self.shown.value or {}, masked - {key}

        def read(reason: str, every: bool) -> Answers:  # noqa: FBT001 - as the question answers
            return {**shown, **self._reveals.answers(case.id, {key, *(others if every else ())}, reason)}

        self.shown.ask([case.register.fields[key].label], read, len(others))

    def _follow(self) -> None:
        """Show what is shown now, and mask what is no more."""
        shown = self.shown.value
        if shown is not None:
            masked = set(self._fields.masked)
            self._open = tuple(shown)
            self._fields.unmask({key: value for key, value in shown.items() if key in masked})
            return
        keys, self._open = self._open, ()
        again = self._fields.mask(keys)
        for key in keys:
            row = self._fields.row(key)
            if key not in again and row is not None:
                row.say_left(0)

    def _count(self, left: int) -> None:
        for key in self._open:
            row = self._fields.row(key)
            if row is not None:
                row.say_left(left)
