"""Measures the program against the raw engine in the same run, and prints one table: ``python -m benchmarks``.

``--full`` adds a million people. Large data are invented once, and kept in the folder for temporary files.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter

from ansinh_desktop.services import invented
from ansinh_desktop.services.program import Program
from benchmarks.law import law
from benchmarks.lists import lists
from benchmarks.measuring import Figure, as_the_program, seconds, table
from benchmarks.saving import saving
from benchmarks.searching import searching
from benchmarks.start import cold_start
from benchmarks.window import first_list, idle_memory

_ROWS = 10_000
_HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Ấp", "Đối tượng", "Số QĐ hưởng")


_PARTS: dict[str, Callable[[Path, Path], list[Figure]]] = {
    "start": lambda own, _kept: cold_start(own),
    "window": lambda own, kept: [*first_list(kept / "people-100000", 100_000), *idle_memory(own / "demo")],
    "save": lambda own, _kept: saving(own),
    "search": lambda _own, kept: searching(kept / "people-100000", 100_000, 16),
    "law": lambda own, _kept: law(own / "law"),
    "lists": lambda own, _kept: lists(own / "lists"),
    "round": lambda own, _kept: _round(own),
    "million": lambda _own, kept: searching(kept / "people-1000000", 1_000_000, 50),
}


def main(typed: Sequence[str] | None = None) -> int:
    """Measure in folders that are gone afterwards, but for the large data."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"only some of: {', '.join(_PARTS)}")
    parser.add_argument(
        "--full", action="store_true", help="also a million people, which take minutes to invent"
    )
    chosen = parser.parse_args(typed)
    wanted = chosen.parts or [name for name in _PARTS if chosen.full or name != "million"]
    if unknown := set(wanted) - _PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    kept = Path(tempfile.gettempdir()) / "ansinh-benchmarks"
    kept.mkdir(exist_ok=True)
    as_the_program()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="ansinh-benchmarks-", ignore_cleanup_errors=True) as name:
        for part in wanted:
            own = Path(name) / part
            own.mkdir()
            figures += _PARTS[part](own, kept)
    sys.stdout.write(table(figures) + "\n")
    return 0


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
    for one, other in ((commune, receiver), (receiver, commune)):
        one.cards.trust(other.cards.write_own(usb), other.cards.own().fingerprint)


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
