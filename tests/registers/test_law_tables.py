"""The registers of children, victims, violence and drug users against the tables of the law: every step, every time limit."""

import datetime
import itertools
import tomllib

import pytest

from ansinh_desktop.findings import Level
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.due import tasks_of
from ansinh_desktop.registers.duties import Duty, Watch
from ansinh_desktop.registers.guards import step_findings
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import edition, law
from tests.registers.factories import (
    ABUSE,
    CHILD,
    CHILDREN,
    DISABLED,
    DRUG,
    HOUSEHOLD,
    PERSON,
    PROSTITUTION,
    TRAFFICKING,
    VIOLENCE,
    facts,
)

ON = datetime.date(2026, 6, 1)
WORKFLOWS = {
    "children": "children",
    "child_abuse": "child_abuse",
    "trafficking": "trafficking",
    "drug_user": "drug_treatment",
    "drug_addict": "drug_treatment",
    "poor_household": "poor_household",
    "disability": "disability",
    "violence": "violence",
    "prostitution": "prostitution",
}


def listed() -> dict[str, set[tuple[str, str]]]:
    """Return the transitions as the law file writes them, read without the program."""
    data = tomllib.loads(edition.own_text("rules/workflows"))
    return {
        flow["register"]: {(source, row["to"]) for row in flow["transition"] for source in row["from"]}
        for flow in data["workflow"]
        if flow["register"] in WORKFLOWS
    }


ALLOWED = [(flow, source, to) for flow, steps in listed().items() for source, to in sorted(steps)]


def event(kind, on="2026-05-20", **answers):
    return EventFacts(kind, datetime.date.fromisoformat(on), answers)


SAFE = {"no_longer_at_risk": True, "stable": True, "conclusion": "close"}
ROWS_06 = law.code_list("assessment_row_06")
REVIEWED = {f"m06_{row.code}": "low" if row.extra["part"] == "harm" else "high" for row in ROWS_06}
ABUSED = ABUSE | {
    "emergency": True,
    "verification": "true",
    "intervention_at": "2026-05-04T16:00",
    "intervention": "Đưa trẻ đến nơi an toàn",
}
VICTIM = TRAFFICKING | {"victim_paper": "police", "victim_paper_no": "12/GXN"}
USER = {"population": "illicit_user", "has_file": True, "present_place": "society"}
DECIDED = USER | {"user_decision_no": "1/QĐ", "user_decision_date": "2025-01-05"}
LEFT = {"left_on": "2026-05-20"}
TREATED = DRUG | {"treatment_form": "voluntary_home", "treatment_from": "2025-01-10"}
ORDERED = DRUG | {
    "treatment_form": "compulsory_18",
    "treatment_decision_no": "3/QĐ-TA",
    "treatment_decision_date": "2023-01-10",
}
ASKED = VIOLENCE | {"assistance_need": "no", "closed_reason": "completed"}
CARED = {
    "population": "after_care",
    "after_care_no": "5/QĐ",
    "after_care_date": "2024-02-01",
    "after_care_term": "1_year",
}


def left(reason):
    return CHILDREN | {"left_on": "2026-05-20", "leave_reason": reason}


def off(answers, reason):
    return answers | LEFT | {"leave_addict_reason": reason}


