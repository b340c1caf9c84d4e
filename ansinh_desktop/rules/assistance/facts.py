"""The stored facts of a person, and the flags that follow from them on a day."""

import datetime
import functools
from dataclasses import dataclass

from ansinh_desktop.dates import PartialDate, months_between
from ansinh_desktop.errors import BugError
from ansinh_desktop.rules import calendar, law
from ansinh_desktop.rules.assistance.data import NO_FLAGS, Flags, known_flags
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

    def __post_init__(self) -> None:
        unknown = self.flags - known_flags()
        for each in self.children:
            unknown |= each.flags - known_flags()
        if unknown:
            raise BugError(f"unknown flags: {', '.join(sorted(unknown))}")

    def has_died_before(self, month: datetime.date) -> bool:
        """Whether the person was dead before the month of a day began."""
        return self.died_on is not None and self.died_on < calendar.month_start(month)

    def suggested_case(self, on: datetime.date) -> str:
        """Return the point of Điều 5 khoản 1 that the parents' states give."""
        return no_source_case(self.father, self.mother, on)

    def flags_on(self, day: datetime.date) -> Flags:
        """Return the flags of a day, without those that hang on the children's ages."""
        no_source = bool(self.no_source_case or self.suggested_case(day))
        return _flags(self.flags, self.disability_degree, self.poverty_status, no_source)


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
    """Births that the precision leaves open and that are of the same age at both ends of a month."""

    on_first: int
    on_last: int
    earliest: datetime.date
    latest: datetime.date


@functools.lru_cache(maxsize=8192)
def ages_in_month(birth: PartialDate, month: datetime.date) -> tuple[AgeSpan, ...]:
    """Return the ages in completed months that a person may have in a month, the youngest last.

    On the last day of a month the age hangs on the month of birth alone; on its first day those born on the
    first of a month are a month ahead of the others.
    """
    first, last = calendar.month_start(month), calendar.month_end(month)
    spans: dict[tuple[int, int], AgeSpan] = {}
    for born, until in _possible_births(birth):
        ages = (months_between(born, first), months_between(born, last))
        known = spans.get(ages)
        spans[ages] = AgeSpan(*ages, known.earliest if known else born, until)
    return tuple(spans.values())


def _possible_births(birth: PartialDate) -> list[tuple[datetime.date, datetime.date]]:
    if birth.day is not None:
        return [(birth.first, birth.first)]
    months = [birth.month] if birth.month is not None else range(1, 13)
    found = []
    for number in months:
        start = datetime.date(birth.year, number, 1)
        found += [(start, start), (start.replace(day=2), calendar.month_end(start))]
    return found


def children_under_36_months(ages: list[int]) -> int:
    """Return how many of the ages are those of children under 36 months."""
    return sum(0 <= each < SMALL_CHILD_MONTHS for each in ages)
