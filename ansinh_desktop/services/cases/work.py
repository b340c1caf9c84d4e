"""The work of one officer on cases, each act a unit of work under the officer's rights."""

import dataclasses
import datetime
from collections.abc import Sequence

from ansinh_desktop import clock
from ansinh_desktop.db.models import Record
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers, text_of
from ansinh_desktop.registers.checks import blocks, check_record
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.guards import step_findings
from ansinh_desktop.registers.in_one_go import Stage
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services import households, steps
from ansinh_desktop.services.access import Access, require_known
from ansinh_desktop.services.cases import writing
from ansinh_desktop.services.cases.forgetting import forget, is_forgotten, require_remembered
from ansinh_desktop.services.cases.history import HistoryRow, rows_of
from ansinh_desktop.services.cases.known import KnownPerson, known_people, readable_records
from ansinh_desktop.services.cases.pins import Pins
from ansinh_desktop.services.cases.reveals import Reveals
from ansinh_desktop.services.cases.typed import (
    CaseInput,
    InvalidRecordError,
    looked_at,
    stops,
    typed_facts,
    whole,
)
from ansinh_desktop.services.cases.views import Case, case_view
from ansinh_desktop.services.cases.way import Way, way_of
from ansinh_desktop.services.drafts import Drafts
from ansinh_desktop.services.entitlements import write_down
from ansinh_desktop.services.facts import saved_facts
from ansinh_desktop.services.law_day import assessed_day, law_day
from ansinh_desktop.services.masking import Sealed, opened, quiet
from ansinh_desktop.services.office import Office


def _refuse(register: Register, case: CaseInput, findings: list[Finding]) -> None:
    """Refuse what may not be kept: by some findings at all, by others as final.

    Raises:
        InvalidRecordError: The findings say why.
        UserError: AS-2037 it is a draft of nobody.
    """
    if not case.person.get("full_name") and not case.final and not writing.may_be_nameless(register):
        raise UserError("AS-2037")
    if never := [each for each in findings if each.code in register.kept_never]:
        raise InvalidRecordError(never)
    if case.final and any(stops(each, case.kept) for each in findings):
        raise InvalidRecordError(findings)


