"""Holds the data against their own history: every link, every row that it tells of, its end and who remembers it.

What another unit sent has its history there; here the line of each package says what its rows were afterwards.

Streams in the order of identifiers, so that a million rows need no more memory than a hundred.
"""

import hashlib
import heapq
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ansinh_desktop.db import ending, history, ownership
from ansinh_desktop.db.ending import End
from ansinh_desktop.db.exchange.arriving import Arriving
from ansinh_desktop.db.exchange.tables import Package
from ansinh_desktop.db.history import WRITES
from ansinh_desktop.db.models import (
    LETTERS,
    Attachment,
    Base,
    Change,
    Columns,
    Person,
    Record,
    Setting,
    is_told,
)

_SETTING = "setting"
_COUNTER = "number:"
_STEP = 2000


@dataclass(frozen=True)
class Fault:
    """One thing that is not as the history says; ``kind`` says which, ``facts`` what else is known of it."""

    kind: str
    entity: str = ""
    id: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    """The columns that differ."""


@dataclass(frozen=True)
class Memory:
    """What something beside the data remembers of the history: a backup by its name, the mark by none."""

    end: End
    backup: str = ""


@dataclass(frozen=True)
class Reached:
    """How far it is gone through: so many changes of so many, each twice."""

    done: int
    total: int


def faults(session: Session, memories: Sequence[Memory]) -> Iterator[Fault | Reached]:
    """Yield all that does not fit, the history itself first, and in between how far it is.

    Args:
        session: One that only reads, so that nothing changes meanwhile.
        memories: What is remembered elsewhere, read before the session began.
    """
    changes = session.scalar(select(func.count()).select_from(Change)) or 0
    yield from _of_links(session, 2 * changes)
    yield from _of_end(session)
    yield from _remembered(session, memories)
    yield from _of_rows(session, changes, 2 * changes)
    yield from _of_units(session)
    yield from _of_papers(session)
    for table, row, parent, _key in session.connection().exec_driver_sql("PRAGMA foreign_key_check"):
        yield Fault("dangling", table, str(row), {"parent": parent})


# The history itself


def _of_links(session: Session, total: int) -> Iterator[Fault | Reached]:
    """Yield the first link that does not fit, and packages that knew another history than this one."""
    query = select(Package.to_seq, Package.number, Package.audit_head).where(Package.direction == "out")
    sent = {seq: (number, head) for seq, number, head in session.execute(query) if head}
    broken = False
    for done, (seq, digest, fits) in enumerate(history.links(session)):
        if not fits and not broken:
            broken = True
            yield Fault("broken", facts={"seq": seq})
        number, head = sent.pop(seq, (0, digest))
        if head != digest:
            yield Fault("package", "package", facts={"number": number, "seq": seq})
        if done % _STEP == 0:
            yield Reached(done, total)
    for seq, (number, _head) in sorted(sent.items()):
        yield Fault("package", "package", facts={"number": number, "seq": seq})


def _of_end(session: Session) -> Iterator[Fault]:
    connection = session.connection()
    kept, found = ending.sealed(connection), ending.present(connection)
    if kept is None:
        yield Fault("unsealed")
    elif not kept.is_signed_by(ending.verify_key(connection)) or kept.device != found.device:
        yield Fault("forged")
    elif ending.has_other_keys(connection, kept):
        yield Fault("keys")
    elif kept.seq > found.seq:
        yield Fault("cut", facts={"kept": kept.seq, "found": found.seq})
    elif (kept.seq, kept.digest) != (found.seq, found.digest):
        yield Fault("other_end", facts={"seq": kept.seq})
    elif (reached := _reached(session)) > found.seq:
        # Somebody took the last changes away and signed what was left; a row still knows their numbers.
        yield Fault("cut", facts={"kept": reached, "found": found.seq})


def _reached(session: Session) -> int:
    """Return the highest number of a change that any row carries."""
    tables = [table for table in Base.metadata.tables.values() if "seq" in table.c and table.name != "change"]
    return max(session.scalar(select(func.max(table.c.seq))) or 0 for table in tables)


