"""People, households, relations and hamlets."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session, object_session

from ansinh_desktop import ids, text
from ansinh_desktop.db import history
from ansinh_desktop.db.likely import COMPARED, Likely, known_by, known_of_values, likely
from ansinh_desktop.db.models import Hamlet, Household, Person, Record, Relation
from ansinh_desktop.errors import BugError
from ansinh_desktop.registers.answer import Answers, Value, as_text, date_of, text_of
from ansinh_desktop.registers.field import SHOWN_BY_CODE
from ansinh_desktop.registers.household import STATUSES
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.rules.likeness import Known

EXACT_MARK = "ζ"
"""Before a token that carries its marks, in the search words: a letter of no Vietnamese word."""

# Asked at every turn, and put together once: that would take longer than the question.
_PERSON = select(Person).where(Person.id == bindparam("of_id"))


@dataclass(frozen=True)
class Sight:
    """Whom an officer may be shown."""

    registers: tuple[str, ...] | None = None
    """Only who stands in one of these, or in none at all; everybody where None."""
    passing: bool = False
    """For lists that anybody behind the officer can read: records that go by their number count as unseen."""


EVERYBODY = Sight()


class People:
    """The people of the data file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, person_id: str) -> Person:
        """Return one person.

        Raises:
            BugError: There is none; identifiers come only from the data file itself.
        """
        found = self._session.scalar(_PERSON, {"of_id": person_id})
        if found is None:
            raise BugError(f"no person {person_id}")
        return found

    def some(self, person_ids: Sequence[str]) -> dict[str, Person]:
        """Return people by their ids, those that there are."""
        query = select(Person).where(Person.id.in_(person_ids))
        return {each.id: each for each in self._session.scalars(query)}

    def numbers_of_the_dead(self) -> dict[str, str]:
        """Return the day of death, as far as it is known, by each identity number that a dead person had."""
        query = select(Person.personal_id, Person.old_id, Person.death_date).where(
            Person.death_date.is_not(None), Person.deleted.is_(False)
        )
        rows = self._session.execute(query)
        return {number: died for *numbers, died in rows for number in numbers if number and died}

    def save(self, person_id: str | None, unit: str, values: Answers) -> str:
        """Add a person, or change the given fields of one; return the person's id."""
        if person_id is None:
            return self.add_all(unit, [values])[0]
        _change(self.get(person_id), values)
        self._session.flush()
        return person_id

    def add_all(self, unit: str, people: Sequence[Answers]) -> list[str]:
        """Add many people in one go, and return their ids."""
        rows = [_new_row(unit, values) for values in people]
        if rows:
            history.insert_rows(self._session, Person, rows)
        return [as_text(row["id"]) for row in rows]

    def change_all(self, people: Sequence[tuple[str, Answers]]) -> None:
        """Change the given fields of many people, each named by id."""
        ids_of_all = {person_id for person_id, _values in people}
        query = select(Person).where(Person.id.in_(ids_of_all))
        found = {each.id: each for each in self._session.scalars(query)} if people else {}
        for person_id, values in people:
            _change(found[person_id], values)
        self._session.flush()

    def alike(
        self,
        values: Answers,
        but: str | None = None,
        limit: int = 5,
        sight: Sight = EVERYBODY,
        apart: Collection[str] = (),
    ) -> list[Likely]:
        """Return people already recorded who are likely the same, the likeliest first, each with why.

        Args:
            values: What is known of somebody.
            but: Who it is already.
            limit: How many at most.
            sight: Whom the officer may be shown.
            apart: Who was said to be somebody else.
        """
        household = self.get(but).household_id if but else None
        return likely(self._session, known_by(values, household or ""), {but, *apart}, limit, seen_by(sight))

    def identities(
        self, sight: Sight = EVERYBODY
    ) -> Iterable[tuple[str, str | None, str | None, str, str | None, str | None]]:
        """Yield id, numbers, search key, birth and hamlet of everybody in sight: to match many rows at once."""
        columns = (
            Person.id,
            Person.personal_id,
            Person.old_id,
            Person.search_key,
            Person.birth_date,
            Person.hamlet,
        )
        query = select(*columns).where(Person.deleted.is_(False), *seen_by(sight))
        for row in self._session.execute(query):
            yield tuple(row)  # type: ignore[misc]

    def known(self, unit: str, sight: Sight = EVERYBODY) -> dict[str, Known]:
        """Return what is compared of everybody of a unit in sight, by id."""
        query = select(Person.id, *COMPARED).where(Person.unit == unit, Person.deleted.is_(False))
        found = self._session.execute(query.where(*seen_by(sight)))
        return {key: known_of_values(name, *rest) for key, name, *rest in found}

    def kept_by_others(self, unit: str) -> frozenset[str]:
        """Return the people whom another unit keeps."""
        return frozenset(self._session.scalars(select(Person.id).where(Person.unit != unit)))

    def count(self) -> int:
        """Return how many people are recorded."""
        return self._session.scalar(select(func.count(Person.row)).where(Person.deleted.is_(False))) or 0

    def hamlets(self, unit: str) -> Sequence[Hamlet]:
        """Return the commune's hamlets in their order."""
        return self._session.scalars(
            select(Hamlet).where(Hamlet.unit == unit, Hamlet.deleted.is_(False)).order_by(Hamlet.position)
        ).all()

    def set_hamlets(self, unit: str, names: Sequence[str], renamed: Mapping[str, str] | None = None) -> None:
        """Make the list of hamlets this one; names that stay keep their row, and so does one that is renamed.

        Args:
            unit: Whose hamlets they are.
            names: The new list.
            renamed: By the name that goes, the one that it gets, or into which it is merged.
        """
        present = {each.name: each for each in self.hamlets(unit)}
        before = {new: old for old, new in (renamed or {}).items() if new not in present}
        for position, name in enumerate(names):
            row = present.pop(name, None) or present.pop(before.get(name, ""), None)
            row = row or Hamlet(unit=unit, name=name)
            row.name, row.position = name, position
            self._session.add(row)
        for row in present.values():
            row.deleted = True
        self._session.flush()

    def hamlet_use(self, unit: str, name: str) -> tuple[int, int]:
        """Return how many people and households of a unit live in a hamlet."""
        people = select(func.count(Person.row)).where(
            Person.unit == unit, Person.hamlet == name, Person.deleted.is_(False)
        )
        households = select(func.count(Household.id)).where(
            Household.unit == unit, Household.hamlet == name, Household.deleted.is_(False)
        )
        return self._session.scalar(people) or 0, self._session.scalar(households) or 0

    def move_hamlets(self, unit: str, moves: Mapping[str, str]) -> None:
        """Let everybody of some hamlets live in others, people and households; each stands in the history.

        Nobody moves twice, also where one hamlet takes the name of the next.
        """
        people = select(Person).where(Person.unit == unit, Person.hamlet.in_(moves))
        for person in self._session.scalars(people).all():
            person.hamlet = moves[person.hamlet or ""]
            derive(person)
        households = select(Household).where(Household.unit == unit, Household.hamlet.in_(moves))
        for household in self._session.scalars(households).all():
            household.hamlet = moves[household.hamlet or ""]
        self._session.flush()

    def household(self, household_id: str) -> Household:
        """Return one household."""
        return self._session.get_one(Household, household_id)

    def household_of(self, person: Person) -> Household | None:
        """Return the household of a person."""
        return self.household(person.household_id) if person.household_id else None

    def save_household(self, household_id: str | None, unit: str, values: Answers) -> Household:
        """Add a household, or change one."""
        row = Household(unit=unit) if household_id is None else self.household(household_id)
        for key, value in values.items():
            setattr(row, key, value)
        self._session.add(row)
        self._session.flush()
        return row

    def members(self, household_id: str) -> Sequence[Person]:
        """Return the people of one household, in the order of their names."""
        query = select(Person).where(Person.household_id == household_id, Person.deleted.is_(False))
        return self._session.scalars(query.order_by(Person.sort_key)).all()

    def relation(self, relation_id: str) -> Relation:
        """Return one relation."""
        return self._session.get_one(Relation, relation_id)

    def relations(self, person_id: str) -> Sequence[Relation]:
        """Return the relations in which a person stands, on either side."""
        either = or_(Relation.person_id == person_id, Relation.other_id == person_id)
        return self._session.scalars(select(Relation).where(either, Relation.deleted.is_(False))).all()

    def relate(
        self,
        person_id: str,
        other_id: str,
        kind: str,
        since: str | None = None,
        note: str | None = None,
    ) -> Relation:
        """Say how one person is related to another."""
        row = Relation(person_id=person_id, other_id=other_id, kind=kind, since=since, note=note)
        self._session.add(row)
        self._session.flush()
        return row


