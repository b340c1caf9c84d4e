"""Finds every list in a workbook, decides which are read together, and says what is left and why."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.answer import cell_text
from ansinh_desktop.services.importer.heading import find_table
from ansinh_desktop.services.importer.sheets import Cell, OldColumn, Place, Row, Sheet, Span, Workbook
from ansinh_desktop.services.importer.table import Heading, Origin, Table, is_blank
from ansinh_desktop.text import fold

_MOST_LISTS = 40
_SAME_PEOPLE = 0.5
_T = TypeVar("_T")


@dataclass(frozen=True)
class FoundList:
    """One list of a workbook, and whether it is read by itself."""

    title: str
    """As the officer chooses it: the name of the sheet, and which list of it."""
    table: Table
    left_because: str = ""
    """Why it is not read unless the officer asks for it; empty where it is."""

    @property
    def count(self) -> int:
        """How many people stand in it."""
        return len(self.table.people)

    @property
    def leaving(self) -> int:
        """How many of them leave it."""
        return sum(bool(each.leaving) for each in self.table.people)

    @property
    def hidden(self) -> int:
        """How many of them stand in rows that the spreadsheet does not show."""
        return sum(each.row in self.table.sheet.hidden_rows for each in self.table.people)

    @property
    def why_unread(self) -> str:
        """Why it is not read, where it is not."""
        return self.left_because or "không chọn"


def find_lists(book: Workbook, words: Collection[str] = ()) -> list[FoundList]:
    """Return every list of a workbook in its order, with those marked that are not read by themselves.

    Raises:
        UserError: No sheet holds a list of people.
    """
    found = _tables_in(book, words)
    best = best_of(table for _title, table in found)
    read = [best]
    lists = []
    for title, table in found:
        why = "" if table is best else _why_left(table, read)
        if not why and table is not best:
            read.append(table)
        lists.append(FoundList(title, table, why))
    return lists


def best_of(tables: Iterable[Table]) -> Table:
    """Return the list of most people; one with names goes before others, a shown sheet before a hidden one."""
    return max(tables, key=lambda each: (each.name_column is not None, each.sheet.visible, len(each.people)))


def _tables_in(book: Workbook, words: Collection[str]) -> list[tuple[str, Table]]:
    """Return the lists of all sheets, each with its title."""
    found: list[tuple[str, Table]] = []
    refusal: UserError | None = None
    for sheet in book.sheets:
        try:
            tables = list(_tables_of(sheet, words))
        except UserError as error:
            refusal = refusal or error
            continue
        titles = (f"{sheet.name} (danh sách {number})" for number in range(1, len(tables) + 1))
        found += zip([sheet.name] if len(tables) == 1 else titles, tables, strict=True)
    if not found:
        raise refusal or UserError("AS-3006", name=book.name)
    return found


def _why_left(table: Table, read: Sequence[Table]) -> str:
    best = read[0]
    if table.name_column is None:
        return "không có cột họ tên"
    if not table.sheet.visible:
        return "trang ẩn"
    if _shift(table, best) is None:
        return "tiêu đề cột khác"
    names = _people_of(table)
    for other in read:
        if len(names & _people_of(other)) > _SAME_PEOPLE * min(len(names), len(_people_of(other))):
            return f"phần lớn là những người ở trang {other.sheet.name}"
    return ""


def _shift(table: Table, best: Table) -> int | None:
    """Return how many columns further right the same headings stand; None where they are not the same."""
    own, wanted = (
        [(each.column, fold(each.text)) for each in one.columns if each.path] for one in (table, best)
    )
    shift = own[0][0] - wanted[0][0] if own and wanted else 0
    return shift if own == [(column + shift, said) for column, said in wanted] else None


def _people_of(table: Table) -> set[str]:
    column = table.name_column
    if column is None:
        return set()
    names = (fold(cell_text(each.cells[column])) for each in table.people if column < len(each.cells))
    return {each for each in names if each}


# ---------------------------------------------------------------- the lists of one sheet


def _tables_of(sheet: Sheet, words: Collection[str]) -> Iterator[Table]:
    """Yield the lists of a sheet: beside each other, and one below the other."""
    for part in _beside(sheet, find_table(sheet, words)):
        rest: Sheet | None = part
        for _ in range(_MOST_LISTS):
            if rest is None:
                break
            try:
                table = find_table(rest, words)
            except UserError:
                if rest is sheet:
                    raise
                break
            yield table
            rest = _below(rest, table)


def _below(sheet: Sheet, table: Table) -> Sheet | None:
    """Return a sheet with only what stands from the next heading on; the rows keep their numbers."""
    if table.next_row is None:
        return None
    rows: list[Row] = [[] for _ in range(table.next_row)] + list(sheet.rows[table.next_row :])
    return replace(sheet, rows=rows, spans=tuple(span for span in sheet.spans if span.top >= table.next_row))


def _beside(sheet: Sheet, table: Table) -> list[Sheet]:
    """Return a sheet for each list where the same headings stand twice beside each other."""
    texts = {each.column: fold(each.text) for each in table.columns if each.path}
    first = texts[min(texts)]
    starts = sorted(column for column, text in texts.items() if text == first)
    if len(starts) < 2 or not _are_alike(texts, starts):
        return [sheet]
    ends = [*starts[1:], max(len(row) for row in sheet.rows)]
    return [_columns_of(sheet, start, end) for start, end in zip(starts, ends, strict=True)]


def _are_alike(texts: Mapping[int, str], starts: Sequence[int]) -> bool:
    """Whether the headings from each of these columns on are the same, as far as the shortest run of them goes."""
    ends = [*starts[1:], max(texts) + 1]
    blocks = [
        [texts[column] for column in range(start, end) if column in texts]
        for start, end in zip(starts, ends, strict=True)
    ]
    shortest = min(map(len, blocks))
    return shortest >= 2 and all(each[:shortest] == blocks[0][:shortest] for each in blocks)


def _columns_of(sheet: Sheet, left: int, right: int) -> Sheet:
    """Return some columns of a sheet as a sheet of its own; titles over all of them stay with each."""
    rows = [_cut(row, left, right) for row in sheet.rows]
    spans = [
        Span(span.top, span.left - left, span.bottom, span.right - left)
        for span in sheet.spans
        if left <= span.left and span.right < right
    ]
    faults = {
        (row, column - left): fault for (row, column), fault in sheet.faults.items() if left <= column < right
    }
    old = {column - left: each for column, each in sheet.old_columns.items() if left <= column < right}
    return replace(
        sheet, rows=rows, spans=tuple(spans), faults=faults, old_columns=old, left=sheet.left + left
    )


def _cut(row: list[Cell], left: int, right: int) -> list[Cell]:
    cells = row[left:right]
    alone = [cell for cell in row if not is_blank(cell)]
    return [*alone, *[None] * (right - left - 1)] if len(alone) == 1 and left else cells


# ---------------------------------------------------------------- several lists as one


def joined(lists: Sequence[FoundList]) -> Table:
    """Return lists with the same headings as one; each row remembers where it stood.

    Raises:
        UserError: Their headings differ.
    """
    first = lists[0].table
    if len(lists) == 1:
        return first
    if any(_shift(each.table, first) is None for each in lists):
        raise UserError("AS-3034", sheets=", ".join(each.title for each in lists))
    rows = [list(row) for row in first.sheet.rows]
    parts: list[Table] = [first]
    origins: list[Origin] = [(0, 0, first.sheet.name)]
    for each in lists[1:]:
        table = _shifted(each.table, _shift(each.table, first) or 0)
        start = table.heading_rows.stop
        origins.append((len(rows), start, table.sheet.name))
        parts.append(_lowered(table, len(rows) - start))
        rows += [list(row) for row in table.sheet.rows[start:]]
    return _as_one(lists, parts, rows, tuple(origins))


def _as_one(
    lists: Sequence[FoundList], parts: Sequence[Table], rows: list[Row], origins: tuple[Origin, ...]
) -> Table:
    """Return lists as one, whose parts stand below each other already."""
    named = ", ".join(dict.fromkeys(each.table.sheet.name for each in lists))
    faults: dict[Place, Finding] = {}
    old: dict[int, OldColumn] = {}
    for part in parts:
        faults |= part.sheet.faults
        old |= part.sheet.old_columns
    return replace(
        parts[0],
        sheet=replace(parts[0].sheet, name=named, rows=rows, faults=faults, old_columns=old),
        columns=_united_columns([each.columns for each in parts]),
        people=_strung(each.people for each in parts),
        passed=_strung(each.passed for each in parts),
        notes=_strung(each.notes for each in parts),
        shared=frozenset().union(*(each.shared for each in parts)),
        as_of=max((each.as_of for each in parts if each.as_of), default=None),
        origins=origins,
        units=_units(lists, origins),
    )


def _units(lists: Sequence[FoundList], origins: Sequence[Origin]) -> tuple[tuple[int, int | None], ...]:
    """Return in which unit each list counts, where they do not all name the same."""
    named = [each.table.money_unit for each in lists]
    firsts = [first for first, _there, _name in origins]
    return tuple(zip(firsts, named, strict=True)) if len(set(named)) > 1 else ()


def _strung(runs: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    return tuple(itertools.chain.from_iterable(runs))


def _lowered(table: Table, move: int) -> Table:
    """Return a list without what stands above its people, its rows so far further down."""
    start = table.heading_rows.stop
    faults = {(r + move, c): fault for (r, c), fault in table.sheet.faults.items() if r >= start}
    return replace(
        table,
        sheet=replace(table.sheet, faults=faults),
        people=tuple(replace(each, row=each.row + move) for each in table.people),
        passed=tuple(replace(each, row=each.row + move) for each in table.passed if each.row >= start),
        shared=frozenset((row + move, column) for row, column in table.shared),
    )


def _united_columns(columns: Sequence[Sequence[Heading]]) -> tuple[Heading, ...]:
    found: dict[int, Heading] = {}
    for each in (heading for group in columns for heading in group):
        found.setdefault(each.column, each)
    return tuple(found[column] for column in sorted(found))


def _shifted(table: Table, shift: int) -> Table:
    """Return a list with its columns so far further left."""
    if not shift:
        return table

    def moved(row: Row) -> Row:
        return row[shift:] if shift > 0 else [*[None] * -shift, *row]

    faults = {(row, column - shift): fault for (row, column), fault in table.sheet.faults.items()}
    old = {column - shift: each for column, each in table.sheet.old_columns.items()}
    rows = [moved(row) for row in table.sheet.rows]
    return replace(
        table,
        sheet=replace(table.sheet, rows=rows, faults=faults, old_columns=old),
        columns=tuple(replace(each, column=each.column - shift) for each in table.columns),
        people=tuple(replace(each, cells=moved(each.cells)) for each in table.people),
    )


def told(lists: Sequence[FoundList], chosen: Sequence[FoundList]) -> str:
    """Return in one line how many people a file has, how many are read, and why the others are not."""
    counted = [each for each in lists if each.table.name_column is not None] or lists
    everybody = sum(each.count for each in counted)
    sheets = len({each.table.sheet.name for each in counted})
    leaving = sum(each.leaving for each in chosen)
    read = sum(each.count for each in chosen) - leaving
    parts = [
        f"Tệp có {everybody} người ở {sheets} trang",
        f"đọc {read}",
        _told_left(everybody - read, _without(counted, chosen), leaving),
        _told_unread(_without(lists, [*counted, *chosen])),
        _told_hidden(sum(each.hidden for each in chosen)),
    ]
    return "; ".join(filter(None, parts)) + "."


def _without(lists: Sequence[FoundList], others: Sequence[FoundList]) -> list[FoundList]:
    return [each for each in lists if each not in others]


def _told_left(count: int, left: Sequence[FoundList], leaving: int) -> str:
    reasons = [f"{each.count} người ở {each.title} ({each.why_unread})" for each in left]
    reasons += [f"{leaving} người nằm trong danh sách giảm"] if leaving else []
    return f"bỏ {count}, vì: {'; '.join(reasons)}" if reasons else ""


def _told_unread(left: Sequence[FoundList]) -> str:
    named = ", ".join(f"{each.title} ({each.why_unread})" for each in left)
    return f"không đọc trang {named}" if named else ""


def _told_hidden(count: int) -> str:
    return f"{count} người ở dòng đang ẩn trong Excel cũng được đọc" if count else ""
