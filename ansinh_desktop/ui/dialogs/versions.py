"""Two versions of a row in a table, a line for each field that differs: there it is chosen whose value counts."""

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem

from ansinh_desktop import clock
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import MASK
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.conflicts import Choice, Open
from ansinh_desktop.services.sync.naming import OURS, THEIRS, Difference
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.editors import hamlet_edit
from ansinh_desktop.ui.forms.fields_dialog import FieldsDialog
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import button

BLANK = "(trống)"
NOT_CHOSEN = "chưa chọn"
_BEFORE, _OURS, _THEIRS, _KEPT = 1, 2, 3, 4
_SIDES = {_OURS: OURS, _THEIRS: THEIRS}
_OTHER = "other"
"""That a third value counts."""
_UNKNOWN = "không rõ"
"""What stood there before, where these data do not remember it."""


class Versions(QObject):
    """What is chosen of many rows, and the table that shows one of them.

    Signals:
        changed: Something was chosen.
        went_through: All fields of the row are chosen, and the officer wants to go on.
    """

    changed = Signal()
    went_through = Signal()

    def __init__(
        self, table: QTableWidget, other_side: str, tasks: Tasks, around: Surroundings, parent: QDialog
    ) -> None:
        """Let a table show versions.

        Args:
            table: Its columns are the field, the value before, ours, theirs, and the one that is kept.
            other_side: What the place is called from which the other version comes.
            tasks: What runs beside the window.
            around: What the editor of a third value leans on.
            parent: The window.
        """
        super().__init__(parent)
        self._dialog, self._table, self._tasks, self._around = parent, table, tasks, around
        self._found: Open | None = None
        self._plain: Open | None = None
        self._chosen: dict[str, dict[str, str]] = {}
        """By row: whose value of each field counts, as far as the officer said."""
        self._values: dict[str, dict[str, Value]] = {}
        """By row: the third value of a field."""
        table.setWordWrap(True)
        table.setIconSize(QSize(theme.px(14), theme.px(14)))
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().setMinimumSectionSize(theme.px(36))
        self.ours = button("Máy này  1", "hard-drive", parent, name="choose_ours")
        self.theirs = button(f"{other_side}  2", "inbox", parent, name="choose_theirs")
        self.other = button("Giá trị khác…  3", "pencil", parent, name="choose_other")
        table.installEventFilter(self)
        table.cellClicked.connect(self._on_clicked)
        table.currentCellChanged.connect(lambda *_places: self._enable())
        self.ours.clicked.connect(lambda: self._press(OURS))
        self.theirs.clicked.connect(lambda: self._press(THEIRS))
        self.other.clicked.connect(self.ask_other)

    def show(self, found: Open | None, plain: Open | None = None, *, whole: bool = False) -> None:
        """Show two versions.

        Args:
            found: What they are.
            plain: The same with what is masked, as long as it is shown.
            whole: Whether what both say alike is shown as well, below.
        """
        is_same = found is not None and self._found is not None and found.id == self._found.id
        at = max(self._table.currentRow(), 0) if is_same else 0
        self._found, self._plain = found, plain
        shown = plain or found
        if shown is None:
            self._table.setRowCount(0)
        else:
            self._show_lines(shown, shown.alike if whole else ())
            self._table.setCurrentCell(min(at, self._table.rowCount() - 1), 0)
        self._enable()

    def choose(self, side: str, line: int | None = None) -> None:
        """Let one side's value of a field count."""
        place = self._table.currentRow() if line is None else line
        found = self._found
        if found is None or not 0 <= place < len(found.differences) or not self._can_choose(place):
            return
        self._chosen.setdefault(found.id, {})[found.differences[place].key] = side
        self._paint(place)
        self.changed.emit()

    def ask_other(self) -> None:
        """Ask for a value that neither side has, for the field where one stands."""
        found, line = self._found, self._table.currentRow()
        difference = self._difference(line)
        if found is None or difference is None or difference.field is None or not self._can_choose(line):
            return
        field = dataclasses.replace(difference.field, required=False, when=None)
        dialog = FieldsDialog(
            f"Giá trị khác: {difference.label}",
            {field.key: field},
            lambda answers: answers.get(field.key),
            tasks=self._tasks,
            around=self._around,
            parent=self._dialog,
            yes_label="Dùng giá trị này",
            makers={"hamlet": lambda _key, _kind, around: hamlet_edit(field, around)},
        )
        dialog.done_well.connect(lambda value: self._set_other(found.id, line, value))
        dialog.open()

    def next_field(self) -> None:
        """Go to the next field that is not chosen."""
        found = self._found
        if found is None:
            return
        now, count = self._table.currentRow(), len(found.differences)
        left = self.left(found)
        order = [*range(now + 1, count), *range(min(now + 1, count))]
        line = next((each for each in order if found.differences[each].key in left), None)
        if line is None:
            self.went_through.emit()
        else:
            self._table.setCurrentCell(line, 0)

    def left(self, found: Open) -> list[str]:
        """Return the fields of a row of which nobody has chosen and nobody can tell whose value counts."""
        said = self._said(found)
        return [each.key for each in found.differences if each.made is None and each.key not in said]

    def begun(self, found: Open) -> bool:
        """Whether the officer has chosen anything of a row."""
        return bool(self._chosen.get(found.id))

    def choice(self, found: Open) -> Choice:
        """Return what is chosen of a row."""
        said = self._said(found)
        values = {key: self._values[found.id][key] for key, side in said.items() if side == _OTHER}
        return Choice({key: side for key, side in said.items() if side != _OTHER}, values)

    def after(self, found: Open, difference: Difference) -> str:
        """Return what a field says once it is done."""
        kept = self._kept(found, difference)
        return NOT_CHOSEN if kept is None else kept or BLANK

    def forget(self, about: str) -> None:
        """Forget what was chosen of a row: it is kept."""
        self._chosen.pop(about, None)
        self._values.pop(about, None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose with 1, 2 and 3, go on with Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._table:
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

    # Inside

    def _said(self, found: Open) -> dict[str, str]:
        return {**found.proposals, **self._chosen.get(found.id, {})}

    def _kept(self, found: Open, difference: Difference) -> str | None:
        side = self._said(found).get(difference.key)
        if side == _OTHER:
            value = self._values[found.id][difference.key]
            # Without its question it was masked again.
            return MASK if difference.field is None else difference.field.kind.show(value)
        if side is None:
            return difference.made
        return difference.ours if side == OURS else difference.theirs

    def _difference(self, line: int) -> Difference | None:
        """Return what differs in a line, with the values that are shown now."""
        shown = self._plain or self._found
        if shown is None:
            return None
        return shown.differences[line] if 0 <= line < len(shown.differences) else None

    def _can_choose(self, line: int) -> bool:
        """Whether anything can be chosen in a line: not where a masked field was put together unseen."""
        difference = self._difference(line)
        return difference is not None and (difference.made is None or bool(difference.proposed))

    def _enable(self) -> None:
        line = self._table.currentRow()
        here, can = self._difference(line), self._can_choose(line)
        for each in (self.ours, self.theirs):
            each.setEnabled(can)
        asks = can and here is not None and here.field is not None
        self.other.setEnabled(asks)
        masked = here is not None and here.masked
        why = "Hiện mục mật trước đã" if masked else "Ô này chỉ chọn một trong hai bản"
        self.other.setToolTip("Nhập giá trị mà cả hai bên đều không có" if asks else why)

    def _set_other(self, about: str, line: int, value: Value) -> None:
        found = self._found
        if found is None or found.id != about:
            return
        self._values.setdefault(about, {})[found.differences[line].key] = value
        self.choose(_OTHER, line)
        self._table.setFocus()

    def _press(self, side: str) -> None:
        self.choose(side)
        self._table.setFocus()

    def _on_clicked(self, line: int, column: int) -> None:
        if column in _SIDES:
            self.choose(_SIDES[column], line)

    def _show_lines(self, shown: Open, alike: Sequence[tuple[str, str]]) -> None:
        self._table.setRowCount(len(shown.differences) + len(alike))
        for line, each in enumerate(shown.differences):
            before = _UNKNOWN if each.before is None else each.before or BLANK
            self._fill(line, (each.label, before, each.ours or BLANK, each.theirs or BLANK, ""))
            self._paint(line)
        for line, (label, value) in enumerate(alike, start=len(shown.differences)):
            self._fill(line, (label, value, value, value, value), is_muted=True)

    def _fill(self, line: int, values: Sequence[str], *, is_muted: bool = False) -> None:
        for column, words in enumerate(values):
            item = QTableWidgetItem(words)
            item.setToolTip(words)
            if column == _BEFORE or (is_muted and column):
                item.setForeground(QBrush(QColor(theme.colours().muted)))
            self._table.setItem(line, column, item)

    def _paint(self, line: int) -> None:
        found, difference = self._found, self._difference(line)
        if found is None or difference is None:
            return
        picked, colours = self._said(found).get(difference.key, ""), theme.colours()
        for column, side in _SIDES.items():
            item = self._table.item(line, column)
            if item is not None:
                is_it = side == picked
                sign, tone = ("circle-dot", "accent") if is_it else ("circle", "muted")
                item.setIcon(icon(sign, theme.tone(tone)[0]))
                item.setFont(theme.type_font("text", bold=is_it))
        kept = self._table.item(line, _KEPT)
        if kept is not None:
            is_open = self._kept(found, difference) is None
            kept.setText(self.after(found, difference))
            sign, tone = ("circle-alert", "error") if is_open else ("circle-check", "good")
            kept.setIcon(icon(sign, theme.tone(tone)[0]))
            kept.setForeground(QBrush(QColor(colours.error if is_open else colours.text)))


def said_of(found: Open, other_side: str = "Bên kia") -> str:
    """Return who wrote which of two versions when, and up to when both were one."""
    sides = (("Máy này", found.ours_by), (other_side, found.theirs_by))
    parts = [f"{side}: {who}" for side, who in sides if who]
    if found.before_at is not None:
        parts.append(f"Trước đó: hai bên còn chung đến {clock.local(found.before_at):%d/%m/%Y %H:%M}")
    return " · ".join(parts)


def named(found: Open) -> str:
    """Return what two versions are of."""
    return found.what or content.table_of(found.table).title
