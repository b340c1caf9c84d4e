"""Two people who are likely one are found by the review, until they are joined or an officer says that they are two."""

import datetime

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import Access, access
from ansinh_desktop.services.joining.work import Joinings
from ansinh_desktop.services.review import Review
from tests import factories
from tests.factories import OFFICER
from tests.services.test_review import result

DAY = datetime.date(2026, 11, 30)


def named(cases, name, register="children", **person):
    known = factories.person(full_name=name, birth_date="2015-02-03", **person)
    given = factories.orphan() if register == "children" else factories.abuse()
    return cases.save(factories.case(register, dict(given.answers), person=known, final=False))


@pytest.fixture
def two(cases):
    return named(cases, "Danh Thị Na", hamlet="Hòa Phú"), named(cases, "Danh Na", hamlet="Hòa Phú")


def alike(vault, may=None):
    return result(Review(vault, may or access(vault)), DAY).of("alike")


def test_two_likely_the_same_stand_in_one_line_with_why(vault, cases, two):
    named(cases, "Thạch Thị Hương")
    (row,) = alike(vault)
    assert {row.record_id} < {*two}
    assert row.keepable
    assert "họ tên thiếu chữ lót" in row.text
    assert "trùng ngày sinh" in row.text
    other = next(each for each in two if each != row.record_id)
    assert cases.get(other).number in row.text
    assert {*(row.pair or ())} == {cases.get(each).person_id for each in two}


def test_one_review_asked_again_and_for_another_day_knows_what_was_written_between(vault, cases, two):
    review = Review(vault, access(vault))
    assert len(result(review, DAY).of("alike")) == 1
    named(cases, "Danh Thị Na", hamlet="Hòa Phú")
    later = DAY + datetime.timedelta(days=40)
    assert len(result(review, later).of("alike")) == 3
    assert result(review, DAY).of("alike") == result(review, later).of("alike")


def test_they_leave_once_they_are_joined(vault, two):
    (row,) = alike(vault)
    one, other = row.pair or ("", "")
    Joinings(vault, access(vault)).join(one, other, {}, "đã xem giấy khai sinh")
    assert alike(vault) == []


def test_they_leave_once_it_is_told_that_they_are_two_and_come_back_when_one_is_changed(vault, cases, two):
    (row,) = alike(vault)
    assert Review(vault, access(vault)).keep([row], "hai chị em họ") == 1
    assert alike(vault) == []
    assert all(not cases.get(each).kept for each in two), "it is said of the people, not of a record"
    assert "hai chị em họ" in str(cases.history(row.record_id))
    known = cases.get(two[0])
    cases.save(
        factories.case(
            "children",
            dict(known.answers),
            person={**known.person, "birth_date": "2015-03-02"},
            record_id=two[0],
            person_id=known.person_id,
            seen=known.seq,
            final=False,
        )
    )
    assert len(alike(vault)) == 1


def test_nobody_is_told_of_whom_the_officer_may_not_know(vault, cases, two):
    may = Access(OFFICER, "officer", {"merit": "rw"}, keeps=True)
    assert alike(vault, may) == []
    reads = Access(OFFICER, "officer", {"children": "r"}, keeps=True)
    (row,) = alike(vault, reads)
    with pytest.raises(UserError, match="AS-"):
        Review(vault, reads).keep([row], "hai chị em họ")
    assert alike(vault)


def test_who_stands_only_in_records_that_go_by_their_number_is_compared_with_nobody(vault, cases):
    for name in ("Danh Thị Na", "Danh Na"):
        named(cases, name, "child_abuse", hamlet="Hòa Phú")
    assert alike(vault) == []
    named(cases, "Danh Thị Na", hamlet="Hòa Phú")
    assert alike(vault) == []
