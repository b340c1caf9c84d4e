"""Writes down every change, field by field, in one chain of hashes; no code path can forget it."""

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    case,
    event,
    func,
    inspect,
    literal_column,
    select,
    update,
)
from sqlalchemy.orm import ORMExecuteState, Session

from ansinh_desktop import clock
from ansinh_desktop.db.ending import Sealer
from ansinh_desktop.db.exchange import actors
from ansinh_desktop.db.exchange.tables import Package, Receipt
from ansinh_desktop.db.exchange.vectors import advanced, text_of
from ansinh_desktop.db.insertion import Insertion, made_by
from ansinh_desktop.db.models import (
    Attachment,
    Base,
    Change,
    ClosedMonth,
    ClosedPeriod,
    Columns,
    Device,
    Event,
    Figure,
    Grant,
    Hamlet,
    Household,
    Likeness,
    PaymentMonth,
    PaymentRow,
    Person,
    Record,
    Relation,
    Told,
    Tracked,
    Travelling,
    Unit,
    User,
    dump_json,
)
from ansinh_desktop.db.ownership import LEANS, Ownership, as_it_was
from ansinh_desktop.errors import BugError

type_names: dict[type[Told], str] = {
    each: each.__tablename__
    for each in (
        Household,
        Person,
        Relation,
        Likeness,
        Hamlet,
        Record,
        Event,
        Attachment,
        User,
        Grant,
        Unit,
        Device,
        Package,
        Receipt,
        PaymentMonth,
        PaymentRow,
        ClosedMonth,
        Figure,
        ClosedPeriod,
    )
}

_tables = {each: Base.metadata.tables[name] for each, name in type_names.items()}

_TOLD: dict[type[Told], tuple[tuple[str, Any], ...]] = {
    each: tuple((column.key, column.default) for column in table.columns if column.key not in each.untracked)
    for each, table in _tables.items()
}
"""The columns that the history tells of, each with its default."""

told_columns = {name: tuple(key for key, _ in _TOLD[each]) for each, name in type_names.items()}
"""By table: the columns that the history tells of."""

_insertions = {each: Insertion(table) for each, table in _tables.items()}
_insert_change = Insertion(Base.metadata.tables["change"])

WRITES = ("insert", "update", "delete")
"""The acts of changes that wrote a row; all others tell of something else."""

GENESIS = "0" * 64

_MANY = 500
"""So many changes are kept in memory before they are written; the rest is, when the unit of work ends."""

TAKING_IN = "taking in"
"""What a session's ``info`` says while it writes what others wrote: their vectors stay as they are."""

_records = _tables[Record]
_writer: ColumnElement[str] = literal_column(actors.WRITER.format(Record.__tablename__))
# Of the tables, not of the mapped classes: by what a record travels is no change of it.
_TOUCHED = update(_records).values(
    seq=bindparam("now"),
    # A record that was written in this opening alone says nothing of it.
    vector=case(
        (
            _records.c.vector.is_not(None),
            func.json_set(_records.c.vector, bindparam("path"), bindparam("now")),
        ),
        (
            _records.c.seq < bindparam("since"),
            func.json_object(_writer, _records.c.seq, bindparam("actor"), bindparam("now")),
        ),
    ),
)
_LEFT_AS_IT_WAS = update(_records).values(
    seq=bindparam("now"),
    vector=func.coalesce(_records.c.vector, func.json_object(_writer, _records.c.seq)),
)
_OF_RECORD, _OF_PERSON = (
    _records.c.id == bindparam("touched"),
    _records.c.person_id == bindparam("touched"),
)


Fields: TypeAlias = dict[str, list[Any]]
"""What was changed, by column: from and to."""


@dataclass
class Chain:
    """The end of the chain of changes: the next one continues here."""

    device: str
    author: str
    seq: int = 0
    digest: str = GENESIS
    reason: str | None = None
    work: int | None = None
    """The number of the first change of the unit of work that is under way."""
    actor: str = ""
    """Who writes, for the vectors of rows: an opening of the data folder; nobody before its first unit of work."""
    since: int = 0
    """The number of the first change that it may write."""
    letter: str = ""
    """What the case numbers of this life end with; nothing in the first."""
    pending: list[Columns] = field(default_factory=list)
    ownership: Ownership = field(default_factory=Ownership)
    """Whose rows may be written."""
    sealer: Sealer = field(default_factory=Sealer)
    """With what the end is signed."""

    def add(self, entity: str, entity_id: str, act: str, fields: Mapping[str, object]) -> int:
        """Link one change to the chain, and return its number."""
        self.seq += 1
        at = clock.now()
        row = {
            "seq": self.seq,
            "device": self.device,
            "at": at,
            "author": self.author,
            "entity": entity,
            "entity_id": entity_id,
            "act": act,
            "fields": fields,
            "reason": self.reason,
            "work": self.work,
        }
        self.digest = row["digest"] = link(self.digest, row)
        self.pending.append(row)
        if entity == Device.__tablename__:
            self.sealer.forget()
        return self.seq


