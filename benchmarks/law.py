"""What the law costs: all amounts of a commune anew, what is to be done, a whole review, the check of one form."""

import datetime
from collections.abc import Generator
from pathlib import Path
from typing import Any

from sqlalchemy import update

from ansinh_desktop.db.models import Record
from ansinh_desktop.registers import entitlement
from ansinh_desktop.rules import edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from benchmarks.data import with_people
from benchmarks.measuring import Figure, median, no_collection, seconds

_MONTHS = (datetime.date(2022, 6, 30), datetime.date(2026, 11, 30))


def law(folder: Path, count: int = 10_000) -> list[Figure]:
    """Measure the work of the rules on a commune of that many assistance records, all of them paid.

    Args:
        folder: Where the data folder is made, or stands from an earlier run.
        count: How many records.
    """
    with with_people(folder / "law", count, ("assistance",)) as program:
        with program.vault.work("dữ liệu đo") as store:
            store.session.execute(update(Record).values(state="paying"))
        on = f"{count} records, each another person"
        figures = [
            Figure("all amounts of a month anew", on, _amounts(program), "s", 1),
            Figure("what is to be done, everything", on, seconds(program.agenda.items), "s", 2),
            Figure("a whole review of a month", on, max(_review(program, day) for day in _MONTHS), "s", 4),
        ]
        return [*figures, Figure("check of a form", "median of 200", _form(program) * 1000, "ms", 10)]


def _amounts(program: Program) -> float:
    """Return how long the rules need for everybody, the law freshly read: no disk, no window."""
    with program.vault.reading() as store:
        facts = [each.facts(_MONTHS[1]) for chunk in store.scan.records("assistance") for each in chunk]
    with no_collection(), edition.under(Edition({"rules/local": edition.own_text("rules/local")})):
        return seconds(lambda: [entitlement.assessment(each) for each in facts])


def _review(program: Program, day: datetime.date) -> float:
    return seconds(lambda: _drain(program.review.run(day)))


def _drain(steps: Generator[Any, None, Any]) -> None:
    for _step in steps:
        pass


def _form(program: Program) -> float:
    with program.vault.reading() as store:
        first = next(iter(store.scan.records("assistance")))[0]
    case = CaseInput("assistance", first.person, first.answers)
    return median([seconds(lambda: program.cases.check(case)) for _ in range(200)])
