"""Every allowance rule of the law is reached by answers of the form, and its figure is kept and reckoned again."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.catalog.assistance import answered, reasons
from ansinh_desktop.registers.checks import check_answers, check_event
from ansinh_desktop.rules import assistance, calendar, law
from ansinh_desktop.rules.assistance import Facts
from tests.registers.factories import ASSISTANCE, PERSON, codes, facts, shown

LAW = law.law_data("social_assistance")
ALLOWANCES = {row["id"]: row for row in LAW["allowance"]}
NOV_2026 = datetime.date(2026, 11, 30)

# What an officer answers for a group; the age comes from the birth.
ANSWERS: dict[str, dict[str, Any]] = {
    "k1": {"no_source_case": "b", "father_state": "dead", "mother_state": "dead"},
    "k2": {"school_status": "studying", "studies_without_gap": True},
    "k3": {},
    "k4": {"children": [{"name": "Con", "birth_date": "2020-05-01"}]},
    "k5a": {"no_supporter": True},
    "k5b": {},
    "k5c": {},
    "k5d": {"no_supporter": True, "facility_eligible": True, "taken_in": True},
    "k7": {"hard_area": True},
    "k8": {"has_wage": False},
}


def answers_for(row):
    found = {"social_group": row["group"]} | ANSWERS.get(row["group"], {})
    if row["group"] == "k6":
        found["disability_degree"] = "very_severe" if "very_severe" in row["id"] else "severe"
    if row["id"] == "nd20_k5b":
        found["hard_area"] = True
    if row["id"] == "nd335_k5b":
        found |= {
            "no_supporter": True,
            "facility_eligible": True,
            "taken_in": True,
            "decision_date": "2026-10-20",
        }
    return found


def middle_of(row):
    """Return a month in which the rule holds, and a birth in the middle of its ages."""
    month = calendar.month_start(row["effective_from"] + datetime.timedelta(days=400))
    low, high = row["age_months"]
    return month, calendar.add_months(month, -((low + min(high, low + 24)) // 2))


@pytest.mark.parametrize("rule", ALLOWANCES)
def test_each_rule_is_reached_by_what_the_form_asks(rule):
    row = ALLOWANCES[rule]
    month, birth = middle_of(row)
    if row["group"] == "k4":
        birth = datetime.date(1990, 1, 1)
    on = calendar.month_end(month)
    answers = answers_for(row)
    person = PERSON | {"birth_date": birth.isoformat(), "poverty_status": "poor", "sex": "female"}
    assert not list(check_answers(catalog.register("assistance").fields, answers))
    found = assistance.assess(law_facts(answers, person, on), month, assistance.local_levels())
    # The pension may be higher than what a rule gives: the rule counts all the same.
    assert rule in found.rules
    assert shown("assistance", "amount", answers, person, on) == found.pay
    assert {"AS-2216", "AS-2218", "AS-2219"}.isdisjoint(codes("assistance", answers, person, on))


def law_facts(answers, person, on):
    return answered.law_facts(facts(answers, person, on))


def test_there_are_36_rules_and_each_decree_has_its_own():
    assert len(ALLOWANCES) == 36
    assert {row["rule_set"] for row in ALLOWANCES.values()} == {"nd20", "nd335"}


@pytest.mark.parametrize("rule", [row["id"] for row in LAW["carer"]])
def test_each_rule_of_carers_is_reached_by_what_the_form_asks(rule):
    answers, birth = {
        "carer_k1_under_4": ({"social_group": "k1", "no_source_case": "b", "taken_in": True}, "2024-05-05"),
        "carer_k1_from_4": ({"social_group": "k1", "no_source_case": "b", "taken_in": True}, "2018-05-05"),
        "carer_elder": ({"social_group": "k5b", "facility_eligible": True, "taken_in": True, "no_supporter": True}, "1956-03-03"),
        "carer_pregnant_or_one_child": ({"social_group": "k6", "disability_degree": "severe", "pregnant": True}, "1998-03-30"),
        "carer_pregnant_and_child_or_two": (
            {"social_group": "k6", "disability_degree": "severe", "pregnant": True, "children_under_36m": 1}, "1998-03-30"),
        "carer_household_very_severe": ({"social_group": "k6", "disability_degree": "very_severe", "cared_at_home": True}, "1990-03-30"),
        "carer_taken_in_very_severe_adult": ({"social_group": "k6", "disability_degree": "very_severe", "taken_in": True}, "1990-03-30"),
        "carer_taken_in_very_severe_child": ({"social_group": "k6", "disability_degree": "very_severe", "taken_in": True}, "2018-03-30"),
    }[rule]  # fmt: skip
    person = PERSON | {"birth_date": birth, "poverty_status": "poor", "sex": "female"}
    found = assistance.assess(law_facts(answers, person, NOV_2026), NOV_2026)
    assert rule in [each.rule for each in found.carer]


# ---------------------------------------------------------------- kept and reckoned again


@pytest.mark.parametrize("rule", ALLOWANCES)
def test_what_is_kept_with_a_decision_gives_the_same_figure_again(rule):
    row = ALLOWANCES[rule]
    month, birth = middle_of(row)
    person = PERSON | {"birth_date": birth.isoformat(), "poverty_status": "poor"}
    asked = facts(answers_for(row), person, calendar.month_end(month))
    kept = reasons.computed(asked)
    assert kept is not None
    assert reasons.computed_again(kept) == kept
    assert not list(
        check_event(
            reasons.EVENT,
            {key: value for key, value in kept.items() if value is not None},
            asked.on,
        )
    )
    assert rule in kept["rules"].split("; ")
    assert kept["rule_set"] == row["rule_set"]
    assert kept["base_id"] == assistance.base_on(asked.on).id
    assert kept["article"]
    assert kept["version"] == assistance.version()


def test_a_result_that_was_kept_without_rules_is_the_same_again():
    kept = dict(reasons.computed(facts(ASSISTANCE, on=NOV_2026)) or {})
    for key in ("rule_set", "rules", "carer_rules", "base_id"):
        del kept[key]
    assert reasons.computed_again(kept) == kept


# ---------------------------------------------------------------- a household


people = st.builds(
    lambda born, degree, home: (
        {"social_group": "k6", "disability_degree": degree, "cared_at_home": home},
        born.isoformat(),
    ),
    st.dates(datetime.date(1930, 1, 1), datetime.date(2025, 12, 31)),
    st.sampled_from(["severe", "very_severe"]),
    st.booleans(),
)
months = st.dates(datetime.date(2021, 7, 1), datetime.date(2027, 12, 31)).map(calendar.month_end)


@given(st.lists(people, max_size=4), months)
def test_a_household_is_paid_the_sum_of_its_people(household, on):
    each = [
        shown("assistance", "total", answers, PERSON | {"birth_date": birth}, on) or 0
        for answers, birth in household
    ]
    own = [
        shown("assistance", "amount", answers, PERSON | {"birth_date": birth}, on) or 0
        for answers, birth in household
    ]
    carers = [
        shown("assistance", "carer_amount", answers, PERSON | {"birth_date": birth}, on) or 0
        for answers, birth in household
    ]
    assert sum(each) == sum(own) + sum(carers)


@given(months, st.integers(1, 3), st.booleans())
def test_a_disabled_couple_has_one_share_for_its_small_children(on, small, pregnant):
    """NĐ 20 Điều 20 khoản 2 điểm a: each has their own allowance, both together one share."""
    wife = {
        "social_group": "k6",
        "disability_degree": "severe",
        "children_under_36m": small,
        "pregnant": pregnant,
    }
    husband = {
        "social_group": "k6",
        "disability_degree": "severe",
        "children_under_36m": small,
        "spouse_has_share": True,
    }
    known = PERSON | {"birth_date": "1990-03-30", "sex": "female"}
    paid = [shown("assistance", "total", answers, known, on) for answers in (wife, husband)]
    base = assistance.base_on(on).amount
    share = 2.0 if small > 1 or pregnant else 1.5
    assert sum(paid) == 2 * 1.5 * base + share * base


def test_the_suggested_point_of_two_parents_needs_no_order():
    one = Facts(
        birth=law_facts({"social_group": "k6", "disability_degree": "severe"}, PERSON, NOV_2026).birth,
        father="dead",
        mother="missing_declared",
    )
    assert (
        one.suggested_case(NOV_2026) == assistance.no_source_case("missing_declared", "dead", NOV_2026) == "c"
    )
