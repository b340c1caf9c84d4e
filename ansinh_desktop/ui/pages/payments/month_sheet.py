"""One month of payment: its steps, its figures, what stands in the way, whom it pays, and what comes next."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from ansinh_desktop.registers.acts.many import ManyAct
from ansinh_desktop.services.payments.standing import Standing
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.payments.figures_card import FiguresCard
from ansinh_desktop.ui.pages.payments.findings_card import FindingsCard
from ansinh_desktop.ui.pages.payments.next_bar import NextBar
from ansinh_desktop.ui.pages.payments.people_card import PeopleCard
from ansinh_desktop.ui.pages.payments.state_line import StateLine
from ansinh_desktop.ui.pages.payments.words import steps_of

_TWO_COLUMNS_FROM = 900
"""The width, at 100 %, from which what stands in the way and the people stand side by side."""
_ONE_LINE_FROM = 640
"""The width, at 100 %, from which every step has its name, and each sum says which month it is of."""
_LEAST_HEIGHT = 250


class MonthSheet(QWidget):
    """The cards of a month; where there is little room they stand under one another and are scrolled.

    Signals:
        opened: A record is to be opened. Carries its id.
    """

    opened = Signal(str)

    def __init__(self, settling: Callable[[str], ManyAct | None], tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        # Each part is made where it stays: whatever is moved with all that is in it is dressed and measured anew.
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        holder = QWidget(self._area.viewport())
        holder.setProperty("role", "page")
        self.line = StateLine(holder)
        self.figures = FiguresCard(holder)
        self._split = QSplitter(Qt.Orientation.Horizontal, holder)
        self.findings = FindingsCard(settling, self._split)
        self.people = PeopleCard(tasks, self._split)
        self.next = NextBar(self)
        self._opened_from: FindingsCard | PeopleCard = self.findings
        for card in (self.findings, self.people):
            card.opened.connect(partial(self._open, card))
        self._split.setProperty("role", "gap")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.px(12))
        for place, each in enumerate((self.findings, self.people)):
            each.setMinimumHeight(theme.px(_LEAST_HEIGHT))
            self._split.addWidget(each)
            self._split.setStretchFactor(place, 2 + place)
        self._split.setSizes([theme.px(400), theme.px(700)])
        cards = QVBoxLayout(holder)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(theme.px(12))
        for each in (self.line, self.figures):
            cards.addWidget(each)
        cards.addWidget(self._split, 1)
        self._area.setWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self._area, 1)
        column.addWidget(self.next)
        # The keyboard comes to the cards before it comes to what scrolls them.
        QWidget.setTabOrder(self.next.act, self._area)

    def show_month(self, standing: Standing) -> None:
        """Show a month as it stands."""
        self.line.show_steps(steps_of(standing))
        self.figures.show_month(standing.view)
        self.findings.show_month(standing)
        self.people.show_month(standing.view)
        self.next.show_month(standing)

    def take_focus(self) -> None:
        """Give the keyboard to the card from which a record was opened last, at first to what stands in the way."""
        self._opened_from.take_focus()

    def open_figure(self, key: str) -> None:
        """Show the people behind a figure of the month."""
        match key:
            case "now":
                self.people.show_everybody()
            case "increase" | "decrease" | "adjustment":
                self.people.show_terms(key)
        self._area.ensureWidgetVisible(self.people)

    def _open(self, card: FindingsCard | PeopleCard, record: str) -> None:
        self._opened_from = card
        self.opened.emit(record)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what stands in the way above the people where there is no room for both beside each other."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(_TWO_COLUMNS_FROM)
        hardly = self.width() < theme.px(_ONE_LINE_FROM)
        self.line.set_brief(narrow, marks=hardly)
        self.figures.set_brief(hardly)
        self.findings.set_wide(narrow)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._split.orientation() != wanted:
            self._split.setOrientation(wanted)
