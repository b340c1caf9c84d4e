"""What a question asks for before it is asked: of other answers, of the person, of their age; nothing is lost by it."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.checks import check_answers, check_record
from ansinh_desktop.registers.field import (
    NOBODY,
    WOMAN,
    About,
    Aged,
    Field,
    OfPerson,
    SaysNo,
    Section,
    When,
    settled,
)

DAY = datetime.date(2026, 11, 27)
ASSISTANCE, CHILDREN = catalog.register("assistance"), catalog.register("children")
DISABLED: dict[str, Value] = {"social_group": "k6", "disability_degree": "very_severe"}


def of(birth: str, sex: str = "female", **more: str) -> About:
    return About({"birth_date": birth, "sex": sex, **more}, DAY)


def asked(code: str, about: About, **answers: Value) -> set[str]:
    fields = catalog.register(code).fields
    return {key for key, each in fields.items() if each.asked(answers, about)}


# ---------------------------------------------------------------- the words


def test_conditions_join():
    both = When("a") & When("b")
    assert both.holds({"a": True, "b": True})
    assert not both.holds({"a": True})
    either = When("a") | When("b")
    assert either.holds({"b": True})
    assert not either.holds({})
    assert (~When("a")).holds({})
    assert (both | ~either).keys() == {"a", "b"}


@pytest.mark.parametrize(
    ("value", "holds"), [(False, True), (0, True), (None, False), (True, False), (3, False)]
)
def test_no_is_said_and_not_merely_unsaid(value, holds):
    assert SaysNo("a").holds({"a": value}) is holds
    assert not SaysNo("a").holds({})


@pytest.mark.parametrize(
    ("birth", "least", "below", "holds"),
    [
        ("2010-11-27", 16, 200, True),
        ("2010-11-28", 16, 200, False),
        ("2010-11-27", 0, 16, False),
        ("2010-11-28", 0, 16, True),
        ("2010", 16, 200, True),
        ("2010", 0, 16, True),
        ("2011", 16, 200, False),
        ("~1981", 0, 16, False),
    ],
)
def test_an_age_is_that_of_the_day_and_an_open_birth_keeps_the_question(birth, least, below, holds):
    assert Aged(least, below).holds({}, of(birth)) is holds


@given(st.dates(datetime.date(1900, 1, 1), DAY), st.integers(0, 110))
def test_of_a_known_birth_exactly_one_side_of_an_age_is_asked(birth, years):
    about = of(birth.isoformat())
    assert Aged(years).holds({}, about) != Aged(below=years).holds({}, about)


@pytest.mark.parametrize("about", [NOBODY, About({"sex": None}, DAY), About({}, None)])
def test_what_is_not_known_of_somebody_keeps_no_question_away(about):
    assert WOMAN.holds({}, about)
    assert Aged(16, 20).holds({}, about)
    assert not OfPerson("phone").holds({}, about)


def declare(*fields: Field) -> None:
    replace(
        catalog.register("safe_addresses"),
        sections=(Section("Chung", fields),),
        listed=(),
        filters=(),
        papers=(),
    )


def test_a_condition_on_no_field_is_refused_when_it_is_declared():
    with pytest.raises(BugError, match="one depends on nothing"):
        declare(Field("one", "Một", kinds.YesNo(), when=When("one") & ~When("nothing")))
    for follows in ("one", "person.nobody"):
        with pytest.raises(BugError, match=follows.removeprefix("person.")):
            declare(Field("one", "Một", kinds.YesNo()), Field("two", "Hai", kinds.YesNo(), follows=follows))


# ---------------------------------------------------------------- what one choice already answers


def test_the_only_choice_is_the_main_one_and_is_not_asked_again():
    only: dict[str, Value] = {"groups": ["c"]}
    assert not CHILDREN.fields["main_group"].asked(only)
    assert settled(CHILDREN.fields, only)["main_group"] == "c"
    assert not [each for each in check_answers(CHILDREN.fields, only) if each.field == "main_group"]
    two: dict[str, Value] = {"groups": ["c", "d"]}
    assert CHILDREN.fields["main_group"].asked(two)
    assert "main_group" not in settled(CHILDREN.fields, two)
    assert not CHILDREN.fields["main_group"].asked({}), "there is nothing yet to choose one of"
    assert CHILDREN.fields["main_group"].asked({"main_group": "c"}), (
        "what stands there alone is not lost unseen"
    )


def test_what_says_otherwise_than_the_only_choice_is_shown_and_kept():
    otherwise: dict[str, Value] = {"groups": ["c"], "main_group": "d"}
    assert CHILDREN.fields["main_group"].asked(otherwise)
    assert settled(CHILDREN.fields, otherwise) == otherwise


def test_whose_card_has_a_number_is_not_asked_for_a_card():
    known = of("1949-04-18", health_insurance="GD4898912345678")
    field = ASSISTANCE.fields["has_health_insurance"]
    assert not field.asked({}, known)
    assert settled({field.key: field}, {}, known) == {field.key: True}
    assert field.asked({field.key: False}, known), "a no beside a number has to be looked at"
    assert field.asked({}, of("1949-04-18"))


# ---------------------------------------------------------------- the registers


@pytest.mark.parametrize(
    ("birth", "sex", "key", "is_asked"),
    [
        ("2010-03-01", "male", "pregnant", False),
        ("1981-03-01", "male", "pregnant", False),
        ("1981-03-01", "female", "pregnant", True),
        ("2020-03-01", "female", "pregnant", False),
        ("1949-03-01", "female", "pregnant", False),
        ("1981-03-01", "female", "exempt_at_6", False),
        ("2022-03-01", "female", "exempt_at_6", True),
        ("2020-03-01", "male", "marital_status", False),
        ("1981-03-01", "male", "marital_status", True),
        ("2020-03-01", "male", "works", False),
        ("2020-03-01", "male", "children_total", False),
        ("1949-03-01", "male", "school_status", False),
        ("2014-03-01", "male", "school_status", True),
    ],
)
def test_nobody_is_asked_for_what_their_age_or_sex_rules_out(birth, sex, key, is_asked):
    assert (key in asked("assistance", of(birth, sex), **DISABLED)) is is_asked


@pytest.mark.parametrize(
    ("answers", "key", "is_asked"),
    [
        ({"children_total": 0}, "children_under_16", False),
        ({"children_total": 0}, "children", False),
        ({"children_total": 2}, "children_under_16", True),
        ({}, "children_under_16", True),
        ({"works": True}, "no_work_reason", False),
        ({"works": False}, "no_work_reason", True),
        ({"works": False}, "job", False),
        ({"cared_at_home": True}, "taken_in", False),
        ({"carer_name": "Danh An"}, "carer_phone", True),
        ({}, "carer_phone", False),
        ({"marital_status": "none"}, "spouse_has_share", False),
        ({"marital_status": "married"}, "spouse_has_share", True),
        ({"stopped_from": "2026-12"}, "stop_decision_no", True),
        ({}, "stop_decision_no", False),
    ],
)
def test_nothing_is_asked_that_one_choice_already_answers(answers, key, is_asked):
    assert (key in asked("assistance", of("1981-03-01"), **DISABLED, **answers)) is is_asked


@pytest.mark.parametrize(("case", "both"), [("b", False), ("e", False), ("c", True), ("k", True)])
def test_a_case_that_says_the_same_of_father_and_mother_asks_for_neither(case, both):
    found = asked("assistance", of("2015-03-01"), social_group="k1", no_source_case=case)
    assert {"father_state", "mother_state"} <= found if both else not {"father_state", "mother_state"} & found


@pytest.mark.parametrize(
    ("birth", "is_asked"), [("2012-03-01", True), ("1990-03-01", False), ("2020-01-01", False)]
)
def test_the_court_is_asked_for_the_young_only(birth, is_asked):
    assert ("minor_file" in asked("drug_treatment", of(birth, "male"), population="addict")) is is_asked


@pytest.mark.parametrize("code", list(catalog.registers()))
def test_of_nobody_known_all_is_asked_that_the_answers_ask(code):
    fields = catalog.register(code).fields
    for each in fields.values():
        if each.required and each.when is None and not each.follows:
            assert each.asked({}, NOBODY)
            assert each.asked({}, of("1981-03-01")), (
                "a condition on the person never frees from what must be known"
            )


def test_an_answer_that_does_not_apply_is_no_fault_and_stays():
    facts = CaseFacts({**DISABLED, "pregnant": True}, {"birth_date": "1949-01-01", "sex": "female"}, DAY)
    assert not [each for each in check_record(ASSISTANCE, facts, person=False) if each.code == "AS-2001"]
    assert settled(ASSISTANCE.fields, facts.answers)["pregnant"] is True


@pytest.mark.parametrize(("sex", "field"), [("female", "pregnant"), ("male", "children_under_36m")])
def test_what_still_has_to_be_said_points_at_a_field_that_is_asked(sex, field):
    person = {"full_name": "Danh An", "birth_date": "1990-03-01", "sex": sex}
    answers = {**DISABLED, "marital_status": "married", "received_on": "2026-11-02"}
    found = check_record(ASSISTANCE, CaseFacts(answers, person, DAY))
    fields = {
        each.field for each in found if each.code == "AS-6146" and each.facts.get("question") == "maternity"
    }
    assert fields == {field}
    assert field in asked("assistance", About(person, DAY), **answers)
