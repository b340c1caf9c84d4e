"""When the law's result is written down with a case, so that it can be reckoned again to the same figure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.declared import Declared, unknown


@dataclass(frozen=True)
class Assessing:
    """The result of the rules as an event of the case, written by the program itself."""

    event: str
    """The kind of event; its field ``version`` says which text of the law gave the result."""
    compute: Callable[[CaseFacts], Answers | None]
    """Its answers, for the law of the facts' day; None where the rules give none."""
    amount: Callable[[CaseFacts], int | None]
    """All that is paid for the month of the facts' day, in đồng."""
    again: Callable[[Answers], Answers]
    """The same answers, reckoned anew from those of an event by the law that is asked now."""
    places: tuple[str, ...]
    """The files of the law that the version stands for."""
    printed: Callable[[Answers, Answers | None], Answers] | None = None
    """What computed columns say on papers, from the record's answers and the result kept with its decision."""
    month: str = ""
    """The field with the month that a decision speaks of; else its own day is asked."""
    states: tuple[str, ...] = ()
    """Reaching one of these writes it down."""
    events: tuple[str, ...] = ()
    """So does writing one of these."""


def faults_of(register: Declared, found: Assessing | None) -> Iterator[str]:
    """Yield what is wrong with the declared assessing of a register."""
    if found is None:
        return
    yield from unknown([found.month] if found.month else (), register.fields)
    yield from unknown(found.states, register.states, "{} is no state")
    yield from unknown((found.event, *found.events), register.event_kinds, "{} is no event")
    declared = register.event_kinds.get(found.event)
    if declared and not (declared.automatic and "version" in {each.key for each in declared.fields}):
        yield f"{found.event} is no event of the program's own with a version"
