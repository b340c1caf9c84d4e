"""Gives each question its guidance: what its own declaration says, else its register, else what is usual of such a field."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, Section
from ansinh_desktop.registers.guidance.common import COMMON
from ansinh_desktop.registers.kinds import Rows

Texts = Mapping[str, str]


def guided(sections: tuple[Section, ...], texts: Texts) -> tuple[Section, ...]:
    """Return sections whose fields have their guidance.

    Args:
        sections: As they are declared.
        texts: By key; of a field in rows by the keys of both, with a dot between.
    """
    used: set[str] = set()
    found = tuple(replace(each, fields=_fields(each.fields, "", texts, used)) for each in sections)
    _refuse_unused(texts, used)
    return found


def guided_events(events: tuple[EventKind, ...], texts: Texts) -> tuple[EventKind, ...]:
    """Return kinds of events whose fields have their guidance.

    Args:
        events: As they are declared.
        texts: By the code of the event and the key, with a dot between; by the key alone for every event.
    """
    used: set[str] = set()
    found = tuple(replace(each, fields=_fields(each.fields, f"{each.code}.", texts, used)) for each in events)
    _refuse_unused(texts, used)
    return found


def _fields(fields: Iterable[Field], before: str, texts: Texts, used: set[str]) -> tuple[Field, ...]:
    return tuple(_field(each, before, texts, used) for each in fields)


def _field(field: Field, before: str, texts: Texts, used: set[str]) -> Field:
    if isinstance(field.kind, Rows):
        inner = _fields(field.kind.fields, f"{before}{field.key}.", texts, used)
        field = replace(field, kind=replace(field.kind, fields=inner))
    if field.help:
        return field
    names = (f"{before}{field.key}", field.key)
    key = next((each for each in names if each in texts), "")
    used.add(key)
    return replace(field, help=texts[key] if key else COMMON.get(field.key, ""))


def _refuse_unused(texts: Texts, used: set[str]) -> None:
    if left := sorted(set(texts) - used):
        raise BugError(f"guidance for no question, or for one that has it already: {', '.join(left)}")
