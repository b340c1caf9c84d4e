"""The first page: what is paid, what is late, what to go on with; on the first day what to begin with."""

import datetime
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.services import office
from ansinh_desktop.services.overview import Overview, Pressing, overview, pressing
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.overview.first_day import FirstDay
from ansinh_desktop.ui.pages.overview.parts import Doors
from ansinh_desktop.ui.pages.overview.receiving import Receiving
from ansinh_desktop.ui.pages.page import HeadedPage
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.widgets.aside import Aside

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

_AFTER_MS = 300
_NARROW = 960
_NEVER = (-1, datetime.date.min)
_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

Begin: TypeAlias = Callable[[], object]
"""Begins one of the questions whose answers the cards show; the next one is begun when it is answered."""


class OverviewPage(HeadedPage):
    """The office at a glance; where its numbers lead say :attr:`doors`."""

    def __init__(
        self,
        program: Program,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        title_of: Callable[[str], str] = str,
        pays: bool = False,
    ) -> None:
        """Make the page.

        Args:
            program: The open data.
            tasks: Runs the questions.
            parent: The window.
            title_of: Says how the navigation calls a page.
            pays: Whether the officer sees months of payment.
        """
        super().__init__("Tổng quan", "tong-quan", parent)
        self._program, self._tasks = program, tasks
        self._title_of, self._pays = title_of, pays
        self.doors = Doors(self)
        self.desk: later.Desk | None = None
        self.first_day: FirstDay | None = None
        self.receiving: Receiving | None = None
        self._seen = self._asked = _NEVER
        self._left: list[Begin] = []
        self._focused = False
        # After the list that the officer opens first: what the cards ask is longer than any list.
        self._soon = pause(self, _AFTER_MS, self._begin)
        self._office = Aside(self)
        self.head.addWidget(self._office)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._area, 1)

    # ---------------------------------------------------------------- what is shown

    def refresh(self) -> None:
        self._tasks.run(
            lambda: (overview(self._program.vault, self._program.access), self._loaded()),
            lambda both: self._show(*both),
            failed=self.say,
            owner=self,
        )

    def take_focus(self) -> None:
        """Give the keyboard to what is to be done next."""
        if self.desk is not None and self.desk.month.isVisibleTo(self):
            self.desk.month.act.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.first_day is not None:
            self.first_day.take_focus()
        else:
            super().take_focus()

    def is_reckoned(self) -> bool:
        """Whether every card shows what the data say now."""
        return self._seen == self._now() and not self._left

    def _loaded(self) -> "type[later.Desk] | None":
        """Load the cards away from the window: with them comes what draws, and its letters."""
        return later.ready_desk() if self._program.access.keeps else None

    def _show(self, found: Overview, kind: "type[later.Desk] | None") -> None:
        own, today = self._program.office, clock.today()
        self._office.setText(f"{_DAYS[today.weekday()]}, {today:%d/%m/%Y} · {own.name}, {own.province}")
        if found.senders is not None or kind is None:
            self.receiving = self._put(
                lambda holder: Receiving(self.doors, found, found.senders or (), holder)
            )
            self._share_room()
        elif found.is_first_day:
            self._show_first_day(found)
        else:
            if self.desk is None:
                self.first_day = None
                self.desk = self._put(lambda holder: kind(self.doors, self._title_of, holder))
                self._share_room()
            self.desk.show_found(found)
            self._keep_focus()
            if self._asked != self._now():
                self._soon.start()

    def _show_first_day(self, found: Overview) -> None:
        begins = self.first_day is None
        if self.first_day is None:
            hamlets = office.hamlets(self._program.vault)
            self.desk = None
            self.first_day = self._put(
                lambda holder: FirstDay(self.doors, self._program.access, hamlets, holder)
            )
            self._share_room()
        self.first_day.show_found(found)
        if begins:
            self._focus_once()

    def _put(self, make: Callable[[QWidget], W]) -> W:
        """Make what is to be shown where it is to stand, and show it there."""
        holder = QWidget(self._area.viewport())
        holder.setProperty("role", "page")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        shown = make(holder)
        column.addWidget(shown)
        self._area.setWidget(holder)
        return shown

    # ---------------------------------------------------------------- what takes longer, one after another

    def _now(self) -> tuple[int, datetime.date]:
        return self._program.vault.changes, clock.today()

    def _begin(self) -> None:
        """Ask for what the cards show, one question after another, as long as the page is looked at."""
        if self.desk is None or not self.isVisible() or self._tasks.is_finished():
            return
        self._asked = self._now()
        program, today = self._program, clock.today()
        vault, access = program.vault, program.access
        every: list[Begin] = [
            lambda: self._ask(lambda: pressing(program.agenda.items()), self._show_pressing),
            lambda: self._ask(lambda: later.plan_now(program.plans, today), self._show_plan),
            lambda: self._ask_review(today),
        ]
        if access.may_all(program.office.exchange_right):
            every.insert(2, lambda: self._ask(program.exchange.standing, self._show_standing))
        if self._pays:
            every.insert(0, lambda: self._ask(lambda: later.course(vault, access), self._show_month))
        self._left = every
        self._go_further()

    def _go_further(self) -> None:
        if not self.isVisible() or self._tasks.is_finished():
            # Whoever opened a list waits for it alone; the cards go on when the page is shown again.
            self._left, self._asked = [], _NEVER
        elif self._left:
            self._left.pop(0)()
        else:
            self._seen = self._asked

    def _ask(self, work: Callable[[], T], show: Callable[[T], object]) -> None:
        self._tasks.run(work, lambda found: self._answer(show, found), failed=self._fail, owner=self)

    def _ask_review(self, today: datetime.date) -> None:
        self._tasks.run_steps(
            lambda: self._program.review.run(today),
            lambda found: self._answer(self._show_reviewed, found),
            failed=self._fail,
            owner=self,
        )

    def _answer(self, show: Callable[[T], object], found: T) -> None:
        show(found)
        self._keep_focus()
        self._go_further()

    def _fail(self, error: Exception) -> None:
        self.say(error)
        self._go_further()

    def _show_month(self, found: "later.Course") -> None:
        if self.desk is not None:
            self.desk.month.show_course(found)
            self.desk.show_card(self.desk.month)
            self._focus_once()

    def _show_pressing(self, found: Pressing) -> None:
        if self.desk is not None:
            self.desk.show_pressing(found)

    def _show_plan(self, found: "later.PlanNow") -> None:
        if self.desk is not None:
            self.desk.plan.show_now(found)
            self.desk.show_card(self.desk.plan)

    def _show_standing(self, found: "later.Standing") -> None:
        if self.desk is not None:
            self.desk.show_standing(found)

    def _show_reviewed(self, found: "later.Reviewed") -> None:
        if self.desk is not None:
            self.desk.show_reviewed(found)

    # ---------------------------------------------------------------- keyboard, room

    def _focus_once(self) -> None:
        """Begin at what is to be done next, unless the officer has begun somewhere already."""
        at = QApplication.focusWidget()
        if not self._focused and self.isVisible() and (at is None or not isinstance(at, QLineEdit)):
            self._focused = True
            self.take_focus()

    def _keep_focus(self) -> None:
        """Give the keyboard a place again where the line on which it was is gone."""
        if QApplication.focusWidget() is None and self.isVisible() and self.isActiveWindow():
            self.take_focus()

    def _share_room(self) -> None:
        if self.receiving is not None:
            self.receiving.set_narrow(self.width() < theme.px(_NARROW))
        elif self.first_day is not None:
            self.first_day.set_narrow(self.width() < theme.px(_NARROW))
        elif self.desk is not None:
            # With the bar, whether it is there or not: it comes and goes with how high the cards are.
            self.desk.set_room(self._area.width() - self._area.verticalScrollBar().sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let what is shown use the room there is."""
        super().resizeEvent(event)
        self._share_room()
