"""When limits end, how they stand, and what comes round every month and year."""

import dataclasses
import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.rules import calendar, deadlines, law

ALL = [row["id"] for row in law.law_data("deadlines")["deadline"]]


def moment(text):
    return datetime.datetime.fromisoformat(text)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("limit", "started", "ends"),
    [
        ("child_intervention_12h", "2022-11-10T15:00", "2022-11-11T03:00"),
        ("sa_total_2026", "2026-11-19", "2026-12-01T17:00"),
        ("drug_use_decision", "2022-01-28", "2022-02-09T17:00"),
        ("merit_funeral", "2025-08-27", "2025-09-05T17:00"),
        ("traf_application_window", "2024-07-01", "2025-07-01T23:59:59"),
        ("dv_ban_length", "2024-11-29T09:00", "2024-12-02T09:00"),
    ],
)
def test_a_limit_ends_when_the_law_says(limit, started, ends):
    found = deadlines.due(limit, moment(started))
    assert found.ends_at == moment(ends)
    assert found.in_force
    assert found.doubtful_days == ()


def test_a_moment_with_its_zone_is_put_on_the_officers_clock():
    local = moment("2022-11-10T15:00")
    assert deadlines.due("child_intervention_12h", local.astimezone(datetime.UTC)).ends_at == moment(
        "2022-11-11T03:00"
    )
    found = deadlines.due("child_intervention_12h", local)
    assert found.state(moment("2022-11-11T03:00:01").astimezone(datetime.UTC)) == "overdue"


def test_a_limit_runs_warns_and_is_overdue():
    found = deadlines.due("sa_total_2026", day("2026-11-19"))
    assert found.state(moment("2026-11-27T16:59")) == "running"
    assert found.state(moment("2026-11-27T17:00")) == "warning"  # five of seven working days have passed
    assert found.state(moment("2026-12-01T17:00")) == "warning"
    assert found.state(moment("2026-12-01T17:01")) == "overdue"
    assert found.state(moment("2027-01-01T00:00"), done=moment("2026-12-01T16:00")) == "done_on_time"
    assert found.state(moment("2027-01-01T00:00"), done=day("2026-12-01")) == "done_on_time"
    assert found.state(moment("2027-01-01T00:00"), done=day("2026-12-02")) == "done_late"


@pytest.mark.parametrize(
    ("limit", "started"),
    [
        ("sa_total_2026", "2026-11-19T00:00"),
        ("child_intervention_12h", "2022-11-10T15:00"),
        ("drug_use_decision", "2022-01-28T00:00"),
    ],
)
def test_what_is_done_at_the_last_moment_is_on_time(limit, started):
    found = deadlines.due(limit, moment(started))
    second = datetime.timedelta(seconds=1)
    assert found.state(found.ends_at + 99 * second, done=found.ends_at) == "done_on_time"
    assert found.state(found.ends_at + 99 * second, done=found.ends_at + second) == "done_late"
    assert found.state(found.ends_at) != "overdue"
    assert found.state(found.ends_at + second) == "overdue"


def test_at_once_reminds_after_two_hours_and_is_overdue_after_a_day():
    found = deadlines.due("traf_notify_2024", moment("2026-03-02T08:00"))
    assert found.deadline.length == "ngay"
    assert found.state(moment("2026-03-02T09:59")) == "running"
    assert found.state(moment("2026-03-02T10:00")) == "warning"
    assert found.state(moment("2026-03-03T08:01")) == "overdue"


def test_a_term_ends_by_itself():
    found = deadlines.due("drug_use_management", day("2024-02-29"))
    assert found.day == day("2025-02-28")
    assert found.state(day("2024-03-01")) == "running"
    assert found.state(day("2025-02-28")) == "warning"
    assert found.state(day("2025-03-01")) == "ended"


def test_a_posting_may_not_end_earlier_and_nobody_is_warned():
    found = deadlines.due("sa_posting_2021", day("2024-03-04"))
    assert found.day == day("2024-03-06")
    assert found.state(moment("2024-03-06T16:00")) == "running"
    assert found.state(day("2024-03-07")) == "ended"


def test_a_local_limit_may_only_be_shorter():
    found = deadlines.due("child_intervention_12h", moment("2026-11-10T15:00"), shorter=(6, "QĐ 12/QĐ-UBND"))
    assert found.ends_at == moment("2026-11-10T21:00")
    assert found.deadline.shortened_by == "QĐ 12/QĐ-UBND"
    for hours in (13, 0, -1):
        with pytest.raises(UserError, match="AS-6001"):
            deadlines.due("child_intervention_12h", moment("2026-11-10T15:00"), shorter=(hours, "QĐ"))
    with pytest.raises(UserError):
        deadlines.due("child_notify", moment("2026-11-10T15:00"), shorter=(1, "QĐ"))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2025-06-30", ["sa_review_2021"]),
        ("2025-07-01", ["sa_total_2025"]),
        ("2026-10-04", ["sa_total_2025"]),
        ("2026-10-05", ["sa_total_2026"]),
    ],
)
def test_the_day_of_the_event_chooses_the_limit(on, expected):
    events = {"full_dossier_received", "dossier_received"}
    assert [
        each.id for each in deadlines.deadlines("social_assistance", on=day(on), events=events)
    ] == expected
    found = deadlines.dues("social_assistance", day(on), events=events)
    assert [each.deadline.id for each in found] == expected
    assert all(each.in_force for each in found)


