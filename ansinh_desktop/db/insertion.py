"""The way in for new rows: one statement for each table, worked out once for the life of the program."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects.sqlite import pysqlite

_DIALECT = pysqlite.dialect()


class Insertion:
    """Inserts whole rows into one table.

    Asked for anew at each save, the statement would cost SQLAlchemy more than the row costs the engine.
    """

    def __init__(self, table: Table) -> None:
        # The engine itself gives a row its number.
        columns = [each for each in table.columns if each.key != "row"]
        self._statement = str(
            insert(table).compile(dialect=_DIALECT, column_keys=[each.key for each in columns])
        )
        self._columns = [
            (each.key, each.default, each.type.dialect_impl(_DIALECT).bind_processor(_DIALECT))
            for each in columns
        ]

    def complete(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row with all its columns; one that was left out gets its default."""
        return {
            key: made_by(default) if (value := row.get(key)) is None and default is not None else value
            for key, default, _ in self._columns
        }

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert complete rows."""
        stored = [
            tuple(
                as_stored(each[key]) if as_stored and each[key] is not None else each[key]
                for key, _, as_stored in self._columns
            )
            for each in rows
        ]
        if stored:
            connection.exec_driver_sql(self._statement, stored if len(stored) > 1 else stored[0])


def made_by(default: Any) -> Any:
    """Return what the default of a column gives."""
    return default.arg if default.is_scalar else default.arg(None)