# What a step needs, by life cycle and target (or by source and target, where that makes a difference):
# the answers that are enough, and which of them is asked for.
ENOUGH = {
    ("children", "suspected", "managed"): (CHILDREN, "entered_on"),
    ("children", "moved", "managed"): (CHILDREN, None),
    ("children", "not_in_group"): (CHILDREN, None),
    ("children", "moved"): (left("moved") | {"moved_to_place": "Tỉnh Đồng Tháp"}, "leave_reason"),
    ("children", "no_longer"): (left("no_longer"), "leave_reason"),
    ("children", "turned_16"): (left("turned_16"), "left_on"),
    ("children", "adopted"): (left("adopted"), "leave_reason"),
    ("children", "dead"): (left("dead"), "left_on"),
    ("child_abuse", "verifying"): (ABUSED, None),
    ("child_abuse", "not_true"): (ABUSED | {"verification": "false"}, "verification"),
    ("child_abuse", "initial_assessment"): (ABUSED | {"m02_on": "2026-05-04T19:00"}, "m02_on"),
    ("child_abuse", "emergency"): (ABUSED, "intervention"),
    ("child_abuse", "specific_assessment"): (ABUSED | {"m03_on": "2026-05-06"}, "m03_on"),
    ("child_abuse", "meeting"): (
        ABUSED | {"meeting_on": "2026-05-07", "meeting_minutes_no": "3/BB"},
        "meeting_on",
    ),
    ("child_abuse", "plan_submitted"): (
        ABUSED | {"plan_submitted_on": "2026-05-08", "plan_activities": [{"activity": "Ở với bà ngoại"}]},
        "plan_submitted_on",
    ),
    ("child_abuse", "review", "plan_submitted"): (
        ABUSED | {"plan_submitted_on": "2026-05-21", "plan_activities": [{"activity": "Tư vấn"}]},
        "plan_activities",
    ),
    ("child_abuse", "plan_approved"): (
        ABUSED
        | {
            "plan_submitted_on": "2026-05-08",
            "plan_decision_no": "9/QĐ",
            "plan_decision_date": "2026-05-12",
            "plan_from": "2026-05-12",
            "plan_to": "2026-06-12",
        },
        "plan_decision_no",
    ),
    ("child_abuse", "implementing"): (ABUSED, None),
    ("child_abuse", "review"): (ABUSED | {"plan_decision_date": "2026-05-12"}, None),
    ("child_abuse", "closed"): (ABUSED | SAFE, "stable"),
    ("child_abuse", "transferred"): (
        ABUSED | {"commune_of_residence": "30328@2025-07-01", "transferred_to": "30328@2025-07-01"},
        "transferred_to",
    ),
    ("trafficking", "reported_up"): (TRAFFICKING, "reported_up_at"),
    ("trafficking", "awaiting_verification"): (TRAFFICKING, None),
    ("trafficking", "confirmed"): (VICTIM, "victim_paper"),
    ("trafficking", "not_victim"): (TRAFFICKING, None),
    ("trafficking", "dossier"): (VICTIM | {"application_on": "2026-05-04"}, "application_on"),
    ("trafficking", "support_decided"): (
        VICTIM
        | {
            "application_on": "2026-05-04",
            "support_decision_no": "4/QĐ",
            "support_decision_date": "2026-05-12",
        },
        "support_decision_no",
    ),
    ("trafficking", "reintegrating", "supporting"): (VICTIM, None),
    ("trafficking", "supporting"): (VICTIM | {"application_on": "2026-05-04"}, None),
    ("trafficking", "reintegrating"): (
        VICTIM | {"application_on": "2026-05-04", "reintegration_from": "2026-05-20"},
        "reintegration_from",
    ),
    ("trafficking", "closed"): (
        VICTIM | {"application_on": "2026-05-04", "closed_reason": "completed"},
        "closed_reason",
    ),
    ("trafficking", "moved"): (VICTIM, None),
    ("violence", "verifying"): (VIOLENCE, None),
    ("violence", "verifying", "supporting"): (ASKED, "assistance_need"),
    ("violence", "supporting"): (VIOLENCE, "perpetrators"),
    ("violence", "contact_ban"): (VIOLENCE, "perpetrators"),
    ("violence", "monitoring"): (VIOLENCE, "perpetrators"),
    ("violence", "to_police"): (
        VIOLENCE | {"police_at": "2026-05-05T09:00", "police_to": "Công an xã"},
        "police_to",
    ),
    ("violence", "closed"): (ASKED, "assistance_need"),
    ("prostitution", "file_updated"): (PROSTITUTION, "file_updated_on"),
    ("prostitution", "outreach"): (PROSTITUTION, "contact_consent"),
    ("prostitution", "supporting"): (PROSTITUTION, None),
    ("prostitution", "reintegrating"): (PROSTITUTION, None),
    ("prostitution", "closed"): (PROSTITUTION | {"outcome": "has_job"}, "outcome"),
    ("prostitution", "anonymised"): (PROSTITUTION | {"outcome": "has_job"}, None),
    ("drug_user", "managed"): (DECIDED, "user_decision_no"),
    ("drug_user", "term_ended"): (DECIDED, None),
    ("drug_user", "stopped"): (DECIDED | {"stop_reason": "d"}, "stop_reason"),
    ("drug_user", "moved"): (
        DECIDED | {"moved_to_place": "Tỉnh Đồng Tháp", "move_notice_at": "2026-05-20T08:00"},
        "moved_to_place",
    ),
    ("drug_addict", "relapsed", "to_register"): (DRUG, None),
    ("drug_addict", "in_treatment"): (TREATED | {"registered_on": "2025-01-06"}, "treatment_form"),
    ("drug_addict", "left"): (TREATED, None),
    ("drug_addict", "completed"): (
        TREATED
        | {"completion_no": "2/GXN", "completion_date": "2025-12-01", "treatment_stages": ["a", "b", "c"]},
        "completion_no",
    ),
    ("drug_addict", "compulsory_file"): (DRUG, None),
    ("drug_addict", "compulsory"): (ORDERED, "treatment_decision_no"),
    ("drug_addict", "completed", "after_care"): (TREATED | CARED, "after_care_no"),
    ("drug_addict", "compulsory", "after_care"): (
        ORDERED | CARED | {"after_care_term": "2_years"},
        "after_care_term",
    ),
    ("drug_addict", "relapsed"): (DRUG | CARED, None),
    ("drug_addict", "off_list"): (off(DRUG | CARED, "clean_after_care"), "leave_addict_reason"),
    ("drug_addict", "moved"): (
        TREATED | {"moved_to_place": "Tỉnh Đồng Tháp", "move_notice_at": "2026-05-20T08:00"},
        "moved_to_place",
    ),
    ("drug_addict", "prison"): (off(DRUG, "prison"), "leave_addict_reason"),
    ("drug_addict", "dead"): (off(DRUG, "dead_or_missing"), "left_on"),
    ("poor_household", "proposed"): (HOUSEHOLD, None),
    ("poor_household", "reviewed"): (HOUSEHOLD, None),
    ("poor_household", "listed"): (HOUSEHOLD, None),
    ("poor_household", "not_listed"): (HOUSEHOLD, None),
    ("poor_household", "escaped"): (HOUSEHOLD, None),
    ("poor_household", "moved"): (HOUSEHOLD, None),
    ("disability", "school_opinion"): (DISABLED | {"school_name": "THCS"}, "school_name"),
    ("disability", "council"): (DISABLED, "meeting_on"),
    ("disability", "to_medical"): (
        DISABLED | {"medical_reason": "disagrees", "medical_asked_on": "2026-05-19"},
        "medical_reason",
    ),
    ("disability", "council", "posted"): (DISABLED, "minutes_no"),
    ("disability", "to_medical", "posted"): (
        DISABLED | {"medical_received_on": "2026-05-20"},
        "medical_received_on",
    ),
    ("disability", "complaint"): (DISABLED | {"complaint_on": "2026-05-20"}, "complaint_on"),
    ("disability", "received", "issued"): (
        DISABLED | {"request_kind": "exchange", "reissue_reason": "damaged"},
        "reissue_reason",
    ),
    ("disability", "moved", "issued"): (DISABLED, None),
    ("disability", "issued"): (DISABLED, "certificate_no"),
    ("disability", "not_disabled"): (
        {key: value for key, value in DISABLED.items() if "disability" not in key}
        | {"conclusion": "not_disabled"},
        "conclusion",
    ),
    ("disability", "withdrawn"): (
        DISABLED | {"withdrawal_asked_on": "2026-05-25", "withdrawn_on": "2026-05-28"},
        "withdrawn_on",
    ),
    ("disability", "replaced"): (DISABLED | {"replaced_because": "turned_6"}, "replaced_because"),
    ("disability", "moved"): (DISABLED, None),
    ("disability", "dead"): (DISABLED, None),
    ("poor_household", "ended"): (HOUSEHOLD | {"left_reason": "merged"}, "left_reason"),
}
DATED_POOR = {"status": "poor", "valid_from": "2026-01-01"}
EVENTS = {
    ("child_abuse", "review"): (event("review_06", **SAFE, **REVIEWED),),
    ("child_abuse", "closed"): (event("review_06", **SAFE, **REVIEWED),),
    ("child_abuse", "plan_submitted"): (event("review_06", **SAFE | {"conclusion": "continue"}),),
    ("trafficking", "supporting"): (event("need", support="i", need_status="not_yet"),),
    ("prostitution", "supporting"): (event("need", support="loan", need_status="not_yet"),),
    ("trafficking", "moved"): (event("transfer", to_place="Tỉnh Đồng Tháp"),),
    ("drug_addict", "left"): (event("violation", content="Tự ý chấm dứt"),),
    ("poor_household", "reviewed"): (EventFacts("review", ON, {"kind": "yearly", "result": "poor"}),),
    ("disability", "moved"): (event("transfer", to_place="Tỉnh Đồng Tháp"),),
    ("poor_household", "moved"): (event("transfer", to_place="Tỉnh Đồng Tháp"),),
    ("violence", "contact_ban"): (
        event("ban_decision", result="banned", signed_at="2026-05-31T09:00", valid_to="2026-06-03T09:00"),
    ),
}


