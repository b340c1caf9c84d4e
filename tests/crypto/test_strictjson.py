"""JSON in one spelling only."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.crypto import strictjson

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_back(value):
    assert strictjson.load(strictjson.dump(value)) == value
    assert strictjson.load(strictjson.dump_readable(value)) == value


@given(VALUES)
def test_what_is_written_for_people_is_spelled_as_everywhere(value):
    spelled = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    assert strictjson.dump_readable(value).decode("utf-8") == f"{spelled}\n"


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(), min_size=2))
def test_order_of_keys_does_not_matter(value):
    backwards = dict(reversed(list(value.items())))
    assert strictjson.dump(value) == strictjson.dump(backwards)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"a":1,"a":2}',
        b'[{"a":{"b":1,"b":1}}]',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e999",
        b'"\\ud800"',
        b'{"\\udfff":1}',
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        b"{} {}",
        b"[" * 100_000,
        b'"a\nb"',
        b"9" * 5000,
    ],
)
def test_leniency_is_refused(content):
    with pytest.raises(ValueError, match=r"."):
        strictjson.load(content)


def test_numbers_that_json_lacks_are_not_written():
    for dump in (strictjson.dump, strictjson.dump_readable):
        with pytest.raises(ValueError, match=r"."):
            dump({"a": [float("nan")]})


@pytest.mark.parametrize(
    ("value", "depth"),
    [
        (1, 0),
        ("[[", 0),
        ([], 1),
        ({}, 1),
        ([1, "a"], 1),
        ([[]], 2),
        ({"a": [1]}, 2),
        ([1, {"a": {"b": []}}], 4),
    ],
)
def test_a_value_is_as_deep_as_its_lists_and_objects_are_nested(value, depth):
    for most in range(depth, 6):
        strictjson.require_depth(value, most)
    for most in range(depth):
        with pytest.raises(ValueError, match="deeper"):
            strictjson.require_depth(value, most)
