"""No sentence of “Tại sao?” contradicts the answer: amounts, ages, months, articles, over many invented cases."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.assistance import amounts
from ansinh_desktop.rules import calendar, law
from tests.registers.factories import PERSON, codes, facts

REGISTER = catalog.register("assistance")
GROUPS = [row.code for row in law.code_list("social_group")]
MONTHS = ["2022-06", "2025-06", "2025-09", "2026-08", "2026-10", "2026-11", "2027-02"]
BIRTHS = st.one_of(
    st.integers(1935, 2025).map(str),
    st.tuples(st.integers(1935, 2025), st.integers(1, 12)).map(lambda each: f"{each[0]}-{each[1]:02d}"),
    st.dates(calendar.read_month("1935-01"), calendar.read_month("2025-12")).map(lambda day: day.isoformat()),
    st.integers(1935, 2025).map(lambda year: f"~{year}"),
)
CHILD = st.fixed_dictionaries(
    {
        "name": st.just("Chau A"),
        "birth_date": st.sampled_from(["2008-01-01", "2010", "2020-05-05", "2024-11-01"]),
    },
    optional={
        "school_status": st.sampled_from(["studying", "left"]),
        "without_gap": st.booleans(),
    },
)
ANSWERS = st.fixed_dictionaries(
    {"social_group": st.sampled_from(GROUPS)},
    optional={
        "disability_degree": st.sampled_from(["severe", "very_severe", "mild"]),
        "no_source_case": st.sampled_from(["a", "b"]),
        "also_single_parent": st.booleans(),
        "children": st.lists(CHILD, min_size=1, max_size=3),
        "children_under_16": st.integers(0, 3),
        "children_16_22": st.integers(0, 2),
        "marital_status": st.sampled_from(["none", "married"]),
        "benefits": st.sampled_from([["none"], ["insurance"], ["social_assistance"]]),
        "benefit_insurance_amount": st.sampled_from([300_000, 5_000_000]),
        "study_paper_to": st.sampled_from(["2026-10-31", "2026-11-15"]),
        "taken_in": st.booleans(),
        "cared_at_home": st.booleans(),
        "hard_area": st.booleans(),
        "decision_date": st.sampled_from(["2022-03-01", "2026-08-05", "2026-11-20"]),
        "start_month": st.sampled_from(["2022-03", "2026-11", "2027-01"]),
        "recorded_amount": st.sampled_from([0, 540_000, 810_000]),
    },
)
PEOPLE = st.fixed_dictionaries(
    {"birth_date": BIRTHS, "sex": st.sampled_from(["male", "female"])},
    optional={
        "poverty_status": st.sampled_from(["poor", "near_poor", "other"]),
        "death_date": st.sampled_from(["2026", "2026-10", "2026-11-01"]),
    },
)


def explained(answers, person, month, events=()):
    on = calendar.month_end(calendar.read_month(month))
    known = facts(answers, PERSON | person, on, state="paying", events=events)
    assert REGISTER.explained is not None
    return amounts.assessment(known), REGISTER.explained(known)


@given(ANSWERS, PEOPLE, st.sampled_from(MONTHS))
def test_no_sentence_contradicts_the_answer(answers, person, month):
    found, told = explained(answers, person, month)
    said = " ".join(each.text for each in told.lines)
    nothing = "không thuộc trường hợp nào"
    assert (nothing in told.title) is (found.offers == (0,))
    assert (nothing in said) <= (max(found.offers) == 0)
    is_open = bool(found.unanswered) or (len(found.offers) > 1 and not found.total)
    assert ("chưa đủ dữ kiện" in told.title) is is_open
    if max(found.offers) == 0:
        for contrary in (
            "Tháng đầu được hưởng",
            "thành tiền",
            "vẫn được hưởng",
            "Đủ điều kiện hưởng",
            "chi cho",
        ):
            assert contrary not in said, said
    if found.total:
        assert found.article
        assert f"{found.pay:,}".replace(",", ".") in said
    for amount in found.offers if found.unanswered else ():
        assert f"{amount:,}".replace(",", ".") in told.title
    _check_ages(person["birth_date"], said)
    _check_doubts(told, answers)


def _check_ages(birth, said):
    exact = re.search(r"khi đó đối tượng (\d+) tuổi\.", said)
    if exact:
        assert len(birth.lstrip("~")) > 4
        assert "~" not in birth


def _check_doubts(told, answers):
    for each in told.doubts:
        if "từ đủ 16 tuổi đang học chưa được tính" in each.text:
            grown = [
                child for child in answers.get("children", []) if child.get("school_status") == "studying"
            ]
            assert len(grown) >= int(each.text.split()[0]) > 0
        assert each.text.strip()


def test_an_age_known_to_the_year_is_said_as_such():
    _found, told = explained(
        {"social_group": "k6", "disability_degree": "severe"}, {"birth_date": "1985"}, "2026-08"
    )
    assert told.lines[0].text.endswith("khi đó đối tượng 40 hoặc 41 tuổi (chỉ biết năm sinh 1985).")


def test_the_first_month_is_not_said_where_nothing_is_paid():
    answers = {"social_group": "k1", "no_source_case": "b", "decision_date": "2020-05-05"}
    answers |= {"decision_date": "2022-05-05"}
    _found, told = explained(answers, {"birth_date": "2004-01-01"}, "2026-11")
    assert told.title.endswith("không thuộc trường hợp nào được hưởng")
    assert not [each for each in told.lines if "Tháng đầu được hưởng" in each.text]
    _found, told = explained(answers, {"birth_date": "2015-01-01"}, "2026-11")
    assert [each for each in told.lines if "Tháng đầu được hưởng" in each.text]


def test_a_month_before_the_first_one_is_said_to_be_unpaid():
    answers = {"social_group": "k6", "disability_degree": "severe", "decision_date": "2026-11-20"}
    _found, told = explained(answers, {"birth_date": "1985-05-05"}, "2026-10")
    assert any("còn trước tháng đầu được hưởng" in each.text for each in told.lines)


def test_grown_children_are_counted_in_the_sentence_about_them():
    """Not "only children from 16 on" where there is a small one as well."""
    children = [
        {"name": "Chau A", "birth_date": "2008-01-01", "school_status": "studying", "without_gap": True},
        {"name": "Chau B", "birth_date": "2020-01-01"},
    ]
    answers = {"social_group": "k4", "children": children, "marital_status": "none", "start_month": "2026-11"}
    _found, told = explained(answers, {"birth_date": "1985-05-05", "poverty_status": "poor"}, "2026-11")
    (said,) = [each.text for each in told.doubts if "16 tuổi" in each.text]
    assert said.startswith("1 con từ đủ 16 tuổi đang học chưa được tính")
    assert "1.080.000 đồng" in said


def test_the_basis_of_a_pension_names_who_is_entitled_and_how_much():
    pensioner = {"social_group": "pension", "benefits": ["none"]}
    for month, article in (
        ("2025-10", "Luật BHXH 2024 Điều 21; NĐ 176/2025"),
        ("2026-11", "Luật BHXH 2024 Điều 21; NĐ 176/2025; NĐ 335/2026 Điều 31; Điều 32 khoản 3"),
    ):
        assert explained(pensioner, {"birth_date": "1940-05-05"}, month)[0].article == article


def test_litres_are_not_rounded_to_whole_ones():
    event = EventFacts(
        "emergency",
        calendar.read_month("2026-01"),
        {"item": "protection_transport", "cause": "other", "km": 12, "protection": "child"},
    )
    _found, told = explained(
        {"social_group": "k6", "disability_degree": "severe"}, {"birth_date": "1985"}, "2026-01", [event]
    )
    assert [each.text for each in told.lines if "lít" in each.text] == [
        "Chi phí đưa về nơi cư trú hoặc đến cơ sở, ngày 01/01/2026: 2,4 lít xăng."
    ]


# ---------------------------------------------------------------- what is not known


@pytest.mark.parametrize(
    ("answers", "birth", "code"),
    [
        ({"social_group": "k3"}, "2019-06-12", "AS-6145"),
        ({"social_group": "k4", "children_total": 2}, "1988-02-10", "AS-6145"),
        ({"social_group": "k5a"}, "1960-05-10", "AS-6145"),
        ({"social_group": "k5b_335"}, "1956-03-03", "AS-6145"),
        ({"social_group": "k7"}, "2024-10-10", "AS-6145"),
        ({"social_group": "k8"}, "1990-02-02", "AS-6145"),
        ({"social_group": "pension"}, "1955-02-02", "AS-6145"),
        ({"social_group": "k6", "disability_degree": "severe", "also_single_parent": True, "children_total": 1}, "1988", "AS-6145"),
    ],
)  # fmt: skip
def test_a_household_without_a_status_is_neither_poor_nor_not(answers, birth, code):
    person, on = PERSON | {"birth_date": birth}, calendar.month_end(calendar.read_month("2026-11"))
    found = amounts.assessment(facts(answers, person, on))
    assert found.unanswered == ("poverty",)
    assert len(found.offers) > 1
    assert code in codes("assistance", answers, person, on)
    columns = REGISTER.computed_by_key
    assert [columns[key].compute(facts(answers, person, on)) for key in ("amount", "total")] == [None, None]
    for status in ("poor", "near_poor", "other"):
        known = amounts.assessment(facts(answers, person | {"poverty_status": status}, on))
        assert known.total in found.offers
        assert "poverty" not in known.unanswered


@pytest.mark.parametrize(
    ("answers", "birth", "settled"),
    [
        ({"social_group": "pension"}, "1940", {"benefits": ["none"]}),
        ({"social_group": "k5c"}, "1935", {"benefits": ["none"]}),
        ({"social_group": "k8", "benefits": ["none"]}, "1990", {"has_wage": False}),
        ({"social_group": "k2"}, "2008-03-03", {"school_status": "studying"}),
        ({"social_group": "k4", "children_total": 1}, "1990", {"marital_status": "none"}),
        ({"social_group": "k5a"}, "1960", {"no_supporter": True}),
        ({"social_group": "k7"}, "2025-03-03", {"hard_area": True}),
        ({"social_group": "k6", "disability_degree": "very_severe"}, "1950", {"cared_at_home": True}),
        ({"social_group": "k1", "no_source_case": "b"}, "2015", {"taken_in": False}),
    ],
)  # fmt: skip
def test_what_the_group_presumes_is_asked_until_it_is_answered(answers, birth, settled):
    on = calendar.month_end(calendar.read_month("2025-06" if answers["social_group"] == "k5c" else "2026-11"))
    person = PERSON | {"birth_date": birth, "poverty_status": "poor"}
    asked = [
        each for each in amounts.assessment(facts(answers, person, on)).notices if each.code == "AS-6146"
    ]
    assert asked
    assert all("Sẽ là" in each.text for each in asked)
    now = amounts.assessment(facts(answers | settled, person, on)).notices
    left = {each.facts["label"] for each in now if each.code == "AS-6146"}
    # Whoever is asked whether they study at all is asked how only then.
    assert {each.facts["label"] for each in asked} - left


def test_a_married_parent_is_no_single_one():
    person = PERSON | {"birth_date": "1990", "poverty_status": "poor"}
    on = calendar.month_end(calendar.read_month("2026-11"))
    married = {"social_group": "k4", "children_total": 1, "marital_status": "married"}
    assert amounts.assessment(facts(married, person, on)).total == 0
    assert "AS-2216" in codes("assistance", married, person, on)


def test_the_states_of_a_household_are_asked_by_their_days():
    """The month in which a household leaves the list is still paid; before its first state nobody knows."""
    states = [
        {"status": "poor", "valid_from": "2026-03-01", "valid_to": "2026-10-31"},
        {"status": "other", "valid_from": "2026-11-01"},
    ]
    person = PERSON | {"birth_date": "1960-05-05", "poverty_status": "poor", "poverty_statuses": states}
    answers = {"social_group": "k5a", "no_supporter": True}

    def paid(month):
        found = amounts.assessment(facts(answers, person, calendar.month_end(calendar.read_month(month))))
        return found.offers, found.unanswered

    assert paid("2026-10") == ((810_000,), ())
    assert paid("2026-11") == ((810_000,), ())
    assert paid("2026-12") == ((0,), ())
    assert paid("2026-02") == ((0, 750_000), ("poverty",))


def test_the_stop_of_a_child_born_on_the_first_agrees_with_what_is_paid():
    child = PERSON | {"birth_date": "2010-11-01"}
    answers = {
        "social_group": "k1",
        "no_source_case": "b",
        "taken_in": False,
        "decrease_reason": "turned_16_not_studying",
    }
    for stopped, right in (("2026-11", False), ("2026-12", True), ("2027-01", False)):
        on = calendar.month_end(calendar.read_month(stopped))
        said = codes("assistance", answers | {"stopped_from": stopped}, child, on, state="stopped")
        assert ("AS-2221" not in said) is right
    months = {each: explained(answers, child, each)[0].total for each in ("2026-10", "2026-11", "2026-12")}
    assert months == {"2026-10": 810_000, "2026-11": 810_000, "2026-12": 0}


def test_nothing_and_something_received_do_not_go_together():
    answers = {"social_group": "pension", "benefits": ["none", "merit"]}
    assert "AS-2237" in codes("assistance", answers, PERSON | {"birth_date": "1940"})
