"""What came of each row of a month: everybody was paid but those who are marked."""

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QWidget

from ansinh_desktop import text
from ansinh_desktop.services.payments.lines import CARRIED, PAID, STOPPED, Line
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.payments.people_card import OUTCOMES
from ansinh_desktop.ui.pages.payments.words import money
from ansinh_desktop.ui.widgets.window_model import TableColumn, heading

Index = QModelIndex | QPersistentModelIndex

COLUMNS = (
    TableColumn("outcome", "Kết quả", 160),
    TableColumn("who", "Đối tượng / mã hồ sơ", 200),
    TableColumn("hamlet", "Ấp, khóm", 130),
    TableColumn("amount", "Thực nhận (đồng)", 130, numeric=True),
    TableColumn("number", "Mã hồ sơ", 160),
    TableColumn("note", "Lý do, người nhận thay", 220),
)
_NEXT = {PAID: CARRIED, CARRIED: STOPPED, STOPPED: PAID}


class ResultsModel(QAbstractTableModel):
    """The rows of a closed month, with what is marked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.marks: dict[str, tuple[str, str]] = {}
        """Outcome and note of each who was not paid, or of whose money another received, by record."""
        self._words: list[str] = []

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show a month, with the marks that it has."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self._words = [text.fold(f"{each.who} {each.number} {each.personal_id or ''}") for each in lines]
        self.marks = stored_marks(lines)
        self.endResetModel()

    def mark(self, marks: Mapping[str, tuple[str, str]]) -> None:
        """Mark those who were not paid, and note who received in whose place; nobody else."""
        known = {each.record_id for each in self.lines}
        self.marks = {record: said for record, said in marks.items() if record in known}
        self._changed(0, len(self.lines) - 1)

    def turn(self, row: int) -> None:
        """Mark a row as unpaid, then as unpaid and not paid any more, then as paid again."""
        record = self.lines[row].record_id
        outcome, note = self.marks.get(record, (PAID, ""))
        following = _NEXT[outcome]
        # Why somebody was not paid says nothing once they were, nor who received in their place once they were not.
        self._put(record, following, "" if PAID in (outcome, following) else note)
        self._changed(row, row)

    def set_note(self, row: int, note: str) -> None:
        """Say why somebody was not paid, or who received in their place."""
        record = self.lines[row].record_id
        self._put(record, self.mark_of(row)[0], note)
        self._changed(row, row)

    def mark_of(self, row: int) -> tuple[str, str]:
        """Return outcome and note of a row."""
        return self.marks.get(self.lines[row].record_id, (PAID, ""))

    def unpaid(self) -> int:
        """Return how many were not paid."""
        return sum(outcome != PAID for outcome, _note in self.marks.values())

    def found(self, typed: str) -> list[int]:
        """Return the rows whose name, number or identity number has every word that was typed, at the start of one."""
        wanted = text.fold(typed).split()
        if not wanted:
            return []
        return [row for row, words in enumerate(self._words) if _has(words, wanted)]

    def said(self) -> dict[str, tuple[int, int]]:
        """Return how many people, and how much, each outcome has."""
        found = dict.fromkeys((PAID, CARRIED, STOPPED), (0, 0))
        for each in self.lines:
            outcome = self.marks.get(each.record_id, (PAID, ""))[0]
            heads, amount = found[outcome]
            found[outcome] = heads + 1, amount + each.amount
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return heading(COLUMNS, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        outcome, note = self.marks.get(line.record_id, (PAID, ""))
        face = OUTCOMES[outcome]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return _cell(line, column.key, face.text, note)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.label}: {_cell(line, column.key, face.text, note) or 'trống'}"
            case Qt.ItemDataRole.TextAlignmentRole if column.numeric:
                return column.side
            case Qt.ItemDataRole.DecorationRole if column.key == "outcome":
                return icon(face.sign, theme.tone(face.tone)[0])
            case Qt.ItemDataRole.ForegroundRole if column.key == "outcome":
                return QBrush(QColor(theme.tone(face.tone)[0]))
            case _:
                return None

    def _put(self, record: str, outcome: str, note: str) -> None:
        if outcome == PAID and not note:
            self.marks.pop(record, None)
        else:
            self.marks[record] = outcome, note

    def _changed(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))


def stored_marks(lines: Sequence[Line]) -> dict[str, tuple[str, str]]:
    """Return who was not paid, and of whom a note says something, as it is written down."""
    return dict(_stored(lines))


def _stored(lines: Sequence[Line]) -> Iterator[tuple[str, tuple[str, str]]]:
    for each in lines:
        if each.outcome in (CARRIED, STOPPED) or (each.outcome and each.outcome_note):
            yield each.record_id, (each.outcome, each.outcome_note or "")


def _has(words: str, wanted: Sequence[str]) -> bool:
    starts = words.split()
    return all(any(each.startswith(one) for each in starts) for one in wanted)


def _cell(line: Line, key: str, outcome: str, note: str) -> str:
    return {
        "outcome": outcome,
        "who": line.who,
        "hamlet": line.hamlet or "",
        "amount": money(line.amount),
        "number": line.number,
        "note": note,
    }[key]
