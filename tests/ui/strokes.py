"""How many keys an officer strikes: words letter by letter as Telex takes them, and a limit for a piece of work."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

STRUCK = "struck"
"""Under this name a test's report carries how many keys its work took; the log says it at the end."""

_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}


def telex(words: str) -> str:
    """Return the keys that give these words with Unikey's Telex; a capital is its key once, with Shift held."""
    return re.sub(r"\w+", lambda found: _syllable(found[0]), unicodedata.normalize("NFC", words))


def _syllable(word: str) -> str:
    keys, tone = "", ""
    for letter in word:
        parts = unicodedata.normalize("NFD", letter)
        tone += "".join(_TONES.get(each, "") for each in parts)
        bare = unicodedata.normalize("NFC", "".join(each for each in parts if each not in _TONES))
        shaped = _SHAPES.get(bare.lower(), bare)
        keys += shaped.capitalize() if bare.isupper() else shaped
    return keys + tone


Limit = Callable[[str, int], AbstractContextManager[None]]


def limit(struck: Callable[[], int], record: Callable[[str, object], None]) -> Limit:
    """Return what holds a piece of work to a number of keys.

    Args:
        struck: Says how many keys were struck so far.
        record: Puts something into the test's report (pytest's ``record_property``).
    """

    @contextmanager
    def hold(work: str, most: int) -> Iterator[None]:
        before = struck()
        yield
        took = struck() - before
        record(STRUCK, f"{work}: {took} keys, at most {most}")
        assert took <= most, f"{work}: {took} keys"

    return hold


def told(reports: list[pytest.TestReport]) -> list[str]:
    """Return what reports say of keys."""
    return [str(said) for each in reports for name, said in each.user_properties if name == STRUCK]
