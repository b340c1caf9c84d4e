"""A figure of the plan as a bar against its target."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan import bars
from ansinh_desktop.services.plan.rows import Row
from ansinh_desktop.services.plan.told import Group, line

PLAN = plan.plans()[0]
HALF = Period.of("2026-H1")


def bar(target, **given):
    made = PLAN.by_id[target]
    return bars.bar_of(made, line(PLAN, Row(made, HALF, "open", **given), None, None))


def share(top, bottom, unknown=0, amount=85):
    value = Decimal(top * 100) / bottom
    return bar(
        "special_children_assisted",
        value=value,
        numerator=top,
        denominator=bottom,
        unknown=unknown,
        amount=Decimal(amount),
    )


def test_a_share_lies_within_those_who_count():
    made = share(118, 140, 6)
    assert made.filled == pytest.approx(118 / 140)
    assert made.hatched == pytest.approx(6 / 140)
    assert made.tick == 0.85


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 700))
def test_a_bar_passes_its_stroke_only_where_the_target_is_reached(top, bottom, unknown):
    top = min(top, bottom)
    made = share(top, bottom, unknown)
    assert made.filled + made.hatched + made.hollow == pytest.approx(1)
    assert min(made.filled, made.hatched, made.hollow) >= 0
    assert (made.filled >= made.tick) == (top * 100 >= 85 * bottom)


def test_a_sum_and_a_share_that_is_to_stay_small_are_longer_than_both():
    fund = bar("child_fund", value=Decimal(43), amount=Decimal(40))
    assert (fund.filled, fund.tick) == (pytest.approx(0.8), pytest.approx(40 / 43 * 0.8))
    jobless = bar(
        "urban_unemployment", value=Decimal("3.9"), numerator=39, denominator=1000, amount=Decimal(4)
    )
    assert (jobless.filled, jobless.tick) == (pytest.approx(0.78), pytest.approx(0.8))


@pytest.mark.parametrize(
    ("target", "given_values"),
    [
        ("child_fund", {"value": Decimal(43)}),  # nothing was set for the commune
        ("child_fund", {"amount": Decimal(40)}),
        ("safe_addresses", {"value": Decimal(100), "numerator": 1, "denominator": 1, "amount": Decimal(100)}),
        ("child_abuse_reduction", {"value": Decimal(-25), "amount": Decimal(-20)}),
        ("poverty_reduction", {"value": Decimal("1.14"), "amount": Decimal(1)}),
    ],
)
def test_where_nothing_can_be_compared_there_is_no_bar(target, given_values):
    assert bar(target, **given_values) is None


def test_groups_and_periods_carry_their_numbers_as_text():
    (strip,) = bars.strips_of([Group("Ấp Vĩnh Lợi", 18, 21, 2)])
    assert (strip.inside, strip.unknown, strip.outside, strip.shown) == (18, 2, 1, "18/21 · 2 ?")
    past, now = bars.columns_of([(HALF.moved(-1), None), (HALF, Decimal("84.3"))], "%", HALF)
    assert (past.value, past.shown, past.current) == (None, "–", False)
    assert (now.shown, now.label, now.current) == ("84,3", "đầu 2026", True)
    assert now.hint == "6 tháng đầu năm 2026: 84,3 %"


@pytest.mark.parametrize(
    ("value", "shown"), [(28204, "28.204"), (Decimal("-25.0"), "\u221225,0"), (Decimal("0.25"), "0,25")]
)
def test_numbers_as_they_are_written(value, shown):
    assert bars.said(value) == shown
