"""Lists on paper beside a bare canvas that draws the same texts: laid out alone, and from the data file on."""

import io
import random
from dataclasses import replace
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.reports.cells import show
from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.layout import GroupRow, Heading, ListColumn, ListDocument, Row, Signature
from ansinh_desktop.services.reports.pdf import write_pdf
from benchmarks.data import with_people
from benchmarks.measuring import Figure, least

_ROWS_A_PAGE = 22
_BARE = "bare reportlab canvas, same texts"

COLUMNS = (
    ListColumn("number", "STT", "whole", align="center"),
    ListColumn("name", "Họ và tên", weight=2),
    ListColumn("birth", "Ngày sinh", "date"),
    ListColumn("sex", "Giới tính", align="center"),
    ListColumn("id", "Số định danh", "id"),
    ListColumn("hamlet", "Ấp/khóm"),
    ListColumn("group", "Nhóm đối tượng", weight=2),
    ListColumn("factor", "Hệ số", "decimal", group="Mức trợ cấp"),
    ListColumn("money", "Số tiền (đồng)", "money", total=True, group="Mức trợ cấp"),
    ListColumn("note", "Ghi chú"),
)
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng")
_MIDDLE = ("Thị", "Văn", "Hữu", "Ngọc", "Thị Mỹ")
_GIVEN = ("Tuyết", "Đào", "Hiếu", "Phượng", "Ước", "Nghĩa", "Quỳnh")
_HAMLETS = ("Ấp Hòa Bình", "Ấp Phú Thuận, tổ 12", "Ấp Mỹ Lợi")
_GROUPS = ("Người cao tuổi từ đủ 80 tuổi", "Người khuyết tật đặc biệt nặng là trẻ em", "Trẻ em mồ côi")


def people(count: int) -> list[Row]:
    """Return rows of people who do not exist, the same ones at each run."""
    chance = random.Random(322)
    return [
        (
            number,
            f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}",
            PartialDate(chance.randint(1930, 2015), chance.randint(1, 12), chance.randint(1, 28)),
            chance.choice(("Nam", "Nữ")),
            f"089{chance.randrange(10**9):09d}",
            chance.choice(_HAMLETS),
            chance.choice(_GROUPS),
            chance.choice((1.0, 1.5, 2.5)),
            chance.choice((540_000, 1_080_000, 1_350_000)),
            chance.choice((None, None, "Qua tài khoản")),
        )
        for number in range(1, count + 1)
    ]


def payment_list(count: int) -> ListDocument:
    """Return a payment list of some length."""
    return ListDocument(
        title="Danh sách chi trả trợ cấp xã hội hằng tháng",
        columns=COLUMNS,
        rows=people(count),
        row_count=count,
        heading=Heading(("ỦY BAN NHÂN DÂN", "XÃ BÌNH HÒA"), place="Bình Hòa"),
        signatures=(Signature(("NGƯỜI LẬP BIỂU",)), Signature(("CHỦ TỊCH",))),
        words_of="money",
    )


def bare_canvas(document: ListDocument) -> None:
    """Draw the texts of the cells, and nothing else."""
    canvas = Canvas(io.BytesIO(), pagesize=(842, 595), pageCompression=1)
    name = face("regular").name
    kinds = [column.kind for column in document.columns]
    for count, row in enumerate(each for each in document.rows if not isinstance(each, GroupRow)):
        if count % _ROWS_A_PAGE == 0:
            if count:
                canvas.showPage()
            canvas.setFont(name, 12)
        for place, (value, kind) in enumerate(zip(row, kinds, strict=True)):  # type: ignore[arg-type]
            text = show(value, kind)
            if text:
                canvas.drawString(85 + place * 70, 500 - count % _ROWS_A_PAGE * 19, text)
    canvas.save()


def lists(folder: Path, count: int = 10_000) -> list[Figure]:
    """Measure a payment list: its layout, then all of it from the data file to the last page.

    Args:
        folder: The data folder of that many records of assistance; made where it does not stand.
        count: How many rows.
    """
    return [*_laid_out(count), *_from_data(folder, count)]


def _laid_out(count: int) -> list[Figure]:
    write_pdf(payment_list(10), io.BytesIO())
    short, long = payment_list(count // 10), payment_list(count)
    bare = least(lambda: bare_canvas(long))
    ours, tenth = (least(lambda: write_pdf(each, io.BytesIO())) for each in (long, short))  # noqa: B023
    return [
        *_figures("list to PDF, laid out", f"{count:,} rows", ours, bare, 1.5, _BARE),
        Figure(
            "list to PDF, growing with its rows",
            f"{count:,} rows",
            ours[1],
            "s",
            1.2,
            tenth[1] * 10,
            f"ten times that of {count // 10:,} rows",
        ),
    ]


def _from_data(folder: Path, count: int) -> list[Figure]:
    with with_people(folder, count, ("assistance",)) as program:
        figures = []
        for code, name in (("recipients", "11 columns"), ("payment", "21 columns")):
            request = program.lists.request("assistance", code)
            document = program.lists.document(request)
            same = replace(document, rows=list(document.rows))
            bare = least(lambda: bare_canvas(same))  # noqa: B023 - called at once
            ours = least(lambda: program.lists.pdf(request))  # noqa: B023
            data = f"{count:,} records, {name}"
            figures += _figures("list to PDF, from the data file", data, ours, bare, 1.5, _BARE)
        return figures


def _figures(
    what: str, data: str, ours: tuple[float, float], theirs: tuple[float, float], most: float, raw: str
) -> list[Figure]:
    return [
        Figure(f"{what}, {kind}", data, ours[place], "s", most, theirs[place], raw)
        for place, kind in enumerate(("by the clock", "of the processor"))
    ]
