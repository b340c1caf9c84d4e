"""Measures the program against the raw engine in the same run, and prints one table: ``python -m benchmarks``.

``lists`` (paper) and ``law`` (amounts, tasks, review) are measured by ``python -m benchmarks.lists`` and
``python -m benchmarks.law``.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from ansinh_desktop.services import invented
from ansinh_desktop.services.program import Program
from benchmarks.measuring import Figure, seconds, table
from benchmarks.saving import saving
from benchmarks.start import cold_start

_ROWS = 10_000
_HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Ấp", "Đối tượng", "Số QĐ hưởng")


def main() -> int:
    """Measure everything in folders that are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ansinh-benchmarks-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        figures = [*_part(folder, "start", cold_start), *_part(folder, "save", saving), *_round(folder)]
    sys.stdout.write(table(figures) + "\n")
    return 0


def _part(folder: Path, name: str, measure: Callable[[Path], list[Figure]]) -> list[Figure]:
    own = folder / name
    own.mkdir()
    return measure(own)


def _round(folder: Path) -> list[Figure]:
    """A list of 10,000 people comes in, goes up as one package, and is received."""
    usb = folder / "usb"
    usb.mkdir()
    book = _workbook(folder / "list.xlsx")
    data = f"{_ROWS:,} people"
    with (
        invented.new_commune(folder / "commune") as commune,
        invented.new_receiver(folder / "receiver") as receiver,
    ):
        _introduce(commune, receiver, usb)
        brought = seconds(lambda: commune.importing.bring(book, "assistance"))
        out = seconds(lambda: commune.outgoing.export(usb))
        package = next(usb.glob("*.agpkg"))
        taken = seconds(lambda: receiver.incoming.receive(package, usb))
    return [
        Figure("import with all checks", data, brought, "s", 20),
        Figure("package out", data, out, "s", 5),
        Figure("package in", data, taken, "s", 10),
    ]


def _introduce(commune: Program, receiver: Program, usb: Path) -> None:
    commune.cards.trust(receiver.cards.write_own(usb))
    receiver.cards.trust(commune.cards.write_own(usb))


def _workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, _HEADINGS)
        for number, each in enumerate(invented.people(_ROWS), start=1):
            birth = "/".join(reversed(each["birth_date"].split("-")))
            sex = "Nam" if each["sex"] == "male" else "Nữ"
            known = (each["full_name"], birth, sex, each.get("personal_id", ""), each["hamlet"])
            sheet.write_row(number, 0, (number, *known, "NKT đặc biệt nặng", f"{number}/QĐ-UBND"))
    return path


if __name__ == "__main__":
    sys.exit(main())
