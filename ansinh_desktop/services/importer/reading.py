"""What a cell says, what it is read against, and what reading it gives."""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ansinh_desktop import text
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.answer import Value, cell_text
from ansinh_desktop.services.importer.sheets import Cell

BLANKS = frozenset({"", "-", "--", "…", "...", ".", "?", "/", "0"})
NOTHING = frozenset({"khong", "khong co", "chua", "chua co", "ko", "ko co", "khong ro", "khong nho"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says: its text as it would have been typed, and as what a workbook knew it where it did."""

    text: str
    lines: str
    """The same as it stands in the cell, with its line breaks."""
    number: float | None = None
    day: datetime.date | None = None
    answer: bool | None = None

    @property
    def looks(self) -> str:
        """The text by which a column is told from others: a day without its time."""
        return show_day(self.day) if self.day else self.text


def said_by(cell: Cell) -> Said:
    """Return what a cell says; a result that no number can be is only its text."""
    shown = cell_text(cell)
    match cell:
        case str():
            return Said(shown, cell)
        case bool():
            return Said(shown, shown, answer=cell)
        case float() | int() if math.isfinite(cell):
            return Said(shown, shown, number=cell)
        case datetime.datetime():
            return Said(shown, shown, day=cell.date())
        case datetime.date():
            return Said(shown, shown, day=cell)
        case _:
            return Said(shown, shown)


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
