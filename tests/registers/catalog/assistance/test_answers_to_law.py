"""What the law's rules are told by the answers of a record, and what is asked because no answer says it."""

import datetime

import pytest

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.assistance import answered, course, once, reasons
from tests.registers.factories import ASSISTANCE, PERSON, facts

ON = datetime.date(2026, 11, 30)
SHELTERED = "facility_eligible no_supporter taken_in"


def day(text):
    return datetime.date.fromisoformat(text)


def case(answers, *events, on=ON, state="paying", **person):
    found = [EventFacts(kind, day(when), said) for kind, when, said in events]
    return facts(answers, PERSON | person, on, state=state, events=found)


def flags(answers, **more):
    return " ".join(sorted(answered.law_facts(case(answers, **more)).flags))


# By naming the group the officer says what its clause of Điều 5 asks for, where no answer says otherwise.
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"social_group": "k1"}, "no_source_of_care"),
        ({"social_group": "k2"}, "studying studying_without_gap was_k1_until_16"),
        ({"social_group": "k2", "school_status": "studying"}, "studying studying_without_gap was_k1_until_16"),
        ({"social_group": "k2", "school_status": "left"}, "was_k1_until_16"),
        ({"social_group": "k2", "school_status": "not_yet"}, "was_k1_until_16"),
        ({"social_group": "k2", "studies_without_gap": False}, "studying was_k1_until_16"),
        ({"social_group": "k2", "study_paper_to": "2026-11-30"}, "studying studying_without_gap was_k1_until_16"),
        ({"social_group": "k2", "study_paper_to": "2026-11-29"}, "was_k1_until_16"),
        ({"social_group": "k3"}, "hiv"),
        ({"social_group": "k4"}, "single_parent"),
        ({"social_group": "k4", "marital_status": "spouse_dead"}, "single_parent"),
        ({"social_group": "k4", "marital_status": "divorced"}, "single_parent"),
        ({"social_group": "k4", "marital_status": "married"}, ""),
        ({"social_group": "k5a"}, "no_supporter"),
        ({"social_group": "k5a", "no_supporter": False}, ""),
        ({"social_group": "k5b"}, "hard_area"),
        ({"social_group": "k5b", "hard_area": False}, ""),
        ({"social_group": "k5c"}, ""),
        ({"social_group": "k5d"}, SHELTERED),
        ({"social_group": "k5b_335"}, SHELTERED),
        ({"social_group": "k5b_335", "taken_in": False}, "facility_eligible no_supporter"),
        ({"social_group": "k7"}, "hard_area"),
        ({"social_group": "k8"}, "hiv"),
        ({"social_group": "k8", "has_wage": True}, "hiv wage"),
        ({"social_group": "k8", "has_wage": False}, "hiv"),
        ({"social_group": "k8", "benefits": ["insurance"]}, "hiv own_pension"),
        ({"social_group": "k8", "benefits": ["social_assistance"]}, "hiv other_social_allowance"),
        ({"social_group": "k8", "benefits": ["none"]}, "hiv"),
        (ASSISTANCE, ""),
        (ASSISTANCE | {"also_single_parent": True}, "single_parent"),
        (ASSISTANCE | {"also_single_parent": True, "marital_status": "married"}, ""),
        (ASSISTANCE | {"cared_at_home": True}, "cared_at_home"),
        (ASSISTANCE | {"pregnant": True}, "pregnant"),
        (ASSISTANCE | {"pregnant": False}, ""),
        (ASSISTANCE | {"children_under_36m": 1}, "one_child_under_36m"),
        (ASSISTANCE | {"children_under_36m": 3}, "two_children_under_36m"),
        (ASSISTANCE | {"children_under_36m": 0}, ""),
        (ASSISTANCE | {"children_under_36m": 1, "pregnant": True}, "pregnant_and_child_under_36m"),
        (ASSISTANCE | {"children_under_36m": 2, "pregnant": True}, "pregnant two_children_under_36m"),
        (ASSISTANCE | {"children_under_36m": 1, "children": [{"birth_date": "2025-01-01"}]}, ""),
    ],
)  # fmt: skip
def test_group_and_answers_give_the_facts_of_the_law(answers, expected):
    assert flags(answers) == expected


