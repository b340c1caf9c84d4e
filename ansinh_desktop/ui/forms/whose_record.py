"""Whose record is being typed: somebody new, or a person already recorded; people who look alike are offered."""

from PySide6.QtCore import QObject, Signal

from ansinh_desktop.services.cases import Case, Cases, KnownPerson
from ansinh_desktop.services.drafts import KeptDraft
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.form_frame import FormFrame
from ansinh_desktop.ui.pause import pause

_ALIKE_MS = 250
_ALIKE_KEYS = frozenset({"full_name", "birth_date", "personal_id", "old_id", "sex", "hamlet", "phone"})


class WhoseRecord(QObject):
    """The person at the head of a form.

    Signals:
        changed: The record is to be somebody else's.
        join_asked: The person recorded is to be joined with somebody alike. Carries the ids of both.
    """

    changed = Signal()
    join_asked = Signal(str, str)

    def __init__(self, register: str, cases: Cases, tasks: Tasks, frame: FormFrame) -> None:
        super().__init__(frame)
        self._register, self._cases, self._tasks = register, cases, tasks
        self._box, self._alike, self._drop = frame.box, frame.side.alike, frame.drop_person
        self.person_id: str | None = None
        """The person already recorded; None for somebody new."""
        self.begun_for = ""
        """The person for whom a new record was begun, where that was settled before."""
        self.apart: dict[str, str] = {}
        """Why people who look alike are not the new one who is being typed, by their ids: kept with the record."""
        self._is_new = True
        self._alike_soon = pause(self, _ALIKE_MS, self._ask_alike)
        self._box.fields.edited.connect(self._on_edited)
        self._alike.chosen.connect(self.use)
        self._alike.apart.connect(self._on_apart)
        self._alike.join_asked.connect(lambda other: self.join_asked.emit(self.person_id, other))
        self._drop.clicked.connect(self._unuse)

    def of_draft(self, draft: KeptDraft) -> KnownPerson | None:
        """Read the person for whom a new record was begun."""
        person_id = draft.typed.get("person_id")
        return self._cases.person(str(person_id)) if person_id and self._is_new else None

    def begin(self, case: Case | None) -> None:
        """Show the person of a record, or room for a new one."""
        self._is_new = case is None
        self._alike.is_recorded = not self._is_new
        self.person_id, self.begun_for, self.apart = case.person_id if case else None, "", {}
        self._say("")
        self._box.set_person(case.person if case else {})

    def use(self, known: KnownPerson) -> None:
        """Make the record one of a person already recorded; what was typed beyond that stays."""
        typed = self._box.fields.values()
        self.person_id, self.apart = known.id, {}
        self._box.set_person(known.person)
        for key, value in typed.items():
            if not known.person.get(key):
                self._box.fields.set_answer(key, value)
        self._say("Người đã có trong dữ liệu")
        self.changed.emit()
        self._box.focus_first()

    def _on_apart(self, other_id: str, reason: str) -> None:
        """Keep that somebody is somebody else: of a new person when the record is saved."""
        one, person = self.person_id, self._box.fields.values()
        if one is None:
            self.apart[other_id] = reason
            self._alike.show_found([each for each in self._alike.found if each.id != other_id])
            return
        self._tasks.run(
            lambda: self._cases.tell_apart(one, person, other_id, reason),
            lambda _done: self._ask_alike(),
            owner=self,
        )

    def rest(self) -> None:
        """Ask nothing more until something is typed again."""
        self._alike_soon.stop()

    def _unuse(self) -> None:
        typed = self._box.fields.values()
        self.person_id = None
        self._box.set_person({})
        for key, value in typed.items():
            self._box.fields.set_answer(key, value)
        self._box.said.clear()
        self._drop.hide()
        self._ask_alike()

    def _say(self, words: str) -> None:
        self._box.said.setText(words)
        self._drop.setVisible(bool(words))
        self._alike.show_found(())

    def _on_edited(self, key: str) -> None:
        if key in _ALIKE_KEYS:
            self._alike_soon.start()

    def _ask_alike(self) -> None:
        person, but = self._box.fields.values(), self.person_id

        def show(found: list[KnownPerson]) -> None:
            self._alike.show_found([each for each in found if each.id not in self.apart])

        self._tasks.run(lambda: self._cases.alike(person, but, self._register), show, owner=self)
