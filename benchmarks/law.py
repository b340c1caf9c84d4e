"""What the law costs: all amounts of a commune anew, what is to be done, a whole review, the check of one form."""

import contextlib
import datetime
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from ansinh_desktop.registers.catalog.assistance import amounts
from ansinh_desktop.rules import edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from benchmarks.data import with_people
from benchmarks.measuring import Figure, median, no_collection, timed
from benchmarks.saving import bare

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
        whole_month = _amounts(program)
        due = timed(program.agenda.items)
        reviews = [_reviewed(program, day) for day in _MONTHS]
        form, read = _form(program), _read(program)
    on, alone = f"{count:,} people", "all amounts of a month anew"
    bare_read = "the same records read in bare SQLCipher"
    figures = []
    for place, kind in enumerate(("by the clock", "of the processor")):
        whole = whole_month[place]
        one = whole / count * 1000
        reviewed = median([each[place] for each in reviews])
        figures += [
            Figure(f"{alone}, {kind}", on, whole, "s", 8, read[place], bare_read),
            Figure(f"what is to be done, everything, {kind}", on, due[place], "s", 3, whole, alone),
            Figure(
                f"all cases reviewed, {kind}",
                f"{on}, median of {len(_MONTHS)} months",
                reviewed,
                "s",
                # Three times what the amounts took while each was reckoned by itself: beside what people of one age
                # share, a review would look the slower the less the law costs.
                9,
                read[place],
                bare_read,
            ),
            Figure(
                f"check of a form, {kind}", "median of 200", form[place] * 1000, "ms", 15, one, "one amount"
            ),
        ]
    return figures


def _amounts(program: Program) -> tuple[float, float]:
    """Return how long the rules need for everybody in each month, the law freshly read: no disk, no window."""
    found = []
    for day in _MONTHS:
        with program.vault.reading() as store:
            chunks = store.scan.records("assistance")
            facts = [each.facts(day) for chunk in chunks for each in chunk]
        with no_collection(), edition.under(Edition({"rules/local": edition.own_text("rules/local")})):
            found.append(timed(lambda: [amounts.assessment(each) for each in facts]))  # noqa: B023 - called at once
    return _middle(found)


def _reviewed(program: Program, day: datetime.date) -> tuple[float, float]:
    """Return how long a review of a month takes for the first time: nothing of it was answered before.

    Without Python's own collector, as the amounts beside it, and as in the window, which has one of its own.
    """
    with no_collection():
        return timed(lambda: _drain(program.review.run(day)))


def _read(program: Program) -> tuple[float, float]:
    """Return how long the bare engine needs to give the records with their people."""
    with contextlib.closing(bare(program.vault.database, program.vault)) as raw:
        query = "SELECT * FROM record JOIN person ON person.id = record.person_id"
        return _middle([timed(lambda: raw.execute(query).fetchall()) for _ in range(3)])


def _middle(found: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return median([each[0] for each in found]), median([each[1] for each in found])


def _drain(steps: Generator[Any, None, Any]) -> None:
    for _step in steps:
        pass


def _form(program: Program) -> tuple[float, float]:
    with program.vault.reading() as store:
        first = next(iter(store.scan.records("assistance")))[0]
    case = CaseInput("assistance", first.person, first.answers)
    return _middle([timed(lambda: program.cases.check(case)) for _ in range(200)])
