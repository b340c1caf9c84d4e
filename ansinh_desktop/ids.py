"""Identifiers that sort by the order of their making (UUID version 7, RFC 9562)."""

import secrets
import threading
import time
import uuid

_COUNTS = 42
"""How many bits count within one millisecond: they begin anywhere in their lower half, so that they have far to go."""
_CHANCE = 32
_LOW = (1 << 62) - 1


class _Last:
    """The moment and count of the last identifier that this process made."""

    made = 0
    alone = threading.Lock()


_NAMED = uuid.UUID("6f1d6f5e-5d0c-5c83-9a55-0b2a4f0a3c11")


def named_id(*names: str) -> str:
    """Return the identifier of whatever has these names: the same wherever it is made."""
    return str(uuid.uuid5(_NAMED, "\0".join(names)))


def new_id() -> str:
    """Return a new identifier: 48 bits of milliseconds, 42 that count within one, the rest random.

    Each is greater than all that this process made before, also in the same millisecond, and after the clock was set
    back: what happened on one day is shown by its identifiers in the order in which it was written down.
    """
    now = time.time_ns() // 1_000_000
    with _Last.alone:
        if now > _Last.made >> _COUNTS:
            _Last.made = now << _COUNTS | secrets.randbits(_COUNTS - 1)
        else:
            _Last.made += 1  # a count that is full goes on in the next millisecond
        made = _Last.made
    tail = (made & (1 << _COUNTS) - 1) << _CHANCE | secrets.randbits(_CHANCE)
    number = made >> _COUNTS << 80 | 0x7 << 76 | (tail >> 62) << 64 | 0b10 << 62 | tail & _LOW
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
