"""One act for many records: looked at first, with what was and what will be of each, then written as one unit of work."""

import dataclasses
import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.db.models import Event, PaymentRow, Person, Record
from ansinh_desktop.db.people import known_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.findings import Finding, Level, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts.helping import helping
from ansinh_desktop.registers.acts.many import Effect, ManyAct
from ansinh_desktop.registers.acts.moving import MOVE
from ansinh_desktop.registers.acts.saying import saying
from ansinh_desktop.registers.answer import Answers, Value, text_of
from ansinh_desktop.registers.case import CaseFacts, Paid
from ansinh_desktop.registers.checks import check_answers
from ansinh_desktop.registers.dated import Since
from ansinh_desktop.registers.field import Questions, goes_by_code
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases import InvalidRecordError, effects
from ansinh_desktop.services.cases.since import with_since
from ansinh_desktop.services.facts import facts_of
from ansinh_desktop.services.payments.lines import paid_by_month
from ansinh_desktop.services.safety.garbage import collector_at_rest

_CHUNK = 500
"""So many records are read at once."""
_SAID_ALREADY = "AS-4242"
"""That a record says already what is to be said of all."""


def _every(register: Register) -> tuple[ManyAct, ...]:
    """Return the acts of a register, that of support given, and the one of those whose lists tell where somebody lives."""
    given = helping(register.event_kinds, register.closed_in)
    known = register.many if given is None else (*register.many, given)
    return known if register.by_code else (*known, MOVE)


@dataclass(frozen=True)
class ManyRow:
    """What the act means for one record; ``why_not`` where it leaves it alone."""

    record_id: str
    number: str
    who: str
    before: str
    after: str
    change: int
    """By how much more, or less, is paid every month, in đồng."""
    decision_no: str
    why_not: str = ""


@dataclass(frozen=True)
class Preview:
    """What an act would do, record by record."""

    rows: tuple[ManyRow, ...]

    @property
    def done(self) -> tuple[ManyRow, ...]:
        """Those into which it writes."""
        return tuple(each for each in self.rows if not each.why_not)

    @property
    def change(self) -> int:
        """By how much more, or less, is paid every month by all of them."""
        return sum(each.change for each in self.done)


