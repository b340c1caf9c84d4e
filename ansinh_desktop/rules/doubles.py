"""Who of many people is recorded twice: only those that a slip could make alike are compared, and the likely ones told."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from ansinh_desktop.rules.likeness import AMONG, RARE, Known, Likeness, compare, is_out_of_question

MOST_ALIKE: Final = 60
"""Of so many people with something in common at most each is compared with each: more say nothing by it."""

_Sign: TypeAlias = tuple[object, ...]


class Double(NamedTuple):
    """Two people who are likely one, the lesser id first, and why."""

    one: str
    other: str
    likeness: Likeness


def doubles(people: Mapping[str, Known]) -> list[Double]:
    """Return who is likely recorded twice, the likeliest first.

    Args:
        people: What is known of each, by id.
    """
    borne = Counter(each.tokens for each in people.values())
    found = []
    for one, other in sorted(_pairs(people)):
        mine, theirs = people[one], people[other]
        if is_out_of_question(mine, theirs):
            continue
        rare = None in (mine.birth, theirs.birth) and borne[mine.tokens] <= RARE and len(people) >= AMONG
        likeness = compare(mine, theirs, rare=rare)
        if likeness.is_likely:
            found.append(Double(one, other, likeness))
    return sorted(found, key=lambda each: (-each.likeness.score, each.one, each.other))


def _pairs(people: Mapping[str, Known]) -> set[tuple[str, str]]:
    """Return who is compared: whoever has one of the signs in common that each slip leaves as it is."""
    alike: dict[_Sign, list[str]] = defaultdict(list)
    for key, known in people.items():
        for sign in dict.fromkeys(_signs(known)):
            alike[sign].append(key)
    groups = (each for each in alike.values() if 1 < len(each) <= MOST_ALIKE)
    return {pair for keys in groups for pair in itertools.combinations(sorted(keys), 2)}


def _signs(known: Known) -> Iterator[_Sign]:
    for number in {known.personal_id, known.old_id} - {""}:
        yield ("number", number)
    if known.phone:
        yield ("phone", known.phone)
    words, birth = known.tokens, known.birth
    if not words:
        return
    # What follows tells a name that many bear.
    name = tuple(sorted(words))
    yield ("name", name)
    if birth is None:
        yield ("name", name, known.hamlet)
        return
    # Two years that follow one another have one of the two halves in common.
    yield ("name", name, birth.year // 2, 0)
    yield ("name", name, (birth.year + 1) // 2, 1)
    if birth.day is not None:
        yield ("name", name, birth.month, birth.day)
        yield ("given", words[-1], birth.iso)
        yield ("family", words[0], birth.iso)
    if known.hamlet:
        yield ("given", words[0], words[-1], birth.year, known.hamlet)
