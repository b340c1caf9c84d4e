"""The kinds of answers: each reads what was typed or stood in a cell, checks it, and shows it in Vietnamese."""

import datetime
import decimal
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from ansinh_desktop import clock, dates, text
from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers import names
from ansinh_desktop.registers.answer import (
    Kind,
    SqlType,
    UnreadableError,
    Value,
    as_list,
    as_number,
    as_rows,
    as_text,
    cell_text,
)
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.rules import identity, law

_YES = frozenset({"x", "co", "dung", "yes", "true", "1", "v"})
_NO = frozenset({"khong", "sai", "no", "false", "0", "k"})


# How answers are kept, in our figures only: what came from elsewhere is held against it before anything reckons with it.
_DECIMAL = re.compile(r"[0-9]{1,6}\.[0-9]{1,3}")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_UNIT = re.compile(r"[0-9]{5}@([0-9]{4}-[0-9]{2}-[0-9]{2})")
_NO_PART_OF_A_NAME = frozenset("<>{}[]|\\^=@#$%*~`")


def _is_day(iso: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(iso))
    except ValueError:
        return False


def _unseen(value: str, key: str, *, lines: bool = False) -> Iterator[Finding]:
    """Yield a finding where a text holds signs that nobody sees: it would look like another and not be found."""
    if found := text.hidden_signs(value, lines=lines):
        yield error("AS-2018", key, count=len(found))


@dataclass(frozen=True)
class Text(Kind):
    """One line of text."""

    longest: int = 200

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        said = as_text(value)
        if not said.isprintable():
            yield from _unseen(said, key)
        if len(said) > self.longest:
            yield error("AS-2002", key, longest=self.longest)


@dataclass(frozen=True)
class LongText(Kind):
    """Several lines of text."""

    longest: int = 4000

    def read(self, cell: object) -> Value:
        return (text.clean_lines(cell) if isinstance(cell, str) else cell_text(cell)) or None

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        said = as_text(value)
        yield from _unseen(said, key, lines=True)
        if len(said) > self.longest:
            yield error("AS-2002", key, longest=self.longest)


