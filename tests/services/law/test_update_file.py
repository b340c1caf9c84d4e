"""Update files of the law: what was signed comes back, whose it is is asked first, and nothing else is taken for one."""

import base64
import dataclasses
import datetime
import json
from typing import Any

import pytest

from ansinh_desktop.crypto import envelope
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.services.law.installed import KeptText
from ansinh_desktop.services.law.update_file import LawUpdate, Signer, read_update, write_update

KEY = envelope.new_sign_key()
MOMENT = datetime.datetime(2026, 11, 27, 2, tzinfo=datetime.UTC)
UPDATE = LawUpdate(
    MOMENT,
    "Mức chuẩn mới",
    "NĐ 335/2026",
    Signer("Sở Y tế", "91@2025-07-01", "may-1", "e1", 7),
    {"rules/holidays": "schema_version = 1\n", "code_lists/sex": "# Đổi\n"},
)


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "luật.aglaw"
    write_update(made, UPDATE, KEY)
    return made


def refused(act):
    with pytest.raises(UserError) as caught:
        act()
    return caught.value.code


def changed(path, **changes):
    """Write the file anew with other fields, and return its path."""
    whole = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(
        json.dumps({key: value for key, value in (whole | changes).items() if value != "gone"}),
        encoding="utf-8",
    )
    return path


def test_what_was_signed_comes_back_once_its_signature_was_asked_for(path):
    signed = read_update(path)
    assert signed.require(envelope.verify_key_of(KEY)) == UPDATE
    assert refused(lambda: signed.require(None)) == "AS-6504"
    assert refused(lambda: signed.require(envelope.verify_key_of(envelope.new_sign_key()))) == "AS-6505"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Khác"},
        {"source": "Khác"},
        {"issued": "2026-11-28T02:00:00Z"},
        {"files": [{"place": "rules/holidays", "text": "x"}]},
        {"signer": {"name": "Khác", "unit": "", "device": "", "epoch": "", "number": 0}},
    ],
)
def test_whatever_is_changed_afterwards_is_found(path, changes):
    assert (
        refused(lambda: read_update(changed(path, **changes)).require(envelope.verify_key_of(KEY)))
        == "AS-6505"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "ansinh-package"},
        {"version": 0},
        {"version": "1"},
        {"signature": "không"},
        {"signature": base64.b64encode(b"x").decode() + "="},
        {"issued": "2026-11-27"},
        {"title": ""},
        {"title": "x" * 201},
        {"files": []},
        {"files": {}},
        {"files": [{"place": "rules/../x", "text": ""}]},
        {"files": [{"place": "elsewhere/x", "text": ""}]},
        {"files": [{"place": "rules/a", "text": ""}, {"place": "rules/a", "text": "b"}]},
        {"files": [{"place": "rules/a", "text": 5}]},
        {"files": [{"place": "rules/a", "text": "", "more": 1}]},
        {"signer": {"name": "x"}},
        {"signer": {"name": "x", "unit": "xã", "device": "", "epoch": "", "number": 0}},
        {"signer": {"name": "x", "unit": "", "device": "", "epoch": "", "number": -1}},
        {"more": 1},
        {"source": "gone"},
    ],
)
def test_a_file_of_another_form_is_none(path, changes):
    assert refused(lambda: read_update(changed(path, **changes))) == "AS-6502"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"PK\x03\x04"])
def test_other_files_are_none(tmp_path, content):
    (tmp_path / "x.aglaw").write_bytes(content)
    assert refused(lambda: read_update(tmp_path / "x.aglaw")) == "AS-6502"


def test_one_of_a_newer_program_one_that_is_gone_and_a_folder_that_is_none_are_told(path, tmp_path):
    assert refused(lambda: read_update(changed(path, version=2))) == "AS-6503"
    assert refused(lambda: read_update(tmp_path / "không có.aglaw")) == "AS-6501"
    assert refused(lambda: write_update(tmp_path / "không" / "x.aglaw", UPDATE, KEY)) == "AS-6506"
    with pytest.raises(DataError):
        read_update(tmp_path)


def test_the_fingerprint_is_of_all_that_is_signed_and_of_no_order(tmp_path):
    turned = dataclasses.replace(UPDATE, texts=dict(reversed(list(UPDATE.texts.items()))))
    assert turned.fingerprint == UPDATE.fingerprint
    assert turned.content == UPDATE.content
    later = MOMENT + datetime.timedelta(1)
    others: tuple[dict[str, Any], ...] = ({"title": "x"}, {"source": "x"}, {"texts": {}}, {"issued": later})
    for changes in others:
        assert dataclasses.replace(UPDATE, **changes).fingerprint != UPDATE.fingerprint


def kept(device="may-1", epoch="e1", number=5) -> KeptText:
    return {"issued": "", "text": "", "device": device, "epoch": epoch, "number": number}


@pytest.mark.parametrize(
    ("earlier", "follows"),
    [
        (kept(number=6), True),
        (kept(number=7), False),
        (kept(number=8), False),
        (kept(device="may-2"), None),
        (kept(epoch="e2"), None),
        ({"issued": "", "text": ""}, None),
    ],
)
def test_of_one_device_the_history_says_what_was_signed_later_else_only_the_clocks(earlier, follows):
    assert UPDATE.signer.follows(earlier) is follows
    assert Signer("Người làm phần mềm").follows(earlier) is None
