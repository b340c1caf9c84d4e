"""Who is paid already: one person, and also one who stands twice under one identity number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from ansinh_desktop import text
from ansinh_desktop.db.models import Event, Person, Record
from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.event import PaidOnce
from ansinh_desktop.registers.register import Register

_CHUNK = 500
_NUMBER = "số "


@dataclass(frozen=True)
class Running:
    """A record by which somebody is paid every month."""

    id: str
    number: str
    state: str
    answers: Answers


class Payments:
    """What is paid, asked across all records of a person."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def running_beside(self, register: Register, record_id: str, person_id: str) -> Running | None:
        """Return another record of a register by which the same person is paid; None where there is none."""
        query = (
            select(Record.id, Record.number, Record.state, Record.answers)
            .where(
                Record.register == register.code,
                Record.state.in_(register.running_in),
                Record.deleted.is_(False),
                Record.id != record_id,
                Record.person_id.in_(self._same_person(person_id)),
            )
            .order_by(Record.row)
            .limit(1)
        )
        row = self._session.execute(query).first()
        return Running(*row) if row else None

    def running(
        self, register: Register, among: Mapping[str, tuple[str, ...]] | None = None
    ) -> dict[str, list[Running]]:
        """Return the records by which people are paid every month, by what tells who they are (:func:`told_by`).

        Args:
            register: Of which register.
            among: Only of these people, as :meth:`numbers_of` gave them.
        """
        if not register.paid_in:
            return {}
        person = (Person.id, Person.personal_id, Person.old_id)
        query = (
            select(*person, Record.id, Record.number, Record.state, Record.answers)
            .join(Person, Person.id == Record.person_id)
            .where(
                Record.register == register.code,
                Record.state.in_(register.running_in),
                Record.deleted.is_(False),
            )
        )
        if among is not None:
            said = {
                key.removeprefix(_NUMBER)
                for keys in among.values()
                for key in keys
                if key.startswith(_NUMBER)
            }
            query = query.where(
                or_(Person.id.in_(list(among)), Person.personal_id.in_(said), Person.old_id.in_(said))
            )
        found: dict[str, list[Running]] = {}
        for person_id, number, old_number, record_id, code, state, answers in self._session.execute(query):
            for key in told_by(person_id, number, old_number):
                found.setdefault(key, []).append(Running(record_id, code, state, answers))
        return found

    def numbers_of(self, person_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return by person what tells who they are."""
        found: dict[str, tuple[str, ...]] = {}
        for start in range(0, len(person_ids), _CHUNK):
            query = select(Person.id, Person.personal_id, Person.old_id)
            query = query.where(Person.id.in_(person_ids[start : start + _CHUNK]))
            found |= {row[0]: told_by(*row) for row in self._session.execute(query)}
        return found

    def doubled_among(self, register: Register, record_ids: Sequence[str]) -> dict[str, str]:
        """Return the number of each of these records whose person is paid by another one, with the other's number."""
        numbers: dict[str, tuple[str, ...]] = {}
        for start in range(0, len(record_ids), _CHUNK):
            query = select(Record.person_id).where(
                Record.id.in_(record_ids[start : start + _CHUNK]),
                Record.register == register.code,
                Record.state.in_(register.running_in),
            )
            numbers |= self.numbers_of(list(self._session.scalars(query)))
        if not numbers:
            return {}
        return doubled_in(set(record_ids), self.running(register, numbers))

    def paid_before(self, once: PaidOnce, event: Event, record: Record) -> tuple[str, str] | None:
        """Return number of the record and day of an event that says the same payment; None where there is none."""
        query = (
            select(Record.number, Event.happened_on, Event.answers)
            .join(Record, Record.id == Event.record_id)
            .where(
                Event.kind == once.event,
                Event.deleted.is_(False),
                Event.id != event.id,
                Record.register == record.register,
                Record.deleted.is_(False),
                Record.person_id.in_(self._same_person(record.person_id)),
            )
            .order_by(Event.happened_on)
        )
        for number, on, answers in self._session.execute(query):
            if answers.get(once.given) and same_payment(once, answers, event.answers):
                return number, on
        return None

    def _same_person(self, person_id: str) -> list[str]:
        """Return the rows of one person: also those with one of the same identity numbers."""
        own = self._session.execute(
            select(Person.personal_id, Person.old_id).where(Person.id == person_id)
        ).first()
        same = [
            and_(column == number, Person.deleted.is_(False))
            for column, number in zip((Person.personal_id, Person.old_id), own or (), strict=False)
            if number
        ]
        return list(self._session.scalars(select(Person.id).where(or_(Person.id == person_id, *same))))


def doubled_in(own: Set[str], running: Mapping[str, Sequence[Running]]) -> dict[str, str]:
    """Return the number of each of our own records (ids) whose person is paid by another one, with the other's number.

    Args:
        own: The records of which it is asked.
        running: The records by which people are paid, by what tells who they are.
    """
    found: dict[str, str] = {}
    for records in running.values():
        for each in records if len(records) > 1 else ():
            other = next((other for other in records if other.id != each.id), None)
            if each.id in own and other is not None:
                found[each.number] = other.number
    return found


def told_by(person_id: str, personal_id: str | None, old_id: str | None) -> tuple[str, ...]:
    """Return what tells who a person is: the row itself, and each identity number."""
    return (person_id, *(_NUMBER + number for number in (personal_id, old_id) if number))


def same_payment(once: PaidOnce, one: Answers, other: Answers) -> bool:
    """Whether two events say the same payment."""
    return all(text.fold(str(one.get(key) or "")) == text.fold(str(other.get(key) or "")) for key in once.by)


def payment_shown(register: Register, once: PaidOnce, answers: Answers) -> str:
    """Return what tells a payment from others, in words: ``Tháng của danh sách chi trả 11/2026``."""
    fields = register.event_kinds[once.event].asked
    said = [
        f"{fields[key].label} {fields[key].kind.show(answers[key])}" for key in once.by if answers.get(key)
    ]
    return ", ".join(said)


def double_benefit(register: Register, other: Running, after: str) -> Finding:
    """Return the finding that a person is paid by another record, and so may not be paid by this one."""
    month = other.answers.get(register.assessing.month) if register.assessing else None
    cycle = register.life_cycle
    return error(
        "AS-2051",
        "",
        number=other.number,
        state=cycle.state_label(other.state),
        since=f", từ tháng {kinds.Month().show(month)}" if month else "",
        after=cycle.state_label(after),
    )


def doubled(
    register: Register,
    numbers: Mapping[str, tuple[str, ...]],
    rows: Iterable[tuple[str, str]],
    known: dict[str, list[Running]],
) -> Iterator[Running]:
    """Yield for each new record (person, state) in which money goes out another by which the person is paid."""
    begun: set[str] = set()
    for person_id, state in rows:
        if state not in register.paid_in:
            continue
        keys = numbers.get(person_id, (person_id,))
        yield from [each for key in keys for each in known.get(key, ())][:1]
        yield from [Running("", "trong chính danh sách này", state, {}) for key in keys if key in begun][:1]
        begun.update(keys)
