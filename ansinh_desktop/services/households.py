"""The dated states of a household: decided in a record that is about it, and passed on to every member."""

from collections.abc import Container, Iterable

from ansinh_desktop import clock
from ansinh_desktop.db.models import Event, Household, Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.household import STATUS_KEYS, status_on


def date_state(store: Store, record: Record, event: Event) -> None:
    """Write what an event decided among the states of the household; whoever has none becomes the head of one."""
    person = store.people.get(record.person_id)
    household = store.people.household_of(person)
    if household is None:
        known = {"head_id": person.id, "hamlet": person.hamlet, "address": person.address}
        household = store.people.save_household(None, person.unit, known)
        person.household_id = household.id
    store.require_own(household)
    household.statuses = [*(household.statuses or ()), _state_of(event)]
    store.session.flush()
    spread(store, household)


def take_back(store: Store, record: Record, events: Iterable[Event]) -> None:
    """Take what events decided by mistake out of the states of the household; its members stand as without it."""
    declared = catalog.register(record.register).event_kinds
    dating = {kind for kind, each in declared.items() if each.dates_household}
    mistaken = [_state_of(each) for each in events if each.kind in dating]
    household = store.people.household_of(store.people.get(record.person_id)) if mistaken else None
    if household is None:
        return
    rest = [each for each in household.statuses or () if each not in mistaken]
    household.statuses = rest or None
    store.session.flush()
    _put_right(store, household, {state["status"] for state in mistaken})


def _put_right(store: Store, household: Household, wrong: Container[Value]) -> None:
    """Give the members who stand in one of these states the one that holds now."""
    now = status_on(household.statuses or (), clock.today()) or None
    for each in store.people.members(household.id):
        if each.poverty_status in wrong:
            store.people.save(each.id, each.unit, {"poverty_status": now})


def spread(store: Store, household: Household) -> None:
    """Make the present state of a household that of every member."""
    status = status_on(household.statuses or (), clock.today())
    if not status:
        return
    for each in store.people.members(household.id):
        store.people.save(each.id, each.unit, {"poverty_status": status})


def _state_of(event: Event) -> dict[str, Value]:
    return {key: event.answers[key] for key in sorted(STATUS_KEYS) if key in event.answers}
