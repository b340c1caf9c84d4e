"""The plans of the province: their targets, areas and switches, as rows of data with their own words.

Each plan is a file ``plan_*.toml`` of the law; the next one is another file, or a newer text laid over ours.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from ansinh_desktop.rules import edition, law
from ansinh_desktop.rules.edition import cached
from ansinh_desktop.rules.period import Period

TargetKind: TypeAlias = Literal["count", "amount", "ratio", "change", "difference"]
"""How a figure is made: a number, a sum in đồng, a share in percent, the change in percent against a base, or
the difference in points of percent between the day before a period and its last day."""
Part: TypeAlias = Literal["numerator", "denominator"]

NUMERATOR: Part = "numerator"
DENOMINATOR: Part = "denominator"

TARGETS = "plan.targets"
"""The setting of a commune that keeps what its receiving unit set for it, by target."""
ASSIGNED = "plan.assigned"
"""The setting of a receiving unit that keeps what it set, by unit and target."""
_PLACE = re.compile(r"rules/plan_[a-z0-9_]{1,40}")
_MILLION = Decimal(1_000_000)
_SIGNS = {">=": "≥", "<=": "≤", "<": "<", "=": "="}


@dataclass(frozen=True)
class Area:
    """A group of targets; in short for the window, in full for the report."""

    id: str
    label: str
    full: str


@dataclass(frozen=True)
class Switch:
    """A way of counting that the plan leaves open; the first value is the one that is used where nothing is said."""

    id: str
    label: str
    values: Mapping[str, str]
    """The words of each value by its code."""

    @property
    def default(self) -> str:
        """The first of its values."""
        return next(iter(self.values))


@dataclass(frozen=True)
class Target:
    """One target: what is to be reached, in the words of the plan."""

    id: str
    text: str
    amount: Decimal
    unit: str
    compare: str
    mark: law.Mark
    kind: TargetKind = "ratio"
    title: str = ""
    """In short, for a line of the window."""
    area: str = ""
    number: int = 0
    """Its place among the targets of its plan, from 1."""
    amount_max: Decimal | None = None
    """The upper end of what the plan names; more than that reaches the target as well."""
    numerator: str = ""
    denominator: str = ""
    """What both parts of the figure are, in words."""
    entered: tuple[Part, ...] = ()
    """The parts that no register counts: they are entered by period."""
    adds_up: bool = False
    """What is entered happened in the period, so that parts of it add up; else it is how things stand at its end."""
    yes_no: bool = False
    """A commune answers with yes or no; who counts communes adds them up."""
    of_province: bool = False
    """The amount is that of the whole province: a commune is held against its own, which the receiving unit sets."""
    switches: tuple[str, ...] = ()
    base_year: int | None = None
    """The year of the base against which a change is reckoned."""
    breaks: tuple[datetime.date, ...] = ()
    """From these days on something else is measured: across them there is no difference to be told."""
    note: str = ""

    @property
    def shown(self) -> str:
        """The target in short: ``≥ 50 %``; ``1–1,2 điểm %``."""
        if self.amount_max is not None:
            return f"{spelled(self.amount)}–{spelled(self.amount_max)} {self.unit}"
        return f"{_SIGNS[self.compare]}\u00a0{measured(self.amount, self.kind, self.unit)}"

    def reached(self, value: Decimal, amount: Decimal | None = None) -> bool:
        """Whether a figure reaches the target, or what a commune was set in its place."""
        against = self.amount if amount is None else amount
        match self.compare:
            case "<=":
                return value <= against
            case "<":
                return value < against
            case _:
                return value >= against


@dataclass(frozen=True)
class Plan:
    """One plan with its targets in their order."""

    id: str
    number: str
    title: str
    signed_on: datetime.date
    unit: str
    year: int
    valid_from: datetime.date
    valid_to: datetime.date | None
    areas: tuple[Area, ...]
    switches: Mapping[str, Switch]
    targets: tuple[Target, ...] = field(default_factory=tuple)

    @cached_property
    def by_id(self) -> Mapping[str, Target]:
        """Every target by its id."""
        return {each.id: each for each in self.targets}

    def area(self, target: Target) -> Area:
        """Return the group in which a target stands."""
        return next(each for each in self.areas if each.id == target.area)

    def entered_for(self, target: Target, part: Part, period: Period) -> Period:
        """Return the period for which a figure is entered: the base of a change for the same days of its year."""
        is_base = target.kind == "change" and part == DENOMINATOR
        return period.in_year(target.base_year or self.year - 1) if is_base else period

    def switched(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Return the value of every switch: what was chosen, as far as the plan knows it, else its default."""
        return {
            each.id: chosen[each.id] if chosen.get(each.id) in each.values else each.default
            for each in self.switches.values()
        }


