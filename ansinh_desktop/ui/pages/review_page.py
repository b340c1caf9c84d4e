"""«Rà soát»: every record against the law of a month; what is wrong stands with its reason, one key from its record."""

import datetime
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from ansinh_desktop import clock
from ansinh_desktop.findings import Level
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.layout import ListDocument
from ansinh_desktop.services.reports.saving import pdf_of
from ansinh_desktop.services.reports.worklists import REVIEW
from ansinh_desktop.services.review import CATEGORIES, Reviewed, ReviewRow, levels
from ansinh_desktop.ui import keys, later, theme
from ansinh_desktop.ui.background import Task, Tasks
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.target import choose_target
from ansinh_desktop.ui.widgets.choosing.chips import ChipBar, FilterField
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.grouped_table import GroupedTable, RowGroup
from ansinh_desktop.ui.widgets.kind_line import KindEdit
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

_COLUMNS = (
    TableColumn("who", "Đối tượng / mã hồ sơ", 210),
    TableColumn("text", "Điều tìm thấy", 352),
    TableColumn("recorded", "Đã ghi", 80, numeric=True),
    TableColumn("expected", "Theo quy định", 100, numeric=True),
    TableColumn("hamlet", "Ấp, khóm", 92),
    TableColumn("register", "Sổ", 120),
    TableColumn("article", "Căn cứ", 120),
)
_LEVEL_WORDS = {Level.ERROR: "Lỗi", Level.WARNING: "Cảnh báo"}
_FILTERS: tuple[tuple[str, str], ...] = (
    ("category", "Loại"),
    ("register", "Sổ"),
    ("hamlet", "Ấp, khóm"),
    ("level", "Mức"),
)


