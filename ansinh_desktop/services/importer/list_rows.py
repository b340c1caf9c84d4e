"""Tells row by row what stands below a heading: people, sections, totals, signatures, another list."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ansinh_desktop.registers.answer import cell_text
from ansinh_desktop.services.importer.leaving import Leaving, says_leaving
from ansinh_desktop.services.importer.sheets import Cell, Place, Row, Sheet
from ansinh_desktop.services.importer.table import (
    NAME_HEADING,
    NUMBER_HEADINGS,
    Heading,
    PassedRow,
    PersonRow,
    Reason,
    filled,
    is_blank,
    name_column,
)
from ansinh_desktop.text import clean, fold

_HAMLET = re.compile(r"(ap|khom|khu pho|to dan pho|thon|xom|khu vuc|phum|soc)\b.+")
_NO_HAMLET = re.compile(r"áp (thấp|lực|dụng|giá|suất|phích|tải)\b", re.IGNORECASE)
"""Words that begin as a hamlet does once their marks are gone: a depression (áp thấp) floods, and houses nobody."""
_TOTAL = re.compile(
    r"(tong cong|tong so|tong|cong|cong don|luy ke)( (so|ap|khom|thon|xa|toan|chung|cac|nguoi|doi tuong|trang|muc|phan)\b.*| \d.*)?"
)
_END = re.compile(
    r"(so tien )?(viet )?bang chu\b|(nguoi )?lap (bieu|bang|danh sach)|nguoi lap|(tm|kt|tl|tuq) (uy ban|ubnd|chu tich)"
    r"|uy ban nhan dan|(pho )?chu tich|ke toan|thu truong|thu quy|noi nhan|xac nhan|can bo|cong chuc|truong ap"
    r"|truong khom|duyet\b|danh sach (nay )?co|ngay \d* ?thang \d* ?nam|.{0,40} ngay \d* ?thang \d* ?nam \d*$|ghi chu\b"
)
_CHANGES = re.compile(r"(tinh hinh |ly do )?(bien dong|tang giam|tang hay giam|tang hoac giam)\b")
_SECTION_WORDS = re.compile(
    r"(danh sach|doi tuong|nhom|dien|loai|tang|giam|muc|phan|nguoi cao tuoi|nguoi khuyet tat|tre em|khoan) ?"
)
_ENUMERATOR = re.compile(r"^\s*(?:[IVX]{1,5}|[A-Za-z]|\d{1,2})\s*[.)\-–/]\s*")
_COUNT = re.compile(
    r"\s*(?:[:(–-]\s*\(?\s*\d+\s*(?:người|đối tượng|hộ|trẻ|em)?\s*\)?|\s\d+\s*(?:người|đối tượng|hộ|trẻ|em))\s*$",
    re.IGNORECASE,
)
_SECTION_NUMBER = re.compile(r"[IVX]+\.?|[A-Z]\.?|\d+[.)]")
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2}|[a-zA-Z])\s*\)?")


def hamlet_named(text: str) -> str:
    """Return the hamlet that the heading of a section names ("I. Ấp Vĩnh Thạnh: 40 người"); empty for none."""
    bare = clean(_COUNT.sub("", _ENUMERATOR.sub("", text))).rstrip(" :.;,-")
    named = _HAMLET.fullmatch(fold(bare)) and not _NO_HAMLET.match(bare)
    return bare if named and len(bare) <= 60 else ""


@dataclass
class RowsBelow:
    """What stands below a heading."""

    people: list[PersonRow] = field(default_factory=list)
    passed: list[PassedRow] = field(default_factory=list)
    shared: set[Place] = field(default_factory=set)
    next_row: int | None = None
    """Where the heading of another list stands."""


def rows_below(
    sheet: Sheet, heading_rows: range, columns: Sequence[Heading], known: Collection[str]
) -> RowsBelow:
    """Go through the rows below a heading.

    Args:
        sheet: The sheet.
        heading_rows: Where the heading stands.
        columns: What it says.
        known: Folded words of which headings are made.
    """
    found = RowsBelow()
    merged = _merged_below(sheet, heading_rows, columns)
    titles = [
        cell_text(cell) for row in sheet.rows[: heading_rows.start] for cell in row if isinstance(cell, str)
    ]
    reader = _RowReader(sheet, heading_rows, columns, known, [sheet.name, *titles])
    changing = [each for each in columns if _CHANGES.match(fold(each.leaf))]
    for number in range(heading_rows.stop, len(sheet.rows)):
        row = sheet.rows[number]
        reason, text = reader.read(row)
        if reason == "other":
            found.next_row = number
            break
        if reason is None:
            cells = merged.filled(number, row, found.shared) if merged else row
            leaving = reader.leaving.title or _said_to_leave(cells, changing)
            found.people.append(PersonRow(number, cells, reader.section, reader.hamlet, leaving))
        else:
            found.passed.append(PassedRow(number, reason, text))
    return found


def _said_to_leave(cells: Row, changing: Sequence[Heading]) -> str:
    """Return what a column "Tăng/giảm" says of a person who leaves; empty for all others."""
    for each in changing:
        said = cell_text(cells[each.column]) if each.column < len(cells) else ""
        if fold(said).split()[:1] == ["giam"] or (said and says_leaving(said)):
            return f"{each.leaf}: {said}"
    return ""


class _Merged:
    """Words of cells that are merged over several people: they hold for all of them; an amount does for none surely."""

    def __init__(self) -> None:
        self._words: dict[int, dict[int, str]] = {}
        self._numbers: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self._words or self._numbers)

    def add(self, rows: range, column: int, cell: Cell) -> None:
        if isinstance(cell, str) and re.search(r"[^\W\d_]", cell) and not re.search(r"\d{5}", cell):
            for row in rows:
                self._words.setdefault(row, {})[column] = cell
        elif not is_blank(cell):
            self._numbers |= set(rows)

    def filled(self, number: int, row: Row, shared: set[Place]) -> Row:
        if number in self._numbers:
            shared.add((number, -1))
        words = self._words.get(number)
        if not words:
            return row
        cells = [*row, *[None] * (max(words) + 1 - len(row))]
        for column, cell in words.items():
            cells[column] = cell if is_blank(cells[column]) else cells[column]
        return cells


def _merged_below(sheet: Sheet, heading_rows: range, columns: Sequence[Heading]) -> _Merged:
    merged = _Merged()
    own = {each.column for each in columns if fold(each.leaf) in NUMBER_HEADINGS}
    own |= {
        column for column in [name_column(columns, sheet.rows[heading_rows.stop :])] if column is not None
    }
    for span in sheet.spans:
        if span.top < heading_rows.stop or span.bottom == span.top or span.left in own:
            continue
        row = sheet.rows[span.top] if span.top < len(sheet.rows) else []
        if span.left < len(row):
            merged.add(range(span.top + 1, span.bottom + 1), span.left, row[span.left])
    return merged


class _RowReader:
    """Tells row by row what stands in it; knows the section it is in, and whether the list has ended."""

    def __init__(
        self,
        sheet: Sheet,
        heading_rows: range,
        columns: Sequence[Heading],
        known: Collection[str],
        titles: list[str],
    ) -> None:
        self.section = self.hamlet = ""
        self.leaving = Leaving(titles)
        self._ended = False
        self._known = known
        self._headings = [_folded(sheet.rows[row]) for row in heading_rows]
        self._number_column = next(
            (each.column for each in columns if fold(each.leaf) in NUMBER_HEADINGS), None
        )
        self._name_column = name_column(columns, sheet.rows[heading_rows.stop :])

    def read(self, row: Row) -> tuple[Reason | Literal["other"] | None, str]:
        """Return why a row is no person, with its text; None for a person."""
        cells = filled(row)
        if not cells:
            return "blank", ""
        texts = [clean(cell) for cell in cells.values() if isinstance(cell, str)]
        if self._is_other_heading(cells, texts) and not self._is_heading(row):
            return "other", ""
        if not self._ended and len(cells) >= 4 and not _begins_total(texts):
            return self._full_row(row, cells, texts)
        if self._is_heading(row):
            self._ended = False
            return "heading", " ".join(texts)
        return ("after", " ".join(texts)) if self._ended else self._sparse_row(cells, texts)

    def _full_row(self, row: Row, cells: dict[int, Cell], texts: list[str]) -> tuple[Reason | None, str]:
        if _are_column_numbers(list(cells.values())):
            return "numbers", ""
        if len(texts) == len(cells) and self._is_heading(row):
            return "heading", " ".join(texts)
        return None, ""

    def _sparse_row(self, cells: dict[int, Cell], texts: list[str]) -> tuple[Reason | None, str]:
        if _begins_total(texts) and not isinstance(cells.get(self._place_of_number()), float | int):
            return "total", texts[0]
        if texts and len(texts) == len(cells) <= 3 and any(_END.match(fold(text)) for text in texts):
            self._ended = True
            return "after", " ".join(texts)
        if _are_column_numbers(list(cells.values())):
            return "numbers", ""
        if not texts:
            return "total", ""
        return ("section", self.section) if self._begins_section(cells, texts) else (None, "")

    def _begins_section(self, cells: dict[int, Cell], texts: list[str]) -> bool:
        text = " ".join(texts[1:] if len(texts) == 2 and _COLUMN_NUMBER.fullmatch(texts[0]) else texts)
        named = max(texts, key=len)
        hamlet = hamlet_named(text) or hamlet_named(named)
        if hamlet:
            begins = len(texts) == 1 or _is_alone(cells, texts)  # "Ấp Vĩnh Thạnh | 40"
        else:
            titled = self._name_column not in cells or self._is_title(named)
            begins = titled and _is_alone(cells, texts)
        if not begins and not (len(cells) <= 3 and says_leaving(named)):  # "II | Giảm | 3"
            return False
        self.section = clean(text)
        self.leaving.pass_title(clean(" ".join(texts)), hamlet=bool(hamlet))
        self.hamlet = hamlet or self.hamlet
        return True

    def _is_title(self, text: str) -> bool:
        """Whether a text alone in the column of names is the title of a section rather than a name."""
        titled = bool(_ENUMERATOR.match(text)) or text.endswith(":") or len(text.split()) > 6
        return titled or _SECTION_WORDS.match(fold(text)) is not None

    def _is_other_heading(self, cells: dict[int, Cell], texts: list[str]) -> bool:
        """Whether another list begins here, with a heading of its own."""
        if len(texts) < 3 or len(texts) != len(cells):
            return False
        folded = [fold(text) for text in texts]
        return sum(text in self._known for text in folded) >= 3 and any(map(NAME_HEADING.match, folded))

    def _place_of_number(self) -> int:
        return self._number_column if self._number_column is not None else -1

    def _is_heading(self, row: Row) -> bool:
        """Whether the heading is repeated here, as on each page of a printed list."""
        folded = _folded(row)
        return len(folded) >= 2 and any(folded.items() <= heading.items() for heading in self._headings)


def _is_alone(cells: dict[int, Cell], texts: list[str]) -> bool:
    """Whether a row holds one text, at the most with the number of a section before it."""
    return len(cells) == 1 or (len(cells) == 2 and _SECTION_NUMBER.fullmatch(texts[0]) is not None)


def _begins_total(texts: list[str]) -> bool:
    return bool(texts) and _TOTAL.fullmatch(fold(texts[0])) is not None


def _folded(row: Row) -> dict[int, str]:
    return {column: fold(cell_text(cell)) for column, cell in filled(row).items()}


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
