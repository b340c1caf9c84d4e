"""A table of the officer's own as a file for another machine: what it is made of, and no figure and no name of anybody.

A small text (JSON), plain: it holds nothing that could be read over a shoulder, and is held against the registers of
whoever opens it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import law
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.tables import LONGEST_NAME, STATE, WHO, TableAsked, Who, parts, states
from ansinh_desktop.services.plan.told import AGES, FACETS, UNKNOWN

SUFFIX = ".agtable"
_VERSION = 1
_MARK = "ansinh-table"
_LARGEST = 64 << 10
_MOST_VALUES, _LONGEST_VALUE = 200, 200


@dataclass(frozen=True)
class SharedTable:
    """What such a file says."""

    name: str
    asked: TableAsked
    period: Period
    """Of which period it was looked at."""


def written(shared: SharedTable) -> bytes:
    """Return the file of a table; the same table is the same file."""
    asked = shared.asked
    said = {
        _MARK: _VERSION,
        "name": shared.name,
        "register": asked.register,
        "rows": asked.rows,
        "columns": asked.columns,
        "who": asked.who,
        "filters": {name: list(values) for name, values in sorted(asked.filters.items())},
        "period": shared.period.code,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def read(path: Path) -> SharedTable:
    """Read a table that was written on another machine, and hold it against the registers of this one.

    Raises:
        UserError: AS-8017 it is no such file, AS-8018 a newer program wrote it, AS-8019 there is no such register here,
            AS-8012 the register has no such item, AS-8021 an item has no such value.
    """
    said = _said(path)
    if said[_MARK] > _VERSION:
        raise UserError("AS-8018", name=path.name)
    try:
        shared = _shared(said)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError("AS-8017", name=path.name) from error
    _require_known(shared.asked)
    return shared


def _said(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        said = json.loads(content.decode("utf-8-sig")) if len(content) <= _LARGEST else None
    except OSError as error:
        raise UserError("AS-8022", name=path.name) from error
    except (ValueError, RecursionError) as error:
        raise UserError("AS-8017", name=path.name) from error
    if not isinstance(said, dict) or type(said.get(_MARK)) is not int or said[_MARK] < 1:
        raise UserError("AS-8017", name=path.name)
    return said


def _shared(said: Mapping[str, Any]) -> SharedTable:
    """Return what a file says, if each of its parts is of its kind."""
    filters = {_text(name): tuple(map(_text, values)) for name, values in dict(said["filters"]).items()}
    if sum(map(len, filters.values())) > _MOST_VALUES:
        raise ValueError("so many values no officer chose")
    register, rows, columns, name = (_text(said[key]) for key in ("register", "rows", "columns", "name"))
    if not rows or len(name) > LONGEST_NAME:
        raise ValueError("no table is made so")
    asked = TableAsked(register, rows, columns, _who(said["who"]), filters)
    return SharedTable(name, asked, Period.of(_text(said["period"])))


def _who(said: object) -> Who:
    for each in WHO:
        if each == said:
            return each
    raise ValueError("nobody is counted so")


def _text(said: object) -> str:
    if not isinstance(said, str) or len(said) > _LONGEST_VALUE or not said.isprintable():
        raise ValueError("no text of a table")
    return said


def _require_known(asked: TableAsked) -> None:
    register = catalog.registers().get(asked.register)
    if register is None:
        raise UserError("AS-8019", register=asked.register)
    known = parts(register)
    for name in filter(None, (asked.rows, asked.columns, *asked.filters)):
        if name not in known:
            raise UserError("AS-8012", name=name)
    for name, values in asked.filters.items():
        offered = _values(register, name)
        for each in values:
            if offered is not None and each not in offered:
                raise UserError("AS-8021", value=each, name=known[name])


def _values(register: Register, name: str) -> frozenset[str] | None:
    """Return what an item may say; None where that is no list: hamlets are each commune's own, several codes are any."""
    if name == "hamlet" or (
        name in register.fields and isinstance(register.fields[name].kind, kinds.Choices)
    ):
        return None
    if name == "age":
        return frozenset({UNKNOWN, *AGES})
    if name == STATE:
        return frozenset(states(register))
    kind = (PERSON_FIELDS if name in FACETS else register.fields)[name].kind
    if isinstance(kind, kinds.Choice):
        return frozenset({UNKNOWN, *(each.label for each in law.code_list(kind.list_name))})
    return frozenset({UNKNOWN, *(kind.show(each) for each in (True, False))})
