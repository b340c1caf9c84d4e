"""When an allowance begins, is suspended, stops, and what is owed: beside what the record says."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.assistance import course, reasons
from ansinh_desktop.rules import assistance, calendar
from tests.registers.factories import ASSISTANCE, PERSON, codes, facts, shown

NOV_2026 = datetime.date(2026, 11, 30)
OLD = {"birth_date": "1948-03-03", "poverty_status": "other"}


def day(text):
    return datetime.date.fromisoformat(text)


def event(kind, on, **answers):
    return EventFacts(kind, day(on), answers)


def words(answers, *events, person=PERSON, on=NOV_2026, state="paying"):
    """Return what the officer reads under «Tại sao?»."""
    found = reasons.explained(facts(answers, PERSON | person, on, state=state, events=events))
    return "\n".join(f"{each.text} {each.article}" for each in (*found.lines, *found.doubts))


# ---------------------------------------------------------------- beginning


@pytest.mark.parametrize(
    ("answers", "person", "month", "article"),
    [
        # NĐ 20: k6 from the month of the certificate, all others from the month of signing.
        (ASSISTANCE | {"decision_date": "2024-05-20", "certificate_date": "2024-03-28"}, {}, "2024-03", "NĐ 20/2021 Điều 8 khoản 1 điểm đ"),
        ({"social_group": "k1", "no_source_case": "b", "decision_date": "2024-05-20"}, {"birth_date": "2015"}, "2024-05", "NĐ 20/2021 Điều 8 khoản 1 điểm đ"),
        ({"social_group": "k5c", "decision_date": "2024-05-20"}, {"birth_date": "1944-02-03"}, "2024-02", "NĐ 20/2021 Điều 8 khoản 1 điểm đ"),
        ({"social_group": "k5b", "hard_area": True, "decision_date": "2024-05-20"}, {"birth_date": "1949-04-03"}, "2024-04", "NĐ 20/2021 Điều 8 khoản 1 điểm đ"),
        # NĐ 335: the month of signing, whatever the certificate says.
        (ASSISTANCE | {"decision_date": "2026-11-20", "certificate_date": "2026-10-28"}, {}, "2026-11", "NĐ 335/2026 Điều 8"),
        # A dossier received before 05/10/2026 is finished by the old procedure (Điều 33).
        (ASSISTANCE | {"decision_date": "2026-10-20", "received_on": "2026-10-02", "certificate_date": "2026-09-28"}, {}, "2026-09", "NĐ 20/2021 Điều 8"),
        ({"social_group": "pension", "decision_date": "2026-11-20"}, OLD, "2026-11", "NĐ 335/2026 Điều 31"),
        # People who move in while they are paid.
        (ASSISTANCE | {"decision_date": "2024-05-20", "moved_in": True, "old_stopped_month": "2024-04"}, {}, "2024-05", "NĐ 20/2021 Điều 8 khoản 4"),
        (ASSISTANCE | {"decision_date": "2026-11-20", "moved_in": True, "old_stopped_month": "2026-10"}, {}, "2026-10", "NĐ 335/2026 Điều 8"),
    ],
)  # fmt: skip
def test_the_first_month_is_that_of_the_decree(answers, person, month, article):
    known = PERSON | person
    on = calendar.month_end(calendar.read_month(month))
    assert "AS-2220" not in codes("assistance", answers | {"start_month": month}, known, on)
    wrong = f"{calendar.add_months(calendar.read_month(month), 1):%Y-%m}"
    assert "AS-2220" in codes("assistance", answers | {"start_month": wrong}, known, on)
    assert article in words(answers, person=person, on=on)


def test_a_decision_older_than_the_decrees_is_left_alone():
    answers = ASSISTANCE | {"decision_date": "2018-06-18", "start_month": "2018-01"}
    assert "AS-2220" not in codes("assistance", answers)
    moved = ASSISTANCE | {"decision_date": "2026-11-20", "start_month": "2026-09", "moved_in": True}
    assert "AS-2220" not in codes("assistance", moved, on=NOV_2026)


def test_the_pension_before_october_2026_begins_in_the_month_of_the_decision():
    answers = {"social_group": "pension", "decision_date": "2025-09-20", "start_month": "2025-09"}
    said = codes("assistance", answers, PERSON | OLD, day("2025-09-30"))
    assert not {"AS-6143", "AS-2220"} & set(said)


# ---------------------------------------------------------------- stopping


def test_the_month_of_the_event_is_paid_and_the_next_is_not():
    dead = {"death_date": "2026-10-03"}
    stopped = ASSISTANCE | {"decrease_reason": "dead", "stopped_from": "2026-11"}
    assert "AS-2221" not in codes("assistance", stopped, PERSON | dead, NOV_2026, state="stopped")
    for wrong in ("2026-10", "2026-12"):
        assert "AS-2221" in codes(
            "assistance", stopped | {"stopped_from": wrong}, PERSON | dead, NOV_2026, state="stopped"
        )
    child = {"social_group": "k1", "no_source_case": "b", "decrease_reason": "turned_16_not_studying"}
    person = PERSON | {"birth_date": "2010-11-20"}
    assert "AS-2221" not in codes(
        "assistance", child | {"stopped_from": "2026-12"}, person, NOV_2026, state="stopped"
    )
    assert "AS-2221" in codes(
        "assistance", child | {"stopped_from": "2026-11"}, person, NOV_2026, state="stopped"
    )


def test_the_ground_of_a_stop_is_shown_with_its_article():
    assert "TT 02/2021 Điều 2 khoản 1 điểm a" in words(
        ASSISTANCE | {"decrease_reason": "dead"}, on=day("2022-06-30"), state="stopped"
    )
    reason = event("decrease", "2026-11-02", reason="not_collected", month="2026-11")
    assert "NĐ 335/2026 Điều 9" in words(ASSISTANCE, reason, state="suspended")


# ---------------------------------------------------------------- the base that went up backdated


LISTED = ASSISTANCE | {"start_month": "2022-01", "recorded_month": "2026-06", "recorded_amount": 750_000}


@pytest.mark.parametrize(
    ("answers", "person", "on", "months", "amount"),
    [
        # NĐ 335 Điều 32: (810.000 − 750.000) × 4 months, when November takes the new level over.
        (LISTED, {}, "2026-11-30", 4, 240_000),
        (LISTED, {}, "2026-10-31", 3, 180_000),
        (LISTED, {}, "2026-07-31", None, None),
        # 77 years: 2,0 from October only, for the months before that NĐ 20 rules.
        ({"social_group": "k5a", "start_month": "2022-01", "recorded_month": "2026-06", "recorded_amount": 750_000},
         {"birth_date": "1949-03-11", "poverty_status": "poor"}, "2026-11-30", 4, 3 * 60_000 + 330_000),
        # The money for a carer goes up as well: 2,5 and 1,0.
        ({"social_group": "k6", "disability_degree": "very_severe", "cared_at_home": True, "start_month": "2022-01",
          "recorded_month": "2026-06", "recorded_amount": 1_250_000}, {"birth_date": "1950"}, "2026-11-30", 4, 4 * 140_000),
        ({"social_group": "k6", "disability_degree": "very_severe", "cared_at_home": True, "start_month": "2022-01",
          "recorded_month": "2026-06", "recorded_amount": 1_750_000}, {"birth_date": "1950"}, "2026-11-30", 4, 4 * 140_000),
        ({"social_group": "pension", "start_month": "2025-07", "recorded_month": "2026-06", "recorded_amount": 500_000},
         OLD, "2026-11-30", 4, 160_000),
        # Whoever began in August is owed from August on, if the old base was paid.
        (LISTED | {"start_month": "2026-08", "recorded_month": "2026-08"}, {}, "2026-11-30", 3, 180_000),
        # Not on the list before the decree came into force.
        (LISTED | {"start_month": "2026-10", "recorded_month": "2026-10"}, {}, "2026-11-30", None, None),
        # A figure of 2022 says nothing of what was paid in 2026.
        (LISTED | {"recorded_month": "2022-06", "recorded_amount": 540_000}, {}, "2026-11-30", None, None),
        (LISTED | {"recorded_amount": 810_000}, {}, "2026-11-30", None, None),
    ],
)  # fmt: skip
def test_what_is_owed_since_july_2026(answers, person, on, months, amount):
    known = PERSON | person
    found = [
        shown("assistance", key, answers, known, day(on), state="paying") for key in ("owed_months", "owed")
    ]
    assert found == [months, amount]
    if amount:
        assert "NĐ 335/2026 Điều 32" in words(answers, person=person, on=day(on))


def test_a_month_of_the_payments_counts_for_more_than_the_record():
    paid = [event("payment", "2026-08-05", month="2026-08", paid=True, amount=810_000)]
    assert shown("assistance", "owed", LISTED, on=NOV_2026, state="paying", events=paid) == 180_000


def test_the_re_decision_ends_what_is_owed():
    raised = [event("increase", "2026-10-20", month="2026-10", reason="base_up")]
    assert (
        shown("assistance", "owed_span", LISTED, on=NOV_2026, state="paying", events=raised)
        == "07/2026–09/2026"
    )


@given(st.integers(0, 810_000), st.integers(8, 12))
def test_what_is_owed_is_the_sum_of_the_differences(recorded, month):
    answers = LISTED | {"recorded_amount": recorded}
    on = datetime.date(2026, month, 28)
    owed = course.backdated(facts(answers, on=on, state="paying"))
    assert (owed.amount if owed else 0) == (month - 7) * (810_000 - recorded)


# ---------------------------------------------------------------- after a suspension


def test_after_a_suspension_the_months_between_are_owed():
    """NĐ 335/2026 Điều 9 khoản 4: conditions unchanged, paid again from the suspension on."""
    steps = [
        event("state", "2026-01-05", to="paying"),
        event("state", "2026-07-20", to="suspended"),
        event("state", "2026-11-10", to="paying"),
    ]
    # August and September at 810.000 (base 540.000), October too.
    assert "AS-2222" in codes("assistance", ASSISTANCE, on=NOV_2026, state="paying", events=steps)
    owed = course.resumed(facts(ASSISTANCE, on=NOV_2026, state="paying", events=steps))
    assert (owed.span, owed.amount) == ("08/2026–10/2026", 3 * 810_000)
    assert owed.article == "NĐ 335/2026 Điều 9 khoản 4"
    assert "Truy lĩnh sau tạm dừng" in words(ASSISTANCE, *steps)
    settled = [
        *steps,
        event(
            "arrears",
            "2026-11-12",
            month="2026-11",
            from_month="2026-08",
            to_month="2026-10",
            amount=2_430_000,
        ),
    ]
    assert "AS-2222" not in codes("assistance", ASSISTANCE, on=NOV_2026, state="paying", events=settled)
    named = [*steps[:2], event("decrease", "2026-07-20", month="2026-10", reason="not_collected"), steps[2]]
    assert course.resumed(facts(ASSISTANCE, on=NOV_2026, state="paying", events=named)).amount == 810_000


def test_payment_resumed_under_the_decree_before_names_its_circular():
    steps = [
        event("state", "2022-01-05", to="paying"),
        event("state", "2022-02-10", to="suspended"),
        event("state", "2022-05-11", to="paying"),
    ]
    answers = ASSISTANCE | {"decision_date": "2022-01-04", "start_month": "2022-01"}
    owed = course.resumed(facts(answers, on=datetime.date(2022, 5, 31), state="paying", events=steps))
    # March and April, level 1,5 of 360.000.
    assert (owed.span, owed.amount) == ("03/2022–04/2022", 2 * 540_000)
    assert owed.article == "TT 02/2021 Điều 6 khoản 1 điểm b"


def test_the_laws_figures_of_a_backdated_base_are_read_from_it():
    rule = assistance.backdating()
    assert (rule.first_month, rule.in_force_from, rule.old_base_from) == (
        day("2026-07-01"),
        day("2026-10-05"),
        day("2024-07-01"),
    )


# ---------------------------------------------------------------- funeral, emergency, facility


def funeral(on="2026-11-09", amount=10_800_000, **more):
    return event("funeral", "2026-11-12", died_on=on, month="2026-12", amount=amount, buried_by="Hộ", **more)


@pytest.mark.parametrize(
    ("answers", "state", "died", "more", "lawful"),
    [
        (ASSISTANCE, "paying", "2022-08-30", {}, 7_200_000),
        (ASSISTANCE, "paying", "2024-08-30", {}, 10_000_000),
        (ASSISTANCE, "paying", "2026-11-09", {}, 10_800_000),
        # Who had asked and was not decided: from 05/10/2026 only.
        (ASSISTANCE, "appraising", "2026-11-09", {}, 10_800_000),
        (ASSISTANCE, "appraising", "2026-06-09", {}, 0),
        ({"social_group": "pension"}, "paying", "2025-09-14", {}, 10_000_000),
        ({"social_group": "pension"}, "paying", "2026-11-09", {}, 10_800_000),
        ({"social_group": "k4", "children_total": 1}, "paying", "2026-11-09", {"right": "child_of_single_parent", "deceased": "Con"}, 10_800_000),
        (ASSISTANCE, "paying", "2024-05-20", {"right": "from_70_to_75_poor_survivor"}, 0),
    ],
)  # fmt: skip
def test_a_funeral_is_paid_by_the_law_of_the_day_of_death(answers, state, died, more, lawful):
    given_right = funeral(died, max(lawful, 1), **more)
    found = codes(
        "assistance", answers, PERSON | {"birth_date": "1940"}, NOV_2026, state=state, events=[given_right]
    )
    assert ("AS-2223" in found) is (lawful == 0)
    less = funeral(died, max(lawful - 1, 1), **more)
    assert "AS-2223" in codes(
        "assistance", answers, PERSON | {"birth_date": "1940"}, NOV_2026, state=state, events=[less]
    )
    if lawful:
        assert f"{lawful:,}".replace(",", ".") in words(
            answers, given_right, person={"birth_date": "1940"}, state=state
        )


def test_who_died_in_a_facility_is_buried_by_its_rate():
    admitted = event("facility", "2026-09-01", facility="Trung tâm", admitted_on="2026-09-01")
    assert "tối thiểu 27.000.000 đồng" in words(ASSISTANCE, admitted, funeral())


def test_who_decides_hangs_on_the_day_of_receipt():
    received = ASSISTANCE | {"received_on": "2025-06-30"}
    assert "Chủ tịch UBND cấp huyện" in words(received, state="appraising")
    assert "Chủ tịch UBND cấp xã" in words(received | {"received_on": "2025-07-01"}, state="appraising")
    assert "người quyết định" not in words(received | {"received_on": "2020-01-02"}, state="appraising")


def test_a_minimum_may_be_exceeded_and_a_fixed_sum_may_not():
    generous = funeral(amount=15_000_000)
    assert "AS-2223" not in codes("assistance", ASSISTANCE, on=NOV_2026, state="paying", events=[generous])
    fixed = funeral("2025-09-14", 12_000_000)
    assert "AS-2223" in codes(
        "assistance", {"social_group": "pension"}, PERSON | OLD, NOV_2026, state="paying", events=[fixed]
    )


def test_a_funeral_is_paid_once():
    received = event("funeral", "2026-11-10", died_on="2026-11-09", dossier_on="2026-11-10")
    assert "AS-2235" not in codes(
        "assistance", ASSISTANCE, on=NOV_2026, state="paying", events=[received, funeral()]
    )
    twice = [funeral(), funeral()]
    assert "AS-2235" in codes("assistance", ASSISTANCE, on=NOV_2026, state="paying", events=twice)


def test_doubts_of_a_funeral_are_told():
    summer = funeral("2026-08-09", 10_000_000, dossier_on="2026-10-10")
    found = codes("assistance", ASSISTANCE, on=NOV_2026, state="paying", events=[summer])
    assert {"AS-6130", "AS-6131"} <= set(found)


def test_a_death_shows_the_funeral_before_anybody_has_asked_for_it():
    assert "tối thiểu 10.800.000 đồng" in words(ASSISTANCE, person={"death_date": "2026-11-09"})
    wrong = funeral("2026-11-08")
    assert "AS-2225" in codes(
        "assistance",
        ASSISTANCE,
        PERSON | {"death_date": "2026-11-09"},
        NOV_2026,
        state="paying",
        events=[wrong],
    )


@pytest.mark.parametrize(
    ("on", "answers", "enough", "short"),
    [
        ("2026-11-07", {"item": "death_or_missing", "people": 2}, {"amount": 54_000_000}, {"amount": 53_999_999}),
        ("2026-11-12", {"item": "injury", "inpatient_days": 5}, {"amount": 5_400_000}, {"amount": 5_000_000}),
        ("2022-04-04", {"item": "rice", "people": 4, "months": 3}, {"rice_kg": 180}, {"rice_kg": 120}),
        ("2027-01-28", {"item": "rice", "people": 5, "months": 1, "cause": "tet_hunger"}, {"rice_kg": 75}, {"rice_kg": 60}),
        ("2025-08-01", {"damage": "destroyed"}, {"amount": 40_000_000}, {"amount": 20_000_000}),
        ("2023-03-01", {"item": "protection_food", "care_from": "2023-03-01", "care_to": "2023-03-20"}, {"amount": 1_200_000}, {"amount": 1_000_000}),
        ("2026-11-01", {"item": "unclaimed_body", "actual_cost": 40_000_000}, {"amount": 40_000_000}, {"amount": 27_000_000}),
    ],
)  # fmt: skip
def test_emergency_aid_is_held_against_the_law_of_its_day(on, answers, enough, short):
    cause = {"cause": "other"} | answers
    ok = [event("emergency", on, **cause, **enough)]
    assert "AS-2224" not in codes("assistance", ASSISTANCE, on=NOV_2026, state="paying", events=ok)
    bad = [event("emergency", on, **cause, **short)]
    assert "AS-2224" in codes("assistance", ASSISTANCE, on=NOV_2026, state="paying", events=bad)


def test_a_doubtful_item_asks_and_one_that_is_not_named_does_not():
    repair = [event("emergency", "2026-11-01", cause="fire", item="house_repair", amount=20_000_000)]
    assert "AS-6122" in codes("assistance", ASSISTANCE, on=NOV_2026, state="paying", events=repair)
    plain = [event("emergency", "2026-11-01", cause="fire", amount=1)]
    assert "AS-2224" not in codes("assistance", ASSISTANCE, on=NOV_2026, state="paying", events=plain)


def test_the_care_in_a_facility_is_told_by_age():
    admitted = event("facility", "2026-09-01", facility="Trung tâm", admitted_on="2026-09-01")
    assert "tối thiểu 2.160.000 đồng mỗi tháng" in words(ASSISTANCE, admitted)
    child = {"birth_date": "2024-09-01"}
    assert "tối thiểu 2.700.000 đồng" in words(ASSISTANCE, admitted, person=child)


# ---------------------------------------------------------------- lists of a month


def included(code, answers, *events, state, on=NOV_2026, person=None):
    paper = next(each for each in catalog.register("assistance").papers if each.code == code)
    record = facts(answers, PERSON | (person or {}), on, state=state, events=events)
    assert paper.includes is not None
    return state in paper.states and paper.includes(record)


def test_who_stands_in_the_list_of_a_month():
    began = ASSISTANCE | {"start_month": "2026-11"}
    assert included("increase", began, state="paying")
    assert not included("increase", ASSISTANCE | {"start_month": "2026-10"}, state="paying")
    raised = event("increase", "2026-11-05", month="2026-11", reason="coefficient_up")
    assert included("increase", ASSISTANCE, raised, state="paying")
    ended = ASSISTANCE | {"stopped_from": "2026-12", "decrease_reason": "moved_out"}
    assert included("payment", ended, state="transferred")
    assert not included("payment", ended, state="transferred", on=day("2026-12-31"))
    assert included("decrease", ended, state="transferred", on=day("2026-12-31"))
    assert not included("decrease", ended, state="transferred")
    lowered = event("decrease", "2026-11-05", month="2026-11", reason="coefficient_down")
    assert included("decrease", ASSISTANCE, lowered, state="paying")
    assert not included("payment", ASSISTANCE | {"start_month": "2026-12"}, state="paying")
    # The funeral of November is paid with the list of December, when the allowance has ended.
    dead = {"death_date": "2026-11-09"}
    stopped = ASSISTANCE | {"stopped_from": "2026-12", "decrease_reason": "dead"}
    assert included("payment", stopped, funeral(), state="stopped", on=day("2026-12-31"), person=dead)
    total = shown(
        "assistance", "total", stopped, PERSON | dead, day("2026-12-31"), state="stopped", events=[funeral()]
    )
    assert total == 10_800_000
    assert included("adjustment", LISTED, state="paying")
    assert not included("adjustment", LISTED | {"recorded_amount": 810_000}, state="paying")


def test_the_lists_say_the_reason_and_decision_of_their_month():
    raised = event(
        "increase",
        "2026-11-05",
        month="2026-11",
        reason="base_up",
        decision_no="9/QĐ",
        decision_date="2026-11-04",
    )
    answers = ASSISTANCE | {
        "increase_reason": "new",
        "decision_no": "1/QĐ",
        "decision_date": "2022-01-10",
        "start_month": "2022-01",
    }

    def cell(key, on=NOV_2026):
        return shown("assistance", key, answers, on=on, state="paying", events=[raised])

    assert (cell("rise_reason"), cell("rise_decision"), cell("rise_from")) == (
        "Tăng mức chuẩn",
        "9/QĐ, 04/11/2026",
        "11/2026",
    )
    march = day("2022-03-31")
    assert (cell("rise_reason", march), cell("rise_decision", march), cell("rise_from", march)) == (
        "Mới",
        "1/QĐ, 10/01/2022",
        "01/2022",
    )


def test_what_was_paid_until_then_is_what_was_decided_else_what_the_law_gave():
    old = LISTED | {"recorded_month": "2022-06", "recorded_amount": 540_000, "recorded_coefficient": "1.5"}
    assert shown("assistance", "last_amount", old, on=day("2025-03-31")) == 540_000
    assert shown("assistance", "last_amount", LISTED, on=day("2026-07-31")) == 750_000
    assert shown("assistance", "last_coefficient", old, on=day("2025-03-31")) == "1.5"


def test_no_list_tells_of_hiv():
    for group in ("k3", "k8"):
        person = PERSON | {"birth_date": "2015-01-01" if group == "k3" else "1990", "poverty_status": "poor"}
        for key in ("clause", "clause_now"):
            assert shown("assistance", key, {"social_group": group}, person, NOV_2026) == "Điều 5"


# ---------------------------------------------------------------- carers, council, household


@pytest.mark.parametrize(
    ("answers", "finding"),
    [
        (ASSISTANCE | {"cared_at_home": True, "taken_in": True}, "AS-2229"),
        (ASSISTANCE | {"taken_in": True, "carer_sanctioned": True}, "AS-2230"),
        (ASSISTANCE | {"children_under_36m": 1, "marital_status": "married"}, "AS-2231"),
        ({"social_group": "k5a"}, "AS-6145"),
    ],
)
def test_what_does_not_fit_with_the_carer_or_the_household_is_told(answers, finding):
    person = PERSON | {"birth_date": "1950"} if finding == "AS-6145" else PERSON
    assert finding in codes("assistance", answers, person)
    settled = answers | {"taken_in": False, "carer_sanctioned": False, "spouse_has_share": False}
    assert finding not in codes("assistance", settled, person | {"poverty_status": "poor"})


def test_a_council_of_less_than_two_thirds_is_told():
    five = ["chairman", "health_station", "officer", "front", "women"]
    for members, told in ((five, False), (five[:4], True), ([*five[:4], "disabled_organisation"], True)):
        met = [event("disability", "2022-06-01", request_kind="determine", members_present=members)]
        assert ("AS-2232" in codes("assistance", ASSISTANCE, events=met)) is told
