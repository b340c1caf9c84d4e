"""What a list on paper says: its columns, heading, rows and signatures, as frozen declarations."""

import datetime
import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import AnSinhError, BugError
from ansinh_desktop.services.reports.marks import ChartSheet

Kind: TypeAlias = Literal["text", "whole", "money", "date", "id", "decimal"]
Align: TypeAlias = Literal["left", "center", "right"]
Orientation: TypeAlias = Literal["auto", "portrait", "landscape"]
Value: TypeAlias = str | int | float | Decimal | bool | datetime.date | PartialDate | None
Row: TypeAlias = Sequence[Value]
Progress: TypeAlias = Callable[[int, int], None]
Cancelled: TypeAlias = Callable[[], bool]

NUMBERS: frozenset[Kind] = frozenset({"whole", "money", "decimal"})
INTERNAL_USE = "LƯU HÀNH NỘI BỘ"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PAGE_TOTAL = "Cộng trang"
BROUGHT = "Trang trước chuyển sang"
CARRIED = "Cộng chuyển trang sau"
CARRIED_AT_ONCE = ", chuyển trang sau"
"""What the first page comes to is what is carried."""
GRAND_TOTAL = "TỔNG CỘNG"
SUBTOTAL = "Cộng"
NO_ROWS = "Không có trường hợp nào."
SIGN_HERE = "(Ký, ghi rõ họ tên)"

_ALIGN: dict[Kind, Align] = {
    "text": "left",
    "whole": "right",
    "money": "right",
    "decimal": "right",
    "date": "center",
    "id": "center",
}


class StoppedError(AnSinhError):
    """The officer stopped the work; nothing of it stays on the disk."""


@dataclass(frozen=True)
class GroupRow:
    """A line across the whole table that opens a group of rows, such as a hamlet."""

    label: str


@dataclass(frozen=True)
class ListColumn:
    """One column; widths are in millimetres, ``weight`` is its share of the room that is left over."""

    key: str
    heading: str
    kind: Kind = "text"
    weight: float = 1.0
    min_width: float = 0.0
    width: float = 0.0
    """Just so wide, where the values allow it; said of every column of a list, or of none."""
    align: Align | None = None
    """Left to the kind where it is not said: numbers right, dates and identity numbers centred."""
    total: bool = False
    wrap: bool = True
    """Whether a text may run over several lines; a value too wide for any paper is broken all the same."""
    group: str = ""
    """The heading above this and the neighbouring columns of the same group."""
    repeated: bool = False
    """Whether the column stands on every sheet when the list must be split; else the first two do."""
    notes: bool = False
    """Whether what stands under the first line of a value is a note to it: set in italics."""
    mark: str = ""
    """What the row of column marks under the headings says: "A", "(1)"."""

    def __post_init__(self) -> None:
        if self.total and self.kind not in NUMBERS:
            raise BugError(f"column {self.key}: only numbers can be totalled")
        if self.weight <= 0 or self.min_width < 0:
            raise BugError(f"column {self.key}: weight must be positive, min_width not negative")

    @property
    def side(self) -> Align:
        """Where values stand in their cells."""
        return self.align or _ALIGN[self.kind]

    @property
    def breaks(self) -> bool:
        """Whether values may run over several lines."""
        return self.wrap and self.kind == "text"


@dataclass(frozen=True)
class Heading:
    """Who issues the paper: the block at the left of the national title."""

    unit_lines: tuple[str, ...]
    superior_lines: tuple[str, ...] = ()
    place: str = ""
    number: str = ""
    """The document number ("Số: 05/BC-UBND"); with one, place and date stand beside it at the top."""


@dataclass(frozen=True)
class Signature:
    """One signature block: ``role_lines`` such as ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")."""

    role_lines: tuple[str, ...]
    name: str = ""
    note: str = SIGN_HERE


@dataclass(frozen=True)
class ListDocument:
    """A list, whole: what it says and how it wants to be laid out.

    ``rows`` is walked once; give a list (not an iterator) to write the same document twice.
    """

    title: str
    columns: tuple[ListColumn, ...]
    rows: Iterable[Row | GroupRow]
    row_count: int
    subtitle: str = ""
    reference: str = ""
    """In italics under the title: "(Kèm theo Báo cáo số … ngày …)"."""
    reference_aside: bool = False
    """Whether it stands small at the left above the table instead, beside the unit note: a row more has room."""
    annex: str = ""
    """Above the title: "Phụ lục I"."""
    heading: Heading | None = None
    signatures: tuple[Signature, ...] = ()
    page_totals: bool = True
    group_pages: bool = False
    """Whether each group begins a page of its own."""
    carries: bool = False
    """Whether each page also says what the pages up to it come to, and the next one begins with that."""
    group_totals: bool = False
    counted: str = ""
    """What the rows are ("người"): then each sum says of how many it is, at the left and as high as a row."""
    words_of: str = ""
    """The money column whose total is also written in words."""
    orientation: Orientation = "auto"
    a3: bool = True
    """Whether the office can print A3; where it cannot, a wide list is split over A4 sheets."""
    confidential: str = ""
    """The words of the box at the top ("LƯU HÀNH NỘI BỘ"), repeated on every page."""
    printed_on: datetime.date | None = None
    unit_note: str = ""
    """At the right above the table: "Đơn vị tính: đồng"."""
    remark: str = ""
    """Below the totals, once."""
    footer_note: str = ""
    """At the left of every page's foot."""
    row_height: float = 0.0
    """The least height of a row in millimetres: room for a signature in the row."""
    charts: tuple[ChartSheet, ...] = ()
    """On pages of their own behind the table; a CSV has none."""
    reprinted: bool = False
    """Whether it must come out the same to the byte whenever it is printed: its file then tells no time of its making."""

    def __post_init__(self) -> None:
        faults = self._faults()
        if faults:
            raise BugError(f"list {self.title!r}: {'; '.join(faults)}")

    def _faults(self) -> list[str]:
        keys = [column.key for column in self.columns]
        if not keys:
            return ["it has no column"]
        faults = [f"key {key} stands twice" for key in sorted(set(keys)) if keys.count(key) > 1]
        return faults + self._faults_of_totals()

    def _faults_of_totals(self) -> list[str]:
        faults = []
        if self.columns[0].total or any(each.total and each.repeated for each in self.columns):
            faults.append("the first and the repeated columns carry the word of the total, not a total")
        spelled = [each.key for each in self.columns if each.total and each.kind == "money"]
        if self.words_of and self.words_of not in spelled:
            faults.append(f"words_of {self.words_of} is no totalled money column")
        return faults

    @functools.cached_property
    def totalled(self) -> tuple[int, ...]:
        """The places of the columns that have a total."""
        return tuple(place for place, column in enumerate(self.columns) if column.total)

    @property
    def lead(self) -> tuple[int, ...]:
        """The places of the columns that stand on every sheet of a split list."""
        flagged = tuple(place for place, column in enumerate(self.columns) if column.repeated)
        if flagged:
            return flagged
        return tuple(place for place in range(min(2, len(self.columns))) if not self.columns[place].total)


def check_row(document: ListDocument, row: Row) -> None:
    """Refuse a row that has not one value a column."""
    if len(row) != len(document.columns):
        raise BugError(f"list {document.title!r}: {len(row)} values for {len(document.columns)} columns")