class Many:
    """Acts for many records, for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def acts(self, register_code: str) -> tuple[ManyAct, ...]:
        """Return what the officer may do to many records of a register; nothing without the right to write."""
        return _every(catalog.register(register_code)) if self._access.writes(register_code) else ()

    def settling(self, register_code: str, finding: str) -> ManyAct | None:
        """Return the act that settles findings of a code in many records at once; None where the officer has none."""
        return next((each for each in self.acts(register_code) if finding in each.settles), None)

    def saying(self, register_code: str, field: str) -> ManyAct | None:
        """Return the act that gives many records the one answer that they lack; None where the officer has none."""
        fields = catalog.register(register_code).fields
        return saying(fields, field) if self._access.writes(register_code) else None

    def unfit(self, register_code: str, records: Sequence[str]) -> dict[str, Finding]:
        """Return of each act that fits none of some records why not; of more than some hundred nothing is said.

        What depends on what the officer will say is no reason.
        """
        acts = {act.code: act for act in self.acts(register_code)}
        if not acts or len(records) > _CHUNK:
            return {}
        today = clock.today()
        said: Answers = {"month": f"{today:%Y-%m}", "on": today.isoformat(), "year": today.year}
        why: dict[str, Finding] = {}
        with self._vault.reading() as store, collector_at_rest():
            for known in _known(store, records):
                facts = facts_of(known.record, known.person, today, known.events).at(_law_day(said))
                paid = paid_by_month(known.paid)
                for code, act in list(acts.items()):
                    found = _against(act, known.record, facts, said, paid)
                    if found is None or found.code == _SAID_ALREADY:
                        del acts[code]  # one is enough
                        why.pop(code, None)
                    else:
                        why.setdefault(code, found)
        return why

    def preview(self, register_code: str, code: str, records: Sequence[str], said: Answers) -> Preview:
        """Return what an act would do; nothing is written.

        Raises:
            InvalidRecordError: What was asked for all is missing, or not of its kind.
            UserError: The officer may not write the register.
        """
        register, act = self._asked(register_code, code, said)
        with self._vault.reading() as store, collector_at_rest():
            return Preview(tuple(each.row for each in self._planned(store, register, act, records, said)))

    def do(self, register_code: str, code: str, records: Sequence[str], said: Answers) -> Preview:
        """Do it to every record that it fits, as one unit of work; return what was done.

        Raises:
            InvalidRecordError: What was asked for all is missing, or not of its kind.
            UserError: The officer may not write the register, or it fits none of the records; nothing is written.
        """
        register, act = self._asked(register_code, code, said)
        reason = ": ".join(filter(None, (act.label, text_of(said, "decision_no"))))
        with self._vault.work(reason) as store, collector_at_rest():
            planned = list(self._planned(store, register, act, records, said))
            if all(each.row.why_not for each in planned):
                raise UserError("AS-4244")
            for each in planned:
                if not each.row.why_not:
                    self._write(store, register, each, said)
        return Preview(tuple(each.row for each in planned))

    def _asked(self, register_code: str, code: str, said: Answers) -> tuple[Register, ManyAct]:
        self._access.require(register_code, "w")
        register = catalog.register(register_code)
        act = next((each for each in _every(register) if each.code == code), None) or saying(
            register.fields, code
        )
        if act is None:
            raise BugError(f"{register_code} has no act {code}")
        found = [each for each in check_answers(Questions.of(act.fields), said) if each.level is Level.ERROR]
        if found:
            raise InvalidRecordError(found)
        return register, act

    def _planned(
        self, store: Store, register: Register, act: ManyAct, records: Sequence[str], said: Answers
    ) -> Iterator["_Planned"]:
        numbers = _Numbers(act, said)
        for start in range(0, len(records), _CHUNK):
            for known in _known(store, records[start : start + _CHUNK]):
                self._access.require(known.record.register, "w")
                if known.record.register != register.code:
                    raise BugError(f"a record of another register than {register.code}")
                yield _plan(store, register, act, known, said, numbers)

    def _write(self, store: Store, register: Register, planned: "_Planned", said: Answers) -> None:
        how = effects.Written(_day(said), planned.reason, self._access.officer, planned.answers, planned.kept)
        effects.write(store, register, planned.record, planned.effect, how)


@dataclass(frozen=True)
class _Planned:
    """What is to be written into one record."""

    record: Record
    effect: Effect
    row: ManyRow
    answers: Answers | None = None
    """All answers as they will be; None where they stay."""
    reason: str = ""
    kept: Sequence[Finding] = ()


@dataclass(frozen=True)
class _Known:
    """What is known of one record, read with many others."""

    record: Record
    person: Person
    events: Sequence[Event]
    paid: Sequence[PaymentRow]


def _known(store: Store, record_ids: Sequence[str]) -> Iterator[_Known]:
    records = store.records.some(record_ids)
    people = store.people.some([each.person_id for each in records.values()])
    events, paid = store.records.events_of(record_ids), store.paid_months.of_records(record_ids)
    for each in record_ids:
        record = records.get(each) or store.records.get(each)
        yield _Known(record, people[record.person_id], events.get(each, ()), paid.get(each, ()))


def _plan(
    store: Store, register: Register, act: ManyAct, known: _Known, said: Answers, numbers: "_Numbers"
) -> _Planned:
    record, person = known.record, known.person
    facts = facts_of(record, person, _law_day(said), known.events).at(_law_day(said))
    row = ManyRow(record.id, record.number, _who(record, person), "", "", 0, "")
    paid = paid_by_month(known.paid)
    why = _against(act, record, facts, said, paid)
    if why is not None:
        return _left(record, row, why.text)
    own = {**said, **numbers.ahead()}
    if (used := _used_by(store, numbers, own)) is not None:
        return _left(record, row, used.text)
    effect = act.effect(facts, own, paid)
    against = effects.against(register, facts, effect, _day(said)) if effect.to else []
    errors = [each for each in against if each.level is Level.ERROR]
    if errors:
        return _left(record, row, errors[0].text)
    try:
        answers = _answers(register, record, known_of(person), effect, own)
    except UserError as refused:
        return _left(record, row, refused.text)
    numbers.take()
    number = text_of(own, "decision_no")
    row = dataclasses.replace(
        row, before=effect.before, after=effect.after, change=effect.change, decision_no=number
    )
    kept = [each for each in against if each.level is Level.WARNING]
    return _Planned(record, effect, row, answers, ": ".join(filter(None, (act.label, number))), kept)


def _against(act: ManyAct, record: Record, facts: CaseFacts, said: Answers, paid: Paid) -> Finding | None:
    """Return why an act leaves a record alone; None where it fits."""
    return warning("AS-4243", "") if record.draft else act.fits(facts, said, paid)


def _used_by(store: Store, numbers: "_Numbers", said: Answers) -> Finding | None:
    """Return that the next number of a paper is another paper's already: each has its own."""
    for key in numbers.keys:
        number = text_of(said, key)
        other = store.records.with_number((key,), number)
        if other is not None:
            return warning("AS-4246", "", number=number, record=other.number)
    return None


def _left(record: Record, row: ManyRow, why: str) -> _Planned:
    return _Planned(record, Effect(), dataclasses.replace(row, why_not=why))


def _who(record: Record, person: Person) -> str:
    return record.number if goes_by_code(record.confidentiality) else person.full_name


def _answers(
    register: Register, record: Record, known: Answers, effect: Effect, said: Answers
) -> Answers | None:
    if not effect.answers:
        return None
    since = Since(text_of(said, "month"), text_of(said, "decision_no"), text_of(said, "on"))
    return with_since(register, record, known, ({**record.answers, **effect.answers}, known), since)


def _day(said: Answers) -> datetime.date:
    """Return the day of the act: of its decision, else the first of its month, else today."""
    on, month = text_of(said, "on"), text_of(said, "month")
    if on:
        return datetime.date.fromisoformat(on)
    return calendar.read_month(month) if month else clock.today()


def _law_day(said: Answers) -> datetime.date:
    month = text_of(said, "month")
    return calendar.month_end(calendar.read_month(month)) if month else _day(said)


class _Numbers:
    """The numbers of the papers: one for all, or counted up from the first."""

    def __init__(self, act: ManyAct, said: Answers) -> None:
        self.keys = act.in_row if said.get("in_row") else ()
        self._first = {key: text_of(said, key) for key in self.keys}
        self._given = 0
        for number in self._first.values():
            if not re.match(r"\d", number):
                raise UserError("AS-4245", number=number)

    def ahead(self) -> dict[str, Value]:
        """Return the next number of each paper."""
        return {key: _counted(first, self._given) for key, first in self._first.items()}

    def take(self) -> None:
        """Give the next numbers away."""
        self._given += 1


def _counted(first: str, more: int) -> str:
    """Return a number so many further: 09/QĐ-UBND and 2 more are 11/QĐ-UBND."""
    digits = re.match(r"\d+", first)
    if digits is None:
        raise BugError(f"no number to count from in {first}")
    return f"{int(digits[0]) + more:0{len(digits[0])}d}{first[digits.end() :]}"
