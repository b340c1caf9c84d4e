"""What the receiving unit writes for its communes: what the province has set, and updates that it signs."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage


class LawForCommunes(QObject):
    """Asks where to, writes, and says it on its page."""

    def __init__(self, program: Program, tasks: Tasks, page: HeadedPage) -> None:
        super().__init__(page)
        self._program, self._tasks, self._page = program, tasks, page

    def ask_where_to(self) -> None:
        """Hand down into a folder that the officer chooses."""
        folder = QFileDialog.getExistingDirectory(self._page, "Chọn USB hoặc thư mục để ghi")
        if folder:
            self.hand_down(Path(folder))

    def hand_down(self, folder: Path) -> None:
        """Write what the province has set as an update for the communes."""
        self._write(lambda: self._program.law.hand_down(folder))

    def ask_what_to_sign(self) -> None:
        """Sign files that the officer chooses."""
        page = self._page
        found, _ = QFileDialog.getOpenFileNames(page, "Chọn các tệp quy định", "", "Tệp quy định (*.toml)")
        folder = QFileDialog.getExistingDirectory(page, "Chọn USB hoặc thư mục để ghi") if found else ""
        if folder:
            self.sign([Path(each) for each in found], Path(folder))

    def sign(self, files: Sequence[Path], folder: Path) -> None:
        """Write an update signed by this unit, to be carried to the communes."""
        names = ", ".join(path.stem for path in files)
        own = self._program.office.name
        self._write(lambda: self._program.law.sign(folder, files, f"Cập nhật {names}", own))

    def _write(self, work: Callable[[], Path]) -> None:
        page = self._page
        self._tasks.run(
            work,
            lambda path: page.banner.say(f"Đã ghi {path}. Chép tệp này cho các xã.", "good"),
            failed=page.say,
            owner=page,
            title="Ký tệp cập nhật",
        )
