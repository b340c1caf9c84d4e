"""People of two units who may be the same: found in one question, and what officers decided of them.

Whoever stands in a record that goes by its number is found by an identity number alone: that two communes know a
name and a birth date like theirs is told to nobody.
"""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, Final, NamedTuple

from sqlalchemy import Index, delete, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from ansinh_desktop import ids
from ansinh_desktop import text as vietnamese
from ansinh_desktop.db.models import Base, Likeness, Person, Record
from ansinh_desktop.db.people import Sight, seen_by, values_of
from ansinh_desktop.registers.answer import Answers, text_of
from ansinh_desktop.registers.field import SHOWN_BY_CODE, goes_by_code
from ansinh_desktop.registers.person import PERSON_FIELDS

SAME: Final = "same"
OTHER: Final = "other"
LIKELY: Final = "likely"
"""Nobody has decided yet."""
MOST: Final = 2000
"""So many pairs are found at most: more come of a number that stands for nobody."""
_AT_ONCE: Final = 500
NUMBERS: Final = ("personal_id", "old_id")
_COMPARED: Final = (*NUMBERS, "search_key", "birth_date", "sex")


def compared(person: Answers, *, by_code: bool) -> dict[str, str]:
    """Return what of somebody is compared; of a pair in which one goes by code, the numbers only."""
    known = {**person, "search_key": vietnamese.fold(text_of(person, "full_name"))}
    return {key: text_of(known, key) for key in (NUMBERS if by_code else _COMPARED)}


def pair_id(one_id: str, other_id: str) -> str:
    """Return the identifier of a pair, whoever stands first."""
    return ids.named_id("likeness", *sorted((one_id, other_id)))


_STEP = re.compile(r"(person|household|relation|record) [0-9a-f-]{36}")
_WRITTEN: Final[Mapping[str, Set[str]]] = {
    "person": {*PERSON_FIELDS, "household_id", "deleted"},
    "household": {"head_id", "deleted"},
    "relation": {"person_id", "other_id", "deleted"},
    "record": {"person_id"},
}
"""What joining two people writes, by table."""


def are_steps(steps: Mapping[str, Any]) -> bool:
    """Whether something that came from elsewhere is what joining two people writes."""
    return all(
        _STEP.fullmatch(row)
        and fields.keys() <= _WRITTEN[row.partition(" ")[0]]
        and all(len(both) == len(("from", "to")) for both in fields.values())
        for row, fields in steps.items()
    )


class ToldAlike(Base):
    """What a receiver told us last: that somebody of ours may stand with another unit, too."""

    __tablename__ = "told_alike"
    __table_args__ = (Index("ix_told_alike_person_id", "person_id"), {"sqlite_with_rowid": False})

    receiver: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    """The name of the other unit."""
    said: Mapped[str]
    """same, other or likely."""


class Decided(NamedTuple):
    """What was decided of two people, by whom, and why."""

    unit: str
    """Whose decision it is."""
    decision: str
    """same or other."""
    reason: str
    author: str


class Found(NamedTuple):
    """Two people of two units who may be the same, the lesser id first."""

    one_id: str
    other_id: str
    by_number: bool
    """Whether they have an identity number in common; else name, birth date and sex."""


