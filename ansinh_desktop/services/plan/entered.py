"""What entered figures say of a period: those of the period itself, of its parts, or of the time just before."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ansinh_desktop.db.models import Figure
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import Part, Target

_STALE = datetime.timedelta(days=400)
"""How things stood longer ago says nothing of a day any more."""


@dataclass(frozen=True)
class Said:
    """A figure as it was found, and who entered it."""

    value: int
    source: str
    author: str
    at: Period
    """For which period it was entered; of several parts the last."""


class Entered:
    """The entered figures of one unit."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._known: dict[tuple[str, str], dict[Period, Said]] = {}
        for each in figures:
            period = Period(*map(datetime.date.fromisoformat, (each.first, each.last)))
            by_period = self._known.setdefault((each.target, each.part), {})
            # Units that became one had each its own.
            before = by_period[period].value if period in by_period else 0
            by_period[period] = Said((each.value or 0) + before, each.source or "", each.author, period)

    def of(self, target: Target, part: Part, period: Period) -> Said | None:
        """Return what a period says: its own figure, else the sum of its parts, or the last state within it."""
        known = self._known.get((target.id, part), {})
        if period in known:
            return known[period]
        if target.adds_up:
            parts = _parts(sorted(known), period.first, period.last)
            return _sum([known[each] for each in parts]) if parts else None
        within = [each for each in known if period.first <= each.last <= period.last]
        return known[max(within, key=_latest)] if within else None

    def on(self, target: Target, part: Part, day: datetime.date) -> Said | None:
        """Return how things stood on a day: the last that was entered up to it, unless it is too old."""
        known = self._known.get((target.id, part), {})
        before = [each for each in known if each.last <= day and day - each.last <= _STALE]
        return known[max(before, key=_latest)] if before else None

    def exactly(self, target: Target, part: Part, period: Period) -> Said | None:
        """Return what was entered for just this period."""
        return self._known.get((target.id, part), {}).get(period)


def _latest(period: Period) -> tuple[datetime.date, datetime.date]:
    return period.last, period.first


def _parts(known: Sequence[Period], first: datetime.date, last: datetime.date) -> list[Period]:
    """Return periods that follow each other without a gap from one day to another, the longest first; else none."""
    for each in sorted(
        (one for one in known if one.first == first and one.last <= last), key=_latest, reverse=True
    ):
        if each.last == last:
            return [each]
        if rest := _parts(known, each.last + datetime.timedelta(days=1), last):
            return [each, *rest]
    return []


def _sum(said: Sequence[Said]) -> Said:
    sources = "; ".join(dict.fromkeys(each.source for each in said if each.source))
    return Said(sum(each.value for each in said), sources, said[-1].author, said[-1].at)
