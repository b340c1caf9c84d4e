"""What speaks against a step of the life cycle, by the register's guards and checks; all that is missing is said."""

import dataclasses
import datetime
from collections.abc import Iterator

from ansinh_desktop.findings import Finding, Level, error
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.life_cycle import Guard
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.value import EMPTY


def step_findings(
    register: Register, facts: CaseFacts, to: str, on: datetime.date | None = None
) -> list[Finding]:
    """Return what speaks against a step that the workflow lists.

    Args:
        register: Whose declaration rules.
        facts: The record as it stands, on the day whose law rules it.
        to: The state to be reached.
        on: The day of the step; that of the facts where none is given.
    """
    found: list[Finding] = []
    then = facts.at(on or facts.on)
    for guard in _of_step(register, facts, to):
        found += _missing(register, guard, facts)
        found += guard.check(then) if guard.check else ()
    return list(dict.fromkeys([*found, *_new_findings(register, facts, to)]))


def _new_findings(register: Register, facts: CaseFacts, to: str) -> list[Finding]:
    """Return what the record's own checks would say in the new state and do not say now."""
    now, then = (
        [finding for check in register.checks for finding in check(each)]
        for each in (facts, dataclasses.replace(facts, state=to))
    )
    return [each for each in then if each not in now and each.level is not Level.NOTE]


def step_roles(register: Register, facts: CaseFacts, to: str) -> frozenset[str] | None:
    """Return who may take a step; None where whoever may write the register may."""
    named = [frozenset(guard.roles) for guard in _of_step(register, facts, to) if guard.roles]
    return frozenset.intersection(*named) if named else None


def lacking_of_step(register: Register, facts: CaseFacts, to: str) -> list[str]:
    """Return in words which answers and events that a step asks for a record does not hold."""
    missing = (each for guard in _of_step(register, facts, to) for each in _missing(register, guard, facts))
    return [str(each.facts.get("label") or each.facts["labels"]) for each in missing]


def _of_step(register: Register, facts: CaseFacts, to: str) -> list[Guard]:
    return [each for each in register.life_cycle.guards if each.guards(facts, to)]


def _missing(register: Register, guard: Guard, facts: CaseFacts) -> Iterator[Finding]:
    for key in guard.answers:
        if _is_empty(facts, key):
            yield error("AS-6301", key, label=register.fields[key].label)
    if guard.any_of and all(_is_empty(facts, key) for key in guard.any_of):
        labels = " / ".join(register.fields[key].label for key in guard.any_of)
        yield error("AS-6302", guard.any_of[0], labels=labels)
    for kind in guard.events:
        if not facts.events_of(kind):
            yield error("AS-6303", "", label=register.event_kinds[kind].label)


def _is_empty(facts: CaseFacts, key: str) -> bool:
    return facts.answers.get(key) in EMPTY