def enough(flow, source, to):
    return ENOUGH[(flow, source, to)] if (flow, source, to) in ENOUGH else ENOUGH[(flow, to)]


def person_for(flow, to):
    if flow == "disability" and to == "dead":
        return PERSON | {"death_date": "2026-05-19"}
    if flow == "poor_household":
        return PERSON | ({"poverty_statuses": [DATED_POOR]} if to == "listed" else {})
    if not flow.startswith("child"):
        return PERSON
    turned = {"birth_date": "2010-05-01"} if to == "turned_16" else {}
    return CHILD | turned | ({"death_date": "2026-05-19"} if to == "dead" else {})


def said(flow, source, to, answers, events):
    record = facts(answers, person_for(flow, to), ON, state=source, events=events)
    found = step_findings(catalog.register(WORKFLOWS[flow]), record, to, ON)
    return [(each.code, each.field) for each in found if each.level is not Level.NOTE]


@pytest.mark.parametrize(("flow", "source", "to"), ALLOWED)
def test_a_listed_step_passes_with_what_it_needs_and_is_refused_without_it(flow, source, to):
    answers, needed = enough(flow, source, to)
    events = EVENTS.get((flow, to), ())
    assert said(flow, source, to, answers, events) == []
    if needed is not None:
        lacking = {key: value for key, value in answers.items() if key != needed}
        assert said(flow, source, to, lacking, events) != []
    asked = {("child_abuse", "plan_submitted"): (), ("trafficking", "supporting"): ("reintegrating",)}
    if events and source in asked.get((flow, to), (source,)):
        assert ("AS-6303", "") in said(flow, source, to, answers, ())


