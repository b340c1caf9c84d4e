"""Cases as the officer works on them: look, check, save, take a step, write down what happened."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ansinh_desktop import clock, dates
from ansinh_desktop.db.models import Event, Person, Record
from ansinh_desktop.db.packages import Sending
from ansinh_desktop.db.payments import double_benefit
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers, as_text, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.checks import blocks, check_event, check_record
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.guards import step_findings
from ansinh_desktop.registers.household import STATUSES
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services import households, steps
from ansinh_desktop.services.access import Access, require_known
from ansinh_desktop.services.drafts import Drafts
from ansinh_desktop.services.entitlements import assessed_day, write_down
from ansinh_desktop.services.facts import facts_of
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.sending import SentState, sent_state


class InvalidRecordError(UserError):
    """A record does not keep its register's rules; ``findings`` say where."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("AS-2030", count=len(findings))
        self.findings = list(findings)


@dataclass(frozen=True)
class CaseInput:
    """What the officer wants saved."""

    register: str
    person: Answers
    answers: Answers
    person_id: str | None = None
    record_id: str | None = None
    final: bool = True
    """Without errors; otherwise it is kept as a draft."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """Reasons for warnings that are kept, by code and field."""
    seen: int | None = None
    """The number of the record's last change that the officer saw."""


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
    person_id: str
    person: Answers
    answers: Answers
    kept: Mapping[str, str]
    findings: Sequence[Finding]
    computed: Answers
    events: Sequence[EventView]
    others: Sequence[OtherRecord]
    sent: SentState
    seq: int
    steps: Sequence[tuple[str, str, str]]
    """Allowed next states: code, label, what the step asks for."""
    facts: CaseFacts
    """As the register's checks see it, on the day whose law rules it."""
    closed_on: str | None = None
    close_reason: str = ""
    ours: bool = True
    """Whether our own unit keeps it; what another keeps is only looked at."""


@dataclass(frozen=True)
class HistoryRow:
    """One line of the history: which field, from, to, who, when."""

    at: datetime.datetime
    author: str
    what: str
    field: str
    before: str
    after: str
    reason: str


def _seen(reason: str) -> str:
    """Return the reason of a warning after somebody has saved the record with the warning before their eyes."""
    return f"Đã xem lại; {reason[0].lower()}{reason[1:]}" if reason.startswith(IMPORTED) else reason


def kept_key(finding: Finding) -> str:
    """Return the key under which the reason for keeping a warning is stored."""
    return f"{finding.code} {finding.field}".strip()


