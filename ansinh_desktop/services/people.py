"""People whatever their records: the list of everybody, households, and how people are related."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ansinh_desktop import clock, text
from ansinh_desktop.db.models import Household, Person, Record, Relation
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Answers, text_of
from ansinh_desktop.registers.checks import blocks, check_answers
from ansinh_desktop.registers.dated import Since
from ansinh_desktop.registers.household import HOUSEHOLD_FIELDS, RELATION_FIELDS
from ansinh_desktop.registers.person import PERSON_FIELDS, check_person
from ansinh_desktop.services import later
from ansinh_desktop.services.access import Access, is_known, require_known
from ansinh_desktop.services.cases import (
    InvalidRecordError,
    KnownPerson,
    OtherRecord,
    kept_key,
    known_people,
    readable_records,
)
from ansinh_desktop.services.cases.since import with_since
from ansinh_desktop.services.households import spread
from ansinh_desktop.services.office import Office

PEOPLE_COLUMNS: tuple[str, ...] = (
    "full_name",
    "birth_date",
    "sex",
    "personal_id",
    "hamlet",
    "address",
    "phone",
    "poverty_status",
)
"""The fields that the list of everybody shows; how many records they have follows."""


@dataclass(frozen=True)
class PersonRow:
    """One person of the list."""

    id: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Member:
    """A person of a household."""

    id: str
    name: str
    birth: str
    head: bool
    gone: str = ""
    """In words that they are dead or have moved away."""


@dataclass(frozen=True)
class HouseholdView:
    """A household with its members."""

    id: str
    values: Answers
    members: Sequence[Member]


@dataclass(frozen=True)
class RelationView:
    """How another person is related to the one looked at."""

    id: str
    other_id: str
    other: str
    text: str
    """«Mẹ» of the one looked at, or «Mẹ của» where it is the other way round."""
    since: str
    until: str
    note: str


@dataclass(frozen=True)
class PersonView:
    """A person with all that is shown of them."""

    id: str
    person: Answers
    records: Sequence[OtherRecord]
    household: HouseholdView | None
    relations: Sequence[RelationView]
    seq: int
    ours: bool
    """Whether our own unit keeps the person."""


class People:
    """All work on people for one officer."""

    def __init__(self, vault: Vault, access: Access, office: Office) -> None:
        self._vault = vault
        self._access = access
        self._office = office

    @cached_property
    def joinings(self) -> "later.Joinings":
        """Two people who are one."""
        return later.Joinings(self._vault, self._access)

    def rows(self, typed: str = "", hamlets: Sequence[str] = ()) -> "array[int]":
        """Return the row numbers of everybody who may be listed by name, in the order of names.

        Who stands only in records that go by their number is found in their own register.
        """
        with self._vault.reading() as store:
            return store.search.people_rows(typed, hamlets, self._access.sight(passing=True))

    def page(self, rows: Sequence[int]) -> list[PersonRow]:
        """Return some people of the list."""
        with self._vault.reading() as store:
            people = store.search.people_page(rows, self._access.sight(passing=True))
            beside = store.records.beside([each.id for each in people], self._access.readable)
        return [_row(each, len(beside.get(each.id, ()))) for each in people]

    def place(self, rows: Sequence[int], person_id: str) -> int:
        """Return where a person stands among the rows of the list; -1 where they do not."""
        with self._vault.reading() as store:
            require_known(store, self._access, person_id)
            row = store.people.get(person_id).row
        return rows.index(row) if row in rows else -1

    def hamlets(self) -> list[tuple[str, str, int]]:
        """Return the hamlets by which the list may be filtered: value, words, how many people."""
        with self._vault.reading() as store:
            found = store.search.hamlets(self._access.sight(passing=True))
        return sorted(
            ((name, name or "(chưa ghi)", count) for name, count in found),
            key=lambda each: (not each[0], text.text_sort_key(each[0])),
        )

    def find(self, typed: str, but: str = "", limit: int = 20) -> list[KnownPerson]:
        """Return people whom a search finds, with the records that the officer may know of."""
        with self._vault.reading() as store:
            found = store.search.people(typed, limit, self._access.sight())
            return known_people(store, self._access, [each for each in found if each.id != but])

    def get(self, person_id: str) -> PersonView:
        """Return a person with records, household and relations."""
        with self._vault.reading() as store:
            require_known(store, self._access, person_id)
            person = store.people.get(person_id)
            household = store.people.household_of(person)
            relations = (_relation_view(store, each, person.id) for each in store.people.relations(person.id))
            return PersonView(
                person.id,
                values_of(person),
                readable_records(store, self._access, person.id),
                self._household_view(store, household) if household else None,
                [each for each in relations if is_known(store, self._access, each.other_id)],
                person.seq,
                person.unit == self._office.unit,
            )

    def check(self, person: Answers) -> list[Finding]:
        """Return what is wrong or doubtful about a person's own data."""
        return list(check_person(person, clock.today()))

    def save(
        self,
        person_id: str,
        person: Answers,
        kept: Mapping[str, str] | None = None,
        seen: int | None = None,
        since: Since | None = None,
    ) -> None:
        """Change what is known of a person.

        Args:
            person_id: Whom.
            person: What is known, by field key.
            kept: Reasons for warnings that are kept.
            seen: The number of the last change that the officer saw.
            since: From which month a fact holds that decides money of a running record, where that was asked.

        Raises:
            InvalidRecordError: There are errors, or warnings without a reason.
            UndatedChangeError: It has to be asked from which month a changed fact holds.
            UserError: Another unit keeps the person, or the person was changed meanwhile.
        """
        reasons = kept or {}
        findings = self.check(person)
        if any(each.level is Level.ERROR or _unexplained(each, reasons) for each in findings):
            raise InvalidRecordError(findings)
        with self._vault.work("; ".join(reasons.values()) or None) as store:
            found = self._own(store, person_id)
            if seen is not None and found.seq != seen:
                raise UserError("AS-1111")
            before = values_of(found)
            for record in store.records.of_person(person_id):
                self._date(store, record, before, {**before, **person}, since)
            store.people.save(person_id, found.unit, person)

    def _date(
        self, store: Store, record: Record, before: Answers, after: Answers, since: Since | None
    ) -> None:
        """Let a record keep what held before, where what is known of its person changes from a month on."""
        register = catalog.registers().get(record.register)
        if register is None or not register.dated_of_person or record.unit != self._office.unit:
            return
        both = (record.answers, after)
        if self._access.may(record.register, "r"):
            answers = with_since(register, record, before, both, since)
        else:
            # Of a record that the officer may not know of nobody asks: the months before keep what held.
            try:
                answers = with_since(register, record, before, both, Since(f"{clock.today():%Y-%m}"))
            except UserError:
                return
        if answers is not record.answers:
            content = RecordContent(answers, record.draft, record.opened_on, record.kept)
            store.records.change(register, record.id, content)

    def save_household(
        self, values: Answers, household_id: str | None = None, first: str | None = None
    ) -> str:
        """Change a household, or make one of which ``first`` is the head; its present status is every member's.

        Raises:
            InvalidRecordError: The values do not keep the rules.
        """
        findings = list(check_answers(HOUSEHOLD_FIELDS, values))
        if blocks(findings):
            raise InvalidRecordError(findings)
        self._require_writer()
        with self._vault.work() as store:
            head = self._own(store, first) if first else None
            plain = {key: values.get(key) or None for key in HOUSEHOLD_FIELDS}
            if household_id is None:
                plain["head_id"] = first
            household = store.people.save_household(household_id, self._office.unit, plain)
            if head is not None:
                _move_in(store, head, household)
            spread(store, household)
            return household.id

    def join(self, person_id: str, household_id: str) -> None:
        """Make a person a member of a household."""
        with self._vault.work() as store:
            person = self._own(store, person_id)
            household = store.people.household(household_id)
            _move_in(store, person, household)
            spread(store, household)

    def leave(self, person_id: str) -> None:
        """Take a person out of their household; a household of nobody is taken away."""
        with self._vault.work() as store:
            person = self._own(store, person_id)
            household = store.people.household_of(person)
            person.household_id = None
            store.session.flush()
            if household is not None:
                _left_by(store, household, person_id)

    def set_head(self, household_id: str, person_id: str) -> None:
        """Say who is the head of a household.

        Raises:
            UserError: AS-2038 the person is no member of it.
        """
        with self._vault.work() as store:
            self._own(store, person_id)
            if store.people.get(person_id).household_id != household_id:
                raise UserError("AS-2038")
            store.people.save_household(household_id, self._office.unit, {"head_id": person_id})

    def relate(self, person_id: str, other_id: str, values: Answers) -> str:
        """Say what ``person`` is to ``other``, and from when to when.

        Raises:
            InvalidRecordError: The values do not keep the rules.
        """
        findings = list(check_answers(RELATION_FIELDS, values))
        if blocks(findings):
            raise InvalidRecordError(findings)
        with self._vault.work() as store:
            self._own(store, person_id)
            require_known(store, self._access, other_id)
            kind, since, until, note = (text_of(values, key) for key in ("kind", "since", "until", "note"))
            made = store.people.relate(person_id, other_id, kind, since or None, note or None)
            made.until = until or None
            return made.id

    def unrelate(self, relation_id: str, reason: str) -> None:
        """Take back a relation written down by mistake; it stays in the history."""
        with self._vault.work(reason) as store:
            found = store.people.relation(relation_id)
            self._own(store, found.person_id)
            found.deleted = True

    def may_write(self) -> bool:
        """Whether the officer may write anything at all."""
        return any(self._access.may(code, "w") for code in catalog.registers())

    def _own(self, store: Store, person_id: str) -> Person:
        self._require_writer()
        require_known(store, self._access, person_id)
        person = store.people.get(person_id)
        store.require_own(person)
        return person

    def _require_writer(self) -> None:
        if not self.may_write():
            raise UserError("AS-2035")

    def _household_view(self, store: Store, household: Household) -> HouseholdView:
        values = {key: getattr(household, key) for key in HOUSEHOLD_FIELDS if getattr(household, key)}
        birth = PERSON_FIELDS["birth_date"].kind.show
        members = [
            Member(each.id, each.full_name, birth(each.birth_date), each.id == household.head_id, _gone(each))
            for each in store.people.members(household.id)
            if is_known(store, self._access, each.id)
        ]
        return HouseholdView(household.id, values, sorted(members, key=lambda each: not each.head))


