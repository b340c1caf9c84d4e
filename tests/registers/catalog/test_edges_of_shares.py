"""The plan's shares on their first and last day, for what the tables beside this one leave open."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.plan.indicator import STEP, Seen
from ansinh_desktop.rules.period import Period
from tests.registers.catalog.test_shares import DEFAULT, judge
from tests.registers.factories import (
    ABUSE,
    CHILD,
    CHILDREN,
    DISABLED,
    PERSON,
    TRAFFICKING,
    codes,
    facts,
    happened,
)

CHILD_2015 = CHILD | {"birth_date": "2015-03-05"}


def step(on, before, to):
    return happened(STEP, on, **{"from": before, "to": to})


@pytest.mark.parametrize(
    ("issued", "side"),
    [("2026-06-30", "unheld"), ("2026-07-01", "out"), (None, "unheld"), ("2020-01-01", "unheld")],
)
def test_a_certificate_of_the_last_day_counts(issued, side):
    register = catalog.register("disability")
    record = facts(
        DISABLED | {"certificate_date": issued},
        PERSON | {"poverty_status": "poor"},
        Period.of("2026-H1").last,
        state="issued",
    )
    seen = Seen(
        record, Period.of("2026-H1"), {"hardship_definition": "poor_near_poor"}, datetime.date(2026, 1, 5)
    )
    assert register.indicators[0].judge(seen).side == side


# By the day on which it happened; one that is not known to the day may lie in either half.
@pytest.mark.parametrize(
    ("happened_from", "side"),
    [
        ("2026-01-01", "held"),
        ("2026-06-30", "held"),
        ("2025-12-31", "out"),
        ("2026-07-01", "out"),
        ("2026-06", "held"),
        ("2026", "unclear"),  # either half
        ("2025", "out"),
        (None, "unclear"),
    ],
)
def test_cases_counted_by_the_day_on_which_they_happened(happened_from, side):
    answers = ABUSE | {
        "received_at": "2026-05-04T15:00",
        "verification": "true",
        "happened_from": happened_from,
    }
    found = judge("child_abuse", "child_abuse_reduction", answers, person=CHILD_2015, count_date="occurred")
    assert found.side == side


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("confirmed", "dossier", "held"),
        ("not_victim", "confirmed", "held"),
        ("dossier", "supporting", "unclear"),  # nobody wrote down when it was confirmed
    ],
)
def test_the_step_of_the_confirmation_counts_and_no_other(first, second, expected):
    answers = TRAFFICKING | {"victim_paper_date": None}
    events = [
        step("2026-02-03", "awaiting_verification", first),
        step("2026-03-03", first, second),
        happened("support", "2026-04-01", support="a"),
    ]
    assert judge("trafficking", "victims_supported", answers, *events, state=second).side == expected


@pytest.mark.parametrize(("support", "side"), [("zz", "unheld"), (None, "unheld"), ("scholarship", "held")])
def test_support_of_an_older_list_counts_for_nothing(support, side):
    given = happened("support", "2026-03-01", support=support)
    assert (
        judge(
            "children", "special_children_assisted", CHILDREN, given, state="managed", person=CHILD_2015
        ).side
        == side
    )


def test_every_target_has_its_switches():
    for register in catalog.registers().values():
        for each in register.indicators:
            record = facts({}, PERSON, Period.of("2026-H1").last)
            assert each.judge(Seen(record, Period.of("2026-H1"), DEFAULT, datetime.date(2026, 1, 5))).why


# ---------------------------------------------------------------- two findings that nothing asked for


@pytest.mark.parametrize(
    ("police", "line_111", "told"),
    [(None, None, True), ("2026-05-04T15:10", None, False), (None, "2026-05-04T15:10", False)],
)
def test_a_report_goes_to_the_police_or_to_the_line_111(police, line_111, told):
    answers = ABUSE | {"reported_police_at": police, "reported_111_at": line_111}
    assert ("AS-2354" in codes("child_abuse", answers, CHILD_2015, datetime.date(2026, 5, 20))) is told


@pytest.mark.parametrize(
    ("key", "late"), [("plan_decision_date", False), ("plan_submitted_on", False), ("m02_on", True)]
)
def test_only_the_plan_of_a_later_round_has_no_limit(key, late):
    done = "2026-05-20T08:00" if key == "m02_on" else "2026-05-20"
    answers = ABUSE | {key: done}
    on = datetime.date(2026, 5, 25)
    before = codes("child_abuse", answers, CHILD_2015, on)
    after = codes("child_abuse", answers, CHILD_2015, on, events=[happened("review_06", "2026-05-19")])
    assert "AS-2352" in before
    assert ("AS-2352" in after) is late
