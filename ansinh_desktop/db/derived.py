"""What the database holds only for speed and for analysts, made again whenever its declaration changes.

* the words and keys by which people are found and ordered, in their rows;
* ``person_search``: the words of each person, kept by triggers, for finding while typing.
* an index for each answer that lists filter by;
* a view ``register_<code>`` with one typed column an answer.
"""

import functools
import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select, update

from ansinh_desktop.db.models import Base
from ansinh_desktop.db.people import derived
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.register import Register

# Beginnings of every length that a syllable has are in the index: "nguyen" begins the names of two in five.
_SEARCH = (
    "DROP TABLE IF EXISTS person_search",
    "CREATE VIRTUAL TABLE person_search USING fts5(words, content='', contentless_delete=1, "
    "detail=none, prefix='1 2 3 4 5 6 7', tokenize=\"unicode61 remove_diacritics 0\")",
    "DROP TRIGGER IF EXISTS person_search_insert",
    "CREATE TRIGGER person_search_insert AFTER INSERT ON person BEGIN "
    "INSERT INTO person_search(rowid, words) VALUES (new.row, new.search_words); END",
    "DROP TRIGGER IF EXISTS person_search_update",
    "CREATE TRIGGER person_search_update AFTER UPDATE OF search_words ON person "
    "WHEN old.search_words IS NOT new.search_words BEGIN "
    "DELETE FROM person_search WHERE rowid = old.row; "
    "INSERT INTO person_search(rowid, words) VALUES (new.row, new.search_words); END",
    "DROP TRIGGER IF EXISTS person_search_delete",
    "CREATE TRIGGER person_search_delete AFTER DELETE ON person BEGIN "
    "DELETE FROM person_search WHERE rowid = old.row; END",
    "INSERT INTO person_search(rowid, words) SELECT row, search_words FROM person",
)


_WORDS = 2
"""How the words and keys of people are made. Raised with each change of it: those of people already there are made anew.

2: the Icelandic Ð, which old keyboards gave, is found as Đ.
"""

_MANY = 1000
_person = Base.metadata.tables["person"]


def refresh(connection: Connection) -> None:
    """Make everything derived again, if the declarations are no longer those it was made from."""
    statements, digest = _declared(tuple(catalog.registers().values()))
    kept = connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'derived'").scalar()
    made, found = {"statements": digest, "words": _WORDS}, json.loads(kept or "{}")
    if found == made:
        return
    _derive_declared(connection, statements)
    if not isinstance(found, dict) or found.get("words") != _WORDS:
        _derive_people(connection)
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO setting (key, value) VALUES ('derived', ?)",
        (json.dumps(made),),
    )


@functools.lru_cache(2)
def _declared(registers: tuple[Register, ...]) -> tuple[list[str], str]:
    """Return what makes the derived of registers, and its digest."""
    statements = [*_SEARCH, *(line for each in registers for line in _of_register(each))]
    return statements, hashlib.sha256("\n".join(statements).encode()).hexdigest()


def _derive_declared(connection: Connection, statements: Iterable[str]) -> None:
    for name in (
        connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE name LIKE 'ix\\_answer\\_%' ESCAPE '\\'"
        )
        .scalars()
        .all()
    ):
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    for statement in statements:
        connection.exec_driver_sql(statement)


def _derive_people(connection: Connection) -> None:
    """Make the words and keys of everybody anew, and write those that are others; the search index follows by itself."""
    keys = list(derived({}))
    change = update(_person).where(_person.c.row == bindparam("of_row"))
    change = change.values({key: bindparam(f"new_{key}") for key in keys})
    asked = select(_person.c.row, *(_person.c[key] for key in (*PERSON_FIELDS, *keys)))
    last = 0
    while (
        rows := connection.execute(asked.where(_person.c.row > last).order_by(_person.c.row).limit(_MANY))
        .mappings()
        .all()
    ):
        last = rows[-1]["row"]
        made = [(row, derived(dict(row))) for row in rows]
        changed = [
            {"of_row": row["row"], **{f"new_{key}": new[key] for key in keys}}
            for row, new in made
            if any(row[key] != new[key] for key in keys)
        ]
        if changed:
            connection.execute(change, changed)


def _of_register(register: Register) -> list[str]:
    code = register.code
    lines = [
        f"CREATE INDEX ix_answer_{code}_{key} ON record (json_extract(answers, '$.{key}')) WHERE register = '{code}'"
        for key in register.filters
    ]
    columns = [
        "record.id",
        "record.unit",
        "record.number",
        "record.state",
        "record.opened_on",
        "record.person_id",
    ]
    columns += [
        f"CAST(json_extract(answers, '$.{key}') AS {each.kind.sql}) AS \"{key}\""
        for key, each in register.fields.items()
    ]
    body = f"SELECT {', '.join(columns)} FROM record WHERE register = '{code}' AND NOT deleted"  # noqa: S608 - names of our own declarations
    return [
        *lines,
        f"DROP VIEW IF EXISTS register_{code}",
        f"CREATE VIEW register_{code} AS {body}",
    ]