@pytest.mark.parametrize("flow", WORKFLOWS)
def test_the_program_lists_the_steps_of_the_law_file_and_no_other(flow):
    workflow = law.workflow(flow)
    codes = [each.code for each in workflow.states]
    allowed = {(one, two) for one, two in itertools.product(codes, codes) if workflow.allows(one, two)}
    assert allowed == listed()[flow]
    assert WORKFLOWS[flow] in catalog.registers()


# ------------------------------------------------------------------------------------------------ single rules


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("moved", "dead"),
        ("no_longer", "turned_16"),
        ("turned_16", "adopted"),
        ("adopted", "no_longer"),
        ("dead", "moved"),
    ],
)
def test_a_child_leaves_for_the_reason_that_is_written(state, reason):
    answers = left(reason) | {"moved_to_place": "Tỉnh Đồng Tháp"}
    assert ("AS-2317", "leave_reason") in said("children", "managed", state, answers, ())


def test_a_child_entered_by_mistake_leaves_the_list():
    assert said("children", "managed", "no_longer", left("mistake"), ()) == []


def test_a_child_who_comes_back_no_longer_stands_as_one_who_left():
    assert said("children", "moved", "managed", left("moved"), ()) == [("AS-2318", "left_on")]


def test_the_next_round_has_a_plan_a_decision_and_a_review_of_its_own():
    review = event("review_06", **SAFE | {"conclusion": "continue"})
    old = ABUSED | {
        "plan_submitted_on": "2026-05-08",
        "plan_activities": [{"activity": "Tư vấn"}],
        "plan_decision_no": "9/QĐ",
        "plan_decision_date": "2026-05-12",
        "plan_from": "2026-05-12",
        "plan_to": "2026-05-19",
    }
    assert said("child_abuse", "review", "plan_submitted", old, (review,)) == [
        ("AS-2365", "plan_submitted_on")
    ]
    new = old | {"plan_submitted_on": "2026-05-21"}
    assert said("child_abuse", "review", "plan_submitted", new, (review,)) == []
    ended = event("review_06", **SAFE)
    assert said("child_abuse", "review", "plan_submitted", new, (ended,)) == [("AS-2366", "conclusion")]
    assert said("child_abuse", "plan_submitted", "plan_approved", new, (review,)) == [
        ("AS-2367", "plan_decision_date")
    ]
    approved = new | {"plan_decision_date": "2026-05-25"}
    assert said("child_abuse", "plan_submitted", "plan_approved", approved, (review,)) == []
    assert said("child_abuse", "implementing", "review", approved, (review,)) == [("AS-2368", "review_on")]


@pytest.mark.parametrize("home", ["30325@2025-07-01", None])
def test_a_case_is_transferred_only_to_another_commune(home):
    answers = ABUSED | {"commune_of_residence": home, "transferred_to": "30325@2025-07-01"}
    assert ("AS-2364", "transferred_to") in said("child_abuse", "meeting", "transferred", answers, ())


def test_who_is_confirmed_is_no_longer_being_identified():
    undecided = VICTIM | {"person_status": "being_identified"}
    found = said("trafficking", "awaiting_verification", "confirmed", undecided, ())
    assert found == [("AS-2418", "person_status")]


@pytest.mark.parametrize("form", sorted(["voluntary_home", "voluntary_public", "voluntary_private"]))
def test_a_voluntary_course_is_completed_with_stages_a_b_and_c(form):
    done = TREATED | {"treatment_form": form, "completion_no": "2", "completion_date": "2025-12-01"}
    for stages in (None, ["a"], ["a", "b"], ["b", "c", "d", "dd"]):
        answers = done | {"treatment_stages": stages}
        assert ("AS-2512", "treatment_stages") in said(
            "drug_addict", "in_treatment", "completed", answers, ()
        )
    assert said("drug_addict", "in_treatment", "completed", done | {"treatment_form": "methadone"}, ()) == []


