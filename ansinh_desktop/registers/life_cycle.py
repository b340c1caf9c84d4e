"""The states of a record, the steps between them, and what a step asks for besides being listed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts, Check
from ansinh_desktop.registers.declared import Declared
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
    flows, states = cycle.all_workflows(), register.states
    steps = {(each.source, each.target) for flow in flows for each in flow.transitions}
    for guard in cycle.guards:
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
