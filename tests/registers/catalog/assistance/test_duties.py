"""Every time limit of social assistance and of disability is run by the register, or it is said why not."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.due import tasks_of
from ansinh_desktop.registers.duties import Duty
from ansinh_desktop.rules import deadlines, law
from ansinh_desktop.rules.disability import MEDICAL_VALIDITY
from tests.registers.factories import ASSISTANCE, PERSON, facts

REGISTER = catalog.register("assistance")
LAW = law.law_data("deadlines")
OURS = ("social_assistance", "social_pension", "disability")

OTHERWISE = {
    # held elsewhere in the program
    "sa_posting_2021": "a guard of the step from posting on (test_guards)",
    "sa_suspend_uncollected": "the finding AS-6415, by the months of the payments themselves",
    **dict.fromkeys(MEDICAL_VALIDITY, "the age at the day of the minutes chooses one (below)"),
    # what the commune never learns the day of
    "sa_district_decide_2021": "the day on which the department submitted to the district's chairman",
    "sa_facility_district": "the day on which the department submitted to the district's chairman",
    "sa_facility_province": "the day on which the provincial department received the file",
    "sa_funeral_department_2021": "the day on which the district's department received the file",
    "sa_protection_department_2021": "the day on which the district's department received the file",
    "sa_injury_away": "the hospital writes to the chairman of the place of the accident, not of residence",
    # a time that must pass in the facility, not in the commune
    "sa_facility_posting": "a shortest time; the event keeps from when it hung out",
    "sa_abandoned_child_announcement": "a shortest time, announced by the facility",
}


def test_every_limit_of_ours_is_run_or_it_is_said_why_not():
    run = {limit for each in REGISTER.duties if isinstance(each, Duty) for limit in each.limits}
    known = {row["id"] for row in LAW["deadline"] if row["register"] in OURS}
    assert run | set(OTHERWISE) == known
    assert not run & set(OTHERWISE)


def test_every_reminder_and_fixed_date_of_ours_is_kept():
    reminders = {row["id"] for row in LAW["reminder"] if row["register"] in OURS}
    assert reminders == {"dis_child_turns_6", "facility_turns_16", "facility_turns_22"}
    ruled = (*REGISTER.deadlines, *catalog.register("disability").deadlines)
    fixed = {each.id for name in ruled for each in deadlines.fixed_dates(name)}
    assert fixed == {row["id"] for row in LAW["fixed_date"] if row["register"] in OURS}


def event(kind, on, **answers):
    return EventFacts(kind, datetime.date.fromisoformat(on), answers)


def tasks(answers, on, *events, state="received", person=PERSON):
    asked = facts(answers, person, datetime.date.fromisoformat(on), state=state, events=events)
    return {each.id: each.due.date().isoformat() for each in tasks_of(REGISTER, asked)}


SENT_UP = event("state", "2022-06-20", to="sent_up")
MOVED = ASSISTANCE | {"received_on": "2022-06-01", "moved_in": True}


@pytest.mark.parametrize(
    ("limit", "due", "answers", "state", "events"),
    [
        # Thursday 2/6/2022 and the seven, three, five working days after it.
        ("sa_review_2021", "2022-06-13", ASSISTANCE | {"received_on": "2022-06-02"}, "received", ()),
        ("sa_total_2025", "2025-12-15", ASSISTANCE | {"received_on": "2025-12-01"}, "appraising", ()),
        ("sa_total_2026", "2026-12-01", ASSISTANCE | {"received_on": "2026-11-19"}, "received", ()),
        ("sa_pension_2025", "2025-12-15", {"social_group": "pension", "received_on": "2025-12-01"}, "received", ()),
        ("sa_pension_2026", "2026-12-01", {"social_group": "pension", "received_on": "2026-11-19"}, "received", ()),
        ("sa_send_2021", "2022-06-17", ASSISTANCE, "posted", [event("posting", "2022-06-10", posted_to="2022-06-14")]),
        ("sa_complaint_2021", "2022-06-15", ASSISTANCE, "complaint", [event("state", "2022-06-01", to="complaint")]),
        ("sa_complaint_2025", "2026-06-15", ASSISTANCE, "complaint", [event("state", "2026-06-01", to="complaint")]),
        ("sa_department_2021", "2022-06-29", ASSISTANCE, "sent_up", [SENT_UP]),
        ("sa_move_other_2021", "2022-06-06", MOVED, "received", ()),
        ("sa_move_2025", "2026-06-08", ASSISTANCE | {"moved_in": True, "received_on": "2026-06-01"}, "received", ()),
        ("sa_move_same_district_2021", "2022-06-06", MOVED | {"moved_in_same_district": True}, "received", ()),
        ("sa_move_other_department_2021", "2022-06-27", MOVED, "sent_up", [SENT_UP]),
        ("sa_move_same_district_department_2021", "2022-06-23", MOVED | {"moved_in_same_district": True}, "sent_up", [SENT_UP]),
        ("sa_stop_after_suspension", "2027-01-05", ASSISTANCE | {"decrease_reason": "no_recheck"}, "suspended",
         [event("state", "2026-10-05", to="suspended")]),
        ("sa_funeral_commune_2021", "2022-06-03", ASSISTANCE, "paying", [event("funeral", "2022-06-01", dossier_on="2022-06-01")]),
        ("sa_funeral_2025", "2025-12-08", ASSISTANCE, "paying", [event("funeral", "2025-12-01", dossier_on="2025-12-01")]),
        ("sa_funeral_2026", "2026-11-25", ASSISTANCE, "paying", [event("funeral", "2026-11-19", dossier_on="2026-11-19")]),
        ("sa_relief_urgent", "2022-06-03", ASSISTANCE, "paying", [event("emergency", "2022-05-31", item="rice", requested_on="2022-06-01")]),
        ("sa_emergency_death_2021", "2022-06-06", ASSISTANCE, "paying",
         [event("emergency", "2022-05-31", item="death_or_missing", requested_on="2022-06-01")]),
        ("sa_emergency_death_2025", "2026-06-04", ASSISTANCE, "paying",
         [event("emergency", "2026-05-31", item="death_or_missing", requested_on="2026-06-01")]),
        ("sa_emergency_death_2026", "2026-11-25", ASSISTANCE, "paying",
         [event("emergency", "2026-11-18", item="unclaimed_body", requested_on="2026-11-19")]),
        ("sa_protection_commune_2021", "2022-06-03", ASSISTANCE, "paying",
         [event("emergency", "2022-05-31", protection="victim", requested_on="2022-06-01")]),
        ("sa_protection_2025", "2026-11-26", ASSISTANCE, "paying",
         [event("emergency", "2026-11-18", protection="victim", requested_on="2026-11-18")]),
        ("sa_facility_review_2025", "2026-12-03", ASSISTANCE, "paying", [event("facility", "2026-11-18", dossier_on="2026-11-18")]),
        ("sa_facility_self_support", "2026-12-01", ASSISTANCE, "paying",
         [event("facility", "2024-12-01", left_school_on="2024-12-01")]),
        ("sa_protection_max", "2027-02-19", ASSISTANCE, "paying", [event("emergency", "2026-11-18", care_from="2026-11-19")]),
        ("sa_facility_review", "2022-06-15", ASSISTANCE, "paying", [event("facility", "2022-06-01", dossier_on="2022-06-01")]),
        ("sa_facility_department", "2022-06-29", ASSISTANCE, "paying", [event("facility", "2022-06-01", sent_on="2022-06-20")]),
        ("sa_facility_emergency_papers", "2022-06-15", ASSISTANCE, "paying",
         [event("facility", "2022-06-01", emergency=True, admitted_on="2022-06-01")]),
        ("sa_facility_emergency_stay", "2022-09-01", ASSISTANCE, "paying",
         [event("facility", "2022-06-01", emergency=True, admitted_on="2022-06-01")]),
        ("dis_council", "2022-06-29", ASSISTANCE, "paying", [event("disability", "2022-06-01", request_kind="determine")]),
        ("dis_issue", "2022-06-08", ASSISTANCE, "paying",
         [event("disability", "2022-05-20", request_kind="determine", concluded_on="2022-06-01")]),
        ("dis_complaint", "2022-06-08", ASSISTANCE, "paying",
         [event("disability", "2022-05-20", request_kind="determine", complaint_on="2022-06-01")]),
        ("dis_reissue", "2022-06-08", ASSISTANCE, "paying",
         [event("disability", "2022-06-01", request_kind="reissue", reissue_reason="lost")]),
        ("dis_withdraw", "2022-06-08", ASSISTANCE, "paying",
         [event("disability", "2022-05-20", request_kind="determine", withdrawal_asked_on="2022-06-01")]),
        ("dis_medical_file", "2022-06-06", ASSISTANCE, "paying",
         [event("disability", "2022-05-20", request_kind="determine", medical_asked_on="2022-06-01")]),
        ("dis_medical_exam", "2022-07-13", ASSISTANCE, "paying",
         [event("disability", "2022-05-20", request_kind="determine", medical_sent_on="2022-06-01")]),
        ("dis_medical_send", "2022-06-15", ASSISTANCE, "paying",
         [event("disability", "2022-05-20", request_kind="determine", medical_date="2022-06-01")]),
        ("dis_issue_after_medical", "2022-06-08", ASSISTANCE, "paying",
         [event("disability", "2022-05-20", request_kind="determine", medical_received_on="2022-06-01")]),
    ],
)  # fmt: skip
def test_each_limit_runs_from_the_day_that_the_law_names(limit, due, answers, state, events):
    on = "2026-11-23" if due > "2025-06-30" else "2022-06-21"
    assert tasks(answers, on, *events, state=state)[limit] == due


def test_every_limit_that_is_run_is_tried_above():
    marks = test_each_limit_runs_from_the_day_that_the_law_names.pytestmark
    tried = {row[0] for mark in marks for row in mark.args[1]}
    assert tried == {limit for each in REGISTER.duties if isinstance(each, Duty) for limit in each.limits}


@pytest.mark.parametrize(
    ("limit", "kind", "start", "done"),
    [
        ("sa_funeral_2026", "funeral", {"dossier_on": "2026-11-19"}, {"decision_date": "2026-11-20"}),
        ("sa_protection_max", "emergency", {"care_from": "2026-11-02"}, {"care_to": "2026-11-20"}),
        ("sa_facility_emergency_stay", "facility", {"emergency": True, "admitted_on": "2026-09-01"}, {"left_on": "2026-11-20"}),
        ("dis_issue", "disability", {"request_kind": "determine", "concluded_on": "2026-11-19"}, {"certificate_date": "2026-11-20"}),
        ("dis_complaint", "disability", {"request_kind": "determine", "complaint_on": "2026-11-19"}, {"complaint_answered_on": "2026-11-20"}),
    ],
)  # fmt: skip
def test_what_is_done_is_asked_for_no_longer(limit, kind, start, done):
    on = "2026-09-30" if limit == "sa_facility_emergency_stay" else "2026-11-23"
    if limit != "sa_facility_emergency_stay":
        assert limit in tasks(ASSISTANCE, on, event(kind, on, **start), state="paying")
    assert limit not in tasks(ASSISTANCE, on, event(kind, on, **start, **done), state="paying")


def test_the_steps_of_one_determination_may_stand_in_several_events():
    asked = event("disability", "2026-11-02", request_kind="determine")
    met = event("disability", "2026-11-16", concluded_on="2026-11-16", degree="severe")
    issued = event("disability", "2026-11-18", certificate_date="2026-11-18")
    assert set(tasks(ASSISTANCE, "2026-11-19", asked)) == {"dis_council"}
    assert set(tasks(ASSISTANCE, "2026-11-19", asked, met)) == {"dis_issue"}
    assert set(tasks(ASSISTANCE, "2026-11-19", asked, met, issued)) == set()
    received = event("funeral", "2026-11-10", died_on="2026-11-09", dossier_on="2026-11-10")
    decided = event(
        "funeral", "2026-11-12", died_on="2026-11-09", decision_date="2026-11-12", amount=10_800_000
    )
    assert "sa_funeral_2026" in tasks(ASSISTANCE, "2026-11-11", received, state="paying")
    assert "sa_funeral_2026" not in tasks(ASSISTANCE, "2026-11-12", received, decided, state="paying")


def test_an_exchange_of_the_certificate_asks_for_no_council():
    lost = event("disability", "2026-11-02", request_kind="reissue", reissue_reason="lost")
    assert set(tasks(ASSISTANCE, "2026-11-23", lost)) == {"dis_reissue"}


def test_after_a_suspension_for_another_reason_nobody_waits_for_a_new_determination():
    suspended = event("state", "2026-10-05", to="suspended")
    answers = ASSISTANCE | {"decrease_reason": "not_collected"}
    assert "sa_stop_after_suspension" not in tasks(answers, "2026-11-23", suspended, state="suspended")


@pytest.mark.parametrize(
    ("birth", "limit", "due"),
    [("1970-03-05", "dis_medical_validity_6plus", "2027-06-01"), ("2018-01-01", "dis_medical_validity_under6", "2025-06-01")],
)  # fmt: skip
def test_medical_minutes_hold_three_years_for_small_children_and_five_for_all_others(birth, limit, due):
    minutes = event(
        "disability",
        "2022-06-10",
        request_kind="determine",
        medical_date="2022-06-01",
        medical_received_on="2022-06-05",
        certificate_date="2022-06-09",
    )
    answers = ASSISTANCE | {"exempt_at_6": True, "disability_degree": "very_severe"}
    found = tasks(answers, "2022-06-21", minutes, state="paying", person=PERSON | {"birth_date": birth})
    assert found[limit] == due


def test_the_ages_of_children_are_foreseen():
    mother = {
        "social_group": "k4",
        "recorded_month": "2026-06",
        "children": [{"name": "Con", "birth_date": "2010-12-20"}],
    }
    assert tasks(mother, "2026-11-23", state="paying")["child_of_recipient_turns_16"] == "2026-12-31"
    raised = event("decrease", "2026-12-05", month="2026-12", reason="coefficient_down")
    assert "child_of_recipient_turns_16" not in tasks(mother, "2026-12-23", raised, state="paying")
    disabled = ASSISTANCE | {
        "recorded_month": "2026-06",
        "children": [{"name": "Con", "birth_date": "2023-12-20"}],
    }
    assert tasks(disabled, "2026-11-23", state="paying")["child_of_recipient_turns_3"] == "2026-12-31"
    # Under NĐ 20 a child who studies counted until 22.
    older = {
        "social_group": "k4",
        "recorded_month": "2022-05",
        "children": [{"name": "Con", "birth_date": "2000-07-20"}],
    }
    assert tasks(older, "2022-06-21", state="paying")["child_of_recipient_turns_22"] == "2022-07-31"


def test_a_paper_on_studying_that_runs_out_is_foreseen():
    pupil = {"social_group": "k2", "study_paper_to": "2026-12-31", "recorded_month": "2026-10"}
    assert (
        tasks(pupil, "2026-12-05", state="paying", person={"birth_date": "2006-03-05"})["study_paper_ends"]
        == "2026-12-31"
    )
