"""A death, a move or a return of one person: looked at first with all that follows, then written as one unit of work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.db.gone import GonePerson
from ansinh_desktop.db.models import Person, Record
from ansinh_desktop.db.people import values_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level, error
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.acts.lives import DEATH, LIVES, MOVE, RETURN, Life
from ansinh_desktop.registers.answer import Answers, Value, text_of
from ansinh_desktop.registers.checks import check_answers
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.person import check_person
from ansinh_desktop.services.access import Access, require_known
from ansinh_desktop.services.cases import InvalidRecordError, effects
from ansinh_desktop.services.lives.following import Following
from ansinh_desktop.services.lives.planning import LifeRow, Planned, Telling, concerned, plan
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.safety.garbage import collector_at_rest
from ansinh_desktop.services.undo import Undo


@dataclass(frozen=True)
class Question:
    """Something that is to be asked since the person is gone, and where it is answered."""

    text: str
    who: str
    """Whom the record is about."""
    register: str
    record_id: str
    number: str


@dataclass(frozen=True)
class LifePreview:
    """All that follows from what is said of one life."""

    code: str
    people: tuple[str, ...]
    """By name: the person, and who goes along."""
    rows: tuple[LifeRow, ...]
    questions: tuple[Question, ...]
    act_id: int | None = None
    """Once it is done: the unit of work that wrote it, by which it is taken back."""

    @property
    def done(self) -> tuple[LifeRow, ...]:
        """The records into which it writes."""
        return tuple(each for each in self.rows if each.why_not is None)

    @property
    def change(self) -> int:
        """By how much less is paid every month."""
        return sum(each.change for each in self.done)


@dataclass(frozen=True)
class Recorded:
    """That something was said of a life before, by one unit of work that still stands."""

    act_id: int
    code: str
    day: str
    """As it is printed."""

    @property
    def label(self) -> str:
        """What takes it back, in words."""
        return LIVES[self.code].taken_back


def offered(person: Answers) -> tuple[Life, ...]:
    """Return what may be said of somebody of whom this is known."""
    if person.get("death_date"):
        return (LIVES[DEATH],)
    return (LIVES[DEATH], LIVES[RETURN if person.get("moved_on") else MOVE])


class Lives:
    """What one officer says of people's lives."""

    def __init__(self, vault: Vault, access: Access, office: Office) -> None:
        self._vault, self._access, self._office = vault, access, office

    def preview(self, person_id: str, life: str, said: Answers, page: str = "") -> LifePreview:
        """Return all that would follow; nothing is written.

        Args:
            person_id: Of whom it is said.
            life: What: ``death``, ``move`` or ``return``.
            said: What was answered once.
            page: The record on whose page it is said: of those that go by their number it alone is touched and shown.

        Raises:
            InvalidRecordError: Something asked is missing, not of its kind, or cannot be.
            UserError: The officer may not write a record that would have to be; nothing is told of those that they
                may not see.
        """
        with self._vault.reading() as store, collector_at_rest():
            return _Saying(store, self._access, self._office.unit, life, said).look(person_id, page)

    def do(self, person_id: str, life: str, said: Answers, page: str = "") -> LifePreview:
        """Write it down as one unit of work, and return what was done.

        Raises:
            InvalidRecordError, UserError: As :meth:`preview`; nothing was written then.
        """
        with self._vault.work(reason_of(life, said)) as store, collector_at_rest():
            return self.write(store, person_id, life, said, page)

    def write(self, store: Store, person_id: str, life: str, said: Answers, page: str = "") -> LifePreview:
        """Write it down within the caller's unit of work, whose reason is :func:`reason_of`."""
        saying = _Saying(store, self._access, self._office.unit, life, said)
        found = saying.look(person_id, page)
        saying.write(reason_of(life, said))
        return LifePreview(life, found.people, found.rows, found.questions, store.chain.work)

    def recorded(self, person_id: str) -> tuple[Recorded, ...]:
        """Return what was said of somebody's life here and still stands, so that it can be taken back."""
        if not any(self._access.writes(code) for code in catalog.registers()):
            return ()
        with self._vault.reading() as store:
            require_known(store, self._access, person_id)
            found = (_standing(store, person_id, key) for key in ("death_date", "moved_on"))
            return tuple(each for each in found if each is not None)

    def take_back(self, person_id: str, act_id: int) -> None:
        """Take all of it back: the person, the records, the steps, as they were before.

        Raises:
            UserError: AS-4274 there is no such act of this person; whatever the undoing of an act refuses.
        """
        if act_id not in {each.act_id for each in self.recorded(person_id)}:
            raise UserError("AS-4274")
        Undo(self._vault, self._access).take_back(act_id)


def reason_of(code: str, said: Answers) -> str:
    """Return what the history says of a life: by it the act is found that takes it back."""
    life = LIVES[code]
    told = [f"{each.label}: {each.kind.show(said[each.key])}" for each in life.fields if said.get(each.key)]
    return f"{life.label}. " + "; ".join(told)


def _standing(store: Store, person_id: str, key: str) -> Recorded | None:
    """Return the act that last wrote one of a person's facts, was not taken back, and is one of ours."""
    for change in store.log.of(person_id):
        if change.entity != "person" or key not in change.fields or change.act != "update":
            continue
        act = change.work
        if act is None or act in store.acts.taking_back([act]) or store.acts.taken_back(act) is not None:
            continue
        for code, life in LIVES.items():
            if (change.reason or "").startswith(f"{life.label}. "):
                before, after = change.fields[key]
                return Recorded(act, code, kinds.PartialDate().show(after or before))
        return None
    return None


