"""Which rows travel, and which of their columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Table

from ansinh_desktop.db.models import (
    Attachment,
    Base,
    ClosedMonth,
    ClosedPeriod,
    Event,
    Figure,
    Hamlet,
    Household,
    Json,
    Likeness,
    Person,
    Record,
    Relation,
    Travelling,
)

TRAVELLING: tuple[type[Travelling], ...] = (
    Hamlet,
    Household,
    Person,
    Relation,
    Likeness,
    Record,
    Event,
    Attachment,
    ClosedMonth,
    Figure,
    ClosedPeriod,
)
"""The tables whose rows travel, in the order in which they are written."""

MODELS: Mapping[str, type[Travelling]] = {each.__tablename__: each for each in TRAVELLING}  # type: ignore[attr-defined]

PEOPLE = "people"
"""The part of the state that belongs to no register: hamlets, households, people, relations, likenesses, figures of the plan."""
IN_RECORDS = ("record", "event", "attachment")
"""The tables whose rows belong to a record."""
NAMING_REGISTER = ("record", "closed_month")
"""The tables whose rows say themselves to which register they belong."""

NOT_TRAVELLING = frozenset(
    {
        "row",
        "seq",
        "changed_at",
        "search_key",
        "sort_key",
        "search_words",
        "birth_precision",
        "content",
    }
)
"""Columns that each data file makes for itself; the content of a paper travels beside the tables, as it is."""

VECTOR = "vector"


def table_of(name: str) -> Table:
    """Return the table of a name."""
    return Base.metadata.tables[name]


def travelling_columns(name: str) -> list[tuple[str, str, bool]]:
    """Return the columns of a table that travel: name, type in a Table Schema, whether it must be there."""
    columns = table_of(name).columns
    found = [
        (each.key, _schema_type(each), not each.nullable)
        for each in columns
        if each.key not in NOT_TRAVELLING and each.key not in ("id", VECTOR)
    ]
    return [("id", "string", True), (VECTOR, "object", True), *found]


def columns_of(name: str) -> list[str]:
    """Return the names of the columns that travel, but for the vector."""
    return [each for each, _type, _required in travelling_columns(name) if each != VECTOR]


def content_of(row: Any, name: str) -> dict[str, Any]:
    """Return what a row says, by travelling column, without its vector."""
    return {key: getattr(row, key) for key in columns_of(name)}


def _schema_type(column: Column[object]) -> str:
    if isinstance(column.type, Json):
        return "array" if column.key == "statuses" else "object"
    if isinstance(column.type, Boolean):
        return "boolean"
    return "integer" if isinstance(column.type, Integer) else "string"


def in_order(names: Sequence[str]) -> list[str]:
    """Return names of tables in the order in which they are written."""
    return [each for each in MODELS if each in names]
