"""Cases of abused children: what must happen in hours and days, and when a case may end."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.rules import law
from tests.registers.factories import CHILD, codes, found, shown

REGISTER = catalog.register("child_abuse")
ON = datetime.date(2022, 11, 30)
CASE = {
    "received_at": "2022-11-10T15:00",
    "report_kind": "abused",
    "information_source": "hotline_111",
    "commune_of_event": "30325@2021-07-01",
    "place": "Ấp Vĩnh Lợi",
    "environment": "family",
    "forms": ["violence"],
    "emergency": False,
    "reported_police_at": "2022-11-10T15:10",
}
ROWS = [row.code for row in law.code_list("assessment_row_02")]
ASSESSED = {"m02_on": "2022-11-10T20:00"} | {f"m02_{code}": "low" for code in ROWS}


def test_sound_records_have_no_finding():
    assert found("child_abuse", CASE, CHILD, ON) == []
    assert found("child_abuse", CASE | ASSESSED, CHILD, ON) == []


@pytest.mark.parametrize(
    ("changes", "more", "finding"),
    [
        ({}, {"person": CHILD | {"birth_date": "2006-11-10"}}, ("error", "AS-2351", "received_at")),
        (ASSESSED | {"m02_on": "2022-11-11T03:01"}, {}, ("warning", "AS-2352", "m02_on")),
        ({"plan_decision_date": "2022-11-22"}, {}, ("warning", "AS-2352", "plan_decision_date")),
        ({"plan_decision_date": "2022-11-09"}, {}, ("error", "AS-2353", "plan_decision_date")),
        ({"reported_police_at": None}, {}, ("warning", "AS-2354", "reported_police_at")),
        (ASSESSED | {"m02_effect": None}, {}, ("warning", "AS-2355", "m02_on")),
        ({"m03_on": "2022-11-12"}, {}, ("warning", "AS-2355", "m03_on")),
        ({"emergency": True}, {}, ("warning", "AS-2356", "intervention_at")),
        ({"forms": ["sexual_abuse"]}, {}, ("warning", "AS-2357", "sexual_acts")),
        ({"conclusion": "close", "stable": True}, {}, ("error", "AS-2358", "conclusion")),
        ({"verification": "true"}, {"state": "closed"}, ("error", "AS-2359", "conclusion")),
        ({}, {"state": "not_true"}, ("error", "AS-2360", "verification")),
        (
            {"commune_of_residence": "30328@2021-07-01"},
            {},
            ("note", "AS-2361", "commune_of_residence"),
        ),
        ({"plan_from": "2022-12-02", "plan_to": "2022-12-01"}, {}, ("error", "AS-2362", "plan_to")),
        (
            {"emergency": True, "intervention_at": "2022-11-10T16:00", "separated": True},
            {},
            ("error", "AS-2020", "separation_no"),
        ),
    ],
)
def test_what_does_not_fit_is_found(changes, more, finding):
    assert finding in found("child_abuse", CASE | changes, **({"person": CHILD, "on": ON} | more))


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        (ASSESSED | {"m02_on": "2022-11-11T03:00"}, ""),
        ({"plan_decision_date": "2022-11-21"}, ""),
        ({"emergency": True, "intervention_at": "2022-11-10T16:00"}, ""),
        (
            {"conclusion": "close", "stable": True, "no_longer_at_risk": True, "verification": "true"},
            "closed",
        ),
    ],
)
def test_what_fits_is_left_in_peace(changes, state):
    assert codes("child_abuse", CASE | changes, CHILD, ON, state=state) == []


def test_levels_are_counted_by_part():
    answers = CASE | {
        "m02_harm_now": "high",
        "m02_access_now": "high",
        "m02_effect": "low",
        "m02_watched": "medium",
    }
    assert shown("child_abuse", "harm_02", answers, CHILD) == "Cao: 2, Trung bình: 0, Thấp: 1"
    assert shown("child_abuse", "protection_02", answers, CHILD) == "Cao: 0, Trung bình: 1, Thấp: 0"
    assert shown("child_abuse", "harm_02", CASE, CHILD) is None


def test_the_latest_review_counts():
    def review(month, level):
        return EventFacts(
            "review_06", datetime.date(2022, month, 1), {"m06_access": level, "m06_watched": level}
        )

    events = [review(12, "low"), review(11, "high")]
    assert shown("child_abuse", "harm_06", CASE, CHILD, events=events) == "Cao: 0, Trung bình: 0, Thấp: 1"
    assert shown("child_abuse", "protection_06", CASE, CHILD, events=events).endswith("Thấp: 1")
    assert shown("child_abuse", "harm_06", CASE, CHILD) is None


def test_a_child_is_shown_by_sex_and_age_never_by_name():
    assert shown("child_abuse", "child_shown", CASE, CHILD) == "Nữ, 10 tuổi"
    assert shown("child_abuse", "child_shown", CASE, CHILD | {"birth_date": "2021-11-01"}) == "Nữ, 12 tháng"
    assert shown("child_abuse", "child_shown", CASE, {"sex": "male"}) == "Nam"


@pytest.mark.parametrize(
    ("forms", "confidentiality"),
    [([], "c3"), (["violence"], "c3"), (["violence", "sexual_abuse"], "c4"), (["trafficking"], "c4")],
)
def test_sexual_abuse_and_trafficking_are_most_sensitive(forms, confidentiality):
    assert REGISTER.class_of({"forms": forms}) == confidentiality


def test_everyday_words_of_lists():
    assert REGISTER.read_cell("forms", "bị bạo lực, bỏ mặc") == {"forms": ["violence", "neglect"]}
