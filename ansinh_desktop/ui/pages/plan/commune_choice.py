"""Of which commune the page of the plan speaks, at a receiving unit; and what that unit sets a commune."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from ansinh_desktop.registers.answer import Answers, Kind
from ansinh_desktop.registers.field import Field
from ansinh_desktop.rules.plan import Plan
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.fields_dialog import FieldsDialog
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pages.plan import words
from ansinh_desktop.ui.pages.plan.asked_figures import Heads
from ansinh_desktop.ui.pages.plan.looking import Looked
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.kind_line import NumberEdit


class CommuneChoice(QComboBox):
    """All communes together, or one; it is not there where a unit has only its own records.

    Signals:
        changed: Another one is wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commune")
        self.setAccessibleName("Xã")
        self.setProperty("look", "yes")
        self.hide()
        self.currentIndexChanged.connect(lambda _at: self.changed.emit())

    def unit(self) -> str | None:
        """Return the unit that is chosen; None for all together."""
        return self.currentData() or None

    def offer(self, looked: Looked) -> None:
        """Offer the communes of which there is anything; nothing is emitted."""
        if not looked.communes:
            return
        offered = words.communes(looked)
        if [self.itemData(at) for at in range(self.count())] != [unit for unit, _ in offered]:
            blocked = self.blockSignals(True)  # noqa: FBT003 - Qt takes no name
            self.clear()
            for unit, name in offered:
                self.addItem(name, unit)
            self.setCurrentIndex(max(0, self.findData(looked.unit or "")))
            self.blockSignals(blocked)
        self.show()

    def go_to(self, unit: str) -> None:
        """Choose one."""
        if (at := self.findData(unit)) >= 0:
            self.setCurrentIndex(at)


def ask_targets(
    program: Program, plan: Plan, unit: str, name: str, *, tasks: Tasks, parent: QWidget
) -> FieldsDialog:
    """Return the dialog that asks what a commune has to reach of what the plan asks of the whole province."""
    fields = {
        each.id: Field(each.id, f"{each.number}. {each.title} ({each.unit})", Heads())
        for each in plan.targets
        if each.of_province
    }

    def work(answers: Answers) -> None:
        given = {key: answers.get(key) for key in fields}
        program.plans.assign(
            unit, {key: Decimal(value) if isinstance(value, int) else None for key, value in given.items()}
        )

    dialog = FieldsDialog(
        f"Giao chỉ tiêu cho {name}: xã nhận cùng biên nhận lần sau",
        fields,
        work,
        tasks=tasks,
        around=Surroundings(),
        parent=parent,
        yes_label="Giao chỉ tiêu",
        makers=dict.fromkeys(fields, _editor),
    )
    dialog.set_answers({key: int(value) for key, value in program.plans.assigned(unit).items()})
    return dialog


def _editor(key: str, kind: Kind, _around: Surroundings) -> Editor:
    return NumberEdit(key, kind=kind, width=150)
