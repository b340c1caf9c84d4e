"""Dates of people, who may know only the month or the year of their birth."""

import calendar
import datetime
import functools
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Precision: TypeAlias = Literal["day", "month", "year", "estimated"]

_EARLIEST_YEAR = 1880
_ISO = re.compile(r"(~?)([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")  # in ours only: the texts are compared


@functools.total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date known to the day, the month or the year; ``estimated`` marks a year reckoned from an age."""

    year: int
    month: int | None = None
    day: int | None = None
    estimated: bool = False

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        # A zero is no month, and no day either.
        datetime.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def of(cls, day: datetime.date) -> "PartialDate":
        """Return a full date as a partial one."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, iso: str) -> "PartialDate":
        """Read back what ``iso`` gave.

        Raises:
            ValueError: It is no such text.
        """
        return _from_iso(iso)

    @property
    def iso(self) -> str:
        """The stored text: ISO 8601 of reduced precision (``1961-08``); ``~`` before an estimate."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return ("~" if self.estimated else "") + text

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        if self.estimated:
            return "estimated"
        if self.day is not None:
            return "day"
        return "month" if self.month is not None else "year"

    @functools.cached_property
    def first(self) -> datetime.date:
        """The earliest day it can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @functools.cached_property
    def last(self) -> datetime.date:
        """The latest day it can mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.first, self.last) < (other.first, other.last)

    def show(self) -> str:
        """Return the date as a cell of a list prints it: 05/08/1961, 08/1961, 1961."""
        parts = [f"{part:02d}" for part in (self.day, self.month) if part is not None]
        return ("khoảng " if self.estimated else "") + "/".join([*parts, f"{self.year:04d}"])

    def age_months_on(self, day: datetime.date) -> tuple[int, int]:
        """Return the least and the greatest age in completed months that the precision leaves open."""
        return months_between(self.last, day), months_between(self.first, day)


# The records of a commune name the same days again and again.
@functools.lru_cache(maxsize=32768)
def _from_iso(iso: str) -> PartialDate:
    found = _ISO.fullmatch(iso)
    if not found:
        raise ValueError(iso)
    mark, year, month, day = found.groups()
    return PartialDate(int(year), int(month) if month else None, int(day) if day else None, bool(mark))


def months_between(start: datetime.date, end: datetime.date) -> int:
    """Return the completed months from one day to another.

    A month is complete on the day of the same number; where the month is too short, on its last day
    (Bộ luật Dân sự 2015 Điều 148).
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day >= start.day or end.day == calendar.monthrange(end.year, end.month)[1]:
        return months
    return months - 1


def full_year(digits: str, today: datetime.date) -> int:
    """Return the year that two or four digits mean; two digits never mean a year to come."""
    year = int(digits)
    if len(digits) == 4:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def read_partial_date(typed: str, today: datetime.date) -> PartialDate:
    """Read a date as people write it: 5/8/61, 5-8-1961, 05081961, 8/1961, 1961, ~1961, 1961-08-05.

    Raises:
        ValueError: It is no date, or one that no living person can have.
    """
    text = typed.strip().lower()
    estimated = text.startswith(("~", "khoảng"))
    parts = _parts(text.removeprefix("~").removeprefix("khoảng").strip())
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(typed)
    *before, year_digits = parts
    if len(year_digits) not in ((4,) if not before else (2, 4)) or any(len(part) > 2 for part in before):
        raise ValueError(typed)
    year = full_year(year_digits, today)
    if year < _EARLIEST_YEAR:
        raise ValueError(typed)
    month, day = [*map(int, reversed(before)), None, None][:2]
    return PartialDate(year, month, day, estimated)


def _parts(text: str) -> list[str]:
    """Return the parts of a date as it is typed, the year last."""
    if re.fullmatch(r"\d{8}", text):
        return [text[:2], text[2:4], text[4:]]
    iso = re.fullmatch(r"(\d{4})-(\d\d?)(?:-(\d\d?))?", text)
    return [part for part in iso.groups() if part][::-1] if iso else re.split(r"\s*[/.\-\s]\s*", text)
