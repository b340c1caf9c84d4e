"""What each register keeps from the eye: masked answers, classes of whole records, and how a record is named.

The table is written by hand. Whoever unmasks an answer, or lets a record be named, has to say so here as well.
"""

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.field import MASK
from tests.registers.factories import (
    ABUSE,
    ASSISTANCE,
    CHILDREN,
    DISABLED,
    DRUG,
    HOUSEHOLD,
    MERIT,
    PROSTITUTION,
    TRAFFICKING,
    VIOLENCE,
)

MASKED = {
    # NĐ 13/2023: HIV; who reported a child; by Luật Trẻ em Điều 6 what would tell who the child is.
    "assistance": {"hiv_detected_on"},
    "children": {"reporter_name", "reporter_phone", "hiv_detected_on", "hiv_treatment", "hiv_facility"},
    "child_abuse": {
        *("reporter_name", "reporter_phone", "reporter_address", "reporter_note"),
        *("sexual_acts", "father_name", "mother_name", "carer_name", "suspects", "separation_place"),
    },
    "violence": {
        *("reporter_name", "reporter_phone", "place", "summary"),
        *("safe_contact", "safe_address", "safe_from", "safe_to"),
    },
    "safe_addresses": {"place_name", "note"},
    # Luật 53/2024/QH15 Điều 6: whoever was trafficked, how, and where they stay now.
    "trafficking": {
        *(
            "reporter_name",
            "reporter_phone",
            "representative_name",
            "representative_relation",
            "representative_phone",
        ),
        *("trafficking_place", "purposes", "means", "trafficked_from", "trafficked_to", "evidence"),
        *("health", "mental_state", "lodged_at", "lodged_from", "lodged_to", "lives_with"),
    },
    "drug_treatment": {"hiv_positive", "hiv_treatment", "other_illness"},
    "prostitution": {"residence", "penalty_no", "trafficking_record_no", "contact_way", "note"},
    "poor_household": set(),
    "disability": set(),
    "merit": set(),
}
OF_EVENTS = {
    ("violence", "ban_request"): {"requester"},
    ("violence", "ban_cancel_request"): {"requester"},
    ("prostitution", "outreach"): {"content"},
    # What is masked in the record is masked in the event that says it anew.
    ("trafficking", "assessment"): {"health", "mental_state"},
}
EVERY = pytest.mark.parametrize("register", catalog.registers().values(), ids=lambda each: each.code)


@EVERY
def test_no_masked_answer_loses_its_mask(register):
    found = {each.key for each in register.fields.values() if each.masked}
    assert found == MASKED[register.code]
    assert all(register.fields[key].shown("x") == MASK for key in found)
    assert all(register.fields[key].shown(None) != MASK for key in found)


@EVERY
def test_no_masked_answer_of_an_event_loses_its_mask(register):
    for kind in register.event_kinds.values():
        found = {each.key for each in kind.fields if each.masked}
        assert found == OF_EVENTS.get((register.code, kind.code), set()), kind.code


@EVERY
def test_what_the_record_masks_no_event_tells_under_the_same_name(register):
    masked = {each.key for each in register.fields.values() if each.masked}
    for kind in register.event_kinds.values():
        told = {each.key for each in kind.fields if not each.masked}
        assert not told & masked - {"note"}, kind.code


@EVERY
def test_no_list_shows_or_filters_what_is_masked(register):
    masked = MASKED[register.code]
    assert masked.isdisjoint(register.listed)
    assert masked.isdisjoint(register.filters)
    for paper in register.papers:
        assert masked.isdisjoint(each.source for each in paper.columns)


@pytest.mark.parametrize(
    ("code", "answers", "changes", "expected"),
    [
        ("assistance", ASSISTANCE, {}, "c1"),
        ("assistance", ASSISTANCE, {"social_group": "k8"}, "c4"),
        ("assistance", ASSISTANCE, {"social_group": "k3"}, "c4"),
        ("assistance", ASSISTANCE, {"social_group": "k1"}, "c1"),
        ("poor_household", HOUSEHOLD, {}, "c1"),
        ("merit", MERIT, {}, "c1"),
        ("disability", DISABLED, {}, "c2"),
        ("children", CHILDREN, {}, "c2"),
        ("children", CHILDREN, {"groups": ["c", "dd"]}, "c4"),
        ("child_abuse", ABUSE, {}, "c3"),
        ("child_abuse", ABUSE, {"forms": ["sexual_abuse"]}, "c4"),
        ("violence", VIOLENCE, {}, "c3"),
        ("trafficking", TRAFFICKING, {}, "c4"),
        ("drug_treatment", DRUG, {}, "c3"),
        ("drug_treatment", DRUG, {"hiv_positive": True}, "c4"),
        ("drug_treatment", DRUG, {"hiv_positive": False}, "c3"),
        ("prostitution", PROSTITUTION, {}, "c4"),
        ("safe_addresses", {}, {}, "c4"),
    ],
)
def test_how_confidential_a_record_is(code, answers, changes, expected):
    assert catalog.register(code).class_of(answers | changes) == expected


NAMED = {
    "assistance": {"recipients", "payment", "increase", "decrease", "adjustment", "posting"},
    "poor_household": {"poor", "near_poor", "to_review", "reviewed", "escaped", "posting"},
    "merit": {"merit", "month", "care", "worship", "gifts", "living", "graves", "posting"},
}
BY_CODE = {
    "disability": {"disabled", "council", "issued", "hardship", "posting"},
    "children": {"special_children", "families"},
    "drug_treatment": {"drug_treatment"},
}
PUBLIC = {
    ("assistance", "posting"),
    ("poor_household", "posting"),
    ("disability", "posting"),
    ("merit", "posting"),
}


@EVERY
def test_which_lists_name_people_and_which_may_be_posted(register):
    sources = {each.code: {column.source for column in each.columns} for each in register.papers}
    named = {code for code, of in sources.items() if "person.full_name" in of}
    by_code = {code for code, of in sources.items() if "record.name_or_number" in of}
    assert named == NAMED.get(register.code, set())
    assert by_code == BY_CODE.get(register.code, set())
    assert {(register.code, each.code) for each in register.papers if each.public} == {
        each for each in PUBLIC if each[0] == register.code
    }


@pytest.mark.parametrize(
    ("register", "posting"),
    [
        ("assistance", ["person.full_name", "person.birth_year", "person.sex", "person.hamlet", "clause", "coefficient", "amount"]),
        ("poor_household", ["person.full_name", "person.birth_year", "person.hamlet", "people", "review_result", "paper.blank"]),
        ("disability",
         ["record.name_or_number", "person.birth_year", "person.hamlet", "concluded_on", "conclusion", "paper.blank"]),
        ("merit", ["person.full_name", "person.birth_year", "person.hamlet", "who", "received_on"]),
    ],
)  # fmt: skip
def test_what_hangs_on_the_board_is_this_and_no_more(register, posting):
    (paper,) = [each for each in catalog.register(register).papers if each.public]
    assert [each.source for each in paper.columns] == posting


def test_whoever_sells_sex_goes_without_a_name_and_is_forgotten():
    register = catalog.register("prostitution")
    assert register.person_optional == ("full_name",)
    assert register.anonymised_in == "anonymised"
    assert "AS-7201" in register.kept_never
    others = [
        each for each in catalog.registers().values() if each.code not in ("prostitution", "safe_addresses")
    ]
    assert not [each.code for each in others if each.person_optional or each.anonymised_in or each.kept_never]
