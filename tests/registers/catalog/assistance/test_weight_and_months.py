"""How much it weighs that somebody is left out of a month, and which months are unpaid, owed or settled."""

import datetime

import pytest

from ansinh_desktop.findings import error, warning
from ansinh_desktop.registers.catalog.assistance import course, decided, left_out, paid_month, past_months
from tests.registers.factories import ASSISTANCE, PERSON, facts, happened

ON = datetime.date(2026, 11, 30)
ADULT = PERSON | {"birth_date": "1990-05-05", "poverty_status": "other"}
PAID = ASSISTANCE | {
    "received_on": "2024-02-01",
    "decision_no": "1/QĐ",
    "decision_date": "2024-02-20",
    "start_month": "2024-03",
}
RISE = happened("increase", "2026-09-20", month="2026-07", reason="coefficient_up", new_amount=810_000)


def record(answers=PAID, *events, state="paying", on=ON, person=ADULT):
    return facts(answers, person, on, state=state, events=events)


def step(came_from, to, on):
    return happened("state", on, **{"from": came_from, "to": to})


@pytest.mark.parametrize(
    ("code", "state", "level"),
    [
        ("AS-4073", "paying", "error"),
        ("AS-4074", "paying", "error"),
        ("AS-4074", "suspended", "warning"),  # the record says itself that nothing is paid
        ("AS-4073", "stopped", "warning"),
        ("AS-4072", "paying", "warning"),
        ("AS-4071", "paying", "error"),
    ],
)
@pytest.mark.parametrize("was", [error, warning])
def test_why_somebody_is_left_out_hinders_only_while_they_stand_as_paid(code, state, level, was):
    shown = {"month": "11/2026", "day": "01/11/2026"}
    found = paid_month.weighed(record(state=state), was(code, "social_group", **shown))
    assert (str(found.level), found.code, found.field, found.facts["month"]) == (
        level,
        code,
        "social_group",
        "11/2026",
    )


@pytest.mark.parametrize(
    ("code", "steps", "said"),
    [
        ("AS-4071", [step("suspended", "paying", "2026-12-01")], False),
        ("AS-4071", [step("suspended", "paying", "2026-11-30")], True),  # of this month: it should be paid
        ("AS-4071", [step("approved", "paying", "2026-12-01")], True),
        ("AS-4071", [step("suspended", "stopped", "2026-12-01")], True),
        ("AS-4074", [step("suspended", "paying", "2026-12-01")], True),
    ],
)
def test_that_payment_was_resumed_only_later_is_no_hindrance(code, steps, said):
    why = warning(code, "", month="11/2026")
    assert (paid_month.weighed(record(PAID, *steps), why) is not None) is said


@pytest.mark.parametrize(
    ("answers", "person", "code"),
    [
        (PAID, {}, None),
        (PAID, {"death_date": "2026-11-02"}, "AS-4076"),
        (PAID | {"disability_degree": None}, {}, "AS-4073"),
        (PAID | {"disability_degree": "mild"}, {}, "AS-4074"),
    ],
)
def test_a_result_is_put_up_only_of_the_living_and_only_with_a_level(answers, person, code):
    found = left_out.is_not_posted(record(answers, person=ADULT | person))
    assert (found and found.code) == code


# ---------------------------------------------------------------- suspended, and paid again


@pytest.mark.parametrize(
    ("events", "back", "first"),
    [
        ([], "2026-11-05", None),
        # Of a suspension that names no month the month of its day is still paid.
        ([step("paying", "suspended", "2026-08-20")], "2026-11-05", "2026-09-01"),
        ([step("paying", "suspended", "2026-12-20")], "2027-01-05", "2027-01-01"),
        ([step("paying", "suspended", "2026-11-06")], "2026-11-05", None),  # only after it
        ([step("paying", "suspended", "2026-11-05")], "2026-11-05", "2026-12-01"),
        (
            [
                happened("decrease", "2026-08-20", month="2026-08", reason="not_collected"),
                step("paying", "suspended", "2026-08-20"),
            ],
            "2026-11-05",
            "2026-08-01",
        ),
        (  # another level is no end of payment
            [
                happened("decrease", "2026-08-19", month="2026-08", reason="coefficient_down"),
                step("paying", "suspended", "2026-08-20"),
            ],
            "2026-11-05",
            "2026-09-01",
        ),
        (  # what was said of the suspension before counts no more
            [
                happened("decrease", "2026-02-20", month="2026-03", reason="not_collected"),
                step("paying", "suspended", "2026-02-20"),
                step("suspended", "paying", "2026-04-10"),
                step("paying", "suspended", "2026-08-20"),
            ],
            "2026-11-05",
            "2026-09-01",
        ),
    ],
)
def test_the_first_month_that_a_suspension_left_unpaid(events, back, first):
    found = course.suspended_before(record(PAID, *events), datetime.date.fromisoformat(back))
    assert (found and found.isoformat()) == first


