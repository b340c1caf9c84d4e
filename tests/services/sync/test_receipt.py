"""Receipts: the commune learns what became of each record, from the unit it sent them to."""

import base64
import io
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.errors import BugError, DataError, UserError
from ansinh_desktop.services.sync.package import open_package
from ansinh_desktop.services.sync.receipt import (
    Answered,
    Correction,
    Duplicate,
    Outcome,
    Receipt,
    TableState,
    Update,
    open_receipt,
    write_receipt,
)
from ansinh_desktop.services.sync.sealed import Route, receiver_of
from tests.services.sync.units import COMMUNE, MOMENT, PROVINCE, STRANGER, identifier

LINES = (
    Outcome("record", identifier(21), "accepted"),
    Outcome("record", identifier(22), "rejected", "AS-2103", "Thiếu số định danh.", "Bổ sung rồi\ngửi lại."),
    TableState("record", 1, "ab" * 32),
    Duplicate("person", identifier(11), "Xã Mỹ Đức", "Trùng số định danh"),
    Correction("person", identifier(11), "sex", "male", "female", "Theo thẻ căn cước"),
    Correction("record", identifier(21), "flags", ["a"], [], ""),
    Correction("record", identifier(21), "score", None, 3, ""),
    Update("list", "ethnicities", "2026-01-01", '[rows]\n"01" = "Kinh"\n'),
)


def receipt(**changes) -> Receipt:
    whole = Receipt(
        id=identifier(51),
        sender=PROVINCE.sender,
        receiver=receiver_of(COMMUNE.card),
        package=Answered(identifier(41), COMMUNE.card.unit, COMMUNE.card.device, "epoch-1", 41, "cd" * 32),
        state="imported",
        created=MOMENT,
        app="1.0.0",
        confirmed_seq=163,
        lines=LINES,
    )
    return replace(whole, **changes)


def opened(path, side=COMMUNE, known=PROVINCE.known, **more):
    return open_receipt(path, [side.identity], known, **more)


def refused(code, path, *args):
    with pytest.raises(DataError) as caught:
        opened(path, *args)
    assert caught.value.code == code
    assert caught.value.text
    assert caught.value.todo


@pytest.fixture
def path(tmp_path):
    return write_receipt(tmp_path, receipt(), PROVINCE.route_to(COMMUNE))


def inside(path) -> bytes:
    target = io.BytesIO()
    with path.open("rb") as source:
        envelope.decrypt(source, target, [COMMUNE.identity])
    return target.getvalue()


def sealed(path, content, side=COMMUNE):
    with path.open("wb") as target:
        envelope.encrypt(io.BytesIO(content), target, [side.card.recipient])
    return path


def forged(path, change, sign_key=PROVINCE.sign_key):
    """Return a receipt with changed lines, soundly signed."""
    lines = [json.loads(each) for each in inside(path).splitlines()[1:]]
    change(lines)
    body = b"".join((each if isinstance(each, bytes) else strictjson.dump(each)) + b"\n" for each in lines)
    return sealed(path, signed(body, sign_key))


def signed(body, sign_key=PROVINCE.sign_key):
    return b"ansinh-receipt " + base64.b64encode(envelope.sign(sign_key, body)) + b"\n" + body


def test_what_was_answered_is_read(path):
    found = opened(path)
    assert found == receipt()
    assert found.counts == {"accepted": 1, "rejected": 1}
    assert found.outcomes[1].todo == "Bổ sung rồi\ngửi lại."
    assert [each.table for each in found.tables] == ["record"]
    assert (len(found.duplicates), len(found.corrections), len(found.updates)) == (1, 3, 1)
    assert found.corrections[1].proposed == []


def test_it_is_called_as_the_package_it_answers(path):
    assert path.name == "30325-abcd0325-000041-20260301.agrcpt"


def test_a_held_package_names_what_is_missing(tmp_path):
    held = receipt(state="held", missing=(39, 40), text="Thiếu gói 000039, 000040", lines=())
    assert opened(write_receipt(tmp_path, held, PROVINCE.route_to(COMMUNE))) == held


def test_the_writer_opens_its_own_receipt_later(path):
    assert opened(path, PROVINCE, as_sender=True) == receipt()
    refused("AS-5008", path, PROVINCE)


def test_nothing_outside_the_encryption_tells_of_records(path):
    assert b"AS-2103" not in path.read_bytes()


def test_others_cannot_open_forge_or_forward_it(path, tmp_path):
    refused("AS-5002", path, STRANGER)
    refused("AS-5006", path, COMMUNE, STRANGER.known)
    refused("AS-5008", sealed(tmp_path / "x.agrcpt", inside(path), STRANGER), STRANGER)
    refused("AS-5007", forged(path, lambda _: None, STRANGER.sign_key))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_a_flipped_bit_is_refused_before_and_after_sealing(tmp_path, path, place, bit):
    for content, seal in ((path.read_bytes(), False), (inside(path), True)):
        spoilt = bytearray(content)
        spoilt[place % len(spoilt)] ^= 1 << bit
        target = tmp_path / "spoilt.agrcpt"
        if seal:
            sealed(target, bytes(spoilt))
        else:
            target.write_bytes(spoilt)
        with pytest.raises(DataError):
            opened(target)


