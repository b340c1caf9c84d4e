"""What has to be done: overdue, due within a week, later; each line opens its case, and the list can be printed."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.agenda import BANDS, Band, ToDo
from ansinh_desktop.services.law.doubts import Doubt, doubts
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.worklists import TASKS
from ansinh_desktop.ui import keys, later, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.target import choose_target
from ansinh_desktop.ui.widgets.aside import Aside
from ansinh_desktop.ui.widgets.choosing.chips import ChipBar, FilterField
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.fitting_row import FittingRow
from ansinh_desktop.ui.widgets.grouped_table import GroupedTable, RowGroup
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_COLUMNS = (
    TableColumn("what", "Việc phải làm", 330),
    TableColumn("due", "Hạn", 120),
    TableColumn("left", "Còn lại", 130),
    TableColumn("who", "Đối tượng / mã hồ sơ", 160),
    TableColumn("hamlet", "Ấp, khóm", 92),
    TableColumn("register", "Sổ", 132),
    TableColumn("article", "Căn cứ", 150),
)
NO_HAMLET = "Không ghi ấp, khóm"
TONES: dict[Band, str] = {"overdue": "error", "soon": "warning", "later": ""}
SIGNS: dict[Band, str] = {"overdue": "circle-alert", "soon": "clock", "later": "calendar"}


class TasksPage(HeadedPage):
    """The list of what is to be done.

    Signals:
        case_asked: A case is to be opened at one of its time limits. Carries the record's id, its register and
            the key of the limit.
        counted: How much is overdue. Carries the number.
        page_asked: Another page is to be shown. Carries its key.
    """

    case_asked = Signal(str, str, str)
    counted = Signal(int)
    page_asked = Signal(str)

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Việc cần làm", "viec-can-lam", parent)
        self._program = program
        self._tasks = tasks
        self._items: dict[str, ToDo] = {}
        self.said = Aside(self)
        self.print_button = button("In danh sách…", "printer", self, name="print_tasks")
        self.print_button.clicked.connect(self.print_list)
        self.head.addWidget(self.said)
        self.doubts_button = button("", "badge-check", self, name="doubtful_law")
        self.doubts_button.setToolTip(
            "Quy định chưa đối chiếu với văn bản chính thức: mở trang Quy định để xác nhận."
        )
        self.doubts_button.clicked.connect(lambda: self.page_asked.emit("law"))
        self.doubts_button.hide()
        self._acts = FittingRow((self.doubts_button, self.print_button), self)
        self.head.addWidget(self._acts)
        self.filters = ChipBar(self)
        self.filters.changed.connect(self._show)
        self._stack = QStackedWidget(self)
        self.table = GroupedTable(
            _COLUMNS,
            "tasks",
            self._stack,
            whole="what",
            gives_way=("article", "register", "hamlet", "left", "who"),
        )
        self.table.view.setAccessibleName("Việc cần làm")
        self.table.opened.connect(self._open)
        self._empty = EmptyState(
            "circle-check",
            "Không có việc nào đến hạn",
            "Thời hạn được tính từ ngày tháng đã ghi trong hồ sơ, theo luật của ngày đó.",
            parent=self._stack,
        )
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self.filters)
        self.body.addWidget(self._stack, 1)
        self.print_button.setEnabled(False)
        keys.action("print", self, self.print_list)

    def refresh(self) -> None:
        self._tasks.run(self._program.agenda.items, self._take, failed=self.say, owner=self)
        if self._program.law.may_change:
            self._tasks.run(doubts, self._show_doubts, failed=self.say, owner=self)

    def take_focus(self) -> None:
        self.table.setFocus()

    def shown(self) -> list[ToDo]:
        """Return what the filters let through, in the order of the list."""
        chosen = self.filters.value()
        return [
            each
            for each in self._items.values()
            if all(value in chosen[key] for key, value in _narrowing(each).items() if chosen.get(key))
        ]

    def show_only(self, chosen: Mapping[str, Sequence[str]]) -> None:
        """Narrow the list, as the number of another page counted it."""
        self.filters.set_value(chosen)
        self._show()

    def print_list(self) -> None:
        """Show the list as it will be printed."""
        items, now, part = self.shown(), calendar.wall_time(clock.now()), self.filters.said()
        task = self._tasks.run(
            lambda: self._program.worklists.tasks_pdf(items, now, part),
            lambda content: self._preview(items, content),
            failed=self.say,
            owner=self,
            title="Dựng bản in",
            urgent=True,
        )
        self.progress.follow(task)

    def _show_doubts(self, found: Sequence[Doubt]) -> None:
        self._acts.say(self.doubts_button, theme.beside_icon(f"{len(found)} điểm luật chưa chắc…"))
        self.doubts_button.setVisible(bool(found))

    def _take(self, items: Sequence[ToDo]) -> None:
        self._items = {each.key: each for each in items}
        self.filters.set_fields(_fields(items))
        self._show()
        self.counted.emit(sum(each.band == "overdue" for each in items))

    def _show(self) -> None:
        shown = self.shown()
        groups = []
        for band, title in BANDS.items():
            rows = tuple(_row(each) for each in shown if each.band == band)
            if rows:
                groups.append(RowGroup(band, title, rows, TONES[band]))
        self.table.set_groups(groups)
        counts = (f"{len(group.rows)} {group.title.lower()}" for group in groups)
        self.said.setText(" · ".join(counts))
        self._stack.setCurrentWidget(self.table if shown else self._empty)
        self.print_button.setEnabled(bool(shown))

    def _open(self, key: str) -> None:
        item = self._items[key]
        if item.record_id:
            self.case_asked.emit(item.record_id, item.register, item.key)

    def _preview(self, items: list[ToDo], content: bytes) -> None:
        now = calendar.wall_time(clock.now())
        document = self._program.worklists.tasks_document(items, now, part=self.filters.said())
        dialog = later.PreviewDialog(
            TASKS,
            content,
            save=lambda: self._save(items),
            printed=lambda: self._tasks.run(
                lambda: self._program.worklists.note("print", document), owner=self
            ),
            parent=self,
        )
        dialog.open()

    def _save(self, items: list[ToDo]) -> None:
        target = choose_target(self, "Lưu PDF", TASKS, ".pdf")
        if target is not None:
            self.write(items, target)

    def write(self, items: list[ToDo], target: Path) -> None:
        """Write the list to a file in the background."""
        worklists, now = self._program.worklists, calendar.wall_time(clock.now())
        laid_out = partial(worklists.tasks_document, items, now, part=self.filters.said())
        self._tasks.run(
            lambda: worklists.save(laid_out, target),
            lambda _count: self.banner.say(f"Đã lưu vào {target}.", "good"),
            failed=self.say,
            owner=self,
            title=f"Ghi {target.name}",
        )


def _narrowing(each: ToDo) -> dict[str, str]:
    """Return by what the list is narrowed."""
    return {"band": each.band, "what": each.what, "register": each.register, "hamlet": each.hamlet}


def _fields(items: Sequence[ToDo]) -> list[FilterField]:
    registers = dict.fromkeys(each.register for each in items)
    bands = dict.fromkeys(each.band for each in items)
    hamlets = sorted({each.hamlet for each in items})
    return [
        FilterField("band", "Thời hạn", tuple(Option(each, BANDS[each]) for each in bands)),
        FilterField(
            "what",
            "Việc phải làm",
            tuple(Option(each, each) for each in sorted({each.what for each in items})),
        ),
        FilterField(
            "register", "Sổ", tuple(Option(code, catalog.register(code).short_title) for code in registers)
        ),
        FilterField("hamlet", "Ấp, khóm", tuple(Option(name, name or NO_HAMLET) for name in hamlets)),
    ]


def _row(each: ToDo) -> TableRow:
    length = f"Thời hạn {each.length}. " if each.length else ""
    hint = f"{each.what}\n{length}{each.doubt.capitalize()}".strip()
    tone = TONES[each.band]
    return TableRow(
        each.key,
        {
            "what": Face(
                f"{each.what} (chưa chắc)" if each.doubt else each.what,
                SIGNS[each.band],
                tone or "muted",
                hint,
            ),
            "due": Face(each.due_shown, tone=tone),
            "left": Face(each.left, tone=tone),
            "who": each.who or "–",
            "hamlet": each.hamlet,
            "register": catalog.register(each.register).short_title,
            "article": each.article,
        },
    )
