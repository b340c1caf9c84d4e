"""What people with merit are paid: worked by hand from the annexes, before and after each change of the base."""

import datetime
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import law, merit, merit_once, merit_rights
from ansinh_desktop.rules.merit_once import Grant
from ansinh_desktop.rules.merit_rights import Deceased, Facts

day = datetime.date.fromisoformat


def facts(categories="", **more):
    return Facts(categories=frozenset(categories.split()), **more)


def martyr(relation="mother", *, eligible=True, **more):
    return Deceased("c", relation, eligible, **more)


def dead(category, relation="spouse", *, percent=None, eligible=True):
    return Deceased(category, relation, eligible, percent)


def of_table(percent, on, *, kind_b):
    found = merit.wounded(percent, kind_b=kind_b)
    assert found is not None
    money = merit.money(found, day(on))
    assert money is not None
    return money.amount


def parts(known, on):
    found = merit_rights.assess(known, day(on))
    return {each.part: each.money.amount for each in found.paid}


def total(known, on):
    return merit_rights.assess(known, day(on)).total


# ------------------------------------------------------------------------------------------------ by hand

MOTHER = facts("d")
WORKED = [
    # who, month, đồng by the annex of its base
    (MOTHER, "2024-06-15", 6_165_000 + 1_722_000),
    (MOTHER, "2024-07-01", 8_367_000 + 2_337_000),
    (replace(MOTHER, attendant=True), "2024-07-01", 8_367_000 + 2_337_000 + 2_789_000),
    (MOTHER, "2026-07-01", 9_036_000 + 2_524_000),  # 3,0 and 0,838 × 3.012.000 = 9.036.000 and 2.524.056
    (facts("g", injury=21), "2023-07-31", 1_384_000),
    (facts("g", injury=21), "2024-08-01", 1_878_000),
    (facts("g", injury=21, kind_b=True), "2024-08-01", 1_552_000),
    (facts("g", injury=60), "2023-06-30", 3_124_000),  # 3.953.000 × 1.624 / 2.055 = 3.123.929
    (facts("g", injury=85, special=True, attendant=True), "2025-01-01", 7_601_000 + 2_867_000 + 3_582_000),
    (facts("g", injury=100), "2024-07-01", 8_941_000 + 1_399_000),
    (facts("h", illness=50), "2024-07-01", 2_911_000),
    (facts("h", illness=51), "2024-07-01", 3_627_000),
    (facts("h", illness=91, attendant=True), "2023-09-01", 5_235_000 + 1_031_000 + 2_055_000),
    (facts("h", illness=91, special=True, attendant=True), "2024-07-01", 7_104_000 + 2_789_000 + 3_582_000),
    (facts("i", chemical=40), "2024-07-01", 2_120_000),
    (facts("i", chemical=30, chemical_cases=frozenset({"infertile"})), "2024-07-01", 3_542_000),
    (facts("i", chemical=81), "2023-07-01", 4_685_000 + 1_031_000),
    (facts("k"), "2023-06-30", 974_000),
    (facts("k"), "2023-07-01", 1_233_000),
    (facts("dd"), "2021-07-01", 1_361_000),
    (facts("dd e"), "2024-07-01", 2 * 2_337_000),
    (facts("b"), "2021-12-01", 1_679_000),
    (facts("a", left_home=True, seniority=5), "2024-07-01", 3_117_000 + 5 * 529_000),
    (facts("a", left_home=False), "2023-07-01", 3_899_000),
    (facts("m", helper_clause="2", alone=True), "2024-07-01", 1_639_000 + 2_231_000),
    (facts(deceased=(martyr(),)), "2024-07-01", 2_789_000),
    (facts(deceased=(martyr(), martyr())), "2024-07-01", 5_578_000),
    (facts(deceased=(martyr(), martyr(), martyr(), martyr())), "2024-07-01", 8_367_000),
    (facts(deceased=(martyr(),), alone=True), "2023-07-01", 2_055_000 + 1_644_000),
    (facts(deceased=(dead("g", percent=61),)), "2024-07-01", 1_565_000),
    (facts(related=frozenset({"remarried_spouse"}), alone=True), "2024-07-01", 2_789_000),
    (facts(related=frozenset({"chemical_child"}), child_percent=80), "2024-07-01", 1_673_000),
    (facts(related=frozenset({"chemical_child"}), child_percent=81), "2026-11-01", 3_012_000),
    (facts("g k", injury=45), "2024-07-01", 4_024_000 + 1_673_000),
]


@pytest.mark.parametrize(("known", "on", "due"), WORKED)
def test_amounts_worked_by_hand(known, on, due):
    found = merit_rights.assess(known, day(on))
    assert found.total == due
    assert all(each.money.article.startswith("Pháp lệnh 02/2020 Điều") for each in found.paid)
    assert not [each for each in found.doubts if each.asks]


