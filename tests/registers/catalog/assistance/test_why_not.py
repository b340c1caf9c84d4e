"""Whoever gets nothing is told condition by condition which is not so, and from which paper; whoever gets something, which are."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.registers import dated
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.catalog.assistance import amounts
from ansinh_desktop.registers.dated import Since
from tests.registers.catalog.assistance.test_why_is_true import ANSWERS, MONTHS, PEOPLE, explained
from tests.registers.factories import PERSON, facts, shown

NOVEMBER = datetime.date(2026, 11, 30)


def conditions(answers, person, month="2026-11"):
    _found, told = explained(answers, person, month)
    return [(each.tone, each.text) for each in told.conditions]


@given(ANSWERS, PEOPLE, st.sampled_from(MONTHS))
def test_nothing_is_paid_exactly_where_a_condition_is_not_met(answers, person, month):
    found, told = explained(answers, person, month)
    tones = {each.tone for each in told.conditions}
    kept = any("Hết điều kiện trong tháng" in each.text for each in told.lines)
    known = not found.unanswered and not found.alternatives and "~" not in person["birth_date"]
    if known and not found.total:
        assert "error" in tones
    if known and found.pay and not kept:
        assert "error" not in tones, [each.text for each in told.conditions]
    # What is not so stands first.
    order = [{"error": 0, "note": 1, "good": 2}[each.tone] for each in told.conditions]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("answers", "person", "month", "said"),
    [
        (
            {"social_group": "k6", "disability_degree": "mild", "certificate_no": "12/GXN", "certificate_date": "2020-02-03"},
            {"birth_date": "1980-01-05"},
            "2026-11",
            "Khuyết tật đặc biệt nặng hoặc khuyết tật nặng: không đạt. Hồ sơ ghi Mức độ khuyết tật: Nhẹ (giấy số 12/GXN, "
            "ngày 03/02/2020).",
        ),
        (
            {"social_group": "k4", "children_total": 2, "marital_status": "none"},
            {"birth_date": "1980-01-05", "poverty_status": "average_living"},
            "2026-11",
            "Thuộc hộ nghèo hoặc thuộc hộ cận nghèo: không đạt. Hồ sơ ghi Tình trạng hộ: Hộ có mức sống trung bình.",
        ),
        (
            {"social_group": "k1", "no_source_case": "a"},
            {"birth_date": "2008-05-05"},
            "2026-11",
            "Dưới 16 tuổi: không đạt. Hồ sơ ghi Ngày sinh: 05/05/2008.",
        ),
        (
            {"social_group": "k5a", "no_supporter": True},
            {"birth_date": "1970-05-05", "poverty_status": "poor"},
            "2026-11",
            "Từ đủ 60 tuổi: không đạt. Hồ sơ ghi Ngày sinh: 05/05/1970.",
        ),
        (
            {"social_group": "k5c", "benefits": ["insurance"]},
            {"birth_date": "1940"},
            "2022-11",
            "Không hưởng lương hưu, trợ cấp bảo hiểm xã hội hằng tháng: không đạt. Hồ sơ ghi Chế độ đang hưởng: Lương hưu, "
            "trợ cấp BHXH hằng tháng.",
        ),
        (
            {"social_group": "k5b", "hard_area": True},
            {"birth_date": "1960", "poverty_status": "poor"},
            "2026-11",
            "Nhóm đối tượng này có trong Nghị định 335/2026/NĐ-CP: không đạt.",
        ),
        (
            {"social_group": "k4", "marital_status": "none", "children": [{"name": "Chau A", "birth_date": "2024-11-01"}]},
            {"birth_date": "1980-01-05", "poverty_status": "poor"},
            "2022-06",
            "Có con thuộc diện được tính: không đạt. Hồ sơ ghi Các con: Họ và tên: Chau A, Ngày sinh: 01/11/2024.",
        ),
        (
            {"social_group": "k6", "disability_degree": "severe"},
            {"birth_date": "1980-01-05", "death_date": "2026-09-01"},
            "2026-11",
            "Còn sống trong tháng: không đạt. Hồ sơ ghi Ngày chết: 01/09/2026.",
        ),
    ],
)  # fmt: skip
def test_the_condition_that_fails_is_said_first_with_its_paper(answers, person, month, said):
    assert conditions(answers, person, month)[0] == ("error", said)


def test_a_pension_below_the_social_one_is_no_hindrance():
    low = {"social_group": "pension", "benefits": ["insurance"], "benefit_insurance_amount": 300_000}
    told = conditions(low, {"birth_date": "1945-05-05"})
    assert {tone for tone, _text in told} == {"good"}
    assert any("thấp hơn mức trợ cấp hưu trí xã hội" in text for _tone, text in told)


def test_what_is_not_known_is_neither_met_nor_missed():
    found = conditions({"social_group": "k4"}, {"birth_date": "1980-01-05"})
    assert {tone for tone, _text in found} == {"note"}
    assert any(text.endswith("chưa rõ. Hồ sơ chưa ghi “Tình trạng hộ”.") for _tone, text in found)


def test_a_fact_says_since_which_month_it_is_so():
    before: Answers = {"social_group": "k6", "disability_degree": "severe"}
    after = dated.with_change(
        {**before, "disability_degree": "mild"}, (before, PERSON), ["disability_degree"], Since("2026-09")
    )
    told = conditions(after, {"birth_date": "1980-01-05"})
    assert told[0][1] != ""  # told of the latest
    on = facts(after, PERSON | {"birth_date": "1980-01-05"}, NOVEMBER, state="paying").at(NOVEMBER)
    found = amounts.assessment(on)
    assert found is not None
    from ansinh_desktop.registers.catalog.assistance import reasons  # noqa: PLC0415

    texts = [each.text for each in reasons.conditions(on, found)]
    assert "Hồ sơ ghi Mức độ khuyết tật: Nhẹ, từ tháng 09/2026." in texts[0]


def test_the_household_says_it_with_its_decision():
    states = [
        {
            "status": "average_living",
            "valid_from": "2026-01-01",
            "decision_no": "9/QĐ",
            "decision_on": "2025-12-30",
        }
    ]
    person = {"birth_date": "1980-01-05", "poverty_statuses": states}
    told = conditions({"social_group": "k4", "children_total": 1, "marital_status": "none"}, person)
    assert told[0] == (
        "error",
        "Thuộc hộ nghèo hoặc thuộc hộ cận nghèo: không đạt. Sổ hộ ghi: Hộ có mức sống trung bình, từ 01/01/2026 "
        "(QĐ 9/QĐ, 30/12/2025).",
    )


def test_the_letter_says_what_failed_with_its_article_and_nothing_where_something_is_paid():
    mild = {"social_group": "k6", "disability_degree": "mild"}
    told = shown("assistance", "refusal", mild, PERSON | {"birth_date": "1980-01-05"}, NOVEMBER)
    assert told == (
        "- Không đạt điều kiện “Khuyết tật đặc biệt nặng hoặc khuyết tật nặng”. Hồ sơ ghi Mức độ khuyết tật: Nhẹ. "
        "(NĐ 335/2026 Điều 5 khoản 6; Điều 6)"
    )
    paid = mild | {"disability_degree": "severe"}
    assert not shown("assistance", "refusal", paid, PERSON | {"birth_date": "1980-01-05"}, NOVEMBER)