@dataclass(frozen=True)
class Name(Kind):
    """The name of a person; one syllable is enough (Khmer and Chăm names)."""

    def read_text(self, typed: str) -> Value:
        return text.person_name(typed)

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        said = as_text(value)
        if not said.isprintable():
            yield from _unseen(said, key)
        if not _NO_PART_OF_A_NAME.isdisjoint(said):
            yield error("AS-2017", key, signs=" ".join(sorted(_NO_PART_OF_A_NAME.intersection(said))))
        if len(said) > 100:
            yield error("AS-2002", key, longest=100)
        # Hardly any name has another sign than letters and spaces: only then each is looked at.
        if not said.replace(" ", "").isalpha() and any(each.isdigit() for each in said):
            yield error("AS-2003", key)


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number."""

    least: int = 0
    most: int = 1_000_000
    sql: ClassVar[SqlType] = "INTEGER"
    schema_type: ClassVar[str] = "integer"
    numeric: ClassVar[bool] = True

    def read_text(self, typed: str) -> Value:
        if not re.fullmatch(r"-?\d{1,9}", typed):
            raise UnreadableError("AS-2004", typed=typed)
        return int(typed)

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        if not self.least <= as_number(value) <= self.most:
            yield error("AS-2005", key, least=self.least, most=self.most)


@dataclass(frozen=True)
class Money(Kind):
    """An amount in whole đồng."""

    sql: ClassVar[SqlType] = "INTEGER"
    schema_type: ClassVar[str] = "integer"
    numeric: ClassVar[bool] = True

    def read_text(self, typed: str) -> Value:
        bare = re.sub(r"\s|đồng|đ$", "", typed.lower())
        grouped = re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", bare)
        if not grouped and not bare.isdecimal():
            raise UnreadableError("AS-2006", typed=typed)
        return int(re.sub(r"\D", "", bare))

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        if not 0 <= as_number(value) <= 10**12:
            yield error("AS-2006", key, typed=value)

    def show(self, value: Value) -> str:
        return "" if value is None else f"{value:,}".replace(",", ".")


@dataclass(frozen=True)
class Decimal(Kind):
    """A number with a decimal comma, kept as text with a point: coefficients."""

    numeric: ClassVar[bool] = True
    schema_type: ClassVar[str] = "number"

    def read_text(self, typed: str) -> Value:
        if not re.fullmatch(r"\d{1,6}(?:[.,]\d{1,3})?", typed):
            raise UnreadableError("AS-2007", typed=typed)
        return decimal_text(decimal.Decimal(typed.replace(",", ".")))

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        if not _DECIMAL.fullmatch(as_text(value)):
            yield error("AS-2007", key, typed=value)

    def show(self, value: Value) -> str:
        return "" if value is None else str(value).replace(".", ",")


def decimal_text(number: decimal.Decimal | float) -> str:
    """Return a number in the stored form: at least one decimal, a point, no useless zeros (1.0, 2.5)."""
    plain = f"{decimal.Decimal(str(number)):f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain if "." in plain else plain + ".0"


@dataclass(frozen=True)
class PartialDate(Kind):
    """A date known to the day, the month or the year."""

    future: bool = False

    def read(self, cell: object) -> Value:
        if isinstance(cell, datetime.date):
            return dates.PartialDate(cell.year, cell.month, cell.day).iso
        return super().read(cell)

    def read_text(self, typed: str) -> Value:
        try:
            return dates.read_partial_date(typed, clock.today()).iso
        except ValueError:
            raise UnreadableError("AS-2008", typed=typed) from None

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        try:
            found = dates.PartialDate.from_iso(as_text(value))
        except ValueError:
            yield error("AS-2008", key, typed=value)
            return
        if not self.future and found.first > clock.today():
            yield error("AS-2009", key)

    def show(self, value: Value) -> str:
        return "" if not value else dates.PartialDate.from_iso(as_text(value)).show()


@dataclass(frozen=True)
class Date(PartialDate):
    """A date known to the day: of a paper, a decision, an event."""

    schema_type: ClassVar[str] = "date"

    def read_text(self, typed: str) -> Value:
        iso = as_text(super().read_text(typed))
        if len(iso) != 10:
            raise UnreadableError("AS-2010", typed=typed)
        return iso

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        found = list(super().check(value, key))
        if len(as_text(value)) != 10 and all(each.code != "AS-2008" for each in found):
            # What is no day at all is told first: that it lies ahead may be forgiven.
            found = [error("AS-2010", key, typed=self.show(value))]
        yield from found


@dataclass(frozen=True)
class Month(Kind):
    """A month of a year."""

    schema_type: ClassVar[str] = "yearmonth"

    def read(self, cell: object) -> Value:
        if isinstance(cell, datetime.date):
            return f"{cell.year:04d}-{cell.month:02d}"
        return super().read(cell)

    def read_text(self, typed: str) -> Value:
        try:
            found = dates.read_partial_date(typed, clock.today())
        except ValueError:
            raise UnreadableError("AS-2011", typed=typed) from None
        if found.month is None:
            raise UnreadableError("AS-2011", typed=typed)
        return f"{found.year:04d}-{found.month:02d}"

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        if not _MONTH.fullmatch(as_text(value)):
            yield error("AS-2011", key, typed=value)

    def show(self, value: Value) -> str:
        said = as_text(value or "")
        return f"{said[5:7]}/{said[:4]}" if said else ""


@dataclass(frozen=True)
class Moment(Kind):
    """A date with the time of day, in the officer's local time (``2026-11-19T15:00``)."""

    future: bool = False
    schema_type: ClassVar[str] = "string"

    def read(self, cell: object) -> Value:
        if isinstance(cell, datetime.datetime):
            return cell.strftime("%Y-%m-%dT%H:%M")
        return super().read(cell)

    def read_text(self, typed: str) -> Value:
        stored = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)", typed)
        if stored:
            typed = f"{stored[1]} {stored[2]}"
        found = re.fullmatch(r"(.*?)[\s,]+(\d{1,2})\s*[:hg]\s*(\d{2})?", typed.lower())
        day, hour, minute = (found[1], found[2], found[3] or "0") if found else (typed, "0", "0")
        try:
            date = dates.read_partial_date(day, clock.today())
            if date.day is None:
                raise ValueError(typed)
            return datetime.datetime.combine(date.first, datetime.time(int(hour), int(minute))).strftime(
                "%Y-%m-%dT%H:%M"
            )
        except ValueError:
            raise UnreadableError("AS-2012", typed=typed) from None

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        kept = _MOMENT.fullmatch(as_text(value))
        if not kept or not _is_day(kept[1]):
            yield error("AS-2012", key, typed=value)
        elif not self.future and kept[1] > clock.today().isoformat():
            yield error("AS-2009", key)

    def show(self, value: Value) -> str:
        said = as_text(value or "")
        return f"{said[8:10]}/{said[5:7]}/{said[:4]} {said[11:16]}" if said else ""


