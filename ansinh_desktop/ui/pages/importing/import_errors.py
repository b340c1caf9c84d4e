"""The rows of a list that have to be mended, as a workbook with their cells in red."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ansinh_desktop.services.importer.importing import Importing, Outcome
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage


class ImportErrors(QObject):
    """Asks where to, writes, and says it on its page."""

    def __init__(self, importing: Importing, tasks: Tasks, page: HeadedPage) -> None:
        super().__init__(page)
        self._importing, self._tasks, self._page = importing, tasks, page

    def ask(self, outcome: Outcome | None) -> None:
        """Write them where the officer says."""
        if outcome is None:
            return
        name = f"{outcome.opened.path.stem} - cần sửa.xlsx"
        found, _ = QFileDialog.getSaveFileName(self._page, "Lưu các dòng cần sửa", name, "*.xlsx")
        if found:
            self.write(outcome, Path(found))

    def write(self, outcome: Outcome, path: Path) -> None:
        """Write the rows with findings to a workbook."""
        self._tasks.run(
            lambda: self._importing.write_errors(outcome, path),
            lambda _: self._page.banner.say(
                f"Đã lưu các dòng cần sửa vào {path}. Sửa ô đỏ rồi nhập lại chính tệp đó.", "good"
            ),
            failed=self._page.say,
            owner=self._page,
            title=f"Ghi {path.name}",
        )
