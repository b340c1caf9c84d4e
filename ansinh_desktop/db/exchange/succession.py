"""Units that others follow: their rows become those of the next, and no version of a row is another for it.

The same is written on both sides, so that what a receiver has confirmed stays confirmed, and the digests of what both
hold stay equal.
"""

import functools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.orm import Session

from ansinh_desktop.db import history
from ansinh_desktop.db.exchange import actors
from ansinh_desktop.db.exchange.tables import Conflict, Package, Transfer
from ansinh_desktop.db.exchange.travelling import MODELS
from ansinh_desktop.db.history import Chain
from ansinh_desktop.db.models import Columns, Household, Person
from ansinh_desktop.db.people import derived

SUCCESSIONS = "successions"
"""The setting that keeps which units were followed by which."""
_TABLES = (
    "hamlet",
    "household",
    "person",
    "likeness",
    "record",
    "payment_month",
    "payment_row",
    "closed_month",
    "figure",
    "closed_period",
)
_AT_ONCE = 500
_WORDS = ("full_name", "other_name", "birth_date", "personal_id", "old_id", "phone")
"""Of a person, besides the hamlet: what the words for searching are made of."""


_IN_PART = {
    "hamlet": (("name",), "hamlets"),
    "household": (("id",), "households"),
    "person": (("id",), "people"),
    "likeness": (("one_id", "other_id"), "people"),
    "record": (("person_id",), "people"),
}
"""By table: the columns that say whether a row goes with a part, and which of its lists has them all."""


Step: TypeAlias = Callable[[int], None]
"""Is told how many rows were gone through; what it raises ends the work."""


