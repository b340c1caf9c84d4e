"""Receipts: the commune learns what became of each record, from the unit it sent them to."""

import hashlib
import html
import json
import subprocess
import sys
import zipfile
from dataclasses import replace

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop.crypto import strictjson
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.services.sync.manifest import LONGEST_TEXT
from ansinh_desktop.services.sync.package import Limits, write_package
from ansinh_desktop.services.sync.receipt import KNOWN, OUTCOMES, RESULTS, Outcome, file_name, known, outcomes
from ansinh_desktop.services.sync.sealed import Route
from ansinh_desktop.services.sync.tables import Column, Table
from tests.services.sync.units import (
    COMMUNE,
    PERSON,
    PROVINCE,
    RECORD,
    SCAN,
    STRANGER,
    answer,
    head,
    identifier,
    inside,
    opened,
    people,
    receipt_head,
    records,
    sealed,
    signed,
    written,
    zipped,
)

TOLD = [
    Outcome("record", identifier(21), "superseded"),
    Outcome("record", identifier(22), "rejected", "AS-2103", "Thiếu số định danh.", "Bổ sung rồi\ngửi lại."),
    Outcome("person", identifier(11), "concurrent", text="x" * LONGEST_TEXT),
]


def answered(folder, told=TOLD, more=(), papers=(SCAN,), **changes):
    """Write a receipt with rows that are handed back."""
    content = [(OUTCOMES, (each.row() for each in told)), (PERSON, people()), (RECORD, records()), *more]
    return write_package(folder, receipt_head(**changes), content, papers, PROVINCE.route_to(COMMUNE))


def taken(path, side=COMMUNE, known_senders=PROVINCE.known, **more):
    return opened(path, side, known_senders, receipt=True, **more)


def refused(code, path, *args, **more):
    with pytest.raises(DataError) as caught:
        taken(path, *args, **more)
    assert caught.value.code == code
    assert caught.value.text
    assert caught.value.todo


@pytest.fixture(scope="module")
def receipt(tmp_path_factory):
    return answered(tmp_path_factory.mktemp("receipt"))


@pytest.fixture
def forged(receipt, tmp_path):
    """Give a function that makes a receipt with another table, soundly signed by the province."""

    def forge(table, raw, rows, schema=lambda _: None):
        parts = inside(receipt.path)
        manifest, described = json.loads(parts["manifest.json"]), json.loads(parts["datapackage.json"])
        described["resources"] = [each for each in described["resources"] if each["name"] != table]
        found = next(
            each for each in json.loads(parts["datapackage.json"])["resources"] if each["name"] == table
        )
        schema(found)
        described["resources"].append(found)
        parts |= {f"data/{table}.csv": raw, "datapackage.json": strictjson.dump(described)}
        for part in manifest["parts"]:
            part["bytes"] = len(parts[part["name"]])
            part["sha256"] = hashlib.sha256(parts[part["name"]]).hexdigest()
            if part["name"] == f"data/{table}.csv":
                part["rows"] = rows
        archive = zipped(signed(parts, manifest, PROVINCE.sign_key).items())
        return sealed(tmp_path / "forged.agrcpt", archive, COMMUNE)

    return forge


def test_what_was_answered_is_read_with_the_rows_that_are_handed_back(receipt):
    with taken(receipt.path) as found:
        assert found.manifest == receipt.manifest
        assert found.manifest.head == receipt_head()
        assert found.manifest.head.answer == answer()
        assert found.digest == receipt.digest
        assert list(outcomes(found)) == TOLD
        assert list(found.rows("person")) == people()
        assert [row for each in found.chunks("record") for row in each] == records()
        assert found.attachment(found.manifest.attachments[0]) == SCAN


def test_it_is_called_as_the_package_it_answers_with_its_day_and_number(receipt):
    assert receipt.path.name == "30325-abcd0325-000041-20260301-r2.agrcpt"
    assert file_name(receipt_head(answer=answer(number=7, receipt=12))).endswith(
        "-000007-20260301-r12.agrcpt"
    )


@pytest.mark.parametrize("state", ["refused", "full_wanted", "fork"])
def test_a_receipt_without_tables_says_no_more_than_its_head(tmp_path, state):
    said = answer(state=state, counts={}, text="Không nối tiếp gói số 38")
    made = write_package(tmp_path, receipt_head(answer=said), [], [], PROVINCE.route_to(COMMUNE))
    with taken(made.path) as found:
        assert found.manifest.head.answer == said
        assert list(outcomes(found)) == []
        assert list(known(found)) == []
        assert "<td>Đã nhận gói</td>" not in found.cover()


def test_the_writer_opens_its_own_receipt_later(receipt):
    with taken(receipt.path, PROVINCE, as_sender=True) as found:
        assert list(outcomes(found)) == TOLD
    refused("AS-5008", receipt.path, PROVINCE)


