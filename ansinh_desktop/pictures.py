"""Takes pictures of every page: for the demonstration, and to see that each of them opens."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop, QTimer
from PySide6.QtGui import QFont, QFontInfo, QImage, QImageWriter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QListView,
    QMenu,
    QMenuBar,
    QStatusBar,
    QToolButton,
    QToolTip,
    QTreeWidget,
    QWidget,
)

from ansinh_desktop.app import Window, make_application, settle
from ansinh_desktop.errors import message
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import icons
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable

_PICTURE_MS = 400
_PATIENCE = 10


def missing_parts() -> list[str]:
    """Return which parts of Qt do not do here what the program needs of them; nothing of a whole program."""
    if sys.platform != "win32":  # there the officer's own kind of screen is tried
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application()
    parts: dict[str, Callable[[], bool]] = {
        "QtPdf": lambda: not QPdfDocument().pageCount(),
        "QtPrintSupport": lambda: QPrinter().outputFormat() in QPrinter.OutputFormat,
        "PNG": lambda: _reads_back(b"PNG"),
        "JPEG": lambda: _reads_back(b"JPG"),
        "SVG": lambda: not icons.icon("house").pixmap(16).isNull(),
        "Noto Sans": lambda: all(QFontInfo(each).family() == "Noto Sans" for each in _fonts(app)),
    }
    return [name for name, works in parts.items() if not works()]


def _fonts(app: QApplication) -> list[QFont]:
    """Return the font of the program, and those of the kinds of widget that Windows has fonts of its own for."""
    kinds = (QListView, QMenu, QMenuBar, QStatusBar, QToolButton)
    return [app.font(), QToolTip.font(), *(each().font() for each in kinds)]


def _reads_back(kind: bytes) -> bool:
    """Whether a picture of that kind can be written and read."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(0)
    return QImageWriter(buffer, kind).write(picture) and not QImage.fromData(buffer.data()).isNull()


def photograph(program: Program, folder: Path, prefix: str = "", only: Sequence[str] = ()) -> list[Path]:
    """Open every page of open data (or only some), take a picture of each into a folder, and return the pictures."""
    taken = []
    for name, window in open_pages(program, only):
        # What follows the choice of a row, and the pages of a preview, come a little later.
        _pause(_PICTURE_MS)
        settle(window.tasks)
        path = folder / f"{prefix}{name}.png"
        window.grab().save(str(path))
        taken.append(path)
    return taken


def open_pages(program: Program, only: Sequence[str] = ()) -> Iterator[tuple[str, Window]]:
    """Open every page of open data (or only some) in one window, one after the other, and name each."""
    make_application()
    if program.vault.is_writable:
        program.backups.take_daily()  # as on every day of work: the foot says when
    window = Window(program.vault.folder)
    window.resize(1366, 768)
    pages = window.open(program)
    window.stay_open()
    window.show()
    fail_at_dialogs(window)
    for key in only or pages.page_keys():
        pages.go_to(key)
        settle(window.tasks)
        _until_rows(pages.page())
        choose_something(pages.page())
        settle(window.tasks)
        yield key.replace(":", "-"), window
    desk = None if only else pages.desk(program.access.readable[0])
    if desk is not None:
        settle(window.tasks)
        desk.open_case(desk.list.table.current_key())
        settle(window.tasks)
        yield "case", window
        desk.new_case()
        settle(window.tasks)
        yield "form", window
    window.put_away()


def fail_at_dialogs(window: Window, expected: Callable[[], bool] = lambda: False) -> None:
    """Whatever is told while nobody reads it ends the process: it would wait for ever.

    Args:
        window: The window.
        expected: Whether a dialog is to be there now.
    """
    watch = QTimer(window)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or expected():
            return
        said = " ".join(each.text() for each in dialog.findChildren(QLabel) if each.text())
        sys.stderr.write(f"{message('AS-9006', what=said)}\n")
        sys.stderr.flush()
        os._exit(1)

    watch.timeout.connect(look)
    watch.start(_PICTURE_MS)


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


def choose_something(page: QWidget) -> None:
    """Choose what a page shows beside its list, so that a picture of it tells more."""
    papers = page.findChild(QTreeWidget, "papers")
    first = papers.topLevelItem(0) if papers is not None else None
    second = first.child(1) if first is not None else None
    if papers is not None and second is not None:
        papers.setCurrentItem(second)
    for table in page.findChildren(VirtualTable):
        table.choose_first()