class _Saying:
    """One thing that is said, within a unit of work."""

    def __init__(self, store: Store, access: Access, unit: str, code: str, said: Answers) -> None:
        self._store, self._access, self._unit = store, access, unit
        self._life, self._said = LIVES[code], said
        self._telling = Telling(code, said, access.role)
        self._people: list[Person] = []
        self._planned: list[Planned] = []

    def look(self, person_id: str, page: str) -> LifePreview:
        """Find out all that follows."""
        person = self._require(person_id)
        becomes = self._becomes()
        self._check(person, becomes)
        self._people = [person, *self._going_along(person)]
        for each in self._people:
            for record in self._touched(each, page):
                self._planned.append(plan(self._store, self._telling, record, each, becomes))
        return LifePreview(
            self._life.code,
            tuple(each.full_name for each in self._people),
            tuple(each.row for each in self._planned),
            tuple(self._questions(becomes)),
        )

    def write(self, reason: str) -> None:
        """Write it."""
        for each in self._people:
            self._store.require_own(each)
            self._store.people.save(each.id, each.unit, self._becomes())
        for planned in self._planned:
            if planned.row.why_not is None:
                answers = {**planned.record.answers, **planned.effect.answers}
                changed = answers if planned.effect.answers else None
                how = effects.Written(clock.today(), reason, self._access.officer, changed)
                effects.write(self._store, planned.register, planned.record, planned.effect, how)

    # ---------------------------------------------------------------- who, and which records

    def _require(self, person_id: str) -> Person:
        if not any(self._access.may(code, "w") for code in catalog.registers()):
            raise UserError("AS-2035")
        require_known(self._store, self._access, person_id)
        person = self._store.people.get(person_id)
        if person.unit != self._unit:
            raise UserError("AS-2036")
        return person

    def _going_along(self, person: Person) -> Iterator[Person]:
        """Yield who of the household goes along, as far as the officer may know of them."""
        if self._life.code != MOVE or not self._said.get("household") or not person.household_id:
            return
        members = self._store.people.members(person.household_id)
        standing = self._store.records.by_person([each.id for each in members])
        for each in members:
            registers = {register for _record, register in standing.get(each.id, ())}
            here = not (each.death_date or each.moved_on) and each.unit == self._unit
            if each.id != person.id and here and self._access.knows(registers):
                yield each

    def _touched(self, person: Person, page: str) -> Iterator[Record]:
        """Yield the records that the officer may see, each of which they must be allowed to write.

        Those that go by their number stand beside no name: only the one on whose page it is said is touched, the
        others have their task.
        """
        for record in concerned(self._store, self._life.code, person, self._unit):
            coded = goes_by_code(record.confidentiality)
            if self._access.may(record.register, "r") and (not coded or record.id == page):
                self._access.require(record.register, "w")
                yield record

    # ---------------------------------------------------------------- what becomes of them

    def _becomes(self) -> dict[str, Value]:
        """Return what is known of the person then."""
        match self._life.code:
            case "death":
                return {"death_date": text_of(self._said, "on")}
            case "move":
                unit, place = self._said.get("unit"), text_of(self._said, "place")
                to = ", ".join(filter(None, (kinds.Unit().show(unit) if unit else "", place)))
                return {"moved_on": text_of(self._said, "on"), "moved_to": to}
            case _:
                return {"moved_on": None, "moved_to": None}

    def _check(self, person: Person, becomes: Mapping[str, Value]) -> None:
        found = [each for each in check_answers(self._life.asked, self._said) if each.level is Level.ERROR]
        if not found:
            found = [*self._against(person), *_of_day(person, becomes)]
        if found:
            raise InvalidRecordError(found)

    def _against(self, person: Person) -> Iterator[Finding]:
        said, on = self._said, text_of(self._said, "on")
        show = kinds.PartialDate().show
        if self._life.code == DEATH:
            return
        if person.death_date:
            yield error("AS-4269", "on", day=show(person.death_date))
        if self._life.code == MOVE:
            if not (said.get("unit") or said.get("place")):
                yield error("AS-4273", "unit")
            month = text_of(said, "month")
            if month and month < on[:7]:
                yield error("AS-4275", "month", month=kinds.Month().show(month), day=show(on))
        elif not person.moved_on:
            yield error("AS-4270", "on")
        elif on < person.moved_on:
            yield error("AS-4271", "on", day=show(on), moved=show(person.moved_on))

    def _questions(self, becomes: Answers) -> Iterator[Question]:
        if self._life.code == RETURN:
            return
        gone = [_gone(each, becomes) for each in self._people]
        for register, record, task in Following(self._store, self._access, gone).asked(clock.today()):
            yield Question(f"{task.what}.", record.who, register.code, record.id, record.number)


def _of_day(person: Person, becomes: Answers) -> Iterator[Finding]:
    """Yield what cannot be about the day of a death, beside what is known of the person."""
    for each in check_person({**values_of(person), **becomes}, clock.today()):
        if each.field == "death_date" and each.level is Level.ERROR:
            yield Finding(each.level, each.code, "on", each.facts)


def _gone(person: Person, becomes: Answers) -> GonePerson:
    known = {key: getattr(person, key) for key in GonePerson._fields}
    return GonePerson(**known | {key: becomes[key] for key in becomes if key in GonePerson._fields})
