"""What the rules give a person in a month, for each age and number of children that the facts leave open."""

import dataclasses
import datetime
import functools
import operator
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules.assistance import data
from ansinh_desktop.rules.assistance.answers import CarerLine, Line, Scheme
from ansinh_desktop.rules.assistance.choice import Choice, Situation, choose
from ansinh_desktop.rules.assistance.data import Answer, Flags, Level, LocalLevels, MonthRules, Question, Rule
from ansinh_desktop.rules.assistance.facts import (
    AgeSpan,
    Child,
    Facts,
    ages_in_month,
    children_under_36_months,
)
from ansinh_desktop.rules.edition import cached

OWN_PENSION: Flags = frozenset({"own_pension", "insurance_monthly"})
LOW_PENSION = "own_pension_below_social_pension"
"""Of one's own pension that is lower than the social one; or what is answered where its amount is not known."""


Said: TypeAlias = Mapping[str, Answer]
"""The answers taken for questions that nobody has answered."""


@dataclass(frozen=True)
class Outcome:
    """What the rules give for one of the ages and answers that the facts leave open."""

    last: Choice
    first: Choice
    span: AgeSpan
    counted: "ChildCount"
    children: int
    lines: tuple[Line, ...]
    carer: tuple[CarerLine, ...]
    pension: int
    pension_rule: Rule | None
    kept_lines: bool
    """The allowance or the pension was lost during the month, which is still paid."""
    kept_carer: bool
    said: tuple[Said, ...]
    """The answers under which it is so."""

    @functools.cached_property
    def allowance(self) -> int:
        """The allowance."""
        return sum(each.amount for each in self.lines)

    @functools.cached_property
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

    def money(self, present_group: str) -> tuple[int, int]:
        """Return what is paid to the person, and to carers."""
        return self.pay(present_group), self.carer_total

    @property
    def result(self) -> tuple[tuple[str, ...], int, int, tuple[str, ...]]:
        """What must be the same for two outcomes to be one."""
        rules = tuple(each.rule for each in self.lines)
        return rules, self.allowance, self.pension, tuple(each.rule for each in self.carer)


@dataclass(frozen=True)
class ChildCount:
    """How many children count on the eve and on the last day of a month."""

    qualifying_eve: int = 0
    qualifying_last: int = 0
    small_eve: int = 0
    small_last: int = 0

    @property
    def is_steady(self) -> bool:
        """Whether they are the same on both days."""
        return (self.qualifying_eve, self.small_eve) == (self.qualifying_last, self.small_last)


@dataclass(frozen=True)
class Setting:
    """A person, and the law of the month that is asked."""

    facts: Facts
    rules: MonthRules
    base: Level
    local: LocalLevels


def outcomes(setting: Setting) -> list[Outcome]:
    """Return the different outcomes; more than one where births or unanswered questions leave the answer open."""
    facts, rules = setting.facts, setting.rules
    spans = _distinct_spans(facts.birth, rules.day, setting.local)
    answers = _open_answers(facts.unanswered) if facts.unanswered else _NO_QUESTION
    if len(spans) == 1 and len(answers) == 1:
        counts = child_counts(facts, rules, answers[0])
        if len(counts) == 1:
            # Nearly everybody of ten thousand: nothing is open.
            return [outcome_of(setting, spans[0], counts[0], answers[0])]
    found: dict[object, Outcome] = {}
    for said in answers:
        for span in spans:
            for children in child_counts(facts, rules, said):
                outcome = outcome_of(setting, span, children, said)
                known = found.get(outcome.result)
                found[outcome.result] = _merged(known, outcome) if known else outcome
    return list(found.values())


_NO_QUESTION: tuple[Said, ...] = ({},)


def _merged(known: Outcome, other: Outcome) -> Outcome:
    span = dataclasses.replace(
        known.span,
        earliest=min(known.span.earliest, other.span.earliest),
        latest=max(known.span.latest, other.span.latest),
    )
    said = known.said if other.said[0] in known.said else (*known.said, *other.said)
    return dataclasses.replace(known, span=span, said=said)


@cached(most=512)
def _open_answers(unanswered: frozenset[str]) -> tuple[Said, ...]:
    """Return every combination of answers to the questions that nothing presumes an answer to."""
    found: list[Said] = [{}]
    for question in data.questions().values():
        if question.id in unanswered and not question.presumed:
            found = [{**said, question.id: answer} for said in found for answer in question.answers]
    return tuple(found)


_BY_BOUND_AND_COUNT = {"birth", "children", "first_decided_on"}
"""What of a person bears on an outcome only through the bounds of the age, the counted children and the base."""
_all_else = operator.attrgetter(
    *(each.name for each in dataclasses.fields(Facts) if each.name not in _BY_BOUND_AND_COUNT)
)


def alike(setting: Setting, chosen: Outcome) -> Hashable:
    """Return what is the same of all to whom the law gives one outcome for the same reasons: of ten thousand, many."""
    rules, span = setting.rules, chosen.span
    ages = rules.age_bound(span.on_eve), rules.age_bound(span.on_last)
    said = tuple(chosen.said[0].items())
    base = setting.base.id, setting.base.amount
    return _all_else(setting.facts), rules.day, setting.local, base, ages, chosen.counted, said


