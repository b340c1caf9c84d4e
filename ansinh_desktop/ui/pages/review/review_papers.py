"""What was found, on paper and in a workbook."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.layout import ListDocument
from ansinh_desktop.services.reports.saving import pdf_of
from ansinh_desktop.services.reports.worklists import REVIEW
from ansinh_desktop.services.review import Reviewed, ReviewRow
from ansinh_desktop.ui import later
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.pages.page import HeadedPage
from ansinh_desktop.ui.target import choose_target


class ReviewPapers(QObject):
    """Prints and writes the list as the page shows it."""

    def __init__(
        self,
        program: Program,
        tasks: Tasks,
        shown: Callable[[], tuple[Reviewed | None, list[ReviewRow], str]],
        page: HeadedPage,
    ) -> None:
        """Make it.

        Args:
            program: The open data.
            tasks: Where it is done.
            shown: What was found, what of it is shown, and by what it is narrowed.
            page: On which it is told what came of it.
        """
        super().__init__(page)
        self._program, self._tasks, self._shown, self._page = program, tasks, shown, page

    def print_list(self) -> None:
        """Show the list as it will be printed."""
        found, rows, part = self._shown()
        if found is None or not rows:
            return
        task = self._tasks.run(
            lambda: self._laid_out(found, rows, part),
            lambda made: self._preview(*made),
            failed=self._page.say,
            owner=self._page,
            title="Dựng bản in",
            urgent=True,
        )
        self._page.progress.follow(task)

    def write(self, target: Path) -> None:
        """Write the list to a file in the background."""
        found, rows, part = self._shown()
        if found is None:
            return
        worklists = self._program.worklists
        laid_out = partial(worklists.review_document, found, rows, part=part)
        task = self._tasks.run(
            lambda: worklists.save(laid_out, target),
            lambda _count: self._page.banner.say(f"Đã lưu vào {target}.", "good"),
            failed=self._page.say,
            owner=self._page,
            title=f"Ghi {target.name}",
        )
        self._page.progress.follow(task)

    def save(self, kind: str, suffix: str) -> None:
        """Ask where to, and write it."""
        target = choose_target(self._page, f"Lưu {kind}", REVIEW, suffix)
        if target is not None:
            self.write(target)

    def _laid_out(self, found: Reviewed, rows: Sequence[ReviewRow], part: str) -> tuple[ListDocument, bytes]:
        document = self._program.worklists.review_document(found, rows, part=part)
        return document, pdf_of(document)

    def _preview(self, document: ListDocument, content: bytes) -> None:
        worklists = self._program.worklists
        dialog = later.PreviewDialog(
            REVIEW,
            content,
            save=lambda: self.save("PDF", ".pdf"),
            printed=lambda: self._tasks.run(lambda: worklists.note("print", document), owner=self),
            parent=self._page,
        )
        dialog.open()
