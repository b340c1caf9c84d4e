"""Writes amounts and dates in words, as NĐ 30/2020/NĐ-CP and its practice want them."""

import datetime

from ansinh_desktop.dates import PartialDate

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_BILLION = 1_000_000_000
_DOTS = "……"


def number_in_words(number: int, empty_ten: str = "lẻ") -> str:
    """Return a whole number in words; ``empty_ten`` is "lẻ" in the South, "linh" in the North."""
    if number < 0:
        return "âm " + number_in_words(-number, empty_ten)
    if number == 0:
        return _DIGITS[0]
    return " ".join(_large(number, empty_ten, inside=False))


def amount_in_words(amount: int, empty_ten: str = "lẻ") -> str:
    """Return an amount of money in words: first letter capital, "đồng" at the end."""
    words = number_in_words(amount, empty_ten)
    return f"{words[0].upper()}{words[1:]} đồng"


def _large(number: int, empty_ten: str, *, inside: bool) -> list[str]:
    high, low = divmod(number, _BILLION)
    if not high:
        return _below_billion(low, empty_ten, inside=inside)
    rest = _below_billion(low, empty_ten, inside=True)
    return [*_large(high, empty_ten, inside=inside), "tỷ", *rest]


def _below_billion(number: int, empty_ten: str, *, inside: bool) -> list[str]:
    words: list[str] = []
    for size, name in ((1_000_000, ["triệu"]), (1_000, ["nghìn"]), (1, [])):
        group = number // size % 1000
        if group:
            words += [*_below_thousand(group, empty_ten, inside=inside or bool(words)), *name]
    return words


def _below_thousand(number: int, empty_ten: str, *, inside: bool) -> list[str]:
    """Return three digits; ``inside`` a longer number an empty hundred is said."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inside else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens:
        words += ["mười"]
    elif units and words:
        words += [empty_ten]
    if units:
        words.append(_unit_after(tens, units))
    return words


def _unit_after(tens: int, units: int) -> str:
    if tens > 1:
        return _AFTER_TENS.get(units, _DIGITS[units])
    return "lăm" if tens and units == 5 else _DIGITS[units]


def date_in_document(day: datetime.date | PartialDate) -> str:
    """Return a date as the body of a document says it; only months 1 and 2 and single days get a 0."""
    known = day if isinstance(day, PartialDate) else PartialDate.of(day)
    words = ["khoảng"] if known.estimated else []
    if known.day is not None:
        words.append(f"ngày {known.day:02d}")
    if known.month is not None:
        words.append(f"tháng {known.month:02d}" if known.month < 3 else f"tháng {known.month}")
    return " ".join([*words, f"năm {known.year}"])


def place_and_date(place: str, day: datetime.date | None) -> str:
    """Return the line of place and date; without a day, one to be filled in by hand."""
    date = date_in_document(day) if day else f"ngày {_DOTS} tháng {_DOTS} năm {_DOTS}"
    return f"{place}, {date}" if place else date[0].upper() + date[1:]
