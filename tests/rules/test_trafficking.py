"""What a victim of trafficking may be given, by the law of the day."""

import datetime
import itertools

import pytest

from ansinh_desktop.findings import Level
from ansinh_desktop.rules import law, trafficking

OLD = datetime.date(2025, 6, 30)
NEW = datetime.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("status", "citizenship", "location", "on", "points"),
    [
        ("victim", "vn_citizen", "in_country", OLD, "a b c d dd e"),
        ("victim", "foreigner", "in_country", OLD, "a b c d"),
        ("minor_accompanying", "foreigner", "abroad", OLD, "a b c"),
        ("victim", "stateless_resident", "abroad", NEW, "a b c d dd e g h i k"),
        ("minor_accompanying", "vn_citizen", "in_country", NEW, "a b c d dd e g h"),
        ("being_identified", "vn_citizen", "in_country", NEW, "a b c d dd e g"),
        ("being_identified", "vn_citizen", "abroad", NEW, "a b c d"),
        ("minor_accompanying_being_identified", "vn_citizen", "abroad", NEW, "a b c d"),
        ("victim", "foreigner", "in_country", NEW, "a b c d dd g"),
        ("being_identified", "vn_citizen", "in_country", OLD, ""),
        ("minor_accompanying", "vn_citizen", "abroad", NEW, "a b c d dd e g h"),
        ("minor_accompanying", "foreigner", "in_country", NEW, "a b c d dd e g h"),
        ("being_identified", "stateless_resident", "abroad", NEW, ""),
    ],
)
def test_status_citizenship_and_place_choose_the_points(status, citizenship, location, on, points):
    found = trafficking.entitlement(status, citizenship, location, on)
    assert " ".join(found.points) == points
    assert all(found.labels)
    assert found.article.startswith("Luật 53/2024" if on == NEW else "Luật 66/2011")


ALL_2011, ALL_2024 = "a b c d dd e", "a b c d dd e g h i k"
TO_E, TO_G, TO_H, FOREIGN = "a b c d", "a b c d dd e g", "a b c d dd e g h", "a b c d dd g"
BY_LAW = {
    # Luật 66/2011 Điều 32: status, then Vietnamese and stateless residents, foreigners; in the country, abroad.
    "2011": {
        "victim": ((ALL_2011, ALL_2011), (ALL_2011, ALL_2011), (TO_E, "")),
        "being_identified": (("", ""),) * 3,
        "minor_accompanying": (("a b c", "a b c"),) * 3,
        "minor_accompanying_being_identified": (("", ""),) * 3,
    },
    # Luật 53/2024 Điều 37.
    "2024": {
        "victim": ((ALL_2024, ALL_2024), (ALL_2024, ALL_2024), (FOREIGN, "")),
        "being_identified": ((TO_G, TO_E), (TO_G, ""), (FOREIGN, "")),
        # Khoản 2 names no place, and the citizenship is that of the victim: a foreign child's own is asked about.
        "minor_accompanying": ((TO_H, TO_H), (TO_H, TO_H), (TO_H, TO_H)),
        "minor_accompanying_being_identified": ((TO_G, TO_E), (TO_G, TO_E), (TO_G, TO_E)),
    },
}


@pytest.mark.parametrize(("regime", "on"), [("2011", OLD), ("2024", NEW)])
def test_each_status_citizenship_and_place_gets_what_its_law_says(regime, on):
    for status, by_citizenship in BY_LAW[regime].items():
        pairs = zip(("vn_citizen", "stateless_resident", "foreigner"), by_citizenship, strict=True)
        for citizenship, by_place in pairs:
            for location, points in zip(("in_country", "abroad"), by_place, strict=True):
                found = trafficking.entitlement(status, citizenship, location, on)
                assert (found.regime, " ".join(found.points)) == (regime, points), (
                    status,
                    citizenship,
                    location,
                )


def test_every_answer_speaks_of_codes_that_exist():
    lists = [law.code_list(name) for name in ("person_status", "citizenship_group", "present_location")]
    for on in (OLD, NEW):
        support = law.code_list(f"support_{trafficking.regime_on(on)}")
        for status, citizenship, location in itertools.product(
            *([row.code for row in rows] for rows in lists)
        ):
            found = trafficking.entitlement(status, citizenship, location, on)
            assert all(point in support for point in found.points)
            doubtful = on == NEW and status.startswith("minor") and citizenship == "foreigner"
            doubtful |= on == NEW and (status, location) == ("minor_accompanying_being_identified", "abroad")
            assert (found.mark == "?") is (not found.points or doubtful)
            assert bool(found.note) is doubtful


