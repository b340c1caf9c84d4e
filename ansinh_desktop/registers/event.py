"""What happens in a case: the kinds of events that a register declares."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.field import Field


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
    check: Callable[[Answers, datetime.date], Iterable[Finding]] | None = None
    """What must hold of its answers on its day, besides each being of its kind: an error refuses it."""


@dataclass(frozen=True)
class PaidOnce:
    """Money that one person gets once: a second event that says the same is refused."""

    event: str
    by: tuple[str, ...]
    """The fields of the event that tell one payment from another: the month."""
    given: str
    """The field that says that the money was given; an event without it is no payment yet."""
