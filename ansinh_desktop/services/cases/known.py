"""People already recorded, and what of their records may stand beside a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from ansinh_desktop.db.likely import Likely
from ansinh_desktop.db.models import Person, Record
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.rules.likeness import Likeness
from ansinh_desktop.services.access import Access


@dataclass(frozen=True)
class OtherRecord:
    """Another record of the same person; never one that goes by its number, which would tell whose it is."""

    id: str
    register: str
    number: str
    state: str
    """In words."""


@dataclass(frozen=True)
class KnownPerson:
    """A person already recorded, with the records that may stand beside the name."""

    id: str
    person: Answers
    records: Sequence[OtherRecord]
    by_code: OtherRecord | None = None
    """Their record in the very register that is being worked on, where that one goes by its number."""
    why: tuple[str, ...] = ()
    """Why it may be who was asked for."""


def readable_records(store: Store, access: Access, person_id: str, but: str = "") -> list[OtherRecord]:
    """Return the records of a person that may stand beside the name: readable, and named by it themselves."""
    return [
        _other(each)
        for each in store.records.of_person(person_id)
        if each.id != but and access.may(each.register, "r") and not goes_by_code(each.confidentiality)
    ]


def known_people(
    store: Store, access: Access, people: Sequence[Person | Likely], register: str = ""
) -> list[KnownPerson]:
    """Return people who were found in the officer's sight, with the records that may stand beside their names."""
    found = (each if isinstance(each, Likely) else Likely(each, Likeness(0, ())) for each in people)
    return [
        KnownPerson(
            each.id,
            values_of(each),
            readable_records(store, access, each.id),
            _by_code(store, access, each.id, register),
            likeness.why,
        )
        for each, likeness in found
    ]


def _by_code(store: Store, access: Access, person_id: str, register: str) -> OtherRecord | None:
    if not register or not access.may(register, "r"):
        return None
    found = (
        _other(each)
        for each in store.records.of_person(person_id)
        if each.register == register and goes_by_code(each.confidentiality)
    )
    return next(found, None)


def _other(record: Record) -> OtherRecord:
    state = catalog.register(record.register).life_cycle.state_label(record.state)
    return OtherRecord(record.id, record.register, record.number, state)
