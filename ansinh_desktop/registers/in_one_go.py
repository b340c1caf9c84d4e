"""The steps of a case that comes with its decision: taken in one act, each on the day that the case itself says."""

import datetime
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ansinh_desktop.registers.answer import date_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.guards import lacking_of_step
from ansinh_desktop.registers.kinds import PartialDate
from ansinh_desktop.registers.register import Register


@dataclass(frozen=True)
class Stage:
    """A state that is reached, and on which day."""

    state: str
    on: datetime.date


def day_of_step(register: Register, facts: CaseFacts, state: str) -> datetime.date | None:
    """Return on which day a case says that it reached a state; None where it does not say."""
    key = register.life_cycle.days.get(state, "")
    if not text_of(facts.answers, key):
        return None
    found = date_of(facts.answers, key)
    return found.first if found else None


def stages(register: Register, facts: CaseFacts, today: datetime.date) -> tuple[Stage, ...]:
    """Return the steps that are still before a case on its way in one go; none where it is not complete, or elsewhere.

    No step is taken before the one that precedes it, and none in the future.

    Args:
        register: Whose declaration rules.
        facts: The case, on the day whose law rules it.
        today: The last day that a step can have.
    """
    states = next((each for each in _ways(register, facts) if not _lacking(register, facts, each, today)), ())
    return tuple(_dated(register, facts, states, today))


def _ways(register: Register, facts: CaseFacts) -> Iterator[tuple[str, ...]]:
    workflow = register.life_cycle.workflow(facts.answers)
    now = facts.state or workflow.initial
    for way in register.life_cycle.in_one_go:
        if now in way:
            yield way[way.index(now) + 1 :]
        elif now == workflow.initial and workflow.allows(now, way[0]):
            yield way


def lacking(register: Register, facts: CaseFacts, today: datetime.date) -> list[str]:
    """Return in words what a case still lacks for the way in one go; empty where it is on none."""
    states: Sequence[str] = next((each for each in _ways(register, facts) if each), ())
    return _lacking(register, facts, states, today)


def _lacking(register: Register, facts: CaseFacts, states: Sequence[str], today: datetime.date) -> list[str]:
    now = facts.state or register.life_cycle.workflow(facts.answers).initial
    steps = itertools.pairwise((now, *states))
    found = (
        said
        for before, after in steps
        for said in lacking_of_step(register, replace(facts, state=before), after)
    )
    return list(dict.fromkeys((*found, *_to_come(register, facts, states, today))))


def _to_come(
    register: Register, facts: CaseFacts, states: Sequence[str], today: datetime.date
) -> Iterator[str]:
    """Yield the days of steps that have not come though they must have: one is wrong, or the clock is."""
    for state in states:
        field = register.fields.get(register.life_cycle.days.get(state, ""))
        if field is not None and isinstance(field.kind, PartialDate) and not field.kind.future:
            own = day_of_step(register, facts, state)
            if own is not None and own > today:
                yield f"{field.label} (ngày này chưa tới)"


def _dated(
    register: Register, facts: CaseFacts, states: Sequence[str], today: datetime.date
) -> Iterator[Stage]:
    earliest = min(facts.on, today)
    for state in states:
        own = day_of_step(register, facts, state)
        earliest = max(earliest, min(own, today)) if own else earliest
        yield Stage(state, earliest)
