"""Writes a list as a plain table that Excel opens here: UTF-8 with its mark, parted by semicolons."""

import codecs
import csv
import io
from typing import BinaryIO, Protocol

from ansinh_desktop.services.reports.cells import as_number, is_number, show, starts_formula
from ansinh_desktop.services.reports.gathering import step, walk
from ansinh_desktop.services.reports.layout import (
    NUMBERS,
    Cancelled,
    GroupRow,
    Kind,
    ListColumn,
    ListDocument,
    Progress,
    Value,
)


def write_csv(
    document: ListDocument,
    stream: BinaryIO,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write the headings and the rows, without totals, and return how many rows they are.

    Numbers stand without dots, so that they can be reckoned with. An apostrophe stands before a text
    that a spreadsheet would take for a formula.

    Raises:
        StoppedError: The officer stopped the work.
    """
    stream.write(codecs.BOM_UTF8)
    count = _write(document, _Encoded(stream), ";", progress, cancelled)
    step(document.row_count, document.row_count, progress, None)
    return count


def table_text(document: ListDocument) -> str:
    """Return the headings and the rows as a spreadsheet takes them from the clipboard: parted by tabs."""
    stream = io.StringIO()
    _write(document, stream, "\t")
    return stream.getvalue()


def _write(
    document: ListDocument,
    stream: "_Takes",
    delimiter: str,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([_safe(_heading(column)) for column in document.columns])
    kinds = [column.kind for column in document.columns]
    count = 0
    for row in walk(document, progress, cancelled):
        if isinstance(row, GroupRow):
            writer.writerow([_safe(show(row.label, "text"))])
            continue
        writer.writerow([_cell(value, kind) for value, kind in zip(row, kinds, strict=True)])
        count += 1
    return count


class _Takes(Protocol):
    def write(self, text: str, /) -> int: ...


class _Encoded:
    """Takes lines of text to a file of bytes, and leaves the file open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a line."""
        return self._stream.write(text.encode("utf-8"))


def _heading(column: ListColumn) -> str:
    words = " ".join(column.heading.split())
    return f"{column.group} – {words}" if column.group else words


def _cell(value: Value, kind: Kind) -> str:
    if kind in NUMBERS and is_number(value):
        exact = as_number(value)
        return (str(exact) if isinstance(exact, int) else f"{exact:f}").replace(".", ",")
    return _safe(show(value, kind))


def _safe(text: str) -> str:
    return f"'{text}" if starts_formula(text) else text
