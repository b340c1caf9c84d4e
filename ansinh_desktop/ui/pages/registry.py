"""Every page of the navigation, declared once: its name, its icon, and how it is made."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import plan as law_plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import hamlets
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import later
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.pages.page import Page

P_co = TypeVar("P_co", bound=Page, covariant=True)


class Entry(Generic[P_co]):
    """One entry of the navigation, with its page once that was asked for."""

    def __init__(self, key: str, title: str, sign: str, make: Callable[[], P_co]) -> None:
        self.key, self.title, self.sign = key, title, sign
        self._make = make
        self._made: P_co | None = None

    def page(self) -> P_co:
        """Return the page; it is made when first asked for."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def made(self) -> P_co | None:
        """Return the page, if it is made."""
        return self._made

    def forget(self) -> None:
        """Let the page be made anew when next asked for."""
        self._made = None


@dataclass(frozen=True)
class Entries:
    """The navigation of one officer: what the rights leave out is not there."""

    every: Mapping[str, Entry[Page]]
    """By key, in the order of the navigation."""
    desks: Mapping[str, "Entry[later.RegisterDesk]"]
    """By register."""
    people: "Entry[later.PeoplePage]"
    papers: "Entry[later.PapersPage] | None"
    admin: "Entry[later.AdminPage]"


def entries(window: "later.MainWindow", program: Program, tasks: Tasks) -> Entries:
    """Return the pages of the navigation; each is loaded when first opened, and made where it is to stand.

    What is made elsewhere and put there when whole is dressed twice, part for part.
    """
    own, access = program.office, program.access
    receives = own.receives
    desks = {}
    for code in access.readable:
        register = catalog.register(code)
        make = partial(_register, window, program, tasks, code)
        desks[code] = Entry(f"register:{code}", register.short_title, register.icon, make)
    people = Entry("people", "Người và hộ", "users", lambda: _people(window, program, tasks))
    papers = payments = None
    if _pays(access):
        payments = Entry("payments", "Tháng chi trả", "banknote", lambda: _payments(window, program, tasks))
    if access.may_any("p"):
        papers = Entry("papers", "Danh sách & biểu mẫu", "printer", lambda: _papers(window, program, tasks))
    plan = Entry("plan", _plan_title(), "chart-column", lambda: _plan(window, program, tasks))
    exchange = _exchange_entry(window, program, tasks)
    admin = Entry("admin", "Quản trị", "settings", lambda: _admin(window, program, tasks))
    every: tuple[Entry[Page] | None, ...] = (
        exchange if receives else None,
        Entry("overview", "Tổng quan", "layout-dashboard", lambda: _overview(window, program, tasks)),
        Entry("tasks", "Việc cần làm", "list-todo", lambda: _to_do(window, program, tasks)),
        Entry("review", "Rà soát", "list-checks", lambda: _review(window, program, tasks)),
        payments,
        plan,
        *desks.values(),
        people,
        papers,
        None if receives else exchange,
        Entry("law", "Quy định", "scroll-text", lambda: _law(window, program, tasks)),
        admin,
    )
    return Entries({each.key: each for each in every if each is not None}, desks, people, papers, admin)


def _exchange_entry(window: "later.MainWindow", program: Program, tasks: Tasks) -> Entry[Page] | None:
    own, access = program.office, program.access
    # Whoever reads all may see which commune is late; to take packages in asks for more. What goes up goes by register.
    sees = access.may_all("r") if own.receives else any(access.may(code, "x") for code in catalog.registers())
    if not sees:
        return None
    title, sign = ("Nhận gói", "inbox") if own.receives else ("Gửi – nhận", "send")
    return Entry("exchange", title, sign, lambda: _exchange(window, program, tasks))


def _register(window: "later.MainWindow", program: Program, tasks: Tasks, code: str) -> "later.RegisterDesk":
    register = catalog.register(code)
    around = Surroundings(hamlets=hamlets.offered(program.vault, program.access))
    page = later.RegisterDesk(register, program, tasks, around, window.stack)
    page.case_asked.connect(window.open_case)
    page.new_case_asked.connect(window.new_case)
    page.person_asked.connect(window.open_person)
    page.print_requested.connect(window.lists.show)
    page.export_requested.connect(window.lists.export)
    page.import_requested.connect(window.bring_list)
    page.many_requested.connect(window.enter_many)
    page.saved.connect(lambda _record: window.counts.refresh())
    page.why_asked.connect(window.open_why)
    page.undo_asked.connect(window.open_undo)
    page.apart_asked.connect(lambda record, code, beside: window.windows.open(record, code, beside=beside))
    page.page_asked.connect(window.jump_to)
    page.moved.connect(window.history.note)
    return page