@pytest.mark.parametrize(
    ("answers", "person", "asked"),
    [
        ({"social_group": "k2"}, {}, "schooling"),
        ({"social_group": "k2", "school_status": "studying"}, {}, "without_gap"),
        ({"social_group": "k2", "school_status": "studying", "studies_without_gap": True}, {}, ""),
        ({"social_group": "k3"}, {}, "poverty"),
        ({"social_group": "k3"}, {"poverty_status": "poor"}, ""),
        ({"social_group": "k4"}, {"poverty_status": "poor"}, "children marriage"),
        ({"social_group": "k4", "children_total": 1}, {"poverty_status": "poor"}, "marriage"),
        ({"social_group": "k4", "children_total": 0}, {"poverty_status": "poor"}, "marriage"),
        ({"social_group": "k4", "marital_status": "none"}, {}, "children poverty"),
        ({"social_group": "k5a"}, {"poverty_status": "poor"}, "supporter"),
        ({"social_group": "k5a", "no_supporter": False}, {"poverty_status": "poor"}, ""),
        ({"social_group": "k5c"}, {}, "insurance other_allowance"),
        ({"social_group": "k5c", "benefits": ["none"]}, {}, ""),
        ({"social_group": "k5b_335"}, {"poverty_status": "poor"}, "facility supporter taken_in"),
        ({"social_group": "k7"}, {"poverty_status": "near_poor"}, "region"),
        ({"social_group": "k8"}, {"poverty_status": "poor"}, "insurance other_allowance wage"),
        ({"social_group": "pension"}, {}, "insurance poverty"),
        ({"social_group": "k1"}, {}, "carer"),
        ({"social_group": "k1", "taken_in": False}, {}, ""),
        ({"social_group": "k6"}, {"sex": "male"}, "carer degree"),
        (ASSISTANCE, {"sex": "male"}, "carer"),
        (ASSISTANCE | {"cared_at_home": False}, {"sex": "male"}, ""),
        # a woman of 15 to 50 years, or anybody married, may raise a small child
        (ASSISTANCE | {"taken_in": False}, {"sex": "female", "birth_date": "2011-12-31"}, "maternity"),
        (ASSISTANCE | {"taken_in": False}, {"sex": "female", "birth_date": "2012-01-01"}, ""),
        (ASSISTANCE | {"taken_in": False}, {"sex": "female", "birth_date": "1976-01-01"}, "maternity"),
        (ASSISTANCE | {"taken_in": False}, {"sex": "female", "birth_date": "1975-12-31"}, ""),
        (ASSISTANCE | {"taken_in": False, "marital_status": "married"}, {"sex": "male"}, "maternity"),
        (ASSISTANCE | {"taken_in": False, "pregnant": False}, {"sex": "female", "birth_date": "1995-01-01"}, ""),
        (ASSISTANCE | {"taken_in": False, "also_single_parent": True}, {"sex": "male"}, "children marriage poverty"),
    ],
)  # fmt: skip
def test_what_decides_money_and_is_not_said_is_asked(answers, person, asked):
    assert " ".join(sorted(answered.law_facts(case(answers, **person)).unanswered)) == asked


@pytest.mark.parametrize(
    ("answers", "counted"),
    [
        ({"children_under_16": 2}, 2),
        ({"children_under_16": 2, "children_16_22": 1, "start_month": "2024-01"}, 3),
        (
            {"children_under_16": 2, "children_16_22": 1, "start_month": "2026-11"},
            2,
        ),  # a new claim under NĐ 335
        ({"children_under_16": 2, "children_16_22": 1, "start_month": "2026-09"}, 3),
        ({"children_under_16": 2, "children_16_22": 1}, 2),
        ({"children_total": 3}, 3),
        ({"children_total": 3, "children_under_16": 1}, 1),
        ({"children_total": 3, "children_under_16": 0}, 0),
        ({}, None),
    ],
)
def test_children_are_counted_as_the_decree_lets_them_count(answers, counted):
    assert answered.law_facts(case({"social_group": "k4"} | answers)).qualifying_children == counted


