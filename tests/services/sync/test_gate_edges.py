"""The gate asked of one row at a time: the last value that passes, and the first that does not."""

from typing import Any

import pytest

from ansinh_desktop.db.exchange.travelling import VECTOR
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.sync import gate
from tests.paper_files import pdf
from tests.registers.factories import CHILDREN as CHILDREN_ANSWERS

ID, OTHER = "01970000-0000-7000-8000-000000000000", "01970000-0000-7000-8000-000000000001"
CHILDREN = catalog.register("children")
SOUND: dict[str, dict[str, Any]] = {
    "event": {
        "kind": "visit",
        "happened_on": "2026-11-20",
        "amount": None,
        "answers": {"findings": "ổn"},
        "note": None,
    },
    "record": {
        "register": "children",
        "version": CHILDREN.version,
        "state": "managed",
        "answers": CHILDREN_ANSWERS,
        "opened_on": "2026-11-20",
        "closed_on": None,
        "kept": None,
    },
    "hamlet": {"name": "Vĩnh Lợi", "position": 1, "valid_from": None, "valid_to": None},
    "relation": {
        "person_id": ID,
        "other_id": OTHER,
        "kind": "01",
        "since": None,
        "until": None,
        "note": None,
    },
    "attachment": {"sha256": "0" * 64, "name": "giấy.pdf", "media_type": "application/pdf"},
    "figure": {"first": "2026-01-01", "last": "2026-06-30", "part": "numerator", "value": 5},
    "closed_month": {
        "register": "assistance",
        "month": "2026-11",
        "state": "closed",
        "closing": ID,
        "place": 0,
        "pieces": 1,
        "digest": "0" * 64,
        "packed": "AAAA",
        "deleted": False,
    },
}


def code(name, /, register="children", **changes):
    """Return why a sound row is not taken with some changes; None where it is."""
    if name == "record" and "answers" in changes:
        changes["answers"] = CHILDREN_ANSWERS | changes["answers"]
    found = gate.fault_of(name, {"id": ID, VECTOR: {"a": 1}} | SOUND[name] | changes, register=register)
    return None if found is None else (found.code, found.facts.get("column"))


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_row_is_taken(name):
    assert code(name) is None


# Days are compared as texts: only one spelling of them is a day.
DAYS = [
    ("2026-11-20", True),
    ("2026-02-29", False),
    ("2028-02-29", True),
    ("20261120", False),
    ("2026-W47-5", False),
    ("2026W475", False),
    ("2026-11", False),
    ("2026", False),
    ("2026-11-20x", False),
    ("2026-11-20 10:00", False),
    ("2026-11-20T10:00", True),
    (" 2026-11-20", False),
    ("", False),
]


