"""Finds every list in a workbook, decides which are read together, and says what is left and why."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.importer.heading import find_table
from ansinh_desktop.services.importer.sheets import Cell, Row, Sheet, Span, Workbook
from ansinh_desktop.services.importer.table import Heading, PersonRow, Table, is_blank, shown
from ansinh_desktop.text import fold

_MOST_LISTS = 40
_SAME_PEOPLE = 0.5


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


def find_best_table(book: Workbook, words: Collection[str] = ()) -> Table:
    """Return the list of most people; a shown sheet goes before a hidden one, people before codes.

    Raises:
        UserError: No sheet holds a list of people.
    """
    return max((each.table for each in find_lists(book, words)), key=_rank)


def find_lists(book: Workbook, words: Collection[str] = ()) -> list[FoundList]:
    """Return every list of a workbook in its order, with those marked that are not read by themselves.

    Raises:
        UserError: No sheet holds a list of people.
    """
    found: list[tuple[str, Table]] = []
    refusal: UserError | None = None
    for sheet in book.sheets:
        try:
            tables = list(_tables_of(sheet, words))
        except UserError as error:
            refusal = refusal or error
            continue
        found += [
            (sheet.name if len(tables) == 1 else f"{sheet.name} (danh sách {number})", table)
            for number, table in enumerate(tables, start=1)
        ]
    if not found:
        raise refusal or UserError("AS-3006", name=book.name)
    best = max((table for _title, table in found), key=_rank)
    read: list[Table] = [best]
    lists = []
    for title, table in found:
        why = "" if table is best else _why_left(table, read)
        if not why and table is not best:
            read.append(table)
        lists.append(FoundList(title, table, why))
    return lists


def _rank(table: Table) -> tuple[bool, bool, int]:
    return table.name_column is not None, table.sheet.visible, len(table.people)


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
    names = (fold(shown(each.cells[column])) for each in table.people if column < len(each.cells))
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
    ordered = sorted(texts)
    first = ordered[0]
    starts = [column for column in ordered if texts[column] == texts[first]]
    if len(starts) < 2:
        return [sheet]
    blocks = [
        [column for column in ordered if start <= column < end]
        for start, end in zip(starts, [*starts[1:], ordered[-1] + 1], strict=True)
    ]
    alike = [[texts[column] for column in block] for block in blocks]
    shortest = min(len(each) for each in alike)
    if shortest < 2 or any(each[:shortest] != alike[0][:shortest] for each in alike):
        return [sheet]
    ends = [*starts[1:], max(len(row) for row in sheet.rows)]
    return [_columns_of(sheet, start, end) for start, end in zip(starts, ends, strict=True)]


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
    rows: list[list[Cell]] = [list(row) for row in first.sheet.rows]
    people, shared, faults = list(first.people), set(first.shared), dict(first.sheet.faults)
    passed, spans = list(first.passed), list(first.sheet.spans)
    origins = [(0, 0, first.sheet.name)]
    notes = list(first.notes)
    for each in lists[1:]:
        table = _shifted(each.table, _shift(each.table, first) or 0)
        start = table.heading_rows.stop
        move = len(rows) - start
        origins.append((len(rows), start, table.sheet.name))
        rows += [list(row) for row in table.sheet.rows[start:]]
        people += [replace(person, row=person.row + move) for person in table.people]
        passed += [replace(row, row=row.row + move) for row in table.passed if row.row >= start]
        shared |= {(row + move, column) for row, column in table.shared}
        faults |= {(r + move, c): fault for (r, c), fault in table.sheet.faults.items() if r >= start}
        notes += table.notes
    columns = _united_columns([each.table.columns for each in lists])
    name = ", ".join(dict.fromkeys(each.table.sheet.name for each in lists))
    old = {place: each for one in lists for place, each in one.table.sheet.old_columns.items()}
    sheet = replace(first.sheet, name=name, rows=rows, spans=tuple(spans), faults=faults, old_columns=old)
    return replace(
        first,
        sheet=sheet,
        columns=columns,
        people=tuple(people),
        passed=tuple(passed),
        notes=tuple(notes),
        shared=frozenset(shared),
        as_of=max((each.table.as_of for each in lists if each.table.as_of), default=None),
        origins=tuple(origins),
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
    return replace(
        table,
        sheet=replace(table.sheet, rows=[moved(row) for row in table.sheet.rows], faults=faults),
        columns=tuple(replace(each, column=each.column - shift) for each in table.columns),
        people=tuple(replace(each, cells=moved(each.cells)) for each in table.people),
    )


def leaving_people(table: Table) -> list[PersonRow]:
    """Return the people who leave a list."""
    return [each for each in table.people if each.leaving]


def told(lists: Sequence[FoundList], chosen: Sequence[FoundList]) -> str:
    """Return in one line how many people a file has, how many are read, and why the others are not."""
    people = [each for each in lists if each.table.name_column is not None] or list(lists)
    everybody = sum(each.count for each in people)
    sheets = len({each.table.sheet.name for each in people})
    leaving = sum(len(leaving_people(each.table)) for each in chosen)
    left = [(each, each.left_because or "không chọn") for each in lists if each not in chosen]
    reasons = [f"{each.count} người ở {each.title} ({why})" for each, why in left if each in people]
    if leaving:
        reasons.append(f"{leaving} người nằm trong danh sách giảm")
    read = sum(each.count for each in chosen) - leaving
    words = f"Tệp có {everybody} người ở {sheets} trang; đọc {read}"
    if reasons:
        words += f"; bỏ {everybody - read}, vì: " + "; ".join(reasons)
    others = [f"{each.title} ({why})" for each, why in left if each not in people]
    if others:
        words += f"; không đọc trang {', '.join(others)}"
    hidden = sum(
        person.row in each.table.sheet.hidden_rows for each in chosen for person in each.table.people
    )
    if hidden:
        words += f"; {hidden} người ở dòng đang ẩn trong Excel cũng được đọc"
    return words + "."
