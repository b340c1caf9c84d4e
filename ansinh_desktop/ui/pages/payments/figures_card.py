"""Last month and this one in figures, with everything between them; each figure opens its people."""

import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.payments.identity import Identity, Kind, Sum
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.payments.words import money, people
from ansinh_desktop.ui.widgets.pill import Pill

_ROOM_FOR_LARGE = 960
"""The width of the card, at 100 %, from which there is room for large figures."""
_KINDS: tuple[Kind, ...] = ("increase", "decrease", "adjustment")
DOORS = ("previous", "increase", "decrease", "adjustment", "now")


class FiguresCard(QFrame):
    """The identity of a month.

    Signals:
        asked: The people behind a figure are wanted. Carries which: one of ``DOORS``.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.doors: dict[str, QPushButton] = {}
        self._heads: dict[str, QLabel] = {}
        self._people: dict[str, QLabel] = {}
        self._signs: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(4))
        for place, key in enumerate(DOORS):
            if place:
                row.addStretch(1)
                row.addWidget(self._sign(key))
                row.addStretch(1)
            row.addLayout(self._term(key))
        row.addStretch(2)
        self._month: datetime.date | None = None
        self._brief = False
        self._badge = Pill(self)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self._size()

    def show_month(self, view: MonthView) -> None:
        """Show the figures of a month."""
        found = view.identity
        self._month = view.day
        self._name_months()
        self._put("previous", found.previous, money(found.previous.amount))
        for key in _KINDS:
            sums = found.of(key)
            self._put(key, sums, money(abs(sums.amount)))
        self._signs["adjustment"].setText("−" if found.of("adjustment").amount < 0 else "+")
        self._put("now", found.now, money(found.now.amount))
        self._show_whether(found)

    def set_brief(self, brief: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Say less where there is hardly any room."""
        if brief != self._brief:
            self._brief = brief
            self._name_months()

    def _name_months(self) -> None:
        if self._month is None:
            return
        months = {"previous": calendar.add_months(self._month, -1), "now": self._month}
        for key, words in (("previous", "Tháng trước"), ("now", "Tháng này")):
            self._heads[key].setText(f"{'Tháng' if self._brief else words} {wording.month(months[key])}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the figures as large as there is room for."""
        super().resizeEvent(event)
        self._size()

    def said(self) -> dict[str, tuple[str, str]]:
        """Return each figure, as it is shown, with its people."""
        return {key: (door.text(), self._people[key].text()) for key, door in self.doors.items()}

    def whether(self) -> str:
        """Return what is said of whether it adds up."""
        return self._badge.text()

    def _term(self, key: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        head = QLabel({"increase": "Tăng", "decrease": "Giảm", "adjustment": "Điều chỉnh"}.get(key, ""), self)
        head.setProperty("tone", "muted")
        head.setIndent(theme.px(4))
        door = QPushButton(self)
        door.setObjectName(f"figure_{key}")
        door.setProperty("role", "link")
        door.clicked.connect(lambda: self.asked.emit(key))
        below = QLabel(self)
        below.setIndent(theme.px(4))
        self.doors[key], self._heads[key], self._people[key] = door, head, below
        column.addWidget(head)
        column.addWidget(door, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(below)
        return column

    def _sign(self, key: str) -> QLabel:
        label = QLabel({"increase": "+", "decrease": "−", "adjustment": "+", "now": "="}[key], self)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._signs[key] = label
        return label

    def _put(self, key: str, sums: Sum, amount: str) -> None:
        door = self.doors[key]
        door.setText(amount)
        door.setEnabled(bool(sums.people))
        door.setAccessibleName(f"{self._heads[key].text()}: {amount} đồng, {people(sums.people)}")
        self._people[key].setText(people(sums.people))

    def _show_whether(self, found: Identity) -> None:
        tone, words = "good", "khớp"
        if not found.holds:
            other = found.of("increase").amount - found.of("decrease").amount + found.of("adjustment").amount
            away = found.now.amount - found.previous.amount - other
            tone, words = "error", f"lệch {money(away)} đồng"
        self._badge.say(words, tone)
        self._badge.setToolTip(
            "Tháng trước + tăng − giảm ± điều chỉnh = tháng này, đến từng đồng, từng người"
        )

    def _size(self) -> None:
        large = self.width() >= theme.px(_ROOM_FOR_LARGE)
        for key, door in self.doors.items():
            step = ("figure" if key == "now" else "page") if large else "section"
            door.setFont(theme.type_font(step, bold=True))
        for each in self._signs.values():
            each.setFont(theme.type_font("page" if large else "section"))
        self._people["now"].setFont(theme.type_font("text", bold=True))
