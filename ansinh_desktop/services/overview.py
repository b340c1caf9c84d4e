"""What the officer sees first: how many cases, what waits, what changed lately."""

import datetime
from dataclasses import dataclass

from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.drafts import Unsaved, unsaved
from ansinh_desktop.services.sync.selection import selection


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


def overview(vault: Vault, access: Access) -> Overview:
    """Return the commune in numbers, as far as the officer may see."""
    with vault.reading() as store:
        states = []
        for code in access.readable:
            register = catalog.register(code)
            counted = sorted(store.search.values(code, "record.state"), key=lambda each: -each[1])
            named = tuple((state, register.life_cycle.state_label(state), count) for state, count in counted)
            drafts = store.search.count(ListQuery(code, filters={"record.draft": ("1",)}))
            total = sum(count for _, count in counted)
            states.append(RegisterState(code, register.title, register.icon, total, named, drafts))
        senders = None if access.keeps else _senders(store)
        return Overview(
            _people(store, access), tuple(states), _waiting(store, access), unsaved(store, access), senders
        )


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
