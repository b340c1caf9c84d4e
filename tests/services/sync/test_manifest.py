"""The manifest: what it says comes back, and no head or sender is made that nobody could read."""

import datetime
import json

import pytest

from ansinh_desktop.services.sync.cover import write_cover
from ansinh_desktop.services.sync.manifest import (
    ATTACHMENT_PART,
    KINDS,
    TABLE_PART,
    Manifest,
    Part,
    Receiver,
    Sender,
    read_manifest,
    read_sender,
    write_manifest,
)
from ansinh_desktop.services.sync.reading import LARGEST_NUMBER, Entry, MalformedError
from tests.services.sync.units import COMMUNE, MOMENT, head

RECEIVER = Receiver("12345 12345 12345 12345 12345 12345", "Sở Y tế")
SCAN = "ab" * 32
PARTS = (
    Part("data/person.csv", 100, 2, "cd" * 32),
    Part("data/record.csv", 50, 0, "ef" * 32),
    Part(f"attachments/{SCAN}", 7, None, SCAN),
    Part("datapackage.json", 9, None, "01" * 32),
)


def read(content):
    entry = Entry(json.loads(content))
    for key in ("format", "version"):
        entry.take(key)
    sender = read_sender(entry.entry("sender"))
    return read_manifest(entry, sender)


def test_what_was_written_is_read():
    whole = Manifest(head(), RECEIVER, PARTS)
    assert read(write_manifest(whole)) == whole
    first = Manifest(head(previous="", audit_head="", from_seq=0, number=1, confidential=()), RECEIVER, ())
    assert read(write_manifest(first)) == first
    assert write_manifest(whole) == write_manifest(whole), "the same bytes are signed"


def test_rows_and_papers_are_told_from_the_names_of_their_parts():
    whole = Manifest(head(), RECEIVER, PARTS)
    assert whole.rows == {"person": 2, "record": 0}
    assert whole.attachments == (SCAN,)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (
            TABLE_PART,
            ("data/person.csv", "data/a1_b.csv"),
            ("data/.csv", "data/Person.csv", "data/../x.csv", "person.csv", "data/a.csv\n"),
        ),
        (
            ATTACHMENT_PART,
            (f"attachments/{SCAN}",),
            (f"attachments/{SCAN}0", "attachments/x", f"Attachments/{SCAN}"),
        ),
    ],
)
def test_a_part_is_known_by_its_whole_name(pattern, good, bad):
    assert all(pattern.fullmatch(each) for each in good)
    assert not any(pattern.fullmatch(each) for each in bad)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "else"},
        {"number": 0},
        {"number": LARGEST_NUMBER + 1},
        {"from_seq": -1},
        {"from_seq": 164},
        {"to_seq": LARGEST_NUMBER + 1},
        {"previous": "xyz"},
        {"audit_head": "AB" * 32},
        {"id": ""},
        {"id": "a b"},
        {"confidential": ("trẻ em",)},
        {"rules": {"": "1"}},
        {"lists": {"a b": "1"}},
        {"schema": ""},
        {"app": " 1.0"},
        {"app": "x" * 201},
        {"created": MOMENT.replace(tzinfo=None)},
    ],
)
def test_a_head_that_could_not_be_read_back_is_not_made(changes):
    with pytest.raises(ValueError, match="head"):
        head(**changes)


@pytest.mark.parametrize(
    "changes",
    [{"from_seq": 163}, {"from_seq": 0, "to_seq": 0}, {"to_seq": LARGEST_NUMBER}, {"number": LARGEST_NUMBER}],
)
def test_the_bounds_of_a_head_are_sound(changes):
    assert read(write_manifest(Manifest(head(**changes), RECEIVER, ()))).head == head(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": "30325"},
        {"unit": "x@y"},
        {"device": "a b"},
        {"epoch": ""},
        {"name": ""},
        {"name": "Xã  A"},
        {"name": "x" * 201},
    ],
)
def test_a_sender_that_could_not_be_read_back_is_not_made(changes):
    sound = COMMUNE.sender.content()
    with pytest.raises(ValueError, match="sender"):
        Sender(**sound | changes)
    assert Sender(**sound).code == "30325"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("data/person.csv", None),
        ("data/person.csv", -1),
        ("data/person.csv", True),
        ("data/person.csv", "2"),
        ("data/person.csv", 2.0),
        ("data/person.csv", LARGEST_NUMBER + 1),
        ("datapackage.json", 0),
        (f"attachments/{SCAN}", 1),
        ("index.html", "x"),
    ],
)
def test_only_tables_have_rows_and_always_so_many(name, rows):
    spelled = json.loads(write_manifest(Manifest(head(), RECEIVER, ())))
    spelled["parts"] = [{"name": name, "bytes": 1, "rows": rows, "sha256": "ab" * 32}]
    with pytest.raises(MalformedError, match="rows"):
        read(json.dumps(spelled))


@pytest.mark.parametrize(
    "key", ["receiver", "id", "kind", "number", "created", "parts", "audit_head", "rules"]
)
def test_a_field_that_is_missing_or_too_many_is_named(key):
    spelled = json.loads(write_manifest(Manifest(head(), RECEIVER, PARTS)))
    with pytest.raises(MalformedError):
        read(json.dumps({name: value for name, value in spelled.items() if name != key}))
    with pytest.raises(MalformedError, match="more"):
        read(json.dumps(spelled | {"more": 1}))


# ---------------------------------------------------------------- the page for whoever has not this program


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_cover_says_who_sends_what_to_whom_in_the_time_of_here(kind):
    late = MOMENT.replace(hour=20, minute=5)
    page = write_cover(head(kind=kind, created=late), RECEIVER, [("Người", 2), ("Hồ sơ <b>", 0)], 3).decode()
    assert "03:05 ngày 02/03/2026" in page, "after midnight in Việt Nam"
    assert "Xã Vĩnh Thạnh Trung (mã 30325)" in page
    assert '<tr><td>Người</td><td class="count">2</td></tr>' in page
    assert "Hồ sơ &lt;b&gt;" in page
    assert '<tr><td>Giấy tờ kèm theo</td><td class="count">3</td></tr>' in page
    other = write_cover(
        head(kind=kind, created=late.astimezone(datetime.timezone(datetime.timedelta(hours=-5)))),
        RECEIVER,
        [],
        0,
    )
    assert "03:05 ngày 02/03/2026" in other.decode()
