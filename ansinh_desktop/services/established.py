"""What one record of a person settles by its paper and another of theirs says otherwise: told, and taken over with one act."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.db.models import Record
from ansinh_desktop.db.people import known_of
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError, message
from ansinh_desktop.registers import catalog, dated
from ansinh_desktop.registers.acts.establishing import Establishing
from ansinh_desktop.registers.acts.many import Effect
from ansinh_desktop.registers.answer import Answers, Value, text_of
from ansinh_desktop.registers.dated import Since
from ansinh_desktop.registers.duties import Task, end_of
from ansinh_desktop.registers.kinds import Date, Month
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases import effects
from ansinh_desktop.services.cases.since import with_since
from ansinh_desktop.services.steps import require_open


@dataclass(frozen=True)
class Settled:
    """What a record settles of its person."""

    register: str
    record_id: str
    answers: Answers
    by: Establishing

    @property
    def day(self) -> str:
        """The day of the paper."""
        return text_of(self.answers, self.by.since)

    @property
    def paper(self) -> str:
        """The paper in words: «Giấy xác nhận khuyết tật số 12, ngày 22/05/2026»."""
        number = text_of(self.answers, self.by.number)
        return f"{self.by.label}{f' số {number}' if number else ''}, ngày {Date().show(self.day)}"


@dataclass(frozen=True)
class Proposal:
    """What another record of the person would have to say."""

    settled: Settled
    answers: dict[str, Value]
    changes: Mapping[str, tuple[str, str, str]]
    """By key: label, what stands there, what the paper says."""

    @property
    def words(self) -> dict[str, str]:
        """What AS-4290 says of it: what is decisive besides the paper's day, which stands with the paper."""
        by = self.settled.by
        told = [key for key in by.decisive if key != by.since and key in self.changes] or [by.since]
        said = (self.changes[key] for key in told if key in self.changes)
        changes = "; ".join(f"{label}: {before or '(trống)'} → {after}" for label, before, after in said)
        return {
            "paper": self.settled.paper,
            "changes": changes,
            "month": Month().show(self.settled.day[:7]),
        }

    @property
    def text(self) -> str:
        """All of it in one sentence."""
        return message("AS-4290", **self.words).text

    def task(self) -> Task:
        """Return it as something to be done, until the end of the month from which it holds."""
        day = datetime.date.fromisoformat(self.settled.day)
        return Task(
            id="paper_says_otherwise",
            what=self.text.removesuffix("."),
            due=end_of(calendar.month_end(day)),
            shown_from=datetime.datetime.combine(day, datetime.time()),
            article="",
        )


def proposal(register: Register, settled: Settled, record_id: str, answers: Answers) -> Proposal | None:
    """Return what a record of a register has to take over; None where it is not asked, or says the same.

    Args:
        register: Of the other record.
        settled: What is settled.
        record_id: Of the other record.
        answers: What it says.
    """
    if register.code == settled.register or record_id == settled.record_id:
        return None
    fields = {key: register.fields[key] for key in settled.by.answers if key in register.fields}
    keys = tuple(key for key, each in fields.items() if each.asked({**answers, **settled.answers}))
    found = settled.by.differing(settled.answers, answers, keys)
    if not found:
        return None
    changes = {
        key: (fields[key].label, fields[key].kind.show(answers.get(key)), fields[key].kind.show(value))
        for key, value in found.items()
    }
    return Proposal(settled, found, changes)


class AllSettled:
    """What is settled of everybody, as far as the officer may see it; the latest paper of a person rules."""

    def __init__(self, store: Store, access: Access) -> None:
        self._of: dict[str, Settled] = {}
        for code in access.readable:
            register = catalog.register(code)
            if register.establishes is not None:
                self._read(store, register, register.establishes)

    def _read(self, store: Store, register: Register, by: Establishing) -> None:
        for chunk in store.scan.records(register.code, closed=register.closed_in):
            for each in chunk:
                if not each.draft and by.holds(each.state, each.answers):
                    found = Settled(register.code, each.id, each.answers, by)
                    known = self._of.get(each.person_id)
                    if known is None or known.day < found.day:
                        self._of[each.person_id] = found

    def tasks(self, register: Register, person_id: str, record_id: str, answers: Answers) -> Iterator[Task]:
        """Yield that a record that is still open says otherwise than the paper of its person."""
        settled = self._of.get(person_id)
        found = proposal(register, settled, record_id, answers) if settled else None
        if found is not None:
            yield found.task()


def of_record(store: Store, access: Access, record: Record) -> Proposal | None:
    """Return what one open record has to take over from another of its person."""
    register = catalog.register(record.register)
    if record.state in register.closed_in:
        return None
    settled = [
        Settled(each.register, each.id, each.answers, by)
        for each in store.records.of_person(record.person_id)
        if access.may(each.register, "r") and not each.draft
        for by in [catalog.register(each.register).establishes]
        if by is not None and by.holds(each.state, each.answers)
    ]
    last = max(settled, key=lambda each: each.day, default=None)
    return proposal(register, last, record.id, record.answers) if last else None


class Established:
    """What papers settle in one register for another, for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def proposed(self, record_id: str) -> Proposal | None:
        """Return what a record has to take over; None where there is nothing.

        Raises:
            UserError: The officer may not see the register.
        """
        with self._vault.reading() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "r")
            return of_record(store, self._access, record)

    def take_over(self, record_id: str) -> None:
        """Let a record say what the paper says, from the month of the paper on where money depends on it.

        Raises:
            UserError: The officer may not write it, another unit keeps it, it is closed, or nothing is left to be done.
        """
        with self._vault.work() as store:
            record = store.records.get(record_id)
            self._access.require(record.register, "w")
            store.require_own(record)
            register = catalog.register(record.register)
            require_open(register, record)
            found = of_record(store, self._access, record)
            if found is None:
                raise UserError("AS-4291")
            known = known_of(store.people.get(record.person_id))
            answers = {**record.answers, **found.answers}
            kept = with_since(register, record, known, (answers, known), _since(register, record, found))
            how = effects.Written(
                clock.today(), f"Ghi theo {found.settled.paper}", self._access.officer, kept
            )
            effects.write(store, register, record, Effect(answers=found.answers), how)


def _since(register: Register, record: Record, found: Proposal) -> Since:
    """Return from which month it holds; from the beginning where the paper is older than what is paid by it."""
    month = found.settled.day[:7]
    begins = text_of(record.answers, register.assessing.month) if register.assessing else ""
    if begins and month <= begins:
        return dated.FROM_BEGINNING
    number = text_of(found.settled.answers, found.settled.by.number)
    return Since(month, number, found.settled.day)
