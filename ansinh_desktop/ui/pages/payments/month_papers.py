"""The papers of a month: shown as they will be printed, and saved as PDF or a workbook."""

import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from ansinh_desktop.registers import kinds
from ansinh_desktop.rules import wording
from ansinh_desktop.services.payments.runs import NO_CLAUSE, NO_HAMLET, NO_WAY, WHOLE, Part
from ansinh_desktop.services.payments.work import Paper
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import keys, later
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.target import choose_target
from ansinh_desktop.ui.widgets.fitting_row import FittingRow

PAPERS: dict[Paper, str] = {
    "list": "Danh sách chi trả",
    "hamlets": "Danh sách chi trả, mỗi ấp một trang",
    "cash": "Danh sách chi tiền mặt",
    "account": "Bảng thanh toán qua tài khoản (Mẫu 09)",
    "once": "Danh sách mai táng phí, khoản một lần",
    "changes": "Biến động",
    "suspensions": "Đề nghị tạm dừng",
}
_BUTTONS = ("list", "changes")
"""Papers with a button of their own."""


class MonthPapers(FittingRow):
    """The buttons of the papers, at the right of the heading.

    Signals:
        said: Something was written. Carries the sentence.
    """

    said = Signal(str)

    def __init__(self, program: Program, tasks: Tasks, page: HeadedPage) -> None:
        self.list = button(PAPERS["list"], "printer", page, name="paper_list")
        self.changes = button(PAPERS["changes"], "file-text", page, name="paper_changes")
        self.more = button("In, lưu khác", "ellipsis", page, name="more_papers")
        super().__init__((self.list, self.changes, self.more), page)
        self._program, self._tasks, self._page = program, tasks, page
        self._month = datetime.date.min
        code = program.payments.register.code
        self._may = {right: program.access.may(code, right) for right in "px"}
        self.list.clicked.connect(lambda: self.show_paper("list"))
        self.changes.clicked.connect(lambda: self.show_paper("changes"))
        self.more.clicked.connect(self._open_menu)
        self.list.setToolTip(keys.action("print", page, lambda: self.show_paper("list")).toolTip())
        for each in (self.list, self.changes):
            each.setVisible(self._may["p"])
        self.more.setVisible(any(self._may.values()))

    @property
    def may_print(self) -> bool:
        """Whether the officer may print the papers."""
        return self._may["p"]

    def set_month(self, month: datetime.date) -> None:
        """Say of which month the papers are."""
        self._month = month

    def show_paper(self, paper: Paper, part: Part = WHOLE) -> None:
        """Show a paper as it will be printed; of a hamlet or a way of payment only that part of the list."""
        if not self._may["p"]:
            return
        month = self._month
        task = self._tasks.run(
            lambda: self._program.payments.pdf(month, paper, part),
            partial(self._preview, paper, month, part),
            failed=self._page.say,
            owner=self,
            title="Dựng bản in",
            urgent=True,
        )
        self._page.progress.follow(task)

    def write(self, paper: Paper, target: Path, part: Part = WHOLE) -> None:
        """Write a paper to a file."""
        month = self._month
        task = self._tasks.run(
            lambda: self._program.payments.write(month, target, paper, part),
            lambda _rows: self.said.emit(f"Đã lưu vào {target}."),
            failed=self._page.say,
            owner=self,
            title=f"Ghi {target.name}",
        )
        self._page.progress.follow(task)

    def _preview(self, paper: Paper, month: datetime.date, part: Part, content: bytes) -> None:
        payments = self._program.payments
        later.PreviewDialog(
            f"{PAPERS[paper]}{_of(part)} tháng {wording.month(month)}",
            content,
            save=lambda: self.save(paper, ".pdf", part),
            printed=lambda: self._tasks.run(lambda: payments.printed(month), owner=self),
            parent=self._page,
        ).open()

    def save(self, paper: Paper, suffix: str, part: Part = WHOLE) -> None:
        """Ask where a paper is to be written, and write it."""
        name = f"{PAPERS[paper]}{_of(part)} tháng {self._month:%m-%Y}"
        target = choose_target(self._page, f"Lưu {suffix[1:].upper()}", name, suffix)
        if target is not None:
            self.write(paper, target, part)

    def menu(self, parent: QWidget) -> QMenu:
        """Return what else can be done with the papers."""
        menu = QMenu(parent)
        for paper, title in PAPERS.items():
            if self._may["p"] and paper not in _BUTTONS:
                menu.addAction(f"{title}…").triggered.connect(partial(self._show, paper))
        menu.addSeparator()
        for suffix, kind, right in ((".pdf", "PDF", "p"), (".xlsx", "Excel", "x")):
            if self._may[right]:
                inner = menu.addMenu(f"Lưu {kind}")
                for paper, title in PAPERS.items():
                    inner.addAction(f"{title}…").triggered.connect(partial(self._save, paper, suffix))
        return menu

    def _show(self, paper: Paper, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        self.show_paper(paper)

    def _save(self, paper: Paper, suffix: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        self.save(paper, suffix)

    def _open_menu(self) -> None:
        menu = self.menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


def _of(part: Part) -> str:
    """Return whose list it is, as a title and a file say it."""
    said = [part.hamlet or NO_HAMLET] if part.hamlet is not None else []
    if part.way is not None:
        said.append(kinds.Choice("payment_method").show(part.way) or NO_WAY)
    if part.clause is not None:
        said.append(part.clause.partition(":")[0] or NO_CLAUSE)
    return "".join(f" – {each}" for each in said)
