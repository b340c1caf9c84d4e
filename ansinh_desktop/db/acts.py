"""Acts: what one unit of work wrote, what was written after it, and what hangs on its rows.

The statements are made once: a list of acts asks hundreds of them.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Select, Text, bindparam, false, func, select, text, union_all
from sqlalchemy.orm import Session

from ansinh_desktop.db.history import WRITES, Fields
from ansinh_desktop.db.models import (
    BEGINS_ACT,
    Attachment,
    Base,
    Event,
    Household,
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

_HANGING = (
    ("record", "event", "record_id"),
    ("record", "attachment", "record_id"),
    ("person", "record", "person_id"),
    ("person", "relation", "person_id"),
    ("person", "relation", "other_id"),
    ("person", "household", "head_id"),
    ("household", "person", "household_id"),
)
"""Rows that hang on a row of another table, and by which column."""


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
        given = {"author": author, "before": _FAR if before is None else before, "most": limit}
        return list(self._session.execute(_BEGUN, given).scalars())

    def act_of(self, seq: int) -> int | None:
        """Return the act to which a change belongs; None where there is no such change."""
        found = self.change(seq)
        return None if found is None else found.act_id

    def told(self, act_id: int) -> list[Told]:
        """Return all changes of an act, in their order; none where no act begins there."""
        found = [Told(*row) for row in self._session.execute(_OF_ACT, {"act_id": act_id})]
        return found if found and found[0].act_id == act_id else []

    def later(self, after: int, ids: Iterable[str]) -> list[Told]:
        """Return what was written to some rows after a change, in its order."""
        rows = self._session.execute(_LATER, {"ids": _listed(ids), "after": after})
        return sorted((Told(*row) for row in rows), key=lambda each: each.seq)

    def change(self, seq: int) -> Told | None:
        """Return one change."""
        row = self._session.execute(_ONE, {"seq": seq}).first()
        return None if row is None else Told(*row)

    def taking_back(self, act_ids: Collection[int]) -> set[int]:
        """Return which of some acts take something back."""
        return (
            set(self._session.execute(_TAKING_BACK, {"ids": _listed(act_ids)}).scalars())
            if act_ids
            else set()
        )

    def taken_back(self, act_id: int) -> Told | None:
        """Return what took an act back; None where it stands, as also after that was taken back itself."""
        found = [Told(*row) for row in self._session.execute(_TAKEN_BACK, {"act_id": str(act_id)})]
        return next((each for each in found if self.taken_back(each.seq) is None), None)

    def children(self, table: str, ids: Collection[str]) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield the rows (table and id), not removed, that hang on some rows, each with the id of that one."""
        for name, query in _CHILDREN.get(table, ()) if ids else ():
            for found, parent in self._session.execute(query, {"ids": _listed(ids)}):
                yield (name, found), parent

    def events_of_kinds(self, record_ids: Collection[str], kinds: Collection[str]) -> dict[str, str]:
        """Return by event of some kinds, not removed, in which of some records it lies."""
        given = {"ids": _listed(record_ids), "kinds": _listed(kinds)}
        return _pairs(self._session.execute(_OF_KINDS, given)) if record_ids else {}

    def paid_since(self, record_ids: Collection[str], after: int) -> tuple[str, str] | None:
        """Return case number and month of the first closed list written after a change that pays one of some records."""
        row = self._session.execute(_PAID_SINCE, {"ids": _listed(record_ids), "after": after}).first()
        return None if row is None else (row[0], row[1])

    def parts(self, ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Return by event or paper the record in which it lies, and its kind or its name."""
        found = self._session.execute(_PARTS, {"ids": _listed(ids)}) if ids else ()
        return {row[0]: (row[1], row[2]) for row in found}

    def records(self, ids: Collection[str]) -> dict[str, RecordLine]:
        """Return what must be known of some records, by id."""
        found = self._session.execute(_RECORDS, {"ids": _listed(ids)}) if ids else ()
        return {row[0]: RecordLine(*row) for row in found}

    def people(self, ids: Collection[str], sight: Sight) -> dict[str, PersonLine]:
        """Return what must be known of some people, by id; ``sight`` says who may be named."""
        if not ids:
            return {}
        given = {"ids": _listed(ids)}
        wanted = select(Person.id).where(Person.id.in_(_IDS), *seen_by(sight))
        named = set(self._session.execute(wanted, given).scalars())
        return {row[0]: PersonLine(*row, row[0] in named) for row in self._session.execute(_PEOPLE, given)}

    def households(self, ids: Collection[str]) -> dict[str, tuple[str, str | None]]:
        """Return unit and head of some households, by id."""
        found = self._session.execute(_HOUSEHOLDS, {"ids": _listed(ids)}) if ids else ()
        return {row[0]: (row[1], row[2]) for row in found}

    def relations(self, ids: Collection[str]) -> dict[str, str]:
        """Return whose relation each of some relations is, by id."""
        return _pairs(self._session.execute(_RELATIONS, {"ids": _listed(ids)})) if ids else {}

    def rows(self, table: str, ids: Collection[str]) -> list[Row]:
        """Return some rows of a table, to be changed."""
        if not ids:
            return []
        model: Any = MODELS[table]
        return list(self._session.scalars(select(model).where(model.id.in_(_IDS)), {"ids": _listed(ids)}))


def _listed(given: Iterable[object]) -> str:
    """Return values as one parameter, however many they are."""
    return dump_json(sorted(set(given), key=str))


def _pairs(rows: Iterable[Any]) -> dict[str, str]:
    return {row[0]: row[1] for row in rows}


_FAR = 1 << 62
_IDS = select(func.json_each(bindparam("ids", type_=Text)).table_valued("value").c.value)
_KINDS = select(func.json_each(bindparam("kinds", type_=Text)).table_valued("value").c.value)

_tables = Base.metadata.tables
_change, _record, _person, _event, _paper, _row = (
    _tables[name].c for name in ("change", "record", "person", "event", "attachment", "payment_row")
)
_ACT_ID = func.coalesce(_change.work, _change.seq)
_TOLD = select(
    _change.seq,
    _ACT_ID,
    _change.at,
    _change.author,
    _change.entity,
    _change.entity_id,
    _change.act,
    _change.fields,
    _change.reason,
    _change.work.is_not(None),
)
_BEGUN = (
    select(_change.seq)
    .where(_change.author == bindparam("author"), text(BEGINS_ACT), _change.seq < bindparam("before"))
    .where(_change.act.in_((*WRITES, UNDO)))
    .order_by(_change.seq.desc())
    .limit(bindparam("most"))
)
# One unit of work runs at a time: its changes stand together.
_NEXT = (
    select(_change.seq)
    .where(_change.seq > bindparam("act_id"), bindparam("act_id") != _ACT_ID)
    .order_by(_change.seq)
    .limit(1)
    .scalar_subquery()
)
_OF_ACT = _TOLD.where(_change.seq >= bindparam("act_id"), _change.seq < func.coalesce(_NEXT, _FAR)).order_by(
    _change.seq
)
_ONE = _TOLD.where(_change.seq == bindparam("seq"))
# By the identifiers of the rows: asked for the number itself, the engine would read all that came after.
_LATER = _TOLD.where(
    _change.entity_id.in_(_IDS), _change.seq + 0 > bindparam("after"), _change.act.in_(WRITES)
)
_TAKING_BACK = select(_change.seq).where(_change.seq.in_(_IDS), _change.act == UNDO)
_TAKEN_BACK = _TOLD.where(
    _change.entity_id == bindparam("act_id"), _change.entity == ACT, _change.act == UNDO
).order_by(_change.seq.desc())


def _hanging(name: str, key: str) -> Select[Any]:
    columns = _tables[name].c
    return select(columns.id, columns[key]).where(columns[key].in_(_IDS), columns.deleted == false())


_CHILDREN = {
    table: [(name, _hanging(name, key)) for parent, name, key in _HANGING if parent == table]
    for table, _name, _key in _HANGING
}
_OF_KINDS = select(_event.id, _event.record_id).where(
    _event.record_id.in_(_IDS), _event.kind.in_(_KINDS), _event.deleted == false()
)
_PAID_SINCE = (
    select(_row.number, _row.month)
    .where(_row.record_id.in_(_IDS), _row.seq > bindparam("after"))
    .order_by(_row.month)
    .limit(1)
)
_PARTS = union_all(
    select(_event.id, _event.record_id, _event.kind).where(_event.id.in_(_IDS)),
    select(_paper.id, _paper.record_id, _paper.name).where(_paper.id.in_(_IDS)),
)
_RECORDS = (
    select(
        *(_record.id, _record.register, _record.unit, _record.number, _record.confidentiality),
        *(_person.id, _person.full_name),
    )
    .join(_tables["person"], _person.id == _record.person_id)
    .where(_record.id.in_(_IDS))
)
_PEOPLE = select(_person.id, _person.unit, _person.full_name).where(_person.id.in_(_IDS))
_house, _relation = (_tables[name].c for name in ("household", "relation"))
_HOUSEHOLDS = select(_house.id, _house.unit, _house.head_id).where(_house.id.in_(_IDS))
_RELATIONS = select(_relation.id, _relation.person_id).where(_relation.id.in_(_IDS))
