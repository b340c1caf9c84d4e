"""Proposes which column fills which field, by heading and by content; what the officer settled before goes first."""

import difflib
import functools
import hashlib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ansinh_desktop.registers.answer import Value, cell_text
from ansinh_desktop.services.importer.content import Content
from ansinh_desktop.services.importer.sheets import Cell
from ansinh_desktop.services.importer.table import Heading, Table
from ansinh_desktop.services.importer.targets import BIRTH, NAME, PERSON, PERSONAL_ID, SEX, Target
from ansinh_desktop.text import clean, fold

SURE = 0.85
LIKELY = 0.6
"""Below this a column is proposed for nothing."""

_AGAINST = 0.4
_ALTERNATIVES = 4
_UNUSED = frozenset({"stt", "tt", "so tt", "so thu tu", "ky nhan", "ky ten", "chu ky", "ky"})
_SEXES = {"nam": "male", "nu": "female"}
_DATE_PARTS = {"ngay": "day", "thang": "month", "nam": "year"}
_FAMILY_NAMES = re.compile(r"ho( va| ten)*( chu)?( dem| lot| ten dem| ten lot)?")
_MIDDLE_NAMES = re.compile(r"(ten |chu )?(dem|lot)( va ten dem)?")
_GIVEN_NAMES = frozenset({"ten", "ten goi", "ten rieng"})
_BORN_PARTS = {
    "ngay": "day", "ngay sinh": "day", "d": "day", "thang": "month", "thang sinh": "month", "nam": "year", "nam sinh": "year",
}  # fmt: skip
_RANGES = {"day": (1, 31), "month": (1, 12), "year": (1880, 2100)}
# With these words a heading speaks of another time or another paper than the field itself.
_OTHER_TIMES = frozenset({"truoc", "cu", "cap", "het", "tam"})
_OTHER_PEOPLE = re.compile(
    r"\b(cha|me|bo|vo|chong|con|chu ho|nguoi (cham soc|nuoi duong|giam ho|nhan|dai dien|than)|cha me)\b"
)
_UNIT = re.compile(r"\s*\([^)]*\)|\s*\b(đồng|vnđ|vnd)\b", re.IGNORECASE)
_MARKS = frozenset({"x", "v", "1", "co"})

# What the content of a column of numbers speaks for.
_TELLING: Mapping[str, frozenset[str]] = {
    "CitizenId": frozenset({"id12", "id11", "id9"}),
    "OldId": frozenset({"id9"}),
    "Phone": frozenset({"phone", "id9"}),
    "HealthInsurance": frozenset({"insurance", "phone", "id12"}),
}


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
    contents = [Content(table, heading.column) for heading in table.columns]
    others = [fold(each.leaf) for each in table.columns]
    guesses = [_guess(*each, targets, others) for each in zip(table.columns, contents, strict=True)]
    guesses = _with_parted_births(_with_parted_names(guesses, contents), contents)
    return ColumnMapping(print_of_table, tuple(_settled(_with_a_name(guesses, table.name_column))))


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
    def says_a_part(self) -> bool:
        """Whether another column may fill the same target besides."""
        return bool(self.sets or self.mark or self.part)

    @property
    def best(self) -> str | None:
        """The likeliest target."""
        return self.scores[0][1] if self.scores and self.scores[0][0] >= LIKELY else None


def _guess(heading: Heading, content: Content, targets: Sequence[Target], others: Sequence[str]) -> _Guess:
    leaf = fold(heading.leaf)
    if not leaf or leaf in _UNUSED:
        return _Guess(heading, (), {}, {})
    if leaf in _DATE_PARTS and _is_date_part(heading):
        return _Guess(heading, ((0.95, BIRTH),), {}, {}, _DATE_PARTS[leaf])
    if leaf == "nam" and _is_year(heading, content, others):
        return _Guess(heading, ((0.7, BIRTH),), {}, {})
    if leaf in _SEXES:
        return _guess_of_sex(heading, content, _SEXES[leaf])
    marks = {each.key: code for each, code in _marked(heading, content, targets)}
    scores = [(_score(heading, content, each), each.key) for each in targets]
    scores = [(max(score, 0.9) if key in marks else score, key) for score, key in scores]
    return _Guess(heading, tuple(sorted(scores, key=lambda each: -each[0])), {}, marks)


