"""The facts of a record, as its register's checks and computed columns see them."""

import datetime
from collections.abc import Iterable

from ansinh_desktop.db.models import Event, Person, Record
from ansinh_desktop.db.people import known_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.law_day import law_day


def facts_of(record: Record, person: Person, on: datetime.date, events: Iterable[Event]) -> CaseFacts:
    """Return what is known of a record on a day; ``on`` chooses the law."""
    return CaseFacts(record.answers, known_of(person), on, record.state, event_facts(events))


def saved_facts(store: Store, register: Register, record: Record) -> CaseFacts:
    """Return a record as its register's checks see it, on the day whose law rules it."""
    day = law_day(register, record.answers)
    return facts_of(record, store.people.get(record.person_id), day, store.records.events(record.id))


def event_facts(events: Iterable[Event]) -> tuple[EventFacts, ...]:
    """Return what happened in a record, the earliest first."""
    # Identifiers grow with time: of one day the earlier comes first.
    return tuple(
        EventFacts(each.kind, datetime.date.fromisoformat(each.happened_on[:10]), each.answers)
        for each in sorted(events, key=lambda each: (each.happened_on[:10], each.id))
    )
