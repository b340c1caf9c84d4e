"""The way in for new rows: one statement for each table, worked out once for the life of the program."""

import operator
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects.sqlite import pysqlite

from ansinh_desktop.db.models import Json, UtcMoment, dump_json
from ansinh_desktop.errors import BugError

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
        self._blank: dict[str, object] = dict.fromkeys(each.key for each in columns)
        self._in_order = operator.itemgetter(*self._blank)
        self._defaults = [(each.key, each.default) for each in columns if each.default is not None]
        stored = ((place, converter(each.type)) for place, each in enumerate(columns))
        self._as_stored = [(place, convert) for place, convert in stored if convert]

    def complete(self, row: dict[str, object]) -> dict[str, object]:
        """Return the row with all its columns; one that was left out gets its default."""
        whole = self._blank | row
        if len(whole) > len(self._blank):
            raise BugError(f"no column {sorted(whole.keys() - self._blank.keys())}")
        return whole | {key: made_by(default) for key, default in self._defaults if whole[key] is None}

    def run(self, connection: Connection, rows: Sequence[dict[str, object]]) -> None:
        """Insert complete rows."""
        if rows:
            write(connection, self._statement, *map(self._stored, rows))

    def _stored(self, row: dict[str, object]) -> list[object]:
        values = list(self._in_order(row))
        for place, convert in self._as_stored:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values


def converter(kind: Any) -> Callable[[Any], object] | None:
    """Return what makes of a value the one that the engine keeps; None where it is the same."""
    if isinstance(kind, UtcMoment):
        return UtcMoment.as_stored
    if isinstance(kind, Json):
        return dump_json
    found: Callable[[Any], object] | None = kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return found


def made_by(default: Any) -> Any:
    """Return what the default of a column gives."""
    return default.arg if default.is_scalar else default.arg(None)


def write(connection: Connection, statement: str, *rows: Sequence[object]) -> Any:
    """Run one of our own statements for each row, past SQLAlchemy: its way around costs more than the row itself.

    Faults are the engine's own, ``sqlcipher3.dbapi2.Error``. Returns the engine's cursor.
    """
    engine: Any = connection.connection.driver_connection
    return engine.execute(statement, rows[0]) if len(rows) == 1 else engine.executemany(statement, rows)
