"""The targets of a plan as rows: by group, those that are only entered folded to one line."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from ansinh_desktop.rules.plan import Area, Plan, Target
from ansinh_desktop.services.plan.rows import STATES
from ansinh_desktop.services.plan.told import Line
from ansinh_desktop.ui.pages.plan import words
from ansinh_desktop.ui.widgets.window_model import TableColumn, heading

Index = QModelIndex | QPersistentModelIndex

COLUMNS = (
    TableColumn("area", "Nhóm", 104),
    TableColumn("number", "", 24, numeric=True),
    TableColumn("title", "Chỉ tiêu", 248),
    TableColumn("goal", "Mức", 68, numeric=True),
    TableColumn("bar", "So với mức", 80),
    TableColumn("result", "Kết quả", 68, numeric=True),
    TableColumn("parts", "Tử/mẫu · ?", 100, numeric=True, hint="Tử số/mẫu số · chưa rõ"),
    TableColumn("state", "", 24),
)
PLACES = {each.key: place for place, each in enumerate(COLUMNS)}
_UNSEEN = {"number": "Số", "state": "Trạng thái"}
"""What columns without a heading are called."""
_FOLD_FROM = 3
"""A group of so many targets that are all entered is folded at first."""


@dataclass(frozen=True)
class Shown:
    """One row: a target, or a group that is folded."""

    area: Area
    first: bool
    """Whether it is the first of its group."""
    last: bool
    line: Line | None = None
    target: Target | None = None
    words: str = ""
    """Of a folded group."""


class TargetsModel(QAbstractTableModel):
    """The rows, all in memory."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Shown, ...] = ()
        self._plan: Plan | None = None
        self._lines: tuple[Line, ...] = ()
        self._only = ""
        self._folded: set[str] | None = None
        """The groups that are folded; None until the officer folds or unfolds any."""

    def show_lines(self, plan: Plan, lines: Sequence[Line], only: str = "") -> None:
        """Show a period; ``only`` the targets of one state, where one is named."""
        self.beginResetModel()
        self._plan, self._lines, self._only = plan, tuple(lines), only
        self.rows = tuple(self._made())
        self.endResetModel()

    def fold(self, area: str, *, folded: bool) -> bool:
        """Fold a group, or unfold it; return whether anything is otherwise then."""
        if self._plan is None or (area in self._now_folded()) == folded:
            return False
        self._folded = self._now_folded() ^ {area}
        self.show_lines(self._plan, self._lines, self._only)
        return True

    def row_of(self, target: str) -> int:
        """Return the row of a target; -1 where it is not shown."""
        rows = enumerate(self.rows)
        return next((at for at, each in rows if each.line is not None and each.line.id == target), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return heading(COLUMNS, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(row, column.key)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return _hint(row)
            case _:
                return None

    def _made(self) -> Iterator[Shown]:
        if self._plan is None:
            return
        by_area: dict[str, list[Line]] = {}
        for line in self._lines:
            if self._only in ("", line.state):
                by_area.setdefault(line.area, []).append(line)
        folded = self._now_folded()
        areas = {each.id: each for each in self._plan.areas}
        for code, lines in by_area.items():
            if code in folded and not self._only:
                yield Shown(areas[code], first=True, last=True, words=words.folded(lines))
                continue
            for line in lines:
                yield Shown(
                    areas[code], line is lines[0], line is lines[-1], line, self._plan.by_id.get(line.id)
                )

    def _now_folded(self) -> set[str]:
        if self._folded is not None or self._plan is None:
            return self._folded or set()
        by_area: dict[str, list[Target]] = {}
        for each in self._plan.targets:
            by_area.setdefault(each.area, []).append(each)
        return {
            code
            for code, targets in by_area.items()
            if len(targets) >= _FOLD_FROM and all("numerator" in each.entered for each in targets)
        }


def _cell(row: Shown, key: str) -> str:
    if key == "area":
        return row.area.label if row.first else ""
    if row.line is None or row.target is None:
        return row.words if key == "number" else ""
    return _SAID[key](row.line, row.target) if key in _SAID else ""


_SAID: dict[str, Callable[[Line, Target], str]] = {
    "number": lambda line, _target: str(line.number),
    "title": lambda line, _target: line.title,
    "goal": words.goal,
    "result": words.result,
    "parts": lambda line, _target: words.parts(line),
    "state": lambda line, _target: STATES[line.state],
}
"""What a target says in each column of words."""


def _spoken(row: Shown, column: TableColumn) -> str:
    """Return what a screen reader says of a cell; of the bar what it shows."""
    name = _UNSEEN.get(column.key, column.label)
    said = _cell(row, column.key)
    if column.key == "bar" and row.line is not None and row.target is not None:
        said = f"{words.result(row.line, row.target)}, mức {words.goal(row.line, row.target)}"
    return f"{name}: {said or 'trống'}"


def _hint(row: Shown) -> str:
    """Return a target in full, with its numbers."""
    if row.line is None or row.target is None:
        return row.area.full
    line, target = row.line, row.target
    made = words.parts(line)
    amount = f"{line.title}: {words.result(line, target)}" + (f" ({made})" if made else "")
    return "\n".join(
        filter(None, (target.text, amount, f"Mức: {line.target}", words.verdict(line, target), line.source))
    )