class ReviewPage(HeadedPage):
    """The review of a month and what it found.

    Signals:
        case_asked: A case is to be opened. Carries the record's id and its register.
    """

    case_asked = Signal(str, str)

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__("Rà soát", "ra-soat", parent)
        self._program = program
        self._tasks = tasks
        self._rows: dict[str, ReviewRow] = {}
        self.found: Reviewed | None = None
        self.said = QLabel(self)
        self.said.setProperty("tone", "muted")
        self.month = KindEdit(kinds.Month(), "review_month", self, placeholder="tháng/năm", width=110)
        self.month.setProperty("look", "yes")
        self.month.set_label("Tháng rà soát")
        self.month.set_value(f"{clock.today():%Y-%m}")
        self.run_button = button("Rà soát", "list-checks", self, primary=True, name="run_review")
        self.why_button = button("Tại sao?", "scale", self, name="review_why")
        self.many_button = button("", "list-checks", self, name="review_many")
        self.many_button.hide()
        self.print_button = button("In…", "printer", self, name="print_review")
        self.save_button = button("Lưu Excel…", "file-spreadsheet", self, name="save_review")
        self.filters = ChipBar(self)
        self.table = GroupedTable(_COLUMNS, "review", self)
        self.table.view.setAccessibleName("Kết quả rà soát")
        self._empty = EmptyState(
            "list-checks",
            "Chọn tháng rồi bấm Rà soát",
            "Chương trình đối chiếu mọi hồ sơ với quy định của tháng ấy: mức hưởng, tuổi, thời hạn, giấy tờ, hưởng hai nơi.",
            parent=self,
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self._lay_out()
        self._connect()

    def day(self) -> datetime.date | None:
        """Return the day whose law is asked: the last of the month, today in this month; None where none is typed."""
        typed = self.month.said()
        if not typed:
            return None
        end = calendar.month_end(calendar.read_month(typed))
        today = clock.today()
        return today if (end.year, end.month) == (today.year, today.month) else end

    def review(self) -> Task | None:
        """Begin a review of the month that is typed."""
        self.month.settle()
        day = self.day()
        if day is None:
            self.banner.say("Gõ tháng cần rà soát, ví dụ 11/2026.", "warning")
            return None
        self.banner.clear()
        self.run_button.setEnabled(False)
        task = self._tasks.run_steps(
            lambda: self._program.review.run(day),
            self._take,
            failed=self.say,
            owner=self,
            title="Rà soát",
        )
        task.cancelled.connect(lambda: self.banner.say("Đã dừng rà soát, chưa có kết quả.", "note"))
        task.ended.connect(lambda: self.run_button.setEnabled(True))
        self.progress.follow(task)
        return task

    def show_only(self, category: str) -> None:
        """Review this month, and look at one category of what is found; at all where none is named."""

        def narrow() -> None:
            self.filters.set_value({"category": [category]})
            self._show()

        self.month.set_value(f"{clock.today():%Y-%m}")
        task = self.review()
        if task is not None and category:
            task.ended.connect(narrow)

    def shown(self) -> list[ReviewRow]:
        """Return what the filters let through, in the order of the list."""
        chosen = self.filters.value()
        return [
            each
            for each in self._rows.values()
            if all(str(getattr(each, key)) in chosen[key] for key, _label in _FILTERS if chosen.get(key))
        ]

    def print_list(self) -> None:
        """Show the list as it will be printed."""
        found, rows, part = self.found, self.shown(), self.filters.said()
        if found is None or not rows:
            return
        task = self._tasks.run(
            lambda: self._laid_out(found, rows, part),
            lambda made: self._preview(*made),
            failed=self.say,
            owner=self,
            title="Dựng bản in",
            urgent=True,
        )
        self.progress.follow(task)

    def write(self, target: Path) -> None:
        """Write the list to a file in the background."""
        found, rows = self.found, self.shown()
        if found is None:
            return
        worklists = self._program.worklists
        laid_out = partial(worklists.review_document, found, rows, part=self.filters.said())
        task = self._tasks.run(
            lambda: worklists.save(laid_out, target),
            lambda _count: self.banner.say(f"Đã lưu vào {target}.", "good"),
            failed=self.say,
            owner=self,
            title=f"Ghi {target.name}",
        )
        self.progress.follow(task)

    def _lay_out(self) -> None:
        for widget in (self.said, self.many_button, self.why_button, self.print_button, self.save_button):
            self.head.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        label = QLabel("Theo quy định của tháng", self)
        label.setBuddy(self.month.control)
        for each in (label, self.month, self.run_button):
            row.addWidget(each)
        row.addWidget(self.filters, 1)
        self.body.addLayout(row)
        self.body.addWidget(self._stack, 1)
        self._enable()

    def _connect(self) -> None:
        self.run_button.clicked.connect(self.review)
        self.month.on_enter = self._enter
        self.filters.changed.connect(self._show)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(lambda _key: self._enable())
        self.why_button.clicked.connect(self.ask_why)
        self.many_button.clicked.connect(self._press_many)
        self.print_button.clicked.connect(self.print_list)
        self.save_button.clicked.connect(lambda: self._save("Excel", ".xlsx"))
        keys.action("print", self, self.print_list)

    def _enter(self) -> bool:
        self.review()
        return True

    def _take(self, found: Reviewed) -> None:
        self.found = found
        self._rows = {each.key: each for each in found.rows}
        self.filters.set_value({})
        self.filters.set_fields(_fields(found.rows))
        self._empty.say(
            "circle-check",
            "Không thấy điều gì sai",
            f"{number(found.records)} hồ sơ đúng với quy định của ngày {found.on:%d/%m/%Y}.",
        )
        self._show()
        # The button was off while it ran, and its focus gone with it.
        (self.table if found.rows else self.month).setFocus()

    def _show(self) -> None:
        shown = self.shown()
        groups = []
        for category, title in CATEGORIES.items():
            rows = tuple(_row(each) for each in shown if each.category == category)
            if rows:
                groups.append(RowGroup(category, title, rows))
        self.table.set_groups(groups)
        self._stack.setCurrentWidget(self.table if shown else self._empty)
        self._say_counts(shown)
        self._enable()

    def _say_counts(self, shown: Sequence[ReviewRow]) -> None:
        if self.found is None:
            return
        counted = levels(shown)
        records = len({each.record_id for each in shown})
        self.said.setText(
            f"Ngày {self.found.on:%d/%m/%Y}: {number(counted[Level.ERROR])} lỗi, "
            f"{number(counted[Level.WARNING])} cảnh báo ở {number(records)}/{number(self.found.records)} hồ sơ"
        )

    def _enable(self) -> None:
        row = self._rows.get(self.table.current_key())
        explained = row is not None and catalog.register(row.register).explained is not None
        self.why_button.setEnabled(explained)
        self._offer_many(row)
        for each in (self.print_button, self.save_button):
            each.setEnabled(bool(self._rows))

    def _offer_many(self, row: ReviewRow | None) -> None:
        """Offer the act that settles what was found, for all records that are shown with the same finding."""
        act = self._program.many.settling(row.register, row.code) if row is not None else None
        same = self._same(row) if row is not None else []
        self.many_button.setVisible(act is not None)
        if act is not None:
            self.many_button.setText(theme.beside_icon(f"{act.label}: {number(len(same))} hồ sơ…"))

    def _same(self, row: ReviewRow) -> list[str]:
        found = (each for each in self.shown() if (each.register, each.code) == (row.register, row.code))
        return list(dict.fromkeys(each.record_id for each in found))

    def _press_many(self) -> None:
        row = self._rows.get(self.table.current_key())
        act = self._program.many.settling(row.register, row.code) if row is not None else None
        if row is not None and act is not None:
            self.ask_many(row.register, act.code, self._same(row))

    @opens
    def ask_many(self, register: str, code: str, records: Sequence[str]) -> None:
        """Ask what an act for many records needs, and show what it would do."""
        from ansinh_desktop.ui.dialogs.many import ask_many  # noqa: PLC0415 - only when asked for

        ask_many(
            self._program,
            register,
            code,
            records,
            tasks=self._tasks,
            parent=self,
            done=self._end_many,
            answers={"month": self.month.said()} if self.month.said() else None,
        )

    def _end_many(self, said: str) -> None:
        self.review()  # which clears the strip
        self.banner.say(said, "good")

    def _open(self, key: str) -> None:
        self.case_asked.emit(self._rows[key].record_id, self._rows[key].register)

    def ask_why(self) -> None:
        """Open the reasons for the record of the current row, on the day of the review."""
        row = self._rows.get(self.table.current_key())
        if row is not None and self.found is not None:
            later.why(self._program, row.record_id, self.found.on, tasks=self._tasks, parent=self)

    def _laid_out(self, found: Reviewed, rows: Sequence[ReviewRow], part: str) -> tuple[ListDocument, bytes]:
        document = self._program.worklists.review_document(found, rows, part=part)
        return document, pdf_of(document)

    def _preview(self, document: ListDocument, content: bytes) -> None:
        worklists = self._program.worklists
        dialog = later.PreviewDialog(
            REVIEW,
            content,
            save=lambda: self._save("PDF", ".pdf"),
            printed=lambda: self._tasks.run(lambda: worklists.note("print", document), owner=self),
            parent=self,
        )
        dialog.open()

    def _save(self, kind: str, suffix: str) -> None:
        target = choose_target(self, f"Lưu {kind}", REVIEW, suffix)
        if target is not None:
            self.write(target)


def _fields(rows: Sequence[ReviewRow]) -> list[FilterField]:
    words: dict[str, dict[str, str]] = {
        "category": {str(each): title for each, title in CATEGORIES.items()},
        "register": {each.register: catalog.register(each.register).short_title for each in rows},
        "hamlet": {name: name for name in sorted({each.hamlet for each in rows if each.hamlet})},
        "level": {str(level): said for level, said in _LEVEL_WORDS.items()},
    }
    met = {key: {str(getattr(each, key)) for each in rows} for key, _label in _FILTERS}
    return [
        FilterField(
            key, label, tuple(Option(code, said) for code, said in words[key].items() if code in met[key])
        )
        for key, label in _FILTERS
    ]


def _row(each: ReviewRow) -> TableRow:
    kept = f"\nĐã giữ với lý do: {each.kept}" if each.kept else ""
    # Nearly all are warnings: only what is graver stands out.
    tone = "error" if each.level is Level.ERROR else ""
    return TableRow(
        each.key,
        {
            "who": Face(
                each.who, theme.LEVEL_ICONS[each.level], tone, f"{_LEVEL_WORDS[each.level]}: {each.who}"
            ),
            "text": Face(
                f"{each.text} (đã có lý do)" if each.kept else each.text,
                hint=f"{each.text}\n{each.todo}{kept}",
            ),
            "recorded": each.recorded,
            "expected": each.expected if each.category == "amount" else "",
            "hamlet": each.hamlet,
            "register": catalog.register(each.register).short_title,
            "article": Face(each.article, hint=each.article),
        },
    )
