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