@dataclass(frozen=True)
class YesNo(Kind):
    """Yes or no; stored as true or false."""

    sql: ClassVar[SqlType] = "INTEGER"
    schema_type: ClassVar[str] = "boolean"

    def read_text(self, typed: str) -> Value:
        folded = text.fold(typed)
        if folded in _YES:
            return True
        if folded in _NO:
            return False
        raise UnreadableError("AS-2013", typed=typed)

    def show(self, value: Value) -> str:
        return "" if value is None else "Có" if value else "Không"


@dataclass(frozen=True)
class Choice(Kind):
    """One code of a code list; ``words`` are everyday words met in lists, by folded text."""

    list_name: str
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    only: tuple[str, ...] = ()
    """Where not empty, only these codes of the list are offered."""

    def options(self, on: datetime.date) -> list[tuple[str, str]]:
        """Return code and label of what may be chosen for an event of that day."""
        rows = law.code_list(self.list_name)
        valid = [code for code in rows.codes_on(on) if not self.only or code in self.only]
        return [(code, rows.label_of(code)) for code in valid]

    def read_text(self, typed: str) -> Value:
        code = self._code_of(typed)
        if code is None:
            raise UnreadableError("AS-2014", typed=typed, list=law.code_list(self.list_name).label)
        return code

    def _code_of(self, typed: str) -> str | None:
        if typed in law.code_list(self.list_name):
            return typed
        point = names.codes_by_point(self.list_name).get(typed.lower().removeprefix("điểm "))
        folded = text.fold(typed)
        return point or names.codes_by_label(self.list_name).get(folded) or self.words.get(folded)

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        if value not in law.code_list(self.list_name):
            yield error("AS-2015", key, value=value)

    def show(self, value: Value) -> str:
        return "" if value is None else law.code_list(self.list_name).label_of(str(value))


@dataclass(frozen=True)
class Choices(Choice):
    """Several codes of a code list."""

    schema_type: ClassVar[str] = "array"

    def read(self, cell: object) -> Value:
        if isinstance(cell, list | tuple):
            return list(cell) or None
        return super().read(cell)

    def read_text(self, typed: str) -> Value:
        parts = [part for part in re.split(r"[;,\n+]", typed) if part.strip()]
        codes = list(self._codes(parts, typed))
        return list(dict.fromkeys(codes)) or None

    def _codes(self, parts: Sequence[str], typed: str) -> Iterator[str]:
        # Labels hold commas and semicolons themselves: the longest run of parts that names a code is taken.
        start = 0
        while start < len(parts):
            for end in range(len(parts), start, -1):
                code = self._code_of(text.clean(" ".join(parts[start:end])))
                if code is not None:
                    yield code
                    start = end
                    break
            else:
                raise UnreadableError("AS-2014", typed=typed, list=law.code_list(self.list_name).label)

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        for code in as_list(value):
            yield from super().check(code, key)

    def show(self, value: Value) -> str:
        # One alone is what a filter shows.
        codes = [value] if isinstance(value, str) and value else as_list(value)
        return "; ".join(super(Choices, self).show(code) for code in codes)


