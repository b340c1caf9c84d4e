"""What a check found wrong, doubtful or worth knowing: the same object in form, import and package."""

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ansinh_desktop.errors import Message, message_of


class Level(enum.StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """The record cannot be final."""
    WARNING = "warning"
    """The record can be kept with a reason."""
    NOTE = "note"
    """Only to be known."""


class Finding(NamedTuple):
    """One thing found about one field (``field`` is its key, or empty for the whole record)."""

    level: Level
    code: str
    field: str = ""
    facts: Mapping[str, object] = MappingProxyType({})

    def __hash__(self) -> int:
        return hash((self.level, self.code, self.field))

    @property
    def message(self) -> Message:
        """The sentence for the officer."""
        return message_of(self.code, self.facts)

    @property
    def text(self) -> str:
        """What is wrong, for the officer."""
        return self.message.text

    @property
    def todo(self) -> str:
        """How to mend it."""
        return self.message.todo


def error(code: str, field_key: str = "", **facts: object) -> Finding:
    """Return a finding that keeps a record from being final."""
    return Finding(Level.ERROR, code, field_key, facts)


def warning(code: str, field_key: str = "", **facts: object) -> Finding:
    """Return a finding that may be kept with a reason."""
    return Finding(Level.WARNING, code, field_key, facts)


def note(code: str, field_key: str = "", **facts: object) -> Finding:
    """Return a finding that is only to be known."""
    return Finding(Level.NOTE, code, field_key, facts)
