"""Brings a list into a register: plan it, show what would happen, do it in one unit of work."""

import enum
import logging
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ansinh_desktop import clock, text
from ansinh_desktop.db.payments import Running, double_benefit, told_by
from ansinh_desktop.db.people import Sight
from ansinh_desktop.db.store import RowsRefusedError, Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError, fault_place
from ansinh_desktop.findings import Finding, Level, error, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers, Value, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.person import check_person
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases import CaseInput, Cases, kept_key
from ansinh_desktop.services.garbage import collector_at_rest
from ansinh_desktop.services.hamlets import former
from ansinh_desktop.services.importer.columns import ColumnMapping, missing, propose
from ansinh_desktop.services.importer.draft_rows import RowDraft, RowReader, compare_again
from ansinh_desktop.services.importer.proposals import ASKED
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.tables import FoundList, find_lists, joined, told
from ansinh_desktop.services.importer.targets import NAME, PERSON, Target, targets_of
from ansinh_desktop.services.importer.workbook import read_workbook
from ansinh_desktop.services.law_day import law_day

_CHUNK = 200
_log = logging.getLogger(__name__)


class What(enum.StrEnum):
    """What the import does with a row."""

    NEW = "new"
    """A person and a record that were not there."""
    NEW_RECORD = "new_record"
    """A record for a person who was there already, in another register."""
    MENDED = "mended"
    """The draft of an earlier import, with what was mended since."""
    PRESENT = "present"
    """Already in this register; nothing is changed."""
    DOUBLE = "double"
    """Says somebody again who stands earlier in the same list."""
    LEAVING = "leaving"
    """Stands under a title of people who leave the list; never a new one."""
    LEFT_OUT = "left_out"
    """Cannot be brought in: no name, or nobody can tell whose; it goes to the file to be mended."""
    REFUSED = "refused"
    """Left out because the officer said so."""


@dataclass(frozen=True)
class Step:
    """How far long work has come."""

    done: int
    total: int
    text: str


@dataclass
class RowPlan:
    """One row of the list, and what will become of it."""

    draft: RowDraft
    what: What
    person: Answers
    answers: Answers
    findings: tuple[Finding, ...]
    """``field`` is the key of a target: ``person.full_name``, or an answer's own key."""
    person_id: str | None = None
    record_id: str | None = None
    wanted: bool | None = None
    """What the officer said of bringing it in; None where nothing was said."""

    @property
    def final(self) -> bool:
        """Whether its record is whole; a question that is not answered keeps it a draft."""
        return self.level is not Level.ERROR and not self.draft.asked

    @property
    def comes_in(self) -> bool:
        """Whether anything is written of it."""
        return self.what in (What.NEW, What.NEW_RECORD, What.MENDED)

    @property
    def level(self) -> Level | None:
        """The weight of the worst finding; None where there is none."""
        present = {each.level for each in self.findings}
        return next((each for each in Level if each in present), None)


@dataclass(frozen=True)
class Opened:
    """A list that was read: its table, and what its columns may fill."""

    path: Path
    register: Register
    table: Table
    targets: tuple[Target, ...]
    mapping: ColumnMapping
    lists: tuple[FoundList, ...] = ()
    """All lists of the file."""
    chosen: tuple[FoundList, ...] = ()
    """Those that are read."""

    @property
    def told(self) -> str:
        """How many people the file has, how many are read, and why the others are not."""
        return told(self.lists, self.chosen)

    @property
    def missing(self) -> list[Target]:
        """Required fields that no column fills."""
        return missing(self.mapping, self.targets)


