"""How duties are declared: the signs in a record that start and fulfil a time limit of the law, the days to be thought of."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.declared import Declared, unknown
from ansinh_desktop.registers.field import When
from ansinh_desktop.rules import calendar, deadlines, law
from ansinh_desktop.rules.deadlines import Due, Moment

TERM_SHOWN_BEFORE = datetime.timedelta(days=15)
"""How long before its end a term that ends by itself is shown."""

_DATED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class Happened:
    """One time that something happened."""

    moment: Moment | None
    """None where the record does not say the day."""
    event: EventFacts | None = None
    """The event that says so; None where the record itself does."""


@dataclass(frozen=True)
class Sign:
    """What says that something happened: an answer, an event (or an answer in it), or a state that was reached."""

    answer: str = ""
    event: str = ""
    states: tuple[str, ...] = ()
    when: When | None = None
    """Only where the answers (of the event, where it names one) say so."""

    def happened(self, facts: CaseFacts) -> list[Happened]:
        """Return each time that it happened."""
        if self.event:
            return [
                Happened(moment, each)
                for each in facts.events_of(self.event)
                for moment in self._of_event(each.answers, each.on)
            ]
        moments = _reached(facts, self.states) if self.states else self._of_answers(facts.answers)
        return [Happened(each) for each in moments]

    def _of_event(self, answers: Answers, on: datetime.date) -> list[Moment | None]:
        if self.answer:
            # What an event answers without a day of its own was answered on its day.
            return [moment or on for moment in self._of_answers(answers)]
        return [] if self.when and not self.when.holds(answers) else [on]

    def _of_answers(self, answers: Answers) -> list[Moment | None]:
        value = answers.get(self.answer)
        if value in (None, "", [], False) or (self.when and not self.when.holds(answers)):
            return []
        return [read_moment(value)]


@dataclass(frozen=True)
class Duty:
    """Time limits of the law as the record starts and fulfils them; which of them holds, the day of the start says.

    Where events start it, an event that carries its own answer fulfils only itself, and a separate
    one the earliest that waits.
    """

    limits: tuple[str, ...]
    start: Sign
    done: tuple[Sign, ...] = ()
    """Any of them, not before the start."""
    states: tuple[str, ...] = ()
    """Only while the record stands in one of these, a closed one too; else in any open state."""
    when: When | None = None
    unless: When | None = None
    times: int = 1
    """How often it must have been done: a second visit is not made by the first."""
    repeated_months: int = 0
    """So long it begins anew each time it is done."""
    ended: tuple[Sign, ...] = ()
    """Any of them ends it for good."""
    event: str = ""
    """Only for limits that the law data start by this event; else whatever starts them."""


@dataclass(frozen=True)
class Watch:
    """A day to be thought of before it comes, by the law's reminders; the last one whose time has come is said."""

    reminders: tuple[str, ...]
    anchor: str = ""
    """The field or computed column with the day; without it the age that the reminder names."""
    settled: tuple[Sign, ...] = ()
    states: tuple[str, ...] = ()
    when: When | None = None
    passes: bool = False
    """After the day itself there is nothing left to do."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done until a moment, on the officer's clock."""

    id: str
    """Of the law's limit or reminder."""
    what: str
    due: datetime.datetime
    shown_from: datetime.datetime
    article: str
    """What it rests on in the law."""
    actor: str = ""
    length: str = ""
    mark: law.Mark = "✓"
    doubtful_days: tuple[datetime.date, ...] = ()
    """Days inside the limit of which nobody knows yet whether they are worked."""
    nth: int = 0
    """What tells it from those before it that are alike: two requests of one day are two things to do."""
    opens: str = ""
    """The register in which a record of the same person is to be opened; empty where it is something else."""


Standing: TypeAlias = Duty | Watch


@dataclass(frozen=True)
class Opening:
    """A record of the same person in another register, which this one calls for: a task until it is there."""

    register: str
    """The other register, by its code."""
    what: str
    """What is to be done: "Mở hồ sơ trẻ em bị xâm hại"."""
    limit: str
    """Until when, by a limit of the law."""
    start: str
    """The answer from which that runs."""
    answer: str
    """The answer that may name the other record instead: by its number, where another unit keeps it."""
    when: Callable[[CaseFacts], bool]


