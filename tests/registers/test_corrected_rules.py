"""Rules that the law had and the program had not: facilities, complaints, separation, relapse, moves while suspended."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.due import tasks_of
from ansinh_desktop.registers.guards import step_findings
from tests.registers.factories import ABUSE, ASSISTANCE, CHILD, DRUG, PERSON, codes, facts

NOV_2026 = datetime.date(2026, 11, 23)


def day(iso):
    return datetime.date.fromisoformat(iso)


def event(kind, on, **answers):
    return EventFacts(kind, day(on), answers)


def steps(register, state, to, answers, *events, on=NOV_2026, person=PERSON):
    record = facts(answers, person, on, state=state, events=events)
    return [each.code for each in step_findings(catalog.register(register), record, to, on)]


# ---------------------------------------------------------------- facilities


def ages(birth, admitted, on, **more):
    person = PERSON | {"birth_date": birth}
    answers = {"social_group": "k1", "no_source_case": "a"} | more
    events = [event("facility", admitted, facility="TT BTXH", admitted_on=admitted)]
    found = tasks_of(
        catalog.register("assistance"), facts(answers, person, day(on), state="paying", events=events)
    )
    return {each.id: each.due.date().isoformat() for each in found if each.id.startswith("facility_turns")}


def test_who_grows_up_in_a_facility_is_thought_of_at_16_and_a_pupil_at_22():
    """NĐ 20/2021 Điều 26 khoản 2, 4."""
    assert ages("2010-12-10", "2018-05-05", "2026-11-23") == {"facility_turns_16": "2026-12-10"}
    assert ages("2010-12-10", "2018-05-05", "2026-11-23", school_status="studying") == {
        "facility_turns_22": "2032-12-10"
    }
    # Somebody who came when grown up has no such birthday before them.
    assert ages("1990-12-10", "2018-05-05", "2026-11-23") == {}


# ---------------------------------------------------------------- life cycles


@pytest.mark.parametrize(
    ("received", "events", "expected"),
    [
        ("2026-11-02", (event("complaint", "2026-11-18", content="…", concluded_on="2026-11-20"),), set()),
        ("2026-11-02", (event("complaint", "2026-11-18", content="…"),), {"AS-6327"}),
        (
            "2025-06-30",
            (event("complaint", "2026-11-18", content="…", concluded_on="2026-11-20"),),
            {"AS-6326"},
        ),
    ],
)
def test_a_complaint_ends_in_a_decision_of_the_commune_once_it_is_concluded(received, events, expected):
    answers = ASSISTANCE | {"received_on": received, "decision_no": "1", "decision_date": "2026-11-20"}
    assert {"AS-6326", "AS-6327"} & set(
        steps("assistance", "complaint", "approved", answers, *events)
    ) == expected


def test_who_moves_while_suspended_takes_the_reason_along():
    moved = ASSISTANCE | {"moved_to_place": "Tỉnh Đồng Tháp", "stopped_from": "2026-10"}
    assert "AS-6302" in steps("assistance", "suspended", "transferred", moved)
    said = moved | {"decrease_reason": "not_collected"}
    assert "AS-6302" not in steps("assistance", "suspended", "transferred", said)


def test_an_adult_who_relapses_during_after_care_is_asked_about():
    cared = DRUG | {"after_care_date": "2026-06-01", "after_care_term": "1_year"}
    assert "AS-2530" in steps("drug_treatment", "relapsed", "to_register", cared)
    over = cared | {"after_care_date": "2024-06-01"}
    assert "AS-2530" not in steps("drug_treatment", "relapsed", "to_register", over)
    minor = PERSON | {"birth_date": "2010-01-01"}
    assert "AS-2530" not in steps("drug_treatment", "relapsed", "to_register", cared, person=minor)


# ---------------------------------------------------------------- separation


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-05-05", "2026-05-20", False),
        ("2026-05-05", "2026-05-21", True),
        ("2026-05-05", "2026-07-31", True),
    ],
)
def test_a_separation_of_more_than_fifteen_days_is_told(first, last, told):
    """NĐ 56/2017 Điều 32 khoản 3."""
    answers = ABUSE | {
        "emergency": True,
        "separated": True,
        "separation_no": "1/QĐ",
        "separation_at": f"{first}T08:00",
        "separation_ground": "…",
        "separation_from": first,
        "separation_to": last,
        "intervention_at": f"{first}T09:00",
    }
    assert ("AS-2369" in codes("child_abuse", answers, CHILD, day(first))) is told


def test_a_report_is_taken_down_with_what_is_known():
    """Mẫu 01: "ghi nếu biết"; only the assessment of Mẫu 03 asks for place, surroundings and forms."""
    least = {"received_at": "2026-05-04T15:00", "report_kind": "abused", "emergency": False}
    assert "AS-2020" not in codes("child_abuse", least, CHILD, day("2026-05-04"))
    asked = steps(
        "child_abuse", "initial_assessment", "specific_assessment", least | {"m03_on": "2026-05-06"}
    )
    assert asked.count("AS-6301") == 4
