"""Rows that communes wrote, in PostgreSQL: read in sets, and written by COPY and one statement a table."""

import functools
import itertools
import json
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Boolean
from sqlalchemy.types import TypeEngine

from ansinh_desktop import clock
from ansinh_desktop.db.exchange import standing
from ansinh_desktop.db.exchange.arriving import Present
from ansinh_desktop.db.exchange.ledger import Held
from ansinh_desktop.db.exchange.standing import PARENTS, Instead, Line, held_of, rows_in, state_of
from ansinh_desktop.db.exchange.travelling import IN_RECORDS, MODELS, PEOPLE, VECTOR, columns_of, table_of
from ansinh_desktop.db.exchange.vectors import text_of
from ansinh_desktop.db.models import Columns, Json, dump_json
from ansinh_desktop.db.postgres.schema import UNIT, Connection, columns

_AT_ONCE = 5000
_OWNERS = {"event": "record_id", "attachment": "record_id", "closed_month": "register"}
"""By table: the column that leads to the register of a row."""

_BETWEEN = "\x1f"


def among(name: str) -> sql.Composed:
    """Return the texts of one parameter (:func:`listed`): as an array, each would be spelled by itself."""
    return sql.SQL("string_to_array({}, E'\\x1f')").format(sql.Placeholder(name))


def listed(texts: Iterable[str]) -> str:
    """Return texts for a question, without those that the engine refuses even there: nothing stands under them."""
    return _BETWEEN.join([each for each in texts if "\0" not in each and _BETWEEN not in each])


_AMONG = among("ids")


_BELONG = sql.SQL("COPY whose (entity, id, unit) FROM STDIN")
_KNOWN_BY = sql.SQL("COPY known_by (number, unit, person_id) FROM STDIN")
_NUMBERS = ("personal_id", "old_id")
_KNOWN_BY_MORE = sql.SQL("; ").join(
    sql.SQL(
        "INSERT INTO known_by SELECT {0}, unit, id FROM staging_person WHERE {0} <> '' ON CONFLICT DO NOTHING"
    ).format(sql.Identifier(key))
    for key in _NUMBERS
)


class _Part:
    """A part of the transaction."""

    undone = False

    def rollback(self) -> None:
        """Undo it when it ends."""
        self.undone = True


