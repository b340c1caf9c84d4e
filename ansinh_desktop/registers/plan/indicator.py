"""How a register answers a target of the plan: what an indicator makes of each record over a period.

Every record of the register stands on one side: it counts and holds, it counts and does not, it counts and nobody
can tell whether it holds, it does not count, or nobody can tell whether it counts; nothing is left out.
"""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts
from ansinh_desktop.rules.period import Period

Side: TypeAlias = Literal["held", "unsure", "unheld", "unclear", "out"]
"""held: numerator and denominator; unsure, unheld: denominator only; unclear, out: neither."""

SIDES: tuple[Side, ...] = ("held", "unsure", "unheld", "unclear", "out")
"""Of a person with several records the first of their sides is theirs."""
COUNTED: frozenset[Side] = frozenset({"held", "unsure", "unheld"})
"""The sides that make the denominator."""

STEP = "state"
"""The kind of the events by which a record went from one state to another."""


class Verdict(NamedTuple):
    """On which side a record stands, and why, in words for the officer: "chưa ghi ngày trợ giúp"."""

    side: Side
    why: str = ""


@dataclass(frozen=True)
class Seen:
    """A record as an indicator sees it: with what was known on the last day of a period, and what happened by then."""

    facts: CaseFacts
    """As of the last day of the period; events after it are left out, and ``state`` is the one of that day."""
    period: Period
    switches: Mapping[str, str]
    """The value of each switch of the plan by its id."""
    opened_on: datetime.date

    def in_period(self, *kinds: str) -> list[EventFacts]:
        """Return the events of some kinds that happened in the period, the earliest first."""
        found = [each for kind in kinds for each in self.facts.events_of(kind)]
        return sorted((each for each in found if self.period.holds(each.on)), key=lambda each: each.on)

    def by_end(self, *kinds: str) -> list[EventFacts]:
        """Return the events of some kinds that happened up to the last day of the period."""
        return sorted(
            (each for kind in kinds for each in self.facts.events_of(kind)), key=lambda each: each.on
        )

    @cached_property
    def steps(self) -> Sequence[tuple[datetime.date, str]]:
        """Each state with the day from which the record was in it, the earliest first."""
        events = self.facts.events_of(STEP)
        first = text_of(events[0].answers, "from") if events else self.facts.state
        return [(self.opened_on, first), *((each.on, text_of(each.answers, "to")) for each in events)]

    def state_on(self, day: datetime.date) -> str:
        """Return the state of a day; empty where the record was not opened yet."""
        return next((state for since, state in reversed(self.steps) if since <= day), "")

    def was_in(self, states: Collection[str]) -> bool:
        """Whether the record was in one of these states on any day of the period."""
        until = [since for since, _ in self.steps[1:]] + [None]
        for (since, state), following in zip(self.steps, until, strict=True):
            # A state that another followed on the same day was none of that day.
            last = None if following is None else following - datetime.timedelta(days=1)
            if state in states and (last is None or since <= last) and self.period.meets(since, last):
                return True
        return False


def state_at(steps: Sequence[EventFacts], now: str, day: datetime.date) -> str:
    """Return the state in which a record was at the end of a day.

    Args:
        steps: Its steps, the earliest first.
        now: Its present state.
        day: The day.
    """
    later = next((each for each in steps if each.on > day), None)
    return now if later is None else text_of(later.answers, "from") or now


@dataclass(frozen=True)
class Beside:
    """A figure printed beside an indicator: of those who count, how many something holds for."""

    label: str
    holds: Callable[[Seen], bool]


@dataclass(frozen=True)
class Indicator:
    """How the records of a register answer one target of the plan.

    Its words and its amount are the plan's own (``resources/law/rules/plan_*.toml``).
    """

    target: str
    """The plan's id of it."""
    judge: Callable[[Seen], Verdict]
    """On which side a record stands; drafts are never asked: they are unclear by themselves."""
    counts: Literal["person", "record", "household"] = "person"
    """What is counted once, however many records it has."""
    counted_by: str = ""
    """Of records: the field whose answer several of them share, as the children of one case do its number."""
    events: tuple[str, ...] = ()
    """The kinds of events at which it looks, besides the steps; no others are read for it."""
    closed: bool = False
    """Whether records that are closed on the last day of the period are judged as well; else they do not count."""
    beside: tuple[Beside, ...] = ()