def link(previous: str, row: Columns) -> str:
    """Return the hash of one change together with the hash of the one before it."""
    at: datetime.datetime = row["at"]
    # Changes of before the mark of the unit of work were hashed without it.
    told = row if row["work"] is not None else {key: row[key] for key in row if key != "work"}
    content = dump_json({**told, "at": at.astimezone(datetime.UTC).isoformat()} | {"digest": previous})
    return hashlib.sha256(content.encode()).hexdigest()


class WatchedSession(Session):
    """A session that writes down all it does, in the chain that its ``info`` holds."""


@event.listens_for(WatchedSession, "before_flush")
def _note_changes(session: Session, *_: object) -> None:
    chain: Chain = session.info["chain"]
    noted = [each for each in (_written(session, row) for row in _told(session)) if each is not None]
    chain.ownership.require(hand_of(session), _claiming(noted))
    for each in noted:
        _note(session, chain, each)


@event.listens_for(WatchedSession, "do_orm_execute")
def _refuse_what_nobody_notes(execution: ORMExecuteState) -> None:
    """Rows of which the history tells are written one by one, or by :func:`insert_rows`, and never past it."""
    written = execution.is_insert or execution.is_update or execution.is_delete
    if written and getattr(execution.statement, "table", None) in _tables.values():
        raise BugError("rows written past the history")


@event.listens_for(WatchedSession, "after_flush")
def _write_changes(session: Session, *_: object) -> None:
    write_pending(session, session.info["chain"])


def write_pending(session: Session, chain: Chain) -> None:
    """Insert the changes noted so far."""
    if chain.pending:
        rows, chain.pending = chain.pending, []
        _insert_change.run(hand_of(session), rows)


def insert_rows(session: Session, model: type[Tracked], rows: Sequence[Columns]) -> None:
    """Insert new rows in one go; each is written down as if it had been added by itself.

    A column left out of a row gets its default. What waits in the session is written before, so that the
    history has its order.
    """
    session.flush()
    chain, insertion = chain_of(session), _insertions[model]
    whole: list[Columns] = [insertion.complete(each) for each in rows]
    chain.ownership.require(hand_of(session), ((type_names[model], each) for each in whole))
    for each in whole:
        fields = {key: [None, each[key]] for key, _ in _TOLD[model] if each[key] is not None}
        each["seq"] = chain.add(type_names[model], each["id"], "insert", fields)
    insertion.run(hand_of(session), whole)
    if model in (Event, Attachment):
        _touch(session, _OF_RECORD, [(each["record_id"], each["seq"]) for each in whole])
    if len(chain.pending) >= _MANY:
        write_pending(session, chain)


def chain_of(session: Session) -> Chain:
    """Return where a session writes down its changes.

    Raises:
        BugError: It only reads.
    """
    chain: Chain | None = session.info.get("chain")
    if chain is None:
        raise BugError("a unit of work that only reads was asked to write")
    return chain


def hand_of(session: Session) -> Connection:
    """Return the connection by which a unit of work writes.

    The session knows it as well, but would begin a transaction of its own within ours, only to name it.
    """
    return cast("Connection", session.bind)


@dataclass(frozen=True)
class _Written:
    """One row that is about to be written."""

    row: Told
    act: str
    fields: Fields

    @property
    def table(self) -> str:
        """The name of its table."""
        return type_names[type(self.row)]


def _told(session: Session) -> Iterator[Told]:
    for each in (*session.new, *session.dirty, *session.deleted):
        if isinstance(each, Told):
            yield each


def _written(session: Session, row: Told) -> _Written | None:
    new = row in session.new
    act = "insert" if new else "delete" if row in session.deleted else "update"
    fields = _inserted(row) if new else _differences(row)
    return _Written(row, act, fields) if fields or act != "update" else None