@dataclass
class Outcome:
    """A planned import, and whether it was done."""

    opened: Opened
    rows: list[RowPlan] = field(default_factory=list)
    done: bool = False
    known: "_Known | None" = field(default=None, repr=False)
    reader: RowReader | None = field(default=None, repr=False)

    def count(self, *whats: What) -> int:
        """Return with how many rows one of these is done."""
        counted = Counter(each.what for each in self.rows)
        return sum(counted[each] for each in whats)

    def count_level(self, level: Level) -> int:
        """Return how many rows have this as their worst finding."""
        return sum(each.level is level for each in self.rows)

    @property
    def asked(self) -> list[RowPlan]:
        """Rows whose remark may say something of the person's life, for which nobody has answered yet."""
        return [each for each in self.rows if each.draft.asked and each.comes_in]

    @property
    def has_findings(self) -> bool:
        """Whether any row has an error or a warning."""
        return any(needs_look(each) for each in self.rows)

    @property
    def refused(self) -> bool:
        """Whether any row has an error, so that it could only be kept as a draft."""
        return self.count_level(Level.ERROR) > 0

    def summary(self) -> str:
        """Return the outcome in one sentence."""
        parts = [
            (self.count(What.NEW), "người mới"),
            (self.count(What.NEW_RECORD), "hồ sơ mới của người đã có"),
            (self.count(What.MENDED), "bản nháp được sửa"),
            (self.count(What.PRESENT), "đã có trong sổ"),
            (self.count(What.DOUBLE), "dòng trùng"),
            (self.count(What.LEAVING), "người trong danh sách giảm không nhập"),
            (self.count(What.LEFT_OUT), "dòng không nhập được"),
            (self.count(What.REFUSED), "dòng đã bỏ"),
            (self.count_level(Level.ERROR), "dòng có lỗi"),
            (self.count_level(Level.WARNING), "dòng cần xem lại"),
        ]
        said = ", ".join(f"{count} {words}" for count, words in parts if count)
        return f"{'Đã nhập' if self.done else 'Xem trước'} {len(self.rows)} dòng: {said}"


