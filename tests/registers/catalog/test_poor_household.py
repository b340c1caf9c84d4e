"""Poor households: what the scores say by the law of their day, what decisions change, what does not fit, what runs out."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.due import tasks_of
from ansinh_desktop.registers.plan.indicator import Seen
from ansinh_desktop.rules import poverty
from ansinh_desktop.rules.period import Period
from tests.registers.factories import HOUSEHOLD, PERSON, codes, facts, found, shown

ON = datetime.date(2026, 11, 20)
REVIEWED = datetime.date(2026, 10, 5)
CODE = "poor_household"
POOR = {
    "status": "poor",
    "valid_from": "2026-01-01",
    "decision_no": "215/QĐ-UBND",
    "decision_on": "2025-12-20",
}
OUT = {"status": "other", "valid_from": "2026-11-01", "decision_on": "2026-10-30"}
MEMBER = {"name": "Danh Thị Na", "born": "2015-02-03"}


def head(*statuses, **more):
    return PERSON | more | ({"poverty_statuses": list(statuses)} if statuses else {})


def review(on=REVIEWED, **answers):
    return EventFacts("review", on, {"kind": "yearly", **answers})


def scored(income, lacking, result, on=REVIEWED, **more):
    return review(on, income_points=income, lacking_points=lacking, result=result, **more)


# ------------------------------------------------------------------------------------------------ scores


@pytest.mark.parametrize(
    ("area", "income", "lacking", "status"),
    [
        ("rural", 140, 30, "poor"),
        ("rural", 140, 29, "near_poor"),
        ("rural", 141, 90, ""),
        ("urban", 175, 30, "poor"),
        ("urban", 141, 0, "near_poor"),
        ("urban", 176, 30, ""),
    ],
)
def test_the_scores_of_phieu_b_say_what_a_household_is(area, income, lacking, status):
    for day in (datetime.date(2022, 1, 1), datetime.date(2026, 12, 31)):
        scoring = poverty.scoring_on(day)
        assert scoring.status(area, income, lacking) == status


@given(st.sampled_from(("rural", "urban")), st.integers(0, 300), st.integers(0, 120))
def test_more_shortfalls_or_less_income_never_make_a_household_less_poor(area, income, lacking):
    scoring = poverty.scoring_on(ON)
    rank = ("", "near_poor", "poor").index
    here = rank(scoring.status(area, income, lacking))
    assert rank(scoring.status(area, income, min(lacking + 10, 120))) >= here
    assert rank(scoring.status(area, max(income - 5, 0), lacking)) >= here


def test_the_test_of_the_new_line_is_not_guessed():
    first = datetime.date(2027, 1, 1)
    assert not poverty.scoring_on(first).known
    assert poverty.line_on(first).amounts["rural"] == 2_200_000
    later = facts(HOUSEHOLD, PERSON, first, events=[scored(100, 50, "poor", first)])
    assert catalog.register(CODE).computed_by_key["by_scores"].compute(later) is None
    event = [scored(100, 50, "poor", first)]
    assert codes(CODE, HOUSEHOLD, on=first, events=event) == ["AS-7508"]
    assert poverty.scoring_on(datetime.date(2021, 12, 31)) is None


@pytest.mark.parametrize(
    ("asked", "begins"),
    [("2026-11-03", "2026-11-15"), ("2026-11-15", "2026-11-15"), ("2026-11-16", "2026-12-15"), ("2026-12-31", "2027-01-15")],
)  # fmt: skip
def test_the_review_of_a_request_begins_on_the_next_fifteenth(asked, begins):
    assert poverty.regular_begins(datetime.date.fromisoformat(asked)).isoformat() == begins


# ------------------------------------------------------------------------------------------------ what does not fit


def test_a_sound_record_has_no_finding():
    event = [scored(120, 40, "poor", shortfalls=["job", "water", "toilet", "media"])]
    assert found(CODE, HOUSEHOLD, head(POOR), ON, state="listed", events=event) == []


@pytest.mark.parametrize(
    ("changes", "person", "more", "finding"),
    [
        ({}, head(), {"state": "listed"}, ("warning", "AS-7501", "")),
        ({}, head(POOR, OUT), {"state": "listed"}, ("warning", "AS-7502", "")),
        ({}, head(POOR | {"valid_to": "2026-10-31"}), {"state": "listed"}, ("warning", "AS-7503", "")),
        ({}, head(POOR | {"valid_to": "2025-12-31"}), {}, ("warning", "AS-7504", "")),
        ({"people": 3, "members": [MEMBER]}, head(), {}, ("warning", "AS-7505", "people")),
        ({}, head(), {"events": [scored(141, 40, "poor")]}, ("warning", "AS-7506", "")),
        ({}, head(), {"events": [scored(140, 20, "poor")]}, ("warning", "AS-7506", "")),
        ({"area": "urban"}, head(), {"events": [scored(160, 0, "other")]}, ("warning", "AS-7506", "")),
        ({}, head(), {"events": [scored(120, 40, "poor", shortfalls=["job"])]}, ("warning", "AS-7507", "")),
        (
            {"listed_review_on": "2025-10-01", "listed_lacking_points": 30, "listed_shortfalls": ["job"]},
            head(),
            {},
            ("warning", "AS-7507", ""),
        ),
        ({}, head(POOR, OUT), {"events": [scored(120, 40, "poor")]}, ("warning", "AS-7509", "")),
    ],
)
def test_what_does_not_fit_is_found(changes, person, more, finding):
    assert finding in found(CODE, HOUSEHOLD | changes, person, ON, **more)


@pytest.mark.parametrize(
    ("changes", "person", "more"),
    [
        ({"people": 2, "members": [MEMBER]}, head(POOR), {"state": "listed"}),
        # Decided in November for the new year: nothing is missing until then.
        ({}, head(POOR | {"valid_from": "2027-01-01"}), {"state": "listed"}),
        ({}, head(OUT), {"state": "escaped"}),
        ({}, head(), {"events": [scored(160, 40, "other")]}),
        # What was decided before the review says nothing of what it found.
        ({}, head(POOR), {"events": [scored(160, 10, "other")]}),
        # A review after the day that is asked.
        ({}, head(), {"events": [scored(200, 40, "poor", datetime.date(2026, 11, 21))]}),
    ],
)
def test_what_fits_is_left_in_peace(changes, person, more):
    assert found(CODE, HOUSEHOLD | changes, person, ON, **more) == []


# ------------------------------------------------------------------------------------------------ what changes


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        ((), None),
        (("poor",), "Hộ nghèo phát sinh mới"),
        (("near_poor",), "Hộ cận nghèo phát sinh mới"),
        (("poor", "poor"), "Tiếp tục"),
        (("poor", "near_poor"), "Thoát nghèo, thành hộ cận nghèo"),
        (("near_poor", "poor"), "Hộ cận nghèo thành hộ nghèo"),
        (("poor", "other"), "Thoát nghèo"),
        (("near_poor", "average_living"), "Thoát cận nghèo"),
        (("poor", "other", "poor"), "Tái nghèo"),
        (("poor", "other", "near_poor"), "Tái cận nghèo"),
        (("other", "average_living"), None),
    ],
)
def test_decisions_in_a_row_say_what_changed(statuses, words):
    rows = [{"status": each, "valid_from": f"{2022 + nth}-01-01"} for nth, each in enumerate(statuses)]
    assert shown(CODE, "change", HOUSEHOLD, head(*rows), ON) == words


def test_members_are_counted_and_a_spouse_of_a_minority_makes_the_household_one():
    wife = {"name": "Neáng Phượng", "relation": "01", "ethnicity": "05", "born": "1990"}
    answers = HOUSEHOLD | {"members": [MEMBER, wife, {"name": "Bé", "born": "2010-11-20"}]}
    assert shown(CODE, "children", answers, on=ON) == 1
    assert shown(CODE, "children", HOUSEHOLD, on=ON) is None
    assert shown(CODE, "minority", answers, head(ethnicity="01"), ON) is True
    assert shown(CODE, "minority", HOUSEHOLD, head(ethnicity="01"), ON) is False
    assert shown(CODE, "minority", HOUSEHOLD, head(), ON) is None


# ------------------------------------------------------------------------------------------------ what runs out


def tasks(person=PERSON, state="listed", events=(), on=ON):
    record = facts(HOUSEHOLD, person, on, state=state, events=events)
    return {each.id: each.due.date().isoformat() for each in tasks_of(catalog.register(CODE), record)}


def test_a_state_that_runs_out_is_to_be_followed_by_another():
    ends = POOR | {"valid_to": "2026-12-31"}
    assert tasks(head(ends)) == {"poverty_state_ends": "2026-12-31"}
    assert tasks(head(ends, POOR | {"valid_from": "2027-01-01"})) == {}
    assert tasks(head(ends), state="escaped") == {}


def test_a_request_is_answered_within_fifteen_days_of_its_review():
    asked = review(datetime.date(2026, 11, 3), kind="in_year", requested_on="2026-11-03")
    assert tasks(events=[asked]) == {"poverty_regular": "2026-11-30"}
    answered = review(
        datetime.date(2026, 11, 3), kind="in_year", requested_on="2026-11-03", answered_on="2026-11-20"
    )
    decided = EventFacts("household_status", datetime.date(2026, 11, 19), POOR)
    earlier = EventFacts("household_status", datetime.date(2026, 11, 2), POOR)
    assert tasks(events=[answered]) == tasks(events=[asked, decided]) == {}
    assert tasks(events=[asked, earlier]) == {"poverty_regular": "2026-11-30"}
    late = review(datetime.date(2026, 12, 16), kind="in_year", requested_on="2026-12-16")
    assert tasks(events=[late]) == {"poverty_regular_2027": "2027-02-01"}


def test_why_says_the_line_the_points_and_the_decision():
    record = facts(HOUSEHOLD, head(POOR), ON, events=[scored(120, 40, "poor", shortfalls=["water"])])
    explained = catalog.register(CODE).explained
    assert explained is not None
    why = explained(record)
    assert why.title == "Rà soát ngày 05/10/2026: Hộ nghèo"
    said = " ".join(each.text for each in why.lines)
    for words in ("1.500.000 đồng", "B1: 120 điểm, không quá 140", "từ 30 điểm", "Nguồn nước", "215/QĐ-UBND"):
        assert words in said
    assert explained(facts(HOUSEHOLD, PERSON, ON)) is None


# ------------------------------------------------------------------------------------------------ the plan


def verdict(target, person, on="2026-06-30", state="listed", **answers):
    register = catalog.register(CODE)
    day = datetime.date.fromisoformat(on)
    record = facts(HOUSEHOLD | answers, person, day, state=state)
    indicator = next(each for each in register.indicators if each.target == target)
    return indicator.judge(Seen(record, Period(day, day), {}, datetime.date(2025, 12, 1)))


NEAR = POOR | {"status": "near_poor"}


@pytest.mark.parametrize(
    ("person", "on", "state", "side"),
    [
        (head(POOR), "2025-12-31", "listed", "out"),
        (head(POOR), "2026-01-01", "listed", "held"),
        (head(POOR, OUT), "2026-10-31", "listed", "held"),
        (head(POOR, OUT), "2026-11-01", "listed", "out"),
        (head(NEAR), "2026-06-30", "listed", "out"),
        (head(POOR | {"valid_to": "2026-06-30"}), "2026-06-30", "listed", "held"),
        (head(POOR | {"valid_to": "2026-06-30"}), "2026-07-01", "listed", "unclear"),
        (head(), "2026-06-30", "listed", "unclear"),
        (head(), "2026-06-30", "proposed", "out"),
    ],
)
def test_a_household_is_poor_on_a_day_by_the_decision_in_force(person, on, state, side):
    found = verdict("poverty_reduction", person, on, state)
    assert found.side == side
    assert found.why


def test_a_poor_household_of_a_minority_counts_there_too_and_an_unknown_one_is_told_apart():
    target = "poverty_reduction_minority"
    assert verdict(target, head(POOR, ethnicity="05")).side == "held"
    assert verdict(target, head(POOR, ethnicity="01")).side == "out"
    assert verdict(target, head(POOR)).side == "unclear"
    assert verdict(target, head(NEAR)).side == "out"
    wife = [{"name": "Neáng Phượng", "relation": "01", "ethnicity": "05"}]
    assert verdict(target, head(POOR, ethnicity="01"), members=wife).side == "held"
