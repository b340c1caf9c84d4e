"""What is to be asked since somebody is gone: of those for whom they cared, of the household whose head they were.

It follows from what is recorded and is stored nowhere: it ends where a record names somebody else.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from ansinh_desktop import text
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.db.gone import GonePerson
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import message
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts.lives import Named
from ansinh_desktop.registers.answer import Answers, date_of, text_of
from ansinh_desktop.registers.due import gone_task
from ansinh_desktop.registers.duties import Task
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.access import Access

_CARERS = frozenset({"32"})
"""Relations that say by themselves that the one cares for the other."""
_ELDERS = frozenset({"03", "04", "10", "11"})
"""Parents and grandparents: they care for whoever is a child."""
_CARED_FOR = frozenset({"33"})
"""Relations of which the one is cared for by the other."""
_YOUNGER = frozenset({"08", "09", "21", "30"})
"""Children, grandchildren, great-grandchildren, of whom the other cares while they are children."""
_CHILDHOOD_MONTHS = 16 * 12


@dataclass(frozen=True)
class Gone:
    """Somebody who is dead or has moved away."""

    person: GonePerson
    dead: bool
    since: PartialDate
    near: frozenset[str]
    """The people of the household, and those who are related."""
    cares: frozenset[str]
    """Those for whom a relation says that they care."""
    raises: frozenset[str]
    """Those for whom they care while these are children."""


@dataclass(frozen=True)
class About:
    """A record of which it is asked whom it names."""

    id: str
    person_id: str
    answers: Answers
    person: Answers
    coded: bool
    """Whether it goes by its number: then no name stands beside it, which would tell whose it is."""

    @classmethod
    def of(cls, record: ScannedRecord) -> Self:
        """Return a record that was read with many others."""
        coded = goes_by_code(record.confidentiality)
        return cls(record.id, record.person_id, record.answers, record.person, coded)


class Following:
    """What is to be asked since people are gone, as far as an officer may know of them."""

    def __init__(self, store: Store, access: Access, people: Sequence[GonePerson] | None = None) -> None:
        """Read who is gone.

        Args:
            store: To ask.
            access: The officer's rights: whoever stands only in registers that they may not see is not told of.
            people: Ask of these alone, be it that nobody has written yet that they are gone.
        """
        self._store, self._access = store, access
        self._unit = store.packages.own_unit() or ""
        if people is None:
            people = store.gone.people(self._unit, access.sight())
        self._gone = {each.person.id: each for each in self._read(people)}
        self._by_number: dict[str, Gone] = {}
        self._by_name: dict[str, list[Gone]] = {}
        for each in self._gone.values():
            for number in filter(None, (each.person.personal_id, each.person.old_id)):
                self._by_number[number] = each
            self._by_name.setdefault(each.person.search_key, []).append(each)
        self._cared = {person: each for each in self._gone.values() for person in each.cares}
        self._raised = {person: each for each in self._gone.values() for person in each.raises}
        self._heads = dict(self._headless())

    @property
    def is_asked(self) -> bool:
        """Whether anybody is gone at all, so that there may be something to ask."""
        return bool(self._gone)

    def tasks(self, register: Register, about: About, on: datetime.date) -> Iterator[Task]:
        """Yield what is to be asked in a record that is still open."""
        if not self._gone or about.person_id in self._gone:
            return
        for place, named in enumerate(register.names_others):
            found = self._named(named, about, on)
            if found is not None and (named.moves or found.dead):
                name = "" if about.coded else f" ({found.person.full_name})"
                said = _said(found, "AS-4265", "AS-4266", role=named.label, name=name)
                yield gone_task(f"gone_{place}", said, found.since)
        head = self._heads.get(about.id)
        if head is not None:
            said = _said(head, "AS-4267", "AS-4268", name=head.person.full_name)
            yield gone_task("head_gone", said, head.since)

    def asked(self, on: datetime.date) -> Iterator[tuple[Register, ScannedRecord, Task]]:
        """Yield what is to be asked in all open records that may stand beside a name."""
        for code in self._access.readable if self._gone else ():
            register = catalog.register(code)
            closed = register.closed_in
            for chunk in self._store.scan.records(code, closed=closed, unit=self._unit):
                for each in chunk:
                    about = About.of(each)
                    for task in () if about.coded else self.tasks(register, about, on):
                        yield register, each, task

    def _named(self, named: Named, about: About, on: datetime.date) -> Gone | None:
        answers = about.answers
        if named.settled is not None and named.settled.holds(answers):
            return None
        number, name = text_of(answers, named.number), text_of(answers, named.name)
        if number:
            return self._by_number.get(number)
        if name:
            # Asked of ten thousand records: nearly all name people who are here.
            found = self._by_name.get(text.fold(name))
            birth = date_of(answers, named.birth) if found else None
            return next((each for each in found or () if _is_same(each, birth, about.person_id)), None)
        return self._who_cared(about, on) if named.cares else None

    def _who_cared(self, about: About, on: datetime.date) -> Gone | None:
        """Return who cared for the person of a record that names nobody, by how they are related."""
        raised = self._raised.get(about.person_id)
        if raised is not None:
            birth = date_of(about.person, "birth_date")
            if birth is None or birth.age_months_on(on)[0] >= _CHILDHOOD_MONTHS:
                raised = None
        return self._cared.get(about.person_id) or raised

    # ---------------------------------------------------------------- who is gone

    def _read(self, people: Iterable[GonePerson]) -> Iterator[Gone]:
        found = {each.id: each for each in people}
        near = self._related(found)
        homes: dict[str, set[str]] = {}
        for person_id, home in self._store.gone.members({each.household_id or "" for each in found.values()}):
            homes.setdefault(home, set()).add(person_id)
        for each in found.values():
            beside, cares, raises = near[each.id]
            yield Gone(
                each,
                bool(each.death_date),
                PartialDate.from_iso(each.death_date or each.moved_on or ""),
                frozenset(beside | homes.get(each.household_id or "", set())),
                frozenset(cares),
                frozenset(raises),
            )

    def _related(self, found: Mapping[str, GonePerson]) -> dict[str, tuple[set[str], set[str], set[str]]]:
        """Return by who is gone whom they stood beside, of these whom they cared for, and whom they raised."""
        near: dict[str, tuple[set[str], set[str], set[str]]] = {each: (set(), set(), set()) for each in found}
        for one, other, kind in self._store.gone.relations(found):
            ways = ((one, other, _CARERS, _ELDERS), (other, one, _CARED_FOR, _YOUNGER))
            for gone, left, careful, elder in ways:
                if gone in near:
                    beside, cares, raises = near[gone]
                    beside.add(left)
                    cares |= {left} if kind in careful else set()
                    raises |= {left} if kind in elder else set()
        return near

    def _headless(self) -> Iterator[tuple[str, Gone]]:
        """Yield the records in which a new head is asked for: of each household the first of who is still there."""
        heads = self._store.gone.headed(self._gone)
        members = {
            person_id: home
            for person_id, home in self._store.gone.members(heads)
            if person_id not in self._gone
        }
        told: set[str] = set()
        for record_id, code, state, person_id in self._store.gone.records(
            members, self._access.readable, self._unit
        ):
            home = members[person_id]
            register = catalog.register(code)
            if home not in told and state not in register.closed_in:
                told.add(home)
                yield record_id, self._gone[heads[home]]


def _said(gone: Gone, dead: str, moved: str, **facts: str) -> str:
    return message(dead if gone.dead else moved, day=gone.since.show(), **facts).text


def _is_same(gone: Gone, birth: PartialDate | None, person_id: str) -> bool:
    """Whether a name means somebody: their birth says so, or who they stand beside; a name alone says nothing."""
    known = gone.person.birth_date
    if birth is not None and known:
        own = PartialDate.from_iso(known)
        return own.first <= birth.last and birth.first <= own.last
    return person_id in gone.near
