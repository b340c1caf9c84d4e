"""Every page of the navigation, declared once: its name, its icon, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from ansinh_desktop.registers import catalog
from ansinh_desktop.services import office
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.surroundings import Surroundings

if TYPE_CHECKING:
    from ansinh_desktop.ui.main_window import MainWindow


@dataclass(frozen=True)
class PageMaker:
    """One entry of the navigation."""

    title: str
    sign: str
    make: Callable[[], Any]


def page_makers(window: "MainWindow", program: Program, tasks: Tasks) -> dict[str, PageMaker]:
    """Return the pages by their key, in the order of the navigation; each is loaded when first opened."""
    own, access = program.office, program.access
    receives = own.receives
    makers = {
        "overview": PageMaker("Tổng quan", "layout-dashboard", lambda: _overview(window, program, tasks)),
        "tasks": PageMaker("Việc cần làm", "list-todo", lambda: _to_do(window, program, tasks)),
        "review": PageMaker("Rà soát", "list-checks", lambda: _review(window, program, tasks)),
    }
    for code in access.readable:
        register = catalog.register(code)
        makers[f"register:{code}"] = PageMaker(
            register.short_title, register.icon, partial(_register, window, program, tasks, code)
        )
    makers["people"] = PageMaker("Người và hộ", "users", lambda: _people(window, program, tasks))
    if any(access.may(code, "p") for code in access.readable):
        makers["papers"] = PageMaker(
            "Danh sách & biểu mẫu", "printer", lambda: _papers(window, program, tasks)
        )
    if access.may_all(own.exchange_right):
        makers["exchange"] = PageMaker(
            "Nhận gói" if receives else "Gửi – nhận",
            "inbox" if receives else "send",
            lambda: _exchange(window, program, tasks),
        )
    makers["law"] = PageMaker("Quy định", "scroll-text", lambda: _law(window, program, tasks))
    makers["admin"] = PageMaker("Quản trị", "settings", lambda: _admin(window, program, tasks))
    return makers


def _register(window: "MainWindow", program: Program, tasks: Tasks, code: str) -> QWidget:
    from ansinh_desktop.ui.pages.register_desk import RegisterDesk  # noqa: PLC0415

    register = catalog.register(code)
    around = Surroundings(hamlets=office.hamlets(program.vault))
    page = RegisterDesk(register, program, tasks, around)
    page.case_asked.connect(window.open_case)
    page.person_asked.connect(window.open_person)
    page.print_requested.connect(window.print_list)
    page.export_requested.connect(window.export_list)
    page.import_requested.connect(window.bring_list)
    page.saved.connect(lambda _record: window.refresh_counts())
    page.why_asked.connect(window.open_why)
    return page


def _people(window: "MainWindow", program: Program, tasks: Tasks) -> QWidget:
    from ansinh_desktop.ui.pages.people_page import PeoplePage  # noqa: PLC0415

    page = PeoplePage(
        program.people, program.access, tasks, Surroundings(hamlets=office.hamlets(program.vault))
    )
    page.case_asked.connect(window.open_case)
    page.new_case_asked.connect(window.new_case)
    return page


def _overview(window: "MainWindow", program: Program, tasks: Tasks) -> QWidget:
    from ansinh_desktop.ui.pages.overview_page import OverviewPage  # noqa: PLC0415

    page = OverviewPage(program, tasks, title_of=window.title_of)
    page.list_asked.connect(window.open_list)
    page.place_asked.connect(window.place_asked)
    page.page_asked.connect(window.go_to)
    return page


def _to_do(window: "MainWindow", program: Program, tasks: Tasks) -> QWidget:
    from ansinh_desktop.ui.pages.tasks_page import TasksPage  # noqa: PLC0415

    page = TasksPage(program, tasks)
    page.case_asked.connect(window.open_case)
    page.counted.connect(window.show_overdue)
    page.page_asked.connect(window.go_to)
    return page


def _review(window: "MainWindow", program: Program, tasks: Tasks) -> QWidget:
    from ansinh_desktop.ui.pages.review_page import ReviewPage  # noqa: PLC0415

    page = ReviewPage(program, tasks)
    page.case_asked.connect(window.open_case)
    return page


def _papers(window: "MainWindow", program: Program, tasks: Tasks) -> QWidget:
    from ansinh_desktop.ui.pages.papers_page import PapersPage  # noqa: PLC0415

    page = PapersPage(program.lists, program.access, tasks)
    page.case_asked.connect(window.open_case)
    return page


def _exchange(window: "MainWindow", program: Program, tasks: Tasks) -> QWidget:
    from ansinh_desktop.ui.pages.exchange_page import ExchangePage, InboxPage  # noqa: PLC0415

    if not program.office.receives:
        return ExchangePage(program, tasks)
    page = InboxPage(program, tasks)
    page.changed.connect(window.refresh_counts)
    return page


def _law(window: "MainWindow", program: Program, tasks: Tasks) -> QWidget:
    from ansinh_desktop.ui.pages.law_page import LawPage  # noqa: PLC0415

    page = LawPage(program, tasks)
    page.changed.connect(window.refresh_counts)
    return page


def _admin(window: "MainWindow", program: Program, tasks: Tasks) -> QWidget:
    from ansinh_desktop.ui.pages.admin_page import AdminPage  # noqa: PLC0415

    page = AdminPage(program, tasks)
    page.lock_asked.connect(window.lock_asked)
    page.hamlets_changed.connect(window.make_pages_anew)
    return page
