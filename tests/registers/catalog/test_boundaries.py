"""The day, the minute and the birthday on which each check of the registers begins to speak, and the one before."""

import datetime

import pytest

from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.drug_treatment import checks
from tests.registers.factories import ABUSE, CHILD, CHILDREN, DRUG, ON, PERSON, TRAFFICKING, codes, facts


def says(register, code, answers, person, on=ON, **more):
    return code in codes(register, answers, person, on, **more)


def born(day, base=PERSON):
    return base | {"birth_date": day}


# Luật Trẻ em Điều 1: under 16; kept on the list with a reason until 18.
@pytest.mark.parametrize(
    ("birth", "entered", "kept", "code", "found"),
    [
        ("2006-01-10", "2022-01-09", None, "AS-2303", False),
        ("2006-01-10", "2022-01-10", None, "AS-2303", True),
        ("2006-01-10", "2022-01-10", "đang học", "AS-2303", False),
        ("2006-02-28", "2022-02-27", None, "AS-2303", False),
        ("2004-02-29", "2020-02-28", None, "AS-2303", False),
        ("2004-02-29", "2020-02-29", None, "AS-2303", True),
        ("2006", "2022-12-30", None, "AS-2303", False),
        ("2006", "2022-12-31", None, "AS-2303", True),
        ("2006-05", "2022-05-30", None, "AS-2303", False),
        ("2006-05", "2022-05-31", None, "AS-2303", True),
        ("2004-01-10", "2022-01-09", "đang học", "AS-2304", False),
        ("2004-01-10", "2022-01-10", "đang học", "AS-2304", True),
        ("2022-02-01", "2022-01-31", None, "AS-2315", True),
        ("2022-02-01", "2022-02-01", None, "AS-2315", False),
        ("2022-02", "2022-02-01", None, "AS-2315", False),
        ("2022-02", "2022-01-31", None, "AS-2315", True),
    ],
)
def test_a_child_enters_the_list_under_sixteen(birth, entered, kept, code, found):
    answers = CHILDREN | {"entered_on": entered, "keep_reason": kept}
    assert says("children", code, answers, born(birth, CHILD)) is found


@pytest.mark.parametrize(
    ("birth", "on", "state", "more", "found"),
    [
        ("2006-06-30", "2022-06-29", "managed", {}, False),
        ("2006-06-30", "2022-06-30", "managed", {}, True),
        ("2006-06-30", "2022-06-30", "suspected", {}, False),
        ("2006-06-30", "2022-06-30", "managed", {"keep_reason": "đang học"}, False),
        (
            "2006-06-30",
            "2022-06-30",
            "managed",
            {"left_on": "2022-06-30", "leave_reason": "turned_16"},
            False,
        ),
    ],
)
def test_who_turns_sixteen_on_the_list_is_asked_about(birth, on, state, more, found):
    on = datetime.date.fromisoformat(on)
    assert says("children", "AS-2309", CHILDREN | more, born(birth, CHILD), on, state=state) is found


# NĐ 56/2017 Điều 26, 28: twelve hours, five and seven working days from the report of Monday 04/05/2026, 15:00.
@pytest.mark.parametrize(
    ("key", "done", "code", "found"),
    [
        ("m02_on", "2026-05-05T03:00", "AS-2352", False),
        ("m02_on", "2026-05-05T03:01", "AS-2352", True),
        ("intervention_at", "2026-05-05T03:00", "AS-2352", False),
        ("intervention_at", "2026-05-05T03:01", "AS-2352", True),
        ("plan_submitted_on", "2026-05-11", "AS-2352", False),
        ("plan_submitted_on", "2026-05-12", "AS-2352", True),
        ("plan_decision_date", "2026-05-13", "AS-2352", False),
        ("plan_decision_date", "2026-05-14", "AS-2352", True),
        ("m02_on", "2026-05-03T23:59", "AS-2353", True),
        (
            "m02_on",
            "2026-05-04T00:00",
            "AS-2353",
            False,
        ),  # the same day: clocks are not compared to the minute
        ("plan_submitted_on", "2026-05-03", "AS-2353", True),
        ("plan_submitted_on", "2026-05-04", "AS-2353", False),
    ],
)
def test_an_abused_childs_limits_are_held_to_the_minute(key, done, code, found):
    answers = ABUSE | {"emergency": True, "intervention_at": "2026-05-04T16:00", key: done}
    assert says("child_abuse", code, answers, CHILD | {"birth_date": "2015-03-05"}) is found


@pytest.mark.parametrize(
    ("plan", "reviewed", "found"),
    [("2026-05-29", None, True), ("2026-05-29", "2026-05-29", False), ("2026-05-29", "2026-05-30", True)],
)
def test_the_plan_of_a_later_round_has_no_limit_from_the_report(plan, reviewed, found):
    events = [EventFacts("review_06", datetime.date.fromisoformat(reviewed), {})] if reviewed else []
    answers = ABUSE | {"plan_submitted_on": plan}
    person = CHILD | {"birth_date": "2015-03-05"}
    assert says("child_abuse", "AS-2352", answers, person, events=events) is found


