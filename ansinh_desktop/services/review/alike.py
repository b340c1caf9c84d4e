"""People of ours who are likely recorded twice, and of whom nobody has said that they are two."""

from collections.abc import Iterator, Mapping, Sequence

from ansinh_desktop.db.exchange.alike import OTHER
from ansinh_desktop.db.models import Person, Record
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import message
from ansinh_desktop.findings import Level
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.rules.doubles import Double, doubles
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.review.rows import ReviewRow

CODE = "AS-6416"


def alike_rows(store: Store, access: Access) -> Iterator[ReviewRow]:
    """Yield a line for each two people; who stands only in records that go by their number is not compared."""
    own = store.packages.own_unit()
    found = doubles(store.people.known(own, access.sight(passing=True))) if own else []
    ids = {key for each in found for key in (each.one, each.other)}
    people, records = store.packages.alike.people(ids), store.packages.alike.records(ids)
    seen = {key: [each for each in records.get(key, ()) if _is_shown(each, access)] for key in ids}
    apart = _apart(store, people)
    for each in found:
        first, second = sorted((each.one, each.other), key=lambda key: not seen[key])
        if seen[first] and (each.one, each.other) not in apart:
            yield _row(each, people[first], people[second], (seen[first][0], seen[second]))


def _is_shown(record: Record, access: Access) -> bool:
    return access.may(record.register, "r") and not goes_by_code(record.confidentiality)


def _apart(store: Store, people: Mapping[str, Person]) -> set[tuple[str, str]]:
    """Return the pairs of whom somebody said that they are two, and of whom nothing has changed since."""
    decided = store.packages.alike.decided(people)
    both = {pair for pair, each in decided.items() if each.decision == OTHER and people.keys() >= set(pair)}
    return {
        (one, other)
        for one, other in both
        if other in store.packages.alike.apart_from(one, values_of(people[one]))
    }


def _row(found: Double, first: Person, second: Person, records: tuple[Record, Sequence[Record]]) -> ReviewRow:
    own, others = records
    born = PERSON_FIELDS["birth_date"].kind.show
    said = message(
        CODE,
        who=" ".join(filter(None, (second.full_name, born(second.birth_date)))),
        records=", ".join(each.number for each in others) or "chưa có hồ sơ",
        why=", ".join(found.likeness.why).lower(),
    )
    return ReviewRow(
        category="alike",
        level=Level.WARNING,
        code=CODE,
        register=own.register,
        record_id=own.id,
        number=own.number,
        who=first.full_name,
        hamlet=first.hamlet or "",
        text=said.text,
        todo=said.todo,
        pair=(found.one, found.other),
    )
