"""The file of a list that is to come in: chosen, read in the background, only those of its sheets that are wanted."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from ansinh_desktop import text
from ansinh_desktop.services.importer.importing import Importing, Opened
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Task, Tasks
from ansinh_desktop.ui.icons import icon

_FILES = "Danh sách (*.xlsx *.xls *.xlsm *.ods *.csv)"


class ImportFile(QObject):
    """Reads it.

    Signals:
        read: It is read, or others of its sheets. Carries what was found in it.
        failed: It could not be. Carries the error.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, importing: Importing, register: str, tasks: Tasks, page: QWidget) -> None:
        super().__init__(page)
        self._importing, self._register, self._tasks, self._page = importing, register, tasks, page
        self._wanted: Sequence[str] = ()
        self._first: list[str] = []
        """The sheets that are read where nobody chooses."""

    def asked(self) -> Path | None:
        """Ask which file; None where none is chosen."""
        found, _ = QFileDialog.getOpenFileName(self._page, "Chọn danh sách", "", _FILES)
        return Path(found) if found else None

    def want(self, sheets: Sequence[str]) -> None:
        """Let those sheets be read that were chosen before."""
        self._wanted = sheets

    def open(self, path: Path) -> Task:
        """Read a file."""
        wanted, self._wanted = self._wanted, ()

        def take(found: tuple[Opened, list[str]]) -> None:
            opened, self._first = found
            self.read.emit(opened)

        return self._tasks.run(
            lambda: self._read(path, wanted),
            take,
            failed=self.failed.emit,
            owner=self,
            title=f"Đọc {path.name}",
        )

    def choose(self, opened: Opened, title: str, on: bool) -> None:  # noqa: FBT001 - a signal says it by place
        """Read a sheet of the file, or leave it."""
        titles = [each.title for each in opened.chosen if each.title != title] + ([title] if on else [])
        self._tasks.run(
            lambda: self._importing.choose(opened, titles),
            self.read.emit,
            failed=self.failed.emit,
            owner=self,
            title="Đọc các trang đã chọn",
        )

    def is_chosen(self, opened: Opened) -> bool:
        """Whether the officer chose its sheets."""
        return [each.title for each in opened.chosen] != self._first

    def _read(self, path: Path, wanted: Sequence[str]) -> tuple[Opened, list[str]]:
        """Read a file, and those of its lists that were chosen before; return it with those it would read by itself."""
        opened = self._importing.open(path, self._register)
        first = [each.title for each in opened.chosen]
        titles = [each.title for each in opened.lists if each.title in wanted]
        return self._importing.choose(opened, titles) if titles and titles != first else opened, first


class SheetsButton(QPushButton):
    """A menu of the sheets of a file, where there are several: each can be read or left.

    Signals:
        switched: A sheet is to be read, or left. Carries its title and which.
    """

    switched = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(icon("columns-3"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setObjectName("sheets")
        self.setMenu(QMenu(self))

    def offer(self, opened: Opened) -> None:
        """Offer the sheets of this file, those ticked that are read."""
        menu = self.menu()
        menu.clear()
        for each in opened.lists:
            why = f" ({each.left_because})" if each.left_because else ""
            action = menu.addAction(text.literal(f"{each.title}: {each.count} người{why}"))
            action.setCheckable(True)
            action.setChecked(each in opened.chosen)
            action.toggled.connect(lambda on, title=each.title: self.switched.emit(title, on))
        self.setText(theme.beside_icon(f"Chọn trang ({len(opened.chosen)}/{len(opened.lists)})"))