@pytest.mark.parametrize(
    ("row", "start", "expected"),
    [
        ({"birth_date": "2010-01-01"}, None, ""),
        ({"birth_date": "2010-01-01", "school_status": "studying"}, None, "studying"),
        (
            {"birth_date": "2010-01-01", "school_status": "studying", "without_gap": True},
            None,
            "studying studying_without_gap",
        ),
        ({"birth_date": "2010-01-01", "without_gap": True}, None, ""),  # of whom it is not asked
        ({"birth_date": "2010-01-15"}, "2025-12", "parent_already_receiving"),
        ({"birth_date": "2010-01-15"}, "2026-01", "parent_already_receiving"),  # from the first of the month
        ({"birth_date": "2010-01-01"}, "2026-01", ""),
        ({"birth_date": "2010-01-15"}, "2026-02", ""),
        ({"birth_date": "2010-01"}, "2026-01", "parent_already_receiving"),
    ],
)
def test_a_child_is_studying_or_was_paid_for_before(row, start, expected):
    (child,) = answered.law_facts(
        case({"social_group": "k4", "children": [row], "start_month": start})
    ).children
    assert " ".join(sorted(child.flags)) == expected


@pytest.mark.parametrize(
    ("events", "on", "inside"),
    [
        ((), "2026-11-30", False),
        ((("2026-10-05", {"admitted_on": "2026-10-05"}),), "2026-10-31", False),  # the month of admission is paid
        ((("2026-10-05", {"admitted_on": "2026-10-05"}),), "2026-11-30", True),
        ((("2026-10-05", {"admitted_on": "2026-10-05", "left_on": "2026-12-01"}),), "2026-11-30", True),
        ((("2026-10-05", {"admitted_on": "2026-10-05", "left_on": "2026-11-30"}),), "2026-11-30", False),
        ((("2026-05-05", {"admitted_on": "2026-05-05"}), ("2026-08-01", {"left_on": "2026-08-01"})), "2026-11-30", False),
        ((("2026-05-05", {"admitted_on": "2026-05-05"}), ("2026-08-01", {"left_on": "2026-08-01"})), "2026-07-31", True),
        ((("2025-05-05", {"admitted_on": "2025-05-05", "left_on": "2025-08-01"}), ("2026-05-05", {"admitted_on": "2026-05-05"})),
         "2026-11-30", True),
    ],
)  # fmt: skip
def test_who_lives_in_a_facility_does_so_from_the_month_after_admission(events, on, inside):
    made = case(ASSISTANCE, *(("facility", when, said) for when, said in events), on=day(on))
    assert answered.in_facility(made) is inside


STATES = [
    {"status": "poor", "valid_from": "2026-01-01", "valid_to": "2026-11-15"},
    {"status": "near_poor", "valid_from": "2026-12-10"},
]


@pytest.mark.parametrize(
    ("on", "now", "eve"),
    [
        ("2026-10-31", "poor", "poor"),
        ("2026-11-30", "", "poor"),  # off the list in the month: the eve is told as well
        ("2026-12-31", "near_poor", ""),
        ("2027-01-31", "near_poor", "near_poor"),
    ],
)
def test_a_dated_state_of_the_household_is_that_of_the_last_day_and_of_the_eve(on, now, eve):
    found = answered.law_facts(case({"social_group": "k8"}, on=day(on), poverty_statuses=STATES))
    assert found.poverty_status == now
    assert (found.before or found).poverty_status == eve


@pytest.mark.parametrize(
    ("birth", "group", "known"),
    [("1990-05-05", "k6", True), ("1990", "k6", True), (None, "k6", False), ("1990-05-05", None, False)],
)
def test_without_birth_or_group_the_law_is_asked_nothing(birth, group, known):
    assert (answered.law_facts(case({"social_group": group}, birth_date=birth)) is not None) is known


