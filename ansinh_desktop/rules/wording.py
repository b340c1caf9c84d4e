"""How the law's answers write money, coefficients, ages and dates in Vietnamese."""

import datetime
from decimal import Decimal


def money(amount: int) -> str:
    """Return an amount as it is printed: ``1.350.000``."""
    return f"{amount:,}".replace(",", ".")


def number(value: Decimal) -> str:
    """Return a coefficient as decrees print it: ``1,0``, ``2,5``."""
    plain = f"{value.normalize():f}"
    return (plain if "." in plain else plain + ".0").replace(".", ",")


def age(months: int) -> str:
    """Return an age in years, and in months while it is under six years."""
    years, rest = divmod(months, 12)
    if years >= 6 or not rest:
        return f"{years} tuổi"
    return f"{years} tuổi {rest} tháng" if years else f"{rest} tháng tuổi"


def open_age(least: int, most: int) -> str:
    """Return an age that may be one of several; the years are enough where they differ."""
    if least == most or least // 12 == most // 12 >= 6:
        return age(most)
    return f"{least // 12} hoặc {age(most)}" if least >= 72 else f"từ {age(least)} đến {age(most)}"


def articles(*cited: str) -> str:
    """Return articles one after the other, each once."""
    return "; ".join(dict.fromkeys(part for each in cited for part in each.split("; ")))


def date(day: datetime.date) -> str:
    """Return a day as it is printed."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def month(day: datetime.date) -> str:
    """Return a day's month as it is printed."""
    return f"{day.month:02d}/{day.year:04d}"