def otherwise(setting: Setting, chosen: Outcome) -> Iterator[tuple[Question, Answer, Outcome]]:
    """Yield what an answer to a presumed question would change of an outcome, in money."""
    facts = setting.facts
    taken = chosen.said[0]
    group, flags = facts.present_group, facts.flags_on(setting.rules.day, taken)
    for question in data.questions().values():
        if question.id not in facts.unanswered or not question.presumed:
            continue
        for answer in question.answers:
            if answer.flags == question.flags & flags:
                continue
            said = {**taken, question.id: answer}
            if _choices(setting, chosen.span, chosen.counted, said) == (chosen.last, chosen.first):
                continue
            other = outcome_of(setting, chosen.span, chosen.counted, said)
            if other.money(group) != chosen.money(group):
                yield question, answer, other


@cached(most=8192)
def _distinct_spans(birth: PartialDate, day: datetime.date, local: LocalLevels) -> tuple[AgeSpan, ...]:
    """Return the possible ages, of those between the same bounds one."""
    rules = data.month_rules(day, local)
    found: dict[tuple[int, int], AgeSpan] = {}
    for span in ages_in_month(birth, day):
        place = (rules.age_bound(span.on_eve), rules.age_bound(span.on_last))
        known = found.get(place)
        found[place] = dataclasses.replace(known, latest=span.latest) if known else span
    return tuple(found.values())


def outcome_of(setting: Setting, span: AgeSpan, children: ChildCount, said: Said) -> Outcome:
    """Return what the rules give a person of one age, with so many children, under some answers."""
    facts, rules, base = setting.facts, setting.rules, setting.base
    last, first = _choices(setting, span, children, said)
    alive = not facts.has_died_before(rules.day)
    allowed = alive and not facts.in_facility
    counted, carers, kept = _paid(last, first) if allowed else ((), (), ())
    count = children.qualifying_last if last.counted else children.qualifying_eve
    pension_rule = _pension_rule(last, first) if alive else None
    return Outcome(
        last=last,
        first=first,
        span=span,
        counted=children,
        children=count,
        lines=_lines(counted, count, base),
        carer=_carer_lines(carers, base),
        pension=rules.pension.amount if pension_rule and rules.pension else 0,
        pension_rule=pension_rule,
        kept_lines=(bool(counted) and not last.counted) or (pension_rule is not None and not last.pension),
        kept_carer=bool(kept),
        said=(said,),
    )


def _paid(last: Choice, first: Choice) -> tuple[tuple[Rule, ...], tuple[Rule, ...], tuple[Rule, ...]]:
    """Return the rules of the person's own money, those of the carers', and which of these were lost during the month."""
    groups = {each.group for each in last.carers}
    kept = tuple(each for each in first.carers if each.group not in groups)
    return last.counted or first.counted, last.carers + kept, kept


def _pension_rule(last: Choice, first: Choice) -> Rule | None:
    """Return the rule of the pension; one lost during the month is still paid where nothing has come instead."""
    return last.pension or (None if last.counted else first.pension)


def _choices(setting: Setting, span: AgeSpan, children: ChildCount, said: Said) -> tuple[Choice, Choice]:
    """Return what the rules choose on the last day of the month, and on its eve."""
    facts, rules, local = setting.facts, setting.rules, setting.local
    group, shared = facts.present_group, facts.spouse_has_share
    eve = facts.before or facts
    flags = with_low_pension(facts, facts.flags_on(rules.day, said), rules)
    flags_eve = with_low_pension(eve, eve.flags_on(rules.day, said), rules) if facts.before else flags
    age_last, age_eve = rules.age_bound(span.on_last), rules.age_bound(span.on_eve)
    at_end = Situation(flags, age_last, children.qualifying_last, children.small_last, group, shared)
    last = choose(rules.day, at_end, local)
    if flags is flags_eve and age_last == age_eve and children.is_steady:
        return last, last
    at_eve = Situation(flags_eve, age_eve, children.qualifying_eve, children.small_eve, group, shared)
    return last, choose(rules.day, at_eve, local)


def with_low_pension(facts: Facts, flags: Flags, rules: MonthRules) -> Flags:
    """Return flags with the one that a pension of one's own lower than the social one gives."""
    if not flags & OWN_PENSION or rules.pension is None or facts.own_pension is None:
        return flags
    return flags | {LOW_PENSION} if facts.own_pension < rules.pension.amount else flags


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


_CHILDLESS = (ChildCount(),)


def child_counts(facts: Facts, rules: MonthRules, said: Said) -> tuple[ChildCount, ...]:
    """Return how many children may count, for each age that their births leave open."""
    if not facts.children:
        answered = (each.children for each in said.values() if each.children is not None)
        stated = next(answered, facts.qualifying_children or 0)
        return (ChildCount(stated, stated),) if stated else _CHILDLESS
    counts = {ChildCount()}
    for child in facts.children:
        spans = ages_in_month(child.birth, rules.day)
        counts = {_added(known, child, span, rules) for known in counts for span in spans}
    if facts.qualifying_children is not None:
        stated = facts.qualifying_children
        counts = {dataclasses.replace(each, qualifying_eve=stated, qualifying_last=stated) for each in counts}
    return tuple(counts)


def _added(known: ChildCount, child: Child, span: AgeSpan, rules: MonthRules) -> ChildCount:
    return ChildCount(
        known.qualifying_eve + _qualifies(child, span.on_eve, rules),
        known.qualifying_last + _qualifies(child, span.on_last, rules),
        known.small_eve + children_under_36_months([span.on_eve]),
        known.small_last + children_under_36_months([span.on_last]),
    )


def _qualifies(child: Child, age_months: int, rules: MonthRules) -> bool:
    return any(
        each.low <= age_months < each.high and each.require_all <= child.flags for each in rules.child_rules
    )
