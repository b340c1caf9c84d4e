"""The shares by which the plan measures the work of a register, each with the records behind it.

Every record of the register stands in one of three: it counts, it does not, or nobody can tell; nothing is left out.
"""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias, get_args

from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers.computed import Indicator
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import plan

NOTHING = "Không phát sinh"
"""What is said where nobody counts: neither 0 % nor 100 %."""

_TENTH = Decimal("0.1")
_DRAFT = "còn là bản nháp"


@dataclass(frozen=True)
class Share:
    """One share on a day; every side holds the ids of its records, and three of them make the whole register."""

    target: plan.Target
    variant: str
    among: tuple[str, ...]
    """Who counts."""
    held: tuple[str, ...]
    """Of them, those of whom it holds."""
    out: tuple[str, ...] = ()
    """Who does not count."""
    unclear: tuple[str, ...] = ()
    """Of whom nobody can tell whether they count."""
    unsure: tuple[str, ...] = ()
    """Of those who count, those of whom nobody can tell whether it holds; they are not taken as held."""
    reasons: tuple[tuple[str, int], ...] = ()
    """What is not recorded of the unclear and the unsure, with how many."""

    @property
    def whole(self) -> int:
        """How many records the register holds."""
        return len(self.among) + len(self.out) + len(self.unclear)

    @property
    def percent(self) -> Decimal | None:
        """The share in percent, to a tenth; None where nobody counts."""
        if not self.among:
            return None
        return (Decimal(100 * len(self.held)) / len(self.among)).quantize(_TENTH, ROUND_HALF_UP)

    @property
    def percent_shown(self) -> str:
        """The share in words: ``37,5 %``."""
        return NOTHING if self.percent is None else f"{str(self.percent).replace('.', ',')} %"

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where nobody counts."""
        return None if self.percent is None else self.target.reached(self.percent)


def shares(store: Store, register: Register, on: datetime.date) -> tuple[Share, ...]:
    """Return the shares of a register on a day, over all its records.

    A closed one no longer counts, save where the indicator says so.
    """
    if not register.indicators:
        return ()
    kinds = {kind for each in register.indicators for kind in each.events}
    known = [each for chunk in store.scan.records(register.code, kinds=kinds) for each in chunk]
    closed = frozenset(register.closed_in)
    return tuple(_share(each, known, closed, on) for each in register.indicators)


_Side: TypeAlias = Literal["out", "unclear", "held", "unsure", "unheld"]


def _share(
    indicator: Indicator, known: Sequence[ScannedRecord], closed: frozenset[str], on: datetime.date
) -> Share:
    sides: dict[_Side, list[str]] = {side: [] for side in get_args(_Side)}
    among: list[str] = []
    reasons: Counter[str] = Counter()
    for each in known:
        side, why = _side(indicator, each, closed, on)
        sides[side].append(each.id)
        if side in ("held", "unsure", "unheld"):
            among.append(each.id)
        if why:
            reasons[why] += 1
    told = tuple(reasons.most_common())
    return Share(
        plan.targets()[indicator.target],
        indicator.variant,
        among=tuple(among),
        held=tuple(sides["held"]),
        out=tuple(sides["out"]),
        unclear=tuple(sides["unclear"]),
        unsure=tuple(sides["unsure"]),
        reasons=told,
    )


def _side(
    indicator: Indicator, each: ScannedRecord, closed: frozenset[str], on: datetime.date
) -> tuple[_Side, str]:
    """Return on which side a record stands, and what is not recorded of it where that is why."""
    if each.state in closed and not indicator.closed:
        return "out", ""
    facts = each._replace(read=frozenset(indicator.events)).facts(on)
    why = _DRAFT if each.draft else indicator.unclear(facts) if indicator.unclear is not None else ""
    if each.draft or not indicator.among(facts):
        return "unclear" if why else "out", why
    if indicator.holds(facts):
        return "held", ""
    return "unsure" if why else "unheld", why
