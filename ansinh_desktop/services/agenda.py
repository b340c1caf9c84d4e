"""What has to be done, until when, in which case: derived from the records by the law's limits, never stored."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from ansinh_desktop import clock
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.due import at_rest_in, kinds_of_events, tasks_of
from ansinh_desktop.registers.duties import Task
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar, deadlines
from ansinh_desktop.rules.calendar import WorkCalendar
from ansinh_desktop.services import established
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.established import AllSettled
from ansinh_desktop.services.facts import facts_of
from ansinh_desktop.services.lives.following import About, Following
from ansinh_desktop.services.openings import Openings
from ansinh_desktop.services.safety.garbage import collector_at_rest

Band: TypeAlias = Literal["overdue", "soon", "later"]

BANDS: dict[Band, str] = {
    "overdue": "Quá hạn",
    "soon": "Đến hạn trong 7 ngày",
    "later": "Về sau",
}

_SOON = datetime.timedelta(days=7)
_FIXED_AHEAD = datetime.timedelta(days=30)


@dataclass(frozen=True)
class ToDo:
    """One line of the list; a step with the same date every year has no record."""

    task: str
    """Of the law's limit, reminder or date."""
    register: str
    record_id: str
    number: str
    who: str
    """The person, or the case number where the record is too confidential to name them."""
    hamlet: str
    what: str
    due: datetime.datetime
    """On the officer's clock."""
    band: Band
    left: str
    """In words: «quá 3 ngày», «còn 5 giờ», «còn 2 ngày làm việc»."""
    article: str = ""
    length: str = ""
    doubt: str = ""
    """What is not sure about it."""
    nth: int = 0
    """What tells it from those before it that are alike."""
    opens: str = ""
    """The register in which a record of the same person is to be opened; empty where it is something else."""

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.record_id} {self.task} {self.due.isoformat()} {self.nth}"

    @property
    def due_shown(self) -> str:
        """The last moment, as it is printed: with the hour where the limit counts hours."""
        hourly = self.length.endswith(("giờ", "ngay"))
        return f"{self.due:%H:%M %d/%m/%Y}" if hourly else f"{self.due:%d/%m/%Y}"


