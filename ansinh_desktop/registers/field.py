"""The questions of a record: fields with their conditions, sections, and how confidential an answer is."""

import abc
import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self, TypeAlias

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers.answer import Answers, Kind
from ansinh_desktop.registers.value import EMPTY, Value

Confidentiality: TypeAlias = Literal["c1", "c2", "c3", "c4"]
"""The classes of data protection: internal, restricted, sensitive, most sensitive."""


SHOWN_BY_CODE: Confidentiality = "c3"
"""From this class on a record goes by its number: it never stands beside a name outside its own page."""

MASKED: Confidentiality = "c4"
"""An answer of this class is shown to nobody without a reason, wherever its record stands."""

MASK = "••••"
"""What stands in the place of a masked answer; the same whatever the answer, so that it tells nothing."""

OF_PERSON = "person."
"""Before the key of what is known of the person, where a field follows it."""


def goes_by_code(confidentiality: str) -> bool:
    """Whether a record of this class is named by its number alone."""
    return confidentiality >= SHOWN_BY_CODE


@dataclass(frozen=True)
class About:
    """Of whom is asked, and on which day; what is not known of them keeps no question away."""

    person: Answers = dataclasses.field(default_factory=dict)
    on: datetime.date | None = None


NOBODY = About()
"""Nobody is known: a condition on the person then keeps no question away."""


class Condition(abc.ABC):
    """Whether a question applies; ``&``, ``|`` and ``~`` join conditions."""

    @abc.abstractmethod
    def holds(self, answers: Answers, about: About = NOBODY) -> bool:
        """Whether the field that carries this condition is asked."""

    def keys(self) -> frozenset[str]:
        """Return the answers at which it looks."""
        return frozenset()

    def __and__(self, other: "Condition") -> "Condition":
        return Every((self, other))

    def __or__(self, other: "Condition") -> "Condition":
        return Some((self, other))

    def __invert__(self) -> "Condition":
        return Unless(self)


@dataclass(frozen=True)
class When(Condition):
    """A condition on another answer: it is one of ``codes`` (or holds one of them, or is yes)."""

    key: str
    codes: tuple[str, ...] = ()

    def holds(self, answers: Answers, _about: About = NOBODY) -> bool:
        """Whether the field that carries this condition is asked."""
        value = answers.get(self.key)
        if not self.codes:
            return bool(value)
        return any(code in self.codes for code in value) if isinstance(value, list) else value in self.codes

    def keys(self) -> frozenset[str]:
        return frozenset({self.key})


@dataclass(frozen=True)
class SaysNo(Condition):
    """A condition on another answer: it is no, or none at all; what was not answered is no such thing."""

    key: str

    def holds(self, answers: Answers, _about: About = NOBODY) -> bool:
        return answers.get(self.key) in (False, 0) and answers.get(self.key) is not None

    def keys(self) -> frozenset[str]:
        return frozenset({self.key})


@dataclass(frozen=True)
class OfPerson(Condition):
    """A condition on what is known of the person: it is one of ``codes``, or anything where none is named."""

    key: str
    codes: tuple[str, ...] = ()

    def holds(self, _answers: Answers, about: About = NOBODY) -> bool:
        value = about.person.get(self.key)
        if not self.codes:
            return value not in EMPTY
        return value in EMPTY or value in self.codes


@dataclass(frozen=True)
class Aged(Condition):
    """A condition on the person's age on the day, in whole years; a birth that leaves it open keeps the question."""

    least: int = 0
    below: int = 200

    def holds(self, _answers: Answers, about: About = NOBODY) -> bool:
        birth = about.person.get("birth_date")
        if not isinstance(birth, str) or not birth or about.on is None:
            return True
        youngest, oldest = PartialDate.from_iso(birth).age_months_on(about.on)
        return oldest >= self.least * 12 and youngest < self.below * 12


@dataclass(frozen=True)
class Every(Condition):
    """All of several conditions."""

    parts: tuple[Condition, ...]

    def holds(self, answers: Answers, about: About = NOBODY) -> bool:
        return all(each.holds(answers, about) for each in self.parts)

    def keys(self) -> frozenset[str]:
        return frozenset().union(*(each.keys() for each in self.parts))


@dataclass(frozen=True)
class Some(Condition):
    """At least one of several conditions."""

    parts: tuple[Condition, ...]

    def holds(self, answers: Answers, about: About = NOBODY) -> bool:
        return any(each.holds(answers, about) for each in self.parts)

    def keys(self) -> frozenset[str]:
        return frozenset().union(*(each.keys() for each in self.parts))