@pytest.mark.parametrize(
    ("known", "on", "code"),
    [
        (facts("g"), "2026-11-01", "AS-7426"),
        (facts("g", injury=20), "2026-11-01", "AS-7427"),
        (facts("h", illness=40), "2026-11-01", "AS-7429"),
        (facts("i", chemical=20), "2026-11-01", "AS-7430"),
        (facts("a"), "2026-11-01", "AS-7424"),
        (facts("m"), "2026-11-01", "AS-7432"),
        (facts(deceased=(martyr(eligible=None),)), "2026-11-01", "AS-7436"),
        (facts(deceased=(dead("h"),)), "2026-11-01", "AS-7437"),
        (facts(deceased=(dead("h", percent=60),)), "2026-11-01", "AS-7438"),
        (facts(deceased=(dead("a", "father"),)), "2026-11-01", "AS-7438"),
        (facts("k", attendant=True), "2026-11-01", "AS-7439"),
        (facts(related=frozenset({"chemical_child"}), child_percent=60), "2026-11-01", "AS-7433"),
    ],
)
def test_what_is_not_told_is_asked_and_never_paid(known, on, code):
    found = merit_rights.assess(known, day(on))
    assert [each.code for each in found.doubts if each.asks] == [code]
    assert (
        found.total
        == total(replace(known, attendant=False), on)
        == (0 if known.categories != {"k"} else 1_807_000)
    )


def test_no_amount_is_told_before_the_oldest_base():
    assert merit_rights.assess(MOTHER, day("2021-06-30")) is None


def test_an_annex_that_was_not_read_is_said():
    codes = [each.code for each in merit_rights.assess(facts("g", injury=33), day("2026-11-01")).doubts]
    assert codes == ["AS-7422"]
    assert not merit_rights.assess(facts("g", injury=33), day("2024-11-01")).doubts


# ------------------------------------------------------------------------------------------------ limits


def test_one_martyr_and_one_other_are_survived_by_two_shares():
    others = (dead("g", percent=81), dead("b"))
    assert total(facts(deceased=(martyr(), *others)), "2024-07-01") == 2_789_000 + 1_565_000
    assert total(facts(deceased=(*others, dead("h", percent=70))), "2024-07-01") == 2 * 1_565_000
    assert total(facts(deceased=(martyr(), martyr(), *others)), "2024-07-01") == 5_578_000


def test_a_heroic_mother_has_no_share_of_her_martyrs_but_of_living_alone():
    known = facts("d", deceased=(martyr(), martyr()), alone=True)
    assert parts(known, "2024-07-01") == {"allowance": 8_367_000, "supplement": 2_337_000, "care": 2_231_000}


def test_of_two_attendants_only_the_dearer_is_paid():
    known = facts("d g", injury=90, special=True, attendant=True)
    assert parts(known, "2024-07-01")["attendant"] == 3_582_000


def test_a_sick_soldier_who_was_exposed_is_paid_by_the_whole_examination_or_both():
    both = facts("h i", illness=65, chemical=81, chemical_cases=frozenset({"disease"}))
    assert total(both, "2024-07-01") == 6_358_000 + 1_399_000
    childless = replace(both, chemical=30, chemical_cases=frozenset({"infertile"}))
    assert total(childless, "2024-07-01") == 4_622_000 + 3_542_000
    assert {each.code for each in merit_rights.assess(both, day("2024-07-01")).doubts} == {"AS-7428"}


def test_august_1945_is_not_paid_twice():
    assert total(facts("a b", left_home=False), "2024-07-01") == 5_291_000
    assert total(facts("b m", helper_clause="1"), "2024-07-01") == 2_884_000


# ------------------------------------------------------------------------------------------------ death


@pytest.mark.parametrize(
    ("died", "on", "paid"),
    [
        (PartialDate(2025, 3, 1), "2025-03-31", True),
        (PartialDate(2025, 3, 31), "2025-03-01", True),
        (PartialDate(2025, 3, 31), "2025-04-01", False),
        (PartialDate(2025, 3), "2025-04-01", False),
        (PartialDate(2025), "2025-12-31", True),
        (PartialDate(2025), "2026-01-01", False),
    ],
)
def test_the_month_of_the_death_is_the_last(died, on, paid):
    found = merit_rights.assess(facts("k", died_on=died), day(on))
    assert bool(found.total) is paid


def test_a_death_known_only_by_its_year_asks_for_its_day():
    found = merit_rights.assess(facts("k", died_on=PartialDate(2025)), day("2025-06-01"))
    assert [each.code for each in found.doubts if each.asks] == ["AS-7421"]


