"""Why the law says what it says of a case: line by line, each with its article."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Tone: TypeAlias = Literal["", "good", "note", "warning", "error"]


@dataclass(frozen=True)
class Line:
    """One step of the reasoning."""

    text: str
    article: str = ""
    tone: Tone = ""
    todo: str = ""
    """What the officer is to do about it."""


@dataclass(frozen=True)
class Explanation:
    """The result, the steps that lead to it, and what is doubtful or left open."""

    title: str
    """The result in one line: "Trợ cấp tháng 11/2026: 810.000 đồng"."""
    lines: tuple[Line, ...]
    conditions: tuple[Line, ...] = ()
    """What the law asks for, one by one: met or not, and from which paper that is known."""
    doubts: tuple[Line, ...] = ()
    basis: str = ""
    """The decree."""
    version: str = ""
    """Which text of the law data gave it."""
    by_month: bool = False
    """Whether it is asked for a month rather than a day."""