def test_the_three_populations_are_never_mixed():
    addict = TREATED | CARED | {"population": "addict"}
    assert said("drug_addict", "completed", "after_care", addict, ()) == [("AS-2521", "population")]
    relapsed = DRUG | CARED
    assert said("drug_addict", "relapsed", "compulsory_file", relapsed, ()) == [("AS-2522", "population")]
    stopped = DECIDED | {"stop_reason": "a"}
    assert said("drug_user", "managed", "stopped", stopped, ()) == [("AS-2523", "population")]


@pytest.mark.parametrize(
    ("flow", "source", "to", "answers"),
    [
        ("drug_addict", "after_care", "off_list", off(DRUG | CARED, "prison")),
        ("drug_addict", "in_treatment", "prison", off(DRUG, "moved")),
        ("drug_addict", "compulsory", "dead", off(DRUG, "prison")),
        ("drug_user", "managed", "term_ended", DECIDED | LEFT | {"leave_user_reason": "moved"}),
    ],
)
def test_a_drug_user_leaves_for_the_reason_that_is_written(flow, source, to, answers):
    assert "AS-2525" in [code for code, _field in said(flow, source, to, answers, ())]


def test_a_positive_test_speaks_against_leaving_the_list():
    tests = (event("test", "2024-06-01", positive=True), event("test", "2024-07-01", positive=False))
    clean = off(DRUG | CARED, "clean_after_care")
    assert said("drug_addict", "after_care", "off_list", clean, tests) == [("AS-2526", "")]
    before = (event("test", "2024-01-01", positive=True), tests[1])
    assert said("drug_addict", "after_care", "off_list", clean, before) == []
    managed = (event("test", "2025-06-01", positive=True),)
    assert said("drug_user", "managed", "term_ended", DECIDED, managed) == [("AS-2526", "")]


def test_a_move_of_which_the_new_place_was_not_told_asks_for_a_reason():
    answers = TREATED | {"moved_to_place": "Tỉnh Đồng Tháp"}
    assert said("drug_addict", "in_treatment", "moved", answers, ()) == [("AS-2524", "move_notice_at")]


# ------------------------------------------------------------------------------------------------ time limits

NOT_DUTIES = {
    "child_care_monitoring": "never in force: the decree says otherwise (child_care_visit_1m and what follows it)",
    "child_facility_list": "the facility's own duty; a commune keeps no list of the facility's lists",
    "traf_police_verify": "the commune is not told when the police begin",
    "traf_district_decide": "between two offices of the district that is gone; the commune sees the decision only",
    "drug_service_notice": "the service's own duty; its notice is an event of the case",
    "drug_service_notice_2026": "the service's own duty; its notice is an event of the case",
}
FORESEEN = {
    # From which minutes they run, and how long, the age of the person says.
    "dis_medical_validity_6plus",
    "dis_medical_validity_under6",
    # Its review begins on the 15th after the request, on which nobody writes anything down.
    "poverty_regular",
    "poverty_regular_2027",
}
TERMS = {
    # These end by themselves: computed, shown in "Tại sao?", and watched through the day that they give.
    "drug_use_management": "managed_until",
    "drug_use_management_2026": "managed_until",
    "drug_voluntary_term_min": "treatment_until",
    "drug_voluntary_term_max": "treatment_until",
    "drug_compulsory_minor_max": "treatment_until",
    "drug_compulsory_adult_max": "treatment_until",
    "drug_compulsory_minor_min": "treatment_until",
    "drug_compulsory_adult_min": "treatment_until",
    "drug_term_first_2026": "treatment_until",
    "drug_term_again_2026": "treatment_until",
    "drug_aftercare_1y": "after_care_until",
    "drug_aftercare_2y": "after_care_until",
    "drug_aftercare_1y_2026": "after_care_until",
    "drug_aftercare_2y_2026": "after_care_until",
    "dv_ban_length_2007": "ban_until",
    "dv_ban_length": "ban_until",
}
REGISTERS = [catalog.register(code) for code in dict.fromkeys(WORKFLOWS.values())]
NAMES = {each.deadlines[0] for each in REGISTERS}


def test_every_time_limit_of_the_law_is_a_duty_a_term_or_left_out_for_a_reason():
    rows = tomllib.loads(edition.own_text("rules/deadlines"))["deadline"]
    ours = {row["id"] for row in rows if row["register"] in NAMES}
    duties = [each for register in REGISTERS for each in register.duties if isinstance(each, Duty)]
    declared = {limit for each in duties for limit in each.limits}
    assert ours == declared | TERMS.keys() | NOT_DUTIES.keys() | FORESEEN
    assert not declared & (TERMS.keys() | NOT_DUTIES.keys() | FORESEEN)
    anchors = {each.anchor for register in REGISTERS for each in register.duties if isinstance(each, Watch)}
    assert set(TERMS.values()) <= anchors


