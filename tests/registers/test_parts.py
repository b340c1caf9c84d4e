"""The parts that registers share: ages, periods, deaths, and how confidential answers make a record."""

import datetime

import pytest

from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.field import Field
from tests.registers.factories import facts


def day(text):
    return datetime.date.fromisoformat(text)


def born(birth, on):
    return facts({}, {"birth_date": birth}, day(on))


@pytest.mark.parametrize(
    ("birth", "on", "shown"),
    [
        ("2026-06-15", "2026-06-15", "0 tháng"),
        ("2026-06-15", "2026-07-14", "0 tháng"),
        ("2026-06-15", "2026-07-15", "1 tháng"),
        ("2023-06-16", "2026-06-15", "35 tháng"),
        ("2023-06-15", "2026-06-15", "3"),
        ("2010-11-20", "2026-11-19", "15"),
        ("2010-11-20", "2026-11-20", "16"),
        ("2010-11", "2026-11-15", "15–16"),
        ("2010-11", "2026-11-30", "16"),
        ("2010", "2026-06-15", "15–16"),
        ("2010", "2026-12-31", "16"),
        ("2025", "2026-06-15", "5–17 tháng"),
        ("2026", "2026-06-15", "0–5 tháng"),
        ("2023", "2026-06-15", "2–3"),
        ("2022", "2026-06-15", "3–4"),
        ("~1950", "2026-06-15", "75–76"),
        ("2026-06-16", "2026-06-15", None),
        ("2027", "2026-06-15", None),
        (None, "2026-06-15", None),
    ],
)
def test_an_age_is_shown_in_months_below_three_years(birth, on, shown):
    assert parts.shown_age(born(birth, on)) == shown


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("2026-05-04", "2026-05-04"),
        ("2026-05-04T15:00", "2026-05-04"),
        ("2026-05", "2026-05-01"),
        ("2026", "2026-01-01"),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_from_days_and_moments(answer, found):
    assert parts.day_of({"k": answer}, "k") == (day(found) if found else None)


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ("2026-05-04", "2026-05-03", True),
        ("2026-05-04", "2026-05-04", False),
        ("2026-05-04", "2026-05-05", False),
        ("2026-05-04T15:00", "2026-05-04T09:00", False),
        (None, "2026-05-03", False),
        ("2026-05-04", None, False),
        ("2026-05", "2026-04-30", True),
        ("2026-05", "2026-05-01", False),
    ],
)
def test_of_two_days_the_second_is_not_before_the_first(first, second, wrong):
    found = list(parts.in_order("AS-2311", "a", "b")(facts({"a": first, "b": second})))
    assert [(each.code, each.field) for each in found] == ([("AS-2311", "b")] if wrong else [])


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2022-02-01", "2022-08-01", "01/02/2022 – 01/08/2022"),
        ("2022-02-01", None, "01/02/2022 –"),
        (None, "2022-08-01", "– 01/08/2022"),
        (None, None, None),
    ],
)
def test_a_period_is_shown_from_to(start, end, shown):
    assert parts.from_to("p", "P", "a", "b").compute(facts({"a": start, "b": end})) == shown


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"a": "x", "b": "2026-05"}, "x, 05/2026"),
        ({"a": "x"}, "x"),
        ({"b": "2026-05"}, "05/2026"),
        ({"a": "", "b": None}, None),
        ({}, None),
    ],
)
def test_several_answers_stand_in_one_cell(answers, shown):
    fields = {"a": Field("a", "A", kinds.Text()), "b": Field("b", "B", kinds.Month())}
    assert parts.joined("j", "J", fields, "a", "b").compute(facts(answers)) == shown


@pytest.mark.parametrize(
    ("died", "on", "last", "told"),
    [
        ("2026-06-15", "2026-06-14", "2026-06-15", False),
        ("2026-06-15", "2026-06-15", "2026-06-15", True),
        ("2026-06", "2026-06-29", "2026-06-30", False),
        ("2026-06", "2026-06-30", "2026-06-30", True),
        ("2026", "2026-12-30", "2026-12-31", False),
        (None, "2026-06-15", None, False),
    ],
)
def test_who_may_still_live_is_not_called_dead(died, on, last, told):
    case = facts({}, {"death_date": died}, day(on))
    assert parts.death_of(case) == (day(last) if last else None)
    assert (parts.has_died(case) is not None) is told


@pytest.mark.parametrize(
    ("answers", "class_"),
    [
        ({}, "c1"),
        ({"group": "k6"}, "c1"),
        ({"group": "k3"}, "c4"),
        ({"groups": ["a"]}, "c2"),
        ({"groups": ["a", "e"]}, "c3"),
        ({"group": "k6", "groups": ["e"]}, "c3"),
        ({"group": "k8", "groups": ["e"]}, "c4"),
        ({"group": "k6", "groups": ["e", "l"]}, "c4"),
        ({"group": "gone"}, "c1"),
    ],
)
def test_a_record_is_as_confidential_as_its_gravest_answer(answers, class_):
    assert parts.confidential_by({"group": "social_group", "groups": "children_group"})(answers) == class_


@pytest.mark.parametrize(
    ("sex", "birth", "word"),
    [
        ("male", "1950", "ông"),
        ("female", "1990-05-05", "bà"),
        ("male", "2015-02-03", "cháu"),
        ("female", "2010-11-30", "bà"),  # sixteen today
        ("female", "2010-12-01", "cháu"),
        (None, "1990", "ông (bà)"),
        ("male", None, "ông"),
    ],
)
def test_a_letter_speaks_of_somebody_as_one_does(sex, birth, word):
    about = CaseFacts({}, {"sex": sex, "birth_date": birth}, datetime.date(2026, 11, 30))
    assert parts.addressed(about) == word
