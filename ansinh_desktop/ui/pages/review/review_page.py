"""«Rà soát»: every record against the law of a month, as an inbox: equal findings in one line, one key from each field."""

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ansinh_desktop import clock
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.review import DoneRow, Reviewed, ReviewRow, ReviewStep, records_done
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import Spot
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.pages.payments.month_choice import MonthChoice
from ansinh_desktop.ui.pages.review.done_door import DoneDoor
from ansinh_desktop.ui.pages.review.review_desk import ReviewDesk
from ansinh_desktop.ui.pages.review.review_papers import ReviewPapers
from ansinh_desktop.ui.pages.review.said import FILTERS, LEVEL_WORDS, fields_of
from ansinh_desktop.ui.reviewing import Reviewing
from ansinh_desktop.ui.widgets.aside import Aside
from ansinh_desktop.ui.widgets.choosing.chips import ChipBar
from ansinh_desktop.ui.widgets.choosing.segments import Segments
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.progress_strip import number

_ALL, _WIDE = "all", 100
_AGAIN = f"Rà soát lại   {keys.shortcut('refresh').shown}"


class ReviewPage(HeadedPage):
    """The inbox of a month.

    Signals:
        case_asked: A case is to be opened. Carries the record's id, its register, and the time limit it is about.
    """

    case_asked = Signal(str, str, str)

    def __init__(
        self,
        program: Program,
        tasks: Tasks,
        parent: QWidget | None = None,
        *,
        reviewing: Reviewing | None = None,
    ) -> None:
        """Make the page; ``reviewing`` is what reviews by itself in the window, where there is one."""
        super().__init__("Rà soát", "ra-soat", parent)
        self._program, self._tasks = program, tasks
        self._reviewing = reviewing or Reviewing(program, tasks, self)
        self._rows: dict[str, ReviewRow] = {}
        self.found: Reviewed | None = None
        self.said = Aside(self)
        self.month = MonthChoice("review_month", "Tháng rà soát", self)
        self.run_button = button(_AGAIN, "refresh-cw", self, name="run_review")
        self.print_button = button("In…", "printer", self, name="print_review")
        self.save_button = button("Lưu Excel…", "file-spreadsheet", self, name="save_review")
        self.levels = Segments("review_levels", "Mức", self)
        self.filters = ChipBar(self)
        self.done = DoneDoor(self)
        self._stack = QStackedWidget(self)
        self.desk = ReviewDesk(program, tasks, self._reviewing, self.day, self._stack)
        self.papers = ReviewPapers(
            program, tasks, lambda: (self.found, self.shown(), self.filters.said()), self
        )
        self._empty = EmptyState("list-checks", "Đang rà soát…", _WHAT, parent=self._stack)
        self._lay_out()
        self._connect()
        self._show()

    # ---------------------------------------------------------------- what is reviewed

    def day(self) -> datetime.date:
        """Return the day whose law is asked: the last of the month, today in this month."""
        end, today = calendar.month_end(self.month.month()), clock.today()
        return today if (end.year, end.month) == (today.year, today.month) else end

    def refresh(self) -> None:
        """Review the month where it is not known yet, or something was written since."""
        known = self._reviewing.found
        if known is not None and known is not self.found and known.on == self.day():
            self._take(known)
        self._reviewing.ask(self.day())
        self._say_state()

    def renew(self) -> None:
        """Review the month anew."""
        if not self._reviewing.running:
            self.review()

    def review(self) -> None:
        """Review the month anew; while it goes on, stop it."""
        self.banner.clear()
        if self._reviewing.running:
            self._reviewing.stop()
            self.banner.say("Đã dừng rà soát, chưa có kết quả mới.", "note")
        else:
            self._reviewing.begin(self.day())
        self._say_state()

    def show_only(self, category: str) -> None:
        """Look at one category of what is found in this month; at all where none is named."""
        self.month.set_month(calendar.month_start(clock.today()))
        self.filters.set_value({"category": [category]} if category else {})
        self.refresh()
        self._show()
        self.take_focus()

    def take_focus(self) -> None:
        """Give the keyboard to the list, or to the record that is open beside it."""
        self.desk.take_focus()

    def shown(self) -> list[ReviewRow]:
        """Return what the filters let through, in the order of the review."""
        chosen, level = self.filters.value(), self.levels.key()
        return [
            each
            for each in self._rows.values()
            if level in ("", _ALL, str(each.level))
            and all(str(getattr(each, key)) in chosen[key] for key, _label in FILTERS if chosen.get(key))
        ]

    def spot_inside(self) -> Spot | None:
        """Return the record that is open, or the reason that is being typed, and what opens it."""
        return self.desk.spot_inside()

    def may_leave(self) -> bool:
        """Ask what is to become of what is being typed; false where the officer stays."""
        return self.desk.place.may_leave()

    # ---------------------------------------------------------------- inside

    def _lay_out(self) -> None:
        self.head.insertWidget(1, self.month)
        self.head.insertWidget(2, self.said, _WIDE)
        for widget in (self.run_button, self.print_button, self.save_button):
            self.head.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.levels, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.filters, 1)
        line.addWidget(self.done, 0, Qt.AlignmentFlag.AlignTop)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.desk)
        self.body.addLayout(line)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._reviewing.came.connect(self._take)
        self._reviewing.stepped.connect(self._say_step)
        self._reviewing.failed.connect(self.say)
        self._reviewing.progressed.connect(self._say_done)
        self.done.asked.connect(self._turn_settled)
        self.run_button.clicked.connect(self.review)
        self.month.changed.connect(lambda: self._reviewing.begin(self.day()))
        self.levels.chosen.connect(lambda _key: self._show())
        self.filters.changed.connect(self._show)
        self.desk.case_asked.connect(self.case_asked)
        self.desk.told.connect(self.banner.say)
        self.desk.refused.connect(self.say)
        self.print_button.clicked.connect(self.papers.print_list)
        self.save_button.clicked.connect(lambda: self.papers.save("Excel", ".xlsx"))
        keys.action("print", self, self.papers.print_list)

    def _take(self, found: Reviewed) -> None:
        if found.on != self.day():
            return
        before, self.found = self.found, found
        self._rows = {each.key: each for each in found.rows}
        self.filters.set_fields(fields_of(found.rows))
        self.desk.done.follow(found, anew=before is None or before.on != found.on)
        self._say_done()
        self._show()
        self._say_state()

    def _show(self) -> None:
        rows = self.shown()
        self._stack.setCurrentWidget(self.desk if self.desk.show_rows(self._rows, rows) else self._empty)
        waiting = [each for each in self._rows.values() if not each.kept]
        counted = {level: sum(each.level is level for each in waiting) for level in LEVEL_WORDS}
        self.levels.set_choices(
            [
                (_ALL, f"Tất cả {number(len(waiting))}"),
                *((str(level), f"{words} {number(counted[level])}") for level, words in LEVEL_WORDS.items()),
            ],
            {str(level): (theme.LEVEL_ICONS[level], str(level)) for level in LEVEL_WORDS},
        )
        for each in (self.print_button, self.save_button):
            each.setEnabled(bool(self._rows))

    def _say_done(self) -> None:
        done, this_month = self._reviewing.done, self.day() == clock.today()
        self.done.say(records_done(done.values(), clock.today()))
        if this_month:
            self.desk.done.count_in(done)
        if self.desk.shows_settled:
            self._ask_settled()

    def _turn_settled(self) -> None:
        """Show what was settled today, or no more of it."""
        if self.desk.shows_settled:
            self._show_settled([])
        else:
            self._ask_settled()

    def _ask_settled(self) -> None:
        done, day = self._reviewing.done, clock.today()
        self._tasks.run(
            lambda: self._program.review.done.rows(done, day), self._show_settled, owner=self, urgent=True
        )

    def _show_settled(self, settled: Sequence[DoneRow]) -> None:
        was_shown = self.desk.shows_settled
        self.desk.set_settled(settled)
        self._show()
        if settled and not was_shown:
            self.desk.go_to_settled()

    def _say_step(self, step: ReviewStep) -> None:
        self.said.setText(f"đang rà soát {number(step.done)}/{number(step.total)} hồ sơ…")
        self._say_button()

    def _say_state(self) -> None:
        self._say_button()
        found, at = self.found, self._reviewing.at
        if self._reviewing.running or found is None or at is None:
            return
        when = f"{at:%H:%M}" if at.date() == clock.today() else f"{at:%H:%M %d/%m/%Y}"
        self.said.setText(f"tự rà soát lúc {when} · {number(found.records)} hồ sơ")
        self._empty.say(
            "circle-check",
            "Không thấy điều gì sai",
            f"{number(found.records)} hồ sơ đúng với quy định của ngày {found.on:%d/%m/%Y}.",
        )

    def _say_button(self) -> None:
        running = self._reviewing.running
        self.run_button.setText(theme.beside_icon("Dừng" if running else _AGAIN))


_WHAT = "Chương trình đối chiếu mọi hồ sơ với quy định của tháng: mức hưởng, tuổi, thời hạn, giấy tờ, hưởng hai nơi."