def _known_fields(values: Answers) -> Answers:
    # The states of the household come along with what is known of a person, and are kept there alone.
    own = {key: value for key, value in values.items() if key != STATUSES}
    if unknown := own.keys() - PERSON_FIELDS.keys():
        raise BugError(f"no field of a person: {sorted(unknown)}")
    return own


def _new_row(unit: str, values: Answers) -> dict[str, Value]:
    known = _known_fields(values)
    row = {key: known.get(key) or None for key in PERSON_FIELDS}
    return row | {"id": ids.new_id(), "unit": unit} | derived(row)


def _change(person: Person, values: Answers) -> None:
    for key, value in _known_fields(values).items():
        if getattr(person, key, None) != (value or None):
            setattr(person, key, value or None)
    derive(person)


def seen_by(sight: Sight) -> list[ColumnElement[bool]]:
    """Return the condition for a person to be in sight: asked with the question itself, before any limit."""
    if sight == EVERYBODY:
        return []
    mine = select(Record.row).where(Record.person_id == Person.id, Record.deleted.is_(False))
    shown = mine if sight.registers is None else mine.where(Record.register.in_(sight.registers))
    if sight.passing:
        shown = shown.where(Record.confidentiality < SHOWN_BY_CODE)
    return [or_(shown.exists(), ~mine.exists())]


