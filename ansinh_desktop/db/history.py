"""Writes down every change, field by field, in one chain of hashes; no code path can forget it."""

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, event, inspect, select, update
from sqlalchemy.orm import Session

from ansinh_desktop import clock
from ansinh_desktop.db.insertion import Insertion, made_by
from ansinh_desktop.db.models import (
    Attachment,
    Base,
    Change,
    Event,
    Grant,
    Hamlet,
    Household,
    Person,
    Record,
    Relation,
    Tracked,
    Unit,
    User,
    dump_json,
)
from ansinh_desktop.errors import BugError

type_names: dict[type[Tracked], str] = {
    each: each.__tablename__
    for each in (
        Household,
        Person,
        Relation,
        Hamlet,
        Record,
        Event,
        Attachment,
        User,
        Grant,
        Unit,
    )
}

_tables = {each: Base.metadata.tables[name] for each, name in type_names.items()}

_TOLD: dict[type[Tracked], tuple[tuple[str, Any], ...]] = {
    each: tuple((column.key, column.default) for column in table.columns if column.key not in each.untracked)
    for each, table in _tables.items()
}
"""The columns that the history tells of, each with its default."""

_insertions = {each: Insertion(table) for each, table in _tables.items()}
_insert_change = Insertion(Base.metadata.tables["change"])

GENESIS = "0" * 64

_MANY = 500
"""So many changes are kept in memory before they are written; the rest is, when the unit of work ends."""

_TOUCH = (
    update(Base.metadata.tables["record"])
    .where(Record.id == bindparam("touched"))
    .values(seq=bindparam("now"))
)


@dataclass
class Chain:
    """The end of the chain of changes: the next one continues here."""

    device: str
    author: str
    seq: int = 0
    digest: str = GENESIS
    reason: str | None = None
    pending: list[dict[str, Any]] = field(default_factory=list)

    def add(self, entity: str, entity_id: str, act: str, fields: dict[str, Any]) -> int:
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
        }
        self.digest = row["digest"] = link(self.digest, row)
        self.pending.append(row)
        return self.seq


def link(previous: str, row: dict[str, Any]) -> str:
    """Return the hash of one change together with the hash of the one before it."""
    at: datetime.datetime = row["at"]
    content = dump_json({**row, "at": at.astimezone(datetime.UTC).isoformat()} | {"digest": previous})
    return hashlib.sha256(content.encode()).hexdigest()


class WatchedSession(Session):
    """A session that writes down all it does, in the chain that its ``info`` holds."""


@event.listens_for(WatchedSession, "before_flush")
def _note_changes(session: Session, *_: object) -> None:
    for each in _tracked(session):
        _note(session, session.info["chain"], each)


@event.listens_for(WatchedSession, "after_flush")
def _write_changes(session: Session, *_: object) -> None:
    write_pending(session, session.info["chain"])


def write_pending(session: Session, chain: Chain) -> None:
    """Insert the changes noted so far."""
    if chain.pending:
        rows, chain.pending = chain.pending, []
        _insert_change.run(session.connection(), rows)


def insert_rows(session: Session, model: type[Tracked], rows: Sequence[dict[str, Any]]) -> None:
    """Insert new rows in one go; each is written down as if it had been added by itself.

    A column left out of a row gets its default. What waits in the session is written before, so that the
    history has its order.
    """
    session.flush()
    chain, insertion = chain_of(session), _insertions[model]
    whole = [insertion.complete(each) for each in rows]
    for each in whole:
        fields = {key: [None, each[key]] for key, _ in _TOLD[model] if each[key] is not None}
        each["seq"] = chain.add(type_names[model], each["id"], "insert", fields)
    connection = session.connection()
    insertion.run(connection, whole)
    if model in (Event, Attachment):
        touched = [{"touched": each["record_id"], "now": each["seq"]} for each in whole]
        connection.execute(_TOUCH, touched)
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


def _tracked(session: Session) -> Iterator[Tracked]:
    for each in (*session.new, *session.dirty, *session.deleted):
        if isinstance(each, Tracked):
            yield each


def _note(session: Session, chain: Chain, each: Tracked) -> None:
    new = each in session.new
    act = "insert" if new else "delete" if each in session.deleted else "update"
    fields = _inserted(each) if new else _differences(each)
    if not fields and act == "update":
        return
    name = type_names[type(each)]
    entity_id: str = each.id  # type: ignore[attr-defined]
    each.seq = chain.add(name, entity_id, act, fields)
    _touch_records(session, each, new=new)


def _inserted(each: Tracked) -> dict[str, Any]:
    """Return the fields of a new row; its defaults are applied now, so that the history knows them."""
    values = inspect(each).dict
    fields: dict[str, Any] = {}
    for key, default in _TOLD[type(each)]:
        value = values.get(key)
        if value is None and default is not None:
            value = made_by(default)
            setattr(each, key, value)
        if value is not None:
            fields[key] = [None, value]
    return fields


def _differences(each: Tracked) -> dict[str, Any]:
    state = inspect(each)
    fields: dict[str, Any] = {}
    for column in state.mapper.columns:
        if column.key in each.untracked:
            continue
        history = state.attrs[column.key].history
        if history.has_changes():
            before = history.deleted[0] if history.deleted else None
            after = history.added[0] if history.added else None
            if before != after:
                fields |= _inside(before, after) if column.key == "answers" else {column.key: [before, after]}
    return fields


def _inside(before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    """Return the answers that differ, each from and to."""
    old, new = before or {}, after or {}
    differing = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
    return {f"answers.{key}": [old.get(key), new.get(key)] for key in differing}


def _touch_records(session: Session, each: Tracked, *, new: bool) -> None:
    """A record travels again when its person, an event or a paper of it changed."""
    with session.no_autoflush:
        if isinstance(each, Event | Attachment):
            session.execute(update(Record).where(Record.id == each.record_id).values(seq=each.seq))
            for other in session.new:
                if isinstance(other, Record) and other.id == each.record_id:
                    other.seq = each.seq
        elif isinstance(each, Person) and not new:
            session.execute(update(Record).where(Record.person_id == each.id).values(seq=each.seq))


def last_link(connection: Connection | Session) -> tuple[int, str]:
    """Return the number and the hash of the last change."""
    row = connection.execute(select(Change.seq, Change.digest).order_by(Change.seq.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, GENESIS)


def broken_link(session: Session) -> int | None:
    """Return the number of the first change that does not fit the chain, or None when all do."""
    digest, expected = GENESIS, 1
    table = Base.metadata.tables["change"]
    for row in session.execute(select(*table.columns).order_by(table.c.seq)).mappings().yield_per(2000):
        plain = {key: row[key] for key in row if key != "digest"}
        if row["seq"] != expected or link(digest, plain) != row["digest"]:
            return int(row["seq"])
        digest, expected = row["digest"], expected + 1
    return None
