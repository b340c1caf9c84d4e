"""Asks from which month changed facts hold, or whether what stood there was wrong from the beginning."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ansinh_desktop import clock, text
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.dated import FROM_BEGINNING, Since
from ansinh_desktop.registers.field import Field
from ansinh_desktop.services.cases import ChangedFact
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue

_MONTH, _PAPER, _PAPER_ON = "since_month", "since_paper", "since_paper_on"


class SinceDialog(DialogFrame):
    """What changes, old and new; the month with its paper; and the way to mend what was written down wrongly."""

    def __init__(self, changed: Sequence[ChangedFact], parent: QWidget | None) -> None:
        title = "Hồ sơ đang hưởng: đổi từ tháng nào?"
        super().__init__(parent, title, "Đổi từ tháng này", name="since", width=560)
        self._said = FROM_BEGINNING
        words = QLabel("Tháng trước đó giữ nguyên như đã ghi; truy lĩnh, truy thu tính theo tháng này.", self)
        words.setWordWrap(True)
        self.column.addWidget(words)
        facts = KeyValue(self, label_width=220)
        facts.set_facts([Fact(each.label, f"{each.before} → {each.after or '(trống)'}") for each in changed])
        self.column.addWidget(facts)
        declared = {
            _MONTH: Field(_MONTH, "Đổi từ tháng", kinds.Month(), required=True),
            _PAPER: Field(_PAPER, "Theo quyết định, giấy tờ số", kinds.Text(60)),
            _PAPER_ON: Field(_PAPER_ON, "Ngày của giấy tờ", kinds.Date()),
        }
        self._fields = Fields(declared, Surroundings(), self)
        for key in declared:
            self.column.addWidget(self._fields.make(key))
        self._fields.set_stored({_MONTH: f"{clock.today():%Y-%m}"})
        self.wrong_button = QPushButton(text.literal("Sửa chỗ ghi sai từ đầu"), self)
        self.wrong_button.setObjectName("wrong")
        self.wrong_button.setAutoDefault(True)
        self.wrong_button.clicked.connect(self._mend)
        self.yes_button.clicked.connect(self.accept)
        self.close_frame(self._fields.editors(), beside=[self.wrong_button])
        first = self._fields.editor(_MONTH)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.TabFocusReason)
        self._fields.edited.connect(lambda _key: self._guard())

    def since(self) -> Since:
        """Return what was said; from the beginning where it was mended."""
        return self._said

    def accept(self) -> None:
        """Go on only with a month that can be read."""
        self._fields.settle()
        if self._is_complete():
            said = self._fields.values()
            self._said = Since(*(text_of(said, key) for key in (_MONTH, _PAPER, _PAPER_ON)))
            super().accept()

    def _mend(self) -> None:
        self._said = FROM_BEGINNING
        super().accept()

    def _is_complete(self) -> bool:
        return bool(self._fields.values().get(_MONTH)) and not self._fields.faults(self._fields.declared)

    def _guard(self) -> None:
        self.yes_button.setEnabled(self._is_complete())
