"""What becomes of one record of somebody who died, moved away or came back: its end by its guards, or why it stays."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.db.models import Person, Record
from ansinh_desktop.db.people import known_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts.lives import MOVE, RETURN, Outcome, change_of, outcome_of
from ansinh_desktop.registers.acts.many import Effect
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.services import steps
from ansinh_desktop.services.cases import effects
from ansinh_desktop.services.facts import facts_of
from ansinh_desktop.services.payments.reckoning import overpaid


@dataclass(frozen=True)
class LifeRow:
    """What becomes of one record; ``why_not`` where nothing is written into it, and a task remains."""

    record_id: str
    register: str
    number: str
    who: str
    state: str
    """Where it stands, in words."""
    to: str = ""
    """Where it will stand, in words; empty where it stays."""
    lines: tuple[str, ...] = ()
    """What is written into it, in words."""
    change: int = 0
    """By how much less is paid every month, in đồng."""
    notes: tuple[Finding, ...] = ()
    """What has to be known or done beside it."""
    why_not: Finding | None = None


@dataclass(frozen=True)
class Telling:
    """What is said of a life, and by whom."""

    code: str
    said: Answers
    role: str
    """Of the officer, for steps that are kept for some."""


@dataclass(frozen=True)
class Planned:
    """What is to be written into one record."""

    record: Record
    register: Register
    effect: Effect
    row: LifeRow


def concerned(store: Store, code: str, person: Person, unit: str) -> Iterator[Record]:
    """Yield the records of a person that a life change is about: those that run, or of a return those that left."""
    for record in store.records.of_person(person.id):
        register = catalog.registers().get(record.register)
        if record.unit != unit or register is None:
            continue
        left = {each.to for each in register.life_changes.get(MOVE, ())}
        if record.state in left if code == RETURN else record.state not in register.closed_in:
            yield record


def plan(store: Store, telling: Telling, record: Record, person: Person, becomes: Answers) -> Planned:
    """Return what becomes of a record.

    Args:
        store: To ask.
        telling: What is said.
        record: The record.
        person: Whose it is.
        becomes: What is known of the person then.
    """
    register, today = catalog.register(record.register), clock.today()
    facts = facts_of(record, person, today, store.records.events(record.id))
    known = {key: value for key, value in {**known_of(person), **becomes}.items() if value is not None}
    facts = dataclasses.replace(facts, person=known)
    flow = register.life_cycle.workflow(record.answers)
    row = LifeRow(record.id, record.register, record.number, person.full_name, flow.state_label(record.state))
    if record.draft:
        return _left(record, register, row, warning("AS-4243"))
    change = change_of(register.life_changes, telling.code, record.answers)
    if change is None:
        return _left(record, register, row, warning("AS-4272" if telling.code == RETURN else "AS-4263"))
    outcome = outcome_of(register, change, facts, telling.said)
    effect, notes = outcome.effect, outcome.notes
    why = _why_not(register, record, facts, outcome, telling.role)
    if why is not None and (effect.to or not effect.events):
        return _left(record, register, dataclasses.replace(row, notes=notes), why)
    row = dataclasses.replace(
        row,
        to=flow.state_label(effect.to) if effect.to else "",
        lines=tuple(_lines(register, effect)),
        change=effect.change,
        notes=(*notes, *([why] if why else []), *_paid_too_long(store, record, register, facts, outcome)),
    )
    return Planned(record, register, effect, row)


def _why_not(
    register: Register, record: Record, facts: CaseFacts, outcome: Outcome, role: str
) -> Finding | None:
    """Return why a record is left to the officer: what speaks against its step, or that nothing tells it to take one."""
    if outcome.effect.to:
        return _against(register, record, facts, outcome.effect, role)
    if any(each.level is Level.WARNING for each in outcome.notes):
        return None
    state = register.life_cycle.workflow(record.answers).state_label(record.state)
    return warning("AS-4260", state=state)


def _left(record: Record, register: Register, row: LifeRow, why: Finding) -> Planned:
    return Planned(record, register, Effect(), dataclasses.replace(row, why_not=why))


def _against(
    register: Register, record: Record, facts: CaseFacts, effect: Effect, role: str
) -> Finding | None:
    """Return why a step is not taken by itself: it is not listed, kept for others, or something speaks against it."""
    flow = register.life_cycle.workflow(record.answers)
    if not flow.allows(record.state, effect.to):
        return warning("AS-4260", state=flow.state_label(record.state))
    try:
        steps.require_role(register, facts, effect.to, role)
    except UserError as refused:
        return Finding(Level.ERROR, refused.code, "", refused.facts)
    found = effects.against(register, facts, effect, facts.on)
    serious: list[Finding] = [each for each in found if each.level is not Level.NOTE]
    return serious[0] if serious else None


def _paid_too_long(
    store: Store, record: Record, register: Register, facts: CaseFacts, outcome: Outcome
) -> Iterator[Finding]:
    """Yield that closed months paid the record after its end."""
    if register.paying is None:
        return
    effect = outcome.effect
    answers = {key: value for key, value in {**facts.answers, **effect.answers}.items() if value is not None}
    then = dataclasses.replace(facts, answers=answers, state=effect.to or facts.state)
    since = register.paying.over_from(then)
    found = overpaid(store, record.id, since) if since else None
    if found is not None:
        yield found


def _lines(register: Register, effect: Effect) -> Iterator[str]:
    if effect.after:
        yield f"{effect.before} → {effect.after}" if effect.before else effect.after
    else:
        yield from (
            f"{register.fields[key].label}: {_shown(register.fields[key], answers[key])}"
            for answers in (effect.answers,)
            for key in answers
        )
    for kind, answers in effect.events:
        declared = register.event_kinds[kind]
        given = [(each, answers.get(each.key)) for each in declared.fields]
        told = "; ".join(
            f"{each.label}: {_shown(each, value)}" for each, value in given if value not in EMPTY
        )
        yield f"Diễn biến “{declared.label}”: {told}" if told else f"Diễn biến “{declared.label}”"


def _shown(field: Field, value: object) -> str:
    return "(bỏ)" if value is None else field.shown(value)  # type: ignore[arg-type]
