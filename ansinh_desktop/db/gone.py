"""Who is dead or has moved away, and who stands beside them: few among many, found by an index of their own."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, Text, bindparam, func, or_, select, text
from sqlalchemy.orm import Session

from ansinh_desktop.db.models import GONE, Household, Person, Record, Relation, dump_json
from ansinh_desktop.db.people import Sight, seen_by
from ansinh_desktop.registers.field import SHOWN_BY_CODE


class GonePerson(NamedTuple):
    """Somebody who is dead or has moved away, with what others call them by."""

    id: str
    full_name: str
    search_key: str
    birth_date: str | None
    personal_id: str | None
    old_id: str | None
    death_date: str | None
    moved_on: str | None
    household_id: str | None


_COLUMNS = tuple(getattr(Person, each) for each in GonePerson._fields)


class Gone:
    """The few who are gone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def people(self, unit: str, sight: Sight) -> list[GonePerson]:
        """Return who of a unit is dead or has moved away, as far as they may be shown."""
        query = select(*_COLUMNS).where(Person.unit == unit, text(f"({GONE})"), Person.deleted.is_(False))
        return [GonePerson(*row) for row in self._session.execute(query.where(*seen_by(sight)))]

    def members(self, household_ids: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield the people of some households who are still there, each with the household."""
        query = select(Person.id, Person.household_id).where(
            Person.household_id.in_(_values(household_ids)),
            Person.death_date.is_(None),
            Person.moved_on.is_(None),
            Person.deleted.is_(False),
        )
        for person_id, household_id in self._session.execute(query) if household_ids else ():
            yield person_id, str(household_id)

    def relations(self, person_ids: Collection[str]) -> Iterator[tuple[str, str, str]]:
        """Yield how some people are related to others: who, to whom, and what they are to them."""
        given = _values(person_ids)
        query = select(Relation.person_id, Relation.other_id, Relation.kind).where(
            or_(Relation.person_id.in_(given), Relation.other_id.in_(given)), Relation.deleted.is_(False)
        )
        for row in self._session.execute(query) if person_ids else ():
            yield row.person_id, row.other_id, row.kind

    def headed(self, person_ids: Collection[str]) -> dict[str, str]:
        """Return the households of which one of some people is still the head, with that head."""
        query = select(Household.id, Household.head_id).where(
            Household.head_id.in_(_values(person_ids)), Household.deleted.is_(False)
        )
        return {row.id: row.head_id for row in self._session.execute(query)} if person_ids else {}

    def records(
        self, person_ids: Collection[str], registers: Sequence[str], unit: str
    ) -> list[tuple[str, str, str, str]]:
        """Return the records of some people that may stand beside a name: id, register, state and person, in order."""
        query = select(Record.id, Record.register, Record.state, Record.person_id).where(
            Record.person_id.in_(_values(person_ids)),
            Record.register.in_(registers),
            Record.unit == unit,
            Record.confidentiality < SHOWN_BY_CODE,
            Record.deleted.is_(False),
        )
        found = self._session.execute(query.order_by(Record.row)) if person_ids else ()
        return [(row.id, row.register, row.state, row.person_id) for row in found]


def _values(given: Iterable[str]) -> ScalarSelect[Any]:
    """Return values as one parameter, however many they are."""
    listed = bindparam(None, dump_json(list(given)), type_=Text)
    return select(func.json_each(listed).table_valued("value").c.value).scalar_subquery()
