"""What has to be done in a case, and until when: declared by signs in the record, computed by the law's limits."""

import dataclasses
import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.kinds import Value
from ansinh_desktop.registers.spec import Answers, CaseFacts, EventFacts, When
from ansinh_desktop.rules import calendar, deadlines, law
from ansinh_desktop.rules.deadlines import Due, Moment
from ansinh_desktop.rules.edition import cached

if TYPE_CHECKING:
    from ansinh_desktop.registers.spec import Register

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
    """Only while the record stands in one of these; else in any open state."""
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


Standing: TypeAlias = Duty | Watch

_NOTHING: frozenset[str] = frozenset()


def read_moment(value: Value) -> Moment | None:
    """Return the day or moment that an answer gives; None where it gives none to the day."""
    if not isinstance(value, str) or not _DATED.fullmatch(value):
        return None
    return datetime.datetime.fromisoformat(value) if "T" in value else datetime.date.fromisoformat(value)


def tasks_of(register: "Register", facts: CaseFacts) -> Iterator[Task]:
    """Yield what the record has still to fulfil, however far away; nothing for a closed one."""
    if register.life_cycle.workflow(facts.answers).is_closed(facts.state):
        return
    # Two duties may wait for the same thing.
    yield from dict.fromkeys(_all_of(register, facts))


def _all_of(register: "Register", facts: CaseFacts) -> Iterator[Task]:
    for each in _standing(register, facts):
        if each.when is not None and not each.when.holds(facts.answers):
            continue
        yield from (
            _of_duty(register, each, facts) if isinstance(each, Duty) else _of_watch(register, each, facts)
        )
    for foreseen in register.foreseen:
        yield from foreseen(facts)


def _standing(register: "Register", facts: CaseFacts) -> tuple[Standing, ...]:
    """Return the duties that may have begun: of the record's state, of what happened in it.

    Nothing happened in most of a commune's ten thousand records, and most duties begin with what happens.
    """
    key = facts.state, frozenset(each.kind for each in facts.events) if facts.events else _NOTHING
    known = register.standing
    if key not in known:
        known[key] = tuple(each for each in register.duties if _may_stand(each, *key))
    return known[key]


def _may_stand(each: Standing, state: str, happened: frozenset[str]) -> bool:
    if each.states and state not in each.states:
        return False
    return not (isinstance(each, Duty) and each.start.event) or each.start.event in happened


def kinds_of_events(register: "Register") -> frozenset[str]:
    """Return the kinds of events that bear on tasks, so that no others need be read."""
    signs = [sign for each in register.duties for sign in signs_of(each)]
    found = {each.event for each in signs if each.event} | set(register.foreseen_by)
    return frozenset(found | {"state"} if any(each.states for each in signs) else found)


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


def _of_duty(register: "Register", duty: Duty, facts: CaseFacts) -> Iterator[Task]:
    starts = duty.start.happened(facts)
    if not starts:
        return
    if (duty.unless and duty.unless.holds(facts.answers)) or any(sign.happened(facts) for sign in duty.ended):
        return
    done = [each for sign in duty.done for each in sign.happened(facts)]
    alike: Counter[Task] = Counter()
    for begin in _running(register, duty, starts, done):
        for limit in duty.limits:
            due = _due(limit, begin)
            if duty.event and duty.event != due.deadline.event:
                continue
            if due.in_force and due.deadline.kind != "minimum_duration":
                task = task_of(due)
                yield dataclasses.replace(task, nth=alike[task])
                alike[task] += 1


def _running(
    register: "Register", duty: Duty, starts: Sequence[Happened], done: Sequence[Happened]
) -> Iterator[Moment]:
    """Yield each moment from which the limit runs now."""
    if not duty.repeated_months:
        yield from _waiting(register, duty, starts, done)
        return
    for start in starts:
        if start.moment is not None:
            yield from _begun_anew(duty, start.moment, done)


@dataclass(eq=False, slots=True)
class _Begun:
    """A start, and how often it must still be done."""

    at: Moment
    event: EventFacts | None
    left: int

    def take(self, done: Happened) -> bool:
        """Let it be done once more, if it waits for that and had begun by then; return whether it did."""
        taken = self.left > 0 and (done.moment is None or _day(done.moment) >= _day(self.at))
        self.left -= taken
        return taken


def _waiting(
    register: "Register", duty: Duty, starts: Sequence[Happened], done: Sequence[Happened]
) -> Iterator[Moment]:
    """Yield the starts that nothing has fulfilled, the earliest first.

    What the record itself says is said of all of them. An event that carries a start of its own answers that one
    and no other; any other event answers the earliest that waits.
    """
    begun = [_Begun(each.moment, each.event, duty.times) for each in starts if each.moment is not None]
    begun.sort(key=lambda each: calendar.wall_time(each.at))
    own = _own_keys(register, duty.start)
    for each in _once_each(done):
        if each.event is None:
            for start in begun:
                start.take(each)
        elif each.event.kind == duty.start.event and (not own or any(map(each.event.answers.get, own))):
            any(start.take(each) for start in begun if start.event is each.event)
        else:
            any(start.take(each) for start in begun)
    return (each.at for each in begun if each.left > 0)