class Importing:
    """Imports of one officer."""

    def __init__(self, vault: Vault, access: Access, cases: Cases) -> None:
        self._vault = vault
        self._access = access
        self._cases = cases

    def bring(
        self, path: Path, register_code: str, *, dry_run: bool = False, sheets: Sequence[str] = ()
    ) -> Outcome:
        """Import a file with the mapping that is kept or proposed.

        Args:
            path: The file.
            register_code: Whose list it is.
            dry_run: Whether nothing is written.
            sheets: The lists to be read, by the names of their sheets; those with the same heading where none is named.

        Raises:
            UserError: The file cannot be read, holds no list, or lacks a column without which nobody is known.
        """
        outcome = drained(self.plan(self.open(path, register_code, sheets)))
        return outcome if dry_run else drained(self.carry_out(outcome))

    def open(self, path: Path, register_code: str, sheets: Sequence[str] = ()) -> Opened:
        """Read the lists of a file and propose what their columns fill."""
        self._access.require(register_code, "w")
        if register_code not in catalog.registers():
            raise UserError("AS-4050", name=register_code, known=", ".join(catalog.registers()))
        register = catalog.register(register_code)
        targets = targets_of(register)
        words = [word for each in targets for word in (each.label, *each.aliases)]
        lists = tuple(find_lists(read_workbook(path), words))
        opened = Opened(path, register, lists[0].table, targets, ColumnMapping("", ()), lists)
        return self.choose(opened, [each.title for each in _named(lists, sheets)])

    def choose(self, opened: Opened, titles: Sequence[str]) -> Opened:
        """Return the file with other lists of it to be read.

        Raises:
            UserError: Their headings differ, or none is chosen.
        """
        chosen = tuple(each for each in opened.lists if each.title in titles)
        if not chosen:
            raise UserError("AS-3035")
        table = joined(chosen)
        mapping = propose(table, opened.targets, self._kept(opened.register.code))
        return replace(opened, table=table, mapping=mapping, chosen=chosen)

    def plan(self, opened: Opened) -> Generator[Step, None, Outcome]:
        """Read every row, check it, and say what would be done with it; yields how far it has come."""
        total = len(opened.table.people)
        outcome = Outcome(opened)
        with self._vault.reading() as store:
            seen = self._access.sight()
            known = _Known(store, opened.register.code, seen, self._cases.unit)
            hamlets = [each.name for each in store.people.hamlets(self._cases.unit)]
            renamed = former(store)
        reader = RowReader(opened.table, opened.mapping, opened.targets, clock.today(), hamlets, renamed)
        outcome.known, outcome.reader = known, reader
        with collector_at_rest():
            for number, draft in enumerate(reader.drafts(), start=1):
                outcome.rows.append(_plan_row(draft, opened, known))
                if number % 50 == 0:
                    yield Step(number, total, "Đọc và kiểm tra")
        return outcome

    def mend(self, outcome: Outcome, row: RowPlan, typed: Mapping[str, str]) -> list[RowPlan]:
        """Read one row again with what the officer wrote in place of its cells; returns the rows that changed by it.

        Args:
            outcome: The plan, of which the row is replaced.
            row: The row.
            typed: What is written, by target; an empty text for what is to be nothing.
        """
        reader = outcome.reader
        if reader is None:
            raise BugError("a row mended before it was read")
        draft = reader.draft(reader.person(row.draft.row_number - 1), {**row.draft.typed, **typed})
        return self._plan_again(outcome, [replace(row, draft=draft)])

    def answer(self, outcome: Outcome, rows: Sequence[RowPlan], *, agreed: bool) -> list[RowPlan]:
        """Take the officer's word on what remarks may say: write it down for these people, or drop the question."""
        for each in rows:
            draft = each.draft
            if agreed:
                draft.values |= draft.proposed
            draft.findings = [one for one in draft.findings if one.code not in ASKED]
            draft.asked, draft.proposed = False, {}
        return self._plan_again(outcome, rows)

    def want(self, outcome: Outcome, rows: Sequence[RowPlan], *, wanted: bool) -> list[RowPlan]:
        """Take the officer's word on whether rows are brought in."""
        return self._plan_again(outcome, [replace(each, wanted=wanted) for each in rows])

    def _plan_again(self, outcome: Outcome, rows: Sequence[RowPlan]) -> list[RowPlan]:
        """Plan some rows anew, and those of whom their change says that they stand twice, or no longer do."""
        given = {each.draft.row_number: each for each in rows}
        for number, each in enumerate(outcome.rows):
            outcome.rows[number] = given.get(each.draft.row_number, each)
        changed = {each.row_number for each in compare_again([each.draft for each in outcome.rows])}
        made = []
        for number, each in enumerate(outcome.rows):
            if each.draft.row_number in changed | given.keys():
                outcome.rows[number] = _plan_row(
                    each.draft, outcome.opened, outcome.known, wanted=each.wanted
                )
                made.append(outcome.rows[number])
        return made

    def carry_out(self, outcome: Outcome) -> Generator[Step, None, Outcome]:
        """Write a planned import as one unit of work; closed in between, nothing of it stays."""
        opened = outcome.opened
        self._access.require(opened.register.code, "w")
        wanted = [each for each in outcome.rows if each.comes_in]
        with self._vault.work(f"{IMPORTED}{opened.path.name}") as store, collector_at_rest():
            for start in range(0, len(wanted), _CHUNK):
                chunk = wanted[start : start + _CHUNK]
                self._write(store, opened, chunk)
                yield Step(start + len(chunk), len(wanted), "Ghi vào sổ")
            self._keep(store, opened)
        outcome.done = True
        return outcome

    def write_errors(self, outcome: Outcome, target: Path) -> None:
        """Write the rows with findings to a workbook that can be mended and imported again alone."""
        from ansinh_desktop.services.importer.error_book import write_error_book  # noqa: PLC0415 - only where asked

        rows = [each for each in outcome.rows if needs_look(each)]
        for each in rows:
            each.draft.findings = list(each.findings)
        write_error_book(outcome.opened.table, outcome.opened.mapping, [each.draft for each in rows], target)

    def _write(self, store: Store, opened: Opened, rows: list[RowPlan]) -> None:
        """Write some rows; where one of them is refused, all are written one by one and that one is left out."""
        try:
            with store.part():
                self._write_all(store, opened, rows)
        except RowsRefusedError as fault:
            if len(rows) > 1:
                for each in rows:
                    self._write(store, opened, [each])
                return
            _log.error("a row could not be written: %s", fault)
            _leave_out(rows[0], error("AS-3186", NAME))
        except UserError as fault:
            if len(rows) > 1:
                for each in rows:
                    self._write(store, opened, [each])
                return
            _leave_out(rows[0], error(fault.code, NAME, **fault.facts))

    def _write_all(self, store: Store, opened: Opened, rows: list[RowPlan]) -> None:
        for each in rows:
            if each.what is What.MENDED:
                case = _case(opened, each)
                self._cases.write(store, opened.register, case, draft=not case.final)
        new = [_case(opened, each) for each in rows if each.what is not What.MENDED]
        self._cases.add_all(
            store, opened.register, new, [_first_state(opened.register, each) for each in new]
        )

    def _kept(self, register_code: str) -> list[ColumnMapping]:
        with self._vault.reading() as store:
            kept = store.setting(f"import:{register_code}", [])
        return [ColumnMapping.from_json(each) for each in kept]

    def _keep(self, store: Store, opened: Opened) -> None:
        """Keep the mapping, so that the next list with the same headings needs no correcting."""
        key = f"import:{opened.register.code}"
        kept = [each for each in store.setting(key, []) if each["fingerprint"] != opened.mapping.fingerprint]
        store.set_setting(key, [*kept[-19:], opened.mapping.to_json()])


