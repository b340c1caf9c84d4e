"""Unit cards: two officers who compare digits know each other's keys."""

import json
from dataclasses import replace

import pytest

from ansinh_desktop.crypto import envelope
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.services.sync.card import read_card, same_fingerprint, write_card
from tests.services.sync.units import COMMUNE, PROVINCE, STRANGER

CARD = COMMUNE.card


def refused(code, path):
    with pytest.raises(DataError) as caught:
        read_card(path)
    assert caught.value.code == code
    assert caught.value.text
    assert caught.value.todo


@pytest.fixture
def path(tmp_path):
    return write_card(tmp_path, CARD, COMMUNE.sign_key)


def test_a_card_comes_back(path):
    assert path.name == "30325-abcd0325.agcard"
    assert read_card(path) == CARD
    assert CARD.unit == "30325@2025-07-01"


def test_the_same_card_is_the_same_file(path, tmp_path):
    again = tmp_path / "again"
    again.mkdir()
    assert write_card(again, CARD, COMMUNE.sign_key).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("code", "30326"),
        ("name", "Xã Vĩnh Thạnh Trúng"),
        ("valid_from", "2025-07-02"),
        ("valid_to", "2030-01-01"),
        ("level", "province"),
        ("device", "x"),
        ("recipient", PROVINCE.card.recipient),
        ("verify_key", PROVINCE.card.verify_key),
    ],
    ids=["code", "name", "from", "to", "level", "device", "recipient", "key"],
)
def test_a_card_changed_after_it_was_made_is_refused(path, key, value):
    content = json.loads(path.read_text(encoding="utf-8"))
    content[key] = value
    path.write_text(json.dumps(content), encoding="utf-8")
    refused("AS-5021", path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("code", "../../x"),
        ("code", 30325),
        ("name", "Xã\u202eA"),
        ("name", ""),
        ("name", "x" * 201),
        ("verify_key", "AAAA"),
        ("recipient", "age1"),
        ("recipient", "ssh-ed25519 AAAA"),
        ("valid_from", "2025-7-1"),
        ("valid_to", "2024-01-01"),
        ("version", "1"),
        ("format", "ansinh-package"),
        ("more", 1),
        ("signature", "?"),
    ],
)
def test_no_card_is_no_card(path, key, value):
    content = json.loads(path.read_text(encoding="utf-8"))
    content[key] = value
    path.write_text(json.dumps(content), encoding="utf-8")
    refused("AS-5020", path)


def test_any_changed_byte_is_refused(path):
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(DataError):
            read_card(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"[]", b"{}", b"[" * 10_000, b" " * 100_000])
def test_other_files_are_no_card(tmp_path, content):
    (tmp_path / "x.agcard").write_bytes(content)
    refused("AS-5020", tmp_path / "x.agcard")


def test_newer_and_missing_cards_are_named(path, tmp_path):
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | {"version": 2, "more": "fields"}), encoding="utf-8")
    refused("AS-5022", path)
    refused("AS-5018", tmp_path / "none.agcard")


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(UserError) as caught:
        write_card(tmp_path / "unplugged", CARD, COMMUNE.sign_key)
    assert caught.value.code == "AS-5019"


def test_a_card_is_signed_by_its_own_key(tmp_path):
    with pytest.raises(ValueError, match="own key"):
        write_card(tmp_path, CARD, STRANGER.sign_key)


def test_the_fingerprint_covers_all_that_the_card_says():
    changed = [
        replace(CARD, code="30326"),
        replace(CARD, name="Xã Khác"),
        replace(CARD, level="ward"),
        replace(CARD, device="d2"),
        replace(CARD, recipient=PROVINCE.card.recipient),
        replace(CARD, verify_key=envelope.verify_key_of(envelope.new_sign_key())),
    ]
    assert len({CARD.fingerprint, *(each.fingerprint for each in changed)}) == len(changed) + 1


def test_what_is_read_out_or_scanned_is_compared():
    digits = CARD.fingerprint
    assert same_fingerprint(CARD, digits)
    assert same_fingerprint(CARD, digits.replace(" ", "-"))
    assert same_fingerprint(CARD, f" {CARD.qr_text}\n")
    assert same_fingerprint(CARD, CARD.qr_text.lower())
    assert not same_fingerprint(CARD, digits[:-1])
    assert not same_fingerprint(CARD, PROVINCE.card.qr_text)
    assert not same_fingerprint(CARD, CARD.qr_text.replace("30325", "30326"))
    assert not same_fingerprint(CARD, "")


def test_the_qr_text_needs_only_the_small_alphabet():
    assert set(CARD.qr_text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
