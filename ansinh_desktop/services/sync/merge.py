"""Three versions of a row become one, field by field: what only one side changed is taken from that side.

Where both changed a field and not to the same value, or one removed what the other changed, nobody can tell which
counts: those fields are named, and an officer chooses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ansinh_desktop.db.models import Columns
from ansinh_desktop.registers.answer import Value

ANSWERS = "answers"
_DELETED = "deleted"
INSIDE = "answers."
"""Before the key of an answer, where each of them is a field of its own."""


@dataclass(frozen=True)
class Merged:
    """What two versions make together."""

    values: Columns
    """By column; what has to be chosen stays as it was before both."""
    differing: tuple[str, ...]
    """The fields that have to be chosen: columns, and ``answers.`` with the key of an answer."""


def merge(base: Columns, ours: Columns, theirs: Columns) -> Merged:
    """Merge two versions of a row.

    Args:
        base: The version on which both were written.
        ours: One of them.
        theirs: The other.
    """
    before, one, other = flat(base), flat(ours), flat(theirs)
    fields: dict[str, Value] = {}
    differing = []
    for key in {**one, **other}:
        was, mine, its = before.get(key), one.get(key), other.get(key)
        if its in (mine, was):
            fields[key] = mine
        elif mine == was:
            fields[key] = its
        else:
            fields[key] = was
            differing.append(key)
    if one.get(_DELETED) != other.get(_DELETED) and _is_touched(before, other if one.get(_DELETED) else one):
        fields[_DELETED] = before.get(_DELETED)
        differing.append(_DELETED)
    return Merged(_nested(fields, ours), tuple(sorted(set(differing))))


def chosen(
    otherwise: Columns,
    ours: Columns,
    theirs: Columns,
    picks: Mapping[str, bool],
    values: Mapping[str, Value] | None = None,
) -> Columns:
    """Return a row made of two versions, for each field the one that was chosen.

    Args:
        otherwise: What counts for the fields that are not named.
        ours: One version.
        theirs: The other.
        picks: By field: whether theirs counts, or else ours.
        values: By field: a third value, which counts instead of both.
    """
    one, other, made = flat(ours), flat(theirs), flat(otherwise)
    made |= {key: (other if is_theirs else one).get(key) for key, is_theirs in picks.items()}
    return _nested({**made, **(values or {})}, ours)


def differences(
    ours: Columns, theirs: Columns, base: Columns | None = None
) -> Iterator[tuple[str, Value, Value, Value]]:
    """Yield the fields in which two versions differ, with both values and, where it is known, the one before them."""
    one, other, before = flat(ours), flat(theirs), flat(base or {})
    for key in {**one, **other}:
        if one.get(key) != other.get(key):
            yield key, one.get(key), other.get(key), before.get(key)


def _is_touched(before: Mapping[str, Value], after: Mapping[str, Value]) -> bool:
    return any(before.get(key) != after.get(key) for key in {**before, **after} if key != _DELETED)


def flat(row: Columns) -> dict[str, Value]:
    """Return a row with each of its answers as a field of its own."""
    flat = {key: value for key, value in row.items() if key != ANSWERS}
    return flat | {f"{INSIDE}{key}": value for key, value in (row.get(ANSWERS) or {}).items()}


def _nested(fields: Mapping[str, Value], like: Columns) -> Columns:
    row: Columns = {key: value for key, value in fields.items() if not key.startswith(INSIDE)}
    answers = {
        key.removeprefix(INSIDE): value
        for key, value in fields.items()
        if key.startswith(INSIDE) and value is not None
    }
    return row | ({ANSWERS: answers} if ANSWERS in like else {})