class _Known:
    """Everybody who is recorded, to be recognised."""

    def __init__(self, store: Store, register: str, seen: Sight, unit: str) -> None:
        self._by_number: dict[str, str] = {}
        self._by_name: dict[tuple[str, str], list[tuple[str, str, bool]]] = {}
        for person, personal_id, old_id, name, birth, hamlet in store.people.identities(seen):
            for number in filter(None, (personal_id, old_id)):
                self._by_number[number] = person
            numbered = bool(personal_id or old_id)
            self._by_name.setdefault((name, birth or ""), []).append(
                (person, text.fold(hamlet or ""), numbered)
            )
        self.records = store.records.in_register(register)
        self.drafts = store.records.draft_ids(register)
        self.others = store.people.kept_by_others(unit)
        self._running = store.payments.running(catalog.register(register))

    def person(self, values: Answers) -> str | None:
        """Return who a row is: the same number, else the same name, birth and hamlet without another number."""
        numbers = [values[key] for key in ("personal_id", "old_id") if values.get(key)]
        for number in numbers:
            if number in self._by_number:
                return self._by_number[number]
        name, birth = text.fold(text_of(values, "full_name")), text_of(values, "birth_date")
        hamlet = text.fold(text_of(values, "hamlet"))
        alike = [
            person
            for person, other, numbered in self._by_name.get((name, birth), [])
            if other == hamlet and not (numbers and numbered)
        ]
        return alike[0] if len(alike) == 1 and birth else None

    def what(self, person_id: str | None, record_id: str | None) -> What:
        """Return what can be done with a row of somebody; with one of whom another unit keeps, nothing."""
        if record_id is not None and record_id not in self.drafts:
            return What.PRESENT
        if person_id in self.others:
            return What.LEFT_OUT
        return What.NEW if person_id is None else What.NEW_RECORD if record_id is None else What.MENDED

    def paid_by(self, person_id: str | None, values: Answers) -> Running | None:
        """Return the record by which a person is paid already, found by the row or by an identity number."""
        keys = told_by(person_id or "", *_numbers(values))
        return next((each for key in keys for each in self._running.get(key, ())), None)

    def paid_alike(self, values: Answers) -> Running | None:
        """Return the record by which somebody of the same name, born on the same day, is paid.

        Lists differ in what they say of the hamlet; only two numbers tell two such people apart.
        """
        birth = text_of(values, "birth_date")
        if len(birth) < len("2026-11-30") or birth.startswith("~"):
            return None
        own = bool(values.get("personal_id") or values.get("old_id"))
        alike = self._by_name.get((text.fold(text_of(values, "full_name")), birth), [])
        paid = (self._running.get(person) for person, _, numbered in alike if not (own and numbered))
        return next((each[0] for each in paid if each), None)


def needs_look(row: RowPlan) -> bool:
    """Whether the officer should look at a row: it has errors or warnings, or is not brought in."""
    return row.level in (Level.ERROR, Level.WARNING) or row.what in (What.LEAVING, What.LEFT_OUT)


def _named(lists: Sequence[FoundList], sheets: Sequence[str]) -> list[FoundList]:
    """Return the lists that are asked for by the names of their sheets, else those that are read by themselves."""
    if not sheets:
        return [each for each in lists if not each.left_because]
    for wanted in sheets:
        if not any(wanted in (each.title, each.table.sheet.name) for each in lists):
            raise UserError("AS-3033", sheet=wanted, known=", ".join(each.title for each in lists))
    return [each for each in lists if {each.title, each.table.sheet.name} & set(sheets)]


def _leave_out(row: RowPlan, finding: Finding) -> None:
    row.what = What.LEFT_OUT
    row.findings = (*row.findings, finding)


def _plan_row(
    draft: RowDraft, opened: Opened, known: "_Known | None", *, wanted: bool | None = None
) -> RowPlan:
    try:
        return _planned(draft, opened, known, wanted=wanted)
    except UserError:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever one row leads to, the others come in
        _log.error("a row could not be checked: %s", fault_place(fault))
        draft.findings.append(error("AS-3186", NAME))
        return RowPlan(draft, What.LEFT_OUT, {}, {}, tuple(draft.findings), wanted=wanted)


