"""The rules of social assistance as read from the law data: levels, groups, carers, pension, by day."""

import datetime
import functools
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import law
from ansinh_desktop.rules.edition import cached

ALL_PROVINCES = "*"

Flags = frozenset[str]
NO_FLAGS: Flags = frozenset()


@dataclass(frozen=True)
class Level:
    """An amount in force between two days: the base level, or the social pension."""

    id: str
    amount: int
    effective_from: datetime.date
    effective_to: datetime.date
    article: str
    mark: law.Mark = "✓"


@dataclass(frozen=True)
class LocalLevels:
    """What the province's council has set above the national levels."""

    bases: tuple[Level, ...] = ()
    pensions: tuple[Level, ...] = ()


NATIONAL = LocalLevels()


@dataclass(frozen=True)
class RuleSet:
    """A decree and the days of which it rules."""

    id: str
    label: str
    effective_from: datetime.date
    effective_to: datetime.date


@dataclass(frozen=True)
class Rule:
    """Who gets how much; ages in completed months, the upper end excluded."""

    id: str
    group: str
    label: str
    article: str
    low: int
    high: int
    coefficient: Decimal = Decimal(0)
    require_all: Flags = NO_FLAGS
    require_any: tuple[Flags, ...] = ()
    """Of each set at least one flag."""
    require_none: Flags = NO_FLAGS
    per_child: bool = False
    mark: law.Mark = "✓"
    payee: str = ""
    one_share: bool = False

    def covers(self, age_months: int) -> bool:
        """Whether the age lies in the band."""
        return self.low <= age_months < self.high

    def matches(self, flags: Flags, age_months: int) -> bool:
        """Whether a person of these flags and this age falls under the rule."""
        return (
            self.covers(age_months)
            and self.require_all <= flags
            and not self.require_none & flags
            and all(each & flags for each in self.require_any)
        )


@dataclass(frozen=True)
class Answer:
    """One answer to a question: the flags that it means, and how it is said after "nếu"."""

    label: str
    flags: Flags = NO_FLAGS
    children: int | None = None
    """How many children count, for the question of their number."""


@dataclass(frozen=True)
class Question:
    """A fact that decides money; while nobody has answered it, each answer gives an outcome of its own.

    A presumed one is answered meanwhile by what the flags say: by the group that the officer has named.
    """

    id: str
    label: str
    answers: tuple[Answer, ...]
    presumed: bool
    confirm: bool

    @functools.cached_property
    def flags(self) -> Flags:
        """All flags that an answer may mean."""
        return frozenset().union(*(each.flags for each in self.answers))


@dataclass(frozen=True)
class ChildRule:
    """Which children count for a single parent."""

    low: int
    high: int
    require_all: Flags


@dataclass(frozen=True)
class MonthRules:
    """All that rules one month, by its last day."""

    day: datetime.date
    rule_set: RuleSet
    base: Level
    pension: Level | None
    allowances: tuple[Rule, ...]
    pensions: tuple[Rule, ...]
    carers: tuple[Rule, ...]
    child_rules: tuple[ChildRule, ...]

    @functools.cached_property
    def age_bounds(self) -> tuple[int, ...]:
        """The ages in months at which anything changes."""
        bands = (*self.allowances, *self.pensions, *self.carers)
        return tuple(sorted({bound for each in bands for bound in (each.low, each.high)}))

    def age_bound(self, age_months: int) -> int:
        """Return the last age at which anything changed: people between two bounds are treated alike."""
        place = bisect_right(self.age_bounds, age_months)
        return self.age_bounds[place - 1] if place else -1

    @property
    def several_groups_article(self) -> str:
        """The article that lets only the highest of several levels be paid."""
        return "NĐ 20/2021 Điều 6 khoản 2" if self.rule_set.id == "nd20" else "NĐ 335/2026 Điều 6 khoản 2"


def rules_data() -> law.Row:
    """Return the rule file as it stands."""
    return law.law_data("social_assistance")


