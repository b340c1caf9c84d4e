"""A fact entered from a month changes no month before it; what lies beside the answers is read, shown and written alike."""

import datetime
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh_desktop.registers import catalog, dated
from ansinh_desktop.registers.answer import Answers, UnreadableError
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.dated import KEY, Since

ASSISTANCE = catalog.register("assistance")
FIELDS = ASSISTANCE.dated_fields
KIND = ASSISTANCE.fields[KEY].kind
PERSON: Answers = {"full_name": "Danh Văn An", "birth_date": "1950-05-05", "poverty_status": "poor"}

MONTHS = st.integers(0, 23).map(lambda at: f"{2022 + at // 12}-{at % 12 + 1:02d}")
FACTS = {
    "disability_degree": st.sampled_from(["severe", "very_severe", None]),
    "children_total": st.one_of(st.none(), st.integers(0, 5)),
    "payment_method": st.sampled_from(["cash", "bank"]),
    "pregnant": st.sampled_from([True, False, None]),
    "person.poverty_status": st.sampled_from(["poor", "near_poor", "average_living"]),
}
ACTS = st.lists(st.tuples(MONTHS, st.sampled_from(sorted(FACTS)), st.data()), min_size=1, max_size=6)


FIRST: Answers = {"social_group": "k6", "disability_degree": "severe", "payment_method": "cash"}


def day(month: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{month}-15")


def all_months() -> list[str]:
    return [f"{2022 + at // 12}-{at % 12 + 1:02d}" for at in range(24)]


def told(facts: CaseFacts) -> Mapping[str, Answers]:
    """Return what each dated fact is in each month."""
    found = {}
    for month in all_months():
        then = facts.at(day(month))
        found[month] = {key: dated.value_of(key, then.answers, then.person) for key in FACTS}
    return found


@settings(max_examples=100, deadline=None)
@given(ACTS)
def test_a_fact_from_a_month_changes_no_month_before_it(acts):
    answers, person = FIRST, PERSON
    for month, key, data in acts:
        if dated.later_change(answers, [key], month):
            continue  # refused: a later change stands on it
        value = data.draw(FACTS[key])
        before = told(CaseFacts(answers, person, day("2026-01")))
        after = dict(answers)
        known = dict(person)
        (known if key.startswith("person.") else after)[key.removeprefix("person.")] = value
        answers = dated.with_change(after, (answers, person), [key], Since(month))
        person = known
        assert list(KIND.check(answers[KEY], KEY)) == []
        now = told(CaseFacts(answers, person, day("2026-01")))
        for each in all_months():
            others = {name: said for name, said in before[each].items() if name != key}
            assert {name: said for name, said in now[each].items() if name != key} == others
            assert now[each][key] == (before[each][key] if each < month else value)


@settings(max_examples=60, deadline=None)
@given(ACTS, MONTHS, MONTHS)
def test_the_way_from_month_to_month_does_not_matter(acts, one, other):
    answers, person = FIRST, PERSON
    for month, key, data in sorted(acts, key=lambda each: each[0]):
        value = data.draw(FACTS[key])
        after, known = dict(answers), dict(person)
        (known if key.startswith("person.") else after)[key.removeprefix("person.")] = value
        answers, person = dated.with_change(after, (answers, person), [key], Since(month)), known
    facts = CaseFacts(answers, person, day("2026-01"))
    assert facts.at(day(one)).at(day(other)).answers == facts.at(day(other)).answers
    assert facts.at(day(one)).at(day(other)).person == facts.at(day(other)).person
    # What has no changes is not touched at all.
    assert KEY not in facts.at(day(one)).answers


def test_facts_without_changes_are_the_same_facts():
    facts = CaseFacts({"social_group": "k6"}, PERSON, day("2026-01"))
    assert facts.at(facts.on) is facts
    assert facts.at(day("2022-01")).answers is facts.answers


def changed() -> Answers:
    before: tuple[Answers, Answers] = ({"disability_degree": "severe", "benefits": ["none"]}, PERSON)
    after: Answers = {"disability_degree": "very_severe", "benefits": ["insurance"], "pregnant": True}
    keys = ["disability_degree", "benefits", "pregnant"]
    return dated.with_change(after, before, keys, Since("2026-09", "12/QĐ-UBND", "2026-09-03"))


def test_the_changes_go_through_a_workbook_and_come_back():
    rows = changed()[KEY]
    shown = KIND.show(rows)
    assert shown == (
        "Trước 09/2026 | Mức độ khuyết tật: Nặng | Chế độ đang hưởng: Không hưởng chế độ nào"
        " | Đang mang thai: (trống) | Theo: 12/QĐ-UBND | Ngày: 03/09/2026"
    )
    assert KIND.read(shown) == rows
    # Also where the cell's lines have run together.
    twice = dated.with_change(
        {**changed(), "pregnant": False}, (changed(), PERSON), ["pregnant"], Since("2026-11")
    )
    assert KIND.read(KIND.show(twice[KEY]).replace("\n", " ")) == twice[KEY]


@pytest.mark.parametrize("typed", ["từ tháng 9", "Trước 09/2026", "Trước 09/2026 | Cân nặng: 60"])
def test_a_cell_that_is_no_change_is_said_so(typed):
    with pytest.raises(UnreadableError) as refused:
        KIND.read(typed)
    assert refused.value.code == "AS-2240"


@pytest.mark.parametrize(
    "row",
    [
        {"from": "2026-13", "was": {"pregnant": True}},
        {"was": {"pregnant": True}},
        {"from": "2026-09", "was": {"full_name": "A"}},
        {"from": "2026-09", "was": {"disability_degree": "giant"}},
        {"from": "2026-09", "was": {}, "now": {}},
        {"from": "2026-09", "was": {}, "paper_on": "hôm qua"},
    ],
)
def test_what_is_no_change_is_refused_wherever_it_comes_from(row):
    assert list(KIND.check([row], KEY))


def test_a_change_is_told_with_its_paper():
    assert list(dated.told(FIELDS, changed(), PERSON)) == [
        (
            "09/2026",
            "Mức độ khuyết tật: Nặng → Đặc biệt nặng; Chế độ đang hưởng: Không hưởng chế độ nào → "
            "Lương hưu, trợ cấp BHXH hằng tháng; Đang mang thai: (trống) → Có; theo 12/QĐ-UBND; ngày 03/09/2026",
        )
    ]
