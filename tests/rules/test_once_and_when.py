"""Money given once, the first and last month paid, and the reasons to stop, by the day on which it happened."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import assistance, calendar
from ansinh_desktop.rules.assistance import Emergency, Facts, Start


def day(text):
    return datetime.date.fromisoformat(text)


def month(text):
    return calendar.read_month(text)


# NĐ 20/2021 Điều 11 and NĐ 335/2026 Điều 11, 31: twenty times the base; a social pensioner 10.000.000, later twenty pensions.
# Between 01/7 and 04/10/2026 the base of 500.000 is taken until a text says otherwise.
@pytest.mark.parametrize(
    ("died_on", "who", "rule", "amount"),
    [
        ("2021-07-01", "monthly_recipient", "funeral_nd20", 7_200_000),
        ("2024-06-30", "monthly_recipient", "funeral_nd20", 7_200_000),
        ("2024-07-01", "monthly_recipient", "funeral_nd20", 10_000_000),
        ("2026-06-30", "monthly_recipient", "funeral_nd20", 10_000_000),
        ("2026-07-01", "monthly_recipient", "funeral_nd20", 10_000_000),
        ("2026-10-04", "monthly_recipient", "funeral_nd20", 10_000_000),
        ("2026-10-05", "monthly_recipient", "funeral_nd335", 10_800_000),
        ("2024-06-30", "child_of_single_parent", "funeral_nd20", 7_200_000),
        ("2026-10-05", "child_of_single_parent", "funeral_nd335", 10_800_000),
        ("2024-06-30", "from_80_survivor_or_other_monthly", "funeral_nd20", 7_200_000),
        ("2026-10-04", "from_80_survivor_or_other_monthly", "funeral_nd20", 10_000_000),
        ("2026-10-05", "from_80_survivor_or_other_monthly", "", 0),
        ("2026-10-04", "from_75_survivor_or_other_monthly", "", 0),
        ("2026-10-05", "from_75_survivor_or_other_monthly", "funeral_nd335", 10_800_000),
        ("2026-10-04", "from_70_to_75_poor_survivor", "", 0),
        ("2026-10-05", "from_70_to_75_poor_survivor", "funeral_nd335", 10_800_000),
        ("2026-10-04", "applicant_eligible_not_decided", "", 0),
        ("2026-10-05", "applicant_eligible_not_decided", "funeral_nd335", 10_800_000),
        ("2025-06-30", "social_pensioner", "", 0),
        ("2025-07-01", "social_pensioner", "funeral_pension_nd176", 10_000_000),
        ("2026-10-04", "social_pensioner", "funeral_pension_nd176", 10_000_000),
        ("2026-10-05", "social_pensioner", "funeral_pension_nd335", 10_800_000),
        ("2026-10-04", "pension_applicant_not_decided", "", 0),
        ("2026-10-05", "pension_applicant_not_decided", "funeral_pension_nd335", 10_800_000),
    ],
)
def test_a_funeral_is_supported_by_the_law_of_the_day_of_death(died_on, who, rule, amount):
    found = assistance.funeral(day(died_on), [who])
    assert (found.rule, found.amount) == (rule, amount)
    assert (who in assistance.funeral_reasons(day(died_on))) is bool(rule)
    assert found.article.startswith("NĐ 335/2026" if died_on >= "2026-10-05" else "NĐ ")


@pytest.mark.parametrize(
    ("died_on", "filed_on", "asked"),
    [
        ("2026-06-30", "2026-10-04", []),
        ("2026-06-30", "2026-10-05", ["AS-6131"]),
        ("2026-07-01", "2026-10-04", ["AS-6130"]),
        ("2026-10-04", "2026-10-05", ["AS-6130", "AS-6131"]),
        ("2026-10-05", "2026-10-05", []),
        ("2026-10-05", "2026-12-01", []),
    ],
)
def test_a_death_before_the_decree_that_is_filed_after_it_is_asked_about(died_on, filed_on, asked):
    found = assistance.funeral(day(died_on), ["monthly_recipient"], filed_on=day(filed_on))
    assert [each.code for each in found.notices] == asked
    assert found.needs_confirmation is bool(asked)


# NĐ 20/2021 Điều 25, NĐ 335/2026 Điều 22.
@pytest.mark.parametrize(
    ("birth", "asked", "amount", "doubtful"),
    [
        ("2020-03-15", "2021-07", 1_800_000, False),  # 5,0 × 360.000
        ("2020-03-15", "2024-02", 1_800_000, False),
        ("2020-03-15", "2024-03", 1_440_000, False),  # 4,0 from four years on
        ("2020-03-15", "2024-07", 2_000_000, False),
        ("2024-01-31", "2024-07", 2_500_000, False),
        ("2024-01-31", "2026-06", 2_500_000, False),
        ("2024-01-31", "2026-07", 2_700_000, False),
        ("2024-01-31", "2026-09", 2_700_000, False),
        ("2024-01-31", "2026-10", 2_700_000, True),  # 5,0 was not read in NĐ 335
        ("2024-01-31", "2027-12", 2_700_000, True),
        ("2024-01-31", "2028-01", 2_160_000, False),
        ("1950-05-05", "2026-11", 2_160_000, False),
    ],
)
def test_care_in_a_facility_costs_by_age(birth, asked, amount, doubtful):
    found = assistance.facility_care(PartialDate.from_iso(birth), month(asked))
    assert (found.amount, found.needs_confirmation, found.minimum) == (amount, doubtful, True)


@pytest.mark.parametrize(
    ("died_on", "amount", "article"),
    [
        ("2024-06-30", 18_000_000, "NĐ 20/2021 Điều 25"),
        ("2024-07-01", 25_000_000, "NĐ 20/2021 Điều 25"),
        ("2026-10-04", 25_000_000, "NĐ 20/2021 Điều 25"),
        ("2026-10-05", 27_000_000, "NĐ 335/2026 Điều 22"),
    ],
)
def test_a_facility_buries_with_fifty_times_the_base(died_on, amount, article):
    found = assistance.facility_funeral(day(died_on))
    assert (found.amount, found.article) == (amount, article)


# NĐ 20/2021 Điều 12 to 15, TT 02/2021 Điều 3; NĐ 335/2026 Điều 12, 16. Amounts are the least that is given.
@pytest.mark.parametrize(
    ("item", "on", "asked", "amount"),
    [
        ("rice", "2022-01-20", {"count": 4, "occasion": "tet"}, 60),
        ("rice", "2022-01-20", {"count": 4, "months": 3, "occasion": "tet"}, 60),
        ("rice", "2025-08-20", {"count": 4, "months": 3}, 180),
        ("rice", "2025-08-20", {"count": 4, "months": 4}, 180),
        ("rice", "2026-11-20", {"count": 1, "months": 2}, 30),
        ("injury", "2024-06-30", {}, 3_600_000),
        ("injury", "2024-07-01", {}, 5_000_000),
        ("injury", "2024-07-01", {"count": 3}, 15_000_000),
        ("injury", "2026-09-30", {"inpatient_days": 0}, 5_000_000),
        ("injury", "2026-10-05", {"inpatient_days": 2}, 0),
        ("injury", "2026-10-05", {"inpatient_days": 3}, 5_400_000),
        ("injury", "2026-10-05", {"inpatient_days": 3, "count": 2}, 10_800_000),
        ("death_or_missing", "2024-06-30", {}, 18_000_000),
        ("death_or_missing", "2024-07-01", {"count": 2}, 50_000_000),
        ("death_or_missing", "2026-10-04", {}, 25_000_000),
        ("death_or_missing", "2026-10-05", {}, 27_000_000),
        ("unclaimed_body", "2024-06-30", {}, 18_000_000),
        ("unclaimed_body", "2024-06-30", {"actual_cost": 18_000_000}, 18_000_000),
        ("unclaimed_body", "2024-06-30", {"actual_cost": 18_000_001}, 18_000_001),
        ("unclaimed_body", "2026-10-05", {"actual_cost": 26_000_000}, 27_000_000),
        ("house_rebuild", "2021-07-01", {}, 40_000_000),
        ("house_rebuild", "2026-11-01", {"count": 2}, 80_000_000),
        ("house_move", "2024-01-01", {}, 30_000_000),
        ("house_move", "2026-11-01", {}, 30_000_000),
        ("house_repair", "2026-10-04", {}, 20_000_000),
        ("house_repair", "2026-10-05", {"count": 3}, 60_000_000),
        ("protection_food", "2026-10-04", {"days": 30}, 1_800_000),
        ("protection_food", "2026-10-05", {"days": 30}, 3_000_000),
        ("protection_food", "2026-10-05", {"days": 30, "count": 2}, 6_000_000),
        ("protection_food", "2026-10-05", {"days": 0}, 0),
        ("protection_transport", "2026-10-04", {"km": 100}, 20),
        ("protection_transport", "2026-10-04", {"km": 1}, Decimal("0.2")),
        ("protection_transport", "2026-10-04", {"km": 33}, Decimal("6.6")),
        ("protection_transport", "2026-10-05", {"km": 100}, 0),
    ],
)
def test_emergency_aid_is_that_of_its_day(item, on, asked, amount):
    found = assistance.emergency(Emergency(item, day(on), **asked))
    assert found.amount == amount
    assert found.unit == {"rice": "kg gạo", "protection_transport": "lít xăng" if amount else "VND"}.get(
        item, "VND"
    )


@pytest.mark.parametrize(
    ("item", "on", "asked", "told"),
    [
        ("rice", "2025-08-20", {"months": 3}, []),
        ("rice", "2025-08-20", {"months": 4}, ["AS-6138"]),
        ("rice", "2022-01-20", {"months": 1, "occasion": "tet"}, []),
        ("rice", "2022-01-20", {"months": 2, "occasion": "tet"}, ["AS-6138"]),
        ("protection_food", "2026-11-01", {"days": 93}, []),  # three months of 31 days at most
        ("protection_food", "2026-11-01", {"days": 94}, ["AS-6141"]),
        ("injury", "2026-10-04", {}, ["AS-6130"]),
        ("injury", "2026-06-30", {}, []),
        ("injury", "2026-10-05", {}, ["AS-6139"]),
        ("house_repair", "2026-10-04", {}, []),
        ("house_repair", "2026-10-05", {}, ["AS-6122"]),
        ("house_move", "2026-08-01", {}, []),  # a fixed sum hangs on no base
    ],
)
def test_what_is_too_much_or_not_certain_is_told(item, on, asked, told):
    assert [each.code for each in assistance.emergency(Emergency(item, day(on), **asked)).notices] == told


# NĐ 20/2021 Điều 8 khoản 1 điểm đ, khoản 4; NĐ 335/2026 Điều 8, 31, 33: what came in before 05/10/2026 keeps the old rules.
@pytest.mark.parametrize(
    ("group", "start", "first"),
    [
        ("k1", Start(day("2024-05-31")), "2024-05"),
        ("k8", Start(day("2026-10-04")), "2026-10"),
        ("k6", Start(day("2026-10-05"), certificate_on=day("2026-07-02")), "2026-10"),
        ("k6", Start(day("2026-10-04"), certificate_on=day("2026-07-02")), "2026-07"),
        ("k6", Start(day("2026-12-01"), day("2026-10-04"), day("2026-07-02")), "2026-07"),
        ("k6", Start(day("2026-12-01"), day("2026-10-05"), day("2026-07-02")), "2026-12"),
        ("k6", Start(day("2024-05-20")), "2024-05"),  # no certificate recorded
        ("k5b", Start(day("2024-05-20"), birth=PartialDate(1949, 1, 31)), "2024-01"),
        ("k5b", Start(day("2024-05-20"), birth=PartialDate(1948, 12, 31)), "2023-12"),
        ("k5c", Start(day("2024-05-20"), birth=PartialDate(1944, 2, 29)), "2024-02"),
        ("k5c", Start(day("2024-05-20"), birth=PartialDate(1941, 7, 1)), "2021-07"),
        (
            "k5c",
            Start(day("2024-05-20"), birth=PartialDate(1941, 6, 30)),
            "2021-07",
        ),  # no law before that month
        ("k5d", Start(day("2024-05-20"), birth=PartialDate(1944, 2, 29)), "2024-05"),
        ("k1", Start(day("2025-01-15"), stopped_on=day("2024-12-31")), "2025-01"),
        ("k1", Start(day("2025-01-15"), stopped_on=day("2024-11-01")), "2024-12"),
        ("k1", Start(day("2026-12-15"), stopped_on=day("2026-12-31")), "2026-12"),
        ("pension", Start(day("2025-08-31")), "2025-08"),
        ("pension", Start(day("2026-12-01"), day("2026-10-05")), "2026-12"),
    ],
)
def test_the_first_month_follows_from_the_day_that_counts(group, start, first):
    assert assistance.first_month(group, start).month == month(first)


# NĐ 20/2021 Điều 8 khoản 2, NĐ 335/2026 Điều 9: stopped from the month after the one in which it happened.
@pytest.mark.parametrize(
    ("happened", "last"),
    [
        ("2026-11-01", "2026-11"),
        ("2026-11-02", "2026-11"),
        ("2026-11-30", "2026-11"),
        ("2026-12-01", "2026-12"),
        ("2024-02-29", "2024-02"),
        ("2026-01-01", "2026-01"),
    ],
)
def test_the_month_in_which_it_happened_is_the_last_one_paid(happened, last):
    assert assistance.last_month_paid(day(happened)) == month(last)


@given(st.dates(day("2021-08-01"), day("2030-12-31")))
def test_who_died_is_paid_to_the_month_of_death_and_no_further(died_on):
    facts = Facts(PartialDate(1990, 5, 5), disability_degree="severe", died_on=died_on)
    last = assistance.last_month_paid(died_on)
    assert assistance.assess(facts, last).pay > 0
    assert assistance.assess(facts, calendar.add_months(last, 1)).pay == 0


# TT 02/2021 Điều 2 and NĐ 335/2026 Điều 9.
@pytest.mark.parametrize(
    ("kind", "on", "ids"),
    [
        ("suspend", "2026-10-04", "not_collected refuses_recheck remand"),
        ("suspend", "2026-10-05", "not_collected refuses_recheck"),
        ("stop", "2024-01-01", "dead_or_missing no_longer_eligible prison_or_order refuses three_months_after_suspension"),
        ("stop", "2026-10-05", "dead_or_missing no_longer_eligible prison_or_order refuses three_months_after_suspension"),
        ("stop_carer", "2024-01-01", "either_dead_or_missing cared_person_not_eligible carer_not_eligible carer_sanctioned"),
    ],
)  # fmt: skip
def test_the_grounds_of_a_day(kind, on, ids):
    assert " ".join(each.id for each in assistance.grounds(kind, day(on))) == ids


@pytest.mark.parametrize(
    ("ground", "old", "new"),
    [
        ("not_collected", "TT 02/2021 Điều 2 khoản 3 điểm a", "NĐ 335/2026 Điều 9"),
        ("refuses_recheck", "TT 02/2021 Điều 2 khoản 3 điểm b", "NĐ 335/2026 Điều 9"),
        ("dead_or_missing", "TT 02/2021 Điều 2 khoản 1 điểm a", "NĐ 335/2026 Điều 9"),
        ("no_longer_eligible", "TT 02/2021 Điều 2 khoản 1 điểm b", "NĐ 335/2026 Điều 9"),
        ("prison_or_order", "TT 02/2021 Điều 2 khoản 1 điểm c", "NĐ 335/2026 Điều 9"),
        ("refuses", "TT 02/2021 Điều 2 khoản 1 điểm d", "NĐ 335/2026 Điều 9"),
        ("three_months_after_suspension", "TT 02/2021 Điều 2 khoản 1 điểm đ", "NĐ 335/2026 Điều 9"),
        ("either_dead_or_missing", "TT 02/2021 Điều 2 khoản 2 điểm a", "NĐ 335/2026 Điều 9"),
        (
            "carer_not_eligible",
            "TT 02/2021 Điều 2 khoản 2 điểm c (NĐ 20 Điều 22, 23)",
            "NĐ 335/2026 Điều 19, 20",
        ),
    ],
)
def test_a_ground_is_cited_by_the_decree_of_the_day(ground, old, new):
    for on, article in (("2026-10-04", old), ("2026-10-05", new)):
        kinds: tuple[assistance.GroundKind, ...] = ("suspend", "stop", "stop_carer")
        found = {each.id: each.article for kind in kinds for each in assistance.grounds(kind, day(on))}
        assert found[ground] == article


# The eleven points of Điều 5 khoản 1: a state of one parent, a state of the other, before and from 05/10/2026.
MISSING, CARED, JAILED, SENT = "missing_declared", "in_facility", "serving_sentence", "serving_admin_measure"
POINTS = [
    ("dead", "dead", "b", "b"),
    ("dead", "unknown", "", "b"),
    ("dead", MISSING, "c", "c"),
    ("dead", CARED, "d", "d"),
    ("dead", JAILED, "dd", "dd"),
    ("dead", SENT, "dd", "dd"),
    ("dead", "present", "", ""),
    ("unknown", "unknown", "", ""),
    ("unknown", MISSING, "", "c"),
    ("unknown", CARED, "", "d"),
    ("unknown", JAILED, "", "dd"),
    ("unknown", SENT, "", "dd"),
    ("unknown", "present", "", ""),
    (MISSING, MISSING, "e", "e"),
    (MISSING, CARED, "i", "i"),
    (MISSING, JAILED, "k", "k"),
    (MISSING, SENT, "k", "k"),
    (MISSING, "present", "", ""),
    (CARED, CARED, "g", "g"),
    (CARED, JAILED, "l", "l"),
    (CARED, SENT, "l", "l"),
    (CARED, "present", "", ""),
    (JAILED, JAILED, "h", "h"),
    (JAILED, SENT, "h", "h"),
    (SENT, SENT, "h", "h"),
    (SENT, "present", "", ""),
    ("present", "present", "", ""),
]


@pytest.mark.parametrize(("one", "other", "before", "since"), POINTS)
def test_two_parents_states_give_a_point_or_none(one, other, before, since):
    for on, point in (("2021-07-01", before), ("2026-10-04", before), ("2026-10-05", since)):
        assert assistance.no_source_case(one, other, day(on)) == point
        assert assistance.no_source_case(other, one, day(on)) == point


@pytest.mark.parametrize(
    ("missed", "suspended"),
    [
        ("2026-01 2026-02", None),
        ("2026-12 2027-01 2027-02", "2026-12"),
        ("2025-11 2026-11 2026-12 2027-01", "2026-11"),
        ("2026-01 2026-02 2026-04 2026-05 2026-06", "2026-04"),
        ("2026-01 2026-02 2026-03 2026-04 2026-05", "2026-01"),
        ("2026-01 2026-03 2026-05 2026-07", None),
    ],
)
def test_only_three_months_without_a_gap_suspend(missed, suspended):
    found = assistance.must_be_suspended([month(each) for each in missed.split()])
    assert found == (month(suspended) if suspended else None)


@given(st.dates(day("2022-01-01"), day("2028-12-31")), st.dates(day("2022-01-01"), day("2028-12-31")))
def test_months_follow_one_another_without_a_gap(first, last):
    found = assistance.months(first, last)
    assert found == sorted(found)
    assert all(each.day == 1 for each in found)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    assert len(found) == max(count, 0)
    assert not found or (found[0], found[-1]) == (first.replace(day=1), last.replace(day=1))


def test_before_the_oldest_decree_nobody_decides():
    assert assistance.authority_on(day("2021-07-01")) == "Chủ tịch UBND cấp huyện"
    with pytest.raises(UserError, match="AS-6101"):
        assistance.authority_on(day("2021-06-30"))


# NĐ 335/2026 Điều 32 khoản 3, 4: the new level of each month since 07/2026 less what was paid.
@pytest.mark.parametrize(
    ("degree", "birth", "first", "last", "paid", "differences"),
    [
        ("severe", "1990-05-05", "2026-07", "2026-10", 750_000, [60_000] * 4),
        ("very_severe", "1990-05-05", "2026-07", "2026-09", 1_000_000, [80_000] * 3),
        ("severe", "1990-05-05", "2026-01", "2026-08", 750_000, [60_000] * 2),
        ("severe", "1990-05-05", "2026-07", "2026-08", 810_000, [0, 0]),
        ("severe", "1990-05-05", "2026-07", "2026-08", 900_000, [0, 0]),
        ("severe", "1990-05-05", "2026-07", "2026-07", 0, [810_000]),
        (
            "severe",
            "2010-08-15",
            "2026-07",
            "2026-09",
            1_000_000,
            [80_000, 0, 0],
        ),  # 16 in August: 1,5 from then on
        ("severe", "1990-05-05", "2026-01", "2026-06", 750_000, []),
    ],
)
def test_arrears_are_the_new_level_less_what_was_paid(degree, birth, first, last, paid, differences):
    facts = Facts(PartialDate.from_iso(birth), disability_degree=degree)
    found = assistance.arrears(facts, month(first), month(last), paid)
    assert [each.difference for each in found.months] == differences
    assert found.total == sum(differences)


@given(st.lists(st.integers(0, 2_000_000), min_size=5, max_size=5))
def test_arrears_of_a_span_are_the_sum_of_its_months(paid):
    facts = Facts(PartialDate(1990, 5, 5), disability_degree="severe")
    months = assistance.months(month("2026-07"), month("2026-11"))
    given_ = dict(zip(months, paid, strict=True))
    whole = assistance.arrears(facts, months[0], months[-1], given_)
    assert whole.total == sum(assistance.arrears(facts, each, each, given_).total for each in months)
    assert whole.total == sum(max(810_000 - each, 0) for each in paid)
