"""Finds in a sheet where the heading of a list stands, and what its title says."""

import calendar
import datetime
import re
from collections.abc import Collection, Iterator, Sequence

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers.answer import cell_text
from ansinh_desktop.services.importer.list_rows import rows_below
from ansinh_desktop.services.importer.money_cells import unit_above
from ansinh_desktop.services.importer.sheets import Cell, Row, Sheet, Span
from ansinh_desktop.services.importer.table import Heading, PassedRow, PersonRow, Table, filled
from ansinh_desktop.text import clean, fold

SEARCHED_ROWS = 40

_COMMON = frozenset(
    fold(each)
    for each in [
        "STT",
        "TT",
        "Số TT",
        "Họ và tên",
        "Họ tên",
        "Họ, tên",
        "Họ tên trẻ",
        "Họ và tên trẻ",
        "Tên đối tượng",
        "Ngày sinh",
        "Năm sinh",
        "Ngày tháng năm sinh",
        "Ngày, tháng, năm sinh",
        "Nam",
        "Nữ",
        "Giới tính",
        "GT",
        "Dân tộc",
        "Địa chỉ",
        "Nơi ở",
        "Nơi cư trú",
        "Chỗ ở",
        "Ấp",
        "Khóm",
        "Ấp/khóm",
        "Thôn",
        "Tổ",
        "Xã",
        "CCCD",
        "CMND",
        "Số CCCD",
        "Số CMND",
        "Số CMND/CCCD",
        "Số định danh",
        "Đối tượng",
        "Hoàn cảnh",
        "Hệ số",
        "Mức trợ cấp",
        "Số tiền",
        "Thành tiền",
        "Ghi chú",
        "Ký nhận",
        "Số điện thoại",
        "Điện thoại",
        "SĐT",
        "Hộ nghèo",
        "Hộ cận nghèo",
        "BHYT",
        "Số thẻ BHYT",
        "Ngày cấp",
        "Nơi cấp",
        "Số QĐ",
        "Quyết định",
        "Ngày hưởng",
        "Nghề nghiệp",
        "Trình độ",
        "Quan hệ",
        "Chủ hộ",
        "Loại",
        "Lý do",
    ]
)
_SENTENCE = 90


def find_table(sheet: Sheet, words: Collection[str] = ()) -> Table:
    """Find the list of people in a sheet.

    Args:
        sheet: The sheet as it was read.
        words: Labels and aliases of the fields that columns may become.

    Raises:
        UserError: There is no heading, or no person below it.
    """
    known = _COMMON | {fold(each) for each in words}
    base = _base_row(sheet.rows, known)
    if base is None:
        raise UserError("AS-3030", sheet=sheet.name)
    heading_rows = _heading_rows(sheet, base, known)
    columns = _columns(sheet, heading_rows)
    below = rows_below(sheet, heading_rows, columns, known)
    people, passed = below.people, below.passed
    columns = _with_unnamed(columns, people)
    if not people:
        raise UserError("AS-3031", sheet=sheet.name, row=heading_rows.stop)
    titles = [cell for row in sheet.rows[: heading_rows.start] for cell in row if isinstance(cell, str)]
    return Table(
        sheet, heading_rows, columns, tuple(people), tuple(passed), _title(titles), read_as_of(titles),
        tuple(_notes(sheet, passed, len(columns))), unit_above(titles), frozenset(below.shared), below.next_row,
    )  # fmt: skip


def read_as_of(titles: Sequence[str]) -> datetime.date | None:
    """Return the last day that a title block speaks of; the most exact statement counts."""
    text = clean(" \n ".join(titles)).lower()
    for pattern in (
        r"(?:đến|ngày)\s+(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})",
        r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})",
        r"tháng\s+(?P<month>\d{1,2})\s*(?:/|-|năm|\s)\s*(?P<year>\d{4})",
        r"quý\s+(?P<quarter>iv|i{1,3}|[1-4])\s*(?:/|-|năm|\s)\s*(?P<year>\d{4})",
        r"năm\s+(?P<year>\d{4})",
    ):
        for found in re.finditer(pattern, text):
            day = _last_day(found.groupdict())
            if day:
                return day
    return None


