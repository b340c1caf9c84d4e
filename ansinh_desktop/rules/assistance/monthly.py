"""What a person is paid for one calendar month."""

import datetime
import functools
from collections.abc import Iterator

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.rules.assistance import data, explain
from ansinh_desktop.rules.assistance.answers import Assessment, Notice, Scheme
from ansinh_desktop.rules.assistance.data import Flags, Level, LocalLevels, MonthRules
from ansinh_desktop.rules.assistance.facts import Facts
from ansinh_desktop.rules.assistance.outcomes import Outcome, Setting, outcomes
from ansinh_desktop.rules.edition import cached

_DOUBTFUL_BASE = "base_jul_oct_2026"


def assess(facts: Facts, month: datetime.date, local: LocalLevels = data.NATIONAL) -> Assessment:
    """Return what a person is paid for the month of a day.

    The bands are tested on the month's last day; where nothing matches there, what matched on the eve of the month
    was lost during it, and is still paid.

    Args:
        facts: What is stored of the person and holds in that month.
        month: Any day of the month.
        local: What the province has set above the national levels.

    Raises:
        UserError: The month lies before the oldest decree that the law data know.
    """
    day = calendar.month_end(month)
    rules = data.month_rules(day, local)
    base, base_notice = _base(facts, rules, local)
    setting = Setting(facts, rules, base, local)
    found = outcomes(setting)
    # What is open is answered by the lower amount until the officer has decided.
    chosen = min(found, key=lambda each: each.money(facts.present_group)) if len(found) > 1 else found[0]
    scheme = chosen.scheme(facts.present_group)
    is_open = len(found) > 1 and len({each.money(facts.present_group) for each in found}) > 1
    return Assessment(
        month=calendar.month_start(day),
        rule_set=rules.rule_set.id,
        rule_set_label=rules.rule_set.label,
        base_id=base.id,
        base=base.amount,
        lines=chosen.lines,
        social_pension=chosen.pension,
        scheme=scheme,
        carer=chosen.carer,
        article=_article(chosen, scheme, rules),
        alternatives=tuple(explain.alternatives(facts, found)) if is_open else (),
        unanswered=explain.unanswered(found) if is_open else (),
        version=data.version(),
        ask=functools.partial(_notices, base_notice, setting, chosen, found if is_open else []),
        explain=functools.partial(explain.reasons, setting, chosen, scheme, is_open=is_open),
    )


def alike(
    birth: PartialDate, flags: Flags, decided: datetime.date | None, day: datetime.date, *, children: bool
) -> tuple[PartialDate, datetime.date | None]:
    """Return a birth and a day of the first decision of which the law gives the same, for the same doubts.

    So the answer of one is the answer of all of their age; only its reasons tell the age itself. The day of the first
    decision matters only while a doubt lasts.

    Args:
        birth: The birth; it stays as it is where an answer may name it, or another month's age bears on one.
        flags: What else is known of the person.
        decided: The day of the first decision.
        day: The last day of the month that is asked.
        children: Whether births of children are known.

    Raises:
        UserError: The day lies before the oldest decree that the law data know.
    """
    if not (birth.estimated or children or flags >= explain.PUPIL):
        birth = _of_the_age(birth.year, birth.month, day)
    if decided is not None and not data.in_force(data.doubts()[_DOUBTFUL_BASE], decided):
        decided = None
    return birth, decided


@cached(most=8192)
def _of_the_age(year: int, month: int | None, day: datetime.date) -> PartialDate:
    """Return the birth that stands for all of an age; the year itself where some of it have come to another age."""
    if month is not None:
        return _latest_alike(year, month, day)
    first, last = _latest_alike(year, 1, day), _latest_alike(year, 12, day)
    return first if first == last else PartialDate(year)


def _latest_alike(year: int, month: int, day: datetime.date) -> PartialDate:
    """Return the latest birth on the same side of every age at which anything changes, on the month's eve and its end.

    On the last day of a month an age hangs on the month of birth alone.
    """
    age = (day.year - year) * 12 + day.month - month
    bounds = {*data.month_rules(day, data.local_levels()).age_bounds, *explain.AGES}
    bound = max((each for each in bounds if each <= age), default=age)
    # Whoever has just come to it was younger on the eve; all later ones were not.
    born = calendar.add_months(calendar.month_start(day), -min(age, bound + 1))
    return PartialDate(born.year, born.month, 1)


def _base(facts: Facts, rules: MonthRules, local: LocalLevels) -> tuple[Level, list[Notice]]:
    """Return the base; first decisions between 01/7 and 04/10/2026 have a doubtful one."""
    doubt = data.doubts()[_DOUBTFUL_BASE]
    decided = facts.first_decided_on
    if decided is None or not data.in_force(doubt, decided) or not data.in_force(doubt, rules.day):
        return rules.base, []
    default = data.base_by_id(doubt["default_base"])
    own = data.highest(local.bases, rules.day)
    base = own if own and own.amount > default.amount else default
    if base.amount >= rules.base.amount:
        return rules.base, []
    facts_of_notice = {"used": wording.money(base.amount), "other": wording.money(rules.base.amount)}
    if not data.doubtful(_DOUBTFUL_BASE, rules.day):
        return base, []
    return base, [Notice("AS-6121", rules.base.article, facts=facts_of_notice)]


def _notices(
    of_base: list[Notice], setting: Setting, chosen: Outcome, open_ones: list[Outcome]
) -> Iterator[Notice]:
    yield from of_base
    yield from explain.notices(setting, chosen, open_ones)


def _article(chosen: Outcome, scheme: Scheme, rules: MonthRules) -> str:
    """Return what is paid by: of a pension who is entitled and how much it is; of carers' money alone its own."""
    if scheme == "pension" and rules.pension and chosen.pension_rule:
        return wording.articles(chosen.pension_rule.article, rules.pension.article)
    lines = chosen.lines or chosen.carer
    return "; ".join(dict.fromkeys(each.article for each in lines))
