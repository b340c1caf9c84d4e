"""Reads all records of a register quickly, with only the columns and events that a check of everything needs."""

import datetime
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, func, select
from sqlalchemy.orm import Session

from ansinh_desktop.db.models import Base, Record
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.household import STATUSES
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.sources import IMPORTED

CHUNK = 1000
"""Records read at once."""

HOUSEHOLD = "household_id"
"""The key under which the household stands beside what is known of a person."""

_PERSON = tuple(PERSON_FIELDS)
_OF_PERSON = (*_PERSON, HOUSEHOLD, STATUSES)
_RECORD = (
    "row",
    "id",
    "unit",
    "person_id",
    "number",
    "state",
    "draft",
    "opened_on",
    "closed_on",
    "confidentiality",
    "seq",
    "kept",
    "answers",
)
_TABLES = ("person", "record", "household", "event")
_people, _records, _households, _events = (Base.metadata.tables[name] for name in _TABLES)
# Columns of the tables, not of the mapped classes: for the latter each row would be made ready to be changed.
EVERYTHING = select(
    *(_records.c[key] for key in _RECORD),
    *(_people.c[key] for key in _PERSON),
    _people.c.household_id,
    _households.c.statuses,
).select_from(
    _records.join(_people, _people.c.id == _records.c.person_id).outerjoin(
        _households, _households.c.id == _people.c.household_id
    )
)


_EVENTS_OF_CHUNK = (
    select(_events.c.record_id, _events.c.kind, _events.c.happened_on, _events.c.answers)
    .join_from(_events, _records, _records.c.id == _events.c.record_id)
    .where(
        _records.c.register == bindparam("register"),
        _records.c.row > bindparam("after"),
        _records.c.row <= bindparam("up_to"),
        _events.c.kind.in_(bindparam("kinds", expanding=True)),
        _events.c.deleted.is_(False),
    )
    .order_by(_events.c.happened_on, _events.c.id)
)
_CHUNK_ROWS = func.json_each(bindparam("chunk", type_=Text)).table_valued("value")
_IN_CHUNK = _records.c.row.in_(select(_CHUNK_ROWS.c.value))

_FIRST_OF_PERSON = len(_RECORD)


class ScannedRecord(NamedTuple):
    """One record as plain values; a tuple, for it is made of ten thousand rows at once."""

    row: int
    id: str
    unit: str
    person_id: str
    number: str
    state: str
    draft: bool
    opened_on: str
    closed_on: str | None
    confidentiality: str
    seq: int
    kept: Mapping[str, str] | None
    answers: Answers
    person: Mapping[str, Value]
    events: tuple[EventFacts, ...]
    read: frozenset[str] | None = None
    """The kinds of events that were read; every kind where nothing is said."""

    def facts(self, on: datetime.date) -> CaseFacts:
        """Return the record as its register's rules see it on a day: as it held in that month."""
        return CaseFacts(self.answers, self.person, on, self.state, self.events, self.read).at(on)

    @property
    def review(self) -> bool:
        """Whether somebody has still to look at it; the same rule as the filter's in ``db/search.py``."""
        return self.draft or any(each.startswith(IMPORTED) for each in (self.kept or {}).values())

    @property
    def who(self) -> str:
        """The name of the person, or the case number where the record is too confidential to name them."""
        return self.number if goes_by_code(self.confidentiality) else str(self.person["full_name"])


class Scan:
    """Whole registers, some hundred records at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count(self, register: str, closed: Collection[str] = ()) -> int:
        """Return how many records a register has outside these states."""
        query = select(func.count()).where(
            Record.register == register, Record.deleted.is_(False), Record.state.not_in(closed)
        )
        return self._session.scalar(query) or 0

    def records(
        self,
        register: str,
        *,
        closed: Collection[str] = (),
        kinds: Collection[str] = (),
        after: int = 0,
        unit: str | None = None,
        most: int | None = None,
    ) -> Iterator[list[ScannedRecord]]:
        """Yield the records outside these states, with their events of these kinds, the earliest first.

        Args:
            register: Whose records.
            closed: The states left out.
            kinds: Of which events; the rules of a record may ask for no others, where any are named.
            after: Only records whose row numbers come after this one.
            unit: Only those that this unit keeps.
            most: No more than so many.
        """
        record = _records.c
        read = frozenset(kinds) if kinds else None
        # The numbers first, from the index alone: asked for a thousand whole rows in order, the engine would sort
        # all rows of the register for each thousand.
        wanted = select(record.row).where(
            record.register == register,
            record.deleted.is_(False),
            record.state.not_in(closed),
            record.row > after,
        )
        numbers = self._session.scalars(wanted.order_by(record.row).limit(most)).all()
        whole = EVERYTHING.where(_IN_CHUNK).order_by(record.row)
        whole = whole if unit is None else whole.where(record.unit == unit)
        for start in range(0, len(numbers), CHUNK):
            chunk = numbers[start : start + CHUNK]
            if rows := self._session.execute(whole, {"chunk": json.dumps(list(chunk))}).all():
                events = self._events(register, (chunk[0] - 1, chunk[-1]), kinds)
                yield [scanned(row, events.get(row[1], ()), read) for row in rows]

    def page(self, register: str, rows: Sequence[int]) -> list[ScannedRecord]:
        """Return records of a register in the order of their row numbers, without their events."""
        record = _records.c
        query = EVERYTHING.where(record.row.in_(rows), record.register == register, record.deleted.is_(False))
        found = {row[0]: scanned(row, (), None) for row in self._session.execute(query)}
        return [found[row] for row in rows if row in found]

    def ids(self, register: str, rows: Sequence[int]) -> list[str]:
        """Return the records of a register in the order of their row numbers, by id alone."""
        record = _records.c
        query = select(record.row, record.id).where(
            record.row.in_(rows), record.register == register, record.deleted.is_(False)
        )
        found = {each.row: each.id for each in self._session.execute(query)}
        return [found[row] for row in rows if row in found]

    def people(self, register: str, rows: Sequence[int]) -> set[str]:
        """Return of whom records of a register are, by id."""
        record = _records.c
        query = select(record.person_id).where(record.row.in_(rows), record.register == register)
        return set(self._session.scalars(query))

    def _events(
        self, register: str, rows: tuple[int, int], kinds: Collection[str]
    ) -> dict[str, tuple[EventFacts, ...]]:
        if not kinds:
            return {}
        after, up_to = rows
        wanted = {"register": register, "after": after, "up_to": up_to, "kinds": list(kinds)}
        found: dict[str, list[EventFacts]] = {}
        for record_id, kind, on, answers in self._session.execute(_EVENTS_OF_CHUNK, wanted):
            event = EventFacts(kind, datetime.date.fromisoformat(on[:10]), answers)
            found.setdefault(record_id, []).append(event)
        return {record_id: tuple(events) for record_id, events in found.items()}


def scanned(row: Sequence[Any], events: tuple[EventFacts, ...], read: frozenset[str] | None) -> ScannedRecord:
    """Return a row of ``EVERYTHING`` with its events as one record."""
    found = row[:_FIRST_OF_PERSON]
    known = zip(_OF_PERSON, row[_FIRST_OF_PERSON:], strict=True)
    person = {key: value for key, value in known if value is not None}
    return ScannedRecord._make((*found, person, events, read))
