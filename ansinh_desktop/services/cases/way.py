"""How far a case can go in one act, in words: its steps, each with its day, or what they still lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.in_one_go import Stage, day_of_step, lacking, stages
from ansinh_desktop.registers.register import Register


@dataclass(frozen=True)
class Way:
    """The steps that are taken in one act."""

    stages: Sequence[Stage] = ()
    labels: Sequence[str] = ()
    """What the states are called, in their order."""
    lacks: Sequence[str] = ()
    """What it asks for and is not there."""

    @property
    def told(self) -> str:
        """The steps with their days, one below the other."""
        return "\n".join(
            f"{label}: {stage.on:%d/%m/%Y}" for stage, label in zip(self.stages, self.labels, strict=True)
        )


def way_of(register: Register, facts: CaseFacts) -> Way:
    """Return the way that is before a case today."""
    found = stages(register, facts, clock.today())
    if not found:
        return Way(lacks=lacking(register, facts, clock.today()))
    names = register.life_cycle.workflow(facts.answers)
    return Way(found, [names.state_label(each.state) for each in found])


def days_of_steps(register: Register, facts: CaseFacts, states: Sequence[str]) -> Mapping[str, str]:
    """Return by state the day on which the case itself says that it was reached; never one to come."""
    found = {state: day_of_step(register, facts, state) for state in states}
    today = clock.today()
    return {state: min(day, today).isoformat() for state, day in found.items() if day is not None}
