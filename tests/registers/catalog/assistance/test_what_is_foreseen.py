"""What will change by age, by paper and by certificate, and the day on which each is told; each row is one record."""

import datetime

import pytest

from ansinh_desktop.registers import certificates
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.assistance import foreseen
from tests.registers.factories import ASSISTANCE, PERSON, codes, facts

K4 = {"social_group": "k4", "children_total": 2}


def day(text):
    return datetime.date.fromisoformat(text)


def told(foresee, answers, birth, on, *events, state="paying"):
    found = [EventFacts(kind, day(when), said) for kind, when, said in events]
    case = facts(answers, PERSON | {"birth_date": birth}, day(on), state=state, events=found)
    return [(each.id, f"{each.due:%Y-%m-%d}") for each in foresee(case)]


# The month of the birthday is the first of the new level, its last day the last on which a decision is in time.
@pytest.mark.parametrize(
    ("answers", "birth", "on", "task"),
    [
        ({"social_group": "k1", "start_month": "2023-01"}, "2020-03-15", "2023-06-01", ("turns_4", "2024-03-31")),
        ({"social_group": "k1", "start_month": "2024-02"}, "2020-03-15", "2024-03-01", ("turns_4", "2024-03-31")),
        ({"social_group": "k1", "start_month": "2024-03"}, "2020-03-15", "2024-03-01", ("turns_16", "2036-03-31")),
        ({"social_group": "k1", "start_month": "2020-05"}, "2010-11-20", "2026-06-01", ("turns_16", "2026-11-30")),
        ({"social_group": "k1", "start_month": "2020-05"}, "2010", "2026-06-01", ("turns_16", "2026-12-31")),
        ({"social_group": "k1", "start_month": "2020-05"}, "2012-02-29", "2027-06-01", ("turns_16", "2028-02-29")),
        ({"social_group": "k2", "start_month": "2024-01"}, "2004-08-20", "2026-06-01", ("turns_22", "2026-08-31")),
        ({"social_group": "k2", "start_month": "2024-01"}, "2004-12-20", "2026-11-01", None),  # no end by age any more
        ({"social_group": "k5a", "start_month": "2024-01"}, "1950-05-05", "2026-06-01", ("turns_80", "2030-05-31")),
        ({"social_group": "k5a", "start_month": "2024-01"}, "1952-05-05", "2026-11-01", ("turns_75", "2027-05-31")),
        ({"social_group": "k5a", "start_month": "2024-01"}, "1940-05-05", "2026-11-01", None),
        ({"social_group": "k7", "start_month": "2024-05"}, "2024-01-15", "2026-11-01", ("turns_3", "2027-01-31")),
        ({"social_group": "k8", "start_month": "2024-05"}, "1990-01-15", "2026-11-01", None),
        (ASSISTANCE | {"start_month": "2024-01"}, "1966-08-31", "2026-06-01", ("turns_60", "2026-08-31")),
        # nobody knows when it was decided: a birthday of this month is still told, of the one before no more
        (ASSISTANCE, "1966-06-15", "2026-06-10", ("turns_60", "2026-06-30")),
        (ASSISTANCE, "1966-05-15", "2026-06-10", None),
        (ASSISTANCE | {"start_month": "2024-01"}, "2010-11-30", "2026-06-01", ("turns_16", "2026-11-30")),
        (ASSISTANCE | {"recorded_month": "2026-08"}, "1966-08-31", "2026-09-01", None),
        (ASSISTANCE | {"start_month": "2024-01", "decision_date": "2026-08-03"}, "1966-08-31", "2026-08-10", None),
    ],
)  # fmt: skip
def test_the_next_age_that_changes_the_level_is_foreseen(answers, birth, on, task):
    assert told(foreseen.changes_by_age, answers, birth, on) == ([task] if task else [])


@pytest.mark.parametrize("state", ["draft", "received", "refused", "stopped"])
def test_nothing_is_foreseen_for_who_is_not_paid(state):
    answers = ASSISTANCE | {"start_month": "2024-01"}
    assert told(foreseen.changes_by_age, answers, "1966-08-31", "2026-06-01", state=state) == []