def check(given, status="victim", citizenship="vn_citizen", location="in_country", on=NEW):
    return list(
        trafficking.check_support(
            given, status=status, citizenship=citizenship, location=location, on=on, key="support"
        )
    )


def test_support_within_the_law_is_not_remarked_on():
    assert check(["a", "k"]) == []


def test_support_outside_the_law_is_a_warning_that_can_be_kept():
    (found,) = check(["a", "k"], status="being_identified")
    assert (found.level, found.code, found.field) == (Level.WARNING, "AS-6201", "support")
    assert "Điều 37 khoản 3" in found.text
    assert "Trợ cấp khó khăn ban đầu" in found.text


def test_the_law_of_2011_knows_no_interpreter():
    assert [each.code for each in check(["k"], on=OLD)] == ["AS-6201"]


def test_a_case_that_the_law_does_not_name_is_told_once():
    (found,) = check(
        ["a", "b"], status="being_identified", citizenship="stateless_resident", location="abroad"
    )
    assert found.code == "AS-6202"
    assert "Ở nước ngoài" in found.text


def test_support_of_a_foreigner_is_decided_case_by_case():
    (found,) = check(["a"], citizenship="foreigner")
    assert (found.level, found.code) == (Level.NOTE, "AS-6203")
    assert check([], citizenship="foreigner") == []


def test_the_first_hardship_allowance_went_to_poor_households():
    assert list(trafficking.check_hardship(["e"], "poor", OLD)) == []
    assert [each.code for each in trafficking.check_hardship(["e"], "near_poor", OLD)] == ["AS-6204"]
    assert list(trafficking.check_hardship(["e"], "", NEW)) == []


def test_central_amounts_are_known_of_the_old_law_only():
    assert {each.item: each.amount for each in trafficking.amounts_on(OLD)} == {
        "travel_meal_per_day": 70_000,
        "initial_hardship": 1_000_000,
    }
    assert trafficking.amounts_on(NEW) == ()


@pytest.mark.parametrize(
    ("given", "status", "citizenship", "location", "on", "told"),
    [
        ([], "minor_accompanying", "foreigner", "in_country", NEW, []),
        (["a"], "minor_accompanying", "foreigner", "in_country", NEW, ["AS-6205"]),
        (["k"], "minor_accompanying", "foreigner", "in_country", NEW, ["AS-6201", "AS-6205"]),
        (["a"], "minor_accompanying", "vn_citizen", "in_country", NEW, []),
        (["a"], "minor_accompanying_being_identified", "vn_citizen", "abroad", NEW, ["AS-6205"]),
        (["e"], "minor_accompanying_being_identified", "vn_citizen", "abroad", NEW, ["AS-6201", "AS-6205"]),
        (["a", "k"], "victim", "foreigner", "in_country", NEW, ["AS-6201", "AS-6203"]),
        (["e"], "victim", "foreigner", "in_country", OLD, ["AS-6201"]),
        (["e"], "minor_accompanying", "vn_citizen", "in_country", OLD, ["AS-6201"]),
        (["h"], "being_identified", "vn_citizen", "in_country", NEW, ["AS-6201"]),
        (["g"], "being_identified", "vn_citizen", "in_country", NEW, []),
        (["a"], "being_identified", "vn_citizen", "in_country", OLD, ["AS-6202"]),
        ([], "being_identified", "vn_citizen", "in_country", OLD, ["AS-6202"]),
        (["nonsense"], "victim", "vn_citizen", "in_country", NEW, ["AS-6201"]),
    ],
)
def test_support_is_held_against_status_citizenship_place_and_day(
    given, status, citizenship, location, on, told
):
    assert [each.code for each in check(given, status, citizenship, location, on)] == told


@pytest.mark.parametrize(
    ("given", "poverty", "on", "told"),
    [
        (["e"], "poor", OLD, False),
        (["e"], "near_poor", OLD, True),
        (["e"], "", OLD, True),
        (["a", "e"], "other", OLD, True),
        (["a"], "near_poor", OLD, False),
        (["e"], "near_poor", NEW, False),
    ],
)
def test_only_the_old_law_asks_for_a_poor_household(given, poverty, on, told):
    assert bool(list(trafficking.check_hardship(given, poverty, on))) is told