def _move_in(store: Store, person: Person, household: Household) -> None:
    """Make somebody a member of a household, and of no other any more."""
    before = store.people.household_of(person)
    person.household_id = household.id
    store.session.flush()
    if before is not None and before is not household:
        _left_by(store, before, person.id)


def _left_by(store: Store, household: Household, person_id: str) -> None:
    """Let another member be the head of a household that somebody has left; one of nobody is taken away."""
    rest = store.people.members(household.id)
    household.deleted = not rest
    if household.head_id == person_id:
        household.head_id = rest[0].id if rest else None


def _gone(person: Person) -> str:
    """Return in words that somebody is dead or has moved away; nothing of who is there."""
    show = PERSON_FIELDS["death_date"].kind.show
    if person.death_date:
        return f"đã chết {show(person.death_date)}"
    return f"đã chuyển đi {show(person.moved_on)}" if person.moved_on else ""


def _row(person: Person, records: int) -> PersonRow:
    known = values_of(person)
    shown = (PERSON_FIELDS[key].kind.show(known.get(key)) for key in PEOPLE_COLUMNS)
    return PersonRow(person.id, (*shown, str(records) if records else ""))


def _relation_view(store: Store, relation: Relation, person_id: str) -> RelationView:
    label = RELATION_FIELDS["kind"].kind.show(relation.kind)
    mine = relation.person_id == person_id
    other = store.people.get(relation.other_id if mine else relation.person_id)
    day = RELATION_FIELDS["since"].kind.show
    return RelationView(
        relation.id,
        other.id,
        other.full_name,
        f"{label} của" if mine else label,
        day(relation.since),
        day(relation.until),
        relation.note or "",
    )


def _unexplained(finding: Finding, kept: Mapping[str, str]) -> bool:
    return finding.level is Level.WARNING and not kept.get(kept_key(finding))
