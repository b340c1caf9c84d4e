"""Whom a month pays: by hamlet, by group, one by one; in which way; and who makes it another than the last."""

import dataclasses
from collections.abc import Callable
from typing import Literal, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.services.payments.identity import Kind, Term
from ansinh_desktop.services.payments.lines import Line
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.payments.runs import NO_CLAUSE, NO_HAMLET, Part, way_words
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pages.payments import sums
from ansinh_desktop.ui.pages.payments.ways_bar import WaysBar
from ansinh_desktop.ui.pages.payments.words import money, people
from ansinh_desktop.ui.tables.memory_rows import MemoryRows
from ansinh_desktop.ui.tables.row_list import RowList
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

View: TypeAlias = Literal["hamlets", "groups", "lines", "terms"]

_PRINT = "print"
_MILLION = 1_000_000
_UNIT = "So trước: triệu đồng."
_HAMLETS = (
    TableColumn("name", "Ấp, khóm", 96),
    TableColumn("before", "Trước", 48, numeric=True, hint="Số người tháng trước"),
    TableColumn("before_amount", "Tháng trước", 92, numeric=True),
    TableColumn("more", "Tăng", 44, numeric=True, hint="Số người tăng"),
    TableColumn("less", "Giảm", 44, numeric=True, hint="Số người giảm"),
    TableColumn("other", "Điều chỉnh", 82, numeric=True, hint="Số tiền điều chỉnh"),
    TableColumn("now", "Nay", 48, numeric=True, hint="Số người tháng này"),
    TableColumn("now_amount", "Tháng này", 92, numeric=True),
    TableColumn("beyond", "So trước", 66, numeric=True, hint="Hơn hay kém tháng trước, triệu đồng"),
    TableColumn(_PRINT, "", 28),
)
_GROUPS = (
    TableColumn("name", "Nhóm", 160),
    TableColumn("before", "Trước", 48, numeric=True, hint="Số người tháng trước"),
    TableColumn("before_amount", "Tháng trước", 92, numeric=True),
    TableColumn("now", "Nay", 48, numeric=True, hint="Số người tháng này"),
    TableColumn("now_amount", "Tháng này", 92, numeric=True),
    TableColumn("beyond", "So trước", 66, numeric=True, hint="Hơn hay kém tháng trước, triệu đồng"),
    TableColumn(_PRINT, "", 28),
)
_LINES = (
    TableColumn("who", "Đối tượng / mã hồ sơ", 160),
    TableColumn("hamlet", "Ấp, khóm", 92),
    TableColumn("amount", "Thực nhận", 84, numeric=True),
    TableColumn("monthly", "Mức tháng này", 104, numeric=True, shown=False),
    TableColumn("beside", "Khoản khác", 84, numeric=True, hint="Truy lĩnh, mang sang, một lần, giảm trừ"),
    TableColumn("way", "Hình thức", 140),
    TableColumn("outcome", "Kết quả", 160),
    TableColumn("number", "Mã hồ sơ", 150, shown=False),
)
_TERMS = (
    TableColumn("who", "Đối tượng / mã hồ sơ", 160),
    TableColumn("amount", "Số tiền (đồng)", 104, numeric=True),
    TableColumn("reason", "Lý do", 240),
    TableColumn("hamlet", "Ấp, khóm", 100),
    TableColumn("number", "Mã hồ sơ", 150, shown=False),
)
OUTCOMES = {
    "paid": Face("Đã trả", "circle-check", "good"),
    "carried": Face("Chưa trả", "clock", "warning"),
    "stopped": Face("Chưa trả và dừng", "ban", "error"),
}
KINDS: dict[Kind, str] = {"increase": "Tăng", "decrease": "Giảm", "adjustment": "Điều chỉnh"}


