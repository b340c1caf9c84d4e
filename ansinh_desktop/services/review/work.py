"""«Rà soát»: every record the officer may see against the law of a day: amounts, ages, papers, time limits, benefits."""

import datetime
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ansinh_desktop import clock
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.scan import CHUNK, ScannedRecord
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.findings import Finding, Level, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.due import tasks_of
from ansinh_desktop.registers.duties import Task
from ansinh_desktop.registers.field import masked_keys
from ansinh_desktop.registers.person import check_letters
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.agenda import time_left
from ansinh_desktop.services.cases.writing import tell_apart
from ansinh_desktop.services.lives.following import About, Following
from ansinh_desktop.services.masking import quiet
from ansinh_desktop.services.review.alike import alike_rows
from ansinh_desktop.services.review.done import DoneFindings
from ansinh_desktop.services.review.rows import Reviewed, ReviewRow, place, row_of
from ansinh_desktop.services.review.twice import Seen, twice
from ansinh_desktop.services.safety.garbage import collector_at_rest


@dataclass(frozen=True)
class ReviewStep:
    """How far the review has come."""

    done: int
    total: int
    text: str


@dataclass
class Pass:
    """A review on its way through the records, a thousand at a time."""

    on: datetime.date
    moment: datetime.datetime
    left: list[str]
    """The registers not yet gone through, the present one first."""
    total: int
    row: int = 0
    """The last record of the present one that was."""
    done: int = 0
    rows: list[ReviewRow] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)

    @property
    def step(self) -> ReviewStep:
        """How far it has come."""
        words = (
            f"Rà soát {catalog.register(self.left[0]).short_title.lower()}" if self.left else "Rà soát hồ sơ"
        )
        return ReviewStep(self.done, self.total, words)

    def found(self) -> Reviewed:
        """Return what it found, once nothing is left."""
        return Reviewed(self.on, self.done, tuple(sorted((*self.rows, *twice(self.seen)), key=place)))


