"""What joining two people asks and does: side by side, field by field, and what stands in its way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ansinh_desktop.db.models import Person, Record
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import Facts, Message, UserError, message
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.household import RELATION_FIELDS
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.access import Access, is_known, require_known
from ansinh_desktop.services.cases.since import with_since
from ansinh_desktop.services.payments.reckoning import shown_months

HOUSEHOLD = "household_id"


@dataclass(frozen=True)
class FieldOfTwo:
    """One field of two people."""

    key: str
    label: str
    values: tuple[str, str]
    """What is known of each, in words."""
    chosen: str
    """The id of whose value would stay."""
    is_fixed: bool = False
    """Whether nothing else can be chosen."""

    def of(self, chosen: Mapping[str, str]) -> str:
        """Return whose value stays, by what the officer chose."""
        return self.chosen if self.is_fixed else chosen.get(self.key, self.chosen)

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return self.values[0] != self.values[1]

    @property
    def is_open(self) -> bool:
        """Whether both say something, and not the same."""
        return self.differs and all(self.values)


@dataclass(frozen=True)
class SideOfTwo:
    """One of two people, and what they have."""

    person_id: str
    name: str
    records: tuple[str, ...]
    """In words: register, number, state."""


@dataclass(frozen=True)
class JoinPreview:
    """What joining two people asks, and what becomes of both."""

    sides: tuple[SideOfTwo, SideOfTwo]
    """Who stays, and who is joined."""
    lines: tuple[FieldOfTwo, ...]
    told: tuple[Message, ...] = ()
    """What has to be known, and hinders nothing."""
    refusal: Message | None = None
    facts: Facts = field(default_factory=dict)
    """Of the refusal."""


@dataclass(frozen=True)
class Two:
    """Two people of our unit, of whom the officer may know and whose records they may write."""

    one: Person
    """Who stays."""
    other: Person
    records: Sequence[Record]
    """Of both, those that were removed among them."""

    @classmethod
    def of(cls, store: Store, access: Access, one_id: str, other_id: str) -> "Two":
        """Return two people, whoever stays first.

        Raises:
            UserError: AS-1122, AS-2035, AS-2036, AS-2070, AS-2071 they cannot even be compared.
        """
        found = store.people.some([one_id, other_id])
        people = [found[each] for each in sorted(found) if not found[each].deleted]
        if len(people) != len(("one", "other")):
            raise UserError("AS-2070")
        for each in people:
            require_known(store, access, each.id)
        records = store.joining.records([each.id for each in people])
        require_writable(store, access, people, records)
        return cls(people[0], people[1], records)

    @property
    def both(self) -> tuple[Person, Person]:
        """Who stays, and who is joined."""
        return self.one, self.other

    @cached_property
    def alive(self) -> dict[str, list[Record]]:
        """The records of each that were not removed."""
        return {
            each.id: [record for record in self.records if record.person_id == each.id and not record.deleted]
            for each in self.both
        }

    def require_dated(self, after: Mapping[str, Value]) -> None:
        """Refuse to let a fact that decides money become another, of which nobody says from which month.

        Raises:
            UndatedChangeError: AS-2060.
        """
        for person in self.both:
            for record in self.alive[person.id]:
                register = catalog.register(record.register)
                with_since(register, record, values_of(person), (record.answers, after), None)


def require_writable(
    store: Store, access: Access, people: Sequence[Person], records: Sequence[Record]
) -> None:
    """Refuse people of another unit, and records that the officer may not write.

    Raises:
        UserError: AS-2035, AS-2036, AS-2071.
    """
    if not any(access.may(code, "w") for code in catalog.registers()):
        raise UserError("AS-2035")
    own = store.packages.own_unit()
    if {own} != {each.unit for each in people} | {each.unit for each in records}:
        raise UserError("AS-2036")
    if not all(access.may(each.register, "w") for each in records):
        raise UserError("AS-2071")


def look(store: Store, access: Access, two: Two) -> JoinPreview:
    """Return what joining two people asks and does."""
    refused = next(_refusals(store, two), None)
    sides = tuple(SideOfTwo(each.id, each.full_name, tuple(_records(two, each))) for each in two.both)
    return JoinPreview(
        (sides[0], sides[1]),
        tuple(_lines(store, access, two)),
        tuple(_told(store, two)),
        refused.message if refused else None,
        refused.facts if refused else {},
    )


def values_after(two: Two, chosen: Mapping[str, str]) -> dict[str, Value]:
    """Return what is known of the person afterwards, by field; ``chosen`` says whose value stays."""
    by_id = {each.id: each for each in two.both}
    whose = {key: by_id.get(chosen.get(key, ""), two.one) for key in (*PERSON_FIELDS, HOUSEHOLD)}
    return {key: getattr(person, key) for key, person in whose.items()}


def household_shown(store: Store, access: Access, household_id: str | None) -> str:
    """Return a household in words: its number, and its head where the officer may know of them."""
    if not household_id:
        return ""
    household = store.people.household(household_id)
    head = store.people.some([household.head_id]).get(household.head_id) if household.head_id else None
    number = f"số {household.number}" if household.number else ""
    if head is None:
        return number or "hộ chưa ghi chủ hộ"
    named = head.full_name if is_known(store, access, head.id) else ""
    return " · ".join(filter(None, (number, named))) or "hộ không ghi số"


def _records(two: Two, person: Person) -> Iterator[str]:
    for each in two.alive[person.id]:
        if goes_by_code(each.confidentiality):
            continue  # as on the page of people: that there is one is not told beside the name
        register = catalog.register(each.register)
        yield f"{register.short_title}: {each.number} · {register.life_cycle.state_label(each.state)}"


def _lines(store: Store, access: Access, two: Two) -> Iterator[FieldOfTwo]:
    one, other = two.both
    for key, each in PERSON_FIELDS.items():
        values = (each.kind.show(getattr(one, key)), each.kind.show(getattr(other, key)))
        if any(values):
            yield FieldOfTwo(key, each.label, values, _proposed(two, key))
    homes = tuple(household_shown(store, access, each.household_id) for each in two.both)
    if any(homes):
        # What hangs on a household is its record: whoever has one stays in theirs.
        heads = [each.id for each in two.both if _household_records(two, each)]
        chosen = heads[0] if heads else one.id if one.household_id else other.id
        yield FieldOfTwo(HOUSEHOLD, "Hộ", (homes[0], homes[1]), chosen, is_fixed=bool(heads))


def _proposed(two: Two, key: str) -> str:
    """Return whose value stays unless the officer says otherwise: of what both say, the fuller one."""
    one, other = (str(getattr(each, key) or "") for each in two.both)
    fuller = len(other) > len(one) if key in ("birth_date", "death_date") else not one
    return two.other.id if fuller else two.one.id


def _household_records(two: Two, person: Person) -> list[Record]:
    """Return the open records of somebody that are about their household."""
    found = []
    for each in two.alive[person.id]:
        register = catalog.register(each.register)
        dates = any(kind.dates_household for kind in register.events)
        if dates and not register.life_cycle.workflow(each.answers).is_closed(each.state):
            found.append(each)
    return found


def _refusals(store: Store, two: Two) -> Iterator[UserError]:
    for record in two.records:
        if goes_by_code(record.confidentiality):
            yield UserError("AS-2072")
    for relation in store.joining.relations(two.one.id):
        if not relation.deleted and two.other.id in (relation.person_id, relation.other_id):
            kind = RELATION_FIELDS["kind"].kind.show(relation.kind)
            yield UserError("AS-2073", kind=f"“{kind}”")
    one, other = (_household_records(two, each) for each in two.both)
    if one and other:
        title = catalog.register(one[0].register).title
        yield UserError("AS-2075", register=title, number=one[0].number, other=other[0].number)
    yield from _paid_twice(two)


def _paid_twice(two: Two) -> Iterator[UserError]:
    one, other = (two.alive[each.id] for each in two.both)
    for mine in one:
        running = catalog.register(mine.register).running_in
        for theirs in other:
            if theirs.register == mine.register and {mine.state, theirs.state} <= set(running):
                yield UserError("AS-2074", number=mine.number, other=theirs.number)


def _told(store: Store, two: Two) -> Iterator[Message]:
    months: dict[str, list[str]] = {}
    for code, month in store.joining.both_paid(two.one.id, two.other.id):
        months.setdefault(code, []).append(month)
    for code, each in months.items():
        yield message("AS-2076", register=catalog.register(code).title, months=shown_months(each))
