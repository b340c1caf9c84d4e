"""The month of payment at work beside those before it, as the first page shows them."""

import datetime
from dataclasses import dataclass
from typing import Any, Self

from ansinh_desktop.db.models import PaymentMonth
from ansinh_desktop.db.months.paid_months import CLOSED
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.payments.identity import Identity, Sum
from ansinh_desktop.services.payments.standing import Standing
from ansinh_desktop.services.payments.work import Payments

MONTHS = 12


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


@dataclass(frozen=True)
class Course:
    """The month at work, and twelve months up to it, the earliest first."""

    standing: Standing
    months: tuple[MonthSums, ...]


def course(vault: Vault, access: Access) -> Course:
    """Return the month at work as it stands, and the months before it as they were closed.

    Raises:
        UserError: The officer may not see it, or the unit pays nobody.
    """
    payments = Payments(vault, access)
    standing = payments.standing(payments.month_of_work())
    view = standing.view
    with vault.reading() as store:
        before = [
            _closed(store, view.office.unit, view.register, calendar.add_months(view.day, -back))
            for back in range(MONTHS - 1, 0, -1)
        ]
    return Course(standing, (*before, MonthSums.of(view.day, view.identity)))


def _closed(store: Store, unit: str, register: str, month: datetime.date) -> MonthSums:
    row: PaymentMonth | None = store.paid_months.of(unit, register, f"{month:%Y-%m}")
    if row is None or row.state not in CLOSED:
        return MonthSums(month)
    kept: dict[str, Any] = row.frozen or {}
    return MonthSums.of(month, Identity.thawed(kept, Sum(*store.paid_months.total(row))))
