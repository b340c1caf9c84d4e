"""Finds in a sheet where the heading stands, which rows are people, and where they end."""

import calendar
import datetime
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.services.importer.sheets import Cell, Row, Sheet, Span, Workbook
from ansinh_desktop.text import clean, fold

SEARCHED_ROWS = 40

Reason: TypeAlias = Literal["blank", "heading", "numbers", "section", "total", "after"]

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
_NUMBER_HEADINGS = frozenset({"stt", "tt", "so tt", "so thu tu"})
_NAME_HEADING = re.compile(r"(ho (va )?(chu dem va )?ten|ten)\b")
_HAMLET = re.compile(r"(ap|khom|khu pho|to dan pho|thon|xom|khu vuc|phum|soc)\b.+")
_TOTAL = re.compile(
    r"(tong cong|tong so|tong|cong|cong don|luy ke)( (so|ap|khom|thon|xa|toan|chung|cac|nguoi|doi tuong|trang|muc|phan)\b.*| \d.*)?"
)
_END = re.compile(
    r"(so tien )?(viet )?bang chu\b|(nguoi )?lap (bieu|bang|danh sach)|nguoi lap|(tm|kt|tl|tuq) (uy ban|ubnd|chu tich)"
    r"|uy ban nhan dan|(pho )?chu tich|ke toan|thu truong|thu quy|noi nhan|xac nhan|can bo|cong chuc|truong ap"
    r"|truong khom|duyet\b|danh sach (nay )?co|ngay \d* ?thang \d* ?nam|.{0,40} ngay \d* ?thang \d* ?nam \d*$|ghi chu\b"
)
_ENUMERATOR = re.compile(r"^\s*(?:[IVX]{1,5}|[A-Za-z]|\d{1,2})\s*[.)\-–/]\s*")
_COUNT = re.compile(
    r"\s*(?:[:(–-]\s*\(?\s*\d+\s*(?:người|đối tượng|hộ|trẻ|em)?\s*\)?|\s\d+\s*(?:người|đối tượng|hộ|trẻ|em))\s*$",
    re.IGNORECASE,
)
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2}|[a-zA-Z])\s*\)?")
_SENTENCE = 90


