"""What has still to be done in a case, and until when: the declared duties held against what stands in it."""

import dataclasses
import datetime
import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import message
from ansinh_desktop.registers.answer import date_of, text_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.registers.duties import (
    Duty,
    Happened,
    Sign,
    Standing,
    Task,
    Watch,
    end_of,
    read_moment,
    signs_of,
    task_of,
)
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar, deadlines
from ansinh_desktop.rules.deadlines import Due, Moment
from ansinh_desktop.rules.edition import cached

_NOTHING: frozenset[str] = frozenset()


@functools.cache
def at_rest_in(register: Register) -> tuple[str, ...]:
    """Return the closed states in which nothing is left to be done: no duty names them."""
    waiting = {state for each in register.duties for state in each.states}
    return tuple(state for state in register.closed_in if state not in waiting)


def tasks_of(register: Register, facts: CaseFacts) -> Iterator[Task]:
    """Yield what the record has still to fulfil, however far away; for a closed one only what names its state."""
    closed = register.life_cycle.workflow(facts.answers).is_closed(facts.state)
    if closed and facts.state in at_rest_in(register):
        return
    found = _declared(register, facts, closed=True) if closed else _all_of(register, facts)
    # Two duties may wait for the same thing.
    yield from dict.fromkeys(found) if len(found) > 1 else found


def _all_of(register: Register, facts: CaseFacts) -> list[Task]:
    found = _declared(register, facts)
    for foreseen in register.foreseen:
        found += foreseen(facts)
    # Asked of ten thousand records: nearly all are of people who are here.
    if ("death_date" in facts.person or "moved_on" in facts.person) and not _is_of_dead(register, facts):
        found += _of_life(facts)
    return found


def _is_of_dead(register: Register, facts: CaseFacts) -> bool:
    return register.of_dead is not None and register.of_dead.holds(facts.answers)


def _declared(register: Register, facts: CaseFacts, *, closed: bool = False) -> list[Task]:
    """Return what the declared duties ask; ``closed`` takes only those that name the record's state."""
    found: list[Task] = []
    for each in _standing(register, facts):
        if (each.states or not closed) and (each.when is None or each.when.holds(facts.answers)):
            found += (
                _of_duty(register, each, facts)
                if isinstance(each, Duty)
                else _of_watch(register, each, facts)
            )
    return found


def openings_of(register: Register, facts: CaseFacts) -> Iterator[Task]:
    """Yield the records in other registers that a record calls for and does not name; whether they are there, it cannot say."""
    for each in register.openings:
        start = read_moment(facts.answers.get(each.start))
        if start is None or facts.answers.get(each.answer) or not each.when(facts):
            continue
        task = task_of(_due(each.limit, start))
        yield dataclasses.replace(task, id=f"open_{each.register}", what=each.what, opens=each.register)


def _of_life(facts: CaseFacts) -> Iterator[Task]:
    """Yield that the person is dead or has moved away while the record goes on."""
    for key, code, task in (
        ("death_date", "AS-4076", "person_died"),
        ("moved_on", "AS-4264", "person_moved"),
    ):
        known = date_of(facts.person, key)
        if known is not None:
            to = text_of(facts.person, "moved_to")
            said = message(code, day=known.show(), place=f", đến {to}" if to else "").text
            yield gone_task(task, said, known)
            return


def gone_task(name: str, said: str, since: PartialDate) -> Task:
    """Return what is to be done since somebody is gone: until the end of the month, which is still paid.

    Args:
        name: Of the task.
        said: The sentence that says it.
        since: The day of the death or of the move, as far as it is known.
    """
    return Task(
        id=name,
        what=said.removesuffix("."),
        due=end_of(calendar.month_end(since.last)),
        shown_from=datetime.datetime.combine(since.first, datetime.time()),
        article="",
    )


def _standing(register: Register, facts: CaseFacts) -> tuple[Standing, ...]:
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


def kinds_of_events(register: Register) -> frozenset[str]:
    """Return the kinds of events that bear on tasks, so that no others need be read."""
    signs = [sign for each in register.duties for sign in signs_of(each)]
    found = {each.event for each in signs if each.event} | set(register.foreseen_by)
    return frozenset(found | {"state"} if any(each.states for each in signs) else found)


def _of_duty(register: Register, duty: Duty, facts: CaseFacts) -> Iterator[Task]:
    starts = duty.start.happened(facts)
    if not starts or _is_ended(duty, facts):
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


def _is_ended(duty: Duty, facts: CaseFacts) -> bool:
    """Whether the record says that nothing is to be done any more."""
    excused = duty.unless is not None and duty.unless.holds(facts.answers)
    return excused or any(sign.happened(facts) for sign in duty.ended)


def _running(
    register: Register, duty: Duty, starts: Sequence[Happened], done: Sequence[Happened]
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
    register: Register, duty: Duty, starts: Sequence[Happened], done: Sequence[Happened]
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
            continue
        answered = _of_event(begun, each.event) if _carries_start(each.event, duty.start, own) else begun
        any(start.take(each) for start in answered)
    return (each.at for each in begun if each.left > 0)


def _of_event(begun: Sequence[_Begun], event: EventFacts) -> list[_Begun]:
    return [start for start in begun if start.event is event]


def _carries_start(event: EventFacts, start: Sign, own: Sequence[str]) -> bool:
    """Whether an event carries a start of its own; ``own`` are the answers that say so."""
    return event.kind == start.event and (not own or any(map(event.answers.get, own)))


def _own_keys(register: Register, start: Sign) -> tuple[str, ...]:
    """Return the answers of which one says that an event carries a start, be it of this duty or of one like it.

    A request for something else is answered by its own decision too: so the questions count on which that of the
    sign depends, whatever they were answered. There is none where every event of the kind is a start.
    """
    if not start.event or start.answer or start.when is None:
        return (start.answer,) if start.answer else ()
    fields = register.event_kinds[start.event].asked
    keys = [start.when.key]
    for key in keys:  # which grows while it is gone through
        when = fields[key].when
        keys += sorted((when.keys() if when else frozenset()) - set(keys))
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


def _of_watch(register: Register, watch: Watch, facts: CaseFacts) -> Iterator[Task]:
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
    register: Register, watch: Watch, facts: CaseFacts, reminder: deadlines.Reminder
) -> Moment | None:
    if not watch.anchor:
        birth = date_of(facts.person, "birth_date")
        return reminder.anchor_day(birth) if birth else None
    computed = register.computed_by_key.get(watch.anchor)
    return read_moment(computed.compute(facts) if computed else facts.answers.get(watch.anchor))
