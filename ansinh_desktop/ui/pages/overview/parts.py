"""What the cards of the first page are built of: a heading, lines that open what they count, and the doors themselves."""

import datetime
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ansinh_desktop import clock, text
from ansinh_desktop.rules import calendar
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import row_of

LINE = 24
"""How high a line is at 100 %: the whole of it can be pressed."""
_OFF = 6


class Doors(QObject):
    """Where the numbers of the first page lead.

    Signals:
        page: To a page. Carries its key.
        course: To the first hour on invented data.
        help: To the help.
        list: To records. Carries their query.
        place: To what was typed. Carries what opens that place, one after another.
        case: To a new record. Carries the register.
        bring: To a workbook that is brought in. Carries the register.
        month: To a month of payment. Carries the month, and which of its figures; empty for what is next.
        tasks: To what is to be done. Carries by what it is narrowed.
        review: To a review of this month. Carries the category that is looked at.
        target: To a target of the plan. Carries the period and the target's id.
    """

    page = Signal(str)
    course = Signal()
    help = Signal()
    list = Signal(object)
    place = Signal(object)
    case = Signal(str)
    bring = Signal(str)
    month = Signal(object, str)
    tasks = Signal(object)
    review = Signal(str)
    target = Signal(object, str)


class DeskCard(QFrame):
    """A framed box with an icon, a title, and at the right how much there is."""

    def __init__(self, name: str, sign: str, title: str, doors: Doors, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.doors = doors
        shown = QLabel(self)
        side = theme.px(18)
        shown.setPixmap(icon(sign, theme.colours().accent).pixmap(QSize(side, side), self.devicePixelRatio()))
        self.title = QLabel(title, self)
        self.title.setProperty("tone", "section")
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.px(8))
        self.head.addWidget(shown)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self.column.setSpacing(theme.px(2))
        self.column.addLayout(self.head)
        self._lines: list[QWidget] = []

    def add_line(self, line: QWidget) -> None:
        """Put a line below those before it."""
        self._lines.append(line)
        self.column.addWidget(line)

    def end_with(self, act: QPushButton) -> None:
        """Put a button at the foot, off the lines: an underline that touches it looks like a part of it."""
        self.column.addStretch(1)
        self.column.addSpacing(theme.px(_OFF))
        self.column.addLayout(row_of(act))

    def clear_lines(self) -> None:
        """Take all lines away."""
        for each in self._lines:
            self.column.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._lines = []

    def lines(self) -> "list[DoorLine]":
        """Return the lines that can be pressed."""
        return [each for each in self._lines if isinstance(each, DoorLine)]


class DoorLine(QWidget):
    """A line that opens what it says; all of it can be pressed."""

    def __init__(
        self,
        words: str,
        then: Callable[[], object],
        parent: QWidget,
        *,
        beside: Sequence[QWidget] = (),
        said: str = "",
    ) -> None:
        """Make the line.

        Args:
            words: What can be pressed; more than one line of them where they are broken.
            then: What pressing does.
            parent: The card.
            beside: What stands at the right.
            said: Muted words after the pressed ones.
        """
        super().__init__(parent)
        self.link = link(words, self)
        # The style sheet's least height of a button is that of one line.
        self.link.ensurePolished()
        self.setMinimumHeight(max(theme.px(LINE), self.link.sizeHint().height()))
        self.link.clicked.connect(lambda _on=False: then())
        self.said = QLabel(said, self)
        self.said.setProperty("tone", "small")
        self.said.setVisible(bool(said))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.link)
        row.addStretch(1)
        row.addWidget(self.said)
        for each in beside:
            row.addWidget(each)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the whole line be the link."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.link.click()


def link(words: str, parent: QWidget) -> QPushButton:
    """Return words that open something."""
    made = QPushButton(text.literal(words), parent)
    made.setProperty("role", "link")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def figure(words: str, parent: QWidget, *, tone: str = "") -> QLabel:
    """Return a number at the end of a line."""
    made = QLabel(words, parent)
    made.setFont(theme.type_font("text", bold=True))
    made.setProperty("tone", tone)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def broken(words: str, room: int) -> str:
    """Return words in as many lines as they need in a room: what is to be done is never cut."""
    metrics = QFontMetrics(theme.type_font("text"))
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def when(at: datetime.datetime) -> str:
    """Return a moment in short: the hour of today, yesterday, else the day."""
    local, today = calendar.wall_time(at), clock.today()
    if local.date() == today:
        return f"{local:%H:%M}"
    if local.date() == today - datetime.timedelta(days=1):
        return "hôm qua"
    return f"{local:%d/%m}" if local.year == today.year else f"{local:%d/%m/%Y}"