@pytest.mark.parametrize(
    ("kind", "month", "left"),
    [("increase", "2026-07", True), ("increase", "2026-08", False), ("decrease", "2026-08", False)],
)
def test_a_decision_of_that_month_settles_the_change(kind, month, left):
    answers = ASSISTANCE | {"start_month": "2024-01"}
    found = told(
        foreseen.changes_by_age, answers, "1966-08-31", "2026-08-10", (kind, "2026-08-05", {"month": month})
    )
    assert bool(found) is left


@pytest.mark.parametrize(
    ("birth", "on", "article"),
    [
        ("1966-08-31", "2026-06-01", "NĐ 20/2021 Điều 6, Điều 8"),
        ("1966-10-05", "2026-06-01", "NĐ 335/2026 Điều 6, Điều 8"),
    ],
)
def test_a_change_is_cited_by_the_decree_of_its_own_month(birth, on, article):
    case = facts(
        ASSISTANCE | {"start_month": "2024-01"}, PERSON | {"birth_date": birth}, day(on), state="paying"
    )
    (found,) = foreseen.changes_by_age(case)
    assert found.article == article
    birthday = day(f"2026{birth[4:]}")
    assert found.shown_from.date() == birthday - datetime.timedelta(days=30)


# NĐ 20/2021 Điều 5 khoản 4 (a child of 16, in school to 22), Điều 20 (a small child of a disabled parent, 36 months).
@pytest.mark.parametrize(
    ("answers", "children", "on", "tasks"),
    [
        (K4, ["2010-11-20"], "2026-06-01", [("child_of_recipient_turns_16", "2026-11-30")]),
        (K4, ["2010-11-20", "2012-05-05"], "2026-06-01",
         [("child_of_recipient_turns_16", "2026-11-30"), ("child_of_recipient_turns_16", "2028-05-31")]),
        (K4, ["2004-08-20"], "2026-06-01", [("child_of_recipient_turns_22", "2026-08-31")]),
        (K4, ["2000-01-01"], "2026-06-01", []),
        (ASSISTANCE, ["2024-02-10"], "2026-06-01", [("child_of_recipient_turns_3", "2027-02-28")]),
        (ASSISTANCE, ["2020-02-10"], "2026-06-01", []),
        (ASSISTANCE | {"also_single_parent": True}, ["2020-02-10"], "2026-06-01", [("child_of_recipient_turns_16", "2036-02-29")]),
        ({"social_group": "k8"}, ["2024-02-10"], "2026-06-01", []),
    ],
)  # fmt: skip
def test_a_childs_age_that_changes_its_parents_money_is_foreseen(answers, children, on, tasks):
    rows = [{"name": "Con", "birth_date": birth} for birth in children]
    record = answers | {"children": rows, "start_month": "2026-05"}
    assert told(foreseen.changes_by_children, record, "1985-05-05", on) == tasks


# TT 01/2019 Điều 8 khoản 2 c: a new certificate at six, unless it was issued within 60 days before or later.
@pytest.mark.parametrize(
    ("birth", "issued", "on", "more", "due"),
    [
        ("2020-06-15", "2024-01-10", "2026-03-01", {}, "2026-06-15"),
        ("2020-06-15", "2026-04-15", "2026-05-01", {}, "2026-06-15"),
        ("2020-06-15", "2026-04-16", "2026-05-01", {}, None),
        ("2020-06-15", "2024-01-10", "2026-03-01", {"exempt_at_6": True}, None),
        ("2020-06-15", None, "2026-03-01", {}, "2026-06-15"),
        ("2020-06-15", None, "2027-04-15", {}, "2026-06-15"),
        ("2020-06-15", None, "2027-04-16", {}, None),
        ("2009-06-15", "2012-01-10", "2026-03-01", {}, None),  # grown up
    ],
)
def test_a_certificate_is_determined_anew_at_six(birth, issued, on, more, due):
    found = told(certificates.redetermination, ASSISTANCE | {"certificate_date": issued} | more, birth, on)
    assert found == ([("dis_child_turns_6", due)] if due else [])


