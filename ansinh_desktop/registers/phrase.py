"""The everyday phrases of imported columns, and the answers they give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ansinh_desktop.registers.answer import Value, as_list


@dataclass(frozen=True)
class Phrase:
    """An everyday phrase in an imported column and the answers it gives (``NKT đặc biệt nặng``)."""

    words: tuple[str, ...]
    """Folded words that must all be in the cell."""
    sets: Mapping[str, Value]
    """Answers by field key; empty where the phrase says "none" (``chưa cai``)."""
    unless: tuple[str, ...] = ()
    """Folded words that must not be in the cell."""

    def matches(self, folded: str) -> bool:
        """Whether a folded cell says this."""
        padded = f" {folded} "
        said = [f" {word} " in padded for word in self.words]
        return all(said) and not any(f" {word} " in padded for word in self.unless)


def united(phrases: Iterable[Phrase]) -> dict[str, Value]:
    """Return all answers of the phrases a cell says: lists are united, of single answers the first stands."""
    found: dict[str, Value] = {}
    for name, value in (item for phrase in phrases for item in phrase.sets.items()):
        if isinstance(value, list):
            known = as_list(found.get(name))
            found[name] = [*known, *(each for each in value if each not in known)]
        else:
            found.setdefault(name, value)
    return found
