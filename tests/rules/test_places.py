"""One's own unit is chosen from all of the country now, and from our two provinces before the reform."""

import datetime

import pytest

from ansinh_desktop.rules import places

BEFORE, AFTER = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)


def test_our_province_comes_first_and_all_34_are_there():
    found = places.provinces(AFTER)
    assert found[0] == ("91", "Tỉnh An Giang")
    assert len(found) == 34
    assert ("79", "Thành phố Hồ Chí Minh") in found


def test_before_the_reform_there_were_two():
    assert places.provinces(BEFORE) == [("89", "Tỉnh An Giang"), ("91", "Tỉnh Kiên Giang")]


@pytest.mark.parametrize(
    ("province", "day", "count"), [("91", AFTER, 102), ("79", AFTER, 168), ("89", BEFORE, 155)]
)
def test_each_province_has_its_communes(province, day, count):
    assert len(places.communes(province, day)) == count


def test_a_code_means_two_places_in_two_periods():
    assert dict(places.communes("91", AFTER))["30325"] == "Phường Vĩnh Tế"
    assert dict(places.communes("89", BEFORE))["30325"] == "Phường Núi Sam"
