"""Figures of the plan that are entered by period, and the periods that were closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ansinh_desktop import ids
from ansinh_desktop.db.models import ClosedPeriod, Figure
from ansinh_desktop.rules.period import Period
from ansinh_desktop.rules.plan import Part


@dataclass(frozen=True)
class FigureKey:
    """What names a figure: of which unit, of which target and part, for which period."""

    unit: str
    target: str
    part: Part
    period: Period

    @property
    def id(self) -> str:
        """Its identifier, the same on every machine: two who enter it write the same row."""
        return ids.named_id("figure", self.unit, self.target, self.part, self.period.code)


class Figures:
    """Entered figures and closed periods of one data file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def entered(self, unit: str | None = None, targets: Iterable[str] | None = None) -> Sequence[Figure]:
        """Return the figures that were entered, in the order of their periods.

        Args:
            unit: Only those of this unit; of all units where None.
            targets: Only of these targets.
        """
        query = select(Figure).where(Figure.deleted.is_(False), Figure.value.is_not(None))
        query = query if unit is None else query.where(Figure.unit == unit)
        query = query if targets is None else query.where(Figure.target.in_(list(targets)))
        return self._session.scalars(query.order_by(Figure.last, Figure.first, Figure.id)).all()

    def enter(self, key: FigureKey, value: int | None, source: str, author: str) -> None:
        """Write a figure down, or take it back where there is no value."""
        found = self._session.get(Figure, key.id)
        if found is None:
            if value is None:
                return
            first, last = key.period.first.isoformat(), key.period.last.isoformat()
            found = Figure(
                id=key.id,
                unit=key.unit,
                target=key.target,
                part=key.part,
                first=first,
                last=last,
                author=author,
            )
            self._session.add(found)
        found.deleted = value is None
        if value is not None:
            found.value, found.source, found.author = value, source or None, author
        self._session.flush()

    def closed(self, unit: str | None = None) -> Sequence[ClosedPeriod]:
        """Return the periods that were closed, the latest first."""
        query = select(ClosedPeriod).where(ClosedPeriod.deleted.is_(False))
        query = query if unit is None else query.where(ClosedPeriod.unit == unit)
        return self._session.scalars(
            query.order_by(ClosedPeriod.last.desc(), ClosedPeriod.first, ClosedPeriod.unit)
        ).all()

    def closed_in(self, unit: str, plan: str, period: Period) -> ClosedPeriod | None:
        """Return what was said when a period was closed; None where it was not."""
        return self._session.get(ClosedPeriod, _id_of(unit, plan, period))

    def close(self, unit: str, plan: str, period: Period, said: dict[str, Any], signature: str) -> None:
        """Keep what a period says, for good."""
        self._session.add(
            ClosedPeriod(
                id=_id_of(unit, plan, period),
                unit=unit,
                plan=plan,
                first=period.first.isoformat(),
                last=period.last.isoformat(),
                said=said,
                signature=signature,
            )
        )
        self._session.flush()


def _id_of(unit: str, plan: str, period: Period) -> str:
    return ids.named_id("closed_period", unit, plan, period.code)
