"""What charts are made of, as plain figures: bars, rows of periods, what came and went, groups of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Bar:
    """A bar in parts of its whole length, which one after the other never go beyond 1."""

    filled: float
    hatched: float = 0
    hollow: float = 0
    tick: float | None = None
    """Where the target stands."""

    @classmethod
    def of(cls, inside: int, unknown: int, outside: int, tick: float | None = None) -> "Bar | None":
        """Return the bar of so many on each side; None where nobody is."""
        whole = inside + unknown + outside
        return cls(inside / whole, unknown / whole, outside / whole, tick) if whole else None


@dataclass(frozen=True)
class Column:
    """One column of a row of periods: a month, a half of a year."""

    key: str
    label: str
    value: float | None
    """None where nobody knows it: only a stroke stands there."""
    shown: str
    """Its number as text."""
    current: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Change:
    """What came and what went in one period."""

    key: str
    label: str
    more: int
    less: int
    hint: str = ""


@dataclass(frozen=True)
class Strip:
    """A line of its own: a hamlet, an age."""

    key: str
    label: str
    inside: int
    unknown: int = 0
    outside: int = 0
    shown: str = ""
    """What stands at its end: ``18/21``."""
    hint: str = ""
    bar: Bar | None = None
    """Its bar where each has its own measure; else all have one, and it follows from the numbers."""


Marks: TypeAlias = Sequence[Column] | Sequence[Change] | Sequence[Strip]
"""Of one chart all are of one kind."""


@dataclass(frozen=True)
class Part:
    """One chart: what stands over it, and its marks."""

    title: str
    marks: Marks


@dataclass(frozen=True)
class Panel:
    """Charts that stand side by side under one heading."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ChartSheet:
    """Charts of one kind, on as many pages of their own as they need."""

    title: str
    panels: tuple[Panel, ...]
    words: tuple[tuple[str, str], ...] = ()
    """What its patterns mean: each of ``filled``, ``hatched``, ``hollow``, ``past``, ``tick`` with its words."""
