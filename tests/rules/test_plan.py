"""The targets of the provincial plan: how they are said, and from which figure on they are reached."""

from decimal import Decimal

import pytest

from ansinh_desktop.rules import plan
from ansinh_desktop.rules.plan import Target


def target(amount, compare=">=", unit="%"):
    return Target("t", "Chỉ tiêu", Decimal(amount), unit, compare, "✓")


@pytest.mark.parametrize(
    ("amount", "compare", "value", "reached"),
    [
        ("50", ">=", "49.9", False),
        ("50", ">=", "50", True),
        ("50", ">=", "50.0", True),
        ("50", ">=", "50.1", True),
        ("6.5", "<=", "6.6", False),
        ("6.5", "<=", "6.5", True),
        ("6.5", "<=", "0", True),
        ("100", "=", "99.9", False),
        ("100", "=", "100", True),
    ],
)
def test_a_target_is_reached_at_its_figure(amount, compare, value, reached):
    assert target(amount, compare).reached(Decimal(value)) is reached


@pytest.mark.parametrize(
    ("amount", "compare", "unit", "shown"),
    [
        ("50", ">=", "%", "≥\u00a050 %"),
        ("6.5", "<=", "%", "≤\u00a06,5 %"),
        ("100", "=", "%", "=\u00a0100 %"),
        ("1200", ">=", "trẻ em", "≥\u00a01.200 trẻ em"),
    ],
)
def test_a_target_is_said_in_short(amount, compare, unit, shown):
    assert target(amount, compare, unit).shown == shown


def test_the_plan_has_29_targets_in_its_own_order_each_in_an_area_with_known_switches():
    (own,) = plan.plans()
    assert [each.number for each in own.targets] == list(range(1, 30))
    for each in own.targets:
        assert own.area(each).label
        assert set(each.switches) <= set(own.switches)
        assert each.title
        assert each.numerator
    assert own.by_id["poverty_reduction"].shown == "1–1,2 điểm %"
    assert own.by_id["gratitude_fund"].shown == "≥\u00a04.000 triệu đồng"
    assert own.by_id["urban_unemployment"].reached(Decimal(4)) is False


def test_a_switch_that_nobody_set_or_that_is_unknown_has_its_first_value():
    (own,) = plan.plans()
    chosen = own.switched({"gift_counts": "yes", "count_date": "else", "unknown": "yes"})
    assert chosen["gift_counts"] == "yes"
    assert chosen["count_date"] == "received"
    assert "unknown" not in chosen
