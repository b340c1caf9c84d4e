"""Periods of reporting: a month, a quarter, half a year, nine months, a year, or any days from one to another."""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

PeriodKind: TypeAlias = Literal["month", "quarter", "half", "nine", "year", "days"]

_LENGTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half": 6, "nine": 9, "year": 12}
"""How many months a period of each kind has."""
_ROMAN = ("I", "II", "III", "IV")
_YEAR = r"(?P<year>[12][0-9]{3})"
_FORMS: dict[PeriodKind, re.Pattern[str]] = {
    "month": re.compile(rf"{_YEAR}-(?P<at>0[1-9]|1[0-2])"),
    "quarter": re.compile(rf"{_YEAR}-Q(?P<at>[1-4])"),
    "half": re.compile(rf"{_YEAR}-H(?P<at>[12])"),
    "nine": re.compile(rf"{_YEAR}-9M(?P<at>)"),
    "year": re.compile(rf"{_YEAR}(?P<at>)"),
}
_FROM_TO = re.compile(r"([12][0-9]{3}-[0-9]{2}-[0-9]{2})\.\.([12][0-9]{3}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True, order=True)
class Period:
    """Days from a first to a last, both of which belong to it."""

    first: datetime.date
    last: datetime.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @classmethod
    def of(cls, code: str) -> "Period":
        """Read what ``code`` gave: ``2026-11``, ``2026-Q3``, ``2026-H1``, ``2026-9M``, ``2026``, ``FROM..TO``.

        Raises:
            ValueError: It is no such text, or the days do not exist.
        """
        said = code.strip().upper()
        if days := _FROM_TO.fullmatch(said):
            return cls(*map(datetime.date.fromisoformat, days.groups()))
        for kind, form in _FORMS.items():
            if found := form.fullmatch(said):
                return cls.at(kind, int(found["year"]), int(found["at"] or 1))
        raise ValueError(f"no period: {code!r}")

    @classmethod
    def at(cls, kind: PeriodKind, year: int, number: int) -> "Period":
        """Return the period of a kind by its number in the year: the third quarter, the second half."""
        length = _LENGTHS[kind]
        last = length * number
        return cls(datetime.date(year, last - length + 1, 1), _last_of(year, last))

    @classmethod
    def around(cls, kind: PeriodKind, day: datetime.date) -> "Period":
        """Return the period of a kind in which a day lies; the nine months of its year for any day of it."""
        length = _LENGTHS[kind]
        return cls.at(kind, day.year, 1 if kind in ("nine", "year") else (day.month - 1) // length + 1)

    @property
    def kind(self) -> PeriodKind:
        """What kind of period it is; "days" where it is none of those that recur."""
        for kind, length in _LENGTHS.items():
            begins = (self.first.month - 1) % length == 0 and (kind != "nine" or self.first.month == 1)
            if begins and self == Period.at(kind, self.first.year, (self.first.month - 1) // length + 1):
                return kind
        return "days"

    @property
    def number(self) -> int:
        """Which of its kind in the year it is."""
        return 1 if self.kind == "days" else (self.first.month - 1) // _LENGTHS[self.kind] + 1

    @property
    def code(self) -> str:
        """The stored text, which ``of`` reads."""
        year, at = f"{self.first.year:04d}", self.number
        spelled = {"month": f"-{at:02d}", "quarter": f"-Q{at}", "half": f"-H{at}", "nine": "-9M", "year": ""}
        if self.kind in spelled:
            return year + spelled[self.kind]
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def name(self) -> str:
        """What a report calls it: ``6 tháng đầu năm 2026``."""
        year, at = self.first.year, self.number
        match self.kind:
            case "month":
                return f"tháng {self.first.month}/{year}"
            case "quarter":
                return f"quý {_ROMAN[at - 1]} năm {year}"
            case "half":
                return f"6 tháng {'đầu' if at == 1 else 'cuối'} năm {year}"
            case "nine":
                return f"9 tháng năm {year}"
            case "year":
                return f"năm {year}"
            case _:
                return f"từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}"

    @property
    def short(self) -> str:
        """The same where there is little room: ``đầu 2026``."""
        year, at = self.first.year, self.number
        match self.kind:
            case "month":
                return f"{self.first.month}/{year}"
            case "quarter":
                return f"{_ROMAN[at - 1]}/{year}"
            case "half":
                return f"{'đầu' if at == 1 else 'cuối'} {year}"
            case "nine":
                return f"9T {year}"
            case "year":
                return str(year)
            case _:
                return f"{self.first:%d/%m/%y}–{self.last:%d/%m/%y}"

    def holds(self, day: datetime.date) -> bool:
        """Whether a day belongs to it."""
        return self.first <= day <= self.last

    def meets(self, first: datetime.date, last: datetime.date | None) -> bool:
        """Whether any of its days lies from one day to another; None is open."""
        return first <= self.last and (last is None or last >= self.first)

    def moved(self, by: int) -> "Period":
        """Return the period of its kind so many later, or earlier; any days by their own length."""
        kind = self.kind
        if kind == "days":
            length = datetime.timedelta(days=((self.last - self.first).days + 1) * by)
            return Period(self.first + length, self.last + length)
        if kind == "nine":
            return Period.at(kind, self.first.year + by, 1)
        a_year = 12 // _LENGTHS[kind]
        at = self.first.year * a_year + self.number - 1 + by
        return Period.at(kind, at // a_year, at % a_year + 1)

    def in_year(self, year: int) -> "Period":
        """Return the same days of another year; the last of February stays the last."""
        if self.kind != "days":
            return Period.at(self.kind, year, self.number)
        apart = self.last.year - self.first.year
        return Period(_in_year(self.first, year), _in_year(self.last, year + apart))

    @property
    def year_before(self) -> "Period":
        """The same days a year earlier: "cùng kỳ năm trước"."""
        return self.in_year(self.first.year - 1)

    @property
    def day_before(self) -> datetime.date:
        """The last day before it: where it began from."""
        return self.first - datetime.timedelta(days=1)


def _last_of(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _in_year(day: datetime.date, year: int) -> datetime.date:
    return datetime.date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))
