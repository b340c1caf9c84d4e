"""The inbox itself: the lines at the left, at the right what the current one is about and the record at its field."""

import datetime
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.review import DoneRow, Group, ReviewRow, groups_of
from ansinh_desktop.ui import keys, later, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.join_acts import JoinActs
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pages.review.done_bar import DoneBar
from ansinh_desktop.ui.pages.review.finding_pane import FindingPane
from ansinh_desktop.ui.pages.review.inbox import Inbox
from ansinh_desktop.ui.pages.review.keeping import Keeping
from ansinh_desktop.ui.pages.review.origin import Origin
from ansinh_desktop.ui.pages.review.paper_beside import PaperBeside
from ansinh_desktop.ui.pages.review.record_place import RecordPlace
from ansinh_desktop.ui.pages.review.said import Settling, shown_groups
from ansinh_desktop.ui.reviewing import Reviewing
from ansinh_desktop.ui.widgets.progress_strip import number

_BESIDE_FROM = 1000
"""The width, at 100 %, from which the record stands beside the list."""
_LIST, _PANE = 640, 470


class ReviewDesk(QWidget):
    """Leads from a line to its record and on to the next one, and to the act that settles all of a kind.

    Signals:
        case_asked: A case is to be opened. Carries the record's id, its register, and the time limit it is about.
        told: Something was done, or is still to be done. Carries the sentence and its tone.
        refused: It could not be done. Carries the exception.
    """

    case_asked = Signal(str, str, str)
    told = Signal(str, str)
    refused = Signal(object)

    def __init__(
        self,
        program: Program,
        tasks: Tasks,
        reviewing: Reviewing,
        day: Callable[[], datetime.date],
        parent: QWidget,
    ) -> None:
        """Make it; ``day`` says of which day the law is asked."""
        super().__init__(parent)
        self._program, self._tasks, self._reviewing, self._day = program, tasks, reviewing, day
        self.rows: Mapping[str, ReviewRow] = {}
        """All that was found, by its key."""
        self._settled: Mapping[str, DoneRow] = {}
        """What was settled today, where the officer asked for it."""
        self.groups: Mapping[str, Group] = {}
        """What of it is shown and still open, by its kind."""
        self._settling = Settling(program.many)
        self._mended: dict[str, ReviewRow] = {}
        """What was mended last: it stays in sight until one moves on."""
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._left = QStackedWidget(self._split)
        self._list = QWidget(self._left)
        self.inbox = Inbox(self._list)
        self.done = DoneBar(self._list)
        self.pane = FindingPane(self._split)
        self.place = RecordPlace(program, tasks, self)
        self.origin = Origin(program, tasks, self.pane)
        self.pane.put_place(self.place, self.origin)
        self.paper = PaperBeside(self._left)
        self.keeping = Keeping(self.inbox, self.pane, self.place)
        self.joins = JoinActs(self, lambda: program.people.joinings, tasks, Surroundings())
        self.joins.said.connect(self._end_many)
        self._beside = True
        self._lay_out()
        self._connect()

    def show_rows(self, rows: Mapping[str, ReviewRow], shown: Sequence[ReviewRow]) -> bool:
        """Show some of what was found; whether there is anything to be shown.

        Args:
            rows: All of it, by its key.
            shown: What is looked at.
        """
        self.rows = rows
        waiting = [each for each in shown if not each.kept]
        still = [each for each in self._mended.values() if each.key not in {row.key for row in waiting}]
        self.groups = {each.key: each for each in groups_of(waiting)}
        kept = [each for each in shown if each.kept]
        mended = [each.key for each in still]
        self.inbox.set_groups(
            shown_groups(groups_of([*waiting, *still]), kept, self._settled, mended, self._settling.words)
        )
        self._show_line()
        return bool(shown or still or self._settled)

    def set_settled(self, settled: Sequence[DoneRow]) -> None:
        """Let what was settled today stand beneath all others; nothing of it where nothing is given."""
        self._settled = {each.key: each for each in settled}

    def go_to_settled(self) -> None:
        """Go to what was settled last."""
        if self.place.may_leave():
            self.close_record()
            self.inbox.select(next(iter(self._settled), ""))

    @property
    def shows_settled(self) -> bool:
        """Whether what was settled today stands in the list."""
        return bool(self._settled)

    def take_focus(self) -> None:
        """Give the keyboard to the list, or to the record that is open beside it."""
        if (form := self.place.form()) is not None:
            form.take_focus()
        else:
            self.inbox.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def spot_inside(self) -> Spot | None:
        """Return the record that is open, else the reason that is being typed, and what opens it."""
        asked = self.keeping.asked
        if asked and self.place.form() is None:
            return Spot(self.pane.reason, Opening(type(self).__name__, "ask_to_keep", (asked,)))
        return self.place.spot_inside()

    def open_row(self, key: str) -> None:
        """Open a record at the field of what was found in it; where it is about none, its case."""
        if key in self._settled and self.place.may_leave():
            settled = self._settled[key]
            self.close_record()
            self.case_asked.emit(settled.record_id, settled.register, "")
        elif key in self.rows and self.place.may_leave():
            self._open(key)

    def close_record(self) -> None:
        """Put the record away, and give the keyboard back to its line."""
        self.place.close_record()
        self.origin.ask("", "")
        self._put_paper_away()
        self._share_room()
        self.inbox.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_off(self) -> None:
        """Leave this one and go to the next of its kind: open it, where one is open."""
        if not self.place.may_leave():
            return
        was_open, following = (
            self.place.form() is not None,
            self.inbox.following({each.key for each in self.rows.values() if not each.kept}),
        )
        if following and was_open:
            self._open(following)
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
        """Ask, in the place of its words, with which reason a finding is kept, or all of a kind."""
        if rows := _keepable(self.rows.get(key), self.groups.get(key)):
            if not self.inbox.select(key):
                self.inbox.select_group(key)
            of_all = f"Giữ, không sửa cả {number(len(rows))} hồ sơ" if key in self.groups else ""
            self.keeping.ask(key, of_all)

    def act(self, key: str) -> None:
        """Ask what the act for a whole group needs."""
        group = self.groups.get(key)
        if group is not None and group.first.pair:
            self.open_row(group.first.key)
            return
        act = self._settling.act(group) if group is not None else None
        if group is not None and act is not None and self.place.may_leave():
            self.close_record()
            self.ask_many(group.first.register, act.code, group.records)

    @opens
    def ask_many(self, register: str, code: str, records: Sequence[str]) -> None:
        """Ask what an act for many records needs, and show what it would do."""
        from ansinh_desktop.ui.dialogs.many import ask_many  # noqa: PLC0415 - only when asked for

        known = {
            "month": f"{self._day():%Y-%m}",
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
        row = self.rows.get(self.inbox.current_row())
        if row is not None:
            later.why(self._program, row.record_id, self._day(), tasks=self._tasks, parent=self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the record beside the list only where there is room for both."""
        super().resizeEvent(event)
        self._share_room()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.inbox, 1)
        column.addWidget(self.done)
        split = self._split
        split.setProperty("role", "gap")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.px(8))
        self._left.addWidget(self._list)
        self._left.addWidget(self.paper)
        split.addWidget(self._left)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.px(_LIST), theme.px(_PANE)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def _connect(self) -> None:
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
            (self.place.left, self.close_record),
        ):
            asked.connect(do)
        self.place.keep_asked.connect(lambda key: self.keeping.ask_of_record(key) if key else self.keep())
        self.keeping.given.connect(self._keep)
        self.keeping.turned.connect(self._share_room)
        self.keeping.turned.connect(self._show_line)
        self.place.saved.connect(self._on_saved)
        self.origin.refused.connect(self.refused)
        self.origin.read.connect(self._show_paper)
        self.pane.paper_asked.connect(self.origin.open_first)
        self.paper.closed.connect(self._put_paper_away)
        self.place.opened.connect(self.origin.ask)
        # Another one's paper must never stand beside a field.
        self.place.opened.connect(lambda *_what: self._put_paper_away())
        self.place.opened.connect(lambda *_what: self._share_room())
        self.place.goes_first = self._put_paper_away
        self.place.case_asked.connect(lambda record, register: self.case_asked.emit(record, register, ""))
        self.place.refused.connect(self.refused)
        keys.action("edit", self, self._open_whole)
        for name, do in (("next_found", self.put_off), ("keep_warning", self.keep)):
            # While a record is open its form has these keys.
            keys.action(name, self.inbox, do).setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    def _show_line(self) -> None:
        """Say at the right what the current line is about; while a reason is asked for, that stands there."""
        if self.keeping.asked:
            if not self.keeping.is_here():
                self.keeping.drop()
            return
        row, key = self.rows.get(self.inbox.current_row()), self.inbox.current_group()
        group = self.groups.get(key)
        if row is not None:
            explained = catalog.register(row.register).explained is not None
            own = group or next(iter(groups_of([row])))
            self.pane.show_row(row, own, explained=explained)
        elif group is not None and not self.inbox.current_row():
            self.pane.show_group(group, self._settling.words(group)[1])
        else:
            self.pane.show_nothing()

    def _show_paper(self, read: later.ReadPaper) -> None:
        """Show a paper beside its field; over both where there is room for one only."""
        try:
            if self._beside:
                self.paper.show_paper(read)
                self._left.setCurrentWidget(self.paper)
                self.take_focus()
            else:
                later.PaperDialog(read, self, save=None, printed=None).open()
        except UserError as error:
            self.refused.emit(error)

    def _put_paper_away(self) -> bool:
        """Show the list again in the place of a paper; whether there was one."""
        if self.paper.sheet is None:
            return False
        had_focus = self.paper.isAncestorOf(self.focusWidget())
        self._left.setCurrentWidget(self._list)
        self.paper.forget()
        if had_focus:
            self.take_focus()
        return True

    def _share_room(self) -> None:
        """Let the record take the place of the list where there is no room for both."""
        beside = self.width() >= theme.px(_BESIDE_FROM)
        is_open = self.place.form() is not None
        self.pane.set_open(is_open)
        is_open = is_open or bool(self.keeping.asked)
        self.pane.setVisible(beside or is_open)
        self._left.setVisible(beside or not is_open)
        self._beside = beside
        if not beside:
            self._put_paper_away()

    def _open_whole(self) -> None:
        row = self.rows.get(self.inbox.current_row())
        if row is not None and self.place.may_leave():
            self.close_record()
            self.case_asked.emit(row.record_id, row.register, row.task)

    def _on_saved(self, record_id: str) -> None:
        on, key = self._day(), self.inbox.current_row()
        self._tasks.run(
            lambda: self._program.review.of_record(record_id, on),
            lambda rows: self._go_on(record_id, key, rows),
            failed=self.refused.emit,
            owner=self,
            urgent=True,
        )

    def _go_on(self, record_id: str, key: str, rows: Sequence[ReviewRow]) -> None:
        """Let what is mended leave, and open the next one."""
        following = self.inbox.following({each.key for each in self.rows.values() if not each.kept})
        before = self.rows.get(key)
        still = before is not None and any(
            (each.code, each.field, each.nth) == (before.code, before.field, before.nth) and not each.kept
            for each in rows
        )
        self._mended = {key: before} if before is not None and not still else {}
        self._reviewing.settle(record_id, rows)
        if still:
            self.told.emit("Đã lưu; điều này vẫn còn, xem lại sau hoặc giữ kèm lý do.", "note")
        self._leave_for(following)

    def _open(self, key: str) -> None:
        row = self.rows[key]
        self.inbox.select(key)
        if row.pair and self._program.access.writes(row.register):
            self.close_record()
            self.joins.ask_join(*row.pair)
        elif row.of_several or row.category == "overdue":
            self.close_record()
            self.case_asked.emit(row.record_id, row.register, row.task)
        else:
            self.place.open_record(row.record_id, row.register, row.field)

    def _leave_for(self, following: str) -> None:
        """Go on to the next one: of the one that is open everything is on the disk."""
        if following in self.rows:
            self._open(following)
        else:
            self.close_record()
            self.inbox.select_next_group()

    def _keep(self, key: str, reason: str) -> None:
        rows = _keepable(self.rows.get(key), self.groups.get(key))
        self._tasks.run(
            lambda: self._program.review.keep(rows, reason),
            lambda _count: self._end_keeping(key, rows, reason),
            failed=self.refused.emit,
            owner=self,
            title="Giữ kèm lý do",
        )

    def _end_keeping(self, key: str, rows: Sequence[ReviewRow], reason: str) -> None:
        self.keeping.forget(key)
        following, was_open = (
            self.inbox.following({each.key for each in self.rows.values() if not each.kept}),
            self.place.form() is not None,
        )
        self._reviewing.keep(rows, reason)
        if was_open:
            self._leave_for(following)
        elif following:
            self.inbox.select(following)
            self.inbox.setFocus()

    def _end_many(self, said: str) -> None:
        self._reviewing.begin(self._day())
        self.told.emit(said, "good")
        self.inbox.setFocus()


def _keepable(one: ReviewRow | None, group: Group | None) -> list[ReviewRow]:
    """Return what can still be kept of one finding, or of a kind."""
    every = [one] if one is not None else group.rows if group is not None else ()
    return [each for each in every if each.keepable and not each.kept]
