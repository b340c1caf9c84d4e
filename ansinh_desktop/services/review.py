"""«Rà soát»: every record the officer may see against the law of a day: amounts, ages, papers, time limits, benefits."""

import datetime
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from ansinh_desktop import clock, text
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.db.payments import payment_shown
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.findings import Finding, Level, error, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.due import tasks_of
from ansinh_desktop.registers.duties import Task
from ansinh_desktop.registers.field import goes_by_code, masked_keys
from ansinh_desktop.registers.person import check_letters
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.agenda import time_left
from ansinh_desktop.services.cases import kept_key
from ansinh_desktop.services.lives.following import About, Following
from ansinh_desktop.services.masking import quiet
from ansinh_desktop.services.safety.garbage import collector_at_rest

Category: TypeAlias = Literal["amount", "group", "double", "overdue", "missing", "draft"]

CATEGORIES: dict[Category, str] = {
    "amount": "Sai hệ số, mức hưởng",
    "group": "Hết diện, quá tuổi, sai nhóm",
    "double": "Hưởng hai nơi, ghi hai lần",
    "overdue": "Quá thời hạn",
    "missing": "Thiếu giấy tờ, chưa khớp",
    "draft": "Còn là bản nháp",
}

# What the sentence is about; every other one is about something that is missing or does not fit.
_CATEGORY_OF: dict[str, Category] = {
    **dict.fromkeys(("AS-2218", "AS-2219", "AS-2222", "AS-2223", "AS-2224"), "amount"),
    **dict.fromkeys(("AS-2201", "AS-2214", "AS-2216", "AS-2217", "AS-2220", "AS-2221", "AS-2309"), "group"),
    **dict.fromkeys(("AS-6412", "AS-6413", "AS-6414", "AS-5195"), "double"),
    "AS-6410": "overdue",
    "AS-6411": "draft",
}


@dataclass(frozen=True)
class ReviewStep:
    """How far the review has come."""

    done: int
    total: int
    text: str


class ReviewRow(NamedTuple):
    """One thing that was found in one record."""

    category: Category
    level: Level
    code: str
    register: str
    record_id: str
    number: str
    who: str
    """The person, or the case number where the record is too confidential to name them."""
    hamlet: str
    text: str
    todo: str
    recorded: str = ""
    expected: str = ""
    """The figure, coefficient or group that the law gives."""
    article: str = ""
    kept: str = ""
    """The reason with which the record keeps it."""
    nth: int = 0
    """What tells it from those before it that are alike."""

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.record_id} {self.code} {self.text} {self.nth}"


@dataclass(frozen=True)
class Reviewed:
    """What a review found."""

    on: datetime.date
    records: int
    rows: tuple[ReviewRow, ...]

    def of(self, category: Category) -> list[ReviewRow]:
        """Return what was found of one category."""
        return [each for each in self.rows if each.category == category]

    def open_records(self, category: Category) -> int:
        """Return in how many records something of one category was found that nobody keeps."""
        return len({each.record_id for each in self.of(category) if not each.kept})


@dataclass
class _Seen:
    """What is remembered of all records, to find who stands twice."""

    paid: dict[str, list[tuple[Register, ScannedRecord]]] = field(default_factory=dict)
    """By person: records by which they are paid every month."""
    numbers: dict[tuple[str, str], list[tuple[Register, ScannedRecord]]] = field(default_factory=dict)
    """By register and identity number: open records."""
    cases: dict[tuple[str, str], list[tuple[Register, ScannedRecord]]] = field(default_factory=dict)
    """By unit and case number: two folders of one unit may have given the same."""
    payments: dict[tuple[str, ...], list[tuple[Register, ScannedRecord, EventFacts]]] = field(
        default_factory=dict
    )
    """By register, event, what is paid and who gets it: the events of money that is given once."""

    def remember(self, register: Register, each: ScannedRecord) -> None:
        """Take a record in."""
        if each.state in register.monthly_in:
            self.paid.setdefault(each.person_id, []).append((register, each))
        self.cases.setdefault((each.unit, each.number), []).append((register, each))
        number = each.person.get("personal_id")
        if number:
            self.numbers.setdefault((register.code, str(number)), []).append((register, each))
        for once in register.paid_once:
            for event in each.events:
                if event.kind == once.event and event.answers.get(once.given):
                    said = payment_shown(register, once, event.answers)
                    label = register.event_kinds[once.event].label
                    key = (
                        register.code,
                        f"{label} ({said})" if said else label,
                        str(number or each.person_id),
                    )
                    self.payments.setdefault(key, []).append((register, each, event))


