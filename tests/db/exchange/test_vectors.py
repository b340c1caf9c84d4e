"""Versions have an order that no clock is asked for."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.db.exchange import vectors
from ansinh_desktop.db.exchange.vectors import Order, compare, joined, knows

VECTORS = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 4), max_size=4)
OPPOSITE = {Order.AFTER: Order.BEFORE, Order.BEFORE: Order.AFTER}


def test_who_wrote_further_comes_after_and_who_did_not_see_the_other_stands_beside():
    assert compare({"a": 2}, {"a": 2}) is Order.SAME
    assert compare({"a": 3}, {"a": 2}) is Order.AFTER
    assert compare({"a": 2, "b": 1}, {"a": 2}) is Order.AFTER
    assert compare({"a": 2}, {"a": 2, "b": 1}) is Order.BEFORE
    assert compare({"a": 3}, {"a": 2, "b": 1}) is Order.BESIDE
    assert compare({"a": 1}, {"b": 1}) is Order.BESIDE
    assert compare({"a": 1}, {}) is Order.AFTER, "what nobody is known to have written is older than anything"


@given(VECTORS, VECTORS)
def test_each_of_two_says_the_opposite_of_the_other(one, other):
    found = compare(one, other)
    assert compare(other, one) is OPPOSITE.get(found, found)
    assert (found is Order.SAME) == (one == other)


@given(VECTORS, VECTORS, VECTORS)
def test_whoever_knows_one_knows_what_that_one_knew(one, other, third):
    if knows(one, other) and knows(other, third):
        assert knows(one, third)
    if compare(one, other) is Order.AFTER and compare(other, third) is Order.AFTER:
        assert compare(one, third) is Order.AFTER


@given(VECTORS, VECTORS, VECTORS)
def test_the_joined_vector_knows_both_and_nothing_more(one, other, third):
    both = joined(one, other)
    assert knows(both, one)
    assert knows(both, other)
    if knows(third, one) and knows(third, other):
        assert knows(third, both)
    assert joined(other, one) == both
    assert joined(joined(one, other), third) == joined(one, joined(other, third))
    assert joined(one, one) == one


@given(VECTORS, st.sampled_from("abcd"), st.integers(5, 9))
def test_what_is_changed_comes_after_what_it_was_and_forgets_nobody(before, actor, seq):
    after = json.loads(vectors.advanced(vectors.text_of(before), actor, seq))
    assert compare(after, before) is Order.AFTER
    assert after == {**before, actor: seq}


@given(VECTORS)
def test_a_vector_has_one_text_whatever_order_it_was_made_in(vector):
    turned = dict(reversed(vector.items()))
    assert vectors.text_of(turned) == vectors.text_of(vector)
    assert vectors.read(vectors.text_of(vector)) == vector
    assert " " not in vectors.text_of(vector)
