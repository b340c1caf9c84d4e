"""The same person known again: how many slips of a key are seen through, who is taken for another, and how long it takes.

The pairs are invented: people by the names of the country, each recorded, and typed again with one slip of nine
kinds; and as many pairs of two people who are nearly alike: brothers and sisters, twins, namesakes, neighbours.
"""

import dataclasses
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ansinh_desktop import text
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules.likeness import Known, compare
from ansinh_desktop.services.cases import KnownPerson
from ansinh_desktop.services.program import Program
from benchmarks.data import HAMLETS, people, with_people
from benchmarks.measuring import Figure, no_collection, p95, timed

_PAIRS: Final = 250
"""Of each kind."""
_ASKED: Final = 40
"""Of each kind, in the data file."""
_LETTERS: Final = "abcdeghiklmnopqrstuvxy"


def recorded(person: dict[str, Any]) -> Known:
    """Return an invented person as they are recorded."""
    birth = PartialDate.from_iso(person["birth_date"])
    return Known(
        person["full_name"],
        birth,
        person["sex"],
        person["personal_id"],
        "",
        person["hamlet"],
        person["phone"] or "",
    )


class Slips:
    """What becomes of a person typed again; each kind with one slip, and with as much beside it as officers type."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def typed(self, known: Known) -> Known:
        """Return what is typed of somebody without a slip: half the time without the number, seldom with a telephone."""
        number = known.personal_id if self._chance.random() < 0.5 else ""
        phone = known.phone if self._chance.random() < 0.3 else ""
        return dataclasses.replace(known, personal_id=number, phone=phone)

    def no_number(self, known: Known) -> Known:
        """Return what is typed of somebody whose card is not at hand: of five, one without the right hamlet."""
        hamlet = self._chance.choice([known.hamlet] * 8 + ["", self._chance.choice(HAMLETS)])
        return dataclasses.replace(known, personal_id="", phone="", hamlet=hamlet)

    def without_marks(self, known: Known) -> Known:
        """Return the name without its marks."""
        return dataclasses.replace(self.no_number(known), name=text.fold(known.name))

    def letter(self, known: Known) -> Known:
        """Return a name with one wrong, missing, added or swapped letter."""
        words = known.name.split()
        at = self._chance.randrange(len(words))
        words[at] = self._slipped(words[at])
        return dataclasses.replace(self.no_number(known), name=" ".join(words))

    def _slipped(self, word: str) -> str:
        place = self._chance.randrange(len(word))
        letter = self._chance.choice(_LETTERS.replace(text.fold(word[place]), ""))
        ways = [word[:place] + letter + word[place + 1 :], word[:place] + letter + word[place:]]
        if len(word) > 2:
            ways += [word[:place] + word[place + 1 :]]
        if place + 1 < len(word):
            ways += [word[:place] + word[place + 1] + word[place] + word[place + 2 :]]
        return self._chance.choice(ways)

    def middle(self, known: Known) -> Known:
        """Return a name without one of its middle words."""
        words = known.name.split()
        del words[self._chance.randrange(1, len(words) - 1)]
        return dataclasses.replace(self.no_number(known), name=" ".join(words))

    def order(self, known: Known) -> Known:
        """Return a name from its end to its begin."""
        return dataclasses.replace(self.no_number(known), name=" ".join(reversed(known.name.split())))

    def alone(self, known: Known) -> Known:
        """Return a name with the hamlet, and nothing else."""
        return Known(known.name, hamlet=known.hamlet)

    def year(self, known: Known) -> Known:
        """Return a birth a year off."""
        return self._born(known, year=_birth(known).year + self._chance.choice((-1, 1)))

    def digits_of_year(self, known: Known) -> Known:
        """Return a year with a wrong digit, or with two swapped."""
        digits = f"{_birth(known).year}"
        swapped = int(digits[:2] + digits[3] + digits[2])
        wrong = int(digits[:3] + self._chance.choice("0123456789".replace(digits[3], "")))
        can_be = 1900 <= swapped <= 2026 and swapped != int(digits)
        year = swapped if can_be and self._chance.random() < 0.5 else wrong
        return self._born(known, year=year)

    def day_and_month(self, known: Known) -> Known:
        """Return a birth with day and month swapped, where they can be."""
        birth = _birth(known)
        if birth.day is None or birth.month is None or birth.day > 12:
            return self.digits_of_year(known)
        return self._born(known, month=birth.day, day=birth.month)

    def number(self, known: Known) -> Known:
        """Return somebody whose number has a slip, and of whose birth the year alone is typed."""
        digits = known.personal_id
        place = self._chance.randrange(len(digits) - 1)
        others = "0123456789".replace(digits[place], "")
        wrong = digits[:place] + self._chance.choice(others) + digits[place + 1 :]
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        birth = PartialDate(_birth(known).year)
        return dataclasses.replace(known, personal_id=self._chance.choice((wrong, swapped)), birth=birth)

    def _born(self, known: Known, **parts: int) -> Known:
        return dataclasses.replace(self.no_number(known), birth=dataclasses.replace(_birth(known), **parts))


def _birth(known: Known) -> PartialDate:
    if known.birth is None:
        raise ValueError(known)
    return known.birth


KINDS: Final[dict[str, Callable[[Slips, Known], Known]]] = {
    "name without marks": Slips.without_marks,
    "one letter wrong, missing, added or swapped": Slips.letter,
    "a middle name missing": Slips.middle,
    "the order reversed": Slips.order,
    "a name and the hamlet alone": Slips.alone,
    "the year off by one": Slips.year,
    "a digit of the year wrong, or two swapped": Slips.digits_of_year,
    "day and month swapped": Slips.day_and_month,
    "a digit of the number wrong, or two swapped": Slips.number,
}


class Near:
    """Two people who are nearly alike, and are not one."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._slips = Slips(seed + 1)
        self._others = people(1_000_000, seed + 2)

    def sibling(self, known: Known) -> Known:
        """Return somebody of the same family and house, born some years later."""
        return self._typed(known, _given(known, self._other().name), years=self._chance.randint(1, 12))

    def twin(self, known: Known) -> Known:
        """Return somebody of the same family and house, born the same day."""
        return self._slips.typed(self._as(known, _given(known, self._other().name)))

    def parent(self, known: Known) -> Known:
        """Return somebody of the same name and house, a generation before."""
        return self._typed(known, known.name, years=-self._chance.randint(18, 40))

    def namesake(self, known: Known) -> Known:
        """Return somebody of the same name born within thirty years, of another hamlet mostly."""
        other = self._other()
        years = self._chance.choice([*range(-15, 0), *range(1, 16)])
        return dataclasses.replace(self._typed(known, known.name, years), hamlet=other.hamlet)

    def neighbour(self, known: Known) -> Known:
        """Return somebody of the same hamlet and year of birth with another given name."""
        other = self._other()
        return dataclasses.replace(
            self._slips.typed(other), hamlet=known.hamlet, birth=PartialDate(_birth(known).year)
        )

    def stranger(self, known: Known) -> Known:
        """Return anybody of the same sex."""
        return dataclasses.replace(self._slips.typed(self._other()), sex=known.sex)

    def _other(self) -> Known:
        return recorded(next(self._others))

    def _as(self, known: Known, name: str) -> Known:
        other = self._other()
        return dataclasses.replace(other, name=name, birth=known.birth, sex=known.sex, hamlet=known.hamlet)

    def _typed(self, known: Known, name: str, years: int) -> Known:
        """Return somebody of another day; of the number as of anybody, half the time nothing is typed."""
        birth, other = _birth(known), self._as(known, name)
        born = PartialDate(birth.year + years)
        if birth.day is not None:
            born = PartialDate(birth.year + years, self._chance.randint(1, 12), self._chance.randint(1, 28))
        return dataclasses.replace(self._slips.typed(other), birth=born)


