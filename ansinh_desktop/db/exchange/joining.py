"""Two people of our unit who are one: what hangs on the one who goes, and what joining them wrote."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from ansinh_desktop.db.models import Base, Household, Likeness, PaymentRow, Person, Record, Relation
from ansinh_desktop.db.refusals import coming_or_going

Steps: TypeAlias = dict[str, dict[str, list[object]]]
"""What joining two people wrote: by "table id" and column, from and to."""

_TABLES = ("person", "household", "relation", "record")


class Joining:
    """The people of the data file who were joined."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, person_id: str) -> Sequence[Likeness]:
        """Return with whom somebody was joined, the last first."""
        query = select(Likeness).where(Likeness.one_id == person_id, *_JOINED)
        return self._session.scalars(query.order_by(Likeness.seq.desc())).all()

    def pair(self, one_id: str, other_id: str) -> Likeness | None:
        """Return how two people were joined; None where they were not."""
        either = or_(
            and_(Likeness.one_id == one_id, Likeness.other_id == other_id),
            and_(Likeness.one_id == other_id, Likeness.other_id == one_id),
        )
        return self._session.scalar(select(Likeness).where(either, *_JOINED))

    def leading(self, person_id: str) -> str:
        """Return who stands for somebody: whoever they were joined with, or they themselves."""
        seen = {person_id}
        query = select(Likeness.one_id).where(*_JOINED)
        while (found := self._session.scalar(query.where(Likeness.other_id == person_id))) is not None:
            if found in seen:
                break
            seen.add(found)
            person_id = found
        return person_id

    def records(self, person_ids: Collection[str]) -> Sequence[Record]:
        """Return all records of some people, those that were removed among them."""
        query = select(Record).where(Record.person_id.in_(person_ids))
        return self._session.scalars(query.order_by(Record.number, Record.id)).all()

    def relations(self, person_id: str) -> Sequence[Relation]:
        """Return all relations in which somebody stands, those that were taken back among them."""
        either = or_(Relation.person_id == person_id, Relation.other_id == person_id)
        return self._session.scalars(select(Relation).where(either).order_by(Relation.id)).all()

    def households_of_head(self, person_id: str) -> Sequence[Household]:
        """Return the households of which somebody is the head."""
        query = select(Household).where(Household.head_id == person_id, Household.deleted.is_(False))
        return self._session.scalars(query.order_by(Household.id)).all()

    def both_paid(self, one_id: str, other_id: str) -> list[tuple[str, str]]:
        """Return register and month of each closed list that pays both for the same."""
        one, other = (aliased(PaymentRow) for _ in range(2))
        same = and_(one.benefit == other.benefit, one.month == other.month)
        query = select(one.benefit, one.month).join(other, same)
        query = query.where(one.person_id == one_id, other.person_id == other_id)
        return [(row[0], row[1]) for row in self._session.execute(query.order_by(one.benefit, one.month))]

    def move(self, other: Person, one_id: str) -> None:
        """Let all that hangs on somebody hang on another."""
        records, relations = self.records([other.id]), self.relations(other.id)
        with coming_or_going(self._session, {each.id for each in records}):
            for record in records:
                record.person_id = one_id
            for relation in relations:
                for key in _sides(relation, other.id, one_id):
                    setattr(relation, key, one_id)
            for household in self.households_of_head(other.id):
                household.head_id = one_id
            self._session.flush()
        self._once(relations, one_id)

    def _once(self, moved: Iterable[Relation], person_id: str) -> None:
        """Take back what is said of somebody twice, and now of the same person."""
        said = {_said(each) for each in self.relations(person_id) if each not in moved and not each.deleted}
        for each in moved:
            if not each.deleted and _said(each) in said:
                each.deleted = True
            said.add(_said(each))
        self._session.flush()

    def settle(self, unit: str) -> None:
        """Let what came since, and hangs on somebody who was joined with another, hang on that one as well.

        Of a record that another machine wrote for the one who went, nobody there knew of the other.
        """
        query = select(Likeness).where(Likeness.unit == unit, *_JOINED)
        for each in self._session.scalars(query.order_by(Likeness.id)).all():
            other = self._session.scalar(select(Person).where(Person.id == each.other_id))
            if other is None or not other.deleted:
                continue
            moved = {
                f"record {row.id}": {"person_id": [other.id, each.one_id]} for row in self.records([other.id])
            }
            for row in self.relations(other.id):
                if sides := _sides(row, other.id, each.one_id):
                    moved[f"relation {row.id}"] = {key: [other.id, each.one_id] for key in sides}
            if not moved:
                continue
            self.move(other, each.one_id)
            each.steps = {**(each.steps or {}), **moved}
            self._session.flush()

    def standing(self, steps: Mapping[str, Mapping[str, object]]) -> dict[tuple[str, str], dict[str, object]]:
        """Return what stands now in the columns that joining wrote; of a row that is not there nothing."""
        found: dict[tuple[str, str], dict[str, object]] = {}
        for row, fields in steps.items():
            name, _, row_id = row.partition(" ")
            table = Base.metadata.tables[name]
            now = self._session.execute(
                select(table.c.id, *(table.c[key] for key in fields)).where(table.c.id == row_id)
            ).first()
            if now is not None:
                found[name, row_id] = dict(zip(fields, now[1:], strict=True))
        return found

    def joined_later(self, pair: Likeness) -> Likeness | None:
        """Return another who was joined with the same person upon what joining this pair made of them."""
        mine = (pair.steps or {}).get(f"person {pair.one_id}", {})
        for each in self.of(pair.one_id):
            theirs = (each.steps or {}).get(f"person {pair.one_id}", {}) if each.id != pair.id else {}
            if any(key in mine and both[0] == mine[key][1] for key, both in theirs.items()):
                return each
        return None


_SIDES = ("person_id", "other_id")
_JOINED: tuple[ColumnElement[bool], ...] = (Likeness.steps.is_not(None), Likeness.deleted.is_(False))


def _sides(relation: Relation, person_id: str, one_id: str) -> list[str]:
    """Return where somebody stands in a relation, save in one to whom they are joined with: nobody is their own."""
    sides = [key for key in _SIDES if getattr(relation, key) == person_id]
    return [] if one_id in (relation.person_id, relation.other_id) else sides


def _said(relation: Relation) -> tuple[str, str, str]:
    return relation.person_id, relation.other_id, relation.kind
