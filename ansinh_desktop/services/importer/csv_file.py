"""Text tables (.csv): which letters, which separator, and the rows."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from ansinh_desktop import legacy_text
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import note
from ansinh_desktop.legacy_text import Encoding
from ansinh_desktop.services.importer.sheets import (
    CELL_LIMIT,
    Cell,
    Row,
    Sheet,
    Workbook,
    too_many_cells,
    trimmed,
)
from ansinh_desktop.text import nfc

FILE_LIMIT = 30_000_000

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_Quoting: TypeAlias = Literal[0, 3]
"""csv.QUOTE_MINIMAL, csv.QUOTE_NONE"""
_SEPARATORS = ";,\t|"
_LAST_COLUMN = 1 << 14
_LOOKED_AT = 40
_SAMPLE = 200_000
_CONTROLS = bytes({*range(32)} - {9, 10, 12, 13, *legacy_text.CONTROL_CAPITALS})
_LONGEST_CELL = 100_000
_SWALLOWED_LINES = 20
_WHOLE_FOR_ONE_LOST = 4
"""A file of single bytes has hardly a letter that is whole UTF-8 by chance."""


def read_csv(path: Path) -> Workbook:
    """Read a table kept as text.

    Raises:
        UserError: It is too large, no text, or no table.
    """
    if path.stat().st_size > FILE_LIMIT:
        raise UserError("AS-3004", name=path.name, most=FILE_LIMIT // 1_000_000)
    text, encoding = decoded(path.read_bytes(), path.name)
    separator = _declared_separator(text) or _separator(text)
    notes = [] if encoding.startswith("utf-8") else [note("AS-3025", encoding=encoding)]
    rows = _rows(text, separator, path.name)
    if rows and rows[0] and str(rows[0][0]).lower().startswith("sep="):
        rows[0] = []  # a line of Excel's own; the rows below keep their numbers
    return Workbook(path.name, "csv", (Sheet(path.stem, rows),), tuple(notes))


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and the encoding that it was in.

    Raises:
        UserError: It is no text.
    """
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return _decode(content[len(mark) :], encoding, name), encoding
    for encoding, zeros in (("utf-16-le", content[1:2000:2]), ("utf-16-be", content[0:2000:2])):
        if len(zeros) > 2 and zeros.count(0) > len(zeros) // 2:
            return _decode(content, encoding, name), encoding
    start = content[:_SAMPLE]
    if len(start.translate(None, _CONTROLS)) < len(start):
        raise UserError("AS-3002", name=name, kind="tệp nhị phân")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _with_a_few_bad_bytes(content) or _one_byte(content)


def _decode(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UserError("AS-3001", name=name) from error


def _with_a_few_bad_bytes(content: bytes) -> tuple[str, str] | None:
    """Return a UTF-8 file of which a few bytes were spoilt, with a mark in place of each; None for any other file."""
    text = content.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    whole = sum(ord(each) > 0x7F for each in text) - lost
    return (text, "utf-8") if lost * _WHOLE_FOR_ONE_LOST <= whole else None


def _one_byte(content: bytes) -> tuple[str, str]:
    """Return the text of a file of single bytes: Windows' own Vietnamese, or an old font's letters."""
    start = content[:_SAMPLE]
    seen = start.decode("latin-1").split()
    if legacy_text.detect(seen) is not Encoding.UNICODE:
        return content.decode("latin-1"), "latin-1"
    typed = nfc(start.decode("cp1258", "replace")).split()
    if sum(map(legacy_text.looks_vietnamese, typed)) >= sum(map(legacy_text.looks_vietnamese, seen)):
        return nfc(content.decode("cp1258", "replace")), "cp1258"
    return content.decode("cp1252", "replace"), "cp1252"


def _declared_separator(text: str) -> str:
    first = text[:10].lower()
    return text[4] if first.startswith("sep=") and len(text) > 4 and text[4] in _SEPARATORS else ""


def _separator(text: str) -> str:
    """Return the separator that parts most of the first lines into the same number of cells."""
    sample = "\n".join(text[:_SAMPLE].splitlines()[:_LOOKED_AT])

    def agreement(separator: str) -> tuple[int, int]:
        widths = Counter(
            len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if len(row) > 1
        )
        if not widths:
            return 0, 0
        width, lines = widths.most_common(1)[0]
        return lines, width

    csv.field_size_limit(_LONGEST_CELL * 10)
    try:
        return max(_SEPARATORS, key=agreement)
    except csv.Error:
        return ";"


def _rows(text: str, separator: str, name: str) -> list[Row]:
    rows = _parsed(text, separator, csv.QUOTE_MINIMAL, name)
    longest = max((cell.count("\n") for row in rows for cell in row if isinstance(cell, str)), default=0)
    if longest > _SWALLOWED_LINES:
        # One quotation mark that is never closed swallows the rest of the file: read the marks as letters.
        rows = _parsed(text, separator, csv.QUOTE_NONE, name)
    return rows


def _lines(text: str, separator: str, name: str) -> Iterator[str]:
    """Yield the lines; one that would fall into tens of thousands of cells is refused before it does."""
    for line in io.StringIO(text, newline=""):  # line ends inside cells stay what they are
        if len(line) > _LAST_COLUMN and line.count(separator) > _LAST_COLUMN:
            raise too_many_cells(name)
        yield line


def _parsed(text: str, separator: str, quoting: _Quoting, name: str) -> list[Row]:
    csv.field_size_limit(_LONGEST_CELL * 10)
    rows: list[list[Cell]] = []
    cells = 0
    try:
        for row in csv.reader(_lines(text, separator, name), delimiter=separator, quoting=quoting):
            cells += len(row)
            if cells > CELL_LIMIT:
                raise too_many_cells(name)
            rows.append(list(row))
    except csv.Error as error:
        if quoting == csv.QUOTE_NONE:
            raise UserError("AS-3001", name=name) from error
        return _parsed(text, separator, csv.QUOTE_NONE, name)
    return trimmed(rows)