def _last_day(parts: dict[str, str | None]) -> datetime.date | None:
    year, quarter = int(parts["year"] or 0), parts.get("quarter")
    month = int(parts.get("month") or 12)
    if quarter:
        month = 3 * ({"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(quarter) or int(quarter))
    if not (1990 <= year <= 2100 and 1 <= month <= 12):
        return None
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(int(parts.get("day") or last), last))


def _title(titles: Sequence[str]) -> str:
    for each in titles:
        if re.match(r"(danh sach|bang|so theo doi|bieu|tong hop)\b", fold(each)):
            return clean(each)
    return ""


# ---------------------------------------------------------------- the heading


def _base_row(rows: Sequence[Row], known: Collection[str]) -> int | None:
    """Return the row that looks most like a heading."""
    best, best_score = None, 0.0
    for number, row in enumerate(rows[:SEARCHED_ROWS]):
        score = _heading_score(row, known)
        if score > best_score and any(
            any(cell is not None for cell in below) for below in rows[number + 1 :]
        ):
            best, best_score = number, score
    return best


def _heading_score(row: Row, known: Collection[str]) -> float:
    texts = [text for text in (fold(cell) for cell in row if isinstance(cell, str)) if text]
    exact = sum(text in known for text in texts)
    partly = sum(_holds_known(text, known) for text in texts)
    if len(texts) < 2 or exact + partly < 2:
        return 0
    others = sum(cell is not None and not isinstance(cell, str) for cell in row)
    return 3 * exact + 2 * partly + len(texts) - 3 * others - 2 * sum(map(_has_digit, texts))


def _holds_known(text: str, known: Collection[str]) -> bool:
    """Whether several words of a heading stand within a text that is not a sentence."""
    return len(text) < _SENTENCE and any(f" {word} " in f" {text} " for word in known if " " in word)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _heading_rows(sheet: Sheet, base: int, known: Collection[str]) -> range:
    """Return the rows of the heading: the best one, and the levels above and below that belong to it."""
    top, bottom = base, base
    width = max(len(row) for row in sheet.rows[: base + 2])
    for span in sheet.spans:
        if (
            span.top <= base <= span.bottom
            and span.bottom - span.top <= 3
            and span.right - span.left + 1 < width
        ):
            top, bottom = min(top, span.top), max(bottom, span.bottom)
    if top == base and _is_group_row(sheet, base, width):
        top = base - 1
    if bottom == base and _is_level_below(sheet, base, known):
        bottom = base + 1
    return range(top, bottom + 1)


def _is_group_row(sheet: Sheet, base: int, width: int) -> bool:
    """Whether the row above holds groups, each merged over some of the columns."""
    return any(
        span.top == span.bottom == base - 1 and 1 < span.right - span.left + 1 < max(width - 1, 2)
        for span in sheet.spans
    ) and not any(
        # A title block is merged over halves of the sheet, and stands apart from the table.
        re.match(r"(cong hoa|doc lap|ubnd|uy ban|danh sach)", fold(cell))
        for cell in sheet.rows[base - 1]
        if isinstance(cell, str)
    )


def _is_level_below(sheet: Sheet, base: int, known: Collection[str]) -> bool:
    """Whether the next row parts some of the headings: Nam, Nữ; Ngày, Tháng, Năm."""
    if base + 1 >= len(sheet.rows):
        return False
    cells = filled(sheet.rows[base + 1])
    texts = {column: cell for column, cell in cells.items() if isinstance(cell, str)}
    parted = len(texts) == len(cells) > 0 and not any(map(_has_digit, texts.values()))
    if not parted or _at_cell(sheet.rows[base + 1], 0) is not None:
        return False
    wide = _columns_merged(sheet, base)
    if wide:
        return texts.keys() <= wide
    return min(texts) < len(sheet.rows[base]) and all(fold(text) in known for text in texts.values())


def _columns_merged(sheet: Sheet, row: int) -> set[int]:
    """Return the columns that cells of a row cover which are merged over several."""
    spans = [span for span in sheet.spans if span.top == span.bottom == row and span.left < span.right]
    return {column for span in spans for column in range(span.left, span.right + 1)}


def _columns(sheet: Sheet, heading_rows: range) -> tuple[Heading, ...]:
    width = max((len(row) for row in sheet.rows[heading_rows.start :]), default=0)
    spans = [span for span in sheet.spans if span.top in heading_rows or span.bottom in heading_rows]
    found = []
    for column in range(width):
        path: list[str] = []
        for row in heading_rows:
            text = _heading_text(sheet.rows, spans, heading_rows, row, column)
            if text and text not in path:
                path.append(text)
        if path:
            found.append(Heading(column, tuple(path)))
    return tuple(found)


def _with_unnamed(columns: tuple[Heading, ...], people: Sequence[PersonRow]) -> tuple[Heading, ...]:
    """Add the columns that have no heading but hold something: nothing of a list is passed over unseen."""
    named = {each.column for each in columns}
    used = {column for each in people for column in filled(each.cells)}
    found = [*columns, *(Heading(column, ()) for column in used - named)]
    return tuple(sorted(found, key=lambda each: each.column))


def _heading_text(
    rows: Sequence[Row], spans: Sequence[Span], heading_rows: range, row: int, column: int
) -> str:
    for span in spans:
        if span.top <= row <= span.bottom and span.left <= column <= span.right:
            return cell_text(_at_cell(rows[span.top], span.left))
    own = _at_cell(rows[row], column)
    if own is not None or row == heading_rows[-1] or _at_cell(rows[heading_rows[-1]], column) is None:
        return cell_text(own)
    # Without merged cells a heading over several columns stands in the first of them.
    for left in range(column - 1, -1, -1):
        above = _at_cell(rows[row], left)
        if above is not None:
            return cell_text(above) if _at_cell(rows[heading_rows[-1]], left) is not None else ""
    return ""


def _at_cell(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else None


def _notes(sheet: Sheet, passed: Sequence[PassedRow], width: int) -> Iterator[Finding]:
    """Tell of full rows that come after the signatures: perhaps a second list."""
    left = [
        each.row for each in passed
        if each.reason == "after" and len(filled(sheet.rows[each.row])) * 2 > max(width, 6)
    ]  # fmt: skip
    if left:
        yield warning("AS-3032", sheet=sheet.name, count=len(left), row=left[0] + 1)
