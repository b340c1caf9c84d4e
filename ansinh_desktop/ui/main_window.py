"""The window of open data: navigation at the left, one search at the top, a page at a time."""

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import search
from ansinh_desktop.services.agenda import Counted
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.help_side import HelpSide
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.messages import Toast
from ansinh_desktop.ui.opening_strip import OpeningStrip
from ansinh_desktop.ui.pages.registry import PageMaker, page_makers
from ansinh_desktop.ui.widgets.field_row import help_anchor
from ansinh_desktop.ui.widgets.navigation import Navigation, NavigationEntry
from ansinh_desktop.ui.widgets.search_box import SearchBox
from ansinh_desktop.ui.widgets.search_results import SearchResults

if TYPE_CHECKING:
    from ansinh_desktop.services.reports.lists import ListRequest

TITLE = "An Sinh Xã"
_COUNT_MS = 500

_BACKUP_MS = 60_000
"""So long after opening the daily backup is taken."""


class MainWindow(QMainWindow):
    """The pages of one open data folder.

    Signals:
        lock_asked: The officer wants the data locked.
        place_asked: The officer wants to go on typing somewhere. Carries what opens that place.
    """

    lock_asked = Signal()
    place_asked = Signal(object)

    def __init__(self, program: Program, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self._tasks = tasks
        self._makers: dict[str, PageMaker] = page_makers(self, program, tasks)
        self._pages: dict[str, QWidget] = {}
        self._shown = "overview"
        self._counting = 0
        self._counted_at = -1
        # After the list that the officer opens first: what is overdue is the longest of all questions.
        self._count_soon = QTimer(self)
        self._count_soon.setSingleShot(True)
        self._count_soon.setInterval(_COUNT_MS)
        self._count_soon.timeout.connect(self._begin_counting)
        self.setWindowTitle(f"{program.office.name} – {TITLE}")
        self.navigation = Navigation(self._entries(), self)
        self.navigation.chosen.connect(self.go_to)
        self.search_box = SearchBox("Tìm người: họ tên, số định danh, điện thoại, ấp…  (Ctrl+F)", self)
        self.search_box.searched.connect(self._search)
        self.results = SearchResults(self.search_box, self)
        self.search_box.accepted.connect(self.results.open_first)
        self.search_box.escaped.connect(self.results.hide)
        self.results.case_chosen.connect(self.open_case)
        self.results.person_chosen.connect(self.open_person)
        self._stack = QStackedWidget(self)
        self._side = QSplitter(Qt.Orientation.Horizontal, self)
        self._side.addWidget(self._stack)
        self._side.setStretchFactor(0, 1)
        self._help = HelpSide(self, self._put_help)
        self.opening = OpeningStrip(program, tasks, self)
        self.toast = Toast(self)
        self._lay_out()
        self._bind_keys()
        self.go_to("overview")
        self.refresh_counts()
        tasks.busy_changed.connect(self._follow_changes)
        # Later: whoever opens the program wants to begin.
        self._back_up_later = QTimer(self)
        self._back_up_later.setSingleShot(True)
        self._back_up_later.timeout.connect(self._back_up)
        self._back_up_later.start(_BACKUP_MS)

    # Pages

    @opens
    def go_to(self, key: str) -> Any:
        """Show a page, and return it; it is made when first asked for."""
        if key not in self._makers:
            return None
        if key not in self._pages:
            self._pages[key] = self._makers[key].make()
            self._stack.addWidget(self._pages[key])
        page: Any = self._pages[key]
        if not self._may_leave(page):
            self.navigation.go_to(self._shown)
            return self._pages[self._shown]
        self._shown = key
        self._stack.setCurrentWidget(page)
        if self.navigation.current_key() != key:
            self.navigation.go_to(key)  # which says so, and so comes back here to refresh
        else:
            page.refresh()
        return page

    def make_pages_anew(self) -> None:
        """Let every page but the shown one be made anew when next asked for; what is being typed there is kept."""
        for key, page in list(self._pages.items()):
            if page is self._stack.currentWidget():
                continue
            if (keep := getattr(page, "keep_draft", None)) is not None:
                keep()
            del self._pages[key]
            self._stack.removeWidget(page)
            page.deleteLater()

    def jump_to(self, key: str) -> None:
        """Show a page and give it the keyboard, as a shortcut does."""
        page = self.go_to(key)
        if page is not None and self._shown == key:
            page.take_focus()

    def _may_leave(self, following: QWidget) -> bool:
        """Whether what is being typed on the shown page may be left."""
        shown = self._stack.currentWidget()
        may_leave = getattr(shown, "may_leave", None)
        return shown is following or may_leave is None or may_leave()

    def page(self) -> Any:
        """Return the page that is shown."""
        return self._stack.currentWidget()

    def spot_inside(self) -> Spot | None:
        """Return the page that is shown, and what opens it."""
        page = self.page()
        way, given = ("go_to", self._shown)
        if page is not self._pages.get(self._shown):
            way, given = ("bring_list", str(page.property("register")))
        return Spot(page, Opening(type(self).__name__, way, (given,)))

    def page_keys(self) -> list[str]:
        """Return the key of every page of the navigation."""
        return list(self._makers)

    def title_of(self, key: str) -> str:
        """Return what a page is called; its key where the officer has no such page."""
        return self._makers[key].title if key in self._makers else key

    def open_case(self, record_id: str, register: str, task: str = "") -> None:
        """Show one case on its register's page, at one of its time limits where one is named."""
        self.go_to(f"register:{register}").open_case(record_id, task=task)

    def open_person(self, person_id: str) -> None:
        """Show one person."""
        self.go_to("people").open_person(person_id)

    def new_case(self, register: str, person_id: str = "") -> None:
        """Begin a record of somebody who is recorded."""
        self.go_to(f"register:{register}").new_case(person_id)

    def print_list(self, query: ListQuery, sources: Sequence[str]) -> None:
        """Show a list as it will be printed, with the columns of the screen."""
        self.go_to("papers").show_list(self._request(query, sources))

    def export_list(self, query: ListQuery, sources: Sequence[str]) -> None:
        """Write a list with the columns of the screen as a workbook."""
        from ansinh_desktop.ui.pages.papers_page import choose_target  # noqa: PLC0415 - only when asked for

        request = self._request(query, sources)
        target = choose_target(self, "Lưu Excel", request.paper.title, ".xlsx")
        if target is not None:
            self._tasks.run(
                lambda: self._program.lists.write_request(request, target),
                lambda count: self.toast.pop(f"Đã lưu {count} dòng vào {target}."),
                owner=self,
                title=f"Ghi {target.name}",
            )

    @opens
    def bring_list(self, register: str) -> None:
        """Bring a workbook into a register."""
        from ansinh_desktop.ui.pages.import_page import ImportPage  # noqa: PLC0415 - only when asked for

        page = ImportPage(self._program.importing, register, self._tasks, self)
        page.finished.connect(self._end_import)
        page.setProperty("register", register)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.take_focus()

    def _end_import(self, register: str) -> None:
        page = self.sender()
        self.jump_to(f"register:{register}")
        if isinstance(page, QWidget):
            self._stack.removeWidget(page)
            page.deleteLater()

    def _request(self, query: ListQuery, sources: Sequence[str]) -> "ListRequest":
        title = f"Danh sách {catalog.register(query.register).title}"
        return self._program.lists.of_screen(query, sources, title)

    def open_list(self, query: ListQuery) -> None:
        """Show the records behind a number."""
        self.go_to(f"register:{query.register}").show_query(query)

    def refresh_counts(self) -> None:
        """Ask anew how many records each register holds, and how much is overdue."""
        self._counted_at = self._program.vault.changes
        self._tasks.run(self._program.listing.counts, self._show_counts, owner=self)
        self._count_soon.start()

    def _follow_changes(self, busy: bool) -> None:  # noqa: FBT001 - a signal says it by place
        """Count anew after whatever was written, wherever in the program it was."""
        if not busy and self._program.vault.changes != self._counted_at:
            # Where the window is just closing nobody looks at counts any more.
            with contextlib.suppress(UserError):
                self.refresh_counts()

    def _begin_counting(self) -> None:
        self._counting += 1
        self._count_overdue(self._counting)

    def _count_overdue(self, counting: int, counted: Counted | None = None) -> None:
        """Count on for as long as nobody began anew: a piece at a time, so that what is looked at goes between."""
        if counted is not None and counted.done:
            self.show_overdue(counted.overdue)
        elif counting == self._counting:
            self._tasks.run(
                lambda: self._program.agenda.count_overdue(counted),
                partial(self._count_overdue, counting),
                owner=self,
            )

    @opens
    def open_why(self, record_id: str) -> None:
        """Show the reasons of what the program reckons in a case."""
        from ansinh_desktop.ui.dialogs.why import why  # noqa: PLC0415 - only when asked for

        why(self._program, record_id, tasks=self._tasks, parent=self)

    def show_overdue(self, count: int) -> None:
        """Show how much is overdue beside the page of what is to be done."""
        self.navigation.set_badge("tasks", count, hint=f"{count} việc quá hạn")

    def _show_counts(self, counts: dict[str, int]) -> None:
        for code, count in counts.items():
            self.navigation.set_count(f"register:{code}", count)

    def _entries(self) -> list[NavigationEntry]:
        return [NavigationEntry(key, maker.title, maker.sign) for key, maker in self._makers.items()]

    # Search

    def _search(self, typed: str) -> None:
        if not typed.strip():
            self.results.hide()
            return
        self._tasks.run(
            lambda: search.find(self._program.vault, self._program.access, typed),
            partial(self._show_hits, typed),
            owner=self,
            urgent=True,
        )

    def _show_hits(self, typed: str, hits: list[search.Hit]) -> None:
        if typed == self.search_box.text():
            self.results.show_hits(hits)

    # Help

    def show_help(self, anchor: str = "") -> None:
        """Open the help at what the officer is on."""
        self._help.open(anchor or help_anchor(self.focusWidget()) or help_anchor(self.page()))

    def _back_up(self) -> None:
        self._tasks.run(self._program.backups.take_daily, owner=self, title="Sao lưu hằng ngày")

    def _put_help(self, pane: QWidget) -> None:
        self._side.addWidget(pane)
        self._side.setSizes([theme.px(760), theme.px(380)])

    # Frame

    def _lay_out(self) -> None:
        top = QFrame(self)
        top.setObjectName("top")
        row = QHBoxLayout(top)
        row.setContentsMargins(theme.px(20), theme.px(8), theme.px(12), theme.px(8))
        row.setSpacing(theme.px(8))
        self.search_box.setMaximumWidth(theme.px(560))
        row.addWidget(self.search_box, 3)
        row.addStretch(1)
        officer = QLabel(self._program.vault.officer, top)
        officer.setProperty("tone", "muted")
        row.addWidget(officer)
        for sign, words, act in (
            ("keyboard", "Bảng phím tắt (phím ?)", self._show_sheet),
            ("circle-question-mark", "Hướng dẫn (F1)", self.show_help),
            ("lock", "Khóa màn hình (Ctrl+L)", self.lock_asked.emit),
        ):
            row.addWidget(self._tool(top, sign, words, act))
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
        outer.addWidget(self.navigation)
        outer.addLayout(right, 1)
        self.setCentralWidget(holder)

    def _tool(self, parent: QWidget, sign: str, words: str, act: Callable[[], object]) -> QToolButton:
        made = QToolButton(parent)
        made.setIcon(icon(sign))
        made.setToolTip(words)
        made.setAccessibleName(words)
        made.clicked.connect(lambda _checked=False: act())
        return made

    def _bind_keys(self) -> None:
        keys.action("search", self, self._focus_search)
        keys.action("help", self, self.show_help)
        keys.action("lock", self, self.lock_asked.emit)
        keys.action("sheet", self, self._show_sheet)
        keys.action("refresh", self, lambda: self.page().refresh())
        for place, key in enumerate(self._makers, start=1):
            if place <= 9:
                keys.action(f"page_{place}", self, partial(self.jump_to, key))

    def _focus_search(self) -> None:
        self.search_box.setFocus()
        self.search_box.selectAll()

    def _show_sheet(self) -> None:
        from ansinh_desktop.ui.widgets.key_sheet import KeySheet  # noqa: PLC0415 - only when asked for

        KeySheet(self).exec()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Begin nothing more."""
        self._count_soon.stop()
        self._back_up_later.stop()
        self.opening.stop()
        event.accept()
