"""Whether two people of whom something is known may be one: what agrees, which slip of a key would explain the rest.

No article says it: these are the slips that officers make, weighed so that each alone is forgiven and two of them
are not, unless more agrees. Nothing is decided here; whoever is likely the same is shown, with why.
"""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from ansinh_desktop import text
from ansinh_desktop.dates import PartialDate

LIKELY: Final = 60
"""From this score on two people are shown as likely the same."""

RARE: Final = 2
"""A name that so many bear at most …"""
AMONG: Final = 1000
"""… among so many people at least, says by itself who is meant."""

_EARLY: Final = 5

Points: TypeAlias = tuple[int, str]
"""What one respect speaks for or against it, and why in the officer's words."""

_NOTHING: Final[Points] = (0, "")


@dataclass(frozen=True)
class Known:
    """What is known of a person; empty where nothing is."""

    name: str = ""
    """As it was typed, with its marks or without."""
    birth: PartialDate | None = None
    sex: str = ""
    personal_id: str = ""
    old_id: str = ""
    hamlet: str = ""
    phone: str = ""
    household: str = ""

    @functools.cached_property
    def tokens(self) -> tuple[str, ...]:
        """The words of the name without marks, i and y as one."""
        return tuple(text.name_key(self.name).split())

    @functools.cached_property
    def marked(self) -> tuple[str, ...]:
        """The words of the name in small letters with their marks, each tone after its word."""
        return tuple(text.same_tone(self.name).split())

    @functools.cached_property
    def written(self) -> tuple[str, ...]:
        """The words of the name in small letters as they are written."""
        return tuple(text.clean(self.name).lower().split())


@dataclass(frozen=True)
class Likeness:
    """How far two people may be one."""

    score: int
    why: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        """Whether an officer should look at the two."""
        return self.score >= LIKELY


def compare(one: Known, other: Known, *, rare: bool = False) -> Likeness:
    """Return how far two people may be one; the order of the two makes no difference.

    Args:
        one: What is known of the one.
        other: What is known of the other.
        rare: Whether hardly anybody else bears a name as both do.
    """
    number, name = _number(one, other), _name(one, other)
    known = [*_respects(one, other, number, name)]
    if rare and name[0] >= _BARE[0]:
        known.append((20, "Họ tên hiếm gặp"))
    score = sum(points for points, _why in known)
    why = tuple(words for _points, words in known if words)
    return Likeness(max(score, LIKELY + _SAME_NUMBER[0]) if number == _SAME_NUMBER else score, why)


def _respects(one: Known, other: Known, number: Points, name: Points) -> Iterator[Points]:
    """Yield what speaks for or against it in each respect, some of them in the light of others."""
    birth, place = _birth(one.birth, other.birth), _place(one, other)
    if birth == _SAME_DAY and place[0] > 0 and is_given_same(one.tokens, other.tokens):
        name = max(name, (_GIVEN[0], name[1] or _GIVEN[1]))
    if number == _NEAR_NUMBER and name[0] < 0 and _next_to(one, other):
        number = _OTHER_NUMBER
    elif number == _SAME_NUMBER and name[0] < 0:
        # A number stands for one person alone: another name beside it is the officer's to look at.
        name = (0, "Khác họ tên")
    yield from (number, name, birth, place, _sex(one, other))


def is_out_of_question(one: Known, other: Known) -> bool:
    """Whether two births and numbers exclude that two are one, whatever else agrees: quick, for many pairs."""
    if one.birth is None or other.birth is None or _birth(one.birth, other.birth) != _OTHER_BIRTH:
        return False
    return _number(one, other) in {_OTHER_NUMBER, _NOTHING}


