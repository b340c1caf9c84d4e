"""The recovery code: forgiving in form, strict in content, and precise about where a slip is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.crypto import recovery
from ansinh_desktop.errors import UserError

SIGNS = "23456789CFGHJKMNPQRSTVX"


def told(typed):
    with pytest.raises(UserError) as caught:
        recovery.secret_of(typed)
    return caught.value


def test_a_code_carries_128_bits_at_least():
    assert len(SIGNS) ** len(recovery.secret_of(recovery.new_code())) > 2**128


def test_codes_differ():
    assert len({recovery.new_code() for _ in range(100)}) == 100


@given(separator=st.sampled_from(["", " ", "-", "  ", " – ", "\u2011", "\n", "."]), upper=st.booleans())
def test_form_does_not_matter(separator, upper):
    code = recovery.new_code()
    typed = separator.join(code.split("-"))
    assert recovery.secret_of(typed if upper else typed.lower()) == recovery.secret_of(code)


@given(place=st.integers(0, 35), sign=st.sampled_from(SIGNS + "AÔ?0"))
def test_one_wrong_sign_names_its_group(place, sign):
    signs = list(recovery.new_code().replace("-", ""))
    if signs[place] == sign:
        return
    signs[place] = sign
    error = told("".join(signs))
    assert error.code == "AS-1007"
    assert error.facts["group"] == place // 6 + 1


@given(place=st.integers(0, 34))
def test_two_neighbours_swapped_are_noticed(place):
    signs = list(recovery.new_code().replace("-", ""))
    if place % 6 == 5 or signs[place] == signs[place + 1]:
        return
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    assert told("".join(signs)).facts["group"] == place // 6 + 1


@given(first=st.integers(0, 5), second=st.integers(0, 5))
def test_two_groups_swapped_are_noticed(first, second):
    groups = recovery.new_code().split("-")
    if groups[first] == groups[second]:
        return
    groups[first], groups[second] = groups[second], groups[first]
    assert told("-".join(groups)).code == "AS-1007"


def test_a_missing_sign_is_counted():
    error = told(recovery.new_code()[:-1])
    assert (error.code, error.facts["typed"]) == ("AS-1006", 35)


# Codes as they lie in safes: whatever changes in the reckoning, these must open.
PRINTED = {
    "SCHXTV-P2M9T6-375HNH-9JQ5RP-928KC4-7J7466": "SCHXTP2M9T375HN9JQ5R928KC7J746",
    "SSM66R-228878-7FG8Q2-VT87XJ-8JF2H3-K76C4K": "SSM66228877FG8QVT87X8JF2HK76C4",
    "GFSR2K-SVXG4J-FHFNXP-G7NNXC-73C2HC-J2QKHJ": "GFSR2SVXG4FHFNXG7NNX73C2HJ2QKH",
}


@pytest.mark.parametrize(("printed", "secret"), PRINTED.items())
def test_a_code_that_was_printed_once_opens_for_good(printed, secret):
    assert recovery.secret_of(printed) == secret


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("SCHXTX-P2M9T6-375HNH-9JQ5RP-928KC4-7J7466", 1),
        ("SCHXTV-P2M9T7-375HNH-9JQ5RP-928KC4-7J7466", 2),
        ("SCHXTV-P2M9T6-375HNH-9JQ5RP-928KC4-7J7467", 6),
        ("P2M9T6-SCHXTV-375HNH-9JQ5RP-928KC4-7J7466", 1),
        ("SCHXTV-P2M9T6-375HNH-9JQ5RP-7J7466-928KC4", 5),
        ("CSHXTV-P2M9T6-375HNH-9JQ5RP-928KC4-7J7466", 1),
        ("SCHXVT-P2M9T6-375HNH-9JQ5RP-928KC4-7J7466", 1),
    ],
)
def test_a_slip_is_found_in_its_group(typed, group):
    error = told(typed)
    assert (error.code, error.facts["group"]) == ("AS-1007", group)
