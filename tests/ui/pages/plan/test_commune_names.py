"""Two communes of one name are told apart by what officers call their code."""

from types import SimpleNamespace
from typing import cast

from ansinh_desktop.ui.pages.plan import words
from ansinh_desktop.ui.pages.plan.looking import Looked


def test_only_those_of_one_name_carry_their_codes():
    names = {
        "30325@2025-07-01": "Xã Bình Hòa",
        "31066@2025-07-01": "Xã Bình Hòa",
        "30400@2025-07-01": "Xã Cô Tô",
    }
    communes = [SimpleNamespace(unit=unit, unit_name=name) for unit, name in names.items()]
    looked = cast("Looked", SimpleNamespace(communes=communes))
    assert [name for _unit, name in words.communes(looked)] == [
        "Tất cả các xã",
        "Xã Bình Hòa 30325",
        "Xã Bình Hòa 31066",
        "Xã Cô Tô",
    ]
