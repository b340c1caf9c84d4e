"""What stands in a store of a unit's rows, told in digests that are the same whichever engine keeps it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from ansinh_desktop.db.exchange.ledger import Digest, Held
from ansinh_desktop.db.exchange.travelling import PEOPLE

Line: TypeAlias = tuple[str, str, str, str]
"""Of a row: the part of the state to which it belongs, its table, its id, its vector as text."""
Instead: TypeAlias = Mapping[tuple[str, str], tuple[str, str]]
"""By row (table, id) that was not taken as it came: the part to which it belongs, the vector that it came with."""

PARENTS = {
    "household": ("head_id",),
    "person": ("household_id",),
    "relation": ("person_id", "other_id"),
    "likeness": ("one_id", "other_id"),
    "record": ("person_id",),
    "event": ("record_id",),
    "attachment": ("record_id",),
}
"""By table: its columns that name a row of another one, which the row may not change once it is there."""


def held_of(lines: Iterable[Line], parts: Sequence[str], instead: Instead) -> dict[str, Held]:
    """Return what stands there, by part; lines come sorted by table and id.

    Args:
        lines: Of all rows.
        parts: Which parts.
        instead: The rows to be reckoned with in another version, so that both sides reckon with the same.
    """
    digest, left = Digest(parts), sorted(instead, reverse=True)
    for part, entity, row_id, vector in lines:
        while left and left[-1] < (entity, row_id):
            digest.add(instead[left[-1]][0], *left[-1], instead[left[-1]][1])
            left.pop()
        if left and left[-1] == (entity, row_id):
            vector = instead[left.pop()][1]  # noqa: PLW2901
        digest.add(part, entity, row_id, vector)
    for key in reversed(left):
        digest.add(instead[key][0], *key, instead[key][1])
    return digest.held()


def rows_in(lines: Iterable[Line], registers: Sequence[str], *, people: bool) -> Iterator[tuple[str, str]]:
    """Yield the rows (table, id) of some registers and, where asked, of the people."""
    parts = {*registers, *((PEOPLE,) if people else ())}
    for part, entity, row_id, _vector in lines:
        if part in parts:
            yield entity, row_id


def said(text: str) -> bytes:
    """Return the digest of what one row says."""
    return hashlib.sha256(text.encode()).digest()


def spelled(values: Sequence[object]) -> str:
    """Return what a row says as SQLite's ``json_array`` spells it, of values as SQLite keeps them."""
    return _ENCODER.encode(values)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)


def state_of(rows: Iterable[bytes]) -> str:
    """Return the digest of all rows, of the digests of what each says; they come table by table, sorted by id."""
    digest = hashlib.sha256()
    for each in rows:
        digest.update(each)
    return digest.hexdigest()