def read_moment(value: Value) -> Moment | None:
    """Return the day or moment that an answer gives; None where it gives none to the day."""
    if not isinstance(value, str) or not _DATED.fullmatch(value):
        return None
    return datetime.datetime.fromisoformat(value) if "T" in value else datetime.date.fromisoformat(value)


def signs_of(standing: Standing) -> tuple[Sign, ...]:
    """Return everything in a record at which it looks."""
    return (
        (standing.start, *standing.done, *standing.ended) if isinstance(standing, Duty) else standing.settled
    )


def _reached(facts: CaseFacts, states: tuple[str, ...]) -> list[Moment | None]:
    steps: list[Moment | None] = [
        each.on for each in facts.events_of("state") if each.answers.get("to") in states
    ]
    # A record that came from a list kept before has its state without a step.
    return steps[-1:] or ([None] if facts.state in states else [])


def task_of(due: Due) -> Task:
    """Return a running limit of the law as a task."""
    found = due.deadline
    shown_from = due.ends_at - TERM_SHOWN_BEFORE if found.is_term else due.started
    return Task(
        id=found.id,
        what=found.step,
        due=due.ends_at,
        shown_from=shown_from,
        article=found.article + (f"; {found.shortened_by}" if found.shortened_by else ""),
        actor=found.actor_label,
        length=found.length,
        mark=found.mark,
        doubtful_days=due.doubtful_days,
    )


def end_of(day: datetime.date) -> datetime.datetime:
    """Return the last moment of a day."""
    return datetime.datetime.combine(day, calendar.END_OF_DAY)


def faults_of(
    register: Declared, standing: tuple[Standing, ...], foreseen_by: tuple[str, ...]
) -> Iterator[str]:
    """Yield what is wrong with the declared duties of a register."""
    for each in standing:
        yield from _law_faults(each)
        yield from unknown(each.states, register.states, "{} is no state")
        conditions = (each.when, each.unless if isinstance(each, Duty) else None)
        asked = (condition.key for condition in conditions if condition)
        yield from unknown(asked, register.fields, "a duty depends on {}, which is no field")
        for sign in signs_of(each):
            yield from _sign_faults(register, sign)
        if isinstance(each, Duty) and not _gives_a_day(register, each.start):
            yield f"{each.start.answer} gives no day to start from"
        if isinstance(each, Watch) and each.anchor and not _dated(register, each.anchor):
            yield f"{each.anchor} gives no day to be reminded of"
    yield from unknown(foreseen_by, register.event_kinds, "{} is no event")


def faults_of_openings(register: Declared, openings: tuple[Opening, ...]) -> Iterator[str]:
    """Yield what is wrong with the declared records of other registers that a register calls for."""
    yield from unknown((each.answer for each in openings), register.fields)
    for each in openings:
        if not deadlines.is_known(each.limit):
            yield f"there is no deadline {each.limit}"
        if not _dated(register, each.start):
            yield f"{each.start} gives no day to start from"


def _law_faults(standing: Standing) -> Iterator[str]:
    if isinstance(standing, Duty):
        yield from (
            f"there is no deadline {each}" for each in standing.limits if not deadlines.is_known(each)
        )
        return
    for each in standing.reminders:
        if each not in {one.id for one in deadlines.reminders()}:
            yield f"there is no reminder {each}"
        elif not standing.anchor and deadlines.reminder(each).birthday is None:
            yield f"the reminder {each} needs the field of its day"


def _sign_faults(register: Declared, sign: Sign) -> Iterator[str]:
    yield from unknown(sign.states, register.states, "{} is no state")
    if bool(sign.states) == bool(sign.answer or sign.event):
        yield "a sign is an answer, an event or states"
    if sign.event and sign.event not in register.event_kinds:
        yield f"{sign.event} is no event"
        return
    fields = (
        {each.key for each in register.event_kinds[sign.event].fields} if sign.event else set(register.fields)
    )
    for key in (sign.answer, sign.when.key if sign.when else ""):
        if key and key not in fields:
            yield f"a duty asks for {key}, which is no field"


def _gives_a_day(register: Declared, sign: Sign) -> bool:
    return bool(sign.states or sign.event) or _dated(register, sign.answer)


def _dated(register: Declared, key: str) -> bool:
    field = register.fields.get(key)
    computed = register.computed_by_key.get(key)
    kind = field.kind if field else computed.kind if computed else None
    return isinstance(kind, kinds.Date | kinds.Moment)