def _is_year(heading: Heading, content: Content, others: Sequence[str]) -> bool:
    """Whether a column "Năm" is a year: written so, or with years in it and no column of women beside it."""
    if "ă" in heading.leaf.lower():
        return content.share(("year",)) > 0.5
    return "nu" not in others and content.share(("year",)) > 0.5 and "sinh" not in fold(heading.text).split()


def _guess_of_sex(heading: Heading, content: Content, sex: str) -> _Guess:
    """Return what a column "Nam" or "Nữ" is: the birth of a man or a woman, or a mark for the sex."""
    if "ă" in heading.leaf.lower():
        return _Guess(heading, (), {}, {})
    dates = content.share(("date", "month", "year"))
    under_birth = "sinh" in fold(heading.text).split()
    if dates > 0.5 or (under_birth and content.share(("mark",)) < 0.5):
        return _Guess(heading, ((0.95 if under_birth else 0.85, BIRTH), (0.3, SEX)), {SEX: sex}, {})
    return _Guess(heading, ((0.95, SEX), (0.3, BIRTH)), {}, {SEX: sex})


def _is_date_part(heading: Heading) -> bool:
    """Whether a column "Ngày", "Tháng" or "Năm" stands under a heading of births; "Nam" is a man, "Năm" a year."""
    above = fold(" ".join(heading.path[:-1])).split()
    return "sinh" in above and (fold(heading.leaf) != "nam" or "ă" in heading.leaf.lower())


def _with_parted_births(guesses: Sequence[_Guess], contents: Sequence[Content]) -> list[_Guess]:
    """Take "Ngày", "Tháng", "Năm" beside each other as one date of birth, where such numbers stand in them."""
    found = list(guesses)
    for place in range(len(guesses) - 2):
        run = guesses[place : place + 3]
        parts = [_BORN_PARTS.get(fold(each.heading.leaf), "") for each in run]
        above = fold(" ".join(run[0].heading.path[:-1]))
        if sorted(parts) != ["day", "month", "year"] or (above and "sinh" not in above.split()):
            continue
        if all(
            content.holds_numbers(*_RANGES[part])
            for content, part in zip(contents[place : place + 3], parts, strict=True)
        ):
            for number, part in enumerate(parts):
                found[place + number] = _Guess(run[number].heading, ((0.95, BIRTH),), {}, {}, part)
    return found


def _with_a_name(guesses: Sequence[_Guess], name_column: int | None) -> list[_Guess]:
    """Take the column of names for the names of the people where no heading says so: nobody is known without."""
    if any(each.best == NAME for each in guesses):
        return list(guesses)
    return [
        replace(each, scores=((LIKELY, NAME), *each.scores)) if each.heading.column == name_column else each
        for each in guesses
    ]


def _with_parted_names(guesses: Sequence[_Guess], contents: Sequence[Content]) -> list[_Guess]:
    """Take columns as one name: "Họ và tên" over both, "Họ và chữ đệm" beside "Tên", or "Họ", "Tên đệm", "Tên"."""
    found = list(guesses)
    for place in range(len(guesses) - 1):
        for length in (3, 2):
            run = guesses[place : place + length]
            if len(run) == length and _are_parts_of_a_name(run, contents[place + length - 1]):
                for number in range(length):
                    found[place + number] = replace(
                        found[place + number], scores=((0.95, NAME),), part="name", mark={}, sets={}
                    )
                break
    return found


def _are_parts_of_a_name(run: Sequence[_Guess], last: Content) -> bool:
    left, right = run[0], run[-1]
    if any(b.heading.column != a.heading.column + 1 for a, b in itertools.pairwise(run)):
        return False
    leaves = [fold(each.heading.leaf) for each in run]
    parted = leaves[-1] in _GIVEN_NAMES and _FAMILY_NAMES.fullmatch(leaves[0]) is not None
    if len(run) == 3:
        return parted and _MIDDLE_NAMES.fullmatch(leaves[1]) is not None
    under_one = left.best == NAME and right.heading.path in {left.heading.path, ()}
    return (under_one and last.are_given_names()) or parted


