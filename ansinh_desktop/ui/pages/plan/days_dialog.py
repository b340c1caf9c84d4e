"""Asks for a period of any days."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.findings import error
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.field import Field
from ansinh_desktop.rules.period import Period
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.forms.surroundings import Surroundings

_FIRST, _LAST = "first_day", "last_day"


class DaysDialog(DialogFrame):
    """The first and the last day.

    Signals:
        said: A period was said. Carries it.
    """

    said = Signal(object)

    def __init__(self, period: Period, parent: QWidget) -> None:
        super().__init__(parent, "Kỳ báo cáo từ ngày nào đến ngày nào?", "Xem kỳ này", name="days", width=460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        declared = {
            _FIRST: Field(_FIRST, "Từ ngày", kinds.Date(), required=True),
            _LAST: Field(_LAST, "Đến hết ngày", kinds.Date(), required=True),
        }
        self.fields = Fields(declared, Surroundings(), self)
        for key in declared:
            self.column.addWidget(self.fields.make(key))
        self.fields.set_stored({_FIRST: period.first.isoformat(), _LAST: period.last.isoformat()})
        self.yes_button.clicked.connect(self.accept)
        self.close_frame(self.fields.editors())

    def accept(self) -> None:
        """Go on only with a period that can be read."""
        self.fields.settle()
        answers = self.fields.values()
        first, last = text_of(answers, _FIRST), text_of(answers, _LAST)
        found = list(self.fields.faults(self.fields.declared))
        if not found and not (first and last):
            found = [error("AS-2020", _FIRST if not first else _LAST, label="ngày đầu và ngày cuối")]
        if not found and last < first:
            found = [error("AS-8020", _LAST)]
        if found:
            self.fields.show_findings(found, {}, every=True)
            return
        super().accept()
        self.said.emit(Period.of(f"{first}..{last}"))
