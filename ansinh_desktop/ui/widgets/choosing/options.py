"""What may be chosen from a list, and which of it a few typed letters mean."""

import functools
from collections.abc import Sequence
from typing import NamedTuple

from ansinh_desktop import text


class Option(NamedTuple):
    """One line of a list of choices."""

    code: str
    label: str
    note: str = ""
    """Said small behind it."""
    words: tuple[str, ...] = ()
    """Other words by which it is found."""
    retired: bool = False
    """No longer valid: readable where it stands, and never offered."""


@functools.lru_cache(maxsize=4096)
def _keys(option: Option) -> tuple[str, ...]:
    return tuple(text.fold(each) for each in (option.label, *option.words, option.code))


def offered(options: Sequence[Option]) -> list[Option]:
    """Return what may be chosen today."""
    return [each for each in options if not each.retired]


def matching(options: Sequence[Option], typed: str) -> list[Option]:
    """Return the options that a typed text may mean, the likeliest first: «kho me» finds «Khơ-me».

    Every typed word must begin a word of the option, or stand inside one; those that begin with the text come
    first, and among them those with the very marks that were typed.
    """
    wanted = text.fold(typed)
    if not wanted:
        return offered(options)
    ranked = [
        (rank, place, each)
        for place, each in enumerate(offered(options))
        if (rank := _rank(each, wanted, typed)) < _NOT
    ]
    return [each for _rank_, _place, each in sorted(ranked, key=lambda found: found[:2])]


_NOT = 99
_OTHER_MARKS = 10


def _rank(option: Option, wanted: str, typed: str) -> int:
    best = min(_rank_of(key, wanted) for key in _keys(option))
    if best == _NOT or text.same_tone(typed) in text.same_tone(option.label):
        return best
    # Whoever types marks means them; whoever types none may mean any.
    return best + (_OTHER_MARKS if typed.strip().lower() != wanted else 1)


def _rank_of(key: str, wanted: str) -> int:
    """Say how well a folded key fits, in even numbers."""
    if key == wanted:
        return 0
    if key.startswith(wanted):
        return 2
    words = key.split()
    if all(any(each.startswith(part) for each in words) for part in wanted.split()):
        return 4
    # Two joined letters are found inside words as well; one letter would find everything.
    inside = len(wanted) > 1 and all(part in key for part in wanted.split())
    return 6 if inside or wanted.replace(" ", "") in key.replace(" ", "")[: len(wanted) + 1] else _NOT


def meant(options: Sequence[Option], typed: str) -> Option | None:
    """Return the one option that a typed text names in full, or the only one that it can mean."""
    wanted = text.fold(typed)
    if not wanted:
        return None
    exact = [each for each in offered(options) if wanted in _keys(each)]
    if len(exact) > 1:
        exact = [each for each in exact if text.same_tone(each.label) == text.same_tone(typed)]
    found = exact or matching(options, typed)
    return found[0] if len(found) == 1 else None
