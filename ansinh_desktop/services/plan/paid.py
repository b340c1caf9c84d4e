"""Twelve months of payment up to the end of a period, as they were closed: what the report of the plan draws of them."""

import datetime
from collections.abc import Collection, Iterable
from functools import reduce

from ansinh_desktop.db.store import Store
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.payments.month_sums import MonthSums, closed_month
from ansinh_desktop.services.plan.told import Month

_MONTHS = 12


def months(store: Store, unit: str | None, readable: Collection[str], last: datetime.date) -> list[Month]:
    """Return the months up to a day, the earliest first; none where nobody was paid in any.

    Args:
        store: The data.
        unit: Whose payments; of all units together where None.
        readable: The registers that the officer may see.
        last: The day.
    """
    paying = [code for code in readable if catalog.register(code).paying is not None]
    units = [unit] if unit is not None else sorted(store.records.counts_by_unit())
    first = last.replace(day=1)
    found = [
        reduce(
            MonthSums.with_also,
            (closed_month(store, each, code, month) for each in units for code in paying),
            MonthSums(month),
        )
        for month in (calendar.add_months(first, -back) for back in range(_MONTHS - 1, -1, -1))
    ]
    return list(_told(found)) if any(each.paid is not None for each in found) else []


def _told(found: Iterable[MonthSums]) -> Iterable[Month]:
    for each in found:
        paid = each.paid
        people, amount = (None, None) if paid is None else (paid.people, paid.amount)
        yield Month(f"{each.month:%Y-%m}", people, amount, each.more, each.less)
