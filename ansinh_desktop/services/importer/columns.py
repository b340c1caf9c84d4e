"""Proposes which column fills which field, by heading and by content; what the officer settled before goes first."""

import datetime
import difflib
import functools
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ansinh_desktop.registers.kinds import Value
from ansinh_desktop.services.importer.heading import Heading, Table
from ansinh_desktop.services.importer.sheets import Cell
from ansinh_desktop.services.importer.targets import BIRTH, NAME, PERSON, PERSONAL_ID, SEX, Target
from ansinh_desktop.text import clean, fold

SURE = 0.85
LIKELY = 0.55
"""Below this a column is proposed for nothing."""

_SAMPLE = 200
_TELLING_ROWS = 5
_ALTERNATIVES = 4
_UNUSED = frozenset({"stt", "tt", "so tt", "so thu tu", "ky nhan", "ky ten", "chu ky", "ky"})
_SEXES = {"nam": "male", "nu": "female"}
_DATE_PARTS = {"ngay": "day", "thang": "month", "nam": "year"}
_FAMILY_NAMES = re.compile(r"ho( va| ten)*( chu)?( dem| lot| ten dem| ten lot)?")
_OTHER_PEOPLE = re.compile(
    r"\b(cha|me|bo|vo|chong|con|chu ho|nguoi (cham soc|nuoi duong|giam ho|nhan|dai dien|than)|cha me)\b"
)
_UNIT = re.compile(r"\s*\([^)]*\)|\s*\b(đồng|vnđ|vnd)\b", re.IGNORECASE)
_MARKS = frozenset({"x", "v", "1", "co", "+", "✓"})

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
# What the content of a column speaks for and, where none of it is there, against.
_EXPECTED: Mapping[str, frozenset[str]] = {
    "CitizenId": frozenset({"id12", "id11", "id9"}),
    "OldId": frozenset({"id9"}),
    "PartialDate": frozenset({"date", "month", "year"}),
    "Date": frozenset({"date", "month"}),
    "Month": frozenset({"date", "month"}),
    "Moment": frozenset({"date"}),
    "Money": frozenset({"money"}),
    "Decimal": frozenset({"decimal", "mark"}),
    "Whole": frozenset({"decimal", "mark", "year"}),
    "Phone": frozenset({"phone", "id9"}),
    "HealthInsurance": frozenset({"insurance", "phone", "id12"}),
    "Name": frozenset({"name"}),
}
_TELLING = frozenset({"CitizenId", "OldId", "Phone", "HealthInsurance"})


@dataclass(frozen=True)
class ColumnMatch:
    """What one column fills."""

    column: int
    heading: str
    target: str | None = None
    confidence: float = 0.0
    sets: Mapping[str, Value] = field(default_factory=dict)
    """Answers that follow when the cell is filled: a year of birth under "Nữ" tells the sex."""
    mark: Value = None
    """The answer that a mark (x) in this column means."""
    part: str = ""
    """Where several columns make one value: ``name``; ``day``, ``month``, ``year``."""
    alternatives: tuple[str, ...] = ()
    """Other targets that the heading may mean, the likeliest first."""

    @property
    def is_sure(self) -> bool:
        """Whether the officer need not look at it."""
        return self.target is None or self.confidence >= SURE


