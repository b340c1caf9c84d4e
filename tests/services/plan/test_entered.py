"""What entered figures say of a period: its own, the sum of its parts, the last state within it, and never a guess."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.db.models import Figure
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.entered import Entered

OWN = plan.plans()[0]
FUND, INSURED = OWN.by_id["gratitude_fund"], OWN.by_id["health_insurance"]


def entered(target, **by_period):
    return Entered(
        Figure(
            id=code,
            unit="30325",
            target=target.id,
            part="numerator",
            first=Period.of(code).first.isoformat(),
            last=Period.of(code).last.isoformat(),
            value=value,
            author="Lê Thị Lan",
            source=f"BC {code}",
        )
        for code, value in by_period.items()
    )


def value(known, target, code):
    found = known.of(target, "numerator", Period.of(code))
    return found.value if found else None


def test_what_happened_adds_up_and_only_without_a_gap():
    known = entered(FUND, **{"2026-01": 10, "2026-02": 20, "2026-03": 30, "2026-Q2": 100})
    assert value(known, FUND, "2026-Q1") == 60
    assert value(known, FUND, "2026-H1") == 160
    assert value(known, FUND, "2026") is None
    assert value(known, FUND, "2026-9M") is None
    assert value(known, FUND, "2025-Q1") is None


def test_its_own_figure_goes_before_the_sum_of_its_parts():
    known = entered(FUND, **{"2026-01": 10, "2026-02": 20, "2026-03": 30, "2026-Q1": 61})
    assert value(known, FUND, "2026-Q1") == 61


def test_how_things_stand_is_the_last_state_within_the_period():
    known = entered(INSURED, **{"2026-03": 90, "2026-05": 95, "2026-Q3": 99})
    assert value(known, INSURED, "2026-H1") == 95
    assert value(known, INSURED, "2026-05") == 95
    assert value(known, INSURED, "2026-06") is None
    assert value(known, INSURED, "2026") == 99


@pytest.mark.parametrize(
    ("day", "found"), [("2025-12-31", None), ("2026-03-31", 90), ("2026-12-31", 95), ("2027-12-31", None)]
)
def test_how_things_stood_on_a_day_is_no_older_than_a_year(day, found):
    known = entered(INSURED, **{"2026-03": 90, "2026-05": 95})
    said = known.on(INSURED, "numerator", datetime.date.fromisoformat(day))
    assert (said.value if said else None) == found


def test_figures_of_units_that_became_one_are_added_and_told_apart_by_period():
    known = Entered([*_two(7), *_two(5)])
    assert value(known, FUND, "2026") == 12


def _two(amount):
    return [
        Figure(
            id=str(amount),
            unit="u",
            target=FUND.id,
            part="numerator",
            first="2026-01-01",
            last="2026-12-31",
            value=amount,
            author="x",
        )
    ]


@given(st.lists(st.integers(0, 1000), min_size=12, max_size=12))
def test_months_make_the_same_sum_however_they_are_grouped(months):
    known = entered(FUND, **{f"2026-{place:02d}": each for place, each in enumerate(months, start=1)})
    assert value(known, FUND, "2026") == sum(months)
    assert value(known, FUND, "2026-9M") == sum(months[:9])
    assert sum(value(known, FUND, f"2026-Q{each}") for each in range(1, 5)) == sum(months)
