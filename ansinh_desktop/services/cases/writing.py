"""What is written of a case within a unit of work: its answers, the steps that it takes."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ansinh_desktop import clock
from ansinh_desktop.db.models import Record
from ansinh_desktop.db.payments import double_benefit
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers, text_of
from ansinh_desktop.registers.checks import blocks, check_event
from ansinh_desktop.registers.person import stand_in
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.services import households, steps
from ansinh_desktop.services.cases.since import with_since
from ansinh_desktop.services.cases.typed import CaseInput, InvalidRecordError, content, whole
from ansinh_desktop.services.entitlements import write_down
from ansinh_desktop.services.law_day import assessed_day

_LONGEST_REASON = 1000


@dataclass(frozen=True)
class Step:
    """A step in the life of a case: to which state, when, why, and by whom."""

    to: str
    on: str
    reason: str
    author: str
    kept: Sequence[Finding] = ()
    """The warnings that the reason overrules."""


def may_be_nameless(register: Register) -> bool:
    """Whether the person of a record of a register need not be named."""
    return "full_name" in register.person_optional


def _person(register: Register, case: CaseInput) -> Answers:
    """Return what is written of the person; who is not named gets a name that tells nobody."""
    person, begun = case.person, case.person_id is None and case.record_id is None
    left_blank = not person.get("full_name") and (begun or "full_name" in person)
    return {**person, "full_name": stand_in()} if left_blank and may_be_nameless(register) else person


def write(store: Store, register: Register, case: CaseInput, unit: str, author: str, *, draft: bool) -> str:
    """Write a checked record with its person, and return its id.

    Raises:
        UserError: It is closed, or was changed since the officer saw it.
    """
    if (named := _person(register, case)) is not case.person:
        case = replace(case, person=named)
    if case.record_id is None:
        person_id = store.people.save(case.person_id, unit, case.person)
        tell_apart(store, (person_id, case.person), case.apart, author)
        record_id = store.records.add(register, person_id, unit, content(register, case, draft=draft))
    else:
        record_id = case.record_id
        record = store.records.get(record_id)
        if case.seen is not None and case.seen != record.seq:
            raise UserError("AS-1111")
        steps.require_open(register, record)
        case = whole(case, record.answers)
        person = values_of(store.people.get(record.person_id))
        answers = with_since(register, record, person, (case.answers, {**person, **case.person}), case.since)
        store.people.save(record.person_id, unit, case.person)
        written = content(register, replace(case, answers=answers), draft=draft)
        _follow_workflow(store, register, store.records.change(register, record_id, written), author)
    store.drafts.drop(case.record_id or f"new:{register.code}")
    return record_id


def tell_apart(store: Store, one: tuple[str, Answers], apart: Mapping[str, str], author: str) -> None:
    """Keep who is somebody else than a person, and why; the history tells it.

    Args:
        store: The unit of work.
        one: The person's id, and what is known of them.
        apart: The reasons by the ids of the others.
        author: The officer.
    """
    for other_id, reason in apart.items():
        said = reason[:_LONGEST_REASON]
        store.packages.alike.keep_apart(one[0], other_id, one[1], said, author)
        store.log.note("apart", "person", one[0], {"other_id": [None, other_id], "apart": [None, said]})


def add_all(
    store: Store, register: Register, cases: Sequence[CaseInput], states: Sequence[str], unit: str
) -> None:
    """Write many checked new records; what is not final is a draft."""
    store.people.change_all([(each.person_id, each.person) for each in cases if each.person_id])
    added = iter(
        store.people.add_all(unit, [_person(register, each) for each in cases if not each.person_id])
    )
    contents = [
        (each.person_id or next(added), content(register, each, draft=not each.final, state=state))
        for each, state in zip(cases, states, strict=True)
    ]
    store.records.add_all(register, unit, contents)


def take_step(store: Store, record: Record, step: Step) -> None:
    """Write a step that may be taken."""
    codes = {"kept": [each.code for each in step.kept]} if step.kept else {}
    workflow = catalog.register(record.register).life_cycle.workflow(record.answers)
    closed = workflow.is_closed(step.to)
    store.records.add_event(
        record.id,
        "state",
        step.on,
        answers={"from": record.state, "to": step.to, **codes},
        note=step.reason or None,
        author=step.author,
    )
    ended = (step.on, step.reason) if closed else (None, None)
    store.records.set_state(record, step.to, closed_on=ended[0], reason=ended[1])


@dataclass(frozen=True)
class Happened:
    """What happened in a case: of which kind, on which day, with which answers."""

    kind: str
    on: str
    answers: Answers
    note: str = ""


def add_event(store: Store, register: Register, record: Record, happened: Happened, author: str) -> str:
    """Write down what happened, with what follows from it, and return the event's id.

    Raises:
        InvalidRecordError: The answers do not keep the rules of this kind of event.
    """
    declared, day = register.event_kinds[happened.kind], datetime.date.fromisoformat(happened.on[:10])
    findings = list(check_event(declared, happened.answers, day))
    if blocks(findings):
        raise InvalidRecordError(findings)
    plain = {key: value for key, value in happened.answers.items() if value not in EMPTY}
    event = store.records.add_event(
        record.id,
        happened.kind,
        happened.on,
        amount=plain.get("amount"),
        answers=plain,
        note=happened.note or None,
        author=author,
    )
    if declared.dates_household:
        households.date_state(store, record, event)
    if register.assessing and happened.kind in register.assessing.events:
        write_down(store, record, day, author, assessed_day(text_of(plain, "month"), day))
    return event.id


def paid_already(store: Store, register: Register, record: Record, state: str) -> list[Finding]:
    """Return that the person is paid by another record, where a step would pay them by this one too."""
    if state not in register.paid_in or record.state in register.paid_in:
        return []
    other = store.payments.running_beside(register, record.id, record.person_id)
    return [double_benefit(register, other, state)] if other else []


def _follow_workflow(store: Store, register: Register, record: Record, author: str) -> None:
    """Begin the life cycle anew where an answer has put the record under another one."""
    workflow = register.life_cycle.workflow(record.answers)
    if not workflow.has_state(record.state):
        by = register.life_cycle.by and register.fields[register.life_cycle.by].label
        today = clock.today().isoformat()
        take_step(store, record, Step(workflow.initial, today, f"Đổi “{by}”", author))
