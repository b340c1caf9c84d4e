"""Time limits, fixed dates and reminders of every register, chosen by the day of the event."""

import datetime
import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.rules import calendar, law
from ansinh_desktop.rules.calendar import Roll, Unit, WorkCalendar
from ansinh_desktop.rules.edition import cached

Moment: TypeAlias = datetime.datetime | datetime.date
DueState: TypeAlias = Literal["running", "warning", "overdue", "ended", "done_on_time", "done_late"]
"""The codes of the list ``deadline_state``; ``ended`` is a term that has run out by itself."""
LimitKind: TypeAlias = Literal["limit", "window", "status_period", "minimum_duration", "validity", "internal"]

TERMS: frozenset[LimitKind] = frozenset({"status_period", "minimum_duration", "validity"})
"""Kinds that nobody can miss: a state or a paper that ends by itself, a time that must pass."""

_UNIT_WORDS: dict[Unit, str] = {
    "hour": "giờ",
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "month": "tháng",
    "year": "năm",
}


@dataclass(frozen=True)
class Deadline:
    """One time limit of the law; ``event`` starts it, ``step`` is what must be done in it."""

    id: str
    register: str
    event: str
    step: str
    actor: str
    limit: int
    unit: Unit
    kind: LimitKind
    roll: Roll
    article: str
    effective_from: datetime.date
    effective_to: datetime.date
    mark: law.Mark
    note: str = ""
    shortened_by: str = ""
    """The local decision that made the limit shorter than the law's."""

    def valid_on(self, day: datetime.date) -> bool:
        """Whether an event of that day starts this limit."""
        return self.effective_from <= day <= self.effective_to

    @property
    def is_term(self) -> bool:
        """Whether it ends by itself and cannot be missed."""
        return self.kind in TERMS

    @property
    def actor_label(self) -> str:
        """Who has to act, in Vietnamese."""
        return str(law.law_data("deadlines")["actors"][self.actor])

    @property
    def length(self) -> str:
        """The limit in words: ``07 ngày làm việc``, ``ngay``."""
        return "ngay" if self.unit == "immediate" else f"{self.limit:02d} {_UNIT_WORDS[self.unit]}"

    def shortened(self, limit: int, source: str) -> "Deadline":
        """Return the limit as a local decision has shortened it.

        A limit whose days nobody has read in the text yet may be set either way, by the text that says them.

        Raises:
            UserError: It would not be shorter, or the law asks to act at once.
        """
        doubtful = self.mark == "?"
        if self.unit == "immediate" or limit <= 0 or (limit > self.limit and not doubtful):
            raise UserError("AS-6001", step=self.step, length=self.length)
        return replace(self, limit=limit, shortened_by=source, mark="•" if doubtful else self.mark)


@dataclass(frozen=True)
class Due:
    """A time limit that an event has started; all moments are on the officer's clock."""

    deadline: Deadline
    started: datetime.datetime
    warns_at: datetime.datetime
    ends_at: datetime.datetime
    in_force: bool
    """False where the limit was not the law's on the day of the event."""
    doubtful_days: tuple[datetime.date, ...] = ()
    """Holidays inside the limit that are not announced yet."""

    @property
    def day(self) -> datetime.date:
        """The last day."""
        return self.ends_at.date()

    def state(self, now: Moment, done: Moment | None = None) -> DueState:
        """Return how the limit stands at a moment, or how it was kept when the step is done."""
        if done is not None:
            on_time = _end_of(done, self.ends_at) <= self.ends_at
            return "done_on_time" if on_time or self.deadline.is_term else "done_late"
        moment = calendar.wall_time(now)
        if moment > self.ends_at:
            return "ended" if self.deadline.is_term else "overdue"
        if self.deadline.kind == "minimum_duration":
            return "running"
        return "warning" if moment >= self.warns_at else "running"


def _end_of(done: Moment, ends_at: datetime.datetime) -> datetime.datetime:
    # A day alone does not say the hour: on the last day it is on time.
    if isinstance(done, datetime.datetime):
        return calendar.wall_time(done)
    return datetime.datetime.combine(done, min(datetime.time(), ends_at.time()))


