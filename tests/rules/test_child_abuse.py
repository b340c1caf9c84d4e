"""The matrices of Mẫu 02 and Mẫu 06."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.findings import Level
from ansinh_desktop.rules import child_abuse

ROWS_02 = [row.code for row in child_abuse.rows_of("02")]
ROWS_06 = [row.code for row in child_abuse.rows_of("06")]
HARM_06, PROTECTION_06 = ROWS_06[:3], ROWS_06[3:]
levels = st.sampled_from(["high", "medium", "low"])


def review(harm, protection):
    answers = dict.fromkeys(HARM_06, harm) | dict.fromkeys(PROTECTION_06, protection)
    return child_abuse.matrix("06", answers)


def test_the_rows_are_those_of_the_forms():
    found = child_abuse.matrix("06", {})
    assert [each.part for each in found.rows] == ["harm"] * 3 + ["protection"] * 5
    assert [each.part for each in child_abuse.matrix("02", {}).rows] == ["harm"] * 4 + ["protection"] * 5


def test_totals_are_counted_and_compared():
    found = child_abuse.matrix(
        "06",
        {
            "harm_serious": "high", "access": "medium", "obstacles": "high", "self_protect": "low",
            "knows_protector": "medium", "relationship": "low", "asks_for_help": "low", "watched": "high",
        },
    )  # fmt: skip
    assert found.totals("harm") == child_abuse.Totals(2, 1, 0)
    assert found.totals("protection") == child_abuse.Totals(1, 1, 3)
    assert found.leaning == "danger"
    assert found.explained() == (
        "Mức độ tổn hại: 2 dòng Cao, 1 dòng Trung bình, 0 dòng Thấp.",
        "Khả năng tự bảo vệ, phục hồi: 1 dòng Cao, 1 dòng Trung bình, 3 dòng Thấp.",
        "Mức tổn hại trội hơn khả năng tự bảo vệ: gợi ý trẻ còn trong tình trạng nguy hiểm.",
    )
    assert found.rows[0].meaning == "Vẫn còn rất nghiêm trọng, ảnh hưởng đến sự phát triển"
    assert found.rows[0].level_label == "Cao"


def test_equal_sides_and_missing_rows_suggest_nothing():
    assert review("medium", "medium").leaning == "unclear"
    partly = child_abuse.matrix("06", {"harm_serious": "high", "access": "nonsense", "other": "high"})
    assert partly.leaning == "unclear"
    assert len(partly.missing) == 7
    assert len(partly.explained()) == 2
    (found,) = child_abuse.check(partly)
    assert (found.code, found.level) == ("AS-6236", Level.NOTE)
    assert "7 dòng" in found.text


@given(st.lists(levels, min_size=8, max_size=8), st.integers(0, 7))
def test_worse_harm_or_less_protection_never_suggests_safety(chosen, place):
    before = child_abuse.matrix("06", dict(zip(ROWS_06, chosen, strict=True)))
    worse = list(chosen)
    worse[place] = "high" if place < 3 else "low"
    after = child_abuse.matrix("06", dict(zip(ROWS_06, worse, strict=True)))
    order = ["safe", "unclear", "danger"]
    assert order.index(after.leaning) >= order.index(before.leaning)


def test_closing_is_doubted_while_a_risk_is_left():
    assert list(child_abuse.check(review("low", "high"), closing=True)) == []
    assert list(child_abuse.check(review("low", "medium"), closing=True)) == []
    found = list(child_abuse.check(review("medium", "low"), closing=True))
    assert [each.code for each in found] == ["AS-6238"] * 8
    assert {each.level for each in found} == {Level.WARNING}
    assert "Trung bình" in found[0].text
    assert list(child_abuse.check(review("medium", "low"))) == []


def test_a_threatened_life_asks_for_help_at_once():
    answers = dict.fromkeys(ROWS_02, "low") | {"harm_now": "high"}
    (found,) = child_abuse.check(child_abuse.matrix("02", answers))
    assert found.code == "AS-6237"
    assert "12 giờ" in found.text
    assert list(child_abuse.check(child_abuse.matrix("02", answers | {"harm_now": "medium"}))) == []


def of_levels(letters):
    """Return the review of Mẫu 06 whose rows are high, medium and low as the letters say."""
    words = {"C": "high", "T": "medium", "t": "low"}
    return child_abuse.matrix("06", dict(zip(ROWS_06, (words[each] for each in letters), strict=True)))


# Three rows of harm, five of protection: Cao counts two, Trung bình one, thấp nothing; the means are compared.
@pytest.mark.parametrize(
    ("letters", "leaning"),
    [
        ("CCCCCCCC", "unclear"),
        ("tttttttt", "unclear"),
        ("TTTCtCtT", "unclear"),  # 3/3 against 5/5
        ("CTtTTTTT", "unclear"),
        ("CCTCCCCC", "safe"),  # 5/3 against 10/5
        ("CCTCCCCt", "danger"),  # 5/3 against 8/5
        ("CCtCCTTt", "danger"),  # 4/3 against 6/5
        ("CCtCCCTt", "safe"),  # 4/3 against 7/5
        ("TttTtttt", "danger"),  # 1/3 against 1/5
        ("TttTTttt", "safe"),  # 1/3 against 2/5
        ("tttTtttt", "safe"),
        ("Tttttttt", "danger"),
        ("CttCTttt", "danger"),  # 2/3 against 3/5
        ("CttCTTtt", "safe"),  # 2/3 against 4/5
    ],
)
def test_the_heavier_mean_leads(letters, leaning):
    assert of_levels(letters).leaning == leaning


@pytest.mark.parametrize(
    ("letters", "doubts"),
    [
        ("tttCCCCC", 0),
        ("tttTTTTT", 0),
        ("TttCCCCC", 1),
        ("CTtCCCCC", 2),
        ("tttCCCCt", 1),
        ("CCCttttt", 8),
    ],
)
def test_each_risk_and_each_weakness_speaks_against_closing(letters, doubts):
    assert len(list(child_abuse.check(of_levels(letters), closing=True))) == doubts


def test_a_row_that_is_open_is_no_doubt_about_closing():
    partly = child_abuse.matrix("06", {ROWS_06[0]: "low"})
    assert {each.code for each in child_abuse.check(partly, closing=True)} == {"AS-6236"}
