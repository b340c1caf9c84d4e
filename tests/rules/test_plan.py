"""The targets of the provincial plan: how they are said, and from which figure on they are reached."""

from decimal import Decimal

import pytest

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
        ("50", ">=", "%", "≥ 50 %"),
        ("6.5", "<=", "%", "≤ 6,5 %"),
        ("100", "=", "%", "= 100 %"),
        ("1200", ">=", "trẻ em", "≥ 1200 trẻ em"),
    ],
)
def test_a_target_is_said_in_short(amount, compare, unit, shown):
    assert target(amount, compare, unit).shown == shown