class Alike:
    """The people of a data file to which several units send."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def pairs(self, unit: str = "", sight: Sight | None = None) -> list[Found]:
        """Return the people of different units who may be the same.

        Args:
            unit: Only pairs with somebody of this unit; of all units where it is empty.
            sight: Whom the officer may know; everybody where None.
        """
        rows = self._session.execute(_OF_UNIT if unit else _OF_ALL, {"unit": unit} if unit else {})
        found: dict[tuple[str, str], bool] = {}
        for one, other, by_number in rows:
            key = (min(one, other), max(one, other))
            found[key] = found.get(key, False) or bool(by_number)
        if sight is not None:
            seen = self._seen({each for pair in found for each in pair}, sight)
            found = {pair: how for pair, how in found.items() if seen.issuperset(pair)}
        return [Found(*pair, how) for pair, how in sorted(found.items())]

    def _seen(self, person_ids: set[str], sight: Sight) -> set[str]:
        seen: set[str] = set()
        for chunk in _chunks(person_ids):
            seen.update(self._session.scalars(select(Person.id).where(Person.id.in_(chunk), *seen_by(sight))))
        return seen

    def people(self, person_ids: Iterable[str]) -> dict[str, Person]:
        """Return people by their ids."""
        found: dict[str, Person] = {}
        for chunk in _chunks(person_ids):
            query = select(Person).where(Person.id.in_(chunk))
            found |= {each.id: each for each in self._session.scalars(query)}
        return found

    def records(self, person_ids: Iterable[str]) -> dict[str, list[Record]]:
        """Return the records of people by person, in the order of their numbers."""
        found: dict[str, list[Record]] = {}
        for chunk in _chunks(person_ids):
            query = select(Record).where(Record.person_id.in_(chunk), Record.deleted.is_(False))
            for each in self._session.scalars(query.order_by(Record.number, Record.id)):
                found.setdefault(each.person_id, []).append(each)
        return found

    def decided(self, person_ids: Iterable[str]) -> dict[tuple[str, str], Likeness]:
        """Return what was decided of pairs in which these people stand, by both ids."""
        found: dict[tuple[str, str], Likeness] = {}
        for chunk in _chunks(person_ids):
            either = or_(Likeness.one_id.in_(chunk), Likeness.other_id.in_(chunk))
            query = select(Likeness).where(either, Likeness.deleted.is_(False))
            found |= {(each.one_id, each.other_id): each for each in self._session.scalars(query)}
        return found

    def decide(self, decision: Decided, sides: Mapping[str, Mapping[str, str]]) -> Likeness:
        """Keep a decision in the place of one before it.

        Args:
            decision: What was decided.
            sides: What was known of both, by their ids.
        """
        (one_id, one), (other_id, other) = sorted(sides.items())
        key = pair_id(one_id, other_id)
        row = self._session.get(Likeness, key) or Likeness(id=key, one_id=one_id, other_id=other_id)
        row.unit, row.decision, row.reason, row.author = decision
        row.one, row.other, row.deleted = dict(one), dict(other), False
        self._session.add(row)
        self._session.flush()
        return row

    def keep_apart(self, person_id: str, other_id: str, person: Answers, reason: str, author: str) -> None:
        """Remember that two people are not one, for as long as nothing changes that was compared.

        Args:
            person_id: The one.
            other_id: The other, as recorded.
            person: What is known of the one.
            reason: Why.
            author: Who says so.
        """
        other = self.people([other_id])[other_id]
        unit = self.people([person_id])[person_id].unit
        sides = {person_id: person, other_id: values_of(other)}
        by_code = self._by_code(sides)
        known = {key: compared(each, by_code=by_code) for key, each in sides.items()}
        self.decide(Decided(unit, OTHER, reason, author), known)

    def apart_from(self, person_id: str, person: Answers) -> set[str]:
        """Return who was said not to be this person, and of whom nothing has changed since that was compared.

        Args:
            person_id: The person.
            person: What is known, or typed, of them now.
        """
        found = {
            pair[0] if pair[1] == person_id else pair[1]: each
            for pair, each in self.decided([person_id]).items()
            if each.decision == OTHER
        }
        apart = set()
        for other_id, other in self.people(found).items():
            sides = {person_id: person, other_id: values_of(other)}
            by_code, kept = self._by_code(sides), found[other_id]
            now = {key: compared(each, by_code=by_code) for key, each in sides.items()}
            if (now[kept.one_id], now[kept.other_id]) == (kept.one, kept.other):
                apart.add(other_id)
        return apart

    def _by_code(self, person_ids: Iterable[str]) -> bool:
        records = itertools.chain.from_iterable(self.records(person_ids).values())
        return any(goes_by_code(each.confidentiality) for each in records)

    # At the commune

    def told(self, receiver: str, said: Iterable[tuple[str, str, str]]) -> None:
        """Keep what a receiver told in the place of all that it told before: person, the other unit's name, what."""
        self._session.execute(delete(ToldAlike).where(ToldAlike.receiver == receiver))
        self._session.add_all(
            ToldAlike(receiver=receiver, person_id=person, unit=unit, said=what)
            for (person, unit), what in {(each[0], each[1]): each[2] for each in said}.items()
        )
        self._session.flush()

    def told_of(self, person_id: str) -> Sequence[ToldAlike]:
        """Return what receivers told of a person, unless it is that they are somebody else."""
        query = select(ToldAlike).where(ToldAlike.person_id == person_id, ToldAlike.said != OTHER)
        return self._session.scalars(query.order_by(ToldAlike.unit)).all()


def _chunks(person_ids: Iterable[str]) -> Iterable[list[str]]:
    asked = sorted(set(person_ids))
    return (asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE))


_PAIRS_OF_NUMBERS = [(one, other) for one in NUMBERS for other in NUMBERS]
_CODED = (
    "EXISTS (SELECT 1 FROM record r WHERE r.person_id = {0}.id AND NOT r.deleted "
    "AND r.confidentiality >= :coded)"
)
_BY_NAME = (
    "b.search_key = a.search_key AND b.birth_date = a.birth_date AND b.sex = a.sex "
    "AND a.birth_precision = 'day' AND a.birth_date NOT LIKE '~%' AND a.search_key <> '' "
    f"AND NOT {_CODED.format('a')} AND NOT {_CODED.format('b')}"
)


def _query(others: str) -> str:
    """Return the question for pairs: each part of it finds the second by an index, however many people there are."""
    joins = [(1, f"b.{other} = a.{one} AND a.{one} <> ''") for one, other in _PAIRS_OF_NUMBERS] + [
        (0, _BY_NAME)
    ]
    parts = [
        f"SELECT a.id, b.id, {by_number} FROM person a JOIN person b ON {on} "  # noqa: S608 - of our own words
        f"WHERE {others} AND NOT a.deleted AND NOT b.deleted"
        for by_number, on in joins
    ]
    return f"{' UNION ALL '.join(parts)} LIMIT {MOST}"


_OF_ALL = text(_query("a.unit < b.unit")).bindparams(coded=SHOWN_BY_CODE)
_OF_UNIT = text(_query("a.unit = :unit AND b.unit <> :unit")).bindparams(coded=SHOWN_BY_CODE)