def _people(window: "later.MainWindow", program: Program, tasks: Tasks) -> "later.PeoplePage":
    page = later.PeoplePage(
        program,
        program.access,
        tasks,
        Surroundings(hamlets=hamlets.offered(program.vault, program.access)),
        window.stack,
    )
    page.case_asked.connect(window.open_case)
    page.new_case_asked.connect(window.new_case)
    return page


def _pays(access: Access) -> bool:
    """Whether the officer sees months of payment."""
    return access.keeps and any(catalog.register(code).paying is not None for code in access.readable)


def _overview(window: "later.MainWindow", program: Program, tasks: Tasks) -> "later.OverviewPage":
    page = later.OverviewPage(
        program, tasks, window.stack, title_of=window.title_of, pays=_pays(program.access)
    )
    doors = page.doors
    doors.list.connect(window.open_list)
    doors.place.connect(window.place_asked)
    doors.page.connect(window.jump_to)
    doors.case.connect(window.new_case)
    doors.course.connect(window.course_asked)
    doors.help.connect(window.show_help)
    doors.bring.connect(window.bring_list)
    doors.month.connect(partial(_open_month, window))
    doors.tasks.connect(partial(_open_tasks, window))
    doors.review.connect(partial(_open_review, window))
    doors.target.connect(partial(_open_target, window))
    return page


def _open_month(window: "later.MainWindow", month: datetime.date, figure: str) -> None:
    """Show a month of payment, at one of its figures where one is named, else at what is next."""
    page = window.go_to("payments")
    if isinstance(page, later.PaymentsPage):
        page.load(month, figure)
        page.take_focus()


def _open_tasks(window: "later.MainWindow", chosen: Mapping[str, Sequence[str]]) -> None:
    page = window.go_to("tasks")
    if isinstance(page, later.TasksPage):
        page.show_only(chosen)
        page.take_focus()


def _open_review(window: "later.MainWindow", category: str) -> None:
    page = window.go_to("review")
    if isinstance(page, later.ReviewPage):
        page.show_only(category)


def _open_target(window: "later.MainWindow", period: Period, target: str) -> None:
    page = window.go_to("plan")
    if isinstance(page, later.PlanPage):
        page.show_target(period, target)


def _to_do(window: "later.MainWindow", program: Program, tasks: Tasks) -> "later.TasksPage":
    page = later.TasksPage(program, tasks, window.stack)
    page.case_asked.connect(window.open_case)
    page.counted.connect(window.counts.overdue_counted)
    page.page_asked.connect(window.go_to)
    return page


def _review(window: "later.MainWindow", program: Program, tasks: Tasks) -> "later.ReviewPage":
    page = later.ReviewPage(program, tasks, window.stack, reviewing=window.reviewing)
    page.case_asked.connect(window.open_case)
    return page


def _payments(window: "later.MainWindow", program: Program, tasks: Tasks) -> "later.PaymentsPage":
    page = later.PaymentsPage(program, tasks, window.stack)
    page.case_asked.connect(window.open_case)
    return page


def _plan_title() -> str:
    """Return what the plan of the day is called, by its own data."""
    return law_plan.plan_on(clock.today()).title


def _plan(window: "later.MainWindow", program: Program, tasks: Tasks) -> "later.PlanPage":
    page = later.PlanPage(program, tasks, window.stack)
    page.case_asked.connect(window.open_case)
    page.list_asked.connect(window.open_list)
    page.counted.connect(lambda said: window.navigation.set_note("plan", said, ""))
    return page


def _papers(window: "later.MainWindow", program: Program, tasks: Tasks) -> "later.PapersPage":
    page = later.PapersPage(program.lists, program.access, tasks, window.stack)
    page.case_asked.connect(window.open_case)
    return page


def _exchange(window: "later.MainWindow", program: Program, tasks: Tasks) -> Page:
    page: later.InboxPage | later.ExchangePage
    if program.office.receives:
        page = later.InboxPage(program, tasks, window.stack)
    else:
        page = commune = later.ExchangePage(program, tasks, window.stack)
        commune.case_asked.connect(window.open_case)
    page.changed.connect(window.counts.refresh)
    page.list_asked.connect(window.open_list)
    return page


def _law(window: "later.MainWindow", program: Program, tasks: Tasks) -> "later.LawPage":
    page = later.LawPage(program, tasks, window.stack)
    page.changed.connect(window.counts.refresh)
    return page


def _admin(window: "later.MainWindow", program: Program, tasks: Tasks) -> "later.AdminPage":
    page = later.AdminPage(program, tasks, window.stack)
    page.lock_asked.connect(window.lock_asked)
    page.hamlets_changed.connect(window.stack.make_anew)
    return page