@dataclass(frozen=True)
class Heading:
    """One column of the table; ``path`` is its heading from the uppermost level down, empty where it has none."""

    column: int
    path: tuple[str, ...]

    @property
    def text(self) -> str:
        """The heading in one line."""
        return " – ".join(self.path)

    @property
    def leaf(self) -> str:
        """The lowest level."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True)
class PersonRow:
    """A row with a person; ``row`` is counted from 0."""

    row: int
    cells: Row
    section: str = ""
    """The heading between the people under which it stands."""
    hamlet: str = ""
    """The same, where it names a hamlet."""


@dataclass(frozen=True)
class PassedRow:
    """A row below the heading that is no person, and why."""

    row: int
    reason: Reason
    text: str = ""


@dataclass(frozen=True)
class Table:
    """The list of people in one sheet."""

    sheet: Sheet
    heading_rows: range
    columns: tuple[Heading, ...]
    people: tuple[PersonRow, ...]
    passed: tuple[PassedRow, ...]
    title: str = ""
    as_of: datetime.date | None = None
    """The last day the list can speak of, as its title says ("Tính đến ngày 30/6/2022")."""
    notes: tuple[Finding, ...] = ()

    @property
    def number_column(self) -> int | None:
        """The column of running numbers."""
        return next((each.column for each in self.columns if fold(each.leaf) in _NUMBER_HEADINGS), None)


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
    people, passed = _rows_below(sheet, heading_rows, columns)
    columns = _with_unnamed(columns, people)
    if not people:
        raise UserError("AS-3031", sheet=sheet.name, row=heading_rows.stop)
    titles = [cell for row in sheet.rows[: heading_rows.start] for cell in row if isinstance(cell, str)]
    return Table(
        sheet, heading_rows, columns, tuple(people), tuple(passed), _title(titles), read_as_of(titles),
        tuple(_notes(sheet, passed, len(columns))),
    )  # fmt: skip


def find_best_table(book: Workbook, words: Collection[str] = ()) -> Table:
    """Return the table of the sheet that holds most people; a shown sheet goes before a hidden one.

    Raises:
        UserError: No sheet holds a list of people.
    """
    tables: list[Table] = []
    refusal: UserError | None = None
    for sheet in book.sheets:
        try:
            tables.append(find_table(sheet, words))
        except UserError as error:
            refusal = refusal or error
    if not tables:
        raise refusal or UserError("AS-3006", name=book.name)
    return max(tables, key=lambda table: (table.sheet.visible, len(table.people)))


def hamlet_named(text: str) -> str:
    """Return the hamlet that the heading of a section names ("I. Ấp Vĩnh Thạnh: 40 người"); empty for none."""
    bare = clean(_COUNT.sub("", _ENUMERATOR.sub("", text))).rstrip(" :.;,-")
    return bare if _HAMLET.fullmatch(fold(bare)) and len(bare) <= 60 else ""


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
    texts = [fold(cell) for cell in row if isinstance(cell, str)]
    texts = [text for text in texts if text]
    exact = sum(text in known for text in texts)
    partly = sum(
        any(f" {word} " in f" {text} " for word in known if " " in word)
        for text in texts
        if len(text) < _SENTENCE
    )
    others = sum(cell is not None and not isinstance(cell, str) for cell in row)
    digits = sum(any(each.isdigit() for each in text) for text in texts)
    if len(texts) < 2 or exact + partly < 2:
        return 0
    return 3 * exact + 2 * partly + len(texts) - 3 * others - 2 * digits


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
    above, below = sheet.rows[base], sheet.rows[base + 1]
    filled = {column: cell for column, cell in enumerate(below) if not _is_blank(cell)}
    if not filled or _cell(below, 0) is not None:
        return False
    if not all(
        isinstance(cell, str) and not any(each.isdigit() for each in cell) for cell in filled.values()
    ):
        return False
    wide = [span for span in sheet.spans if span.top == span.bottom == base and span.left < span.right]
    if wide:
        return all(any(span.left <= column <= span.right for span in wide) for column in filled)
    return all(fold(str(cell)) in known for cell in filled.values()) and min(filled) < len(above)


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
    filled = {column for each in people for column, cell in enumerate(each.cells) if not _is_blank(cell)}
    found = [*columns, *(Heading(column, ()) for column in filled - named)]
    return tuple(sorted(found, key=lambda each: each.column))


def _heading_text(
    rows: Sequence[Row], spans: Sequence[Span], heading_rows: range, row: int, column: int
) -> str:
    for span in spans:
        if span.top <= row <= span.bottom and span.left <= column <= span.right:
            return _text(_cell(rows[span.top], span.left))
    own = _cell(rows[row], column)
    if own is not None or row == heading_rows[-1] or _cell(rows[heading_rows[-1]], column) is None:
        return _text(own)
    # Without merged cells a heading over several columns stands in the first of them.
    for left in range(column - 1, -1, -1):
        above = _cell(rows[row], left)
        if above is not None:
            return _text(above) if _cell(rows[heading_rows[-1]], left) is not None else ""
    return ""


def _cell(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else None


def _text(cell: Cell) -> str:
    return clean(str(cell)) if cell is not None else ""


# ---------------------------------------------------------------- the rows below


def _rows_below(
    sheet: Sheet, heading_rows: range, columns: Sequence[Heading]
) -> tuple[list[PersonRow], list[PassedRow]]:
    people: list[PersonRow] = []
    passed: list[PassedRow] = []
    reader = _RowReader(sheet, heading_rows, columns)
    for number in range(heading_rows.stop, len(sheet.rows)):
        row = sheet.rows[number]
        reason, text = reader.read(row)
        if reason is None:
            people.append(PersonRow(number, row, reader.section, reader.hamlet))
        else:
            passed.append(PassedRow(number, reason, text))
    return people, passed


class _RowReader:
    """Tells row by row what stands in it; knows the section it is in, and whether the list has ended."""

    def __init__(self, sheet: Sheet, heading_rows: range, columns: Sequence[Heading]) -> None:
        self.section = self.hamlet = ""
        self._ended = False
        self._headings = [_folded(sheet.rows[row]) for row in heading_rows]
        self._number_column = next(
            (each.column for each in columns if fold(each.leaf) in _NUMBER_HEADINGS), None
        )
        self._name_column = next(
            (each.column for each in columns if _NAME_HEADING.match(fold(each.text))), None
        )

    def read(self, row: Row) -> tuple[Reason | None, str]:
        """Return why a row is no person, with its text; None for a person."""
        filled = {column: cell for column, cell in enumerate(row) if not _is_blank(cell)}
        if not filled:
            return "blank", ""
        texts = [clean(cell) for cell in filled.values() if isinstance(cell, str)]
        if not self._ended and len(filled) >= 4 and not (texts and _TOTAL.fullmatch(fold(texts[0]))):
            return self._full_row(row, filled, texts)
        if self._is_heading(row):
            self._ended = False
            return "heading", " ".join(texts)
        if self._ended:
            return "after", " ".join(texts)
        return self._sparse_row(filled, texts)

    def _full_row(self, row: Row, filled: dict[int, Cell], texts: list[str]) -> tuple[Reason | None, str]:
        if _are_column_numbers(list(filled.values())):
            return "numbers", ""
        if len(texts) == len(filled) and self._is_heading(row):
            return "heading", " ".join(texts)
        return None, ""

    def _sparse_row(self, filled: dict[int, Cell], texts: list[str]) -> tuple[Reason | None, str]:
        folded = [fold(text) for text in texts]
        if not texts:
            return ("numbers", "") if _are_column_numbers(list(filled.values())) else ("total", "")
        if not isinstance(filled.get(self._place_of_number()), float | int) and _TOTAL.fullmatch(folded[0]):
            return "total", texts[0]
        if len(filled) <= 3 and len(texts) == len(filled) and any(_END.match(text) for text in folded):
            self._ended = True
            return "after", " ".join(texts)
        if _are_column_numbers(list(filled.values())):
            return "numbers", ""
        if self._begins_section(filled, texts):
            return "section", self.section
        return None, ""

    def _begins_section(self, filled: dict[int, Cell], texts: list[str]) -> bool:
        text = " ".join(texts[1:] if len(texts) == 2 and _COLUMN_NUMBER.fullmatch(texts[0]) else texts)
        named = max(texts, key=len)
        hamlet = hamlet_named(text) or hamlet_named(named)
        counted = len(texts) == 1 < len(filled) and hamlet  # "Ấp Vĩnh Thạnh | 40"
        alone = len(filled) == 1 or (
            len(filled) == 2 and re.fullmatch(r"[IVX]+\.?|[A-Z]\.?|\d+[.)]", texts[0])
        )
        if not (counted or (alone and (hamlet or self._name_column not in filled or self._is_title(named)))):
            return False
        self.section = clean(text)
        if hamlet:
            self.hamlet = hamlet
        return True

    def _is_title(self, text: str) -> bool:
        """Whether a text alone in the column of names is the title of a section rather than a name."""
        return bool(_ENUMERATOR.match(text)) or text.endswith(":") or len(text.split()) > 6

    def _place_of_number(self) -> int:
        return self._number_column if self._number_column is not None else -1

    def _is_heading(self, row: Row) -> bool:
        """Whether the heading is repeated here, as on each page of a printed list."""
        folded = _folded(row)
        return len(folded) >= 2 and any(folded.items() <= heading.items() for heading in self._headings)


def _folded(row: Row) -> dict[int, str]:
    return {column: fold(_text(cell)) for column, cell in enumerate(row) if not _is_blank(cell)}


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _are_column_numbers(cells: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3), or A B 1 2."""
    if len(cells) < 3:
        return False
    numbers: list[int] = []
    for cell in cells:
        if isinstance(cell, float | int) and not isinstance(cell, bool) and float(cell).is_integer():
            numbers.append(int(cell))
            continue
        found = _COLUMN_NUMBER.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if not found:
            return False
        if found[1].isdigit():
            numbers.append(int(found[1]))
    first = numbers[0] if numbers else 0
    return first <= 3 and numbers == list(range(first, first + len(numbers)))


def _notes(sheet: Sheet, passed: Sequence[PassedRow], width: int) -> Iterator[Finding]:
    """Tell of full rows that come after the signatures: perhaps a second list."""
    left = [
        each.row for each in passed
        if each.reason == "after" and sum(not _is_blank(cell) for cell in sheet.rows[each.row]) * 2 > max(width, 6)
    ]  # fmt: skip
    if left:
        yield warning("AS-3032", sheet=sheet.name, count=len(left), row=left[0] + 1)
