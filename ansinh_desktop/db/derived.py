"""What the database holds only for speed and for analysts, made again whenever its declaration changes.

* ``person_search``: the words of each person, kept by triggers, for finding while typing.
* an index for each answer that lists filter by;
* a view ``register_<code>`` with one typed column an answer.
"""

import hashlib
import json

from sqlalchemy import Connection

from ansinh_desktop.registers import catalog
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


def refresh(connection: Connection) -> None:
    """Make everything derived again, if the declarations are no longer those it was made from."""
    statements = [
        *_SEARCH,
        *(line for each in catalog.registers().values() for line in _of_register(each)),
    ]
    digest = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    found = connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'derived'").scalar()
    if found == json.dumps(digest):
        return
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
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO setting (key, value) VALUES ('derived', ?)",
        (json.dumps(digest),),
    )


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
