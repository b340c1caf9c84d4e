"""What else is printed of a period: the regular reports whose lines are known, and tables of the officer's own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QMenu

from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.tables import TableAsked
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.layout import ListDocument
from ansinh_desktop.services.reports.saving import pdf_of, save_list
from ansinh_desktop.ui import later, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage
from ansinh_desktop.ui.pages.plan.tables_dialog import TablesDialog
from ansinh_desktop.ui.target import choose_target

KINDS = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}
"""In what a paper can be saved, by the ending of its file."""


def right_of(suffix: str) -> str:
    """Return what an officer has to be allowed for a file: to print (p), or to take figures out (x)."""
    return "x" if suffix == ".xlsx" else "p"


@dataclass(frozen=True)
class _Paper:
    title: str
    register: str
    make: Callable[[str], ListDocument]
    """Lays it out, for one who prints it (p) or takes it out (x)."""


class FurtherPapers:
    """Shows them, and saves them from their preview."""

    def __init__(self, program: Program, tasks: Tasks, page: HeadedPage) -> None:
        self._program, self._tasks, self._page = program, tasks, page

    def offer(self, menu: QMenu, period: Period) -> None:
        """Add them to a menu."""
        menu.addSeparator()
        for each in self._regular(period):
            menu.addAction(each.title).triggered.connect(partial(self._show, each))
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

    def _regular(self, period: Period) -> Iterator[_Paper]:
        regular = self._program.plans.regular
        for register, tally in regular.offered(period):
            if self._program.access.may(register.code, "p"):
                title = f"{tally.model}: {tally.title}"
                yield _Paper(title, register.code, partial(regular.document, tally.code, period))

    def _table(self, asked: TableAsked, period: Period, title: str) -> None:
        tables = self._program.plans.tables
        made = _Paper(
            title, asked.register, lambda right: tables.document(tables.make(asked, period), title, right)
        )
        self._show(made)

    def _show(self, paper: _Paper, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        task = self._tasks.run(
            lambda: pdf_of(paper.make("p")),
            lambda content: self._preview(paper, content),
            failed=self._page.say,
            owner=self._page,
            title=f"Dựng {paper.title}",
            urgent=True,
        )
        self._page.progress.follow(task)

    def _preview(self, paper: _Paper, content: bytes) -> None:
        dialog = later.PreviewDialog(
            paper.title, content, save=lambda: None, printed=lambda: None, parent=self._page
        )
        button = dialog.preview.save_button
        button.setText(theme.beside_icon("Lưu…"))
        menu = QMenu(button)
        for suffix, kind in KINDS.items():
            if self._program.access.may(paper.register, right_of(suffix)):
                menu.addAction(f"{kind}…").triggered.connect(partial(self._save, paper, suffix))
        button.setMenu(menu)
        dialog.open()

    def _save(self, paper: _Paper, suffix: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        target = choose_target(self._page, f"Lưu {KINDS[suffix]}", paper.title.replace(":", ","), suffix)
        if target is not None:
            self._tasks.run(
                lambda: save_list(paper.make(right_of(suffix)), target),
                lambda _rows: self._page.banner.say(f"Đã lưu vào {target}.", "good"),
                failed=self._page.say,
                owner=self._page,
            )
