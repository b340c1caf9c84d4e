"""How a register that pays by month says what a record is paid, what stands in the way, and why it comes or goes."""

import datetime
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.case import CaseFacts, Paid
from ansinh_desktop.registers.declared import unknown

PARTS: Mapping[str, str] = {
    "allowance": "Trợ cấp hằng tháng",
    "pension": "Hưu trí xã hội",
    "carer": "Kinh phí chăm sóc",
    "arrears": "Truy lĩnh",
    "once": "Một lần, mai táng phí",
    "deduction": "Truy thu, giảm trừ",
    "carried": "Tháng trước mang sang",
}
"""What an amount may be made of; what is taken back is negative."""

MONTHLY = ("allowance", "pension", "carer")
"""Of them, what is paid every month; the others are over with the list of their month."""

ONCE = "once"
"""Of them, what is on a list of its own where an office parts its list."""


@dataclass(frozen=True)
class Pay:
    """What a record is paid with the list of a month, and by what."""

    parts: Mapping[str, int]
    clause: str = ""
    coefficient: str = ""
    base: int | None = None
    article: str = ""
    decision_no: str = ""
    decision_date: str = ""
    method: str = ""
    account: str = ""
    payee: str = ""
    span: str = ""
    """For which months arrears are."""

    @property
    def amount(self) -> int:
        """All of it."""
        return sum(self.parts.values())


@dataclass(frozen=True)
class Paying:
    """What the months of payment of a register are made of."""

    paper: str
    """The list whose people are paid: its states, whom it includes, whom it leaves out and why."""
    event: str
    """The event by which a payment was written down by hand."""
    pay: Callable[[CaseFacts], Pay]
    gate: Callable[[CaseFacts], Iterable[Finding]]
    """What stands in the way of paying somebody in the list."""
    left_out: Callable[[CaseFacts, Finding], Finding | None]
    """How much it weighs that somebody is left out of it; nothing where the record itself says why."""
    came: Callable[[CaseFacts], str]
    """Why somebody stands in the list who did not in that of the month before."""
    went: Callable[[CaseFacts], str]
    """Why somebody does not stand in it any more."""
    over_from: Callable[[CaseFacts], str]
    """From which month somebody is paid no more, as far as it is known on the day of the facts."""
    owed: Callable[[CaseFacts, Callable[[], Paid]], Finding | None]
    """That closed months paid another amount than is decided now."""
    uncollected: Callable[[CaseFacts, Sequence[datetime.date]], Finding | None]
    """What follows from months that were left unpaid."""
    called: Mapping[str, str]
    """What its lists are of, by part of an amount: the first always, the others in a month that pays some."""
    by_account: frozenset[str] = field(default_factory=frozenset)
    """The ways of payment for which nobody signs."""


def faults_of(paying: Paying | None, papers: Container[str], events: Container[str]) -> Iterator[str]:
    """Yield what a declaration names and the register does not have."""
    if paying is not None:
        yield from unknown([paying.paper], papers, "{} is no list, which its months pay")
        yield from unknown([paying.event], events, "{} is no event of payment")
        yield from unknown(paying.called, PARTS, "{} is no part of an amount, which its lists are of")