@pytest.mark.parametrize(
    ("birth", "found"),
    [("2010-05-04", True), ("2010-05-05", False), ("2010-05", False), ("2010-04", True), ("2010", False)],
)
def test_an_abused_child_is_under_sixteen_on_the_day_of_the_report(birth, found):
    assert says("child_abuse", "AS-2351", ABUSE, CHILD | {"birth_date": birth}) is found


# NĐ 56/2017 Điều 32 khoản 3: at most 15 days, whatever was planned.
@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2026-05-05", "2026-05-19", False),
        ("2026-05-05", "2026-05-20", False),
        ("2026-05-05", "2026-05-21", True),
        ("2026-02-20", "2026-03-07", False),
        ("2026-02-20", "2026-03-08", True),
    ],
)
def test_a_separation_lasts_fifteen_days_at_most(first, last, found):
    answers = ABUSE | {"separation_from": first, "separation_to": last}
    assert says("child_abuse", "AS-2369", answers, CHILD | {"birth_date": "2015-03-05"}) is found


# Luật 53/2024 Điều 27: at once; told as late after a day.
@pytest.mark.parametrize(
    ("up", "code", "found"),
    [
        ("2025-09-03T07:59", "AS-2408", True),
        ("2025-09-03T08:00", "AS-2408", False),
        ("2025-09-04T08:00", "AS-2409", False),
        ("2025-09-04T08:01", "AS-2409", True),
    ],
)
def test_a_victim_is_reported_upward_within_a_day(up, code, found):
    assert says("trafficking", code, TRAFFICKING | {"reported_up_at": up}, PERSON) is found


@pytest.mark.parametrize(
    ("status", "birth", "code", "found"),
    [
        ("minor_accompanying", "2007-09-03", "AS-2402", True),
        ("minor_accompanying", "2007-09-04", "AS-2402", False),
        ("minor_accompanying", "2007", "AS-2402", False),
        ("minor_accompanying", "2007-08", "AS-2402", True),
        ("victim", "2007-09-03", "AS-2402", False),
        ("victim", "2009-09-04", "AS-2404", True),
        ("victim", "2009-09-03", "AS-2404", False),
        ("victim", "2009-09-03", "AS-2405", True),
        ("victim", "2007-09-04", "AS-2405", True),
        ("victim", "2007-09-03", "AS-2405", False),
        ("victim", "2009", "AS-2404", False),  # whether under 16 nobody knows
    ],
)
def test_ages_of_victims_are_those_of_the_day_of_the_report(status, birth, code, found):
    answers = TRAFFICKING | {"person_status": status, "linked_victim": "Chau Ni"}
    assert says("trafficking", code, answers, born(birth)) is found


@pytest.mark.parametrize(
    ("status", "reported", "found"),
    [
        ("being_identified", "2025-06-30T23:59", True),
        ("being_identified", "2025-07-01T00:00", False),
        ("minor_accompanying_being_identified", "2025-06-30T08:00", True),
        ("minor_accompanying_being_identified", "2025-07-01T08:00", False),
        ("victim", "2025-06-30T08:00", False),
    ],
)
def test_whoever_is_being_identified_is_known_to_the_law_of_2024_only(status, reported, found):
    answers = TRAFFICKING | {"person_status": status, "reported_at": reported, "reported_up_at": reported}
    assert says("trafficking", "AS-2401", answers, PERSON) is found


# TT 35/2013: twelve months from the paper; TT 84/2019: three months of lodging; NĐ 162/2025 Điều 17: 120 days.
@pytest.mark.parametrize(
    ("answers", "code", "found"),
    [
        ({"victim_paper_date": "2024-07-01", "application_on": "2025-07-01"}, "AS-2417", False),
        ({"victim_paper_date": "2024-07-01", "application_on": "2025-07-02"}, "AS-2417", True),
        (
            {"victim_paper_date": "2024-06-28", "application_on": "2025-06-30"},
            "AS-2417",
            False,
        ),  # 28/6 is a Saturday
        ({"victim_paper_date": "2024-06-28", "application_on": "2025-07-01"}, "AS-2417", True),
        (
            {"victim_paper_date": "2025-07-01", "application_on": "2026-09-01"},
            "AS-2417",
            False,
        ),  # no window any more
        ({"lodged_from": "2024-05-10", "lodged_to": "2024-08-10"}, "AS-2414", False),
        ({"lodged_from": "2024-05-10", "lodged_to": "2024-08-11"}, "AS-2414", True),
        ({"lodged_from": "2025-06-30", "lodged_to": "2025-09-30"}, "AS-2414", False),
        ({"lodged_from": "2025-06-30", "lodged_to": "2025-10-01"}, "AS-2414", True),
        ({"lodged_from": "2025-07-01", "lodged_to": "2025-10-29"}, "AS-2414", False),
        ({"lodged_from": "2025-07-01", "lodged_to": "2025-10-30"}, "AS-2414", True),
    ],
)
def test_windows_and_stays_of_victims_end_on_their_last_day(answers, code, found):
    early = {"reported_at": "2024-05-01T08:00", "reported_up_at": "2024-05-01T08:10"}
    assert says("trafficking", code, TRAFFICKING | early | answers, PERSON) is found


