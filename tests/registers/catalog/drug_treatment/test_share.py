"""Who counts as an addict with a file, and who as treated in the year: the plan's share, course by course."""

import datetime

import pytest

from ansinh_desktop.registers.case import EventFacts
from ansinh_desktop.registers.catalog.drug_treatment.share import INDICATORS
from ansinh_desktop.registers.plan.indicator import COUNTED, Seen
from ansinh_desktop.rules.period import Period
from tests.registers.factories import DRUG, PERSON, facts

ON = datetime.date(2026, 11, 23)


def judged(made, *, detained="yes"):
    """Return where a record stands in the year of the day of its facts, up to that day."""
    year = Period(datetime.date(made.on.year, 1, 1), made.on)
    return INDICATORS[0].judge(Seen(made, year, {"include_detention": detained}, datetime.date(2020, 1, 2)))


def counts(made, detained):
    return judged(made, detained=detained).side in COUNTED


def holds(made):
    return judged(made).side == "held"


def case(answers, *events, state="in_treatment", person=PERSON):
    found = [EventFacts(kind, datetime.date.fromisoformat(on), said) for kind, on, said in events]
    return facts(DRUG | answers, person, ON, state=state, events=found)


def course(start, form="voluntary_home", **more):
    return {"treatment_form": form, "treatment_from": start} | more


# Kế hoạch 322: of the addicts with a file, confirmed by the police; those in detention are counted in one of the ways.
@pytest.mark.parametrize(
    ("answers", "person", "counted", "free"),
    [
        ({}, PERSON, True, True),
        ({"has_file": False}, PERSON, False, False),
        ({"has_file": None}, PERSON, False, False),
        ({"population": "illicit_user"}, PERSON, False, False),
        ({"population": "after_care"}, PERSON, False, False),
        ({"population": None}, PERSON, False, False),
        ({"present_place": "detention"}, PERSON, True, False),
        ({"present_place": None}, PERSON, True, True),
        ({}, PERSON | {"death_date": "2026-11-22"}, False, False),
        ({}, PERSON | {"death_date": "2026-11-24"}, True, True),
        ({}, PERSON | {"death_date": "2026"}, True, True),  # nobody knows whether already
        ({}, PERSON | {"death_date": "2025"}, False, False),
    ],
)
def test_who_stands_in_the_denominator(answers, person, counted, free):
    made = case(answers, person=person)
    assert (counts(made, "yes"), counts(made, "no")) == (counted, free)


@pytest.mark.parametrize(
    ("answers", "treated"),
    [
        ({}, False),
        (course("2026-01-05"), True),
        (course("2026-11-23"), True),
        (course("2026-11-24"), False),  # begins tomorrow
        (course(None), False),
        # of last year: it runs on as long as the law lets it
        (course("2025-03-01"), True),
        (course("2025-01-01"), True),  # twelve months, to 01/01/2026
        (course("2024-12-31"), False),  # to 31/12/2025
        (course("2024-01-01", "compulsory_18"), True),  # 24 months, to 01/01/2026
        (course("2023-12-31", "compulsory_18"), False),
        (course("2020-01-01", "methadone"), True),  # no longest time
        (course("2026-01-05", "in_detention"), False),
        # an end that is written down
        (course("2025-03-01", treatment_to="2026-01-01"), True),
        (course("2025-03-01", treatment_to="2025-12-31"), False),
        (course("2025-03-01", treatment_result="completed", completion_date="2026-01-01"), True),
        (course("2025-03-01", treatment_result="completed", completion_date="2025-12-31"), False),
        (course("2025-03-01", treatment_result="completed"), False),  # when, nobody knows
        (course("2026-03-01", treatment_result="completed"), True),
        # given up before the decided end, which is then no end
        (course("2025-03-01", treatment_result="left", treatment_to="2026-02-01"), False),
        (course("2025-03-01", treatment_result="left", left_on="2026-01-15"), True),
        (course("2025-03-01", treatment_result="violated", left_on="2025-11-15"), False),
        (course("2026-03-01", treatment_result="left"), True),
        # whatever ended before it began ended another course
        (course("2026-03-01", completion_date="2025-06-01"), True),
    ],
)
def test_a_course_counts_where_it_fell_into_the_year(answers, treated):
    assert holds(case(answers)) is treated


