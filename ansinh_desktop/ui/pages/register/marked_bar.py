"""What can be done with the marked records of a register: the bar at the foot of its list."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.listing import ListQuery, Marked
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pages.register.marked_acts import MarkedActs
from ansinh_desktop.ui.pages.register.marked_forms import MarkedForms
from ansinh_desktop.ui.pages.register.register_page import RegisterPage
from ansinh_desktop.ui.tables.record_rows import RecordRows
from ansinh_desktop.ui.widgets.aside import Aside
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.row_marks import RowMarks


class MarkedBar(QFrame):
    """The number of marked records, what they come to, and the acts for them; there only while any are marked.

    Signals:
        asked: Something is to be done with them. Carries the act and the records.
        done: They were copied, or their forms saved. Carries the sentence that says it.
        export_asked: They are to be written as a workbook. Carries the query and its columns.
    """

    asked = Signal(str, list)
    done = Signal(str)
    export_asked = Signal(object, list)

    def __init__(self, page: RegisterPage, marks: RowMarks, program: Program, tasks: Tasks) -> None:
        super().__init__(page.table)
        self.setObjectName("marked_bar")
        self.setProperty("role", "marked")
        self._page, self._marks, self._program = page, marks, program
        self._tasks = tasks
        self._code = page.register.code
        self.hidden = 0
        """How many of the marked records the list does not show now."""
        self._asked = 0
        self.said = QLabel(self)
        self.said.setProperty("tone", "strong")
        self.filtered = QLabel(self)
        self.filtered.setProperty("tone", "warning")
        self.beyond = Aside(self)
        """How many of those that the list shows lie above or below what is seen of it."""
        self._places: Sequence[int] = ()
        self.all_button = self._link("Chọn tất cả", "Ctrl+A")
        self.clear_button = self._link("Bỏ chọn   Esc", "Esc")
        self.forms_button = QPushButton("In biểu mẫu…", self)
        self.forms_button.setObjectName("forms_of_marked")
        self.forms_button.setAutoDefault(False)
        self.forms = MarkedForms(program, tasks, self.forms_button)
        self.acts = MarkedActs(program.many.acts(self._code), self)
        self.export_button = button("Xuất", "file-spreadsheet", self, name="export_marked")
        self.export_button.setToolTip("Ghi các dòng đã chọn ra tệp Excel, đúng các cột đang hiển thị")
        self.copy_button = button("Chép", "copy", self, name="copy_marked")
        self.copy_button.setToolTip("Chép các dòng đã chọn, dán được vào Excel (Ctrl+C)")
        self._lay_out()
        self._connect()
        self.hide()

    def copy(self) -> None:
        """Copy the marked records with the columns that are shown; without marks the current one."""
        records = self._marks.keys or [each for each in [self._page.table.current_key()] if each]
        if not records or not self.copy_button.isEnabled():
            return
        query, sources = self._query(records), self._page.table.visible_columns()
        lists = self._program.lists
        request = lists.of_screen(query, sources, catalog.register(self._code).title)
        self._tasks.run(
            lambda: lists.copied(request),
            lambda words: self._copied(words, len(records), self.hidden if len(self._marks) else 0),
            owner=self,
            urgent=True,
        )

    def export(self) -> None:
        """Ask for the marked records as a workbook, with the columns that are shown."""
        self.export_asked.emit(self._query(self._marks.keys), self._page.table.visible_columns())

    def mark_all(self) -> None:
        """Mark every record that the list shows, and keep the others that are marked."""
        query, before = self._page.query(), self._marks.keys
        self._tasks.run(
            lambda: self._program.listing.ids(query),
            lambda found: self._marks.set_keys([*before, *found]),
            owner=self,
            urgent=True,
        )

    def say(self) -> None:
        """Ask anew what the marked records come to, and how many of them the list shows."""
        records, query = self._marks.keys, self._page.query()
        self.setVisible(bool(records))
        self._asked += 1
        if records:
            self.said.setText(f"{number(len(records))} đã chọn")
            self._tasks.run(
                lambda: self._program.listing.marked(query, records),
                partial(self._take, self._asked),
                owner=self,
            )
            if isinstance(source := self._page.table.model.source(), RecordRows):
                self._tasks.run(
                    lambda: source.places_of(records), partial(self._take_places, self._asked), owner=self
                )
            self._tasks.run(
                lambda: self._program.many.unfit(self._code, records),
                partial(self._take_unfit, self._asked),
                owner=self,
            )

    def _query(self, records: Sequence[str]) -> ListQuery:
        """Return a list of some records, in the order of the one that is shown."""
        shown = self._page.query()
        return ListQuery(
            self._code, only=tuple(records), order_by=shown.order_by, descending=shown.descending
        )

    def _take_unfit(self, asked: int, why: Mapping[str, Finding]) -> None:
        if asked == self._asked:
            self.acts.show_unfit(why)

    def _take(self, asked: int, found: Marked) -> None:
        if asked != self._asked:
            return
        money = f" · {number(found.amount)} đồng" if found.amount is not None else ""
        self.said.setText(f"{number(found.records)} đã chọn{money}")
        self.hidden = found.records - found.shown
        self.filtered.setText(f"{number(self.hidden)} dòng đang bị lọc" if self.hidden else "")
        self.all_button.setText(f"Chọn cả {number(self._page.table.model.rowCount())}")
        self._marks.set_shown(found.shown)

    def _take_places(self, asked: int, places: Sequence[int]) -> None:
        if asked == self._asked:
            self._places = places
            self._say_beyond()

    def _say_beyond(self) -> None:
        """Say how many marked rows one would have to scroll to."""
        if not len(self._marks):
            return
        first, last = self._page.table.view.seen()
        above, below = (
            sum(each < first for each in self._places),
            sum(each > last for each in self._places),
        )
        said = ((above, "phía trên"), (below, "phía dưới"))
        self.beyond.setText(", ".join(f"{number(count)} dòng ở {where}" for count, where in said if count))

    def _copied(self, words: str, count: int, hidden: int) -> None:
        QGuiApplication.clipboard().setText(words)
        filtered = f", {number(hidden)} trong đó đang bị lọc khỏi danh sách" if hidden else ""
        self.done.emit(f"Đã chép {number(count)} dòng{filtered}.")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        sign = QLabel(self)
        side = theme.px(16)
        sign.setPixmap(
            icon("square-check", theme.colours().accent).pixmap(QSize(side, side), self.devicePixelRatio())
        )
        for each in (sign, self.said, self.filtered):
            head.addWidget(each)
        head.addWidget(self.beyond, 1)
        head.addWidget(self.all_button)
        head.addWidget(self.clear_button)
        below = QHBoxLayout()
        below.setSpacing(theme.px(8))
        below.addWidget(self.forms_button)
        below.addWidget(self.acts, 1)
        below.addWidget(self.export_button)
        below.addWidget(self.copy_button)
        self.forms_button.setEnabled(self._program.access.may(self._code, "p"))
        for out in (self.export_button, self.copy_button):
            out.setEnabled(self._program.access.may(self._code, "x"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addLayout(below)

    def _connect(self) -> None:
        self._marks.changed.connect(self.say)
        self._marks.all_asked.connect(self.mark_all)
        self._marks.copy_asked.connect(self.copy)
        self._page.table.counted.connect(lambda _count: self.say() if len(self._marks) else None)
        bar = self._page.table.view.verticalScrollBar()
        for scrolled in (bar.valueChanged, bar.rangeChanged):
            scrolled.connect(self._say_beyond)
        self.all_button.clicked.connect(self.mark_all)
        self.clear_button.clicked.connect(self._let_go)
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self.export)
        self.forms_button.clicked.connect(lambda: self.forms.offer(self._marks.keys))
        self.forms.saved.connect(lambda target: self.done.emit(f"Đã lưu vào {target}."))
        self.forms.failed.connect(self._page.say)
        self.acts.asked.connect(lambda code: self.asked.emit(code, self._marks.keys))

    def _let_go(self) -> None:
        self._marks.clear()
        self._page.table.setFocus()

    def _link(self, words: str, key: str) -> QPushButton:
        made = QPushButton(words, self)
        made.setProperty("role", "link")
        made.setAutoDefault(False)
        made.setToolTip(f"{words} ({key})")
        return made
