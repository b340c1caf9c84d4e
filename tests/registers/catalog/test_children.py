"""Children in special circumstances: groups, parents, ages, care; and who may be named."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from tests.registers.factories import CHILD, CHILDREN, ON, codes, found, shown


def test_a_sound_record_has_no_finding():
    assert found("children", CHILDREN, CHILD) == []


ILL = {"groups": ["n"], "main_group": "n"}
ORPHAN = {"groups": ["a"], "main_group": "a"}
SIXTEEN, EIGHTEEN = CHILD | {"birth_date": "2005-06-01"}, CHILD | {"birth_date": "2003-06-01"}


@pytest.mark.parametrize(
    ("changes", "more", "finding"),
    [
        ({"main_group": "a"}, {}, ("error", "AS-2301", "main_group")),
        ({"subgroups": ["a1"]}, {}, ("error", "AS-2302", "subgroups")),
        ({}, {"person": SIXTEEN}, ("error", "AS-2303", "keep_reason")),
        ({"keep_reason": "tiếp tục trợ giúp"}, {"person": EIGHTEEN}, ("error", "AS-2304", "entered_on")),
        (ORPHAN | {"father_state": "dead", "mother_state": "present"}, {}, ("warning", "AS-2305", "groups")),
        ({"groups": ["i"], "main_group": "i"}, {}, ("warning", "AS-2306", "abuse_case_no")),
        (ILL, {}, ("error", "AS-2307", "groups")),
        (ILL, {"person": CHILD | {"poverty_status": "other"}}, ("error", "AS-2307", "groups")),
        ({"father_state": "dead", "mother_state": "dead"}, {}, ("note", "AS-2308", "subgroups")),
        (
            {},
            {"person": CHILD | {"birth_date": "2006-06-30"}, "state": "managed"},
            ("warning", "AS-2309", "left_on"),
        ),
        ({"care_arrangement": None}, {}, ("warning", "AS-2310", "care_arrangement")),
        (
            {"left_on": "2021-12-31", "leave_reason": "no_longer"},
            {},
            ("error", "AS-2311", "left_on"),
        ),
        ({"left_on": "2022-06-01"}, {}, ("error", "AS-2312", "leave_reason")),
        ({"leave_reason": "moved"}, {}, ("error", "AS-2312", "left_on")),
        ({"groups": ["d"], "main_group": "d"}, {}, ("warning", "AS-2313", "disability_degree")),
        ({"groups": ["h"], "main_group": "h", "school": "studying"}, {}, ("warning", "AS-2314", "school")),
        ({}, {"person": CHILD | {"birth_date": "2022-02-01"}}, ("error", "AS-2315", "entered_on")),
        (ORPHAN | {"care_arrangement": "parents"}, {}, ("error", "AS-2316", "care_arrangement")),
    ],
)
def test_what_does_not_fit_is_found(changes, more, finding):
    assert finding in found("children", CHILDREN | changes, **({"person": CHILD} | more))


@pytest.mark.parametrize(
    ("changes", "person"),
    [
        ({"keep_reason": "tiếp tục trợ giúp"}, SIXTEEN),
        (ILL, CHILD | {"poverty_status": "near_poor"}),
        ({"groups": ["i"], "main_group": "i", "abuse_case_no": "XH-1"}, CHILD),
        ({"left_on": "2022-06-01", "leave_reason": "no_longer"}, CHILD),
        (ORPHAN | {"father_state": "dead", "mother_state": "dead", "subgroups": ["a3"]}, CHILD),
        ({"birth_registered": False}, CHILD | {"birth_date": "2006"}),
    ],
)
def test_what_fits_is_left_in_peace(changes, person):
    assert codes("children", CHILDREN | changes, person) == []


@pytest.mark.parametrize(
    ("father", "mother", "suggested"),
    [
        ("dead", "dead", "a"),
        ("missing_declared", "dead", "c1"),
        ("dead", "in_facility", "c2"),
        ("incapable", "dead", "c2"),
        ("dead", "serving_sentence", "c3"),
        ("missing_declared", "missing_declared", "c4"),
        ("incapable", "missing_declared", "c5"),
        ("missing_declared", "serving_admin_measure", "c6"),
        ("incapable", "incapable", "c7"),
        ("serving_sentence", "serving_admin_measure", "c8"),
        ("serving_sentence", "incapable", "c9"),
        ("in_facility", "serving_sentence", "c10"),
        ("present", "dead", None),
        ("unknown", "unknown", None),
    ],
)
def test_the_parents_states_suggest_a_subgroup(father, mother, suggested):
    answers = CHILDREN | {"father_state": father, "mother_state": mother}
    assert ("AS-2308" in codes("children", answers, CHILD)) == (suggested is not None)
    if suggested == "a":
        orphan = answers | {"groups": ["c", "a"], "subgroups": ["a3"]}
        assert "AS-2308" not in codes("children", orphan, CHILD)
    elif suggested:
        assert "AS-2308" not in codes("children", answers | {"subgroups": [suggested]}, CHILD)


@pytest.mark.parametrize(
    ("groups", "confidentiality"),
    [
        (["a"], "c2"), (["n", "o"], "c2"), (["e"], "c3"), (["g"], "c3"), (["i"], "c3"), (["k"], "c3"),
        (["l"], "c4"), (["m"], "c4"), (["dd"], "c4"), (["a", "dd"], "c4"), ([], "c2"),
    ],
)  # fmt: skip
def test_a_record_is_as_confidential_as_its_gravest_group(groups, confidentiality):
    assert catalog.register("children").class_of({"groups": groups}) == confidentiality


def test_no_paper_names_the_family_of_a_child_that_may_not_be_named():
    family = {"father_name": "Chau Kim", "carer_name": "Neáng Sa"}
    assert shown("children", "carers_shown", CHILDREN | family, CHILD) == "Chau Kim, Neáng Sa"
    assert shown("children", "carers_shown", CHILDREN | family | {"groups": ["c", "l"]}, CHILD) is None
    assert shown("children", "carers_shown", CHILDREN, CHILD) is None


def test_groups_are_shown_by_their_points():
    answers = CHILDREN | {"groups": ["a", "dd"], "subgroups": ["a3", "dd1"]}
    assert shown("children", "groups_shown", answers, CHILD) == ("a (a3): Trẻ em mồ côi cả cha và mẹ; đ (đ1)")
    assert shown("children", "groups_shown", {}, CHILD) is None


def test_support_is_shown_with_its_day_and_what_an_older_list_said():
    given = [EventFacts("support", datetime.date(2022, 6, 1), {"support": "scholarship"})]
    answers = CHILDREN | {"supports_noted": ["health_insurance"]}
    assert (
        shown("children", "supports_shown", answers, CHILD, events=given)
        == "Bảo hiểm y tế; Học bổng (01/06/2022)"
    )
    assert shown("children", "supports_shown", CHILDREN, CHILD) is None


def test_a_card_or_its_number_means_insured():
    assert shown("children", "insured", {}, CHILD | {"health_insurance": "TE1891234567890"}) is True
    assert shown("children", "insured", {"has_health_insurance": True}, CHILD) is True
    assert shown("children", "insured", {}, CHILD, ON) is None


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("Bị bạo lực", "i"),
        ("Bỏ học kiếm sống", "h"),
        ("Mồ côi cả cha và mẹ", "a"),
        ("mồ côi cha mẹ", "a"),
        ("Trẻ em bị xâm hại tình dục", "l"),
        ("TE khuyết tật", "d"),
        ("Trẻ em nhiễm HIV", "dd"),
        ("bị bỏ rơi", "b"),
        ("Không nơi nương tựa", "c"),
        ("Mồ côi cha, mẹ mất tích", "c"),
        ("mắc bệnh hiểm nghèo (hộ nghèo)", "n"),
        ("Nghiện ma túy", "g"),
        ("Trẻ em di cư", "o"),
    ],
)
def test_everyday_words_of_lists(said, group):
    answers = catalog.register("children").read_cell("groups", said)
    assert answers == {"groups": [group], "main_group": group}


def test_several_circumstances_in_one_cell_are_several_groups():
    answers = catalog.register("children").read_cell("groups", "Mồ côi cả cha và mẹ; khuyết tật nặng")
    assert answers == {"groups": ["a", "d"], "main_group": "a", "disability_degree": "severe"}


@pytest.mark.parametrize("said", ["mồ côi cha", "có nguy cơ bỏ học", "cha mẹ nghiện ma túy"])
def test_what_is_no_group_must_be_asked(said):
    with pytest.raises(ValueError, match="AS-2014"):
        catalog.register("children").read_cell("groups", said)


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("BHYT; quà 1/6", ["health_insurance", "gift"]),
        ("Trợ cấp tháng", ["monthly_allowance"]),
        ("Học bổng", ["scholarship"]),
        ("Chưa", None),
    ],
)
def test_support_in_a_list(said, kinds):
    answers = catalog.register("children").read_cell("supports_noted", said)
    assert answers.get("supports_noted") == kinds