@pytest.mark.parametrize(
    ("answers", "on"),
    [
        (
            {"decision_date": "2026-10-20", "received_on": "2026-10-02", "start_month": "2026-10"},
            "2026-10-20",
        ),
        ({"received_on": "2026-10-02", "start_month": "2026-10"}, "2026-10-02"),
        ({"start_month": "2026-02", "recorded_month": "2026-06"}, "2026-02-28"),
        ({"recorded_month": "2026-06"}, "2026-06-30"),
        ({}, "2026-11-30"),
    ],
)
def test_a_group_is_named_by_the_decree_of_its_decision(answers, on):
    assert answered.recorded_on(answers, ON) == day(on)


# ---------------------------------------------------------------- grounds


@pytest.mark.parametrize(
    ("reason", "state", "on", "ground"),
    [
        ("not_collected", "suspended", "2026-11-30", "not_collected"),
        ("no_recheck", "suspended", "2026-11-30", "refuses_recheck"),
        ("no_recheck", "stopped", "2026-11-30", "three_months_after_suspension"),
        ("remand", "suspended", "2026-10-04", "remand"),
        ("remand", "suspended", "2026-10-05", None),
        ("dead", "stopped", "2026-11-30", "dead_or_missing"),
        ("missing", "stopped", "2026-11-30", "dead_or_missing"),
        ("prison", "stopped", "2026-11-30", "prison_or_order"),
        ("refused", "stopped", "2026-11-30", "refuses"),
        ("left_poverty", "stopped", "2026-11-30", "no_longer_eligible"),
        ("turned_16_not_studying", "stopped", "2026-11-30", "no_longer_eligible"),
        ("to_pension", "stopped", "2026-11-30", "no_longer_eligible"),
        ("dead", "suspended", "2026-11-30", None),
        ("not_collected", "stopped", "2026-11-30", None),
        ("moved_out", "stopped", "2026-11-30", None),
        ("other", "stopped", "2026-11-30", None),
        ("dead", "stopped", "2021-06-30", None),  # before the oldest decree
    ],
)
def test_a_reason_is_a_ground_of_the_law_or_none(reason, state, on, ground):
    found = course.ground(case(ASSISTANCE | {"decrease_reason": reason}, on=day(on)), state)
    assert (found.id if found else None) == ground


@pytest.mark.parametrize(
    ("said", "events", "reason"),
    [
        ("dead", [], "dead"),
        (None, ["refused"], "refused"),
        (None, ["refused", "dead"], "dead"),
        ("prison", ["refused"], "prison"),
        (None, [], ""),
    ],
)
def test_the_reason_is_the_records_or_that_of_its_last_decrease(said, events, reason):
    happened = [("decrease", f"2026-0{place + 1}-05", {"reason": each}) for place, each in enumerate(events)]
    assert course.reason_of(case(ASSISTANCE | {"decrease_reason": said}, *happened)) == reason


@pytest.mark.parametrize(
    ("reason", "ends"),
    [
        ("dead", True),
        ("not_collected", True),
        ("moved_out", True),
        ("other", False),
        ("", False),
        (None, False),
    ],
)
def test_some_reasons_end_a_payment_and_others_lower_it(reason, ends):
    assert course.ends_payment(reason) is ends


# ---------------------------------------------------------------- once


@pytest.mark.parametrize(
    ("answers", "state", "died", "amount"),
    [
        (ASSISTANCE, "paying", "2026-06-15", 10_000_000),
        (ASSISTANCE, "paying", "2026-10-05", 10_800_000),
        (ASSISTANCE, "received", "2026-10-05", 10_800_000),  # asked for and not decided: since NĐ 335
        (ASSISTANCE, "received", "2026-10-04", 0),
        (ASSISTANCE | {"decision_no": "1/QĐ"}, "received", "2026-06-15", 10_000_000),
        ({"social_group": "pension"}, "paying", "2026-06-15", 10_000_000),
        ({"social_group": "pension"}, "received", "2026-10-04", 0),
        ({"social_group": "pension"}, "received", "2026-10-05", 10_800_000),
    ],
)
def test_the_right_to_a_funeral_follows_from_where_the_record_stands(answers, state, died, amount):
    event = EventFacts("funeral", day("2026-11-01"), {"died_on": died})
    assert once.funeral_due(case(answers, state=state), event).amount == amount


