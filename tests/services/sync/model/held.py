"""What a data folder holds of people, row by row, and which value of a row came after which."""

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import select

from ansinh_desktop.db.models import Base, Record, dump_json
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sending import SentKind

TABLES = ("hamlet", "household", "person", "relation", "record", "event", "attachment", "closed_month")
_OWN_MAKING = frozenset(
    {
        "row",
        "seq",
        "changed_at",
        "search_key",
        "sort_key",
        "search_words",
        "birth_precision",
        "content",
        "vector",
    }
)
"""Columns that say nothing of anybody: each data folder makes them for itself, or they tell versions apart."""

Key: TypeAlias = tuple[str, str]
"""Table and id."""
Value: TypeAlias = tuple[str, str, str]
"""Table, id, digest of what travels."""


_COLUMNS = {
    name: [each.key for each in Base.metadata.tables[name].columns if each.key not in _OWN_MAKING]
    for name in TABLES
}


def _query(table: str) -> str:
    more = ", NOT deleted AND length(content) = 0 AS is_empty" if table == "attachment" else ""
    return f'SELECT {", ".join(_COLUMNS[table])}{more} FROM "{table}"'


@functools.lru_cache(maxsize=20_000)
def _read(table: str, values: tuple[Any, ...]) -> tuple[Mapping[str, Any], str]:
    """Return a row as it was read, and its digest: most rows are as they were a step before."""
    names = _COLUMNS[table] + (["is_empty"] if table == "attachment" else [])
    row = dict(zip(names, values, strict=True))
    return row, digest_of(table, row)


def digest_of(table: str, row: Mapping[str, Any]) -> str:
    """Return the digest of what a row says, be it as the engine keeps it or as Python reads it.

    Whose it is does not count: a unit that another follows writes nothing.
    """
    values = [_stored(row[key]) for key in _COLUMNS[table] if key != "unit"]
    # A paper that came without its bytes is another one than that which was sent.
    empty = " empty" if row.get("is_empty") else ""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16] + empty


def _stored(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return dump_json(value) if isinstance(value, dict | list) else value


@dataclass(frozen=True)
class Held:
    """What one data folder holds."""

    rows: Mapping[Key, Mapping[str, Any]]
    digests: Mapping[Key, str]
    units: Mapping[Key, str]
    """Whose each row is."""
    confirmed: frozenset[str]
    """The records that are shown as taken in by the receiving unit."""

    def values(self) -> set[Value]:
        """Return every row as it stands."""
        return {(*key, digest) for key, digest in self.digests.items()}

    def of(self, unit: str) -> "Held":
        """Return what of it a unit has: what went to another one is not written any more."""
        keys = [key for key, whose in self.units.items() if whose == unit]
        rows = {key: self.rows[key] for key in keys}
        units = dict.fromkeys(keys, unit)
        return Held(rows, {key: self.digests[key] for key in keys}, units, self.confirmed)

    def group(self, record_id: str) -> list[Key]:
        """Return a record, its person, its events and its papers."""
        found: list[Key] = [("record", record_id), ("person", self.rows["record", record_id]["person_id"])]
        found += [
            key
            for key, row in self.rows.items()
            if key[0] in ("event", "attachment") and row["record_id"] == record_id
        ]
        return found

    def removed(self) -> set[Key]:
        """Return the records that were taken out."""
        return {key for key, row in self.rows.items() if key[0] == "record" and row["deleted"]}

    def final(self) -> set[Key]:
        """Return the records that are no drafts and not removed, with all that goes with them."""
        records = [
            key
            for key, row in self.rows.items()
            if key[0] == "record" and not row["draft"] and not row["deleted"]
        ]
        found = set[Key]()
        for _table, record_id in records:
            found.update(self.group(record_id))
        people = {row_id for table, row_id in found if table == "person"}
        for key, row in self.rows.items():
            if key[0] == "relation" and row["person_id"] in people and row["other_id"] in people:
                found.add(key)
        homes = {self.rows["person", each]["household_id"] for each in people} - {None}
        found |= {("household", each) for each in homes}
        hamlets = {self.rows[each].get("hamlet") for each in found}
        found |= {key for key, row in self.rows.items() if key[0] == "hamlet" and row["name"] in hamlets}
        return found | {
            key for key, row in self.rows.items() if key[0] == "closed_month" and not row["deleted"]
        }


def look(program: Program) -> Held:
    """Return what the open data hold."""
    rows: dict[Key, Mapping[str, Any]] = {}
    digests: dict[Key, str] = {}
    with program.vault.reading() as store:
        connection = store.session.connection()
        for table in TABLES:
            for each in connection.exec_driver_sql(_query(table)):
                row, digest = _read(table, tuple(each))
                key = (table, str(row["id"]))
                rows[key], digests[key] = row, digest
        is_confirmed = store.packages.sending().having(SentKind.CONFIRMED)
        confirmed = frozenset(store.session.scalars(select(Record.id).where(is_confirmed)))
    return Held(rows, digests, {key: _unit(rows, key) for key in rows}, confirmed)


def _unit(rows: Mapping[Key, Mapping[str, Any]], key: Key) -> str:
    row = rows[key]
    if "unit" in row:
        return str(row["unit"])
    leans: Key = ("person", row["person_id"]) if key[0] == "relation" else ("record", row["record_id"])
    return str(rows[leans]["unit"])


def conflicts(program: Program) -> dict[str, Value]:
    """Return by conflict the value that waits for somebody to choose between it and the one that stands."""
    with program.vault.reading() as store:
        return {
            each.id: (each.entity, each.row_id, digest_of(each.entity, each.theirs))
            for each in store.packages.conflicts()
        }


def everything(program: Program) -> str:
    """Return a digest of every table but the history and its end."""
    digest = hashlib.sha256()
    with program.vault.reading() as store:
        connection = store.session.connection()
        for table in Base.metadata.sorted_tables:
            if table.name == "change":
                continue
            where = " WHERE key <> 'history.end'" if table.name == "setting" else ""
            found = connection.exec_driver_sql(f'SELECT * FROM "{table.name}"{where}').all()
            digest.update(repr((table.name, sorted(map(repr, found)))).encode())
    return digest.hexdigest()


@dataclass
class Lineage:
    """Every value that was ever written, and of which values its writer knew."""

    parents: dict[Value, set[Value]] = field(default_factory=dict)
    gone: set[Value] = field(default_factory=set)
    """What nobody held any more when a backup or a new data folder took the place of one."""
    acknowledged: set[Value] = field(default_factory=set)
    """What was once shown as taken in by the receiving unit."""

    def wrote(self, before: Held, after: Held) -> None:
        """Remember what an officer did: each row that is another now was written by who knew the one before."""
        for key, digest in after.digests.items():
            old = before.digests.get(key)
            if old != digest:
                self.parents.setdefault((*key, digest), set()).update({(*key, old)} if old else ())

    def knows(self, later: Value, earlier: Value) -> bool:
        """Whether a value was written knowing another one, or is that one."""
        return earlier in self.known_by([later])

    def known_by(self, values: Iterable[Value]) -> set[Value]:
        """Return values with all that were known when they were written."""
        found, todo = set[Value](), list(values)
        while todo:
            each = todo.pop()
            if each not in found:
                found.add(each)
                todo += self.parents.get(each, ())
        return found

    def lost(self, present: Iterable[Value]) -> set[Value]:
        """Return what was acknowledged and has no trace among the values that are present."""
        return self.acknowledged - self.known_by([*present, *self.gone])