_DECIDING = ("base", "pension", "group", "confirmed")


@cached()
def version() -> str:
    """Return the version of the rule file and of what the province has set, to be stored with each result."""
    own = law.law_data("local")
    local = [law.law_version("local")] if any(own.get(each) for each in _DECIDING) else []
    return "; ".join([law.law_version("social_assistance"), *local])


@cached()
def local_levels() -> LocalLevels:
    """Return what the province has set above the national levels, as the officer entered it."""
    rows = law.law_data("local")
    return LocalLevels(
        bases=tuple(Level(**row) for row in rows["base"]),
        pensions=tuple(Level(**row) for row in rows["pension"]),
    )


@cached()
def local_groups() -> Flags:
    """Return the groups that the province has added."""
    return frozenset(row["group"] for row in law.law_data("local")["group"])


def _local_rules(day: datetime.date) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            id=row["id"],
            group=row["group"],
            label=row["label"],
            article=row["article"],
            low=row["age_months"][0],
            high=row["age_months"][1],
            coefficient=Decimal(row["coefficient"]),
            # Whoever is recorded in the group is in it: its conditions stand in the resolution.
            require_all=frozenset({row["group"]}),
        )
        for row in law.law_data("local")["group"]
        if in_force(row, day)
    )


def in_force(row: law.Row, day: datetime.date) -> bool:
    """Whether a row of the rule file rules that day; without dates it always does."""
    return bool(
        row.get("effective_from", datetime.date.min) <= day <= row.get("effective_to", datetime.date.max)
    )


def article_of(row: law.Row, rule_set: str) -> str:
    """Return the article of a row that may be carried by both rule sets."""
    article = row["article"]
    return str(article[rule_set] if isinstance(article, Mapping) else article)


def times(coefficient: Decimal, amount: int) -> int:
    """Return a multiple of an amount in whole đồng."""
    return int((coefficient * amount).quantize(Decimal(1), ROUND_HALF_UP))


@cached()
def _rule_sets() -> tuple[RuleSet, ...]:
    return tuple(
        RuleSet(row["id"], row["label"], row["effective_from"], row["effective_to"])
        for row in rules_data()["rule_set"]
    )


@cached()
def first_day_of_law() -> datetime.date:
    """Return the first day that the law data know: no decree of them rules a day before it."""
    return min(each.effective_from for each in _rule_sets())


def rule_set_on(day: datetime.date) -> RuleSet:
    """Return the decree that rules a day.

    Raises:
        UserError: The day lies before the oldest decree that the law data know.
    """
    for each in _rule_sets():
        if each.effective_from <= day <= each.effective_to:
            return each
    raise UserError("AS-6101", day=f"{day:%d/%m/%Y}")


def _levels(rows: Iterable[law.Row], local: tuple[Level, ...], prefix: str) -> tuple[Level, ...]:
    own = {ALL_PROVINCES, rules_data()["province"]}
    national = tuple(
        Level(
            id=row.get("id", f"{prefix}_{row['amount'] // 1000}"),
            amount=row["amount"],
            effective_from=row["effective_from"],
            effective_to=row["effective_to"],
            article=row["article"],
            mark=row["mark"],
        )
        for row in rows
        if row["province"] in own
    )
    return national + local


def highest(levels: Iterable[Level], day: datetime.date) -> Level | None:
    """Return the highest of the levels that are in force on a day."""
    # A province may go higher, never lower (NĐ 20/2021 Điều 4 khoản 3).
    valid = [each for each in levels if each.effective_from <= day <= each.effective_to]
    return max(valid, key=lambda each: each.amount, default=None)


@cached()
def base_on(day: datetime.date, local: LocalLevels = NATIONAL) -> Level:
    """Return the base level of a day: the highest of the national and the province's own.

    Raises:
        UserError: The law data know no level of that day.
    """
    found = highest(_levels(rules_data()["base"], local.bases, "base"), day)
    if found is None:
        raise UserError("AS-6101", day=f"{day:%d/%m/%Y}")
    return found