class Review:
    """Checks of everything, for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def run(self, on: datetime.date | None = None) -> Generator[ReviewStep, None, Reviewed]:
        """Check every open record against the law of a day, and say after each thousand how far it is.

        Args:
            on: The day whose law is asked; today where none is given.
        """
        day = on or clock.today()
        now = calendar.wall_time(clock.now())
        moment = now if day == now.date() else datetime.datetime.combine(day, calendar.END_OF_DAY)
        registers = [catalog.register(code) for code in self._access.readable]
        rows: list[ReviewRow] = []
        seen = _Seen()
        done = 0
        with self._vault.reading() as store, collector_at_rest():
            total = sum(store.scan.count(each.code, each.closed_in) for each in registers)
            yield ReviewStep(0, total, "Rà soát hồ sơ")
            own, following = store.packages.own_unit(), Following(store, self._access)
            for register in registers:
                for chunk in _chunks(store, register):
                    for each in chunk:
                        seen.remember(register, each)
                    rows += _rows_of(register, chunk, day, moment)
                    for each in chunk if following.is_asked else ():
                        if each.unit == own:
                            asked = following.tasks(register, About.of(each), day)
                            rows += _overdue_rows(register, each, asked, moment)
                    done += len(chunk)
                    yield ReviewStep(done, total, f"Rà soát {register.short_title.lower()}")
            rows += _twice(seen)
            del seen  # the records go before the collector wakes
            rows.sort(key=_place)
        return Reviewed(day, done, tuple(rows))


_CATEGORY_PLACES = {category: place for place, category in enumerate(CATEGORIES)}
_LEVEL_PLACES = {level: place for place, level in enumerate(Level)}


def _place(row: ReviewRow) -> tuple[int, int, str, str]:
    """Return by what the rows are sorted."""
    return (
        _CATEGORY_PLACES[row.category],
        _LEVEL_PLACES[row.level],
        text.name_sort_key(row.who),
        row.number,
    )


def _chunks(store: Store, register: Register) -> Iterator[list[ScannedRecord]]:
    kinds = [*register.event_kinds, "state"]
    return store.scan.records(register.code, closed=register.closed_in, kinds=kinds)


def _rows_of(
    register: Register, chunk: Sequence[ScannedRecord], day: datetime.date, moment: datetime.datetime
) -> Iterator[ReviewRow]:
    # The one day for all: what is remembered by it is found at once.
    every = [(each, each.facts(day)) for each in chunk]
    today = day.isoformat()
    begun = [(each, facts) for each, facts in every if not each.draft and _had_begun(register, each, today)]
    yield from _draft_rows(register, every)
    found_in_each = findings_on(register, [facts for _each, facts in begun])
    for (each, facts), found in zip(begun, found_in_each, strict=True):
        for finding in (*check_letters(each.person), *_told(register, facts, found)):
            yield _row(register, each, finding)
    for each, facts in every:
        if tasks := list(tasks_of(register, facts)):
            yield from _overdue_rows(register, each, tasks, moment)


def _told(register: Register, facts: CaseFacts, found: list[Finding]) -> list[Finding]:
    """Return findings that quote nothing masked."""
    hidden = masked_keys(register.fields, facts.answers) if found else frozenset()
    return quiet(register.fields, found, facts.answers, hidden)


def _draft_rows(register: Register, every: Iterable[tuple[ScannedRecord, CaseFacts]]) -> Iterator[ReviewRow]:
    for each, facts in every:
        if each.draft:
            faults = [found for found in check_record(register, facts) if found.level is Level.ERROR]
            yield _row(register, each, warning("AS-6411", count=len(faults)))


def _overdue_rows(
    register: Register, each: ScannedRecord, tasks: Iterable[Task], moment: datetime.datetime
) -> Iterator[ReviewRow]:
    for task in tasks:
        if task.due < moment:
            yield _row(register, each, _overdue(task, moment), nth=task.nth)


def findings_on(register: Register, every: Sequence[CaseFacts]) -> list[list[Finding]]:
    """Return what the register's own checks say of each record by the law of the facts' day, without mere notes.

    What was recorded for another month is set against that day too: so a change of the law shows.
    """
    every = [_untied(register, each) for each in every]
    found: list[list[Finding]] = [[] for _ in every]
    # Check by check: what one asks of the law for a thousand records stays at hand.
    for check in register.checks:
        for facts, own in zip(every, found, strict=True):
            own.extend(check(facts))
    return [list(_weighed(own)) if own else own for own in found]


def _untied(register: Register, facts: CaseFacts) -> CaseFacts:
    """Return the facts without the month of which their recorded figures speak."""
    if not any(map(facts.answers.get, register.dated_by)):
        return facts
    untied = dict(facts.answers)
    for key in register.dated_by:
        untied.pop(key, None)
    # Not by replace(): this is asked of a third of ten thousand records.
    return CaseFacts(untied, facts.person, facts.on, facts.state, facts.events, facts.read, facts.changes)


def _weighed(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings without mere notes; a question is a warning: here it waits for its answer."""
    for each in found:
        if each.level is not Level.NOTE:
            yield each
        elif each.code in QUESTIONS:
            yield Finding(Level.WARNING, each.code, each.field, each.facts)


