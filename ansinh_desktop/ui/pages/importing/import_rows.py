"""The rows of a list before it comes in: what becomes of each, mended and answered here and checked at once."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QSplitter, QTableWidgetItem, QVBoxLayout, QWidget

from ansinh_desktop.findings import Level
from ansinh_desktop.services.importer.importing import Importing, Outcome
from ansinh_desktop.services.importer.planning import RowPlan, What, needs_look
from ansinh_desktop.services.importer.targets import NAME
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.importing.import_row import ImportRow, typed_in
from ansinh_desktop.ui.tables.plain import plain_table
from ansinh_desktop.ui.tables.standing import stand_at

_WHAT = {
    What.NEW: "Thêm mới",
    What.NEW_RECORD: "Thêm hồ sơ cho người đã có",
    What.MENDED: "Sửa bản nháp đã nhập",
    What.PRESENT: "Đã có, không đổi gì",
    What.DOUBLE: "Dòng trùng, bỏ qua",
    What.LEAVING: "Trong danh sách giảm, không nhập",
    What.LEFT_OUT: "Không nhập được, cần sửa",
    What.REFUSED: "Bỏ, theo ý bạn",
}
_MOST_SHOWN = 5000


@dataclass(frozen=True)
class _Said:
    """What the officer has mended and answered, by the row's number."""

    mended: dict[str, dict[str, str]] = field(default_factory=dict)
    """What was written in the place of a cell, by its field."""
    answered: dict[str, bool] = field(default_factory=dict)
    wanted: dict[str, bool] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.mended or self.answered or self.wanted)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "_Said":
        """Return what was stored."""
        mended = {number: dict(cells) for number, cells in stored.get("mended", {}).items()}
        return cls(mended, dict(stored.get("answered", {})), dict(stored.get("wanted", {})))

    def with_cell(self, number: str, key: str, typed: str) -> "_Said":
        """Return it with one more cell that is mended."""
        return replace(self, mended=self.mended | {number: self.mended.get(number, {}) | {key: typed}})