@dataclass(frozen=True)
class Unit(Kind):
    """A commune of one period: ``code@first day of the period``, for a code alone means two places."""

    def options(self, on: datetime.date) -> list[tuple[str, str]]:
        """Return the communes of the province on that day."""
        return [(names.unit_value(row.code, on), names.unit_shown(row.code, on)) for row in law.units_on(on)]

    def read_text(self, typed: str) -> str:
        if self._is_kept(typed):
            return typed
        value = names.unit_named(typed)
        if value is None:
            raise UnreadableError("AS-2016", typed=typed)
        return value

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        if not self._is_kept(as_text(value)):
            yield error("AS-2016", key, typed=value)

    @staticmethod
    def _is_kept(value: str) -> bool:
        kept = _UNIT.fullmatch(value)
        return kept is not None and _is_day(kept[1])

    def show(self, value: Value) -> str:
        if not value:
            return ""
        code, _, start = as_text(value).partition("@")
        day = datetime.date.fromisoformat(start)
        return names.unit_shown(code, law.OLD_UNITS_FIRST_SNAPSHOT if day < law.UNITS_REFORM else day)


@dataclass(frozen=True)
class CitizenId(Kind):
    """A personal identity number of 12 digits."""

    def read(self, cell: object) -> Value:
        number = as_text(super().read(cell) or "") or None
        # A number that stands in a numeric cell has lost its leading zeros; one that was typed has not.
        return identity.restore_leading_zeros(number) if number and isinstance(cell, int | float) else number

    def read_text(self, typed: str) -> Value:
        return identity.bare_digits(typed)

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        yield from identity.check_form(as_text(value), key)


@dataclass(frozen=True)
class OldId(Kind):
    """An old identity card number of 9 digits."""

    def read_text(self, typed: str) -> Value:
        return identity.bare_digits(typed)

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        yield from identity.check_old_id(as_text(value), key)


@dataclass(frozen=True)
class HealthInsurance(Kind):
    """The number of a health-insurance card: 10, 12 or 15 characters."""

    def read_text(self, typed: str) -> Value:
        return identity.bare_digits(typed).upper()

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        yield from identity.check_health_insurance(as_text(value), key)


@dataclass(frozen=True)
class Phone(Kind):
    """A telephone number of 10 digits."""

    def read_text(self, typed: str) -> Value:
        digits = identity.bare_digits(re.sub(r"[()]", "", typed))
        return "0" + digits.removeprefix("+84") if digits.startswith("+84") else digits

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        yield from identity.check_phone(as_text(value), key)


@dataclass(frozen=True)
class PersonLink(Kind):
    """Another person of the data file, by identifier."""


@dataclass(frozen=True)
class Rows(Kind):
    """Repeated rows of the same fields; each row is a mapping."""

    fields: tuple[Field, ...] = ()
    schema_type: ClassVar[str] = "array"

    def read(self, cell: object) -> Value:
        if isinstance(cell, Sequence) and not isinstance(cell, str):
            return [dict(row) for row in cell] or None
        return None

    def asked(self, row: Mapping[str, Value]) -> list[Field]:
        """Return the questions that apply to a row; an answer that is not asked for decides nothing."""
        asked = list(self.fields)
        while True:
            answers = {each.key: row.get(each.key) for each in asked}
            now = [each for each in self.fields if each.asked(answers)]
            if now == asked:
                return asked
            asked = now

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        known = {each.key: each for each in self.fields}
        for number, row in enumerate(as_rows(value), start=1):
            asked = self.asked(row)
            for name, answer in row.items():
                if name not in known:
                    yield error("AS-2001", key, key=name)
                elif answer is not None and known[name] in asked:
                    yield from known[name].kind.check(answer, f"{key}.{number}.{name}")
            for each in asked:
                if each.required and row.get(each.key) in EMPTY:
                    yield error("AS-2020", f"{key}.{number}.{each.key}", label=each.label)

    def show(self, value: Value) -> str:
        shown = []
        for row in as_rows(value):
            parts = [
                f"{each.label}: {each.kind.show(row[each.key])}" for each in self.fields if row.get(each.key)
            ]
            shown.append(", ".join(parts))
        return "; ".join(shown)
