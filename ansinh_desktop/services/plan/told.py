"""What a period says, as plain lines: for the window, the report and machines, and as it is kept once it is closed."""

import base64
import dataclasses
import datetime
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from ansinh_desktop import text
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.plan.indicator import COUNTED
from ansinh_desktop.rules import calendar
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import Plan, Target
from ansinh_desktop.services.plan.counting import Count, Standing
from ansinh_desktop.services.plan.rows import ENTERED, Row, State

Facet: TypeAlias = Literal["hamlet", "sex", "age", "ethnicity"]

FACETS: Mapping[Facet, str] = {
    "hamlet": "Ấp, khóm",
    "sex": "Giới tính",
    "age": "Nhóm tuổi",
    "ethnicity": "Dân tộc",
}
UNKNOWN = "Chưa rõ"
FEW = 3
"""Of fewer than so many who go by a code a reader may guess who they are."""
_LARGEST = 4 << 20
_AGES = ((6, "Dưới 6 tuổi"), (16, "6–15 tuổi"), (30, "16–29 tuổi"), (60, "30–59 tuổi"), (200, "Từ 60 tuổi"))
"""From which age on the next group begins."""
AGES = tuple(label for _, label in _AGES)


@dataclass(frozen=True)
class Group:
    """Those of a figure who have something in common: how many hold, count, are not known."""

    label: str
    numerator: int
    denominator: int
    unknown: int
    unclear: int = 0
    """Of the unknown those of whom nobody can tell even whether they count: they are not in the denominator."""


@dataclass(frozen=True)
class Line:
    """One target in a period, said in plain values: money, people, shares as text with a point."""

    id: str
    number: int
    area: str
    text: str
    title: str
    kind: str
    unit: str
    target: str
    """What the plan asks for, in short."""
    amount: str | None
    numerator: int | None
    denominator: int | None
    unknown: int
    whole: int | None
    """How many the register holds; None where no register counts."""
    value: str | None
    ends: list[str] | None
    state: State
    reached_percent: str | None
    before: str | None
    """The value of the period before."""
    year_before: str | None
    """The value of the same days a year earlier."""
    source: str
    """The register that counts, in words, or who entered the figure and from what."""
    note: str
    beside: list[tuple[str, int]]
    others: list[tuple[str, int, int, str | None]]
    groups: dict[Facet, list[Group]]
    switches: dict[str, str]
    """The value of each switch under which it was counted."""
    yes_no: bool = False

    @property
    def decimal(self) -> Decimal | None:
        """The value as a number."""
        return None if self.value is None else Decimal(self.value)


@dataclass(frozen=True)
class Month:
    """A month of payment as it was closed."""

    month: str
    """As months are stored: ``2026-06``."""
    people: int | None
    """None where it was never closed."""
    amount: int | None
    """In đồng."""
    more: int
    """How many people came."""
    less: int