@pytest.mark.parametrize(
    ("said", "on", "amount"),
    [
        ({"item": "injury", "people": 2}, "2026-06-15", 10_000_000),
        ({"damage": "destroyed"}, "2026-06-15", 40_000_000),
        ({"damage": "forced_move"}, "2026-06-15", 30_000_000),
        ({"damage": "heavy_damage"}, "2026-06-15", 20_000_000),
        ({"item": "rice", "people": 3, "months": 2}, "2026-06-15", 90),
        ({"item": "rice", "people": 3, "months": 2, "cause": "tet_hunger"}, "2026-02-10", 45),
        (
            {"item": "protection_food", "care_from": "2026-06-01", "care_to": "2026-06-10"},
            "2026-06-15",
            600_000,
        ),
        (
            {"item": "protection_food", "care_from": "2026-11-01", "care_to": "2026-11-01"},
            "2026-11-01",
            100_000,
        ),
        ({"item": "unclaimed_body", "actual_cost": 30_000_000}, "2026-06-15", 30_000_000),
    ],
)
def test_emergency_aid_follows_from_what_was_asked_for(said, on, amount):
    assert once.emergency_due(EventFacts("emergency", day(on), said)).amount == amount


def test_what_the_record_does_not_say_is_not_reckoned():
    assert once.emergency_due(EventFacts("emergency", ON, {"people": 2})) is None
    assert once.emergency_due(EventFacts("emergency", day("2021-06-30"), {"item": "injury"})) is None
    assert once.funeral_due(case(ASSISTANCE), EventFacts("funeral", ON, {})) is None


def test_the_birth_is_told_only_as_exactly_as_the_law_asks_for_it():
    one, other = (case(ASSISTANCE, birth_date=each) for each in ("1990-05-17", "1988-11-02"))
    assert answered.law_facts(one).birth == PartialDate(1990, 5, 17)
    assert answered.law_facts(one, exact=False) == answered.law_facts(other, exact=False)


def test_the_reasons_tell_the_age_of_the_very_person():
    said = [
        str(reasons.explained(case(ASSISTANCE, birth_date=each)).lines[0])
        for each in ("1990-05-17", "1988-11-02")
    ]
    assert "36 tuổi" in said[0]
    assert "38 tuổi" in said[1]


@pytest.mark.parametrize(
    ("group", "point", "father"),
    [("k1", "b", "dead"), ("k6", "", ""), ("k8", "", "")],
)
def test_only_of_a_child_without_care_the_law_is_told_of_the_parents(group, point, father):
    answers = ASSISTANCE | {"social_group": group, "no_source_case": "b", "father_state": "dead"}
    found = answered.law_facts(case(answers))
    assert (found.no_source_case, found.father) == (point, father)


@pytest.mark.parametrize(
    ("answers", "on", "new"),
    [
        ({}, "2026-11-30", False),
        ({"children_16_22": 0}, "2026-11-30", False),
        ({"children_16_22": 1}, "2026-11-30", True),
        ({"children_16_22": 1}, "2026-10-04", False),
        ({"children_16_22": 1}, "2026-10-05", True),
        ({"children_16_22": 1, "start_month": "2026-09"}, "2026-11-30", False),
        ({"children_16_22": 1, "start_month": "2026-11"}, "2026-11-30", True),
        ({"children_16_22": 1, "recorded_month": "2020-01"}, "2026-11-30", False),
    ],
)
def test_a_grown_up_child_is_a_new_claim_only_under_the_decree_of_2026(answers, on, new):
    assert answered.older_children_are_new(answers, day(on)) is new