@pytest.mark.parametrize(
    ("events", "treated"),
    [
        ((), True),
        ((("service_notice", "2026-01-10", {"result": "completed"}),), True),
        ((("service_notice", "2025-12-20", {"result": "completed"}),), False),
        ((("service_notice", "2025-12-20", {"result": "in_progress"}),), True),
        ((("state", "2025-12-20", {"to": "left"}),), False),
        ((("state", "2026-02-20", {"to": "left"}),), True),
        ((("state", "2025-12-20", {"to": "in_treatment"}),), True),
        ((("state", "2025-02-20", {"to": "left"}),), True),  # before this course began
    ],
)
def test_an_event_may_say_that_the_course_ended(events, treated):
    assert holds(case(course("2025-03-01"), *events)) is treated


@pytest.mark.parametrize(
    ("past", "treated"),
    [
        ({"form": "voluntary_home", "start": "2025-01-05", "end": "2026-01-01"}, True),
        ({"form": "voluntary_home", "start": "2025-01-05", "end": "2025-12-31"}, False),
        ({"form": "voluntary_home", "start": "2025-01-05"}, False),  # nobody knows when it ended
        ({"form": "voluntary_home", "start": "2026-01-01"}, True),
        ({"form": "in_detention", "start": "2026-01-05", "end": "2026-06-01"}, False),
        ({"form": "voluntary_home", "end": "2026-06-01"}, False),
        ({"start": "2026-01-05", "end": "2026-06-01"}, False),
    ],
)
def test_an_earlier_course_of_the_year_counts_too(past, treated):
    assert holds(case({"past_episodes": [past]}, state="to_register")) is treated


@pytest.mark.parametrize(
    ("answers", "state", "asked"),
    [
        ({"population": None}, "to_register", "chưa ghi loại đối tượng"),
        ({"has_file": None}, "to_register", "chưa ghi có hồ sơ quản lý hay không"),
        ({"has_file": False}, "to_register", ""),
        ({"population": "illicit_user", "has_file": None}, "managed", ""),
        ({}, "to_register", ""),
        ({"treatment_form": "voluntary_home"}, "to_register", ""),
        (
            {"treatment_form": "voluntary_home"},
            "in_treatment",
            "đang cai nghiện, điều trị mà chưa ghi ngày bắt đầu",
        ),
        ({"treatment_form": "in_detention"}, "in_treatment", ""),
        (course("2026-03-01"), "in_treatment", ""),
        (course("2024-03-01"), "in_treatment", "đợt cai đã hết hạn hoặc đã dừng mà chưa ghi ngày kết thúc"),
        (course("2025-03-01"), "relapsed", "đợt cai đã hết hạn hoặc đã dừng mà chưa ghi ngày kết thúc"),
        (course("2025-03-01", completion_date="2025-12-01"), "relapsed", ""),
    ],
)
def test_what_is_not_recorded_is_told_and_not_guessed(answers, state, asked):
    side, why = judged(case(answers, state=state))
    assert (why if side in ("unclear", "unsure") else "") == asked


def test_of_the_dead_nothing_is_asked():
    dead = PERSON | {"death_date": "2026-05-01"}
    assert judged(case({"population": None}, person=dead)) == ("out", "đã chết")


@pytest.mark.parametrize(
    ("answers", "treated"),
    [
        ({}, False),
        ({"times_treated": 1}, False),
        ({"times_treated": 2}, True),
        ({"past_episodes": [{"form": "voluntary_home", "start": "2020-01-01", "end": "2020-07-01"}]}, True),
    ],
)
def test_from_july_2026_a_further_course_may_last_a_year_longer(answers, treated):
    """Luật 120/2025/QH15 Điều 29: 24 months to 01/7/2028, or 36 to 01/7/2029."""
    made = facts(
        DRUG | course("2026-07-01") | answers, PERSON, datetime.date(2029, 3, 1), state="in_treatment"
    )
    assert holds(made) is treated