class ImportRows(QWidget):
    """The rows above, the cells of the chosen one below.

    Signals:
        changed: A row is planned otherwise than before.
        failed: It could not be checked again. Carries the error.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, importing: Importing, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._importing, self._tasks = importing, tasks
        self._outcome: Outcome | None = None
        self._shown: list[RowPlan] = []
        self._said = _Said()
        self.table = plain_table(
            self, ("Dòng", "Họ và tên", "Việc sẽ làm", "Cần xem lại"), "rows", (90, 220, 230)
        )
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.currentCellChanged.connect(lambda row, *_: self._show_cells(row))
        self.cells = ImportRow(self)
        self.cells.mended.connect(self._mend)
        self.cells.answered.connect(self._answer)
        self.cells.wanted.connect(self._want)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.addWidget(self.table)
        halves.addWidget(self.cells)
        halves.setSizes([theme.px(300), theme.px(280)])
        halves.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(halves)
        self.setFocusProxy(self.table)

    def show_outcome(self, outcome: Outcome, *, only: bool) -> None:
        """Show the rows of a plan, or only those that need a look."""
        before, self._outcome = self._outcome, outcome
        if before is None or before.opened.path != outcome.opened.path:
            self._said = _Said()
        elif before is not outcome and not outcome.done:
            self._say_again()
        weighty = (What.DOUBLE, What.REFUSED)
        self._shown = [each for each in outcome.rows if not only or needs_look(each) or each.what in weighty]
        self.table.setUpdatesEnabled(False)
        self.table.setRowCount(0)
        self.table.setRowCount(min(len(self._shown), _MOST_SHOWN))
        for place, each in enumerate(self._shown[:_MOST_SHOWN]):
            self._fill_row(place, each)
        wide = self.table.sizeHintForColumn(0)  # a file of several sheets names the sheet beside the row
        self.table.setColumnWidth(0, min(max(wide, theme.px(90)), theme.px(240)))
        self.table.setUpdatesEnabled(True)
        stand_at(self.table, self.table.model().index(0, 0))
        self._show_cells(0)

    def _fill_row(self, place: int, row: RowPlan) -> None:
        weighty = [each for each in row.findings if each.level is not Level.NOTE] or list(row.findings)
        told = " ".join(f"{each.text} [{each.code}]" for each in weighty)
        hint = "\n".join(f"{each.text} {each.todo} [{each.code}]" for each in row.findings)
        where = row.draft.place or str(row.draft.row_number)
        for column, words in enumerate((where, self._name(row), self._what(row), told)):
            item = QTableWidgetItem(words)
            item.setToolTip(hint or words)
            if row.level is not None and words is told:
                colour, _ground = theme.tone(row.level)
                item.setIcon(icon(theme.LEVEL_ICONS[row.level], colour))
                item.setForeground(QColor(colour))
            self.table.setItem(place, column, item)

    def _name(self, row: RowPlan) -> str:
        """Return the name, or what stands in its place in the file."""
        return row.draft.name or (typed_in(NAME, row, self._outcome.opened) if self._outcome else "")

    def _what(self, row: RowPlan) -> str:
        draft = row.comes_in and not row.final
        return _WHAT[row.what] + (", để nháp" if draft else "")

    def _show_cells(self, place: int) -> None:
        """Show the cells of the chosen row, where they can be mended."""
        outcome = self._outcome
        row = self._shown[place] if 0 <= place < len(self._shown) else None
        self.cells.show_row(row, outcome.opened if outcome else None, done=bool(outcome and outcome.done))

    def _chosen(self) -> list[RowPlan]:
        """Return the chosen rows; the current one where none is marked."""
        places = sorted({each.row() for each in self.table.selectedIndexes()}) or [self.table.currentRow()]
        return [self._shown[place] for place in places if 0 <= place < len(self._shown)]

    def _mend(self, key: str, typed: str) -> None:
        place = self.table.currentRow()
        if self._outcome is not None and 0 <= place < len(self._shown):
            row, outcome = self._shown[place], self._outcome
            self._said = self._said.with_cell(str(row.draft.row_number), key, typed)
            self._again(lambda: self._importing.mend(outcome, row, {key: typed}))

    def _answer(self, agreed: bool) -> None:  # noqa: FBT001 - a signal says it by place
        outcome, rows = self._outcome, [each for each in self._chosen() if each.draft.asked]
        if outcome is not None and rows:
            self._said.answered.update({str(each.draft.row_number): agreed for each in rows})
            self._again(lambda: self._importing.answer(outcome, rows, agreed=agreed))

    def _want(self, wanted: bool) -> None:  # noqa: FBT001
        outcome, rows = self._outcome, self._chosen()
        if outcome is not None and rows:
            self._said.wanted.update({str(each.draft.row_number): wanted for each in rows})
            self._again(lambda: self._importing.want(outcome, rows, wanted=wanted))

    def typed_more(self) -> Mapping[str, object]:
        """Return what was mended and answered, by the row's number; a cell that is being typed counts as mended."""
        said = self._said
        row, (key, typed) = self.table.currentRow(), self.cells.being_typed()
        if key and 0 <= row < len(self._shown):
            said = said.with_cell(str(self._shown[row].draft.row_number), key, typed)
        going_on = self._outcome is not None and not self._outcome.done
        return asdict(said) if going_on and said else {}

    def put_more(self, said: Mapping[str, Any]) -> None:
        """Mend and answer again what was mended and answered before."""
        self._said = _Said.of(said)
        self._say_again()

    def _say_again(self) -> None:
        outcome, said = self._outcome, deepcopy(self._said)  # more may be said while these are read
        if outcome is None or not said:
            return

        def work() -> list[RowPlan]:
            changed: list[RowPlan] = []

            def row_of(number: str) -> RowPlan | None:
                return next((each for each in outcome.rows if str(each.draft.row_number) == number), None)

            for number, typed in said.mended.items():
                if (row := row_of(number)) is not None:
                    changed += self._importing.mend(outcome, row, typed)
            for number, agreed in said.answered.items():
                if (row := row_of(number)) is not None:
                    changed += self._importing.answer(outcome, [row], agreed=agreed)
            for number, wanted in said.wanted.items():
                if (row := row_of(number)) is not None:
                    changed += self._importing.want(outcome, [row], wanted=wanted)
            return changed

        self._again(work)

    def _again(self, work: Callable[[], list[RowPlan]]) -> None:
        """Check some rows anew, and show them where they stand."""
        self._tasks.run(work, self._show_again, failed=self.failed.emit, owner=self, title="Kiểm tra lại")

    def _show_again(self, changed: list[RowPlan]) -> None:
        by_number = {each.draft.row_number: each for each in changed}
        for place, each in enumerate(self._shown):
            if each.draft.row_number in by_number:
                self._shown[place] = by_number[each.draft.row_number]
                if place < self.table.rowCount():
                    self._fill_row(place, self._shown[place])
        self._show_cells(self.table.currentRow())
        self.changed.emit()
