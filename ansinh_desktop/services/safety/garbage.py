"""Lets Python's garbage collector rest while thousands of records are gone through."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def collector_at_rest() -> Iterator[None]:
    """Leave rings of garbage for later; what nobody holds any more is freed all the same.

    The collector would go through all records in memory again and again, and find nothing.
    """
    was_awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_awake:
            gc.enable()
