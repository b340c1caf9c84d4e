"""Measures the program against the raw engine or its own parts in the same run, and prints one table: ``python -m benchmarks``.

``--full`` adds a million people, the packages of a whole province, and the FEBRL sets from a package registry. Large data are invented once, and kept in the folder for temporary files.
"""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import xlsxwriter

from ansinh_desktop import ids
from ansinh_desktop.db import history
from ansinh_desktop.db.models import Event
from ansinh_desktop.services import invented
from ansinh_desktop.services.program import Program
from benchmarks.data import fill
from benchmarks.febrl import febrl
from benchmarks.law import law
from benchmarks.likeness import likeness
from benchmarks.lists import lists
from benchmarks.measuring import Figure, as_the_program, compared, keep, table, timed
from benchmarks.payments import payments
from benchmarks.plan import plan
from benchmarks.receiving import a_province, introduce, one_package
from benchmarks.saving import bare, replay, saving, written_by
from benchmarks.searching import searching
from benchmarks.start import cold_start
from benchmarks.window import first_list, idle_memory

_ROWS = 10_000
_HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Ấp", "Đối tượng", "Số QĐ hưởng")


_PARTS: dict[str, Callable[[Path, Path], list[Figure]]] = {
    "start": lambda own, _kept: cold_start(own),
    "window": lambda own, kept: [*first_list(kept / "people-100000", 100_000), *idle_memory(own / "demo")],
    "save": lambda own, _kept: saving(own),
    "search": lambda _own, kept: searching(kept / "people-100000", 100_000),
    "likeness": lambda _own, kept: likeness(kept / "people-100000", 100_000),
    "febrl": lambda own, _kept: febrl(own),
    "law": lambda own, _kept: law(own / "law"),
    "lists": lambda own, _kept: lists(own / "lists"),
    "payments": lambda own, _kept: payments(own / "payments"),
    "plan": lambda own, _kept: plan(own / "plan"),
    "round": lambda own, _kept: _round(own),
    "postgres": lambda own, _kept: one_package(own, _ROWS, _fill),
    "province": lambda own, _kept: a_province(own, _fill_quickly),
    "million": lambda _own, kept: searching(kept / "people-1000000", 1_000_000),
}


_LONG = ("province", "million", "febrl")


def main(typed: Sequence[str] | None = None) -> int:
    """Measure in folders that are gone afterwards, but for the large data."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"only some of: {', '.join(_PARTS)}")
    parser.add_argument(
        "--full",
        action="store_true",
        help="also a million people and the packages of 102 communes, which take minutes to invent",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the table as JSON")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="the JSON of a run to stand beside this")
    chosen = parser.parse_args(typed)
    wanted = chosen.parts or [name for name in _PARTS if chosen.full or name not in _LONG]
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
    if chosen.compare:
        sys.stdout.write("\n" + compared(figures, chosen.compare) + "\n")
    if chosen.json:
        keep(figures, chosen.json)
    return 0


def _let_something_happen(commune: Program) -> None:
    """Write down one event in each case."""
    with commune.vault.work() as store:
        rows = [
            {
                "id": ids.new_id(),
                "record_id": record_id,
                "kind": "appraisal",
                "happened_on": "2026-03-05",
                "answers": {},
                "note": "Thăm tại nhà, hoàn cảnh không đổi",
                "deleted": False,
            }
            for record_id in store.records.in_register("assistance").values()
        ]
        history.insert_rows(store.session, Event, rows)


def _round(folder: Path) -> list[Figure]:
    """A list of 10,000 people comes in, something happens in each case, all goes up as one package, and is received."""
    usb = folder / "usb"
    usb.mkdir()
    book = _workbook(folder / "list.xlsx")
    with (
        invented.new_commune(folder / "commune") as commune,
        invented.new_receiver(folder / "receiver") as receiver,
    ):
        introduce(commune, receiver, usb)
        brought = _beside_bare(commune, lambda: commune.importing.bring(book, "assistance"))
        _let_something_happen(commune)
        out = timed(lambda: commune.outgoing.export(usb)), timed(lambda: _read_bare(commune))
        package = next(usb.glob("*.agpkg"))
        taken = _beside_bare(receiver, lambda: receiver.incoming.receive(package, usb))
    return [
        *_figures("import with all checks", brought, 8, _SAME_ROWS),
        *_figures("package out", out, 8, "the same records read in bare SQLCipher"),
        *_figures("package in", taken, 3.5, _SAME_ROWS),
    ]


_SAME_ROWS = "raw SQLCipher transaction of the same rows"
Timed: TypeAlias = tuple[float, float]
"""By the clock, and of the processor."""


def _figures(what: str, found: tuple[Timed, Timed], most: float, against: str) -> list[Figure]:
    return [
        Figure(f"{what}, {kind}", f"{_ROWS:,} people", found[0][place], "s", most, found[1][place], against)
        for place, kind in enumerate(("by the clock", "of the processor"))
    ]


def _beside_bare(program: Program, work: Callable[[], object]) -> tuple[Timed, Timed]:
    """Return how long some work takes, and how long what it writes takes in a copy of the data from before."""
    copy = program.vault.folder / "copy.db"
    program.vault.copy_to(copy)
    with written_by(program.vault) as written, contextlib.closing(bare(copy, program.vault)) as raw:
        return timed(work), timed(lambda: replay(raw, written))


def _read_bare(program: Program) -> None:
    with contextlib.closing(bare(program.vault.database, program.vault)) as raw:
        for table in ("person", "record", "event"):
            raw.execute(f"SELECT * FROM {table}").fetchall()


def _fill(commune: Program, count: int, seed: int) -> None:
    """Let so many people come in by a list, and something happen in each case."""
    book = _workbook(commune.vault.folder.with_suffix(".xlsx"), count, 322 + seed)
    commune.importing.bring(book, "assistance")
    _let_something_happen(commune)


def _fill_quickly(commune: Program, count: int, seed: int) -> None:
    """The same without a list that is checked, for there are many communes."""
    fill(commune, count, seed)
    _let_something_happen(commune)


def _workbook(path: Path, count: int = _ROWS, seed: int = 322) -> Path:
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, _HEADINGS)
        for number, each in enumerate(invented.people(count, seed), start=1):
            birth = "/".join(reversed(each["birth_date"].split("-")))
            sex = "Nam" if each["sex"] == "male" else "Nữ"
            known = (each["full_name"], birth, sex, each.get("personal_id", ""), each["hamlet"])
            sheet.write_row(number, 0, (number, *known, "NKT đặc biệt nặng", f"{number}/QĐ-UBND"))
    return path


if __name__ == "__main__":
    sys.exit(main())
