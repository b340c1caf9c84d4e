"""Reads a list's rows once: their texts, how wide they are, and what they add up to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from ansinh_desktop.services.reports.cells import Number, Totals, show
from ansinh_desktop.services.reports.fonts import Face
from ansinh_desktop.services.reports.layout import (
    SUBTOTAL,
    Cancelled,
    GroupRow,
    ListDocument,
    Progress,
    Row,
    StoppedError,
    check_row,
)

_STEP = 250


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row's texts, their widths in ems, and its numbers in the totalled columns."""

    texts: list[str]
    widths: list[float]
    numbers: dict[int, Number]


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A row that is one label across the table, or a label and the totals beside it."""

    label: str
    sums: dict[int, Number] | None = None


GatheredRow: TypeAlias = DataRow | LabelRow


@dataclass
class ColumnFacts:
    """What the values of a column need, in ems."""

    widest: float = 0.0
    longest_word: float = 0.0
    typical: float = 0.0


@dataclass
class Gathered:
    """All rows of a list, read."""

    rows: list[GatheredRow] = field(default_factory=list)
    facts: list[ColumnFacts] = field(default_factory=list)
    totals: dict[int, Number] = field(default_factory=dict)


def walk(
    document: ListDocument, progress: Progress | None, cancelled: Cancelled | None, steps: int = 1
) -> Iterator[Row | GroupRow]:
    """Give the rows one by one, say how far they are, and stop where the officer says so.

    Raises:
        StoppedError: The officer stopped the work.
    """
    whole = document.row_count * steps
    for count, row in enumerate(document.rows):
        if count % _STEP == 0:
            step(count, whole, progress, cancelled)
        if not isinstance(row, GroupRow):
            check_row(document, row)
        yield row


def step(done: int, whole: int, progress: Progress | None, cancelled: Cancelled | None) -> None:
    """Report progress, and stop where the officer says so."""
    if cancelled is not None and cancelled():
        raise StoppedError
    if progress is not None:
        progress(min(done, whole), whole)


def gather(
    document: ListDocument, face: Face, progress: Progress | None, cancelled: Cancelled | None
) -> Gathered:
    """Read every row of the list, show its values and measure them."""
    found = Gathered()
    totals, subtotals, group = Totals(document.totalled), Totals(document.totalled), ""
    kinds = [column.kind for column in document.columns]
    for row in walk(document, progress, cancelled, steps=2):
        if isinstance(row, GroupRow):
            _close_group(document, found, group, subtotals)
            group, subtotals = row.label, Totals(document.totalled)
            found.rows.append(LabelRow(group))
            continue
        texts = [show(value, kind) for value, kind in zip(row, kinds, strict=True)]
        numbers = _numbers(row, document.totalled)
        found.rows.append(DataRow(texts, [face.width(text) for text in texts], numbers))
        totals.add(row)
        subtotals.add(row)
    _close_group(document, found, group, subtotals)
    found.totals = totals.sums
    found.facts = _facts(document, found.rows, face)
    return found


def _numbers(row: Row, places: tuple[int, ...]) -> dict[int, Number]:
    if not places:
        return {}
    one = Totals(places)
    one.add(row)
    return one.sums


def _close_group(document: ListDocument, found: Gathered, group: str, subtotals: Totals) -> None:
    if group and document.group_totals and subtotals.sums and subtotals.rows:
        found.rows.append(LabelRow(f"{SUBTOTAL} {group}", subtotals.sums))


def _facts(document: ListDocument, rows: list[GatheredRow], face: Face) -> list[ColumnFacts]:
    data = [row for row in rows if isinstance(row, DataRow)]
    return [
        _column_facts([(row.texts[place], row.widths[place]) for row in data], face, breaks=column.breaks)
        for place, column in enumerate(document.columns)
    ]


def _column_facts(cells: list[tuple[str, float]], face: Face, *, breaks: bool) -> ColumnFacts:
    if not cells:
        return ColumnFacts()
    widths = sorted(width for _, width in cells)
    longest = max((_longest_word(text, face) for text, _ in cells), default=0.0) if breaks else 0.0
    return ColumnFacts(widths[-1], longest, widths[len(widths) * 9 // 10])


def _longest_word(text: str, face: Face) -> float:
    return max(map(face.word, text.split()), default=0.0)