def _claiming(noted: Sequence[_Written]) -> Iterator[tuple[str, Columns]]:
    """Yield what rows say of whose they are, and what they said before."""
    for each in noted:
        if each.table in LEANS:
            state = inspect(each.row)
            yield each.table, state.dict
            yield each.table, as_it_was(state, each.table)


def _note(session: Session, chain: Chain, each: _Written) -> None:
    entity_id: str = each.row.id  # type: ignore[attr-defined]
    seq = chain.add(each.table, entity_id, each.act, each.fields)
    if isinstance(each.row, Tracked):
        _mark(session, each.row, seq)
        _touch_records(session, each.row, new=each.act == "insert")


def _mark(session: Session, row: Tracked, seq: int) -> None:
    """Let a row know its last change, and its vector who made it."""
    before, row.seq = row.seq, seq
    if not isinstance(row, Travelling) or session.info.get(TAKING_IN):
        return
    chain = chain_of(session)
    if row.vector is not None:
        row.vector = advanced(row.vector, chain.actor, seq)
    elif before and before < chain.since:
        written = actors.read(hand_of(session), None, before)
        row.vector = text_of({**written, chain.actor: seq})


def _touch(session: Session, which: ColumnElement[bool], touched: Sequence[tuple[str, int]]) -> None:
    """Let records travel again; what others wrote beside them, while it is taken in, is no change of ours."""
    chain, more = chain_of(session), dict[str, object]()
    statement = _LEFT_AS_IT_WAS
    if not session.info.get(TAKING_IN):
        statement = _TOUCHED
        more = {"path": f'$."{chain.actor}"', "actor": chain.actor, "since": chain.since}
    rows = [{"touched": row_id, "now": seq, **more} for row_id, seq in touched]
    hand_of(session).execute(statement.where(which), rows)


def _inserted(each: Told) -> Fields:
    """Return the fields of a new row; its defaults are applied now, so that the history knows them."""
    values = inspect(each).dict
    fields: Fields = {}
    for key, default in _TOLD[type(each)]:
        value = values.get(key)
        if value is None and default is not None:
            value = made_by(default)
            setattr(each, key, value)
        if value is not None:
            fields[key] = [None, plain(value)]
    return fields


def plain(value: object) -> object:
    """Return a value as the history writes it."""
    return value.astimezone(datetime.UTC).isoformat() if isinstance(value, datetime.datetime) else value


def _differences(each: Told) -> Fields:
    state = inspect(each)
    fields: Fields = {}
    for column in state.mapper.columns:
        if column.key in each.untracked:
            continue
        history = state.attrs[column.key].history
        if history.has_changes():
            before = history.deleted[0] if history.deleted else None
            after = history.added[0] if history.added else None
            if before != after:
                told = {column.key: [plain(before), plain(after)]}
                fields |= inside(before, after) if column.key == "answers" else told
    return fields


def inside(before: Columns | None, after: Columns | None) -> Fields:
    """Return the answers that differ, each from and to."""
    old, new = before or {}, after or {}
    differing = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
    return {f"answers.{key}": [old.get(key), new.get(key)] for key in differing}


def _touch_records(session: Session, each: Tracked, *, new: bool) -> None:
    """A record travels again when its person, an event or a paper of it changed."""
    if isinstance(each, Event | Attachment):
        _touch(session, _OF_RECORD, [(each.record_id, each.seq)])
        for other in (*session.new, *session.dirty):
            if isinstance(other, Record) and other.id == each.record_id:
                _mark(session, other, each.seq)
    elif isinstance(each, Person) and not new:
        _touch(session, _OF_PERSON, [(each.id, each.seq)])


def last_link(connection: Connection | Session) -> tuple[int, str]:
    """Return the number and the hash of the last change."""
    row = connection.execute(select(Change.seq, Change.digest).order_by(Change.seq.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, GENESIS)


def links(session: Session) -> Iterator[tuple[int, str, bool]]:
    """Yield number and hash of each change, and whether it fits the one before it."""
    digest, expected = GENESIS, 1
    table = Base.metadata.tables["change"]
    for row in session.execute(select(*table.columns).order_by(table.c.seq)).mappings().yield_per(2000):
        content = {key: row[key] for key in row if key != "digest"}
        yield row["seq"], row["digest"], row["seq"] == expected and link(digest, content) == row["digest"]
        digest, expected = row["digest"], row["seq"] + 1


def broken_link(session: Session) -> int | None:
    """Return the number of the first change that does not fit the chain, or None when all do."""
    return next((seq for seq, _digest, fits in links(session) if not fits), None)
