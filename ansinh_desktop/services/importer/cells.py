"""Reads the cells of everyday lists; whatever is not certain is proposed with a finding, never settled in silence."""

import datetime
import decimal
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ansinh_desktop import text
from ansinh_desktop.dates import PartialDate, read_partial_date
from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers.kinds import UnreadableError, Value, cell_text, decimal_text
from ansinh_desktop.rules import identity
from ansinh_desktop.services.importer import words
from ansinh_desktop.services.importer.sheets import Cell
from ansinh_desktop.services.importer.targets import BIRTH, DEATH, OLD_ID, PERSONAL_ID, Target

OLDEST = 105
"""Nobody on a list is taken to be older while a younger reading is left."""

_BLANKS = frozenset({"", "-", "--", "…", "...", ".", "?", "/", "0"})
_NOTHING = frozenset({"khong", "khong co", "chua", "chua co", "ko", "ko co", "khong ro", "khong nho"})
_SPOKEN_DATE = re.compile(r"(?:ngày\s+(\d{1,2})\s+)?(?:tháng\s+(\d{1,2})\s+)?năm\s+(\d{4})")
_TWO_DIGITS = re.compile(r"\d{1,2}\s*[/.\-]\s*(?:\d{1,2}\s*[/.\-]\s*)?(\d{2})")
_SWAPPED = re.compile(r"(\d{1,2})(\s*[/.\-]\s*)(\d{1,2})(\s*[/.\-]\s*\d{2,4})")
_AGE = re.compile(r"(\d{1,3})\s*tuổi")
_DEATH = re.compile(
    r"(?<!vợ )(?<!chồng )(?<!cha )(?<!mẹ )(?<!con )\b(?:chết|từ trần|qua đời|mất)\b"
    r"(?!\s*(?:tích|sức|khả|việc|nguồn))[^\d]{0,12}(\d[\d/.\-\s]*\d)?"
)
_FIRST_SERIAL = datetime.date(1899, 12, 30)
_NUMBERS = re.compile(r"\d(?:[\s.\-]?\d){7,11}")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_THOUSANDS = re.compile(r"\b(nghin|ngan|1000 ?d)\b")
_MILLIONS = re.compile(r"\btrieu\b")
_SCALES = {"nghìn": 1000, "ngàn": 1000, "k": 1000, "triệu": 1_000_000, "tr": 1_000_000}


@dataclass(frozen=True)
class Reading:
    """What a cell means; ``also`` are answers of other fields that it gives."""

    value: Value = None
    findings: tuple[Finding, ...] = ()
    also: Mapping[str, Value] = field(default_factory=dict)


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

    @property
    def limit(self) -> datetime.date:
        """The last day that the list can speak of."""
        return min(self.today, self.as_of) if self.as_of else self.today

    def with_id_year(self, year: int | None) -> "Context":
        """Return the same for a person whose number tells this year of birth."""
        return replace(self, id_year=year) if year else self


_Reader: TypeAlias = Callable[[Target, Cell, Context], Reading]


