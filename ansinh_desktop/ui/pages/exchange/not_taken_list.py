"""What the receiver did not take and why: each line opens its record, and the list can be printed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.worklists import NOT_TAKEN
from ansinh_desktop.services.sync.standing import NotTaken, Standing
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.target import choose_target
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.grouped_table import GroupedTable, RowGroup
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_COLUMNS = (
    TableColumn("number", "Mã hồ sơ", 190),
    TableColumn("who", "Họ và tên", 150),
    TableColumn("code", "Mã lý do", 80),
    TableColumn("said", "Vì sao", 330),
    TableColumn("todo", "Việc cần làm", 300),
)


class NotTakenList(QWidget):
    """The list.

    Signals:
        case_asked: A record is to be opened. Carries its id and its register.
    """

    case_asked = Signal(str, str)

    def __init__(self, page: HeadedPage, program: Program, tasks: Tasks) -> None:
        super().__init__(page)
        self.setProperty("help_anchor", "bi-tra-lai")
        self._page, self._program, self._tasks = page, program, tasks
        self.items: dict[str, NotTaken] = {}
        self.said = QLabel(self)
        self.said.setProperty("tone", "muted")
        self.said.setWordWrap(True)
        self.print_button = button("In danh sách…", "printer", self, name="print_not_taken")
        self.print_button.clicked.connect(self.print_list)
        self.table = GroupedTable(_COLUMNS, "not_taken", self)
        self.table.view.setAccessibleName("Hồ sơ không được nhận và lý do")
        self.table.opened.connect(self._open)
        self._empty = EmptyState(
            "circle-check",
            "Không có hồ sơ nào bị trả lại",
            "Hồ sơ mà đơn vị nhận không nhận được sẽ hiện ở đây, kèm lý do và việc cần làm.",
            parent=self,
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        line = QHBoxLayout()
        line.addWidget(self.said, 1)
        line.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(8), 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(line)
        column.addWidget(self._stack, 1)

    def show_standing(self, found: Standing) -> None:
        """Show what was not taken."""
        self.items = {each.key: each for each in found.not_taken}
        groups: dict[str, list[TableRow]] = {}
        for each in found.not_taken:
            groups.setdefault(each.register, []).append(_row(each))
        self.table.set_groups(
            [
                RowGroup(code or "none", _title(code), tuple(rows), "error", "circle-x")
                for code, rows in groups.items()
            ]
        )
        words = "Sửa rồi lưu: hồ sơ tự đi cùng gói sau." if self.items else ""
        if found.hidden:
            words += f" Còn {found.hidden} dòng thuộc sổ mà bạn không có quyền xem."
        self.said.setText(words.strip())
        self._stack.setCurrentWidget(self.table if self.items else self._empty)
        self.print_button.setVisible(bool(self.items))

    def print_list(self) -> None:
        """Show the list as it will be printed."""
        items = list(self.items.values())
        if not items:
            return
        task = self._tasks.run(
            lambda: self._program.worklists.not_taken_pdf(items),
            partial(self._preview, items),
            failed=self._page.say,
            owner=self,
            title="Dựng bản in",
            urgent=True,
        )
        self._page.progress.follow(task)

    def write(self, items: list[NotTaken], target: Path) -> None:
        """Write the list to a file in the background."""
        worklists = self._program.worklists
        self._tasks.run(
            lambda: worklists.save(partial(worklists.not_taken_document, items), target),
            lambda _count: self._page.banner.say(f"Đã lưu vào {target}.", "good"),
            failed=self._page.say,
            owner=self,
            title=f"Ghi {target.name}",
        )

    def _preview(self, items: list[NotTaken], content: bytes) -> None:
        worklists = self._program.worklists
        document = worklists.not_taken_document(items)
        dialog = later.PreviewDialog(
            NOT_TAKEN,
            content,
            save=lambda: self._save(items),
            printed=lambda: self._tasks.run(lambda: worklists.note("print", document), owner=self),
            parent=self,
        )
        dialog.open()

    def _save(self, items: list[NotTaken]) -> None:
        target = choose_target(self, "Lưu PDF", NOT_TAKEN, ".pdf")
        if target is not None:
            self.write(items, target)

    def _open(self, key: str) -> None:
        item = self.items[key]
        if item.record_id:
            self.case_asked.emit(item.record_id, item.register)


def _title(code: str) -> str:
    return catalog.register(code).short_title if code else "Không thuộc sổ nào"


def _row(each: NotTaken) -> TableRow:
    hint = f"{each.said} (gói số {each.package:06})"
    return TableRow(
        each.key,
        {
            "number": each.number or "–",
            "who": each.who or "–",
            "code": each.code,
            "said": Face(each.said, hint=hint),
            "todo": each.todo,
        },
    )
