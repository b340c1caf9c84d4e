"""What an answer is: the values that a record holds, and how a kind of answer reads, checks and shows one."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from ansinh_desktop import dates, text
from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers.value import Answers, Value, as_list, as_number, as_rows, as_text

__all__ = [
    "Answers",
    "Kind",
    "SqlType",
    "UnreadableError",
    "Value",
    "as_list",
    "as_number",
    "as_rows",
    "as_text",
    "cell_text",
    "codes_of",
    "date_of",
    "number_of",
    "rows_of",
    "text_of",
]

SqlType: TypeAlias = Literal["TEXT", "INTEGER"]


class UnreadableError(ValueError):
    """What was typed is no answer of this kind; ``code`` and ``facts`` make the officer's sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def finding(self, key: str) -> Finding:
        """Return the same as a finding about one field."""
        return error(self.code, key, **self.facts)


@dataclass(frozen=True)
class Kind:
    """One kind of answer."""

    sql: ClassVar[SqlType] = "TEXT"
    schema_type: ClassVar[str] = "string"
    """The type in a Frictionless Table Schema."""
    numeric: ClassVar[bool] = False

    def read(self, cell: object) -> Value:
        """Return the value that a typed text or a workbook's cell means; None when it is empty.

        Raises:
            UnreadableError: It means nothing of this kind.
        """
        typed = cell_text(cell)
        return self.read_text(typed) if typed else None

    def read_text(self, typed: str) -> Value:
        """Return the value of a text that is not empty."""
        return typed

    def check(self, value: Value, key: str) -> Iterator[Finding]:
        """Yield what is wrong with a value that is not None."""
        del value, key
        yield from ()

    def show(self, value: Value) -> str:
        """Return the value as the officer reads it."""
        return "" if value is None else str(value)


def text_of(answers: Answers, key: str) -> str:
    """Return an answered text, code or day; empty where there is none."""
    value = answers.get(key)
    return value if isinstance(value, str) else ""


def number_of(answers: Answers, key: str) -> int | None:
    """Return an answered whole number or amount; None where there is none."""
    value = answers.get(key)
    return value if isinstance(value, int) else None


def date_of(answers: Answers, key: str) -> dates.PartialDate | None:
    """Return an answered date, known to the day, the month or the year; None where there is none."""
    iso = text_of(answers, key)
    return dates.PartialDate.from_iso(iso) if iso else None


def codes_of(answers: Answers, key: str) -> list[str]:
    """Return the codes that were chosen, be it one or several."""
    value = answers.get(key)
    if not value:
        return []
    return [value] if isinstance(value, str) else [as_text(each) for each in as_list(value)]


def rows_of(answers: Answers, key: str) -> list[dict[str, Value]]:
    """Return the rows of an answer."""
    value = answers.get(key)
    return as_rows(value) if value else []


def cell_text(cell: object) -> str:
    """Return a cell's content as it would have been typed."""
    match cell:
        case None:
            return ""
        case bool():
            return "x" if cell else ""
        case datetime.datetime():
            return (
                cell.strftime("%d/%m/%Y %H:%M")
                if cell.time() != datetime.time()
                else cell.strftime("%d/%m/%Y")
            )
        case datetime.date():
            return f"{cell.day:02d}/{cell.month:02d}/{cell.year:04d}"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return text.clean(str(cell))
