"""Brings a list into a register: plan it, show what would happen, do it in one unit of work."""

import logging
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ansinh_desktop import clock
from ansinh_desktop.db.part import RowsRefusedError, part
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.findings import Finding, Level, error
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services import later
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases import CaseInput, Cases, kept_key
from ansinh_desktop.services.hamlets import former
from ansinh_desktop.services.importer.columns import ColumnMapping, missing, propose
from ansinh_desktop.services.importer.draft_rows import RowReader, compare_again
from ansinh_desktop.services.importer.planning import Known, Planner, RowPlan, What, needs_look
from ansinh_desktop.services.importer.proposals import ASKED
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.tables import FoundList, find_lists, joined, told
from ansinh_desktop.services.importer.targets import NAME, PERSON, Target, targets_of
from ansinh_desktop.services.importer.workbook import read_workbook
from ansinh_desktop.services.safety.garbage import collector_at_rest

_CHUNK = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """How far long work has come."""

    done: int
    total: int
    text: str


@dataclass(frozen=True)
class Opened:
    """A list that was read: its table, and what its columns may fill."""

    path: Path
    register: Register
    table: Table
    targets: tuple[Target, ...]
    mapping: ColumnMapping
    lists: tuple[FoundList, ...] = ()
    """All lists of the file; none where the rows were typed."""
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
    reader: RowReader | None = field(default=None, repr=False)
    planner: Planner | None = field(default=None, repr=False)

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
        """Read every row, check it, and say what would be done with it; yields how far it has come.

        Raises:
            UserError: The officer may not write the register: nobody prepares what would be refused at the end.
        """
        self._access.require(opened.register.code, "w")
        total = len(opened.table.people)
        outcome = Outcome(opened)
        with self._vault.reading() as store:
            seen = self._access.sight()
            known = Known(store, opened.register.code, seen, self._cases.unit)
            hamlets = [each.name for each in store.people.hamlets(self._cases.unit)]
            renamed = former(store)
        reader = RowReader(opened.table, opened.mapping, opened.targets, clock.today(), hamlets, renamed)
        planner = Planner(opened.table, opened.register, known)
        outcome.reader, outcome.planner = reader, planner
        with collector_at_rest():
            for number, draft in enumerate(reader.drafts(), start=1):
                outcome.rows.append(planner.plan(draft))
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
        planner = outcome.planner
        if planner is None:
            raise BugError("rows planned anew before they were planned")
        given = {each.draft.row_number: each for each in rows}
        for number, each in enumerate(outcome.rows):
            outcome.rows[number] = given.get(each.draft.row_number, each)
        changed = {each.row_number for each in compare_again([each.draft for each in outcome.rows])}
        made = []
        for number, each in enumerate(outcome.rows):
            if each.draft.row_number in changed | given.keys():
                outcome.rows[number] = planner.plan(each.draft, wanted=each.wanted)
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
            if opened.lists:
                self._keep(store, opened)
        outcome.done = True
        return outcome

    def write_errors(self, outcome: Outcome, target: Path) -> None:
        """Write the rows with findings to a workbook that can be mended and imported again alone."""
        rows = [each for each in outcome.rows if needs_look(each)]
        for each in rows:
            each.draft.findings = list(each.findings)
        later.write_error_book(
            outcome.opened.table, outcome.opened.mapping, [each.draft for each in rows], target
        )

    def _write(self, store: Store, opened: Opened, rows: list[RowPlan]) -> None:
        """Write some rows; where one of them is refused, all are written one by one and that one is left out."""
        try:
            with part(store):
                self._write_all(store, opened, rows)
        except (RowsRefusedError, UserError) as fault:
            if len(rows) > 1:
                for each in rows:
                    self._write(store, opened, [each])
                return
            rows[0].what = What.LEFT_OUT
            rows[0].findings = (*rows[0].findings, _refusal(fault))

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


def _named(lists: Sequence[FoundList], sheets: Sequence[str]) -> list[FoundList]:
    """Return the lists that are asked for by the names of their sheets, else those that are read by themselves."""
    if not sheets:
        return [each for each in lists if not each.left_because]
    for wanted in sheets:
        if not any(wanted in (each.title, each.table.sheet.name) for each in lists):
            raise UserError("AS-3033", sheet=wanted, known=", ".join(each.title for each in lists))
    return [each for each in lists if {each.title, each.table.sheet.name} & set(sheets)]


def _refusal(fault: RowsRefusedError | UserError) -> Finding:
    if isinstance(fault, UserError):
        return error(fault.code, NAME, **fault.facts)
    _log.error("a row could not be written: %s", fault)
    return error("AS-3186", NAME)


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
