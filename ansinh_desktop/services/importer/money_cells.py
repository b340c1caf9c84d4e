"""Reads amounts of money as lists write them, and tells in which unit a column counts."""

import decimal
import re
from collections.abc import Iterable

from ansinh_desktop import text
from ansinh_desktop.findings import error, warning
from ansinh_desktop.services.importer.reading import Context, Reading, Said, is_nothing
from ansinh_desktop.services.importer.targets import Target
from ansinh_desktop.services.importer.written_dates import number_in_words

LEAST = 10_000
"""No payment is smaller; an amount that is was counted in another unit."""

_NO_MONEY = 10**15
"""As much as this is no amount of anybody, but a cell that was spoilt."""

_UNITS = (
    (1_000_000, re.compile(r"\b(trieu|tr ?d|trd|1 000 000 ?d\w*|1 000 000|1000000)\b")),
    (1000, re.compile(r"\b(nghin|ngan|1 ?000 ?(d|dong|vnd)?|k ?vnd)\b")),
    (1, re.compile(r"\b(dong|vnd|d)\b")),
)
_UNIT_LINE = re.compile(r"(?:đơn vị(?: tính)?|đvt|đv tính|đ\.v\.t)\s*[:.\-–]?\s*(.{0,30})", re.IGNORECASE)
_SCALES = {"nghìn": 1000, "ngàn": 1000, "k": 1000, "triệu": 1_000_000, "tr": 1_000_000}
_WORDS_BESIDE = re.compile(
    r"\([^)]*\)|(?:/|một|mỗi|hằng|hàng|\bcho\b)\s*(?:tháng|người|th|thg|t|đối tượng|hộ)(?!\w)|vnđ|vnd|đồng|đ(?!\w)|(?<=\d)đ|d(?=/|$)"
)
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_TOO_MUCH = 100_000_000
"""What nobody is paid at once: 540.000k was meant as 540.000 đồng."""
_MILLIONS_AND = re.compile(r"(\d{1,3})(?:triệu|tr)(\d{1,3})(nghìn|ngàn|k)?")


def unit_of(heading: str) -> int | None:
    """Return how many đồng a one in a column means, as its heading says; None where it says nothing."""
    folded = text.fold(heading)
    return next((unit for unit, pattern in _UNITS if pattern.search(folded)), None)


def unit_above(titles: Iterable[str]) -> int | None:
    """Return the unit that a line above the list names ("Đơn vị tính: 1.000 đồng")."""
    for each in titles:
        found = _UNIT_LINE.search(text.clean(each))
        unit = unit_of(found[1]) if found else None
        if unit:
            return unit
    return None


def column_unit(above: int | None, heading: str, cells: Iterable[Said]) -> tuple[int, bool]:
    """Return in which unit a column counts, and whether that is only guessed from its amounts.

    Args:
        above: The unit that a line above the list names.
        heading: The column's own heading.
        cells: The column.
    """
    said = unit_of(heading) or above
    guessed = said is None and _all_too_small(cells)
    return said or (1000 if guessed else 1), guessed


def _all_too_small(cells: Iterable[Said]) -> bool:
    amounts = [amount for each in cells if (amount := _number(each, 1)) is not None and amount > 0]
    return bool(amounts) and max(amounts) < LEAST


def read_money(target: Target, said: Said, context: Context) -> Reading:
    """Read an amount in đồng: 540.000, 540.000đ/tháng, 540,000, 540000.0, 1,5 triệu; or in the unit of its column."""
    scale = unit_of(context.heading) or context.money_unit
    typed = said.text
    if is_nothing(typed):
        return Reading(0 if typed == "0" else None)
    amount = _number(said, scale)
    if amount is None or amount < 0 or (amount * scale) % 1:
        return Reading(None, (error("AS-3120", target.key, typed=typed),))
    # A full amount in a column of thousands was meant as it stands.
    dong = int(amount if scale > 1 and amount >= LEAST else amount * scale)
    if 0 < dong < LEAST:
        return Reading(None, (error("AS-3121", target.key, typed=typed),))
    if context.unit_is_guessed and dong != amount:
        shown = f"{dong:,}".replace(",", ".")
        return Reading(dong, (warning("AS-3202", target.key, typed=typed, shown=shown),))
    return Reading(dong)


def _number(said: Said, scale: int) -> decimal.Decimal | None:
    if said.number is None:
        return _amount(said.text, scale)
    return decimal.Decimal(str(said.number)) if abs(said.number) < _NO_MONEY else None


def _amount(typed: str, scale: int) -> decimal.Decimal | None:
    said = _WORDS_BESIDE.sub(" ", typed.lower())
    in_words = number_in_words(text.clean(re.sub(r"\bchẵn\b|[.,;]", " ", said)))
    if in_words is not None:
        return decimal.Decimal(in_words) / scale
    bare = re.sub(r"[\s'’=+*]", "", said)
    bare = re.sub(r"(?<=\d)[.,\-–/]+$|^[:.\-–]+(?=\d)", "", bare) if not bare.startswith("-") else bare
    if spoken := re.fullmatch(r"([\d.,]+)(nghìn|ngàn|k|triệu|tr)", bare):
        number = _spoken_number(spoken[1], _SCALES[spoken[2]])
        return number * _SCALES[spoken[2]] / scale if number is not None else None
    if millions := _MILLIONS_AND.fullmatch(bare):  # 1 triệu 080 nghìn; 1tr5
        rest = decimal.Decimal(millions[2]) if millions[3] else decimal.Decimal(millions[2].ljust(3, "0"))
        return (decimal.Decimal(millions[1]) * 1_000_000 + rest * 1000) / scale
    return _in_figures(bare, scale)


def _spoken_number(bare: str, scale: int) -> decimal.Decimal | None:
    """Return the number before a word: 1.080k are a thousand and eighty thousands; 1.080 triệu a little more than one."""
    whole = decimal.Decimal(re.sub(r"[.,]", "", bare)) if _GROUPED.fullmatch(bare) else None
    if scale == _SCALES["k"] and whole is not None and whole * scale < _TOO_MUCH:
        return whole
    return _plain_number(bare.replace(",", "."))


def _in_figures(bare: str, scale: int) -> decimal.Decimal | None:
    bare = (
        re.sub(r"[.,]0{1,2}$", "", bare) if re.search(r"[.,]\d{3}[.,]0{1,2}$|^\d+[.,]0{1,2}$", bare) else bare
    )
    if _GROUPED.fullmatch(bare):
        whole = decimal.Decimal(re.sub(r"\D", "", bare))
        # Nothing parted in thousands begins with a zero; and in millions 1,080 is a little more than one.
        if not re.match(r"0[.,]", bare) and (scale <= 1000 or whole >= LEAST):
            return whole
    return _plain_number(bare if scale == 1 else bare.replace(",", "."))


def _plain_number(bare: str) -> decimal.Decimal | None:
    return decimal.Decimal(bare) if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,3})?", bare) else None