class Cases:
    """All work on cases for one officer."""

    def __init__(self, vault: Vault, access: Access, office: Office) -> None:
        self._vault = vault
        self._access = access
        self._office = office
        self.drafts = Drafts(vault, access)
        """What is typed and not yet saved."""
        self.pins = Pins(vault, access)
        """What the officer keeps from one new record to the next."""
        self.reveals = Reveals(vault, access)
        """What is shown only for a reason."""

    @property
    def officer(self) -> str:
        """The name under which the officer works."""
        return self._access.officer

    @property
    def unit(self) -> str:
        """The unit whose records these are."""
        return self._office.unit

    def check(self, case: CaseInput, saved: Sealed | None = None) -> list[Finding]:
        """Return the findings of what stands in a form; asks nothing of the data file.

        What the officer was not shown is checked as it is kept, and quoted by no finding.

        Args:
            case: What stands in the form.
            saved: The record as it was read, for its state, its events and its masked answers.
        """
        register, kept = catalog.register(case.register), opened(saved)
        typed = whole(case, kept.answers) if kept else case
        found = check_record(register, typed_facts(typed, law_day(register, typed.answers), kept))
        return quiet(register.fields, found, typed.answers, case.masked - case.answers.keys())

    def computed(self, case: CaseInput, saved: Sealed | None = None) -> Answers:
        """Return what follows today from what stands in a form; asks nothing of the data file."""
        kept = opened(saved)
        typed = whole(case, kept.answers) if kept else case
        facts = typed_facts(typed, clock.today(), kept).at(clock.today())
        return {each.key: each.compute(facts) for each in catalog.register(case.register).reckoned}

    def way(self, case: CaseInput, saved: Sealed | None = None) -> Way:
        """Return how far what stands in a form could go in one act; asks nothing of the data file."""
        register, kept = catalog.register(case.register), opened(saved)
        typed = whole(case, kept.answers) if kept else case
        return way_of(register, typed_facts(typed, law_day(register, typed.answers), kept))

    def save(self, case: CaseInput) -> str:
        """Save a record with its person in one unit of work, and return the record's id.

        Raises:
            InvalidRecordError: It has errors, or warnings without a reason, and was to be final.
            StepRefusedError: It was to go on, and a step is refused: nothing is saved.
            UserError: The officer may not write this register, or the record was changed meanwhile.
        """
        self._access.require(case.register, "w")
        register = catalog.register(case.register)
        with self._vault.work() as store:
            if case.person_id is not None:
                # While it was typed they may have been joined with another.
                case = dataclasses.replace(case, person_id=store.joining.leading(case.person_id))
            self._require_reachable(store, case)
            record = store.records.get(case.record_id) if case.record_id is not None else None
            saved = Sealed(saved_facts(store, register, record)) if record else None
            findings = self.check(case, saved)
            _refuse(register, case, findings)
            if case.kept:
                seen = {key: looked_at(reason) for key, reason in case.kept.items()}
                case = dataclasses.replace(case, kept=seen)
            record_id = self.write(store, register, case, draft=blocks(findings) or not case.final)
            if case.goes_on is not None:
                self._go_on(store, store.records.get(record_id), case.goes_on)
            return record_id

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
        for each in case.apart:
            require_known(store, self._access, each)
        if case.person_id is not None:
            require_known(store, self._access, case.person_id)
            store.require_own(store.people.get(case.person_id))

    def write(self, store: Store, register: Register, case: CaseInput, *, draft: bool) -> str:
        """Write a checked record within the caller's unit of work."""
        return writing.write(store, register, case, self._office.unit, self._access.officer, draft=draft)

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
        writing.add_all(store, register, cases, states, self._office.unit)

    def get(self, record_id: str) -> Case:
        """Return a record; looking at a confidential one is written down."""
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            found = case_view(store, record, self._access, self._office.unit)
        if goes_by_code(found.confidentiality):
            with self._vault.work("xem hồ sơ") as store:
                store.log.note("read", "record", record_id, {})
        return found

    def move(self, record_id: str, state: str, on: str, reason: str = "") -> None:
        """Take a step in the life cycle.

        Raises:
            StepRefusedError: Something that the step asks for is missing, or doubtful and no reason is given.
            UserError: The step is not allowed from the present state, or the record is only a draft.
        """
        with self._vault.work(reason or None) as store:
            record = self._own(store, record_id)
            self._go(store, record, [Stage(state, datetime.date.fromisoformat(on))], reason)

    def go_on(self, record_id: str, reason: str = "") -> None:
        """Take all steps of a case that comes with its decision in one unit of work, each on the case's own day.

        Raises:
            StepRefusedError, UserError: As of a single step; none of them is taken.
        """
        with self._vault.work(reason or None) as store:
            record = self._own(store, record_id)
            self._go_on(store, record, reason)

    def _go_on(self, store: Store, record: Record, reason: str) -> None:
        register = catalog.register(record.register)
        way = way_of(register, saved_facts(store, register, record))
        if not way.stages:
            raise UserError("AS-6328", number=record.number)
        self._go(store, record, way.stages, reason)

    def _go(self, store: Store, record: Record, way: Sequence[Stage], reason: str) -> None:
        """Take steps one after another, within the caller's unit of work."""
        register = catalog.register(record.register)
        for stage in way:
            steps.require_listed(register, record, stage.state)
            workflow = register.life_cycle.workflow(record.answers)
            if workflow.is_closed(stage.state) != workflow.is_closed(record.state) and not reason.strip():
                raise UserError("AS-2034")
            facts = saved_facts(store, register, record)
            steps.require_role(register, facts, stage.state, self._access.role)
            kept = steps.require_guarded(register, facts, stage.state, stage.on, reason)
            step = writing.Step(stage.state, stage.on.isoformat(), reason, self._access.officer, kept)
            if is_forgotten(register, stage.state):
                forget(store, register, record)
            writing.take_step(store, record, step)
            if register.assessing and stage.state in register.assessing.states:
                month = text_of(record.answers, register.assessing.month)
                write_down(store, record, stage.on, self._access.officer, assessed_day(month, stage.on))

    def reopen(self, record_id: str, on: str, reason: str) -> None:
        """Open a closed case again, in the state in which it stood before.

        Raises:
            UserError: It is not closed, no reason is given, or the officer may not.
        """
        with self._vault.work(reason) as store:
            record = self._own(store, record_id, "r")
            steps.require_reopener(self._access.role)
            require_remembered(store, {record.id}, set())
            register = catalog.register(record.register)
            state = steps.last_open_state(register, saved_facts(store, register, record))
            if not reason.strip():
                raise UserError("AS-2034")
            writing.take_step(store, record, writing.Step(state, on, reason, self._access.officer))

    def step_findings(self, record_id: str, state: str, on: str) -> list[Finding]:
        """Return what speaks against a step, so that it can be shown before the step is asked for."""
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            register = catalog.register(record.register)
            facts = saved_facts(store, register, record)
            found = step_findings(register, facts, state, datetime.date.fromisoformat(on))
            return [*writing.paid_already(store, register, record, state), *found]

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
            happened = writing.Happened(kind, on, answers, note)
            return writing.add_event(store, register, record, happened, self._access.officer)

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
            apart = store.packages.alike.apart_from(but, person) if but else set()
            found = store.people.alike(person, but, sight=self._access.sight(), apart=apart)
            return known_people(store, self._access, found, register)

    def tell_apart(self, person_id: str, person: Answers, other_id: str, reason: str) -> None:
        """Say that somebody recorded is not another who looks alike; it is asked again once what was compared changes.

        Args:
            person_id: The one.
            person: What is known of them, or typed and not yet saved.
            other_id: The other.
            reason: Why.

        Raises:
            UserError: AS-2034 no reason is given; AS-2035 the officer may not write, AS-1122 not know one of the two.
        """
        if not reason.strip():
            raise UserError("AS-2034")
        if not any(self._access.may(code, "w") for code in catalog.registers()):
            raise UserError("AS-2035")
        with self._vault.work() as store:
            for each in (person_id, other_id):
                require_known(store, self._access, each)
            writing.tell_apart(store, (person_id, person), {other_id: reason.strip()}, self._access.officer)

    def history(self, record_id: str) -> list[HistoryRow]:
        """Return who changed what from what to what, the latest first."""
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            changes = store.log.of_record(record_id, record.person_id)
            register = catalog.register(record.register)
            rows = rows_of(changes, register, store.accounts.full_names())
            if is_forgotten(register, record.state):
                # That something was changed stays to be seen, and no longer what.
                return [
                    dataclasses.replace(each, before="", after="", reason="", key="", masked=False)
                    for each in rows
                ]
            return list(rows)
