"""What a period of the plan costs: all its rows over the records of a commune, and the report on paper."""

from pathlib import Path

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.plan.indicator import STEP
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.saving import pdf_of
from benchmarks.data import with_people
from benchmarks.lists import bare_canvas
from benchmarks.measuring import Figure, least, no_collection

_HALF = Period.of("2026-H1")


def plan(folder: Path, count: int = 10_000) -> list[Figure]:
    """Measure a period of a commune with so many records, over all registers that count for the plan."""
    counting = tuple(code for code, register in catalog.registers().items() if register.indicators)
    with no_collection(), with_people(folder / "many", count, counting) as program:
        read = least(lambda: _read(program, counting))
        answered = least(lambda: program.plans.answer(_HALF, compared=False))
        compared = least(lambda: program.plans.answer(_HALF))
        made = program.plans.report(_HALF)
        rows = [row for row in made.rows if isinstance(row, list)]
        drawn, printed = least(lambda: bare_canvas(made)), least(lambda: pdf_of(made))
    data, against = f"{count:,} records", "the same records and their events read"
    return [
        Figure("the plan's 29 rows of a period", data, answered[1], "s", 4, read[1], against),
        Figure("the same beside two earlier periods", data, compared[1], "s", 8, read[1], against),
        Figure(
            "its report as PDF, with charts",
            f"{len(rows)} rows",
            printed[1],
            "s",
            8,
            drawn[1],
            "bare canvas, same texts",
        ),
    ]


def _read(program: Program, registers: tuple[str, ...]) -> int:
    found = 0
    with program.vault.reading() as store:
        for code in registers:
            kinds = {STEP, *(kind for each in catalog.register(code).indicators for kind in each.events)}
            found += sum(len(chunk) for chunk in store.scan.records(code, kinds=kinds))
    return found
