"""One target: what it says, who stands behind it and why, its parts, and how it went in earlier periods."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.registers.plan.indicator import COUNTED
from ansinh_desktop.services.plan import bars, told
from ansinh_desktop.services.plan.counting import Count, Standing
from ansinh_desktop.services.plan.reckoning import Answer
from ansinh_desktop.services.plan.recounting import Changed
from ansinh_desktop.services.plan.rows import STATES, Row
from ansinh_desktop.services.plan.told import FACETS, Facet, Group, Line
from ansinh_desktop.services.reports import charts
from ansinh_desktop.services.reports.charts import Chart, Look
from ansinh_desktop.services.reports.marks import Strip
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.drawn import DrawnChart
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pages.plan import words
from ansinh_desktop.ui.pages.plan.looking import Looked
from ansinh_desktop.ui.pages.plan.standing_list import StandingList
from ansinh_desktop.ui.widgets.choosing.segments import Segments
from ansinh_desktop.ui.widgets.flow import FlowLayout

_SIDES = {"inside": "Trong", "unknown": "Chưa rõ", "outside": "Ngoài"}
_COURSE, _COMMUNES = "course", "communes"
_SHORT: dict[Facet, str] = {"hamlet": "Ấp", "sex": "Giới", "age": "Tuổi", "ethnicity": "Dân tộc"}
_CHART, _LOW_CHART, _BAR = 96, 64, 20
_TWO_ROWS, _LOW_ROWS = 94, 48
_LOW_NOTES = 2
"""So many notes are shown where there is little height; all are told by resting on them."""
_MOST_MOVED = 4


class TargetPane(QFrame):
    """The pane beside the targets.

    Signals:
        opened: A record is to be opened. Carries its id and its register.
        list_asked: The records behind a number are wanted. Carries their query.
        help_asked: Support is to be written down for those who are shown. Carries their register and their records.
        enter_asked: Figures of the period are to be entered. Carries the target.
        period_asked: An earlier period is wanted. Carries its code.
        commune_asked: One commune is wanted. Carries its unit.
        left: The officer goes back to the targets.
    """

    opened = Signal(str, str)
    list_asked = Signal(object)
    help_asked = Signal(str, object)
    enter_asked = Signal(str)
    period_asked = Signal(str)
    commune_asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._looked: Looked | None = None
        self._target = ""
        self._course: Sequence[Row] = ()
        self._changed: Changed | None = None
        self._chart_height = theme.px(_CHART)
        self._most_notes: int | None = None
        self.back = button("Các chỉ tiêu", "arrow-left", self, name="back_to_targets")
        self.back.hide()
        self.where = _label(self, "small")
        self.title = _label(self, "section")
        self.meaning = _label(self, "muted")
        self.figure = QLabel(self)
        self.figure.setFont(theme.type_font("figure", bold=True))
        self.verdict = _label(self)
        self.bar = DrawnChart("target_bar", "So với mức", self)
        self.note = _label(self, "small")
        self.moved = _label(self, "warning")
        self._doors = QWidget(self)
        self._flow = FlowLayout(self._doors, gap=theme.px(8))
        self.sides = Segments("sides", "Ai được tính", self, fills=True)
        self.people = StandingList(self)
        self.people.setToolTip("Enter mở hồ sơ")
        self.see = button("Xem trong sổ", "external-link", self, name="see_in_register")
        self.help = button("", "hand-heart", self, name="help_many")
        self.help.setToolTip("Ghi một lần trợ giúp cho những người này")
        self.enter = button("Nhập số…", "square-pen", self, name="enter_figure")
        self.hint = _label(self, "small")
        self.views = Segments("target_views", "Xem thêm", self)
        self.beside = _label(self, "small")
        self.beside.setWordWrap(False)
        self.chart = DrawnChart("target_chart", "Các kỳ trước", self)
        self._lay_out()
        self._connect()

    # ---------------------------------------------------------------- what is shown

    def show_target(self, looked: Looked, target: str, changed: Changed | None = None) -> None:
        """Show one target of a period."""
        if target != self._target or looked is not self._looked:
            self._course = ()
        self._looked, self._target, self._changed = looked, target, changed
        line, row = looked.line(target), looked.row(target)
        if line is None or row is None:
            return
        self._say(line, row)
        self._show_sides(row.count)
        self._offer_views(row.count)
        self._draw()

    def show_course(self, target: str, course: Sequence[Row]) -> None:
        """Show how a target went in the periods up to this one."""
        if target == self._target:
            self._course = course
            self._draw()

    @property
    def target(self) -> str:
        """The target that is shown."""
        return self._target

    def take_focus(self) -> None:
        """Give the keyboard to the people, or to what else can be done."""
        first = next((each for each in (self.people, self.enter, self.chart) if each.isVisibleTo(self)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def set_low(self, low: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Leave more of the height to the people, where there is little."""
        self.meaning.setVisible(not low)
        self._chart_height = theme.px(_LOW_CHART if low else _CHART)
        self._area.setFixedHeight(self._chart_height + theme.px(4))
        self.people.setMinimumHeight(theme.px(_LOW_ROWS if low else _TWO_ROWS))
        self._most_notes = _LOW_NOTES if low else None
        if self._looked is not None:
            self.show_target(self._looked, self._target, self._changed)

    def let_go_back(self, lets: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Offer the way back to the targets, where they do not stand beside."""
        self.back.setVisible(lets)

    # ---------------------------------------------------------------- inside

    def _say(self, line: Line, row: Row) -> None:
        target = row.target
        register = "" if row.count is None else row.count.register
        self.where.setText(words.where(line, register))
        self.title.setText(line.title)
        self.title.setToolTip(target.text)
        self.meaning.setText(_meaning(row))
        self.meaning.setToolTip(f"{target.text}\n{target.note}".strip())
        shown = words.value(line, line.decimal) if line.decimal is not None else words.result(line, target)
        self.figure.setText(STATES[line.state] if line.state in ("missing", "none") else shown)
        made = "" if line.state in ("missing", "none") else words.parts(line).replace("?", "chưa rõ")
        self.verdict.setText("; ".join(filter(None, (made, words.verdict(line, target)))))
        theme.mark(self.verdict, tone=words.SIGNS[line.state].tone)
        length = bars.bar_of(target, line)
        self.bar.setVisible(length is not None)
        if length is not None:
            hint = f"{line.title}: {shown}, {made}; mức {line.target}"
            self.bar.show_chart(
                lambda look, width: charts.bar(look, length, width, theme.px(_BAR), hint),
                presses=row.count is not None,
            )
        notes = list(_notes(line, row))
        self.note.setText("\n".join(notes[: self._most_notes]))
        self.note.setToolTip("\n".join(notes))
        self.note.setVisible(bool(self.note.text()))
        self.moved.setText(_moved(self._changed))
        self.moved.setVisible(self._changed is not None)
        self.enter.setVisible(bool(target.entered))
        self._show_doors(row)

    def _show_doors(self, row: Row) -> None:
        """Show the figures printed beside, each of which opens those it counts."""
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, (said, count) in enumerate(row.beside):
            door = QPushButton(text.literal(f"{said}: {count}"), self._doors)
            door.setProperty("role", "link")
            door.setEnabled(count > 0)
            door.clicked.connect(partial(self._open_beside, place))
            self._flow.addWidget(door)
            door.show()
        self._doors.setVisible(bool(row.beside))

    def _show_sides(self, count: Count | None) -> None:
        for each in (self.sides, self.people, self.see):
            each.setVisible(count is not None)
        self.hint.setVisible(count is not None)
        self._filler.setVisible(count is None)
        if count is None:
            self.people.set_standings(())
            self.help.hide()
            return
        heads = {key: len(_standings(count, key)) for key in _SIDES}
        kept = self.sides.key()
        self.sides.set_choices([(key, f"{said} {bars.said(heads[key])}") for key, said in _SIDES.items()])
        if not kept or not heads[kept]:
            # Whoever nobody can tell of is what there is to do.
            self.sides.choose(next((key for key in ("unknown", "outside", "inside") if heads[key]), "inside"))
        self._show_people()

    def _show_people(self) -> None:
        found = self._chosen()
        self.people.set_standings(found)
        self.see.setText(theme.beside_icon(f"Xem {bars.said(len(found))} trong sổ"))
        self.see.setEnabled(bool(found))
        helped = self._to_be_helped()
        self.help.setVisible(bool(helped))
        # Where there is another act there is no room for words: the list says them as its tip.
        self.hint.setVisible(not helped)
        self.help.setText(theme.beside_icon(f"Ghi cho {bars.said(len(helped))}…"))
        self.hint.setText("Enter mở hồ sơ" if found else "Không có ai")

    def _chosen(self) -> Sequence[Standing]:
        count = self._count()
        return () if count is None else _standings(count, self.sides.key())

    def _to_be_helped(self) -> Sequence[Standing]:
        """Return whoever may yet be helped, of those who are shown: nobody who does not count."""
        if self._looked is None or self._target not in self._looked.helped or self.sides.key() == "inside":
            return ()
        return [each for each in self._chosen() if each.side != "out"]

    def _ask_help(self) -> None:
        if (count := self._count()) is not None:
            self.help_asked.emit(count.register, [each.record.id for each in self._to_be_helped()])

    def _count(self) -> Count | None:
        row = self._looked.row(self._target) if self._looked is not None else None
        return None if row is None else row.count

    def _offer_views(self, count: Count | None) -> None:
        offered = [(_COURSE, "Các kỳ trước")]
        if self._looked is not None and self._looked.communes:
            offered.append((_COMMUNES, "Từng xã"))
        if count is not None:
            offered += [(facet, _SHORT[facet]) for facet in told.facets(count.register)]
        self.views.set_choices(offered)

    def _draw(self) -> None:
        looked = self._looked
        line = None if looked is None else looked.line(self._target)
        if looked is None or line is None:
            return
        view = self.views.key()
        before = "" if line.year_before is None else words.value(line, Decimal(line.year_before))
        self.beside.setText(f"cùng kỳ năm trước: {before}" if before else "")
        self.chart.setAccessibleName(self.views.buttons[view].text())
        self.chart.show_chart(self._maker(looked, view), presses=True)

    def _maker(self, looked: Looked, view: str) -> Callable[[Look, float], Chart]:
        """Return what draws the chart that is looked at."""
        if view == _COURSE:
            target = looked.answer.plan.by_id[self._target]
            course = [(each.period, each.value) for each in self._course]
            columns = bars.columns_of(course, target.unit, looked.answer.period)
            return lambda look, width: charts.columns(look, columns, width, self._chart_height)
        count = self._count()
        facet = _facet(view)
        if view == _COMMUNES:
            strips = list(_of_communes(looked.communes, self._target))
        else:
            strips = bars.strips_of(told.groups(count, facet)) if count is not None and facet else []
        return lambda look, width: charts.strips(look, strips, width)

    # ---------------------------------------------------------------- doors

    def _open_beside(self, place: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        count = self._count()
        if count is not None:
            said = count.beside[place].lower()
            self._ask_list([each for each in count.on(*COUNTED) if each.beside[place]], said)

    def _press_chart(self, key: str) -> None:
        view, count = self.views.key(), self._count()
        facet = _facet(view)
        if view == _COURSE:
            self.period_asked.emit(key)
        elif view == _COMMUNES:
            self.commune_asked.emit(key)
        elif count is not None and facet is not None:
            self._ask_list(told.members(count, facet).get(key, ()), key)

    def _press_bar(self, side: str) -> None:
        """Show those for whom a part of the bar stands."""
        if self._count() is not None:
            self.sides.choose(side)
            self._show_people()
            self.people.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_list(self, standings: Sequence[Standing], said: str) -> None:
        count, looked = self._count(), self._looked
        line = None if looked is None else looked.line(self._target)
        found = tuple(each.record.id for each in standings)
        if count is not None and line is not None and found:
            shown = f"Chỉ tiêu {line.number}, {count.period.short}: {said} ({len(found)})"
            self.list_asked.emit(ListQuery(count.register, only=found, said=shown))

    def _open(self, record: str) -> None:
        count = self._count()
        if count is not None:
            self.opened.emit(record, count.register)

    # ---------------------------------------------------------------- the frame

    def _lay_out(self) -> None:
        figure = QHBoxLayout()
        figure.setSpacing(theme.px(10))
        figure.addWidget(self.figure)
        figure.addWidget(self.verdict, 1)
        acts = QHBoxLayout()
        acts.setSpacing(theme.px(8))
        for made in (self.see, self.help, self.enter):
            acts.addWidget(made)
        acts.addStretch(1)
        acts.addWidget(self.hint)
        below = QHBoxLayout()
        below.addWidget(self.views)
        below.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFixedHeight(theme.px(_CHART + 4))
        self.people.setMinimumHeight(theme.px(_TWO_ROWS))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.chart)
        for each in (self._area.viewport(), self.chart):
            each.setAutoFillBackground(False)
        self._filler = QWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(6))
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(self.back)
        top.addWidget(self.where, 1)
        top.addWidget(self.beside)
        column.addLayout(top)
        for label in (self.title, self.meaning):
            column.addWidget(label)
        column.addLayout(figure)
        for part in (self.bar, self.note, self.moved, self._doors, self.sides):
            column.addWidget(part)
        column.addWidget(self.people, 1)
        column.addLayout(acts)
        column.addWidget(self._filler, 1)
        column.addLayout(below)
        column.addWidget(self._area)

    def _connect(self) -> None:
        self.sides.chosen.connect(lambda _key: self._show_people())
        self.people.opened.connect(self._open)
        self.people.left.connect(self.left)
        self.back.clicked.connect(self.left)
        self.see.clicked.connect(
            lambda _on=False: self._ask_list(self._chosen(), _SIDES[self.sides.key()].lower())
        )
        self.help.clicked.connect(lambda _on=False: self._ask_help())
        self.enter.clicked.connect(lambda: self.enter_asked.emit(self._target))
        self.views.chosen.connect(lambda _key: self._draw())
        self.chart.pressed.connect(self._press_chart)
        self.bar.pressed.connect(self._press_bar)


def _label(parent: QWidget, tone: str = "") -> QLabel:
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if tone:
        made.setProperty("tone", tone)
    return made


def _standings(count: Count, side: str) -> Sequence[Standing]:
    match side:
        case "inside":
            return count.inside
        case "unknown":
            return count.unknown
        case _:
            return count.outside


def _facet(view: str) -> Facet | None:
    return next((each for each in FACETS if each == view), None)


def _of_communes(communes: Sequence[Answer], target: str) -> Iterator[Strip]:
    for each in communes:
        row = next((one for one in each.rows if one.target.id == target), None)
        if row is not None:
            unclear = 0 if row.count is None else len(row.count.on("unclear"))
            group = Group(each.unit_name, row.numerator or 0, row.denominator or 0, row.unknown, unclear)
            yield replace(bars.strips_of([group])[0], key=each.unit)


def _meaning(row: Row) -> str:
    """Return what is counted, of how many."""
    target = row.target
    return (
        f"{target.numerator}. Trên: {target.denominator}." if target.denominator else f"{target.numerator}."
    )


def _notes(line: Line, row: Row) -> Iterator[str]:
    """Yield how it was counted, and how it would be otherwise."""
    if row.count is None and line.value is not None:
        yield line.source
    for label, top, bottom, value in line.others:
        if not bottom:
            continue
        shown = "" if value is None else f"{words.value(line, Decimal(value))} "
        yield f"Nếu tính {label.removeprefix('tính ')}: {shown}({bars.said(top)}/{bars.said(bottom)})"
    if row.count is not None:
        yield from (f"Chưa rõ: {why} ({count})" for why, count in row.count.reasons[:3])


def _moved(changed: Changed | None) -> str:
    """Return what is otherwise since the period was closed."""
    if changed is None:
        return ""
    kept, now = (
        "/".join(words.NOTHING if one is None else bars.said(one) for one in each[:2])
        for each in (changed.kept, changed.now)
    )
    moved = [f"{each.who}: {each.before} → {each.after}" for each in changed.moved[:_MOST_MOVED]]
    rest = len(changed.moved) - len(moved)
    more = [f"và {rest} trường hợp khác"] if rest else []
    return "\n".join([f"Lúc chốt {kept}, nay {now}.", *moved, *more])