def test_every_reminder_of_the_law_is_watched():
    rows = tomllib.loads(edition.own_text("rules/deadlines"))["reminder"]
    ours = {row["id"] for row in rows if row["register"] in NAMES}
    watches = [each for register in REGISTERS for each in register.duties if isinstance(each, Watch)]
    # A certificate is asked for anew at six only where none was issued since: foreseen.
    assert ours == {reminder for each in watches for reminder in each.reminders} | {"dis_child_turns_6"}


VOLUNTARY = DRUG | {"treatment_form": "voluntary_home"}
MINOR = DRUG | {"minor_file": True}
BOUND = DRUG | {"treatment_form": "compulsory_18"}
ADOPTED = CHILDREN | {"care_arrangement": "alternative_family"}


@pytest.mark.parametrize(
    ("register", "limit", "state", "answers", "done", "last"),
    [
        ("child_abuse", "child_notify", "received", {"received_at": "2026-05-04T15:00"},
         {"reported_police_at": "2026-05-04T15:30"}, "2026-05-05T15:00"),
        ("child_abuse", "child_intervention_12h", "received", {"received_at": "2026-05-04T15:00"},
         {"m02_on": "2026-05-04T19:00"}, "2026-05-05T03:00"),
        ("child_abuse", "child_plan_submit", "meeting", {"received_at": "2026-05-04T15:00"},
         {"plan_submitted_on": "2026-05-11"}, "2026-05-11T17:00"),
        ("child_abuse", "child_plan_approve", "plan_submitted",
         {"received_at": "2026-05-04T15:00", "plan_submitted_on": "2026-05-11"},
         {"plan_decision_date": "2026-05-13"}, "2026-05-13T17:00"),
        ("child_abuse", "child_plan_total", "meeting", {"received_at": "2026-05-04T15:00"},
         {"plan_decision_date": "2026-05-13"}, "2026-05-13T17:00"),
        ("children", "child_care_relative", "managed", CHILDREN | {"care_notice_on": "2026-05-04"},
         {"care_decision_date": "2026-05-20"}, "2026-05-25T17:00"),
        ("children", "child_care_from_facility", "managed",
         CHILDREN | {"care_arrangement": "facility", "facility_request_on": "2026-05-04"},
         {"care_handed_over_on": "2026-06-01"}, "2026-05-25T17:00"),
        ("children", "child_care_visit_1m", "managed", ADOPTED | {"care_handed_over_on": "2026-01-12"},
         {"care_ended_on": "2026-01-20"}, "2026-02-12T23:59:59"),
        ("child_abuse", "child_separation_max", "emergency",
         {"received_at": "2026-05-04T15:00", "separated": True, "separation_at": "2026-05-05T08:00"},
         {"separation_over_on": "2026-05-15"}, "2026-05-20T23:59:59"),
        ("children", "child_care_handover", "managed", ADOPTED | {"care_decision_date": "2026-05-04"},
         {"care_handed_over_on": "2026-05-20"}, "2026-05-25T17:00"),
        ("children", "child_carer_health_certificate", "managed", ADOPTED | {"carer_health_certificate_on": "2026-05-04"},
         {"care_decision_date": "2026-05-20"}, "2026-11-04T23:59:59"),
        ("trafficking", "traf_notify_2011", "reported", {"reported_at": "2025-05-05T08:00"},
         {"reported_up_at": "2025-05-05T09:00"}, "2025-05-06T08:00"),
        ("trafficking", "traf_verify_initial_2011", "reported_up", {"reported_up_at": "2025-05-05T09:00"},
         {"victim_paper_no": "1"}, "2025-05-08T23:59:59"),
        ("trafficking", "traf_verify_initial_2024", "reported_up", {"reported_up_at": "2026-05-05T09:00"},
         {"victim_paper_no": "1"}, "2026-05-08T23:59:59"),
        ("trafficking", "traf_application_window", "confirmed", {"victim_paper_date": "2024-07-01"},
         {"application_on": "2025-06-01"}, "2025-07-01T23:59:59"),
        ("trafficking", "traf_commune_dossier", "dossier", {"application_on": "2025-05-05"},
         {"dossier_sent_on": "2025-05-08"}, "2025-05-08T17:00"),
        ("trafficking", "traf_department_appraise", "dossier", {"dossier_sent_on": "2025-05-05"},
         {"support_decision_date": "2025-05-12"}, "2025-05-12T17:00"),
        ("trafficking", "traf_support_total_2025", "dossier", {"application_on": "2026-05-04"},
         {"support_decision_date": "2026-05-15"}, "2026-05-15T17:00"),
        ("trafficking", "traf_lodging_2019", "supporting", {"lodged_from": "2025-05-05"},
         {"lodged_to": "2025-08-05"}, "2025-08-05T23:59:59"),
        ("trafficking", "traf_lodging_2025", "supporting", {"lodged_from": "2026-05-04"},
         {"lodged_to": "2026-09-01"}, "2026-09-01T23:59:59"),
        ("drug_treatment", "drug_use_decision", "positive", USER | {"test_date": "2026-05-04"},
         {"user_decision_date": "2026-05-07"}, "2026-05-07T17:00"),
        # Not a day too late any more: from 01/7/2026 the clock starts with the result.
        ("drug_treatment", "drug_use_decision_2026", "positive",
         USER | {"test_date": "2026-07-02", "test_result_at": "2026-07-02T09:30"},
         {"user_decision_date": "2026-07-03"}, "2026-07-03T09:30"),
        ("drug_treatment", "drug_use_decision_2026", "positive", USER | {"test_date": "2026-07-02"},
         {"user_decision_date": "2026-07-02"}, "2026-07-03T00:00"),
        ("drug_treatment", "drug_register_2026", "to_register", DRUG | {"addiction_result_date": "2026-07-02"},
         {"registered_on": "2026-07-07"}, "2026-07-09T17:00"),
        ("drug_treatment", "drug_voluntary_decision_2026", "to_register", VOLUNTARY | {"registered_on": "2026-07-02"},
         {"treatment_decision_date": "2026-07-07"}, "2026-07-07T17:00"),
        ("drug_treatment", "drug_minor_file_read_2026", "left", MINOR | {"file_notice_on": "2026-07-02"},
         {"file_read_on": "2026-07-07"}, "2026-07-07T17:00"),
        ("drug_treatment", "drug_minor_file_send_2026", "left", MINOR | {"file_read_on": "2026-07-02"},
         {"file_sent_on": "2026-07-03"}, "2026-07-03T17:00"),
        ("drug_treatment", "drug_minor_department_2026", "left", MINOR | {"file_sent_on": "2026-07-02"},
         {"treatment_decision_date": "2026-07-06"}, "2026-07-06T17:00"),
        ("drug_treatment", "drug_minor_supplement_2026", "left", MINOR | {"file_returned_on": "2026-07-02"},
         {"file_supplemented_on": "2026-07-06"}, "2026-07-06T17:00"),
        ("drug_treatment", "drug_compulsory_file", "compulsory_file", BOUND | {"compulsory_ground_on": "2026-05-04"},
         {"compulsory_file_on": "2026-05-08"}, "2026-05-11T17:00"),
        ("drug_treatment", "drug_compulsory_file_2026", "compulsory_file", BOUND | {"compulsory_ground_on": "2026-07-02"},
         {"compulsory_file_on": "2026-07-08"}, "2026-07-09T17:00"),
        ("drug_treatment", "drug_report_home", "compulsory", BOUND | {"completion_date": "2026-05-04"},
         {"completion_reported_on": "2026-05-06"}, "2026-05-11T17:00"),
        ("drug_treatment", "drug_report_home_2026", "compulsory", BOUND | {"completion_date": "2026-07-02"},
         {"completion_reported_on": "2026-07-06"}, "2026-07-09T17:00"),
        ("drug_treatment", "drug_aftercare_file", "completed", DRUG | {"completion_reported_on": "2026-05-04"},
         {"after_care_proposed_on": "2026-05-06"}, "2026-05-07T17:00"),
        ("drug_treatment", "drug_aftercare_file_2026", "completed", DRUG | {"completion_reported_on": "2026-07-02"},
         {"after_care_proposed_on": "2026-07-06"}, "2026-07-07T17:00"),
        ("drug_treatment", "drug_aftercare_decision", "completed", DRUG | {"after_care_proposed_on": "2026-05-04"},
         {"after_care_date": "2026-05-05"}, "2026-05-06T17:00"),
        ("drug_treatment", "drug_aftercare_decision_2026", "completed", DRUG | {"after_care_proposed_on": "2026-07-02"},
         {"after_care_date": "2026-07-03"}, "2026-07-06T17:00"),
        ("drug_treatment", "drug_register", "to_register", DRUG | {"addiction_result_date": "2026-05-04"},
         {"registered_on": "2026-05-11"}, "2026-05-11T17:00"),
        ("drug_treatment", "drug_voluntary_decision", "to_register", VOLUNTARY | {"registered_on": "2026-05-04"},
         {"treatment_decision_date": "2026-05-07"}, "2026-05-07T17:00"),
        ("drug_treatment", "drug_move_notice", "in_treatment", DRUG | {"left_home_at": "2026-05-04T08:00"},
         {"move_notice_at": "2026-05-11T08:00"}, "2026-05-11T17:00"),
        ("drug_treatment", "drug_move_notice_2026", "in_treatment", DRUG | {"left_home_at": "2026-07-03T08:00"},
         {"move_notice_at": "2026-07-04T07:00"}, "2026-07-04T08:00"),
        ("drug_treatment", "drug_move_present_2026", "in_treatment", DRUG | {"arrived_at": "2026-07-03T08:00"},
         {"presented_at": "2026-07-04T07:00"}, "2026-07-04T08:00"),
        ("drug_treatment", "drug_minor_file_read", "left", MINOR | {"file_notice_on": "2026-05-04"},
         {"file_read_on": "2026-05-07"}, "2026-05-07T17:00"),
        ("drug_treatment", "drug_minor_file_send", "left", MINOR | {"file_read_on": "2026-05-04"},
         {"file_sent_on": "2026-05-05"}, "2026-05-05T17:00"),
        ("drug_treatment", "drug_minor_department", "left", MINOR | {"file_sent_on": "2025-05-05"},
         {"treatment_decision_date": "2025-05-07"}, "2025-05-07T17:00"),
        ("drug_treatment", "drug_minor_supplement", "left", MINOR | {"file_returned_on": "2026-05-04"},
         {"file_supplemented_on": "2026-05-06"}, "2026-05-06T17:00"),
    ],
)  # fmt: skip
def test_a_time_limit_runs_from_its_start_and_goes_when_it_is_kept(
    register, limit, state, answers, done, last
):
    declared: Register = catalog.register(register)
    person = CHILD if register.startswith("child") else PERSON

    def dues(given):
        found = tasks_of(declared, facts(given, person, ON, state=state))
        return {each.id: each.due.isoformat() for each in found}

    assert dues(answers)[limit] == datetime.datetime.fromisoformat(last).isoformat()
    assert limit not in dues(answers | done)


