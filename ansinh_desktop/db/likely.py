"""People already recorded who are likely the one of whom something is typed: the few worth comparing, and the best."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, func, literal_column, or_, select
from sqlalchemy.orm import Session

from ansinh_desktop import text
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.db.models import Person
from ansinh_desktop.registers.answer import Answers, date_of, text_of
from ansinh_desktop.rules.likeness import (
    AMONG,
    RARE,
    Known,
    Likeness,
    compare,
    is_given_same,
    may_be_birth,
    may_be_name,
    near_numbers,
)

COMPARED: Final = (
    Person.full_name,
    Person.birth_date,
    Person.sex,
    Person.personal_id,
    Person.old_id,
    Person.hamlet,
    Person.phone,
    Person.household_id,
)
"""What is compared, in the order of :class:`Known`."""
_MOST_SPELLINGS: Final = 16
_MOST_COMPARED: Final = 400
"""So many people are compared at most: of a name that more bear, more has to be typed."""


class Likely(NamedTuple):
    """Somebody already recorded who may be the one, and why."""

    person: Person
    likeness: Likeness


def known_by(values: Answers, household: str = "") -> Known:
    """Return what is compared of somebody, of what a form holds."""
    return Known(
        text_of(values, "full_name"),
        date_of(values, "birth_date"),
        text_of(values, "sex"),
        text_of(values, "personal_id"),
        text_of(values, "old_id"),
        text_of(values, "hamlet"),
        text_of(values, "phone"),
        household,
    )


def known_of_values(name: str, birth: str | None, *rest: str | None) -> Known:
    """Return what is compared of somebody recorded, from the values of :data:`COMPARED`."""
    return Known(name, PartialDate.from_iso(birth) if birth else None, *(each or "" for each in rest))


def likely(
    session: Session,
    known: Known,
    but: Collection[str | None],
    limit: int,
    seen: Sequence[ColumnElement[bool]],
) -> list[Likely]:
    """Return the people who are likely the same, the likeliest first.

    Args:
        session: Of the data file.
        known: What is known of somebody.
        but: Who is not asked for: who it is already, and who was said to be somebody else.
        limit: How many at most.
        seen: The conditions for a person to be in sight.
    """
    rare = _is_rare(session, known)
    rows = dict.fromkeys((*_by_number(session, known), *_by_name(session, known, rare=rare)))
    asked = Person.row.in_([*rows][:_MOST_COMPARED])
    query = select(Person).where(asked, Person.deleted.is_(False), *seen)
    people = (each for each in session.scalars(query) if each.id not in but)
    keys = [each.key for each in COMPARED]
    found = (
        Likely(each, compare(known, known_of_values(*(getattr(each, key) for key in keys)), rare=rare))
        for each in people
    )
    best = (each for each in found if each.likeness.is_likely)
    return sorted(best, key=lambda each: (-each.likeness.score, each.person.sort_key, each.person.id))[:limit]


def _by_number(session: Session, known: Known) -> Iterable[int]:
    """Return who has a number as typed, in whichever box, or one that a slip makes of it."""
    columns = (Person.personal_id, Person.old_id)
    wanted = [
        column.in_([*near_numbers(number)] if number == own else [number])
        for number in filter(None, (known.personal_id, known.old_id))
        for column, own in zip(columns, (known.personal_id, known.old_id), strict=True)
    ]
    return session.scalars(select(Person.row).where(or_(*wanted))) if wanted else ()


def _by_name(session: Session, known: Known, *, rare: bool) -> Iterator[int]:
    """Yield who bears the name, or nearly, and may have been born then: of both the index alone is asked."""
    if not known.tokens:
        return
    birth, same = known.birth, Person.search_key.in_(_spellings(known.tokens))
    columns = (Person.row, Person.search_key, Person.birth_date)
    if birth is None:
        yield from session.scalars(select(Person.row).where(same, *_near_by(known, rare=rare)))
        return
    of_the_name = session.execute(select(*columns).where(same)).all()
    yield from (row for row, _name, born in of_the_name if may_be_birth(birth, _date(born)))
    yield from _nearly(session, known, birth)


def _nearly(session: Session, known: Known, birth: PartialDate) -> Iterator[int]:
    """Yield who nearly bears the name, of those born about that year."""
    columns = (Person.row, Person.search_key, Person.birth_date)
    ways = [text.spellings(each) for each in known.tokens]
    usual, least = {each for spelled in ways for each in spelled}, len(ways) - 1
    for row, name, born in session.execute(select(*columns).where(_about(birth.year))):
        words = name.split()
        if born == birth.iso and is_given_same(known.tokens, words):
            yield row
            continue
        # Most names have too few words in common: a look at the words is enough to pass over them.
        if sum(each in usual for each in words) < min(least, len(words) - 1):
            continue
        if may_be_name(known.tokens, text.name_key(name).split()) and may_be_birth(birth, _date(born)):
            yield row


def _about(year: int) -> ColumnElement[bool]:
    """Return the condition of being born in a year, the one before or the one after; also by an estimate."""
    lowest, beyond = f"{year - 1:04d}", f"{year + 2:04d}"
    return or_(
        *((Person.birth_date >= mark + lowest) & (Person.birth_date < mark + beyond) for mark in ("", "~"))
    )


def _near_by(known: Known, *, rare: bool) -> Sequence[ColumnElement[bool]]:
    """Return what of a name alone must agree beside it, unless hardly anybody bears it."""
    if rare:
        return ()
    beside = (
        (Person.hamlet, known.hamlet),
        (Person.phone, known.phone),
        (Person.household_id, known.household),
    )
    return (
        or_(literal_column("0") == literal_column("1"), *(column == said for column, said in beside if said)),
    )


def _spellings(tokens: Sequence[str]) -> list[str]:
    ways = itertools.product(*map(text.spellings, tokens))
    return [" ".join(each) for each in itertools.islice(ways, _MOST_SPELLINGS)]


def _is_rare(session: Session, known: Known) -> bool:
    """Whether hardly anybody bears the name, of people enough to tell."""
    if known.birth is not None or not known.tokens:
        return False
    if (session.scalar(select(func.max(Person.row))) or 0) < AMONG:
        return False
    same = select(Person.row).where(Person.search_key.in_(_spellings(known.tokens)))
    return len(session.scalars(same.limit(RARE + 1)).all()) <= RARE


def _date(iso: str | None) -> PartialDate | None:
    return PartialDate.from_iso(iso) if iso else None
