"""The drawings of the plan: a figure against its target, a row of periods, groups of people; for window and report."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import Target, spelled
from ansinh_desktop.services.plan.told import Group, Line
from ansinh_desktop.services.reports.marks import Bar, Column, Strip

_BEYOND = Decimal("1.25")
"""How long a bar is where nothing bounds its figure: longer than the figure and its target."""


def bar_of(target: Target, line: Line) -> Bar | None:
    """Return a figure against its target; None where there is nothing to compare.

    A share lies within those who count, so that both ends of the bar mean something: 0 and 100 %. Of the unknown it
    tells how far the share could rise at most. A number or a sum, and a share that is to stay below its target, has no
    such end: its bar is a quarter longer than what is larger.
    """
    value = line.decimal
    if value is None or target.kind not in ("ratio", "count", "amount") or target.yes_no:
        return None
    amount = None if line.amount is None else Decimal(line.amount)
    if target.kind == "ratio" and target.compare == ">=" and line.denominator:
        tick = None if amount is None else float(amount / 100)
        return share(line.numerator or 0, line.denominator, line.unknown, tick)
    if amount is None:
        return None
    whole = max(value, amount) * _BEYOND
    if whole <= 0:
        return None
    filled = float(value / whole)
    return Bar(filled, 0, 1 - filled, float(amount / whole))


def share(numerator: int, denominator: int, unknown: int = 0, tick: float | None = None) -> Bar | None:
    """Return a part of those who count; the unknown stand beside it, never beyond the end."""
    rest = max(0, denominator - numerator)
    hatched = min(unknown, rest)
    return Bar.of(numerator, hatched, rest - hatched, tick)


def strips_of(groups: Iterable[Group]) -> list[Strip]:
    """Return groups of people as lying bars: hamlets, sexes, ages, ethnic groups."""
    found = []
    for each in groups:
        outside = max(0, each.denominator - each.numerator - each.unknown + each.unclear)
        unknown = f" · {each.unknown} ?" if each.unknown else ""
        found.append(
            Strip(
                each.label,
                each.label,
                each.numerator,
                each.unknown,
                outside,
                f"{each.numerator}/{each.denominator}{unknown}",
                f"{each.label}: {each.numerator} trong {each.denominator}, {each.unknown} chưa rõ",
            )
        )
    return found


def columns_of(course: Sequence[tuple[Period, Decimal | None]], unit: str, current: Period) -> list[Column]:
    """Return one figure in several periods, the earliest first.

    Args:
        course: Each period with its value.
        unit: Of the value, for the hint.
        current: The period that is spoken of.
    """
    return [
        Column(
            period.code,
            period.short,
            None if value is None else float(value),
            "–" if value is None else said(value),
            period == current,
            f"{period.name}: {'chưa có số' if value is None else f'{said(value)} {unit}'}",
        )
        for period, value in course
    ]


def said(value: Decimal | int) -> str:
    """Return a number as it is written: ``28.204``, ``84,3``, ``−25,0``."""
    return spelled(Decimal(value))
