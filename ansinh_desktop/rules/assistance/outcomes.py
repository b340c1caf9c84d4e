"""What the rules give a person in a month, for each age and number of children that the facts leave open."""

import dataclasses
import datetime
import functools
from dataclasses import dataclass

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules.assistance import data
from ansinh_desktop.rules.assistance.answers import CarerLine, Line, Scheme
from ansinh_desktop.rules.assistance.choice import Choice, Situation, choose
from ansinh_desktop.rules.assistance.data import Level, LocalLevels, MonthRules, Rule
from ansinh_desktop.rules.assistance.facts import (
    AgeSpan,
    Child,
    Facts,
    ages_in_month,
    children_under_36_months,
)
from ansinh_desktop.rules.edition import cached


@dataclass(frozen=True)
class Outcome:
    """What the rules give for one of the ages that the facts leave open."""

    last: Choice
    span: AgeSpan
    children: int
    lines: tuple[Line, ...]
    carer: tuple[CarerLine, ...]
    pension: int
    kept_lines: bool
    """The allowance was lost during the month, which is still paid."""
    kept_carer: bool

    @functools.cached_property
    def allowance(self) -> int:
        """The allowance."""
        return sum(each.amount for each in self.lines)

    @property
    def carer_total(self) -> int:
        """The money for carers."""
        return sum(each.amount for each in self.carer)

    def scheme(self, present_group: str) -> Scheme:
        """Return which of the two schemes pays: the higher, and the present one where they are equal."""
        if self.pension > self.allowance or (
            self.pension == self.allowance > 0 and present_group == "pension"
        ):
            return "pension"
        return "allowance" if self.allowance else "none"

    def pay(self, present_group: str) -> int:
        """Return what the person is paid."""
        return self.pension if self.scheme(present_group) == "pension" else self.allowance

    @property
    def result(self) -> tuple[tuple[str, ...], int, int, tuple[str, ...]]:
        """What must be the same for two outcomes to be one."""
        rules = tuple(each.rule for each in self.lines)
        return rules, self.allowance, self.pension, tuple(each.rule for each in self.carer)


@dataclass(frozen=True)
class ChildCount:
    """How many children count at both ends of a month."""

    qualifying_first: int = 0
    qualifying_last: int = 0
    small_first: int = 0
    small_last: int = 0


def outcomes(facts: Facts, rules: MonthRules, base: Level, local: LocalLevels) -> list[Outcome]:
    """Return the different outcomes; more than one where birth dates leave the answer open."""
    found: dict[object, Outcome] = {}
    for span in _distinct_spans(facts.birth, rules.day, local):
        for children in _child_counts(facts, rules):
            outcome = _outcome(facts, rules, base, local, span, children)
            known = found.get(outcome.result)
            if known is not None:
                span_of_both = dataclasses.replace(
                    known.span,
                    earliest=min(known.span.earliest, span.earliest),
                    latest=max(known.span.latest, span.latest),
                )
                outcome = dataclasses.replace(known, span=span_of_both)
            found[outcome.result] = outcome
    return list(found.values())


@cached(most=8192)
def _distinct_spans(birth: PartialDate, day: datetime.date, local: LocalLevels) -> tuple[AgeSpan, ...]:
    """Return the possible ages, of those between the same bounds one."""
    rules = data.month_rules(day, local)
    found: dict[tuple[int, int], AgeSpan] = {}
    for span in ages_in_month(birth, day):
        place = (rules.age_bound(span.on_first), rules.age_bound(span.on_last))
        known = found.get(place)
        found[place] = dataclasses.replace(known, latest=span.latest) if known else span
    return tuple(found.values())


def _outcome(
    facts: Facts, rules: MonthRules, base: Level, local: LocalLevels, span: AgeSpan, children: ChildCount
) -> Outcome:
    flags = facts.flags_on(rules.day)
    group, shared = facts.present_group, facts.spouse_has_share
    age_last, age_first = rules.age_bound(span.on_last), rules.age_bound(span.on_first)
    at_end = Situation(flags, age_last, children.qualifying_last, children.small_last, group, shared)
    at_start = Situation(flags, age_first, children.qualifying_first, children.small_first, group, shared)
    last = choose(rules.day, at_end, local)
    first = last if at_start == at_end else choose(rules.day, at_start, local)
    count = children.qualifying_last if last.counted else children.qualifying_first
    counted = last.counted or first.counted
    groups = {each.group for each in last.carers}
    kept = tuple(each for each in first.carers if each.group not in groups)
    alive = not facts.has_died_before(rules.day)
    allowed = alive and not facts.in_facility
    return Outcome(
        last=last,
        span=span,
        children=count,
        lines=_lines(counted, count, base) if allowed else (),
        carer=_carer_lines(last.carers + kept, base) if allowed else (),
        pension=rules.pension.amount if alive and rules.pension and last.pension else 0,
        kept_lines=allowed and not last.counted and bool(first.counted),
        kept_carer=allowed and bool(kept),
    )


@cached(most=8192)
def _lines(counted: tuple[Rule, ...], children: int, base: Level) -> tuple[Line, ...]:
    found = []
    for each in counted:
        count = children if each.per_child else 1
        amount = data.times(each.coefficient * count, base.amount)
        found.append(
            Line(each.id, each.group, each.label, each.coefficient, count, amount, each.article, each.mark)
        )
    return tuple(found)


@cached(most=1024)
def _carer_lines(carers: tuple[Rule, ...], base: Level) -> tuple[CarerLine, ...]:
    return tuple(
        CarerLine(
            rule=each.id,
            label=each.label,
            coefficient=each.coefficient,
            amount=data.times(each.coefficient, base.amount),
            payee=each.payee,
            article=each.article,
            mark=each.mark,
        )
        for each in carers
    )


def _child_counts(facts: Facts, rules: MonthRules) -> tuple[ChildCount, ...]:
    if not facts.children:
        stated = facts.qualifying_children or 0
        return (ChildCount(stated, stated),)
    counts = {ChildCount()}
    for child in facts.children:
        counts = {
            _added(known, child, span, rules)
            for known in counts
            for span in ages_in_month(child.birth, rules.day)
        }
    if facts.qualifying_children is not None:
        stated = facts.qualifying_children
        counts = {
            dataclasses.replace(each, qualifying_first=stated, qualifying_last=stated) for each in counts
        }
    return tuple(counts)


def _added(known: ChildCount, child: Child, span: AgeSpan, rules: MonthRules) -> ChildCount:
    return ChildCount(
        known.qualifying_first + _qualifies(child, span.on_first, rules),
        known.qualifying_last + _qualifies(child, span.on_last, rules),
        known.small_first + children_under_36_months([span.on_first]),
        known.small_last + children_under_36_months([span.on_last]),
    )


def _qualifies(child: Child, age_months: int, rules: MonthRules) -> bool:
    return any(
        each.low <= age_months < each.high and each.require_all <= child.flags for each in rules.child_rules
    )