@pytest.mark.parametrize(
    ("known", "died", "funeral", "lump"),
    [
        (facts("k"), "2023-06-30", 14_900_000, 3 * 974_000),
        (facts("k"), "2023-07-01", 18_000_000, 3 * 1_233_000),
        (replace(MOTHER, attendant=True), "2024-07-01", 23_400_000, 3 * (8_367_000 + 2_337_000)),
        (facts("l"), "2025-01-01", 23_400_000, None),
        (facts(deceased=(martyr(),), alone=True), "2025-01-01", 23_400_000, 3 * (2_789_000 + 2_231_000)),
        (facts(deceased=(dead("g", percent=70),)), "2025-01-01", None, None),
        (facts(related=frozenset({"remarried_spouse"})), "2025-01-01", None, None),
        (facts("k"), "2026-07-01", None, 3 * 1_807_000),  # nobody read what holds from then on
    ],
)
def test_what_a_death_gives(known, died, funeral, lump):
    def amount(item):
        found = merit_once.of_death(item, known, day(died))
        return found.amount if found else None

    assert (amount("funeral"), amount("lump_sum")) == (funeral, lump)


# ------------------------------------------------------------------------------------------------ once, each year


@pytest.mark.parametrize(
    ("grant", "due"),
    [
        (Grant("worship", day("2022-01-01"), count=3), 4_200_000),
        (Grant("worship", day("2021-12-31"), count=3), None),
        (
            Grant("care_home", day("2023-12-31")),
            1_462_000,
        ),  # 0,9 × 1.624.000 = 1.461.600: the new base only from 2024
        (Grant("care_home", day("2024-07-01")), 1_850_000),  # 0,9 × 2.055.000 = 1.849.500
        (Grant("care_facility", day("2025-01-01")), 5_020_000),  # 1,8 × 2.789.000 = 5.020.200
        (Grant("martyr", day("2024-07-01")), 55_780_000),
        (Grant("resistance", day("2024-07-01"), count=9), 9 * 837_000),  # 0,3 × 2.789.000 = 836.700
        (Grant("injury_11", day("2023-07-01")), 12_330_000),
        (Grant("preschool", day("2024-09-05")), 558_000),
        (Grant("school", day("2024-09-05")), 1_116_000),
        (Grant("grave_visit", day("2025-07-01"), people=3, km=100), 900_000),
        (Grant("grave_visit", day("2025-07-01"), people=5, km=100), 900_000),
        (Grant("remains", day("2025-07-01")), 4_000_000),
        (Grant("device_travel", day("2025-07-01"), km=100), 500_000),
        (Grant("device_travel", day("2025-07-01"), km=300), 1_400_000),
        (Grant("device", day("2025-07-01"), device="leg_above"), 3_800_000),
        (Grant("nothing", day("2025-07-01")), None),
    ],
)
def test_money_that_is_not_monthly(grant, due):
    found = merit_once.due(grant, facts("g", injury=30))
    assert (found.amount if found else None) == due


def test_every_item_of_money_is_reckoned_by_the_data():
    """Each row of the code list leads to an amount, whatever it is reckoned from."""
    for row in law.code_list("merit_grant"):
        asked = Grant(row.code, day("2025-07-01"), km=10, device="wheelchair")
        found = merit_once.due(asked, facts("g", injury=30))
        assert found is not None, row.code
        assert found.amount > 0
        assert found.article


# ------------------------------------------------------------------------------------------------ rounds of care


@pytest.mark.parametrize(
    ("known", "every"),
    [
        (facts("a"), "yearly"),
        (facts("d"), "yearly"),
        (facts("e"), "two_yearly"),
        (facts("g", injury=80), "two_yearly"),
        (facts("g", injury=81), "yearly"),
        (facts("k g", injury=81), "yearly"),
        (facts("l"), ""),
        (facts("c"), ""),
        (facts("m", helper_clause="1"), "yearly"),
        (facts("m", helper_clause="2"), "two_yearly"),
        (facts("m", helper_clause="3"), ""),
        (facts(deceased=(martyr("spouse"),)), "two_yearly"),
        (facts(deceased=(martyr("child"),)), ""),
        (facts(deceased=(martyr("child", disabled=True),)), "two_yearly"),
        (facts(deceased=(martyr("mother", only_child=True),)), "yearly"),
        (facts(deceased=(martyr("mother"), martyr("mother"))), "yearly"),
        (facts(deceased=(dead("g", percent=90),)), ""),
    ],
)
def test_how_often_a_round_of_care_is_due(known, every):
    found = merit_rights.care_right(known)
    assert found.every == every
    assert bool(found.article) is bool(every)


# ------------------------------------------------------------------------------------------------ the data


