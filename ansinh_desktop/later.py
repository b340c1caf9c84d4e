"""Loads what is large when it is first asked for: a start, and whoever never needs it, does without.

What of a room comes later stands once, in a module of its own called ``later``: for readers and checkers as imports,
for the program as a table of places, which a test holds against each other.
"""

import importlib
from collections.abc import Callable, Mapping


def from_places(places: Mapping[str, str]) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a module whose names stand elsewhere (PEP 562), by name as ``module:name``.

    They are asked for as ``later.name``: to import one from there would load it at once.
    """

    def find(name: str) -> object:
        if name not in places:
            raise AttributeError(name)
        module, _, own = places[name].partition(":")
        return getattr(importlib.import_module(module), own)

    return find