@pytest.mark.parametrize(("value", "taken"), DAYS)
@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("event", "happened_on"),
        ("record", "opened_on"),
        ("record", "closed_on"),
        ("hamlet", "valid_from"),
        ("hamlet", "valid_to"),
    ],
)
def test_a_day_has_one_spelling(name, column, value, taken):
    assert code(name, **{column: value}) == (None if taken else ("AS-5123", column))


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("event", {"amount": 0}, None),
        ("event", {"amount": 10**13}, None),
        ("event", {"amount": 10**13 + 1}, ("AS-5124", None)),
        ("event", {"amount": -1}, ("AS-5124", None)),
        ("figure", {"value": None}, None),
        ("figure", {"value": 0}, None),
        ("figure", {"value": 10**13}, None),
        ("figure", {"value": 10**13 + 1}, ("AS-5124", None)),
        ("figure", {"value": -1}, ("AS-5124", None)),
        ("figure", {"last": "2026-01-01"}, None),  # a period of one day
        ("figure", {"last": "2025-12-31"}, ("AS-5123", "last")),
        ("figure", {"part": "whole"}, ("AS-5123", "part")),
        ("figure", {"part": "denominator"}, None),
        ("relation", {"other_id": ID}, ("AS-5121", "other_id")),
        ("record", {"version": 0}, ("AS-5123", "version")),
        ("record", {"version": 1}, None),
        ("record", {"kept": {"AS-2310": "đã hỏi"}}, None),
        ("record", {"kept": {"AS-2310": 1}}, ("AS-5123", "kept")),
        ("record", {"kept": ["AS-2310"]}, ("AS-5126", "answers")),
        ("record", {"answers": {"unheard": 1}}, ("AS-2001", None)),
        ("record", {"answers": {"unheard": 1}, "version": CHILDREN.version + 1}, None),
        ("record", {"answers": {"groups": "c"}, "version": CHILDREN.version + 1}, ("AS-5126", "answers")),
        ("record", {"answers": {"birth_registered": 1}}, ("AS-5126", "answers")),
        ("record", {"answers": {"birth_registered": False}}, None),
        ("record", {"answers": {"risk_factors": []}}, None),
        ("record", {"answers": {"risk_factors": None}}, None),
        ("record", {"answers": {"groups": []}}, ("AS-2020", None)),
        ("event", {"kind": "state", "answers": {"from": "x", "to": "y"}}, None),
        ("event", {"kind": "unheard"}, ("AS-5125", None)),
        ("event", {"answers": {"later": 1}}, None),  # what a newer version asks stays
        ("event", {"answers": {"findings": 5}}, ("AS-5126", "answers")),
        ("attachment", {"name": "a" * 300}, None),
        ("attachment", {"name": "a" * 301}, ("AS-5123", "name")),
        ("attachment", {"name": "..."}, ("AS-5123", "name")),
        ("attachment", {"name": "a/b.pdf"}, ("AS-5123", "name")),
        ("attachment", {"name": "a\\b.pdf"}, ("AS-5123", "name")),
        ("attachment", {"name": ""}, ("AS-5123", "name")),
        ("attachment", {"name": ".pdf"}, None),
        ("attachment", {"sha256": "A" * 64}, ("AS-5123", "sha256")),
        ("attachment", {"sha256": "0" * 63}, ("AS-5123", "sha256")),
        ("closed_month", {"place": 1}, ("AS-5123", "place")),
        ("closed_month", {"place": 1, "pieces": 2}, None),
        ("closed_month", {"place": 0, "pieces": 0}, ("AS-5123", "place")),
        ("closed_month", {"packed": None, "deleted": True}, None),
        ("closed_month", {"month": "2026-00"}, ("AS-5123", "month")),
        ("closed_month", {"month": "2026-12"}, None),
        ("closed_month", {"state": "open"}, ("AS-5123", "state")),
        ("hamlet", {"position": 2**53 - 1}, None),
        ("hamlet", {"position": 2**53}, ("AS-5123", "position")),
        ("hamlet", {"position": -(2**53)}, ("AS-5123", "position")),
        ("hamlet", {"name": "a\tb\nc"}, None),
        ("hamlet", {"name": "a\x7fb"}, ("AS-5123", "name")),
        ("event", {"note": "x" * 4000}, None),
        ("event", {"note": "x" * 4001}, ("AS-5123", "note")),
        ("event", {"note": "x\x00"}, ("AS-5123", "note")),
    ],
)  # fmt: skip
def test_the_last_that_passes_and_the_first_that_does_not(name, changes, expected):
    assert code(name, **changes) == expected


@pytest.mark.parametrize(
    ("vector", "taken"),
    [
        ({"a": 0}, True),
        ({"a": 2**53 - 1}, True),
        ({"a": 2**53}, False),
        ({}, False),
        ({"": 1}, False),
        ({"_a": 1}, False),
        ({"a" * 64: 1}, True),
        ({"a" * 65: 1}, False),
        ({"a": True}, False),
        ({f"a{each}": 1 for each in range(2000)}, True),
        ({f"a{each}": 1 for each in range(2001)}, False),
    ],
)
def test_a_version_is_spelled_as_a_program_spells_it(vector, taken):
    assert code("event", **{VECTOR: vector}) == (None if taken else ("AS-5122", None))


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        (0.5, True), (-0.0, False), (0.0, True), (1e15 + 0.5, True), (1e16, False), (1e300, False), (-1e16, False),
        ("a\0", False), ({"a\0": 1}, False), ([["a\0"]], False), ("1e+5", True), ("\\u0000", True), ([-0.0], False),
    ],
)  # fmt: skip
def test_what_an_engine_would_give_back_otherwise_is_refused(value, taken):
    found = code("record", version=CHILDREN.version + 1, answers={"asked_later": value})
    assert found == (None if taken else ("AS-5123", "answers"))


def test_whoever_sends_a_record_does_not_say_who_may_see_it():
    row = (
        {"id": ID, VECTOR: {"a": 1}}
        | SOUND["record"]
        | {"confidentiality": "c1", "answers": CHILDREN_ANSWERS | {"groups": ["l"], "main_group": "l"}}
    )
    assert gate.fault_of("record", row) is None
    assert row["confidentiality"] == "c4"


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("giấy.pdf", "application/pdf", None),
        ("giấy.pdf", "image/png", "AS-5129"),
    ],
)
def test_a_paper_is_what_it_is_said_to_be(name, media_type, expected):
    found = gate.paper_fault({"name": name, "media_type": media_type}, pdf("giấy"))
    assert (found.code if found else None) == expected


def test_a_fault_quotes_no_masked_answer():
    answers = {"reporter_phone": "không phải số", "received_at": "2026-11-19T15:00"}
    row = (
        {"id": ID, VECTOR: {"a": 1}}
        | SOUND["record"]
        | {"register": "child_abuse", "state": "received", "answers": answers}
    )
    found = gate.fault_of("record", row | {"version": catalog.register("child_abuse").version})
    assert found is not None
    assert "không phải số" not in f"{found.text} {found.todo}"
