"""The day whose law is asked: of a record by the event that opened it, of a decision by the month it speaks of."""

import datetime

from ansinh_desktop import clock
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar


def opened_on(register: Register, answers: Answers, unsaid: datetime.date | None = None) -> str:
    """Return the day of the event that opened a record, as it is known; where nothing is said, ``unsaid`` or today."""
    given = answers.get(register.opened_by) if register.opened_by else None
    return str(given)[:10] if given else (unsaid or clock.today()).isoformat()


def law_day(register: Register, answers: Answers, unsaid: datetime.date | None = None) -> datetime.date:
    """Return the day whose law rules a record: of the event that opened it, else of its entry.

    Args:
        register: Whose record it is.
        answers: What the record says.
        unsaid: The day of its entry, where it is not today.
    """
    return first_day(opened_on(register, answers, unsaid))


def assessed_day(month: str, on: datetime.date) -> datetime.date:
    """Return the day whose law a decision asks: of the month it speaks of, else its own."""
    return calendar.month_end(calendar.read_month(month)) if month else on


def first_day(said: Value) -> datetime.date:
    """Return the first day that a date of any precision may mean, whatever time of day stands behind it."""
    return PartialDate.from_iso(str(said)[:10]).first