@dataclass(frozen=True)
class Unless(Condition):
    """The contrary of a condition on other answers."""

    of: Condition

    def holds(self, answers: Answers, about: About = NOBODY) -> bool:
        return not self.of.holds(answers, about)

    def keys(self) -> frozenset[str]:
        return self.of.keys()


WOMAN = OfPerson("sex", ("female",))


@dataclass(frozen=True)
class Field:
    """One question of a record."""

    key: str
    label: str
    kind: Kind
    required: bool = False
    """A record cannot be final without it (while its condition holds)."""
    when: Condition | None = None
    follows: str = ""
    """A choice of several: where exactly one was chosen there, that is the answer here too, and nothing is asked.

    Under :data:`OF_PERSON` what is known of the person: where it is known, the answer is yes.
    """
    help: str = ""
    aliases: tuple[str, ...] = ()
    """Other headings under which communes keep this column."""
    confidentiality: Confidentiality | None = None
    """Where it is higher than the register's."""
    was: str = ""
    """The key it had before it was renamed."""
    hidden: bool = False
    """Kept for the program itself and never shown."""
    dated: bool = False
    """It decides money: once the record is confirmed a change holds from a month, and the months before keep theirs."""

    @property
    def masked(self) -> bool:
        """Whether its answer is shown to nobody without a reason."""
        return self.confidentiality == MASKED

    def asked(self, answers: Answers, about: About = NOBODY) -> bool:
        """Whether the question applies to these answers of somebody, and none of them answers it already."""
        if self.when is not None and not self.when.holds(answers, about):
            return False
        if not self.follows:
            return True  # as most: this is asked of every answer of every record
        return not self._follows_nothing(answers) and self.answered_by(answers, about) is None

    def _follows_nothing(self, answers: Answers) -> bool:
        """Whether there is nothing yet of which it could choose one."""
        if self.follows.startswith(OF_PERSON):
            return False
        return answers.get(self.follows) in EMPTY and answers.get(self.key) in EMPTY

    def answered_by(self, answers: Answers, about: About = NOBODY) -> Value:
        """Return what an answer that this one follows says; None where it must be asked."""
        said = self._followed(answers, about)
        # What says otherwise is shown, so that it is not lost unseen.
        return said if answers.get(self.key) in (*EMPTY, said) else None

    def _followed(self, answers: Answers, about: About) -> Value:
        if self.follows.startswith(OF_PERSON):
            known = about.person.get(self.follows.removeprefix(OF_PERSON))
            return None if known in EMPTY else True
        chosen = answers.get(self.follows) if self.follows else None
        return chosen[0] if isinstance(chosen, list) and len(chosen) == 1 else None

    def shown(self, value: Value) -> str:
        """Return an answer as anybody with the register's right reads it: masked, where no reason was given."""
        return MASK if self.masked and value not in EMPTY else self.kind.show(value)


class Questions(dict[str, Field]):
    """Fields by their keys, in the order in which they are asked; declared once and never changed."""

    @classmethod
    def of(cls, fields: Iterable[Field]) -> Self:
        """Return fields by their keys."""
        return cls((each.key, each) for each in fields)

    @cached_property
    def required(self) -> tuple[Field, ...]:
        """Those without which nothing is final, as far as they are asked."""
        return tuple(each for each in self.values() if each.required)


def masked_keys(fields: Mapping[str, Field], answers: Answers) -> frozenset[str]:
    """Return the keys of the answers that are given and shown to nobody without a reason."""
    return frozenset(
        key for key, value in answers.items() if key in fields and fields[key].masked and value not in EMPTY
    )


def settled(fields: Mapping[str, Field], answers: Answers, about: About = NOBODY) -> dict[str, Value]:
    """Return answers together with those that follow from them, and from what is known of the person."""
    found = dict(answers)
    for key, each in fields.items():
        if each.follows and (each.when is None or each.when.holds(answers, about)):
            said = each.answered_by(answers, about)
            found |= {key: said} if said is not None else {}
    return found


def dated(*fields: Field) -> tuple[Field, ...]:
    """Return the same fields as facts that hold from a month."""
    return tuple(dataclasses.replace(each, dated=True) for each in fields)


@dataclass(frozen=True)
class Section:
    """Questions that stand together under one heading."""

    title: str
    fields: tuple[Field, ...]
    help: str = ""
