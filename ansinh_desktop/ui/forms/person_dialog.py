"""The window in which a person's own data are changed, whatever their records."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.dated import Since
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.cases import ChangedFact, InvalidRecordError, UndatedChangeError, kept_key
from ansinh_desktop.services.people import People, PersonView
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.forms.fields import key_of
from ansinh_desktop.ui.forms.person_box import PersonBox
from ansinh_desktop.ui.forms.since_dialog import SinceDialog
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.screen_room import room_on_screen

_CHECK_MS = 150
_AROUND = 140
"""What stands above and below the fields, at 100 %."""


class PersonDialog(DialogFrame):
    """The box of a person, its findings, and saving.

    Signals:
        saved: The changes are on the disk. Carries the person's id.
    """

    saved = Signal(str)

    def __init__(
        self, view: PersonView, people: People, tasks: Tasks, around: Surroundings, parent: QWidget | None
    ) -> None:
        super().__init__(parent, "", "Lưu", name="save_person", width=880)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._view, self._people, self._tasks = view, people, tasks
        self._kept: dict[str, str] = {}
        self._every = False
        self._undated: Sequence[ChangedFact] = ()
        self.box = PersonBox("Sửa nhân thân", around, self)
        self.box.set_person(view.person)
        self.box.unfold()
        self._area = area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.box)
        self.column.addWidget(area, 1)
        self.yes_button.setToolTip("Lưu (Ctrl+Enter)")
        self.yes_button.clicked.connect(self.save)
        self.close_frame(self.box.fields.editors())
        self._check_soon = pause(self, _CHECK_MS, self.check)
        self.box.edited.connect(lambda _key: self._check_soon.start())
        self.box.left.connect(lambda _key: self._check_soon.start())
        self.box.fields.entered.connect(self._bring_into_sight)
        self.box.fields.keep_asked.connect(self._ask_reason)
        self.box.focus_first()
        self.check()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as all that is asked, where the screen is."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        wanted = min(
            self.box.sizeHint().height() + theme.px(12), room_on_screen(self).height() - theme.px(_AROUND)
        )
        self._area.setMinimumHeight(wanted)

    def _bring_into_sight(self, key: str) -> None:
        row = self.box.fields.row(key)
        if row is not None:
            self._area.ensureWidgetVisible(row, 0, theme.px(8))

    def check(self) -> list[Finding]:
        """Show and return what is found about the person."""
        found = self._people.check(self.box.values())
        self.box.fields.show_findings(found, self._kept, every=self._every)
        return found

    def press_yes(self) -> None:
        """Write it, or say what is still missing."""
        self.save()

    def save(self) -> None:
        """Save in the background, unless something stands against it."""
        self.box.fields.settle()
        self._every = True
        found = [
            *self.box.fields.faults(PERSON_FIELDS),
            *(each for each in self.check() if self._stops(each)),
        ]
        if found:
            self._go_to(found)
            return
        self._save()

    def _save(self, since: Since | None = None) -> None:
        values, kept = self.box.values(), dict(self._kept)
        self.yes_button.setEnabled(False)
        self._tasks.run(
            lambda: self._people.save(self._view.id, values, kept, self._view.seq, since),
            lambda _done: self._end(),
            failed=self._refuse,
            owner=self,
            title="Lưu nhân thân",
        )

    def reject(self) -> None:
        """Go back; where something was typed, only after asking."""
        question = "Bỏ những gì vừa sửa?\nNhân thân giữ như trước."
        if not self.box.fields.changes() or messages.ask(
            self, question, "Bỏ thay đổi", "Sửa tiếp", danger=True
        ):
            super().reject()

    def _end(self) -> None:
        self.saved.emit(self._view.id)
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self.yes_button.setEnabled(True)
        if isinstance(error, UndatedChangeError):
            self._undated = error.changed
            self.ask_since()
        elif isinstance(error, InvalidRecordError):
            self._go_to(list(error.findings))
        elif isinstance(error, UserError):
            self.banner.say(error)
        else:
            self._tasks.complain(error, "Lưu nhân thân")

    @opens
    def ask_since(self) -> None:
        """Ask from which month the changed facts of a running record hold, and save."""
        if not self._undated:
            return
        dialog = SinceDialog(self._undated, self)
        if dialog.exec() == SinceDialog.DialogCode.Accepted:
            self._save(dialog.since())

    def _go_to(self, found: list[Finding]) -> None:
        places = list(PERSON_FIELDS)
        first = min(found, key=lambda each: places.index(key_of(each)))
        editor = self.box.fields.editor(key_of(first))
        if editor is not None:
            editor.control.setFocus(Qt.FocusReason.TabFocusReason)

    def _stops(self, finding: Finding) -> bool:
        if finding.level is Level.WARNING:
            return not self._kept.get(kept_key(finding))
        return finding.level is Level.ERROR

    def typed_more(self) -> dict[str, str]:
        """Return the reasons for warnings that are kept."""
        return dict(self._kept)

    def put_more(self, kept: Mapping[str, str]) -> None:
        """Take up reasons that were given before."""
        self._kept = dict(kept)
        self.check()

    def _ask_reason(self, finding: Finding) -> None:
        self.ask_reason(kept_key(finding))

    @opens
    def ask_reason(self, key: str) -> None:
        """Ask why a warning is kept."""
        finding = next((each for each in self.check() if kept_key(each) == key), None)
        if finding is None:
            return
        reason = messages.confirm_with_reason(self, f"{finding.text}\n{finding.todo}", "Giữ và ghi lý do")
        if reason:
            self._kept[kept_key(finding)] = reason
            self.check()
