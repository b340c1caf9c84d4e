"""What rows are about, in words: whose a record is, who lives in a household, which period a figure is of.

Who has but records that go by code is called by their number alone.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ansinh_desktop.db.exchange.travelling import IN_RECORDS, MODELS
from ansinh_desktop.db.models import Columns, Household, Person, Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.sync import content

_AT_ONCE = 500


@dataclass(frozen=True)
class Touched:
    """A case, a person or a household of which some rows are told."""

    what: str
    tables: tuple[str, ...]
    """What of it, in words."""


def touched(store: Store, rows: Iterable[tuple[str, str]]) -> tuple[Touched, ...]:
    """Return what some rows (table, id) are about: all that belongs to a case in one line.

    Args:
        store: Of the unit of work, in which the rows stand.
        rows: Of the tables that travel.
    """
    by_table: dict[str, list[str]] = {}
    for name, row_id in rows:
        by_table.setdefault(name, []).append(row_id)
    found: dict[str, list[str]] = {}
    cases: dict[str, str] = {}
    for name in (*IN_RECORDS, *(each for each in MODELS if each not in IN_RECORDS)):
        title, row_ids = content.table_of(name).title, by_table.get(name, [])
        for start in range(0, len(row_ids), _AT_ONCE):
            for what in _names(store, name, row_ids[start : start + _AT_ONCE], cases):
                parts = found.setdefault(what or title, [])
                if title not in parts:
                    parts.append(title)
    return tuple(Touched(what, tuple(parts)) for what, parts in found.items())


def _names(store: Store, name: str, row_ids: Sequence[str], cases: dict[str, str]) -> list[str]:
    """Return what rows are about; a person of whom a case is told is told with it (``cases``: by person)."""
    rows = store.arriving.contents(name, row_ids).values()
    if name not in IN_RECORDS:
        return [cases.get(each["id"]) or named(store, name, each) for each in rows]
    records = store.records.some([each["id" if name == "record" else "record_id"] for each in rows])
    people = store.people.some([each.person_id for each in records.values()])
    named_so = [(each.person_id, of_record(each, people[each.person_id])) for each in records.values()]
    cases |= dict(named_so)
    return [what for _person, what in named_so]


def of_case(store: Store, record: Record) -> str:
    """Return what one record is called."""
    return of_record(record, store.people.some([record.person_id])[record.person_id])


def of_record(record: Record, person: Person) -> str:
    """Return what a record is called in a list: its number, and whose it is unless it goes by code."""
    coded = goes_by_code(record.confidentiality)
    return record.number if coded else f"{person.full_name} · {record.number}"


def named(store: Store, name: str, row: Columns) -> str:
    """Return what a row is called that belongs to no register."""
    if "last" in row:
        return _of_period(name, row)
    match name:
        case "person":
            return _code(store, str(row["id"])) or str(row["full_name"] or "")
        case "household":
            return household(store, row)
        case "relation" | "likeness":
            one, other = ("person_id", "other_id") if name == "relation" else ("one_id", "other_id")
            both = store.people.some([row[one], row[other]])
            return " và ".join(_called(store, each) for _id, each in sorted(both.items()))
    return str(row.get("name") or row.get("month") or "")


def household(store: Store, row: Columns) -> str:
    """Return a household in words: its number, its head, its hamlet."""
    head = store.people.some([row["head_id"]]).get(row["head_id"]) if row["head_id"] else None
    parts = (
        f"Hộ số {row['number']}" if row["number"] else "Hộ",
        _called(store, head) if head is not None else "chưa ghi chủ hộ",
        row["hamlet"] or (head.hamlet if head is not None else None),
    )
    return " · ".join(filter(None, parts))


def told(store: Store, key: str, values: Iterable[Value]) -> list[Value]:
    """Return values of a column that names a person or a household, in words that tell two of them apart."""
    return [value if not isinstance(value, str) else _told(store, key, value) for value in values]


def _told(store: Store, key: str, row_id: str) -> str:
    if key == "household_id":
        found = store.arriving.contents(Household.__tablename__, [row_id]).get(row_id)
        return household(store, found) if found is not None else row_id
    person = store.people.some([row_id]).get(row_id)
    if person is None:
        return row_id
    birth = PERSON_FIELDS["birth_date"].kind.show(person.birth_date)
    # Two who were recorded twice are mostly called alike: the end of the id tells them apart.
    return f"{_code(store, row_id) or f'{person.full_name} · {birth}'} · …{row_id[-4:]}"


def _called(store: Store, person: Person) -> str:
    return _code(store, person.id) or person.full_name


def _code(store: Store, person_id: str) -> str:
    """Return the number by which somebody goes who has but coded records; empty of anybody else."""
    records = store.records.of_person(person_id)
    coded = records and all(goes_by_code(each.confidentiality) for each in records)
    return records[0].number if coded else ""


def _of_period(name: str, row: Columns) -> str:
    """Return what a row of the plan is about: the period, and of a figure its target and which part of it."""
    period = Period(*(datetime.date.fromisoformat(row[each]) for each in ("first", "last")))
    target = plan.plan_on(period.last).by_id.get(row["target"]) if name == "figure" else None
    if target is None:
        return f"{period.name[0].upper()}{period.name[1:]}"
    words = target.numerator if row["part"] == plan.NUMERATOR else target.denominator
    return f"{target.title} ({words or 'giá trị'}), {period.name}"
