"""What an act writes into one record besides what somebody typed there: asked first what speaks against it, then written."""

import dataclasses
import datetime
from collections.abc import Sequence

from ansinh_desktop.db.models import Record
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.store import Store
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.acts.many import Effect
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.guards import step_findings
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services.cases import writing


@dataclasses.dataclass(frozen=True)
class Written:
    """How an effect is written: on which day, why, by whom, and what else it makes of the record."""

    on: datetime.date
    reason: str
    author: str
    answers: Answers | None = None
    """All answers as they will be; None where they stay."""
    kept: Sequence[Finding] = ()
    """The warnings about its step that are kept with the reason."""


def against(register: Register, facts: CaseFacts, effect: Effect, on: datetime.date) -> list[Finding]:
    """Return what speaks against the step of an act, once what it writes stands in the record.

    Args:
        register: Whose declaration rules.
        facts: The record before it.
        effect: What is to be written.
        on: The day of the act.
    """
    events = tuple(EventFacts(kind, on, answers) for kind, answers in effect.events)
    answers = {key: value for key, value in {**facts.answers, **effect.answers}.items() if value is not None}
    then = dataclasses.replace(facts, answers=answers, events=(*facts.events, *events))
    return step_findings(register, then, effect.to, on)


def write(store: Store, register: Register, record: Record, effect: Effect, how: Written) -> None:
    """Write an effect into a record within the caller's unit of work.

    A record that is closed is opened before anything is written into it; one that closes goes last.

    Raises:
        UserError: Another unit keeps the record or its person, or a guard of the data file refuses.
    """
    store.require_own(record)
    person = store.people.get(record.person_id)
    if effect.person:
        store.people.save(person.id, person.unit, effect.person)
    opens = register.life_cycle.workflow(record.answers).is_closed(record.state)
    if opens:
        _step(store, record, effect, how)
    if how.answers is not None:
        content = RecordContent(how.answers, record.draft, record.opened_on, record.kept)
        store.records.change(register, record.id, content)
    for kind, answers in effect.events:
        writing.add_event(
            store, register, record, writing.Happened(kind, how.on.isoformat(), answers), how.author
        )
    if not opens:
        _step(store, record, effect, how)


def _step(store: Store, record: Record, effect: Effect, how: Written) -> None:
    if effect.to:
        step = writing.Step(effect.to, how.on.isoformat(), how.reason, how.author, how.kept)
        writing.take_step(store, record, step)
