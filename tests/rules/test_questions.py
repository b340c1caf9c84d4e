"""What nobody has answered is asked, with what each answer would give; nobody is taken for poor or for not poor."""

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import BugError
from ansinh_desktop.rules import assistance, calendar, law
from ansinh_desktop.rules.assistance import Facts
from ansinh_desktop.rules.assistance.data import questions

NOV_2026 = calendar.read_month("2026-11")
QUESTIONS = questions()
PRESUMED = sorted(each.id for each in QUESTIONS.values() if each.presumed)


def test_a_single_mother_of_an_unknown_household_has_two_amounts():
    mother = Facts(
        PartialDate(1990, 5, 5),
        frozenset({"single_parent"}),
        qualifying_children=2,
        unanswered=frozenset({"poverty"}),
    )
    found = assistance.assess(mother, NOV_2026)
    assert found.unanswered == ("poverty",)
    assert found.offers == (0, 1_080_000)
    assert found.needs_confirmation
    assert [each.code for each in found.notices] == ["AS-6145"]
    assert {(each.condition, each.pay) for each in found.alternatives} == {
        ("nếu thuộc hộ nghèo hoặc thuộc hộ cận nghèo", 1_080_000),
        ("nếu không thuộc hộ nghèo, cận nghèo", 0),
    }


@pytest.mark.parametrize(("birth", "asked"), [(1955, True), (1940, False), (1960, False)])
def test_poverty_is_asked_only_where_it_decides(birth, asked):
    """From 75 years on nobody asks for poverty, and before 70 there is no social pension."""
    old = Facts(PartialDate(birth, 1, 1), present_group="pension", unanswered=frozenset({"poverty"}))
    found = assistance.assess(old, NOV_2026)
    assert bool(found.unanswered) is asked
    assert found.offers == ((0, 540_000) if asked else (found.pay,))


def test_an_unknown_degree_and_an_unknown_number_of_children_are_asked():
    disabled = Facts(PartialDate(1990, 1, 1), unanswered=frozenset({"degree"}))
    assert assistance.assess(disabled, NOV_2026).offers == (0, 810_000, 1_080_000)
    mother = Facts(
        PartialDate(1990, 1, 1), frozenset({"single_parent", "poor"}), unanswered=frozenset({"children"})
    )
    assert assistance.assess(mother, NOV_2026).offers == (0, 540_000)


def test_what_the_group_presumes_is_asked_beside_the_amount():
    mother = Facts(
        PartialDate(1990, 5, 5),
        frozenset({"single_parent", "poor"}),
        qualifying_children=1,
        unanswered=frozenset({"marriage"}),
    )
    found = assistance.assess(mother, NOV_2026)
    assert (found.pay, found.unanswered, found.needs_confirmation) == (540_000, (), False)
    (asked,) = found.notices
    assert asked.code == "AS-6146"
    assert asked.text == (
        "Chưa ghi tình trạng hôn nhân; tháng 11/2026 đang tính theo nhóm đã chọn, 540.000 đồng."
        " Sẽ là 0 đồng nếu có vợ, chồng."
    )


def test_a_question_that_changes_no_amount_is_not_asked():
    old = Facts(PartialDate(1940, 1, 1), unanswered=frozenset({"other_allowance", "wage", "schooling"}))
    assert assistance.assess(old, NOV_2026).notices == ()


PEOPLE = st.builds(
    Facts,
    st.dates(calendar.read_month("1930-01"), calendar.read_month("2025-12")).map(PartialDate.of),
    st.frozensets(
        st.sampled_from(["no_supporter", "hiv", "single_parent", "facility_eligible", "hard_area"]),
        max_size=4,
    ),
    qualifying_children=st.sampled_from([None, 1, 2]),
    disability_degree=st.sampled_from(["", "severe"]),
    unanswered=st.just(frozenset({"poverty"})) | st.just(frozenset({"poverty", "children"})),
)


@given(PEOPLE, st.sampled_from(["2022-06", "2025-09", "2026-08", "2026-11"]))
def test_every_answer_gives_one_of_the_amounts_that_are_shown(person, month):
    """Whatever the truth turns out to be, the officer was told its amount."""
    asked = calendar.read_month(month)
    found = assistance.assess(person, asked)
    for poverty, children in itertools.product(("poor", "near_poor", "other"), (0, 1)):
        known = _with(person, poverty_status=poverty, unanswered=frozenset())
        if "children" in person.unanswered:
            known = _with(known, qualifying_children=children)
        told = assistance.assess(known, asked)
        assert told.total in found.offers
    assert found.total == min(found.offers)
    assert bool(found.unanswered) is (len(found.offers) > 1)


def _with(person, **more):
    return dataclasses.replace(person, **more)


@given(PEOPLE, st.frozensets(st.sampled_from(PRESUMED)))
def test_presumed_answers_change_nothing_but_what_is_asked(person, presumed):
    plain = _with(person, unanswered=frozenset(), poverty_status="poor")
    asked = assistance.assess(_with(plain, unanswered=presumed), NOV_2026)
    known = assistance.assess(plain, NOV_2026)
    assert (asked.pay, asked.carer, asked.lines) == (known.pay, known.carer, known.lines)
    assert all(each.text and each.todo for each in asked.notices)


def test_questions_are_known_and_each_has_its_flags():
    with pytest.raises(BugError):
        Facts(PartialDate(1990), unanswered=frozenset({"nothing"}))
    for each in QUESTIONS.values():
        assert len(each.answers) > 1
        assert each.flags <= assistance.known_flags()
    assert {row["id"] for row in law.law_data("social_assistance")["question"]} == set(QUESTIONS)
