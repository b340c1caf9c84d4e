"""A list comes in: choose the file, look at the columns, see what would happen, do it, mend what is wrong."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ansinh_desktop.findings import Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.kinds import cell_text
from ansinh_desktop.services.importer.importing import Importing, Opened, Outcome, RowPlan, What
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.dialogs.unknown_words import UnknownWordsDialog, unknown_words
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import Page, button
from ansinh_desktop.ui.tasks import Tasks
from ansinh_desktop.ui.widgets.choice import FilteredCombo
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.options import Option

_FILES = "Danh sách (*.xlsx *.xls *.xlsm *.ods *.csv)"
_WHAT = {
    What.NEW: "Thêm mới",
    What.NEW_RECORD: "Thêm hồ sơ cho người đã có",
    What.MENDED: "Sửa bản nháp đã nhập",
    What.PRESENT: "Đã có, không đổi gì",
    What.DOUBLE: "Dòng trùng, bỏ qua",
}
_SAMPLES = 3
_MOST_SHOWN = 5000


class ImportPage(Page):
    """Three stages of one import: file, columns, rows.

    Signals:
        finished: Something was brought in, or the officer went back. Carries the register's code.
    """

    finished = Signal(str)

    def __init__(
        self, importing: Importing, register: str, tasks: Tasks, parent: QWidget | None = None
    ) -> None:
        declared = catalog.register(register)
        super().__init__(f"Nhập từ Excel vào sổ {declared.short_title}", "nhap-excel", parent)
        self._importing = importing
        self._register = register
        self._tasks = tasks
        self._opened: Opened | None = None
        self.outcome: Outcome | None = None
        self._shown: list[RowPlan] = []
        self._wanted: dict[int, str | None] = {}
        self._guessed: dict[int, str | None] = {}
        self._plan_at_once = False
        self._said = QLabel(self)
        self._said.setObjectName("said")
        self._said.setWordWrap(True)
        self._choose = EmptyState(
            "file-spreadsheet",
            "Chọn danh sách để nhập",
            "Tệp .xlsx, .xls hoặc .csv như xã vẫn giữ: không cần sửa tiêu đề, không cần đổi phông chữ cũ.",
            "Chọn tệp…",
            parent=self,
        )
        self._choose.acted.connect(self._ask_file)
        self.columns = _table(self, ("Cột trong tệp", "Vài dòng đầu", "Đưa vào ô"), "columns")
        self.rows = _table(self, ("Dòng", "Họ và tên", "Việc sẽ làm", "Cần xem lại"), "rows")
        self._detail = QLabel(self)
        self._detail.setObjectName("detail")
        self._detail.setWordWrap(True)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.rows.currentCellChanged.connect(lambda row, *_: self._show_detail(row))
        self._stack = QStackedWidget(self)
        for each in (self._choose, self.columns, self.rows):
            self._stack.addWidget(each)
        self.body.addWidget(self._said)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._detail)
        self._back = button("Quay lại", "arrow-left", self, name="back")
        self._only = QPushButton("Chỉ các dòng cần xem lại", self)
        self._only.setCheckable(True)
        self._only.setObjectName("only_findings")
        self._only.toggled.connect(lambda _: self._fill_rows())
        self._words = button("Giải nghĩa từ chưa rõ…", "circle-question-mark", self, name="words")
        self._words.clicked.connect(self._ask_words)
        self._errors = button("Lưu các dòng cần sửa ra Excel…", "download", self, name="errors")
        self._next = button("Tiếp tục", "arrow-right", self, primary=True, name="next")
        self._back.clicked.connect(self._go_back)
        self._errors.clicked.connect(self._ask_errors)
        self._next.clicked.connect(self._go_on)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addWidget(self._only)
        foot.addStretch(1)
        foot.addWidget(self._words)
        foot.addWidget(self._errors)
        foot.addWidget(self._next)
        self.body.addLayout(foot)
        self._show(self._choose)

    # The file

    def _ask_file(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, "Chọn danh sách", "", _FILES)
        if found:
            self.open(Path(found))

    def open(self, path: Path) -> None:
        """Read a file and show what its columns may fill."""
        self.banner.clear()
        task = self._tasks.run(
            lambda: self._importing.open(path, self._register),
            self._show_columns,
            failed=self.say,
            owner=self,
            title=f"Đọc {path.name}",
        )
        self.progress.follow(task)

    def spot_inside(self) -> Spot | None:
        """Return the stage that is shown, with all that leads there again."""
        opened, at = self._opened, self._stack.currentWidget()
        if (
            opened is None
            or at is None
            or at is self._choose
            or (self.outcome is not None and self.outcome.done)
        ):
            return None
        return Spot(at, Opening(type(self).__name__, "open_again", (str(opened.path), at is self.rows)))

    @opens
    def open_again(self, path: str, planned: bool) -> None:  # noqa: FBT001 - as it is kept
        """Read a file that was looked at before, and go on from there."""
        if Path(path).is_file():
            self._plan_at_once = planned
            self.open(Path(path))

    def typed_more(self) -> dict[str, Any]:
        """Return which columns go elsewhere than was guessed."""
        matches = self._opened.mapping.matches if self._opened else ()
        changed = [
            [each.column, each.target]
            for each in matches
            if each.target != self._guessed.get(each.column, each.target)
        ]
        return {"targets": changed} if changed else {}

    def put_more(self, more: dict[str, Any]) -> None:
        """Let columns go where they went before, when the file is read."""
        self._wanted = {int(column): target for column, target in more.get("targets", ())}

    # The columns

    def _show_columns(self, opened: Opened) -> None:
        wanted, self._wanted = self._wanted, {}
        self._guessed = {each.column: each.target for each in opened.mapping.matches}
        for match in opened.mapping.matches:
            target = wanted.get(match.column, match.target)
            if target != match.target:
                settled = replace(match, target=target, confidence=1.0)
                opened = replace(opened, mapping=opened.mapping.with_match(settled))
        self._opened = opened
        self.outcome = None
        options = [Option("", "(không nhập cột này)")]
        options += [Option(each.key, each.label, words=each.aliases) for each in opened.targets]
        self.columns.setRowCount(0)
        self.columns.setRowCount(len(opened.mapping.matches))
        for place, match in enumerate(opened.mapping.matches):
            cells = (row.cells[match.column] for row in opened.table.people if match.column < len(row.cells))
            samples = [shown for cell in cells if (shown := cell_text(cell))][:_SAMPLES]
            for column, words in enumerate((match.heading or f"Cột {match.column + 1}", "; ".join(samples))):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.columns.setItem(place, column, item)
            combo = FilteredCombo(f"target_{match.column}", self.columns)
            combo.set_options(options)
            combo.line.setPlaceholderText("(không nhập cột này)")
            combo.show_stored(match.target or "")
            combo.left.connect(lambda place=place, combo=combo: self._settle(place, combo.value() or None))
            self.columns.setCellWidget(place, 2, combo)
        self.columns.resizeRowsToContents()
        self._show(self.columns)
        self._tell_columns()
        planned, self._plan_at_once = self._plan_at_once, False
        if planned:
            self._plan()

    def _settle(self, place: int, target: str | None) -> None:
        opened = self._opened
        if opened is None or opened.mapping.matches[place].target == target:
            return
        match = replace(opened.mapping.matches[place], target=target, confidence=1.0)
        self._opened = replace(opened, mapping=opened.mapping.with_match(match))
        self._tell_columns()

    def _tell_columns(self) -> None:
        opened = self._opened
        if opened is None:
            return
        words = f"<b>{opened.path.name}</b>: tìm thấy {len(opened.table.people)} người"
        if opened.table.as_of:
            words += f", tính đến ngày {opened.table.as_of:%d/%m/%Y}"
        lacking = ", ".join(each.label for each in opened.missing)
        if lacking:
            words += f". Tệp không có cột cho: {lacking}; các ô ấy được hỏi lại hoặc để nháp"
        self._said.setText(
            words + ". Sửa ô bên phải nếu chương trình đoán sai; cách ghép này được nhớ cho lần sau."
        )

    # The rows

    def _plan(self) -> None:
        opened = self._opened
        if opened is None:
            return
        task = self._tasks.run_steps(
            lambda: self._importing.plan(opened),
            self._show_rows,
            failed=self.say,
            owner=self,
            title="Đọc và kiểm tra",
        )
        self.progress.follow(task)

    def _show_rows(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._only.setChecked(outcome.has_findings and not outcome.done)
        self._fill_rows()
        self._show(self.rows)

    def _fill_rows(self) -> None:
        outcome = self.outcome
        if outcome is None:
            return
        weighty = (Level.ERROR, Level.WARNING)
        shown = [
            each
            for each in outcome.rows
            if not self._only.isChecked() or each.level in weighty or each.what is What.DOUBLE
        ]
        self.rows.setUpdatesEnabled(False)
        self.rows.setRowCount(0)
        self.rows.setRowCount(min(len(shown), _MOST_SHOWN))
        for place, each in enumerate(shown[:_MOST_SHOWN]):
            self._fill_row(place, each)
        self.rows.setUpdatesEnabled(True)
        self._shown = shown
        self.rows.setCurrentCell(0, 0)
        self._show_detail(0)
        self._said.setText(f"<b>{outcome.opened.path.name}</b>. {outcome.summary()}.")

    def _fill_row(self, place: int, row: RowPlan) -> None:
        weighty = [each for each in row.findings if each.level is not Level.NOTE] or list(row.findings)
        told = " ".join(f"{each.text} [{each.code}]" for each in weighty)
        hint = "\n".join(f"{each.text} {each.todo} [{each.code}]" for each in row.findings)
        for column, words in enumerate((str(row.draft.row_number), row.draft.name, _WHAT[row.what], told)):
            item = QTableWidgetItem(words)
            item.setToolTip(hint or words)
            if row.level is not None and words is told:
                colour, _ground = theme.tone(row.level)
                item.setIcon(icon(theme.LEVEL_ICONS[row.level], colour))
                item.setForeground(QColor(colour))
            self.rows.setItem(place, column, item)

    def _show_detail(self, place: int) -> None:
        """Say in full what was found in the chosen row, and what to do about it: its cell holds one line."""
        found = self._shown[place].findings if 0 <= place < len(self._shown) else ()
        self._detail.setText("\n".join(f"{each.text} {each.todo} [{each.code}]" for each in found))

    def _bring(self) -> None:
        outcome = self.outcome
        if outcome is None:
            return
        self._next.setEnabled(False)
        task = self._tasks.run_steps(
            lambda: self._importing.carry_out(outcome),
            self._brought,
            failed=self._refused,
            owner=self,
            title="Ghi vào sổ",
        )
        task.cancelled.connect(lambda: self._next.setEnabled(True))
        self.progress.follow(task)

    def _brought(self, outcome: Outcome) -> None:
        self._show_rows(outcome)
        level = "warning" if outcome.refused else "good"
        words = outcome.summary() + "."
        if outcome.refused:
            words += (
                " Các dòng có lỗi được giữ làm bản nháp; sửa trong sổ, hoặc lưu ra Excel để sửa rồi nhập lại."
            )
        self.banner.say(words, level)

    def _refused(self, error: Exception) -> None:
        self._next.setEnabled(True)
        self.say(error)

    @opens
    def _ask_words(self) -> None:
        if self.outcome is None:
            return
        dialog = UnknownWordsDialog(self.outcome, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.settle_words(dialog)

    def settle_words(self, dialog: UnknownWordsDialog) -> None:
        """Read the list again with what its words mean."""
        self._opened = dialog.settled()
        self._plan()

    def _ask_errors(self) -> None:
        outcome = self.outcome
        if outcome is None:
            return
        name = f"{outcome.opened.path.stem} - cần sửa.xlsx"
        found, _ = QFileDialog.getSaveFileName(self, "Lưu các dòng cần sửa", name, "*.xlsx")
        if found:
            self.write_errors(Path(found))

    def write_errors(self, path: Path) -> None:
        """Write the rows with findings to a workbook."""
        outcome = self.outcome
        if outcome is None:
            return
        self._tasks.run(
            lambda: self._importing.write_errors(outcome, path),
            lambda _: self.banner.say(
                f"Đã lưu các dòng cần sửa vào {path}. Sửa ô đỏ rồi nhập lại chính tệp đó.", "good"
            ),
            failed=self.say,
            owner=self,
            title=f"Ghi {path.name}",
        )

    # The way through

    def _go_on(self) -> None:
        at = self._stack.currentWidget()
        if at is self.columns:
            self._plan()
        elif self.outcome is not None and not self.outcome.done:
            self._bring()
        else:
            self.finished.emit(self._register)

    def _go_back(self) -> None:
        at = self._stack.currentWidget()
        if at is self.rows and self.outcome is not None and not self.outcome.done:
            self._show(self.columns)
            self._tell_columns()
        elif at is self.columns:
            self._show(self._choose)
        else:
            self.finished.emit(self._register)

    def _show(self, stage: QWidget) -> None:
        self._stack.setCurrentWidget(stage)
        at_rows, done = stage is self.rows, self.outcome is not None and self.outcome.done
        self._said.setVisible(stage is not self._choose)
        self._only.setVisible(at_rows)
        self._detail.setVisible(at_rows)
        self._errors.setVisible(at_rows and self.outcome is not None and self.outcome.has_findings)
        asked = at_rows and not done and self.outcome is not None and bool(unknown_words(self.outcome))
        self._words.setVisible(asked)
        self._next.setVisible(stage is not self._choose)
        self._next.setEnabled(True)
        words = ("Về sổ" if done else "Nhập vào sổ") if at_rows else "Xem trước"
        self._next.setText(theme.beside_icon(words))
        self._back.setVisible(not done)
        # The keyboard goes to what is done next; a preview is read before it is agreed to.
        {self._choose: self._choose.button, self.columns: self._next}.get(stage, self.rows).setFocus()


def _table(parent: QWidget, headings: tuple[str, ...], name: str) -> QTableWidget:
    table = QTableWidget(0, len(headings), parent)
    table.setObjectName(name)
    table.setHorizontalHeaderLabels(list(headings))
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    for column, width in enumerate((70, 220, 220) if len(headings) == 4 else (240, 380)):
        table.setColumnWidth(column, theme.px(width))
    return table
