"""Asks what a step in the life of a case needs: the day, and a reason where it closes or opens again."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ansinh_desktop import clock, text
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.field import Field
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.widgets.field_row import FindingLabel

_ON, _REASON = "step_on", "step_reason"


class StepDialog(DialogFrame):
    """One step: from where to where, what the law asks for, what speaks against it, the day and the reason."""

    def __init__(
        self,
        title: str,
        yes_label: str,
        parent: QWidget | None,
        *,
        guard: str = "",
        findings: Sequence[Finding] = (),
        needs_reason: bool = False,
    ) -> None:
        """Make the dialog.

        Args:
            title: The step, in words.
            yes_label: What the button does.
            parent: Over which window.
            guard: What the step asks for.
            findings: What speaks against it: errors forbid it, warnings ask for a reason.
            needs_reason: Whether a reason is asked for anyway.
        """
        super().__init__(parent, title, yes_label, name="move", width=460)
        self._proposed = ""
        """The day that the case itself says: of all to come the only one."""
        self._forbidden = any(each.level is Level.ERROR for each in findings)
        needs_reason = needs_reason or any(each.level is Level.WARNING for each in findings)
        declared = {
            _ON: Field(_ON, "Ngày", kinds.Date(), required=True),
            _REASON: Field(_REASON, "Lý do, ghi chú", kinds.LongText(500), required=needs_reason),
        }
        self._fields = Fields(declared, Surroundings(), self)
        if guard:
            asks = QLabel(f"Bước này cần: {guard}", self)
            asks.setWordWrap(True)
            self.column.addWidget(asks)
        for finding in findings:
            self.column.addWidget(FindingLabel(finding, parent=self, keep=False))
        for key in declared:
            self.column.addWidget(self._fields.make(key))
        self._fields.set_stored({_ON: clock.today().isoformat()})
        self.yes_button.clicked.connect(self.accept)
        self.close_frame(self._fields.editors())
        first = self._fields.editor(_REASON if needs_reason else _ON)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.TabFocusReason)
        self._fields.edited.connect(lambda _key: self._guard())
        self._guard()

    def propose(self, day: str) -> None:
        """Let the day be one on which the case itself says that it was; today's stays where it does not say."""
        if day:
            self._proposed = day
            self._fields.set_stored({_ON: day})
            self._guard()

    def on(self) -> str:
        """Return the day of the step."""
        return str(self._fields.values().get(_ON) or "")

    def reason(self) -> str:
        """Return the reason, clean."""
        return text.clean_lines(str(self._fields.values().get(_REASON) or ""))

    def press_yes(self) -> None:
        """Go on, or put the cursor where something is missing."""
        self._fields.settle()
        if self._is_complete():
            self.accept()
        else:
            empty = [key for key in (_ON, _REASON) if not self._fields.values().get(key)]
            editor = self._fields.editor(empty[0] if empty else _ON)
            if editor is not None:
                editor.control.setFocus(Qt.FocusReason.TabFocusReason)

    def accept(self) -> None:
        """Go on only with a day that can be read."""
        self._fields.settle()
        if self._is_complete():
            super().accept()

    def _is_complete(self) -> bool:
        needs_reason = self._fields.declared[_REASON].required
        day_is_sound = bool(self.on()) and not self._wrong()
        return not self._forbidden and day_is_sound and (bool(self.reason()) or not needs_reason)

    def _wrong(self) -> list[Finding]:
        """Return that a step would be taken on a day that has not come: a year that was mistyped, most likely."""
        day = self.on()
        return [] if day in ("", self._proposed) else [*self._fields.declared[_ON].kind.check(day, _ON)]

    def _guard(self) -> None:
        self._fields.show_findings(self._wrong(), {}, every=True)
        self.yes_button.setEnabled(self._is_complete())
