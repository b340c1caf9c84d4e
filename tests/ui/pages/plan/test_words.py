"""How the page of the plan says figures, targets and states."""

from decimal import Decimal

import pytest

from ansinh_desktop.rules import plan as law_plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.rows import Row
from ansinh_desktop.services.plan.told import line
from ansinh_desktop.ui.pages.plan import words

PLAN = law_plan.plans()[0]


def made(target, state="reached", **given):
    own = PLAN.by_id[target]
    given.setdefault("amount", None if own.of_province else own.amount)
    for key in ("value", "amount"):
        if given.get(key) is not None:
            given[key] = Decimal(given[key])
    return line(PLAN, Row(own, Period.of("2026-H1"), state, **given), None, None), own


@pytest.mark.parametrize(
    ("target", "goal"),
    [
        ("special_children_assisted", "≥ 85 %"),
        ("merit_households_living", "100 %"),
        ("urban_unemployment", "< 4 %"),
        ("gdnn_female", "≥ 41,5 %"),
        ("child_abuse_reduction", "−20 %"),
        ("poverty_reduction", "1–1,2"),
        ("workers_abroad", "chưa giao"),
        ("gratitude_fund", "chưa giao"),
    ],
)
def test_what_is_to_be_reached(target, goal):
    assert words.goal(*made(target)) == goal


def test_what_a_commune_was_set():
    assert words.goal(*made("gratitude_fund", amount=64_000_000)) == "≥ 64 tr"
    assert words.goal(*made("workers_abroad", amount=3)) == "≥ 3"


@pytest.mark.parametrize(
    ("target", "given", "result", "parts"),
    [
        (
            "special_children_assisted",
            {"value": "84.3", "numerator": 118, "denominator": 140, "unknown": 6},
            "84,3 %",
            "118/140 · 6 ?",
        ),
        ("special_children_assisted", {"state": "none"}, "", "Không phát sinh"),
        ("special_children_assisted", {"state": "hidden"}, "–", ""),
        ("health_insurance", {"state": "missing", "numerator": 5}, "nhập…", "5/–"),
        ("merit_households_living", {"state": "missing"}, "–", ""),
        ("gratitude_fund", {"value": 71_250_000, "numerator": 71_250_000}, "71,25 tr", "nhập theo kỳ"),
        ("workers_abroad", {"value": 1200, "numerator": 1200}, "1.200", "nhập theo kỳ"),
        ("safe_addresses", {"value": 100, "numerator": 1, "denominator": 1}, "có", ""),
        ("safe_addresses", {"value": 0, "numerator": 0, "denominator": 1}, "chưa", ""),
        ("safe_addresses", {"value": "66.7", "numerator": 2, "denominator": 3}, "66,7 %", "2/3"),
        (
            "child_abuse_reduction",
            {"value": "-25.0", "numerator": 6, "ends": (Decimal(8), Decimal(6)), "unknown": 1},
            "−25,0 %",
            "8 → 6 · 1 ?",
        ),
        (
            "poverty_reduction",
            {"value": "1.14", "ends": (Decimal("4.62"), Decimal("3.48"))},
            "1,14",
            "4,62 → 3,48",
        ),
    ],
)
def test_what_it_says_and_of_what_that_is_made(target, given, result, parts):
    said, own = made(target, **given)
    assert (words.result(said, own), words.parts(said)) == (result, parts)


@pytest.mark.parametrize(("numerator", "lack"), [(118, 1), (119, 0), (0, 119)])
def test_how_many_are_lacking_is_whole_people(numerator, lack):
    state = "reached" if not lack else "missed"
    said, own = made("special_children_assisted", state, value="1", numerator=numerator, denominator=140)
    assert words.missing_heads(said, own) == lack
    assert (f"thiếu {lack} " in words.verdict(said, own)) == bool(lack)


def test_an_amount_is_said_in_full_where_there_is_room():
    said, _ = made("gratitude_fund", value=71_250_500, numerator=71_250_500)
    assert words.value(said, said.decimal) == "71.250.500 đồng"
    said, _ = made("poverty_reduction", value="1.14")
    assert words.value(said, said.decimal) == "1,14 điểm %"


def test_a_folded_group_says_what_is_in_it():
    lines = [
        made("gdnn_enrolment", "missing")[0],
        made("gdnn_female", value="50", numerator=1, denominator=2)[0],
    ]
    assert words.folded(lines) == "2 chỉ tiêu, nhập theo kỳ: 1 đạt, 1 chưa nhập"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2026-H2", "cuối năm 2026"),
        ("2026-9M", "năm 2026"),
        ("2026-11", "tháng 11/2026"),
        ("2026-Q3", "quý III năm 2026"),
    ],
)
def test_beside_its_kind_a_period_needs_no_more_than_its_rest(code, name):
    assert words.name_beside_kind(Period.of(code)) == name
