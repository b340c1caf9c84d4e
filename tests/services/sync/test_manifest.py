"""The manifest: what it says comes back, and no head or sender is made that nobody could read."""

import datetime
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh_desktop.services.sync.cover import write_cover
from ansinh_desktop.services.sync.manifest import (
    ATTACHMENT_PART,
    COUNTS,
    KINDS,
    LONGEST_TEXT,
    STATES,
    TABLE_PART,
    Answer,
    Head,
    Held,
    Manifest,
    Part,
    Receiver,
    Sender,
    read_manifest,
    read_sender,
    write_manifest,
)
from ansinh_desktop.services.sync.reading import LARGEST_NUMBER, Entry, MalformedError
from tests.services.sync.units import COMMUNE, MOMENT, answer, head, receipt_head

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


TOKENS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", fullmatch=True)
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
NUMBERS = st.integers(0, LARGEST_NUMBER)
PLACES = NUMBERS.filter(bool)
NAMES = st.sampled_from(["1.0.0", "Xã Vĩnh Thạnh", "Sở Y tế <An Giang>", "x" * 200])
MOMENTS = st.datetimes(
    datetime.datetime.fromisoformat("1980-01-01"),
    datetime.datetime.fromisoformat("2200-01-01"),
    timezones=st.just(datetime.UTC),
)
VERSIONS = st.dictionaries(TOKENS, st.text(st.characters(codec="utf-8"), max_size=20), max_size=3)
SENDERS = st.builds(
    Sender,
    unit=st.sampled_from(["30325@2025-07-01", "A@2000-01-01"]),
    name=NAMES,
    device=TOKENS,
    epoch=TOKENS,
)
ANSWERS = st.builds(
    Answer,
    package=TOKENS,
    digest=DIGESTS,
    unit=st.sampled_from(["30325@2025-07-01", "A@2000-01-01"]),
    device=TOKENS,
    epoch=TOKENS,
    number=PLACES,
    receipt=PLACES,
    state=st.sampled_from(sorted(STATES)),
    lives=st.lists(TOKENS, max_size=3).map(tuple),
    counts=st.dictionaries(st.sampled_from(sorted(COUNTS)), NUMBERS),
    missing=st.lists(PLACES, max_size=3).map(tuple),
    text=st.text(st.characters(codec="utf-8"), max_size=50) | st.just("ằ" * LONGEST_TEXT),
)


def heads(kinds, answers):
    return st.builds(
        Head,
        id=TOKENS,
        kind=st.sampled_from(sorted(kinds)),
        sender=SENDERS,
        number=PLACES,
        schema=NAMES,
        created=MOMENTS,
        app=NAMES,
        ancestors=st.lists(DIGESTS, max_size=3).map(tuple),
        confirmed=DIGESTS | st.just(""),
        heard=TOKENS | st.just(""),
        registers=st.lists(TOKENS, max_size=3).map(tuple),
        held=st.dictionaries(TOKENS, st.builds(Held, NUMBERS, DIGESTS), max_size=3),
        rules=VERSIONS,
        lists=VERSIONS,
        confidential=st.lists(TOKENS, max_size=3).map(tuple),
        audit_head=DIGESTS | st.just(""),
        answer=answers,
    )


HEADS = heads(KINDS - {"receipt"}, st.none()) | heads({"receipt"}, ANSWERS)


@settings(max_examples=200, deadline=None)
@given(HEADS)
def test_every_head_comes_back(said):
    whole = Manifest(said, RECEIVER, PARTS)
    assert read(write_manifest(whole)) == whole


