"""Reads any file in which a commune keeps its lists, by what is in it and not by its name."""

from dataclasses import replace
from pathlib import Path

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, note
from ansinh_desktop.services import later
from ansinh_desktop.services.importer.csv_file import read_csv
from ansinh_desktop.services.importer.letters import with_mended_letters
from ansinh_desktop.services.importer.markup_file import read_markup
from ansinh_desktop.services.importer.sheets import (
    ERROR_TEXTS,
    Place,
    Sheet,
    Workbook,
    error_cell,
    with_unicode,
)
from ansinh_desktop.services.importer.zipped import read_zipped

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = {
    b"%PDF": "tệp PDF",
    b"{\\rtf": "văn bản RTF",
    b"\xff\xd8\xff": "tệp ảnh",
    b"\x89PNG": "tệp ảnh",
    b"GIF8": "tệp ảnh",
    b"Rar!": "tệp nén",
    b"7z\xbc\xaf": "tệp nén",
    b"PK\x05\x06": "tệp nén rỗng",
    b"SQLite format 3": "tệp cơ sở dữ liệu",
    b"MZ": "tệp chương trình",
}
_SUFFIXES = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "xls": (".xls", ".xlt"),
    "ods": (".ods", ".ots"),
    "csv": (".csv", ".txt", ".tsv"),
    "html": (".html", ".htm"),
    "xml": (".xml",),
}


def read_workbook(path: Path, *, old_fonts: bool = True) -> Workbook:
    """Read a workbook of any kind into plain cells; macros and formulas are not run.

    Args:
        path: The file; what it holds decides, not its name.
        old_fonts: Whether columns typed in TCVN3 or VNI fonts are made Unicode.

    Raises:
        UserError: It cannot be opened, is no workbook, is damaged, locked, empty or too large.
    """
    try:
        book = _read(path)
    except OSError as error:
        raise UserError("AS-3012", name=path.name) from error
    except MemoryError as error:
        raise UserError("AS-3005", name=path.name) from error
    if not any(sheet.rows for sheet in book.sheets):
        raise UserError("AS-3006", name=path.name)
    notes = list(book.notes)
    if path.suffix.lower() not in _SUFFIXES[book.kind]:
        notes.append(note("AS-3026", name=path.name, kind=f".{book.kind}"))
    sheets = map(_with_error_texts, (sheet for sheet in book.sheets if sheet.rows))
    sheets = map(with_mended_letters, sheets)
    if old_fonts:
        sheets = map(with_unicode, sheets)
    return Workbook(book.name, book.kind, tuple(sheets), tuple(notes))


def _read(path: Path) -> Workbook:
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith(_ZIP):
        return read_zipped(path)
    if start.startswith(_OLD_OFFICE):
        return later.read_xls(path)
    if not start.strip():
        raise UserError("AS-3006", name=path.name)
    _refuse_foreign(start, path.name)
    if _is_markup(start):
        return read_markup(path)
    return read_csv(path)


def _refuse_foreign(start: bytes, name: str) -> None:
    for mark, kind in _FOREIGN.items():
        if start.startswith(mark):
            raise UserError("AS-3002", name=name, kind=kind)
    if start.lstrip()[:12].lower() == b"mime-version":
        raise UserError("AS-3009", name=name)


def _is_markup(start: bytes) -> bool:
    """Whether a file is a web page or XML, whatever its name says."""
    head = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    return head.startswith(
        (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<style", b"<div", b"<body")
    )


def _with_error_texts(sheet: Sheet) -> Sheet:
    """Take error texts (#REF!) of formats that keep them as text for what they are."""
    found: dict[Place, Finding] = {}
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell[:1] == "#" and cell.strip() in ERROR_TEXTS:
                found[row, column] = error_cell((row, column), cell.strip())
                cells[column] = None
    if not found:
        return sheet
    return replace(sheet, faults={**sheet.faults, **found})
