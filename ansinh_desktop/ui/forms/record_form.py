"""The form of a record, made wholly from its register's declaration."""

import functools
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.dated import Since
from ansinh_desktop.registers.field import About, Field
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.cases import (
    Case,
    CaseInput,
    Cases,
    InvalidRecordError,
    KnownPerson,
    kept_key,
    undated_of,
)
from ansinh_desktop.services.drafts import KeptDraft
from ansinh_desktop.services.law_day import law_day
from ansinh_desktop.ui import keys, messages
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.keeper import DraftKeeper, Typed
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.forms.acts.as_before import AsBefore
from ansinh_desktop.ui.forms.acts.going_on import GoingOn
from ansinh_desktop.ui.forms.asked import Asked
from ansinh_desktop.ui.forms.draft_card import differences
from ansinh_desktop.ui.forms.fields import Fields, key_of, unreadable
from ansinh_desktop.ui.forms.form_frame import FormFrame
from ansinh_desktop.ui.forms.found import Found
from ansinh_desktop.ui.forms.masked_fields import MaskedFields
from ansinh_desktop.ui.forms.offered_draft import OfferedDraft
from ansinh_desktop.ui.forms.saving import Saving
from ansinh_desktop.ui.forms.sections import Sections
from ansinh_desktop.ui.forms.since_dialog import SinceDialog
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.forms.walk import Walk, put_cursor
from ansinh_desktop.ui.forms.whose_record import WhoseRecord
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.choosing.choice import ChoiceLine
from ansinh_desktop.ui.widgets.editor import editor_of

_CHECK_MS = 150


