"""Records, their events and drafts: the single way in for answers."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, or_, select
from sqlalchemy.orm import Session

from ansinh_desktop import ids
from ansinh_desktop.db import history, insertion
from ansinh_desktop.db.models import Columns, Event, Record
from ansinh_desktop.db.payments import Payments, double_benefit, doubled
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.field import SHOWN_BY_CODE
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.value import EMPTY

# Asked at every turn, and put together once: that would take longer than the question.
_OF: BindParameter[str] = bindparam("of_id")
_RECORD = select(Record).where(Record.id == _OF)
_OF_PERSON = (
    select(Record).where(Record.person_id == _OF, Record.deleted.is_(False)).order_by(Record.opened_on)
)
_EVENTS = (
    select(Event)
    .where(Event.record_id == _OF, Event.deleted.is_(False))
    .order_by(Event.happened_on.desc(), Event.id.desc())
)


@dataclass(frozen=True)
class RecordContent:
    """All that a save writes of one record."""

    answers: Answers
    draft: bool
    opened_on: str
    kept: dict[str, str] | None = None
    state: str = ""
    """In which a new record stands from the beginning; the first of its life cycle where nothing is said."""
    id: str = ""
    """Of a new record that is made of another one; else it gets one of its own."""


class Records:
    """The records of the data file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, record_id: str) -> Record:
        """Return one record.

        Raises:
            BugError: There is none.
        """
        found = self._session.scalar(_RECORD, {"of_id": record_id})
        if found is None:
            raise BugError(f"no record {record_id}")
        return found

    def some(self, record_ids: Sequence[str]) -> dict[str, Record]:
        """Return records by their ids, those that there are."""
        query = select(Record).where(Record.id.in_(record_ids))
        return {each.id: each for each in self._session.scalars(query)}

    def events_of(self, record_ids: Sequence[str]) -> dict[str, list[Event]]:
        """Return what happened in some records, of each the latest first."""
        query = select(Event).where(Event.record_id.in_(record_ids), Event.deleted.is_(False))
        found: dict[str, list[Event]] = {}
        for each in self._session.scalars(query.order_by(Event.happened_on.desc(), Event.id.desc())):
            found.setdefault(each.record_id, []).append(each)
        return found

    def add(self, register: Register, person_id: str, unit: str, content: RecordContent) -> str:
        """Open a record about a person, and return its id."""
        return self.add_all(register, unit, [(person_id, content)])[0]

    def add_all(
        self, register: Register, unit: str, contents: Sequence[tuple[str, RecordContent]]
    ) -> list[str]:
        """Open many records in one go, each about the person whose id is given, and return their ids."""
        years = Counter(content.opened_on[:4] for _person, content in contents)
        numbers = {year: self._numbers(register, unit, year, count) for year, count in years.items()}
        rows = [
            _new_row(register, unit, next(numbers[content.opened_on[:4]]), person_id, content)
            for person_id, content in contents
        ]
        self._refuse_double_benefits(register, rows)
        if rows:
            history.insert_rows(self._session, Record, rows)
        return [row["id"] for row in rows]

    def _refuse_double_benefits(self, register: Register, rows: Sequence[Columns]) -> None:
        if not any(row["state"] in register.paid_in for row in rows):
            return
        payments = Payments(self._session)
        numbers = payments.numbers_of([row["person_id"] for row in rows])
        begun = ((row["person_id"], row["state"]) for row in rows)
        for other in doubled(register, numbers, begun, payments.running(register, numbers)):
            found = double_benefit(register, other, other.state)
            raise UserError(found.code, **found.facts)

    def change(self, register: Register, record_id: str, content: RecordContent) -> Record:
        """Replace the answers of a record whole."""
        record = self.get(record_id)
        answers = _checked(register, content.answers)
        record.version = register.version
        record.answers = answers
        record.draft = content.draft
        record.opened_on = content.opened_on
        record.confidentiality = register.class_of(answers)
        record.kept = content.kept or None
        self._session.flush()
        return record

    def set_state(self, record: Record, state: str, *, closed_on: str | None, reason: str | None) -> None:
        """Put a record into a state; whether the step is allowed was asked before."""
        record.state = state
        record.closed_on = closed_on
        record.close_reason = reason
        self._session.flush()

    def of_person(self, person_id: str) -> Sequence[Record]:
        """Return every record of one person."""
        return self._session.scalars(_OF_PERSON, {"of_id": person_id}).all()

    def by_person(self, person_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """Return for each person the records (id, register)."""
        found: dict[str, list[tuple[str, str]]] = {}
        query = select(Record.person_id, Record.id, Record.register).where(
            Record.person_id.in_(person_ids), Record.deleted.is_(False)
        )
        for person_id, record_id, register in self._session.execute(query):
            found.setdefault(person_id, []).append((record_id, register))
        return found

    def beside(self, person_ids: Sequence[str], registers: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
        """Return for each person the records (id, register) of these registers that may stand beside the name."""
        found: dict[str, list[tuple[str, str]]] = {}
        query = select(Record.person_id, Record.id, Record.register).where(
            Record.person_id.in_(person_ids),
            Record.register.in_(registers),
            Record.deleted.is_(False),
            Record.confidentiality < SHOWN_BY_CODE,
        )
        for person_id, record_id, register in self._session.execute(query):
            found.setdefault(person_id, []).append((record_id, register))
        return found

    def numbered(self, stem: str, registers: Sequence[str], limit: int) -> Sequence[Record]:
        """Return records of these registers whose numbers begin so."""
        query = select(Record).where(
            Record.number >= stem,
            Record.number < stem + _AFTER_ALL_SIGNS,
            Record.register.in_(registers),
            Record.deleted.is_(False),
        )
        return self._session.scalars(query.order_by(Record.number).limit(limit)).all()

    def in_register(self, register: str) -> dict[str, str]:
        """Return person → record of everybody who stands in a register."""
        query = select(Record.person_id, Record.id).where(
            Record.register == register, Record.deleted.is_(False)
        )
        return {row.person_id: row.id for row in self._session.execute(query)}

    def draft_ids(self, register: str) -> set[str]:
        """Return the records of a register that are kept although they have errors."""
        query = select(Record.id).where(
            Record.register == register, Record.draft.is_(True), Record.deleted.is_(False)
        )
        return set(self._session.scalars(query))

    def draft_count(self) -> int:
        """Return how many records are kept although they have errors."""
        query = select(func.count()).where(Record.draft.is_(True), Record.deleted.is_(False))
        return self._session.scalar(query) or 0

    def counts_by_unit(self) -> dict[str, int]:
        """Return how many records each unit keeps."""
        query = select(Record.unit, func.count()).where(Record.deleted.is_(False)).group_by(Record.unit)
        return {row[0]: row[1] for row in self._session.execute(query)}

    def counts(self, unit: str = "") -> dict[str, int]:
        """Return how many records each register holds, in all or of one unit."""
        query = (
            select(Record.register, func.count().label("records"))
            .where(Record.deleted.is_(False))
            .group_by(Record.register)
        )
        query = query.where(Record.unit == unit) if unit else query
        return {row.register: row.records for row in self._session.execute(query)}

    def add_event(self, record_id: str, kind: str, happened_on: str, **values: Any) -> Event:
        """Write down what happened in a record: amount, answers, note, author."""
        event = Event(
            record_id=record_id,
            kind=kind,
            happened_on=happened_on,
            deleted=False,
            **values,
        )
        self._session.add(event)
        self._session.flush()
        return event

    def event(self, event_id: str) -> Event:
        """Return one event."""
        return self._session.get_one(Event, event_id)

    def events(self, record_id: str) -> Sequence[Event]:
        """Return what happened in a record, the latest first."""
        return self._session.scalars(_EVENTS, {"of_id": record_id}).all()

    def with_number(self, keys: Sequence[str], number: str) -> Record | None:
        """Return a record that names a paper of this number, itself or in an event; None where none does.

        Args:
            keys: The answers that hold numbers of papers.
            number: The number, as it is printed.
        """
        own = or_(*(func.json_extract(Record.answers, f"$.{key}") == number for key in keys))
        found = self._session.scalar(select(Record).where(own, Record.deleted.is_(False)).limit(1))
        if found is not None:
            return found
        happened = or_(*(func.json_extract(Event.answers, f"$.{key}") == number for key in keys))
        query = select(Record).join(Event, Event.record_id == Record.id)
        return self._session.scalar(query.where(happened, Event.deleted.is_(False)).limit(1))

    def were_given(self, numbers: Iterable[str]) -> None:
        """Give none of these case numbers again: they came from elsewhere, and end as those that are given here."""
        letter, highest = history.chain_of(self._session).letter, dict[str, int]()
        for each in numbers:
            stem, _, last = each.rpartition("-")
            if last.endswith(letter) and _COUNTED.fullmatch(counted := last.removesuffix(letter)):
                highest[stem] = max(highest.get(stem, 0), int(counted))
        for stem, number in highest.items():
            row = (f"number:{stem}", number, number)
            insertion.write(history.hand_of(self._session), _NO_LESS, row)

    def _numbers(self, register: Register, unit: str, year: str, count: int) -> Iterator[str]:
        """Return the next case numbers of a year, which nobody gets again."""
        stem = f"{register.prefix}-{unit.partition('@')[0]}-{year}"
        row = (f"number:{stem}", count, count)
        given = insertion.write(history.hand_of(self._session), _COUNT_UP, row)
        ((last,),) = given.fetchall()
        letter = history.chain_of(self._session).letter
        return (f"{stem}-{number:04d}{letter}" for number in range(last - count + 1, last + 1))


_COUNTED = re.compile("[0-9]{1,9}")
_NO_LESS = (
    "INSERT INTO setting (key, value) VALUES (?, CAST(? AS TEXT)) "
    "ON CONFLICT (key) DO UPDATE SET value = CAST(max(CAST(value AS INTEGER), ?) AS TEXT)"
)
_LETTERS = "BCDEGHKLMNPRSTUVXY"
"""Nothing that is read as a digit, or as another of them."""


def letters(life: str) -> Iterator[str]:
    """Yield with what the case numbers of a life may end, in an order of its own: two copies seldom choose alike."""
    many = [*_LETTERS, *(f"{one}{other}" for one in _LETTERS for other in _LETTERS)]
    start = int(hashlib.sha256(life.encode()).hexdigest(), 16)
    one, two = start % len(_LETTERS), start % (len(many) - len(_LETTERS))
    yield from (*many[one : len(_LETTERS)], *many[:one])
    pairs = many[len(_LETTERS) :]
    yield from (*pairs[two:], *pairs[:two])


_AFTER_ALL_SIGNS = "\U0010ffff"
_COUNT_UP = (
    "INSERT INTO setting (key, value) VALUES (?, CAST(? AS TEXT)) "
    "ON CONFLICT (key) DO UPDATE SET value = CAST(value + ? AS TEXT) RETURNING CAST(value AS INTEGER)"
)


def _new_row(register: Register, unit: str, number: str, person_id: str, content: RecordContent) -> Columns:
    answers = _checked(register, content.answers)
    return {
        "id": content.id or ids.new_id(),
        "register": register.code,
        "version": register.version,
        "unit": unit,
        "person_id": person_id,
        "number": number,
        "state": content.state or register.life_cycle.workflow(answers).initial,
        "draft": content.draft,
        "opened_on": content.opened_on,
        "confidentiality": register.class_of(answers),
        "answers": answers,
        "kept": content.kept or None,
    }


def _checked(register: Register, answers: Answers) -> dict[str, Value]:
    """Return the answers without empty ones; a key that the declaration does not know is our own mistake."""
    unknown = answers.keys() - register.fields.keys() - register.gone
    if unknown:
        raise BugError(f"register {register.code} has no field {sorted(unknown)}")
    return {key: value for key, value in answers.items() if value not in EMPTY}