# TTLT 34/2012 Điều 12.
@pytest.mark.parametrize(
    ("birth", "minutes", "task"),
    [
        ("2019-06-15", "2025-06-14", ("dis_medical_validity_under6", "2028-06-14")),
        ("2019-06-15", "2025-06-15", ("dis_medical_validity_6plus", "2030-06-15")),
        ("2019-06", "2025-06-29", ("dis_medical_validity_under6", "2028-06-29")),
        ("2019-06", "2025-06-30", ("dis_medical_validity_6plus", "2030-06-30")),
        ("1970-01-01", "2024-02-29", ("dis_medical_validity_6plus", "2029-02-28")),
        ("1970-01-01", "2013-03-19", None),
    ],
)
def test_minutes_of_a_medical_council_hold_three_years_or_five(birth, minutes, task):
    event = ("disability", "2024-01-01", {"medical_date": minutes})
    assert told(foreseen.medical_validity, ASSISTANCE, birth, "2026-06-01", event) == ([task] if task else [])


@pytest.mark.parametrize(
    ("school", "birth", "tasks"),
    [
        (None, "2010-11-20", [("facility_turns_16", "2026-11-20")]),
        ("studying", "2010-11-20", [("facility_turns_22", "2032-11-20")]),
        ("studying", "2004-11-20", [("facility_turns_22", "2026-11-20")]),
        (None, "2004-11-20", []),
        ("studying", "1990-11-20", []),
    ],
)
def test_who_grows_up_in_a_facility_is_thought_of(school, birth, tasks):
    event = ("facility", "2024-01-05", {"admitted_on": "2024-01-05"})
    found = told(
        foreseen.facility_ages, {"social_group": "k1", "school_status": school}, birth, "2026-06-01", event
    )
    assert found == tasks


@pytest.mark.parametrize(
    ("group", "last", "told_of"),
    [("k2", "2026-08-31", True), ("k1", "2026-08-31", False), ("k2", None, False)],
)
def test_only_a_pupils_paper_runs_out(group, last, told_of):
    answers = {"social_group": group, "study_paper_to": last}
    found = told(foreseen.study_paper, answers, "2008-01-01", "2026-06-01")
    assert found == ([("study_paper_ends", "2026-08-31")] if told_of else [])


@pytest.mark.parametrize(
    ("answers", "more", "code", "found"),
    [
        ({"social_group": "k2", "study_paper_to": "2022-06-30"}, {}, "AS-2228", False),
        ({"social_group": "k2", "study_paper_to": "2022-06-29"}, {}, "AS-2228", True),
        ({"social_group": "k2", "school_status": "left"}, {}, "AS-2205", True),
        (ASSISTANCE, {"state": "paying", "person": PERSON | {"death_date": "2022-05-31"}}, "AS-2214", True),
        (ASSISTANCE, {"state": "paying", "person": PERSON | {"death_date": "2022-06-01"}}, "AS-2214", False),
        (ASSISTANCE, {"state": "paying", "person": PERSON | {"death_date": "2022"}}, "AS-2214", False),
        (ASSISTANCE | {"start_month": "2022-06", "recorded_month": "2022-06"}, {}, "AS-2209", False),
        (ASSISTANCE | {"start_month": "2022-07", "recorded_month": "2022-06"}, {}, "AS-2209", True),
        (K4 | {"recorded_month": "2021-06"}, {"on": day("2022-07-01")}, "AS-2234", True),
        (ASSISTANCE | {"cared_at_home": True, "taken_in": True}, {}, "AS-2229", True),
        (ASSISTANCE | {"cared_at_home": True}, {}, "AS-2229", False),
        (ASSISTANCE | {"payment_method": "cash"}, {}, "AS-2211", False),
        (ASSISTANCE | {"payment_method": "e_wallet"}, {}, "AS-2211", True),
    ],
)
def test_a_check_speaks_from_its_day_on(answers, more, code, found):
    assert (code in codes("assistance", answers, **more)) is found


