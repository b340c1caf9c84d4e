"""Reads the JSON of a file from elsewhere field by field, and takes nothing that was not agreed."""

import datetime
import re
from collections.abc import Set as AbstractSet
from typing import Any, Final, Self

from ansinh_desktop import text
from ansinh_desktop.crypto import strictjson
from ansinh_desktop.errors import AnSinhError

NAME_LENGTH: Final = 200
LARGEST_NUMBER: Final = 2**63 - 1
MOST_ENTRIES: Final = 10_002
"""How many objects a list may hold: as many as a package may have parts, and the two that it does not declare."""

CODE = re.compile(r"[A-Za-z0-9]{1,20}")
UNIT = re.compile(r"[A-Za-z0-9]{1,20}@[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A unit's code and the first day of its period."""
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
DIGEST = re.compile(r"[0-9a-f]{64}")
DIGITS = re.compile(r"[0-9]{5}( [0-9]{5}){5}")
"""A fingerprint."""


class MalformedError(AnSinhError):
    """A file does not hold what was agreed; ``what`` names the place."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Entry:
    """One JSON object from elsewhere: each field is taken once, and none may be left over."""

    def __init__(self, value: object, name: str = "") -> None:
        self._name = name
        if not isinstance(value, dict):
            raise MalformedError(name or "JSON")
        self._left: dict[str, Any] = dict(value)

    @classmethod
    def load(cls, content: bytes, name: str) -> Self:
        """Read the object that ``content`` spells out.

        Raises:
            MalformedError: It is no JSON, or no object.
        """
        try:
            return cls(strictjson.load(content), name)
        except ValueError as error:
            raise MalformedError(name) from error

    def fault(self, key: str) -> MalformedError:
        """Return the error that names one field."""
        return MalformedError(f"{self._name}.{key}".strip("."))

    def take(self, key: str) -> Any:
        """Take a field as it is."""
        if key not in self._left:
            raise self.fault(key)
        return self._left.pop(key)

    def optional(self, key: str, default: Any) -> Any:
        """Take a field that may be missing."""
        return self._left.pop(key, default)

    def optional_entry(self, key: str) -> "Entry":
        """Take an object inside this one that may be missing."""
        return Entry(self._left.pop(key, {}), f"{self._name}.{key}".strip("."))

    def text(
        self,
        key: str,
        *,
        pattern: re.Pattern[str] | None = None,
        most: int = NAME_LENGTH,
        blank: bool = False,
    ) -> str:
        """Take a text: one of the pattern's, or one clean line."""
        value = self.take(key)
        if not isinstance(value, str) or len(value) > most:
            raise self.fault(key)
        if not value:
            if not blank:
                raise self.fault(key)
        elif not pattern.fullmatch(value) if pattern else text.clean(value) != value:
            raise self.fault(key)
        return value

    def long_text(self, key: str, *, most: int) -> str:
        """Take a text of any lines."""
        value = self.take(key)
        if not isinstance(value, str) or len(value) > most:
            raise self.fault(key)
        return value

    def whole(self, key: str, *, least: int = 0) -> int:
        """Take a whole number."""
        value = self.take(key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= LARGEST_NUMBER:
            raise self.fault(key)
        return value

    def wholes(self, key: str, *, least: int = 0) -> tuple[int, ...]:
        """Take a list of whole numbers."""
        found = self.take(key)
        if not isinstance(found, list):
            raise self.fault(key)
        if not all(type(each) is int and least <= each <= LARGEST_NUMBER for each in found):
            raise self.fault(key)
        return tuple(found)

    def counts(self, key: str, names: AbstractSet[str]) -> dict[str, int]:
        """Take counts of things by name, of names that were agreed."""
        found = self.entry(key)
        counts = {each: found.whole(each) for each in sorted(names & found.keys)}
        found.end()
        return counts

    def choice(self, key: str, choices: frozenset[str]) -> str:
        """Take one of a few words."""
        value = self.take(key)
        if not isinstance(value, str) or value not in choices:
            raise self.fault(key)
        return value

    def date(self, key: str) -> datetime.date:
        """Take a date."""
        value = self.take(key)
        try:
            found = datetime.date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise self.fault(key) from error
        if found.isoformat() != value:
            raise self.fault(key)
        return found

    def date_or_none(self, key: str) -> datetime.date | None:
        """Take a date that may be missing."""
        if self._left.get(key, key) is None:
            self._left.pop(key)
            return None
        return self.date(key)

    def moment(self, key: str) -> datetime.datetime:
        """Take a moment in UTC."""
        value = self.take(key)
        try:
            return read_moment(value)
        except (TypeError, ValueError) as error:
            raise self.fault(key) from error

    def words(self, key: str, *, pattern: re.Pattern[str] = TOKEN) -> tuple[str, ...]:
        """Take a list of codes."""
        found = self.take(key)
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise self.fault(key)
        if not all(pattern.fullmatch(each) for each in found):
            raise self.fault(key)
        return tuple(found)

    def versions(self, key: str) -> dict[str, str]:
        """Take versions by name."""
        found = self.take(key)
        if not isinstance(found, dict):
            raise self.fault(key)
        for name, version in found.items():
            if not TOKEN.fullmatch(name) or not isinstance(version, str) or len(version) > NAME_LENGTH:
                raise self.fault(key)
        return found

    def entry(self, key: str) -> "Entry":
        """Take an object inside this one."""
        return Entry(self.take(key), f"{self._name}.{key}".strip("."))

    @property
    def keys(self) -> AbstractSet[str]:
        """The names of the fields that were not taken yet."""
        return self._left.keys()

    def named_entries(self, key: str, *, pattern: re.Pattern[str] = TOKEN) -> "dict[str, Entry]":
        """Take objects inside this one by the names that they have there."""
        found = self.entry(key)
        names = sorted(found.keys)
        if len(names) > MOST_ENTRIES or not all(map(pattern.fullmatch, names)):
            raise self.fault(key)
        return {each: found.entry(each) for each in names}

    def entries(self, key: str, *, most: int = MOST_ENTRIES) -> "list[Entry]":
        """Take a list of objects inside this one."""
        found = self.take(key)
        if not isinstance(found, list) or len(found) > most:
            raise self.fault(key)
        return [Entry(each, f"{self._name}.{key}".strip(".")) for each in found]

    def end(self) -> None:
        """Refuse what nobody asked for."""
        for key in self._left:
            raise self.fault(key)


def write_moment(moment: datetime.datetime) -> str:
    """Return the one spelling of a moment: UTC, with its ``Z``."""
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return moment.astimezone(datetime.UTC).replace(tzinfo=None).isoformat() + "Z"


def read_moment(spelled: str) -> datetime.datetime:
    """Read that one spelling.

    Raises:
        ValueError: It is spelled otherwise.
    """
    found = datetime.datetime.fromisoformat(spelled)
    if write_moment(found) != spelled:
        raise ValueError("not the spelling of a moment")
    return found