@cached()
def base_by_id(level_id: str) -> Level:
    """Return a national base level by its identifier."""
    levels = _levels(rules_data()["base"], (), "base")
    return next(each for each in levels if each.id == level_id)


def base_named(level_id: str) -> Level | None:
    """Return a national base level by its identifier; None where it is another's, a province's."""
    levels = _levels(rules_data()["base"], (), "base")
    return next((each for each in levels if each.id == level_id), None)


@cached()
def pension_on(day: datetime.date, local: LocalLevels = NATIONAL) -> Level | None:
    """Return the amount of the social pension on a day; None before there was one."""
    return highest(_levels(rules_data()["pension_amount"], local.pensions, "pension"), day)


def _rule(row: law.Row, rule_set: str, group: str = "") -> Rule:
    low, high = row["age_months"]
    alternatives = (row.get("require_any", ()), row.get("require_any_2", ()))
    return Rule(
        id=row["id"],
        group=group or row.get("group", "") or row.get("choice_group", ""),
        label=row["label"],
        article=article_of(row, rule_set),
        low=low,
        high=high,
        coefficient=Decimal(row.get("coefficient", 0)),
        require_all=frozenset(row.get("require_all", ())),
        require_any=tuple(frozenset(each) for each in alternatives if each),
        require_none=frozenset(row.get("require_none", ())),
        per_child=row.get("per") == "child",
        mark=row["mark"],
        payee=row.get("payee", ""),
        one_share=row.get("one_share_per_couple", False),
    )


@cached()
def month_rules(day: datetime.date, local: LocalLevels = NATIONAL) -> MonthRules:
    """Return all that rules the month whose last day is given."""
    data = rules_data()
    rule_set = rule_set_on(day)
    return MonthRules(
        day=day,
        rule_set=rule_set,
        base=base_on(day, local),
        pension=pension_on(day, local),
        allowances=tuple(
            _rule(row, rule_set.id)
            for row in data["allowance"]
            if row["rule_set"] == rule_set.id and in_force(row, day)
        )
        + _local_rules(day),
        pensions=tuple(_rule(row, rule_set.id, "pension") for row in data["pension"] if in_force(row, day)),
        carers=tuple(_rule(row, rule_set.id) for row in data["carer"]),
        child_rules=tuple(
            ChildRule(row["age_months"][0], row["age_months"][1], frozenset(row["require_all"]))
            for row in data["single_parent_child"]
            if row["rule_set"] == rule_set.id
        ),
    )


@cached()
def stacks_with_single_parent() -> Flags:
    """Return the groups beside which a single parent's level is paid as well."""
    return frozenset(rules_data()["stacking"]["single_parent_adds_to"])


@cached()
def known_flags() -> Flags:
    """Return the flags that the rules may ask for."""
    return frozenset(rules_data()["flags"]) | local_groups()


@cached()
def questions() -> Mapping[str, Question]:
    """Return the questions whose answers decide money, by identifier."""
    return MappingProxyType({row["id"]: _question(row) for row in rules_data().get("question", ())})


def _question(row: law.Row) -> Question:
    answers = tuple(
        Answer(each["label"], frozenset(each.get("flags", ())), each.get("children"))
        for each in row["answers"]
    )
    return Question(row["id"], row["label"], answers, row["presumed"], row["confirm"])


@cached()
def doubts() -> Mapping[str, law.Row]:
    """Return the doubtful points of the law, by identifier."""
    return MappingProxyType({row["id"]: row for row in rules_data()["doubt"]})


def doubtful(doubt_id: str, day: datetime.date) -> bool:
    """Whether a doubtful point bears on a day and nobody has confirmed yet how it is read."""
    return doubts()[doubt_id]["mark"] != "✓" and in_force(doubts()[doubt_id], day)