def test_others_cannot_open_forge_or_forward_it(receipt, tmp_path):
    parts = inside(receipt.path)
    refused("AS-5002", receipt.path, STRANGER)
    refused("AS-5006", receipt.path, COMMUNE, STRANGER.known)
    refused("AS-5008", sealed(tmp_path / "x.agrcpt", zipped(parts.items()), STRANGER), STRANGER)
    stolen = signed(parts, parts["manifest.json"], STRANGER.sign_key)
    refused("AS-5007", sealed(tmp_path / "x.agrcpt", zipped(stolen.items()), COMMUNE))


def test_packages_and_receipts_are_told_apart(receipt, sent):
    with pytest.raises(DataError) as caught:
        opened(receipt.path, COMMUNE, PROVINCE.known)
    assert caught.value.code == "AS-5025"
    refused("AS-5024", sent.path, PROVINCE, COMMUNE.known)


def test_a_receipt_of_the_first_format_is_named(tmp_path):
    for receipt in (True, False):
        path = sealed(tmp_path / "x.agrcpt", b"ansinh-receipt AAAA\n{}\n", COMMUNE)
        with pytest.raises(DataError) as caught:
            opened(path, COMMUNE, PROVINCE.known, receipt=receipt)
        assert caught.value.code == "AS-5027"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_a_flipped_bit_is_refused_or_changes_nothing(receipt, tmp_path, place, bit):
    whole = bytearray(receipt.path.read_bytes())
    whole[place % len(whole)] ^= 1 << bit
    (tmp_path / "spoilt.agrcpt").write_bytes(whole)
    with pytest.raises(DataError):
        taken(tmp_path / "spoilt.agrcpt")
    archive = bytearray(zipped(inside(receipt.path).items()))
    archive[place % len(archive)] ^= 1 << bit
    try:
        found = taken(sealed(tmp_path / "spoilt.agrcpt", bytes(archive), COMMUNE))
    except DataError as error:
        assert error.text  # noqa: PT017 - some bits of a ZIP mean nothing, and then the receipt is sound
        return
    with found:
        assert found.manifest == receipt.manifest
        assert list(outcomes(found)) == TOLD


def test_truncation_is_refused_at_every_length(receipt, tmp_path):
    whole = receipt.path.read_bytes()
    for length in range(0, len(whole), 97):
        (tmp_path / "spoilt.agrcpt").write_bytes(whole[:length])
        refused("AS-5003", tmp_path / "spoilt.agrcpt")


# ---------------------------------------------------------------- its tables


HEADING = b"table,id,result,code,text,todo\r\n"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (b"../x,1,rejected,,,", "Bảng"),
        (b"record,../x,rejected,,,", "Mã"),
        (b"record,1,lost,,,", "Kết quả"),
        (b"record,1,accepted,,,", "Kết quả"),
        (b"record,1,rejected,<b>,,", "Mã lý do"),
        (b"record,1,rejected,AS-21030,,", "Mã lý do"),
        (b"record,1,rejected,AS-2103," + b"x" * (LONGEST_TEXT + 1) + b",", "Lý do"),
        (b"record,1,rejected,AS-2103,," + b"x" * (LONGEST_TEXT + 1), "Việc cần làm"),
        (b",1,rejected,,,", "Bảng"),
        (b"record,,rejected,,,", "Mã"),
    ],
)
def test_an_outcome_of_another_form_is_named_by_its_row(forged, row, column):
    raw = HEADING + b"record,1,rejected,AS-2103,,\r\n" + row + b"\r\n"
    with taken(forged("outcome", raw, 2)) as found:
        rows = outcomes(found)
        assert next(rows) == Outcome("record", "1", "rejected", "AS-2103")
        with pytest.raises(DataError) as caught:
            next(rows)
    assert caught.value.code == "AS-5015"
    assert caught.value.facts["column"] == column
    assert caught.value.facts["row"] == 2


def drop_column(found):
    found["schema"]["fields"].pop(3)


def free_column(found):
    del found["schema"]["fields"][1]["constraints"]


@pytest.mark.parametrize(
    ("schema", "raw"),
    [
        (drop_column, b"table,id,result,text,todo\r\nrecord,1,rejected,,\r\n"),
        (free_column, HEADING + b"record,,rejected,,,\r\n"),
        (lambda found: found["schema"]["fields"][4].pop("blank"), HEADING + b"record,1,rejected,,,\r\n"),
        (
            lambda found: found["schema"]["fields"][5].update(type="object"),
            HEADING + b"record,1,rejected,,,{}\r\n",
        ),
    ],
)
def test_outcomes_of_other_columns_are_refused(forged, schema, raw):
    def change(found):
        schema(found)
        found["schema"]["fields"][-1].pop("blank", None) if raw.endswith(b"{}\r\n") else None

    with taken(forged("outcome", raw, 1, change)) as found, pytest.raises(DataError) as caught:
        list(outcomes(found))
    assert caught.value.code == "AS-5013"
    assert "data/outcome.csv" in caught.value.text


