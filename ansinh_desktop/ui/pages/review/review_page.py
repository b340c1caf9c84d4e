"""«Rà soát»: every record against the law of a month, as an inbox: equal findings in one line, one key from each field."""

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts.many import ManyAct
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.review import Group, Reviewed, ReviewRow, ReviewStep, groups_of
from ansinh_desktop.ui import keys, later, messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import Spot, opens
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.pages.payments.month_choice import MonthChoice
from ansinh_desktop.ui.pages.review.done_bar import DoneBar
from ansinh_desktop.ui.pages.review.finding_pane import FindingPane
from ansinh_desktop.ui.pages.review.inbox import Inbox
from ansinh_desktop.ui.pages.review.record_place import RecordPlace
from ansinh_desktop.ui.pages.review.review_papers import ReviewPapers
from ansinh_desktop.ui.pages.review.said import FILTERS, LEVEL_WORDS, fields_of, shown_groups
from ansinh_desktop.ui.reviewing import Reviewing
from ansinh_desktop.ui.widgets.choosing.chips import ChipBar
from ansinh_desktop.ui.widgets.choosing.segments import Segments
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.progress_strip import number

_BESIDE_FROM = 1000
"""The width of the page, at 100 %, from which the record stands beside the list."""
_LIST, _PANE = 640, 470
_ALL = "all"


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
        self._groups: dict[str, Group] = {}
        self._mended: dict[str, ReviewRow] = {}
        """What was mended last: it stays in sight until one moves on."""
        self.found: Reviewed | None = None
        self.said = QLabel(self)
        self.said.setProperty("tone", "muted")
        self.month = MonthChoice("review_month", "Tháng rà soát", self)
        self.run_button = button("Rà soát lại", "refresh-cw", self, name="run_review")
        self.print_button = button("In…", "printer", self, name="print_review")
        self.save_button = button("Lưu Excel…", "file-spreadsheet", self, name="save_review")
        self.levels = Segments("review_levels", "Mức", self)
        self.filters = ChipBar(self)
        self.inbox = Inbox(self)
        self.done = DoneBar(self)
        self.pane = FindingPane(self)
        self.place = RecordPlace(program, tasks, self)
        self.pane.put_place(self.place)
        self.papers = ReviewPapers(
            program, tasks, lambda: (self.found, self.shown(), self.filters.said()), self
        )
        self._empty = EmptyState("list-checks", "Đang rà soát…", _WHAT, parent=self)
        self._stack = QStackedWidget(self)
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
        if (form := self.place.form()) is not None:
            form.take_focus()
        else:
            self.inbox.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def shown(self) -> list[ReviewRow]:
        """Return what the filters let through, in the order of the review."""
        chosen, level = self.filters.value(), self.levels.key()
        return [
            each
            for each in self._rows.values()
            if level in ("", _ALL, str(each.level))
            and all(str(getattr(each, key)) in chosen[key] for key, _label in FILTERS if chosen.get(key))
        ]

    # ---------------------------------------------------------------- one record

    def open_row(self, key: str) -> None:
        """Open a record at the field of what was found in it; where it is about none, its case."""
        row = self._rows.get(key)
        if row is None or not self.place.may_leave():
            return
        self.inbox.select(key)
        if row.category in {"overdue", "double"} or not self._program.access.writes(row.register):
            self.close_record()
            self.case_asked.emit(row.record_id, row.register, row.task)
        else:
            self.place.open_record(row.record_id, row.register, row.field)

    def close_record(self) -> None:
        """Put the record away, and give the keyboard back to its line."""
        self.place.close_record()
        self.pane.set_open(False)
        self._share_room()
        self.inbox.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_off(self) -> None:
        """Leave this one and go to the next of its kind: open it, where one is open."""
        if not self.place.may_leave():
            return
        was_open, following = self.place.form() is not None, self._following()
        if following and was_open:
            self.open_row(following)
            return
        self.close_record()
        if following:
            self.inbox.select(following)
        else:
            self.inbox.select_next_group()

    def keep(self) -> None:
        """Ask for the reason with which the current finding, or all of the current kind, is left as it is."""
        key = self.inbox.current_row() or self.inbox.current_group()
        if key and self.pane.keep_button.isEnabled():
            self.ask_to_keep(key)

    @opens
    def ask_to_keep(self, key: str) -> None:
        """Ask with which reason a finding is kept, or all of a kind."""
        one, group = self._rows.get(key), self._groups.get(key)
        every = [one] if one is not None else group.rows if group is not None else ()
        rows = [each for each in every if each.keepable and not each.kept]
        if not rows:
            return
        what = rows[0].text if group is None else f"{group.title}: {number(len(rows))} hồ sơ."
        question = f"Giữ, không sửa: {what}\nLý do ghi vào từng hồ sơ."
        reason = messages.confirm_with_reason(self, question, "Giữ")
        if reason:
            self._tasks.run(
                lambda: self._program.review.keep(rows, reason),
                lambda _count: self._end_keeping(rows, reason),
                failed=self.say,
                owner=self,
                title="Giữ kèm lý do",
            )

    def spot_inside(self) -> Spot | None:
        """Return the record that is open, and what opens it."""
        return self.place.spot_inside()

    def may_leave(self) -> bool:
        """Ask what is to become of what is being typed; false where the officer stays."""
        return self.place.may_leave()

    # ---------------------------------------------------------------- many records

    def act(self, key: str) -> None:
        """Ask what the act for a whole group needs."""
        group = self._groups.get(key)
        act = self._act_of(group) if group is not None else None
        if group is not None and act is not None and self.place.may_leave():
            self.close_record()
            self.ask_many(group.first.register, act.code, group.records)

    @opens
    def ask_many(self, register: str, code: str, records: Sequence[str]) -> None:
        """Ask what an act for many records needs, and show what it would do."""
        from ansinh_desktop.ui.dialogs.many import ask_many  # noqa: PLC0415 - only when asked for

        known = {
            "month": f"{self.month.month():%Y-%m}",
            "on": clock.today().isoformat(),
            "signer": self._program.office.signer_name,
        }
        ask_many(
            self._program,
            register,
            code,
            records,
            tasks=self._tasks,
            parent=self,
            done=self._end_many,
            answers=known,
        )

    def ask_why(self) -> None:
        """Open the reasons for the record of the current row, on the day of the review."""
        row = self._rows.get(self.inbox.current_row())
        if row is not None and self.found is not None:
            later.why(self._program, row.record_id, self.found.on, tasks=self._tasks, parent=self)

    # ---------------------------------------------------------------- inside

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the record beside the list only where there is room for both."""
        super().resizeEvent(event)
        self._share_room()

    def _lay_out(self) -> None:
        self.head.insertWidget(1, self.month)
        self.head.insertWidget(2, self.said, 1)
        for widget in (self.run_button, self.print_button, self.save_button):
            self.head.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.levels, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.filters, 1)
        self._list = QWidget(self)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.inbox, 1)
        column.addWidget(self.done)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setProperty("role", "gap")
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(theme.px(8))
        self._split.addWidget(self._list)
        self._split.addWidget(self.pane)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([theme.px(_LIST), theme.px(_PANE)])
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._split)
        self.body.addLayout(line)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._reviewing.came.connect(self._take)
        self._reviewing.stepped.connect(self._say_step)
        self._reviewing.failed.connect(self.say)
        self.run_button.clicked.connect(self.review)
        self.month.changed.connect(lambda: self._reviewing.begin(self.day()))
        self.levels.chosen.connect(lambda _key: self._show())
        self.filters.changed.connect(self._show)
        self.inbox.opened.connect(self.open_row)
        self.inbox.acted.connect(self.act)
        self.inbox.moved.connect(self._show_line)
        for asked, do in (
            (self.pane.open_asked, lambda: self.open_row(self.inbox.current_row())),
            (self.pane.later_asked, self.put_off),
            (self.pane.keep_asked, self.keep),
            (self.pane.why_asked, self.ask_why),
            (self.pane.whole_asked, self._open_whole),
            (self.place.later_asked, self.put_off),
            (self.place.keep_asked, self.keep),
            (self.place.left, self.close_record),
        ):
            asked.connect(do)
        self.place.saved.connect(self._on_saved)
        self.place.opened.connect(lambda _record: self._on_opened())
        self.place.case_asked.connect(lambda record, register: self.case_asked.emit(record, register, ""))
        self.place.refused.connect(self.say)
        self.print_button.clicked.connect(self.papers.print_list)
        self.save_button.clicked.connect(lambda: self.papers.save("Excel", ".xlsx"))
        keys.action("print", self, self.papers.print_list)
        keys.action("edit", self, self._open_whole)
        for name, do in (("next_found", self.put_off), ("keep_warning", self.keep)):
            # While a record is open its form has these keys.
            keys.action(name, self.inbox, do).setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def _take(self, found: Reviewed) -> None:
        if found.on != self.day():
            return
        before, self.found = self.found, found
        self._rows = {each.key: each for each in found.rows}
        self.filters.set_fields(fields_of(found.rows))
        self.done.follow(found, anew=before is None or before.on != found.on)
        self._show()
        self._say_state()

    def _show(self) -> None:
        rows = self.shown()
        open_rows = [each for each in rows if not each.kept]
        still = [each for each in self._mended.values() if each.key not in {row.key for row in open_rows}]
        groups = groups_of([*open_rows, *still])
        self._groups = {each.key: each for each in groups_of(open_rows)}
        kept = [each for each in rows if each.kept]
        self.inbox.set_groups(shown_groups(groups, kept, [each.key for each in still], self._act_words))
        self._stack.setCurrentWidget(self._split if rows or still else self._empty)
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
        self._show_line()

    def _show_line(self) -> None:
        """Say at the right what the current line is about."""
        row, key = self._rows.get(self.inbox.current_row()), self.inbox.current_group()
        group = self._groups.get(key)
        if row is not None:
            explained = catalog.register(row.register).explained is not None
            own = group or next(iter(groups_of([row])))
            self.pane.show_row(row, own, explained=explained)
        elif group is not None and not self.inbox.current_row():
            self.pane.show_group(group, self._act_words(group)[1])
        else:
            self.pane.show_nothing()

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
        self.run_button.setText(theme.beside_icon("Dừng" if running else "Rà soát lại"))

    def _on_opened(self) -> None:
        self.pane.set_open(True)
        self._share_room()

    def _share_room(self) -> None:
        """Let the record take the place of the list where there is no room for both."""
        beside = self.width() >= theme.px(_BESIDE_FROM)
        is_open = self.place.form() is not None
        self.pane.setVisible(beside or is_open)
        self._list.setVisible(beside or not is_open)

    def _act_of(self, group: Group) -> ManyAct | None:
        """Return the act that settles a kind of finding in all its records; None where each has its own way."""
        many, first = self._program.many, group.first
        if (act := many.settling(first.register, first.code)) is not None:
            return act
        field = group.field if len(group.records) > 1 else None
        return many.saying(first.register, field.key) if field is not None else None

    def _act_words(self, group: Group) -> tuple[str, str]:
        """Return what the button of a group says, and the same in full; empty where there is none."""
        act, count = self._act_of(group), number(len(group.records))
        if act is None:
            return "", ""
        own = act.code == group.first.field
        return f"{'Ghi chung' if own else act.label}: {count}…", f"{act.label} cho {count} hồ sơ"

    def _following(self) -> str:
        """Return the next row of the current kind that is still open; empty where there is none."""
        return self.inbox.following({each.key for each in self._rows.values() if not each.kept})

    def _open_whole(self) -> None:
        row = self._rows.get(self.inbox.current_row())
        if row is not None and self.place.may_leave():
            self.close_record()
            self.case_asked.emit(row.record_id, row.register, row.task)

    def _on_saved(self, record_id: str) -> None:
        on, key = self.day(), self.inbox.current_row()
        self._tasks.run(
            lambda: self._program.review.of_record(record_id, on),
            lambda rows: self._go_on(record_id, key, rows),
            failed=self.say,
            owner=self,
            urgent=True,
        )

    def _go_on(self, record_id: str, key: str, rows: Sequence[ReviewRow]) -> None:
        """Let what is mended leave, and open the next one."""
        following = self._following()
        before = self._rows.get(key)
        still = before is not None and any(
            (each.code, each.field, each.nth) == (before.code, before.field, before.nth) and not each.kept
            for each in rows
        )
        self._mended = {key: before} if before is not None and not still else {}
        self._reviewing.settle(record_id, rows)
        if still:
            self.banner.say("Đã lưu; điều này vẫn còn, xem lại sau hoặc giữ kèm lý do.", "note")
        self._leave_for(following)

    def _leave_for(self, following: str) -> None:
        if following in self._rows:
            self.open_row(following)
        else:
            self.close_record()
            self.inbox.select_next_group()

    def _end_keeping(self, rows: Sequence[ReviewRow], reason: str) -> None:
        following, was_open = self._following(), self.place.form() is not None
        self._reviewing.keep(rows, reason)
        if was_open:
            self._leave_for(following)
        elif following:
            self.inbox.select(following)
            self.inbox.setFocus()

    def _end_many(self, said: str) -> None:
        self._reviewing.begin(self.day())
        self._say_state()
        self.banner.say(said, "good")
        self.inbox.setFocus()


_WHAT = "Chương trình đối chiếu mọi hồ sơ với quy định của tháng: mức hưởng, tuổi, thời hạn, giấy tờ, hưởng hai nơi."
