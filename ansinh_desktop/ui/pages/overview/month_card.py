"""«Tháng chi trả» on the first page: money and people of the month at work, its changes, and twelve months beside it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import text
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.payments.course import Course
from ansinh_desktop.services.payments.identity import Kind
from ansinh_desktop.services.payments.month_sums import MonthSums
from ansinh_desktop.services.payments.standing import Standing
from ansinh_desktop.services.reports import charts
from ansinh_desktop.services.reports.marks import Change, Column
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.drawn import DrawnChart
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.overview.parts import DeskCard, Doors, link
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pages.payments.words import SIGNS, act_words, money, people, steps_of
from ansinh_desktop.ui.widgets.pill import Pill
from ansinh_desktop.ui.widgets.progress_strip import number

_KINDS: dict[Kind, str] = {"increase": "Tăng", "decrease": "Giảm", "adjustment": "Điều chỉnh"}
_PAID, _CHANGED = 104, 88
"""How high the two drawings are."""
_PARTS = (2, 4)
"""Of the width, for the figures and for the drawings beside them."""
_MILLION = 1_000_000


class MonthCard(DeskCard):
    """The month at work."""

    def __init__(self, doors: Doors, parent: QWidget) -> None:
        super().__init__("desk_month", "banknote", "Tháng chi trả", doors, parent)
        self.state = Pill(self)
        self.head.insertSpacing(2, theme.px(4))
        self.head.insertWidget(3, self.state)
        self.base = QLabel(self)
        self.base.setProperty("tone", "small")
        self.head.addWidget(self.base)
        self.money = link("", self)
        self.money.setFont(theme.type_font("figure", bold=True))
        self.people = link("", self)
        self.people.setFont(theme.type_font("section", bold=True))
        self.changes: dict[str, QPushButton] = {}
        self.said: dict[str, tuple[QLabel, QLabel]] = {}
        self.before = QLabel(self)
        self.before.setProperty("tone", "muted")
        self.act = button("", "banknote", self, primary=True, name="month_next")
        self.act.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.act.setAutoDefault(True)
        self.paid = DrawnChart("paid_months", "Tiền chi trả mười hai tháng", self)
        self.changed = DrawnChart("changed_months", "Người tăng, giảm mười hai tháng", self)
        self._course: Course | None = None
        self._lay_out()

    def show_course(self, found: Course) -> None:
        """Show the month at work, and those before it."""
        self._course = found
        view, now = found.standing.view, found.standing.view.identity.now
        self.title.setText(f"Tháng chi trả {wording.month(view.day)}")
        self.money.setText(money(now.amount))
        self.money.setAccessibleName(f"{money(now.amount)} đồng")
        self.people.setText(people(now.people))
        for kind, door in self.changes.items():
            self._show_change(kind, door)
        self._show_before()
        self._show_state(found.standing)
        months = found.months
        self.paid.show_chart(partial(_paid, months), presses=True)
        self.changed.show_chart(partial(_changed, months), presses=True)

    def set_tight(self, tight: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Let the drawings stand below the figures where there is too little room beside them."""
        self._both.setDirection(
            QBoxLayout.Direction.TopToBottom if tight else QBoxLayout.Direction.LeftToRight
        )
        for place, part in enumerate(_PARTS):
            self._both.setStretch(place, 0 if tight else part)
        self._figures.setColumnStretch(3, int(tight))  # amounts beside their heads, not at the far edge
        self._figures.setColumnStretch(2, int(not tight))
        if tight:
            self._drawings.insertWidget(0, self.base)
        else:
            self.head.addWidget(self.base)

    def _show_change(self, kind: str, door: QPushButton) -> None:
        if self._course is None:
            return
        found = next(self._course.standing.view.identity.of(each) for each in _KINDS if each == kind)
        heads, amount = self.said[kind]
        heads.setText(number(found.people))
        amount.setText(money(-found.amount if kind == "decrease" else found.amount, signed=True))
        door.setEnabled(bool(found.people))

    def _show_before(self) -> None:
        if self._course is None:
            return
        view = self._course.standing.view
        before, now = view.identity.previous, view.identity.now
        heads, amount = self.said["before"]
        self.before.setText(f"so với {wording.month(calendar.add_months(view.day, -1))}")
        heads.setText(money(now.people - before.people, signed=True))
        amount.setText(money(now.amount - before.amount, signed=True))

    def _show_state(self, standing: Standing) -> None:
        at = next((each for each in steps_of(standing) if each.kind == "now"), None)
        tone = (at.tone or "note") if at else "good"
        self.state.say(at.title if at else "Đã quyết toán", tone)
        view, why = standing.view, standing.why_not
        blocked = view.errors + view.unkept if why is not None and why.code == "AS-4203" else 0
        words = f"Xử lý {number(blocked)} chỗ chặn" if blocked else act_words(standing)
        self.act.setText(theme.beside_icon(text.literal(f"{words}   {keys.shortcut('open_row').shown}")))
        sign = "circle-x" if blocked else SIGNS.get(standing.next_step, "check")
        self.act.setIcon(icon(sign, theme.colours().on_accent))
        self.base.setText(f"12 tháng, triệu đồng{_base(standing)}")

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.px(4))
        line = QHBoxLayout()
        line.setSpacing(theme.px(4))
        line.addWidget(self.money)
        line.addWidget(QLabel("đồng", self), 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        left.addLayout(line)
        left.addWidget(self.people, 0, Qt.AlignmentFlag.AlignLeft)
        self._figures = grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(1))
        grid.setColumnStretch(2, 1)
        for place, (kind, words) in enumerate(_KINDS.items()):
            self.changes[kind] = link(words, self)
            self.changes[kind].setObjectName(f"month_{kind}")
            self._lay_out_change(grid, place, kind, self.changes[kind])
        self._lay_out_change(grid, len(_KINDS), "before", self.before)
        left.addLayout(grid)
        left.addStretch(1)
        left.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
        self._drawings = right = QVBoxLayout()
        right.setSpacing(theme.px(4))
        right.addWidget(self.paid)
        right.addWidget(self._caption("Người tăng (đặc), giảm (rỗng); dưới cùng là số người"))
        right.addWidget(self.changed)
        right.addStretch(1)
        self._both = both = QHBoxLayout()
        both.setSpacing(theme.px(20))
        for each, part in zip((left, right), _PARTS, strict=True):
            both.addLayout(each, part)
        self.column.addLayout(both, 1)
        self.money.clicked.connect(lambda: self._go("now"))
        self.people.clicked.connect(lambda: self._go("now"))
        self.act.clicked.connect(lambda: self._go(""))
        self.paid.pressed.connect(lambda key: self._open_month(key, "now"))
        self.changed.pressed.connect(
            lambda key: self._open_month(
                key.rstrip(charts.MORE + charts.LESS), "increase" if key.endswith(charts.MORE) else "decrease"
            )
        )

    def _lay_out_change(self, grid: QGridLayout, place: int, kind: str, words: QWidget) -> None:
        heads, amount = QLabel(self), QLabel(self)
        for each in (heads, amount):
            each.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            each.setProperty("tone", "muted" if kind == "before" else "")
        self.said[kind] = (heads, amount)
        grid.addWidget(words, place, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(heads, place, 1)
        grid.addWidget(amount, place, 2)
        if isinstance(words, QPushButton):
            words.clicked.connect(lambda: self._go(kind))

    def _caption(self, words: str) -> QLabel:
        made = QLabel(words, self)
        made.setProperty("tone", "small")
        return made

    def _open_month(self, key: str, figure: str) -> None:
        """Open the people of a month, or the month alone where nobody knows them."""
        months = self._course.months if self._course is not None else ()
        known = any(each.paid is not None for each in months if f"{each.month:%Y-%m}" == key)
        self.doors.month.emit(calendar.read_month(key), figure if known else "")

    def _go(self, figure: str) -> None:
        if self._course is not None:
            self.doors.month.emit(self._course.standing.view.day, figure)


def _paid(months: tuple[MonthSums, ...], look: charts.Look, width: float) -> charts.Chart:
    given = [
        Column(
            f"{each.month:%Y-%m}",
            f"{each.month:%m}",
            None if each.paid is None else float(each.paid.amount),
            "–" if each.paid is None else _millions(each.paid.amount),
            each is months[-1],
            _hint(each),
        )
        for each in months
    ]
    return charts.columns(look, given, width, theme.px(_PAID))


def _changed(months: tuple[MonthSums, ...], look: charts.Look, width: float) -> charts.Chart:
    given = [
        Change(
            f"{each.month:%Y-%m}",
            "–" if each.paid is None else number(each.paid.people),
            each.more,
            each.less,
            _hint(each),
        )
        for each in months
    ]
    return charts.ups_and_downs(look, given, width, theme.px(_CHANGED))


def _millions(amount: int) -> str:
    """Return an amount in millions, with a tenth where it is small."""
    millions = amount / _MILLION
    return number(round(millions)) if millions >= 100 else f"{millions:.1f}".replace(".", ",")


def _hint(each: MonthSums) -> str:
    month = f"Tháng {wording.month(each.month)}"
    if each.paid is None:
        return f"{month}: chưa chốt"
    paid = f"{money(each.paid.amount)} đồng, {people(each.paid.people)}"
    return f"{month}: {paid}; tăng {number(each.more)}, giảm {number(each.less)}"


def _base(standing: Standing) -> str:
    """Return the base of the month in words; nothing where the lines have several."""
    bases = {each.base for each in standing.view.lines if each.base}
    return f" · mức chuẩn {money(bases.pop())} đồng" if len(bases) == 1 else ""