class PostgresRows:
    """The rows of one unit, as its package finds and changes them; what each method says, ``Arriving`` says."""

    def __init__(self, connection: Connection, unit: str, seq: int) -> None:
        """Stand before the rows of a unit.

        Args:
            connection: To the store, within a transaction.
            unit: Whose package it is.
            seq: The number of its history under which all is written.
        """
        self._connection = connection
        self._unit = unit
        self._seq = seq
        self._places = itertools.count()

    @contextmanager
    def part(self) -> Iterator[_Part]:
        """Run a part of the transaction that can be undone by itself."""
        part = _Part()
        with self._connection.transaction() as whole:
            yield part
            if part.undone:
                raise psycopg.Rollback(whole)

    def present(self, name: str, row_ids: Sequence[str]) -> dict[str, Present]:
        """Return how some rows stand here; of one of another unit only whose it is."""
        # Not joined: of tables that were filled a moment ago the engine knows nothing, and chooses a way of hours.
        units = self.units_of(name, row_ids)
        found = {row_id: Present(unit, "{}", {}) for row_id, unit in units.items()}
        own = [row_id for row_id, unit in units.items() if unit == self._unit]
        leaning = PARENTS.get(name, ())
        query = sql.SQL("SELECT {} FROM {} WHERE unit = %(unit)s AND id = ANY({})").format(
            sql.SQL(", ").join(map(sql.Identifier, ("id", VECTOR, *leaning))), sql.Identifier(name), _AMONG
        )
        rows = self._connection.execute(query, {"unit": self._unit, "ids": listed(own)}) if own else ()
        for row_id, vector, *parents in rows:
            found[row_id] = Present(self._unit, vector, dict(zip(leaning, parents, strict=True)))
        return found

    def units_of(self, name: str, row_ids: Sequence[str]) -> dict[str, str]:
        """Return whose some rows are, those that there are."""
        query = sql.SQL("SELECT id, unit FROM whose WHERE entity = %(name)s AND id = ANY({})").format(_AMONG)
        return dict(self._connection.execute(query, {"name": name, "ids": listed(row_ids)}).fetchall())

    def registers_of(self, record_ids: Sequence[str]) -> dict[str, str]:
        """Return in which register some records stand, whosever they are."""
        found = self._registers(self._unit, record_ids)
        left = [each for each in record_ids if each not in found]
        units: dict[str, list[str]] = {}
        for row_id, unit in self.units_of("record", left).items() if left else ():
            units.setdefault(unit, []).append(row_id)
        for unit, row_ids in units.items():
            found |= self._registers(unit, row_ids)
        return found

    def _registers(self, unit: str, record_ids: Sequence[str]) -> dict[str, str]:
        query = sql.SQL("SELECT id, register FROM record WHERE unit = %(unit)s AND id = ANY({})")
        asked = {"unit": unit, "ids": listed(record_ids)}
        return dict(self._connection.execute(query.format(_AMONG), asked).fetchall())

    def contents(self, name: str, row_ids: Sequence[str]) -> dict[str, Columns]:
        """Return what some rows of the unit say, without their vectors."""
        keys = columns_of(name)
        query = sql.SQL("SELECT {} FROM {} t WHERE t.unit = %(unit)s AND t.id = ANY({})").format(
            sql.SQL(", ").join(sql.Identifier("t", key) for key in keys), sql.Identifier(name), _AMONG
        )
        asked = {"unit": self._unit, "ids": listed(row_ids)}
        rows = self._connection.execute(query, asked) if row_ids else ()
        found = (dict(zip(keys, row, strict=True)) for row in rows)
        return {each["id"]: each for each in found}

    def paper(self, paper_id: str) -> bytes:
        """Return the content of a paper of the unit."""
        query = "SELECT content FROM attachment WHERE unit = %s AND id = %s"
        row = self._connection.execute(query, (self._unit, paper_id), binary=True).fetchone()
        return bytes(row[0]) if row else b""

    def write(self, name: str, new: Sequence[Columns], changed: Sequence[Columns] = ()) -> None:
        """Write rows of the unit in one go, whole: new, or in the place of what stood here.

        Raises:
            psycopg.errors.UniqueViolation: Another unit's package, taken in beside this one, brought a row of the same
                identifier: asked again, it is refused.
        """
        writing, now = _writing(name), clock.now().isoformat()
        if new:
            self._copy(_BELONG, ((name, row["id"], self._unit) for row in new))
            self._copy(writing.straight, (writing.values(row, self._unit, self._seq, now) for row in new))
        if changed:
            self._connection.execute(writing.empty)
            self._copy(writing.copy, (writing.values(row, self._unit, self._seq, now) for row in changed))
            self._connection.execute(writing.upsert)
        if name == "person":
            self._know(new, again=bool(changed))

    def _know(self, new: Iterable[Columns], *, again: bool) -> None:
        """Keep by which numbers people are known: those who are new, and who was written again."""
        numbers = ((number, row["id"]) for row in new for number in {row[key] for key in _NUMBERS} if number)
        self._copy(_KNOWN_BY, ((number, self._unit, person_id) for number, person_id in numbers))
        if again:
            self._connection.execute(_KNOWN_BY_MORE)

    def _copy(self, statement: sql.SQL | sql.Composed, rows: Iterable[Sequence[object]]) -> None:
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def keep_replaced(self, package_id: str, name: str, rows: Sequence[Columns]) -> None:
        """Keep rows as they were before a package took their place."""
        if not rows:
            return
        kept = "COPY replaced (unit, seq, place, package_id, entity, row_id, content) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(kept) as copy:
            for each in rows:
                place = next(self._places)
                copy.write_row((self._unit, self._seq, place, package_id, name, each["id"], dump_json(each)))

    def held(
        self, unit: str, parts: Sequence[str], instead: dict[tuple[str, str], tuple[str, str]]
    ) -> dict[str, Held]:
        """Return what stands here of a unit, by part, some rows reckoned in another version."""
        known: Instead = instead
        return held_of(self._vectors(unit), parts, known)

    def rows_of(self, unit: str, registers: Sequence[str], *, people: bool) -> Iterator[tuple[str, str]]:
        """Yield every row (table, id) that stands here of a unit, in some registers and, where asked, of its people."""
        return rows_in(self._vectors(unit), registers, people=people)

    def state(self, unit: str) -> str:
        """Return the digest of all that stands here of a unit, word for word."""
        return state_of(
            bytes(row[0])
            for name in MODELS
            for row in self._stream(
                sql.SQL("SELECT said FROM {} WHERE unit = %s ORDER BY id").format(sql.Identifier(name)), unit
            )
        )

    def reckoned(self, unit: str) -> str:
        """Return the same digest, reckoned from the values that stand here."""
        return state_of(self._reckoned(unit))

    def _reckoned(self, unit: str) -> Iterator[bytes]:
        for name in MODELS:
            keys = [*columns_of(name), VECTOR]
            query = sql.SQL("SELECT {} FROM {} WHERE unit = %s ORDER BY id").format(
                sql.SQL(", ").join(map(sql.Identifier, keys)), sql.Identifier(name)
            )
            for row in self._stream(query, unit):
                values = dict(zip(keys, row, strict=True))
                yield standing.said(_writing(name).spelled(values | {VECTOR: json.loads(values[VECTOR])}))

    def _vectors(self, unit: str) -> Iterator[Line]:
        # Asked to join tables that were filled a moment ago, and of which it knows nothing yet, the engine errs badly.
        in_registers = sql.SQL("SELECT id, register FROM record WHERE unit = %s")
        registers: dict[str, str] = dict(self._stream(in_registers, unit))
        for name in sorted(MODELS):
            owner = sql.Identifier(_OWNERS.get(name, "id"))
            query = sql.SQL("SELECT id, {}, vector FROM {} WHERE unit = %s ORDER BY id").format(
                owner, sql.Identifier(name)
            )
            for row_id, owner_id, vector in self._stream(query, unit):
                own = owner_id if name == "closed_month" else PEOPLE
                yield registers[owner_id] if name in IN_RECORDS else own, name, row_id, vector

    def _stream(self, query: sql.SQL | sql.Composed, unit: str) -> Iterator[tuple[Any, ...]]:
        """Yield rows of the unit as they come: never all of a large one at once."""
        with self._connection.cursor("ansinh_rows") as cursor:
            cursor.itersize = _AT_ONCE
            yield from cursor.execute(query, (unit,))