def _given(known: Known, name: str) -> str:
    return " ".join([*known.name.split()[:-1], name.rsplit(maxsplit=1)[-1]])


NEAR: Final[dict[str, Callable[[Near, Known], Known]]] = {
    "brothers and sisters": Near.sibling,
    "twins": Near.twin,
    "parent and child of one name": Near.parent,
    "namesakes": Near.namesake,
    "neighbours of one year": Near.neighbour,
    "strangers": Near.stranger,
}


def same(seed: int = 13) -> Iterator[tuple[str, Known, Known]]:
    """Yield people as recorded and as typed with one slip, by the kind of slip."""
    slips = Slips(seed)
    source = (recorded(each) for each in people(_PAIRS * len(KINDS), seed))
    for kind, slip in KINDS.items():
        for _ in range(_PAIRS):
            known = next(source)
            yield kind, known, slip(slips, known)


def others(seed: int = 31) -> Iterator[tuple[str, Known, Known]]:
    """Yield as many pairs of two people who are nearly alike, by how they are."""
    near, wanted = Near(seed), _PAIRS * len(KINDS)
    for place, each in enumerate(people(wanted, seed)):
        kind = list(NEAR)[place % len(NEAR)]
        known = recorded(each)
        other = NEAR[kind](near, known)
        if text.fold(other.name) == text.fold(known.name) and other.birth == known.birth:
            other = dataclasses.replace(other, name="Mohamad Ly", sex="male")
        yield kind, known, other


