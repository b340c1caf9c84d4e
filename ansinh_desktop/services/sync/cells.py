"""One cell of a table as it travels: each type has one spelling, and a cell is neither too long nor too deep."""

import datetime
import re
from collections.abc import Callable
from typing import Final

from ansinh_desktop.crypto import strictjson
from ansinh_desktop.services.sync.reading import read_moment, write_moment

LARGEST_CELL: Final = 64 << 10
"""Bytes."""
DEEPEST_CELL: Final = 8
WIDEST: Final = 4
"""Bytes of a letter at most."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONE_NUMBER = re.compile(r'\{"([A-Za-z0-9_-]+)":(0|[1-9][0-9]{0,18})\}')
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,18}")


def size_of(text: str) -> int:
    """Return how many bytes a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-8"))


def is_too_long(cell: str) -> bool:
    """Whether a cell has more bytes than it may."""
    return len(cell) * WIDEST > LARGEST_CELL and size_of(cell) > LARGEST_CELL


def _write_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _write_whole(value: object) -> str:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise TypeError("no whole number")
    return str(value)


def _write_flag(value: object) -> str:
    if not isinstance(value, bool):
        raise TypeError("no yes or no")
    return "true" if value else "false"


def _write_date(value: object) -> str:
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise TypeError("no date")
    return value.isoformat()


def _write_moment(value: object) -> str:
    if not isinstance(value, datetime.datetime):
        raise TypeError("no moment")
    return write_moment(value)


def _write_object(value: object) -> str:
    if not isinstance(value, dict):
        raise TypeError("no object")
    return _spelled(value)


def _write_array(value: object) -> str:
    if not isinstance(value, list):
        raise TypeError("no list")
    return _spelled(value)


def _spelled(value: object) -> str:
    cell = strictjson.dump(value).decode("utf-8")
    _require_depth(value, cell)
    return cell


def _require_depth(value: object, cell: str) -> None:
    if openings(cell) > DEEPEST_CELL:
        strictjson.require_depth(value, DEEPEST_CELL)


def openings(cell: str) -> int:
    """Return how many lists and objects a cell holds at most; brackets in its texts count as well."""
    return cell.count("[") + cell.count("{")


def _read_whole(cell: str) -> int:
    if not _WHOLE.fullmatch(cell):
        raise ValueError(cell)
    return int(cell)


def _read_flag(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError(cell)
    return cell == "true"


def _read_date(cell: str) -> datetime.date:
    if not _DATE.fullmatch(cell):
        raise ValueError(cell)
    return datetime.date.fromisoformat(cell)


def _read_object(cell: str) -> dict[str, object]:
    if (known := _ONE_NUMBER.fullmatch(cell)) is not None:  # as nearly all versions: of one writer
        return {known[1]: int(known[2])}
    if cell == "{}":
        return {}
    found = strictjson.load(cell.encode("utf-8"))
    _require_depth(found, cell)
    if not isinstance(found, dict):
        raise ValueError(cell)  # noqa: TRY004 - every unreadable cell is one error
    return found


def _read_array(cell: str) -> list[object]:
    found = strictjson.load(cell.encode("utf-8"))
    _require_depth(found, cell)
    if not isinstance(found, list):
        raise ValueError(cell)  # noqa: TRY004
    return found


WRITE: Final[dict[str, Callable[[object], str]]] = {
    "string": _write_text,
    "integer": _write_whole,
    "boolean": _write_flag,
    "date": _write_date,
    "datetime": _write_moment,
    "object": _write_object,
    "array": _write_array,
}
READ: Final[dict[str, Callable[[str], object]]] = {
    "string": str,
    "integer": _read_whole,
    "boolean": _read_flag,
    "date": _read_date,
    "datetime": read_moment,
    "object": _read_object,
    "array": _read_array,
}
