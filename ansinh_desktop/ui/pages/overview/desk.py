"""The cards of an ordinary day, laid out for the room there is; what has nothing to say is not there."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ansinh_desktop.services.overview import Overview, Pressing
from ansinh_desktop.services.reports import fonts
from ansinh_desktop.services.review import Reviewed
from ansinh_desktop.services.sync.standing import Standing
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.overview.month_card import MonthCard
from ansinh_desktop.ui.pages.overview.overdue_card import OverdueCard
from ansinh_desktop.ui.pages.overview.parts import DeskCard, Doors
from ansinh_desktop.ui.pages.overview.plan_card import PlanCard
from ansinh_desktop.ui.pages.overview.work_cards import BegunCard, ReviewCard, UnsentCard

_WIDE, _TIGHT, _BARE = 960, 640, 530
"""The widths, at 100 %, from which cards stand side by side, below which what is in them does not either, and below which
bars beside figures have no room."""
_PARTS = 12
_MONTH = 8


def ready_desk() -> "type[Desk]":
    """Return the cards once their letters are there: to read them takes longer than the window may rest."""
    fonts.screen()
    return Desk


class Desk(QWidget):
    """The cards; each comes once what it says is known."""

    def __init__(self, doors: Doors, title_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.month = MonthCard(doors, self)
        self.overdue = OverdueCard(doors, self)
        self.begun = BegunCard(doors, title_of, self)
        self.review = ReviewCard(doors, title_of, self)
        self.unsent = UnsentCard(doors, self)
        self.plan = PlanCard(doors, self)
        self._there: dict[DeskCard, bool] = dict.fromkeys(self._cards(), False)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(16))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._narrow = self._late = False
        for each in self._cards():
            each.hide()

    def show_found(self, found: Overview) -> None:
        """Show what was begun."""
        self.begun.show_begun(found)
        self.review.show_imports(found.unsaved)
        self._put(self.begun, there=bool(self.begun.lines()))
        self._put(self.review, there=self.review.has_any)

    def show_pressing(self, found: Pressing) -> None:
        """Show what is late."""
        self.overdue.show_pressing(found)
        self._late = bool(found.overdue)
        self._put(self.overdue, there=bool(found.overdue or found.soon or found.turning.count))

    def show_reviewed(self, found: Reviewed) -> None:
        """Show what a review found."""
        self.review.show_reviewed(found)
        self._put(self.review, there=self.review.has_any)

    def show_standing(self, found: Standing) -> None:
        """Show what was not sent."""
        self.unsent.show_standing(found)
        self._put(self.unsent, there=self.unsent.has_any)

    def show_card(self, card: DeskCard) -> None:
        """Let a card be there that knows what it says."""
        self._put(card, there=True)

    def _cards(self) -> tuple[DeskCard, ...]:
        return (self.month, self.overdue, self.begun, self.review, self.unsent, self.plan)

    def _put(self, card: DeskCard, *, there: bool) -> None:
        if self._there[card] != there or card is self.overdue:
            self._there[card] = there
            self._lay_out()

    def _lay_out(self) -> None:
        for each in self._cards():
            self._grid.removeWidget(each)
            each.setVisible(self._there[each])
        rows = self._rows()
        if self._narrow:
            rows = [[(each, _PARTS)] for row in rows for each, _part in row]
        for at, row in enumerate(rows):
            first = 0
            for each, parts in row:
                self._grid.addWidget(each, at, first, 1, parts)
                first += parts
        for part in range(_PARTS):
            self._grid.setColumnStretch(part, 1)

    def _rows(self) -> list[list[tuple[DeskCard, int]]]:
        """Return the cards that are there row by row, each with its part of the width."""
        small: list[DeskCard] = [
            each for each in (self.overdue, self.begun, self.review, self.unsent) if self._there[each]
        ]
        rows: list[list[tuple[DeskCard, int]]] = []
        if self._there[self.month]:
            beside = self._late and self._there[self.overdue]
            rows.append([(self.month, _MONTH if beside else _PARTS)])
            if beside:
                small.remove(self.overdue)
                rows[0].append((self.overdue, _PARTS - _MONTH))
        rows += [[(each, _PARTS // len(small)) for each in small]] if small else []
        return rows + ([[(self.plan, _PARTS)]] if self._there[self.plan] else [])

    def set_room(self, width: int) -> None:
        """Put the cards below one another where there is little room.

        Of the page, not of what is shown: that is never narrower than what stands in it.
        """
        narrow = width < theme.px(_WIDE)
        self.month.set_tight(width < theme.px(_TIGHT))
        self.plan.set_narrow(narrow, tight=width < theme.px(_TIGHT), bare=width < theme.px(_BARE))
        self.overdue.set_room(width if narrow else None)
        if narrow != self._narrow:
            self._narrow = narrow
            self._lay_out()
