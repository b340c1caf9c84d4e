"""A drug user and an addict from the positive test to the end of after-care: steps, tasks of either law, old lists."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts import lives
from tests.registers.factories import DRUG, PERSON, asked, codes, due, facts, happened, shown

CODE = "drug_treatment"
REGISTER = catalog.register(CODE)
ON = datetime.date(2026, 11, 23)
USER = {"population": "illicit_user", "has_file": True, "present_place": "society"}
DECIDED = {"user_decision_no": "3/QĐ", "user_decision_date": "2025-11-20"}
AT_HOME = DRUG | {"treatment_form": "voluntary_home", "treatment_from": "2026-01-10"}
COMPULSORY = DRUG | {"treatment_form": "compulsory_18"}
CARED = DRUG | {
    "population": "after_care",
    "after_care_no": "8/QĐ",
    "after_care_date": "2025-11-20",
    "after_care_term": "1_year",
}
LEFT = {"left_on": "2026-11-20"}


def missing(*keys):
    return [("AS-6301", key) for key in keys]


@pytest.mark.parametrize(
    ("state", "to", "answers", "events", "expected"),
    [
        ("positive", "managed", USER, [], [*missing("user_decision_no", "user_decision_date"), ("AS-2502", "user_decision_no")]),
        ("positive", "managed", USER | DECIDED, [], []),
        ("managed", "term_ended", USER | DECIDED | LEFT | {"leave_user_reason": "clean_for_term"}, [], []),
        ("managed", "term_ended", USER | DECIDED | {"leave_user_reason": "moved"}, [], [("AS-2525", "leave_user_reason")]),
        ("managed", "term_ended", USER | DECIDED | {"user_decision_date": "2025-11-24"}, [], [("AS-6309", "")]),
        ("managed", "stopped", USER | DECIDED, [], missing("stop_reason")),
        ("managed", "stopped", USER | DECIDED | {"stop_reason": "b"}, [], []),
        ("managed", "stopped", USER | DECIDED | {"stop_reason": "a"}, [], [("AS-2523", "population")]),
        ("managed", "moved", USER | DECIDED, [], [("AS-6305", "moved_to"), ("AS-2524", "move_notice_at")]),
        ("managed", "moved", USER | DECIDED | {"moved_to_place": "TP Cần Thơ", "move_notice_at": "2026-11-20T08:00"}, [], []),
        ("to_register", "in_treatment", DRUG, [], [*missing("treatment_form"), ("AS-6302", "registered_on")]),
        ("to_register", "in_treatment", AT_HOME, [], []),
        ("to_register", "in_treatment", DRUG | {"treatment_form": "methadone", "registered_on": "2026-11-20"}, [], []),
        ("to_register", "left", DRUG, [], [("AS-6303", "")]),
        ("in_treatment", "left", AT_HOME, [happened("violation", "2026-11-20")], []),
        ("in_treatment", "completed", AT_HOME, [],
         [*missing("completion_no", "completion_date"), ("AS-2512", "treatment_stages")]),
        ("in_treatment", "completed",
         AT_HOME | {"completion_no": "1", "completion_date": "2026-11-20", "treatment_stages": ["a", "b", "c"]}, [], []),
        ("in_treatment", "completed",
         AT_HOME | {"completion_no": "1", "completion_date": "2026-11-20", "treatment_stages": ["a", "b", "d", "dd"]}, [],
         [("AS-2512", "treatment_stages")]),
        ("in_treatment", "completed",
         DRUG | {"treatment_form": "methadone", "completion_no": "1", "completion_date": "2026-11-20"}, [], []),
        ("compulsory_file", "compulsory", COMPULSORY, [], missing("treatment_decision_no", "treatment_decision_date")),
        ("completed", "after_care", DRUG, [],
         [*missing("after_care_no", "after_care_date", "after_care_term"), ("AS-2521", "population")]),
        ("completed", "after_care", CARED, [], []),
        ("after_care", "off_list", CARED, [], missing("left_on", "leave_addict_reason")),
        ("after_care", "off_list", CARED | LEFT | {"leave_addict_reason": "clean_after_care"}, [], []),
        ("after_care", "off_list", CARED | LEFT | {"leave_addict_reason": "prison"}, [], [("AS-2525", "leave_addict_reason")]),
        ("after_care", "off_list", CARED | LEFT | {"leave_addict_reason": "clean_after_care", "after_care_term": "2_years"}, [],
         [("AS-6309", "")]),
        ("to_register", "prison", DRUG, [], missing("left_on", "leave_addict_reason")),
        ("to_register", "prison", DRUG | LEFT | {"leave_addict_reason": "prison"}, [], []),
        ("to_register", "dead", DRUG | LEFT | {"leave_addict_reason": "prison"}, [], [("AS-2525", "leave_addict_reason")]),
        ("to_register", "dead", DRUG | LEFT | {"leave_addict_reason": "dead_or_missing"}, [], []),
        ("to_register", "moved", DRUG | {"moved_to_place": "x", "move_notice_at": "2026-11-20T08:00", "leave_addict_reason": "prison"},
         [], [("AS-2525", "leave_addict_reason")]),
    ],
)  # fmt: skip
def test_what_each_step_asks_for(state, to, answers, events, expected):
    assert asked(CODE, state, to, answers, PERSON, ON, events=events) == expected


@pytest.mark.parametrize(
    ("keys", "tested", "positive", "told"),
    [
        ({}, "2025-11-21", True, True),
        ({}, "2025-11-20", True, False),  # the test of the very decision
        ({}, "2026-11-23", True, True),
        ({}, "2026-11-24", True, False),
        ({}, "2026-01-01", False, False),
        ({"after_care_from": "2025-12-01"}, "2025-11-25", True, False),  # before after-care began
        ({"completion_date": "2025-11-10"}, "2025-11-15", True, True),
        ({"after_care_from": "2025-12-01", "completion_date": "2025-11-10"}, "2025-11-15", True, False),
    ],
)
def test_whoever_leaves_the_list_stayed_clean(keys, tested, positive, told):
    answers = CARED | LEFT | {"leave_addict_reason": "clean_after_care"} | keys
    found = asked(
        CODE,
        "after_care",
        "off_list",
        answers,
        PERSON,
        ON,
        events=[happened("test", tested, positive=positive)],
    )
    assert (("AS-2526", "") in found) is told


# Luật 73/2021 Điều 27, 32: during after-care an adult who relapses is treated by order.
@pytest.mark.parametrize(
    ("answers", "birth", "told"),
    [
        (CARED | {"after_care_date": "2025-11-23"}, "1990-01-01", True),
        (CARED | {"after_care_date": "2025-11-22"}, "1990-01-01", False),
        (CARED, "2008-11-24", False),  # still a minor
        (CARED | {"after_care_date": "2026-01-01"}, "2008-11-24", False),
        (CARED | {"after_care_date": "2026-01-01"}, "2008-11-23", True),
        (CARED | {"after_care_date": "2026-01-01"}, None, True),
        (DRUG, "1990-01-01", False),
    ],
)
def test_a_relapse_during_after_care_asks_for_a_reason(answers, birth, told):
    person = PERSON | {"birth_date": birth}
    found = asked(CODE, "relapsed", "to_register", answers, person, ON)
    assert (("AS-2530", "after_care_from") in found) is told


# ---------------------------------------------------------------- findings


@pytest.mark.parametrize(
    ("answers", "state", "expected"),
    [
        (DRUG | {"present_place": None}, "", ["AS-2520"]),
        (DRUG | {"has_file": False}, "", []),
        (USER | DECIDED, "managed", []),
        (USER | DECIDED | {"user_decision_date": None}, "managed", ["AS-2502"]),
        (USER, "positive", []),
        (CARED, "after_care", []),
        (CARED, "relapsed", ["AS-2522"]),
        (CARED, "compulsory_file", ["AS-2522"]),
        (CARED, "compulsory", ["AS-2522"]),
        (AT_HOME | {"after_care_term": "1_year"}, "", []),
        (COMPULSORY | {"after_care_term": "1_year"}, "", ["AS-2516"]),
        (COMPULSORY | {"after_care_term": "2_years"}, "", []),
        (DRUG | LEFT | {"stop_reason": "a"}, "", []),
        (DRUG | LEFT | {"leave_user_reason": "moved"}, "", []),
        (DRUG | LEFT | {"leave_addict_reason": "moved"}, "", []),
        (DRUG | LEFT, "", ["AS-2518"]),
    ],
)
def test_what_does_not_go_together(answers, state, expected):
    assert codes(CODE, answers, PERSON, ON, state=state) == expected


@pytest.mark.parametrize(
    ("answers", "support", "household", "expected"),
    [
        (AT_HOME | {"treatment_stages": ["a", "b", "c"]}, {"group_95": "orphan"}, "other", []),
        (AT_HOME | {"treatment_stages": ["a", "b"]}, {"group_95": "orphan"}, "other", ["AS-2528"]),
        (COMPULSORY, {"group_95": "orphan"}, "other", ["AS-2527"]),
        (DRUG, {"group_95": "orphan"}, "other", ["AS-2527"]),
        (DRUG, {}, "other", []),
        (AT_HOME | {"treatment_stages": ["a", "b", "c"]}, {"group_95": "poor"}, "poor", []),
        (AT_HOME | {"treatment_stages": ["a", "b", "c"]}, {"group_95": "poor"}, "near_poor", ["AS-2529"]),
        (DRUG | {"support_95_group": ["poor"]}, {}, "poor", []),
        (DRUG | {"support_95_group": ["poor"]}, {}, "other", ["AS-2529"]),
    ],
)
def test_for_whom_the_costs_are_borne(answers, support, household, expected):
    given = [happened("support", "2026-11-01", **support)]
    person = PERSON | {"poverty_status": household}
    found = codes(CODE, answers, person, ON, events=given)
    assert [each for each in found if each in ("AS-2527", "AS-2528", "AS-2529")] == expected


# ---------------------------------------------------------------- what has to be done


def tasks(answers, state, on=ON, person=PERSON, **more):
    return due(CODE, answers, person, on, state=state, **more)


OLD_DAY = datetime.date(2026, 5, 4)


@pytest.mark.parametrize(
    ("answers", "state", "expected"),
    [
        # Monday 23/11/2026, 24/11 is a holiday; by the law of 2026 in hours.
        (USER | {"test_date": "2026-11-23"}, "positive", {"drug_use_decision_2026": "2026-11-24"}),
        (USER | {"test_date": "2026-11-20", "test_result_at": "2026-11-23T08:00"}, "positive", {"drug_use_decision_2026": "2026-11-24"}),
        (USER | {"test_date": "2026-11-23", "user_decision_date": "2026-11-23"}, "positive", {}),
        (USER | {"test_date": "2026-11-23"}, "managed", {}),
        (DRUG | {"addiction_result_date": "2026-11-20"}, "to_register", {"drug_register_2026": "2026-11-30"}),
        (DRUG | {"addiction_result_date": "2026-11-20", "registered_on": "2026-11-23"}, "to_register", {}),
        (DRUG | {"addiction_result_date": "2026-11-20", "treatment_from": "2026-11-23"}, "to_register", {}),
        (DRUG | {"addiction_result_date": "2026-11-20"}, "in_treatment", {}),
        (DRUG | {"registered_on": "2026-11-20", "treatment_form": "voluntary_home"}, "in_treatment",
         {"drug_voluntary_decision_2026": "2026-11-26"}),
        (DRUG | {"registered_on": "2026-11-20", "treatment_form": "methadone"}, "in_treatment", {}),
        (DRUG | {"registered_on": "2026-11-20", "treatment_form": "voluntary_home", "treatment_decision_date": "2026-11-23"},
         "in_treatment", {}),
        (DRUG | {"left_home_at": "2026-11-20T08:00"}, "after_care", {"drug_move_notice_2026": "2026-11-21"}),
        (DRUG | {"left_home_at": "2026-11-20T08:00", "move_notice_at": "2026-11-21T08:00"}, "after_care", {}),
        (DRUG | {"arrived_at": "2026-11-20T08:00"}, "after_care", {"drug_move_present_2026": "2026-11-21"}),
        (DRUG | {"arrived_at": "2026-11-20T08:00", "presented_at": "2026-11-20T09:00"}, "after_care", {}),
        (COMPULSORY | {"compulsory_ground_on": "2026-11-20"}, "compulsory_file", {"drug_compulsory_file_2026": "2026-11-30"}),
        (COMPULSORY | {"compulsory_ground_on": "2026-11-20", "compulsory_file_on": "2026-11-23"}, "compulsory_file", {}),
        (COMPULSORY | {"compulsory_ground_on": "2026-11-20", "treatment_decision_date": "2026-11-23"}, "compulsory_file", {}),
        (COMPULSORY | {"completion_date": "2026-11-20"}, "after_care", {"drug_report_home_2026": "2026-11-30"}),
        (AT_HOME | {"completion_date": "2026-11-20"}, "completed", {}),
        (COMPULSORY | {"completion_date": "2026-11-20", "completion_reported_on": "2026-11-23"}, "after_care",
         {"drug_aftercare_file_2026": "2026-11-27"}),
        (COMPULSORY | {"completion_date": "2026-11-20", "after_care_date": "2026-11-23"}, "completed", {}),
        (DRUG | {"after_care_proposed_on": "2026-11-20"}, "completed", {"drug_aftercare_decision_2026": "2026-11-25"}),
        (DRUG | {"after_care_proposed_on": "2026-11-20", "after_care_date": "2026-11-23"}, "completed", {}),
    ],
)  # fmt: skip
def test_what_has_still_to_be_done(answers, state, expected):
    assert tasks(answers, state) == expected


@pytest.mark.parametrize(
    ("answers", "state", "expected"),
    [
        # By the law of 2021, Thursday 30/4 and Friday 1/5 are holidays: three working days from Wednesday 29/04/2026.
        (USER | {"test_date": "2026-04-29"}, "positive", {"drug_use_decision": "2026-05-06"}),
        (DRUG | {"left_home_at": "2026-04-28T08:00"}, "after_care", {"drug_move_notice": "2026-05-07"}),
        (DRUG | {"arrived_at": "2026-04-28T08:00"}, "after_care", {}),
        (DRUG | {"addiction_result_date": "2026-04-29"}, "to_register", {"drug_register": "2026-05-08"}),
    ],
)
def test_the_law_of_its_day_says_until_when(answers, state, expected):
    assert tasks(answers, state, OLD_DAY) == expected


MINOR = DRUG | {"treatment_form": "compulsory_12_18", "minor_file": True}
YOUNG = PERSON | {"birth_date": "2010-03-05"}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"file_notice_on": "2026-11-20"}, {"drug_minor_file_read_2026": "2026-11-26"}),
        (
            {"file_notice_on": "2026-11-20", "file_read_on": "2026-11-23"},
            {"drug_minor_file_send_2026": "2026-11-25"},
        ),
        (
            {"file_read_on": "2026-11-20", "file_sent_on": "2026-11-23"},
            {"drug_minor_department_2026": "2026-11-26"},
        ),
        (
            {"file_sent_on": "2026-11-20", "file_returned_on": "2026-11-23"},
            {"drug_minor_supplement_2026": "2026-11-26"},
        ),
        ({"file_returned_on": "2026-11-20", "file_supplemented_on": "2026-11-23"}, {}),
        ({"file_sent_on": "2026-11-20", "treatment_decision_date": "2026-11-23"}, {}),
    ],
)
def test_the_file_of_a_minor_goes_from_hand_to_hand(answers, expected):
    found = tasks(MINOR | answers, "compulsory_file", person=YOUNG)
    assert {key: day for key, day in found.items() if key.startswith("drug_minor")} == expected
    adult = tasks(AT_HOME | answers, "compulsory_file")
    assert not [key for key in adult if key.startswith("drug_minor")]


@pytest.mark.parametrize(
    ("answers", "state", "expected"),
    [
        (USER | {"user_decision_date": "2025-12-10"}, "managed", {"drug_management_ends": "2026-12-10"}),
        (USER | {"user_decision_date": "2025-12-10", "left_on": "2026-11-01"}, "managed", {}),
        (AT_HOME, "in_treatment", {"drug_treatment_ends": "2027-01-10"}),
        (AT_HOME | {"treatment_to": "2026-12-01"}, "in_treatment", {"drug_treatment_ends": "2026-12-01"}),
        (AT_HOME, "compulsory", {"drug_treatment_ends": "2027-01-10"}),
        (AT_HOME, "left", {}),
        (AT_HOME | {"completion_date": "2026-11-20"}, "in_treatment", {}),
        (CARED | {"after_care_date": "2025-12-10"}, "after_care", {"drug_aftercare_ends": "2026-12-10"}),
        (
            CARED | {"after_care_date": "2025-12-10", "after_care_certificate_date": "2026-11-20"},
            "after_care",
            {},
        ),
        (CARED | {"after_care_date": "2025-12-10"}, "relapsed", {}),
    ],
)
def test_which_terms_run_out(answers, state, expected):
    assert tasks(answers, state) == expected


# ---------------------------------------------------------------- columns, lives, old lists


@pytest.mark.parametrize(
    ("column", "answers", "value"),
    [
        ("treatment_shown", DRUG, "Chưa cai nghiện, điều trị"),
        ("treatment_shown", USER, None),
        ("treatment_shown", CARED, None),
        ("managed_until", USER | DECIDED, "2026-11-20"),
        ("managed_until", DRUG | DECIDED, None),
        ("treatment_until", AT_HOME, "2027-01-10"),
        ("treatment_until", AT_HOME | {"treatment_to": "2026-09-01"}, "2026-09-01"),
        ("treatment_until", DRUG, None),
        ("after_care_until", CARED, "2026-11-20"),
        ("after_care_until", CARED | {"after_care_term": "2_years"}, "2027-11-20"),
        ("after_care_until", CARED | {"completion_date": "2025-11-10"}, "2026-11-10"),
        (
            "after_care_until",
            CARED | {"completion_date": "2025-11-10", "after_care_from": "2025-12-01"},
            "2026-12-01",
        ),
        ("after_care_until", AT_HOME | {"completion_date": "2025-11-10"}, None),
        ("treatment_period", AT_HOME | {"treatment_to": "2026-09-01"}, "10/01/2026 – 01/09/2026"),
    ],
)
def test_columns(column, answers, value):
    assert shown(CODE, column, answers, PERSON, ON) == value


@pytest.mark.parametrize(
    ("life", "answers", "written", "to"),
    [
        (lives.DEATH, USER, {"stop_reason": "dd", "leave_user_reason": "management_stopped", "left_on": "2026-11-15"}, "stopped"),
        (lives.DEATH, DRUG, {"leave_addict_reason": "dead_or_missing", "left_on": "2026-11-15"}, "dead"),
        (lives.MOVE, USER, {"leave_user_reason": "moved", "left_on": "2026-11-15", "moved_to_place": "Cần Thơ"}, "moved"),
        (lives.MOVE, CARED, {"leave_addict_reason": "moved", "left_on": "2026-11-15", "moved_to_place": "Cần Thơ"}, "moved"),
    ],
)  # fmt: skip
def test_what_a_life_makes_of_a_record(life, answers, written, to):
    change = lives.change_of(REGISTER.life_changes, life, answers)
    assert change is not None
    effect = lives.outcome_of(
        REGISTER, change, facts(answers, PERSON, ON), {"on": "2026-11-15", "place": "Cần Thơ"}
    ).effect
    assert {key: value for key, value in effect.answers.items() if value is not None} == written
    assert effect.to == to


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"population": "illicit_user"}, "positive"),
        ({"population": "illicit_user", "user_decision_date": "2026-01-01"}, "managed"),
        ({"population": "illicit_user", "treatment_form": "methadone"}, "positive"),
        ({"population": "after_care", "treatment_form": "compulsory_18"}, "after_care"),
        ({"population": "addict", "treatment_form": "compulsory_18"}, "compulsory"),
        ({"population": "addict", "treatment_form": "compulsory_12_18"}, "compulsory"),
        ({"population": "addict", "treatment_form": "methadone"}, "in_treatment"),
        ({"population": "addict"}, "to_register"),
        ({}, "to_register"),
    ],
)
def test_where_somebody_of_an_old_list_stands(answers, state):
    assert REGISTER.imported_state is not None
    assert REGISTER.imported_state(answers) == state


@pytest.mark.parametrize(
    ("text", "form", "place"),
    [
        ("Methadone", "methadone", None),
        ("Buprenorphine", "buprenorphine", None),
        ("đang ở trại giam", "in_detention", "detention"),
        ("trại tạm giam", "in_detention", "detention"),
        ("Bắt buộc (từ đủ 12 tuổi đến dưới 18)", "compulsory_12_18", "compulsory_facility"),
        ("cai bắt buộc", "compulsory_18", "compulsory_facility"),
        ("cơ sở công lập", "voluntary_public", None),
        ("cơ sở tư nhân", "voluntary_private", None),
        ("tại cộng đồng", "voluntary_home", None),
        ("gia đình, cộng đồng", "voluntary_home", None),
        ("tại nhà", "voluntary_home", None),
        ("chưa cai", None, None),
        ("không cai", None, None),
    ],
)
def test_forms_by_everyday_words(text, form, place):
    answers = REGISTER.read_cell("treatment_form", text)
    assert answers["population"] == "addict"
    assert (answers.get("treatment_form"), answers.get("present_place")) == (form, place)


@pytest.mark.parametrize("text", ["tự nguyện tại cơ sở", "cơ sở"])
def test_a_form_that_is_not_told_is_asked(text):
    with pytest.raises(ValueError, match="AS-2014"):
        REGISTER.read_cell("treatment_form", text)


@pytest.mark.parametrize(
    ("text", "population"),
    [("người nghiện", "addict"), ("sử dụng trái phép", "illicit_user"), ("Quản lý sau cai", "after_care")],
)
def test_populations_by_everyday_words(text, population):
    assert REGISTER.read_cell("population", text) == {"population": population}
