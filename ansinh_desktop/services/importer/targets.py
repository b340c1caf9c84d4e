"""What a column of a list can become: the fields of the person and of the register, as plain data."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ansinh_desktop.registers import kinds, names
from ansinh_desktop.registers.acts import lives
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.person import fields_with
from ansinh_desktop.registers.register import Register

PERSON = "person."
NAME = PERSON + "full_name"
BIRTH = PERSON + "birth_date"
DEATH = PERSON + "death_date"
SEX = PERSON + "sex"
PERSONAL_ID = PERSON + "personal_id"
OLD_ID = PERSON + "old_id"
HAMLET = PERSON + "hamlet"
ADDRESS = PERSON + "address"

ReadCell: TypeAlias = Callable[[str], Mapping[str, Value]]

# Marks that may mean the one or the other: they are never read by a table of words alone.
_AMBIGUOUS_WORDS = {SEX: ("x", "n")}


@dataclass(frozen=True)
class Target:
    """A field that a column may fill."""

    key: str
    """Of a person's field ``person.full_name``; of a register's field its own key."""
    label: str
    aliases: tuple[str, ...] = ()
    kind_name: str = "Text"
    required: bool = False
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Codes by folded label and everyday word."""
    read: ReadCell | None = field(default=None, compare=False)
    """What the register itself makes of a cell: answers by key. Raises UnreadableError."""
    gives: frozenset[str] = frozenset()
    """Other fields that everyday phrases in its column may fill."""
    changes: Mapping[str, Mapping[str, Value]] = field(default_factory=dict, hash=False)
    """What a remark in its column may propose: the register's answers of a death, of a removal."""
    show: Callable[[Value], str] = field(default=str, compare=False)
    """A value as the officer reads it."""


def targets_of(register: Register) -> tuple[Target, ...]:
    """Return every field of the person and of a register that a column can fill."""
    person = [_target(PERSON + each.key, each) for each in fields_with(register.person_optional).values()]
    gives = {
        key: frozenset(name for phrase in phrases for name in phrase.sets)
        for key, phrases in register.phrases.items()
    }
    own = [
        _target(
            each.key, each, functools.partial(register.read_cell, each.key), gives.get(each.key, frozenset())
        )
        for each in register.fields.values()
        if not isinstance(each.kind, kinds.Rows | kinds.PersonLink)
    ]
    remarked = {"Name", "Text", "LongText"}
    return tuple(
        replace(each, changes=lives.proposals(register.life_changes)) if each.kind_name in remarked else each
        for each in (*person, *own)
    )


def _target(
    key: str, declared: Field, read: ReadCell | None = None, gives: frozenset[str] = frozenset()
) -> Target:
    kind = declared.kind
    words: dict[str, str] = {}
    if isinstance(kind, kinds.Choice):
        words = {**names.codes_by_label(kind.list_name), **kind.words}
        for mark in _AMBIGUOUS_WORDS.get(key, ()):
            words.pop(mark, None)
    # What is asked only under a condition is not missed in a heading.
    required = declared.required and declared.when is None
    return Target(
        key,
        declared.label,
        declared.aliases,
        type(kind).__name__,
        required,
        words,
        read,
        gives,
        show=kind.show,
    )
