"""The tables of the store in PostgreSQL: whose a row is stands first in every key, and parts them.

They follow from the tables of the data file, and hold what travels. Three things are kept beside it: ``said``, the
digest of what a row says, by which the state of a unit is reckoned without reading its rows; ``whose``, which says of
each identifier to which unit it belongs; and ``known_by``, which says under which identity numbers people stand: within
one part nobody could tell what another unit has, and to ask each part takes longer with each unit. There are no foreign
keys: on what a row leans was asked at the gate, of the same tables, within the same transaction.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import psycopg
from psycopg import sql
from sqlalchemy import Boolean, Integer, LargeBinary
from sqlalchemy.types import TypeEngine

from ansinh_desktop.db.exchange.travelling import MODELS, VECTOR, columns_of, table_of
from ansinh_desktop.db.models import Attachment, Json

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"

SCHEMA = "ansinh"
VERSION = 4
"""Of the tables; a store of another version is made anew from the archive."""
UNIT = "unit"
_TEXT = 'text COLLATE "C"'
_OWN = {"seq": "bigint NOT NULL", "changed_at": "timestamptz NOT NULL", "said": "bytea NOT NULL"}
"""What the store makes for itself: the number of the unit's history with which a row came, when, and its digest."""
_UNORDERED = ("jsonb", "bytea")
_INDEXES = {
    "relation": ("person_id",),
    "record": ("person_id", "register, state"),
    "event": ("record_id",),
    "attachment": ("record_id",),
}
"""Of a part each, that has one unit: named first, it would be taken for what tells rows apart."""
_BESIDE = (
    # Whose each row is, over all units: asked before anybody's row is taken.
    f"CREATE TABLE whose (entity text NOT NULL, id {_TEXT} NOT NULL, unit {_TEXT} NOT NULL, "
    "PRIMARY KEY (id, entity))",
    # What somebody was once known by stays: it is held against what stands there now.
    f"CREATE TABLE known_by (number {_TEXT} NOT NULL, unit {_TEXT} NOT NULL, person_id {_TEXT} NOT NULL, "
    "PRIMARY KEY (number, unit, person_id))",
    f"CREATE TABLE package (unit {_TEXT} NOT NULL, id {_TEXT} NOT NULL, came bigint NOT NULL, kind text NOT NULL, "
    "device text NOT NULL, epoch text NOT NULL, receiver text NOT NULL, number bigint NOT NULL, "
    "digest text NOT NULL, ancestors jsonb NOT NULL, confirmed text NOT NULL, late boolean NOT NULL, "
    "audit_head text, file_name text NOT NULL, counts jsonb NOT NULL, at timestamptz NOT NULL, "
    "PRIMARY KEY (unit, id), UNIQUE (unit, came))",
    f"CREATE TABLE answer (unit {_TEXT} NOT NULL, package_id {_TEXT} NOT NULL, number bigint NOT NULL, "
    "epoch text NOT NULL, file_name text NOT NULL, content bytea NOT NULL, outcome jsonb NOT NULL, "
    "PRIMARY KEY (unit, package_id, number))",
    f"CREATE TABLE replaced (unit {_TEXT} NOT NULL, seq bigint NOT NULL, place bigint NOT NULL, "
    f"package_id {_TEXT} NOT NULL, entity text NOT NULL, row_id {_TEXT} NOT NULL, content jsonb NOT NULL, "
    "PRIMARY KEY (unit, seq, place))",
    "CREATE INDEX ON replaced (unit, row_id)",
    f"CREATE TABLE history (unit {_TEXT} NOT NULL, seq bigint NOT NULL, at timestamptz NOT NULL, "
    f"package_id {_TEXT} NOT NULL, facts jsonb NOT NULL, PRIMARY KEY (unit, seq))",
    "CREATE TABLE about (key text PRIMARY KEY, value text NOT NULL)",
)


def columns(name: str) -> Mapping[str, str]:
    """Return the columns of a table that holds rows of units: the unit first, then what travels, then our own."""
    table = table_of(name)
    kept = [each for each in columns_of(name) if each != UNIT]
    kept += ["content"] if MODELS[name] is Attachment else []
    found = {UNIT: f"{_TEXT} NOT NULL", "id": f"{_TEXT} NOT NULL", VECTOR: "text NOT NULL"}
    for key in kept:
        column = table.c[key]
        found.setdefault(key, _type(key, column.type) + ("" if column.nullable else " NOT NULL"))
    return found | _OWN


def _type(key: str, kind: TypeEngine[Any]) -> str:
    if isinstance(kind, Json):
        return "jsonb"
    if isinstance(kind, Boolean):
        return "boolean"
    if isinstance(kind, Integer):
        return "bigint"
    if isinstance(kind, LargeBinary):
        return "bytea"
    return _TEXT if key.endswith("_id") else "text"


def _of_rows(name: str) -> Iterator[str]:
    kept = ", ".join(f'"{key}" {kind}' for key, kind in columns(name).items())
    yield f"CREATE TABLE {name} ({kept}, PRIMARY KEY (unit, id)) PARTITION BY LIST (unit)"
    for keys in _INDEXES.get(name, ()):
        yield f"CREATE INDEX ON {name} ({keys})"


def statements() -> list[str]:
    """Return what makes the tables."""
    return [*(line for name in MODELS for line in _of_rows(name)), *_BESIDE]


def kept_version(connection: Connection) -> int | None:
    """Return of which version the tables are that stand there; None where there are none."""
    if connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.about",)).fetchone() == (None,):
        return None
    found = connection.execute("SELECT value FROM about WHERE key = 'version'").fetchone()
    return int(found[0]) if found else 0


def make(connection: Connection) -> None:
    """Make the tables in a schema that has none."""
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA)))
    for each in statements():
        connection.execute(each.encode())
    connection.execute("INSERT INTO about VALUES ('version', %s)", (str(VERSION),))


def make_room(connection: Connection, unit: str) -> None:
    """Make the parts of the tables that hold the rows of a unit, if it never sent anything before.

    They are hung in when they are there: what others write meanwhile into their own parts is not held up.
    """
    for name in MODELS:
        part = sql.Identifier(SCHEMA, f"{name}_{unit}")
        if connection.execute("SELECT to_regclass(%s)", (part.as_string(connection),)).fetchone() != (None,):
            continue
        whole = sql.Identifier(SCHEMA, name)
        connection.execute(
            sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)").format(part, whole)
        )
        connection.execute(
            sql.SQL("ALTER TABLE {} ATTACH PARTITION {} FOR VALUES IN ({})").format(
                whole, part, sql.Literal(unit)
            )
        )


def looked_at() -> Iterator[sql.Composed]:
    """Yield what lets the engine look at the tables: at the columns by which it can choose a way, for all would take long."""
    for name in MODELS:
        keys = [
            key for key, kind in columns(name).items() if not kind.startswith(_UNORDERED) and key != VECTOR
        ]
        listed = sql.SQL(", ").join(map(sql.Identifier, keys))
        yield sql.SQL("ANALYZE {} ({})").format(sql.Identifier(SCHEMA, name), listed)
    for name in ("whose", "known_by", "package", "answer", "replaced", "history"):
        yield sql.SQL("ANALYZE {}").format(sql.Identifier(SCHEMA, name))


def is_empty(connection: Connection) -> bool:
    """Whether no package was ever taken into the store."""
    return connection.execute("SELECT NOT EXISTS (SELECT FROM package)").fetchone() == (True,)
