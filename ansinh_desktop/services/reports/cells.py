"""Shows values as cells print them, and adds up the columns that have a total."""

import datetime
import math
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias, TypeGuard

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.reports.layout import NUMBERS, Kind, Row, Value
from ansinh_desktop.text import clean_lines

Number: TypeAlias = int | Decimal

_LIKE_DD = "ÐðƉɖ"
"""Letters that look like Đ and are none: cleaning mends them."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def starts_formula(text: str) -> bool:
    """Say whether a spreadsheet would take the text for a formula."""
    return text.startswith(_FORMULA_STARTS)


def show(value: Value, kind: Kind) -> str:
    """Return the text of a cell; nothing known is an empty cell, a plain yes is a cross."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if _is_clean(value) else clean_lines(value)
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, PartialDate):
        return value.show()
    if isinstance(value, datetime.date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return show_number(value, kind) if kind in NUMBERS and is_number(value) else str(value)


def _is_clean(text: str) -> bool:
    """Say whether cleaning would change nothing, as for most cells: far quicker than to clean each."""
    spaced = "  " in text or text[:1] == " " or text[-1:] == " "
    alike = any(each in text for each in _LIKE_DD)
    return not (spaced or alike) and text.isprintable() and unicodedata.is_normalized("NFC", text)


def show_number(value: float | Decimal, kind: Kind) -> str:
    """Return a number as it is written here: 1.350.000; 2,5; coefficients keep one decimal: 1,0."""
    exact = as_number(value)
    if isinstance(exact, Decimal) and exact == exact.to_integral_value():
        exact = int(exact)
    if isinstance(exact, int):
        text = f"{exact:,}".replace(",", ".")
        return f"{text},0" if kind == "decimal" else text
    whole, _, part = f"{exact.normalize():,f}".partition(".")
    return f"{whole.replace(',', '.')},{part}"


def as_number(value: float | Decimal) -> Number:
    """Return the exact number; a float means the decimals that it shows."""
    return Decimal(str(value)) if isinstance(value, float) else value


def is_number(value: Value) -> TypeGuard[int | float | Decimal]:
    """Say whether a value counts: a yes is no number, nor is the result of a division by nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return isinstance(value, int) or math.isfinite(value)


class Totals:
    """The running totals of some columns, by place."""

    def __init__(self, places: Iterable[int]) -> None:
        self.sums: dict[int, Number] = dict.fromkeys(places, 0)
        self.rows = 0

    def add(self, row: Row) -> None:
        """Count a row in; what is no number counts nothing."""
        self.rows += 1
        for place in self.sums:
            value = row[place]
            if is_number(value):
                self.sums[place] += as_number(value)
