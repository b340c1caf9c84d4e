"""«Quá hạn» on the first page: what is late by kind and by hamlet, each line a way to those things alone."""

import dataclasses
from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ansinh_desktop.services.overview import Heap, Pressing
from ansinh_desktop.services.reports import charts
from ansinh_desktop.services.reports.marks import Bar
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.drawn import DrawnChart
from ansinh_desktop.ui.pages.overview.parts import DeskCard, DoorLine, Doors, broken, figure
from ansinh_desktop.ui.pages.tasks_page import NO_HAMLET
from ansinh_desktop.ui.widgets.choosing.segments import Segments
from ansinh_desktop.ui.widgets.progress_strip import number

_LINES = 9
"""So many lines of words; what would need more stands behind one number."""
_WORDS, _ALL_WORDS, _BAR, _NUMBER = 212, 520, 56, 36
_BESIDE = 168
"""What of a line alone in its row is not words: margins, gaps, bar and number."""
_WAYS = (("what", "Theo loại"), ("hamlet", "Theo ấp"))


class OverdueCard(DeskCard):
    """What is late."""

    def __init__(self, doors: Doors, parent: QWidget) -> None:
        super().__init__("desk_overdue", "list-todo", "Quá hạn", doors, parent)
        self.total = figure("", self, tone="error")
        self.total.setFont(theme.type_font("section", bold=True))
        self.head.insertWidget(2, self.total)
        self.ways = Segments("overdue_ways", "Xem quá hạn", self)
        self.ways.set_choices(_WAYS)
        self.ways.chosen.connect(lambda _way: self._fill())
        self.head.addWidget(self.ways)
        self._found: Pressing | None = None
        self._room = theme.px(_WORDS)
        self.column.addStretch(1)

    def show_pressing(self, found: Pressing) -> None:
        """Show what is late."""
        self._found = found
        late = bool(found.overdue)
        self.title.setText("Quá hạn" if late else "Sắp đến hạn")
        self.total.setText(number(found.overdue))
        for each in (self.total, self.ways):
            each.setVisible(late)
        self._fill()

    def _fill(self) -> None:
        found = self._found
        if found is None:
            return
        self.clear_lines()
        way = self.ways.key()
        heaps = found.by_kind if way == "what" else found.by_hamlet
        shown = heaps[: self._fitting(heaps)]
        most = max((each.count for each in shown), default=1)
        for each in shown:
            self._add(self._line(way, each, most))
        if rest := heaps[len(shown) :]:
            self._add(self._rest(rest))
        if shown:
            rule = QFrame(self)
            rule.setProperty("role", "rule")
            self._add(rule)
        soon = DoorLine(
            "Đến hạn trong 7 ngày",
            lambda: self.doors.tasks.emit({"band": ["soon"]}),
            self,
            beside=(self._number(found.soon),),
        )
        soon.link.setEnabled(bool(found.soon))
        self._add(soon)
        if turning := found.turning.count:
            self._add(
                DoorLine(
                    f"Sắp đủ {', '.join(map(str, found.turning.ages))} tuổi",
                    lambda: self.doors.tasks.emit({"band": ["soon", "later"], "what": found.turning.kinds}),
                    self,
                    beside=(self._number(turning),),
                )
            )

    def _fitting(self, heaps: Sequence[Heap]) -> int:
        """Return how many heaps have room, with a line for the rest."""
        lines = [self._words(each).count("\n") + 1 for each in heaps]
        if sum(lines) <= _LINES:
            return len(heaps)
        return next(at for at in range(len(lines)) if sum(lines[: at + 1]) > _LINES - 1)

    def _words(self, heap: Heap) -> str:
        return broken(heap.name or NO_HAMLET, self._room)

    def set_room(self, width: int | None) -> None:
        """Let the words have the whole width where the card stands alone; without one it shares its row."""
        room = theme.px(_WORDS) if width is None else min(theme.px(_ALL_WORDS), width - theme.px(_BESIDE))
        if room != self._room:
            self._room = room
            self._fill()

    def _add(self, line: QWidget) -> None:
        # Above the room that is left.
        self._lines.append(line)
        self.column.insertWidget(self.column.count() - 1, line)

    def _line(self, way: str, heap: Heap, most: int) -> DoorLine:
        bar = DrawnChart("", "", self)
        bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        bar.setFixedWidth(theme.px(_BAR))
        bar.show_chart(partial(_bar, heap.count / most))
        return DoorLine(
            self._words(heap),
            lambda: self.doors.tasks.emit({"band": ["overdue"], way: [heap.name]}),
            self,
            beside=(bar, self._number(heap.count, tone="error")),
        )

    def _rest(self, rest: Sequence[Heap]) -> DoorLine:
        kinds = "loại" if self.ways.key() == "what" else "ấp"
        return DoorLine(
            f"{len(rest)} {kinds} khác",
            lambda: self.doors.tasks.emit(
                {"band": ["overdue"], self.ways.key(): [each.name for each in rest]}
            ),
            self,
            beside=(self._number(sum(each.count for each in rest), tone="error"),),
        )

    def _number(self, count: int, *, tone: str = "") -> QWidget:
        made = figure(number(count), self, tone=tone)
        made.setMinimumWidth(theme.px(_NUMBER))
        return made


def _bar(part: float, look: charts.Look, width: float) -> charts.Chart:
    now = theme.colours()
    red = dataclasses.replace(look, filled=now.error, edge=now.surface, hollow=now.surface)
    return charts.bar(red, Bar(part), width, theme.px(16))
