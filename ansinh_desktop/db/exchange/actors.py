"""Who wrote which part of the history: each opening of a data folder is a writer, an *actor*, of its own.

So a folder that was copied whole, with the mark of its machine and all, never writes under the name of the one from
which it was copied, though nothing in either tells of the other.
"""

import secrets

from sqlalchemy import Connection

from ansinh_desktop.db import insertion
from ansinh_desktop.db.exchange import vectors
from ansinh_desktop.db.exchange.vectors import Vector

_BYTES = 6

WRITER = "(SELECT a.name FROM actor a WHERE a.since <= {0}.seq ORDER BY a.since DESC LIMIT 1)"
"""Who wrote the last change of a row."""

_IN_ORDER = (
    "SELECT json_group_object(key, value) FROM (SELECT key, value FROM json_each({0}.vector) ORDER BY key)"
)
SPELLED = f"CASE WHEN {{0}}.vector IS NULL THEN json_object({WRITER}, {{0}}.seq) ELSE ({_IN_ORDER}) END"
"""The one text of a row's vector: as ``vectors.text_of`` spells it."""

_NO_END = 2**62


def begin(connection: Connection, since: int) -> str:
    """Let a new actor write from this change on, and return its name."""
    name = secrets.token_hex(_BYTES)
    insertion.write(
        connection,
        "INSERT INTO actor (since, name) VALUES (?, ?) ON CONFLICT (since) DO UPDATE SET name = excluded.name",
        (since, name),
    )
    return name


def writer_of(connection: Connection, seq: int) -> str:
    """Return who wrote a change."""
    query = "SELECT name FROM actor WHERE since <= ? ORDER BY since DESC LIMIT 1"
    return str(connection.exec_driver_sql(query, (seq,)).scalar_one())


def read(connection: Connection, version: str | None, seq: int) -> Vector:
    """Return the vector of a row that stands here; one that says none was written in one opening alone."""
    return vectors.read(version) if version is not None else {writer_of(connection, seq): seq}


def last_changes(connection: Connection) -> dict[str, int]:
    """Return by actor of this history the number of its last change; of the present one a number beyond all."""
    found = connection.exec_driver_sql("SELECT name, since FROM actor ORDER BY since").all()
    ends = [since - 1 for _name, since in found[1:]]
    return dict(zip((name for name, _since in found), (*ends, _NO_END), strict=True))
