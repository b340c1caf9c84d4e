"""What follows from the facts of a case and is never stored: columns, and the shares of the plan."""

from collections.abc import Callable
from dataclasses import dataclass

from ansinh_desktop.registers.answer import Kind, Value
from ansinh_desktop.registers.case import CaseFacts


@dataclass(frozen=True)
class Computed:
    """A column that follows from the facts and is never stored."""

    key: str
    label: str
    kind: Kind
    compute: Callable[[CaseFacts], Value]
    of_lists: bool = False
    """A column of printed lists only: beside the case it would say twice what stands there already."""


@dataclass(frozen=True)
class Indicator:
    """A share that the provincial plan asks for: of the records that count, those of which something holds.

    Its words and its target are the plan's own (``resources/law/rules/plan_322.toml``).
    """

    target: str
    """The plan's id of it."""
    among: Callable[[CaseFacts], bool]
    """Whether a record stands in the denominator."""
    holds: Callable[[CaseFacts], bool]
    """Whether it stands in the numerator as well."""
    variant: str = ""
    """What tells it from another way of counting the same, where the plan leaves the way open."""
    events: tuple[str, ...] = ()
    """The kinds of events at which it looks, "state" among them; no others are read for it."""
    closed: bool = False
    """Whether closed records may count as well; else they never do."""
    unclear: Callable[[CaseFacts], str] | None = None
    """What is not recorded, so that nobody can tell whether a record counts or it holds; empty where all is told."""
