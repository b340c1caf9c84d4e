"""Where a month of payment stands: what its next step is, and why it cannot be taken yet."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from ansinh_desktop.db.models import PaymentMonth
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.payments.months import MonthView


@dataclass(frozen=True)
class Standing:
    """A month, what comes next, and what this officer may do with it."""

    view: MonthView
    next_step: str
    """One of the months' states; empty after the last."""
    why: Mapping[str, UserError | None]
    """Of the next step, ``keep``, ``reopen`` and ``paid_out``: what is against it, None where nothing is."""

    @property
    def why_not(self) -> UserError | None:
        """What is against the next step."""
        return self.why.get(self.next_step)

    def may(self, step: str) -> bool:
        """Whether the officer may do one of the things in ``why`` now."""
        return step in self.why and self.why[step] is None


def month_of_work(last: PaymentMonth | None, today: datetime.date) -> datetime.date:
    """Return the month that is being worked on: the last one begun, or the next once that is paid out.

    A month later than the one after today's is nobody's work yet.
    """
    this = calendar.month_start(today)
    if last is None:
        return this
    month = calendar.read_month(last.month)
    following = calendar.add_months(month, 1)
    over = last.state in ("paid_out", "settled") and following <= calendar.add_months(this, 1)
    return following if over else month
