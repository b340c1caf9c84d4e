"""The plan's rows for a period: what each target says, from registers and entered figures, and whether it is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import DENOMINATOR, NUMERATOR, Plan, Target
from ansinh_desktop.services.plan.counting import Count
from ansinh_desktop.services.plan.entered import Entered, Said

State: TypeAlias = Literal["reached", "missed", "missing", "none", "open", "hidden"]
"""Reached, not reached, a figure was not entered, nobody counts, there is nothing to compare with, no right to see."""

STATES: Mapping[State, str] = {
    "reached": "Đạt",
    "missed": "Chưa đạt",
    "missing": "Chưa nhập",
    "none": "Không phát sinh",
    "open": "Chưa so được",
    "hidden": "Không có quyền xem",
}

ENTERED = "entered"
"""What stands as the source of figures that no register counts."""
_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")
_NO_BASE = "Số gốc năm {year} bằng 0: không tính được."
_OTHER_MEASURE = "Chuẩn đổi từ ngày {day}: không so sánh được."
_NO_TARGET = "Chưa giao chỉ tiêu cho xã."
_NO_RIGHT = "Bạn không có quyền xem sổ này."


@dataclass(frozen=True)
class Other:
    """The same target counted with another value of one of its switches."""

    words: str
    numerator: int
    denominator: int
    value: Decimal | None


@dataclass(frozen=True)
class Row:
    """What one target says of a period."""

    target: Target
    period: Period
    state: State
    numerator: int | None = None
    denominator: int | None = None
    unknown: int = 0
    value: Decimal | None = None
    """A number, đồng, percent or points of percent, as the target has it."""
    ends: tuple[Decimal, Decimal] | None = None
    """Of a difference the shares at its beginning and its end; of a change the base and the number."""
    amount: Decimal | None = None
    """What is to be reached here; None where nothing was set."""
    source: str = ENTERED
    """The register that counts, or ``entered``."""
    switches: Mapping[str, str] = field(default_factory=dict)
    """The value of each switch that rules this target."""
    note: str = ""
    entered: Said | None = None
    """The figure of the numerator as it was entered, or the denominator's where a register counts the numerator."""
    beside: tuple[tuple[str, int], ...] = ()
    others: tuple[Other, ...] = ()
    count: Count | None = None
    """Whoever stands behind it; None where no register counts, or the officer may not see it."""

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where that cannot be said."""
        return {"reached": True, "missed": False}.get(self.state)

    @property
    def reached_percent(self) -> Decimal | None:
        """How much of what is to be reached is reached, in percent; None where that says nothing."""
        target = self.target
        if self.value is None or not self.amount or target.compare != ">=" or target.yes_no:
            return None
        if target.kind in ("change", "difference"):
            return None
        return (100 * self.value / self.amount).quantize(_TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Known:
    """All from which the rows of a period are made."""

    plan: Plan
    counts: Mapping[tuple[str, Period, str], Count]
    """By target, period and the switch that was turned (empty: none)."""
    entered: Entered
    switches: Mapping[str, str]
    readable: frozenset[str]
    """The registers that the officer may see."""
    amounts: Mapping[str, Decimal]
    """By target: what was set in the place of the plan's own amount."""
    of_commune: bool
    """Whether a unit below the province is spoken of: its counts are held against its own targets."""


def furthest(found: Sequence[Row], most: int) -> list[Row]:
    """Return the rows with a figure to compare, the furthest from their target first, so many at most."""
    compared = [each for each in found if each.state in ("missed", "reached")]
    whole = Decimal(100)
    compared.sort(
        key=lambda each: (each.state == "reached", whole if (at := each.reached_percent) is None else at)
    )
    return compared[:most]


def rows(known: Known, period: Period) -> tuple[Row, ...]:
    """Return what every target of the plan says of a period, in the order of the plan."""
    return tuple(_row(known, each, period) for each in known.plan.targets)


def _row(known: Known, target: Target, period: Period) -> Row:
    register = counted_by().get(target.id, "")
    plain = Row(
        target,
        period,
        "open",
        amount=_amount(known, target),
        source=register or ENTERED,
        switches={each: known.switches[each] for each in target.switches},
    )
    if register and register not in known.readable:
        return _with(plain, state="hidden", note=_NO_RIGHT)
    match target.kind:
        case "difference":
            return _difference(known, plain)
        case "change":
            return _change(known, plain)
        case _:
            return _share(known, plain) if target.denominator else _sum(known, plain)


def _sum(known: Known, row: Row) -> Row:
    said = known.entered.of(row.target, NUMERATOR, row.period)
    if said is None:
        return _with(row, state="missing")
    return _judged(_with(row, numerator=said.value, entered=said), Decimal(said.value))


