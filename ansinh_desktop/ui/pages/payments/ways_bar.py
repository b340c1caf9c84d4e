"""How a month is paid: a bar of the ways, each with its people and its money, each opening them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.payments.sums import WaySum
from ansinh_desktop.ui.pages.payments.words import money, people
from ansinh_desktop.ui.widgets.flow import FlowLayout

_HIGH = 12


class WaysBar(QWidget):
    """The bar and its words.

    Signals:
        opened: The people of a way are wanted. Carries its code; empty where none is recorded.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.doors: dict[str, QPushButton] = {}
        """By the code of the way."""
        title = QLabel("Cách chi trả", self)
        title.setProperty("tone", "strong")
        self._bar = _Bar(self)
        self._flow = FlowLayout(gap=theme.px(8))
        self._made: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(title)
        column.addWidget(self._bar)
        column.addLayout(self._flow)

    def show_ways(self, ways: Sequence[WaySum]) -> None:
        """Show what is paid in which way."""
        for each in self._made:
            self._flow.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._made, self.doors = [], {}
        self._bar.show_parts([(each.amount, each.code == "") for each in ways])
        for place, way in enumerate(ways):
            self._add(place, way)
        self._bar.setToolTip("\n".join(_said(each) for each in ways))

    def texts(self) -> list[str]:
        """Return what is said of each way."""
        return [each.accessibleName() for each in self.doors.values()]

    def _add(self, place: int, way: WaySum) -> None:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, theme.px(12), 0)
        row.setSpacing(theme.px(6))
        sign = _Bar(line)
        sign.show_parts([(1, way.code == "")], first=place)
        sign.setFixedWidth(theme.px(_HIGH))
        door = QPushButton(text.literal(way.name), line)
        door.setProperty("role", "link")
        door.setAutoDefault(False)
        door.setAccessibleName(_said(way))
        door.clicked.connect(lambda _on=False: self.opened.emit(way.code))
        said = QLabel(f"{people(way.people)} · {money(way.amount)}", line)
        said.setProperty("tone", "" if way.code else "warning")
        for each in (sign, door, said):
            row.addWidget(each)
        self.doors[way.code] = door
        self._made.append(line)
        self._flow.addWidget(line)
        line.show()


def _said(way: WaySum) -> str:
    return f"{way.name}: {people(way.people)} · {money(way.amount)} đồng"


class _Bar(QWidget):
    """Parts of a whole, from the left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.px(_HIGH))
        self._parts: list[tuple[int, bool]] = []
        self._first = 0

    def show_parts(self, parts: list[tuple[int, bool]], *, first: int = 0) -> None:
        """Show so much of each, and whether it is only an edge; the tints begin with the ``first``."""
        self._parts, self._first = [each for each in parts if each[0] > 0], first
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them, a line of the ground between two."""
        whole, left, now = sum(each for each, _hollow in self._parts), 0.0, theme.colours()
        tints = (now.accent, now.line_strong, now.muted, now.accent_strong)
        with QPainter(self) as painter:
            for place, (amount, hollow) in enumerate(self._parts):
                wide = self.width() * amount / whole
                box = QRectF(round(left), 0, max(2, round(left + wide) - round(left) - 1), self.height())
                left += wide
                if hollow:
                    painter.setPen(QPen(QColor(now.warning), 1))
                    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
                else:
                    painter.fillRect(box, QColor(tints[(self._first + place) % len(tints)]))
