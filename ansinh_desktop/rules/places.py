"""Provinces and communes to choose one's own unit from: all of the country now, our province before the reform.

Source: Quyết định 19/2025/QĐ-TTg, with the codes of the statistics office as of 18/10/2025
(``resources/law/units_2025.csv``).
"""

import csv
import datetime
from typing import NamedTuple

from ansinh_desktop import paths
from ansinh_desktop.rules import law

HOME = "91"
"""An Giang: its communes come from the law data, which know both periods."""

_BEFORE = (("89", "Tỉnh An Giang"), ("91", "Tỉnh Kiên Giang"))


class _Unit(NamedTuple):
    province: str
    code: str
    """Empty where the row is the province itself."""
    name: str


def provinces(on: datetime.date) -> list[tuple[str, str]]:
    """Return code and name of the provinces of a day; ours first."""
    if on < law.UNITS_REFORM:
        return list(_BEFORE)
    found = [(each.province, each.name) for each in _units() if not each.code]
    return sorted(found, key=lambda each: each[0] != HOME)


def communes(province: str, on: datetime.date) -> list[tuple[str, str]]:
    """Return code and name of the communes of a province on a day."""
    if on < law.UNITS_REFORM or province == HOME:
        return [(row.code, row.label) for row in law.units_on(on, province)]
    return [(each.code, each.name) for each in _units() if each.province == province and each.code]


def _units() -> list[_Unit]:
    """Return all units of the country; read anew each time, since a unit is chosen once."""
    path = paths.resources() / "law" / "units_2025.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return [_Unit(*row) for row in rows]