class RecordForm(FormFrame):
    """The person, the sections of the register, what was found, and the two ways of saving.

    Signals:
        saved: The record is on the disk. Carries its id.
        left: The officer went back without saving.
        join_asked: The person is to be joined with somebody alike. Carries the ids of both.
        record_asked: A record of somebody alike is to be opened. Carries its id and its register.
    """

    saved = Signal(str)
    left = Signal()
    join_asked = Signal(str, str)
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
        fields = register.fields.values()
        self._deciding = {key for each in fields for key in _deciding(each)}
        self._case: Case | None = None
        self._since: Since | None = None
        self.fields = Fields(register.fields, self._around, self, anchor=register.code, calm=True)
        sections = Sections(
            register,
            self.fields,
            self.column,
            self.body,
            lambda: About(self.box.values(), self._around.on),
        )
        self.column.addStretch(1)
        self.whose = WhoseRecord(register.code, cases, tasks, self)
        self.found = Found(self.box, self.fields, sections)
        stops = self.save_button, self.go_on_button, self.draft_button
        self._asked = Asked(self.box, self.fields, sections, stops)
        self._walk = Walk(self.box, self.fields, sections, self._asked)
        self.keeper = DraftKeeper(cases.drafts, tasks, self._take_typed, self, register.code)
        self._offered = OfferedDraft(self.draft, self.body, self.keeper)
        self._saving = Saving(cases, tasks, self.keeper, self)
        self.before = AsBefore(register.code, self.fields, self._walk, cases.pins, tasks, self)
        self.going = GoingOn(
            self.go_on_button,
            lambda: self.check(settled=True),
            lambda reason: self.save(goes_on=reason),
            self,
        )
        self.secrets = MaskedFields(self.fields, cases.reveals, tasks, self)
        self._check_soon = pause(self, _CHECK_MS, self.check)
        self._connect()

    # ---------------------------------------------------------------- opening

    def start_new(self, known: KnownPerson | None = None) -> None:
        """Begin a record; ``known`` is the person whose record it is to be, when that is settled already."""
        self.title.setText(f"Thêm hồ sơ: {self._register.title}")
        self._begin(None)
        self.before.begin(person=known is None)
        if known is not None:
            self.whose.use(known)
            self.whose.begun_for = known.id
        self.keeper.read(self._offer, self.whose.of_draft)
        self.box.focus_first()

    def start_edit(self, case: Case) -> None:
        """Change a record."""
        self.title.setText(f"Sửa hồ sơ {case.number}")
        self._begin(case)
        self.keeper.read(self._offer, self.whose.of_draft)
        self.box.focus_first()

    def record_id(self) -> str:
        """Return the record that is changed; empty for a new one."""
        return self._case.id if self._case else ""

    def is_changed(self) -> bool:
        """Whether anything stands there that is not saved."""
        if self.box.fields.changes() or self.fields.changes():
            return True
        if self._case is None:
            return self.whose.person_id is not None
        return self.found.kept != dict(self._case.kept)

    def leave(self) -> None:
        """Go back; where something was typed, only after asking."""
        editor = editor_of(QApplication.focusWidget())
        if isinstance(editor, ChoiceLine) and editor.is_open():
            editor.close_list()
        elif not self.secrets.hide() and self.may_leave():
            self.left.emit()

    def may_leave(self) -> bool:
        """Ask what is to become of what was typed; false where the officer stays."""
        if self._saving.goes_on:
            return False
        if not self._offered.waits() and self.is_changed():
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
        return CaseInput(
            register=self._register.code,
            person=self.box.values(),
            answers=self.fields.values(),
            person_id=self.whose.person_id,
            record_id=self._case.id if self._case else None,
            final=final,
            kept=self.found.reasons(),
            seen=self._case.seq if self._case else None,
            since=self._since,
            masked=frozenset(self.fields.masked),
            apart=dict(self.whose.apart),
            goes_on=self.going.reason if final else None,
        )

    def check(self, *, settled: bool = False) -> None:
        """Show what is asked, what was found and what follows from it; ``settled`` once the last letter is in order."""
        if settled:
            self._asked.show()
            self.box.fields.settle()
            self.fields.settle()
        self._check_soon.stop()
        self.fields.set_day(law_day(self._register, self.fields.values()))
        self._asked.follow()
        typed, saved = self.typed(final=True), self._case.sealed if self._case else None
        self.found.findings = self._cases.check(typed, saved)
        self._show_found()
        self.side.show_computed(self._cases.computed(typed, saved))
        self.going.offer(self._cases.way(typed, saved))

    def save(self, *, final: bool = True, goes_on: str | None = None) -> None:
        """Save in the background; a record with errors only as a draft.

        Args:
            final: Whether the record is whole.
            goes_on: Why, empty without a reason, it takes all steps up to where its decision leads; None where not.
        """
        self.going.reason = goes_on
        if self._saving.goes_on or self._offered.waits():
            return
        self.found.every = self.found.every or final
        self.check(settled=True)
        if final and self.found.blocking():
            self._go_to_found(first=True)
            return
        self._since = None
        if undated_of(self._register, self._case, self.typed(final=final)):
            self.ask_since(final)
        else:
            self._save(final=final)

    @opens
    def ask_since(self, final: bool) -> None:  # noqa: FBT001 - what opens a place takes plain values
        """Ask from which month the changed facts of a confirmed record hold, and save."""
        dialog = SinceDialog(undated_of(self._register, self._case, self.typed(final=final)), self)
        if dialog.exec() == SinceDialog.DialogCode.Accepted:
            self._since = dialog.since()
            self._save(final=final)

    def _save(self, *, final: bool) -> None:
        self._rest()
        self.before.learn()
        # What was typed and cannot be read stays as a draft, so that saving does not lose it.
        unread = {"person": unreadable(self.box.fields), "answers": unreadable(self.fields)}
        left_over = unread | {"kept": dict(self.found.kept)} if any(unread.values()) else None
        self._saving.save(self.typed(final=final), left_over)

    # ---------------------------------------------------------------- the parts working together

    def _connect(self) -> None:
        for fields in (self.box.fields, self.fields):
            fields.left.connect(lambda _key: self._check_soon.start())
            fields.keep_asked.connect(lambda finding: self.ask_reason(kept_key(finding)))
            fields.entered.connect(functools.partial(self.follow, fields))
        self.box.fields.edited.connect(lambda _key: self._on_edited(""))
        self.fields.edited.connect(self._on_edited)
        self.whose.changed.connect(lambda: self._on_edited(""))
        self._asked.complete.connect(self._show_found)
        self.side.keep_asked.connect(lambda finding: self.ask_reason(kept_key(finding)))
        self.side.alike.record_asked.connect(self.record_asked)
        self.whose.join_asked.connect(self.keeper.keep)
        self.whose.join_asked.connect(self.join_asked)
        self.draft.taken.connect(self.take_draft)
        self._offered.dropped.connect(self._begin_again)
        self._saving.turned.connect(lambda on: self.set_saving(saving=on))
        self._saving.saved.connect(lambda _id: self.banner.clear())
        self._saving.saved.connect(self.saved)
        for each in (self._saving, self.secrets):
            each.refused.connect(self._refuse)
        self.keeper.kept.connect(self.kept.setText)
        self.back_button.clicked.connect(self.leave)
        self.found_button.clicked.connect(lambda: self._go_to_found(first=True))
        self.draft_button.clicked.connect(lambda: self.save(final=False))
        self.save_button.clicked.connect(lambda: self.save(final=True))
        keys.action("save", self, self.save)
        keys.action("back", self, self.leave)
        keys.action("next_part", self, lambda: self._walk.to_part(1))
        keys.action("previous_part", self, lambda: self._walk.to_part(-1))
        keys.action("keep_warning", self, lambda: self.ask_reason(self.found.open_key(self._walk.here())))
        keys.action("next_found", self, lambda: self._go_to_found(first=False))

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is typed when the page is left for another, or the screen is locked."""
        self._rest()
        self.secrets.hide()
        self.keeper.rest()
        if self.is_changed():
            self.keeper.keep()
        super().hideEvent(event)

    def _rest(self) -> None:
        self._check_soon.stop()
        self.whose.rest()

    def _begin(self, case: Case | None) -> None:
        self._case = case
        self.found.begin(case.kept if case else {}, new=case is None)
        self._offered.take()
        self.area.verticalScrollBar().setValue(0)
        self.keeper.begin(case.id if case else f"new:{self._register.code}")
        self.banner.clear()
        self.kept.clear()
        self.state.setText(case.state_label if case else "")
        self.whose.begin(case)
        self.secrets.begin(case)
        self._asked.begin()
        self.check()

    def _on_edited(self, key: str) -> None:
        if key in self._deciding and not self._asked.is_growing():
            # At once: the Enter key is about to look for the next field.
            self._asked.show()
        self._check_soon.start()
        self.keeper.touch()

    # ---------------------------------------------------------------- what was found

    def _show_found(self) -> None:
        self.say_found(self.found.show(self._register.fields))
        self.follow_found(self._walk.here())

    def _go_to_found(self, *, first: bool) -> None:
        """Show every fault, and put the cursor into the first, or into the next with an error or a warning."""
        self.found.every = True
        self._asked.show()
        if not first:
            self.check()
            self._walk.to_next(self.found.to_look_at())
            return
        self._show_found()
        found = self.found.blocking()
        if found and not self._walk.to(found[0][0], key_of(found[0][1])):
            self.banner.say(found[0][1])

    @opens
    def ask_reason(self, key: str) -> None:
        """Ask why a warning is kept."""
        finding = self.found.of_key(key)
        if finding is None:
            return
        question = f"{finding.text}\n{finding.todo}"
        reason = messages.confirm_with_reason(self, question, "Giữ và ghi lý do")
        if reason:
            self.found.kept[key] = reason
            self._on_edited("")
            self.check()

    # ---------------------------------------------------------------- the draft

    def _take_typed(self) -> Typed | None:
        if self._saving.goes_on or self._offered.waits() or not self.is_changed():
            return None
        changes = {"person": self.box.fields.changes(), "answers": self.fields.changes()}
        editor = editor_of(QApplication.focusWidget())
        focus = self.box.fields.key_of(editor) or self.fields.key_of(editor)
        return Typed(changes | {"kept": dict(self.found.kept), "person_id": self.whose.person_id}, focus)

    def _offer(self, draft: KeptDraft, known: KnownPerson | None) -> None:
        if self.is_changed() and known is None:
            return
        if known is not None:
            self.whose.use(known)
            self._rest()
        found = differences(self._register, draft.typed, self.box.fields.stored(), self.fields.stored())
        if not found and known is None:
            self.keeper.drop()
            return
        self._offered.offer(draft, found, officer=self._cases.officer)

    def take_draft(self) -> None:
        """Go on with the draft that is offered, if there is one; with masked answers of another officer for a reason."""

        def go_on() -> None:
            draft = self._offered.take()
            if draft is None:
                return
            self.found.kept = dict(draft.typed.get("kept", {}))
            self.box.apply(draft.typed.get("person", {}))
            self._asked.show()
            for _ in range(2):  # again: rows that were asked only because of these answers are there by then
                self.fields.apply(draft.typed.get("answers", {}))
                self.check()
            focus = draft.focus or ""
            editor = self.box.fields.editor(focus) or self.fields.editor(focus)
            if editor is None:
                self.box.focus_first()
            else:
                put_cursor(editor)

        if self._offered.draft is not None:
            self.secrets.ask_for_draft(self._register, self._offered.draft, go_on)

    def _begin_again(self) -> None:
        """Go on without the draft: a new record is nobody's any more."""
        if self._case is None:
            self._begin(None)
        self.box.focus_first()

    # ---------------------------------------------------------------- the end of saving

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, InvalidRecordError):
            self.found.findings = list(error.findings)
            self._go_to_found(first=True)
        elif self.going.refused(error):
            return
        elif isinstance(error, UserError):
            self.banner.say(error)
        else:
            self._tasks.complain(error, "Lưu hồ sơ")


def _deciding(field: Field) -> frozenset[str]:
    """Return the answers that decide whether a question is asked."""
    return (field.when.keys() if field.when else frozenset()) | ({field.follows} if field.follows else set())
