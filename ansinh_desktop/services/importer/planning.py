"""Says of each row of a list what would become of it: whose it is, what its checks find, and whether it comes in."""

import enum
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ansinh_desktop import clock, text
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.db.payments import Running, double_benefit, told_by
from ansinh_desktop.db.people import Sight
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError, fault_place
from ansinh_desktop.findings import Finding, Level, error, note, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers, Value, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.field import About, settled
from ansinh_desktop.registers.person import check_person
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules.likeness import Known as LooksAlike
from ansinh_desktop.rules.likeness import compare, may_be_name
from ansinh_desktop.services.importer.draft_rows import RowDraft
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.targets import NAME, PERSON
from ansinh_desktop.services.law_day import law_day

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


def needs_look(row: RowPlan) -> bool:
    """Whether the officer should look at a row: it has errors or warnings, or is not brought in."""
    return row.level in (Level.ERROR, Level.WARNING) or row.what in (What.LEAVING, What.LEFT_OUT)


class Known:
    """Everybody who is recorded, to be recognised."""

    def __init__(self, store: Store, register: str, seen: Sight, unit: str) -> None:
        self._by_number: dict[str, str] = {}
        self._born: dict[str, list[tuple[str, LooksAlike]]] = {}
        """By the birth as it is written: in a list a slip in the name or in the birth is known again, not in both."""
        self._named: dict[str, list[tuple[str, LooksAlike]]] = {}
        self._by_name: dict[tuple[str, str], list[tuple[str, str, bool]]] = {}
        for person, personal_id, old_id, name, birth, hamlet in store.people.identities(seen):
            for number in filter(None, (personal_id, old_id)):
                self._by_number[number] = person
            numbered = bool(personal_id or old_id)
            if birth:
                # Compared without marks: they are not read along.
                looks = LooksAlike(
                    name, PartialDate.from_iso(birth), "", personal_id or "", old_id or "", hamlet or ""
                )
                self._born.setdefault(birth, []).append((person, looks))
                self._named.setdefault(text.name_key(name), []).append((person, looks))
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

    def like(self, values: Answers) -> str:
        """Return why somebody recorded is likely who a row newly names; empty where nobody is.

        It decides nothing: whoever is not known for certain comes in as somebody new.
        """
        name, birth = text.fold(text_of(values, "full_name")), text_of(values, "birth_date")
        if not birth:
            return ""
        known = (text_of(values, key) for key in ("personal_id", "old_id", "hamlet"))
        row = LooksAlike(name, PartialDate.from_iso(birth), "", *known)
        born = (each for each in self._born.get(birth, ()) if may_be_name(row.tokens, each[1].tokens))
        found = dict((*born, *self._named.get(text.name_key(name), ())))
        best = max((compare(row, each) for each in found.values()), key=lambda each: each.score, default=None)
        if best is None or not best.is_likely:
            return ""
        return ", ".join(each[0].lower() + each[1:] for each in best.why)

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


