"""What an act touched: its records, people and households, and whether the officer may write, or even name, them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ansinh_desktop.db.acts import MODELS, PersonLine, RecordLine
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases.forgetting import require_remembered
from ansinh_desktop.services.undo.net import Key

_PARTS = ("event", "attachment")


@dataclass(frozen=True)
class Reach:
    """The rows of an act with all that they belong to."""

    rows: frozenset[Key]
    records: Mapping[str, RecordLine]
    people: Mapping[str, PersonLine]
    households: Mapping[str, tuple[str, str | None]]
    """Unit and head."""
    home: Mapping[str, str]
    """By event or paper: its record. By relation: its person."""
    said: Mapping[str, str]
    """By event its kind, by paper its name."""
    access: Access = field(repr=False)

    def record(self, row: Key) -> RecordLine | None:
        """Return the record that a row is or in which it lies."""
        table, row_id = row
        return self.records.get(row_id if table == "record" else self.home.get(row_id, ""))

    def person(self, row: Key) -> PersonLine | None:
        """Return the person that a row is, or about whom it says something."""
        table, row_id = row
        match table:
            case "person":
                return self.people.get(row_id)
            case "relation":
                return self.people.get(self.home.get(row_id, ""))
            case "household":
                _unit, head = self.households.get(row_id, ("", None))
                return self.people.get(head or "")
            case _:
                return None

    def named(self, row: Key) -> str:
        """Return the number of a row's record and the name of its person, each as far as it may be said."""
        record, person = self.record(row), self.person(row)
        if record is not None:
            if not self.access.may(record.register, "r"):
                return ""
            name = "" if goes_by_code(record.confidentiality) else record.full_name
            return f"{record.number} {name}".strip()
        return person.full_name if person is not None and person.named else ""

    def about(self) -> list[RecordLine]:
        """Return the records that the act wrote, or in which it wrote."""
        found = {each.id: each for each in map(self.record, sorted(self.rows)) if each is not None}
        return list(found.values())


def reach(store: Store, access: Access, rows: Iterable[Key]) -> Reach:
    """Return what some rows belong to; of other tables than those that can be taken back, nothing is told."""
    wanted = frozenset(each for each in rows if each[0] in MODELS)
    ids = {table: [row_id for name, row_id in wanted if name == table] for table in MODELS}
    parts = store.acts.parts([each for part in _PARTS for each in ids[part]])
    homes = {part: record for part, (record, _said) in parts.items()}
    relations = store.acts.relations(ids["relation"])
    households = store.acts.households(ids["household"])
    heads = [head for _unit, head in households.values() if head]
    people = {*ids["person"], *relations.values(), *heads}
    return Reach(
        wanted,
        store.acts.records({*ids["record"], *homes.values()}),
        store.acts.people(people, access.sight(passing=True)),
        households,
        {**homes, **relations},
        {part: said for part, (_record, said) in parts.items()},
        access,
    )


def require_writable(store: Store, reached: Reach) -> None:
    """Refuse an act on rows that the officer may not write, or that another unit keeps.

    Raises:
        UserError: AS-1110, AS-1122, AS-2033, AS-2035, AS-2036.
    """
    access = reached.access
    for register in sorted({each.register for each in reached.about()}):
        access.require(register, "w")
    own = store.packages.own_unit()
    if any(each.unit != own for each in reached.about()):
        raise UserError("AS-2033")
    units = [each.unit for each in reached.people.values()]
    if {*units, *(unit for unit, _head in reached.households.values())} - {own}:
        raise UserError("AS-2036")
    require_remembered(store, {each.id for each in reached.about()}, set(reached.people))
    _require_known(store, reached)


def _require_known(store: Store, reached: Reach) -> None:
    """Refuse what is about people of none of the act's records of whom the officer may not know."""
    access = reached.access
    alone = sorted(set(reached.people) - {each.person_id for each in reached.about()})
    if (alone or reached.households) and not any(access.may(code, "w") for code in catalog.registers()):
        raise UserError("AS-2035")
    for found in store.records.by_person(alone).values() if alone else ():
        if not access.knows(register for _id, register in found):
            raise UserError("AS-1122")
