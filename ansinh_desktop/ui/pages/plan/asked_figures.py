"""Which figures a period asks for: those that no register counts, each for the days that it speaks of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import UnreadableError, Value
from ansinh_desktop.rules import wording
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import DENOMINATOR, NUMERATOR, Part, Plan, Target
from ansinh_desktop.services.plan.figures import FigureInput, require_sound
from ansinh_desktop.services.program import Program


@dataclass(frozen=True)
class Heads(kinds.Money):
    """How many people, households, communes: typed with or without dots for thousands."""

    def read_text(self, typed: str) -> Value:
        try:
            return super().read_text(typed)
        except UnreadableError as refused:
            raise UnreadableError("AS-2004", typed=typed) from refused


@dataclass(frozen=True)
class Figure:
    """One number to be entered."""

    target: str
    part: Part
    period: Period
    """For which it is kept."""
    label: str

    @property
    def key(self) -> str:
        """Its name among the fields."""
        return f"{self.target}.{self.part}.{self.period.code}"


@dataclass(frozen=True)
class Asked:
    """What one target asks for."""

    target: Target
    figures: tuple[Figure, ...]


def asked(plan: Plan, period: Period) -> list[Asked]:
    """Return every target of which something is entered, in the order of the plan."""
    return [Asked(each, tuple(_figures(plan, each, period))) for each in plan.targets if each.entered]


def _figures(plan: Plan, target: Target, period: Period) -> Iterator[Figure]:
    match target.kind:
        case "change":
            base = plan.entered_for(target, DENOMINATOR, period)
            yield Figure(target.id, DENOMINATOR, base, f"Số gốc {base.name}")
        case "difference":
            for day, at in ((period.day_before, _before(period)), (period.last, period)):
                label = f"{target.denominator.removesuffix(' tại từng thời điểm')}, ngày {wording.date(day)}"
                yield Figure(target.id, DENOMINATOR, at, label)
        case _:
            for part, words in ((NUMERATOR, target.numerator), (DENOMINATOR, target.denominator)):
                if part in target.entered:
                    yield Figure(target.id, part, period, words)


def _before(period: Period) -> Period:
    """Return the period that ends the day before, in whose last state ours begins."""
    before = period.moved(-1)
    return before if before.last == period.day_before else Period(period.day_before, period.day_before)


def entered(program: Program, plan: Plan, period: Period) -> dict[str, FigureInput]:
    """Return what was entered of what a period asks for, by the figure's key."""
    wanted = [figure for each in asked(plan, period) for figure in each.figures]
    known = {at: program.plans.entered(at) for at in {each.period for each in wanted}}
    found = {}
    for each in wanted:
        if (said := known[each.period].get((each.target, each.part))) is not None:
            found[each.key] = said
    return found


def enter(program: Program, plan: Plan, given: Mapping[Period, Sequence[FigureInput]]) -> int:
    """Write figures down, all or none; return how many changed.

    Raises:
        UserError: One of them is not sound, or the officer may not.
    """
    for period, figures in given.items():
        require_sound(plan, program.plans.entered(period), figures)
    return sum(program.plans.enter(period, figures) for period, figures in given.items())