@dataclass(frozen=True)
class FixedDate:
    """A step with the same date every month or every year."""

    id: str
    register: str
    step: str
    actor: str
    article: str
    effective_from: datetime.date
    effective_to: datetime.date
    mark: law.Mark
    roll: Roll
    strictly_before: bool
    day_of_month: int | None = None
    dates: tuple[str, ...] = ()
    note: str = ""

    def nominal_days(self, year: int) -> Iterator[datetime.date]:
        """Yield the days of one year that the law names and in which it was in force."""
        if self.day_of_month is not None:
            days = [datetime.date(year, month, self.day_of_month) for month in range(1, 13)]
        else:
            days = [datetime.date.fromisoformat(f"{year}-{each}") for each in self.dates]
        yield from (day for day in days if self.effective_from <= day <= self.effective_to)

    def last_day(self, nominal: datetime.date, days: WorkCalendar | None = None) -> datetime.date:
        """Return the last day allowed: the day before the named one where the law says "trước ngày"."""
        day = nominal - datetime.timedelta(days=1) if self.strictly_before else nominal
        return (days or calendar.national()).roll(day, self.roll)


@dataclass(frozen=True)
class FixedDue:
    """One occurrence of a fixed date."""

    fixed: FixedDate
    nominal: datetime.date
    day: datetime.date


@dataclass(frozen=True)
class Reminder:
    """What is to be thought of before a date that is known."""

    id: str
    register: str
    anchor: str
    offset: int
    unit: Unit
    label: str
    article: str
    """What it reminds of rests on."""
    mark: law.Mark

    @functools.cached_property
    def birthday(self) -> int | None:
        """The age in years whose day is the anchor; None when the anchor is another date."""
        found = re.fullmatch(r"birth_date_plus_(\d+)_years", self.anchor)
        return int(found[1]) if found else None

    def anchor_day(self, birth: PartialDate) -> datetime.date:
        """Return the earliest day on which the person can reach the age."""
        return calendar.add_months(birth.first, 12 * (self.birthday or 0))

    def moment(self, anchor: Moment | PartialDate) -> datetime.datetime:
        """Return when to remind: from the anchor's date, or from the birth where the anchor is an age."""
        if isinstance(anchor, PartialDate):
            anchor = self.anchor_day(anchor)
        hours = self.offset if self.unit == "hour" else self.offset * 24
        return calendar.wall_time(anchor) + datetime.timedelta(hours=hours)


@cached()
def _deadlines() -> Mapping[str, Deadline]:
    found = {row["id"]: Deadline(**row) for row in law.law_data("deadlines")["deadline"]}
    local = law.law_data("local")
    for row in local["limit"]:
        found[row["id"]] = found[row["id"]].shortened(row["limit"], row["article"])
    # Local rules that were kept before there were starts do not speak of them.
    for row in local.get("start", ()):
        chosen = law.code_list("limit_start").get(row["start"])
        if chosen is not None:
            moved = {
                each: replace(found[each], event=chosen.extra["event"]) for each in chosen.extra["limits"]
            }
            found |= moved
    return MappingProxyType(found)


def deadline(deadline_id: str) -> Deadline:
    """Return a time limit by its identifier, also one that is no longer in force."""
    try:
        return _deadlines()[deadline_id]
    except KeyError:
        raise BugError(f"there is no deadline {deadline_id}") from None


def is_known(deadline_id: str) -> bool:
    """Whether the law data have a time limit of that identifier."""
    return deadline_id in _deadlines()


def deadlines(
    register: str, *, on: datetime.date, events: Collection[str] | None = None
) -> tuple[Deadline, ...]:
    """Return the time limits of a register that an event of a day starts, in the order of the law data.

    Args:
        register: Its name in the law data (``social_assistance``, ``child_abuse``, ``drug`` …).
        on: The day of the event.
        events: The names of the events; None asks for all of them.
    """
    return tuple(
        each
        for each in _deadlines().values()
        if each.register == register and each.valid_on(on) and (events is None or each.event in events)
    )


