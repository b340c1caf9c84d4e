"""What a step of the life cycle asks for besides being listed, declared by register; all that is missing is said."""

import dataclasses
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh_desktop.findings import Finding, Level, error
from ansinh_desktop.registers.spec import CaseFacts, Check, When

if TYPE_CHECKING:
    from ansinh_desktop.registers.spec import Register


@dataclass(frozen=True)
class Guard:
    """What must stand in a record before it may go into one of these states."""

    to: tuple[str, ...]
    sources: tuple[str, ...] = ()
    """Only for steps from these states; else from any."""
    answers: tuple[str, ...] = ()
    """All of them must be given."""
    any_of: tuple[str, ...] = ()
    """At least one of them must be given."""
    events: tuple[str, ...] = ()
    """Each must have happened."""
    check: Check | None = None
    """Whatever else: errors refuse the step, warnings ask for a reason; the day is that of the step."""
    roles: tuple[str, ...] = ()
    """Who may take the step; whoever may write where nobody is named."""
    when: When | None = None

    def guards(self, facts: CaseFacts, to: str) -> bool:
        """Whether it has anything to say about this step."""
        if to not in self.to or (self.sources and facts.state not in self.sources):
            return False
        return self.when is None or self.when.holds(facts.answers)


def step_findings(
    register: "Register", facts: CaseFacts, to: str, on: datetime.date | None = None
) -> list[Finding]:
    """Return what speaks against a step that the workflow lists.

    Args:
        register: Whose declaration rules.
        facts: The record as it stands, on the day whose law rules it.
        to: The state to be reached.
        on: The day of the step; that of the facts where none is given.
    """
    found: list[Finding] = []
    then = dataclasses.replace(facts, on=on or facts.on)
    for guard in _of_step(register, facts, to):
        found += _missing(register, guard, facts)
        found += guard.check(then) if guard.check else ()
    return list(dict.fromkeys([*found, *_new_findings(register, facts, to)]))


def _new_findings(register: "Register", facts: CaseFacts, to: str) -> list[Finding]:
    """Return what the record's own checks would say in the new state and do not say now."""
    now, then = (
        [finding for check in register.checks for finding in check(each)]
        for each in (facts, dataclasses.replace(facts, state=to))
    )
    return [each for each in then if each not in now and each.level is not Level.NOTE]


def step_roles(register: "Register", facts: CaseFacts, to: str) -> frozenset[str] | None:
    """Return who may take a step; None where whoever may write the register may."""
    named = [frozenset(guard.roles) for guard in _of_step(register, facts, to) if guard.roles]
    return frozenset.intersection(*named) if named else None


def _of_step(register: "Register", facts: CaseFacts, to: str) -> list[Guard]:
    return [each for each in register.life_cycle.guards if each.guards(facts, to)]


def _missing(register: "Register", guard: Guard, facts: CaseFacts) -> Iterator[Finding]:
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
    return facts.answers.get(key) in (None, "", [])


def faults_of(register: "Register") -> Iterator[str]:
    """Yield what is wrong with the declared guards of a register."""
    flows = register.life_cycle.all_workflows()
    states = {state.code for each in flows for state in each.states}
    steps = {(each.source, each.target) for flow in flows for each in flow.transitions}
    for guard in register.life_cycle.guards:
        yield from (f"{state} is no state" for state in (*guard.to, *guard.sources) if state not in states)
        for target in guard.to:
            listed = {source for source, to in steps if to == target}
            yield from (
                f"no step leads from {each} to {target}" for each in guard.sources if each not in listed
            )
            if target in states and not listed:
                yield f"no step leads to {target}"
        asked = (*guard.answers, *guard.any_of, *([guard.when.key] if guard.when else []))
        yield from (
            f"a guard asks for {key}, which is no field" for key in asked if key not in register.fields
        )
        yield from (f"{kind} is no event" for kind in guard.events if kind not in register.event_kinds)