def values_of(person: Person) -> dict[str, Value]:
    """Return what is known of a person by field key."""
    return {key: getattr(person, key) for key in PERSON_FIELDS if getattr(person, key) is not None}


def known_of(person: Person) -> dict[str, Value]:
    """Return what is known of a person with the dated states of the household, as the rules ask for it."""
    known = values_of(person)
    session = object_session(person)
    household = session.get(Household, person.household_id) if session and person.household_id else None
    if household and household.statuses:
        known[STATUSES] = [*household.statuses]
    return known


def derive(person: Person) -> None:
    """Set the columns of a person that follow from the others."""
    known = {key: getattr(person, key) for key in PERSON_FIELDS}
    for key, value in derived(known).items():
        setattr(person, key, value)


def derived(person: Mapping[str, Value]) -> dict[str, Value]:
    """Return the columns that follow from the others: keys for search and order, precision of the birth date."""
    name, birth, number = (
        text_of(person, "full_name"),
        date_of(person, "birth_date"),
        text_of(person, "personal_id"),
    )
    plain = text.fold(
        " ".join(filter(None, (name, text_of(person, "other_name"), text_of(person, "hamlet"))))
    )
    exact = (EXACT_MARK + text.exact_word(word) for word in text.clean(name).split())
    numbers = filter(None, (number, text_of(person, "old_id"), text_of(person, "phone"), number[-6:]))
    return {
        "search_key": text.fold(name),
        "sort_key": text.name_sort_key(name),
        "birth_precision": birth.precision if birth else None,
        "search_words": " ".join(dict.fromkeys((*plain.split(), *exact, *numbers))),
    }
