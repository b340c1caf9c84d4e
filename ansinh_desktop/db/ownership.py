"""Whose a row is: a unit writes its own rows, and those of another only while it takes in that unit's package.

A row says itself which unit keeps it, or it leans on a row that does. Both count, as they stand now and as they stood
before: nothing is taken from another unit, nor slipped under one of its rows.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, ForeignKey, exists, false
from sqlalchemy.orm import InstanceState

from ansinh_desktop.db.models import Base, Columns, Tracked
from ansinh_desktop.errors import UserError

OFFICE = "office"
"""The setting that says whose the data file is."""

_UNIT = "unit"
_AT_ONCE = 500

_CODES = {"record": "AS-2033", "event": "AS-2033", "attachment": "AS-2033"}
_OTHER_CODE = "AS-2036"


def _foreign_keys(name: str) -> Iterator[tuple[str, str]]:
    for column in Base.metadata.tables[name].columns:
        keys: set[ForeignKey] = column.foreign_keys
        yield from ((column.key, each.column.table.name) for each in keys)


def _leans(name: str) -> dict[str, str]:
    found = {key: other for key, other in _foreign_keys(name) if _UNIT in Base.metadata.tables[other].columns}
    # The head may come after the household in a package, so that no foreign key holds it.
    return found | ({"head_id": "person"} if name == "household" else {})


TRACKED: list[str] = [
    name
    for name, table in Base.metadata.tables.items()
    if any(each.local_table is table and issubclass(each.class_, Tracked) for each in Base.registry.mappers)
]

LEANS: dict[str, dict[str, str]] = {
    name: _leans(name) for name in TRACKED if _UNIT in Base.metadata.tables[name].columns or _leans(name)
}
"""By table that belongs to units: its columns that name a row of another one, and of which."""


@dataclass(frozen=True)
class Foreign:
    """Which rows of one table are not a unit's own."""

    table: str
    unit: str
    others: Mapping[str, frozenset[str]]
    """By table: the rows of other units that were asked for."""

    def has(self, values: Columns) -> bool:
        """Whether a row, by the columns that it has or had, is another unit's, or leans on one that is."""
        unit = values.get(_UNIT)
        return (unit is not None and unit != self.unit) or any(
            values.get(key) in self.others.get(other, ()) for key, other in LEANS[self.table].items()
        )


def foreign(
    connection: Connection,
    table: str,
    rows: Iterable[Columns],
    unit: str,
    known: Container[tuple[str, str]] = (),
) -> Foreign:
    """Return which of some rows of a table are not a unit's own; what they lean on and is not there is nobody's.

    Args:
        connection: To ask whose the rows are on which these lean.
        table: The table.
        rows: By column.
        unit: Whose they should be.
        known: Rows (table, id) that are known to be the unit's, and need not be asked for.
    """
    asked: dict[str, set[str]] = {}
    for each in rows:
        for key, other in LEANS[table].items():
            if each.get(key) is not None and (other, each[key]) not in known:
                asked.setdefault(other, set()).add(each[key])
    return Foreign(table, unit, {name: _others(connection, name, ids, unit) for name, ids in asked.items()})


def _others(connection: Connection, name: str, ids: Iterable[str], unit: str) -> frozenset[str]:
    asked, found = sorted(ids), set[str]()
    for start in range(0, len(asked), _AT_ONCE):
        chunk = asked[start : start + _AT_ONCE]
        marks = ",".join("?" * len(chunk))
        query = f'SELECT id FROM "{name}" WHERE unit <> ? AND id IN ({marks})'  # noqa: S608 - a table of ours
        found.update(connection.exec_driver_sql(query, (unit, *chunk)).scalars())
    return frozenset(found)


class Ownership:
    """Whose rows a unit of work may write."""

    def __init__(self) -> None:
        self._taking_in: str | None = None
        self._own: str | None = None
        self._written: set[tuple[str, str]] = set()

    def begin(self, taking_in: str | None = None) -> None:
        """Begin a unit of work: our own, or the taking-in of a package that this unit has signed."""
        self._taking_in = taking_in
        self._written.clear()

    def forget(self) -> None:
        """Ask again whose the data file is: its unit is being set, or what was set is undone."""
        self._own = None

    def admit(self, rows: Iterable[tuple[str, str]]) -> None:
        """Let what is written now lean on some rows (table, id), whosever they are: who went away was paid here before."""
        self._written.update(rows)

    def require(self, connection: Connection, rows: Iterable[tuple[str, Columns]]) -> None:
        """Refuse rows, each given by table with the columns that it has or had, that another unit keeps.

        Raises:
            UserError: AS-2033, AS-2036 one of them is another unit's.
        """
        by_table: dict[str, list[Columns]] = {}
        for name, values in rows:
            if name in LEANS:
                by_table.setdefault(name, []).append(values)
        unit = self._writer(connection) if by_table else None
        # Nobody's data are foreign while the first steps are being taken.
        if unit is None:
            return
        for name, each in by_table.items():
            found = foreign(connection, name, each, unit, self._written)
            if any(map(found.has, each)):
                raise UserError(_CODES.get(name, _OTHER_CODE))
            # A person is written just before the record: whose they are is known then.
            self._written.update((name, row["id"]) for row in each if row.get(_UNIT) == unit and "id" in row)

    def _writer(self, connection: Connection) -> str | None:
        if self._taking_in is not None:
            return self._taking_in
        if self._own is None:
            self._own = own_unit(connection)
        return self._own


def own_unit(connection: Connection) -> str | None:
    """Return the unit whose data these are; None before the first steps are done."""
    query = "SELECT json_extract(value, '$.unit') FROM setting WHERE key = ?"
    found: str | None = connection.exec_driver_sql(query, (OFFICE,)).scalar()
    return found


def is_foreign(own: str | None, name: str) -> ColumnElement[bool]:
    """Return the condition that another unit keeps a row of a table."""
    table = Base.metadata.tables[name]
    if own is None or name not in LEANS:
        return false()
    if _UNIT in table.c:
        return table.c.unit != own
    key, other = next(iter(LEANS[name].items()))
    leant_on = Base.metadata.tables[other]
    return exists().where(leant_on.c.id == table.c[key], leant_on.c.unit != own)


def as_it_was(state: InstanceState[Any], name: str) -> Columns:
    """Return the columns that say whose a row is, as they stood before they were changed."""
    found = {}
    for key in (_UNIT, *LEANS.get(name, ())):
        if key in state.attrs:
            deleted = state.attrs[key].history.deleted
            found[key] = deleted[0] if deleted else None
    return found
