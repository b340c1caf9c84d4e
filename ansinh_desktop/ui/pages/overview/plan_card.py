"""The plan on the first page: the targets that are furthest from what is asked, each a way to itself."""

import datetime
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import Target
from ansinh_desktop.services.plan.bars import bar_of
from ansinh_desktop.services.plan.plans import Plans
from ansinh_desktop.services.plan.reckoning import Answer
from ansinh_desktop.services.plan.rows import STATES, furthest, states
from ansinh_desktop.services.plan.told import Line
from ansinh_desktop.services.reports import charts
from ansinh_desktop.services.reports.marks import Bar
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.drawn import DrawnChart
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.overview.parts import DeskCard, Doors, figure, link
from ansinh_desktop.ui.pages.plan.words import SIGNS, parts, result

_MOST = 8
_BAR, _BAR_HIGH, _LINE = 72, 16, 28
_LEGEND = (("filled", "trong"), ("hatched", "chưa rõ"), ("hollow", "ngoài"), ("tick", "chỉ tiêu"))


@dataclass(frozen=True)
class PlanNow:
    """The half of the year that runs, and of it what the card shows."""

    answer: Answer
    shown: tuple[tuple[Target, Line], ...]


def plan_now(plans: Plans, today: datetime.date) -> PlanNow:
    """Return what the half of the year says in which a day lies."""
    answer = plans.answer(Period.around("half", today), compared=False)
    lines = {each.id: each for each in answer.told.lines}
    rows = furthest(answer.rows, _MOST)
    return PlanNow(answer, tuple((each.target, lines[each.target.id]) for each in rows))


class PlanCard(DeskCard):
    """The plan in the half of the year that runs."""

    def __init__(self, doors: Doors, parent: QWidget) -> None:
        super().__init__("desk_plan", "chart-column", "Kế hoạch", doors, parent)
        self.said = QLabel(self)
        self.said.setProperty("tone", "small")
        self.head.insertWidget(2, self.said)
        self.legend = DrawnChart("desk_legend", "Chú giải", self)
        self.legend.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.legend.setFixedWidth(theme.px(264))
        self.legend.show_chart(partial(_legend))
        self.head.addWidget(self.legend)
        self.every = link("Xem cả", self)
        self.every.setObjectName("whole_plan")
        self.every.clicked.connect(lambda: self.doors.page.emit("plan"))
        self.head.addWidget(self.every)
        self.targets: list[str] = []
        self._halves, self._tight, self._bare = 2, False, False
        self._now: PlanNow | None = None

    def show_now(self, now: PlanNow) -> None:
        """Show the half of the year."""
        self._now, found = now, now.answer
        self.title.setText(f"{found.plan.title} · {found.period.name}")
        counted = states(found.rows)
        shown = [
            f"{count} {STATES[state].lower()}"
            for state, count in counted.items()
            if count and state != "hidden"
        ]
        self.said.setText(" · ".join(shown))
        self.every.setText(f"Xem cả {len(found.rows)}")
        self._fill()

    def set_narrow(self, narrow: bool, *, tight: bool, bare: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Let the targets stand in one column where there is little room, and the words beside the title go.

        Args:
            narrow: Whether the card stands alone in its row.
            tight: Whether it has less than that; the legend then has a line of its own, and what a target is reckoned
                from is said by the tip of its bar alone.
            bare: Whether it has less still, as beside the help: then the figures stand without their bars.
        """
        self.said.setVisible(not narrow)
        self.legend.setVisible(not bare)
        if (2 - narrow, tight, bare) != (self._halves, self._tight, self._bare):
            self._halves, self._tight, self._bare = 2 - narrow, tight, bare
            if tight:
                self.column.insertWidget(1, self.legend)
            else:
                self.head.insertWidget(self.head.indexOf(self.every), self.legend)
            self._fill()

    def _fill(self) -> None:
        if self._now is None:
            return
        self.clear_lines()
        rows = self._now.shown
        self.targets = [target.id for target, _line in rows]
        holder = QWidget(self)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(0)
        high = -(-len(rows) // self._halves)
        for place, (target, line) in enumerate(rows):
            half, row = divmod(place, high)
            self._add(grid, row, half * 7, target, line)
        for half in range(self._halves):
            grid.setColumnStretch(half * 7 + 5, 1)
            grid.setColumnMinimumWidth(half * 7 + 6, theme.px(8))
        self.add_line(holder)

    def _add(self, grid: QGridLayout, row: int, first: int, target: Target, line: Line) -> None:
        door = link(target.title, self)
        door.setObjectName(f"target_{target.id}")
        door.setToolTip(target.text)
        door.clicked.connect(lambda: self._go(target.id))
        grid.setRowMinimumHeight(row, theme.px(_LINE))
        grid.addWidget(door, row, first, Qt.AlignmentFlag.AlignLeft)
        if not self._bare and (given := bar_of(target, line)) is not None:
            bar = DrawnChart("", f"{target.title}: {result(line, target)}", self)
            bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            bar.setFixedWidth(theme.px(_BAR))
            bar.show_chart(partial(_bar, given))
            bar.setToolTip(f"{target.text}: {result(line, target)}, {parts(line)}")
            grid.addWidget(bar, row, first + 1)
        beside = QLabel("" if self._tight else parts(line), self)
        beside.setProperty("tone", "small")
        sign, word = QLabel(self), QLabel(STATES[line.state].lower(), self)
        look, side = SIGNS[line.state], theme.px(16)
        drawn = icon(look.icon, theme.tone(look.tone)[0])
        sign.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatio()))
        word.setProperty("tone", look.tone)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(figure(result(line, target), self), row, first + 2, right)
        grid.addWidget(beside, row, first + 3, right)
        grid.addWidget(sign, row, first + 4)
        grid.addWidget(word, row, first + 5)

    def _go(self, target: str) -> None:
        if self._now is not None:
            self.doors.target.emit(self._now.answer.period, target)


def _bar(given: Bar, look: charts.Look, width: float) -> charts.Chart:
    return charts.bar(look, given, width, theme.px(_BAR_HIGH))


def _legend(look: charts.Look, width: float) -> charts.Chart:
    return charts.legend(look, _LEGEND, width)