def test_a_column_that_a_newer_program_adds_does_no_harm(tmp_path):
    newer = Table("outcome", "", (*OUTCOMES.columns, Column("more", "object")), primary_key=("table", "id"))
    rows = [{**each.row(), "more": {"a": 1}} for each in TOLD]
    made = write_package(tmp_path, receipt_head(), [(newer, rows)], [], PROVINCE.route_to(COMMUNE))
    with taken(made.path) as found:
        assert list(outcomes(found)) == TOLD


@pytest.mark.parametrize(
    "changes",
    [
        {"table": "../x"},
        {"table": ""},
        {"id": "a b"},
        {"result": "lost"},
        {"result": "accepted"},
        {"code": "2103"},
        {"text": "x" * (LONGEST_TEXT + 1)},
        {"todo": "x" * (LONGEST_TEXT + 1)},
    ],
)
def test_no_outcome_is_made_that_its_receiver_would_refuse(changes):
    with pytest.raises(ValueError, match=next(iter(changes))):
        replace(TOLD[0], **changes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(
    st.lists(
        st.builds(
            Outcome,
            table=st.sampled_from(["person", "record", "attachment"]),
            id=st.uuids().map(str),
            result=st.sampled_from(sorted(RESULTS)),
            code=st.sampled_from(["", "AS-2103"]),
            text=st.text(st.characters(codec="utf-8"), max_size=40),
            todo=st.text(st.characters(codec="utf-8"), max_size=40),
        ),
        max_size=5,
    )
)
def test_every_outcome_comes_back(tmp_path, told):
    with taken(answered(tmp_path, told).path) as found:
        assert list(outcomes(found)) == told


def test_a_whole_package_lists_what_its_sender_holds_back(tmp_path):
    rows = [{"table": "record", "id": identifier(31)}, {"table": "person", "id": identifier(32)}]
    route = COMMUNE.route_to(PROVINCE)
    made = write_package(tmp_path, head(kind="whole"), [(KNOWN, rows)], [], route)
    with opened(made.path) as found:
        assert list(known(found)) == [("record", identifier(31)), ("person", identifier(32))]
    with opened(written(tmp_path).path) as found:
        assert list(known(found)) == []
    made = write_package(tmp_path, head(kind="whole"), [(KNOWN, [{"table": "a", "id": "../x"}])], [], route)
    with opened(made.path) as found, pytest.raises(DataError) as caught:
        list(known(found))
    assert caught.value.code == "AS-5015"


# ---------------------------------------------------------------- the file


def test_a_receipt_too_large_or_a_folder_that_is_gone_are_told(tmp_path):
    tight = replace(Limits(), table=100)
    with pytest.raises(UserError) as caught:
        write_package(
            tmp_path,
            receipt_head(),
            [(OUTCOMES, [each.row() for each in TOLD])],
            [],
            PROVINCE.route_to(COMMUNE),
            limits=tight,
        )
    assert caught.value.code == "AS-5026"
    with pytest.raises(UserError) as caught:
        answered(tmp_path / "unplugged")
    assert caught.value.code == "AS-5019"


def test_ten_thousand_answers_are_a_small_file(tmp_path):
    told = [Outcome("record", identifier(number), "rejected", "AS-2103", "Thiếu") for number in range(10_000)]
    made = answered(tmp_path, told)
    assert made.path.stat().st_size < 100_000
    with taken(made.path) as found:
        assert sum(1 for _ in outcomes(found)) == 10_000


@pytest.mark.skipif(sys.platform == "win32", reason="the stock tool of envelopes comes with Linux")
def test_stock_tools_open_and_validate_it(receipt, tmp_path):
    """In ten years: the age tool, any unzip, any frictionless validator."""
    (tmp_path / "key").write_text(COMMUNE.identity + "\n", encoding="ascii")
    clear, folder = tmp_path / "clear.zip", tmp_path / "unpacked"
    command = ["age", "--decrypt", "--identity", str(tmp_path / "key"), "--output", str(clear)]
    subprocess.run([*command, str(receipt.path)], check=True, capture_output=True)
    with zipfile.ZipFile(clear) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    assert [task.stats["rows"] for task in report.tasks] == [3, 2, 2]
    page = (folder / "index.html").read_text(encoding="utf-8")
    for told in (
        "Biên nhận lần 2",
        "số 41",
        "Hồ sơ bị trả lại",
        "Sở Y tế tỉnh An Giang",
        "Kết quả từng hồ sơ",
    ):
        assert html.escape(told) in page
    assert people()[0]["full_name"].split()[-1] not in page


def test_nothing_outside_the_encryption_tells_of_records(receipt):
    raw = receipt.path.read_bytes()
    assert not any(each in raw for each in (b"AS-2103", b"manifest.json", b"data/outcome.csv", b"30325"))


def test_a_route_opens_for_both_sides_once():
    own = COMMUNE.card.recipient
    assert Route(COMMUNE.sign_key, PROVINCE.card, own).recipients == [PROVINCE.card.recipient, own]
    assert Route(COMMUNE.sign_key, COMMUNE.card, own).recipients == [own]