def within_one_slip(one: str, other: str) -> bool:
    """Whether one wrong, missing, added or swapped sign makes the one text the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    elif (
        len(one) == len(other) and one[:_EARLY] != other[:_EARLY] and one[_EARLY + 1 :] != other[_EARLY + 1 :]
    ):
        return False  # as nearly always: a slip lies on one side of a sign, or is that sign and one beside it
    at = next((place for place, sign in enumerate(one) if sign != other[place]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


# The name

_SAME_NAME: Final[Points] = (50, "Trùng họ tên")
_BARE: Final[Points] = (48, "Trùng họ tên không dấu")
_MARKS: Final[Points] = (40, "Họ tên chỉ khác dấu")
_ORDER: Final[Points] = (42, "Họ tên đảo thứ tự")
_MIDDLE: Final[Points] = (36, "Họ tên thiếu chữ lót")
_SLIP: Final[Points] = (36, "Họ tên lệch một chữ cái")
_GIVEN: Final[Points] = (38, "Cùng tên, khác họ hoặc chữ lót")
"""Of two born the same day and living together: no parents call twins alike, so that it tells more than other words."""
_OTHER_NAME: Final[Points] = (-20, "")


def may_be_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names without marks, by their words, are one name but for a slip: quick, for many names."""
    return tuple(one) == tuple(other) or _slip(one, other) is not None


def is_given_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the given names of two names, their last words, are the same."""
    return bool(one and other) and one[-1] == other[-1]


def _name(one: Known, other: Known) -> Points:
    if not one.tokens or not other.tokens:
        return _NOTHING
    if one.tokens == other.tokens:
        return _by_marks(one, other)
    found = _slip(one.tokens, other.tokens)
    if found == _SLIP and not _marks_allow(one, other):
        return _OTHER_NAME
    return found or _OTHER_NAME


def _by_marks(one: Known, other: Known) -> Points:
    if len(one.marked) != len(other.marked):
        return _BARE
    pairs = [(a, b) for a, b in zip(one.marked, other.marked, strict=True) if _equal(a) != _equal(b)]
    if not pairs:
        return _SAME_NAME
    return _MARKS if any(_is_marked(a) and _is_marked(b) for a, b in pairs) else _BARE


def _slip(one: Sequence[str], other: Sequence[str]) -> Points | None:
    """Return which slip makes one name the other."""
    if len(one) == len(other):
        return _slip_of_words(one, other)
    less, more = sorted((one, other), key=len)
    if len(less) > 1 and less[0] == more[0] and less[-1] == more[-1]:
        rest = iter(more)
        if all(word in rest for word in less):
            return _MIDDLE
    return _SLIP if "".join(one) == "".join(other) else None


def _slip_of_words(one: Sequence[str], other: Sequence[str]) -> Points | None:
    """Return which slip makes one of two names of as many words the other: in one word, or their order."""
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    if len(differing) == 1:
        return _SLIP if _near_word(*differing[0]) else None
    return _ORDER if sorted(one) == sorted(other) else None


def _near_word(one: str, other: str) -> bool:
    """Whether a slip makes the one word the other, whichever of i and y stood there."""
    return any(within_one_slip(a, b) for a in text.spellings(one) for b in text.spellings(other))


def _marks_allow(one: Known, other: Known) -> bool:
    """Whether the words that differ by a letter do so by one alone with their marks, too: Hùng is not Dũng.

    A letter that is missing takes its tone along, and what was typed without marks says nothing of them.
    """
    if {len(one.marked), len(one.written), len(other.marked), len(other.written)} != {len(one.tokens)}:
        return True
    return all(
        len(bare) != len(bare_other)
        or not (_is_marked(one.marked[place]) and _is_marked(other.marked[place]))
        or within_one_slip(one.marked[place], other.marked[place])
        or within_one_slip(one.written[place], other.written[place])
        for place, (bare, bare_other) in enumerate(zip(one.tokens, other.tokens, strict=True))
        if bare != bare_other
    )


@functools.lru_cache(maxsize=65536)
def _is_marked(word: str) -> bool:
    return text.has_marks(word)


@functools.lru_cache(maxsize=65536)
def _equal(word: str) -> str:
    """Return a word with i for a y at its end, as in Quý and Quí."""
    return text.equal_i(word)


# The birth

_SAME_DAY: Final[Points] = (40, "Trùng ngày sinh")
_SAME_YEAR: Final[Points] = (25, "Trùng năm sinh")
_SWAPPED_DAY: Final[Points] = (34, "Ngày và tháng sinh đảo nhau")
_NEAR_DAY: Final[Points] = (26, "Ngày sinh lệch một chữ số")
_OTHER_DAY: Final[Points] = (14, "Trùng năm sinh, khác ngày")
_OTHER_BIRTH: Final[Points] = (-40, "")
_NEXT_YEAR: Final = "Năm sinh lệch một năm"
_DIGIT_OF_YEAR: Final = "Năm sinh lệch một chữ số"


def may_be_birth(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two births are one but for a slip, or one is not known."""
    return _birth(one, other)[0] >= 0