def _planned(draft: RowDraft, opened: Opened, known: "_Known | None", *, wanted: bool | None) -> RowPlan:
    person = {
        key.removeprefix(PERSON): value for key, value in draft.values.items() if key.startswith(PERSON)
    }
    answers = {key: value for key, value in draft.values.items() if not key.startswith(PERSON)}
    for key, value in _defaults(opened).items():
        answers.setdefault(key, value)
    said = [*draft.findings]
    if draft.leaving and not wanted:
        said.append(warning("AS-3184", NAME, section=draft.leaving))
    findings = (*said, *_check(opened, person, answers, draft.findings))
    person_id = known.person(person) if known else None
    record_id = known.records.get(person_id) if person_id and known else None
    what = known.what(person_id, record_id) if known else What.NEW
    if what is What.LEFT_OUT:
        findings = (*findings, error("AS-3198", NAME))
    if not draft.name or what is What.LEFT_OUT:
        what = What.LEFT_OUT
    elif wanted is False:
        what = What.REFUSED
    elif draft.duplicate_of is not None and not wanted:
        what = What.DOUBLE
    elif draft.leaving and not wanted and what is not What.PRESENT:
        what = What.LEAVING
    elif record_id is None and known and (begun := _begun(opened.register, answers)):
        # In another row of the same person: the register would pay them twice.
        paid = known.paid_by(person_id, person)
        if paid is None and draft.duplicate_of is not None and len(told_by("", *_numbers(person))) > 1:
            # The row before it is not recorded yet.
            paid = Running("", f"của dòng {draft.duplicate_of} trong danh sách này", begun, {})
        findings = (*findings, *([double_benefit(opened.register, paid, begun)] if paid else []))
        like = known.paid_alike(person) if paid is None and person_id is None else None
        findings = (*findings, *([error("AS-2057", NAME, number=like.number)] if like else []))
    return RowPlan(draft, what, person, answers, findings, person_id, record_id, wanted)


def _numbers(person: Answers) -> tuple[str | None, str | None]:
    return text_of(person, "personal_id") or None, text_of(person, "old_id") or None


def _begun(register: Register, answers: Answers) -> str:
    """Return the state of a row of the list where it stands in it as paid; empty where it does not."""
    state = register.imported_state(answers) if register.imported_state else ""
    return state if state in register.paid_in else ""


def _defaults(opened: Opened) -> Mapping[str, Value]:
    """Return what a list says as a whole: the day it speaks of stands for columns that it does not have."""
    day = opened.table.as_of or clock.today()
    given = {"as_of": day.isoformat(), "as_of_month": f"{day:%Y-%m}"}
    return {key: given.get(value, value) for key, value in opened.register.import_defaults.items()}


def _check(opened: Opened, person: Answers, answers: Answers, read: list[Finding]) -> Iterator[Finding]:
    """Yield the findings of the checks; what could not be read is not called missing as well."""
    unread = {each.field for each in read if each.level is Level.ERROR}
    day = law_day(opened.register, answers, opened.table.as_of)
    for each in check_person(person, day):
        if PERSON + each.field not in unread:
            yield Finding(each.level, each.code, PERSON + each.field, each.facts)
    for each in check_record(opened.register, CaseFacts(answers, person, day), person=False):
        if each.field not in unread:
            yield each


def _case(opened: Opened, row: RowPlan) -> CaseInput:
    reason = f"{IMPORTED}{opened.path.name}, dòng {opened.table.place(row.draft.row_number - 1)}"
    kept = {kept_key(_bare(each)): reason for each in row.findings if each.level is Level.WARNING}
    return CaseInput(
        opened.register.code,
        row.person,
        row.answers,
        row.person_id,
        row.record_id,
        final=row.final,
        kept=kept,
    )


def _first_state(register: Register, case: CaseInput) -> str:
    """Return the state in which a record from a list stands; a draft stands at the beginning."""
    return register.imported_state(case.answers) if register.imported_state and case.final else ""


def _bare(finding: Finding) -> Finding:
    return Finding(finding.level, finding.code, finding.field.removeprefix(PERSON), finding.facts)


def drained(steps: Generator[Step, None, Outcome]) -> Outcome:
    """Walk through long work to its result."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Outcome = end.value
            return result