class Cases:
    """All work on cases for one officer."""

    def __init__(self, vault: Vault, access: Access, office: Office) -> None:
        self._vault = vault
        self._access = access
        self._office = office
        self.drafts = Drafts(vault, access)
        """What is typed and not yet saved."""

    @property
    def officer(self) -> str:
        """The name under which the officer works."""
        return self._access.officer

    @property
    def unit(self) -> str:
        """The unit whose records these are."""
        return self._office.unit

    def check(self, case: CaseInput, saved: CaseFacts | None = None) -> list[Finding]:
        """Return the findings of what stands in a form; asks nothing of the data file.

        Args:
            case: What stands in the form.
            saved: The record as it was read, for its state and events.
        """
        register = catalog.register(case.register)
        return check_record(register, _typed_facts(case, _law_day(register, case.answers), saved))

    def computed(self, case: CaseInput, saved: CaseFacts | None = None) -> Answers:
        """Return what follows today from what stands in a form; asks nothing of the data file."""
        facts = _typed_facts(case, clock.today(), saved)
        return {each.key: each.compute(facts) for each in catalog.register(case.register).reckoned}

    def save(self, case: CaseInput) -> str:
        """Save a record with its person in one unit of work, and return the record's id.

        Raises:
            InvalidRecordError: It has errors, or warnings without a reason, and was to be final.
            UserError: The officer may not write this register, or the record was changed meanwhile.
        """
        self._access.require(case.register, "w")
        register = catalog.register(case.register)
        with self._vault.work() as store:
            self._require_reachable(store, case)
            findings = self.check(case, _saved_facts(store, register, case.record_id))
            if not case.person.get("full_name") and not case.final:
                raise UserError("AS-2037")
            if case.final and any(_stops(each, case.kept) for each in findings):
                raise InvalidRecordError(findings)
            case = dataclasses.replace(case, kept={key: _seen(reason) for key, reason in case.kept.items()})
            return self.write(store, register, case, draft=blocks(findings) or not case.final)

    def _own(self, store: Store, record_id: str, act: str = "w") -> Record:
        """Return a record that our unit keeps and with which the officer may do something: write in it, mostly."""
        record = store.records.get(record_id)
        self._access.require(record.register, act)
        store.require_own(record)
        return record

    def _require_reachable(self, store: Store, case: CaseInput) -> None:
        """Refuse a case that names a record of another register, or a person of whom the officer may not know."""
        if case.record_id is not None:
            record = store.records.get(case.record_id)
            if record.register != case.register:
                raise BugError(f"a record of another register than {case.register}")
            store.require_own(record)
        if case.person_id is not None:
            require_known(store, self._access, case.person_id)
            store.require_own(store.people.get(case.person_id))

    def write(self, store: Store, register: Register, case: CaseInput, *, draft: bool) -> str:
        """Write a checked record within the caller's unit of work."""
        content = _content(register, case, draft=draft)
        if case.record_id is None:
            person_id = store.people.save(case.person_id, self._office.unit, case.person)
            record_id = store.records.add(register, person_id, self._office.unit, content)
        else:
            record_id = case.record_id
            record = store.records.get(case.record_id)
            if case.seen is not None and case.seen != record.seq:
                raise UserError("AS-1111")
            steps.require_open(register, record)
            store.people.save(record.person_id, self._office.unit, case.person)
            record = store.records.change(register, case.record_id, content)
            self._follow_workflow(store, register, record)
        store.records.drop_draft(case.record_id or f"new:{register.code}")
        return record_id

    def add_all(
        self, store: Store, register: Register, cases: Sequence[CaseInput], states: Sequence[str]
    ) -> None:
        """Write many checked new records within the caller's unit of work; what is not final is a draft.

        Args:
            store: The unit of work.
            register: Whose records they are.
            cases: The records, of people new or known.
            states: In which state each stands from the beginning; "" for the first of its life cycle.
        """
        store.people.change_all([(each.person_id, each.person) for each in cases if each.person_id])
        added = iter(
            store.people.add_all(self._office.unit, [each.person for each in cases if not each.person_id])
        )
        contents = [
            (each.person_id or next(added), _content(register, each, draft=not each.final, state=state))
            for each, state in zip(cases, states, strict=True)
        ]
        store.records.add_all(register, self._office.unit, contents)

    def _follow_workflow(self, store: Store, register: Register, record: Record) -> None:
        """Begin the life cycle anew where an answer has put the record under another one."""
        workflow = register.life_cycle.workflow(record.answers)
        if not workflow.has_state(record.state):
            reason = register.life_cycle.by and register.fields[register.life_cycle.by].label
            self._step(store, record, workflow.initial, clock.today().isoformat(), f"Đổi “{reason}”", ())

    def get(self, record_id: str) -> Case:
        """Return a record; looking at a confidential one is written down."""
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            person = store.people.get(record.person_id)
            found = self._view(store, record, person)
        if goes_by_code(found.confidentiality):
            with self._vault.work("xem hồ sơ") as store:
                store.log.note("read", "record", record_id, {})
        return found

    def steps(self, register: Register, state: str, answers: Answers) -> list[tuple[str, str, str]]:
        """Return the allowed next states: code, label, what the step asks for."""
        workflow = register.life_cycle.workflow(answers)
        return [
            (each.target, workflow.state_label(each.target), each.guard)
            for each in workflow.transitions
            if each.source == state
        ]

    def move(self, record_id: str, state: str, on: str, reason: str = "") -> None:
        """Take a step in the life cycle.

        Raises:
            StepRefusedError: Something that the step asks for is missing, or doubtful and no reason is given.
            UserError: The step is not allowed from the present state, or the record is only a draft.
        """
        with self._vault.work(reason or None) as store:
            record = self._own(store, record_id)
            register = catalog.register(record.register)
            steps.require_listed(register, record, state)
            workflow = register.life_cycle.workflow(record.answers)
            if workflow.is_closed(state) != workflow.is_closed(record.state) and not reason:
                raise UserError("AS-2034")
            facts, day = _facts(store, register, record), datetime.date.fromisoformat(on)
            steps.require_role(register, facts, state, self._access.role)
            kept = steps.require_guarded(register, facts, state, day, reason)
            self._step(store, record, state, on, reason, kept)
            if register.assessing and state in register.assessing.states:
                month = text_of(record.answers, register.assessing.month)
                write_down(store, record, day, self._access.officer, assessed_day(month, day))

    def reopen(self, record_id: str, on: str, reason: str) -> None:
        """Open a closed case again, in the state in which it stood before.

        Raises:
            UserError: It is not closed, no reason is given, or the officer may not.
        """
        with self._vault.work(reason) as store:
            record = self._own(store, record_id, "r")
            steps.require_reopener(self._access.role)
            register = catalog.register(record.register)
            state = steps.last_open_state(register, _facts(store, register, record))
            if not reason:
                raise UserError("AS-2034")
            self._step(store, record, state, on, reason, ())

    def step_findings(self, record_id: str, state: str, on: str) -> list[Finding]:
        """Return what speaks against a step, so that it can be shown before the step is asked for."""
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            register = catalog.register(record.register)
            facts = _facts(store, register, record)
            found = step_findings(register, facts, state, datetime.date.fromisoformat(on))
            return [*_paid_already(store, register, record, state), *found]

    def _step(
        self, store: Store, record: Record, state: str, on: str, reason: str, kept: Sequence[Finding]
    ) -> None:
        codes = {"kept": [each.code for each in kept]} if kept else {}
        closed = catalog.register(record.register).life_cycle.workflow(record.answers).is_closed(state)
        store.records.add_event(
            record.id,
            "state",
            on,
            answers={"from": record.state, "to": state, **codes},
            note=reason or None,
            author=self._access.officer,
        )
        store.records.set_state(
            record, state, closed_on=on if closed else None, reason=reason if closed else None
        )

    def add_event(self, record_id: str, kind: str, on: str, answers: Answers, note: str = "") -> str:
        """Write down what happened: an assessment, a decision, support given.

        Raises:
            InvalidRecordError: The answers do not keep the rules of this kind of event.
        """
        with self._vault.work() as store:
            record = self._own(store, record_id)
            register = catalog.register(record.register)
            declared = register.event_kinds[kind]
            if declared.automatic:
                raise BugError(f"{kind} is written by the program itself")
            findings = list(check_event(declared, answers, datetime.date.fromisoformat(on)))
            if blocks(findings):
                raise InvalidRecordError(findings)
            plain = {key: value for key, value in answers.items() if value not in (None, "", [])}
            amount = plain.get("amount")
            event = store.records.add_event(
                record_id,
                kind,
                on,
                amount=amount,
                answers=plain,
                note=note or None,
                author=self._access.officer,
            )
            if declared.dates_household:
                households.date_state(store, record, event)
            if register.assessing and kind in register.assessing.events:
                day = datetime.date.fromisoformat(on[:10])
                write_down(
                    store, record, day, self._access.officer, assessed_day(text_of(plain, "month"), day)
                )
            return event.id

    def remove_event(self, event_id: str, reason: str) -> None:
        """Take back an event written by mistake; it stays in the history."""
        with self._vault.work(reason) as store:
            event = store.records.event(event_id)
            record = self._own(store, event.record_id)
            event.deleted = True
            households.take_back(store, record, [event])

    def remove(self, record_id: str, reason: str) -> None:
        """Take back a record entered by mistake; it stays in the history and travels as removed."""
        with self._vault.work(reason) as store:
            record = self._own(store, record_id)
            households.take_back(store, record, store.records.events(record_id))
            record.deleted = True

    def person(self, person_id: str) -> KnownPerson:
        """Return a person for whom a new record is to be written."""
        with self._vault.reading() as store:
            require_known(store, self._access, person_id)
            found = store.people.get(person_id)
            return KnownPerson(found.id, values_of(found), readable_records(store, self._access, found.id))

    def alike(self, person: Answers, but: str | None = None, register: str = "") -> list[KnownPerson]:
        """Return people already recorded who may be the same.

        Who stands only in registers that the officer may not see is not told of.

        Args:
            person: What was typed.
            but: The person whose record it is already.
            register: For which register it is typed: a second record of it is told, even one that goes by its number.
        """
        with self._vault.reading() as store:
            found = store.people.alike(person, but, sight=self._access.sight())
            return known_people(store, self._access, found, register)

    def history(self, record_id: str) -> list[HistoryRow]:
        """Return who changed what from what to what, the latest first."""
        from ansinh_desktop.services.history import rows_of  # noqa: PLC0415 - only for this one tab

        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            changes = store.log.of_record(record_id, record.person_id)
            return list(rows_of(changes, catalog.register(record.register), store.accounts.full_names()))

    def _view(self, store: Store, record: Record, person: Person) -> Case:
        register = catalog.register(record.register)
        events = store.records.events(record.id)
        facts = facts_of(record, person, _law_day(register, record.answers), events)
        today = dataclasses.replace(facts, on=clock.today())
        workflow = register.life_cycle.workflow(record.answers)
        sending: Sending = store.packages.sending()
        names = store.accounts.full_names()
        return Case(
            id=record.id,
            register=register,
            number=record.number,
            state=record.state,
            state_label=register.life_cycle.state_label(record.state),
            closed=workflow.is_closed(record.state),
            draft=record.draft,
            opened_on=record.opened_on,
            confidentiality=record.confidentiality,
            person_id=person.id,
            person=facts.person,
            answers=record.answers,
            kept=record.kept or {},
            findings=check_record(register, facts),
            computed={each.key: each.compute(today) for each in register.reckoned},
            events=[event_view(register, each, names) for each in events],
            others=readable_records(store, self._access, person.id, but=record.id),
            sent=sent_state(record, sending),
            seq=record.seq,
            steps=self.steps(register, record.state, record.answers),
            facts=facts,
            closed_on=record.closed_on,
            close_reason=record.close_reason or "",
            ours=record.unit == self._office.unit,
        )