@dataclass(frozen=True)
class ColumnMapping:
    """What all columns of one kind of sheet fill; as JSON it is kept and found again by its fingerprint."""

    fingerprint: str
    matches: tuple[ColumnMatch, ...]
    words: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """By target: what the officer said that a word of this list means (folded)."""

    def of(self, target: str) -> list[ColumnMatch]:
        """Return the columns that fill a target."""
        return [each for each in self.matches if each.target == target]

    def with_match(self, match: ColumnMatch) -> "ColumnMapping":
        """Return the mapping with one column settled by the officer."""
        settled = [match if each.column == match.column else each for each in self.matches]
        return replace(self, matches=tuple(settled))

    def with_word(self, target: str, word: str, value: Value) -> "ColumnMapping":
        """Return the mapping with one word of a column settled by the officer."""
        words = {**self.words, target: {**self.words.get(target, {}), fold(word): value}}
        return replace(self, words=words)

    def to_json(self) -> dict[str, Any]:
        """Return what is kept."""
        columns = [
            {
                "column": each.column, "heading": each.heading, "target": each.target,
                "sets": dict(each.sets), "mark": each.mark, "part": each.part,
            }
            for each in self.matches
        ]  # fmt: skip
        words = {target: dict(said) for target, said in self.words.items()}
        return {"fingerprint": self.fingerprint, "columns": columns, "words": words}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "ColumnMapping":
        """Read back what was kept.

        Raises:
            KeyError, TypeError: It is no such value.
        """
        matches = [
            ColumnMatch(
                each["column"],
                each["heading"],
                each["target"],
                1.0,
                dict(each["sets"]),
                each["mark"],
                each["part"],
            )
            for each in kept["columns"]
        ]
        return cls(
            kept["fingerprint"], tuple(matches), {key: dict(said) for key, said in kept["words"].items()}
        )


def fingerprint(table: Table) -> str:
    """Return what is the same for two sheets with the same headings in the same order."""
    headings = "\n".join(f"{each.column}:{fold(each.text)}" for each in table.columns if each.path)
    return hashlib.sha256(headings.encode()).hexdigest()[:16]


def propose(table: Table, targets: Sequence[Target], saved: Iterable[ColumnMapping] = ()) -> ColumnMapping:
    """Return what each column may fill; a mapping that was settled for the same headings is taken as it is.

    Args:
        table: The list.
        targets: All fields that columns may fill.
        saved: Mappings kept from earlier imports.
    """
    print_of_table = fingerprint(table)
    known = {each.key for each in targets}
    for mapping in saved:
        if mapping.fingerprint == print_of_table and all(
            m.target is None or m.target in known for m in mapping.matches
        ):
            return mapping
    contents = [_Content(table, heading.column) for heading in table.columns]
    guesses = [_guess(*each, targets) for each in zip(table.columns, contents, strict=True)]
    return ColumnMapping(print_of_table, tuple(_settled(_with_parted_names(guesses, contents))))


def missing(mapping: ColumnMapping, targets: Sequence[Target]) -> list[Target]:
    """Return the required fields that no column fills."""
    filled = {each.target for each in mapping.matches}
    filled |= {key for each in mapping.matches for key in each.sets}
    filled |= {key for each in targets if each.key in filled for key in each.gives}
    return [each for each in targets if each.required and each.key not in filled]


# ---------------------------------------------------------------- one column


@dataclass(frozen=True)
class _Guess:
    heading: Heading
    scores: tuple[tuple[float, str], ...]
    """The likeliest first."""
    sets: Mapping[str, Value]
    mark: Mapping[str, Value]
    """By target: what a mark in this column means."""
    part: str = ""

    @property
    def best(self) -> str | None:
        """The likeliest target."""
        return self.scores[0][1] if self.scores and self.scores[0][0] >= LIKELY else None


class _Content:
    """What stands in a column, looked at in some hundred rows."""

    def __init__(self, table: Table, column: int) -> None:
        step = len(table.people) // _SAMPLE + 1
        cells = (each.cells[column] for each in table.people[::step] if column < len(each.cells))
        self.texts = [text for text in map(_shown, cells) if text]
        traits = Counter(_trait(text) for text in self.texts)
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


