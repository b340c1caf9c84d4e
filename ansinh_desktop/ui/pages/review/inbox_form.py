"""A record opened at the field of what was found: only the part that it stands in is unfolded."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QResizeEvent

from ansinh_desktop.services.cases import Case
from ansinh_desktop.ui.drafts.spots import Spot, opens
from ansinh_desktop.ui.forms.found import Stop
from ansinh_desktop.ui.forms.record_form import RecordForm
from ansinh_desktop.ui.widgets.section import Section


class InboxForm(RecordForm):
    """The form of a record without what stands beside it elsewhere.

    Signals:
        later: The next finding is wanted; this one stays.
        keep_asked: A warning is to be left with a reason. Carries under what the record keeps it; nothing where it is the
            one at which it was opened, and nothing else was changed.
    """

    later = Signal()
    keep_asked = Signal(str)
    key = ""
    """The field at which it was opened."""
    reason: Spot | None = None
    """Where a reason is being typed for what was found in it."""
    goes_first: Callable[[], bool] | None = None
    """Puts away what stands beside the record, before Esc leaves it; whether anything stood there."""

    def open_at(self, case: Case, key: str) -> None:
        """Change a record, beginning at a field; at the first that has to be seen to where none is named."""
        self.key = key.partition(".")[0]
        for each in (self.title, self.state, self.back_button, self.draft_button):
            each.hide()
        self.save_button.setText("Lưu, tới việc kế   Ctrl+Enter")
        for seen in (self.body, self.area.viewport()):
            seen.installEventFilter(self)
        self.setContentsMargins(0, 0, 0, 0)
        if (layout := self.layout()) is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        self.start_edit(case)
        self._asked.show()
        of_record = self.key in self._register.fields
        self.box.setVisible(not of_record)
        self._fold(of_record=of_record)
        self.found.every = True
        self.check()
        if not self.key or not self._walk.to(self.fields if of_record else self.box.fields, self.key):
            self._go_to_found(first=True)

    def _fold(self, *, of_record: bool) -> None:
        """Unfold the part with the field, and no other; all of them where it is a field of the person."""
        row = self.fields.row(self.key) if of_record else None
        for section in self.body.findChildren(Section):
            if not self.box.isAncestorOf(section):
                mine = row is not None and section.isAncestorOf(row)
                section.set_folded(of_record and not mine)
                if mine:
                    self._begin_at(section)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the field at hand in sight while what stands around it takes its room."""
        if isinstance(event, QResizeEvent) and watched in (self.body, self.area.viewport()):
            fields, key = self._walk.here() or (self.fields, "")
            if (row := fields.row(key)) is not None:
                self.scroll_to(row)
        return super().eventFilter(watched, event)

    def _begin_at(self, section: Section) -> None:
        """Let a part begin at the top of what is seen; a little later, when the others are folded."""
        bar = self.area.verticalScrollBar()
        QTimer.singleShot(0, section, lambda: bar.setValue(section.y()))

    def leave(self) -> None:
        """Put away what stands beside the record; where nothing does, go back to the list."""
        if self.goes_first is None or not self.goes_first():
            super().leave()

    def take_focus(self) -> None:
        """Give the keyboard to the field at which it was opened."""
        of_record = self.key in self._register.fields
        if not self._walk.to(self.fields if of_record else self.box.fields, self.key):
            self.save_button.setFocus()

    def follow_found(self, stop: Stop | None) -> None:
        """Say beneath what was found about another field; about its own the inbox says it above, in its place."""
        super().follow_found(stop)
        row = stop[0].row(stop[1]) if stop is not None else None
        other = stop is not None and stop[1] != self.key and row is not None
        self.side.setVisible(other and row is not None and bool(row.findings_with_reasons()))

    def save(self, *, final: bool = True, goes_on: str | None = None) -> None:
        """Save; where the person's own data are in the way, show them."""
        if any(fields is self.box.fields for fields, _found in self.found.blocking()):
            self.box.show()
        super().save(final=final, goes_on=goes_on)

    @opens
    def ask_reason(self, key: str) -> None:
        """Let the inbox ask for the reason of its own finding, or of one that only the form knows."""
        of_form = self.is_changed() or (key and key.partition(" ")[2].partition(".")[0] != self.key)
        if key or not of_form:
            self.keep_asked.emit(key if of_form else "")

    def spot_inside(self) -> Spot | None:
        """Return where a reason is being typed."""
        return self.reason

    def _go_to_found(self, *, first: bool) -> None:
        if first:
            super()._go_to_found(first=True)
        else:
            self.later.emit()
