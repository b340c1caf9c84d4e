"""What the law costs: all amounts of a commune anew, what is to be done, a whole review, the check of one form."""

import datetime
from collections.abc import Generator
from pathlib import Path
from typing import Any

from ansinh_desktop.registers.catalog.assistance import amounts
from ansinh_desktop.rules import edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from benchmarks.data import with_people
from benchmarks.measuring import Figure, median, no_collection, seconds, timed

_MONTHS = tuple(datetime.date(2026, month, 28) for month in range(6, 12))
"""Under the decree of 2021, under the one that follows it in October, and the month between."""


def law(folder: Path, count: int = 10_000) -> list[Figure]:
    """Measure the work of the rules on a commune of that many assistance records, all of them paid.

    Args:
        folder: Where the data folder is made, or stands from an earlier run.
        count: How many records.
    """
    with with_people(folder / "law", count, ("assistance",)) as program:
        program.prepare()
        on = f"{count:,} people"
        figures = [
            Figure("all amounts of a month anew", on, _amounts(program), "s", 1),
            Figure("what is to be done, everything", on, seconds(program.agenda.items), "s", 1),
            *_reviews(program, on),
        ]
        return [*figures, Figure("check of a form", "median of 200", _form(program) * 1000, "ms", 10)]


def _reviews(program: Program, on: str) -> list[Figure]:
    """Measure all that is recomputed for a commune: amounts, entitlement, time limits, who stands twice."""
    # Each month for the first time: nothing of it was answered before.
    found = [timed(lambda: _drain(program.review.run(day))) for day in _MONTHS]  # noqa: B023 - called at once
    return [
        Figure(
            f"all cases reviewed, {kind}",
            f"{on}, median of {len(_MONTHS)} months",
            median([each[place] for each in found]),
            "s",
            1,
        )
        for place, kind in enumerate(("by the clock", "of the processor"))
    ]


def _amounts(program: Program) -> float:
    """Return how long the rules need for everybody, the law freshly read: no disk, no window."""
    with program.vault.reading() as store:
        facts = [each.facts(_MONTHS[-1]) for chunk in store.scan.records("assistance") for each in chunk]
    with no_collection(), edition.under(Edition({"rules/local": edition.own_text("rules/local")})):
        return seconds(lambda: [amounts.assessment(each) for each in facts])


def _drain(steps: Generator[Any, None, Any]) -> None:
    for _step in steps:
        pass


def _form(program: Program) -> float:
    with program.vault.reading() as store:
        first = next(iter(store.scan.records("assistance")))[0]
    case = CaseInput("assistance", first.person, first.answers)
    return median([seconds(lambda: program.cases.check(case)) for _ in range(200)])
