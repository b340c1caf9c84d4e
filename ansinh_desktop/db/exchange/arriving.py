"""Rows that others wrote: what stands here of them, and how they are written in one go.

At a receiving unit their history is that of the packages: a line of the chain for each, and every row that one
replaced. In the unit's own data each row that comes back has its line, as if an officer had written it.
"""

import functools
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, select
from sqlalchemy.dialects.sqlite import insert, pysqlite
from sqlalchemy.orm import Session, SessionTransaction

from ansinh_desktop import clock
from ansinh_desktop.db import history, insertion
from ansinh_desktop.db.exchange import actors
from ansinh_desktop.db.exchange.ledger import Held
from ansinh_desktop.db.exchange.standing import PARENTS, Line, held_of, rows_in, said, state_of
from ansinh_desktop.db.exchange.tables import Conflict, Package, Replaced
from ansinh_desktop.db.exchange.travelling import (
    IN_RECORDS,
    MODELS,
    NAMING_REGISTER,
    PEOPLE,
    VECTOR,
    columns_of,
    table_of,
)
from ansinh_desktop.db.exchange.vectors import Vector, text_of
from ansinh_desktop.db.insertion import converter
from ansinh_desktop.db.models import (
    Attachment,
    Base,
    Change,
    Columns,
    Person,
    Travelling,
    UtcMoment,
)
from ansinh_desktop.db.people import derived

_DIALECT = pysqlite.dialect()

_WRITER = actors.WRITER.format("t")
_OWNED_BY = {
    "relation": "JOIN person o ON o.id = t.person_id",
    "event": "JOIN record o ON o.id = t.record_id",
    "attachment": "JOIN record o ON o.id = t.record_id",
}

_SAME = (
    "o.personal_id = n.personal_id",
    "o.search_key = n.search_key AND o.birth_date = n.birth_date",
)
_MET = (
    "SELECT n.id FROM person n JOIN person o ON {same} AND o.unit = n.unit "
    "WHERE n.id IN (SELECT value FROM json_each(?)) AND o.id NOT IN (SELECT value FROM json_each(?)) "
    "AND NOT n.deleted AND NOT o.deleted AND NOT EXISTS (SELECT 1 FROM likeness l "
    "WHERE l.one_id = min(n.id, o.id) AND l.other_id = max(n.id, o.id) AND NOT l.deleted)"
)


@dataclass(frozen=True)
class Present:
    """A row as it stands here: whose it is, in which version, and what it leans on."""

    unit: str
    vector: str
    parents: Columns


