"""JSON from elsewhere, field by field: what was agreed is taken once, and anything else is named and refused."""

import datetime
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh_desktop.services.sync.reading import (
    CODE,
    DIGEST,
    DIGITS,
    LARGEST_NUMBER,
    MOST_ENTRIES,
    NAME_LENGTH,
    TOKEN,
    UNIT,
    Entry,
    MalformedError,
    read_moment,
    write_moment,
)


def entry(**fields):
    return Entry(fields, "gói")


def taken(way, value, **more):
    """Return what one way of taking gives for a value; the place that it names where it is refused."""
    found = entry(x=value)
    try:
        return getattr(found, way)("x", **more)
    except MalformedError as error:
        return error


def refused(way, value, **more):
    found = taken(way, value, **more)
    return isinstance(found, MalformedError) and found.what.startswith("gói.x")


def test_each_field_is_taken_once_and_none_may_be_left_over():
    found = entry(a=1, b="hai", c=None)
    assert (found.take("a"), found.text("b"), found.optional("c", 5), found.optional("d", 5)) == (
        1,
        "hai",
        None,
        5,
    )
    found.end()
    for key in ("a", "d"):
        with pytest.raises(MalformedError, match=rf"gói\.{key}"):
            found.take(key)
    with pytest.raises(MalformedError, match=r"gói\.left"):
        entry(left=1).end()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"1", b'"x"', b"null", b'{"a":1,"a":2}', b"\xff", b"{} x"]
)
def test_what_is_no_object_is_refused_by_its_name(content):
    with pytest.raises(MalformedError) as caught:
        Entry.load(content, "manifest.json")
    assert caught.value.what == "manifest.json"


def test_a_place_inside_another_is_named_with_it():
    inner = Entry.load(b'{"sender": {"unit": 5}}', "gói").entry("sender")
    with pytest.raises(MalformedError) as caught:
        inner.text("unit")
    assert caught.value.what == "gói.sender.unit"
    first, second = entry(x=[{"a": 1}, {"a": 2}]).entries("x")
    assert (first.take("a"), second.take("a")) == (1, 2)
    assert entry().optional_entry("x").optional("a", 3) == 3
    assert Entry({"a": 1}).fault("a").what == "a", "the outermost has no name"
    assert refused("entry", [])
    assert refused("entries", {})
    assert refused("entries", [1])


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("Xã Vĩnh Thạnh", True),
        ("x" * NAME_LENGTH, True),
        ("x" * (NAME_LENGTH + 1), False),
        ("", False),
        (" x", False),
        ("x  y", False),
        ("x\ny", False),
        ("x\u200b", False),
        ("e\u0301", False),
        (5, False),
        (None, False),
        (["x"], False),
    ],
)
def test_a_text_is_one_clean_line(value, good):
    assert taken("text", value) == value if good else refused("text", value)


def test_a_text_may_be_blank_or_of_a_pattern_where_it_was_agreed():
    assert taken("text", "", blank=True) == ""
    assert taken("text", "", blank=True, pattern=DIGEST) == ""
    assert refused("text", "", pattern=DIGEST)
    assert taken("text", "a" * 64, pattern=DIGEST) == "a" * 64
    assert refused("text", "A" * 64, pattern=DIGEST)
    assert taken("text", "ab", most=2) == "ab"
    assert refused("text", "abc", most=2)
    assert taken("long_text", " a\n\tb ", most=6) == " a\n\tb "
    assert refused("long_text", " a\n\tb  ", most=6)
    assert refused("long_text", None, most=6)


@pytest.mark.parametrize(
    ("value", "least", "good"),
    [
        (0, 0, True),
        (0, 1, False),
        (1, 1, True),
        (LARGEST_NUMBER, 0, True),
        (LARGEST_NUMBER + 1, 0, False),
        (-1, 0, False),
        (True, 0, False),
        (1.0, 0, False),
        ("1", 0, False),
        (None, 0, False),
    ],
)
def test_a_whole_number_is_one_that_the_data_file_can_hold(value, least, good):
    assert taken("whole", value, least=least) == value if good else refused("whole", value, least=least)
    if least == 0:
        assert taken("wholes", [value]) == (value,) if good else refused("wholes", [value])


def test_lists_hold_only_what_they_are_of():
    assert taken("wholes", []) == ()
    assert refused("wholes", {"a": 1})
    assert taken("words", ["children", "child_abuse"]) == ("children", "child_abuse")
    for value in ("children", ["trẻ em"], [5], [""], ["a b"], None):
        assert refused("words", value), value
    assert taken("words", ["01", "05"], pattern=re.compile(r"\d\d")) == ("01", "05")
    assert taken("choice", "full", choices=frozenset({"full"})) == "full"
    for other in ("Full", "", None, ["full"]):
        assert refused("choice", other, choices=frozenset({"full"}))


def test_counts_are_of_names_that_were_agreed():
    names = frozenset({"accepted", "rejected"})
    assert taken("counts", {"accepted": 5}, names=names) == {"accepted": 5}
    assert taken("counts", {}, names=names) == {}
    wrong: tuple[object, ...] = (
        {"accepted": -1},
        {"accepted": True},
        {"accepted": "1"},
        {"other": 1},
        [],
        None,
    )
    for value in wrong:
        assert refused("counts", value, names=names), value
    assert taken("wholes", [1, 2], least=1) == (1, 2)
    assert refused("wholes", [1, 0], least=1)


