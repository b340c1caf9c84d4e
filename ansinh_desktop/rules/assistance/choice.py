"""Which of the matching rules count for a person of known flags and age: the highest one, with its exceptions."""

import datetime
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ansinh_desktop.rules.assistance import data
from ansinh_desktop.rules.assistance.data import Flags, LocalLevels, MonthRules, Rule
from ansinh_desktop.rules.assistance.facts import with_maternity
from ansinh_desktop.rules.edition import cached


@dataclass(frozen=True)
class Situation:
    """A person on the eve or on the last day of a month: flags, age, and children by age."""

    flags: Flags
    age_months: int
    qualifying_children: int = 0
    children_under_36m: int = 0
    present_group: str = ""
    spouse_has_share: bool = False


@dataclass(frozen=True)
class Choice:
    """The rules that count, those that match but do not, and the pension's."""

    counted: tuple[Rule, ...]
    passed_over: tuple[Rule, ...]
    pension: Rule | None
    carers: tuple[Rule, ...]
    carers_passed_over: tuple[Rule, ...]
    share_of_spouse: Rule | None
    """The share of a disabled couple that the spouse has already."""


@cached(most=8192)
def choose(day: datetime.date, situation: Situation, local: LocalLevels = data.NATIONAL) -> Choice:
    """Return what counts under the rules of the month that ends on ``day``."""
    rules = data.month_rules(day, local)
    flags = with_maternity(situation.flags, situation.children_under_36m)
    matching = _matching(rules.allowances, flags, situation)
    counted = _highest(matching, situation)
    carers = _matching(rules.carers, flags, situation)
    shared = [each for each in carers if each.one_share and situation.spouse_has_share]
    paid = _highest_of_each_group(_but(carers, shared))
    return Choice(
        counted=counted,
        passed_over=_but(matching, counted),
        pension=_pension(rules, flags, situation.age_months),
        carers=paid,
        carers_passed_over=_but(carers, (*paid, *shared)),
        share_of_spouse=shared[0] if shared else None,
    )


def _matching(rules: Iterable[Rule], flags: Flags, situation: Situation) -> tuple[Rule, ...]:
    """Return the rules that match; what is given for each child needs one that counts."""
    return tuple(
        each
        for each in rules
        if each.matches(flags, situation.age_months)
        and (not each.per_child or situation.qualifying_children > 0)
    )


def _but(rules: Iterable[Rule], others: Container[Rule]) -> tuple[Rule, ...]:
    return tuple(each for each in rules if each not in others)


def _pension(rules: MonthRules, flags: Flags, age_months: int) -> Rule | None:
    if rules.pension is None:
        return None
    return next((each for each in rules.pensions if each.matches(flags, age_months)), None)


def _highest(matching: Sequence[Rule], situation: Situation) -> tuple[Rule, ...]:
    single_parent = [each for each in matching if each.per_child]
    others = [each for each in matching if not each.per_child]
    beside = data.stacks_with_single_parent()
    offers = [(each, *(single_parent if each.group in beside else [])) for each in others]
    offers += [(each,) for each in single_parent]

    def weight(offer: tuple[Rule, ...]) -> tuple[Decimal, bool]:
        total = sum(
            (each.coefficient * (situation.qualifying_children if each.per_child else 1) for each in offer),
            Decimal(0),
        )
        return total, any(each.group == situation.present_group for each in offer)

    # max() keeps the first of equals: the order of the decree.
    return max(offers, key=weight, default=())


def _highest_of_each_group(carers: Iterable[Rule]) -> tuple[Rule, ...]:
    best: dict[str, Rule] = {}
    for each in carers:
        known = best.get(each.group)
        if known is None or each.coefficient > known.coefficient:
            best[each.group] = each
    return tuple(best.values())
