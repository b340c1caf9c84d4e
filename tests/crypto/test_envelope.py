"""Signatures and sealed files."""

import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.crypto import envelope

OURS, THEIRS = envelope.new_identity(), envelope.new_identity()
CONTENT = bytes(range(256)) * 800  # four age chunks, the last one short


def sealed(content=CONTENT, *identities):
    target = io.BytesIO()
    envelope.encrypt(
        io.BytesIO(content), target, [envelope.recipient_of(each) for each in identities or [OURS]]
    )
    return target.getvalue()


def opened(content, *identities):
    target = io.BytesIO()
    envelope.decrypt(io.BytesIO(content), target, identities or [OURS])
    return target.getvalue()


WHOLE = sealed()


def test_every_recipient_opens_it():
    both = sealed(CONTENT, OURS, THEIRS)
    assert opened(both, OURS) == opened(both, THEIRS) == opened(both, THEIRS, OURS) == CONTENT


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072])
def test_any_size_comes_back(size):
    assert opened(sealed(b"x" * size)) == b"x" * size


def test_another_receiver_is_told_apart_from_damage():
    with pytest.raises(envelope.OtherReceiverError):
        opened(WHOLE, THEIRS)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 7))
def test_no_bit_can_be_flipped(place, bit):
    flipped = WHOLE[:place] + bytes([WHOLE[place] ^ 1 << bit]) + WHOLE[place + 1 :]
    with pytest.raises(envelope.EnvelopeError):
        opened(flipped)


@given(st.integers(0, len(WHOLE) - 1))
def test_no_byte_can_be_cut_off(length):
    with pytest.raises(envelope.DamagedEnvelopeError):
        opened(WHOLE[:length])


def test_nothing_can_be_added():
    with pytest.raises(envelope.DamagedEnvelopeError):
        opened(WHOLE + b"x")


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"%PDF-1.7", b"\x00" * 1000])
def test_other_files_are_no_envelope(content):
    with pytest.raises(envelope.NoEnvelopeError):
        opened(content)


def test_an_endless_header_is_refused_before_it_is_read():
    with pytest.raises(envelope.DamagedEnvelopeError):
        opened(b"age-encryption.org/v1\n" + b"-> grease\nAAAA\n" * 100_000)


class Full(io.BytesIO):
    def write(self, content):
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_no_damage():
    with pytest.raises(OSError, match="No space") as caught:
        envelope.decrypt(io.BytesIO(WHOLE), Full(), [OURS])
    assert caught.value.errno == 28
    with pytest.raises(OSError, match="No space"):
        envelope.encrypt(io.BytesIO(CONTENT), Full(), [envelope.recipient_of(OURS)])


@pytest.mark.skipif(sys.platform == "win32", reason="the stock tool comes with Linux")
def test_the_stock_tool_opens_it(tmp_path):
    (tmp_path / "key").write_text(OURS + "\n", encoding="ascii")
    (tmp_path / "file").write_bytes(WHOLE)
    command = ["age", "--decrypt", "--identity", str(tmp_path / "key"), str(tmp_path / "file")]
    assert subprocess.run(command, capture_output=True, check=True).stdout == CONTENT


def test_a_signature_holds_for_these_bytes_and_this_key_only():
    key, other = envelope.new_sign_key(), envelope.new_sign_key()
    signature = envelope.sign(key, CONTENT)
    assert len(signature) == envelope.SIGNATURE_BYTES
    assert envelope.is_signed(envelope.verify_key_of(key), CONTENT, signature)
    assert not envelope.is_signed(envelope.verify_key_of(other), CONTENT, signature)
    assert not envelope.is_signed(envelope.verify_key_of(key), CONTENT + b" ", signature)
    assert not envelope.is_signed(envelope.verify_key_of(key), CONTENT, signature[:-1])
    assert not envelope.is_signed("no key", CONTENT, signature)


@pytest.mark.parametrize("text", ["", "AAAA", "ä" * 44, "A" * 43 + "?", "A" * 42 + "B="])
def test_a_verify_key_has_one_spelling(text):
    assert not envelope.is_verify_key(text)
    assert envelope.is_verify_key(envelope.verify_key_of(envelope.new_sign_key()))


def test_a_recipient_has_one_spelling():
    recipient = envelope.recipient_of(OURS)
    assert envelope.is_recipient(recipient)
    for wrong in ("", "age1", recipient[:-1], recipient.upper(), recipient + "q", OURS, " " + recipient):
        assert not envelope.is_recipient(wrong)


def test_a_fingerprint_is_six_groups_of_five_digits():
    groups = envelope.fingerprint(b"card").split(" ")
    assert [len(each) for each in groups] == [5] * 6
    assert "".join(groups).isdecimal()
    assert envelope.fingerprint(b"card") != envelope.fingerprint(b"cart")
