"""Provinces and communes to choose one's own unit from: all of the country now, our province before the reform."""

import datetime

from ansinh_desktop.rules import law

HOME = "91"
"""An Giang: its communes come from the law data, which know both periods."""

_BEFORE = (("89", "Tỉnh An Giang"), ("91", "Tỉnh Kiên Giang"))


def provinces(on: datetime.date) -> list[tuple[str, str]]:
    """Return code and name of the provinces of a day; ours first."""
    if on < law.UNITS_REFORM:
        return list(_BEFORE)
    from vietnam_provinces import Province  # noqa: PLC0415 - read only while a unit is being chosen

    found = [(f"{each.code.value:02d}", _full(each.name)) for each in Province.iter_all()]
    return sorted(found, key=lambda each: each[0] != HOME)


def communes(province: str, on: datetime.date) -> list[tuple[str, str]]:
    """Return code and name of the communes of a province on a day."""
    if on < law.UNITS_REFORM or province == HOME:
        return [(row.code, row.label) for row in law.units_on(on, province)]
    from vietnam_provinces import Ward  # noqa: PLC0415 - read only while a unit is being chosen

    wards = (each for each in Ward.iter_all() if each.province_code.value == int(province))
    return [(f"{each.code.value:05d}", each.name) for each in wards]


def _full(name: str) -> str:
    return name if name.startswith("Thành phố") else f"Tỉnh {name}"