def due(
    limit: Deadline | str,
    started: Moment,
    *,
    shorter: tuple[int, str] | None = None,
    days: WorkCalendar | None = None,
) -> Due:
    """Return when a limit ends that an event started.

    Args:
        limit: The time limit or its identifier.
        started: When the event happened; of a day alone the hours run from midnight.
        shorter: A shorter local limit and the decision behind it.
        days: Which days are worked; the national holidays when not given.
    """
    found = deadline(limit) if isinstance(limit, str) else limit
    if shorter is not None:
        found = found.shortened(*shorter)
    days = days or calendar.national()
    start = calendar.wall_time(started)
    ends = calendar.last_moment(start, _hours_or_limit(found), found.unit, found.roll, days)
    return Due(
        deadline=found,
        started=start,
        warns_at=_warning(found, start, ends, days),
        ends_at=ends,
        in_force=found.valid_on(start.date()),
        doubtful_days=tuple(sorted(day for day in days.doubtful if start.date() <= day <= ends.date()))
        if found.unit == "working_day"
        else (),
    )


def dues(
    register: str,
    started: Moment,
    *,
    events: Collection[str],
    shorter: Mapping[str, tuple[int, str]] | None = None,
    days: WorkCalendar | None = None,
) -> tuple[Due, ...]:
    """Return all limits of a register that an event of that moment starts; ``shorter`` is by identifier."""
    found = deadlines(register, on=calendar.wall_time(started).date(), events=events)
    return tuple(due(each, started, shorter=(shorter or {}).get(each.id), days=days) for each in found)


def _hours_or_limit(found: Deadline) -> int:
    # "At once" is overdue only after a day: the soft limit before it drives the reminder.
    if found.unit == "immediate":
        return int(law.law_data("deadlines")["immediate_overdue_hours"])
    return found.limit


def _warning(
    found: Deadline, start: datetime.datetime, ends: datetime.datetime, days: WorkCalendar
) -> datetime.datetime:
    data = law.law_data("deadlines")
    if found.unit == "immediate":
        return start + datetime.timedelta(hours=int(data["soft_limit_hours"]))
    if found.unit == "working_day":
        # Counted in working days, so that a long holiday neither hides nor hurries the warning.
        passed = int(found.limit * data["warn_at"])
        if passed == 0:
            return start
        return datetime.datetime.combine(days.add_working_days(start.date(), passed), days.work_ends)
    return start + (ends - start) * float(data["warn_at"])


@cached()
def _fixed() -> tuple[FixedDate, ...]:
    rows: list[law.Row] = law.law_data("deadlines")["fixed_date"]
    return tuple(FixedDate(**{**row, "dates": tuple(row.get("dates", ()))}) for row in rows)


def fixed_dates(register: str | None = None) -> tuple[FixedDate, ...]:
    """Return the fixed dates of a register, or all of them."""
    return tuple(each for each in _fixed() if register in (None, each.register))


def fixed_between(
    first: datetime.date,
    last: datetime.date,
    *,
    fixed: Iterable[FixedDate] | None = None,
    days: WorkCalendar | None = None,
) -> tuple[FixedDue, ...]:
    """Return the fixed dates whose last day falls between two days, both included, the earliest first.

    Args:
        first: From this day.
        last: To this day.
        fixed: Which of them, with the days that the province has set for its communes; all when not given.
        days: Which days are worked; the national holidays when not given.
    """
    found = (
        FixedDue(each, nominal, each.last_day(nominal, days))
        for each in (fixed_dates() if fixed is None else fixed)
        for year in range(first.year, last.year + 2)
        for nominal in each.nominal_days(year)
    )
    return tuple(sorted((each for each in found if first <= each.day <= last), key=lambda each: each.day))


@cached()
def _reminders() -> tuple[Reminder, ...]:
    return tuple(Reminder(**row) for row in law.law_data("deadlines")["reminder"])


def reminders(register: str | None = None) -> tuple[Reminder, ...]:
    """Return the reminders of a register, or all of them."""
    return tuple(each for each in _reminders() if register in (None, each.register))


def reminder(reminder_id: str) -> Reminder:
    """Return a reminder by its identifier."""
    for each in _reminders():
        if each.id == reminder_id:
            return each
    raise BugError(f"there is no reminder {reminder_id}")