def test_truncation_is_refused_at_every_length(path, tmp_path):
    whole = path.read_bytes()
    spoilt = tmp_path / "spoilt.agrcpt"
    for length in range(0, len(whole), 13):
        spoilt.write_bytes(whole[:length])
        refused("AS-5003", spoilt)


def test_packages_and_receipts_are_told_apart(path, sent):
    with pytest.raises(DataError) as caught:
        open_package(path, [COMMUNE.identity], PROVINCE.known)
    assert caught.value.code == "AS-5025"
    with pytest.raises(DataError) as caught:
        open_receipt(sent.path, [PROVINCE.identity], COMMUNE.known)
    assert caught.value.code == "AS-5024"


def test_a_newer_receipt_is_named(path):
    refused("AS-5005", forged(path, lambda lines: lines[0].update(version=2, more=1)))


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines.clear(),
        lambda lines: lines[0].update(format="ansinh-card"),
        lambda lines: lines[0].update(state="fine"),
        lambda lines: lines[0].update(more=1),
        lambda lines: lines[0].pop("package"),
        lambda lines: lines[0]["package"].update(number=0),
        lambda lines: lines[0].update(missing=[True]),
        lambda lines: lines[1].update(result="lost"),
        lambda lines: lines[1].update(code="<b>"),
        lambda lines: lines[1].update(id="../x"),
        lambda lines: lines[1].update(more=1),
        lambda lines: lines[1].pop("text"),
        lambda lines: lines[1].update(text="x" * 2001),
        lambda lines: lines[3].update(rows=-1),
        lambda lines: lines[3].update(digest="AB"),
        lambda lines: lines[5].update(proposed={"a": 1}),
        lambda lines: lines[5].update(proposed=[[]]),
        lambda lines: lines[8].update(kind="program"),
        lambda lines: lines[8].update(name="../evil"),
        lambda lines: lines[8].update(content="x" * (1 << 20) + "x"),
        lambda lines: lines.append({"line": "command"}),
        lambda lines: lines.append([]),
        lambda lines: lines.append(b""),
        lambda lines: lines.append(b'{"line":"table","line":"table"}'),
        lambda lines: lines.append(
            b'{"line":"table",' + b" " * 70_000 + b'"table":"a","rows":1,"digest":"' + b"ab" * 32 + b'"}'
        ),
    ],
)
def test_a_receipt_of_another_form_is_refused(path, change):
    refused("AS-5013", forged(path, change))


@pytest.mark.parametrize("content", [b"", b"ansinh-receipt ?\n{}\n", b"ansinh-receipt AAAA", b"x" * 1000])
def test_sealed_nonsense_is_no_receipt(tmp_path, content):
    refused("AS-5013", sealed(tmp_path / "x.agrcpt", content))


@pytest.mark.parametrize(
    "line",
    [
        Outcome("record", "a b", "accepted"),
        Outcome("record", "1", "lost"),
        Outcome("record", "1", "rejected", text="x" * 3000),
        Update("list", "a", "1", "x" * (2 << 20)),
    ],
)
def test_no_receipt_is_written_that_its_receiver_would_refuse(tmp_path, line):
    with pytest.raises(BugError):
        write_receipt(tmp_path, receipt(lines=[line]), PROVINCE.route_to(COMMUNE))
    assert list(tmp_path.iterdir()) == []


def test_a_receipt_is_sealed_for_the_receiver_it_names(tmp_path):
    with pytest.raises(BugError):
        write_receipt(tmp_path, receipt(), PROVINCE.route_to(STRANGER))


def test_a_receipt_too_long_or_a_folder_that_is_gone_are_told(tmp_path):
    lines = [Outcome("record", identifier(number), "accepted", text="x" * 1900) for number in range(17_000)]
    with pytest.raises(UserError) as caught:
        write_receipt(tmp_path, receipt(lines=lines), PROVINCE.route_to(COMMUNE))
    assert caught.value.code == "AS-5026"
    with pytest.raises(UserError) as caught:
        write_receipt(tmp_path / "unplugged", receipt(), PROVINCE.route_to(COMMUNE))
    assert caught.value.code == "AS-5019"


def test_ten_thousand_answers_are_a_small_file(tmp_path):
    lines = [Outcome("record", identifier(number), "accepted") for number in range(10_000)]
    path = write_receipt(tmp_path, receipt(lines=lines), PROVINCE.route_to(COMMUNE))
    assert path.stat().st_size < 2_000_000
    assert opened(path).counts == {"accepted": 10_000}


def test_a_route_opens_for_both_sides_once():
    own = COMMUNE.card.recipient
    assert Route(COMMUNE.sign_key, PROVINCE.card, own).recipients == [PROVINCE.card.recipient, own]
    assert Route(COMMUNE.sign_key, COMMUNE.card, own).recipients == [own]
