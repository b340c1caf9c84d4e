"""Asks once for a death, a move or a return, and shows all that follows before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers.acts.lives import DEATH, Life
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.services.lives.work import LifePreview, Lives
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.fields import Fields, key_of
from ansinh_desktop.ui.forms.life_preview import LifePreviewBox
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pause import pause

_REST_MS = 250
_COLUMNS = 3
_MISSING = "AS-2020"
_FIRST = "Ghi ngày để xem những gì theo sau; chưa có gì được ghi."


@dataclass(frozen=True)
class Whom:
    """Of whom it is said, and where."""

    person_id: str
    name: str
    person: Answers
    page: str = ""
    """The record on whose page it is said."""


class LifeDialog(DialogFrame):
    """The questions, all that follows from their answers, and the deed.

    Signals:
        done_well: It is written. Carries the :class:`LifePreview` of what was done.
        place_asked: The record of a question is to be opened instead. Carries its id and its register.
    """

    done_well = Signal(object)
    place_asked = Signal(str, str)

    def __init__(
        self,
        lives: Lives,
        life: Life,
        whom: Whom,
        *,
        tasks: Tasks,
        around: Surroundings,
        parent: QWidget | None,
    ) -> None:
        """Make the dialog.

        Args:
            lives: What writes it.
            life: What is said.
            whom: Of whom.
            tasks: Where it is done in the background.
            around: What the fields need.
            parent: Over which window.
        """
        super().__init__(parent, f"{life.label}: {whom.name}", life.label, name="say_life", width=940)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("help_anchor", "chuyen-di")
        self._lives, self._life, self._whom, self._tasks = lives, life, whom, tasks
        self._seen: Answers | None = None
        """The answers of which the preview is shown."""
        self.fields = Fields(life.asked, around, self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        for place, key in enumerate(life.asked):
            row = self.fields.make(key, above=True)
            grid.addWidget(row, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.column.addLayout(grid)
        if life.code == DEATH and whom.person.get("death_date"):
            self.fields.set_stored({"on": whom.person["death_date"]})
        self.preview = LifePreviewBox(self)
        self.preview.place_asked.connect(self._go)
        self.column.addWidget(self.preview, 100)
        self.yes_button.setToolTip(f"{life.label} (Ctrl+Enter)")
        self.yes_button.clicked.connect(self.save)
        self.yes_button.setEnabled(False)
        self.close_frame(self.fields.editors())
        self._look_soon = pause(self, _REST_MS, self.look)
        self.fields.edited.connect(lambda _key: self._wait())
        self.preview.say(_FIRST)
        self.open_at(960, 620)
        self.fields.editors()[0].control.setFocus(Qt.FocusReason.TabFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at once what follows from what stands there already."""
        super().showEvent(event)
        self._look_soon.start()

    def look(self) -> None:
        """Ask in the background what follows from the answers as they stand."""
        answers = self.fields.values()
        if self.fields.faults(self._life.asked) or not answers.get("on"):
            self.preview.say(_FIRST)
            return
        self._tasks.run(
            lambda: self._lives.preview(self._whom.person_id, self._life.code, answers, self._whom.page),
            lambda found: self._show(answers, found),
            failed=lambda fault: self._refuse(answers, fault),
            owner=self,
            urgent=True,
        )

    def press_yes(self) -> None:
        """Write it, or say what is still missing."""
        self.save()

    def save(self) -> None:
        """Write it, where what follows from these very answers is shown."""
        self.fields.settle()
        answers = self.fields.values()
        missing = [
            error(_MISSING, key, label=field.label)
            for key, field in self._life.asked.items()
            if field.required and key not in answers
        ]
        found = [*self.fields.faults(self._life.asked), *missing]
        if found:
            self._show_findings(found)
            return
        if answers != self._seen:
            self.look()
            return
        self.yes_button.setEnabled(False)
        self._tasks.run(
            lambda: self._lives.do(self._whom.person_id, self._life.code, answers, self._whom.page),
            self._end,
            failed=lambda fault: self._refuse(answers, fault),
            owner=self,
            title=self._life.label,
        )

    def reject(self) -> None:
        """Go back; where something was typed, only after asking."""
        if not self.fields.changes() or self._may_throw_away():
            super().reject()

    def _may_throw_away(self) -> bool:
        question = "Bỏ những gì vừa gõ?\nChưa có gì được ghi."
        return messages.ask(self, question, "Bỏ", "Gõ tiếp", danger=True)

    def _wait(self) -> None:
        """Let nothing be written until what follows is looked at anew; a text only put in order says the same."""
        if self._seen is not None and self.fields.values() == self._seen:
            return
        self._seen = None
        self.yes_button.setEnabled(False)
        self._look_soon.start()

    def _show(self, answers: dict[str, Value], found: LifePreview) -> None:
        if answers != self.fields.values():
            return  # it was typed on meanwhile, and asked anew
        self.banner.clear()
        self._show_findings([])
        self._seen = answers
        self.preview.show_preview(found)
        self.yes_button.setEnabled(True)

    def _end(self, done: LifePreview) -> None:
        self.done_well.emit(done)
        self.accept()

    def _go(self, record_id: str, register: str) -> None:
        if not self.fields.changes() or self._may_throw_away():
            super().reject()
            self.place_asked.emit(record_id, register)

    def _refuse(self, answers: dict[str, Value], fault: Exception) -> None:
        if answers != self.fields.values():
            return
        self._seen = None
        self.yes_button.setEnabled(False)
        self.preview.say(_FIRST)
        if isinstance(fault, InvalidRecordError):
            self._show_findings(list(fault.findings))
        elif isinstance(fault, UserError):
            self.banner.say(fault)
        else:
            self._tasks.complain(fault)

    def _show_findings(self, findings: Sequence[Finding]) -> None:
        self.fields.show_findings(list(findings), {}, every=True)
        editor = self.fields.editor(key_of(findings[0])) if findings else None
        if editor is not None and self.focusWidget() is self.yes_button:
            editor.control.setFocus(Qt.FocusReason.TabFocusReason)
