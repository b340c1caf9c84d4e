"""Acts: what one unit of work wrote, what was written after it, and what hangs on its rows."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, Text, bindparam, func, select, text
from sqlalchemy.orm import Session

from ansinh_desktop.db.history import WRITES, Fields
from ansinh_desktop.db.models import (
    BEGINS_ACT,
    Attachment,
    Change,
    Event,
    Household,
    PaymentRow,
    Person,
    Record,
    Relation,
    dump_json,
)
from ansinh_desktop.db.people import Sight, seen_by

UNDO = "undo"
"""The act of a change that begins a unit of work which takes something back."""
ACT, LINE = "act", "line"
"""What is taken back: a whole act, by the number of its first change; or one field, by the number of its change."""

Row = Household | Person | Relation | Record | Event | Attachment
MODELS: Mapping[str, type[Row]] = {
    each.__tablename__: each for each in (Household, Person, Relation, Record, Event, Attachment)
}
"""The tables whose rows may be taken back: each keeps what was removed, as ``deleted``."""

_COLUMNS = (
    Change.seq,
    func.coalesce(Change.work, Change.seq),
    Change.at,
    Change.author,
    Change.entity,
    Change.entity_id,
    Change.act,
    Change.fields,
    Change.reason,
    Change.work.is_not(None),
)

_CHILDREN: Mapping[str, tuple[tuple[type[Row], str], ...]] = {
    "record": ((Event, "record_id"), (Attachment, "record_id")),
    "person": (
        (Record, "person_id"),
        (Relation, "person_id"),
        (Relation, "other_id"),
        (Household, "head_id"),
    ),
    "household": ((Person, "household_id"),),
}
"""By table: the rows that hang on one of its rows, and by which column."""


class Told(NamedTuple):
    """One change of the history."""

    seq: int
    act_id: int
    """The number of the first change of its unit of work."""
    at: datetime.datetime
    author: str
    entity: str
    entity_id: str
    act: str
    fields: Fields
    reason: str | None
    marked: bool
    """Whether it says to which unit of work it belongs: those of before the mark count as acts by themselves."""


class RecordLine(NamedTuple):
    """What must be known of a record before anything of it is named or taken back."""

    id: str
    register: str
    unit: str
    number: str
    confidentiality: str
    person_id: str
    full_name: str


class PersonLine(NamedTuple):
    """What must be known of a person for the same."""

    id: str
    unit: str
    full_name: str
    named: bool
    """Whether the name may stand where anybody walking by can read it."""


class Acts:
    """The acts in the history of the data file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begun(self, author: str, before: int | None, limit: int) -> list[int]:
        """Return the last acts of an officer that wrote anything, the latest first; ``before`` another one."""
        query = select(Change.seq).where(Change.author == author, text(BEGINS_ACT))
        if before is not None:
            query = query.where(Change.seq < before)
        query = query.where(Change.act.in_((*WRITES, UNDO))).order_by(Change.seq.desc())
        return list(self._session.scalars(query.limit(limit)))

    def act_of(self, seq: int) -> int | None:
        """Return the act to which a change belongs; None where there is no such change."""
        return self._session.scalar(select(func.coalesce(Change.work, Change.seq)).where(Change.seq == seq))

    def told(self, act_id: int) -> list[Told]:
        """Return all changes of an act, in their order; none where no act begins there."""
        work = self._session.scalar(select(func.coalesce(Change.work, -1)).where(Change.seq == act_id))
        if work not in (-1, act_id):
            return []
        query = select(*_COLUMNS).where(Change.seq >= act_id)
        if work == -1:
            query = query.where(Change.seq == act_id)
        else:
            # One unit of work runs at a time: its changes stand together.
            after = select(Change.seq).where(Change.seq > act_id, Change.work.is_distinct_from(act_id))
            end = self._session.scalar(after.order_by(Change.seq).limit(1))
            query = query if end is None else query.where(Change.seq < end)
        return [Told(*row) for row in self._session.execute(query.order_by(Change.seq))]

    def later(self, after: int, ids: Iterable[str]) -> list[Told]:
        """Return what was written to some rows after a change, in its order."""
        # By the identifiers of the rows: asked for the number itself, the engine would read all that came after.
        query = select(*_COLUMNS).where(
            Change.entity_id.in_(values(ids)), Change.seq + 0 > after, Change.act.in_(WRITES)
        )
        return sorted((Told(*row) for row in self._session.execute(query)), key=lambda each: each.seq)

    def change(self, seq: int) -> Told | None:
        """Return one change."""
        row = self._session.execute(select(*_COLUMNS).where(Change.seq == seq)).first()
        return None if row is None else Told(*row)

    def taking_back(self, act_ids: Iterable[int]) -> set[int]:
        """Return which of some acts take something back."""
        query = select(Change.seq).where(Change.seq.in_(values(act_ids)), Change.act == UNDO)
        return set(self._session.scalars(query))

    def taken_back(self, act_id: int) -> Told | None:
        """Return what took an act back; None where it stands, as also after that was taken back itself."""
        query = select(*_COLUMNS).where(
            Change.entity_id == str(act_id), Change.entity == ACT, Change.act == UNDO
        )
        found = [Told(*row) for row in self._session.execute(query.order_by(Change.seq.desc()))]
        return next((each for each in found if self.taken_back(each.seq) is None), None)

    def children(self, table: str, ids: Collection[str]) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield the rows (table and id), not removed, that hang on some rows, each with the id of that one."""
        for model, key in _CHILDREN.get(table, ()) if ids else ():
            column = model.__table__.c[key]
            query = select(model.id, column).where(column.in_(values(ids)), model.deleted.is_(False))
            for found, parent in self._session.execute(query):
                yield (model.__tablename__, found), parent

    def events_of_kinds(self, record_ids: Collection[str], kinds: Collection[str]) -> dict[str, str]:
        """Return by event of some kinds, not removed, in which of some records it lies."""
        query = select(Event.id, Event.record_id).where(
            Event.record_id.in_(values(record_ids)), Event.kind.in_(list(kinds)), Event.deleted.is_(False)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def paid_since(self, record_ids: Collection[str], after: int) -> tuple[str, str] | None:
        """Return case number and month of the first closed list written after a change that pays one of some records."""
        query = select(PaymentRow.number, PaymentRow.month).where(
            PaymentRow.record_id.in_(values(record_ids)), PaymentRow.seq > after
        )
        row = self._session.execute(query.order_by(PaymentRow.month).limit(1)).first()
        return None if row is None else (row.number, row.month)

    def parts(self, ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return by event or paper the record in which it lies, and its kind or its name."""
        events = select(Event.id, Event.record_id, Event.kind).where(Event.id.in_(values(ids)))
        papers = select(Attachment.id, Attachment.record_id, Attachment.name)
        papers = papers.where(Attachment.id.in_(values(ids)))
        found = [each for query in (events, papers) for each in self._session.execute(query)] if ids else []
        return {row[0]: (row[1], row[2]) for row in found}

    def records(self, ids: Collection[str]) -> dict[str, RecordLine]:
        """Return what must be known of some records, by id."""
        columns = (Record.id, Record.register, Record.unit, Record.number, Record.confidentiality)
        query = select(*columns, Person.id, Person.full_name).join(Person, Person.id == Record.person_id)
        query = query.where(Record.id.in_(values(ids)))
        return {row[0]: RecordLine(*row) for row in self._session.execute(query)} if ids else {}

    def people(self, ids: Collection[str], sight: Sight) -> dict[str, PersonLine]:
        """Return what must be known of some people, by id; ``sight`` says who may be named."""
        if not ids:
            return {}
        wanted = Person.id.in_(values(ids))
        query = select(Person.id, Person.unit, Person.full_name).where(wanted)
        named = set(self._session.scalars(select(Person.id).where(wanted, *seen_by(sight))))
        return {row.id: PersonLine(*row, row.id in named) for row in self._session.execute(query)}

    def households(self, ids: Collection[str]) -> dict[str, tuple[str, str | None]]:
        """Return unit and head of some households, by id."""
        query = select(Household.id, Household.unit, Household.head_id).where(Household.id.in_(values(ids)))
        return {row.id: (row.unit, row.head_id) for row in self._session.execute(query)} if ids else {}

    def relations(self, ids: Collection[str]) -> dict[str, str]:
        """Return whose relation each of some relations is, by id."""
        query = select(Relation.id, Relation.person_id).where(Relation.id.in_(values(ids)))
        return {row.id: row.person_id for row in self._session.execute(query)} if ids else {}

    def rows(self, table: str, ids: Collection[str]) -> list[Row]:
        """Return some rows of a table, to be changed."""
        model: Any = MODELS[table]
        return list(self._session.scalars(select(model).where(model.id.in_(values(ids)))))


def values(given: Iterable[object]) -> ScalarSelect[Any]:
    """Return values as one parameter, however many they are."""
    listed = bindparam(None, dump_json(list(given)), type_=Text)
    return select(func.json_each(listed).table_valued("value").c.value).scalar_subquery()
