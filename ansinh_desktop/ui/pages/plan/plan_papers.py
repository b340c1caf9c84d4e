"""The report of a period: shown as it will be printed, and saved as PDF, Word or a workbook."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import keys, later
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage, button
from ansinh_desktop.ui.pages.plan.further_papers import KINDS, FurtherPapers, right_of
from ansinh_desktop.ui.pages.plan.looking import paper
from ansinh_desktop.ui.target import choose_target


class PlanPapers(QObject):
    """The buttons of the report, for the heading of the page.

    Signals:
        said: Something was written. Carries the sentence.
    """

    said = Signal(str)

    def __init__(self, program: Program, tasks: Tasks, page: HeadedPage) -> None:
        super().__init__(page)
        self._program, self._tasks, self._page = program, tasks, page
        self._period, self._unit = Period.of("2022"), ""
        self.further = FurtherPapers(program, tasks, page)
        self.report = button("Báo cáo", "printer", page, name="plan_report")
        self.more = button("Lưu báo cáo", "ellipsis", page, name="save_plan_report")
        access = program.access
        self._may = {right: access.may_any(right) for right in "px"}
        self.report.clicked.connect(self.show_report)
        self.report.setToolTip(keys.action("print", page, self.show_report).toolTip())
        self.more.clicked.connect(self._open_menu)
        self.report.setVisible(self._may["p"])
        self.more.setVisible(any(self._may.values()))

    def set_period(self, period: Period, unit: str | None) -> None:
        """Say of which period, and of which unit, the report is."""
        self._period, self._unit = period, unit or ""

    def show_report(self) -> None:
        """Show the report as it will be printed."""
        if not self._may["p"]:
            return
        period, unit = self._period, self._unit or None
        task = self._tasks.run(
            lambda: paper(self._program, period, unit),
            self._preview,
            failed=self._page.say,
            owner=self,
            title="Dựng báo cáo",
            urgent=True,
        )
        self._page.progress.follow(task)

    def write(self, target: Path) -> None:
        """Write the report to a file, in the format that its name ends in."""
        period, unit = self._period, self._unit or None
        task = self._tasks.run(
            lambda: self._program.plans.write_report(period, target, unit),
            lambda _rows: self.said.emit(f"Đã lưu vào {target}."),
            failed=self._page.say,
            owner=self,
            title=f"Ghi {target.name}",
        )
        self._page.progress.follow(task)

    def save(self, suffix: str) -> None:
        """Ask where the report is to be written, and write it."""
        target = choose_target(self._page, f"Lưu {KINDS[suffix]}", self._name(), suffix)
        if target is not None:
            self.write(target)

    def menu(self) -> QMenu:
        """Return the formats in which the report can be saved."""
        menu = QMenu(self.more)
        for suffix, kind in KINDS.items():
            if self._may[right_of(suffix)]:
                menu.addAction(f"Lưu {kind}…").triggered.connect(partial(self._save, suffix))
        if self._may["p"]:
            self.further.offer(menu, self._period)
        return menu

    def _name(self) -> str:
        return f"Kết quả thực hiện kế hoạch {self._period.code.replace('..', ' đến ')}"

    def _preview(self, content: bytes) -> None:
        later.PreviewDialog(
            f"Kết quả thực hiện kế hoạch, {self._period.name}",
            content,
            save=lambda: self.save(".pdf"),
            printed=lambda: None,
            parent=self._page,
        ).open()

    def _save(self, suffix: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        self.save(suffix)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
