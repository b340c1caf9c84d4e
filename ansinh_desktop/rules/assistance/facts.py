"""The stored facts of a person, and the flags that follow from them on a day."""

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ansinh_desktop.dates import PartialDate, months_between
from ansinh_desktop.errors import BugError
from ansinh_desktop.rules import calendar, law
from ansinh_desktop.rules.assistance.data import NO_FLAGS, Answer, Flags, known_flags, questions
from ansinh_desktop.rules.edition import cached

MATERNITY: Flags = frozenset(
    {"pregnant", "one_child_under_36m", "pregnant_and_child_under_36m", "two_children_under_36m"}
)
SMALL_CHILD_MONTHS = 36
"""Below this age a child of a disabled parent gives money for its care."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child that the person raises; its flags are ``studying``, ``studying_without_gap``, ``parent_already_receiving``."""

    birth: PartialDate
    flags: Flags = NO_FLAGS


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored of a person and holds in one month; nothing here is a conclusion of the law.

    Attributes:
        birth: As precise as it is known.
        flags: Facts by the names of the rule file, where no field below gives them.
        children: The children that the person raises.
        qualifying_children: How many count for a single parent, where their births are not recorded.
        disability_degree: Of the certificate in force: ``very_severe``, ``severe``, ``mild`` or empty.
        poverty_status: Of the household in force: ``poor``, ``near_poor`` or another code.
        no_source_case: The point of Điều 5 khoản 1 that the officer has chosen (``a`` … ``l``).
        father: State of the father, from which the point is suggested.
        mother: State of the mother.
        in_facility: Lives in a social-assistance facility.
        present_group: The group that is being paid; it stays where two levels are equal.
        first_decided_on: When the first decision was made; matters between 01/7/2026 and 04/10/2026.
        own_pension: The person's own pension or monthly insurance benefit in đồng.
        spouse_has_share: The spouse already gets the one share that a disabled couple has.
        died_on: The last day on which the person can have died; the month of death is still paid.
        died_in_year: Only the year of the death is known.
        unanswered: The questions of the rule file that nobody has answered yet; flags say what is presumed.
        before: The same person on the eve of the month, where dated facts were others then.
    """

    birth: PartialDate
    flags: Flags = NO_FLAGS
    children: tuple[Child, ...] = ()
    qualifying_children: int | None = None
    disability_degree: str = ""
    poverty_status: str = ""
    no_source_case: str = ""
    father: str = ""
    mother: str = ""
    in_facility: bool = False
    present_group: str = ""
    first_decided_on: datetime.date | None = None
    own_pension: int | None = None
    spouse_has_share: bool = False
    died_on: datetime.date | None = None
    died_in_year: bool = False
    unanswered: frozenset[str] = frozenset()
    before: "Facts | None" = None

    def __post_init__(self) -> None:
        if self.unanswered and not self.unanswered <= questions().keys():
            raise BugError(f"unknown questions: {', '.join(sorted(self.unanswered - questions().keys()))}")
        known = known_flags()
        if not (self.flags <= known and all(each.flags <= known for each in self.children)):
            unknown = self.flags.union(*(each.flags for each in self.children)) - known
            raise BugError(f"unknown flags: {', '.join(sorted(unknown))}")

    def has_died_before(self, month: datetime.date) -> bool:
        """Whether the person was dead before the month of a day began."""
        return self.died_on is not None and self.died_on < calendar.month_start(month)

    def suggested_case(self, on: datetime.date) -> str:
        """Return the point of Điều 5 khoản 1 that the parents' states give."""
        return no_source_case(self.father, self.mother, on)

    def flags_on(self, day: datetime.date, said: Mapping[str, Answer] = MappingProxyType({})) -> Flags:
        """Return the flags of a day, without those that hang on the children's ages.

        Args:
            day: It chooses which parents' states leave a child without care.
            said: Answers to take for questions that nobody has answered.
        """
        no_source = bool(self.no_source_case or self.suggested_case(day))
        stated = self.flags
        for question, answer in said.items():
            stated = (stated - questions()[question].flags) | answer.flags
        return _flags(stated, self.disability_degree, self.poverty_status, no_source)


@functools.lru_cache(maxsize=2048)
def _flags(stated: Flags, disability_degree: str, poverty_status: str, no_source: bool) -> Flags:  # noqa: FBT001
    found = set(stated)
    if disability_degree in ("very_severe", "severe"):
        found.add(f"disability_{disability_degree}")
    if poverty_status in ("poor", "near_poor"):
        found.add(poverty_status)
    if no_source:
        found.add("no_source_of_care")
    if {"no_supporter", "poor"} <= found:
        found.add("no_supporter_and_poor")
    return frozenset(found)


@cached()
def no_source_case(father: str, mother: str, on: datetime.date) -> str:
    """Return the point of Điều 5 khoản 1 that two parents' states give on a day; empty when none."""
    for row in law.code_file("social_assistance")["no_source_derivation"]:
        if row.get("effective_from", datetime.date.min) > on:
            continue
        first, second = row["first"], row["second"]
        if (father in first and mother in second) or (mother in first and father in second):
            return str(row["case"])
    return ""


def with_maternity(flags: Flags, children_under_36m: int) -> Flags:
    """Return the flags with the one that pregnancy and small children give together."""
    stated = flags & MATERNITY
    if stated - {"pregnant"}:
        return flags
    if stated:
        derived = "pregnant_and_child_under_36m" if children_under_36m else "pregnant"
    elif children_under_36m:
        derived = "one_child_under_36m" if children_under_36m == 1 else "two_children_under_36m"
    else:
        return flags
    return (flags - MATERNITY) | {derived}


@dataclass(frozen=True, slots=True)
class AgeSpan:
    """Births that the precision leaves open and that are of the same age on the eve and on the last day of a month."""

    on_eve: int
    on_last: int
    earliest: datetime.date
    latest: datetime.date


def eve(month: datetime.date) -> datetime.date:
    """Return the last day before the month of a day.

    Whoever still met the conditions then has lost them during the month, which is still paid (NĐ 20/2021 Điều 8
    khoản 2): also somebody whose birthday, death or last paper falls on the first.
    """
    return calendar.month_start(month) - datetime.timedelta(days=1)


@functools.lru_cache(maxsize=8192)
def ages_in_month(birth: PartialDate, month: datetime.date) -> tuple[AgeSpan, ...]:
    """Return the ages in completed months that a person may have in a month, the youngest last.

    On the last day of a month, of this one and of the one before, the age hangs on the month of birth alone.
    """
    last = calendar.month_end(month)
    found = []
    for born, until in _possible_births(birth):
        age = months_between(born, last)
        found.append(AgeSpan(age - 1, age, born, until))
    return tuple(found)


def _possible_births(birth: PartialDate) -> list[tuple[datetime.date, datetime.date]]:
    if birth.month is not None:
        return [(birth.first, birth.last)]
    starts = [datetime.date(birth.year, number, 1) for number in range(1, 13)]
    return [(start, calendar.month_end(start)) for start in starts]


def children_under_36_months(ages: list[int]) -> int:
    """Return how many of the ages are those of children under 36 months."""
    return sum(0 <= each < SMALL_CHILD_MONTHS for each in ages)
