"""A case as checks and computed columns see it."""

import datetime
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self, TypeAlias, TypeVar

from ansinh_desktop.errors import BugError
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import dated
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.rules import edition


@dataclass(frozen=True)
class EventFacts:
    """One event of a case, as checks and computed columns see it."""

    kind: str
    on: datetime.date
    answers: Answers


@dataclass(frozen=True)
class CaseFacts:
    """All that checks and computed columns may look at."""

    answers: Answers
    person: Answers
    on: datetime.date
    """The day whose law is asked: of the event, never today's by itself."""
    state: str = ""
    events: Sequence[EventFacts] = ()
    read: frozenset[str] | None = None
    """The kinds of events that were read; every kind where nothing is said."""
    changes: Sequence[dated.Change] = ()
    """What changed from which month, once the facts were told of a month; the answers then are those of it."""
    answered: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was reckoned from these facts already: several columns and checks ask the same of the law."""

    def at(self, on: datetime.date) -> Self:
        """Return the facts as they held in the month of a day, with that day's law."""
        if dated.KEY not in self.answers and not self.changes:
            return self if on == self.on else replace(self, on=on)
        changes = self.changes or dated.changes_of(self.answers, self.person)
        answers, person = dated.held(changes, self.answers, self.person, f"{on:%Y-%m}")
        return replace(self, on=on, answers=answers, person=person, changes=changes)

    def events_of(self, kind: str) -> list[EventFacts]:
        """Return the events of one kind, the earliest first.

        Raises:
            BugError: They were not read, because whoever asks did not declare that it looks at them.
        """
        if self.read is not None and kind not in self.read:
            raise BugError(f"events of the kind {kind} are asked for and were not read")
        if not self.events:
            return []
        found = [each for each in self.events if each.kind == kind]
        found.sort(key=lambda each: each.on)
        return found


Paid: TypeAlias = Mapping[str, int | None]
"""What closed months paid a record every month, by month: neither arrears nor anything else that is paid once.

None where it was not paid and stopped: such a month owes nothing more."""

Check: TypeAlias = Callable[[CaseFacts], Iterable[Finding]]


T = TypeVar("T")
Look: TypeAlias = Callable[[CaseFacts], Iterable[T]]
"""A check of a record, or what foresees tasks of it."""


def reckoned_once(reckon: Callable[[CaseFacts], T]) -> Callable[[CaseFacts], T]:
    """Reckon only once from the same facts under the same law: columns, checks and lists ask for it again and again."""

    @functools.wraps(reckon)
    def known(facts: CaseFacts) -> T:
        key = reckon, edition.current()
        if key not in facts.answered:
            facts.answered[key] = reckon(facts)
        found: T = facts.answered[key]
        return found

    return known


def only_with(*keys: str, events: bool = False) -> Callable[[Look[T]], Look[T]]:
    """Ask a check only of records that answer one of some questions, or in which something happened.

    A commune has ten thousand records, and most of them hold nothing of what most checks look at.

    Args:
        keys: The questions; an answer of no, nothing or none does not count.
        events: Whether it looks at events too.
    """

    def dress(look: Look[T]) -> Look[T]:
        @functools.wraps(look)
        def looked(facts: CaseFacts) -> Iterable[T]:
            if events and facts.events:
                return look(facts)
            answers = facts.answers
            # Hardly any record has even the keys.
            if answers.keys().isdisjoint(keys):
                return ()
            return look(facts) if any(map(answers.get, keys)) else ()

        return looked

    return dress