@pytest.mark.parametrize(
    ("birth", "code", "found"),
    [
        ("2006-07-01", "AS-2505", True),
        ("2006-06-30", "AS-2505", False),
        ("2006-06-30", "AS-2506", True),
        ("2004-07-01", "AS-2506", True),
        ("2004-06-30", "AS-2506", False),
        ("2006", "AS-2505", False),
        ("2006", "AS-2506", False),
    ],
)
def test_minors_among_drug_users_are_told_by_their_birthday(birth, code, found):
    assert says("drug_treatment", code, DRUG, born(birth)) is found


# Luật 73/2021 Điều 30, 31, 33; Luật XLVPHC Điều 95; from 01/7/2026 Luật 120/2025 Điều 29.
@pytest.mark.parametrize(
    ("form", "first", "last", "more", "found"),
    [
        ("voluntary_home", "2022-03-01", "2022-08-31", {}, True),
        ("voluntary_home", "2022-03-01", "2022-09-01", {}, False),
        ("voluntary_public", "2022-03-01", "2023-03-01", {}, False),
        ("voluntary_private", "2022-03-01", "2023-03-02", {}, True),
        ("compulsory_18", "2022-03-01", "2023-02-28", {}, True),
        ("compulsory_18", "2022-03-01", "2023-03-01", {}, False),
        ("compulsory_18", "2022-03-01", "2024-03-01", {}, False),
        ("compulsory_18", "2022-03-01", "2024-03-02", {}, True),
        ("compulsory_12_18", "2022-03-01", "2022-08-31", {}, True),
        ("compulsory_12_18", "2022-03-01", "2023-03-01", {}, False),
        ("compulsory_12_18", "2022-03-01", "2023-03-02", {}, True),
        ("voluntary_home", "2026-06-30", "2027-06-30", {}, False),
        ("voluntary_home", "2026-06-30", "2027-07-01", {}, True),
        ("voluntary_home", "2026-07-01", "2028-07-01", {}, False),
        ("voluntary_home", "2026-07-01", "2028-07-02", {}, True),
        ("compulsory_18", "2026-07-01", "2028-07-02", {"times_treated": 1}, True),
        ("compulsory_18", "2026-07-01", "2029-07-01", {"times_treated": 2}, False),
        ("compulsory_18", "2026-07-01", "2029-07-02", {"times_treated": 2}, True),
        ("methadone", "2022-03-01", "2026-03-01", {}, False),
    ],
)
def test_a_course_of_treatment_has_its_shortest_and_longest_time(form, first, last, more, found):
    answers = DRUG | {"treatment_form": form, "treatment_from": first, "treatment_to": last} | more
    birth = "2007-01-01" if form == "compulsory_12_18" else "1990-01-01"
    on = datetime.date(2026, 9, 1) if first > "2026" else ON
    assert says("drug_treatment", "AS-2513", answers, born(birth), on) is found


@pytest.mark.parametrize(
    ("form", "birth", "code", "found"),
    [
        ("compulsory_18", "2004-03-01", "AS-6212", False),
        ("compulsory_18", "2004-03-02", "AS-6212", True),
        ("compulsory_12_18", "2004-03-01", "AS-6214", True),
        ("compulsory_12_18", "2004-03-02", "AS-6214", False),
        ("voluntary_home", "2010-03-01", "AS-6213", False),
        ("voluntary_home", "2010-03-02", "AS-6213", True),
        ("methadone", "2010-03-02", "AS-6213", True),
    ],
)
def test_the_form_of_treatment_fits_the_age_on_its_first_day(form, birth, code, found):
    answers = DRUG | {"treatment_form": form, "treatment_from": "2022-03-01"}
    assert says("drug_treatment", code, answers, born(birth)) is found


@pytest.mark.parametrize(
    ("positive_on", "found"),
    [("2022-02-01", False), ("2022-02-02", True), ("2022-06-30", True), ("2022-07-01", False)],
)
def test_a_test_counts_from_the_day_after_the_decision_to_the_day_of_the_step(positive_on, found):
    event = EventFacts("test", datetime.date.fromisoformat(positive_on), {"positive": True})
    answers = {"user_decision_date": "2022-02-01"}
    told = list(checks.stayed_clean("after_care_from", "user_decision_date")(facts(answers, events=[event])))
    assert bool(told) is found
