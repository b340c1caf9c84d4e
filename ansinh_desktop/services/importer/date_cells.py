"""Reads cells of dates: of any precision, in words, as numbers that Excel made of them."""

import datetime
import re
from collections.abc import Iterator

from ansinh_desktop.dates import PartialDate, read_partial_date
from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers.answer import cell_text
from ansinh_desktop.services.importer import written_dates
from ansinh_desktop.services.importer.reading import Context, Reading, Said, is_nothing, show_day
from ansinh_desktop.services.importer.targets import BIRTH, Target

OLDEST = 105
"""Nobody on a list is taken to be older while a younger reading is left."""

_TWO_DIGITS = re.compile(r"\d{1,2}\s*[/.\-]\s*(?:\d{1,2}\s*[/.\-]\s*)?(\d{2})")
_SWAPPED = re.compile(r"(\d{1,2})(\s*[/.\-]\s*)(\d{1,2})(\s*[/.\-]\s*\d{2,4})")
_PLAIN = re.compile(r"(?:[1-9]|[0-3]\d)[/.\-](?:[1-9]|[01]\d)[/.\-][12]\d{3}|[12]\d{3}")
_AGE = re.compile(r"(\d{1,3})\s*(?:tuổi|t)")
_REMARKED = re.compile(r"[^\W\d_]|[(¹²³⁴⁵⁶⁷⁸⁹⁰*†]")
_USUAL_WORDS = re.compile(
    r"\b(?:ngày|tháng|năm|sinh|sn|ns|mùng|mồng|giêng|chạp|khoảng|th?)(?![^\W\d])|[t\s]\d{1,2}:\d\d(?::\d\d)?"
)
_FIRST_SERIAL = datetime.date(1899, 12, 30)


def read_date(target: Target, said: Said, context: Context) -> Reading:
    """Read a date of any precision."""
    if said.day:
        return _real_date(target, said.day, context)
    typed = said.text
    if is_nothing(typed):
        return Reading()
    if said.number is not None:
        return _number_as_date(target, said.number, context)
    if _PLAIN.fullmatch(typed):
        return _read_numbers(target, typed, typed, context)
    age = _AGE.fullmatch(typed.lower())
    if age:
        year = context.limit.year - int(age[1])
        return _told(
            target, PartialDate(year, estimated=True), warning("AS-3107", target.key, typed=typed, year=year)
        )
    numbers = written_dates.as_numbers(typed)
    reading = _read_numbers(target, numbers, typed, context)
    return Reading(reading.value, (*reading.findings, *_remarked(target, typed, reading)))


def _remarked(target: Target, typed: str, reading: Reading) -> Iterator[Finding]:
    """Tell of what stands beside a date and is not kept; a day of the moon's year is another day."""
    if not isinstance(reading.value, str):
        return
    shown = PartialDate.from_iso(reading.value).show()
    rest = _USUAL_WORDS.sub(" ", typed.lower())
    if written_dates.is_lunar(typed):
        yield warning("AS-3201", target.key, typed=typed, shown=shown)
    elif _REMARKED.search(rest):
        yield note("AS-3200", target.key, typed=typed, shown=shown)


def _read_numbers(target: Target, numbers: str, typed: str, context: Context) -> Reading:
    short = _TWO_DIGITS.fullmatch(numbers)
    reading = (
        _two_digit_year(target, numbers, short[1], context)
        if short
        else _typed_date(target, numbers, context)
    )
    if reading.value is None and numbers != typed:
        unread = (error("AS-3100", target.key, typed=typed),)
        return Reading(
            None, unread if any(each.code == "AS-3100" for each in reading.findings) else reading.findings
        )
    return reading


def _typed_date(target: Target, typed: str, context: Context) -> Reading:
    try:
        return _told(target, read_partial_date(typed, context.today), *_beyond(target, typed, context))
    except ValueError:
        pass
    swapped = _SWAPPED.fullmatch(typed)
    try:
        if swapped is None:
            raise ValueError(typed)
        found = read_partial_date(f"{swapped[3]}{swapped[2]}{swapped[1]}{swapped[4]}", context.today)
    except ValueError:
        return Reading(None, (error("AS-3100", target.key, typed=typed),))
    return _told(target, found, warning("AS-3103", target.key, typed=typed, shown=found.show()))


def _beyond(target: Target, typed: str, context: Context) -> Iterator[Finding]:
    found = read_partial_date(typed, context.today)
    if target.key == BIRTH and found.first > context.limit:
        yield warning("AS-3106", target.key, shown=found.show(), limit=show_day(context.limit))


def _real_date(target: Target, day: datetime.date, context: Context) -> Reading:
    serial = (day - _FIRST_SERIAL).days
    # A year typed into a cell with a date format: Excel shows 1961 as 14/05/1905.
    if target.kind_name == "PartialDate" and 1900 <= serial <= context.limit.year and day.year == 1905:
        return _told(
            target, PartialDate(serial), warning("AS-3104", target.key, shown=show_day(day), year=serial)
        )
    found = PartialDate.of(day)
    findings: list[Finding] = []
    if target.key == BIRTH and day > context.limit:
        findings.append(warning("AS-3106", target.key, shown=found.show(), limit=show_day(context.limit)))
    if target.key == BIRTH and (day.month, day.day) == (1, 1):
        findings.append(note("AS-3105", target.key, shown=found.show(), year=day.year))
    return _told(target, found, *findings)


def _number_as_date(target: Target, number: float, context: Context) -> Reading:
    """Read a number: a year, or a date whose format got lost (30000)."""
    if float(number).is_integer() and 1880 <= number <= context.today.year:
        return _typed_date(target, str(int(number)), context)
    if float(number).is_integer() and (
        len(f"{number:.0f}") == 8 or (len(f"{number:.0f}") == 7 and number < 10_000_000)
    ):
        return _typed_date(target, f"{number:08.0f}", context)
    if target.key != BIRTH and 20_000 < number < 60_000:
        day = _FIRST_SERIAL + datetime.timedelta(days=int(number))
        return _told(target, PartialDate.of(day))
    return Reading(None, (error("AS-3100", target.key, typed=cell_text(number)),))


def _two_digit_year(target: Target, typed: str, digits: str, context: Context) -> Reading:
    """Read a year of two digits: by the person's number, else by age, else by the other years of the list."""
    years = [1900 + int(digits), 2000 + int(digits)]
    possible = [year for year in years if context.limit.year - OLDEST <= year <= context.limit.year]
    if target.key != BIRTH or not possible:
        return _typed_date(target, typed, context)
    findings: tuple[Finding, ...] = ()
    year = possible[-1]
    if len(possible) > 1 and context.id_year in possible:
        year = context.id_year
        findings = (note("AS-3102", target.key, typed=typed, year=year),)
    elif len(possible) > 1 and not (context.earliest_year and possible[0] < context.earliest_year - 10):
        findings = (warning("AS-3101", target.key, typed=typed, year=year, other=possible[0]),)
    reading = _typed_date(target, typed[: -len(digits)] + str(year), context)
    return Reading(reading.value, (*findings, *reading.findings))


def _told(target: Target, found: PartialDate, *findings: Finding) -> Reading:
    """Return a date as its field keeps it: of any precision, of a day, of a month."""
    match target.kind_name:
        case "Date" if found.precision != "day":
            return Reading(None, (error("AS-3108", target.key, typed=found.show()),))
        case "Month" if found.month is None:
            return Reading(None, (error("AS-3109", target.key, typed=found.show()),))
        case "Month":
            return Reading(found.iso.removeprefix("~")[:7], findings)
        case _:
            return Reading(found.iso, findings)
