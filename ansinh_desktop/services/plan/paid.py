"""Twelve months of payment up to the end of a period, as they were closed: what the report of the plan draws of them."""

import datetime
from collections.abc import Collection

from ansinh_desktop.db.store import Store
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.payments.month_sums import MonthSums, closed_month
from ansinh_desktop.services.plan.told import Month

_MONTHS = 12


def months(store: Store, unit: str | None, readable: Collection[str], last: datetime.date) -> list[Month]:
    """Return the months up to a day, the earliest first; none where nobody was paid in any.

    A receiving unit pays nobody: of a commune it has the months that came with its closed periods.

    Args:
        store: The data.
        unit: Whose payments; none of all units together.
        readable: The registers that the officer may see.
        last: The day.
    """
    paying = next((code for code in readable if catalog.register(code).paying is not None), None)
    if unit is None or paying is None:
        return []
    first = last.replace(day=1)
    days = (calendar.add_months(first, -back) for back in range(_MONTHS - 1, -1, -1))
    found = [_told(closed_month(store, unit, paying, each)) for each in days]
    return found if any(each.people is not None for each in found) else []


def _told(found: MonthSums) -> Month:
    people, amount = (None, None) if found.paid is None else (found.paid.people, found.paid.amount)
    return Month(f"{found.month:%Y-%m}", people, amount, found.more, found.less)