class Agenda:
    """What one officer has to do, over all registers that the officer may see."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def items(self, now: datetime.datetime | None = None) -> list[ToDo]:
        """Return everything that is to be done: what is overdue first, of it the limits before the reminders.

        Args:
            now: The moment that is asked, on the officer's clock; this one where none is given.
        """
        moment = calendar.wall_time(now or clock.now())
        with self._vault.reading() as store, collector_at_rest():
            around = _Around(store, self._access)
            found = [
                each
                for code in self._access.readable
                for each in of_register(store, catalog.register(code), moment, around)
            ]
        registers = [catalog.register(code) for code in self._access.readable]
        found += _fixed_dates(registers, moment, province=not self._access.keeps)
        return sorted(found, key=_order)

    def of_record(self, record_id: str, now: datetime.datetime | None = None) -> list[ToDo]:
        """Return what is to be done in one case."""
        moment = calendar.wall_time(now or clock.now())
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            person, events = store.people.get(record.person_id), store.records.events(record_id)
            facts = facts_of(record, person, moment.date(), events).at(moment.date())
            who = record.number if goes_by_code(record.confidentiality) else person.full_name
            spot = _Spot(record.register, record.id, record.number, who, "")
            register, coded = catalog.register(record.register), goes_by_code(record.confidentiality)
            tasks = list(tasks_of(register, facts))
            if record.state not in register.closed_in and record.unit == store.packages.own_unit():
                about = About(record.id, record.person_id, facts.answers, facts.person, coded)
                around = _Around(store, self._access)
                tasks += around.following.tasks(register, about, moment.date())
                tasks += around.openings.tasks(register, record.person_id, facts)
                told = established.of_record(store, self._access, record)
                tasks += [told.task()] if told else []
        return sorted(_shown(tasks, spot, moment), key=lambda each: each.due)

    def count_overdue(
        self, counted: "Counted | None" = None, now: datetime.datetime | None = None
    ) -> "Counted":
        """Count what is overdue a thousand records further, so that other questions can go between.

        Args:
            counted: How far it was counted before; from the beginning where nothing is given.
            now: The moment that is asked, on the officer's clock; this one where none is given.
        """
        before = counted or Counted(tuple(self._access.readable))
        if before.done:
            return before
        code, *rest = before.left
        self._access.require(code, "r")
        register, moment = catalog.register(code), calendar.wall_time(now or clock.now())
        with self._vault.reading() as store:
            chunk = next(_open_records(store, register, before.row), [])
            tasks = []
            if chunk:
                around = _Around(store, self._access)
                tasks = [task for each in chunk for task in _tasks(register, each, moment.date(), around)]
        if not chunk:
            return Counted(tuple(rest), 0, before.overdue, before.from_day)
        found = sum(task.due < moment and task.shown_from <= moment for task in tasks)
        late = before.from_day + Counter(_late_from(task) for task in tasks)
        return Counted(before.left, chunk[-1].row, before.overdue + found, late)


@dataclass(frozen=True)
class Counted:
    """How much is overdue in the records that were gone through."""

    left: tuple[str, ...]
    """The registers not yet gone through, the present one first."""
    row: int = 0
    """The last record of the present one that was."""
    overdue: int = 0
    from_day: Counter[datetime.date] = field(default_factory=Counter)
    """How much of what is to be done is overdue from a day on, if nobody does it."""

    @property
    def done(self) -> bool:
        """Whether every record was gone through."""
        return not self.left


def _late_from(task: Task) -> datetime.date:
    """Return the first day that begins with a task overdue and shown."""
    return max(task.due.date() + datetime.timedelta(days=1), task.shown_from.date())


class _Around:
    """What stands elsewhere than in a record and gives it something to be done: who is gone, where they stand."""

    def __init__(self, store: Store, access: Access) -> None:
        self._store, self._access = store, access
        self.following, self.openings = Following(store, access), Openings(store, access)

    @cached_property
    def settled(self) -> AllSettled:
        """What papers in one register settle for the others, read once for all records."""
        return AllSettled(self._store, self._access)


@dataclass(frozen=True)
class _Spot:
    """Where a task stands."""

    register: str
    record_id: str
    number: str
    who: str
    hamlet: str


def _order(each: ToDo) -> tuple[int, bool, float, str]:
    # What has just run out can still be mended; what ran out years ago has waited that long.
    moment = each.due.replace(tzinfo=datetime.UTC).timestamp()
    overdue = each.band == "overdue"
    return list(BANDS).index(each.band), overdue and not each.length, -moment if overdue else moment, each.who


def of_register(
    store: Store, register: Register, now: datetime.datetime, around: "_Around | None" = None
) -> Iterator[ToDo]:
    """Yield what is to be done in the open records of a register, in no order.

    Args:
        store: To ask.
        register: Whose records.
        now: The moment that is asked.
        around: What stands elsewhere; without it nothing is asked of it.
    """
    for chunk in _open_records(store, register):
        for each in chunk:
            yield from _shown(_tasks(register, each, now.date(), around), _spot(register, each), now)


def _tasks(
    register: Register, each: ScannedRecord, on: datetime.date, around: "_Around | None"
) -> Iterator[Task]:
    facts = each.facts(on)
    yield from tasks_of(register, facts)
    if around is None:
        return
    yield from around.openings.tasks(register, each.person_id, facts)
    if around.following.is_asked:
        yield from around.following.tasks(register, About.of(each), on)
    yield from around.settled.tasks(register, each.person_id, each.id, each.answers)


def _open_records(store: Store, register: Register, after: int = 0) -> Iterator[list[ScannedRecord]]:
    """Yield the records in which something may be to be done, some hundred at a time."""
    # What is to be done in another unit's record is that unit's work.
    own, kinds = store.packages.own_unit(), kinds_of_events(register)
    yield from store.scan.records(
        register.code, closed=at_rest_in(register), kinds=kinds, after=after, unit=own
    )


def _spot(register: Register, each: ScannedRecord) -> _Spot:
    # Where few live, the hamlet tells who it is.
    hamlet = str(each.person.get("hamlet", "")) if each.confidentiality < "c4" else ""
    return _Spot(register.code, each.id, each.number, each.who, hamlet)


def _shown(tasks: Iterable[Task], spot: _Spot, now: datetime.datetime) -> Iterator[ToDo]:
    for task in tasks:
        if task.shown_from <= now:
            yield _to_do(task, spot, now)


def _to_do(task: Task, spot: _Spot, now: datetime.datetime) -> ToDo:
    return ToDo(
        task=task.id,
        register=spot.register,
        record_id=spot.record_id,
        number=spot.number,
        who=spot.who,
        hamlet=spot.hamlet,
        what=task.what,
        due=task.due,
        band=_band(task.due, now),
        left=time_left(task.due, now),
        article=task.article,
        length=task.length,
        doubt=_doubt(task),
        nth=task.nth,
        opens=task.opens,
    )


def _band(due: datetime.datetime, now: datetime.datetime) -> Band:
    if due < now:
        return "overdue"
    return "soon" if due.date() <= (now + _SOON).date() else "later"


def time_left(due: datetime.datetime, now: datetime.datetime, days: WorkCalendar | None = None) -> str:
    """Return how long there is still, or by how much it is overdue, in words."""
    gap = due - now
    if abs(gap) < datetime.timedelta(hours=48):
        hours = int(abs(gap).total_seconds() // 3600)
        length = f"{hours} giờ" if hours else f"{int(abs(gap).total_seconds() // 60)} phút"
        return f"quá {length}" if gap < datetime.timedelta() else f"còn {length}"
    if due < now:
        return f"quá {_long((now.date() - due.date()).days)}"
    if due.date() > (now + 2 * _SOON).date():
        return f"còn {(due.date() - now.date()).days} ngày"
    worked = (days or calendar.national()).working_days_between(now.date(), due.date())
    return f"còn {worked} ngày làm việc"


def _long(days: int) -> str:
    if days > 730:
        return f"{days // 365} năm"
    return f"{days // 30} tháng" if days > 60 else f"{days} ngày"


def _doubt(task: Task) -> str:
    said = ["chưa đối chiếu với văn bản chính thức"] if task.mark == "?" else []
    if task.doubtful_days:
        days = ", ".join(f"{day:%d/%m/%Y}" for day in task.doubtful_days)
        said.append(f"chưa rõ có nghỉ: {days}")
    return "; ".join(said)


def _fixed_dates(registers: Sequence[Register], now: datetime.datetime, *, province: bool) -> Iterator[ToDo]:
    """Yield the dates that are the same every year; for a receiving unit only those of the province."""
    today = now.date()
    for register in registers:
        fixed = [
            each
            for name in register.deadlines
            for each in deadlines.fixed_dates(name)
            if not province or each.actor.startswith("province")
        ]
        for each in deadlines.fixed_between(today, today + _FIXED_AHEAD, fixed=fixed):
            due = datetime.datetime.combine(each.day, calendar.END_OF_DAY)
            task = Task(each.fixed.id, each.fixed.step, due, now, each.fixed.article, mark=each.fixed.mark)
            yield _to_do(task, _Spot(register.code, "", "", "", ""), now)