def _guess(heading: Heading, content: _Content, targets: Sequence[Target]) -> _Guess:
    leaf = fold(heading.leaf)
    if not leaf or leaf in _UNUSED:
        return _Guess(heading, (), {}, {})
    if leaf in _DATE_PARTS and _is_date_part(heading):
        return _Guess(heading, ((0.95, BIRTH),), {}, {}, _DATE_PARTS[leaf])
    if leaf in _SEXES:
        return _guess_of_sex(heading, content, _SEXES[leaf])
    marks = {each.key: code for each, code in _marked(heading, content, targets)}
    scores = sorted(
        ((_score(heading, content, each), each.key) for each in targets), key=lambda each: -each[0]
    )
    scores = [(max(score, 0.9) if key in marks else score, key) for score, key in scores]
    return _Guess(heading, tuple(sorted(scores, key=lambda each: -each[0])), {}, marks)


def _guess_of_sex(heading: Heading, content: _Content, sex: str) -> _Guess:
    """Return what a column "Nam" or "Nữ" is: the birth of a man or a woman, or a mark for the sex."""
    dates = content.share(("date", "month", "year"))
    under_birth = "sinh" in fold(heading.text).split()
    if dates > 0.5 or (under_birth and content.share(("mark",)) < 0.5):
        return _Guess(heading, ((0.95 if under_birth else 0.85, BIRTH), (0.3, SEX)), {SEX: sex}, {})
    return _Guess(heading, ((0.95, SEX), (0.3, BIRTH)), {}, {SEX: sex})


def _is_date_part(heading: Heading) -> bool:
    """Whether a column "Ngày", "Tháng" or "Năm" stands under a heading of births; "Nam" is a man, "Năm" a year."""
    above = fold(" ".join(heading.path[:-1])).split()
    return "sinh" in above and (fold(heading.leaf) != "nam" or "ă" in heading.leaf.lower())


def _with_parted_names(guesses: Sequence[_Guess], contents: Sequence[_Content]) -> list[_Guess]:
    """Take two columns as one name: "Họ và tên" over both, or "Họ và chữ đệm" beside "Tên"."""
    found = list(guesses)
    for place in range(len(guesses) - 1):
        left, right = guesses[place], guesses[place + 1]
        beside = right.heading.column == left.heading.column + 1
        under_one = left.best == NAME and right.heading.path in {left.heading.path, ()}
        parted = fold(right.heading.leaf) == "ten" and _FAMILY_NAMES.fullmatch(fold(left.heading.leaf))
        if beside and ((under_one and contents[place + 1].are_given_names()) or parted):
            for each in (place, place + 1):
                found[each] = replace(found[each], scores=((0.95, NAME),), part="name")
    return found


def _marked(heading: Heading, content: _Content, targets: Sequence[Target]) -> Iterator[tuple[Target, str]]:
    """Yield the targets of which this heading names one answer, where the column holds only marks (Hộ cận nghèo: x)."""
    if content.share(("mark",)) < 0.7:
        return
    named = fold(_without_unit(heading.leaf))
    for each in targets:
        if (
            each.kind_name in {"Choice", "Choices"}
            and named in each.words
            and named not in map(fold, (each.label, *each.aliases))
        ):
            yield each, each.words[named]


def _score(heading: Heading, content: _Content, target: Target) -> float:
    score = _likeness(heading.path, target.label, target.aliases)
    if target.key.startswith(PERSON) and score < 1.0 and _OTHER_PEOPLE.search(fold(heading.text)):
        score -= 0.35
    if (
        target.key.startswith(PERSON)
        and len(heading.path) > 1
        and _OTHER_PEOPLE.search(fold(heading.path[0]))
    ):
        score -= 0.5
    expected = _EXPECTED.get(target.kind_name)
    if not content.texts or score <= 0:
        return max(score, 0.0)
    if expected:
        share = content.share(expected)
        if share < 0.1 and len(content.texts) >= _TELLING_ROWS:
            score -= 0.3
        elif target.kind_name in _TELLING and share > 0.6 and target.key.startswith(PERSON):
            score = max(
                score + 0.05, 0.6 if target.key == PERSONAL_ID and content.share(("id12",)) > 0.3 else 0
            )
    elif target.words and score < 1.0:
        score += 0.1 * content.share_of_words(target.words) - 0.05
    return max(0.0, min(score, 1.0))