def _remembered(session: Session, memories: Sequence[Memory]) -> Iterator[Fault]:
    connection = session.connection()
    last = ending.present(connection).seq
    told = select(Change.fields).where(Change.entity == "device", Change.act == "restore")
    facts = session.scalar(told.order_by(Change.seq.desc()).limit(1)) or {}
    if "parted" in facts:
        # The life that began then has a mark of its own; what the old one said is told here.
        yield Fault("parted", facts={"backup": "", "seq": facts["parted"], "found": last})
    for each in memories:
        if ending.contradicts(connection, each.end):
            kind = "older" if each.end.seq > last else "parted"
            yield Fault(kind, facts={"backup": each.backup, "seq": each.end.seq, "found": last})


# The rows


def _of_rows(session: Session, done: int, total: int) -> Iterator[Fault | Reached]:
    """Go through rows and history side by side, identifier by identifier."""
    counters = _Counters(session)
    told = itertools.groupby(_changes(session), key=lambda each: each[0])
    rows = itertools.groupby(_rows(session, counters), key=lambda each: each[0])
    for entity_id, (changes, present) in _side_by_side(told, rows):
        if done // _STEP != (done + len(changes)) // _STEP:
            yield Reached(done, total)
        done += len(changes)
        expected = _replayed(changes)
        found = {name: values for _, name, values in present}
        for name in {**expected, **found}:
            if name in found and not found[name]:
                continue  # another unit's
            yield from _compared(name, entity_id, expected.get(name), found.get(name))
    yield from counters.faults()


_Change: TypeAlias = tuple[str, int, str, str, dict[str, tuple[object, object]]]
"""Identifier, number, table, act, fields."""
_Row: TypeAlias = tuple[str, str, Columns]
"""Identifier, table, columns."""


def _side_by_side(
    told: Iterator[tuple[str, Iterator[_Change]]], rows: Iterator[tuple[str, Iterator[_Row]]]
) -> Iterator[tuple[str, tuple[list[_Change], list[_Row]]]]:
    one, other = next(told, None), next(rows, None)
    while one is not None or other is not None:
        at = min(each[0] for each in (one, other) if each is not None)
        changes: list[_Change] = []
        present: list[_Row] = []
        if one is not None and one[0] == at:
            changes, one = list(one[1]), next(told, None)
        if other is not None and other[0] == at:
            present, other = list(other[1]), next(rows, None)
        yield at, (changes, present)


def _changes(session: Session) -> Iterator[_Change]:
    table = Base.metadata.tables["change"]
    query = select(table.c.entity_id, table.c.seq, table.c.entity, table.c.act, table.c.fields)
    query = query.where(table.c.act.in_(WRITES)).order_by(table.c.entity_id, table.c.seq)
    for row in session.execute(query).yield_per(_STEP):
        yield row[0], row[1], row[2], row[3], row[4]


def _rows(session: Session, counters: "_Counters") -> Iterator[_Row]:
    """Yield every row of which the history tells: identifier, table, columns."""
    return heapq.merge(
        *(_of_table(session, name, counters) for name in history.told_columns),
        _settings(session),
        key=lambda each: each[0],
    )


def _of_table(session: Session, name: str, counters: "_Counters") -> Iterator[_Row]:
    table, own = Base.metadata.tables[name], ownership.own_unit(session.connection())
    keys = history.told_columns[name] + (("seq",) if "seq" in table.c else ())
    query = select(ownership.is_foreign(own, name), *(table.c[key] for key in keys)).order_by(table.c.id)
    for is_foreign, *row in session.execute(query).yield_per(_STEP):
        values: Columns = {key: history.plain(value) for key, value in zip(keys, row, strict=True)}
        if name == "record" and not is_foreign:
            counters.see(values)
        yield values["id"], name, {} if is_foreign else values


def _of_units(session: Session) -> Iterator[Fault]:
    """Yield the units whose rows are no longer what they were after the last package was taken in."""
    change = Base.metadata.tables["change"]
    told = select(change.c.fields).where(change.c.entity == "package", change.c.act == "receive")
    last = {
        fields["unit"]: fields["state"]
        for (fields,) in session.execute(told.order_by(change.c.seq))
        if "state" in fields
    }
    arriving = Arriving(session)
    for unit, state in last.items():
        if arriving.state(unit) != state:
            yield Fault("unit", "unit", unit)


def _settings(session: Session) -> Iterator[_Row]:
    query = select(Setting.key, Setting.value).order_by(Setting.key)
    for key, value in session.execute(query):
        if is_told(key):
            yield key, _SETTING, {key: value}


