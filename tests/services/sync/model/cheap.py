"""What a scenario can do without: no power fails in it, and registers in which nobody writes need not be there."""

import contextlib
import gc
import os
from collections.abc import Iterator

import pytest

from ansinh_desktop.db import cipher
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.register import Register

USED = ("children", "assistance", "child_abuse")
"""The registers in which the officers of a scenario write; the last one is that which a program of before knows not."""


@contextlib.contextmanager
def cheap() -> Iterator[None]:
    """Let data folders be opened a thousand times at the price of a few, and leave everything as it was."""
    quick = tuple(each.replace("synchronous = FULL", "synchronous = OFF") for each in cipher._PRAGMAS)
    used: dict[str, Register] = {each: catalog.register(each) for each in USED}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        patch.setattr(cipher, "_PRAGMAS", quick)
        patch.setattr(catalog, "registers", lambda: used)
        gc.freeze()
        try:
            yield
        finally:
            gc.unfreeze()


@contextlib.contextmanager
def of_before() -> Iterator[None]:
    """Let the program know a register less."""
    known = catalog.registers()
    last = known.pop(USED[-1])
    try:
        yield
    finally:
        known[USED[-1]] = last
