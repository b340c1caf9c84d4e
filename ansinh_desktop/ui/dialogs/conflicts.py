"""Two versions of one row: for each field that differs the officer chooses whose value counts; nothing is dropped."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ansinh_desktop.services import office
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.conflicts import Open
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.queue import QueueDialog, QueueWords
from ansinh_desktop.ui.dialogs.versions import Versions, named, said_of
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.shown import HIDE, SHOW, Shown

_WORDS = QueueWords(
    "conflicts",
    "Hai bản khác nhau",
    "hai-ban-khac-nhau",
    "Những chỗ phải chọn",
    "Các ô khác nhau",
    "Giữ như đã chọn  Ctrl+Enter",
    "Không còn chỗ nào phải chọn",
    "Gói sau báo lựa chọn cho bên kia.",
)
_COLUMNS = (
    ("Ô", "Trước đó", "Máy này (phím 1)", "Bên kia (phím 2)", "Sẽ giữ"),
    (150, 120, 160, 160, 140),
)
_WHY = (
    "Vì sao hỏi: hai nơi cùng sửa một chỗ mà chưa biết bản của nhau. "
    "Bản không chọn vẫn còn trong lịch sử của nơi đã ghi nó."
)


class ConflictsDialog(QueueDialog):
    """The queue at the left, the fields of one of them at the right."""

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(_WORDS, _COLUMNS, program, tasks, parent)
        self._open: list[Open] = []
        self._at = ""
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("tone", "muted")
        self.of_versions = QLabel(self)
        self.of_versions.setProperty("tone", "muted")
        self.of_versions.setWordWrap(True)
        around = Surroundings(hamlets=office.hamlets(program.vault))
        self.versions = Versions(self.table, "Bên kia", tasks, around, self)
        why = QLabel(_WHY, self)
        why.setProperty("tone", "muted")
        why.setWordWrap(True)
        self.next = button("Ô kế  Enter", "chevron-right", self, name="next_field")
        self.reveal = button(SHOW, "eye", self, name="show_masked_conflict")
        self.reveal.setToolTip("Hiện mục mật của hai bản; ghi lý do vào lịch sử")
        self.shown: Shown[Open | None] = Shown(tasks, self)
        self.shown.changed.connect(self._show_item)
        self.shown.ticked.connect(
            lambda left: self.reveal.setText(theme.beside_icon(f"{HIDE} ({left} giây)"))
        )
        self.shown.refused.connect(self._say)
        self._lay_out(
            (self.title, self.of_versions, self.table, why),
            (
                self.versions.ours,
                self.versions.theirs,
                self.versions.other,
                self.later,
                self.next,
                self.reveal,
            ),
            self.said,
        )
        self._connect(self._on_other, self.keep)
        self.reveal.clicked.connect(self._on_reveal)
        self.next.clicked.connect(self._go_on)
        self.versions.changed.connect(self._say_state)
        self.versions.went_through.connect(lambda: self.save.setFocus(Qt.FocusReason.TabFocusReason))

    def refresh(self) -> None:
        """Ask what is to be chosen."""
        self._tasks.run(self._program.conflicts.all, self._show, failed=self._say, owner=self, urgent=True)

    def keep(self) -> None:
        """Keep what was chosen for the conflict that is shown."""
        found = self._current()
        if found is None or not self.save.isEnabled():
            return
        choice = self.versions.choice(found)
        self._decide(
            lambda: self._program.conflicts.choose(found.id, choice.sides, values=choice.values),
            lambda: self._kept(found.id),
            "Giữ như đã chọn",
        )

    def reject(self) -> None:
        """Close the dialog; what is masked and shown is masked first."""
        if not self.shown.hide():
            super().reject()

    def done(self, result: int) -> None:
        """Mask again what was shown: nobody looks."""
        self.shown.hide()
        super().done(result)

    # Inside

    def _on_other(self) -> None:
        self.shown.hide()
        self._show_item()

    def _on_reveal(self) -> None:
        found = self._current()
        if self.shown.hide() or found is None:
            return
        labels = [each.label for each in found.differences if each.masked]
        conflicts = self._program.conflicts
        self.shown.ask(labels, lambda reason, _every: conflicts.reveal(found.id, reason))

    def _go_on(self) -> None:
        self.table.setFocus()
        self.versions.next_field()

    def _show(self, found: Sequence[Open]) -> None:
        self._open = list(found)
        self.said.setText(
            f"Còn {len(found)} chỗ phải chọn. Chưa có gì thay đổi cho đến khi bấm nút." if found else ""
        )
        place = next((at for at, each in enumerate(found) if each.id == self._at), 0)
        self._fill([(_in_queue(each), "circle-alert", "warning") for each in found], place)

    def _current(self) -> Open | None:
        place = self.queue.currentRow()
        return self._open[place] if 0 <= place < len(self._open) else None

    def _show_item(self) -> None:
        found, plain = self._current(), self.shown.value
        here = found.id if found is not None else ""
        shown = plain if plain is not None and plain.id == here else found
        self._at = here
        self.reveal.setText(theme.beside_icon(SHOW))
        self.reveal.setVisible(shown is not None and any(each.masked for each in shown.differences))
        self.title.setText(_in_queue(found) if found is not None else "")
        self.of_versions.setText(said_of(found) if found is not None else "")
        self.versions.show(found, shown if shown is not found else None)
        self._say_state()

    def _say_state(self) -> None:
        found = self._current()
        left = len(self.versions.left(found)) if found is not None else 0
        self.save.setEnabled(found is not None and not left)
        self.save.setToolTip(
            f"Còn {left} ô chưa chọn" if left else "Giữ như đã chọn, báo cho bên kia ở gói sau"
        )

    def _kept(self, conflict_id: str) -> None:
        self.versions.forget(conflict_id)
        self.banner.say("Đã giữ như đã chọn; gói sau báo cho bên kia.", "good")
        self.changed.emit()
        self.refresh()


def _in_queue(found: Open) -> str:
    return f"{named(found)}\n{content.table_of(found.table).title} · {len(found.differences)} ô"
