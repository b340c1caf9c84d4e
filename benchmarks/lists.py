"""Times lists on paper against a bare canvas that draws the same texts, in one run.

Run it from the project's root: ``python -m benchmarks.lists``.
"""

import gc
import io
import random
import sys
import time
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.reports.cells import show
from ansinh_desktop.services.reports.csvfile import write_csv
from ansinh_desktop.services.reports.fonts import face
from ansinh_desktop.services.reports.layout import Heading, ListColumn, ListDocument, Row, Signature
from ansinh_desktop.services.reports.pdf import write_pdf
from ansinh_desktop.services.reports.xlsx import write_xlsx

SIZES = (1_000, 5_000, 10_000)
_REPEATS = 3
_ROWS_A_PAGE = 22

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
    for count, row in enumerate(document.rows):
        if count % _ROWS_A_PAGE == 0:
            if count:
                canvas.showPage()
            canvas.setFont(name, 12)
        for place, (value, kind) in enumerate(zip(row, kinds, strict=True)):  # type: ignore[arg-type]
            text = show(value, kind)
            if text:
                canvas.drawString(85 + place * 70, 500 - count % _ROWS_A_PAGE * 19, text)
    canvas.save()


def seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of some runs: other programs on the machine do not count."""
    times = []
    for _ in range(_REPEATS):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    """Print the table."""
    out = sys.stdout.write
    out(f"{'rows':>7} {'bare canvas':>12} {'pdf':>8} {'ratio':>6} {'xlsx':>8} {'csv':>8}   seconds\n")
    write_pdf(payment_list(10), io.BytesIO())
    for count in SIZES:
        document = payment_list(count)
        bare = seconds(lambda: bare_canvas(document))  # noqa: B023  # called before the loop goes on
        pdf = seconds(lambda: write_pdf(document, io.BytesIO()))  # noqa: B023
        xlsx = seconds(lambda: write_xlsx(document, io.BytesIO()))  # noqa: B023
        csv = seconds(lambda: write_csv(document, io.BytesIO()))  # noqa: B023
        out(f"{count:>7} {bare:>12.2f} {pdf:>8.2f} {pdf / bare:>6.2f} {xlsx:>8.2f} {csv:>8.2f}\n")


if __name__ == "__main__":
    main()
