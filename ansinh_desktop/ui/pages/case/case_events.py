"""What happened in a case: the time line at the left, the form of a new event at the right."""

import functools

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop.registers.event import EventKind, offered
from ansinh_desktop.services.cases import Case, Cases, EventView
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.forms.event_form import EventForm
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pages.case.case_facts import time_line
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.shown import HIDE, Shown
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.timeline import TimeLine


class CaseEvents(QWidget):
    """The events of a case, and the way to add one or take one back.

    Signals:
        written: An event was written down or taken back.
        refused: An event could not be taken back. Carries the error.
    """

    written = Signal()
    refused = Signal(object)

    def __init__(self, cases: Cases, tasks: Tasks, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self._cases, self._tasks, self._around = cases, tasks, around
        self._case: Case | None = None
        self._writable = False
        self.line = TimeLine(self)
        self.empty = EmptyState(
            "clock", "Chưa có diễn biến", "Ghi lần thăm, quyết định, hỗ trợ đã nhận.", parent=self
        )
        self.form: EventForm | None = None
        self._add = button("Thêm diễn biến", "plus", self, primary=True, name="add_event")
        self._add.clicked.connect(self._open_menu)
        self._take_back = QPushButton("Rút diễn biến ghi nhầm…", self)
        self._take_back.setObjectName("remove_event")
        self._take_back.clicked.connect(self._remove)
        self._reveal = QPushButton("Hiện mục mật…", self)
        self._reveal.setObjectName("show_masked_event")
        self._reveal.clicked.connect(self._on_reveal)
        self.shown: Shown[EventView] = Shown(tasks, self)
        self.shown.changed.connect(self._draw)
        self.shown.ticked.connect(lambda left: self._reveal.setText(f"{HIDE} ({left} giây)"))
        self.shown.refused.connect(self.refused)
        self.line.selectionModel().currentChanged.connect(lambda *_rows: self._enable())
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self._add)
        self._buttons.addWidget(self._take_back)
        self._buttons.addWidget(self._reveal)
        self._buttons.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(theme.px(6))
        left.addLayout(self._buttons)
        left.addWidget(self.line, 1)
        left.addWidget(self.empty, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, theme.px(8), 0, 0)
        self._row.setSpacing(theme.px(8))
        self._row.addLayout(left, 3)

    def show_case(self, case: Case, *, writable: bool) -> None:
        """Show what happened in a case."""
        self._case = None
        self.shown.hide()
        self._case, self._writable = case, writable
        self._add.setVisible(writable and bool(self._kinds()))
        self._take_back.setVisible(writable and not case.closed and bool(case.events))
        self._reveal.setVisible(any(each.masked for each in case.events))
        self._draw()
        self.line.setVisible(bool(case.events))
        self.empty.setVisible(not case.events)
        self._enable()

    def start(self, kind: EventKind) -> None:
        """Begin an event of this kind."""
        case = self._case
        if case is None:
            return
        self.close_form()
        self.form = EventForm(case.register.code, self._cases, self._tasks, self._around, self)
        self.form.saved.connect(self._on_written)
        self.form.left.connect(self.close_form)
        self._row.addWidget(self.form, 2)
        self.form.show()
        self.form.start(case.id, kind)

    @opens
    def start_kind(self, code: str) -> None:
        """Begin an event of the kind with this code."""
        kind = next((each for each in self._kinds() if each.code == code), None)
        if kind is not None and self._writable:
            self.start(kind)

    def spot_inside(self) -> Spot | None:
        """Return the form of the event that is being written."""
        if self.form is None or self.form.kind is None:
            return None
        return Spot(self.form, Opening(type(self).__name__, "start_kind", (self.form.kind.code,)))

    def is_writing(self) -> bool:
        """Whether the form of an event is open."""
        return self.form is not None

    def leave_form(self) -> None:
        """Close the form of the event; where something was typed, only after asking."""
        if self.form is not None:
            self.form.leave()

    def may_leave(self) -> bool:
        """Close the form; false where the officer stays in it."""
        self.leave_form()
        return self.form is None

    def close_form(self) -> None:
        """Take the form of the event away."""
        if self.form is not None:
            self._row.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self._add.setFocus()

    def _open_menu(self) -> None:
        if self._case is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in self._kinds():
            menu.addAction(kind.label).triggered.connect(functools.partial(self._start_other, kind))
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _kinds(self) -> list[EventKind]:
        """Return what may be written down."""
        case = self._case
        if case is None:
            return []
        return offered(case.register.events, {each.kind for each in case.events}, closed=bool(case.closed))

    def _start_other(self, kind: EventKind, _checked: object = None) -> None:
        if self.may_leave():
            self.start(kind)

    def hideEvent(self, event: QHideEvent) -> None:
        """Put the masks back: nobody looks."""
        self.shown.hide()
        super().hideEvent(event)

    def _draw(self) -> None:
        """Show the events, the masked answers of one of them as they are while a reason holds."""
        if self._case is None:
            return
        shown, row = self.shown.value, self.line.currentIndex().row()
        events = [shown if shown and each.id == shown.id else each for each in self._case.events]
        self.line.set_events(time_line(events))
        self._reveal.setText("Hiện mục mật…")
        if row >= 0:
            self.line.setCurrentIndex(self.line.model().index(row, 0))
        self._enable()

    def _on_reveal(self) -> None:
        event = self._event()
        if not self.shown.hide() and event is not None and event.masked:
            self.shown.ask(event.masked, lambda reason, _every: self._cases.reveals.event(event.id, reason))

    def _event(self) -> EventView | None:
        """Return the event that is chosen; None where none is."""
        chosen = self.line.currentIndex().data(Qt.ItemDataRole.UserRole)
        events = self._case.events if self._case else ()
        return next((each for each in events if chosen and each.id == chosen.key), None)

    def _chosen(self) -> str:
        """Return the event that may be taken back; a step of the life cycle is undone by another step."""
        event = self._event()
        return event.id if event is not None and event.kind != "state" else ""

    def _enable(self) -> None:
        event = self._event()
        self._reveal.setEnabled(self.shown.value is not None or (event is not None and bool(event.masked)))
        self._take_back.setEnabled(bool(self._chosen()))

    def _remove(self) -> None:
        if event_id := self._chosen():
            self.take_back(event_id)

    @opens
    def take_back(self, event_id: str) -> None:
        """Ask why an event is taken back, and do it."""
        if not self._writable or self._case is None or self._case.closed:
            return
        question = "Rút diễn biến đã ghi nhầm?\nLịch sử vẫn giữ."
        reason = messages.confirm_with_reason(self, question, "Rút diễn biến")
        if reason:
            self._tasks.run(
                lambda: self._cases.remove_event(event_id, reason),
                lambda _done: self.written.emit(),
                failed=self.refused.emit,
                owner=self,
            )

    def _on_written(self) -> None:
        self.close_form()
        self.written.emit()
