"""What the page of the plan shows of a period, reckoned at once and away from the window."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ansinh_desktop.registers.acts.helping import HELP
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.counting import indicators
from ansinh_desktop.services.plan.plans import Closed
from ansinh_desktop.services.plan.reckoning import Answer
from ansinh_desktop.services.plan.rows import Row
from ansinh_desktop.services.plan.told import Line, Told
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.saving import pdf_of


@dataclass(frozen=True)
class Looked:
    """A period as it is known now, as it was closed, and of each commune."""

    answer: Answer
    told: Told
    closed: Closed | None
    unit: str | None = None
    """The commune that was chosen at a receiving unit."""
    communes: tuple[Answer, ...] = ()
    """At a receiving unit what the period says of each commune."""
    helped: frozenset[str] = frozenset()
    """The targets whose register counts support that the officer may write down for many at once."""

    @property
    def of_one(self) -> bool:
        """Whether at a receiving unit one commune is spoken of."""
        return self.unit is not None

    @property
    def lines(self) -> Sequence[Line]:
        """What the page says: of a closed period what was kept."""
        return self.told.lines if self.closed is None else self.closed.told.lines

    def line(self, target: str) -> Line | None:
        """Return what the page says of a target."""
        return next((each for each in self.lines if each.id == target), None)

    def row(self, target: str) -> Row | None:
        """Return what a target says now, with whoever stands behind it."""
        return next((each for each in self.answer.rows if each.target.id == target), None)


def paper(program: Program, period: Period, unit: str | None) -> bytes:
    """Return the report of a period as PDF in memory."""
    return pdf_of(program.plans.report(period, unit))


def look(program: Program, period: Period, unit: str | None) -> Looked:
    """Return what a period says; at a receiving unit of one commune, or of all together where None."""
    plans = program.plans
    answer = plans.answer(period, unit)
    communes = tuple(plans.by_unit(period)) if program.office.receives else ()
    closed = None if program.office.receives and unit is None else plans.closed(period, unit)
    return Looked(answer, answer.told, closed, unit, communes, frozenset(_helped(program)))


def _helped(program: Program) -> Iterator[str]:
    for register, indicator in indicators():
        acts = {each.code for each in program.many.acts(register.code)}
        if HELP in indicator.events and HELP in acts:
            yield indicator.target
