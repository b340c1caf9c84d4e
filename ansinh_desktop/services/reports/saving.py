"""Saves a list under a name, whole or not at all, and says in words why it could not."""

import errno
import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from ansinh_desktop import paths
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import later
from ansinh_desktop.services.reports.csvfile import write_csv
from ansinh_desktop.services.reports.layout import Cancelled, ListDocument, Progress

_ENDINGS = (".pdf", ".xlsx", ".docx", ".csv")
_FULL = {errno.ENOSPC, errno.EDQUOT}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY}
_AWAY = {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO}
_WINDOWS_FULL = {39, 112}
_WINDOWS_CLOSED = {5, 19, 32, 33}


def save_list(
    document: ListDocument,
    path: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Save the list in the format that the name ends in; return its pages (PDF) or rows.

    Raises:
        UserError: The format is unknown, the disk is full, the folder or file is closed to us.
        StoppedError: The officer stopped the work; an older file of that name is untouched.
    """
    if path.suffix.lower() not in _ENDINGS:
        raise UserError("AS-4007", name=path.name)
    write = _writer(path.suffix.lower())
    counts: list[int] = []
    save_whole(path, lambda stream: counts.append(write(document, stream, progress, cancelled)))
    return counts[0]


def right_to_write(path: Path) -> str:
    """Return what an officer has to be allowed for a file of that name: to print (p), or to take figures out (x)."""
    return "p" if path.suffix.lower() in (".pdf", ".docx") else "x"


def pdf_of(
    document: ListDocument, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> bytes:
    """Return a list as PDF in memory, for the preview and the printer.

    Raises:
        StoppedError: The officer stopped the work.
    """
    stream = io.BytesIO()
    _writer(".pdf")(document, stream, progress, cancelled)
    return stream.getvalue()


def save_whole(path: Path, content: bytes | Callable[[BinaryIO], None]) -> None:
    """Write a file whole, and turn what the disk says into words.

    Raises:
        UserError: The disk is full, or the folder or file is closed to us.
    """
    try:
        paths.write_whole(path, content)
    except OSError as error:
        raise UserError(_code(error), name=path.name, folder=str(path.parent)) from error


Writer = Callable[[ListDocument, BinaryIO, Progress | None, Cancelled | None], int]


def _writer(ending: str) -> Writer:
    # What brings a library along comes late: only its own lists have to wait for it.
    match ending:
        case ".pdf":
            return later.write_pdf
        case ".xlsx":
            return later.write_xlsx
        case ".docx":
            return later.write_docx
        case _:
            return write_csv


def _code(error: OSError) -> str:
    windows = getattr(error, "winerror", None)
    if error.errno in _FULL or windows in _WINDOWS_FULL:
        return "AS-4002"
    if error.errno in _CLOSED or windows in _WINDOWS_CLOSED:
        return "AS-4003"
    if error.errno in _AWAY:
        return "AS-4004"
    return "AS-4005"