def is_place(place: str) -> bool:
    """Whether a file of the law is a plan: others than ours may come."""
    return _PLACE.fullmatch(place) is not None


@cached()
def plans() -> tuple[Plan, ...]:
    """Return every plan, the earliest first."""
    names = (place.rpartition("/")[2] for place in edition.places("rules") if is_place(place))
    found = (_plan(law.law_data(name)) for name in names)
    return tuple(sorted(found, key=lambda each: each.valid_from))


def plan_on(day: datetime.date) -> Plan:
    """Return the plan that a period ending on a day is held against: the latest then in force, else the first."""
    in_force = [
        each for each in plans() if each.valid_from <= day and (each.valid_to is None or day <= each.valid_to)
    ]
    return in_force[-1] if in_force else plans()[0]


@cached()
def targets() -> Mapping[str, Target]:
    """Return every target of every plan by its id, of the latest plan that has it."""
    return {target.id: target for each in plans() for target in each.targets}


def _plan(data: law.Row) -> Plan:
    head = data["plan"]
    return Plan(
        id=head["id"],
        number=head["number"],
        title=head["title"],
        signed_on=head["date"],
        unit=head["unit"],
        year=head["year"],
        valid_from=head["valid_from"],
        valid_to=head.get("valid_to"),
        areas=tuple(Area(row["id"], row["label"], row["full"]) for row in data["area"]),
        switches={row["id"]: _switch(row) for row in data["switch"]},
        targets=tuple(_target(number, row) for number, row in enumerate(data["indicator"], start=1)),
    )


def _switch(row: law.Row) -> Switch:
    return Switch(row["id"], row["label"], {each["code"]: each["label"] for each in row["values"]})


def _target(number: int, row: law.Row) -> Target:
    most = row.get("target_max")
    return Target(
        id=row["id"],
        text=row["text"],
        amount=Decimal(row["target"]).normalize(),
        unit=row["unit"],
        compare=">=" if row["compare"] == "between" else row["compare"],
        mark=row["mark"],
        kind=row["kind"],
        title=row["title"],
        area=row["area"],
        number=number,
        amount_max=None if most is None else Decimal(most).normalize(),
        numerator=row["numerator"],
        denominator=row["denominator"],
        entered=tuple(row.get("entered", ())),
        adds_up=row.get("adds_up", False),
        yes_no=row.get("yes_no", False),
        of_province=row.get("scope") == "province",
        switches=tuple(row.get("switches", ())),
        base_year=row.get("base_year"),
        breaks=tuple(row.get("breaks", ())),
        note=row.get("notes", ""),
    )


def measured(value: Decimal, kind: str, unit: str) -> str:
    """Return a value of a kind with its unit; large sums in millions: ``71,5 triệu đồng``."""
    if kind == "amount" and abs(value) >= _MILLION:
        return f"{spelled((value / _MILLION).normalize())} triệu {unit}"
    return f"{spelled(value)} {unit}"


def spelled(amount: Decimal) -> str:
    """Return a number as papers write it: dots for thousands, a comma before the fraction, a true minus."""
    whole, _, rest = f"{amount:,f}".replace("-", "−").partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")
