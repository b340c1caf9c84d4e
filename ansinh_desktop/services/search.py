"""One search for everything: people, with the records that the officer may see."""

from dataclasses import dataclass

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.access import Access


@dataclass(frozen=True)
class Hit:
    """One person found, and where they stand."""

    person_id: str
    name: str
    birth: str
    hamlet: str
    records: tuple[tuple[str, str], ...]
    """Identifier and register of each record that the officer may see."""


def find(vault: Vault, access: Access, typed: str, limit: int = 12) -> list[Hit]:
    """Return the people whom a few letters mean.

    Who stands only in registers that the officer may not see is not found: nobody is to learn of it from here.
    """
    if not typed.strip():
        return []
    with vault.reading() as store:
        people = store.search.people(typed, limit * 2)
        records = store.records.open_registers([each.id for each in people])
    hits = []
    for each in people:
        all_of_them = records.get(each.id, [])
        seen = tuple((record, register) for record, register in all_of_them if access.may(register, "r"))
        if seen or not all_of_them:
            birth = PERSON_FIELDS["birth_date"].kind.show(each.birth_date)
            hits.append(Hit(each.id, each.full_name, birth, each.hamlet or "", seen))
    return hits[:limit]
