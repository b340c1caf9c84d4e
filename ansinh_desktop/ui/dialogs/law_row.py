"""The form of one rule that the province or the commune sets: resolution, amount, days."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ansinh_desktop.findings import Level
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.checks import check_answers
from ansinh_desktop.registers.field import Questions
from ansinh_desktop.services.law import local
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.editor import Editor


class LawRowDialog(DialogFrame):
    """One row of the local rules."""

    def __init__(self, kind: str, parent: QWidget | None, chosen: str = "") -> None:
        """Ask for a row.

        Args:
            kind: What is set.
            parent: Over what it stands.
            chosen: The row of the law it is about, where that is known already.
        """
        title, fields = local.FORMS[kind]
        super().__init__(parent, title, "Xem ai bị ảnh hưởng", name="preview_law", width=560)
        self.fields = Fields(Questions.of(fields), Surroundings(), self, anchor="quy-dinh")
        for key in self.fields.declared:
            self.column.addWidget(self.fields.make(key, _choices(kind) if key == "id" else None))
        if chosen:
            self.fields.set_answer("id", chosen)
        self.yes_button.clicked.connect(self.accept)
        self.close_frame(self.fields.editors())
        self.fields.editors()[0].control.setFocus()

    def answers(self) -> dict[str, Value]:
        """Return what was entered."""
        return self.fields.values()

    def accept(self) -> None:
        """Go on only with a row that can be kept."""
        self.fields.settle()
        declared = self.fields.declared
        found = [*self.fields.faults(declared), *check_answers(Questions(declared), self.answers())]
        self.fields.show_findings(found, {}, every=True)
        if not any(each.level is Level.ERROR for each in found):
            super().accept()


def _choices(kind: str) -> Callable[[str, object, Surroundings], Editor]:
    def make(key: str, _kind: object, _around: Surroundings) -> Editor:
        return FilteredCombo(key, options=[Option(code, words) for code, words in local.options(kind)])

    return make