class _Writing:
    """The statements that write rows of one table, and what they are given."""

    def __init__(self, name: str) -> None:
        self._keys = list(columns(name))
        self._told = [*columns_of(name), VECTOR]
        kinds = table_of(name).c
        self._convert = [text_of if key == VECTOR else _converter(kinds[key].type) for key in self._told]
        places = {
            key: place
            for place, key in enumerate((*self._told, UNIT, "content", "seq", "changed_at", "said"))
        }
        self._in_order: Callable[[Sequence[object]], tuple[object, ...]] = operator.itemgetter(
            *(places[key] for key in self._keys)
        )
        listed = sql.SQL(", ").join(map(sql.Identifier, self._keys))
        staging, table = sql.Identifier(f"staging_{name}"), sql.Identifier(name)
        changed = [key for key in self._keys if key not in (UNIT, "id")]
        self.staged = sql.SQL(
            "CREATE TEMPORARY TABLE IF NOT EXISTS {} (LIKE {}) ON COMMIT DELETE ROWS"
        ).format(staging, table)
        self.empty = sql.SQL("TRUNCATE {}").format(staging)
        self.copy, self.straight = (
            sql.SQL("COPY {} ({}) FROM STDIN").format(each, listed) for each in (staging, table)
        )
        self.upsert = sql.SQL(
            "INSERT INTO {table} ({keys}) SELECT {keys} FROM {staging} ON CONFLICT (unit, id) DO UPDATE SET {changed}"
        ).format(
            table=table,
            keys=listed,
            staging=staging,
            changed=sql.SQL(", ").join(
                sql.SQL("{0} = excluded.{0}").format(sql.Identifier(key)) for key in changed
            ),
        )

    def spelled(self, row: Columns) -> str:
        """Return what a row says, as the data file spells it."""
        return standing.spelled(self._as_stored(row))

    def _as_stored(self, row: Columns) -> list[object]:
        """Return what a row says as the data file keeps it; COPY takes it so as well."""
        values = zip(map(row.__getitem__, self._told), self._convert, strict=True)
        return [convert(value) if convert and value is not None else value for value, convert in values]

    def values(self, row: Columns, unit: str, seq: int, now: str) -> tuple[object, ...]:
        """Return what a row is by column."""
        told = self._as_stored(row)
        said = standing.said(standing.spelled(told))
        return self._in_order((*told, unit, row.get("content"), seq, now, said))


def _converter(kind: TypeEngine[Any]) -> Callable[[Any], object] | None:
    if isinstance(kind, Json):
        return _json
    return int if isinstance(kind, Boolean) else None


def _json(value: Any) -> str:
    return "{}" if value == {} else dump_json(value)  # nothing is told of most events but that they were


@functools.cache
def _writing(name: str) -> _Writing:
    return _Writing(name)


def prepare(connection: Connection) -> None:
    """Make the tables, of this connection alone, into which rows are copied before they are taken over."""
    for name in MODELS:
        connection.execute(_writing(name).staged)