def places(value, at=()):
    """Yield the path to every value inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*at, key)
        yield from places(each, (*at, key))


def parent_of(value, path):
    for key in path[:-1]:
        value = value[key]
    return value


HOSTILE: tuple[object, ...] = (
    None, True, -1, 0, 1, 1.5, 2**63, "", " ", "x y", "a\n", "\0", "../x", "x" * 2001, "ab" * 32, [], [None],
    [1], [-1], [[]], ["x"], ["ab" * 33], {}, {"a": None}, {"x y": {}}, {"a": {"rows": 1}}, {"accepted": -1},
)  # fmt: skip
SAID = {
    each.kind: json.loads(write_manifest(Manifest(each, RECEIVER, PARTS)))
    for each in (head(), receipt_head())
}


@pytest.mark.parametrize("kind", sorted(SAID))
def test_nothing_hostile_is_read_in_any_place(kind):
    """Whatever stands in a field is refused, or means exactly what is spelled."""
    for path in places(SAID[kind]):
        if path[0] in ("format", "version"):
            continue
        for value in HOSTILE:
            spelled = json.loads(json.dumps(SAID[kind]))
            was = parent_of(spelled, path)[path[-1]]
            parent_of(spelled, path)[path[-1]] = value
            fits = type(value) is type(was) or (path[0] == "parts" and path[-1] == "rows")
            try:
                found = read(json.dumps(spelled))
            except MalformedError:
                continue
            assert fits, (path, value)
            assert json.loads(write_manifest(found)) == spelled, (path, value)


@pytest.mark.parametrize("kind", sorted(SAID))
def test_nothing_may_be_missing_or_too_many_in_any_place(kind):
    free = {"held", "rules", "lists", "counts"}
    for path in places(SAID[kind]):
        spelled = json.loads(json.dumps(SAID[kind]))
        inside = parent_of(spelled, path)
        if isinstance(inside, list) or free & {*path[:-1][-1:]}:
            continue
        value = inside.pop(path[-1])
        with pytest.raises(MalformedError):
            read(json.dumps(spelled))
        inside |= {path[-1]: value, "more": 1}
        with pytest.raises(MalformedError, match="more"):
            read(json.dumps(spelled))


@pytest.mark.parametrize("kind", sorted(KINDS - {"receipt"}))
def test_only_a_receipt_answers_and_it_always_does(kind):
    for spelled in (SAID["receipt"] | {"kind": kind}, SAID["update"] | {"kind": "receipt"}):
        with pytest.raises(MalformedError, match="answer"):
            read(json.dumps(spelled))
    for changes in ({"kind": kind, "answer": answer()}, {"kind": "receipt"}):
        with pytest.raises(ValueError, match="head"):
            head(**changes)


def test_what_was_written_is_read():
    whole = Manifest(head(), RECEIVER, PARTS)
    assert read(write_manifest(whole)) == whole
    bare = {
        "ancestors": (),
        "confirmed": "",
        "heard": "",
        "audit_head": "",
        "registers": (),
        "held": {},
        "confidential": (),
    }
    first = Manifest(head(number=1, **bare), RECEIVER, ())
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
        {"ancestors": ("ab" * 32, "xyz")},
        {"ancestors": ("",)},
        {"confirmed": "xyz"},
        {"heard": "no life"},
        {"registers": ("trẻ em",)},
        {"held": {"a b": Held(1, "ab" * 32)}},
        {"audit_head": "AB" * 32},
        {"id": ""},
        {"id": "a b"},
        {"confidential": ("trẻ em",)},
        {"rules": {"": "1"}},
        {"lists": {"a b": "1"}},
        {"lists": {"a": "x" * 201}},
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
    [
        {"package": "a b"},
        {"digest": ""},
        {"unit": "30325"},
        {"device": ""},
        {"epoch": "../x"},
        {"number": 0},
        {"receipt": 0},
        {"receipt": LARGEST_NUMBER + 1},
        {"state": "held"},
        {"lives": ("epoch 1",)},
        {"counts": {"updated": 1}},
        {"counts": {"accepted": -1}},
        {"missing": (0,)},
        {"text": "x" * (LONGEST_TEXT + 1)},
    ],
)
def test_an_answer_or_state_that_could_not_be_read_back_is_not_made(changes):
    with pytest.raises(ValueError, match="answer"):
        answer(**changes)
    for rows, digest in ((-1, "ab" * 32), (LARGEST_NUMBER + 1, "ab" * 32), (1, ""), (1, "AB" * 32)):
        with pytest.raises(ValueError, match="state"):
            Held(rows, digest)


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


def test_the_cover_says_in_words_of_what_kind_it_is():
    pages = {each: write_cover(head(kind=each), RECEIVER, [], 0).decode() for each in KINDS - {"receipt"}}
    pages["receipt"] = write_cover(receipt_head(), RECEIVER, [], 0).decode()
    words = {
        "update": "Hồ sơ mới và hồ sơ có thay đổi",
        "whole": "Toàn bộ hồ sơ",
        "peer": "Trao đổi giữa các máy của cùng đơn vị",
        "transfer": "Chuyển hồ sơ cho đơn vị khác",
        "receipt": "Biên nhận và hồ sơ trả lại",
    }
    for kind, page in pages.items():
        assert [each for each in KINDS if f"<td>{words[each]}</td>" in page] == [kind]


def test_the_cover_of_a_receipt_counts_and_names_no_reason():
    page = write_cover(receipt_head(), RECEIVER, [("Hồ sơ", 3)], 0).decode()
    assert "<h1>Biên nhận lần 2 của gói dữ liệu bảo trợ xã hội số 41</h1>" in page
    for title, count in (
        ("Hồ sơ đã nhận", 5),
        ("Hồ sơ mà đơn vị nhận có bản mới hơn", 0),
        ("Hồ sơ mà hai bên cùng sửa", 1),
        ("Hồ sơ bị trả lại", 1),
        ("Hồ sơ", 3),
    ):
        assert f'<tr><td>{title}</td><td class="count">{count}</td></tr>' in page
    assert "<td>Đã nhận gói</td>" in page
    assert "<td>39, 40</td>" in page
    assert "Thiếu gói" not in page
    for state in STATES - {"imported"}:
        told = write_cover(receipt_head(answer=answer(state=state, missing=())), RECEIVER, [], 0).decode()
        assert "Đã nhận gói" not in told
        assert "Chưa thấy" not in told


@pytest.mark.parametrize("kind", sorted(KINDS - {"receipt"}))
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
