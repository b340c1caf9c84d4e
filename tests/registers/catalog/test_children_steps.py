"""A child's way onto the list, through care and off it: parents, care orders, tasks, steps, lives and words of lists."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts import lives
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.rules import law
from tests.registers.factories import CHILD, CHILDREN, ON, asked, codes, due, facts, found, happened, shown

CODE = "children"
REGISTER = catalog.register(CODE)
ORPHAN = CHILDREN | {
    "groups": ["a"],
    "main_group": "a",
    "father_state": "dead",
    "mother_state": "dead",
}


def texts(answers, person=CHILD, code=""):
    findings = check_record(REGISTER, facts(answers, person, ON))
    return [each.text for each in findings if each.code == code]


# ---------------------------------------------------------------- groups and parents


@pytest.mark.parametrize(
    ("groups", "found_code"),
    [
        # NĐ 56/2017: a child of group i, k, l, m is one of a case; of the others none is asked for.
        (["i"], True), (["k"], True), (["l"], True), (["m"], True), (["a", "k"], True),
        (["a"], False), (["b"], False), (["c"], False), (["e"], False), (["g"], False), (["o"], False),
    ],
)  # fmt: skip
def test_who_was_harmed_has_a_case(groups, found_code):
    answers = CHILDREN | {"groups": groups, "main_group": groups[0]}
    assert ("AS-2306" in codes(CODE, answers, CHILD)) is found_code
    assert "AS-2306" not in codes(CODE, answers | {"abuse_case_no": "XH-30325-2022-0001"}, CHILD)


@pytest.mark.parametrize(
    ("status", "fits"), [("poor", True), ("near_poor", True), ("other", False), (None, False)]
)
def test_an_ill_child_is_of_a_poor_or_near_poor_household(status, fits):
    answers = CHILDREN | {"groups": ["n"], "main_group": "n"}
    assert ("AS-2307" not in codes(CODE, answers, CHILD | {"poverty_status": status})) is fits


@pytest.mark.parametrize(
    ("school", "contradicts"), [("studying", True), ("dropped_out", False), (None, False), ("not_yet", False)]
)
def test_who_left_school_to_earn_does_not_go_to_school(school, contradicts):
    answers = CHILDREN | {"groups": ["h"], "main_group": "h", "school": school}
    assert ("AS-2314" in codes(CODE, answers, CHILD)) is contradicts
    assert "AS-2314" not in codes(CODE, CHILDREN | {"school": school}, CHILD)


def test_an_unknown_sub_group_of_an_older_file_is_no_fault_of_the_group():
    assert "AS-2302" not in codes(CODE, CHILDREN | {"subgroups": ["c1"]}, CHILD)
    assert "AS-2302" not in codes(CODE, CHILDREN | {"subgroups": ["no_longer_listed"]}, CHILD)


def test_a_main_group_that_is_not_chosen_yet_is_said_once():
    assert codes(CODE, CHILDREN | {"groups": ["c", "o"], "main_group": None}, CHILD) == ["AS-2020"]


# NĐ 56/2017 Điều 3: the sub-groups of an orphan differ by who cares for the child.
@pytest.mark.parametrize(
    ("care", "subgroup"),
    [("alone", "a1"), ("facility", "a2"), ("relatives", "a3"), ("alternative_family", "a4")],
)
def test_an_orphans_sub_group_follows_from_who_cares(care, subgroup):
    answers = ORPHAN | {"care_arrangement": care}
    label = law.code_list("children_subgroup").label_of(subgroup)
    (text,) = texts(answers, code="AS-2308")
    assert label in text
    assert texts(answers | {"subgroups": [subgroup]}, code="AS-2308") == []


def test_two_dead_parents_suggest_the_group_by_its_name_until_it_is_chosen():
    answers = CHILDREN | {"father_state": "dead", "mother_state": "dead"}
    (text,) = texts(answers, code="AS-2308")
    assert law.code_list("children_group").label_of("a") in text
    assert law.code_list("children_subgroup").label_of("a3") not in text


@pytest.mark.parametrize(
    ("states", "wrong"),
    [
        (("dead", "dead"), False), ((None, None), False), (("dead", None), False),
        (("dead", "present"), True), (("present", None), True), (("unknown", "dead"), True),
    ],
)  # fmt: skip
def test_an_orphan_has_lost_both_parents(states, wrong):
    answers = ORPHAN | {"father_state": states[0], "mother_state": states[1], "subgroups": ["a3"]}
    assert ("AS-2305" in codes(CODE, answers, CHILD)) is wrong


# NĐ 56/2017 Điều 5: c11, a child who lives with parents who are both children themselves (under 16).
@pytest.mark.parametrize(
    ("father", "mother", "care", "suggested"),
    [
        ("2007-01-01", "2008-05-01", "parents", True),
        ("2007-01-01", "2008-05-01", "relatives", False),
        ("2006-06-30", "2008-05-01", "parents", False),  # sixteen on the very day
        ("2006-07-01", "2008-05-01", "parents", True),
        ("2008-05-01", "2006-06-30", "parents", False),
        ("2008-05-01", "2006-07-01", "parents", True),
        ("2008-05-01", None, "parents", False),
        (None, "2008-05-01", "parents", False),
        (None, None, "parents", False),
        ("2006", "2008", "parents", False),  # may be sixteen already
        ("2007", "2008", "parents", True),
    ],
)
def test_parents_who_are_children_suggest_a_sub_group(father, mother, care, suggested):
    answers = CHILDREN | {"father_birth": father, "mother_birth": mother, "care_arrangement": care}
    said = texts(answers, CHILD | {"birth_date": "2022-03-05"}, "AS-2308")
    assert bool(said) is suggested
    if suggested:
        assert law.code_list("children_subgroup").label_of("c11") in said[0]
        assert texts(answers | {"subgroups": ["c11"]}, CHILD | {"birth_date": "2022-03-05"}, "AS-2308") == []


# ---------------------------------------------------------------- columns


def test_carers_are_named_once_and_in_their_order():
    named = CHILDREN | {"father_name": "Chau Kim", "mother_name": "Neáng Sa", "carer_name": "Neáng Sa"}
    assert shown(CODE, "carers_shown", named, CHILD) == "Chau Kim, Neáng Sa"
    assert shown(CODE, "carers_shown", CHILDREN | {"mother_name": "Neáng Sa"}, CHILD) == "Neáng Sa"


@pytest.mark.parametrize(
    ("group", "told"), [("a", True), ("n", True), ("e", False), ("i", False), ("l", False), ("dd", False)]
)
def test_parents_are_named_only_where_the_child_may_be(group, told):
    answers = CHILDREN | {"groups": [group], "main_group": group, "father_name": "Chau Kim"}
    assert shown(CODE, "carers_shown", answers, CHILD) == ("Chau Kim" if told else None)


def test_a_group_of_an_older_list_stands_by_its_code():
    assert shown(CODE, "groups_shown", {"groups": ["zz", "d"]}, CHILD) == "zz; d: Trẻ em khuyết tật"
    assert shown(CODE, "groups_shown", {"groups": ["l", "m"]}, CHILD) == "l; m"
    assert (
        shown(CODE, "groups_shown", {"groups": ["d"], "subgroups": ["a3", "zz"]}, CHILD)
        == "d: Trẻ em khuyết tật"
    )


GIFT, ALLOWANCE = ("gift", False), ("monthly_allowance", True)


@pytest.mark.parametrize(("support", "counts"), [GIFT, ALLOWANCE, ("scholarship", True), ("zz", False)])
def test_a_present_on_a_holiday_is_no_assistance(support, counts):
    given = [EventFacts("support", ON, {"support": support})]
    expected = True if counts else None
    assert shown(CODE, "assisted", CHILDREN, CHILD, events=given) is expected
    assert shown(CODE, "assisted", CHILDREN | {"supports_noted": [support]}, CHILD) is expected
    both = CHILDREN | {"supports_noted": ["gift"]}
    assert shown(CODE, "assisted", both, CHILD, events=given) is expected


def test_nothing_given_is_no_assistance():
    assert shown(CODE, "assisted", CHILDREN, CHILD) is None


# ---------------------------------------------------------------- care


BY_RELATIVES = CHILDREN | {"care_arrangement": "relatives"}
BY_FAMILY = CHILDREN | {"care_arrangement": "alternative_family"}
IN_FACILITY = CHILDREN | {"care_arrangement": "facility"}
NOTICED = {"care_notice_on": "2026-11-02"}
LISTED = {"facility_request_on": "2026-11-02"}
HEALTHY = {"carer_health_certificate_on": "2026-08-31"}
DECIDED = {"care_decision_date": "2026-11-02"}


def of_care(answers, on):
    tasks = due(CODE, answers, CHILD, on, state="managed")
    return {key: day for key, day in tasks.items() if key.startswith("child_care")}


# NĐ 56/2017 Điều 41, 42 khoản 7, 45 khoản 4; Monday 02/11/2026 and fifteen working days make Monday 23/11/2026.
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (BY_RELATIVES | NOTICED, {"child_care_relative": "2026-11-23"}),
        (BY_RELATIVES | NOTICED | {"care_decision_date": "2026-11-10"}, {"child_care_handover": "2026-12-02"}),  # 24/11 is a holiday
        (BY_RELATIVES | NOTICED | {"care_ended_on": "2026-11-10"}, {}),
        (BY_FAMILY | LISTED, {"child_care_from_facility": "2026-11-23"}),
        (BY_RELATIVES | LISTED, {"child_care_from_facility": "2026-11-23"}),
        (IN_FACILITY | LISTED, {"child_care_from_facility": "2026-11-23"}),
        (IN_FACILITY | LISTED | {"care_ended_on": "2026-11-10"}, {}),
        (BY_FAMILY | HEALTHY, {"child_carer_health_certificate": "2027-02-28"}),
        (BY_FAMILY | HEALTHY | DECIDED, {"child_care_handover": "2026-11-23"}),
        (IN_FACILITY | HEALTHY, {}),
        (CHILDREN | {"care_arrangement": "parents"} | LISTED | NOTICED | HEALTHY | DECIDED, {}),
        (BY_RELATIVES | DECIDED, {"child_care_handover": "2026-11-23"}),
    ],
)  # fmt: skip
def test_what_a_care_order_asks_for(answers, expected):
    assert of_care(answers, datetime.date(2026, 11, 5)) == expected


def test_whoever_was_handed_over_is_waited_for_no_longer():
    given = {"care_handed_over_on": "2026-11-12"}
    on = datetime.date(2026, 11, 20)
    for answers in (BY_RELATIVES | NOTICED, BY_RELATIVES | LISTED, BY_RELATIVES | DECIDED):
        assert set(of_care(answers | given, on)) == {
            "child_care_visit_1m",
            "child_care_visit_3m",
            "child_care_report_6m",
        }


# ---------------------------------------------------------------- birthdays


@pytest.mark.parametrize(
    ("birth", "changes", "state", "expected"),
    [
        ("2010-12-15", {}, "managed", {"child_turns_16": "2026-12-15"}),
        ("2010-12-15", {}, "suspected", {"child_turns_16": "2026-12-15"}),
        ("2010-12-15", {"keep_reason": "đang học"}, "managed", {}),
        ("2010-12-15", {"left_on": "2026-11-01"}, "managed", {}),
        ("2022-12-15", {"groups": ["a"]}, "managed", {"child_turns_4": "2026-12-15"}),
        ("2022-12-15", {"groups": ["b"]}, "managed", {"child_turns_4": "2026-12-15"}),
        ("2022-12-15", {"groups": ["c"]}, "managed", {"child_turns_4": "2026-12-15"}),
        ("2022-12-15", {"groups": ["dd"]}, "managed", {"child_turns_4": "2026-12-15"}),
        ("2022-12-15", {"groups": ["d"]}, "managed", {}),
        ("2022-12-15", {"groups": ["a"]}, "suspected", {}),
        ("2022-12-15", {"groups": ["a"], "left_on": "2026-11-01"}, "managed", {}),
        ("2023-12-15", {"groups": ["d"], "risk_factors": ["poor_household"]}, "managed", {"child_turns_3": "2026-12-15"}),
        ("2023-12-15", {"groups": ["d"]}, "managed", {}),
        ("2023-12-15", {"risk_factors": ["poor_household"]}, "suspected", {}),
    ],
)  # fmt: skip
def test_the_birthdays_that_change_something(birth, changes, state, expected):
    on = datetime.date(2026, 11, 23)
    found_tasks = due(CODE, CHILDREN | changes, CHILD | {"birth_date": birth}, on, state=state)
    near = {key: day for key, day in found_tasks.items() if day < "2027"}
    assert near == expected


# ---------------------------------------------------------------- steps

LEFT = {"left_on": "2022-06-01", "leave_reason": "no_longer"}
SIXTEEN, DEAD = CHILD | {"birth_date": "2006-06-01"}, CHILD | {"death_date": "2022-06-01"}
MISSING = [("AS-6301", "left_on"), ("AS-6301", "leave_reason")]


@pytest.mark.parametrize(
    ("state", "to", "answers", "person", "expected"),
    [
        ("suspected", "managed", CHILDREN, CHILD, []),
        ("suspected", "managed", {}, CHILD,
         [("AS-6301", "groups"), ("AS-6301", "main_group"), ("AS-6301", "entered_on")]),
        ("suspected", "not_in_group", {}, CHILD, []),
        ("managed", "no_longer", CHILDREN, CHILD, MISSING),
        ("managed", "no_longer", CHILDREN | LEFT, CHILD, []),
        ("managed", "no_longer", CHILDREN | LEFT | {"leave_reason": "mistake"}, CHILD, []),
        ("managed", "no_longer", CHILDREN | LEFT | {"leave_reason": "moved"}, CHILD, [("AS-2317", "leave_reason")]),
        ("managed", "moved", CHILDREN, CHILD, [*MISSING, ("AS-6305", "moved_to")]),
        ("managed", "moved", CHILDREN | LEFT | {"leave_reason": "moved"}, CHILD, [("AS-6305", "moved_to")]),
        ("managed", "moved", CHILDREN | LEFT | {"leave_reason": "moved", "moved_to": "30328@2021-07-01"}, CHILD, []),
        ("managed", "moved", CHILDREN | LEFT | {"leave_reason": "moved", "moved_to_place": "TP Cần Thơ"}, CHILD, []),
        ("managed", "moved", CHILDREN | LEFT | {"leave_reason": "dead", "moved_to_place": "TP Cần Thơ"}, CHILD,
         [("AS-2317", "leave_reason")]),
        ("managed", "turned_16", CHILDREN | LEFT | {"leave_reason": "turned_16"}, SIXTEEN, []),
        ("managed", "turned_16", CHILDREN | LEFT | {"leave_reason": "adopted"}, SIXTEEN, [("AS-2317", "leave_reason")]),
        ("managed", "adopted", CHILDREN, CHILD, MISSING),
        ("managed", "adopted", CHILDREN | LEFT | {"leave_reason": "adopted"}, CHILD, []),
        ("managed", "dead", CHILDREN, DEAD, MISSING),
        ("managed", "dead", CHILDREN | LEFT | {"leave_reason": "dead"}, DEAD, []),
        ("moved", "managed", CHILDREN | LEFT, CHILD, [("AS-2318", "left_on")]),
        ("moved", "managed", CHILDREN | {"leave_reason": "moved"}, CHILD, [("AS-2318", "left_on")]),
        ("moved", "managed", CHILDREN, CHILD, []),
    ],
)  # fmt: skip
def test_what_each_step_asks_for(state, to, answers, person, expected):
    assert asked(CODE, state, to, answers, person) == expected


@pytest.mark.parametrize("to", ["turned_16", "dead"])
def test_nobody_leaves_by_an_age_or_a_death_that_is_not_there(to):
    answers = CHILDREN | LEFT | {"leave_reason": to}
    young = CHILD | {"birth_date": "2006-07-01"}  # sixteen a day after 30/06/2022
    assert asked(CODE, "managed", to, answers, young)
    assert "AS-2317" not in [code for code, _ in asked(CODE, "managed", to, answers, young)]


def test_a_reason_that_says_something_else_is_named():
    answers = CHILDREN | LEFT | {"leave_reason": "adopted"}
    record = facts(answers, CHILD, ON, state="managed")
    guard = next(each for each in REGISTER.life_cycle.guards if each.to == ("no_longer",) and each.check)
    assert guard.check is not None
    (finding,) = guard.check(record)
    assert law.code_list("leave_reason").label_of("adopted") in finding.text


# ---------------------------------------------------------------- a death, a move, a return; old lists


@pytest.mark.parametrize(
    ("life", "said", "answers", "to"),
    [
        (lives.DEATH, {"on": "2026-07-15"}, {"leave_reason": "dead", "left_on": "2026-07-15"}, "dead"),
        (lives.MOVE, {"on": "2026-07-15", "unit": "30328@2025-07-01", "place": "Ấp Một"},
         {"leave_reason": "moved", "left_on": "2026-07-15", "moved_to": "30328@2025-07-01", "moved_to_place": "Ấp Một"}, "moved"),
        (lives.RETURN, {"on": "2026-07-15"},
         {"left_on": None, "leave_reason": None, "moved_to": None, "moved_to_place": None}, "managed"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_life_stands_in_the_record(life, said, answers, to):
    (change,) = REGISTER.life_changes[life]
    outcome = lives.outcome_of(REGISTER, change, facts(CHILDREN, CHILD), said)
    assert (outcome.effect.answers, outcome.effect.to) == (answers, to)


def test_whom_a_record_names_beside_the_child():
    named = {each.name: each for each in REGISTER.names_others}
    assert set(named) == {"carer_name", "father_name", "mother_name"}
    assert named["carer_name"].cares
    assert not named["father_name"].cares
    settled = named["father_name"].settled
    assert settled is not None
    assert settled.holds({"father_state": "dead"})
    assert not settled.holds({"mother_state": "dead"})


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("turned_16", "turned_16"), ("moved", "moved"), ("adopted", "adopted"), ("dead", "dead"),
        ("no_longer", "no_longer"), ("mistake", "not_in_group"), (None, "managed"),
    ],
)  # fmt: skip
def test_a_child_of_an_old_list_stands_where_its_reason_says(reason, state):
    assert REGISTER.imported_state is not None
    assert REGISTER.imported_state({"leave_reason": reason}) == state


@pytest.mark.parametrize(
    ("said", "groups", "degree"),
    [
        ("Khuyết tật đặc biệt nặng", ["d"], "very_severe"),
        ("KT nặng", ["d"], "severe"),
        ("Khuyết tật nhẹ", ["d"], "mild"),
        ("TKT", ["d"], None),
        ("Trẻ KT", ["d"], None),
        ("Mồ côi mẹ, cha còn lại bỏ đi", ["c"], None),
        ("Mồ côi cả hai", ["a"], None),
        ("XHTD", ["l"], None),
        ("nạn nhân mua bán", ["m"], None),
        ("Bóc lột sức lao động", ["k"], None),
        ("bệnh phải điều trị dài ngày", ["n"], None),
        ("di cư, lánh nạn", ["o"], None),
        ("lánh nạn", ["o"], None),
        ("vi phạm pháp luật", ["e"], None),
    ],
)
def test_more_everyday_words_of_lists(said, groups, degree):
    answers = REGISTER.read_cell("groups", said)
    assert answers["groups"] == groups
    assert answers.get("disability_degree") == degree


@pytest.mark.parametrize("said", ["nguy cơ bị bạo lực", "sống trong gia đình có bạo lực", "nguy cơ bị bỏ rơi",
                                  "nguy cơ bị bóc lột", "nguy cơ bị xâm hại tình dục", "mồ côi cha hoặc mẹ"])  # fmt: skip
def test_a_risk_is_no_group(said):
    with pytest.raises(ValueError, match="AS-2014"):
        REGISTER.read_cell("groups", said)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Quà Tết", "gift"), ("tặng quà", "gift"), ("Quà Trung thu", "gift"), ("TCTX", "monthly_allowance"),
        ("Miễn giảm học phí", "tuition"), ("Chi phí học tập", "study_costs"), ("Học nghề", "vocational"),
        ("Tư vấn", "psychology"), ("Nhà hảo tâm", "donors"), ("mạnh thường quân", "donors"),
        ("Quỹ Bảo trợ", "child_fund"), ("thẻ BHYT", "health_insurance"),
    ],
)  # fmt: skip
def test_support_by_its_everyday_name(said, kind):
    assert REGISTER.read_cell("supports_noted", said) == {"supports_noted": [kind]}
    assert REGISTER.read_cell("needs", said) == {"needs": [kind]}


@pytest.mark.parametrize(
    ("said", "care"),
    [("cha mẹ", "parents"), ("sống với ông bà", "relatives"), ("bà ngoại", "relatives"),
     ("Trung tâm bảo trợ", "facility"), ("Người thân", "relatives")],
)  # fmt: skip
def test_who_cares_by_everyday_words(said, care):
    assert REGISTER.read_cell("care_arrangement", said) == {"care_arrangement": care}


def test_the_lists_leave_the_dead_out_and_are_found_complete():
    (listed, _) = REGISTER.papers
    assert listed.leaves_out is not None
    assert listed.leaves_out(facts(CHILDREN, DEAD, ON)) is not None
    assert listed.leaves_out(facts(CHILDREN, CHILD, ON)) is None
    assert found(CODE, CHILDREN, CHILD) == []
    assert happened("support", "2022-06-01").on == datetime.date(2022, 6, 1)
