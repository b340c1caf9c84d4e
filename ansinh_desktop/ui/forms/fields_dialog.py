"""A window that asks a few declared fields and does something with them."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.field import Field
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.editors import Maker
from ansinh_desktop.ui.forms.fields import Fields, key_of
from ansinh_desktop.ui.forms.surroundings import Surroundings

_MISSING = "AS-2020"


class FieldsDialog(DialogFrame):
    """The rows, a button that does it, and one that does not.

    Signals:
        done_well: It is done. Carries what the work returned.
    """

    done_well = Signal(object)

    def __init__(  # noqa: PLR0913 - each is said by name
        self,
        title: str,
        fields: Mapping[str, Field],
        work: Callable[[Answers], object],
        *,
        tasks: Tasks,
        around: Surroundings,
        parent: QWidget | None,
        yes_label: str = "Lưu",
        makers: Mapping[str, Maker] | None = None,
    ) -> None:
        """Make the window; ``work`` is done in the background with what was typed."""
        has_rows = any(isinstance(each.kind, kinds.Rows) for each in fields.values())
        super().__init__(parent, title, yes_label, name="yes", width=980 if has_rows else 560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._tasks = work, tasks
        self.fields = Fields(fields, around, self)
        for key in fields:
            self.column.addWidget(self.fields.make(key, (makers or {}).get(key), above=True))
        self.yes_button.clicked.connect(self.save)
        self.close_frame(self.fields.editors())
        first = self.fields.editors()[0]
        first.control.setFocus(Qt.FocusReason.TabFocusReason)

    def set_answers(self, answers: Answers) -> None:
        """Show answers that are stored."""
        self.fields.set_stored(answers)

    def save(self) -> None:
        """Do it, unless something is missing or cannot be read."""
        self.fields.settle()
        answers = self.fields.values()
        missing = [
            error(_MISSING, key, label=field.label)
            for key, field in self.fields.declared.items()
            if field.required and key not in answers
        ]
        found = [*self.fields.faults(self.fields.declared), *missing]
        if found:
            self._show(found)
            return
        self.yes_button.setEnabled(False)
        self._tasks.run(lambda: self._work(answers), self._end, failed=self._refuse, owner=self)

    def _end(self, result: object) -> None:
        self.done_well.emit(result)
        self.accept()

    def _refuse(self, fault: Exception) -> None:
        self.yes_button.setEnabled(True)
        if isinstance(fault, InvalidRecordError):
            self._show(list(fault.findings))
        elif isinstance(fault, UserError):
            self.banner.say(fault)
        else:
            self._tasks.complain(fault)

    def _show(self, findings: list[Finding]) -> None:
        self.fields.show_findings(findings, {}, every=True)
        editor = self.fields.editor(key_of(findings[0]))
        if editor is not None:
            editor.control.setFocus(Qt.FocusReason.TabFocusReason)
