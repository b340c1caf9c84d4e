"""JSON in one spelling only: written always the same, read without leniency."""

import json
import math
from typing import Any, NoReturn


def dump(value: object) -> bytes:
    """Return the one canonical spelling of ``value``: keys sorted, no spaces, UTF-8."""
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")


def dump_readable(value: object) -> bytes:
    """Return ``value`` indented for a person who opens the file, still always the same bytes."""
    return (_readable(value, "\n") + "\n").encode("utf-8")


def _readable(value: object, line: str) -> str:
    """Spell a value as ``json.dumps(…, sort_keys=True, indent=1)``, which takes three times as long.

    Args:
        value: What is spelled.
        line: How a new line begins where it stands.
    """
    inner = line + " "
    if isinstance(value, dict) and value:
        pairs = (f"{inner}{_SPELL(key)}: {_readable(value[key], inner)}" for key in sorted(value))
        return "{" + ",".join(pairs) + line + "}"
    if isinstance(value, list | tuple) and value:
        return "[" + ",".join(inner + _readable(each, inner) for each in value) + line + "]"
    return _SPELL(value)


def load(content: bytes) -> Any:
    """Read JSON that came from elsewhere.

    Raises:
        ValueError: It is no UTF-8 JSON, names a key twice, or holds a number or text that JSON lacks.
    """
    try:
        value = _DECODER.decode(content.decode("utf-8"))
        if b"\\u" in content:
            dump(value)  # an escaped half of a surrogate pair is no text, and fails to encode
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return value


def require_depth(value: object, most: int) -> None:
    """Refuse what is nested deeper than agreed; a list of plain values is one deep.

    Raises:
        ValueError: It is nested deeper.
    """
    level = [value]
    for _ in range(most + 1):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return
    raise ValueError(f"nested deeper than {most}")


def _inside(value: object) -> list[object]:
    """Return what is inside a list or object; of an empty one something all the same, for it is a level too."""
    if isinstance(value, dict):
        return list(value.values()) or [None]
    return (value or [None]) if isinstance(value, list) else []


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large")
    return number


_SPELL = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_finite)
"""Made once: ``json.loads`` would make one for each of a million cells."""
