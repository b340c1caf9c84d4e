"""The month of payment at work beside those before it, as the first page shows them."""

from dataclasses import dataclass

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.payments.month_sums import MonthSums, closed_month
from ansinh_desktop.services.payments.standing import Standing
from ansinh_desktop.services.payments.work import Payments

MONTHS = 12


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
            closed_month(store, view.office.unit, view.register, calendar.add_months(view.day, -back))
            for back in range(MONTHS - 1, 0, -1)
        ]
    return Course(standing, (*before, MonthSums.of(view.day, view.identity)))
