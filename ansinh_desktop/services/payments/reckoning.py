"""Whom a month pays: the very people of the payment list, each once, with what was left unpaid before."""

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Sequence

from ansinh_desktop.db.payments import told_by
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import BugError
from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.paper_list import PaperList
from ansinh_desktop.registers.paying import Paying
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.payments.lines import CARRIED, Line, Met, Reckoned, in_order, paid_by_month


def paying_of(register: Register) -> Paying:
    """Return what the months of a register are made of."""
    if register.paying is None:
        raise BugError(f"{register.code} pays nobody by month")
    return register.paying


def reckon(store: Store, register: Register, month: datetime.date, unit: str) -> Reckoned:
    """Return the list of a month by what the records say now, with the law of that month, and what stands in its way.

    Args:
        store: The unit of work.
        register: Whose list it is.
        month: The month.
        unit: Whose records are paid.
    """
    reckoning = _Reckoning(store, register, month, unit, asks=True)
    kinds_of_events = [*register.event_kinds, "state"]
    for chunk in store.scan.records(register.code, kinds=kinds_of_events, unit=unit):
        reckoning.take(chunk)
    return reckoning.done()


def reckon_before(
    store: Store, register: Register, found: Reckoned, month: datetime.date, unit: str
) -> Sequence[Line]:
    """Return the list of a month by the records that were read for another month: they tell of every month.

    Args:
        store: The unit of work.
        register: Whose list it is.
        found: The other month.
        month: The month.
        unit: Whose records are paid.
    """
    reckoning = _Reckoning(store, register, month, unit, asks=False)
    reckoning.take(found.records.values())
    return reckoning.done().lines


class _Reckoning:
    def __init__(
        self, store: Store, register: Register, month: datetime.date, unit: str, *, asks: bool
    ) -> None:
        self._store = store
        self._register = register
        self._paying = paying_of(register)
        self._paper = _paper_of(register, self._paying)
        self._on = calendar.month_end(month)
        self._unit = unit
        self._asks = asks
        self._found = Reckoned([], [])
        self._away = store.packages.transfers.on_their_way()
        self._known: dict[str, ScannedRecord] = {}
        """By what tells who a person is: the record by which the list pays them."""
        self._dead = store.people.numbers_of_the_dead() if asks else {}
        """By identity number: the day on which whoever had it died."""

    def take(self, records: Iterable[ScannedRecord]) -> None:
        """Put those of some records into the list that it pays."""
        for record in records:
            self._found.records[record.id] = record
            if not record.draft and record.state in self._paper.states:
                self._met(record)

    def done(self) -> Reckoned:
        """Return the list in its order."""
        names = [each.name for each in self._store.people.hamlets(self._unit)]
        self._found.lines = in_order(self._found.lines, names)
        return self._found

    def _met(self, record: ScannedRecord) -> None:
        facts, paper = record.facts(self._on), self._paper
        if paper.includes is not None and not paper.includes(facts):
            return
        if self._is_leaving(record):
            return
        why = paper.leaves_out(facts) if paper.leaves_out is not None else None
        if why is not None:
            weighed = self._paying.left_out(facts, why)
            self._found.met += [Met.about(record, weighed)] if weighed is not None else []
            return
        keys = told_by(
            record.person_id,
            text_of(record.person, "personal_id") or None,
            text_of(record.person, "old_id") or None,
        )
        other = next((self._known[key] for key in keys if key in self._known), None)
        if other is not None:
            self._found.met.append(Met.about(record, error("AS-4212", "", other=other.number)))
            return
        self._known.update(dict.fromkeys(keys, record))
        self._add(record, facts)

    def _is_leaving(self, record: ScannedRecord) -> bool:
        """Whether another commune, which may be taking the record over just now, pays the month."""
        away = self._away.get(record.id)
        if away is None or not away.until or f"{self._on:%Y-%m}" <= away.until:
            return False
        until = kinds.Month().show(away.until)
        self._found.met.append(Met.about(record, note("AS-5158", "", name=away.name, until=until)))
        return True

    def _add(self, record: ScannedRecord, facts: CaseFacts) -> None:
        line = Line.of_record(record, self._paying.pay(facts))
        if self._asks:
            self._found.met += [Met.about(record, each) for each in self._of_the_dead(record)]
            self._found.met += [Met.about(record, each) for each in self._paying.gate(facts)]
            owed = self._paying.owed(
                facts, lambda: paid_by_month(self._store.paid_months.of_record(record.id, ""))
            )
            self._found.met += [Met.about(record, owed)] if owed is not None else []
        if line.amount > 0:
            self._found.lines.append(line)

    def _of_the_dead(self, record: ScannedRecord) -> Iterator[Finding]:
        """Yield that somebody who died before this month had the number of a person whom nobody says to be dead."""
        if text_of(record.person, "death_date"):
            return  # of the person's own death the list tells by itself
        for key in ("personal_id", "old_id"):
            number = text_of(record.person, key)
            died = self._dead.get(number, "").lstrip("~")
            # Of a death known by its year alone the year has to be over.
            if died and f"{self._on:%Y-%m}"[: len(died)] > died[:7]:
                yield error("AS-4238", key, number=number, day=kinds.PartialDate().show(died))