QUESTIONS = frozenset({"AS-6137", "AS-6146"})
"""Notes that ask for what decides money: no hindrance to saving, but open until it is answered."""


def _had_begun(register: Register, each: ScannedRecord, today: str) -> bool:
    """Whether the record says nothing of having begun only later than a day, which comes as it is stored."""
    opened = text_of(each.answers, register.opened_by)
    month = text_of(each.answers, register.assessing.month) if register.assessing else ""
    return opened[:10] <= today and month <= today[:7]


def _overdue(task: Task, moment: datetime.datetime) -> Finding:
    due = f"{task.due:%d/%m/%Y}"
    left = time_left(task.due, moment)
    return warning("AS-6410", what=task.what, due=due, left=left, article=task.article)


def _twice(seen: _Seen) -> Iterator[ReviewRow]:
    for paid in seen.paid.values():
        yield from _paid_twice(paid)
    for (_code, number), records in seen.numbers.items():
        yield from _with_one_number(number, records)
    for (_unit, number), records in seen.cases.items():
        yield from _with_one_case_number(number, records)
    for (_code, what, _person), given in seen.payments.items():
        yield from _given_twice(what, given)


def _paid_twice(records: Sequence[tuple[Register, ScannedRecord]]) -> Iterator[ReviewRow]:
    if len(records) > 1:
        coded = _any_by_code(records)
        for register, each in records:
            found = warning("AS-6412", others=_others(records, each))
            yield _row(register, each, found, coded=coded)


def _with_one_number(number: str, records: Sequence[tuple[Register, ScannedRecord]]) -> Iterator[ReviewRow]:
    if len(records) > 1:
        coded = _any_by_code(records)
        level = error if len({each.person_id for _register, each in records}) > 1 else warning
        told = f"…{number[-3:]}" if coded else number
        for register, each in records:
            found = level("AS-6413", number=told, others=_others(records, each))
            yield _row(register, each, found, coded=coded)


def _with_one_case_number(
    number: str, records: Sequence[tuple[Register, ScannedRecord]]
) -> Iterator[ReviewRow]:
    if len(records) > 1:
        coded = _any_by_code(records)
        for register, each in records:
            # Their numbers are the same: the days on which they were opened tell them apart.
            others = [other for _register, other in records if other.id != each.id]
            told = ", ".join(
                f"hồ sơ mở ngày {PartialDate.from_iso(other.opened_on[:10]).show()}" for other in others
            )
            yield _row(register, each, warning("AS-5195", number=number, others=told), coded=coded)


def _given_twice(
    what: str, given: Sequence[tuple[Register, ScannedRecord, EventFacts]]
) -> Iterator[ReviewRow]:
    if len(given) > 1:
        coded = _any_by_code([(register, each) for register, each, _event in given])
        for register, each, event in given:
            days = [
                f"{other.number} ngày {late.on:%d/%m/%Y}" for _, other, late in given if late is not event
            ]
            yield _row(register, each, error("AS-6414", what=what, others=", ".join(days)), coded=coded)


def _others(records: Sequence[tuple[Register, ScannedRecord]], but: ScannedRecord) -> str:
    return ", ".join(other.number for _register, other in records if other.id != but.id)


def _any_by_code(records: Sequence[tuple[Register, ScannedRecord]]) -> bool:
    """Whether a name beside these numbers would tell whose one of them is."""
    return any(goes_by_code(each.confidentiality) for _register, each in records)


def _row(
    register: Register, each: ScannedRecord, finding: Finding, *, coded: bool = False, nth: int = 0
) -> ReviewRow:
    secret, said, facts = coded or each.confidentiality >= "c4", finding.message, finding.facts
    return ReviewRow(
        category=_CATEGORY_OF.get(finding.code, "missing"),
        level=finding.level,
        code=finding.code,
        register=register.code,
        record_id=each.id,
        number=each.number,
        who=each.number if coded else each.who,
        hamlet="" if secret else str(each.person.get("hamlet", "")),
        text=said.text,
        todo=said.todo,
        recorded=str(facts.get("recorded", "")),
        expected=str(facts.get("lawful", facts.get("group", ""))),
        article=str(facts.get("article", "")),
        kept=each.kept.get(kept_key(finding), "") if each.kept else "",
        nth=nth,
    )


def levels(rows: Sequence[ReviewRow]) -> dict[Level, int]:
    """Return how many of each level there are."""
    return {level: sum(each.level is level for each in rows) for level in Level}
