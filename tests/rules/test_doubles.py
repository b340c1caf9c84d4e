"""Who of many people is recorded twice: every slip that is forgiven when somebody is typed is found among all as well."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules.doubles import MOST_ALIKE, doubles
from ansinh_desktop.rules.likeness import AMONG, Known, compare
from tests.rules.test_likeness import HOA, SLIPS, typed

NAMES = ("Nguyễn Thị Hòa", "Nguyen Thi Hoa", "Hòa Thị Nguyễn", "Nguyễn Hòa", "Trần Văn Hai", "Trần Thị Ba")
BIRTHS = ("1949-04-18", "1950-04-18", "1949", "~1949", "1994-04-18", "2001-12-05", None)


@pytest.mark.parametrize("other", [other for other, _why in SLIPS])
def test_each_slip_that_is_forgiven_is_found_among_others(other):
    people = {"b": HOA, "a": other, "c": typed("Trần Văn Hai", "1981-01-02", hamlet="Hòa Phú")}
    (found,) = doubles(people)
    assert (found.one, found.other) == ("a", "b")
    assert found.likeness == compare(HOA, other)


@given(
    st.dictionaries(
        st.uuids().map(str),
        st.builds(
            typed, st.sampled_from(NAMES), st.sampled_from(BIRTHS), hamlet=st.sampled_from(["", "Ấp 1"])
        ),
        max_size=8,
    )
)
def test_nobody_is_told_who_is_not_likely_the_same_and_of_one_name_nobody_is_passed_over(people):
    likely = {
        pair
        for pair in itertools.combinations(sorted(people), 2)
        if compare(people[pair[0]], people[pair[1]]).is_likely
    }
    found = [(each.one, each.other) for each in doubles(people)]
    assert len(found) == len({*found})
    assert {*found} <= likely
    alike = {pair for pair in likely if sorted(people[pair[0]].tokens) == sorted(people[pair[1]].tokens)}
    assert alike <= {*found}


def test_a_name_that_hardly_anybody_bears_tells_it_alone_only_among_many():
    two = {"a": Known("Thạch Sô Phia"), "b": Known("Thạch Sô Phia", PartialDate(1970))}
    assert doubles(two) == []
    many = {f"x{place}": Known(f"Họ Tên {place}", PartialDate(1900 + place % 90)) for place in range(AMONG)}
    assert [(each.one, each.other) for each in doubles(two | many)] == [("a", "b")]


def test_what_too_many_have_in_common_says_nothing():
    people = {f"{place:03d}": Known("", personal_id="000000000000") for place in range(MOST_ALIKE + 1)}
    assert doubles(people) == []
    people.popitem()
    assert len(doubles(people)) == MOST_ALIKE * (MOST_ALIKE - 1) // 2
