"""One act for many records: what is asked once, whom it fits, and what it writes into each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.case import CaseFacts, Paid
from ansinh_desktop.registers.declared import unknown
from ansinh_desktop.registers.field import Field


@dataclass(frozen=True)
class Effect:
    """What an act writes into one record."""

    events: tuple[tuple[str, Answers], ...] = ()
    """Kind and answers of each, in their order; they happen on the day of the act."""
    answers: Answers = field(default_factory=dict)
    """What becomes other in the record; a dated fact from the month of the act."""
    person: Answers = field(default_factory=dict)
    to: str = ""
    """Into which state it goes."""
    before: str = ""
    after: str = ""
    change: int = 0
    """By how much more, or less, is paid every month, in đồng."""


@dataclass(frozen=True)
class ManyAct:
    """Something that an officer does to many records at once."""

    code: str
    label: str
    """As a verb: "Điều chỉnh mức"."""
    fields: tuple[Field, ...]
    """What is asked once for all; ``on`` is the day of the act and ``month`` the month from which it holds."""
    fits: Callable[[CaseFacts, Answers, Paid], Finding | None]
    """Why it does not fit a record; nothing where it does. The facts are those of the act's month."""
    effect: Callable[[CaseFacts, Answers, Paid], Effect]
    in_row: tuple[str, ...] = ()
    """Fields with numbers of papers: where each record gets its own, they count up."""
    settles: tuple[str, ...] = ()
    """Codes of the findings that it settles: it is offered for all records with the same one."""


def faults_of(acts: tuple[ManyAct, ...]) -> Iterator[str]:
    """Yield what is wrong with the declared acts of a register."""
    codes = [each.code for each in acts]
    yield from (f"the act {code} stands twice" for code in set(codes) if codes.count(code) > 1)
    for each in acts:
        own = [one.key for one in each.fields]
        yield from unknown(each.in_row, own, f"{each.code} counts up {{}}, which it does not ask")
