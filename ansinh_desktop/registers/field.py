"""The questions of a record: fields with their conditions, sections, and how confidential an answer is."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ansinh_desktop.registers.answer import Answers, Kind
from ansinh_desktop.registers.value import Value

Confidentiality: TypeAlias = Literal["c1", "c2", "c3", "c4"]
"""The classes of data protection: internal, restricted, sensitive, most sensitive."""


SHOWN_BY_CODE: Confidentiality = "c3"
"""From this class on a record goes by its number: it never stands beside a name outside its own page."""

MASKED: Confidentiality = "c4"
"""An answer of this class is shown to nobody without a reason, wherever its record stands."""

MASK = "••••"
"""What stands in the place of a masked answer; the same whatever the answer, so that it tells nothing."""

_EMPTY: tuple[Value, ...] = (None, "", [])


def goes_by_code(confidentiality: str) -> bool:
    """Whether a record of this class is named by its number alone."""
    return confidentiality >= SHOWN_BY_CODE


@dataclass(frozen=True)
class When:
    """A condition on another answer: it is one of ``codes`` (or holds one of them, or is yes)."""

    key: str
    codes: tuple[str, ...] = ()

    def holds(self, answers: Answers) -> bool:
        """Whether the field that carries this condition is asked."""
        value = answers.get(self.key)
        if not self.codes:
            return bool(value)
        return any(code in self.codes for code in value) if isinstance(value, list) else value in self.codes


@dataclass(frozen=True)
class Field:
    """One question of a record."""

    key: str
    label: str
    kind: Kind
    required: bool = False
    """A record cannot be final without it (while its condition holds)."""
    when: When | None = None
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

    def asked(self, answers: Answers) -> bool:
        """Whether the question applies to these answers."""
        return self.when is None or self.when.holds(answers)

    def shown(self, value: Value) -> str:
        """Return an answer as anybody with the register's right reads it: masked, where no reason was given."""
        return MASK if self.masked and value not in _EMPTY else self.kind.show(value)


def masked_keys(fields: Mapping[str, Field], answers: Answers) -> frozenset[str]:
    """Return the keys of the answers that are given and shown to nobody without a reason."""
    return frozenset(
        key for key, value in answers.items() if value not in _EMPTY and key in fields and fields[key].masked
    )


def dated(*fields: Field) -> tuple[Field, ...]:
    """Return the same fields as facts that hold from a month."""
    return tuple(dataclasses.replace(each, dated=True) for each in fields)


@dataclass(frozen=True)
class Section:
    """Questions that stand together under one heading."""

    title: str
    fields: tuple[Field, ...]
    help: str = ""