class Planner:
    """Plans the rows of one list."""

    def __init__(self, table: Table, register: Register, known: Known) -> None:
        self._register = register
        self._known = known
        self._day = table.as_of or clock.today()
        """The day of which the list speaks: it stands for columns that it does not have."""
        given = {"as_of": self._day.isoformat(), "as_of_month": f"{self._day:%Y-%m}"}
        self._defaults = {key: given.get(value, value) for key, value in register.import_defaults.items()}

    def plan(self, draft: RowDraft, *, wanted: bool | None = None) -> RowPlan:
        """Return what would become of a row; one that cannot be checked at all stops no other.

        Args:
            draft: The row as it was read.
            wanted: What the officer said of bringing it in; None where nothing was said.
        """
        try:
            return self._planned(draft, wanted=wanted)
        except UserError:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever one row leads to, the others come in
            _log.error("a row could not be checked: %s", fault_place(fault))
            draft.findings.append(error("AS-3186", NAME))
            return RowPlan(draft, What.LEFT_OUT, {}, {}, tuple(draft.findings), wanted=wanted)

    def _planned(self, draft: RowDraft, *, wanted: bool | None) -> RowPlan:
        person, answers = _parted(draft)
        answers |= {key: value for key, value in self._defaults.items() if key not in answers}
        answers = settled(self._register.fields, answers, About(person))
        person_id = self._known.person(person)
        record_id = self._known.records.get(person_id) if person_id else None
        can_be = self._known.what(person_id, record_id)
        checked = [*self._check(person, answers, draft.findings)]
        what = _what(draft, can_be if self._may_stand(draft, checked) else What.LEFT_OUT, wanted=wanted)
        findings = [*draft.findings]
        if draft.leaving and not wanted:
            findings.append(warning("AS-3184", NAME, section=draft.leaving))
        findings += checked
        if can_be is What.LEFT_OUT:
            findings.append(error("AS-3198", NAME))
        elif what is can_be and record_id is None:
            findings += self._paid_twice(draft, person_id, person, answers)
        if what is What.NEW and (why := self._known.like(person)):
            findings.append(note("AS-3173", NAME, why=why))
        return RowPlan(draft, what, person, answers, tuple(findings), person_id, record_id, wanted)

    def _may_stand(self, draft: RowDraft, found: Sequence[Finding]) -> bool:
        """Whether a row may come in at all, be it as a draft: it names somebody where that is asked."""
        named = bool(draft.name) or "full_name" in self._register.person_optional
        return named and not any(each.code in self._register.kept_never for each in found)

    def _paid_twice(
        self, draft: RowDraft, person_id: str | None, person: Answers, answers: Answers
    ) -> Iterator[Finding]:
        """Yield what speaks against a new record by which somebody would be paid whom another record pays."""
        begun = self._begun(answers)
        if not begun:
            return
        paid = self._known.paid_by(person_id, person)
        if paid is None and draft.duplicate_of is not None and any(_numbers(person)):
            # The row before it is not recorded yet.
            paid = Running("", f"của dòng {draft.duplicate_of} trong danh sách này", begun, {})
        if paid:
            yield double_benefit(self._register, paid, begun)
        elif person_id is None and (like := self._known.paid_alike(person)):
            yield error("AS-2057", NAME, number=like.number)

    def _begun(self, answers: Answers) -> str:
        """Return the state of a row where it stands in it as paid; empty where it does not."""
        register = self._register
        state = register.imported_state(answers) if register.imported_state else ""
        return state if state in register.paid_in else ""

    def _check(self, person: Answers, answers: Answers, read: list[Finding]) -> Iterator[Finding]:
        """Yield the findings of the checks; what could not be read is not called missing as well."""
        unread = {each.field for each in read if each.level is Level.ERROR}
        day = law_day(self._register, answers, self._day)
        for each in check_person(person, day, self._register.person_optional):
            if PERSON + each.field not in unread:
                yield Finding(each.level, each.code, PERSON + each.field, each.facts)
        for each in check_record(self._register, CaseFacts(answers, person, day), person=False):
            if each.field not in unread:
                yield each


def _parted(draft: RowDraft) -> tuple[dict[str, Value], dict[str, Value]]:
    """Return what a row says of the person, and what it answers of the register."""
    person: dict[str, Value] = {}
    answers: dict[str, Value] = {}
    for key, value in draft.values.items():
        if key.startswith(PERSON):
            person[key.removeprefix(PERSON)] = value
        else:
            answers[key] = value
    return person, answers


def _what(draft: RowDraft, can_be: What, *, wanted: bool | None) -> What:
    """Return what is done with a row: what can be, unless its list or the officer says otherwise."""
    if can_be is What.LEFT_OUT:
        return What.LEFT_OUT
    if wanted is not None:
        return can_be if wanted else What.REFUSED
    if draft.duplicate_of is not None:
        return What.DOUBLE
    return What.LEAVING if draft.leaving and can_be is not What.PRESENT else can_be


def _numbers(person: Answers) -> tuple[str | None, str | None]:
    return text_of(person, "personal_id") or None, text_of(person, "old_id") or None
