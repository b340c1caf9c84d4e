"""Dates as people write them: in words, with what they do not know left open, with a time of day or a remark behind."""

import datetime
import re

from ansinh_desktop.dates import PartialDate, read_partial_date
from ansinh_desktop.text import clean

_TIME = re.compile(
    r"(?:\s*t\s*|\s+|\s*,\s*)\d{1,2}\s*:\s*\d{2}(?:\s*:\s*\d{2}(?:\.\d+)?)?\s*(?:z|am|pm|sa|ch)?(?:[+-]\d\d:?\d\d)?$"
)
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
_LEAD = re.compile(
    r"^(?:(?:có\s+)?(?:ngày[\s,]*(?:tháng[\s,]*)?(?:năm\s*)?sinh|năm sinh|sinh ngày|sinh năm|sinh tháng|sinh|snăm|sn|s\.\s*n\.?|ns|n\.\s*s\.?|nsinh|s\.?)"
    r"\s*[:.=\-–]?\s*)(?=[\d?~_x*.…(\-–—/]|ng|th|t\s*\d|n|m|k|h|b|s|c)"
)
_TAIL = re.compile(
    r"\s*[,;–-]?\s*(?:\b(?:theo|tuổi|tức|cccd|cmnd|gks|giấy|trên|ghi|âm|dương|âl|al|dl|đl|dương lịch|âm lịch)\b.*)$"
)
_LUNAR = re.compile(
    r"\b(?:âm lịch|âm|âl|al)\b|\b(?:giáp|ất|bính|đinh|mậu|kỷ|canh|tân|nhâm|quý)\s+(?:tý|sửu|dần|mão|mẹo|thìn|tỵ|ngọ|mùi|thân|dậu|tuất|hợi)\b"
)
_LABELS = re.compile(r"^(?:ngày|mùng|mồng|ng\.?|d\.?)\s*(?=[\d?…._x/-])")
_SPOKEN = re.compile(
    r"(?:(?:ngày|mùng|mồng|ng)?\s*(?P<day>\d{1,2}|[?.…_x]+)?\s*[,/.\-]?\s*)?(?:tháng|thg|th|t)\.?\s*(?P<month>\d{1,2}|[?.…_x]+)?\s*[,/.\-]?\s*"
    r"(?:năm|nam|n)?\.?\s*(?P<year>\d{4}|\d{2})"
)
_YEAR_SAID = re.compile(r"(\d{1,2}\s*[/.\-]\s*(?:\d{1,2}\s*[/.\-]?)?)\s*năm\s*(\d{4})")
_ONLY_YEAR = re.compile(r"(?:năm|nam|n\.?)\s*(\d{4}|\d{2})")
_UNKNOWN = r"(?:[?_x*.…\-–—]+|0{1,2}|không rõ|ko rõ|kr)"
_OPEN = re.compile(rf"(?:{_UNKNOWN}\s*[/.\-–\s]\s*)+(?=\d)")
_OPEN_BEFORE_MONTH = re.compile(r"^(?:[?_x*.…\-–—]+|0{1,2})\s*[/.\-]\s*(?=\d{1,2}\s*[/.\-]\s*\d{2,4}$)")
_PARTED = re.compile(r"\d+(?:\s*[/.\-–—,\\|:]\s*\d+|\s+\d+){0,2}")
_PARTING = re.compile(r"\s*[/.\-–—,\\|:]\s*|\s+")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_ENGLISH = {
    each: number
    for number, names in enumerate(
        ["jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"], start=1,
    )
    for each in names.split()
}  # fmt: skip
_DIGITS = {
    "không": 0, "linh": 0, "lẻ": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_TENS = {"mười": 10, "mươi": 10, "trăm": 100}
_GROUPS = {"nghìn": 1000, "ngàn": 1000, "triệu": 1_000_000, "tỷ": 1_000_000_000}
_MONTHS = {"giêng": 1, "chạp": 12}


def is_lunar(typed: str) -> bool:
    """Whether a date is said to be of the lunar calendar."""
    return _LUNAR.search(clean(typed).lower()) is not None


def as_numbers(typed: str) -> str:
    """Return a written date as numbers: 5/3/1938, 3/1938, 1938; what is none comes back as it is, without its remarks."""
    said = clean(typed).lower().strip("'\"“”’`´ ").rstrip("¹²³⁴⁵⁶⁷⁸⁹⁰*†")
    said = _TIME.sub("", said)
    outside = clean(_BRACKETS.sub(" ", said))
    said = outside if any(map(str.isalnum, outside)) else said.strip("()[]{} ")
    estimated = re.match(r"(?:~|≈|khoảng|khoang|chừng|ước)\s*(?:năm\s*)?", said)
    if estimated:
        return "~" + said[estimated.end() :]
    said = _LEAD.sub("", said).strip()
    said = _TAIL.sub("", said).strip(" ,;:!/")
    said = _in_digits(said)
    said = _LABELS.sub("", said)
    if re.fullmatch(r"\d{4}\s*\?+", said):
        return f"~{said[:4]}"
    said = re.sub(r"(?<=^\d{4})[.,]0$", "", said.rstrip(" .,;:?!-–/"))
    return _ordered(_without_open(said))


def _in_digits(said: str) -> str:
    """Return a date whose month has a name, or whose numbers are words, in digits."""
    if not re.search(r"[^\W\d_]", said):
        return said
    for name, number in _MONTHS.items():
        said = re.sub(rf"tháng\s+{name}\b", f"tháng {number}", said)
    said = re.sub(
        r"(?<=[\d\s/.\-])([ivx]{1,4})(?=\s*[/.\-]\s*\d{4})",
        lambda found: str(_ROMAN.get(found[1], found[1])),
        said,
    )
    said = re.sub(r"[a-z]{3,9}", lambda found: str(_ENGLISH.get(found[0], found[0])), said)
    said = _words_to_digits(said)
    spoken = _SPOKEN.fullmatch(said)
    if spoken and (spoken["month"] or not spoken["day"]):
        return "/".join(part for part in spoken.groups() if part)
    year = _ONLY_YEAR.fullmatch(said)
    return year[1] if year else _YEAR_SAID.sub(lambda part: f"{part[1].rstrip(' /.-')}/{part[2]}", said)


def _words_to_digits(said: str) -> str:
    """Return "mùng năm tháng ba năm một chín ba tám" as "5 tháng 3 năm 1938"; "năm" is a five and a year."""
    found = re.fullmatch(
        r"(?:(?:ngày|mùng|mồng)\s+(?:mùng|mồng\s+)?(.+?)\s+)?(?:tháng\s+(.+?)\s+)?năm\s+(.+)", said
    )
    if not found:
        return said
    numbers = [_number(part) if part else "" for part in found.groups()]
    return "/".join(each for each in numbers if each) if None not in numbers else said


def _number(words: str) -> str | None:
    if words.isascii() and words.isdecimal():
        return words
    parts = words.split()
    if all(part in _DIGITS for part in parts) and len(parts) in {1, 4}:  # một chín ba tám
        return "".join(str(_DIGITS[part]) for part in parts)
    number = number_in_words(words)
    return None if number is None else str(number)


def number_in_words(words: str) -> int | None:
    """Return what a number in words means ("một triệu không trăm tám mươi nghìn"); None where it is none."""
    total = group = last = 0
    parts = words.lower().split()
    for part in parts:
        if part in _DIGITS:
            last = _DIGITS[part]
        elif part in _TENS:
            group, last = group + (last if part != "mười" else 1) * _TENS[part], 0
        elif part in _GROUPS:
            total, group, last = total + (group + last) * _GROUPS[part], 0, 0
        else:
            return None
    return total + group + last if parts else None


def _without_open(said: str) -> str:
    """Leave out the day, or day and month, that nobody knows: --/--/1938, ?/1938, 00/3/1938."""
    said = _OPEN_BEFORE_MONTH.sub("", said)
    found = _OPEN.match(said)
    return (
        said[found.end() :]
        if found and re.fullmatch(r"\d{4}|\d{1,2}\s*[/.\-]\s*\d{2,4}", said[found.end() :])
        else said
    )


def _ordered(said: str) -> str:
    """Return the parts of a date with one sign between them, the year at the end."""
    if not _PARTED.fullmatch(said):
        return said
    parts = _PARTING.split(said)
    if len(parts) > 1 and len(parts[0]) == 4 and len(parts[-1]) <= 2:
        parts.reverse()
    return "/".join(parts)


def read_written_date(typed: str, today: datetime.date) -> PartialDate | None:
    """Return a written date; None where it is none."""
    try:
        return read_partial_date(as_numbers(typed), today)
    except ValueError:
        return None