# Luật Người khuyết tật Điều 16: two thirds of the members, one more where there is an organisation of disabled people.
@pytest.mark.parametrize(
    ("count", "organisation", "found"),
    [
        (4, False, True),
        (5, False, False),
        (5, True, True),
        (6, True, False),
        (7, False, False),
        (1, False, True),
    ],
)
def test_a_council_meets_with_two_thirds_of_its_members(count, organisation, found):
    members = ["chairman", "health_station", "officer", "front", "women", "youth", "veterans"]
    present = [*members[: count - organisation], *(["disabled_organisation"] if organisation else [])]
    event = EventFacts("disability", day("2022-05-05"), {"members_present": [*present]})
    assert ("AS-2232" in codes("assistance", ASSISTANCE, events=[event])) is found


@pytest.mark.parametrize(
    ("unpaid", "state", "found"),
    [
        ("2022-01 2022-02 2022-03", "paying", True),
        ("2022-01 2022-02 2022-04", "paying", False),
        ("2022-01 2022-02", "paying", False),
        ("2022-01 2022-02 2022-03", "suspended", False),
    ],
)
def test_three_months_not_collected_are_told_while_payment_goes_on(unpaid, state, found):
    events = [
        EventFacts("payment", day("2022-05-05"), {"month": each, "paid": False}) for each in unpaid.split()
    ]
    assert ("AS-6415" in codes("assistance", ASSISTANCE, state=state, events=events)) is found


ROWS = [{"name": "Con", "birth_date": "2010-11-20"}]


@pytest.mark.parametrize(
    ("foresee", "answers", "events"),
    [
        (foreseen.changes_by_children, K4 | {"children": [*ROWS]}, ()),
        (foreseen.study_paper, {"social_group": "k2", "study_paper_to": "2026-08-31"}, ()),
    ],
)
def test_of_who_is_no_longer_paid_no_age_and_no_paper_is_thought_of(foresee, answers, events):
    for state, told_of in (("paying", True), ("suspended", True), ("stopped", False), ("draft", False)):
        assert bool(told(foresee, answers, "1985-05-05", "2026-06-01", *events, state=state)) is told_of


def test_without_what_it_hangs_on_nothing_is_foreseen():
    admitted = ("facility", "2026-06-05", {"admitted_on": "2026-06-05"})
    inside = [admitted, ("facility", "2026-01-05", {"admitted_on": "2026-01-05"})]
    assert told(foreseen.facility_ages, {}, "2010-11-20", "2026-06-30", admitted) == []  # only this month
    assert told(foreseen.facility_ages, {}, None, "2026-07-01", *inside) == []
    assert told(foreseen.facility_ages, {}, "2010-11-20", "2026-07-01") == []
    minutes = ("disability", "2024-01-01", {"medical_date": "2024-01-01"})
    assert told(foreseen.medical_validity, {}, None, "2026-06-01", minutes) == []
    assert (
        told(foreseen.medical_validity, {}, "1970-01-01", "2026-06-01", ("disability", "2024-01-01", {}))
        == []
    )
    assert told(foreseen.changes_by_age, {"start_month": "2024-01"}, "1966-08-31", "2026-06-01") == []
    assert told(certificates.redetermination, {}, "2020-06-15", "2026-03-01") == []


def test_an_age_that_ends_a_level_is_said_in_other_words_than_one_that_changes_it():
    said = {}
    for birth in ("2010-11-20", "2023-11-20"):
        record = {"social_group": "k1", "start_month": "2024-01"}
        (found,) = foreseen.changes_by_age(
            facts(record, {"birth_date": birth}, day("2026-06-01"), state="paying")
        )
        said[found.id] = found.what
    assert "thôi" in said["turns_16"].lower()
    assert "thôi" not in said["turns_4"].lower()
