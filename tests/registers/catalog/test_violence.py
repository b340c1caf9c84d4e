"""Violence: the law of its day, bans by the hour, and needs that are asked and met before a case is closed."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.violence import reasons, share
from ansinh_desktop.registers.checks import check_event
from ansinh_desktop.registers.due import tasks_of
from ansinh_desktop.registers.guards import step_findings
from ansinh_desktop.registers.plan.indicator import Seen
from ansinh_desktop.rules.period import Period
from tests.registers.factories import CHILD, PERSON, VIOLENCE, codes, facts, found, shown

REGISTER = catalog.register("violence")
ON = datetime.date(2026, 5, 6)
WOMAN = PERSON | {"full_name": "Neáng Sa", "sex": "female"}
BAN = {
    "result": "banned",
    "decision_no": "3/QĐ-UBND",
    "signed_at": "2026-05-04T20:00",
    "valid_to": "2026-05-07T20:00",
}


def event(kind, on="2026-05-04", **answers):
    return EventFacts(kind, datetime.date.fromisoformat(on), answers)


def of_event(kind, answers, on=ON):
    return [each.code for each in check_event(REGISTER.event_kinds[kind], answers, on)]


def tasks(answers, person=WOMAN, on=ON, **more):
    return {each.id: each for each in tasks_of(REGISTER, facts(answers, person, on, **more))}


def step(answers, source, to, on=ON, **more):
    record = facts(answers, WOMAN, on, state=source, **more)
    return [each.code for each in step_findings(REGISTER, record, to, on)]


def test_a_sound_record_has_no_finding():
    assert found("violence", VIOLENCE, WOMAN, ON) == []


@pytest.mark.parametrize(
    ("happened", "wrong"),
    [("2023-06-30", True), ("2023-07-01", False), (None, False)],
)
def test_the_sixteen_acts_are_of_the_law_from_july_2023(happened, wrong):
    assert ("AS-7101" in codes("violence", VIOLENCE | {"happened_on": happened}, WOMAN, ON)) is wrong


@pytest.mark.parametrize(
    ("changes", "person", "finding"),
    [
        ({"happened_on": "2026-05-05"}, WOMAN, ("error", "AS-7102", "happened_on")),
        ({"priority_groups": ["child"]}, WOMAN, ("warning", "AS-7112", "priority_groups")),
        ({}, CHILD, ("warning", "AS-7112", "priority_groups")),
        ({"priority_groups": ["child"]}, CHILD, ("note", "AS-7103", "priority_groups")),
        ({"priority_groups": ["elder"]}, WOMAN, ("warning", "AS-7112", "priority_groups")),
        ({"priority_groups": ["pregnant"]}, PERSON, ("warning", "AS-7112", "priority_groups")),
        (
            {"safe_from": "2026-05-06", "safe_to": "2026-05-05"},
            WOMAN,
            ("error", "AS-7116", "safe_to"),
        ),
    ],
)
def test_what_does_not_fit_is_found(changes, person, finding):
    assert finding in found("violence", VIOLENCE | changes, person, ON)


def test_who_may_still_be_a_child_is_not_told_a_wrong_group():
    maybe = WOMAN | {"birth_date": "2010"}
    assert "AS-7112" not in codes("violence", VIOLENCE, maybe, ON)
    assert "AS-7103" in codes("violence", VIOLENCE, maybe, ON)


# ------------------------------------------------------------------------------------------------ bans


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        (BAN, []),
        (BAN | {"valid_to": "2026-05-07T20:01"}, ["AS-7105"]),
        (BAN | {"valid_from": "2026-05-05T06:00", "valid_to": "2026-05-08T06:00"}, []),
        (BAN | {"valid_from": "2026-05-05T06:00", "valid_to": "2026-05-08T06:01"}, ["AS-7105"]),
        (BAN | {"valid_to": "2026-05-04T20:00"}, ["AS-7104"]),
        ({**BAN, "valid_to": None}, ["AS-2020"]),
        # Under the law of 2007 too.
        (BAN | {"signed_at": "2022-05-04T20:00", "valid_to": "2022-05-07T20:01"}, ["AS-7105"]),
        (
            {
                "result": "refused",
                "decision_no": "3/UBND",
                "signed_at": "2026-05-04T20:00",
                "reason": "Không có",
            },
            [],
        ),
    ],
)
def test_each_ban_lasts_at_most_72_hours(answers, wrong):
    assert of_event("ban_decision", answers) == wrong


@pytest.mark.parametrize(
    ("requested_by", "agrees", "at", "wrong"),
    [
        ("victim", None, "2026-05-04T15:30", []),
        ("agency", True, "2026-05-04T15:30", []),
        ("agency", False, "2026-05-04T15:30", ["AS-7106"]),
        ("agency", None, "2026-05-04T15:30", ["AS-2020"]),
        ("life_threatened", None, "2026-05-04T15:30", []),
        ("life_threatened", None, "2023-06-30T15:30", ["AS-7108"]),
    ],
)
def test_an_agency_asks_only_with_the_victims_consent(requested_by, agrees, at, wrong):
    answers = {"requested_at": at, "requested_by": requested_by, "victim_agrees": agrees}
    assert of_event("ban_request", answers) == wrong


@pytest.mark.parametrize(
    ("at", "limit"), [("2023-06-30T15:30", "dv_contact_ban_2007"), ("2026-05-04T15:30", "dv_contact_ban")]
)
def test_a_ban_is_decided_within_twelve_hours_by_the_law_of_its_day(at, limit):
    asked = event("ban_request", at[:10], requested_at=at, requested_by="victim")
    due = tasks(VIOLENCE, state="received", events=(asked,))[limit].due
    assert due == datetime.datetime.fromisoformat(at) + datetime.timedelta(hours=12)
    decided = event("ban_decision", at[:10], **BAN | {"signed_at": f"{at[:10]}T20:00"})
    assert limit not in tasks(VIOLENCE, state="received", events=(asked, decided))
    # A second request waits for a decision of its own.
    again = event("ban_request", at[:10], requested_at=at, requested_by="victim")
    assert limit in tasks(VIOLENCE, state="received", events=(asked, again, decided))


def test_a_late_decision_asks_for_its_reason():
    asked = event("ban_request", requested_at="2026-05-04T07:59", requested_by="victim")
    assert codes("violence", VIOLENCE, WOMAN, ON, events=(asked, event("ban_decision", **BAN))) == ["AS-7107"]
    in_time = event("ban_request", requested_at="2026-05-04T08:00", requested_by="victim")
    assert codes("violence", VIOLENCE, WOMAN, ON, events=(in_time, event("ban_decision", **BAN))) == []


def test_a_running_ban_is_watched_until_the_case_goes_on():
    decided = event("ban_decision", **BAN)
    watch = tasks(VIOLENCE, state="contact_ban", events=(decided,))["dv_ban_ends"]
    assert (watch.shown_from.isoformat(), watch.due.isoformat()) == (
        "2026-05-07T08:00:00",
        "2026-05-07T20:00:00",
    )
    late = datetime.date(2026, 5, 20)
    assert "dv_ban_ends" in tasks(VIOLENCE, on=late, state="contact_ban", events=(decided,))
    assert "dv_ban_ends" not in tasks(VIOLENCE, on=late, state="supporting", events=(decided,))
    renewed = event("ban_decision", **BAN | {"signed_at": "2026-05-07T19:00", "valid_to": "2026-05-10T19:00"})
    again = tasks(VIOLENCE, state="contact_ban", events=(decided, renewed))["dv_ban_ends"]
    assert again.due.isoformat() == "2026-05-10T19:00:00"


def test_a_cancelled_ban_ends_when_it_is_cancelled():
    asked = event("ban_cancel_request", requested_at="2026-05-05T08:00")
    cancelled = event("ban_cancel", decision_no="4/QĐ", signed_at="2026-05-05T10:00")
    events = (event("ban_decision", **BAN), asked)
    assert tasks(VIOLENCE, state="contact_ban", events=events)["dv_ban_cancel"].due.isoformat() == (
        "2026-05-05T20:00:00"
    )
    assert "dv_ban_cancel" not in tasks(VIOLENCE, state="contact_ban", events=(*events, cancelled))
    assert (
        shown("violence", "ban_until", VIOLENCE, WOMAN, ON, events=(*events, cancelled)) == "2026-05-05T10:00"
    )
    assert (
        shown("violence", "bans_shown", VIOLENCE, WOMAN, ON, events=events) == "1 lần, đến 20:00 07/05/2026"
    )


@pytest.mark.parametrize(
    ("source", "to", "on", "events", "wrong"),
    [
        ("received", "contact_ban", ON, (event("ban_decision", **BAN),), []),
        ("received", "contact_ban", ON, (), ["AS-6303"]),
        ("received", "contact_ban", datetime.date(2026, 5, 8), (event("ban_decision", **BAN),), ["AS-7110"]),
        ("received", "contact_ban", ON, (event("ban_decision", **BAN | {"result": "refused"}),), ["AS-7110"]),
        ("contact_ban", "supporting", ON, (event("ban_decision", **BAN),), ["AS-7111"]),
        ("contact_ban", "supporting", datetime.date(2026, 5, 7), (event("ban_decision", **BAN),), []),
    ],
)
def test_the_state_goes_with_the_ban(source, to, on, events, wrong):
    assert step(VIOLENCE, source, to, on, events=events) == wrong


# ------------------------------------------------------------------------------------------------ needs, the end


def test_nobody_is_closed_whose_need_was_not_asked_or_not_met():
    ended = VIOLENCE | {"closed_reason": "completed"}
    assert step(ended, "monitoring", "closed") == ["AS-6301"]
    assert step(ended | {"assistance_need": "yes"}, "monitoring", "closed") == ["AS-7113"]
    helped = (event("support", support="psychology"),)
    assert step(ended | {"assistance_need": "yes"}, "monitoring", "closed", events=helped) == []
    assert step(ended | {"assistance_need": "refused"}, "monitoring", "closed") == []


def test_a_crime_is_not_mediated():
    mediated = (event("support", support="mediation"),)
    assert codes("violence", VIOLENCE, WOMAN, ON, events=mediated) == []
    police = VIOLENCE | {"police_at": "2026-05-05T08:00"}
    assert codes("violence", police, WOMAN, ON, events=mediated) == ["AS-7114"]


def test_sexual_violence_is_most_confidential():
    assert REGISTER.class_of(VIOLENCE) == "c3"
    assert REGISTER.class_of(VIOLENCE | {"forms": ["mental", "sexual"]}) == "c4"


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        ("2010-05-05", "dưới 16 tuổi"),
        ("2010-05-04", "16 đến 59 tuổi"),
        ("1966-05-05", "16 đến 59 tuổi"),
        ("1966-05-04", "từ 60 tuổi"),
        ("2010", "chưa rõ"),
    ],
)
def test_ages_are_banded_as_the_yearly_table_counts_them(birth, band):
    assert shown("violence", "age_band", VIOLENCE, WOMAN | {"birth_date": birth}, ON) == band


@pytest.mark.parametrize(("day", "basis"), [("2023-06-30", "02/2007"), ("2023-07-01", "13/2022")])
def test_the_reasons_name_the_law_of_the_day(day, basis):
    told = reasons.explained(facts(VIOLENCE | {"happened_on": day, "acts": None}, WOMAN, ON))
    assert told
    assert basis in told.basis
    assert any("12 giờ" in each.text for each in told.lines)
    assert any("72 giờ" in each.text for each in told.doubts)


def test_every_question_of_its_own_has_its_guidance():
    asked = [*REGISTER.fields.values(), *(each for group in REGISTER._inner_groups() for each in group)]
    assert [each.key for each in asked if not each.help] == []


# ------------------------------------------------------------------------------------------------ the plan

SECOND_QUARTER = Period(datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
NEEDY = VIOLENCE | {"assistance_need": "yes"}
HELPED = (event("support", "2026-05-20", support="psychology"),)


@pytest.mark.parametrize(
    ("answers", "events", "side"),
    [
        (NEEDY, HELPED, "held"),
        (NEEDY, (), "unheld"),
        (NEEDY, (event("support", "2026-06-30", support="safe_place"),), "held"),
        (NEEDY, (event("need", support="medical"),), "unheld"),
        (VIOLENCE, HELPED, "unclear"),
        (VIOLENCE | {"assistance_need": "no"}, (), "out"),
        (VIOLENCE | {"assistance_need": "refused"}, (), "out"),
        (NEEDY | {"verification": "false"}, HELPED, "out"),
        (NEEDY | {"received_at": "2026-03-31T23:59"}, HELPED, "out"),
        (NEEDY | {"received_at": "2026-04-01T00:00"}, HELPED, "held"),
        (NEEDY | {"received_at": "2026-07-01T00:00"}, HELPED, "out"),
    ],
)
def test_a_case_in_need_is_to_be_helped(answers, events, side):
    seen = Seen(facts(answers, WOMAN, ON, events=events), SECOND_QUARTER, {}, ON)
    verdict = share.INDICATORS[0].judge(seen)
    assert (verdict.side, bool(verdict.why)) == (side, True)


def test_the_safe_place_is_told_beside():
    beside = share.INDICATORS[0].beside[0]
    for code, told in (("psychology", False), ("safe_place", True)):
        events = (event("support", "2026-05-20", support=code),)
        assert beside.holds(Seen(facts(NEEDY, WOMAN, ON, events=events), SECOND_QUARTER, {}, ON)) is told