@dataclass(frozen=True)
class Part:
    """What of a unit goes to another: a few hamlets, with the people and households that stood there when it was signed."""

    hamlets: tuple[str, ...]
    people: tuple[str, ...]
    households: tuple[str, ...]

    @property
    def content(self) -> dict[str, object]:
        """What is signed of it."""
        return {
            "hamlets": [{"name": each} for each in self.hamlets],
            "people": list(self.people),
            "households": list(self.households),
        }

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Return what was kept of it."""
        hamlets = tuple(each["name"] for each in said["hamlets"])
        return cls(hamlets, tuple(said["people"]), tuple(said["households"]))

    @functools.cached_property
    def _all(self) -> dict[str, frozenset[str]]:
        return {each: frozenset(getattr(self, each)) for each in ("hamlets", "people", "households")}

    def takes(self, name: str, row: Columns) -> bool:
        """Whether a row goes."""
        keys, of = _IN_PART.get(name, ((), ""))
        return bool(keys) and all(row[key] in self._all[of] for key in keys)


@dataclass(frozen=True)
class Renames:
    """A unit that is followed by another; what it renames of itself without that, it changes as any row."""

    before: str
    after: str
    hamlets: Mapping[str, str] = field(default_factory=dict)
    """By the name of a hamlet: the one that it gets, or into which it is merged."""
    part: Part | None = None
    """What of the unit goes, where it is not all of it."""

    def row(self, name: str, row: Columns) -> Columns:
        """Return a row as it is after the succession; one of another unit as it is."""
        if row.get("unit") != self.before:
            return row
        if self.part is not None:
            return {**row, "unit": self.after} if self.part.takes(name, row) else row
        key = "name" if name == "hamlet" else "hamlet"
        renamed = {key: self.hamlets[row[key]]} if row.get(key) in self.hamlets else {}
        return {**row, "unit": self.after, **renamed}


def part_of(session: Session, unit: str, hamlets: Sequence[str]) -> Part:
    """Return what goes with some hamlets: a household goes whole, by its own hamlet or that of its head."""
    facts = {"unit": unit, "hamlets": json.dumps(list(hamlets))}
    homes = session.execute(text(_HOMES), facts).scalars().all()
    people = session.execute(text(_PEOPLE_OF), {**facts, "homes": json.dumps(list(homes))}).scalars().all()
    return Part(tuple(hamlets), tuple(people), tuple(homes))


_HOMES = (
    "SELECT h.id FROM household h LEFT JOIN person p ON p.id = h.head_id WHERE h.unit = :unit "
    "AND coalesce(h.hamlet, p.hamlet) IN (SELECT value FROM json_each(:hamlets)) ORDER BY h.id"
)
_PEOPLE_OF = (
    "SELECT id FROM person WHERE unit = :unit AND CASE WHEN household_id IS NULL "
    "THEN hamlet IN (SELECT value FROM json_each(:hamlets)) "
    "ELSE household_id IN (SELECT value FROM json_each(:homes)) END ORDER BY id"
)
_PARTED = {
    name: f"SELECT id, seq FROM {name} WHERE NOT deleted AND "  # noqa: S608 - our own tables
    f"({one} IN (SELECT value FROM json_each(:ids))) <> (other_id IN (SELECT value FROM json_each(:ids)))"
    for name, one in (("relation", "person_id"), ("likeness", "one_id"))
}
"""The relations between somebody who goes and somebody who stays, and what was decided of two such."""


_PARTED_AWAY = {
    name: f"SELECT t.id, t.seq FROM {name} t JOIN change c ON c.seq = t.seq AND c.entity_id = t.id "  # noqa: S608
    f"JOIN person p ON p.id = t.{one} JOIN person q ON q.id = t.other_id WHERE t.deleted AND p.unit = :unit "
    "AND q.unit = :unit AND json_extract(c.fields, '$.deleted') IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM json_each(t.vector) WHERE value = t.seq) "
    f"AND (t.{one} IN (SELECT value FROM json_each(:ids))) <> (t.other_id IN (SELECT value FROM json_each(:ids)))"
    for name, one in (("relation", "person_id"), ("likeness", "one_id"))
}
"""Those that were parted when somebody went: no officer took them away, so their vectors do not know of it."""


def _going(hand: Connection, name: str, renames: Renames, part: Part) -> list["_Change"]:
    """Return what changes in the rows of a table that go with a part."""
    keys, of = _IN_PART[name]
    among = " AND ".join(f"{key} IN (SELECT value FROM json_each(:ids))" for key in keys)  # noqa: S608
    query = text(f"SELECT id, seq FROM {name} WHERE unit = :unit AND {among} ORDER BY id")  # noqa: S608
    rows = hand.execute(query, {"unit": renames.before, "ids": json.dumps(list(getattr(part, of)))})
    return [(row_id, seq, {"unit": (renames.before, renames.after)}) for row_id, seq in rows]


def give_part(
    session: Session, chain: Chain, renames: Renames, part: Part, step: Step = lambda _: None
) -> int:
    """Let a part of our own rows be those of another unit, which nobody sees or sends here any more; the history has them.

    What its new unit holds of them comes from the receiving unit. Returns how many records they were; ``step`` as in
    :func:`move_own`.
    """
    hand, count, done = history.hand_of(session), 0, 0
    for name in _IN_PART:
        removed = set(hand.execute(text(f"SELECT id FROM {name} WHERE deleted")).scalars())  # noqa: S608
        for rows in _chunks(_going(hand, name, renames, part)):
            gone: list[_Change] = [
                (each, seq, said if each in removed else {**said, **_AWAY}) for each, seq, said in rows
            ]
            _tell(session, chain, name, gone)
            count += len(rows) if name == "record" else 0
            step(done := done + len(rows))
    _give_parted(session, chain, part)
    for table in _SAID_OF_ROWS:
        for name, key, owner in _OF_PART:
            hand.execute(
                text(
                    f"DELETE FROM {table} WHERE entity = '{name}' AND row_id IN "  # noqa: S608
                    f"(SELECT t.id FROM {name} t JOIN {owner} o ON o.id = t.{key} WHERE o.unit = :after)"
                ),
                {"after": renames.after},
            )
    return count


def _give_parted(session: Session, chain: Chain, part: Part) -> None:
    """Put away what stands between people of whom only some go, with all that is kept about it."""
    hand, facts = history.hand_of(session), {"ids": json.dumps(list(part.people))}
    for parted, query in _PARTED.items():
        for rows in _chunks([(each, seq, _AWAY) for each, seq in hand.execute(text(query), facts)]):
            _tell(session, chain, parted, rows)
            for table in _SAID_OF_ROWS:
                statement = f"DELETE FROM {table} WHERE entity = '{parted}' AND row_id = ?"  # noqa: S608
                hand.exec_driver_sql(statement, [(each,) for each, _seq, _said in rows])


def let_go(session: Session, chain: Chain, unit: str) -> None:
    """Let nothing of ours lean on who went: a household whose head went has none, who lived in one that went has none.

    They were written here after the division was signed, which names who goes with which household.
    """
    led = select(Household).join(Person, Person.id == Household.head_id)
    for home in session.scalars(led.where(Household.unit == unit, Person.unit != unit)):
        chain.ownership.admit([("person", str(home.head_id))])
        home.head_id = None
    lived = select(Person).join(Household, Household.id == Person.household_id)
    for person in session.scalars(lived.where(Person.unit == unit, Household.unit != unit)):
        chain.ownership.admit([("household", str(person.household_id))])
        person.household_id = None
    session.flush()


def come_back(session: Session, chain: Chain, unit: str) -> None:
    """Let rows that we gave to a unit be here again, now that this unit and ours are one: each as it was given.

    What became of them since comes with the next receipt; until then they know less than what stands there.
    """
    known = all_in(session)
    for each in known:
        if each.part is not None and last_of(known, each.after) == unit:
            _part_comes_back(session, chain, unit, each, each.part)


def _part_comes_back(session: Session, chain: Chain, unit: str, given: Renames, part: Part) -> None:
    hand = history.hand_of(session)
    for name in _IN_PART:
        found = hand.execute(text(_PUT_AWAY.format(name)), {"giver": given.before})
        put_away = {row_id: seq for row_id, seq in found}  # noqa: C416 - rows are no pairs to a dict
        going = _going(hand, name, Renames(given.after, unit), part)
        for rows in _chunks([row for row in going if put_away.get(row[0]) == row[1]]):
            _tell(session, chain, name, [(row_id, seq, _BACK | said) for row_id, seq, said in rows])
    facts = {"ids": json.dumps(list(part.people)), "unit": unit}
    for name, query in _PARTED_AWAY.items():
        parted: list[_Change] = [(row_id, seq, _BACK) for row_id, seq in hand.execute(text(query), facts)]
        for rows in _chunks(parted):
            _tell(session, chain, name, rows)


def take_part(session: Session, renames: Renames, part: Part, step: Step = lambda _: None) -> None:
    """Let a part of the rows that a unit has sent be those of another one; ``step`` as in :func:`move_own`."""
    hand, done = history.hand_of(session), 0
    for name in _IN_PART:
        for rows in _chunks(_going(hand, name, renames, part)):
            _write(hand, name, rows)
            step(done := done + len(rows))
    for name, query in _PARTED.items():
        parted = hand.execute(text(query), {"ids": json.dumps(list(part.people))}).all()
        if parted:
            hand.exec_driver_sql(f"DELETE FROM {name} WHERE id = ?", [(each,) for each, _seq in parted])  # noqa: S608


_SAID_OF_ROWS = ("delivery", "shipped", "returned", "conflict")
"""What is remembered of rows that we send; of two versions nobody chooses here any more: the other unit has the row."""
_AWAY: dict[str, tuple[object, object]] = {"deleted": (False, True)}
_BACK: dict[str, tuple[object, object]] = {"deleted": (True, False)}
_PUT_AWAY = (
    "SELECT t.id, t.seq FROM {} t JOIN change c ON c.seq = t.seq WHERE t.deleted AND c.entity_id = t.id "
    "AND json_extract(c.fields, '$.deleted') IS NOT NULL AND json_extract(c.fields, '$.unit[0]') = :giver"
)
"""The rows that were put away when they were given: their last line says both, whose they were and that they went."""
_OF_PART = (
    *((name, "id", name) for name in _IN_PART),
    ("relation", "person_id", "person"),
    ("event", "record_id", "record"),
    ("attachment", "record_id", "record"),
)
"""By table of which the ledger knows: the column that leads to what says whose a row is."""


def _tell(session: Session, chain: Chain, name: str, rows: "list[_Change]") -> None:
    """Write rows down in the history and in their table, and let what was confirmed of them be confirmed still."""
    hand, numbers = history.hand_of(session), []
    for row_id, seq, fields in rows:
        now = chain.add(name, row_id, "update", {key: list(both) for key, both in fields.items()})
        numbers.append((now, name, row_id, seq))
    _write(hand, name, rows)
    _renumber(hand, name, numbers)
    history.write_pending(session, chain)


def all_in(session: Session) -> list[Renames]:
    """Return the successions of a data file, the first first."""
    query = "SELECT value FROM setting WHERE key = ?"
    found = session.connection().exec_driver_sql(query, (SUCCESSIONS,)).scalar()
    return [
        Renames(
            each["before"],
            each["after"],
            {} if each.get("part") else each["hamlets"],
            Part.of(each["part"]) if each.get("part") else None,
        )
        for each in json.loads(found or "[]")
    ]


def following(known: Sequence[Renames], unit: str) -> list[Renames]:
    """Return what the rows of a unit went through, one after the other: also those that went to another as a part of it."""
    found, units = list[Renames](), {unit}
    for each in known:
        if each.before in units:
            found.append(each)
            units.add(each.after)
            if each.part is None:
                units.discard(each.before)
    return found


def became(known: Sequence[Renames], unit: str) -> list[Renames]:
    """Return what all of a unit became, one after the other."""
    found, now = list[Renames](), unit
    for each in known:
        if each.before == now and each.part is None:
            found.append(each)
            now = each.after
    return found


def last_of(known: Sequence[Renames], unit: str) -> str:
    """Return what a unit is now."""
    found = became(known, unit)
    return found[-1].after if found else unit


def move_own(session: Session, chain: Chain, renames: Renames, step: Step = lambda _: None) -> int:
    """Let our own rows be those of the next unit; each has its line in the history. Return how many they were.

    Args:
        session: Of the unit of work.
        chain: Its history.
        renames: What the unit becomes.
        step: Is told how many rows were gone through; what it raises ends the work.
    """
    hand, count = history.hand_of(session), 0
    for name in _TABLES:
        for rows in _chunks(_changes(hand, name, renames)):
            _tell(session, chain, name, rows)
            step(count := count + len(rows))
    return count


def move_theirs(session: Session, renames: Renames, step: Step = lambda _: None) -> int:
    """Let the rows that a unit has sent be those of the next; their history is that of the packages.

    ``step`` as in :func:`move_own`.
    """
    hand, count = history.hand_of(session), 0
    for name in MODELS:
        for rows in _chunks(_changes(hand, name, renames)) if name in _TABLES else ():
            _write(hand, name, rows)
            step(count := count + len(rows))
    for package in session.scalars(
        select(Package).where(Package.unit == renames.before, Package.direction == "in")
    ):
        package.unit = renames.after
    session.flush()
    return count


def move_waiting(session: Session, renames: Renames) -> None:
    """Let what waits to be chosen, and the cases on their way, speak of the next unit."""
    for conflict in session.scalars(select(Conflict)):
        conflict.theirs = renames.row(conflict.entity, conflict.theirs)
    for transfer in session.scalars(select(Transfer).where(Transfer.unit == renames.before)):
        transfer.unit = renames.after
    session.flush()


_Change = tuple[str, int, dict[str, tuple[object, object]]]
"""Identifier, number of the last change, by column: from and to."""


def _chunks(changes: list[_Change]) -> Iterator[list[_Change]]:
    for start in range(0, len(changes), _AT_ONCE):
        yield changes[start : start + _AT_ONCE]


def _changes(hand: Connection, name: str, renames: Renames) -> list[_Change]:
    """Return what changes in the rows of a table."""
    key = {"hamlet": "name", "household": "hamlet", "person": "hamlet"}.get(name, "")
    query = f"SELECT id, seq, {key or 'NULL'} FROM {name} WHERE unit = ? ORDER BY id"  # noqa: S608
    rows = hand.exec_driver_sql(query, (renames.before,)).fetchall()
    merged = _merged(hand, renames) if name == "hamlet" else frozenset[str]()
    found: list[_Change] = []
    for row_id, seq, place in rows:
        fields: dict[str, tuple[object, object]] = {"unit": (renames.before, renames.after)}
        new = renames.hamlets.get(place)
        if row_id in merged:
            fields["deleted"] = (False, True)
        elif new is not None:
            fields[key] = (place, new)
        found.append((row_id, seq, fields))
    return found


def _merged(hand: Connection, renames: Renames) -> frozenset[str]:
    """Return the hamlets that are merged into another one.

    Of those that are called alike then the one stays that keeps its name, else the first: the same on both sides.
    """
    query = "SELECT id, name FROM hamlet WHERE unit = ? AND NOT deleted ORDER BY id"
    known = [(each, name) for each, name in hand.exec_driver_sql(query, (renames.before,))]
    stays: dict[str, str] = {}
    for each, name in sorted(known, key=lambda one: one[1] in renames.hamlets):
        stays.setdefault(renames.hamlets.get(name, name), each)
    return frozenset(each for each, name in known if name in renames.hamlets) - set(stays.values())


def _write(hand: Connection, name: str, rows: Sequence[_Change]) -> None:
    by_columns: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for row_id, _seq, fields in rows:
        values = {key: after for key, (_before, after) in fields.items()}
        by_columns.setdefault(tuple(values), []).append({**values, "row_id": row_id})
    for columns, every in by_columns.items():
        said = ", ".join(f'"{key}" = :{key}' for key in columns)
        hand.execute(text(f"UPDATE {name} SET {said} WHERE id = :row_id"), every)  # noqa: S608
        if name == "person" and "hamlet" in columns:
            _find_anew(hand, [str(each["row_id"]) for each in every])


def _find_anew(hand: Connection, people: Sequence[str]) -> None:
    """Let people be found by the new name of their hamlet."""
    columns = ", ".join(("id", "hamlet", *_WORDS))
    query = f"SELECT {columns} FROM person WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
    rows = hand.exec_driver_sql(query, (json.dumps(list(people)),)).mappings().all()
    words = [{"row_id": each["id"], "words": derived(dict(each))["search_words"]} for each in rows]
    statement = text("UPDATE person SET search_words = :words WHERE id = :row_id")
    hand.execute(statement.bindparams(bindparam("words"), bindparam("row_id")), words)


def _renumber(hand: Connection, name: str, numbers: Sequence[tuple[int, str, str, int]]) -> None:
    """Give rows the numbers of their new lines, and let what each receiver has confirmed be confirmed still."""
    if name in MODELS:
        written = f"json_object({actors.WRITER.format(name)}, seq)"
        statement = f"UPDATE {name} SET vector = {written} WHERE vector IS NULL AND id = ?"  # noqa: S608
        hand.exec_driver_sql(statement, [(row_id,) for _now, _name, row_id, _seq in numbers])
    hand.exec_driver_sql(
        f"UPDATE {name} SET seq = ? WHERE id = ?",  # noqa: S608
        [(now, row_id) for now, _name, row_id, _seq in numbers],
    )
    for table in ("delivery", "shipped", "returned") if name in MODELS else ():
        statement = f"UPDATE {table} SET seq = ? WHERE entity = ? AND row_id = ? AND seq = ?"  # noqa: S608
        hand.exec_driver_sql(statement, list(numbers))