def test_objects_by_name_are_of_sound_names_and_not_too_many():
    found = entry(x={"people": {"rows": 5}, "a": {}}).named_entries("x")
    assert list(found) == ["a", "people"]
    assert found["people"].fault("rows").what == "gói.x.people.rows"
    wrong: tuple[object, ...] = (
        {"a b": {}},
        {"a": 1},
        {"": {}},
        [],
        None,
        {str(each): {} for each in range(MOST_ENTRIES + 1)},
    )
    for value in wrong:
        assert refused("named_entries", value)
    assert len(taken("entries", [{}] * 3, most=3)) == 3
    assert refused("entries", [{}] * 4, most=3)
    assert len(taken("entries", [{}] * MOST_ENTRIES)) == MOST_ENTRIES
    assert refused("entries", [{}] * (MOST_ENTRIES + 1))


def test_versions_are_short_texts_by_name():
    assert taken("versions", {"social_assistance": "2025-07-01"}) == {"social_assistance": "2025-07-01"}
    assert taken("versions", {}) == {}
    wrong: tuple[object, ...] = ([], {"": "x"}, {"a b": "x"}, {"a": 5}, {"a": "x" * (NAME_LENGTH + 1)})
    for value in wrong:
        assert refused("versions", value), value


# ---------------------------------------------------------------- days and moments


@pytest.mark.parametrize(
    "value", ["20260301", "2026-3-1", "2026-02-30", "2026-W01-1", "2026-03-01T00:00", "", None, 5]
)
def test_a_day_has_one_spelling(value):
    assert refused("date", value)


@given(st.dates())
def test_every_day_is_read_in_that_spelling(day):
    assert taken("date", day.isoformat()) == day
    assert taken("date_or_none", day.isoformat()) == day


def test_a_day_may_be_open_only_where_it_was_agreed_and_is_never_missing():
    assert taken("date_or_none", None) is None
    assert refused("date", None)
    with pytest.raises(MalformedError):
        entry().date_or_none("x")


ZONES = st.integers(-12 * 60, 14 * 60).map(
    lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes))
)


@given(
    st.datetimes(
        datetime.datetime.fromisoformat("1970-01-02"),
        datetime.datetime.fromisoformat("2200-01-01"),
        timezones=ZONES,
    )
)
def test_every_moment_is_written_in_one_spelling_and_read_back(moment):
    spelled = write_moment(moment)
    assert spelled.endswith("Z")
    assert read_moment(spelled) == moment
    assert write_moment(read_moment(spelled)) == spelled
    assert taken("moment", spelled) == moment


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-01T05:30:15",
        "2026-03-01T05:30:15+00:00",
        "2026-03-01T12:30:15+07:00",
        "2026-03-01 05:30:15Z",
        "2026-03-01T05:30Z",
        "2026-03-01T05:30:15.500Z",
        "20260301T053015Z",
        "2026-03-01",
        "",
        None,
        5,
    ],
)
def test_a_moment_in_another_spelling_is_refused(value):
    assert refused("moment", value)


def test_a_moment_without_its_zone_is_never_written():
    with pytest.raises(ValueError, match="zone"):
        write_moment(datetime.datetime.fromisoformat("2026-03-01T05:30:15"))


# ---------------------------------------------------------------- the patterns


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (CODE, ("30325", "A", "x" * 20), ("", "x" * 21, "30 325", "３０", "30325\n")),
        (
            UNIT,
            ("30325@2025-07-01",),
            ("30325", "30325@2025-7-1", "@2025-07-01", "30325@2025-07-01x", "30325@2025-07-0１"),
        ),
        (TOKEN, ("a", "A_b-9", "x" * 64), ("", "_a", "-a", "x" * 65, "a.b", "đ", "a\n")),
        (DIGEST, ("0" * 64,), ("0" * 63, "0" * 65, "G" * 64, "A" * 64)),
        (
            DIGITS,
            ("12345 12345 12345 12345 12345 12345",),
            ("12345", "12345 " * 6, "1234 12345 12345 12345 12345 12345"),
        ),
    ],
)
def test_what_names_things_is_of_plain_letters_and_of_one_length(pattern, good, bad):
    assert all(pattern.fullmatch(each) for each in good)
    assert not any(pattern.fullmatch(each) for each in bad)


JSON: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=50)
@given(JSON)
def test_nothing_of_any_form_stops_the_reading_otherwise_than_by_naming_the_place(value):
    content = json.dumps({"x": value}).encode()
    for way in (
        "text",
        "whole",
        "wholes",
        "date",
        "date_or_none",
        "moment",
        "words",
        "versions",
        "entry",
        "entries",
        "named_entries",
    ):
        try:
            getattr(Entry.load(content, "gói"), way)("x")
        except MalformedError as error:
            assert error.what.startswith("gói")  # noqa: PT017 - most values are good for some of the ways
