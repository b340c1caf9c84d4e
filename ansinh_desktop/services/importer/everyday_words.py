"""Everyday words of old lists: what they may mean, and when the officer must be asked."""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from ansinh_desktop.services.importer.list_rows import hamlet_named
from ansinh_desktop.text import clean, fold

How: TypeAlias = Literal["exact", "contains", "close", "ask"]

YES = frozenset({"x", "v", "co", "dung", "yes", "true", "1", "da co", "da", "roi", "da nhan"})
NO = frozenset({"khong", "ko", "k", "khong co", "chua", "chua co", "sai", "no", "false", "0"})
_SIGNS = {"+": True, "✓": True, "✔": True, "-": False}
_PARTS = re.compile(r"[;,+\n]|\s/\s|\svà\s")
_CLOSE = 0.86

_FEMALE_WORDS = frozenset({"thị"})
_MALE_WORDS = frozenset({"văn", "hữu", "quốc", "đức", "công", "đình", "bá", "sỹ", "viết"})
_ENOUGH_ROWS = 3

_HAMLET_TYPE = re.compile(r"(ấp|khóm|khu phố|tổ dân phố|thôn|xóm|khu vực|phum|sóc)\s+", re.IGNORECASE)
_HAMLET_WITHIN = re.compile(
    r"\b(ấp|khóm|khu phố|tổ dân phố|thôn|khu vực|phum|sóc)\s+([^,;()\-–]{1,40})", re.IGNORECASE
)


@dataclass(frozen=True)
class WordMatch:
    """What a text means by a table of words; ``candidates`` are the codes to choose from when it is to be asked."""

    how: How
    code: str | None = None
    candidates: tuple[str, ...] = ()


def match_words(text: str, words: Mapping[str, str]) -> WordMatch:
    """Return the code that a text means: said as it stands, within a longer text, or with a slip of a key.

    Args:
        text: What the cell says.
        words: Codes by folded text.
    """
    said = fold(text)
    if said in words and said:
        return WordMatch("exact", words[said], (words[said],))
    within = _codes_of(_said_within(said, words), words)
    if within:
        return (
            WordMatch("contains", within[0], within) if len(within) == 1 else WordMatch("ask", None, within)
        )
    around = [word for word in words if f" {said} " in f" {word} "] if len(said) > 1 else []
    if around:
        return WordMatch("ask", None, _codes_of(around, words))
    close = difflib.get_close_matches(said, words, n=3, cutoff=_CLOSE) if len(said) > 3 else []
    codes = _codes_of(close, words)
    return WordMatch("close", codes[0], codes) if len(codes) == 1 else WordMatch("ask", None, codes)


def _said_within(said: str, words: Iterable[str]) -> list[str]:
    """Return the words that stand within a text, the longest first, but for those that a longer one of them holds.

    "khuyết tật nặng" within "khuyết tật đặc biệt nặng" is no second meaning.
    """
    within = [word for word in words if len(word) > 1 and f" {word} " in f" {said} "]
    within = [
        word for word in within if not any(word != other and f" {word} " in f" {other} " for other in within)
    ]
    return sorted(within, key=len, reverse=True)


def _codes_of(said: Iterable[str], words: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words[word] for word in said))


def parts_of(text: str) -> list[str]:
    """Return the parts of a cell that lists several things."""
    return [part for part in map(clean, _PARTS.split(text)) if part]


def yes_or_no(text: str) -> bool | None:
    """Return what a mark says; None when it says neither."""
    if text in _SIGNS:
        return _SIGNS[text]
    said = fold(text)
    return True if said in YES else False if said in NO else None


# ---------------------------------------------------------------- the sex, where the list does not say it clearly


def sex_of_name(name: str) -> str:
    """Return the sex that the middle of a name speaks for: Thị, Văn; empty for most names."""
    middle = {word.lower() for word in clean(name).split()[1:-1]}
    if middle & _FEMALE_WORDS:
        return "female"
    return "male" if middle & _MALE_WORDS else ""


class SexMarks:
    """What the marks of a column of sexes mean in this list, told by the rows whose names are plain."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """Look at pairs of mark and name."""
        self._seen: dict[str, Counter[str]] = defaultdict(Counter)
        for mark, name in rows:
            self._seen[fold(mark)][sex_of_name(name)] += 1

    def meaning(self, mark: str) -> str:
        """Return the sex that all plain names with this mark have; empty when they differ or are too few."""
        seen = self._seen.get(fold(mark), Counter())
        for sex, other in (("female", "male"), ("male", "female")):
            if seen[sex] >= _ENOUGH_ROWS and not seen[other]:
                return sex
        return ""


# ---------------------------------------------------------------- hamlets


class Hamlets:
    """Writes each hamlet of a list in one way: as the commune's own list has it, else as the sections say it.

    "Vĩnh Thạnh" and "ấp vĩnh thạnh" are one; "Ấp An Hòa" and "Khóm An Hòa" are two.
    """

    def __init__(
        self,
        known: Sequence[str],
        sections: Iterable[str],
        heading: str = "",
        renamed: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._names: dict[str, dict[str, str]] = {}
        """By the name without its type, then by the type; the empty type is any."""
        said = _HAMLET_TYPE.fullmatch(clean(heading) + " ")
        self._type = said[1].capitalize() if said else ""
        # A list kept elsewhere still says the name that a hamlet had before.
        for name, now in (*((each, each) for each in known), *renamed.items()):
            kind, bare = _parted(name)
            self._names.setdefault(fold(bare), {}).setdefault(fold(kind), now)
        for name in sections:
            self.named(name)

    def named(self, text: str) -> str:
        """Return the hamlet of a cell that holds nothing else."""
        kind, bare = _parted(text)
        alike = self._names.setdefault(fold(bare), {})
        only = next(iter(alike.values())) if len(alike) == 1 and not kind else None
        known = alike.get(fold(kind)) or alike.get("") or only or alike.get(fold(self._type))
        if known:
            return known
        kind = kind or self._type
        return alike.setdefault(fold(kind), f"{kind} {bare}".strip())

    def within(self, address: str) -> str:
        """Return the hamlet that an address names: "Tổ 20, ấp Hòa Phú"; empty when it names none."""
        found = _HAMLET_WITHIN.search(address)
        return self.named(clean(found[0])) if found else ""


def _parted(text: str) -> tuple[str, str]:
    """Return the type of a hamlet with a capital, and its name; all small or all large letters are mended."""
    name = hamlet_named(text) or clean(text)
    found = _HAMLET_TYPE.match(name)
    kind, bare = (found[1], name[found.end() :]) if found else ("", name)
    if bare == bare.lower() or bare == bare.upper():
        bare = " ".join(word[:1].upper() + word[1:].lower() for word in bare.split())
    return kind.capitalize(), bare