@pytest.mark.parametrize(
    ("groups", "factors", "birth", "expected"),
    [
        (["a"], [], "2022-06-20", ["child_turns_4"]),
        (["dd"], [], "2022-06-20", ["child_turns_4"]),
        (["h"], [], "2022-06-20", []),
        (["d"], ["poor_household"], "2023-06-20", ["child_turns_3"]),
        (["d"], [], "2023-06-20", []),
        (["d"], [], "2010-06-20", ["child_turns_16"]),
    ],
)
def test_ages_that_change_what_a_child_gets_are_foreseen(groups, factors, birth, expected):
    answers = CHILDREN | {"groups": groups, "main_group": groups[0], "risk_factors": factors}
    record = facts(answers, CHILD | {"birth_date": birth}, ON, state="managed")
    shown = [each for each in tasks_of(catalog.register("children"), record) if each.shown_from.date() <= ON]
    assert [each.id for each in shown] == expected


# ------------------------------------------------------------------------------------------------ support, money, secrecy


@pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.code)
def test_support_says_what_was_given_by_whom_when_and_at_what_cost(register):
    kinds_of = [each for each in register.events if each.support]
    assert kinds_of
    for each in kinds_of:
        fields = {one.key: type(one.kind).__name__ for one in each.fields}
        assert fields["support"] == "Choice"
        assert fields["amount"] == "Money"
        assert {"giver", "funding_source", "content", "document_no", "result"} <= fields.keys()


