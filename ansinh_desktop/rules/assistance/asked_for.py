"""What the rules of the person's group ask for in a month, one by one: met, not met, or not known."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ansinh_desktop.rules import calendar, law
from ansinh_desktop.rules.assistance import data
from ansinh_desktop.rules.assistance.data import Flags, LocalLevels, MonthRules, Rule
from ansinh_desktop.rules.assistance.facts import Facts
from ansinh_desktop.rules.assistance.outcomes import child_counts, with_low_pension

AGE, CHILDREN, GROUP, ALIVE, AT_HOME = "age", "children", "group", "alive", "at_home"
"""Conditions that are no flags."""

_NO_END = 9999


@dataclass(frozen=True)
class Condition:
    """One thing that a rule asks for."""

    key: str
    """A flag, or one of the conditions that are none."""
    text: str
    """What is asked for, in words."""
    met: bool | None
    """None where nobody knows."""
    article: str


def conditions(
    facts: Facts, month: datetime.date, group: str, local: LocalLevels = data.NATIONAL
) -> tuple[Condition, ...]:
    """Return the conditions of a group, what is not so first; of several rules those to which the person comes nearest.

    Args:
        facts: What is stored of the person and holds in that month.
        month: Any day of the month.
        group: Whose conditions: the person's own group, or the pension.
        local: What the province has set.
    """
    rules = data.month_rules(calendar.month_end(month), local)
    own = [each for each in (*rules.allowances, *rules.pensions) if each.group == group]
    found = list(_general(facts, rules))
    if own:
        found += min((list(_asked(facts, rules, each)) for each in _united(own)), key=_lacking)
    else:
        text = f"Nhóm đối tượng này có trong {rules.rule_set.label}"
        found.append(Condition(GROUP, text, met=False, article=""))
    return tuple(sorted(found, key=lambda each: (each.met is not False, each.met is not None)))


@dataclass(frozen=True)
class _Asked:
    """What rules of one group ask for together: they differ in nothing but age and one of several flags."""

    low: int
    high: int
    all_of: Flags
    any_of: tuple[Flags, ...]
    none_of: Flags
    per_child: bool
    article: str


def _united(rules: Sequence[Rule]) -> Iterator[_Asked]:
    alike: dict[tuple[tuple[Flags, ...], Flags, bool], list[Rule]] = {}
    for each in rules:
        alike.setdefault((each.require_any, each.require_none, each.per_child), []).append(each)
    for (any_of, none_of, per_child), found in alike.items():
        common = frozenset.intersection(*(each.require_all for each in found))
        several = frozenset().union(*(each.require_all for each in found)) - common
        # Whoever draws a monthly insurance draws a pension, as the record asks it.
        none = none_of - {"insurance_monthly"} if "own_pension" in none_of else none_of
        yield _Asked(
            min(each.low for each in found),
            max(each.high for each in found),
            common,
            (*any_of, *([several] if several else [])),
            none,
            per_child,
            found[0].article,
        )


def _lacking(found: Iterable[Condition]) -> tuple[int, int]:
    """Return how far a rule is from being met: first by what is not so, then by what nobody knows."""
    return sum(each.met is False for each in found), sum(each.met is None for each in found)


def _general(facts: Facts, rules: MonthRules) -> Iterator[Condition]:
    old = rules.rule_set.id == "nd20"
    if facts.birth.age_months_on(rules.day)[1] < 0:
        yield Condition(AGE, "Đã sinh ra", met=False, article="")
    if facts.died_on is not None:
        article = "NĐ 20/2021 Điều 8 khoản 2" if old else "NĐ 335/2026 Điều 8, Điều 9"
        yield Condition(ALIVE, "Còn sống trong tháng", not facts.has_died_before(rules.day), article)
    if facts.in_facility:
        article = "NĐ 20/2021 Điều 25 khoản 5" if old else "NĐ 335/2026 Điều 22"
        yield Condition(
            AT_HOME, "Sống tại cộng đồng, không ở cơ sở trợ giúp xã hội", met=False, article=article
        )


def _asked(facts: Facts, rules: MonthRules, asked: _Asked) -> Iterator[Condition]:
    flags, still = with_low_pension(facts, facts.flags_on(rules.day), rules), _Open.of(facts)
    if (asked.low, asked.high) != (0, _NO_END):
        least, most = facts.birth.age_months_on(rules.day)
        covers = {asked.low <= each < asked.high for each in (max(least, 0), most)}
        yield Condition(AGE, _band(asked), covers.pop() if len(covers) == 1 else None, asked.article)
    for flag in sorted(asked.all_of):
        yield Condition(flag, _words(flag), still.known(flag, flag in flags), asked.article)
    for several in asked.any_of:
        first, *others = sorted(several, reverse=True)
        text = " hoặc ".join([_words(first), *(_lower(_words(each)) for each in others)])
        met = bool(several & flags) or (None if several & still.asked else False)
        yield Condition(first, text, met, asked.article)
    for flag in sorted(asked.none_of, reverse=True):
        yield Condition(flag, _words(flag, no=True), still.known(flag, flag not in flags), asked.article)
    if asked.per_child:
        yield Condition(CHILDREN, "Có con thuộc diện được tính", _children(facts, rules), asked.article)


def _children(facts: Facts, rules: MonthRules) -> bool | None:
    if "children" in facts.unanswered:
        return None
    found = {each.qualifying_last > 0 for each in child_counts(facts, rules, {})}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class _Open:
    """The flags about which nobody was asked."""

    asked: Flags
    presumed: Flags
    """What the group that the officer named lets be presumed meanwhile."""

    @classmethod
    def of(cls, facts: Facts) -> "_Open":
        """Return those of a person."""
        open_ones = [each for key, each in data.questions().items() if key in facts.unanswered]
        asked = (each.flags for each in open_ones if not each.presumed)
        presumed = (each.flags for each in open_ones if each.presumed)
        return cls(frozenset().union(*asked), frozenset().union(*presumed))

    def known(self, flag: str, met: bool) -> bool | None:  # noqa: FBT001
        """Return whether a condition is met; None where that is not known, or only presumed."""
        return None if flag in self.asked or (met and flag in self.presumed) else met


def _words(flag: str, *, no: bool = False) -> str:
    row = law.code_list("condition").get(flag)
    if row is None:
        return flag
    return str(row.extra["no"]) if no else row.label


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _band(asked: _Asked) -> str:
    if not asked.low:
        return f"Dưới {_age(asked.high)}"
    if asked.high >= _NO_END:
        return f"Từ đủ {_age(asked.low)}"
    return f"Từ đủ {_age(asked.low).removesuffix(' tuổi')} đến dưới {_age(asked.high)}"


def _age(months: int) -> str:
    return f"{months // 12} tuổi" if months % 12 == 0 else f"{months} tháng tuổi"