def _own_keys(register: "Register", start: Sign) -> tuple[str, ...]:
    """Return the answers of which one says that an event carries a start, be it of this duty or of one like it.

    A request for something else is answered by its own decision too: so the questions count on which that of the
    sign depends, whatever they were answered. There is none where every event of the kind is a start.
    """
    if not start.event or start.answer or start.when is None:
        return (start.answer,) if start.answer else ()
    fields = {each.key: each for each in register.event_kinds[start.event].fields}
    keys = [start.when.key]
    while (when := fields[keys[-1]].when) and when.key not in keys:
        keys.append(when.key)
    return tuple(keys)


def _once_each(done: Sequence[Happened]) -> list[Happened]:
    """Return what was done in order of time, several signs of one event once: they are one answer."""
    last: dict[int, Happened] = {}
    for place, each in enumerate(done, start=1):
        key = id(each.event) if each.event is not None else -place
        if key not in last or _order(each) > _order(last[key]):
            last[key] = each
    return sorted(last.values(), key=_order)


def _order(each: Happened) -> str:
    return "" if each.moment is None else calendar.wall_time(each.moment).isoformat()


def _day(moment: Moment) -> datetime.date:
    return calendar.wall_time(moment).date()


def _begun_anew(duty: Duty, start: Moment, done: Sequence[Happened]) -> Iterator[Moment]:
    """Yield from when it runs now: from its start, or from the last time it was done; nothing when it is over."""
    begin = max(
        calendar.wall_time(each) for each in (start, *(one.moment for one in done)) if each is not None
    )
    if begin.date() < calendar.add_months(_day(start), duty.repeated_months):
        yield begin


@cached(most=8192)
def _due(limit: str, start: Moment) -> Due:
    return deadlines.due(limit, start)


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


def _of_watch(register: "Register", watch: Watch, facts: CaseFacts) -> Iterator[Task]:
    if any(sign.happened(facts) for sign in watch.settled):
        return
    found = [deadlines.reminder(each) for each in watch.reminders]
    anchor = _anchor(register, watch, facts, found[0])
    if anchor is None:
        return
    first = found[0].moment(anchor)
    said = [each for each in found if each.moment(anchor).date() <= facts.on]
    each = said[-1] if said else found[0]
    due = anchor if isinstance(anchor, datetime.datetime) else end_of(anchor)
    if watch.passes and due.date() < facts.on:
        return
    yield Task(id=each.id, what=each.label, due=due, shown_from=first, article=each.article, mark=each.mark)


def _anchor(
    register: "Register", watch: Watch, facts: CaseFacts, reminder: deadlines.Reminder
) -> Moment | None:
    if not watch.anchor:
        birth = facts.person.get("birth_date")
        return reminder.anchor_day(PartialDate.from_iso(birth)) if birth else None
    computed = register.computed_by_key.get(watch.anchor)
    return read_moment(computed.compute(facts) if computed else facts.answers.get(watch.anchor))


def end_of(day: datetime.date) -> datetime.datetime:
    """Return the last moment of a day."""
    return datetime.datetime.combine(day, calendar.END_OF_DAY)


def faults_of(register: "Register") -> Iterator[str]:
    """Yield what is wrong with the declared duties of a register."""
    states = {state.code for each in register.life_cycle.all_workflows() for state in each.states}
    for each in register.duties:
        yield from _law_faults(each)
        yield from (f"{state} is no state" for state in each.states if state not in states)
        for condition in (each.when, each.unless if isinstance(each, Duty) else None):
            if condition and condition.key not in register.fields:
                yield f"a duty depends on {condition.key}, which is no field"
        for sign in signs_of(each):
            yield from _sign_faults(register, sign, states)
        if isinstance(each, Duty) and not _gives_a_day(register, each.start):
            yield f"{each.start.answer} gives no day to start from"
        if isinstance(each, Watch) and each.anchor and not _dated(register, each.anchor):
            yield f"{each.anchor} gives no day to be reminded of"
    yield from (f"{kind} is no event" for kind in register.foreseen_by if kind not in register.event_kinds)


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


def _sign_faults(register: "Register", sign: Sign, states: set[str]) -> Iterator[str]:
    yield from (f"{state} is no state" for state in sign.states if state not in states)
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


def _gives_a_day(register: "Register", sign: Sign) -> bool:
    return bool(sign.states or sign.event) or _dated(register, sign.answer)


def _dated(register: "Register", key: str) -> bool:
    field = register.fields.get(key)
    computed = register.computed_by_key.get(key)
    kind = field.kind if field else computed.kind if computed else None
    return isinstance(kind, kinds.Date | kinds.Moment)
