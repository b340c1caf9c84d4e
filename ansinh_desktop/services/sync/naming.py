"""What rows are about, in words: whose a record is, who lives in a household, which period a figure is of; what two differ in.

Who has but records that go by code is called by their number alone.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ansinh_desktop.db.exchange.alike import OTHER, SAME
from ansinh_desktop.db.exchange.travelling import IN_RECORDS, MODELS
from ansinh_desktop.db.models import Columns, Household, Person, Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import Field, goes_by_code
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.said import told_apart
from ansinh_desktop.services.plan.told import Told
from ansinh_desktop.services.sync import content, merge

_AT_ONCE = 500
OURS: Final = "ours"
THEIRS: Final = "theirs"
CLOSED: Final = "said"
"""What is chosen of a closed period: it is signed word for word, and no part of one stands in the other."""
PAIR, DECISION = "likeness", "decision"
"""What is chosen of two people is whether they are one, and no part of how they were joined."""
_SAID = {SAME: "Cùng một người", OTHER: "Hai người"}
_NAMING = ("person_id", "household_id", "head_id", "other_id")
"""Columns that name a person or a household."""


@dataclass(frozen=True)
class Difference:
    """One field of which there are two values."""

    key: str
    """The column; of an answer ``answers.`` and its key."""
    label: str
    ours: str
    theirs: str
    masked: bool = False
    """Whether a reason is asked before the values are shown."""
    before: str | None = None
    """What stood there when the two were still one; None where this data folder does not remember."""
    field: Field | None = None
    """The question, where another value than these can be given."""
    made: str | None = None
    """What both were put together to by themselves; None where an officer has to choose."""

    @property
    def proposed(self) -> str:
        """Whose value counts unless the officer says otherwise: of the one who changed it; empty where both did."""
        if self.before is None or self.masked:
            return ""
        return {self.ours: THEIRS, self.theirs: OURS}.get(self.before, "")


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


class Versions(NamedTuple):
    """Of one row."""

    ours: Columns
    theirs: Columns
    base: Columns | None
    """On which both were written, as far as it is known."""
    made: Columns | None = None
    """What they were put together to."""


def alike(name: str, versions: Versions, fields: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
    """Yield what two versions say alike, in the order of the form."""
    inside = "" if name == "person" else merge.INSIDE
    ours, theirs = merge.flat(versions.ours), merge.flat(versions.theirs)
    for key, each in fields.items():
        value = ours.get(f"{inside}{key}")
        if value == theirs.get(f"{inside}{key}") and (said := _shown(each, value, plain=False)):
            yield each.label, said


def fields_of(register: str, name: str, row: Columns) -> Mapping[str, Field]:
    """Return the questions that a row answers."""
    if name == "person":
        return PERSON_FIELDS
    declared = catalog.registers().get(register)
    if declared is None:
        return {}
    if name == "event":
        kind = declared.event_kinds.get(row["kind"])
        return kind.asked if kind else {}
    return declared.fields


class _Differing(NamedTuple):
    """One field of which there are two values, as they are stored."""

    key: str
    label: str
    field: Field | None
    ours: Value
    theirs: Value
    before: Value = None
    made: Value = None

    def shown(self, *, plain: bool, is_before_known: bool, is_made: bool) -> Difference:
        """Return it as the officer reads it; ``plain`` where a reason was given to show what is masked."""
        values = (self.ours, self.theirs, self.before, self.made)
        ours, theirs, before, made = (_shown(self.field, each, plain=plain) for each in values)
        masked = self.field is not None and self.field.masked
        is_asked = not (masked and not plain) and not isinstance(
            self.field and self.field.kind, kinds.PersonLink | kinds.Rows
        )
        asked = self.field if is_asked else None
        return Difference(
            self.key,
            self.label,
            ours,
            theirs,
            masked,
            before if is_before_known else None,
            asked,
            made if is_made else None,
        )


def differences(
    store: Store,
    name: str,
    versions: Versions,
    fields: Mapping[str, Field],
    record: Record | None,
    *,
    plain: bool,
) -> Iterator[Difference]:
    """Yield in what two versions of a row differ, in words; ``plain`` where a reason was given to show what is masked."""
    known = {"is_before_known": versions.base is not None, "is_made": versions.made is not None}
    for each in _differing(name, versions, fields):
        yield _of_whom(store, record, each).shown(plain=plain, **known)


def _differing(name: str, versions: Versions, fields: Mapping[str, Field]) -> Iterator[_Differing]:
    ours, theirs, base, made = versions
    titles = {each.name: each.title for each in content.table_of(name).columns}
    if name == "closed_period":
        both = told_apart(Told.of(ours[CLOSED]), Told.of(theirs[CLOSED]))
        yield _Differing(CLOSED, titles[CLOSED], None, *both)
        return
    if name == PAIR:
        one, two = _decided(ours), _decided(theirs)
        yield _Differing(DECISION, titles[DECISION], None, one, two, None, _decided(made) if made else None)
        return
    made_of = merge.flat(made or {})
    for key, mine, other, before in merge.differences(ours, theirs, base):
        field = fields.get(key.removeprefix(merge.INSIDE)) if _is_asked(name, key) else None
        label = field.label if field else titles.get(key, key.removeprefix(merge.INSIDE))
        yield _Differing(key, label, field, mine, other, before, made_of.get(key))


def _is_asked(name: str, key: str) -> bool:
    return name == "person" or key.startswith(merge.INSIDE)


def _decided(row: Columns) -> str:
    return f"{_SAID[row[DECISION]]}: {row['reason']}"


def _of_whom(store: Store, record: Record | None, each: _Differing) -> _Differing:
    """Tell in words which person or household a column names; of a record that goes by code nobody is named."""
    if each.key not in _NAMING or (record is not None and goes_by_code(record.confidentiality)):
        return each
    values = (each.ours, each.theirs, each.before, each.made)
    ours, theirs, before, made = told(store, each.key, values)
    return each._replace(ours=ours, theirs=theirs, before=before, made=made)


def _shown(field: Field | None, value: Value, *, plain: bool) -> str:
    if value in (None, "", [], {}):
        return ""
    if field is not None:
        return field.kind.show(value) if plain else field.shown(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value)
