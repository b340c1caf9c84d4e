"""The form of a record, made wholly from its register's declaration."""

import datetime
import functools
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QWidget

from ansinh_desktop import clock, dates
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.person import PERSON_FIELDS, check_person
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.cases import (
    Case,
    CaseInput,
    Cases,
    InvalidRecordError,
    KnownPerson,
    kept_key,
)
from ansinh_desktop.services.drafts import KeptDraft
from ansinh_desktop.ui import keys, messages
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.keeper import DraftKeeper, Typed
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.forms.draft_card import differences
from ansinh_desktop.ui.forms.fields import Changes, Fields, key_of
from ansinh_desktop.ui.forms.form_frame import FormFrame
from ansinh_desktop.ui.forms.sections import Sections, chain
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.forms.walk import Walk, put_cursor
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.choice import ChoiceLine
from ansinh_desktop.ui.widgets.editor import editor_of

_CHECK_MS = 150
_ALIKE_MS = 250
_MADE_AT_ONCE = 1
"""Sections that fill the screen, with the person above them."""
_ALIKE_KEYS = frozenset({"full_name", "birth_date", "personal_id", "old_id"})


class RecordForm(FormFrame):
    """The person, the sections of the register, what was found, and the two ways of saving.

    Signals:
        saved: The record is on the disk. Carries its id.
        left: The officer went back without saving.
        record_asked: A record of somebody alike is to be opened. Carries its id and its register.
    """

    saved = Signal(str)
    left = Signal()
    record_asked = Signal(str, str)

    def __init__(
        self,
        register: Register,
        cases: Cases,
        tasks: Tasks,
        around: Surroundings,
        parent: QWidget | None = None,
    ) -> None:
        # The form's own day: what may be chosen follows the date of its record.
        self._around = replace(around)
        super().__init__(register, self._around, parent)
        self._register, self._cases, self._tasks = register, cases, tasks
        self._deciding = {each.when.key for each in register.fields.values() if each.when}
        self._case: Case | None = None
        self._person_id: str | None = None
        self._kept: dict[str, str] = {}
        self._findings: list[Finding] = []
        self._every = False
        self._saving = False
        self._offered: KeptDraft | None = None
        self.begun_for = ""
        """The person for whom a new record was begun, where that was settled before."""
        self.fields = Fields(register.fields, self._around, self, anchor=register.code)
        self._sections = Sections(register, self.fields, self.column, self.body)
        self._walk = Walk(self.box, self.fields, self._sections)
        self.column.addStretch(1)
        self.keeper = DraftKeeper(cases.drafts, tasks, self._take_typed, self, register.code)
        self._check_soon = pause(self, _CHECK_MS, self.check)
        self._alike_soon = pause(self, _ALIKE_MS, self._ask_alike)
        self._grow_soon = pause(self, 0, self._grow)
        self._connect()

    # ---------------------------------------------------------------- opening

    def start_new(self, known: KnownPerson | None = None) -> None:
        """Begin a record; ``known`` is the person whose record it is to be, when that is settled already."""
        self.title.setText(f"Thêm hồ sơ: {self._register.title}")
        self._begin(None)
        if known is not None:
            self._use(known)
            self.begun_for = known.id
        self.keeper.read(self._offer, self._person_of)
        self.box.focus_first()

    def start_edit(self, case: Case) -> None:
        """Change a record."""
        self.title.setText(f"Sửa hồ sơ {case.number}")
        self._begin(case)
        self.keeper.read(self._offer, self._person_of)
        self.box.focus_first()

    def record_id(self) -> str:
        """Return the record that is changed; empty for a new one."""
        return self._case.id if self._case else ""

    def is_changed(self) -> bool:
        """Whether anything stands there that is not saved."""
        if self.box.fields.changes() or self.fields.changes():
            return True
        if self._case is None:
            return self._person_id is not None
        return self._kept != dict(self._case.kept)

    def leave(self) -> None:
        """Go back; where something was typed, only after asking."""
        editor = editor_of(QApplication.focusWidget())
        if isinstance(editor, ChoiceLine) and editor.is_open():
            editor.close_list()
        elif self.may_leave():
            self.left.emit()

    def may_leave(self) -> bool:
        """Ask what is to become of what was typed; false where the officer stays."""
        if self._saving:
            return False
        if self._offered is None and self.is_changed():
            question = "Bỏ những gì vừa gõ?\nHồ sơ chưa được lưu. Muốn để lại làm sau thì chọn “Lưu nháp”."
            if not messages.ask(self, question, "Bỏ thay đổi", "Nhập tiếp", danger=True):
                return False
            self.keeper.drop()
        self._rest()
        self.keeper.end()
        return True

    # ---------------------------------------------------------------- what stands there

    def typed(self, *, final: bool) -> CaseInput:
        """Return what stands in the form, to be checked or saved."""
        found = {kept_key(each) for each in self._findings}
        return CaseInput(
            register=self._register.code,
            person=self.box.values(),
            answers=self.fields.values(),
            person_id=self._person_id,
            record_id=self._case.id if self._case else None,
            final=final,
            kept={key: reason for key, reason in self._kept.items() if key in found},
            seen=self._case.seq if self._case else None,
        )

    def check(self) -> None:
        """Show what is asked, what was found and what follows from it."""
        self._check_soon.stop()
        self.fields.set_day(self._law_day())
        self._show_asked(make=0 if self._grow_soon.isActive() else 1000)
        typed, saved = self.typed(final=True), self._case.facts if self._case else None
        self._findings = self._cases.check(typed, saved)
        self._show_findings()
        self.side.show_computed(self._cases.computed(typed, saved))

    def save(self, *, final: bool = True) -> None:
        """Save in the background; a record with errors only as a draft."""
        if self._saving or self._offered is not None:
            return
        self._show_asked()
        self.box.fields.settle()
        self.fields.settle()
        self._every = self._every or final
        self.check()
        if final and self._blocking():
            self._go_to_first()
            return
        self._rest()
        key = self.keeper.key
        self.keeper.end()
        self._set_saving(saving=True)
        work = functools.partial(_save, self._cases, self.typed(final=final), self._unreadable())
        task = self._tasks.run(
            work,
            self._end_saving,
            failed=lambda error: self._refuse(error, key),
            owner=self,
            title="Lưu hồ sơ",
        )
        task.cancelled.connect(lambda: self._go_on(key))

    # ---------------------------------------------------------------- the parts working together

    def _connect(self) -> None:
        self.box.fields.edited.connect(self._on_person_edited)
        self.fields.edited.connect(self._on_edited)
        for fields in (self.box.fields, self.fields):
            fields.left.connect(lambda _key: self._check_soon.start())
            fields.keep_asked.connect(self._ask_reason)
            fields.entered.connect(functools.partial(self._on_entered, fields))
        self.side.alike.chosen.connect(self._use)
        self.side.alike.record_asked.connect(self.record_asked)
        self.draft.taken.connect(self.take_draft)
        self.draft.dropped.connect(self._refuse_draft)
        self.keeper.kept.connect(self.kept.setText)
        self.back_button.clicked.connect(self.leave)
        self.drop_person.clicked.connect(self._unuse)
        self.found_button.clicked.connect(self._go_to_first)
        self.draft_button.clicked.connect(lambda: self.save(final=False))
        self.save_button.clicked.connect(lambda: self.save(final=True))
        keys.action("save", self, self.save)
        keys.action("back", self, self.leave)
        keys.action("next_part", self, lambda: self._go_to_part(1))
        keys.action("previous_part", self, lambda: self._go_to_part(-1))
        keys.action("keep_warning", self, self._keep_here)
        keys.action("next_found", self, self._go_to_next_found)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed when the page is left for another, or the screen is locked."""
        self._rest()
        self.keeper.rest()
        if self.is_changed():
            self.keeper.keep()
        super().hideEvent(event)

    def _rest(self) -> None:
        for timer in (self._check_soon, self._alike_soon):
            timer.stop()

    def _begin(self, case: Case | None) -> None:
        self._case, self.begun_for = case, ""
        self._person_id = case.person_id if case else None
        self._kept = dict(case.kept) if case else {}
        self._every = False
        self._findings = []
        self._close_offer()
        self.box.said.clear()
        self.drop_person.hide()
        self.side.alike.show_found((), {})
        self.area.verticalScrollBar().setValue(0)
        self.keeper.begin(case.id if case else f"new:{self._register.code}")
        self.banner.clear()
        self.kept.clear()
        self.state.setText(case.state_label if case else "")
        self.box.set_person(case.person if case else {})
        self.fields.set_stored(case.answers if case else {})
        self._show_asked(make=_MADE_AT_ONCE)
        self._chain()
        self.check()

    def _chain(self) -> None:
        chain([*self.box.fields.editors(), *self.fields.editors()], [self.save_button, self.draft_button])

    def _show_asked(self, make: int = 1000) -> None:
        """Show what is asked; sections are made a few at a time, so that the form is there at once."""
        before = self._sections.made()
        if self._sections.update(self.fields.values(), make=make):
            self._grow_soon.start()
        if self._sections.made() > before:
            self._chain()

    def _grow(self) -> None:
        self._show_asked(make=1)
        if not self._grow_soon.isActive():
            self._show_findings()

    def _on_edited(self, key: str = "") -> None:
        if key in self._deciding and not self._grow_soon.isActive():
            # At once: the Enter key is about to look for the next field.
            self._show_asked()
        self._check_soon.start()
        self.keeper.touch()

    def _on_person_edited(self, key: str) -> None:
        self._on_edited("")
        if key in _ALIKE_KEYS:
            self._alike_soon.start()

    def _on_entered(self, fields: Fields, key: str) -> None:
        self.side.show_help(fields.declared.get(key))
        row = fields.row(key)
        if row is not None:
            self.scroll_to(row)

    def _law_day(self) -> datetime.date:
        opened = self.fields.values().get(self._register.opened_by)
        return dates.PartialDate.from_iso(str(opened)[:10]).first if opened else clock.today()

    # ---------------------------------------------------------------- the person

    def _ask_alike(self) -> None:
        person, but = self.box.fields.values(), self._person_id

        def show(found: list[KnownPerson]) -> None:
            self.side.alike.show_found(found, self.box.fields.values())

        self._tasks.run(lambda: self._cases.alike(person, but, self._register.code), show, owner=self)

    def _use(self, known: KnownPerson) -> None:
        """Make the record one of a person already recorded; what was typed beyond that stays."""
        typed = self.box.fields.values()
        self._person_id = known.id
        self.box.set_person(known.person)
        for key, value in typed.items():
            if not known.person.get(key):
                self.box.fields.set_answer(key, value)
        self.box.said.setText("Người đã có trong dữ liệu")
        self.drop_person.show()
        self.side.alike.show_found((), {})
        self._on_edited()
        self.box.focus_first()

    def _unuse(self) -> None:
        typed = self.box.fields.values()
        self._person_id = None
        self.box.set_person({})
        for key, value in typed.items():
            self.box.fields.set_answer(key, value)
        self.box.said.clear()
        self.drop_person.hide()
        self._ask_alike()

    # ---------------------------------------------------------------- what was found

    def _show_findings(self) -> None:
        own, rest = self._parted()
        self.box.fields.show_findings(own, self._kept, every=self._every)
        self.fields.show_findings(rest, self._kept, every=self._every)
        shown = self.fields.shown_findings(self._register.fields)
        self._sections.show_findings(shown)
        whole = [each for each in rest if not each.field and not self._kept.get(kept_key(each))]
        self.say_found([*self.box.fields.shown_findings(PERSON_FIELDS), *shown, *whole])

    def _parted(self) -> tuple[list[Finding], list[Finding]]:
        """Return the findings of the person and those of the record: some fields are called alike."""
        own = list(check_person(self.box.values(), clock.today()))
        return own, [each for each in self._findings if each not in own]

    def _blocking(self) -> list[tuple[Fields, Finding]]:
        """Return what keeps the record from being final, in the order of the form."""
        found: list[tuple[Fields, Finding]] = []
        asked = self._sections.asked(self.fields.values())
        for fields, keys_, findings in zip(
            (self.box.fields, self.fields), (list(PERSON_FIELDS), asked), self._parted(), strict=True
        ):
            places = {key: place for place, key in enumerate(keys_)}
            open_ones = [*fields.faults(keys_), *(each for each in findings if self._stops(each))]
            open_ones.sort(key=lambda each: places.get(key_of(each), len(places)))
            found += [(fields, each) for each in open_ones]
        return found

    def _stops(self, finding: Finding) -> bool:
        if finding.level is Level.WARNING:
            return not self._kept.get(kept_key(finding))
        return finding.level is Level.ERROR

    def _go_to_first(self) -> None:
        """Show every fault at once, and put the cursor into the first."""
        self._every = True
        self._show_asked()
        self._show_findings()
        found = self._blocking()
        if not found:
            return
        fields, first = found[0]
        if not self._walk.to(fields, key_of(first)):
            self.banner.say(first)

    def _go_to_part(self, step: int) -> None:
        """Go on to the first field of the next part of the form, or back to the one before."""
        self._show_asked()
        self._walk.to_part(step)

    def _go_to_next_found(self) -> None:
        """Go on to the next field with an error or a warning, one kept with a reason too."""
        self._every = True
        self._show_asked()
        self.check()
        parts = zip((self.box.fields, self.fields), self._parted(), strict=True)
        self._walk.to_next(
            {
                (fields, key_of(each))
                for fields, found in parts
                for each in found
                if each.level is not Level.NOTE
            }
        )

    def _keep_here(self) -> None:
        """Keep the first warning of the field with the cursor, as its button does."""
        here = self._walk.here()
        parts = zip((self.box.fields, self.fields), self._parted(), strict=True)
        own = (each for fields, found in parts for each in found if (fields, key_of(each)) == here)
        open_one = next((each for each in own if each.level is Level.WARNING and self._stops(each)), None)
        if open_one is not None:
            self._ask_reason(open_one)

    def _ask_reason(self, finding: Finding) -> None:
        self.ask_reason(kept_key(finding))

    @opens
    def ask_reason(self, key: str) -> None:
        """Ask why a warning is kept."""
        finding = next((each for each in self._findings if kept_key(each) == key), None)
        if finding is None:
            return
        question = f"{finding.text}\n{finding.todo}"
        reason = messages.confirm_with_reason(self, question, "Giữ và ghi lý do")
        if reason:
            self._kept[kept_key(finding)] = reason
            self._on_edited()
            self.check()

    # ---------------------------------------------------------------- the draft

    def _take_typed(self) -> Typed | None:
        if self._saving or self._offered is not None or not self.is_changed():
            return None
        changes = {"person": self.box.fields.changes(), "answers": self.fields.changes()}
        editor = editor_of(QApplication.focusWidget())
        focus = self.box.fields.key_of(editor) or self.fields.key_of(editor)
        return Typed(changes | {"kept": dict(self._kept), "person_id": self._person_id}, focus)

    def _person_of(self, draft: KeptDraft) -> KnownPerson | None:
        """Read the person for whom a new record was begun."""
        person_id = draft.typed.get("person_id")
        return self._cases.person(str(person_id)) if person_id and self._case is None else None

    def _unreadable(self) -> dict[str, Value] | None:
        """Return as a draft what was typed and cannot be read, so that saving does not lose it."""
        parts = {"person": self.box.fields, "answers": self.fields}
        found: dict[str, Value] = {
            name: {key: change for key, change in fields.changes().items() if fields.faults([key])}
            for name, fields in parts.items()
        }
        return found | {"kept": dict(self._kept)} if any(found.values()) else None

    def _offer(self, draft: KeptDraft, known: KnownPerson | None) -> None:
        if self.is_changed() and known is None:
            return
        if known is not None:
            self._use(known)
            self._rest()
        found = differences(self._register, draft.typed, self.box.fields.stored(), self.fields.stored())
        if not found and known is None:
            self.keeper.drop()
            return
        self._offered, self.keeper.waiting = draft, True
        self.body.setEnabled(False)
        self.draft.offer(draft, found, officer=self._cases.officer)

    def take_draft(self) -> None:
        """Go on with the draft that is offered, if there is one."""
        draft = self._offered
        if draft is None:
            return
        self._close_offer()
        self._kept = dict(draft.typed.get("kept", {}))
        self.box.apply(draft.typed.get("person", {}))
        self._apply(draft.typed.get("answers", {}))
        focus = draft.focus or ""
        editor = self.box.fields.editor(focus) or self.fields.editor(focus)
        if editor is None:
            self.box.focus_first()
        else:
            put_cursor(editor)

    def _apply(self, answers: Changes) -> None:
        self._show_asked()
        self.fields.apply(answers)
        self.check()
        # Rows that were asked only because of these answers are there now.
        self.fields.apply(answers)
        self.check()

    def _refuse_draft(self) -> None:
        self._close_offer()
        self.keeper.drop()
        if self._case is None:
            self._begin(None)
        self.box.focus_first()

    def _close_offer(self) -> None:
        self._offered, self.keeper.waiting = None, False
        self.body.setEnabled(True)
        self.draft.hide()

    # ---------------------------------------------------------------- the end of saving

    def _set_saving(self, *, saving: bool) -> None:
        self._saving = saving
        self.set_saving(saving=saving)

    def _end_saving(self, record_id: str) -> None:
        self._set_saving(saving=False)
        self.banner.clear()
        self.saved.emit(record_id)

    def _go_on(self, key: str) -> None:
        self._set_saving(saving=False)
        self.keeper.begin(key)
        self.keeper.touch()

    def _refuse(self, error: Exception, key: str) -> None:
        self._go_on(key)
        if isinstance(error, InvalidRecordError):
            self._findings = list(error.findings)
            self._go_to_first()
        elif isinstance(error, UserError):
            self.banner.say(error)
        else:
            self._tasks.complain(error, "Lưu hồ sơ")


def _save(cases: Cases, typed: CaseInput, left_over: dict[str, Value] | None) -> str:
    record_id = cases.save(typed)
    if left_over is not None:
        cases.drafts.keep(record_id, left_over, None, typed.register)
    return record_id
