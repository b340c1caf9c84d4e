"""Finds codes and places by the names that people write."""

import datetime
from collections.abc import Callable, Mapping

from ansinh_desktop import text
from ansinh_desktop.rules import law
from ansinh_desktop.rules.edition import cached

_OLD_UNITS_FROM = datetime.date(2021, 7, 1)


def unit_value(code: str, on: datetime.date) -> str:
    """Return a commune's code with the first day of the period in which it means that commune."""
    return f"{code}@{(law.UNITS_REFORM if on >= law.UNITS_REFORM else _OLD_UNITS_FROM).isoformat()}"


@cached()
def codes_by_label(list_name: str) -> Mapping[str, str]:
    """Return the codes of a list by folded label and alias; a label that stands twice names none of its codes."""
    found: dict[str, str] = {}
    doubled: set[str] = set()
    for row in law.code_list(list_name):
        for said in dict.fromkeys(map(text.fold, (row.label, *row.extra.get("aliases", ())))):
            doubled |= {said} & found.keys()
            found[said] = row.code
    return {said: code for said, code in found.items() if said not in doubled}


@cached()
def codes_by_point(list_name: str) -> Mapping[str, str]:
    """Return the codes of a list by the letter of their point in the law (``đ``), where the list says it."""
    return {row.extra["point"]: row.code for row in law.code_list(list_name) if "point" in row.extra}


def unit_named(typed: str) -> str | None:
    """Return the value of the commune of a name; None where there is none, or several and no district with it.

    Marks decide first: Phú Thạnh and Phú Thành stood in one district.
    """
    return _units_by(text.same_tone).get(text.same_tone(typed)) or _units_by(text.fold).get(text.fold(typed))


@cached()
def _units_by(key: Callable[[str], str]) -> Mapping[str, str]:
    """Return the values of communes by name; of one name in several periods today's is meant."""
    found: dict[str, str] = {}
    for day in (
        law.UNITS_REFORM - datetime.timedelta(1),
        law.OLD_UNITS_FIRST_SNAPSHOT,
        law.UNITS_REFORM,
    ):
        units: dict[str, set[str]] = {}
        for row in law.units_on(day):
            label = law.unit_label(row.code, day)
            for name in (label, label.split(" ", 1)[-1], unit_shown(row.code, day)):
                units.setdefault(key(name), set()).add(unit_value(row.code, day))
        found = {name: value for name, value in found.items() if name not in units}
        found |= {name: values.pop() for name, values in units.items() if len(values) == 1}
    return found


def unit_shown(code: str, day: datetime.date) -> str:
    """Return the name of a commune, with its district where the period had districts."""
    label = law.unit_label(code, day)
    row = law.unit(code, day)
    district = law.unit(row.extra["parent"], day) if row and day < law.UNITS_REFORM else None
    return f"{label}, {district.label}" if district else label