def test_a_local_limit_is_given_by_its_identifier():
    (found,) = deadlines.dues(
        "social_assistance",
        day("2026-11-19"),
        events={"dossier_received"},
        shorter={"sa_total_2026": (5, "QĐ 1")},
    )
    assert found.day == day("2026-11-27")


def test_a_limit_that_was_not_the_law_of_the_day_says_so():
    assert not deadlines.due("sa_total_2026", day("2026-10-04")).in_force


def test_a_day_off_that_is_not_announced_is_named():
    found = deadlines.due("sa_total_2026", day("2027-02-03"))
    assert day("2027-02-10") in found.doubtful_days
    sure = calendar.national().changed(off=[day("2027-02-10")])
    assert day("2027-02-10") not in deadlines.due("sa_total_2026", day("2027-02-03"), days=sure).doubtful_days


def test_an_unknown_limit_is_a_bug():
    with pytest.raises(BugError):
        deadlines.due("nothing", day("2026-01-01"))
    with pytest.raises(BugError):
        deadlines.reminder("nothing")


@settings(max_examples=400)
@given(
    limit=st.sampled_from(ALL),
    started=st.datetimes(moment("2022-01-01"), moment("2027-06-01")),
    later=st.integers(0, 90),
)
def test_limits_are_orderly(limit, started, later):
    found = deadlines.due(limit, started)
    assert found.started <= found.warns_at <= found.ends_at
    assert found.deadline.actor_label
    assert found.deadline.length
    assert found.state(found.started) in ("running", "warning")
    assert found.state(found.ends_at + datetime.timedelta(seconds=1)) in ("overdue", "ended")
    if found.deadline.roll == "forward":
        assert calendar.national().is_working_day(found.day)
    assert deadlines.due(limit, started + datetime.timedelta(days=later)).ends_at >= found.ends_at


def test_before_the_25th_means_the_working_day_before():
    found = deadlines.fixed_between(day("2026-10-01"), day("2026-11-30"), fixed=[_fixed("sa_payment_list")])
    # 24/11/2026 is a holiday; 24/10/2026 is a Saturday.
    assert [each.day for each in found] == [day("2026-10-23"), day("2026-11-23")]
    assert [each.nominal for each in found] == [day("2026-10-25"), day("2026-11-25")]


def _fixed(fixed_id):
    return next(each for each in deadlines.fixed_dates() if each.id == fixed_id)


def test_reports_change_with_the_decree():
    found = deadlines.fixed_between(day("2026-06-01"), day("2026-12-31"))
    reports = [(each.fixed.id, each.day) for each in found if each.fixed.id.startswith("sa_report")]
    # 14/6/2026 is a Sunday, 5/12/2026 a Saturday.
    assert reports == [
        ("sa_report_commune", day("2026-06-12")),
        ("sa_report_commune_2026", day("2026-12-04")),
        ("sa_report_province", day("2026-12-14")),
    ]


def test_the_province_may_set_the_communes_day():
    own = dataclasses.replace(_fixed("sa_report_province"), dates=("06-05", "12-05"), actor="commune")
    (found,) = deadlines.fixed_between(day("2026-12-01"), day("2026-12-31"), fixed=[own])
    assert found.day == day("2026-12-04")


def test_the_last_day_of_a_year_may_stand_in_the_year_before():
    found = deadlines.fixed_between(
        day("2026-01-25"), day("2026-02-05"), fixed=deadlines.fixed_dates("merit")
    )
    assert [(each.fixed.id, each.day) for each in found] == [("merit_province_report", day("2026-01-30"))]


def test_a_birthday_is_thought_of_before():
    turns_16 = deadlines.reminder("child_turns_16")
    assert turns_16.birthday == 16
    assert turns_16.moment(PartialDate(2010, 11, 20)) == moment("2026-10-21T00:00")
    assert turns_16.moment(PartialDate(2010)) == moment("2025-12-02T00:00")
    assert deadlines.reminder("dis_child_turns_6").moment(PartialDate(2020, 2, 29)) == moment(
        "2025-12-30T00:00"
    )


def test_the_end_of_a_ban_is_thought_of_hours_before():
    ban = deadlines.reminder("dv_ban_ends")
    assert ban.birthday is None
    assert ban.moment(moment("2024-12-02T09:00")) == moment("2024-12-01T21:00")
    assert [each.id for each in deadlines.reminders("violence")] == ["dv_ban_ends"]
    assert len(deadlines.reminders()) == 13
    assert len(deadlines.fixed_dates()) == 14


def test_a_limit_whose_days_nobody_has_read_is_set_by_the_text_that_says_them():
    doubtful = deadlines.deadline("sa_total_2025")
    assert doubtful.mark == "?"
    for days in (7, 15):
        found = doubtful.shortened(days, "NĐ 147/2025 Điều 6")
        assert (found.limit, found.mark, found.shortened_by) == (days, "•", "NĐ 147/2025 Điều 6")
    with pytest.raises(UserError, match="AS-6001"):
        doubtful.shortened(0, "NĐ 147/2025 Điều 6")
