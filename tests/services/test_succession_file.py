"""A file that says which unit follows which: read back as it was written, and nothing taken that was not agreed."""

import datetime
import json

import pytest

from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange.succession import Part, Renames
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.services.law.update_file import Signer
from ansinh_desktop.services.succession.file import (
    Change,
    Succession,
    read_succession,
    write_succession,
)

A, B, C = "30325@2025-07-01", "30328@2025-07-01", "30999@2027-01-01"
KEY = envelope.new_sign_key()
PART = Part(("Vĩnh Lợi",), ("01970000-0000-7000-8000-000000000000",), ())
SOUND = Succession(
    datetime.datetime(2026, 12, 1, 3, tzinfo=datetime.UTC),
    "Sáp nhập xã",
    "NQ 1/2026",
    Signer("Sở Y tế", "91@2025-07-01", "dev1", "ep1", 7),
    (
        Change(Renames(A, C), "Xã Vĩnh Trung Mới", merged=True),
        Change(Renames(B, C, {"Ấp Một": "Ấp Chung", "Ấp Hai": "Ấp Chung"}), "Xã Vĩnh Trung Mới"),
        Change(Renames(A, "30400@2027-01-01"), "Xã Khác", part=PART),
    ),
)


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "x.agunits"
    write_succession(made, SOUND, KEY)
    return made


def code(work, *args):
    with pytest.raises(DataError) as caught:
        work(*args)
    assert caught.value.todo
    return caught.value.code


def test_it_comes_back_as_it_was_written(path):
    found = read_succession(path).require(envelope.verify_key_of(KEY))
    assert found == SOUND
    assert found.fingerprint == SOUND.fingerprint


@pytest.mark.parametrize(
    "key", [None, "", envelope.verify_key_of(envelope.new_sign_key())], ids=["none", "empty", "another's"]
)
def test_only_whom_we_trust_may_sign(path, key):
    assert code(read_succession(path).require, key) == "AS-5170"


def test_of_a_unit_its_parts_come_before_what_is_left():
    assert [each.part for each in SOUND.of(A)] == [PART, None]
    assert SOUND.of("30001@2025-07-01") == []


def bent(path, change):
    told = json.loads(path.read_text("utf-8"))
    change(told)
    path.write_text(json.dumps(told), "utf-8")
    return path


def of_change(**values):
    return lambda told: told["changes"][0].update(values)


def without(*keys):
    def change(told):
        for key in keys[:-1]:
            told = told[key]
        del told[keys[-1]]

    return change


@pytest.mark.parametrize(
    "change",
    [
        of_change(before="30325"),
        of_change(before="30325@01-07-2025"),
        of_change(before="'; DROP TABLE record; --@2025-07-01"),
        of_change(after="30999@2027-13-01"),
        of_change(after="30999@2027-02-30"),
        of_change(after=7),
        of_change(name=""),
        of_change(name="   "),
        of_change(name="x" * 201),
        of_change(merged="vâng"),
        of_change(merged=None),
        of_change(merged=1),
        of_change(hamlets={"Ấp Một": "Ấp Hai"}),
        of_change(hamlets=[{"old": "Ấp Một"}]),
        of_change(hamlets=[{"old": "Ấp Một", "new": "Ấp Hai", "more": 1}]),
        of_change(more=1),
        of_change(part={"hamlets": [], "people": []}),
        of_change(part={"hamlets": ["Vĩnh Lợi"], "people": [], "households": []}),
        of_change(part={"hamlets": [], "people": [1], "households": []}),
        of_change(part={"hamlets": [], "people": [], "households": [], "more": []}),
        without("changes", 0, "name"),
        without("changes", 0, "part"),
        without("signer", "device"),
        without("title"),
        without("receiver"),
        lambda told: told["signer"].update(number="7"),
        lambda told: told["signer"].update(unit="91"),
        lambda told: told["signer"].update(device="a b"),
        lambda told: told["signer"].update(more=1),
        lambda told: told.update(issued="hôm qua"),
        lambda told: told.update(changes=[]),
        lambda told: told.update(changes={}),
        lambda told: told.update(more=1),
        lambda told: told.update(receiver={}),
        lambda told: told["changes"].append(told["changes"][1]),  # followed twice
        of_change(after=B),  # by one that goes itself
    ],
)
def test_what_was_not_agreed_is_refused(path, change):
    assert code(read_succession, bent(path, change)) == "AS-5171"


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b"null", b'{"changes": '])
def test_what_is_no_such_file_is_refused(tmp_path, content):
    (tmp_path / "x.agunits").write_bytes(content)
    assert code(read_succession, tmp_path / "x.agunits") in ("AS-5171", "AS-5018")


def test_what_cannot_be_read_or_written_is_said(tmp_path):
    assert code(read_succession, tmp_path / "none.agunits") == "AS-5018"
    with pytest.raises(UserError) as caught:
        write_succession(tmp_path / "no" / "x.agunits", SOUND, KEY)
    assert caught.value.code == "AS-5019"


@pytest.mark.parametrize(
    "change",
    [
        of_change(name="Xã Khác"),
        of_change(merged=False),
        of_change(after="30998@2027-01-01"),
        lambda told: told.update(title="Đổi tên"),
        lambda told: told.update(source="NQ 2/2026"),
        lambda told: told["signer"].update(number=8),
        lambda told: told["changes"].reverse(),
        lambda told: told["changes"][2]["part"]["people"].append("01970000-0000-7000-8000-000000000001"),
        lambda told: told["changes"].pop(),
    ],
)
def test_every_changed_word_is_found(path, change):
    assert code(read_succession(bent(path, change)).require, envelope.verify_key_of(KEY)) == "AS-5170"