def _marked(heading: Heading, content: Content, targets: Sequence[Target]) -> Iterator[tuple[Target, str]]:
    """Yield the targets of which this heading names one answer, where the column holds only marks (Hộ cận nghèo: x)."""
    if not content.is_answered_by_yes():
        return
    named = fold(_without_unit(heading.leaf))
    for each in targets:
        if each.kind_name in {"Choice", "Choices"} and named in each.words:
            yield each, each.words[named]


def _score(heading: Heading, content: Content, target: Target) -> float:
    score = _doubted(_likeness(heading.path, target.label, target.aliases), heading, target)
    return _held_against(content, score, target) if content.texts and score > 0 else max(score, 0.0)


def _doubted(score: float, heading: Heading, target: Target) -> float:
    """Return less where a heading speaks of other people or of another time than the field."""
    if target.key.startswith(PERSON):
        if score < 1.0 and _OTHER_PEOPLE.search(_folded_heading(heading.text)):
            score -= 0.35
        if len(heading.path) > 1 and _OTHER_PEOPLE.search(_folded_heading(heading.path[0])):
            score -= 0.5
    times = _OTHER_TIMES.intersection(_folded_heading(heading.text).split())
    return score if times <= _words_of(target.label, target.aliases) else score - 0.35


@functools.lru_cache(maxsize=1024)
def _folded_heading(text: str) -> str:
    return fold(text)


def _held_against(content: Content, score: float, target: Target) -> float:
    """Return what is left of a likeness once it is seen what stands in the column, or what is added to it."""
    if score >= LIKELY - 0.1 and content.speaks_against(target):
        # What a heading says word by word may stay, if nothing else wants the column; a likeness may not.
        return score - _AGAINST if score >= 1.0 else 0.0
    if target.kind_name in _TELLING and target.key.startswith(PERSON):
        if content.share(_TELLING[target.kind_name]) > 0.6:
            told = target.key == PERSONAL_ID and content.share(("id12",)) > 0.3
            score = max(score + 0.05, LIKELY if told else 0)
    elif target.words and score < 1.0:
        score += 0.1 * content.share_of_words(target.words) - 0.05
    return max(0.0, min(score, 1.0))


@functools.lru_cache(maxsize=1024)
def _words_of(label: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in _folded_names(label, aliases) for word in name.split())


@functools.lru_cache(maxsize=65536)
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
        # A slip of a key leaves each word its beginning: "Thường trú" is no "Hưởng từ".
        same = len(said) == len(meant) and all(a[0] == b[0] for a, b in zip(said, meant, strict=True))
        slip = difflib.SequenceMatcher(None, heading, name).ratio() if same else 0.0
        return max(overlap, 0.9 * slip if slip > 0.85 else 0.0)
    return overlap


def _without_unit(heading: str) -> str:
    return clean(_UNIT.sub("", heading))


# ---------------------------------------------------------------- all columns


def _settled(guesses: Sequence[_Guess]) -> Iterator[ColumnMatch]:
    """Yield what each column fills, and what else it might."""
    chosen = _dealt_out(guesses)
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


def _dealt_out(guesses: Sequence[_Guess]) -> dict[int, tuple[str, float]]:
    """Give each target to the column that wants it most; several columns only where each says a part of it."""
    wishes = [
        (score, -guess.heading.column, key, guess.says_a_part)
        for guess in guesses
        for score, key in guess.scores
    ]
    chosen: dict[int, tuple[str, float]] = {}
    takers: dict[str, list[bool]] = defaultdict(list)
    for score, negative, key, says_a_part in sorted(wishes, reverse=True):
        free = not takers[key] or (says_a_part and all(takers[key]))
        if score >= LIKELY and -negative not in chosen and free:
            chosen[-negative] = key, score
            takers[key].append(says_a_part)
    return chosen


def is_mark(cell: Cell) -> bool:
    """Whether a cell only says yes: x, v, +, 1."""
    said = cell_text(cell)
    return fold(said) in _MARKS or said in {"+", "✓"}
