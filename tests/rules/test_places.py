"""One's own unit is chosen from all of the country now, and from our two provinces before the reform."""

import csv
import datetime

import pytest

from ansinh_desktop import paths, text
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


def test_no_code_stands_for_two_communes_and_each_belongs_to_a_province_that_is_there():
    found = [
        (code, name)
        for province, _ in places.provinces(AFTER)
        for code, name in places.communes(province, AFTER)
    ]
    assert len(found) == len(dict(found)) == 3321
    assert all(len(code) == 5 and name.startswith(("Xã ", "Phường ", "Đặc khu ")) for code, name in found)


def test_the_law_data_and_the_list_of_the_country_know_the_same_communes_of_our_province():
    lines = (paths.resources() / "law" / "units_2025.csv").read_text(encoding="utf-8").splitlines()
    country = {
        row["code"]: text.fold(row["name"])
        for row in csv.DictReader(lines)
        if row["province"] == "91" and row["code"]
    }
    assert {code: text.fold(name) for code, name in places.communes("91", AFTER)} == country
