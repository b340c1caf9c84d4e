"""The shares by which the plan measures the work of a register, each with the records behind it."""

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ansinh_desktop.db.store import Store
from ansinh_desktop.registers.spec import CaseFacts, Indicator, Register
from ansinh_desktop.rules import plan
from ansinh_desktop.services.tasks import closed_states

NOTHING = "Không phát sinh"
"""What is said where nobody counts: neither 0 % nor 100 %."""

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Share:
    """One share on a day; both sides hold the ids of their records."""

    target: plan.Target
    variant: str
    among: tuple[str, ...]
    held: tuple[str, ...]

    @property
    def percent(self) -> Decimal | None:
        """The share in percent, to a tenth; None where nobody counts."""
        if not self.among:
            return None
        return (Decimal(100 * len(self.held)) / len(self.among)).quantize(_TENTH, ROUND_HALF_UP)

    @property
    def percent_shown(self) -> str:
        """The share in words: ``37,5 %``."""
        return NOTHING if self.percent is None else f"{str(self.percent).replace('.', ',')} %"

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where nobody counts."""
        return None if self.percent is None else self.target.reached(self.percent)


def shares(store: Store, register: Register, on: datetime.date) -> tuple[Share, ...]:
    """Return the shares of a register on a day, over its open records that are no drafts."""
    if not register.indicators:
        return ()
    open_ones = store.scan.records(register.code, closed=closed_states(register))
    known = [(each.id, each.facts(on)) for chunk in open_ones for each in chunk if not each.draft]
    return tuple(_share(each, known) for each in register.indicators)


def _share(indicator: Indicator, known: list[tuple[str, CaseFacts]]) -> Share:
    among = [(record_id, facts) for record_id, facts in known if indicator.among(facts)]
    return Share(
        plan.targets()[indicator.target],
        indicator.variant,
        tuple(record_id for record_id, _ in among),
        tuple(record_id for record_id, facts in among if indicator.holds(facts)),
    )
