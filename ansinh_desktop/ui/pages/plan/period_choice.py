"""The period that the page of the plan shows: its kind, and one further back or forth."""

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from ansinh_desktop import clock
from ansinh_desktop.rules.period import Period, PeriodKind
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.plan.days_dialog import DaysDialog
from ansinh_desktop.ui.pages.plan.words import name_beside_kind
from ansinh_desktop.ui.widgets.choosing.segments import Segments

_KINDS: dict[str, str] = {
    "month": "Tháng",
    "quarter": "Quý",
    "half": "6 tháng",
    "nine": "9 tháng",
    "year": "Năm",
    "days": "Khác…",
}


class _Kinds(QComboBox):
    """The kinds in short, with the program's own sign that there are others."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.px(14)
        place = QRect(self.width() - side - theme.px(6), (self.height() - side) // 2, side, side)
        with QPainter(self) as painter:
            icon("chevron-down", theme.colours().muted).paint(painter, place)


class PeriodChoice(QWidget):
    """The kinds side by side, and the period between two buttons.

    Signals:
        changed: Another period is wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.period = Period.around("half", clock.today())
        self.kinds = Segments("period_kind", "Loại kỳ", self)
        self.kinds.set_choices(list(_KINDS.items()))
        self.short_kinds = _Kinds(self)
        self.short_kinds.setAccessibleName("Loại kỳ")
        self.short_kinds.setProperty("unkept", "it says the period's kind once more")
        for kind, said in _KINDS.items():
            self.short_kinds.addItem(said, kind)
        self.short_kinds.hide()
        self.label = QLabel(self)
        self.label.setObjectName("period")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setFont(theme.type_font("text", bold=True))
        self.back = self._button("chevron-left", "previous_month", "Kỳ trước", -1)
        self.forth = self._button("chevron-right", "next_month", "Kỳ sau", 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        row.addWidget(self.kinds)
        row.addWidget(self.short_kinds)
        row.addSpacing(theme.px(4))
        for each in (self.back, self.label, self.forth):
            row.addWidget(each)
        self.kinds.chosen.connect(self._choose_kind)
        self.short_kinds.activated.connect(lambda _at: self._choose_kind(self.short_kinds.currentData()))
        self._show()

    def set_period(self, period: Period) -> None:
        """Choose a period; nothing is emitted."""
        self.period = period
        self._show()

    def go_to(self, period: Period) -> None:
        """Choose another period."""
        if period != self.period:
            self.set_period(period)
            self.changed.emit()

    def set_short(self, short: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Let one drop down stand for the kinds, where there is no room for them side by side."""
        self.kinds.setVisible(not short)
        self.short_kinds.setVisible(short)

    def step(self, by: int) -> None:
        """Go so many periods on, or back."""
        self.go_to(self.period.moved(by))

    @opens
    def ask_days(self) -> None:
        """Ask from which day to which."""
        dialog = DaysDialog(self.period, self)
        dialog.said.connect(self.go_to)
        dialog.finished.connect(lambda _code: self._show())
        dialog.open()

    def _choose_kind(self, kind: PeriodKind) -> None:
        if kind == "days":
            self.ask_days()
            return
        # The period of that kind in which the last day of ours lies, but never one that is yet to begin.
        day = min(self.period.last, max(clock.today(), self.period.first))
        self.go_to(Period.around(kind, day))

    def _show(self) -> None:
        self.kinds.choose(self.period.kind)
        self.short_kinds.setCurrentIndex(self.short_kinds.findData(self.period.kind))
        self.label.setText(name_beside_kind(self.period))
        # As wide as the longest of its kind: the buttons stay where they are.
        names = [name_beside_kind(self.period.moved(by)) for by in range(-3, 4)]
        widest = max(map(self.label.fontMetrics().horizontalAdvance, names))
        self.label.setMinimumWidth(widest + theme.px(8))

    def _button(self, sign: str, key: str, words: str, by: int) -> QToolButton:
        made = QToolButton(self)
        made.setObjectName("previous_period" if by < 0 else "next_period")
        made.setProperty("role", "edged")
        made.setIcon(icon(sign))
        made.setIconSize(QSize(theme.px(16), theme.px(16)))
        keys.action(key, self, partial(self.step, by))
        made.setToolTip(f"{words} ({keys.shortcut(key).shown})")
        made.setAccessibleName(words)
        made.clicked.connect(lambda: self.step(by))
        return made
