"""What is shown of a case: the record with all that is known of it, and its time line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.db.models import Event, Record
from ansinh_desktop.db.store import Store
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers, as_text
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.field import masked_keys
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases.known import OtherRecord, readable_records
from ansinh_desktop.services.cases.since import ChangedFact, undated
from ansinh_desktop.services.cases.typed import CaseInput
from ansinh_desktop.services.cases.way import Way, days_of_steps, way_of
from ansinh_desktop.services.facts import facts_of
from ansinh_desktop.services.law_day import law_day
from ansinh_desktop.services.masking import (
    Sealed,
    class_told,
    fields_of_event,
    masked_facts,
    quiet,
    without,
)
from ansinh_desktop.services.sending import SentState, sent_state
from ansinh_desktop.services.sync import alike


@dataclass(frozen=True)
class EventView:
    """One entry of the time line."""

    id: str
    kind: str
    label: str
    on: str
    amount: int | None
    answers: Answers
    note: str
    author: str
    text: str
    """The answers in words."""
    masked: tuple[str, ...] = ()
    """The labels of its answers that are shown to nobody without a reason."""


@dataclass(frozen=True)
class Case:
    """One record with all that is shown of it."""

    id: str
    register: Register
    number: str
    state: str
    state_label: str
    closed: bool
    draft: bool
    opened_on: str
    confidentiality: str
    """As far as it may be told without a reason."""
    person_id: str
    person: Answers
    answers: Answers
    """Those that may be shown without a reason."""
    kept: Mapping[str, str]
    findings: Sequence[Finding]
    computed: Answers
    events: Sequence[EventView]
    others: Sequence[OtherRecord]
    sent: SentState
    seq: int
    steps: Sequence[tuple[str, str, str]]
    """Allowed next states: code, label, what the step asks for."""
    days: Mapping[str, str]
    """By allowed next state the day on which the case itself says that it was reached."""
    way: Way
    """The steps that it can take in one act."""
    facts: CaseFacts
    """On the day whose law rules it, without the masked answers."""
    sealed: Sealed
    """The same as the register's checks see it."""
    masked: frozenset[str] = frozenset()
    """The keys of the answers that are given and shown to nobody without a reason."""
    closed_on: str | None = None
    close_reason: str = ""
    ours: bool = True
    """Whether our own unit keeps it; what another keeps is only looked at."""
    removed: bool = False
    """Whether it was taken out of the register."""
    going_to: str = ""
    """The commune that may be taking it over just now: nobody writes in it until that one has answered."""


def case_view(store: Store, record: Record, access: Access, unit: str) -> Case:
    """Return all that is shown of a record to an officer of a unit."""
    register = catalog.register(record.register)
    person, events = store.people.get(record.person_id), store.records.events(record.id)
    facts = facts_of(record, person, law_day(register, record.answers), events)
    today = facts.at(clock.today())
    away = store.packages.transfers.on_their_way().get(record.id)
    hidden = masked_keys(register.fields, record.answers)
    shown = masked_facts(register, facts)
    workflow, names = register.life_cycle.workflow(record.answers), store.accounts.full_names()
    return Case(
        id=record.id,
        register=register,
        number=record.number,
        state=record.state,
        state_label=register.life_cycle.state_label(record.state),
        closed=workflow.is_closed(record.state),
        draft=record.draft,
        opened_on=record.opened_on,
        confidentiality=class_told(register, shown.answers, record.confidentiality),
        person_id=person.id,
        person=facts.person,
        answers=shown.answers,
        kept=record.kept or {},
        findings=[*_findings(register, facts, hidden), *alike.findings(store, person.id)],
        computed={each.key: each.compute(today) for each in register.reckoned},
        events=[event_view(register, each, names) for each in events],
        others=readable_records(store, access, person.id, but=record.id),
        sent=sent_state(record, store.packages.sending()),
        seq=record.seq,
        steps=[
            (each.target, workflow.state_label(each.target), each.guard)
            for each in workflow.transitions
            if each.source == record.state
        ],
        days=days_of_steps(register, facts, [each.target for each in workflow.transitions]),
        way=Way() if record.draft else way_of(register, facts),
        facts=shown,
        sealed=Sealed(facts),
        masked=hidden,
        closed_on=record.closed_on,
        close_reason=record.close_reason or "",
        ours=record.unit == unit,
        removed=record.deleted,
        going_to=away.name if away is not None else "",
    )


def _findings(register: Register, facts: CaseFacts, hidden: frozenset[str]) -> list[Finding]:
    return quiet(register.fields, check_record(register, facts), facts.answers, hidden)


def event_view(
    register: Register, event: Event, names: Mapping[str, str], *, plain: bool = False
) -> EventView:
    """Return an event as the time line shows it.

    Args:
        register: Of its record.
        event: The event.
        names: Those of the officers, by login name.
        plain: Whether a reason was given to show what is masked.
    """
    fields = fields_of_event(register, event.kind)
    hidden = masked_keys(fields, event.answers)
    label, text = _told(register, event, plain=plain)
    return EventView(
        event.id,
        event.kind,
        label,
        event.happened_on,
        event.amount,
        event.answers if plain else without(event.answers, hidden),
        event.note or "",
        names.get(event.author or "", event.author or ""),
        text,
        tuple(each.label for key, each in fields.items() if key in hidden),
    )


def _told(register: Register, event: Event, *, plain: bool) -> tuple[str, str]:
    """Return what happened, and its answers in words."""
    if event.kind == "state":
        before, after = (
            register.life_cycle.state_label(as_text(event.answers[end])) for end in ("from", "to")
        )
        return "Chuyển bước", f"{before} → {after}"
    declared = register.event_kinds.get(event.kind)
    if declared is None:
        return event.kind, ""
    shown = [each for each in declared.fields if each.key != "amount" and not each.hidden]
    given = [(each, event.answers.get(each.key)) for each in shown]
    text = "; ".join(
        f"{each.label}: {each.kind.show(value) if plain else each.shown(value)}"
        for each, value in given
        if value not in EMPTY
    )
    return declared.label, text


def undated_of(register: Register, case: Case | None, typed: CaseInput) -> list[ChangedFact]:
    """Return the changed facts of a case of which it has to be said from which month they hold.

    Args:
        register: Whose case it is.
        case: As it was read; None for a new one, of which nothing is asked.
        typed: As it stands in the form.
    """
    if case is None:
        return []
    before, after = (case.answers, case.person), (typed.answers, {**case.person, **typed.person})
    return undated(register, case.facts.state, draft=case.draft, before=before, after=after)