def _likeness(path: tuple[str, ...], label: str, aliases: tuple[str, ...]) -> float:
    whole, leaf = fold(" ".join(path)), fold(path[-1])
    names = _folded_names(label, aliases)
    best = max(_alike(said, name) for said in {leaf, whole} for name in names)
    if best < 1.0:
        bare = fold(_without_unit(path[-1]))
        bare_names = _folded_names(_without_unit(label), tuple(map(_without_unit, aliases)))
        best = max(best, 0.97 * max(_alike(bare, name) for name in bare_names))
    return best


@functools.lru_cache(maxsize=1024)
def _folded_names(label: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in map(fold, (label, *aliases)) if name))


@functools.lru_cache(maxsize=65536)
def _alike(heading: str, name: str) -> float:
    """Return how alike two folded texts are: equal, one within the other, many words in common, a slip of a key."""
    if not heading or not name:
        return 0.0
    if heading == name:
        return 1.0
    said, meant = heading.split(), name.split()
    if f" {name} " in f" {heading} ":
        return 0.55 + 0.35 * len(meant) / len(said)
    if f" {heading} " in f" {name} ":
        return 0.45 + 0.35 * len(said) / len(meant)
    common = sum((Counter(said) & Counter(meant)).values())
    overlap = 0.75 * 2 * common / (len(said) + len(meant))
    if abs(len(heading) - len(name)) <= 3 and len(name) >= 4:
        slip = difflib.SequenceMatcher(None, heading, name).ratio()
        return max(overlap, 0.9 * slip if slip > 0.85 else 0.0)
    return overlap


def _without_unit(heading: str) -> str:
    return clean(_UNIT.sub("", heading))


def _shown(cell: Cell) -> str:
    if isinstance(cell, datetime.date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else clean(str(cell))


def _trait(text: str) -> str:
    bare = re.sub(r"[\s.\-]", "", text) if len(text) > 10 and not re.search(r"[^\d\s.\-]", text) else text
    for trait, pattern in _TRAITS:
        if pattern.fullmatch(bare if trait.startswith("id") else text):
            return trait
    return "text"


# ---------------------------------------------------------------- all columns


def _settled(guesses: Sequence[_Guess]) -> Iterator[ColumnMatch]:
    """Give each target to the column that wants it most; several columns only where each says a part of it."""
    wishes = sorted(
        (
            (score, -guess.heading.column, key)
            for guess in guesses
            for score, key in guess.scores
            if score >= LIKELY
        ),
        reverse=True,
    )
    chosen: dict[int, tuple[str, float]] = {}
    shared = {guess.heading.column for guess in guesses if guess.sets or guess.mark or guess.part}
    takers: dict[str, list[int]] = {}
    for score, negative, key in wishes:
        column = -negative
        others = takers.get(key, [])
        if column in chosen or (
            others and not (column in shared and all(other in shared for other in others))
        ):
            continue
        chosen[column] = key, score
        takers.setdefault(key, []).append(column)
    for guess in guesses:
        target, confidence = chosen.get(guess.heading.column, (None, 0.0))
        rest = [key for score, key in guess.scores[: _ALTERNATIVES + 1] if score > 0.3 and key != target]
        yield ColumnMatch(
            guess.heading.column,
            guess.heading.text,
            target,
            round(confidence, 2),
            guess.sets if target == BIRTH else {},
            guess.mark.get(target) if target else None,
            guess.part if target else "",
            tuple(rest[:_ALTERNATIVES]),
        )


def is_mark(cell: Cell) -> bool:
    """Whether a cell only says yes: x, v, +, 1."""
    return fold(_shown(cell)) in _MARKS or _shown(cell) in {"+", "✓"}


def has_names(mapping: ColumnMapping) -> bool:
    """Whether some column holds the names, without which nobody can be imported."""
    return bool(mapping.of(NAME))
