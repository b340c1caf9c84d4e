"""The cells of a grid, what was found about them, and the way back from each change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.services.grid import column_of
from ansinh_desktop.services.importer.columns import ColumnMatch
from ansinh_desktop.services.importer.planning import RowPlan
from ansinh_desktop.services.importer.targets import Target
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon

SPARE = 30
"""Empty rows below the last one, so that there is always room to type."""
_STEPS_BACK = 50

_Index = QModelIndex | QPersistentModelIndex
Block = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Content:
    """What stands in a grid."""

    columns: tuple[ColumnMatch, ...]
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nobody has typed anything."""
        return not any(cell.strip() for row in self.rows for cell in row)

    def cell(self, row: int, column: int) -> str:
        """Return what stands in a cell."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def with_block(self, top: int, left: int, block: Block) -> "Content":
        """Return it with a block of cells put in; where it is wider than the grid, columns are added for it."""
        width = max(len(self.columns), left + max(map(len, block), default=0))
        columns = list(self.columns)
        columns += [column_of(place, None) for place in range(len(columns), width)]
        rows = [list(row) + [""] * (width - len(row)) for row in self.rows]
        rows += [[""] * width for _ in range(top + len(block) - len(rows))]
        for down, cells in enumerate(block):
            rows[top + down][left : left + len(cells)] = cells
        return Content(tuple(columns), tuple(map(tuple, rows)))

    def without(self, numbers: frozenset[int]) -> "Content":
        """Return it without some rows, by their numbers from 1."""
        kept = (row for number, row in enumerate(self.rows, start=1) if number not in numbers)
        return replace(self, rows=tuple(kept))


class GridModel(QAbstractTableModel):
    """The grid as Qt asks for it.

    Signals:
        changed: Something stands otherwise than before.
    """

    changed = Signal()

    def __init__(self, columns: tuple[ColumnMatch, ...], targets: Mapping[str, Target]) -> None:
        super().__init__()
        self.content = Content(columns)
        self.targets = targets
        self._plans: dict[int, RowPlan] = {}
        self._found: dict[tuple[int, int], list[Finding]] = {}
        self._before: list[Content] = []

    # ---------------------------------------------------------------- changes

    def put(self, content: Content) -> None:
        """Let something else stand there; :meth:`take_back` leads to what stood there before."""
        if content == self.content:
            return
        self._before = [*self._before[-_STEPS_BACK:], self.content]
        self._show(content)

    def can_take_back(self) -> bool:
        """Whether something was changed."""
        return bool(self._before)

    def take_back(self) -> None:
        """Let stand what stood there before the last change."""
        if self._before:
            self._show(self._before.pop())

    def start_anew(self, content: Content) -> None:
        """Show what was brought back, or what is left: no change of the officer's."""
        self._before = []
        self._show(content)

    def _show(self, content: Content) -> None:
        before, after = len(self.content.rows) + SPARE, len(content.rows) + SPARE
        if content.columns != self.content.columns:
            self.beginResetModel()
            self.content, self._plans, self._found = content, {}, {}
            self.endResetModel()
        elif after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self.content = content
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(QModelIndex(), after, before - 1)
            self.content, self._plans, self._found = content, {}, {}
            self.endRemoveRows()
        else:
            self.content = content
        self._draw()
        self.changed.emit()

    # ---------------------------------------------------------------- what was found

    def show_plans(self, plans: Sequence[RowPlan]) -> None:
        """Mark the cells by what was found about the rows."""
        self._plans = {each.draft.row_number - 1: each for each in plans}
        places = {each.target: place for place, each in reversed(list(enumerate(self.content.columns)))}
        self._found = {}
        for row, each in self._plans.items():
            for finding in each.findings:
                key = finding.field if finding.field in places else finding.field.partition(".")[0]
                self._found.setdefault((row, places.get(key, -1)), []).append(finding)
        self._draw()

    def plan_of(self, row: int) -> RowPlan | None:
        """Return what would become of a row; None where nobody stands in it, or nobody has looked yet."""
        return self._plans.get(row)

    def findings(self, row: int, column: int) -> list[Finding]:
        """Return what was found about a cell, the weightiest first; of column -1 what no cell is to blame for."""
        order = {level: place for place, level in enumerate(Level)}
        return sorted(self._found.get((row, column), ()), key=lambda each: order[each.level])

    def faulty(self) -> list[tuple[int, int]]:
        """Return the cells with an error or a warning, row by row."""
        weighty = (
            (row, max(column, 0))
            for (row, column), found in self._found.items()
            if any(each.level is not Level.NOTE for each in found)
        )
        return sorted(weighty)

    def _draw(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    # ---------------------------------------------------------------- as Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt's own
        """Return how many rows there are, with those in which nobody stands yet."""
        return 0 if parent.isValid() else len(self.content.rows) + SPARE

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt's own
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.content.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let every cell be typed into."""
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell."""
        typed = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or typed == self.content.cell(index.row(), index.column()):
            return False
        self.put(self.content.with_block(index.row(), index.column(), [[typed]]))
        return True

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell, and how it is marked."""
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.content.cell(row, column)
        found = self.findings(row, column)
        if not found:
            return None
        colour, ground = theme.tone(found[0].level)
        match role:
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(f"{each.text} {each.todo} [{each.code}]" for each in found)
            case Qt.ItemDataRole.BackgroundRole:
                return QColor(ground)
            case Qt.ItemDataRole.DecorationRole:
                return icon(theme.LEVEL_ICONS[found[0].level], colour)
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return what a column fills; of a row its number, and its sign once it was looked at."""
        if orientation == Qt.Orientation.Horizontal:
            return (
                self._heading(self.content.columns[section]) if role == Qt.ItemDataRole.DisplayRole else None
            )
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1)
        plan = self._plans.get(section)
        if role == Qt.ItemDataRole.DecorationRole and plan is not None:
            level = plan.level
            if level is None or level is Level.NOTE:
                return icon("circle-check", theme.tone("good")[0])
            return icon(theme.LEVEL_ICONS[level], theme.tone(level)[0])
        return None

    def _heading(self, column: ColumnMatch) -> str:
        target = self.targets.get(column.target or "")
        if target is None:
            return f"{column.heading or 'Cột'} (chưa dùng)"
        return f"{target.label} *" if target.required else target.label
