"""Who wrote a row, and how far each writer had come: the order of versions that no clock is asked for.

A writer, the *actor*, is a data folder in one of its openings; a vector says for each of them the number of its last
change to the row. Of two versions the one whose vector knows all of the other's is the later; where neither knows the
other, both were written side by side (version vectors: Parker and others, 1983).
"""

import enum
import json
from collections.abc import Mapping
from typing import TypeAlias

from ansinh_desktop.db.models import dump_json

Vector: TypeAlias = Mapping[str, int]
"""By actor: the number of its last change."""


class Order(enum.Enum):
    """How one version stands to another."""

    SAME = "same"
    AFTER = "after"
    BEFORE = "before"
    BESIDE = "beside"
    """Neither knew the other."""


def knows(one: Vector, other: Vector) -> bool:
    """Whether whoever wrote one version had seen all of the other."""
    return all(one.get(actor, 0) >= seq for actor, seq in other.items())


def compare(one: Vector, other: Vector) -> Order:
    """Return how one version stands to the other."""
    if one == other:
        return Order.SAME
    if knows(one, other):
        return Order.AFTER
    return Order.BEFORE if knows(other, one) else Order.BESIDE


def joined(one: Vector, other: Vector) -> Vector:
    """Return the vector that knows both."""
    return {actor: max(one.get(actor, 0), other.get(actor, 0)) for actor in {*one, *other}}


def advanced(version: str, actor: str, seq: int) -> str:
    """Return the text of a vector after a change of an actor."""
    return dump_json({**json.loads(version), actor: seq})


def text_of(vector: Vector) -> str:
    """Return the one text of a vector."""
    if len(vector) == 1:  # as of nearly all rows: one writer, in letters and digits
        ((actor, seq),) = vector.items()
        if type(seq) is int and actor.isascii() and actor.replace("-", "").isalnum():
            return f'{{"{actor}":{seq}}}'
    return dump_json(vector)


def read(version: str) -> Vector:
    """Return the vector that a text spells."""
    found: Vector = json.loads(version)
    return found