def test_each_coefficient_gives_the_amounts_that_were_printed():
    for row in law.law_data("merit")["coefficient"]:
        wanted = merit.level(row["id"])
        for base, amount in wanted.printed.items():
            assert round(wanted.coefficient * base / 1000) * 1000 == amount, (wanted.id, base)


def test_the_tables_rise_with_the_percentage_and_stay_above_kind_b():
    for on in ("2022-01-01", "2023-07-01", "2024-07-01", "2026-07-01"):
        own = [of_table(each, on, kind_b=False) for each in range(21, 101)]
        kind_b = [of_table(each, on, kind_b=True) for each in range(21, 101)]
        assert own == sorted(set(own))
        assert kind_b == sorted(set(kind_b))
        assert not [less for less, more in zip(kind_b, own, strict=True) if less >= more]
    assert merit.wounded(20, kind_b=False) is None
    assert merit.wounded(101, kind_b=True) is None


def test_bases_follow_each_other_without_a_gap():
    for name in ("base", "care_base"):
        found = merit.bases(name)
        for one, other in itertools.pairwise(found):
            assert one.effective_to + datetime.timedelta(days=1) == other.effective_from
    merit.require_sound()


@pytest.mark.parametrize(
    ("birth", "female", "months"),
    [
        ("1961-01-15", False, 60 * 12 + 3),
        ("1961-10-01", False, 60 * 12 + 6),
        ("1966-06-01", False, 62 * 12),
        ("1966-01-01", True, 55 * 12 + 4),
        ("1967-06-01", True, 56 * 12),
        ("1985-01-01", True, 60 * 12),
    ],
)
def test_the_age_of_retirement_rises_year_by_year(birth, female, months):
    """By the table of NĐ 135/2020, Phụ lục I."""
    assert merit.retirement_age(day(birth), female=female) == months


# ------------------------------------------------------------------------------------------------ what always holds

PERCENT = some.none() | some.integers(0, 100)
SOMEBODY = some.builds(
    Facts,
    categories=some.frozensets(some.sampled_from(["a", "b", "d", "dd", "e", "g", "h", "i", "k", "l", "m"])),
    related=some.frozensets(
        some.sampled_from(["worshipper", "remarried_spouse", "chemical_child", "attendant"])
    ),
    kind_b=some.booleans(),
    injury=PERCENT,
    illness=PERCENT,
    chemical=PERCENT,
    chemical_cases=some.frozensets(some.sampled_from(["disease", "infertile", "deformed_child"])),
    special=some.booleans(),
    left_home=some.none() | some.booleans(),
    seniority=some.none() | some.integers(0, 40),
    helper_clause=some.sampled_from(["", "1", "2", "3"]),
    alone=some.booleans(),
    attendant=some.booleans(),
    child_percent=PERCENT,
    deceased=some.lists(
        some.builds(
            Deceased,
            category=some.sampled_from(["a", "b", "c", "g", "h", "i"]),
            relation=some.sampled_from(["father", "mother", "spouse", "child"]),
            eligible=some.none() | some.booleans(),
            percent=PERCENT,
        ),
        max_size=4,
    ).map(tuple),
)
MONTHS = some.dates(day("2021-07-01"), day("2027-12-31"))


@given(SOMEBODY, MONTHS, MONTHS)
def test_a_later_base_never_pays_less(known, one, other):
    before, after = sorted((one, other))
    assert merit_rights.assess(known, before).total <= merit_rights.assess(known, after).total


@given(SOMEBODY, MONTHS, MONTHS)
def test_the_dead_are_paid_for_no_later_month(known, died, on):
    died_on = PartialDate(died.year, died.month, died.day)
    found = merit_rights.assess(replace(known, died_on=died_on), on)
    if (on.year, on.month) > (died.year, died.month):
        assert found.total == 0
    else:
        assert found.total == merit_rights.assess(known, on).total


@given(SOMEBODY, MONTHS)
def test_every_part_has_its_article_and_is_whole_thousands(known, on):
    found = merit_rights.assess(known, on)
    amounts = [each.money.amount for each in found.paid]
    assert found.total == sum(amounts)
    for each in found.paid:
        assert each.money.article
        assert each.money.amount % 1000 == 0
    assert len([each for each in found.paid if each.part == "attendant"]) <= 1
    assert len([each for each in found.paid if each.part == "care"]) <= 1
    assert found.lump <= 3 * found.total


@given(SOMEBODY, MONTHS, some.integers(0, 99))
def test_a_graver_wound_never_pays_less(known, on, percent):
    known = replace(known, categories=known.categories | {"g"})
    less, more = (replace(known, injury=each) for each in (percent, percent + 1))
    assert merit_rights.assess(less, on).total <= merit_rights.assess(more, on).total
