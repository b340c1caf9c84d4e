"""Whom a change of the law touches, and what they would be paid: shown before the change is accepted."""

import datetime
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from ansinh_desktop import clock, text
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar, edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.agenda import ToDo, of_register
from ansinh_desktop.services.law.checking import FileChange, changes

_MOST_MONTHS = 4
_FIRST = datetime.date(2021, 7, 1)


@dataclass(frozen=True)
class PreviewStep:
    """How far the preview has come."""

    done: int
    total: int
    text: str


@dataclass(frozen=True)
class AmountChange:
    """One person who would be paid otherwise in a month."""

    register: str
    record_id: str
    number: str
    who: str
    month: datetime.date
    before: int
    after: int

    @property
    def difference(self) -> int:
        """What is paid more, or less."""
        return self.after - self.before


@dataclass(frozen=True)
class LawPreview:
    """What a change of the law would do."""

    files: tuple[FileChange, ...]
    months: tuple[datetime.date, ...]
    """The months for which amounts were reckoned under both."""
    records: int
    amounts: tuple[AmountChange, ...]
    deadlines: int
    """How many of today's time limits would end on another day."""

    def of_month(self, month: datetime.date) -> list[AmountChange]:
        """Return who would be paid otherwise in a month."""
        return [each for each in self.amounts if each.month == month]

    def earlier(self, today: datetime.date) -> list[AmountChange]:
        """Return amounts of past months that would be others: the officer must know of them."""
        return [each for each in self.amounts if each.month < calendar.month_start(today)]


def preview(
    vault: Vault, access: Access, before: Edition, after: Edition
) -> Generator[PreviewStep, None, LawPreview]:
    """Reckon everything under two editions of the law, and say after each thousand records how far it is."""
    files = tuple(changes(before, after))
    months = _months(files)
    registers = [each for code in access.readable if (each := catalog.register(code)).assessing]
    amounts: list[AmountChange] = []
    done = 0
    with vault.reading() as store:
        total = sum(store.scan.count(each.code) for each in registers)
        yield PreviewStep(0, total, "Tính theo quy định mới")
        for register in registers if months else ():
            for chunk in store.scan.records(register.code):
                for record in chunk:
                    if record.state in register.monthly_in:
                        amounts += _amounts(register, record, months, (before, after))
                done += len(chunk)
                yield PreviewStep(done, total, "Tính theo quy định mới")
        moved = _moved(store, access, before, after)
    amounts.sort(key=lambda each: (each.month, text.name_sort_key(each.who), each.number))
    return LawPreview(files, tuple(months), done, tuple(amounts), moved)


def _months(files: Sequence[FileChange]) -> list[datetime.date]:
    """Return the months to be reckoned: this one, and those in which something begins."""
    found = {calendar.month_start(clock.today())} if files else set()
    found |= {
        calendar.month_start(max(each.first_day, _FIRST)) for each in files if each.first_day is not None
    }
    return sorted(found)[-_MOST_MONTHS:]


def _amounts(
    register: Register,
    each: ScannedRecord,
    months: Sequence[datetime.date],
    editions: tuple[Edition, Edition],
) -> list[AmountChange]:
    found = []
    for month in months:
        if _not_yet(register, each, month):
            continue
        before, after = (_amount(register, each, month, one) for one in editions)
        if before != after:
            found.append(
                AmountChange(register.code, each.id, each.number, each.who, month, before or 0, after or 0)
            )
    return found


def _not_yet(register: Register, each: ScannedRecord, month: datetime.date) -> bool:
    start = text_of(each.answers, register.assessing.month) if register.assessing else ""
    return start > f"{month:%Y-%m}"


def _amount(register: Register, each: ScannedRecord, month: datetime.date, one: Edition) -> int | None:
    if register.assessing is None:
        return None
    with edition.under(one):
        return register.assessing.amount(each.facts(calendar.month_end(month)))


def _moved(store: Store, access: Access, before: Edition, after: Edition) -> int:
    """Return how many time limits that run today would end on another day, begin or vanish."""
    now = calendar.wall_time(clock.now())

    def ends(one: Edition) -> set[tuple[str, str, datetime.datetime]]:
        with edition.under(one):
            found: list[ToDo] = [
                each for code in access.readable for each in of_register(store, catalog.register(code), now)
            ]
        return {(each.record_id, each.task, each.due) for each in found}

    old, new = ends(before), ends(after)
    return len({(record, task) for record, task, _due in old ^ new})