def _replayed(changes: Sequence[_Change]) -> dict[str, Columns | None]:
    """Return what the history makes of the rows of one identifier, by table; None where it took one away."""
    found: dict[str, Columns | None] = {}
    for _, seq, name, act, fields in changes:
        if name not in history.told_columns and name != _SETTING:
            continue
        if act == "delete":
            found[name] = None
            continue
        values = {} if act == "insert" else found.get(name) or {}
        for key, (_before, after) in fields.items():
            _set(values, key, after)
        found[name] = values | {"seq": seq}
    return found


def _set(values: Columns, key: str, after: object) -> None:
    column, dot, answer = key.partition(".")
    if dot and column == "answers":
        values[column] = (values.get(column) or {}) | {answer: after}
    else:
        values[key] = after


def _compared(name: str, entity_id: str, expected: Columns | None, found: Columns | None) -> Iterator[Fault]:
    if expected is None:
        if found is not None:
            yield Fault("unknown", name, entity_id, found)
    elif found is None:
        yield Fault("gone", name, entity_id, expected)
    else:
        fields = [key for key in _differing(expected, found) if key != "seq"]
        # A record also takes the number of what happened in it, and of its person's changes.
        seq, own = found.get("seq"), expected["seq"]
        if seq is not None and (seq < own or (name != Record.__tablename__ and seq != own)):
            fields.append("seq")
        if fields:
            yield Fault("altered", name, entity_id, found, tuple(fields))


def _differing(expected: Columns, found: Columns) -> Iterator[str]:
    """Yield the columns that differ by name; of answers, which of them. One that is nothing is none."""
    for key, value in found.items():
        before = expected.get(key)
        if key != "answers":
            if before != value:
                yield key
        else:
            old, new = before or {}, value or {}
            yield from (f"{key}.{each}" for each in sorted({*old, *new}) if old.get(each) != new.get(each))


class _Counters:
    """The last case number of each year, which must not be given again."""

    def __init__(self, session: Session) -> None:
        query = select(Setting.key, Setting.value).where(Setting.key.startswith(_COUNTER, autoescape=True))
        self._given = {key.removeprefix(_COUNTER): value for key, value in session.execute(query)}
        self._seen: Counter[str] = Counter()
        letters: list[str] = session.scalar(select(Setting.value).where(Setting.key == LETTERS)) or [""]
        self._letter = letters[-1]

    def see(self, record: Mapping[str, object]) -> None:
        """Look at the number of one record."""
        stem, _, number = str(record["number"]).rpartition("-")
        # What ends otherwise was given by another life, and may have come back from elsewhere.
        if number.endswith(self._letter) and (number := number.removesuffix(self._letter)).isdecimal():
            self._seen[stem] = max(self._seen[stem], int(number))

    def faults(self) -> Iterator[Fault]:
        """Yield the counters that are behind; of what others gave out we keep none."""
        for stem, given in self._given.items():
            if not isinstance(given, int) or given < self._seen[stem]:
                yield Fault("counter", facts={"stem": stem, "last": self._seen[stem]})


def _of_papers(session: Session) -> Iterator[Fault]:
    """Yield the papers whose content is no longer what was put in."""
    query = select(
        Attachment.id, Attachment.name, Attachment.sha256, Attachment.content, Attachment.record_id
    )
    for paper, name, sha256, content, record in session.execute(query).yield_per(1):
        # One that was taken back before it ever came has none.
        if content and hashlib.sha256(content).hexdigest() != sha256:
            yield Fault("paper", "attachment", paper, {"name": name, "record_id": record})


# What a fault is about


def case_number(session: Session, fault: Fault) -> str:
    """Return the case number under which officers find what a fault is about; empty where there is none."""
    facts, persons = fault.facts, Record.person_id
    match fault.entity:
        case "record":
            return str(facts.get("number") or "")
        case "event" | "attachment" | "payment_row":
            about = Record.id == facts.get("record_id")
        case "person":
            about = persons == fault.id
        case "relation":
            about = persons == facts.get("person_id")
        case "household":
            about = persons.in_(select(Person.id).where(Person.household_id == fault.id))
        case _:
            return ""
    return session.scalar(select(Record.number).where(about).order_by(Record.number).limit(1)) or ""


def login_name(session: Session, user_id: str) -> str:
    """Return the login name of an officer, by identifier."""
    user = Base.metadata.tables["user"]
    return session.scalar(select(user.c.name).where(user.c.id == user_id)) or ""
