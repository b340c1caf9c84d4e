"""What happens in a case: the kinds of events that a register declares."""

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.field import Field, Questions


@dataclass(frozen=True)
class EventKind:
    """Something that happens in a case: an assessment, a decision, a visit, support given.

    The day on which it happened is no field: every event has one.
    """

    code: str
    label: str
    fields: tuple[Field, ...] = ()
    support: bool = False
    """Support given: has an amount, a source of money and a giver."""
    automatic: bool = False
    """Written by the program itself, never offered to the officer."""
    after_end: bool = False
    """May still be written down in a closed record: a funeral follows the death that closed it."""
    dates_household: bool = False
    """Its answers are a dated state of the household of the record's person, and hold for every member."""
    moved_to: str = ""
    """The register in which it is written by now: here it is offered only to end what was begun here."""
    check: Callable[[Answers, datetime.date], Iterable[Finding]] | None = None
    """What must hold of its answers on its day, besides each being of its kind: an error refuses it."""

    @cached_property
    def asked(self) -> Questions:
        """Its fields by their keys."""
        return Questions.of(self.fields)


def offered(events: Iterable[EventKind], happened: Collection[str], *, closed: bool) -> list[EventKind]:
    """Return what an officer may write down in a case.

    Args:
        events: All kinds of its register.
        happened: The kinds of which something happened in it.
        closed: Whether it is closed: then only what may follow its end.
    """
    return [
        each
        for each in events
        if not each.automatic
        and (each.after_end or not closed)
        and (not each.moved_to or each.code in happened)
    ]


@dataclass(frozen=True)
class PaidOnce:
    """Money that one person gets once: a second event that says the same is refused."""

    event: str
    by: tuple[str, ...]
    """The fields of the event that tell one payment from another: the month."""
    given: str
    """The field that says that the money was given; an event without it is no payment yet."""