def test_each_point_of_both_laws_can_be_written_down():
    for register, kind, name in (
        ("trafficking", "support", "support_2024"),
        ("trafficking", "support_2011", "support_2011"),
        ("children", "support", "child_support"),
        ("child_abuse", "support", "child_support"),
        ("drug_treatment", "after_care_support", "after_care_support"),
    ):
        declared = catalog.register(register).event_kinds[kind].fields[0]
        assert isinstance(declared.kind, kinds.Choice)
        assert {code for code, _label in declared.kind.options(ON)} == {
            row.code for row in law.code_list(name)
        }


RESTRICTED = [each for each in REGISTERS if each.confidentiality >= "c2"]


@pytest.mark.parametrize("register", RESTRICTED, ids=lambda each: each.code)
def test_no_list_prints_a_name_or_number_of_whoever_must_stay_unknown(register):
    for columns in (register.listed, *([one.source for one in paper.columns] for paper in register.papers)):
        telling = {"full_name", "other_name", "personal_id", "old_id", "phone", "place", "address"}
        assert not {f"person.{each}" for each in telling} & set(columns)
        if register.confidentiality >= "c3" and register.code in ("child_abuse", "trafficking"):
            assert "record.number" in columns
            assert not {"person.birth_date", "person.hamlet"} & set(columns)
