"""The states of a record, the steps between them, and what a step asks for besides being listed."""

import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts, Check
from ansinh_desktop.registers.declared import Declared, unknown
from ansinh_desktop.registers.field import When
from ansinh_desktop.rules import law


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


@dataclass(frozen=True)
class LifeCycle:
    """The states of a record; which workflow of the law data rules may depend on one answer (``by``)."""

    workflows: Mapping[str, str]
    """By the value of the answer ``by``; the key "" stands for any other."""
    by: str = ""
    guards: tuple[Guard, ...] = ()
    """What a step asks for besides being listed in the workflow."""
    days: Mapping[str, str] = field(default_factory=dict)
    """By state: the answer that says on which day it was reached; of a month its first day."""
    in_one_go: tuple[tuple[str, ...], ...] = ()
    """The states through which a case goes in one act where it comes with its decision; each way to its last state."""

    def workflow(self, answers: Answers) -> law.Workflow:
        """Return the workflow that rules a record of these answers."""
        value = answers.get(self.by) if self.by else ""
        return law.workflow(self.workflows.get(str(value or ""), self.workflows[""]))

    def all_workflows(self) -> list[law.Workflow]:
        """Return each workflow once."""
        return [law.workflow(name) for name in dict.fromkeys(self.workflows.values())]

    def state_label(self, state: str) -> str:
        """Return the Vietnamese name of a state of any of the workflows."""
        for workflow in self.all_workflows():
            if workflow.has_state(state):
                return workflow.state_label(state)
        return state


def faults_of(register: Declared, cycle: LifeCycle) -> Iterator[str]:
    """Yield what is wrong with the declared guards of a register."""
    sources: dict[str, set[str]] = {}
    for step in (step for flow in cycle.all_workflows() for step in flow.transitions):
        sources.setdefault(step.target, set()).add(step.source)
    yield from _faults_of_ways(register, cycle, sources)
    for guard in cycle.guards:
        yield from unknown((*guard.to, *guard.sources), register.states, "{} is no state")
        for target in guard.to:
            yield from unknown(guard.sources, sources.get(target, ()), f"no step leads from {{}} to {target}")
            if target in register.states and target not in sources:
                yield f"no step leads to {target}"
        asked = (*guard.answers, *guard.any_of, *([guard.when.key] if guard.when else []))
        yield from unknown(asked, register.fields, "a guard asks for {}, which is no field")
        yield from unknown(guard.events, register.event_kinds, "{} is no event")


def _faults_of_ways(
    register: Declared, cycle: LifeCycle, sources: Mapping[str, Collection[str]]
) -> Iterator[str]:
    for way in cycle.in_one_go:
        for before, after in itertools.pairwise(way):
            yield from unknown([before], sources.get(after, ()), f"no step leads from {{}} to {after}")
    named = (*cycle.days, *(state for way in cycle.in_one_go for state in way))
    yield from unknown(named, register.states, "{} is no state")
    days = cycle.days.values()
    yield from unknown(days, register.fields, "a step takes its day from {}, which is no field")
