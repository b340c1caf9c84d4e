"""What stands in a column, and what it therefore can and cannot be."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from ansinh_desktop import clock
from ansinh_desktop.findings import Level
from ansinh_desktop.services.importer import everyday_words
from ansinh_desktop.services.importer.cells import Context, read_said
from ansinh_desktop.services.importer.money_cells import column_unit
from ansinh_desktop.services.importer.reading import Reading, is_nothing, said_by
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.targets import SEX, Target
from ansinh_desktop.text import fold

_SAMPLE = 200
_TRIED = 24
_MOST = 0.8
_MARKED = 0.7
_LEAST_NAMES = 0.3
_FREE = frozenset({"Text", "LongText"})
_YES_OR_NO = frozenset({"co", "khong", "x", "v", "k", "ko", "chua", "roi"})
# A word that no code list knows is asked about once for the whole column; it speaks against nothing by itself.
_ASKED_ONCE = frozenset({"AS-3145"})

_TRAITS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("mark", re.compile(r"[xXvV+✓]|1|có", re.IGNORECASE)),
    ("id12", re.compile(r"0\d{11}")),
    ("id11", re.compile(r"[1-9]\d{10}")),
    ("phone", re.compile(r"0\d{9}|\+84\d{9}")),
    ("id9", re.compile(r"[1-9]\d{8}")),
    ("insurance", re.compile(r"[A-Za-z]{2}[1-5]\d{12}")),
    ("date", re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}|\d{4}-\d\d-\d\d")),
    ("month", re.compile(r"\d{1,2}\s*[/\-]\s*\d{4}")),
    ("year", re.compile(r"(18|19|20)\d\d")),
    ("money", re.compile(r"\d{1,3}([.,]\d{3})+|\d{5,9}")),
    ("decimal", re.compile(r"\d{1,2}([.,]\d{1,2})?")),
    ("name", re.compile(r"[^\W\d_]{1,10}( [^\W\d_]{1,10}){1,6}")),
)


class Content:
    """What stands in a column, looked at in some hundred rows."""

    def __init__(self, table: Table, column: int) -> None:
        step = len(table.people) // _SAMPLE + 1
        cells = [each.cells[column] for each in table.people[::step] if column < len(each.cells)]
        said = [each for each in map(said_by, cells) if each.looks]
        self.texts = [each.looks for each in said]
        self._said = list({each.looks: each for each in said}.values())[:_TRIED]
        heading = next((each.text for each in table.columns if each.column == column), "")
        unit, _guessed = column_unit(table.money_unit, heading, said)
        self._context = Context(clock.today(), table.as_of, heading, money_unit=unit)
        traits = Counter(trait_of(text) for text in self.texts)
        count = len(self.texts) or 1
        self._shares = {trait: number / count for trait, number in traits.items()}

    def share(self, traits: Iterable[str]) -> float:
        """Return how much of the column is one of these."""
        return sum(self._shares.get(trait, 0.0) for trait in traits)

    def are_given_names(self) -> bool:
        """Whether nearly all texts are one word of letters, as the last part of a name is."""
        single = sum(text.isalpha() and text[:1].isupper() and len(text) > 1 for text in self.texts)
        return bool(self.texts) and single > 0.8 * len(self.texts)

    def share_of_words(self, words: Mapping[str, str]) -> float:
        """Return how much of the column is a word of a list."""
        said = sum(fold(text) in words for text in self.texts)
        return said / len(self.texts) if self.texts else 0.0

    def speaks_against(self, target: Target) -> bool:
        """Whether what stands in a column can hardly be meant for a field: it cannot be read as its kind."""
        if not self._said or target.key == SEX:
            return False
        if target.kind_name in _FREE:
            marks = sum(fold(text) in _YES_OR_NO for text in self.texts)
            return marks > _MOST * len(self.texts)
        if target.kind_name == "Name":
            named = sum(
                re.search(r"\d", text) is None and fold(text) not in _YES_OR_NO for text in self.texts
            )
            return named < _LEAST_NAMES * len(self.texts)
        telling = [each for each in self._said if not is_nothing(each.looks)]
        unread = sum(_is_unread(read_said(target, each, self._context)) for each in telling)
        return unread * 2 > len(telling)

    def is_answered_by_yes(self) -> bool:
        """Whether nearly all cells say yes or no."""
        said = sum(
            fold(text) in everyday_words.YES | everyday_words.NO or text in {"+", "✓"} for text in self.texts
        )
        return bool(self.texts) and said >= _MARKED * len(self.texts)

    def holds_numbers(self, least: int, most: int) -> bool:
        """Whether nearly all cells are whole numbers of a range, or are left open."""
        told = [text for text in self.texts if text.strip("?.-… ") and text not in {"0", "00"}]
        fitting = sum(text.isascii() and text.isdecimal() and least <= int(text) <= most for text in told)
        return bool(told) and fitting >= _MOST * len(told)


def _is_unread(reading: Reading) -> bool:
    return any(each.level is Level.ERROR and each.code not in _ASKED_ONCE for each in reading.findings)


def trait_of(text: str) -> str:
    """Return what a text looks like: a date, a number of a person, a mark, a name."""
    bare = re.sub(r"[\s.\-]", "", text) if len(text) > 10 and not re.search(r"[^\d\s.\-]", text) else text
    for trait, pattern in _TRAITS:
        if pattern.fullmatch(bare if trait.startswith("id") else text):
            return trait
    return "text"
