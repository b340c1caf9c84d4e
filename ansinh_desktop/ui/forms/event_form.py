"""The form of something that happened in a case, made from the declared kind of event."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field
from ansinh_desktop.services.cases import Cases, InvalidRecordError
from ansinh_desktop.ui import keys, messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.fields import Fields, key_of
from ansinh_desktop.ui.forms.sections import chain
from ansinh_desktop.ui.forms.surroundings import Surroundings

_ON, _NOTE = "event_on", "event_note"


class EventForm(QFrame):
    """The day, the declared fields, and a remark.

    Signals:
        saved: The event is on the disk. Carries its id.
        left: The officer went back without saving.
    """

    saved = Signal(str)
    left = Signal()

    def __init__(
        self,
        register: str,
        cases: Cases,
        tasks: Tasks,
        around: Surroundings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._anchor, self._cases, self._tasks = register, cases, tasks
        self._around = replace(around)
        self._record_id = ""
        self._kind: EventKind | None = None
        self.fields: Fields | None = None
        self._title = QLabel(self)
        self._title.setProperty("tone", "section")
        self._title.setWordWrap(True)
        self.banner = messages.Banner(self)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.back_button = QPushButton("Bỏ", self)
        self.back_button.setObjectName("leave_event")
        self.back_button.setProperty("pass_over", "yes")
        self.back_button.clicked.connect(self.leave)
        self.save_button = QPushButton("Ghi", self)
        self.save_button.setObjectName("save_event")
        self.save_button.setToolTip("Ghi diễn biến (Ctrl+Enter)")
        self.save_button.setProperty("role", "primary")
        self.save_button.setAutoDefault(True)
        self.save_button.clicked.connect(self.save)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(10))
        column.setSpacing(theme.px(6))
        column.addWidget(self._title)
        column.addWidget(self.banner)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        for name, slot in (("save", self.save), ("back", self.leave)):
            keys.action(name, self, slot).setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def start(self, record_id: str, kind: EventKind) -> None:
        """Begin an event of this kind in a record."""
        self._record_id, self._kind = record_id, kind
        self._title.setText(kind.label)
        self.banner.clear()
        self._around.on = clock.today()
        self._build(kind)
        self._show_asked()
        fields = self._made()
        fields.set_stored({_ON: clock.today().isoformat()})
        chain(fields.editors(), [self.save_button, self.back_button])
        editor = fields.editor(_ON)
        if editor is not None:
            editor.control.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def kind(self) -> EventKind | None:
        """What is being written; None when it is over."""
        return self._kind

    def is_changed(self) -> bool:
        """Whether anything was typed."""
        return bool(self._kind and self._made().changes())

    def leave(self) -> None:
        """Go back; where something was typed, only after asking."""
        question = "Bỏ diễn biến vừa gõ?\nNhững gì vừa gõ ở đây chưa được ghi."
        if not self.is_changed() or messages.ask(self, question, "Bỏ", "Nhập tiếp", danger=True):
            self._kind = None
            self.left.emit()

    def save(self) -> None:
        """Write it down in the background."""
        fields = self._made()
        fields.settle()
        answers = fields.values()
        asked = [key for key, field in fields.declared.items() if field.asked(answers)]
        # What happened has happened: a year that was mistyped would count in another one.
        on = answers.get(_ON)
        wrong = [*fields.faults(asked), *(fields.declared[_ON].kind.check(on, _ON) if on else ())]
        if wrong or not on:
            self._show(wrong, fields)
            return
        day, note = str(answers.pop(_ON)), str(answers.pop(_NOTE, "") or "")
        record_id, kind = self._record_id, self._kind
        if kind is None:
            return
        self.save_button.setEnabled(False)
        given = {key: value for key, value in answers.items() if key in asked}
        self._tasks.run(
            lambda: self._cases.add_event(record_id, kind.code, day, given, note),
            self._end_saving,
            failed=self._refuse,
            owner=self,
            title="Ghi diễn biến",
        )

    def _build(self, kind: EventKind) -> None:
        declared = {
            each.key: each
            for each in (
                Field(_ON, "Ngày", kinds.Date(), required=True),
                *(each for each in kind.fields if not each.hidden),
                Field(_NOTE, "Ghi chú", kinds.LongText(1000)),
            )
        }
        if self.fields is not None:
            self.fields.deleteLater()
        self.fields = Fields(declared, self._around, self, anchor=f"{self._anchor}.{kind.code}")
        self.fields.edited.connect(lambda _key: self._show_asked())
        body = QWidget(self._area.viewport())
        body.setProperty("role", "page")
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, theme.px(6), 0)
        rows.setSpacing(theme.px(4))
        for key in declared:
            rows.addWidget(self.fields.make(key, above=True))
        rows.addStretch(1)
        self._area.setWidget(body)

    def _made(self) -> Fields:
        if self.fields is None:
            raise RuntimeError("the form of no event")
        return self.fields

    def _show_asked(self) -> None:
        fields = self._made()
        answers = fields.values()
        for key, field in fields.declared.items():
            row = fields.row(key)
            if row is not None:
                row.setVisible(field.asked(answers))

    def _show(self, findings: list[Finding], fields: Fields) -> None:
        fields.show_findings(findings, {}, every=True)
        places = list(fields.declared)
        keys_ = sorted((key_of(each) for each in findings if key_of(each) in places), key=places.index)
        editor = fields.editor(keys_[0] if keys_ else _ON)
        if editor is not None:
            editor.control.setFocus(Qt.FocusReason.TabFocusReason)

    def _end_saving(self, event_id: str) -> None:
        self.save_button.setEnabled(True)
        self._kind = None
        self.saved.emit(event_id)

    def _refuse(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, InvalidRecordError):
            self._show(list(error.findings), self._made())
        elif isinstance(error, UserError):
            self.banner.say(error)
        else:
            self._tasks.complain(error, "Ghi diễn biến")

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what cannot be seen any more."""
        self.banner.clear()
        super().hideEvent(event)