def readable_records(store: Store, access: Access, person_id: str, but: str = "") -> list[OtherRecord]:
    """Return the records of a person that may stand beside the name: readable, and named by it themselves."""
    return [
        _other(each)
        for each in store.records.of_person(person_id)
        if each.id != but and access.may(each.register, "r") and not goes_by_code(each.confidentiality)
    ]


def known_people(
    store: Store, access: Access, people: Sequence[Person], register: str = ""
) -> list[KnownPerson]:
    """Return people who were found in the officer's sight, with the records that may stand beside their names."""
    return [
        KnownPerson(
            each.id,
            values_of(each),
            readable_records(store, access, each.id),
            _by_code(store, access, each.id, register),
        )
        for each in people
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
    return OtherRecord(record.id, record.register, record.number, _state_label(record))


def event_view(register: Register, event: Event, names: Mapping[str, str]) -> EventView:
    """Return an event as the time line shows it; ``names`` are those of the officers, by login name."""
    if event.kind == "state":
        cycle = register.life_cycle
        before, after = (cycle.state_label(as_text(event.answers[end])) for end in ("from", "to"))
        label, text = "Chuyển bước", f"{before} → {after}"
    else:
        declared = register.event_kinds.get(event.kind)
        label = declared.label if declared else event.kind
        shown = (
            (each.label, each.kind.show(event.answers[each.key]))
            for each in (declared.fields if declared else ())
            if event.answers.get(each.key) not in (None, "", []) and each.key != "amount" and not each.hidden
        )
        text = "; ".join(f"{name}: {value}" for name, value in shown)
    return EventView(
        event.id,
        event.kind,
        label,
        event.happened_on,
        event.amount,
        event.answers,
        event.note or "",
        names.get(event.author or "", event.author or ""),
        text,
    )


def _facts(store: Store, register: Register, record: Record) -> CaseFacts:
    """Return a record as its register's checks see it, on the day whose law rules it."""
    day = _law_day(register, record.answers)
    return facts_of(record, store.people.get(record.person_id), day, store.records.events(record.id))


def _paid_already(store: Store, register: Register, record: Record, state: str) -> list[Finding]:
    """Return that the person is paid by another record, where the step would pay them by this one too."""
    if state not in register.paid_in or record.state in register.paid_in:
        return []
    other = store.payments.running_beside(register, record.id, record.person_id)
    return [double_benefit(register, other, state)] if other else []


def _saved_facts(store: Store, register: Register, record_id: str | None) -> CaseFacts | None:
    if record_id is None:
        return None
    return _facts(store, register, store.records.get(record_id))


def _typed_facts(case: CaseInput, on: datetime.date, saved: CaseFacts | None) -> CaseFacts:
    if saved is None:
        return CaseFacts(case.answers, case.person, on)
    states = {STATUSES: saved.person[STATUSES]} if STATUSES in saved.person else {}
    return dataclasses.replace(saved, answers=case.answers, person={**case.person, **states}, on=on)


def _stops(finding: Finding, kept: Mapping[str, str]) -> bool:
    if finding.level is Level.ERROR:
        return True
    return finding.level is Level.WARNING and not kept.get(kept_key(finding))


def _content(register: Register, case: CaseInput, *, draft: bool, state: str = "") -> RecordContent:
    return RecordContent(case.answers, draft, _opened_on(register, case.answers), dict(case.kept), state)


def _opened_on(register: Register, answers: Answers) -> str:
    given = answers.get(register.opened_by) if register.opened_by else None
    return str(given)[:10] if given else clock.today().isoformat()


def _law_day(register: Register, answers: Answers) -> datetime.date:
    """Return the day whose law rules the record: of the event that opened it, else today's entry."""
    return dates.PartialDate.from_iso(_opened_on(register, answers)).first


def _state_label(record: Record) -> str:
    return catalog.register(record.register).life_cycle.state_label(record.state)
