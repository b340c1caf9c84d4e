"""Disabled people: the council and its votes, the certificate, what has to be done until when, and who is in hardship."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.due import tasks_of
from ansinh_desktop.registers.plan.indicator import Seen
from ansinh_desktop.rules import disability, law
from ansinh_desktop.rules.period import Period
from tests.registers.factories import CHILD, DISABLED, PERSON, codes, facts, found, shown

ON = datetime.date(2026, 11, 20)
CODE = "disability"
COUNCIL = [row.code for row in law.code_list("council_member")]
REQUESTED = {"received_on": "2026-11-02", "request_kind": "determine"}


def without(*keys):
    return {key: value for key, value in DISABLED.items() if key not in keys}


def test_a_sound_record_has_no_finding():
    assert found(CODE, DISABLED, on=ON, state="issued") == []


@pytest.mark.parametrize(
    ("changes", "state", "finding"),
    [
        ({"received_on": None}, "council", ("warning", "AS-7601", "received_on")),
        ({"request_kind": "reissue", "reissue_reason": "turned_6"}, "", ("warning", "AS-7602", "request_kind")),
        ({"members_present": COUNCIL[:4]}, "", ("warning", "AS-2232", "members_present")),
        ({"members_present": [*COUNCIL[:4], COUNCIL[7]]}, "", ("warning", "AS-2232", "members_present")),
        ({"members_present": COUNCIL[:5], "votes_for": 4, "votes_against": 2}, "", ("warning", "AS-7603", "votes_for")),
        ({"votes_for": 3, "votes_against": 3}, "", ("warning", "AS-7604", "votes_for")),
        ({"disability_main_type": "vision"}, "", ("warning", "AS-7605", "disability_main_type")),
        ({"disability_types": ["movement", "vision"]}, "", ("note", "AS-7612", "disability_main_type")),
        ({"conclusion": "not_disabled"}, "", ("error", "AS-7606", "conclusion")),
        ({"certificate_date": "2026-05-17"}, "", ("error", "AS-7607", "certificate_date")),
        ({"meeting_on": "2026-05-03"}, "", ("error", "AS-7608", "meeting_on")),
        ({"posted_from": "2026-05-20", "posted_to": "2026-05-19"}, "", ("error", "AS-7609", "posted_to")),
        ({"disability_degree": None}, "issued", ("warning", "AS-7610", "disability_degree")),
        ({"hardship": True}, "", ("warning", "AS-7611", "hardship_reason")),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_found(changes, state, finding):
    assert finding in found(CODE, DISABLED | changes, on=ON, state=state)


@pytest.mark.parametrize(
    "changes",
    [
        {"members_present": COUNCIL[:5], "votes_for": 3, "votes_against": 2},
        {"members_present": [*COUNCIL[:5], COUNCIL[7]]},
        {"request_kind": "exchange", "reissue_reason": "damaged"},
        {"request_kind": "redetermine", "reissue_reason": "turned_6"},
        {"disability_types": ["movement", "vision"], "disability_main_type": "vision"},
        {"hardship": True, "hardship_reason": "Sống một mình"},
        {"hardship": False},
    ],
)
def test_what_fits_is_left_in_peace(changes):
    assert codes(CODE, DISABLED | changes, on=ON, state="issued") == []


@given(st.sets(st.sampled_from(COUNCIL)))
def test_two_thirds_of_the_council_decide_whoever_they_are(present):
    whole = 8 if "disabled_organisation" in present else 7
    assert disability.members(present) == whole
    assert disability.is_quorate(present) is (len(present) / whole >= 2 / 3)


# ------------------------------------------------------------------------------------------------ time limits


def tasks(answers, person=PERSON, state="received", on=ON):
    record = facts(answers, person, on, state=state)
    return {each.id: each.due.isoformat()[:10] for each in tasks_of(catalog.register(CODE), record)}


def test_the_council_concludes_and_the_certificate_follows():
    assert tasks(REQUESTED) == {"dis_council": "2026-12-01"}
    concluded = REQUESTED | {"concluded_on": "2026-11-16"}
    assert tasks(concluded, state="council") == {"dis_issue": "2026-11-23"}
    assert tasks(concluded | {"certificate_date": "2026-11-20"}, state="issued") == {}
    complaint = concluded | {"complaint_on": "2026-11-17"}
    assert tasks(complaint, state="complaint") == {"dis_issue": "2026-11-23", "dis_complaint": "2026-11-25"}


def test_an_exchange_needs_no_council():
    asked = {"received_on": "2026-11-02", "request_kind": "exchange", "reissue_reason": "lost"}
    assert tasks(asked) == {"dis_reissue": "2026-11-09"}
    assert tasks(asked | {"certificate_date": "2026-11-06"}, state="issued") == {}


def test_the_medical_council_has_its_own_limits_and_its_minutes_run_out():
    asked = REQUESTED | {"medical_asked_on": "2026-11-10"}
    assert tasks(asked, state="to_medical") == {"dis_medical_file": "2026-11-13"}
    sent = asked | {"medical_sent_on": "2026-11-12"}
    assert set(tasks(sent, state="to_medical")) == {"dis_medical_exam"}
    examined = sent | {"medical_date": "2026-11-18"}
    assert tasks(examined, state="to_medical") == {
        "dis_medical_send": "2026-12-03",
        "dis_medical_validity_6plus": "2031-11-18",
    }
    assert shown(CODE, "medical_until", examined) == "2031-11-18"
    baby = CHILD | {"birth_date": "2021-03-05"}
    assert shown(CODE, "medical_until", examined, baby) == "2029-11-18"
    received = examined | {"medical_received_on": "2026-11-20"}
    assert tasks(received, state="to_medical")["dis_issue_after_medical"] == "2026-11-30"


@pytest.mark.parametrize(
    ("changes", "state", "due"),
    [
        ({}, "issued", "2026-12-31"),
        ({"certificate_date": "2026-11-05"}, "issued", None),
        ({"disability_degree": "very_severe", "exempt_at_6": True}, "issued", None),
        ({"disability_degree": "very_severe"}, "issued", "2026-12-31"),
        ({}, "posted", None),
    ],
)
def test_a_child_is_determined_anew_at_six(changes, state, due):
    child = CHILD | {"birth_date": "2020-12-31"}
    assert tasks(DISABLED | changes, child, state).get("dis_child_turns_6") == due


def test_a_certificate_that_was_issued_wrongly_is_withdrawn():
    asked = DISABLED | {"withdrawal_asked_on": "2026-11-16"}
    assert tasks(asked, state="issued") == {"dis_withdraw": "2026-11-23"}
    assert tasks(asked | {"withdrawn_on": "2026-11-18"}, state="issued") == {}


# ------------------------------------------------------------------------------------------------ hardship


def test_hardship_is_the_household_of_the_day_or_a_mark():
    poor = {"poverty_statuses": [{"status": "poor", "valid_from": "2026-01-01", "valid_to": "2026-06-30"}]}
    june, july = datetime.date(2026, 6, 30), datetime.date(2026, 7, 1)
    assert shown(CODE, "in_hardship", DISABLED, PERSON | poor, june) is True
    assert shown(CODE, "in_hardship", DISABLED, PERSON | poor, july) is None
    assert shown(CODE, "in_hardship", DISABLED | {"hardship": True}, PERSON | poor, july) is True
    assert shown(CODE, "in_hardship", DISABLED, PERSON | {"poverty_status": "near_poor"}, july) is True
    assert shown(CODE, "household", DISABLED, PERSON | poor, june) == "poor"


def test_what_is_posted_tells_no_disability():
    for paper in catalog.register(CODE).papers:
        if paper.public:
            told = {each.source for each in paper.columns}
            assert not {each for each in told if each.startswith(("disability", "certificate", "medical"))}


def test_why_names_the_paper_and_what_is_doubtful():
    explained = catalog.register(CODE).explained
    assert explained is not None
    why = explained(facts(DISABLED, PERSON, ON))
    assert why.title == "Mức độ khuyết tật: nặng"
    assert any("số 12 có hiệu lực từ ngày 22/05/2026" in each.text for each in why.lines)
    assert any("chưa đối chiếu" in each.text for each in why.doubts)
    assert explained(facts(without("disability_degree"), PERSON, ON)) is None


# ------------------------------------------------------------------------------------------------ the plan

HALF = Period.of("2026-H2")
POOR = {"poverty_status": "near_poor"}
SUPPORT = EventFacts("support", datetime.date(2026, 7, 1), {"support": "health_care"})
BEFORE = EventFacts("support", datetime.date(2026, 6, 30), {"support": "health_care"})


@pytest.mark.parametrize(
    ("changes", "person", "state", "events", "narrow", "wide"),
    [
        ({}, POOR, "issued", (SUPPORT,), "held", "held"),
        ({}, POOR, "issued", (BEFORE,), "unheld", "unheld"),
        ({}, POOR, "issued", (), "unheld", "unheld"),
        ({}, POOR, "posted", (SUPPORT,), "out", "out"),
        ({"certificate_date": "2027-01-01"}, POOR, "issued", (SUPPORT,), "out", "out"),
        ({}, {"poverty_status": "other"}, "issued", (SUPPORT,), "out", "out"),
        ({"hardship": True}, {"poverty_status": "other"}, "issued", (SUPPORT,), "out", "held"),
        ({"hardship": True}, {}, "issued", (), "unclear", "unheld"),
        ({}, {}, "issued", (SUPPORT,), "unclear", "unclear"),
        ({}, POOR | {"death_date": "2026-08"}, "issued", (SUPPORT,), "out", "out"),
        ({}, {"poverty_statuses": [{"status": "poor", "valid_from": "2027-01-01"}]}, "issued", (), "unclear", "unclear"),
        ({}, {"poverty_statuses": [{"status": "poor", "valid_from": "2026-12-31"}]}, "issued", (), "unheld", "unheld"),
    ],
)  # fmt: skip
def test_who_is_in_hardship_and_was_assisted_in_the_period(changes, person, state, events, narrow, wide):
    (indicator,) = catalog.register(CODE).indicators
    record = facts(DISABLED | changes, PERSON | person, HALF.last, state=state, events=events)
    for value, side in (("poor_near_poor", narrow), ("poor_near_poor_plus_marked", wide)):
        found = indicator.judge(Seen(record, HALF, {"hardship_definition": value}, datetime.date(2026, 5, 4)))
        assert (found.side, bool(found.why)) == (side, True)