def _birth(one: PartialDate | None, other: PartialDate | None) -> Points:
    if one is None or other is None:
        return _NOTHING
    if one.year == other.year:
        return _in_one_year(one, other)
    whole = one.day is not None and other.day is not None
    if whole and (one.month, one.day) != (other.month, other.day):
        return _OTHER_BIRTH
    if abs(one.year - other.year) == 1:
        return (30 if whole else 12), _NEXT_YEAR
    if within_one_slip(f"{one.year:04d}", f"{other.year:04d}"):
        return (28 if whole else 10), _DIGIT_OF_YEAR
    return _OTHER_BIRTH


def _in_one_year(one: PartialDate, other: PartialDate) -> Points:
    if one.month is None or other.month is None:
        return _SAME_YEAR
    if one.day is None or other.day is None:
        return _SAME_YEAR if one.month == other.month else _OTHER_DAY
    if (one.month, one.day) == (other.month, other.day):
        return _SAME_DAY
    if (one.month, one.day) == (other.day, other.month):
        return _SWAPPED_DAY
    digits, others = (f"{each.day:02d}{each.month:02d}" for each in (one, other))
    return _NEAR_DAY if within_one_slip(digits, others) else _OTHER_DAY


# The numbers

_SAME_NUMBER: Final[Points] = (160, "Trùng số định danh hoặc CMND")
_NEAR_NUMBER: Final[Points] = (43, "Số định danh hoặc CMND lệch một chữ số")
_OTHER_NUMBER: Final[Points] = (-29, "Khác số định danh")


_TWINS_WITHIN: Final = 10


def near_numbers(number: str) -> Iterator[str]:
    """Yield the number, and each that one wrong digit or two digits swapped make of it."""
    yield number
    for place, digit in enumerate(number):
        for wrong in "0123456789":
            if wrong != digit:
                yield number[:place] + wrong + number[place + 1 :]
    for place in range(len(number) - 1):
        if number[place] != number[place + 1]:
            yield number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def _number(one: Known, other: Known) -> Points:
    mine, theirs = ({each.personal_id, each.old_id} - {""} for each in (one, other))
    if mine & theirs:
        return _SAME_NUMBER
    alike = zip((one.personal_id, one.old_id), (other.personal_id, other.old_id), strict=True)
    both = [pair for pair in alike if all(pair)]
    if any(len(a) == len(b) and within_one_slip(a, b) for a, b in both):
        return _NEAR_NUMBER
    return _OTHER_NUMBER if both else _NOTHING


def _next_to(one: Known, other: Known) -> bool:
    """Whether two numbers may have been given one after the other, as those of twins are."""
    pairs = ((one.personal_id, other.personal_id), (one.old_id, other.old_id))
    return any(a.isdecimal() and b.isdecimal() and abs(int(a) - int(b)) < _TWINS_WITHIN for a, b in pairs)


# Where they live, and the rest


def _place(one: Known, other: Known) -> Points:
    if one.phone and one.phone == other.phone:
        return 25, "Cùng số điện thoại"
    if one.household and one.household == other.household:
        return 15, "Cùng hộ"
    if not one.hamlet or not other.hamlet:
        return _NOTHING
    # Without any slip: Ấp 1 is not Ấp 2, nor Tân Lợi Tân Lộc.
    return (12, "Cùng ấp") if text.name_key(one.hamlet) == text.name_key(other.hamlet) else (-1, "Khác ấp")


def _sex(one: Known, other: Known) -> Points:
    return (-20, "Khác giới tính") if one.sex and other.sex and one.sex != other.sex else _NOTHING
