"""Working days over the public holidays, and the end of a time limit counted from an event."""

import calendar
import datetime
import functools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import law
from ansinh_desktop.rules.edition import cached

Unit: TypeAlias = Literal["hour", "working_day", "calendar_day", "month", "year", "immediate"]
Roll: TypeAlias = Literal["forward", "backward", "none"]

END_OF_DAY = datetime.time(23, 59, 59)

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked; a Saturday worked in exchange for a swapped day counts as a working day."""

    holidays: frozenset[datetime.date]
    worked_rest_days: frozenset[datetime.date] = frozenset()
    weekly_rest: frozenset[int] = frozenset({5, 6})
    work_ends: datetime.time = datetime.time(17)
    doubtful: frozenset[datetime.date] = field(default=frozenset())
    """Days whose row is not announced yet or was not seen: ask before relying on them."""

    def is_working_day(self, day: datetime.date) -> bool:
        """Whether the offices work on that day."""
        if day in self.worked_rest_days:
            return True
        return day.weekday() not in self.weekly_rest and day not in self.holidays

    def on_or_after(self, day: datetime.date) -> datetime.date:
        """Return the day itself when it is worked, else the next working day."""
        while not self.is_working_day(day):
            day += datetime.timedelta(days=1)
        return day

    def on_or_before(self, day: datetime.date) -> datetime.date:
        """Return the day itself when it is worked, else the working day before."""
        while not self.is_working_day(day):
            day -= datetime.timedelta(days=1)
        return day

    def roll(self, day: datetime.date, how: Roll) -> datetime.date:
        """Return where a last day goes that is no working day."""
        if how == "forward":
            return self.on_or_after(day)
        return self.on_or_before(day) if how == "backward" else day

    def add_working_days(self, start: datetime.date, count: int) -> datetime.date:
        """Return the last of so many working days; the day of the event does not count."""
        day = start
        for _ in range(count):
            day = self.on_or_after(day + datetime.timedelta(days=1))
        return day

    def working_days_between(self, start: datetime.date, end: datetime.date) -> int:
        """Return how many working days lie after one day, up to and with the other."""
        span = (end - start).days
        return sum(self.is_working_day(start + datetime.timedelta(days=step)) for step in range(1, span + 1))

    def changed(
        self,
        *,
        off: Iterable[datetime.date] = (),
        worked: Iterable[datetime.date] = (),
        work_ends: datetime.time | None = None,
    ) -> "WorkCalendar":
        """Return the calendar with the yearly notice or the chairman's own decision put over it.

        Args:
            off: Days that are not worked after all.
            worked: Days that are worked after all, whatever the table says.
            work_ends: When work ends on this unit's last day of a limit.
        """
        rest, work = frozenset(off), frozenset(worked)
        return replace(
            self,
            holidays=(self.holidays | rest) - work,
            worked_rest_days=(self.worked_rest_days | work) - rest,
            work_ends=work_ends or self.work_ends,
            doubtful=self.doubtful - rest - work,
        )


@cached()
def national() -> WorkCalendar:
    """Return the public holidays as applied to civil servants, with the days that the officer has entered."""
    data, own = law.law_data("holidays"), law.law_data("local")
    published = WorkCalendar(
        holidays=frozenset(row["date"] for row in data["holiday"]),
        worked_rest_days=frozenset(row["date"] for row in data["working_saturday"]),
        weekly_rest=frozenset(_WEEKDAYS.index(name) for name in data["weekly_rest"]),
        work_ends=datetime.time.fromisoformat(data["work_ends"]),
        doubtful=frozenset(row["date"] for row in data["holiday"] if row["mark"] == "?"),
    )
    return published.changed(
        off=(row["date"] for row in own["off"]), worked=(row["date"] for row in own["worked"])
    )


_SHORTEST = 28
"""So many days every month has."""


def add_months(day: datetime.date, count: int) -> datetime.date:
    """Return the day of the same number in a later month, else that month's last day."""
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    last = day.day if day.day <= _SHORTEST else min(day.day, calendar.monthrange(year, month)[1])
    return datetime.date(year, month, last)


@functools.lru_cache(maxsize=4096)
def month_start(day: datetime.date) -> datetime.date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


@functools.lru_cache(maxsize=4096)
def month_end(day: datetime.date) -> datetime.date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def read_month(stored: str) -> datetime.date:
    """Return the first day of a month stored as ``2026-11``.

    Raises:
        ValueError: It is no such text.
    """
    return datetime.date.fromisoformat(f"{stored}-01")


def wall_time(moment: datetime.datetime | datetime.date) -> datetime.datetime:
    """Return a moment on the officer's clock without its zone; a day alone starts at midnight."""
    if not isinstance(moment, datetime.datetime):
        return datetime.datetime.combine(moment, datetime.time())
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment


def last_moment(
    started: datetime.datetime | datetime.date, limit: int, unit: Unit, roll: Roll, days: WorkCalendar
) -> datetime.datetime:
    """Return the last moment at which a limit is still kept, on the officer's clock.

    Args:
        started: When the event happened; hours run from its minute, all other units from the day after.
        limit: How many units.
        unit: ``hour`` and ``immediate`` (hours) run on through nights and holidays.
        roll: Where a last day goes that is no working day.
        days: Which days are worked.

    Raises:
        UserError: The limit ends beyond the years that a calendar has.
    """
    start = wall_time(started)
    try:
        if unit in ("hour", "immediate"):
            return start + datetime.timedelta(hours=limit)
        if unit == "working_day":
            last = days.add_working_days(start.date(), limit)
            return datetime.datetime.combine(days.roll(last, roll), days.work_ends)
        if unit == "calendar_day":
            last = start.date() + datetime.timedelta(days=limit)
        else:
            last = add_months(start.date(), limit * 12 if unit == "year" else limit)
        return datetime.datetime.combine(days.roll(last, roll), END_OF_DAY)
    except (OverflowError, ValueError) as error:
        raise UserError("AS-6003", day=f"{start:%d/%m/%Y}") from error
