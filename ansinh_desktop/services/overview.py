"""What the officer sees first: how many cases, what is late, what was begun, what waits to be looked at."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.findings import Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.agenda import ToDo
from ansinh_desktop.services.drafts import Unsaved, unsaved
from ansinh_desktop.services.sync.cards import receiver_in, selection

_AGE = re.compile(r"turns_(\d+)$")
"""What is to be done at an age is called by it."""
_BEGUN = 3
"""So many drafts are named; the others stand behind their number."""


@dataclass(frozen=True)
class RegisterState:
    """One register in numbers; each opens the list behind it."""

    code: str
    title: str
    icon: str
    total: int
    by_state: tuple[tuple[str, str, int], ...]
    """State, its name, how many."""
    drafts: int


@dataclass(frozen=True)
class Begun:
    """Something that was begun: typed and never saved, or saved as a draft."""

    unsaved: Unsaved
    """Where one goes on; of a record its id is the key."""
    who: str = ""
    """The person, or the case number where the record is too confidential to name them; empty where nobody is known."""
    missing: int = 0
    """How many errors a saved draft still has."""


@dataclass(frozen=True)
class Heap:
    """Things of one kind, or of one hamlet."""

    name: str
    count: int


@dataclass(frozen=True)
class Turning:
    """Who comes to an age at which something changes, and is not late yet."""

    count: int
    ages: tuple[int, ...]
    kinds: tuple[str, ...]
    """What is to be done then, as the list of all that is to be done calls it."""


@dataclass(frozen=True)
class Pressing:
    """What is late, by kind and by hamlet, the most first; how much is due within a week, and who comes to an age."""

    overdue: int
    soon: int
    by_kind: tuple[Heap, ...]
    by_hamlet: tuple[Heap, ...]
    turning: Turning = Turning(0, (), ())


@dataclass(frozen=True)
class Sending:
    """One commune that sends packages, and how far it has come."""

    name: str
    records: int
    packages: int
    number: int
    """Of its last package; 0 where none has come."""
    at: datetime.datetime | None
    """When that came."""


@dataclass(frozen=True)
class Overview:
    """The commune in numbers."""

    people: int
    registers: tuple[RegisterState, ...]
    waiting: int | None
    """Records that were changed and not confirmed; None where the officer sends no packages."""
    unsaved: tuple[Unsaved, ...]
    """Wherever something was being typed and never saved, the latest first."""
    senders: tuple[Sending, ...] | None = None
    """At a receiving unit the communes, whose package is the oldest first; elsewhere None."""
    begun: tuple[Begun, ...] = ()
    """What one may go on with, the latest first; of what is saved as a draft only the latest."""
    receiver: str = ""
    """Whose card is trusted, so that packages can go there; empty where nobody's is."""

    @property
    def records(self) -> int:
        """How many records the officer may see."""
        return sum(each.total for each in self.registers)

    @property
    def drafts(self) -> int:
        """How many of them are drafts."""
        return sum(each.drafts for each in self.registers)

    @property
    def is_first_day(self) -> bool:
        """Whether no record was made yet; people may be there, and what was begun."""
        return not self.records and (bool(self.registers) or not self.people)


def overview(vault: Vault, access: Access) -> Overview:
    """Return the commune in numbers, as far as the officer may see."""
    with vault.reading() as store:
        states = []
        for code in access.readable:
            register = catalog.register(code)
            counted = sorted(store.search.values(code, "record.state"), key=lambda each: -each[1])
            named = tuple((state, register.life_cycle.state_label(state), count) for state, count in counted)
            total = sum(count for _, count in counted)
            drafts = store.search.count(ListQuery(code, filters={"record.draft": ("1",)})) if total else 0
            states.append(RegisterState(code, register.title, register.icon, total, named, drafts))
        senders = None if access.keeps else _senders(store)
        typed = unsaved(store, access)
        begun = tuple(_begun(store, access, typed, [each.code for each in states if each.drafts]))
        receiver = receiver_in(store)
        people, waiting = _people(store, access), _waiting(store, access)
        sent_to = receiver.name if receiver is not None else ""
        return Overview(people, tuple(states), waiting, typed, senders, begun, sent_to)


def pressing(items: Iterable[ToDo]) -> Pressing:
    """Return what is late among all that is to be done."""
    every = list(items)
    late = [each for each in every if each.band == "overdue"]
    return Pressing(
        len(late),
        sum(each.band == "soon" for each in every),
        _heaps(each.what for each in late),
        _heaps(each.hamlet for each in late),
        _turning([each for each in every if each.band != "overdue"]),
    )


def _turning(items: Iterable[ToDo]) -> Turning:
    found = [(each, int(age[1])) for each in items if (age := _AGE.search(each.task))]
    ages = sorted({age for _each, age in found})
    return Turning(len(found), tuple(ages), tuple(sorted({each.what for each, _age in found})))


def _heaps(names: Iterable[str]) -> tuple[Heap, ...]:
    found = sorted(Counter(names).items(), key=lambda each: (-each[1], each[0]))
    return tuple(Heap(name, count) for name, count in found)


def _begun(
    store: Store, access: Access, typed: Iterable[Unsaved], with_drafts: Iterable[str]
) -> Iterator[Begun]:
    every = list(typed)
    records = store.records.some([each.key for each in every if each.register])
    for each in every:
        record = records.get(each.key)
        scanned = store.scan.page(each.register, [record.row]) if record is not None else []
        yield Begun(each, scanned[0].who if scanned else "")
    saved = [
        Begun(Unsaved(each.id, code, store.records.get(each.id).changed_at), each.who, _faults(code, each))
        for code in with_drafts
        if access.writes(code)
        for each in _latest_drafts(store, code)
        if each.id not in records
    ]
    yield from sorted(saved, key=lambda each: each.unsaved.at, reverse=True)[:_BEGUN]


def _latest_drafts(store: Store, code: str) -> list[ScannedRecord]:
    query = ListQuery(code, {"record.draft": ("1",)}, order_by="record.changed_at", descending=True)
    return store.scan.page(code, store.search.record_rows(query)[:_BEGUN])


def _faults(code: str, record: ScannedRecord) -> int:
    found = check_record(catalog.register(code), record.facts(clock.today()))
    return sum(each.level is Level.ERROR for each in found)


def _people(store: Store, access: Access) -> int:
    return store.search.people_count(access.sight(passing=True))


def _waiting(store: Store, access: Access) -> int | None:
    if not access.keeps or not access.may_all("x"):
        return None
    return sum(store.ledger.waiting(selection(store, list(catalog.registers()))).values())


def _senders(store: Store) -> tuple[Sending, ...]:
    received = store.packages.received()
    kept = store.records.counts_by_unit()
    found = []
    for each in store.devices.units("sender"):
        unit = each.id.partition("/")[0]
        count, number, at = received.get(unit, (0, 0, None))
        found.append(Sending(each.name, kept.get(unit, 0), count, number, at))
    return tuple(sorted(found, key=lambda each: (each.at is not None, each.at, each.name)))
