"""The window of open data: navigation at the left, one search at the top, a page at a time."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from ansinh_desktop.errors import message
from ansinh_desktop.services import hamlets
from ansinh_desktop.services.drafts import Unsaved
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.overview import overview
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import keys, later, reminding, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.counts import Counts
from ansinh_desktop.ui.drafts.spots import Opening, Spot, openings_of, opens
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.help.side import HelpSide
from ansinh_desktop.ui.list_output import ListOutput
from ansinh_desktop.ui.messages import Toast
from ansinh_desktop.ui.officer_menu import OfficerMenu
from ansinh_desktop.ui.opening_strip import OpeningStrip
from ansinh_desktop.ui.pages.page import Page
from ansinh_desktop.ui.pages.register.elsewhere import bring_forward
from ansinh_desktop.ui.pages.registry import Entries, Entry, entries
from ansinh_desktop.ui.reviewing import Reviewing
from ansinh_desktop.ui.saved_foot import SavedFoot
from ansinh_desktop.ui.top_strip import TopStrip
from ansinh_desktop.ui.ways.case_windows import CaseWindows
from ansinh_desktop.ui.ways.commands import Commands
from ansinh_desktop.ui.ways.find_anybody import FindAnybody
from ansinh_desktop.ui.ways.history import History
from ansinh_desktop.ui.ways.page_stack import PageStack
from ansinh_desktop.ui.widgets.field_row import help_anchor
from ansinh_desktop.ui.widgets.key_sheet import KeySheet
from ansinh_desktop.ui.widgets.navigation import Navigation, NavigationEntry

if TYPE_CHECKING:
    from ansinh_desktop.services.reports.lists import ListRequest

P = TypeVar("P", bound=Page)

TITLE = "An Sinh Xã"
COURSE = "Học giờ đầu tiên trên dữ liệu giả"


def _side_by_side(stack: QWidget, parent: QWidget) -> QSplitter:
    """Return what holds the pages, and the help beside them once that is opened."""
    side = QSplitter(Qt.Orientation.Horizontal, parent)
    side.addWidget(stack)
    side.setStretchFactor(0, 1)
    return side


def _put_beside(side: QSplitter, help_pane: QWidget) -> None:
    side.addWidget(help_pane)
    side.setSizes([theme.px(760), theme.px(380)])


def _navigation(every: Entries, counts: Counts, parent: QWidget) -> Navigation:
    """Return the navigation of all pages, with the numbers that stand beside them."""
    shown: list[NavigationEntry] = []
    first_desk = next((each.key for each in every.desks.values()), "")
    for key, each in every.every.items():
        if key in {first_desk, "people"} and shown:
            shown.append(NavigationEntry("", ""))  # the registers stand by themselves
        shown.append(NavigationEntry(key, each.title, each.sign, noted=key == "payments"))
    made = Navigation(shown, parent)
    counts.counted.connect(lambda code, count: made.set_count(f"register:{code}", count))
    counts.overdue_counted.connect(lambda count: made.set_badge("tasks", count, hint=f"{count} việc quá hạn"))
    counts.noted.connect(made.set_note)
    return made


def _is_course(window: QWidget) -> bool:
    """Whether this is the window of the course itself."""
    around = window.parent()
    return around is not None and bool(around.property("course"))


class MainWindow(QMainWindow):
    """The pages of one open data folder.

    Signals:
        lock_asked: The officer wants the data locked.
        place_asked: The officer wants to go on typing somewhere. Carries what opens that place.
        look_asked: The program is to look otherwise. Carries the look.
        course_asked: The officer wants to learn on invented data.
    """

    lock_asked = Signal()
    place_asked = Signal(object)
    look_asked = Signal(object)
    course_asked = Signal()
    _help: HelpSide | None = None  # asked by events that come while the window is made

    def __init__(
        self, program: Program, tasks: Tasks, parent: QWidget | None = None, *, first: str = ""
    ) -> None:
        """Make the window; ``first`` is the key of the page that is shown first, where the officer has it."""
        super().__init__(parent)
        if parent is not None:  # before there is anything in it, all of which would be dressed anew
            self.setWindowFlags(Qt.WindowType.Widget)
        self._program = program
        self._tasks = tasks
        self.setWindowTitle(f"{program.office.name} – {TITLE}")
        self.toast = Toast(self)
        self.lists = ListOutput(program, tasks, self.toast, self)
        self.lists.shown.connect(self.show_list)
        self.search = FindAnybody(program, tasks, self)
        self.search.case_chosen.connect(self.open_case)
        self.search.person_chosen.connect(self.open_person)
        self._entries = entries(self, program, tasks)
        self.counts = Counts(program, tasks, self, months="payments" in self._entries.every)
        self.reviewing = Reviewing(program, tasks, self)
        self.reviewing.begin_soon()
        self.stack = PageStack(self._entries, self, first)
        self.history = History(self.stack, self)
        self.navigation = _navigation(self._entries, self.counts, self)
        self.navigation.chosen.connect(self.go_to)
        self.navigation.chosen_again.connect(self.go_back_to)
        self.reminder = reminding.Reminder(self)
        if reminding.is_offered():
            self.counts.days_counted.connect(self.reminder.follow)
        self._side = _side_by_side(self.stack, self)
        self._help = HelpSide(self, tasks, partial(_put_beside, self._side))
        self.saved = SavedFoot(program, tasks, self)
        self.saved.asked.connect(partial(self.jump_to, "admin"))
        self.opening = OpeningStrip(program, tasks, self)
        self.reviewing.counted.connect(partial(self.navigation.set_count, "review"))
        self.windows = CaseWindows(self, program, tasks)
        self.commands = Commands(
            self,
            program,
            self._entries,
            [
                ("search", "search", self.search.begin),
                ("newest_draft", "pencil", self.go_on),
                ("help", "circle-question-mark", self.show_help),
                ("undo", "undo-2", self.open_undo),
                ("lock", "lock", self.lock_asked.emit),
                ("sheet", "keyboard", lambda: KeySheet(self).exec()),
                ("refresh", "refresh-cw", lambda: self.page().renew()),
            ],
        )
        self._lay_out()
        self.go_to(self.stack.key)
        self.counts.refresh()

    # Pages

    @opens
    def go_to(self, key: str) -> Page | None:
        """Show a page, and return it; None where the officer has none, or stays on the one that is shown."""
        entry = self._entries.every.get(key)
        page = self.stack.show_entry(entry) if entry is not None else None
        if page is None:
            self.navigation.go_to(self.stack.key)
        elif self.navigation.current_key() != key:
            self.navigation.go_to(key)  # which says so, and so comes back here to refresh
        else:
            page.refresh()
        return page

    def go_back_to(self, key: str) -> None:
        """Show what the page of an entry begins with, whatever was opened from there."""
        page = self.page() if self.stack.is_of_entry() else self.go_to(key)
        if page is not None:
            page.go_back()

    def jump_to(self, key: str) -> None:
        """Show a page and give it the keyboard, as a shortcut does."""
        page = self.go_to(key)
        if page is not None:
            page.take_focus()

    def page(self) -> Page:
        """Return the page that is shown."""
        return self.stack.page()

    def spot_inside(self) -> Spot | None:
        """Return the page that is shown, and what opens it."""
        page = self.page()
        way, given = ("go_to", self.stack.key)
        if not self.stack.is_of_entry():
            way, given = str(page.property("opened_by")), str(page.property("register"))
        return Spot(page, Opening(type(self).__name__, way, (given,)))

    def page_keys(self) -> list[str]:
        """Return the key of every page of the navigation."""
        return list(self._entries.every)

    def title_of(self, key: str) -> str:
        """Return what a page is called; its key where the officer has no such page."""
        return self._entries.every[key].title if key in self._entries.every else key

    def desk(self, register: str) -> "later.RegisterDesk | None":
        """Show the page of a register, and return it; None as in :meth:`go_to`."""
        return self._come_to(self._entries.desks.get(register))

    def open_case(self, record_id: str, register: str, task: str = "") -> None:
        """Show one case on its register's page, at one of its time limits where one is named; Esc leads back here."""
        if bring_forward(self, record_id):
            return
        origin = self.stack.key
        with self.history.one_step():
            if (desk := self.desk(register)) is not None:
                desk.open_case(record_id, task=task)
                if origin != self.stack.key:
                    desk.lead_back(origin, self.title_of(origin))

    def open_person(self, person_id: str) -> None:
        """Show one person."""
        if (people := self._come_to(self._entries.people)) is not None:
            people.open_person(person_id)

    def new_case(self, register: str, person_id: str = "") -> None:
        """Begin a record of somebody who is recorded."""
        with self.history.one_step():
            if (desk := self.desk(register)) is not None:
                desk.new_case(person_id)

    def open_list(self, query: ListQuery) -> None:
        """Show the records behind a number; Esc leads back to it."""
        origin = self.stack.key
        with self.history.one_step():
            if (desk := self.desk(query.register)) is not None:
                desk.show_query(query)
                desk.list.way_back.lead(origin, self.title_of(origin))

    def show_list(self, request: "ListRequest") -> None:
        """Show a list as it will be printed."""
        if (papers := self._come_to(self._entries.papers)) is not None:
            papers.show_list(request)

    def _come_to(self, entry: Entry[P] | None) -> P | None:
        """Show the page of an entry as :meth:`go_to` does, known by its kind."""
        there = entry is not None and self.go_to(entry.key) is not None
        return entry.page() if entry is not None and there else None

    def take_file(self, file: Path) -> None:
        """Open a file that came from outside, on the page that it belongs to."""
        page = self.go_to("law" if file.suffix.lower() == ".aglaw" else "exchange")
        if page is None or not page.take_file(file):
            later.tell(self, message("AS-9008", name=file.name))

    def go_on(self) -> None:
        """Go on with what was begun last, wherever that is."""
        vault, access = self._program.vault, self._program.access
        self._tasks.run(
            lambda: later.begun_last(overview(vault, access)), self._go_on_with, owner=self, urgent=True
        )

    def _go_on_with(self, draft: Unsaved | None) -> None:
        if draft is None:
            self.toast.pop("Không có gì đang làm dở.", "note")
        else:
            self.place_asked.emit(openings_of(draft))

    @opens
    def bring_list(self, register: str) -> None:
        """Bring a workbook into a register."""
        page = later.ImportPage(self._program.importing, register, self._tasks, self.stack)
        self._put_over(page, "bring_list", register)

    @opens
    def enter_many(self, register: str) -> None:
        """Let many records of a register be typed or pasted at once."""
        around = Surroundings(hamlets=hamlets.offered(self._program.vault, self._program.access))
        page = later.GridPage(self._program.importing, register, self._tasks, around, self.stack)
        self._put_over(page, "enter_many", register)

    def _put_over(self, page: "later.ImportPage | later.GridPage", way: str, register: str) -> None:
        """Show a page that no entry of the navigation leads to, over that of a register."""
        page.finished.connect(lambda code: self.jump_to(f"register:{code}"))
        page.finished.connect(lambda _code: self.reviewing.begin())
        if not self.stack.is_of_entry() and not self.page().may_leave():
            page.deleteLater()
            return
        page.setProperty("opened_by", way)
        page.setProperty("register", register)
        self.stack.put(page)
        page.take_focus()

    @opens
    def open_why(self, record_id: str) -> None:
        """Show the reasons of what the program reckons in a case."""
        later.why(self._program, record_id, tasks=self._tasks, parent=self)

    def open_undo(self) -> None:
        """Show what the officer did last, to take it back."""
        dialog = later.UndoDialog(self._program, self._tasks, self)
        dialog.changed.connect(lambda: self.page().refresh())
        dialog.changed.connect(self.counts.refresh)
        dialog.open()
        dialog.refresh()

    # Help

    def show_help(self, anchor: str = "") -> None:
        """Open the help at what the officer is on; asked again there, go to its search."""
        focus = QApplication.focusWidget() or self.focusWidget()
        if self._help is not None:
            self._help.open(anchor or help_anchor(focus) or help_anchor(self.page()))

    def print_handbook(self) -> None:
        """Show the whole guide as it will be printed."""
        if self._help is not None:
            self._help.print_handbook()

    def event(self, event: QEvent) -> bool:
        """Take Esc as putting the help away, before the form beside it takes it as going back."""
        beside = self._help if self._help is not None and self._help.is_open() else None
        if beside and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                beside.close()
                return True
        return super().event(event)

    # Frame

    def _lay_out(self) -> None:
        tools = (
            ("keyboard", "Bảng phím tắt (phím ?)", lambda: KeySheet(self).exec()),
            ("circle-question-mark", "Hướng dẫn (F1)", self.show_help),
            ("lock", "Khóa màn hình (Ctrl+L)", self.lock_asked.emit),
        )

        def change_password() -> None:
            if (admin := self._come_to(self._entries.admin)) is not None:
                admin.change_password()

        menu = OfficerMenu(
            [("Hoàn tác việc đã làm…\tCtrl+Z", self.open_undo)],
            [
                ("Đổi mật khẩu…", change_password),
                *([] if _is_course(self) else [(COURSE, self.course_asked.emit)]),
                ("Khóa màn hình\tCtrl+L", self.lock_asked.emit),
            ],
            self._program.views.look(),
            self,
        )
        if reminding.is_offered():
            menu.add_switch(reminding.WORDS, self.reminder.turn, on=self.reminder.is_on())
        menu.look_asked.connect(self.look_asked)
        self.commands.offer_menu(menu)
        top = TopStrip(
            self.search.box,
            tools,
            self,
            officer=(self._program.vault.officer, menu),
            commands=self.commands.ask,
        )
        rule = QFrame(self)
        rule.setProperty("role", "rule")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(top)
        right.addWidget(rule)
        right.addWidget(self.opening)
        right.addWidget(self._side, 1)
        holder = QWidget(self)
        outer = QHBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.navigation, 1)
        left.addWidget(self.saved)
        outer.addLayout(left)
        outer.addLayout(right, 1)
        self.setCentralWidget(holder)

    def locks(self, event: QKeyEvent) -> bool:
        """Whether a key asks for the lock: the shortcut belongs to this window, and a dialog has its own."""
        return keys.matches("lock", event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Begin nothing more."""
        self.commands.keep()
        self.counts.stop()
        self.reviewing.stop()
        self.saved.stop()
        self.opening.stop()
        event.accept()