class Review:
    """Checks of everything, for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access
        self._alike: tuple[int, list[ReviewRow]] = (-1, [])
        self.done = DoneFindings(vault, access)

    def run(self, on: datetime.date | None = None) -> Generator[ReviewStep, None, Reviewed]:
        """Check every open record against the law of a day, and say after each thousand how far it is.

        Args:
            on: The day whose law is asked; today where none is given.
        """
        passing = self.begin(on)
        yield passing.step
        while passing.left:
            self.go_on(passing)
            yield passing.step
        return passing.found()

    def begin(self, on: datetime.date | None = None) -> Pass:
        """Return a review of a day that has gone through nothing yet; :meth:`go_on` takes it further."""
        day, codes = on or clock.today(), list(self._access.readable)
        with self._vault.reading() as store:
            total = sum(store.scan.count(code, catalog.register(code).closed_in) for code in codes)
        return Pass(day, _moment(day), codes, total)

    def go_on(self, passing: Pass) -> Pass:
        """Look at a thousand records more, or go on to the next register, so that other questions can go between."""
        register = catalog.register(passing.left[0])
        self._access.require(register.code, "r")
        kinds = [*register.event_kinds, "state"]
        with self._vault.reading() as store, collector_at_rest():
            records = store.scan.records(
                register.code, closed=register.closed_in, kinds=kinds, after=passing.row
            )
            chunk = next(records, [])
            for each in chunk:
                passing.seen.remember(register, each)
            passing.rows += self._found_in(store, register, chunk, passing)
        passing.done += len(chunk)
        if len(chunk) == CHUNK:
            passing.row = chunk[-1].row
        else:
            passing.left.pop(0)
            passing.row = 0
        if not passing.left:
            passing.rows += self._recorded_twice()
        return passing

    def _recorded_twice(self) -> list[ReviewRow]:
        """Return who is likely recorded twice: the same whatever day is asked, until something is written."""
        with self._vault.reading() as store, collector_at_rest():
            written = self._vault.changes
            if self._alike[0] != written:
                self._alike = written, [*alike_rows(store, self._access)]
        return self._alike[1]

    def of_record(self, record_id: str, on: datetime.date) -> list[ReviewRow]:
        """Return what one record shows by the law of a day; who stands twice is known only of all together."""
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            register = catalog.register(record.register)
            if record.deleted or record.state in register.closed_in:
                return []
            chunk = next(
                store.scan.records(
                    register.code, kinds=[*register.event_kinds, "state"], after=record.row - 1, most=1
                )
            )
            return sorted(self._found_in(store, register, chunk, Pass(on, _moment(on), [], 1)), key=place)

    def keep(self, rows: Iterable[ReviewRow], reason: str) -> int:
        """Keep warnings with a reason, as one unit of work; return in how many records.

        Of two people who may be one it is told that they are two.

        Raises:
            UserError: The officer may not write one of them, or another unit keeps it.
        """
        by_record: dict[str, list[ReviewRow]] = {}
        pairs: list[tuple[str, str]] = []
        for each in rows:
            if each.keepable:
                self._access.require(each.register, "w")
                by_record.setdefault(each.record_id, []).append(each)
                pairs += [each.pair] if each.pair else []
        with self._vault.work(reason) as store:
            for one, other in pairs:
                known = values_of(store.people.get(one))
                tell_apart(store, (one, known), {other: reason}, self._access.officer)
            for record_id, every in by_record.items():
                own = [each for each in every if not each.pair]
                if not own:
                    continue
                record = store.records.get(record_id)
                store.require_own(record)
                kept = {**(record.kept or {}), **{each.keep_key: reason for each in own}}
                content = RecordContent(record.answers, record.draft, record.opened_on, kept)
                store.records.change(catalog.register(record.register), record_id, content)
        return len(by_record)

    def _found_in(
        self, store: Store, register: Register, chunk: Sequence[ScannedRecord], passing: Pass
    ) -> Iterator[ReviewRow]:
        yield from _rows_of(register, chunk, passing.on, passing.moment)
        own, following = store.packages.own_unit(), Following(store, self._access)
        for each in chunk if following.is_asked else ():
            if each.unit == own:
                asked = following.tasks(register, About.of(each), passing.on)
                yield from _overdue_rows(register, each, asked, passing.moment)


def _moment(day: datetime.date) -> datetime.datetime:
    """Return until when a day is looked at: of today up to now."""
    now = calendar.wall_time(clock.now())
    return now if day == now.date() else datetime.datetime.combine(day, calendar.END_OF_DAY)


def _rows_of(
    register: Register, chunk: Sequence[ScannedRecord], day: datetime.date, moment: datetime.datetime
) -> Iterator[ReviewRow]:
    # The one day for all: what is remembered by it is found at once.
    every = [(each, each.facts(day)) for each in chunk]
    today = day.isoformat()
    begun = [(each, facts) for each, facts in every if not each.draft and _had_begun(register, each, today)]
    yield from _draft_rows(register, every)
    found_in_each = findings_on(register, [facts for _each, facts in begun])
    for (each, facts), found in zip(begun, found_in_each, strict=True):
        for finding in (*check_letters(each.person), *_told(register, facts, found)):
            yield row_of(register, each, finding)
    for each, facts in every:
        if tasks := list(tasks_of(register, facts)):
            yield from _overdue_rows(register, each, tasks, moment)


def _told(register: Register, facts: CaseFacts, found: list[Finding]) -> list[Finding]:
    """Return findings that quote nothing masked."""
    hidden = masked_keys(register.fields, facts.answers) if found else frozenset()
    return quiet(register.fields, found, facts.answers, hidden)


def _draft_rows(register: Register, every: Iterable[tuple[ScannedRecord, CaseFacts]]) -> Iterator[ReviewRow]:
    for each, facts in every:
        if each.draft:
            faults = [found for found in check_record(register, facts) if found.level is Level.ERROR]
            yield row_of(register, each, warning("AS-6411", count=len(faults)))


def _overdue_rows(
    register: Register, each: ScannedRecord, tasks: Iterable[Task], moment: datetime.datetime
) -> Iterator[ReviewRow]:
    for task in tasks:
        if task.due < moment:
            yield row_of(register, each, _overdue(task, moment), task=task)


def findings_on(register: Register, every: Sequence[CaseFacts]) -> list[list[Finding]]:
    """Return what the register's own checks say of each record by the law of the facts' day, without mere notes.

    What was recorded for another month is set against that day too: so a change of the law shows.
    """
    every = [_untied(register, each) for each in every]
    found: list[list[Finding]] = [[] for _ in every]
    # Check by check: what one asks of the law for a thousand records stays at hand.
    for check in register.checks:
        for facts, own in zip(every, found, strict=True):
            own.extend(check(facts))
    return [list(_weighed(own)) if own else own for own in found]


def _untied(register: Register, facts: CaseFacts) -> CaseFacts:
    """Return the facts without the month of which their recorded figures speak."""
    if not any(map(facts.answers.get, register.dated_by)):
        return facts
    untied = dict(facts.answers)
    for key in register.dated_by:
        untied.pop(key, None)
    # Not by replace(): this is asked of a third of ten thousand records.
    return CaseFacts(untied, facts.person, facts.on, facts.state, facts.events, facts.read, facts.changes)


def _weighed(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings without mere notes; a question is a warning: here it waits for its answer."""
    for each in found:
        if each.level is not Level.NOTE:
            yield each
        elif each.code in QUESTIONS:
            yield Finding(Level.WARNING, each.code, each.field, each.facts)


QUESTIONS = frozenset({"AS-6137", "AS-6146"})
"""Notes that ask for what decides money: no hindrance to saving, but open until it is answered."""


def _had_begun(register: Register, each: ScannedRecord, today: str) -> bool:
    """Whether the record says nothing of having begun only later than a day, which comes as it is stored."""
    opened = text_of(each.answers, register.opened_by)
    month = text_of(each.answers, register.assessing.month) if register.assessing else ""
    return opened[:10] <= today and month <= today[:7]


def _overdue(task: Task, moment: datetime.datetime) -> Finding:
    due = f"{task.due:%d/%m/%Y}"
    left = time_left(task.due, moment)
    return warning("AS-6410", what=task.what, due=due, left=left, article=task.article)
