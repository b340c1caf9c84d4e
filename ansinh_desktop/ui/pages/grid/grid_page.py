"""Many records at once: typed or pasted into a grid, checked as an import, brought in as one that can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services import grid
from ansinh_desktop.services.grid import Grid
from ansinh_desktop.services.importer.columns import ColumnMapping, ColumnMatch
from ansinh_desktop.services.importer.importing import Importing, Outcome
from ansinh_desktop.services.importer.planning import What
from ansinh_desktop.services.importer.targets import HAMLET, PERSON, targets_of
from ansinh_desktop.ui import keys, messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.editors import code_options
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pages.grid.grid_model import Content, GridModel
from ansinh_desktop.ui.pages.grid.grid_table import GridTable
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.choosing.segments import Segments
from ansinh_desktop.ui.widgets.field_row import FindingLabel

_PAUSE_MS = 300
_FINDINGS_HEIGHT = 74
_WHAT = {
    What.NEW: "người mới",
    What.NEW_RECORD: "hồ sơ mới của người đã có",
    What.MENDED: "sửa bản nháp đã có",
    What.PRESENT: "đã có trong sổ, không đổi gì",
    What.DOUBLE: "trùng với dòng trên",
    What.LEAVING: "trong danh sách giảm",
    What.LEFT_OUT: "chưa ghi được",
    What.REFUSED: "chưa ghi",
}
_RUNNING, _NEW = "running", "new"
_HINT = "Gõ từng ô như trong Excel, hoặc chép các dòng trong Excel (Ctrl+C) rồi dán vào đây (Ctrl+V); dán cả dòng tiêu đề thì các cột tự xếp."


def _summary(outcome: Outcome, count: int) -> str:
    """Say how many of the rows can be written, and what there is about the others."""
    errors, warnings = outcome.count_level(Level.ERROR), outcome.count_level(Level.WARNING)
    others = (
        (errors, "có lỗi"),
        (warnings, "cần xem lại"),
        (len(outcome.rows) - count - errors, "đã có hoặc trùng"),
    )
    parts = [f"{len(outcome.rows)} dòng", f"{count} ghi được"]
    said = ", ".join([*parts, *(f"{many} {words}" for many, words in others if many > 0)])
    return f"{said}. F8: ô cần xem lại kế tiếp." if errors or warnings else f"{said}."


class GridPage(HeadedPage):
    """The grid, what was found in the row at hand, and the way into the register.

    Signals:
        finished: The officer goes back. Carries the register's code.
    """

    finished = Signal(str)

    def __init__(
        self,
        importing: Importing,
        register: str,
        tasks: Tasks,
        around: Surroundings,
        parent: QWidget | None = None,
    ) -> None:
        declared = catalog.register(register)
        super().__init__(f"Nhập nhiều vào sổ {declared.short_title}", "nhap-nhieu", parent)
        self._importing, self._tasks, self._around = importing, tasks, around
        self._register = declared
        self._first = grid.first_columns(declared)
        targets = {each.key: each for each in targets_of(declared)}
        self.model = GridModel(self._first, targets)
        self.table = GridTable(self.model, self._offered, self)
        self.table.pasted.connect(self._paste)
        self.outcome: Outcome | None = None
        """What would become of the rows as they stand; None until they were looked at."""
        self._looking = self._anew = self._writing = False
        self._look_soon = pause(self, _PAUSE_MS, self.look)
        self.model.changed.connect(self._on_changed)
        self.table.selectionModel().currentChanged.connect(self._on_current)
        self.column = FilteredCombo("grid_column", self)
        self.column.set_options(
            [
                Option("", "(chưa dùng cột này)"),
                *(Option(each.key, each.label, words=each.aliases) for each in targets.values()),
            ]
        )
        self.column.setProperty("unkept", "as the columns of the grid")
        self.column.set_label("Cột đang đứng ghi vào ô")
        self.column.left.connect(self._settle_column)
        self.begins = Segments("grid_begins", "Những người này", self)
        self.begins.set_choices([(_RUNNING, "Đang hưởng, đang quản lý"), (_NEW, "Mới đề nghị")])
        self.begins.choose(_RUNNING)
        self.begins.chosen.connect(lambda _key: self._on_changed())
        self.begins.setVisible(declared.imported_state is not None)
        self._lay_out()
        keys.action("save", self, self.write)
        keys.action("back", self, self.leave)
        keys.action("next_found", self, self.go_to_next_found)
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._tell()

    def take_focus(self) -> None:
        """Give the keyboard to the first cell."""
        self.table.setFocus()

    # ---------------------------------------------------------------- drafts

    def typed_more(self) -> Mapping[str, object]:
        """Return all that stands in the grid, the cell that is being typed too."""
        content = self.model.content
        if (typed := self.table.being_typed()) is not None:
            content = content.with_block(typed[0], typed[1], [[typed[2]]])
        if content.is_empty:
            return {}
        mapping = ColumnMapping("", content.columns)
        return {
            "columns": mapping.to_json()["columns"],
            "rows": [list(each) for each in content.rows],
            "begins": self.begins.key(),
        }

    def put_more(self, more: Mapping[str, Any]) -> None:
        """Put back what stood in the grid; nothing where it is thrown away."""
        kept = {"fingerprint": "", "words": {}, "columns": more.get("columns", ())}
        columns = ColumnMapping.from_json(kept).matches or self._first
        rows = tuple(tuple(str(cell) for cell in row) for row in more.get("rows", ()))
        self.begins.choose(str(more.get("begins") or _RUNNING))
        self.model.start_anew(Content(columns, rows))
        self.table.setCurrentIndex(self.model.index(len(rows), 0))

    def may_leave(self) -> bool:
        """Ask what is to become of rows that are not in the register."""
        self.table.cells.close()
        question = "Bỏ những dòng vừa gõ?\nCác dòng này chưa vào sổ."
        return self.model.content.is_empty or messages.ask(
            self, question, "Bỏ các dòng", "Nhập tiếp", danger=True
        )

    def leave(self) -> None:
        """Go back to the register."""
        if self.table.cells.editor is not None:
            self.table.cells.close()
            self.table.setFocus()
        else:
            self.finished.emit(self._register.code)

    # ---------------------------------------------------------------- what stands there

    def _grid(self) -> Grid:
        content = self.model.content
        running = self.begins.key() != _NEW
        return Grid(self._register.code, content.columns, content.rows, running)

    def _offered(self, column: int) -> Sequence[Option]:
        key = self.model.content.columns[column].target or ""
        if key == HAMLET:
            return [Option(name, name) for name in self._around.hamlets]
        own = key.removeprefix(PERSON)
        field = PERSON_FIELDS.get(own) if own != key else self._register.fields.get(key)
        if field is not None and type(field.kind) is kinds.Choice:
            return code_options(field.kind, clock.today())
        return ()

    def _paste(self, typed: str) -> None:
        """Put a block from the clipboard where the cursor is; with its heading, the columns become those of the block."""
        self.banner.clear()
        at, content = self.table.currentIndex(), self.model.content
        try:
            block = grid.read_clipboard(typed)
        except UserError as error:
            self.say(error)
            return
        headed = grid.with_heading(self._register, block) if content.is_empty else None
        if headed is not None:
            columns, block = headed
            content = Content(columns)
        top, left = (0, 0) if headed is not None else (max(at.row(), 0), max(at.column(), 0))
        self.model.put(content.with_block(top, left, block))
        self.table.go_to(top, left)

    def _settle_column(self) -> None:
        """Let the column at hand fill another field."""
        place, content = self.table.currentIndex().column(), self.model.content
        if not 0 <= place < len(content.columns):
            return
        key = self.column.value() or None
        columns = list(content.columns)
        if columns[place].target == key:
            return
        target = self.model.targets.get(key or "")
        heading = columns[place].heading or (target.label if target else "")
        columns[place] = ColumnMatch(place, heading, key, 1.0)
        self.model.put(replace(content, columns=tuple(columns)))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)
        self.table.set_widths()

    def add_column(self, key: str = "") -> None:
        """Add a column for a field; where none is named, let the officer say what it fills."""
        content, target = self.model.content, self.model.targets.get(key)
        place, row = len(content.columns), max(self.table.currentIndex().row(), 0)
        self.model.put(replace(content, columns=(*content.columns, grid.column_of(place, target))))
        self.table.go_to(row, place)
        if target is None:
            self.column.control.setFocus()

    # ---------------------------------------------------------------- looked at

    def _on_changed(self) -> None:
        self.outcome = None
        self._look_soon.start()
        self._tell()

    def look(self) -> None:
        """Look in the background what would become of the rows as they stand."""
        self._look_soon.stop()
        if self._looking:
            self._anew = True
            return
        typed = self._grid()
        if self.model.content.is_empty:
            self.model.show_plans(())
            self._tell()
            return
        self._looking = True
        self._tasks.run(
            lambda: grid.plan(self._importing, typed),
            lambda outcome: self._show(typed, outcome),
            failed=self._refuse,
            owner=self,
        )

    def _show(self, typed: Grid, outcome: Outcome) -> None:
        self._looking = False
        if self._anew or typed != self._grid():
            self._anew = False
            self.look()
            return
        self.outcome = outcome
        self.model.show_plans(outcome.rows)
        self._tell()
        self._tell_row()

    def _refuse(self, error: Exception) -> None:
        self._looking = self._anew = False
        self._end_writing()
        self.say(error)

    def go_to_next_found(self) -> None:
        """Go to the next cell with an error or a warning; after the last, to the first."""
        faulty = self.model.faulty()
        at = self.table.currentIndex()
        following = [each for each in faulty if each > (at.row(), at.column())]
        if faulty:
            self.table.go_to(*(following or faulty)[0])

    # ---------------------------------------------------------------- brought in

    def write(self) -> None:
        """Bring the rows in that are whole; what has an error stays here to be mended."""
        if self._writing:
            return
        self.table.cells.close()
        outcome = self.outcome
        if outcome is None or not grid.ready(outcome):
            self.look()
            return
        self._writing = True
        # What is on its way into the register leaves the grid by its place: nothing may move meanwhile.
        self.table.setEnabled(False)
        self.write_button.setEnabled(False)
        task = self._tasks.run_steps(
            lambda: grid.bring_in(self._importing, outcome),
            self._brought,
            failed=self._refuse,
            owner=self,
            title="Ghi vào sổ",
        )
        task.cancelled.connect(self._end_writing)
        self.progress.follow(task)

    def _end_writing(self) -> None:
        if self._writing:
            self._writing = False
            self.table.setEnabled(True)
            self.table.setFocus()
        self._tell()

    def _brought(self, outcome: Outcome) -> None:
        self._end_writing()
        done = grid.brought(outcome)
        left = self.model.content.without(done)
        self.model.start_anew(left)
        rest = "" if left.is_empty else " Các dòng còn lại ở dưới đây: sửa rồi ghi tiếp."
        self.banner.say(f"Đã ghi {len(done)} hồ sơ vào sổ. Hoàn tác cả lần ghi: Ctrl+Z.{rest}", "good")
        self.table.go_to(0, 0)

    # ---------------------------------------------------------------- what is said

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        place = current.column()
        if 0 <= place < len(self.model.content.columns):
            self.column.show_stored(self.model.content.columns[place].target or "")
        self._tell_row()

    def _tell(self) -> None:
        outcome = None if self.model.content.is_empty else self.outcome
        count = len(grid.ready(outcome)) if outcome else 0
        self.write_button.setText(theme.beside_icon(f"Ghi {count} hồ sơ" if count else "Ghi vào sổ"))
        self.write_button.setEnabled(count > 0 and not self._writing)
        said = _HINT if self.model.content.is_empty else "Đang kiểm tra…"
        self._said.setText(said if outcome is None else _summary(outcome, count))
        self.write_button.setToolTip(
            "Ghi vào sổ (Ctrl+Enter); dòng có lỗi ở lại đây để sửa" if count else "Chưa có dòng nào ghi được"
        )

    def _tell_row(self) -> None:
        """Say what was found in the cell at hand, then in its row, in the place that is kept for it."""
        at = self.table.currentIndex()
        plan = self.model.plan_of(at.row())
        found: list[Finding] = []
        if plan is not None:
            found = [*self.model.findings(at.row(), at.column()), *self.model.findings(at.row(), -1)]
            found += [each for each in plan.findings if each not in found and each.level is not Level.NOTE]
        while (item := self._found.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for each in found[:2]:
            self._found.addWidget(FindingLabel(each, parent=self._row_box, keep=False))
        self._offer_column(found)
        more = f", và {len(found) - 2} điều nữa" if len(found) > 2 else ""
        self._row.setText(f"Dòng {at.row() + 1}: {_WHAT[plan.what]}{more}" if plan else "")

    def _offer_column(self, found: Sequence[Finding]) -> None:
        """Offer a column for the first field that is missing and has none."""
        present = {each.target for each in self.model.content.columns}
        lacking = (
            each.field for each in found if each.field in self.model.targets and each.field not in present
        )
        self._lacking = next(lacking, "")
        self.lacking.setVisible(bool(self._lacking))
        if self._lacking:
            self.lacking.setText(f"Thêm cột “{self.model.targets[self._lacking].label}”")

    def _lay_out(self) -> None:
        self._lacking = ""
        self.lacking = QPushButton(self)
        self.lacking.setObjectName("add_lacking")
        self.lacking.setProperty("role", "link")
        self.lacking.clicked.connect(lambda: self.add_column(self._lacking))
        self.lacking.hide()
        self._said, self._row = QLabel(self), QLabel(self)
        self._said.setObjectName("grid_said")
        self._said.setWordWrap(True)
        self._row.setProperty("tone", "muted")
        add = QPushButton("Thêm cột", self)
        add.setObjectName("add_column")
        add.clicked.connect(lambda: self.add_column())  # noqa: PLW0108 - without what the signal carries
        label = QLabel("Cột đang đứng ghi vào ô", self)
        label.setBuddy(self.column.control)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(label)
        line.addWidget(self.column, 1)
        line.addWidget(add)
        line.addStretch(1)
        line.addWidget(self.begins)
        self._row_box = QWidget(self)
        self._row_box.setFixedHeight(theme.px(_FINDINGS_HEIGHT))
        rows = QVBoxLayout(self._row_box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(2))
        self._found = QVBoxLayout()
        told = QHBoxLayout()
        told.setSpacing(theme.px(12))
        told.addWidget(self._row)
        told.addWidget(self.lacking)
        told.addStretch(1)
        rows.addLayout(told)
        rows.addLayout(self._found)
        rows.addStretch(1)
        self.write_button = button("Ghi vào sổ", "check", self, primary=True, name="write_grid")
        self.write_button.clicked.connect(self.write)
        back = button("Quay lại", "arrow-left", self, name="back")
        back.clicked.connect(lambda: self.finished.emit(self._register.code))
        foot = QHBoxLayout()
        foot.addWidget(back)
        foot.addStretch(1)
        foot.addWidget(self.write_button)
        self.body.addWidget(self._said)
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._row_box)
        self.body.addLayout(foot)