def test_what_a_suspension_withheld_is_owed_at_each_month_s_own_level():
    away = (step("paying", "suspended", "2026-04-20"), step("suspended", "paying", "2026-09-10"))
    owed = course.resumed(record(PAID, *away))
    assert (f"{owed.first:%Y-%m}", f"{owed.last:%Y-%m}") == ("2026-05", "2026-08")
    assert owed.amount == 2 * 750_000 + 2 * 810_000  # the base rose in July
    given = happened("arrears", "2026-09-10", month="2026-09", amount=owed.amount)
    assert course.resumed(record(PAID, *away, given)) is None
    before = happened("arrears", "2026-09-09", month="2026-09", amount=owed.amount)
    assert course.resumed(record(PAID, *away, before)) is not None
    assert course.resumed(record(PAID, *away, state="suspended")) is None
    assert course.resumed(record(PAID, away[0])) is None
    in_one_month = (step("paying", "suspended", "2026-08-20"), step("suspended", "paying", "2026-08-25"))
    assert course.resumed(record(PAID, *in_one_month)) is None


# ---------------------------------------------------------------- months that are closed


def between(given, *events, until="2026-11-30"):
    found = past_months.between(
        record(PAID, RISE, *events),
        datetime.date(2026, 7, 1),
        datetime.date.fromisoformat(until),
        decided.monthly,
        lambda then: given.get(f"{then.on:%Y-%m}"),
    )
    return [(f"{each.month:%m}", each.due, each.given) for each in found]


def settled(kind, **answers):
    return happened(kind, "2026-10-01", month="2026-10", amount=60_000, **answers)


def row(month, due, given):
    return {"month": month, "due": due, "given": given}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], [("07", 810_000, 750_000), ("08", 810_000, 700_000)]),
        ([settled("arrears", by_month=[row("2026-07", 810_000, 750_000)])], [("08", 810_000, 700_000)]),
        # Half of it was given: the other half is still owed.
        (
            [settled("arrears", by_month=[row("2026-07", 780_000, 750_000)])],
            [("07", 810_000, 780_000), ("08", 810_000, 700_000)],
        ),
        ([settled("arrears", from_month="2026-07", to_month="2026-08")], []),
        ([settled("arrears", from_month="2026-08", to_month="2026-08")], [("07", 810_000, 750_000)]),
        ([settled("deduction", from_month="2026-06", to_month="2026-07")], [("08", 810_000, 700_000)]),
        # The table says which months, whatever the span around it.
        (
            [settled("arrears", from_month="2026-07", to_month="2026-08", by_month=[row("2026-07", 810_000, 750_000)])],
            [("08", 810_000, 700_000)],
        ),
    ],
)  # fmt: skip
def test_a_closed_month_is_owed_until_it_was_settled(events, expected):
    assert between({"2026-07": 750_000, "2026-08": 700_000, "2026-09": 810_000}, *events) == expected


def test_of_the_month_itself_and_of_a_month_of_which_nobody_asks_nothing_is_owed():
    assert between({"2026-11": 1, "2026-10": 810_000}) == []
    assert between({"2026-11": 1}, until="2026-12-31") == [("11", 810_000, 1)]
    assert between({"2026-07": 1}, until="2026-07-31") == []


def test_arrears_name_their_months_with_what_was_due_and_given():
    months = [
        past_months.PastMonth(datetime.date(2026, 7, 1), 810_000, 750_000),
        past_months.PastMonth(datetime.date(2026, 9, 1), 810_000, 900_000),
        past_months.PastMonth(datetime.date(2026, 10, 1), 810_000, 700_000),
    ]
    table = [
        row("2026-07", 810_000, 750_000),
        row("2026-09", 810_000, 900_000),
        row("2026-10", 810_000, 700_000),
    ]
    span = {"from_month": "2026-07", "to_month": "2026-10"}
    assert list(past_months.events(months, "2026-12")) == [
        ("arrears", {"month": "2026-12", "amount": 80_000, **span, "by_month": table})
    ]
    assert list(past_months.events(months[:2], "2026-12")) == [
        (
            "deduction",
            {
                "month": "2026-12",
                "amount": 30_000,
                "reason": "Đã chi cao hơn mức của quyết định",
                "by_month": table[:2],
            },
        )
    ]
    even = past_months.PastMonth(datetime.date(2026, 9, 1), 810_000, 870_000)
    assert list(past_months.events([months[0], even], "2026-12")) == []


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["2026-08", "2026-09", "2026-10"], True),
        (["2026-08", "2026-09"], False),
        (["2026-07", "2026-08", "2026-10"], False),  # not in a row
        (["2025-11", "2025-12", "2026-01"], True),
    ],
)
def test_three_months_in_a_row_uncollected_suspend_the_payment_by_the_law_s_own_article(months, said):
    found = paid_month.uncollected(record(), [datetime.date.fromisoformat(f"{each}-01") for each in months])
    assert (found is not None) is said
    if found is not None:
        assert (found.code, str(found.level)) == ("AS-4214", "warning")
        assert found.facts["article"]