def read_cell(target: Target, cell: Cell, context: Context) -> Reading:
    """Return what a cell of a column says for a field."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return Reading()
    if isinstance(cell, float) and not math.isfinite(cell):
        cell = str(cell)
    if isinstance(cell, bool) and target.kind_name != "YesNo":
        cell = "x" if cell else ""
    shown = cell_text(cell)
    settled = context.said.get(text.fold(shown))
    if settled is not None:
        return Reading(settled)
    return _READERS.get(target.kind_name, _general)(target, cell, context)


# ---------------------------------------------------------------- dates


def read_date(target: Target, cell: Cell, context: Context) -> Reading:
    """Read a date of any precision."""
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    if isinstance(cell, datetime.date):
        return _real_date(target, cell, context)
    typed = cell_text(cell)
    if _is_nothing(typed):
        return Reading()
    if isinstance(cell, float | int):
        return _number_as_date(target, cell, context)
    spoken = _SPOKEN_DATE.search(typed.lower())
    if spoken:
        typed = "/".join(part for part in spoken.groups() if part)
    age = _AGE.fullmatch(typed.lower())
    if age:
        year = context.limit.year - int(age[1])
        return _told(
            target, PartialDate(year, estimated=True), warning("AS-3107", target.key, typed=typed, year=year)
        )
    short = _TWO_DIGITS.fullmatch(typed)
    if short:
        return _two_digit_year(target, typed, short[1], context)
    return _typed_date(target, typed, context)


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
        yield warning("AS-3106", target.key, shown=found.show(), limit=_show_day(context.limit))


def _real_date(target: Target, day: datetime.date, context: Context) -> Reading:
    serial = (day - _FIRST_SERIAL).days
    # A year typed into a cell with a date format: Excel shows 1961 as 14/05/1905.
    if target.kind_name == "PartialDate" and 1900 <= serial <= context.limit.year and day.year == 1905:
        return _told(
            target, PartialDate(serial), warning("AS-3104", target.key, shown=_show_day(day), year=serial)
        )
    found = PartialDate.of(day)
    findings: list[Finding] = []
    if target.key == BIRTH and day > context.limit:
        findings.append(warning("AS-3106", target.key, shown=found.show(), limit=_show_day(context.limit)))
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


def _show_day(day: datetime.date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def read_death(remark: str, today: datetime.date) -> PartialDate | None:
    """Return when the person of a row died, as its remark says ("chết 5/2022"); None when it does not."""
    found = _DEATH.search(remark.lower())
    if not found or not found[1]:
        return None
    try:
        return read_partial_date(found[1].strip(" ./-"), today)
    except ValueError:
        return None


# ---------------------------------------------------------------- numbers of people


def read_personal_id(target: Target, cell: Cell, context: Context) -> Reading:
    """Read an identity number: one that lost its zero, an old one of nine digits, two in one cell."""
    del context
    typed = _digits_of(cell)
    if _is_nothing(typed):
        return Reading()
    if _SCIENTIFIC.fullmatch(typed):
        return Reading(None, (error("AS-3113", target.key, typed=typed),))
    bare = identity.bare_digits(typed)
    if bare.isdigit():
        return _one_number(target, bare, typed, numeric=isinstance(cell, float | int))
    found = [identity.bare_digits(each) for each in _NUMBERS.findall(typed)]
    new = [number for number in found if len(number) == identity.PERSONAL_ID_DIGITS]
    old = [number for number in found if len(number) == identity.OLD_ID_DIGITS]
    if target.key == PERSONAL_ID and (new or old):
        also = {OLD_ID: old[0]} if old else {}
        return Reading(new[0] if new else None, (note("AS-3115", target.key, typed=typed),), also)
    return Reading(None, (error("AS-3114", target.key, typed=typed, digits=sum(map(str.isdigit, typed))),))


def _one_number(target: Target, bare: str, typed: str, *, numeric: bool) -> Reading:
    if identity.id_parts(bare):
        return Reading(bare)
    restored = identity.restore_leading_zeros(bare)
    if restored != bare and not bare.startswith("0"):  # where a zero is, another digit is missing
        found = note("AS-3110", target.key, restored=restored) if numeric and len(bare) == 11 else None
        return Reading(restored, (found or warning("AS-3111", target.key, typed=typed, restored=restored),))
    if numeric and len(bare) == identity.OLD_ID_DIGITS - 1:
        bare = bare.zfill(identity.OLD_ID_DIGITS)
    if len(bare) == identity.OLD_ID_DIGITS and target.key == PERSONAL_ID:
        return Reading(None, (note("AS-3112", target.key, typed=bare),), {OLD_ID: bare})
    return Reading(None, (error("AS-3114", target.key, typed=typed, digits=len(bare)),))


def read_old_id(target: Target, cell: Cell, context: Context) -> Reading:
    """Read an old card number; a number of twelve digits in its column belongs to the new one."""
    del context
    typed = _digits_of(cell)
    if _is_nothing(typed):
        return Reading()
    bare = identity.bare_digits(typed)
    if isinstance(cell, float | int):
        bare = bare.zfill(identity.OLD_ID_DIGITS)
    new = identity.restore_leading_zeros(bare)
    if target.key == OLD_ID and identity.id_parts(new):
        return Reading(None, (note("AS-3116", target.key, typed=new),), {PERSONAL_ID: new})
    if len(bare) == identity.OLD_ID_DIGITS and bare.isdigit():
        return Reading(bare)
    return Reading(None, (error("AS-3114", target.key, typed=typed, digits=sum(map(str.isdigit, typed))),))


def read_phone(target: Target, cell: Cell, context: Context) -> Reading:
    """Read a telephone number; a cell may hold two, and a number loses its zero."""
    del context
    typed = _digits_of(cell)
    if _is_nothing(typed):
        return Reading()
    first, *more = [part for part in re.split(r"[/;,]|\s-\s|\n", typed) if part.strip()] or [typed]
    bare = re.sub(r"[^\d+]", "", first)
    bare = "0" + bare.removeprefix("+84") if bare.startswith("+84") else bare
    findings = [warning("AS-3161", target.key, typed=typed, kept=bare)] if more else []
    if len(bare) == 9 and bare[0] in "2356789":
        bare = "0" + bare
        findings.append(note("AS-3160", target.key, restored=bare))
    if not bare.isdigit():
        return Reading(None, (error("AS-3162", target.key, typed=typed),))
    return Reading(bare, tuple(findings))


def read_insurance(target: Target, cell: Cell, context: Context) -> Reading:
    """Read the number of a health-insurance card."""
    del context
    typed = _digits_of(cell)
    if _is_nothing(typed):
        return Reading()
    if _SCIENTIFIC.fullmatch(typed):
        return Reading(None, (error("AS-3113", target.key, typed=typed),))
    bare = identity.bare_digits(typed).upper()
    if not any(map(str.isdigit, bare)):
        return Reading(None, (error("AS-3163", target.key, typed=typed),))
    return Reading(bare)


def _digits_of(cell: Cell) -> str:
    return f"{cell:.0f}" if isinstance(cell, float) else cell_text(cell)


# ---------------------------------------------------------------- amounts


def read_money(target: Target, cell: Cell, context: Context) -> Reading:
    """Read an amount in đồng: 540.000, 540,000, 540000.0, 1,5 triệu; or in thousands where the heading says so."""
    scale = 1000 if _THOUSANDS.search(text.fold(context.heading)) else 1
    scale = 1_000_000 if _MILLIONS.search(text.fold(context.heading)) else scale
    typed = cell_text(cell)
    if _is_nothing(typed):
        return Reading(0 if typed == "0" else None)
    amount = decimal.Decimal(str(cell)) if isinstance(cell, float | int) else _amount(typed, scale)
    if amount is None or amount < 0 or (amount * scale) % 1:
        return Reading(None, (error("AS-3120", target.key, typed=typed),))
    # A full amount in a column of thousands was meant as it stands.
    dong = int(amount if scale > 1 and amount >= 10_000 else amount * scale)
    if 0 < dong < 1000:
        return Reading(dong, (warning("AS-3121", target.key, typed=typed),))
    return Reading(dong)


def _amount(typed: str, scale: int) -> decimal.Decimal | None:
    bare = re.sub(r"\s|đồng|vnđ|vnd|đ$|/tháng", "", typed.lower())
    spoken = re.fullmatch(r"([\d.,]+)(nghìn|ngàn|k|triệu|tr)", bare)
    if spoken:
        number = _plain_number(spoken[1].replace(",", "."))
        return number * _SCALES[spoken[2]] / scale if number is not None else None
    bare = (
        re.sub(r"[.,]0{1,2}$", "", bare) if re.search(r"[.,]\d{3}[.,]0{1,2}$|^\d+[.,]0{1,2}$", bare) else bare
    )
    if re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", bare):
        return decimal.Decimal(re.sub(r"\D", "", bare))
    return _plain_number(bare if scale == 1 else bare.replace(",", "."))


def _plain_number(bare: str) -> decimal.Decimal | None:
    return decimal.Decimal(bare) if re.fullmatch(r"\d{1,15}(\.\d{1,3})?", bare) else None


def read_decimal(target: Target, cell: Cell, context: Context) -> Reading:
    """Read a coefficient: 1,0, 1.5, 2; Excel may have made a date of it."""
    del context
    if isinstance(cell, datetime.date):
        shown = f"{cell.day}.{cell.month}"
        return Reading(
            shown, (warning("AS-3123", target.key, typed=_show_day(cell), shown=shown.replace(".", ",")),)
        )
    typed = cell_text(cell)
    if _is_nothing(typed):
        return Reading()
    bare = typed.replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"\d{1,6}(\.\d{1,3})?", bare):
        return Reading(None, (error("AS-3122", target.key, typed=typed),))
    return Reading(decimal_text(decimal.Decimal(bare)))


def read_whole(target: Target, cell: Cell, context: Context) -> Reading:
    """Read a count: 2, 02, "2 con"."""
    del context
    typed = cell_text(cell)
    if typed in _BLANKS - {"0"}:
        return Reading()
    found = re.fullmatch(r"(\d{1,9})(?:\s+[^\d]{1,20})?", typed)
    if not found:
        return Reading(None, (error("AS-3122", target.key, typed=typed),))
    return Reading(int(found[1]))


# ---------------------------------------------------------------- words


def read_name(target: Target, cell: Cell, context: Context) -> Reading:
    """Read a name; a remark in brackets behind it is told, and small first letters of an old font are mended."""
    typed = cell_text(cell)
    bare = text.clean(re.sub(r"\([^)]*\)", " ", typed)) or typed
    findings = [warning("AS-3151", target.key, typed=typed, kept=bare)] if bare != typed else []
    name = text.person_name(bare)
    mixed = bare not in (bare.lower(), bare.upper())
    if context.old_font and mixed and name != bare:
        findings.append(note("AS-3152", target.key, kept=name))
    return Reading(name, tuple(findings))


def read_yes_no(target: Target, cell: Cell, context: Context) -> Reading:
    """Read a mark."""
    del context
    answer = cell if isinstance(cell, bool) else words.yes_or_no(cell_text(cell))
    if answer is None:
        return Reading(None, (error("AS-3143", target.key, typed=cell_text(cell)),))
    return Reading(answer)


def read_remark(target: Target, cell: Cell, context: Context) -> Reading:
    """Read a free text; what it says of the person besides ("chết 5/2022") is proposed."""
    reading = _general(target, cell, context)
    findings = list(reading.findings)
    also = dict(reading.also)
    if also:
        findings.append(note("AS-3142", target.key, typed=cell_text(cell)))
    death = read_death(cell_text(cell), context.today)
    if death and target.kind_name == "LongText":
        also[DEATH] = death.iso
        findings.append(note("AS-3144", target.key, typed=cell_text(cell), shown=death.show()))
    return Reading(reading.value, tuple(findings), also)


def read_choice(target: Target, cell: Cell, context: Context) -> Reading:
    """Read a code: as the register reads it, else by its table of words; a doubtful one is proposed or asked."""
    del context
    typed = cell_text(cell)
    answers = _by_register(target, cell)
    if isinstance(answers, Reading):
        return answers
    if target.kind_name == "Choices":
        return _several(target, typed)
    return _one_word(target, typed)


def _one_word(target: Target, typed: str) -> Reading:
    found = words.match_words(typed, target.words)
    if found.how == "exact":
        return Reading(found.code)
    if found.code is not None:
        return Reading(
            found.code, (warning("AS-3140", target.key, typed=typed, shown=_label(target, found.code)),)
        )
    if typed in _BLANKS or (not found.candidates and text.fold(typed) in _NOTHING):
        return Reading()
    return Reading(None, (_asked(target, typed, found.candidates),))


def _several(target: Target, typed: str) -> Reading:
    codes: list[Value] = []
    findings: list[Finding] = []
    for part in words.parts_of(typed):
        reading = _one_word(target, part)
        codes += [reading.value] if reading.value is not None and reading.value not in codes else []
        findings += reading.findings
    return Reading(codes or None, tuple(findings))


def _asked(target: Target, typed: str, candidates: tuple[str, ...]) -> Finding:
    if not candidates:
        return error("AS-3141", target.key, typed=typed, label=target.label)
    return error(
        "AS-3145", target.key, typed=typed, choices="; ".join(_label(target, code) for code in candidates[:4])
    )


def _label(target: Target, code: str) -> str:
    return target.show([code] if target.kind_name == "Choices" else code)


def _by_register(target: Target, cell: Cell) -> Reading | None:
    """Return what the register itself reads; None when it cannot, or has no word in it."""
    if target.read is None:
        return None
    try:
        answers = dict(target.read(cell))
    except UnreadableError:
        return None
    return Reading(answers.pop(target.key, None), (), answers)


def _general(target: Target, cell: Cell, context: Context) -> Reading:
    del context
    if target.read is not None:
        try:
            answers = dict(target.read(cell))
        except UnreadableError as fault:
            return Reading(None, (fault.finding(target.key),))
        return Reading(answers.pop(target.key, None), (), answers)
    return Reading(text.clean_lines(cell) if isinstance(cell, str) else cell_text(cell) or None)


def _is_nothing(typed: str) -> bool:
    """Whether a cell of numbers says that there is none."""
    return typed in _BLANKS or text.fold(typed) in _NOTHING


_READERS: Mapping[str, _Reader] = {
    "PartialDate": read_date,
    "Date": read_date,
    "Month": read_date,
    "CitizenId": read_personal_id,
    "OldId": read_old_id,
    "Phone": read_phone,
    "HealthInsurance": read_insurance,
    "Money": read_money,
    "Decimal": read_decimal,
    "Whole": read_whole,
    "Name": read_name,
    "YesNo": read_yes_no,
    "Choice": read_choice,
    "Choices": read_choice,
    "Text": read_remark,
    "LongText": read_remark,
}
