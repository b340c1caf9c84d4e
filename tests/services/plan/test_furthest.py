"""Which targets the first page names: those with a figure, the furthest from what is asked first."""

from decimal import Decimal

from ansinh_desktop.rules import plan as law_plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.rows import Row, furthest

HALF = Period.of("2026-H2")


def test_what_is_missed_by_most_stands_first_and_what_has_no_figure_nowhere():
    plan = law_plan.plan_on(HALF.last)
    shares = [
        each for each in plan.targets if each.kind == "ratio" and each.compare == ">=" and not each.yes_no
    ]

    def row(at, state, value=None):
        return Row(shares[at], HALF, state, value=value, amount=Decimal(100))

    found = [
        row(0, "reached", Decimal(100)),
        row(1, "missed", Decimal(98)),
        row(2, "missing"),
        row(3, "missed", Decimal(20)),
        row(4, "hidden"),
    ]
    assert [each.target for each in furthest(found, 8)] == [shares[3], shares[1], shares[0]]
    assert [each.target for each in furthest(found, 1)] == [shares[3]]
