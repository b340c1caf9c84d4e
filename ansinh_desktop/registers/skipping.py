"""Says of a check, or of a task that is foreseen, what it looks at, so that a record with none of it is passed over."""

import functools
from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from ansinh_desktop.registers.case import CaseFacts

T = TypeVar("T")
Look: TypeAlias = Callable[[CaseFacts], Iterable[T]]


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
            for key in keys:
                if answers.get(key):
                    return look(facts)
            return ()

        return looked

    return dress
