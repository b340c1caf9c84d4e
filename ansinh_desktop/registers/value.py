"""What an answer may hold. Apart from what reads and checks answers, so that a field of the lock needs no more than this.

A value is what JSON can hold, so that a record travels as it is: text, whole number, yes/no, a list, or None
for "not answered". Dates are ISO texts; decimals are texts, because a float would invent digits.
"""

from collections.abc import Mapping
from typing import TypeAlias

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value] | None"

Answers: TypeAlias = Mapping[str, Value]
"""What was answered, by the key of the question."""

EMPTY: tuple[Value, ...] = (None, "", [])
"""What says nothing: not answered, or taken away again."""


def as_text(value: Value) -> str:
    """Return a value that is a text.

    Raises:
        TypeError: It is none: it comes from elsewhere.
    """
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def as_number(value: Value) -> int:
    """Return a value that is a whole number.

    Raises:
        TypeError: It is none: it comes from elsewhere.
    """
    if not isinstance(value, int):
        raise TypeError("a whole number was expected")
    return value


def as_list(value: Value) -> list[Value]:
    """Return a value that is a list; an empty one where nothing was answered.

    Raises:
        TypeError: It is none: it comes from elsewhere.
    """
    if value and not isinstance(value, list):
        raise TypeError("a list was expected")
    return value if isinstance(value, list) else []


def as_rows(value: Value) -> list[dict[str, Value]]:
    """Return a value that is a list of rows; an empty one where nothing was answered.

    Raises:
        TypeError: It is none: it comes from elsewhere.
    """
    rows = [each for each in as_list(value) if isinstance(each, dict)]
    if len(rows) < len(as_list(value)):
        raise TypeError("a row was expected")
    return rows
