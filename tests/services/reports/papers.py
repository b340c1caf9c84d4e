"""Lists of people who do not exist, and how to read back what was printed."""

import contextlib
import io
import random
from collections.abc import Sequence
from typing import Any

import pdfplumber
import pypdfium2

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.reports.layout import Heading, ListColumn, ListDocument, Signature
from ansinh_desktop.services.reports.pdf import write_pdf

HEADING = Heading(("ỦY BAN NHÂN DÂN", "XÃ BÌNH HÒA"), place="Bình Hòa")
SIGNATURES = (
    Signature(("NGƯỜI LẬP BIỂU",), name="Trần Thị Đào"),
    Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name="Nguyễn Văn An"),
)
COLUMNS = (
    ListColumn("number", "STT", "whole", align="center"),
    ListColumn("name", "Họ và tên", weight=2),
    ListColumn("birth", "Ngày sinh", "date"),
    ListColumn("id", "Số định danh", "id"),
    ListColumn("factor", "Hệ số", "decimal", group="Mức trợ cấp"),
    ListColumn("money", "Số tiền (đồng)", "money", total=True, group="Mức trợ cấp"),
)
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng")
_MIDDLE = ("Thị", "Văn", "Hữu", "Ngọc Bảo", "Thị Mỹ")
_GIVEN = ("Tuyết", "Đào", "Hiếu", "Phượng", "Ước", "Nghĩa", "Quỳnh", "Ẩn")


def name(chance: random.Random) -> str:
    return f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"


def people(count: int) -> list[Any]:
    chance = random.Random(322)
    return [
        (
            number,
            name(chance),
            PartialDate(chance.randint(1930, 2015), chance.randint(1, 12), chance.randint(1, 28)),
            f"089{chance.randrange(10**9):09d}",
            chance.choice((1.0, 1.5, 2.5)),
            chance.choice((540_000, 1_080_000, 1_350_000)),
        )
        for number in range(1, count + 1)
    ]


def payment_list(count: int = 3, **changes: Any) -> ListDocument:
    settings: dict[str, Any] = {
        "title": "Danh sách chi trả",
        "subtitle": "Tháng 6 năm 2026",
        "columns": COLUMNS,
        "rows": people(count),
        "row_count": count,
        "heading": HEADING,
        "signatures": SIGNATURES,
        "words_of": "money",
    }
    return ListDocument(**settings | changes)


def wide_list(columns: int, rows: int, **changes: Any) -> ListDocument:
    """A list of so many columns, each with its own texts."""
    declared = [ListColumn("number", "STT", "whole"), ListColumn("name", "Họ và tên")]
    declared += [ListColumn(f"c{at}", f"Cột {at}", "money" if at % 3 else "text") for at in range(2, columns)]
    chance = random.Random(columns)
    written = [
        [number, name(chance)]
        + [chance.randrange(10**7) if at % 3 else name(chance) for at in range(2, columns)]
        for number in range(1, rows + 1)
    ]
    settings: dict[str, Any] = {
        "title": "Danh sách rộng",
        "columns": tuple(declared[:columns]),
        "rows": [row[:columns] for row in written],
        "row_count": rows,
    }
    return ListDocument(**settings | changes)


def printed(document: ListDocument) -> bytes:
    stream = io.BytesIO()
    write_pdf(document, stream)
    return stream.getvalue()


def opened(document: ListDocument) -> Any:
    return pdfplumber.open(io.BytesIO(printed(document)))


def words_of(page: Any) -> str:
    """The text of a page, with single spaces."""
    return " ".join(page.extract_text().split())


def texts_of(content: bytes) -> list[str]:
    """The text of each page, where it matters neither how it looks nor where it stands: a hundred times quicker."""
    with contextlib.closing(pypdfium2.PdfDocument(content)) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def squeezed(text: str) -> str:
    """A text without the spaces that line breaks put in or take out."""
    return "".join(text.split())


def table_cells(page: Any) -> list[list[str]]:
    """The cells of a page's table, squeezed; a cell that lies under another is left out."""
    (table,) = page.extract_tables()
    return [[squeezed(cell) for cell in row if cell is not None] for row in table]


def numbered_rows(pages: Sequence[Any]) -> dict[str, list[str]]:
    """The rows of values on some pages, by their number in the first column."""
    return {row[0]: row for page in pages for row in table_cells(page) if row and row[0].isdigit()}
