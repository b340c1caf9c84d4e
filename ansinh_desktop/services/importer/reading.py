"""What reading one cell gives, and what it is read against."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ansinh_desktop import text
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.answer import Value

BLANKS = frozenset({"", "-", "--", "…", "...", ".", "?", "/", "0"})
NOTHING = frozenset({"khong", "khong co", "chua", "chua co", "ko", "ko co", "khong ro", "khong nho"})


@dataclass(frozen=True)
class Reading:
    """What a cell means; ``also`` are answers of other fields that it gives."""

    value: Value = None
    findings: tuple[Finding, ...] = ()
    also: Mapping[str, Value] = field(default_factory=dict)
    proposed: Mapping[str, Value] | None = None
    """Answers that the officer is asked about first; None where there is nothing to ask."""


@dataclass(frozen=True)
class Context:
    """What a cell is read against."""

    today: datetime.date
    as_of: datetime.date | None = None
    """The day of the list; nobody on it was born later."""
    heading: str = ""
    said: Mapping[str, Value] = field(default_factory=dict)
    """What the officer settled about the words of this column."""
    id_year: int | None = None
    """The year of birth in the person's own number."""
    earliest_year: int | None = None
    """The earliest year of birth that the list says in full."""
    old_font: bool = False
    money_unit: int = 1
    """How many đồng a one in this column means, where neither its heading nor its cells say otherwise."""
    unit_is_guessed: bool = False
    """Whether nothing says so but that all its amounts are too small."""

    @property
    def limit(self) -> datetime.date:
        """The last day that the list can speak of."""
        return min(self.today, self.as_of) if self.as_of else self.today

    def with_id_year(self, year: int | None) -> "Context":
        """Return the same for a person whose number tells this year of birth."""
        return replace(self, id_year=year) if year else self


def is_nothing(typed: str) -> bool:
    """Whether a cell of numbers says that there is none."""
    return typed in BLANKS or text.fold(typed) in NOTHING


def show_day(day: datetime.date) -> str:
    """Return a day as the officer writes it."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
