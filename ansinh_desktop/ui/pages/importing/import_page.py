"""A list comes in: choose the file, look at the columns, see what would happen, do it, mend what is wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.importer.importing import Importing, Opened, Outcome
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.unknown_words import UnknownWordsDialog, unknown_words
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.pages.importing.import_columns import ImportColumns
from ansinh_desktop.ui.pages.importing.import_errors import ImportErrors
from ansinh_desktop.ui.pages.importing.import_file import ImportFile, SheetsButton
from ansinh_desktop.ui.pages.importing.import_rows import ImportRows
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.widgets.empty_state import EmptyState


class ImportPage(HeadedPage):
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
        self.outcome: Outcome | None = None
        self._file = ImportFile(importing, register, tasks, self)
        self._file.read.connect(self._show_columns)
        self._file.failed.connect(self._refuse_file)
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
        self.columns = ImportColumns(self)
        self.columns.changed.connect(self._tell_columns)
        self.rows = ImportRows(importing, tasks, self)
        self.rows.changed.connect(self._tell_rows)
        self.rows.failed.connect(self.say)
        self._stack = QStackedWidget(self)
        for each in (self._choose, self.columns, self.rows):
            self._stack.addWidget(each)
        self.body.addWidget(self._said)
        self.body.addWidget(self._stack, 1)
        self._lay_out_foot()
        self._show(self._choose)

    def _lay_out_foot(self) -> None:
        self._back = button("Quay lại", "arrow-left", self, name="back")
        self._only = QPushButton("Chỉ các dòng cần xem lại", self)
        self._only.setCheckable(True)
        self._only.setObjectName("only_findings")
        self._only.toggled.connect(self._fill_rows)
        self.sheets = SheetsButton(self)
        self.sheets.switched.connect(self._choose_sheet)
        self._words = button("Giải nghĩa từ chưa rõ…", "circle-question-mark", self, name="words")
        self._words.clicked.connect(self._ask_words)
        self._errors = button("Lưu các dòng cần sửa ra Excel…", "download", self, name="errors")
        self._next = button("Tiếp tục", "arrow-right", self, primary=True, name="next")
        self._back.clicked.connect(self._go_back)
        errors = ImportErrors(self._importing, self._tasks, self)
        self._errors.clicked.connect(lambda: errors.ask(self.outcome))
        self._next.clicked.connect(self._go_on)
        # From wherever the keyboard is, as a form is saved.
        keys.action("save", self, lambda: self._next.click() if self._next.isVisible() else None)
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addWidget(self._only)
        foot.addWidget(self.sheets)
        foot.addStretch(1)
        foot.addWidget(self._words)
        foot.addWidget(self._errors)
        foot.addWidget(self._next)
        self.body.addLayout(foot)

    # The file

    def _ask_file(self) -> None:
        path = self._file.asked()
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Read a file and show what its columns may fill."""
        self.banner.clear()
        self.progress.follow(self._file.open(path))

    def spot_inside(self) -> Spot | None:
        """Return the stage that is shown, with all that leads there again."""
        opened, at = self.columns.opened, self._stack.currentWidget()
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

    def typed_more(self) -> Mapping[str, object]:
        """Return which lists are read, and which columns go elsewhere than was guessed."""
        opened = self.columns.opened
        changed = self.columns.changed_targets()
        if opened is None or not (changed or self._file.is_chosen(opened)):
            return {}
        return {"targets": [list(each) for each in changed], "sheets": [each.title for each in opened.chosen]}

    def put_more(self, more: Mapping[str, Any]) -> None:
        """Let columns go where they went before, when the file is read."""
        self.columns.want({int(column): target for column, target in more.get("targets", ())})
        self._file.want([str(each) for each in more.get("sheets", ())])

    # The columns

    def _show_columns(self, opened: Opened) -> None:
        self.outcome = None
        self.columns.show_opened(opened)
        self.sheets.offer(opened)
        self._show(self.columns)
        self._tell_columns()
        planned, self._plan_at_once = self._plan_at_once, False
        if planned:
            self._plan()

    def _choose_sheet(self, title: str, on: bool) -> None:  # noqa: FBT001 - a signal says it by place
        if self.columns.opened is not None:
            self._file.choose(self.columns.opened, title, on)

    def _refuse_file(self, error: Exception) -> None:
        self.say(error)
        if self.columns.opened is not None:
            self.sheets.offer(self.columns.opened)

    def _tell_columns(self) -> None:
        self._said.setText(self.columns.told())

    # The rows

    def _plan(self) -> None:
        opened = self.columns.opened
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
        if self.outcome is not None:
            self.rows.show_outcome(self.outcome, only=self._only.isChecked())
            self._tell_rows()

    def _tell_rows(self) -> None:
        outcome = self.outcome
        if outcome is None:
            return
        words = f"{outcome.opened.path.name}. {outcome.opened.told} {outcome.summary()}."
        if outcome.asked and not outcome.done:
            words += (
                f" {len(outcome.asked)} ghi chú có thể nói chính người ấy đã chết hoặc chuyển đi: trả lời ở khung dưới "
                "(chọn nhiều dòng thì trả lời một lượt); chưa trả lời thì để nháp."
            )
        self._said.setText(words)
        self._show_offers()

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
        self.columns.opened = dialog.settled()
        self._plan()

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
        self.sheets.setVisible(
            stage is self.columns and self.columns.opened is not None and len(self.columns.opened.lists) > 1
        )
        self._show_offers()
        self._next.setVisible(stage is not self._choose)
        self._next.setEnabled(True)
        words = ("Về sổ" if done else "Nhập vào sổ") if at_rows else "Xem trước"
        self._next.setText(theme.beside_icon(words))
        self._back.setVisible(not done)
        # The keyboard goes to what is done next; a preview is read before it is agreed to.
        {self._choose: self._choose.button, self.columns: self._next}.get(stage, self.rows).setFocus()

    def _show_offers(self) -> None:
        """Offer what can be done about the rows: the file to be mended, the words to be explained."""
        outcome = self.outcome if self._stack.currentWidget() is self.rows else None
        self._errors.setVisible(outcome is not None and outcome.has_findings)
        self._words.setVisible(outcome is not None and not outcome.done and bool(unknown_words(outcome)))
