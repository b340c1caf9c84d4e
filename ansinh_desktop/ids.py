"""Identifiers that sort by the moment of their making (UUID version 7, RFC 9562)."""

import secrets
import time
import uuid


def new_id() -> str:
    """Return a new identifier: 48 bits of milliseconds, the rest random."""
    milliseconds = time.time_ns() // 1_000_000
    number = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))