@dataclass(frozen=True)
class Told:
    """A period, whole: its lines, and under which switches they were counted."""

    plan: str
    """The plan's id."""
    period: str
    """Its code."""
    unit: str
    unit_name: str
    switches: list[tuple[str, str]]
    """Each switch in words, and the value that was used."""
    lines: list[Line]
    closed_at: str | None = None
    """The moment when it was closed; None where it was reckoned now."""
    closed_by: str = ""
    seq: int = 0
    """The number of the last change of the history from which it was reckoned."""
    office: dict[str, Any] = dataclasses.field(default_factory=dict)
    """The office as its papers named it then."""
    months: list[Month] = dataclasses.field(default_factory=list)
    """Twelve months of payment up to its end."""

    @property
    def span(self) -> Period:
        """The period."""
        return Period.of(self.period)

    @property
    def closed_when(self) -> datetime.datetime | None:
        """The moment when it was closed, as the clock on the wall said; None where it was reckoned now."""
        return calendar.wall_time(datetime.datetime.fromisoformat(self.closed_at)) if self.closed_at else None

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept: what is long is pressed together, for a cell of a package holds no more."""
        whole = dataclasses.asdict(self)
        lines = json.dumps(whole.pop("lines"), ensure_ascii=False, separators=(",", ":")).encode()
        pressed = base64.b64encode(zlib.compress(lines, 9)).decode("ascii")
        return {**whole, "switches": [list(each) for each in self.switches], "lines": pressed}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Told":
        """Return what was kept."""
        lines = [_line_of(each) for each in json.loads(_unpressed(kept["lines"]))]
        known = {each.name for each in dataclasses.fields(cls)}
        return cls(
            **{
                **{key: value for key, value in kept.items() if key in known},
                "lines": lines,
                "months": [Month(**each) for each in kept.get("months", ())],
                "switches": [(one, other) for one, other in kept["switches"]],
            }
        )


def line(plan: Plan, row: Row, before: Row | None, year_before: Row | None) -> Line:
    """Return a row in plain values, with what the periods before said."""
    target = row.target
    count = row.count
    return Line(
        id=target.id,
        number=target.number,
        area=plan.area(target).id,
        text=target.text,
        title=target.title,
        kind=target.kind,
        unit=target.unit,
        target=_target(target, row.amount),
        amount=_plain(row.amount),
        numerator=row.numerator,
        denominator=row.denominator,
        unknown=row.unknown,
        whole=None if count is None else count.whole,
        value=_plain(row.value),
        ends=None if row.ends is None else [str(each) for each in row.ends],
        state=row.state,
        reached_percent=_plain(row.reached_percent),
        before=_plain(before.value) if before else None,
        year_before=_plain(year_before.value) if year_before else None,
        source=_source(row),
        note=row.note,
        beside=list(row.beside),
        others=[(each.words, each.numerator, each.denominator, _plain(each.value)) for each in row.others],
        groups={} if count is None else {facet: groups(count, facet) for facet in facets(count.register)},
        switches=dict(row.switches),
        yes_no=target.yes_no,
    )


def facets(register: str) -> tuple[Facet, ...]:
    """Return by what those of a register are parted: whoever goes by a code is told from nobody by where they live."""
    told_by = ("hamlet", "ethnicity") if catalog.register(register).by_code else ()
    return tuple(each for each in FACETS if each not in told_by)


def members(count: Count, facet: Facet) -> dict[str, list[Standing]]:
    """Return whoever counts, or may count, by what they have in common, the unknown last."""
    found: dict[str, list[Standing]] = {}
    for each in count.standings:
        if each.side != "out":
            label = group_of(each.record.person, facet, count.period.last)
            found.setdefault(label, []).append(each)
    ages = {label: place for place, (_, label) in enumerate(_AGES)}
    ordered = sorted(found, key=lambda each: (each == UNKNOWN, ages.get(each, 0), text.text_sort_key(each)))
    return {label: found[label] for label in ordered}


def groups(count: Count, facet: Facet) -> list[Group]:
    """Return a figure by what people have in common, the unknown last."""
    return [
        Group(
            label,
            sum(each.side == "held" for each in found),
            sum(each.side in COUNTED for each in found),
            sum(each.side in ("unsure", "unclear") for each in found),
            sum(each.side == "unclear" for each in found),
        )
        for label, found in members(count, facet).items()
    ]


def group_of(person: Mapping[str, Any], facet: Facet, day: datetime.date) -> str:
    """Return to which group of a facet somebody belongs on a day, by what is known of the person."""
    if facet == "age":
        return _age(person.get("birth_date"), day)
    said = person.get(facet)
    return PERSON_FIELDS[facet].kind.show(said) or UNKNOWN if said else UNKNOWN


def _age(iso: object, day: datetime.date) -> str:
    if not isinstance(iso, str):
        return UNKNOWN
    born = PartialDate.from_iso(iso)
    youngest, oldest = (_age_group(_years(one, day)) for one in (born.last, born.first))
    return youngest if youngest == oldest else UNKNOWN


def _years(born: datetime.date, day: datetime.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _age_group(age: int) -> str:
    return next(label for below, label in _AGES if age < below)


def told(
    plan: Plan,
    unit: tuple[str, str],
    rows: Sequence[Row],
    switches: Mapping[str, str],
    *,
    before: Iterable[Row] = (),
    year_before: Iterable[Row] = (),
) -> Told:
    """Return the rows of a period as plain lines.

    Args:
        plan: The plan.
        unit: Whose figures: code and name.
        rows: Of the period.
        switches: How they were counted.
        before: The rows of the period before, as far as they are known.
        year_before: Those of the same days a year earlier.
    """
    earlier, last_year = ({each.target.id: each for each in some} for some in (before, year_before))
    used = {each for row in rows for each in row.switches}
    return Told(
        plan.id,
        rows[0].period.code,
        *unit,
        [(each.label, each.values[switches[each.id]]) for each in plan.switches.values() if each.id in used],
        [line(plan, each, earlier.get(each.target.id), last_year.get(each.target.id)) for each in rows],
    )


def _unpressed(lines: str) -> bytes:
    """Return what was pressed together, and never more than a closed period can be."""
    try:
        whole = zlib.decompressobj().decompress(base64.b64decode(lines, validate=True), _LARGEST)
    except zlib.error as error:
        raise ValueError("no closed period was pressed so") from error
    if len(whole) >= _LARGEST:
        raise ValueError("no closed period is as large")
    return whole


def _line_of(kept: Mapping[str, Any]) -> Line:
    return Line(
        **{
            **kept,
            "beside": [tuple(each) for each in kept["beside"]],
            "others": [tuple(each) for each in kept["others"]],
            "groups": {facet: [Group(**each) for each in found] for facet, found in kept["groups"].items()},
        }
    )


def _target(target: Target, amount: Decimal | None) -> str:
    if amount is None or amount == target.amount:
        return target.shown
    return dataclasses.replace(target, amount=amount, amount_max=None).shown


def _source(row: Row) -> str:
    names = [] if row.source == ENTERED else [catalog.register(row.source).title]
    if row.entered is not None:
        given = f"nhập: {row.entered.author}"
        names.append(f"{given} ({row.entered.source})" if row.entered.source else given)
    return "; ".join(names) or "nhập theo kỳ"


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
