"""What else is printed of a period: the regular reports whose lines are known, and tables of the officer's own."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QMenu

from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.tables import TableAsked
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.layout import ListDocument
from ansinh_desktop.services.reports.saving import pdf_of, save_list
from ansinh_desktop.ui import later
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage
from ansinh_desktop.ui.pages.plan.tables_dialog import TablesDialog
from ansinh_desktop.ui.target import choose_target


class FurtherPapers:
    """Shows them, and saves them from their preview."""

    def __init__(self, program: Program, tasks: Tasks, page: HeadedPage) -> None:
        self._program, self._tasks, self._page = program, tasks, page

    def offer(self, menu: QMenu, period: Period) -> None:
        """Add them to a menu."""
        menu.addSeparator()
        for title, make in self._regular(period):
            menu.addAction(title).triggered.connect(partial(self._show, title, make))
        menu.addAction("Bảng số liệu tự lập…").triggered.connect(
            lambda _checked=False: self.ask_table(period)
        )

    def ask_table(self, period: Period) -> TablesDialog:
        """Ask what a table of the officer's own is made of."""
        dialog = TablesDialog(self._program, period, self._page)
        dialog.table_asked.connect(self._table)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _regular(self, period: Period) -> Iterator[tuple[str, Callable[[], ListDocument]]]:
        regular = self._program.plans.regular
        for register, tally in regular.offered(period):
            if self._program.access.may(register.code, "p"):
                yield f"{tally.model}: {tally.title}", partial(regular.document, tally.code, period)

    def _table(self, asked: TableAsked, period: Period, title: str) -> None:
        tables = self._program.plans.tables
        self._show(title, lambda: tables.document(tables.make(asked, period), title))

    def _show(self, title: str, make: Callable[[], ListDocument], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        task = self._tasks.run(
            lambda: pdf_of(make()),
            lambda content: self._preview(title, make, content),
            failed=self._page.say,
            owner=self._page,
            title=f"Dựng {title}",
            urgent=True,
        )
        self._page.progress.follow(task)

    def _preview(self, title: str, make: Callable[[], ListDocument], content: bytes) -> None:
        later.PreviewDialog(
            title, content, save=lambda: self._save(title, make), printed=lambda: None, parent=self._page
        ).open()

    def _save(self, title: str, make: Callable[[], ListDocument]) -> None:
        target = choose_target(self._page, "Lưu PDF", title.replace(":", ","), ".pdf")
        if target is not None:
            self._tasks.run(
                lambda: save_list(make(), target), lambda _: None, failed=self._page.say, owner=self._page
            )
