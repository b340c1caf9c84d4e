"""One row of a list before it comes in: what its cells say, mended here and checked at once; and what is to be answered."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.answer import cell_text
from ansinh_desktop.services.importer.importing import Opened
from ansinh_desktop.services.importer.planning import RowPlan, What
from ansinh_desktop.services.importer.targets import PERSON, Target
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.tables.plain import plain_table

_HEADINGS = ("Ô", "Trong tệp (gõ để sửa)", "Sẽ ghi vào sổ", "Cần xem lại")
_TYPED = 1

_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITED = _READ | Qt.ItemFlag.ItemIsEditable


class ImportRow(QWidget):
    """The cells of the chosen row, one line each.

    Signals:
        mended: The officer wrote something else into a cell. Carries the target's key and the text.
        answered: The officer said whether a remark tells of this person. Carries yes or no.
        wanted: The officer said whether the row comes in. Carries yes or no.
    """

    mended = Signal(str, str)
    answered = Signal(bool)
    wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: RowPlan | None = None
        self._keys: list[str] = []
        self.told = QLabel(self)
        self.told.setObjectName("detail")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.agree = button("Đúng, ghi theo ghi chú", "check", self, name="agree")
        self.deny = button("Không phải người này", "x", self, name="deny")
        self.take = button("Nhập dòng này", "check", self, name="take")
        self.leave = button("Bỏ dòng này", "x", self, name="leave")
        self.agree.clicked.connect(lambda: self.answered.emit(True))  # noqa: FBT003 - a signal carries by place
        self.deny.clicked.connect(lambda: self.answered.emit(False))  # noqa: FBT003
        self.take.clicked.connect(lambda: self.wanted.emit(True))  # noqa: FBT003
        self.leave.clicked.connect(lambda: self.wanted.emit(False))  # noqa: FBT003
        self.cells = _cells(self)
        self.cells.itemChanged.connect(self._take_typed)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        for each in (self.agree, self.deny, self.take, self.leave):
            foot.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(foot)
        column.addWidget(self.cells, 1)

    def show_row(self, row: RowPlan | None, opened: Opened | None, *, done: bool) -> None:
        """Show a row; one that was brought in is only looked at."""
        self._row = row
        with QSignalBlocker(self.cells):
            self.cells.setRowCount(0)
            if row is not None and opened is not None:
                self._fill(row, opened, done=done)
        self._offer(None if done else row)
        self.told.setText("\n".join(_told(each) for each in _of_whole(row)[:2]) if row else "")

    def _offer(self, row: RowPlan | None) -> None:
        """Offer what can still be said of a row."""
        comes = row is not None and row.comes_in
        asked = row is not None and row.comes_in and row.draft.asked
        held = row is not None and row.what in (What.LEAVING, What.DOUBLE, What.REFUSED)
        for widget, offered in (
            (self.agree, asked),
            (self.deny, asked),
            (self.take, held),
            (self.leave, comes),
        ):
            widget.setVisible(offered)

    def being_typed(self) -> tuple[str, str]:
        """Return the field whose cell is open for typing, and what stands in it; two empty texts where none is."""
        line = self.cells.viewport().findChild(QLineEdit)
        place = self.cells.currentRow()
        if line is None or not line.isVisible() or not 0 <= place < len(self._keys):
            return "", ""
        return self._keys[place], line.text()

    def _fill(self, row: RowPlan, opened: Opened, *, done: bool) -> None:
        by_field: dict[str, list[Finding]] = {}
        for each in row.findings:
            by_field.setdefault(each.field, []).append(each)
        shown = _shown_targets(row, opened, by_field)
        self._keys = [each.key for each in shown]
        self.cells.setRowCount(len(shown))
        for place, target in enumerate(shown):
            self._fill_line(place, target, row, opened, by_field.get(target.key, []), done=done)

    def _fill_line(
        self, place: int, target: Target, row: RowPlan, opened: Opened, found: list[Finding], *, done: bool
    ) -> None:
        values = row.person if target.key.startswith(PERSON) else row.answers
        value = values.get(target.key.removeprefix(PERSON))
        told = " ".join(f"{each.text} [{each.code}]" for each in found)
        texts = (
            target.label,
            typed_in(target.key, row, opened),
            "" if value is None else target.show(value),
            told,
        )
        hint = "\n".join(map(_told, found))
        for column, words in enumerate(texts):
            item = QTableWidgetItem(words)
            item.setToolTip(hint or words)
            item.setFlags(_EDITED if column == _TYPED and not done else _READ)
            if found and words is told:
                _colour(item, found)
            self.cells.setItem(place, column, item)

    def _take_typed(self, item: QTableWidgetItem) -> None:
        if item.column() == _TYPED and item.row() < len(self._keys):
            self.mended.emit(self._keys[item.row()], item.text())


def _told(finding: Finding) -> str:
    return f"{finding.text} {finding.todo} [{finding.code}]"


def _of_whole(row: RowPlan) -> list[Finding]:
    """Return what was found about a row as a whole; where that is nothing, what weighs in its fields."""
    own = [each for each in row.findings if not each.field]
    return own or [each for each in row.findings if each.level is not Level.NOTE]


def _colour(item: QTableWidgetItem, found: list[Finding]) -> None:
    """Mark a cell with the heaviest of what was found."""
    level = next(each for each in Level if any(one.level is each for one in found))
    colour, _ground = theme.tone(level)
    item.setIcon(icon(theme.LEVEL_ICONS[level], colour))
    item.setForeground(QColor(colour))


def _shown_targets(row: RowPlan, opened: Opened, found: dict[str, list[Finding]]) -> list[Target]:
    """Return the fields with a column, and those that something is to be said of; what needs a look stands first."""
    filled = {each.target for each in opened.mapping.matches} | row.draft.typed.keys() | found.keys()
    shown = [each for each in opened.targets if each.key in filled]
    weights = {Level.ERROR: 0, Level.WARNING: 1}

    def weight(target: Target) -> int:
        return min((weights.get(each.level, 2) for each in found.get(target.key, [])), default=3)

    return sorted(shown, key=lambda each: min(weight(each), 2))


def typed_in(key: str, row: RowPlan, opened: Opened) -> str:
    """Return what stands in the file for a field, or what the officer wrote in its place."""
    if key in row.draft.typed:
        return row.draft.typed[key]
    cells = row.draft.cells
    texts = [
        cell_text(cells[each.column])
        for each in sorted(opened.mapping.of(key), key=lambda one: one.column)
        if each.column < len(cells)
    ]
    parted = any(each.part in ("day", "month", "year") for each in opened.mapping.of(key))
    return ("/" if parted else " ").join(filter(None, texts))


def _cells(parent: QWidget) -> QTableWidget:
    table = plain_table(parent, _HEADINGS, "cells", (190, 260, 220))
    table.setEditTriggers(
        QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
        | QAbstractItemView.EditTrigger.AnyKeyPressed
    )
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    return table
