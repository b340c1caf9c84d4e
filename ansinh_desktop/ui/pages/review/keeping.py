"""Asks, in the place of a finding's words, why it is left as it is; what was typed stands there when it is asked again."""

from PySide6.QtCore import QObject, Qt, Signal

from ansinh_desktop.findings import Finding
from ansinh_desktop.ui.drafts.spots import Opening, Spot
from ansinh_desktop.ui.pages.review.finding_pane import FindingPane
from ansinh_desktop.ui.pages.review.inbox import Inbox
from ansinh_desktop.ui.pages.review.record_place import RecordPlace


class Keeping(QObject):
    """The question, of one finding, of a kind, or of a warning that only the open record knows.

    Signals:
        given: There is a reason. Carries of what, and the reason.
        turned: It is asked, or not any more.
    """

    given = Signal(str, str)
    turned = Signal()

    def __init__(self, inbox: Inbox, pane: FindingPane, place: RecordPlace) -> None:
        super().__init__(pane)
        self._inbox, self._pane, self._place = inbox, pane, place
        self.asked = ""
        """Of what: the key of a line of the inbox, or under which the open record keeps the reason; empty where of nothing."""
        self._begun: dict[str, str] = {}
        """What was typed, and did not become a reason."""
        pane.reason_given.connect(self._give)
        pane.reason_dropped.connect(self.drop)

    def ask(self, key: str, title: str = "") -> None:
        """Ask; ``title`` says of what, where the pane does not."""
        self.drop()
        self.asked = key
        if (form := self._place.form()) is not None:
            form.reason = Spot(
                self._pane.reason, Opening(type(form).__name__, "ask_reason", (self._own(key),))
            )
        self.turned.emit()
        self._pane.ask_reason(title, self._begun.get(key, ""))

    def ask_of_record(self, key: str) -> None:
        """Ask of a warning that the open record knows."""
        if (finding := self._finding(key)) is not None:
            self.ask(key, finding.text)

    def drop(self) -> None:
        """Ask no more; the keyboard goes back to where one was."""
        if not self.asked:
            return
        had_focus = self._pane.reason.edit.hasFocus()
        self._begun[self.asked] = self._pane.drop_reason()
        self.asked, form = "", self._place.form()
        if form is not None:
            form.reason = None
        if had_focus and form is not None:
            form.take_focus()
        elif had_focus:
            self._inbox.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit()

    def forget(self, key: str) -> None:
        """Forget what was typed: it is kept."""
        self._begun.pop(key, None)

    def is_here(self) -> bool:
        """Whether what is asked is about the current line."""
        here = (self._inbox.current_row(), self._inbox.current_group())
        return self.asked in here or self._finding(self.asked) is not None

    def _own(self, key: str) -> str:
        return key if self._finding(key) is not None else ""

    def _finding(self, key: str) -> Finding | None:
        form = self._place.form()
        return form.found.of_key(key) if form is not None and key else None

    def _give(self, reason: str) -> None:
        key, form = self.asked, self._place.form()
        of_record = form is not None and self._finding(key) is not None
        self.drop()
        if of_record and form is not None:
            self.forget(key)
            # It is kept as soon as the record is saved.
            form.found.kept[key] = reason
            form.keeper.touch()
            form.check()
        else:
            self.given.emit(key, reason)
