"""The amount of a recorded group, for lists and import: quick, without a person's whole set of facts."""

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import calendar
from ansinh_desktop.rules.assistance import data
from ansinh_desktop.rules.assistance.data import LocalLevels
from ansinh_desktop.rules.assistance.facts import ages_in_month
from ansinh_desktop.rules.edition import cached

PENSION = "pension"
_DEGREE_FLAG = "disability_"
_ONE = Decimal(1)


class Amount(NamedTuple):
    """What a recorded group gives for a month; base and amount in đồng."""

    coefficient: Decimal
    base: int
    amount: int
    article: str


@dataclass(frozen=True)
class _Band:
    low: int
    high: int
    degree: str
    per_child: bool
    amount: Amount


@cached()
def _bands(day: datetime.date, local: LocalLevels) -> Mapping[str, tuple[_Band, ...]]:
    rules = data.month_rules(day, local)
    found: dict[str, list[_Band]] = {}
    for each in rules.allowances:
        degrees = [
            flag.removeprefix(_DEGREE_FLAG) for flag in each.require_all if flag.startswith(_DEGREE_FLAG)
        ]
        amount = Amount(
            each.coefficient, rules.base.amount, data.times(each.coefficient, rules.base.amount), each.article
        )
        band = _Band(each.low, each.high, degrees[0] if degrees else "", each.per_child, amount)
        found.setdefault(each.group, []).append(band)
    if rules.pension:
        level = rules.pension
        whole = Amount(_ONE, level.amount, level.amount, level.article)
        low = min(each.low for each in rules.pensions)
        found[PENSION] = [
            _Band(low, max(each.high for each in rules.pensions), "", per_child=False, amount=whole)
        ]
    return {group: tuple(bands) for group, bands in found.items()}


@functools.lru_cache(maxsize=256)
def _month_end(month: datetime.date) -> datetime.date:
    return calendar.month_end(month)


def group_on(group: str, month: datetime.date, recorded_on: datetime.date | None = None) -> str:
    """Return the group that a recorded one has become in a month; empty when it has come to an end.

    Điểm d of NĐ 20 is điểm b of NĐ 335; điểm b of NĐ 20 ended on 30/6/2025 and is no điểm b of NĐ 335.

    Args:
        group: The recorded code.
        month: Any day of the month.
        recorded_on: When the group was decided; None takes the code for one of the month's decree.
    """
    day = _month_end(month)
    if group == "k5b" and recorded_on and data.rule_set_on(recorded_on).id != data.rule_set_on(day).id:
        return ""
    renamed = _renamed(group, day)
    return renamed if renamed in _bands(day, data.NATIONAL) else ""


def _renamed(group: str, day: datetime.date) -> str:
    return "k5b" if group == "k5d" and data.rule_set_on(day).id == "nd335" else group


def amount_for(
    group: str,
    degree: str | None,
    birth: PartialDate | None,
    children: int | None,
    month: datetime.date,
    local: LocalLevels = data.NATIONAL,
) -> Amount | None:
    """Return what a recorded group gives for a month; None where group, degree, age or children do not fit.

    Where the birth leaves the band open, the lower amount is returned: :func:`is_open` tells.

    Args:
        group: The recorded group (``k1`` … ``k8``, ``pension``).
        degree: Degree of disability, for k6.
        birth: The date of birth as far as it is known; None for groups without an age band.
        children: How many children count, for k4.
        month: Any day of the month.
        local: What the province has set above the national levels.
    """
    day = _month_end(month)
    found = _fitting(_renamed(group, day), degree, birth, day, local)
    if not found:
        return None
    amount = min(found, key=lambda each: each.amount.amount)
    if not amount.per_child:
        return amount.amount
    if not children:
        return None
    coefficient = amount.amount.coefficient * children
    base = amount.amount.base
    return Amount(coefficient, base, data.times(coefficient, base), amount.amount.article)


def is_open(group: str, degree: str | None, birth: PartialDate | None, month: datetime.date) -> bool:
    """Whether the birth is not known well enough to tell the band of a month."""
    if birth is None or birth.day is not None:
        return False
    day = _month_end(month)
    bands = _bands(day, data.NATIONAL).get(_renamed(group, day), ())
    fitting = {
        next(
            (each for each in bands if each.low <= span.on_last < each.high and each.degree in ("", degree)),
            None,
        )
        for span in ages_in_month(birth, day)
    }
    return len(fitting) > 1


def _fitting(
    group: str, degree: str | None, birth: PartialDate | None, day: datetime.date, local: LocalLevels
) -> list[_Band]:
    bands = _bands(day, local).get(group, ())
    if birth is None:
        # Without a birth only a group of a single band has an answer.
        return [each for each in bands if each.degree in ("", degree)] if len(bands) == 1 else []
    least, most = birth.age_months_on(day)
    return [each for each in bands if each.low <= most and least < each.high and each.degree in ("", degree)]