class PeopleCard(QFrame):
    """The people of a month, looked at in four ways.

    Signals:
        opened: A record is to be opened. Carries its id.
        print_asked: The list of a hamlet, of a group or of a way of payment is to be printed. Carries the part.
    """

    opened = Signal(str)
    print_asked = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._month: MonthView | None = None
        self._only: tuple[str, Part] | None = None
        self._kind: Kind = "increase"
        self._from: View = "hamlets"
        self._notes: dict[View, str] = {}
        """What is said under the sums."""
        self.title = QLabel(self)
        self.title.setProperty("tone", "section")
        self.back = QPushButton("Quay lại", self)
        self.back.setProperty("role", "link")
        self.back.clicked.connect(self.go_back)
        self.back.setToolTip(keys.action("back", self.back, self.go_back).toolTip())
        self._ways = {
            "hamlets": self._way("Theo ấp", "left"),
            "groups": self._way("Theo nhóm", "middle"),
            "lines": self._way("Từng người", "right"),
        }
        self._stack = QStackedWidget(self)
        self.hamlets = RowList(_HAMLETS, "month_hamlets", self._stack, first_fills=True)
        self.hamlets.setAccessibleName("Theo ấp, khóm")
        self.groups = RowList(_GROUPS, "month_groups", self._stack, first_fills=True)
        self.groups.setAccessibleName("Theo nhóm")
        self.lines = VirtualTable(_LINES, tasks, self._stack, counted="người")
        self.lines.view.setAccessibleName("Từng người")
        self.lines.view.setObjectName("month_lines")
        self.terms = VirtualTable(_TERMS, tasks, self._stack)
        self.terms.view.setAccessibleName("Vì sao tháng này khác tháng trước")
        self.terms.view.setObjectName("month_terms")
        for each in (self.hamlets, self.groups, self.lines, self.terms):
            self._stack.addWidget(each)
        self.note = QLabel(self)
        self.note.setProperty("tone", "small")
        self.ways = WaysBar(self)
        self.print_button = button("", "printer", self, name="print_part")
        self._prints = False
        self._lay_out()
        self._connect()

    def show_month(self, view: MonthView) -> None:
        """Show whom a month pays, as it was looked at before."""
        if self._month is None or self._month.month != view.month:
            self._only = None
        self._month = view
        self._ways["lines"].setText(f"Từng người {len(view.lines)}")
        _leave_room(self._ways["lines"])
        self.lines.show_column("outcome", any(each.outcome for each in view.lines))
        self.ways.show_ways(sums.by_way(view))
        self._fill_sums(view)
        self.look(
            "lines" if self._stack.currentWidget() is self.lines and not self._only else self.looked_at()
        )

    def looked_at(self) -> View:
        """Return in which way the people are looked at."""
        return next(how for how, each in self._views().items() if each is self._stack.currentWidget())

    def look(self, how: View) -> None:
        """Look at the people in one of the ways."""
        if how in ("hamlets", "groups"):
            self._only = None
            self._from = how
        self._stack.setCurrentWidget(self._views()[how])
        for key, each in self._ways.items():
            each.setChecked(key == how)
        self.ways.setVisible(how in {"hamlets", "groups"})
        self.note.setVisible(how in self._notes)
        self.note.setText(self._notes.get(how, ""))
        self._fill(how)
        self._offer_print()

    def show_only(self, words: str, part: Part) -> None:
        """Show some of the people one by one, and say which."""
        self._only = (words, part)
        self.look("lines")
        self.lines.setFocus()

    def let_print(self, may: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Say whether the officer may print a part of the list."""
        self._prints = may
        if self._month is not None:
            self._fill_sums(self._month)
        self._offer_print()

    def show_everybody(self) -> None:
        """Show all people one by one."""
        self._only = None
        self.look("lines")
        self.lines.setFocus()

    def show_terms(self, kind: Kind) -> None:
        """Show who makes the month another than the last, and why."""
        self._kind = kind
        self.look("terms")
        self.terms.setFocus()

    def take_focus(self) -> None:
        """Give the keyboard to what is shown."""
        self._views()[self.looked_at()].setFocus()

    def go_back(self) -> None:
        """Show the sums again from which one came."""
        self.look(self._from)
        self._views()[self._from].setFocus()

    def _views(self) -> dict[View, QWidget]:
        return {"hamlets": self.hamlets, "groups": self.groups, "lines": self.lines, "terms": self.terms}

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(0)
        for each in self._ways.values():
            choice.addWidget(each)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.title)
        head.addWidget(self.back)
        head.addStretch(1)
        head.addLayout(choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self.note)
        column.addWidget(self.ways)
        column.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignRight)

    def _connect(self) -> None:
        for key, each in self._ways.items():
            each.clicked.connect(lambda _on=False, how=key: self._press(how))
        self.hamlets.opened.connect(self._open_hamlet)
        self.groups.opened.connect(self._open_group)
        self.ways.opened.connect(self._open_way)
        self.print_button.clicked.connect(self._print)
        self.hamlets.pressed.connect(lambda key, column: self._press_cell(Part(hamlet=key), column))
        self.groups.pressed.connect(lambda key, column: self._press_cell(Part(clause=key), column))
        self.lines.opened.connect(self.opened)
        self.terms.opened.connect(lambda key: self.opened.emit(key.partition(" ")[0]))

    def _press(self, how: View) -> None:
        self._only = None
        self.look(how)

    def _way(self, words: str, role: str) -> QPushButton:
        made = QPushButton(words, self)
        made.setProperty("role", role)
        made.setCheckable(True)
        made.setAutoDefault(False)
        _leave_room(made)
        return made

    def _open_hamlet(self, name: str) -> None:
        self.show_only(name or NO_HAMLET, Part(hamlet=name))

    def _open_group(self, clause: str) -> None:
        self.show_only(clause or NO_CLAUSE, Part(clause=clause))

    def _open_way(self, code: str) -> None:
        if self._month is not None:
            self.show_only(way_words(self._month, code), Part(way=code))

    def _press_cell(self, part: Part, column: str) -> None:
        """Print a part whose printer was pressed, where it has anybody to be printed."""
        lines = self._month.lines if self._month is not None else ()
        if column == _PRINT and self._prints and any(part.has(each) for each in lines):
            self.print_asked.emit(part)

    def _offer_print(self) -> None:
        """Offer to print those alone that are shown one by one."""
        part = self._only[1] if self._only is not None and self.looked_at() == "lines" else None
        self.print_button.setVisible(self._prints and part is not None)
        if part is not None:
            of_group = part.clause is not None
            words = "In hình thức này" if part.way is not None else "In nhóm này" if of_group else "In ấp này"
            self.print_button.setText(theme.beside_icon(words))

    def _print(self) -> None:
        if self._only is not None:
            self.print_asked.emit(self._only[1])

    def _fill_sums(self, view: MonthView) -> None:
        hamlets, groups = sums.by_hamlet(view), sums.by_group(view)
        whole = sums.together(hamlets, "Cả xã")
        self.hamlets.set_rows(
            [_hamlet_row(each, prints=self._prints) for each in hamlets], _hamlet_row(whole, prints=False)
        )
        self.groups.set_rows(
            [_group_row(each, prints=self._prints) for each in groups],
            _group_row(
                sums.GroupSum(
                    "Cả xã",
                    view.identity.now,
                    view.identity.previous if view.groups_before is not None else None,
                ),
                prints=False,
            ),
        )
        wrong = " Ấp có dấu đỏ còn lỗi." if whole.errors else ""
        self._notes = {
            "hamlets": f"{_UNIT}{wrong}",
            "groups": f"{_UNIT} Ai đổi nhóm thì tháng trước tính ở nhóm cũ."
            if view.groups_before is not None
            else "Tháng trước không chốt trong chương trình: không biết từng nhóm khi ấy.",
        }

    def _fill(self, how: View) -> None:
        view = self._month
        if view is None:
            return
        title, found = "", [*view.lines]
        if how == "terms":
            self._fill_terms(view)
            return
        if how == "lines":
            if self._only is not None:
                title, part = self._only
                found = [each for each in view.lines if part.has(each)]
            way = sums.way_of(view)
            self.lines.set_source(MemoryRows(found, lambda each: _line_row(each, way), _LINE_KEYS), keep=True)
        self.title.setText(title or "Chi trả cho ai")
        self.back.setVisible(bool(title))
        self.lines.set_sum(f"{money(sum(each.amount for each in found))} đồng")

    def _fill_terms(self, view: MonthView) -> None:
        found = [each for each in view.identity.terms if each.kind == self._kind]
        numbered = [(place, each) for place, each in enumerate(found)]
        self.terms.set_source(MemoryRows(numbered, _term_row, _TERM_KEYS), keep=True)
        of_kind = view.identity.of(self._kind)
        self.title.setText(KINDS[self._kind])
        self.back.show()
        signed = self._kind == "adjustment"
        self.terms.set_sum(f"{people(of_kind.people)} · {money(of_kind.amount, signed=signed)} đồng")


def _leave_room(choice: QPushButton) -> None:
    """Let a button be as wide as its words are in bold, as they are once it is chosen: nothing beside it moves."""
    bold = QFontMetrics(theme.type_font("text", bold=True)).horizontalAdvance(choice.text())
    choice.setMinimumWidth(bold + theme.px(32))


def _hamlet_row(each: sums.HamletSum, *, prints: bool) -> TableRow:
    name = each.name or NO_HAMLET
    wrong = Face(name, "circle-x", "error", f"{name}: còn {each.errors} lỗi")
    return TableRow(
        each.name,
        {
            "name": wrong if each.errors else name,
            "before": str(each.before),
            "before_amount": money(each.before_amount),
            "more": str(each.more or ""),
            "less": str(each.less or ""),
            "other": money(each.other, signed=True) if each.other else "",
            "now": str(each.now),
            "now_amount": money(each.now_amount),
            "beyond": _beyond(each.more_amount),
            _PRINT: _printer(name) if prints and each.now else "",
        },
    )


def _beyond(more: int) -> Face | str:
    """Return by how much it is more than in the month before, or less."""
    return Face(_millions(more), hint=f"{money(more, signed=True)} đồng so với tháng trước") if more else ""


def _millions(amount: int) -> str:
    """Return an amount in millions: with two places, and the sign before it."""
    sign = "−" if amount < 0 else "+"
    return f"{sign}{abs(amount) / _MILLION:.2f}".replace(".", ",")


def _printer(name: str) -> Face:
    return Face("", "printer", "accent", f"In danh sách chi trả: {name}")


def _group_row(each: sums.GroupSum, *, prints: bool) -> TableRow:
    name = each.clause or NO_CLAUSE
    return TableRow(
        each.clause,
        {
            "name": name,
            "before": str(each.before.people) if each.before else "",
            "before_amount": money(each.before.amount) if each.before else "",
            "now": str(each.now.people),
            "now_amount": money(each.now.amount),
            "beyond": _beyond(each.more_amount),
            _PRINT: _printer(name) if prints and each.now.people else "",
        },
    )


def _line_row(each: Line, way: Callable[[str | None], str]) -> TableRow:
    beside = each.amount - each.monthly
    return TableRow(
        each.record_id,
        {
            "who": each.who,
            "hamlet": each.hamlet or "",
            "amount": money(each.amount),
            "monthly": money(each.monthly),
            "beside": money(beside, signed=True) if beside else "",
            "way": way(each.payment_method),
            "outcome": _outcome(each),
            "number": each.number,
        },
    )


def _outcome(line: Line) -> Face | str:
    if not line.outcome:
        return ""
    face = OUTCOMES[line.outcome]
    if not line.outcome_note:
        return face
    return dataclasses.replace(face, text=f"{face.text}: {line.outcome_note}", hint=line.outcome_note)


_LINE_KEYS: dict[str, Callable[[Line], object]] = {
    "who": lambda each: text.name_sort_key(each.who),
    "hamlet": lambda each: text.text_sort_key(each.hamlet or ""),
    "amount": lambda each: each.amount,
    "monthly": lambda each: each.monthly,
    "beside": lambda each: each.amount - each.monthly,
    "way": lambda each: each.payment_method or "",
    "outcome": lambda each: list(OUTCOMES).index(each.outcome) if each.outcome else -1,
    "number": lambda each: each.number,
}


def _term_row(numbered: tuple[int, Term]) -> TableRow:
    place, each = numbered
    signed = each.kind == "adjustment"
    return TableRow(
        f"{each.record_id} {place}",
        {
            "who": each.who,
            "amount": money(each.amount, signed=signed),
            "reason": Face(each.reason, hint=each.reason),
            "hamlet": each.hamlet,
            "number": each.number,
        },
    )


_TERM_KEYS: dict[str, Callable[[tuple[int, Term]], object]] = {
    "who": lambda each: text.name_sort_key(each[1].who),
    "amount": lambda each: each[1].amount,
    "reason": lambda each: text.text_sort_key(each[1].reason),
    "hamlet": lambda each: text.text_sort_key(each[1].hamlet),
    "number": lambda each: each[1].number,
}
