"""Tries every part of the program on invented data: whatever a build left out, or a machine lacks, fails here."""

import contextlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from ansinh_desktop import clock, own_files, paths
from ansinh_desktop.demo import SAMPLES, Table, exchange
from ansinh_desktop.errors import UserError
from ansinh_desktop.pictures import missing_parts, open_pages
from ansinh_desktop.services import invented
from ansinh_desktop.services.importer.importing import drained
from ansinh_desktop.services.program import Program

_PEOPLE = 20


def run() -> int:
    """Open every page, read every kind of file, write every kind of paper, and return 0 when all of that went well.

    Raises:
        UserError: AS-9005 a file of the program is missing or damaged, AS-9006 a part does not work.
    """
    files = own_files.require_whole()
    missing = missing_parts()
    if missing:
        raise UserError("AS-9006", what=", ".join(missing))
    with tempfile.TemporaryDirectory(prefix="ansinh-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with invented.new_commune(folder / "data") as program, invented.new_receiver(folder / "unit") as unit:
            invented.fill(program, _PEOPLE)
            _try("đọc tệp Excel, CSV", lambda: _read_lists(program))
            _try("in danh sách", lambda: _write_lists(program, folder))
            _try("gửi – nhận", lambda: exchange(program, unit, folder, Table()))
            shown = [page for page, window in open_pages(program) if not window.grab().isNull()]
    _say(f"Các tệp của chương trình: {files} tệp, nguyên vẹn." if files else "Chạy từ mã nguồn.")
    _say(f"Đã mở {len(shown)} trang: {', '.join(shown)}")
    return 0


def _try(what: str, work: Callable[[], object]) -> None:
    """Do something; whatever fails in it is a part that does not work."""
    try:
        work()
    except Exception as fault:
        raise UserError("AS-9006", what=f"{what} ({type(fault).__name__})") from fault


def _read_lists(program: Program) -> None:
    for name, register in SAMPLES:
        opened = program.importing.open(paths.resources() / "demo" / name, register)
        if not drained(program.importing.plan(opened)).rows:
            raise ValueError(name)


def _write_lists(program: Program, folder: Path) -> None:
    register = program.access.readable[0]
    for suffix in (".pdf", ".xlsx", ".csv"):
        target = folder / f"danh-sach-{clock.today():%Y-%m-%d}{suffix}"
        program.lists.write(register, target)
        if not target.stat().st_size:
            raise ValueError(suffix)


def _say(words: str) -> None:
    with contextlib.suppress(OSError, AttributeError):
        # A program built without a console has no place to say it.
        sys.stdout.write(f"{words}\n")
