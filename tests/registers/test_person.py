"""What is known of a person is checked the same in every register."""

import datetime

import pytest

from ansinh_desktop.registers.person import PERSON_FIELDS, PERSON_SOURCES, check_person
from tests.registers.factories import PERSON

ON = datetime.date(2022, 6, 30)


def codes(**changes):
    return [(each.code, each.field) for each in check_person(PERSON | changes, ON)]


def test_a_sound_person_has_no_finding():
    assert codes(personal_id="089070123456", phone="0912345678", ethnicity="05", poverty_status="poor") == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"full_name": None}, ("AS-2020", "full_name")),
        ({"birth_date": ""}, ("AS-2020", "birth_date")),
        ({"full_name": "Chau 2"}, ("AS-2003", "full_name")),
        ({"ethnicity": "no such"}, ("AS-2015", "ethnicity")),
        ({"death_date": "1969"}, ("AS-2021", "death_date")),
        ({"birth_date": "1900"}, ("AS-2022", "birth_date")),
        ({"personal_id": "089070"}, ("AS-2100", "personal_id")),
        ({"personal_id": "089071123456"}, ("AS-2102", "personal_id")),
        ({"personal_id": "089170123456"}, ("AS-2103", "personal_id")),
        ({"old_id": "1"}, ("AS-2110", "old_id")),
    ],
)
def test_what_does_not_fit_is_found(changes, finding):
    assert finding in codes(**changes)


@pytest.mark.parametrize(
    ("birth", "death", "wrong"),
    [
        ("1970-03-05", "1970-03-04", True),
        ("1970-03-05", "1970-03-05", False),
        ("1970-03-05", "1970-03", False),
        ("1970-03-05", "1970-02", True),
        ("1970-03", "1970-03-01", False),
        ("1970", "1969-12-31", True),
        ("1970", "1970-01-01", False),
        ("~1970", "1969", True),
    ],
)
def test_nobody_dies_before_every_day_on_which_they_may_have_been_born(birth, death, wrong):
    assert (("AS-2021", "death_date") in codes(birth_date=birth, death_date=death)) is wrong


def test_a_death_in_the_year_of_birth_may_be_after_it():
    assert codes(death_date="1970") == []


@pytest.mark.parametrize(
    ("key", "said", "code"),
    [
        ("sex", "Nữ", "female"),
        ("sex", "Trai", "male"),
        ("ethnicity", "Khơ me", "05"),
        ("ethnicity", "Khmer", "05"),
        ("ethnicity", "Chăm", "17"),
        ("poverty_status", "CN", "near_poor"),
        ("poverty_status", "x", "poor"),
        ("poverty_status", "Hộ cận nghèo", "near_poor"),
    ],
)
def test_everyday_words_of_lists(key, said, code):
    assert PERSON_FIELDS[key].kind.read(said) == code


def test_lists_know_everything_of_a_person():
    names = {each.name for each in PERSON_SOURCES}
    assert {f"person.{key}" for key in PERSON_FIELDS} <= names
    assert {"person.birth_year", "person.birth_male", "person.birth_female", "person.place"} <= names
