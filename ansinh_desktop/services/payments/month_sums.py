"""What months of payment came to: money and people, who came and who went, as they were closed."""

import datetime
from dataclasses import dataclass
from typing import Self

from ansinh_desktop.db.months.paid_months import CLOSED
from ansinh_desktop.db.store import Store
from ansinh_desktop.services.payments.identity import Identity, Sum


@dataclass(frozen=True)
class MonthSums:
    """What one month came to."""

    month: datetime.date
    paid: Sum | None = None
    """None where the month was never closed: it is not reckoned after the fact."""
    more: int = 0
    """How many people came."""
    less: int = 0

    @classmethod
    def of(cls, month: datetime.date, found: Identity) -> Self:
        """Return those of a month whose people are known."""
        return cls(month, found.now, found.of("increase").people, found.of("decrease").people)


def closed_month(store: Store, unit: str, register: str, month: datetime.date) -> MonthSums:
    """Return a month of a unit as it was closed."""
    row = store.paid_months.of(unit, register, f"{month:%Y-%m}")
    if row is None or row.state not in CLOSED or not row.frozen:
        return MonthSums(month)
    return MonthSums.of(month, Identity.thawed(row.frozen, Sum(*store.paid_months.total(row))))
