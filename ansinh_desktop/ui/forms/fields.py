"""The rows of a group of declared fields: what stands in them, what was changed, what was found."""

import datetime
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TypeAlias

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFocusEvent

from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.field import Field, settled
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.services.cases import kept_key
from ansinh_desktop.ui import composing
from ansinh_desktop.ui.forms.editors import Maker, make_editor, offer_anew
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.field_row import FieldRow

_MISSING = "AS-2020"

Changes: TypeAlias = Mapping[str, Mapping[str, Value]]
"""By key what stands otherwise than stored: as it was typed, and the value that can be read in it."""


class Fields(QObject):
    """Some declared fields, each with its row once it is made; answers of rows not made are kept as they were.

    Signals:
        edited: Something was typed. Carries the key.
        left: A field is done with. Carries the key.
        entered: A field has the focus. Carries the key.
        keep_asked: A warning is to be kept with a reason. Carries the finding.
        mask_asked: What is masked is to be shown, or masked again. Carries the key.
    """

    edited = Signal(str)
    left = Signal(str)
    entered = Signal(str)
    keep_asked = Signal(object)
    mask_asked = Signal(str)

    def __init__(
        self,
        declared: Mapping[str, Field],
        around: Surroundings,
        parent: QObject,
        *,
        anchor: str = "",
        calm: bool = False,
    ) -> None:
        """Make the rows' holder.

        Args:
            declared: What is asked.
            around: What the fields need.
            parent: The form.
            anchor: Where the help of these fields stands.
            calm: What is found stands on one line over its field and moves nothing; all of it stands elsewhere.
        """
        super().__init__(parent)
        self._calm = calm
        self._pinned: Container[str] = ()
        self.declared = declared
        self._around = around
        self._anchor = anchor
        self._rows: dict[str, FieldRow] = {}
        self._stored: dict[str, Value] = {}
        self.masked: set[str] = set()
        """The fields whose answers are masked just now."""
        self._touched: set[str] = set()
        self._shown: list[Finding] = []

    # Rows

    def make(self, key: str, maker: Maker | None = None, *, above: bool = False) -> FieldRow:
        """Make the row of a field, with the answer that is stored."""
        field = self.declared[key]
        editor = maker(key, field.kind, self._around) if maker else make_editor(field, self._around)
        row = FieldRow(
            field.label,
            editor,
            required=field.required,
            anchor=f"{self._anchor}.{key}",
            above=above,
            calm=self._calm,
        )
        tip = "\n".join(part for part in ("Bắt buộc" if field.required else "", field.help) if part)
        row.label.setToolTip(tip or field.label)
        self._rows[key] = row
        self._fill(key)
        editor.control.installEventFilter(self)
        editor.edited.connect(lambda: self.edited.emit(key))
        editor.left.connect(lambda: self._leave(key))
        row.keep_asked.connect(self.keep_asked)
        row.mask_asked.connect(lambda: self.mask_asked.emit(key))
        if key in self.masked:
            row.set_masked(True)
        row.set_pinned(key in self._pinned)
        return row

    def row(self, key: str) -> FieldRow | None:
        """Return the row of a field, if it is made."""
        return self._rows.get(key)

    def editor(self, key: str) -> Editor | None:
        """Return the editor of a field, if it is made."""
        row = self._rows.get(key)
        return row.editor if row else None

    def editors(self) -> list[Editor]:
        """Return the editors that are made, in the order of the declaration."""
        return [self._rows[key].editor for key in self.declared if key in self._rows]

    def key_of(self, editor: Editor | None) -> str:
        """Return the key of an editor of these fields; empty for any other."""
        return next((key for key, row in self._rows.items() if row.editor is editor), "")

    def mark_pinned(self, keys: Container[str]) -> None:
        """Show which fields keep their answer for the next record."""
        self._pinned = keys
        for key, row in self._rows.items():
            row.set_pinned(key in keys)

    # Answers

    def set_stored(self, answers: Answers, masked: Iterable[str] = ()) -> None:
        """Show stored answers; nothing counts as changed.

        Args:
            answers: By key.
            masked: The fields that have an answer which is not among them, and is shown only for a reason.
        """
        self._stored = {key: value for key, value in answers.items() if value not in EMPTY}
        self._touched, self.masked = set(self._stored), set(masked)
        for key, row in self._rows.items():
            self._fill(key)
            row.set_masked(key in self.masked)

    def unmask(self, answers: Answers) -> None:
        """Show masked answers."""
        self._stored |= answers
        for key in answers:
            self.masked.discard(key)
            if key in self._rows:
                self._fill(key)
                self._rows[key].set_masked(False)
            self.edited.emit(key)

    def mask(self, keys: Iterable[str]) -> list[str]:
        """Mask answers again, and return which; one that was changed stays: it is being written."""
        done = [key for key in keys if key not in self._rows or not self._rows[key].editor.is_touched()]
        for key in done:
            self._stored.pop(key, None)
            self.masked.add(key)
            if key in self._rows:
                self._fill(key)
                self._rows[key].set_masked(True)
        for key in done:
            self.edited.emit(key)
        return done

    def set_answer(self, key: str, value: Value) -> None:
        """Put an answer into a field as though it had been typed."""
        row = self._rows.get(key)
        self.masked.discard(key)
        if row is None:
            self._stored[key] = value
        else:
            row.set_masked(False)
            row.editor.set_value(value)
            self._touched.add(key)
            self.edited.emit(key)

    def stored(self) -> Answers:
        """Return the answers as they were stored."""
        return self._stored

    def values(self) -> dict[str, Value]:
        """Return all answers that are given; hidden ones too."""
        found = dict(self._stored)
        for key, row in self._rows.items():
            value = row.editor.value()
            if value in EMPTY:
                found.pop(key, None)
            else:
                found[key] = value
        return settled(self.declared, found)

    def cleared(self) -> list[str]:
        """Return the fields that had an answer and have none now."""
        now = self.values()
        return [key for key in self._stored if key not in now]

    def changes(self) -> dict[str, dict[str, Value]]:
        """Return what stands otherwise than stored: as it was typed, and the value that can be read in it."""
        return {
            key: {"typed": row.editor.typed(), "value": row.editor.value()}
            for key, row in self._rows.items()
            if row.editor.is_touched()
        }

    def apply(self, changes: Changes) -> None:
        """Bring back what ``changes`` gave; answers of rows not made become stored ones."""
        for key, change in changes.items():
            row = self._rows.get(key)
            self.masked.discard(key)
            if row is not None:
                row.set_masked(False)
                row.editor.set_typed(change["typed"])
                self._touched.add(key)
            elif key in self.declared:
                self._stored[key] = change["value"]

    def set_day(self, day: datetime.date) -> None:
        """Offer what may be chosen on that day."""
        if day != self._around.on:
            self._around.on = day
            for key, row in self._rows.items():
                offer_anew(row.editor, self.declared[key], day)

    def settle(self) -> None:
        """Put every text in order, as when its field is left."""
        composing.commit()
        for row in self._rows.values():
            row.editor.settle()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Let the fields be read and copied only."""
        for row in self._rows.values():
            row.editor.set_read_only(read_only)

    # Findings

    def faults(self, asked: Iterable[str]) -> list[Finding]:
        """Return what stands in the asked fields and cannot be read."""
        found = (self._rows[key].editor.fault() for key in asked if key in self._rows)
        return [each for each in found if each is not None and _is_error(each)]

    def show_findings(
        self, findings: Sequence[Finding], kept: Mapping[str, str], *, every: bool, early: bool = True
    ) -> None:
        """Show findings beside their fields.

        Args:
            findings: All of these fields.
            kept: The reasons of warnings that are kept.
            every: Also the errors of fields that the officer has not come to yet.
            early: Also what else was found about them; of a new record nothing is said before it could be typed.
        """
        self._shown = []
        for key, row in self._rows.items():
            due = every or key in self._touched
            own = [
                each for each in findings if key_of(each) == key and _is_due(each, row, due=due, early=early)
            ]
            row.set_findings(own, {each.code: kept.get(kept_key(each), "") for each in own})
            self._shown += [each for each in row.findings() if not kept.get(kept_key(each))]

    def shown_findings(self, keys: Iterable[str]) -> list[Finding]:
        """Return what is shown beside some of the fields and is not kept with a reason."""
        wanted = set(keys)
        return [each for each in self._shown if key_of(each) in wanted]

    # Inside

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See which field has the focus."""
        if isinstance(event, QFocusEvent) and event.gotFocus():
            self.entered.emit(watched.objectName())
        return False

    def _fill(self, key: str) -> None:
        self._rows[key].editor.show_stored(self._stored.get(key))

    def _leave(self, key: str) -> None:
        if not self._rows[key].isEnabled():
            # The form took the focus away, not the officer.
            return
        self._touched.add(key)
        self.left.emit(key)


def _is_error(finding: Finding) -> bool:
    return finding.level is Level.ERROR


def _is_due(finding: Finding, row: FieldRow, *, due: bool, early: bool) -> bool:
    """Whether a finding is shown now; that nothing stands there is not said of what can't be read."""
    if finding.code == _MISSING and row.editor.fault() is not None:
        return False
    return due or (early and not _is_error(finding))


def unreadable(fields: Fields) -> dict[str, Value]:
    """Return of what was changed that which cannot be read."""
    return {key: change for key, change in fields.changes().items() if fields.faults([key])}


def key_of(finding: Finding) -> str:
    """Return the field that a finding is about; of repeated rows, the field that holds them."""
    return finding.field.partition(".")[0]
