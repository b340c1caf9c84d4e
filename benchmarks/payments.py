"""What a month of payment costs: reckoned, closed and printed, and one act for everybody."""

import datetime
from dataclasses import replace
from pathlib import Path

from ansinh_desktop.registers.catalog.assistance import amounts
from ansinh_desktop.services.payments.paper import document
from ansinh_desktop.services.program import Program
from benchmarks.data import with_people
from benchmarks.lists import bare_canvas
from benchmarks.measuring import Figure, least, no_collection, timed
from benchmarks.saving import bare, replay, written_by

_MONTH = datetime.date(2026, 6, 1)
_RISE = {"month": "2026-07", "decision_no": "1/QĐ-UBND", "on": "2026-07-15"}
_KINDS = ("by the clock", "of the processor")


def payments(folder: Path, count: int = 10_000, closed: int = 2_000, raised: int = 400) -> list[Figure]:
    """Measure the months of a commune.

    Args:
        folder: Where the data folders are made.
        count: How many are paid where a month is only reckoned.
        closed: How many stand in the list that is closed and printed.
        raised: How many get another level in one act.
    """
    # Without Python's own collector, as in the window, which has one of its own.
    with no_collection():
        with with_people(folder / "many", count, ("assistance",)) as program:
            alone = least(lambda: _amounts(program))
            reckoned = least(lambda: program.payments.view(_MONTH))
        figures = _figures(
            "a month reckoned", f"{count:,} people", reckoned, alone, (3, "all its amounts alone")
        )
        with with_people(folder / "some", closed, ("assistance",)) as program:
            figures += _closed(program)
            figures += _printed(program)
            figures += _raised(program, raised)
    return figures


def _amounts(program: Program) -> int:
    """Return how many amounts the law gives with its month read anew, as the list needs them, and one month before."""
    found = 0
    with program.vault.reading() as store:
        for on in (datetime.date(2026, 5, 31), datetime.date(2026, 6, 30)):
            for chunk in store.scan.records("assistance", kinds=("payment", "state")):
                found += sum(amounts.assessment(each.facts(on)) is not None for each in chunk)
    return found


def _closed(program: Program) -> list[Figure]:
    months = program.payments
    view = months.prepare(_MONTH)
    with program.vault.work("đo tốc độ") as store:
        for each in view.met:
            if each.is_error:
                store.records.set_state(
                    store.records.get(each.record_id), "stopped", closed_on=None, reason=None
                )
    months.keep(_MONTH, "Đo tốc độ")
    months.check(_MONTH)
    months.approve(_MONTH)
    with written_by(program.vault) as written:
        ours = timed(lambda: months.close(_MONTH))
    rows = len(months.view(_MONTH).lines)
    copy = program.vault.database.with_name("bare.db")
    program.vault.copy_to(copy)
    raw = bare(copy, program.vault)
    raw.execute("PRAGMA foreign_keys = OFF")
    again = [each for each in written if each[0].startswith("INSERT")]
    for table in {each[0].split()[2] for each in again} - {"change"}:
        raw.execute(f"DELETE FROM {table}")
    last = raw.execute("SELECT min(seq) FROM change WHERE entity = 'payment_row'").fetchone()[0]
    raw.execute("DELETE FROM change WHERE seq >= ?", (last,))
    theirs = timed(lambda: replay(raw, again))
    raw.close()
    return _figures(
        "a month closed", f"{rows:,} rows", ours, theirs, (12, "the same rows into bare SQLCipher")
    )


def _printed(program: Program) -> list[Figure]:
    view = program.payments.view(_MONTH)
    made = document(view)
    same = replace(made, rows=[row for row in made.rows if isinstance(row, tuple)])
    drawn = least(lambda: bare_canvas(same))
    ours = least(lambda: program.payments.pdf(_MONTH))
    against = "bare reportlab canvas, same texts"
    return _figures(
        "its list on A4 as PDF, for signing", f"{len(view.lines):,} rows", ours, drawn, (1.5, against)
    )


def _raised(program: Program, count: int) -> list[Figure]:
    ids = [each.record_id for each in program.payments.view(_MONTH).lines][:count]
    looked = timed(lambda: program.many.preview("assistance", "adjust", ids, _RISE))
    with written_by(program.vault) as written:
        done = timed(lambda: program.many.do("assistance", "adjust", ids, _RISE))
    del written
    return _figures("another level for many, done", f"{len(ids)} people", done, looked, (4, "its preview"))


def _figures(
    what: str,
    data: str,
    ours: tuple[float, float],
    theirs: tuple[float, float],
    goal: tuple[float, str],
) -> list[Figure]:
    most, against = goal
    return [
        Figure(f"{what}, {kind}", data, ours[place], "s", most, theirs[place], against)
        for place, kind in enumerate(_KINDS)
    ]
