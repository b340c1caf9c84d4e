"""Shows the steps that a case takes in one act, each with its day, and asks why what is doubtful is kept."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ansinh_desktop import text
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.field import Field
from ansinh_desktop.services.cases import Way
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.widgets.field_row import FindingLabel
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue

_REASON = "way_reason"


class WayDialog(DialogFrame):
    """The states with their days, what is doubtful about them, and the deed."""

    def __init__(self, way: Way, parent: QWidget | None, findings: Sequence[Finding] = ()) -> None:
        last = way.labels[-1]
        super().__init__(parent, f"Chuyển hồ sơ đến “{last}”", f"Chuyển đến “{last}”", name="way", width=460)
        facts = KeyValue(self, label_width=220)
        days = zip(way.stages, way.labels, strict=True)
        facts.set_facts([Fact(label, f"{stage.on:%d/%m/%Y}", key=stage.state) for stage, label in days])
        self.column.addWidget(facts)
        for finding in findings:
            self.column.addWidget(FindingLabel(finding, parent=self, keep=False))
        asked = Field(_REASON, "Lý do vẫn chuyển", kinds.LongText(500), required=True)
        self._fields = Fields({_REASON: asked} if findings else {}, Surroundings(), self)
        for key in self._fields.declared:
            self.column.addWidget(self._fields.make(key))
        self.yes_button.clicked.connect(self.accept)
        self.close_frame(self._fields.editors())
        first = self._fields.editor(_REASON)
        (first.control if first else self.yes_button).setFocus(Qt.FocusReason.TabFocusReason)

    def reason(self) -> str:
        """Return why what is doubtful is kept, clean; empty where nothing is."""
        return text.clean_lines(str(self._fields.values().get(_REASON) or ""))

    def accept(self) -> None:
        """Go on only with a reason, where one is asked."""
        self._fields.settle()
        if self.reason() or not self._fields.declared:
            super().accept()