def _paper_of(register: Register, paying: Paying) -> PaperList:
    return next(each for each in register.papers if each.code == paying.paper)


# ------------------------------------------------------------------------------------------------ carried


def with_carried(
    found: Reckoned, register: Register, before: Sequence[Line], month: datetime.date
) -> Reckoned:
    """Return the list with what the month before left unpaid, and what follows from it.

    Args:
        found: The list of the month.
        register: Whose it is.
        before: The closed list of the month before.
        month: The month.
    """
    earlier = f"{calendar.add_months(month, -1):%Y-%m}"
    unpaid = [each for each in before if each.outcome == CARRIED]
    lines, met = list(found.lines), list(found.met)
    for each in unpaid:
        place = same_person(each, lines)
        if place is not None:
            lines[place] = lines[place].with_carried(each, earlier)
            met += _uncollected(found, register, lines[place], month)
            continue
        line = each.only_carried(earlier)
        shown = {"months": shown_months(line.carried), "amount": wording.money(line.amount)}
        met.append(Met.about(line, warning("AS-4216", "", **shown)))
        lines.append(line)
    met += _of_the_year(lines, month)
    silent = sum(each.outcome is None for each in before)
    if silent:
        met.append(Met.of_month(warning("AS-4215", "", month=kinds.Month().show(earlier), count=silent)))
    return dataclasses.replace(found, lines=lines, met=met)


_YEAR_ENDS = (12, 1)
"""The months in whose lists what is unpaid of the year must be seen: the commune's accounts close on 31/01."""


def _of_the_year(lines: Sequence[Line], month: datetime.date) -> Iterator[Met]:
    """Yield in December and January that people have not had the money of the year that ends."""
    year = month.year if month.month == _YEAR_ENDS[0] else month.year - 1
    unpaid = [each for each in lines if any(one.startswith(str(year)) for one in each.carried)]
    if month.month in _YEAR_ENDS and unpaid:
        amount = sum(each.parts.get(CARRIED, 0) for each in unpaid)
        shown = {"year": year, "next": year + 1, "amount": wording.money(amount)}
        yield Met.of_month(warning("AS-4236", "", count=len(unpaid), **shown))


def _uncollected(found: Reckoned, register: Register, line: Line, month: datetime.date) -> Iterator[Met]:
    record = found.records[line.record_id]
    months = [calendar.read_month(each) for each in line.carried]
    finding = paying_of(register).uncollected(record.facts(calendar.month_end(month)), months)
    if finding is not None:
        yield Met.about(line, finding)


def paid_too_long(
    store: Store, register: Register, found: Reckoned, gone: Sequence[str], month: datetime.date
) -> Iterator[Met]:
    """Yield who leaves the list of a month and was paid for months after the law had ended it.

    Args:
        store: The unit of work.
        register: Whose list it is.
        found: The list of the month.
        gone: The records that were in the list of the month before.
        month: The month.
    """
    for record_id in gone:
        record = found.records.get(record_id)
        since = paying_of(register).over_from(record.facts(calendar.month_end(month))) if record else ""
        if record is None or not since:
            continue
        finding = overpaid(store, record_id, since)
        if finding is not None:
            yield Met.about(record, finding)


def overpaid(store: Store, record_id: str, since: str) -> Finding | None:
    """Return that closed months paid a record after its end; None where none did.

    Args:
        store: The unit of work.
        record_id: The record.
        since: The first month that is not paid any more.
    """
    rows = [each for each in store.paid_months.of_record(record_id, since) if each.outcome in _GIVEN]
    amount = sum(Line.of_row(each).monthly for each in rows)
    shown = {"since": kinds.Month().show(since), "amount": wording.money(amount)}
    months = shown_months([each.month for each in rows])
    return warning("AS-4217", "", months=months, **shown) if rows else None


_GIVEN = ("paid", None)
"""What became of a row that the person has received, or may have."""


def same_person(line: Line, among: Sequence[Line]) -> int | None:
    """Return where the person of a line stands among others: the same row or record, or the same identity number."""
    for place, each in enumerate(among):
        if each.person_id == line.person_id or each.record_id == line.record_id:
            return place
    if line.personal_id:
        for place, each in enumerate(among):
            if each.personal_id == line.personal_id:
                return place
    return None


def shown_months(months: Sequence[str]) -> str:
    """Return months in words, the year once where it is the same: 08, 09/2026."""
    said = []
    for at, each in enumerate(months):
        same_year = at + 1 < len(months) and months[at + 1][:4] == each[:4]
        said.append(each[5:7] if same_year else kinds.Month().show(each))
    return ", ".join(said)
