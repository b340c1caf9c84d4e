"""Takes pictures of every page: for the demonstration, and to see that each of them opens."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QTreeWidget, QWidget

from ansinh_desktop.app import Window, make_application, settle
from ansinh_desktop.services import invented
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable

_PICTURE_MS = 400
_PATIENCE = 10


def self_test() -> int:
    """Make a small data folder, open every page on it, and return 0 when all of them came up."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="ansinh-", ignore_cleanup_errors=True) as folder:
        with invented.new_commune(Path(folder) / "data") as program:
            invented.fill(program, 20)
            shown = photograph(program, Path(folder))
        pages = ", ".join(path.stem for path in shown)
        with contextlib.suppress(OSError, AttributeError):
            # A program built without a console has no place to say it.
            sys.stdout.write(f"Đã mở {len(shown)} trang: {pages}\n")
    return 0


def photograph(program: Program, folder: Path, prefix: str = "", only: Sequence[str] = ()) -> list[Path]:
    """Open every page of open data (or only some), take a picture of each into a folder, and return the pictures."""
    make_application()
    window = Window(folder / "none")
    window.resize(1366, 768)
    pages = window.open(program)
    window.show()
    taken = []

    def take(name: str) -> None:
        settle(window.tasks)
        # What follows the choice of a row, and the pages of a preview, come a little later.
        _pause(_PICTURE_MS)
        settle(window.tasks)
        path = folder / f"{prefix}{name.replace(':', '-')}.png"
        window.grab().save(str(path))
        taken.append(path)

    for key in only or pages.page_keys():
        pages.go_to(key)
        settle(window.tasks)
        _until_rows(pages.page())
        _choose_something(pages.page())
        take(key)
    desk = None if only else pages.desk(program.access.readable[0])
    if desk is not None:
        settle(window.tasks)
        desk.open_case(desk.list.table.current_key())
        take("case")
        desk.new_case()
        take("form")
    window.put_away()
    return taken


def _pause(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _until_rows(page: QWidget) -> None:
    """Wait a little for rows that a table asks for only after it was brought to how it was left."""
    tables = [each for each in page.findChildren(VirtualTable) if each.isVisible()]
    for _ in range(_PATIENCE):
        if all(each.model.rowCount() for each in tables):
            return
        _pause(_PICTURE_MS // _PATIENCE)


def _choose_something(page: QWidget) -> None:
    """Choose what a page shows beside its list, so that a picture of it tells more."""
    papers = page.findChild(QTreeWidget, "papers")
    first = papers.topLevelItem(0) if papers is not None else None
    second = first.child(1) if first is not None else None
    if papers is not None and second is not None:
        papers.setCurrentItem(second)
    for table in page.findChildren(VirtualTable):
        table.choose_first()