class Arriving:
    """Rows of others in the data file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @contextmanager
    def part(self) -> Iterator[SessionTransaction]:
        """Run a part of the unit of work that can be undone by itself."""
        with self._session.begin_nested() as part:
            # The session sets its savepoint only when it is first asked; rows are written without asking it.
            self._session.connection()
            yield part

    def present(self, name: str, row_ids: Sequence[str]) -> dict[str, Present]:
        """Return how some rows stand here, those that there are."""
        leaning = PARENTS.get(name, ())
        columns = "".join(f", t.{each}" for each in leaning)
        whose = "o.unit" if name in _OWNED_BY else "t.unit"
        query = (
            f"SELECT t.id, {whose}, coalesce(t.vector, json_object({_WRITER}, t.seq)){columns} FROM {name} t {_OWNED_BY.get(name, '')} "  # noqa: S608
            "WHERE t.id IN (SELECT value FROM json_each(?))"
        )
        rows = self._hand.exec_driver_sql(query, (json.dumps(list(row_ids)),))
        return {
            row_id: Present(unit, vector, dict(zip(leaning, parents, strict=True)))
            for row_id, unit, vector, *parents in rows
        }

    def ids_of(self, name: str, unit: str) -> list[str]:
        """Return the ids of all rows of a table that a unit keeps."""
        owned = _OWNED_BY.get(name, "")
        query = f"SELECT t.id FROM {name} t {owned} WHERE {'o.unit' if owned else 't.unit'} = ? ORDER BY t.id"  # noqa: S608
        return [row_id for (row_id,) in self._hand.exec_driver_sql(query, (unit,))]

    def met(self, person_ids: Sequence[str]) -> list[str]:
        """Return who among these is called and born as somebody else of their unit, or has their number.

        Of whom it was decided already that they are one, or two, nothing is said.
        """
        ids = json.dumps(list(person_ids))
        query = " UNION ".join(_MET.format(same=same) for same in _SAME)
        return [row_id for (row_id,) in self._hand.exec_driver_sql(query, (ids, ids) * len(_SAME))]

    def units_of(self, name: str, row_ids: Sequence[str]) -> dict[str, str]:
        """Return whose some people, households or records are, those that there are."""
        query = f"SELECT id, unit FROM {name} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
        found = self._hand.exec_driver_sql(query, (json.dumps(list(row_ids)),))
        return {row[0]: row[1] for row in found}

    def registers_of(self, record_ids: Sequence[str]) -> dict[str, str]:
        """Return in which register some records stand, those that there are."""
        query = "SELECT id, register FROM record WHERE id IN (SELECT value FROM json_each(?))"
        found = self._hand.exec_driver_sql(query, (json.dumps(list(record_ids)),))
        return {row[0]: row[1] for row in found}

    def vector_of(self, row: Travelling) -> Vector:
        """Return the vector of a row that stands here."""
        return actors.read(self._hand, row.vector, row.seq)

    def contents(self, name: str, row_ids: Sequence[str]) -> dict[str, Columns]:
        """Return what some rows say, without their vectors."""
        table, keys = table_of(name), columns_of(name)
        found: dict[str, Columns] = {}
        for start in range(0, len(row_ids), _AT_ONCE):
            query = select(*(table.c[key] for key in keys)).where(
                table.c.id.in_(row_ids[start : start + _AT_ONCE])
            )
            found.update((row["id"], dict(row)) for row in self._session.execute(query).mappings())
        return found

    def rows(self, model: type[Travelling], row_ids: Sequence[str]) -> dict[str, Travelling]:
        """Return some rows to be changed one by one, by id."""
        query = select(model).where(table_of(history.type_names[model]).c.id.in_(row_ids))
        return {vars(each)["id"]: each for each in self._session.scalars(query)}

    def paper(self, paper_id: str) -> bytes:
        """Return the content of a paper."""
        query = select(Attachment.content).where(Attachment.id == paper_id)
        return self._session.scalars(query).one()

    def write(self, name: str, new: Sequence[Columns], changed: Sequence[Columns] = ()) -> None:
        """Write rows in one go, whole; they carry their vectors as mappings.

        The number of the last change becomes theirs.

        Args:
            name: Their table.
            new: Those under whose ids nothing stands here.
            changed: Those that come in the place of others.
        """
        writing = _writing(name)
        seq, now = history.chain_of(self._session).seq, UtcMoment.as_stored(clock.now())
        values = [writing.values(each, seq, now) for each in (*new, *changed)]
        for start in range(0, len(values), _AT_ONCE):
            insertion.write(
                history.hand_of(self._session), writing.statement, *values[start : start + _AT_ONCE]
            )

    def keep_replaced(self, package_id: str, name: str, rows: Sequence[Columns]) -> None:
        """Keep rows as they were before a package took their place."""
        if rows:
            self._session.execute(
                table_of(Replaced.__tablename__).insert(),
                [
                    {"package_id": package_id, "entity": name, "row_id": each["id"], "content": each}
                    for each in rows
                ],
            )

    def replacements(self, row_ids: Sequence[str]) -> list[Change]:
        """Return what packages changed in some rows, as lines of a history that is kept elsewhere; they have no number."""
        query = (
            select(
                Replaced.entity, Replaced.row_id, Replaced.content, Package.at, Package.number, Package.unit
            )
            .join(Package, Package.id == Replaced.package_id)
            .where(Replaced.row_id.in_(row_ids))
            .order_by(Replaced.row.desc())
        )
        after: dict[tuple[str, str], Columns] = {}
        found = []
        for entity, row_id, before, at, number, unit in self._session.execute(query):
            key = (entity, row_id)
            now = after.get(key) or self.contents(entity, [row_id])[row_id]
            after[key] = before
            differing: history.Fields = {
                each: [before.get(each), now[each]]
                for each in now
                if each != "answers" and before.get(each) != now[each]
            }
            if "answers" in now:
                differing |= history.inside(before.get("answers"), now["answers"])
            found.append(
                Change(
                    seq=0,
                    device="",
                    at=at,
                    author=unit,
                    entity=entity,
                    entity_id=row_id,
                    act="update",
                    fields=differing,
                    reason=f"nhận gói số {number}",
                )
            )
        return found

    def differ(self, conflict: Conflict) -> None:
        """Keep two versions of a row of which an officer will choose."""
        self._session.merge(conflict)
        self._session.flush()

    def held(
        self, unit: str, parts: Sequence[str], instead: dict[tuple[str, str], tuple[str, str]]
    ) -> dict[str, Held]:
        """Return what stands here of a unit, by part.

        Args:
            unit: Whose rows.
            parts: Which parts.
            instead: For rows (table, id) that were not taken as they came: the part to which they belong, and the
                vector that they came with; so both sides reckon with the same.
        """
        return held_of(self._vectors(unit), parts, instead)

    def rows_of(self, unit: str, registers: Sequence[str], *, people: bool) -> Iterator[tuple[str, str]]:
        """Yield every row (table, id) that stands here of a unit, in some registers and, where asked, of its people."""
        return rows_in(self._vectors(unit), registers, people=people)

    def state(self, unit: str) -> str:
        """Return the digest of all that stands here of a unit, word for word."""
        return state_of(self._said(unit))

    def _said(self, unit: str) -> Iterator[bytes]:
        for name in MODELS:
            owned = _OWNED_BY.get(name, "")
            columns = ", ".join(f't."{each}"' for each in (*columns_of(name), VECTOR))
            query = (
                f"SELECT json_array({columns}) FROM {name} t {owned} "  # noqa: S608
                f"WHERE {'o.unit' if owned else 't.unit'} = ? ORDER BY t.id"
            )
            yield from (said(row) for (row,) in self._hand.exec_driver_sql(query, (unit,)))

    def _vectors(self, unit: str) -> Iterator[Line]:
        for name in sorted(MODELS):
            owned, of_record = _OWNED_BY.get(name, ""), name in IN_RECORDS
            whose = "o.unit" if owned else "t.unit"
            part = "o.register" if of_record else f"'{PEOPLE}'"
            part = "t.register" if name in NAMING_REGISTER else part
            query = (
                f"SELECT {part}, '{name}', t.id, t.vector FROM {name} t {owned} "  # noqa: S608
                f"WHERE {whose} = ? AND t.vector IS NOT NULL ORDER BY t.id"
            )
            yield from self._hand.exec_driver_sql(query, (unit,))

    @property
    def _hand(self) -> Connection:
        return self._session.connection()


_AT_ONCE = 500


def _keys_of(name: str) -> list[str]:
    """Return the columns that are written of a table."""
    model = MODELS[name]
    own = _DERIVED if model is Person else ("content",) if model is Attachment else ()
    return [*columns_of(name), VECTOR, "seq", "changed_at", *own]


class _Writing:
    """The statement that writes rows of one table, and what it is given."""

    def __init__(self, name: str) -> None:
        table: Table = Base.metadata.tables[name]
        self._derives = MODELS[name] is Person
        keys = _keys_of(name)
        new = insert(table).values(dict.fromkeys(keys))
        changed = {key: new.excluded[key] for key in keys if key != "id"}
        where = table.c.unit == new.excluded.unit if "unit" in table.c else None
        upsert = new.on_conflict_do_update(index_elements=["id"], set_=changed, where=where)
        self.statement = str(upsert.compile(dialect=_DIALECT, column_keys=keys))
        self._keys = [each.key for each in table.columns if each.key in keys]
        self._stored: dict[str, Callable[[Any], object]] = {
            each.key: convert
            for each in table.columns
            if each.key in keys
            and not isinstance(each.type, LargeBinary)
            and (convert := converter(each.type))
        }
        self._stored.pop("changed_at")

    def values(self, row: Columns, seq: int, now: str) -> list[object]:
        """Return what the statement is given for a row."""
        whole = {**row, VECTOR: text_of(row[VECTOR]), "seq": seq, "changed_at": now}
        if self._derives:
            whole |= derived(row)
        stored = self._stored
        return [
            stored[key](value) if (value := whole.get(key)) is not None and key in stored else value
            for key in self._keys
        ]


_DERIVED = ("search_key", "sort_key", "search_words", "birth_precision")


@functools.cache
def _writing(name: str) -> _Writing:
    return _Writing(name)
