"""One search for everything: people by name with their open records, every record by its number."""

from dataclasses import dataclass

from ansinh_desktop import text
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.access import Access


@dataclass(frozen=True)
class Hit:
    """One person found, or one record that goes by its number, and where they stand."""

    person_id: str
    """Empty for a record that goes by its number: it does not say whose it is."""
    name: str
    birth: str
    hamlet: str
    records: tuple[tuple[str, str], ...]
    """Identifier and register of each record that may stand beside the name."""


def find(vault: Vault, access: Access, typed: str, limit: int = 12) -> list[Hit]:
    """Return the people whom a few letters mean, or the records whose numbers begin as typed.

    Who stands only in records that go by their number, or in registers that the officer may not see, is not
    found by name: nobody is to learn from here, nor from over the officer's shoulder, that they stand there.
    """
    if not typed.strip():
        return []
    with vault.reading() as store:
        return [*_numbered(store, access, typed, limit), *_named(store, access, typed, limit)][:limit]


def _named(store: Store, access: Access, typed: str, limit: int) -> list[Hit]:
    people = store.search.people(typed, limit, access.sight(passing=True))
    beside = store.records.beside([each.id for each in people], access.readable)
    birth = PERSON_FIELDS["birth_date"].kind.show
    return [
        Hit(
            each.id, each.full_name, birth(each.birth_date), each.hamlet or "", tuple(beside.get(each.id, ()))
        )
        for each in people
    ]


def _numbered(store: Store, access: Access, typed: str, limit: int) -> list[Hit]:
    """Return records by number; it is one where a dash parts letters from the digits of a unit."""
    letters, dash, rest = text.clean(typed).upper().partition("-")
    if not (dash and letters.isalpha() and rest[:1].isdigit()):
        return []
    hits = []
    for each in store.records.numbered(f"{letters}-{rest}", access.readable, limit):
        own = ((each.id, each.register),)
        if goes_by_code(each.confidentiality):
            hits.append(Hit("", each.number, "", "", own))
        else:
            person = values_of(store.people.get(each.person_id))
            birth = PERSON_FIELDS["birth_date"].kind.show(person.get("birth_date"))
            hits.append(
                Hit(each.person_id, str(person["full_name"]), birth, str(person.get("hamlet", "")), own)
            )
    return hits