def _share(known: Known, row: Row) -> Row:
    target, count = row.target, _count(known, row)
    if count is not None:
        return _of_count(known, _with(row, count=count), count)
    top, bottom = (known.entered.of(target, part, row.period) for part in (NUMERATOR, DENOMINATOR))
    if top is None or bottom is None:
        given = top or bottom
        return _with(
            row,
            state="missing",
            numerator=top.value if top else None,
            denominator=bottom.value if bottom else None,
            entered=given,
        )
    row = _with(row, numerator=top.value, denominator=bottom.value, entered=top)
    return _judged(row, _percent(top.value, bottom.value))


def _of_count(known: Known, row: Row, count: Count) -> Row:
    others = []
    for switch in row.target.switches:
        for code, words in known.plan.switches[switch].values.items():
            other = known.counts.get((row.target.id, row.period, f"{switch}={code}"))
            if other is not None:
                value = _percent(other.numerator, other.denominator)
                others.append(Other(words, other.numerator, other.denominator, value))
    row = _with(
        row,
        numerator=count.numerator,
        denominator=count.denominator,
        unknown=len(count.unknown),
        beside=count.counted_beside,
        others=tuple(others),
    )
    return _judged(row, _percent(count.numerator, count.denominator))


def _change(known: Known, row: Row) -> Row:
    """Return the change of a number in percent against the same days of the base year."""
    count = _count(known, row)
    before = known.plan.entered_for(row.target, DENOMINATOR, row.period)
    base = known.entered.of(row.target, DENOMINATOR, before)
    row = _against(row, count, base)
    if base is None or count is None:
        return _with(row, state="missing")
    row = _with(row, ends=(Decimal(base.value), Decimal(count.numerator)))
    if base.value == 0:
        return _with(row, note=_NO_BASE.format(year=before.first.year))
    change = (Decimal(100 * (count.numerator - base.value)) / base.value).quantize(_TENTH, ROUND_HALF_UP)
    return _judged(row, change)


def _difference(known: Known, row: Row) -> Row:
    """Return by how many points of percent a share fell from the day before the period to its last day."""
    before = Period(row.period.day_before, row.period.day_before)
    after = Period(row.period.last, row.period.last)
    counts = [known.counts.get((row.target.id, each, "")) for each in (before, after)]
    totals = [known.entered.on(row.target, DENOMINATOR, each.last) for each in (before, after)]
    row = _against(row, counts[1], totals[1])
    start, end = map(_share_of, counts, totals)
    if start is None or end is None:
        return _with(row, state="missing")
    crossed = [each for each in row.target.breaks if before.last < each <= after.last]
    if crossed:
        return _with(row, state="open", note=_OTHER_MEASURE.format(day=f"{crossed[0]:%d/%m/%Y}"))
    first, last, fell = (each.quantize(_HUNDREDTH, ROUND_HALF_UP) for each in (start, end, start - end))
    return _judged(_with(row, ends=(first, last)), fell)


def _against(row: Row, count: Count | None, said: Said | None) -> Row:
    """Return a row with what was counted, over what was entered; either may not be known."""
    row = _with(row, denominator=said.value if said else None, entered=said)
    if count is None:
        return row
    return _with(row, numerator=count.numerator, unknown=len(count.unknown), count=count)


def _share_of(count: Count | None, said: Said | None) -> Decimal | None:
    """Return the part of what was entered that was counted, in percent; None where it is not known."""
    return _exact(count.numerator, said.value) if count and said and said.value else None


def _judged(row: Row, value: Decimal | None) -> Row:
    if value is None:
        return _with(row, state="none")
    if row.amount is None:
        return _with(row, value=value, note=_NO_TARGET)
    reached = row.target.reached(value, row.amount)
    return _with(row, value=value, state="reached" if reached else "missed")


def _amount(known: Known, target: Target) -> Decimal | None:
    if target.id in known.amounts:
        return known.amounts[target.id]
    return None if target.of_province and known.of_commune else target.amount


def _count(known: Known, row: Row) -> Count | None:
    return known.counts.get((row.target.id, row.period, ""))


def counted_by() -> Mapping[str, str]:
    """Return by target the register that counts it."""
    return {
        each.target: code for code, register in catalog.registers().items() for each in register.indicators
    }


def _percent(part: int, whole: int) -> Decimal | None:
    return _exact(part, whole).quantize(_TENTH, ROUND_HALF_UP) if whole else None


def _exact(part: int, whole: int) -> Decimal:
    return Decimal(100 * part) / whole


def _with(row: Row, **changes: object) -> Row:
    return replace(row, **changes)  # type: ignore[arg-type]


def states(found: Sequence[Row]) -> dict[State, int]:
    """Return how many rows stand in each state."""
    return {state: sum(each.state == state for each in found) for state in STATES}
