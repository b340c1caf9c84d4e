"""Two versions of one row: for each field that differs the officer chooses whose value counts; nothing is dropped."""

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QTableWidgetItem, QWidget

from ansinh_desktop import clock
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import MASK
from ansinh_desktop.services import office
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.conflicts import OURS, THEIRS, Difference, Open
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.queue import BLANK, QueueDialog, QueueWords
from ansinh_desktop.ui.forms.editors import hamlet_edit
from ansinh_desktop.ui.forms.fields_dialog import FieldsDialog
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.icons import icon
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
_BEFORE, _OURS, _THEIRS, _KEPT = 1, 2, 3, 4
_SIDES = {_OURS: OURS, _THEIRS: THEIRS}
_OTHER = "other"
"""That a third value counts."""
_UNKNOWN = "không rõ"
"""What stood there before, where these data do not remember it."""
_WHY = (
    "Vì sao hỏi: hai nơi cùng sửa một chỗ mà chưa biết bản của nhau. "
    "Bản không chọn vẫn còn trong lịch sử của nơi đã ghi nó."
)


class ConflictsDialog(QueueDialog):
    """The queue at the left, the fields of one of them at the right."""

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(_WORDS, _COLUMNS, program, tasks, parent)
        self._open: list[Open] = []
        self._chosen: dict[str, dict[str, str]] = {}
        """By conflict: whose value of each field counts."""
        self._values: dict[str, dict[str, Value]] = {}
        """By conflict: the third value of a field."""
        self._at = ""
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("tone", "muted")
        self.of_versions = QLabel(self)
        self.of_versions.setProperty("tone", "muted")
        self.of_versions.setWordWrap(True)
        self._around = Surroundings(hamlets=office.hamlets(program.vault))
        why = QLabel(_WHY, self)
        why.setProperty("tone", "muted")
        why.setWordWrap(True)
        self.table.setWordWrap(True)
        self.table.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().setMinimumSectionSize(theme.px(32))
        self.ours = button("Máy này  1", "hard-drive", self, name="choose_ours")
        self.theirs = button("Bên kia  2", "inbox", self, name="choose_theirs")
        self.other = button("Giá trị khác…  3", "pencil", self, name="choose_other")
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
            (self.ours, self.theirs, self.other, self.later, self.next, self.reveal),
            self.said,
        )
        self._connect(self._on_other, self.keep)
        self.reveal.clicked.connect(self._on_reveal)
        self.table.cellClicked.connect(self._on_clicked)
        self.ours.clicked.connect(lambda: self._press(OURS))
        self.theirs.clicked.connect(lambda: self._press(THEIRS))
        self.other.clicked.connect(self.ask_other)
        self.next.clicked.connect(self._go_on)
        self.table.currentCellChanged.connect(lambda *_places: self._enable_other())

    def refresh(self) -> None:
        """Ask what is to be chosen."""
        self._tasks.run(self._program.conflicts.all, self._show, failed=self._say, owner=self, urgent=True)

    def choose(self, side: str, line: int | None = None) -> None:
        """Let one side's value of a field count."""
        place = self.table.currentRow() if line is None else line
        found = self._current()
        if found is None or not 0 <= place < len(found.differences):
            return
        self._chosen.setdefault(found.id, {})[found.differences[place].key] = side
        self._paint(place, found.differences[place])
        self._say_state()

    def ask_other(self) -> None:
        """Ask for a value that neither side has, for the field where one stands."""
        found, line = self._current(), self.table.currentRow()
        difference = self._difference(line)
        if found is None or difference is None or difference.field is None:
            return
        field = dataclasses.replace(difference.field, required=False, when=None)
        dialog = FieldsDialog(
            f"Giá trị khác: {difference.label}",
            {field.key: field},
            lambda answers: answers.get(field.key),
            tasks=self._tasks,
            around=self._around,
            parent=self,
            yes_label="Dùng giá trị này",
            makers={"hamlet": lambda _key, _kind, around: hamlet_edit(field, around)},
        )
        dialog.done_well.connect(lambda value: self._set_other(found.id, line, value))
        dialog.open()

    def next_field(self) -> None:
        """Go to the next field that is not chosen; where there is none, to the button that keeps the choice."""
        found = self._current()
        if found is None:
            return
        now, count = self.table.currentRow(), len(found.differences)
        picked = self._chosen.get(found.id, {})
        order = [*range(now + 1, count), *range(now + 1)]
        line = next((each for each in order if found.differences[each].key not in picked), None)
        if line is None:
            self.save.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.table.setCurrentCell(line, 0)

    def keep(self) -> None:
        """Keep what was chosen for the conflict that is shown."""
        found = self._current()
        if found is None or not self.save.isEnabled():
            return
        picked = dict(self._chosen.get(found.id, {}))
        others = {key for key, side in picked.items() if side == _OTHER}
        values = {key: self._values[found.id][key] for key in others}
        sides = {key: side for key, side in picked.items() if key not in others}
        self._decide(
            lambda: self._program.conflicts.choose(found.id, sides, values=values),
            lambda: self._kept(found.id),
            "Giữ như đã chọn",
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose with 1, 2 and 3, go on with Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.table:
            match event.key():
                case Qt.Key.Key_1:
                    self.choose(OURS)
                case Qt.Key.Key_2:
                    self.choose(THEIRS)
                case Qt.Key.Key_3:
                    self.ask_other()
                case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers() & (
                    Qt.KeyboardModifier.ControlModifier
                ):
                    self.next_field()
                case _:
                    return super().eventFilter(watched, event)
            return True
        return super().eventFilter(watched, event)

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

    def _difference(self, line: int) -> Difference | None:
        """Return what differs in a line, with the values that are shown now."""
        found, plain = self._current(), self.shown.value
        if found is None:
            return None
        shown = plain if plain is not None and plain.id == found.id else found
        return shown.differences[line] if 0 <= line < len(shown.differences) else None

    def _enable_other(self) -> None:
        here = self._difference(self.table.currentRow())
        can = here is not None and here.field is not None
        self.other.setEnabled(can)
        why = (
            "Hiện mục mật trước đã"
            if here is not None and here.masked
            else "Ô này chỉ chọn một trong hai bản"
        )
        self.other.setToolTip("Nhập giá trị mà cả hai bên đều không có" if can else why)

    def _set_other(self, conflict_id: str, line: int, value: Value) -> None:
        found = self._current()
        if found is None or found.id != conflict_id:
            return
        key = found.differences[line].key
        self._values.setdefault(conflict_id, {})[key] = value
        self.choose(_OTHER, line)
        self.table.setFocus()

    def _press(self, side: str) -> None:
        self.choose(side)
        self.table.setFocus()

    def _go_on(self) -> None:
        self.table.setFocus()
        self.next_field()

    def _on_clicked(self, line: int, column: int) -> None:
        if column in _SIDES:
            self.choose(_SIDES[column], line)

    def _show(self, found: Sequence[Open]) -> None:
        self._open = list(found)
        self.said.setText(
            f"Còn {len(found)} chỗ phải chọn. Chưa có gì thay đổi cho đến khi bấm nút." if found else ""
        )
        place = next((at for at, each in enumerate(found) if each.id == self._at), 0)
        self._fill([(_named(each), "circle-alert", "warning") for each in found], place)

    def _current(self) -> Open | None:
        place = self.queue.currentRow()
        return self._open[place] if 0 <= place < len(self._open) else None

    def _show_item(self) -> None:
        found, plain = self._current(), self.shown.value
        here = found.id if found is not None else ""
        shown = plain if plain is not None and plain.id == here else found
        differences = shown.differences if shown is not None else ()
        at = max(self.table.currentRow(), 0) if here == self._at else 0
        self._at = here
        for each in differences:
            if each.proposed:
                self._chosen.setdefault(here, {}).setdefault(each.key, each.proposed)
        self.reveal.setText(theme.beside_icon(SHOW))
        self.reveal.setVisible(any(each.masked for each in differences))
        self.title.setText(_named(found) if found is not None else "")
        self.of_versions.setText(_versions(found) if found is not None else "")
        self._show_lines(differences)
        if differences:
            self.table.setCurrentCell(min(at, len(differences) - 1), 0)
        self._say_state()

    def _show_lines(self, differences: Sequence[Difference]) -> None:
        self.table.setRowCount(len(differences))
        for line, each in enumerate(differences):
            before = _UNKNOWN if each.before is None else each.before or BLANK
            values = (each.label, before, each.ours or BLANK, each.theirs or BLANK, "")
            for column, words in enumerate(values):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if column == _BEFORE:
                    item.setForeground(QBrush(QColor(theme.colours().muted)))
                self.table.setItem(line, column, item)
            self._paint(line, each)

    def _paint(self, line: int, difference: Difference) -> None:
        picked = self._chosen.get(self._at, {}).get(difference.key, "")
        for column, side in _SIDES.items():
            item = self.table.item(line, column)
            if item is not None:
                is_it = side == picked
                item.setIcon(
                    icon("circle-dot" if is_it else "circle", theme.tone("accent" if is_it else "muted")[0])
                )
                item.setFont(theme.type_font("text", bold=is_it))
        kept = self.table.item(line, _KEPT)
        if kept is not None:
            value = {OURS: difference.ours, THEIRS: difference.theirs, _OTHER: self._third(difference)}.get(
                picked
            )
            kept.setText("chưa chọn" if value is None else value or BLANK)
            sign, tone = ("circle-check", "good") if picked else ("circle-alert", "error")
            kept.setIcon(icon(sign, theme.tone(tone)[0]))
            colours = theme.colours()
            kept.setForeground(QBrush(QColor(colours.text if picked else colours.error)))

    def _third(self, difference: Difference) -> str:
        value = self._values.get(self._at, {}).get(difference.key)
        if difference.field is None:  # it was masked again
            return MASK
        return difference.field.kind.show(value)

    def _say_state(self) -> None:
        self._enable_other()
        found = self._current()
        left = len(_unchosen(found, self._chosen)) if found is not None else 0
        self.save.setEnabled(found is not None and not left)
        self.save.setToolTip(
            f"Còn {left} ô chưa chọn" if left else "Giữ như đã chọn, báo cho bên kia ở gói sau"
        )

    def _kept(self, conflict_id: str) -> None:
        self._chosen.pop(conflict_id, None)
        self._values.pop(conflict_id, None)
        self.banner.say("Đã giữ như đã chọn; gói sau báo cho bên kia.", "good")
        self.changed.emit()
        self.refresh()


def _unchosen(found: Open, chosen: dict[str, dict[str, str]]) -> list[str]:
    picked = chosen.get(found.id, {})
    return [each.key for each in found.differences if each.key not in picked]


def _versions(found: Open) -> str:
    """Return who wrote which when, and up to when both were one."""
    sides = (("Máy này", found.ours_by), ("Bên kia", found.theirs_by))
    parts = [f"{side}: {who}" for side, who in sides if who]
    if found.before_at is not None:
        parts.append(f"Trước đó: hai bên còn chung đến {clock.local(found.before_at):%d/%m/%Y %H:%M}")
    return " · ".join(parts)


def _named(found: Open) -> str:
    title = content.table_of(found.table).title
    return f"{found.what or title}\n{title} · {len(found.differences)} ô"
