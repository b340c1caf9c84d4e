"""Which households count in the plan's 100 %, and which live as well as those around them."""

import datetime

import pytest

from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.merit.share import INDICATORS
from ansinh_desktop.registers.plan.indicator import Seen
from ansinh_desktop.rules.period import Period
from tests.registers.factories import MERIT, PERSON, facts

[INDICATOR] = INDICATORS
OLDER = PERSON | {"birth_date": "1948-03-05"}
KIN = {"kin": [{"name": "Lê Văn Hùng", "category": "c", "relation": "mother", "ground": "parent_or_foster"}]}


def judged(answers, *events, period="2026", state="receiving", person=OLDER):
    """Return where a record stands: of its events only those up to the end of the period are seen."""
    asked = Period.of(period)
    told = [EventFacts("living", datetime.date.fromisoformat(on), said) for on, said in events]
    seen = [each for each in told if each.on <= asked.last]
    made = facts(answers, person, asked.last, state=state, events=seen)
    return INDICATOR.judge(Seen(made, asked, {}, datetime.date(2020, 1, 2)))


def of(year, standard):
    return {"year": year, "standard": standard}


# Kế hoạch 322, row 9, each worked by hand: of the households managed at the end of the period, by the year's judgement.
@pytest.mark.parametrize(
    ("answers", "events", "more", "side"),
    [
        (MERIT, [("2026-10-02", of(2026, "equal"))], {}, "held"),
        (MERIT, [("2026-10-02", of(2026, "above"))], {}, "held"),
        (MERIT, [("2026-10-02", of(2026, "below"))], {}, "unheld"),
        (MERIT, [], {}, "unsure"),
        # judged only for the year before, or only after the period
        (MERIT, [("2025-10-02", of(2025, "above"))], {}, "unsure"),
        (MERIT, [("2026-10-02", of(2026, "above"))], {"period": "2026-H1"}, "unsure"),
        (MERIT, [("2026-10-02", of(2026, "above"))], {"period": "2026-9M"}, "unsure"),
        # written down late, for the year before
        (MERIT, [("2026-01-05", of(2025, "above"))], {"period": "2025"}, "unsure"),
        # of two judgements of a year the later one
        (MERIT, [("2026-03-01", of(2026, "below")), ("2026-10-02", of(2026, "equal"))], {}, "held"),
        (MERIT, [("2026-03-01", of(2026, "below")), ("2026-10-02", of(2026, "equal"))], {"period": "2026-H1"}, "unheld"),
        # relatives count, whoever only worships or attends does not, a martyr's own record does not
        (KIN, [("2026-10-02", of(2026, "equal"))], {}, "held"),
        ({"related": ["chemical_child"], "child_percent": 70}, [], {}, "unsure"),
        ({"related": ["worshipper"]}, [("2026-10-02", of(2026, "equal"))], {}, "out"),
        ({"related": ["attendant"]}, [], {}, "out"),
        ({"categories": ["c"]}, [("2026-10-02", of(2026, "equal"))], {}, "out"),
        ({"categories": ["c"], **KIN}, [], {}, "unsure"),
        # moved, dead, ended, not yet decided; suspended people are managed on
        (MERIT, [("2026-10-02", of(2026, "equal"))], {"state": "moved"}, "out"),
        (MERIT, [("2026-10-02", of(2026, "equal"))], {"state": "requested"}, "out"),
        (MERIT, [("2026-10-02", of(2026, "equal"))], {"state": "suspended"}, "held"),
        (MERIT, [("2026-10-02", of(2026, "equal"))], {"person": OLDER | {"death_date": "2026-12-31"}}, "out"),
        (MERIT, [("2026-10-02", of(2026, "equal"))], {"person": OLDER | {"death_date": "2027-01-01"}}, "held"),
    ],
)  # fmt: skip
def test_where_a_household_stands(answers, events, more, side):
    found = judged(answers, *events, **more)
    assert found.side == side
    assert found.why
