"""The end of the history: what is read of a mark, whose signature counts, and what contradicts the data."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh_desktop.crypto import envelope
from ansinh_desktop.db import ending
from ansinh_desktop.db.ending import MARK, End
from tests.factories import UNIT, person

END = End("máy", ("một", "hai"), 7, "d" * 64, "k" * 64)
SIGN_KEY = envelope.new_sign_key()


def test_an_end_comes_back_as_it_was_kept_and_its_signature_is_of_all_but_itself():
    signed = ending._signed(END, SIGN_KEY)
    assert End.read(json.loads(signed.kept)) == signed
    assert signed.content == END.content
    assert signed.is_signed_by(envelope.verify_key_of(SIGN_KEY))
    assert not signed.is_signed_by(envelope.verify_key_of(envelope.new_sign_key()))
    assert not END.is_signed_by(envelope.verify_key_of(SIGN_KEY))


@pytest.mark.parametrize(
    "changes", [{"device": "x"}, {"lives": ("hai",)}, {"seq": 8}, {"digest": "e" * 64}, {"keys": ""}]
)
def test_whatever_is_changed_of_a_signed_end_is_no_longer_signed(changes):
    signed = ending._signed(END, SIGN_KEY)
    other = End(**vars(signed) | changes)
    assert not other.is_signed_by(envelope.verify_key_of(SIGN_KEY))


@pytest.mark.parametrize("signature", ["", "không", "AA", "AA==", "====", "Đ"])
def test_what_is_no_signature_at_all_signs_nothing(signature):
    assert not End(**vars(END) | {"signature": signature}).is_signed_by(envelope.verify_key_of(SIGN_KEY))


@pytest.mark.parametrize(
    "found",
    [
        None,
        [],
        "x",
        3,
        {},
        {"device": "x"},
        {**vars(END), "seq": "nhiều"},
        {**vars(END), "lives": None},
        {**vars(END), "color": "red"},
    ],
)
def test_what_is_no_end_is_read_as_none(found):
    assert End.read(found) is None


@settings(max_examples=40)
@given(
    st.recursive(st.none() | st.integers() | st.text(max_size=3), lambda inner: st.lists(inner, max_size=3))
)
def test_no_value_of_any_kind_stops_the_reading_of_an_end(value):
    for key in vars(END):
        found = End.read({**json.loads(END.kept), key: value})
        assert found is None or isinstance(found, End)


# In the data file


def sealed(connection) -> End:
    found = ending.sealed(connection)
    assert found is not None
    return found


@pytest.fixture
def connection(store):
    return store.session.connection()


def test_the_present_end_is_that_of_the_last_change_and_of_all_lives(store, connection):
    before = ending.present(connection)
    assert (before.seq, before.digest) == store.log.last()
    assert len(before.lives) == 1
    store.devices.own().epoch = "mới"
    store.session.flush()
    assert ending.present(connection).lives == (*before.lives, "mới")
    assert ending.present(connection).seq == before.seq + 1


def test_a_seal_names_the_device_its_keys_and_its_present_life_alone(store, connection):
    store.devices.own().epoch = "mới"
    store.session.flush()
    ending.seal(connection, 7, "d" * 64)
    kept = sealed(connection)
    assert (kept.device, kept.lives, kept.seq, kept.digest) == (store.devices.own().id, ("mới",), 7, "d" * 64)
    assert kept.is_signed_by(ending.verify_key(connection))
    assert not ending.has_other_keys(connection, kept)
    assert not ending.has_other_keys(connection, End(**vars(kept) | {"keys": ""})), "of an older version"
    assert ending.has_other_keys(connection, End(**vars(kept) | {"keys": "k"}))


def test_while_the_data_are_being_made_nobody_can_sign(store, connection):
    kept = sealed(connection)
    connection.exec_driver_sql("DELETE FROM device")
    ending.seal(connection, 999, "d" * 64)
    assert sealed(connection) == kept
    assert ending.verify_key(connection) == ""
    assert ending.has_other_keys(connection, kept)
    assert not ending.contradicts(connection, kept)
    assert ending.present(connection).device == ""


# Beside it


def test_a_mark_is_left_beside_the_data_and_is_what_they_say(shared):
    ending.leave_mark(shared._engine, shared.folder)
    found = ending.read_mark(shared.folder)
    assert found is not None
    with shared.reading() as store:
        connection = store.session.connection()
        assert found.is_signed_by(ending.verify_key(connection))
        assert (found.seq, found.digest) == store.log.last()
        assert not ending.contradicts(connection, found)


def test_a_mark_that_knows_more_than_the_data_stays_and_any_other_gives_way(shared, tmp_path):
    with shared.reading() as store:
        own = store.devices.own()
        sign_key, lives, device = own.sign_key, (own.epoch,), own.id

    def left(end, key):
        path = tmp_path / MARK
        path.write_text(ending._signed(end, key).kept, encoding="utf-8")
        ending.leave_mark(shared._engine, tmp_path)
        return ending.read_mark(tmp_path)

    more = End(device, lives, 9_999, "f" * 64)
    assert left(more, sign_key).seq == 9_999
    assert left(more, SIGN_KEY).seq != 9_999, "somebody else says so"
    assert left(End("x", lives, 9_999, "f"), sign_key).seq != 9_999, "of other data"
    assert left(End(device, ("x",), 9_999, "f"), sign_key).seq != 9_999, "of another life"
    (tmp_path / MARK).write_bytes(b"\xff")
    ending.leave_mark(shared._engine, tmp_path)
    assert ending.read_mark(tmp_path).device == device


def test_no_mark_is_none_and_a_spoilt_one_is_said(tmp_path):
    assert ending.read_mark(tmp_path) is None
    for content in (b"", b"\xff", b"{}", b"[1]", b'{"device": 1'):
        (tmp_path / MARK).write_bytes(content)
        with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
            ending.read_mark(tmp_path)
    (tmp_path / MARK).unlink()
    (tmp_path / MARK).mkdir()
    with pytest.raises(ValueError, match="unreadable"):
        ending.read_mark(tmp_path)


def test_that_a_mark_cannot_be_written_keeps_nobody_from_working(shared, tmp_path):
    ending.leave_mark(shared._engine, tmp_path / "không có")
    assert not (tmp_path / "không có").exists()
    with shared.work() as store:
        store.people.save(None, UNIT, person())
