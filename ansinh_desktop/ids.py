"""Identifiers that sort by the moment of their making (UUID version 7, RFC 9562)."""

import secrets
import time

_LAST = (1 << 62) - 1


def new_id() -> str:
    """Return a new identifier: 48 bits of milliseconds, the rest random."""
    milliseconds = time.time_ns() // 1_000_000
    chance = secrets.randbits(74)
    number = milliseconds << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & _LAST
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