def pairs() -> tuple[Counter[str], Counter[str], float, float]:
    """Return how often each kind was seen through or taken for one, and what comes of it: recall and precision."""
    known_again = Counter(kind for kind, one, other in same() if compare(one, other).is_likely)
    taken = Counter(kind for kind, one, other in others() if compare(one, other).is_likely)
    right, wrong = known_again.total(), taken.total()
    return known_again, taken, right / (_PAIRS * len(KINDS)), right / (right + wrong)


def likeness(folder: Path, count: int) -> list[Figure]:
    """Measure the pairs, and the question for people alike in a data file: how long it takes, and whom it shows.

    Args:
        folder: The data folder; made where it does not stand.
        count: How many people.
    """
    known_again, taken, recall, precision = pairs()
    sys.stdout.write(f"{_told('seen through', known_again, KINDS)}\n{_told('taken for one', taken, NEAR)}\n")
    with with_people(folder, count, ("assistance", "children"), told=count <= 100_000) as program:
        asked = list(_asked(count))
        with no_collection():
            found = [_shown(program, typed) for _kind, _known, typed in asked]
    right = Counter(
        kind
        for (kind, known, _typed), (_time, shown) in zip(asked, found, strict=True)
        if known.personal_id in shown
    )
    sys.stdout.write(f"{_told(f'shown among five of {count:,}', right, KINDS)}\n")
    beside = sum(len(shown) for _time, shown in found) - right.total()
    data = f"{2 * _PAIRS * len(KINDS):,} pairs"
    return [
        # What is missed, and what is wrong: less is better, as with times.
        Figure("people alike: not known again", data, 100 * (1 - recall), "%", 1, 2, "what the goal allows"),
        Figure("people alike: taken for one", data, 100 * (1 - precision), "%", 1, 5, "what the goal allows"),
        Figure(
            "people alike: asked, of the processor",
            f"{count:,} people, p95 of {len(asked)}",
            p95([times[1] for times, _shown in found]) * 1000,
            "ms",
            1,
            150,
            "what the goal allows",
        ),
        Figure(
            "people alike: not among the five shown",
            f"{count:,} people, {len(asked)} slips",
            100 * (1 - right.total() / len(asked)),
            "%",
            1,
            2,
            "what the goal allows",
        ),
        Figure(
            "people alike: others shown beside",
            f"{count:,} people, for each slip",
            beside / len(asked),
            "",
            1,
            4,
            "the places beside the first",
        ),
    ]


def _asked(count: int) -> Iterator[tuple[str, Known, Known]]:
    """Yield people of the data file and what is typed of them, each kind of slip forty times."""
    slips, step = Slips(14), count // (_ASKED * len(KINDS))
    for place, each in enumerate(people(count)):
        if place % step == 0 and place // step < _ASKED * len(KINDS):
            kind = list(KINDS)[place // step % len(KINDS)]
            known = recorded(each)
            yield kind, known, KINDS[kind](slips, known)


def _shown(program: Program, typed: Known) -> tuple[tuple[float, float], set[str]]:
    answers = {
        "full_name": typed.name,
        "birth_date": typed.birth.iso if typed.birth else None,
        "sex": typed.sex,
        "personal_id": typed.personal_id,
        "hamlet": typed.hamlet,
        "phone": typed.phone,
    }
    found: list[KnownPerson] = []
    times = timed(lambda: found.extend(program.cases.alike(answers)))
    return times, {str(each.person["personal_id"]) for each in found}


def _told(what: str, found: Counter[str], kinds: Iterable[str]) -> str:
    return f"{what}: " + "; ".join(f"{kind} {found[kind]}" for kind in kinds)
