"""Packages: what one unit writes the other reads, and nothing else."""

import datetime
import hashlib
import html
import io
import json
import random
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.errors import BugError, DataError, UserError
from ansinh_desktop.services.sync.cells import LARGEST_CELL
from ansinh_desktop.services.sync.package import Limits, Route, file_name, write_package
from ansinh_desktop.services.sync.tables import LARGEST_ROW, Column, ForeignKey, Table
from tests.services.sync.units import (
    COMMUNE,
    HOUSEHOLD,
    PERSON,
    PROVINCE,
    SCAN,
    STRANGER,
    content,
    head,
    households,
    identifier,
    inside,
    opened,
    people,
    records,
    sealed,
    signed,
    written,
    zipped,
)

DESCRIPTORS = Path("/proc/self/fd")
SCAN_NAME = "attachments/" + hashlib.sha256(SCAN).hexdigest()


def refused(code, path, *args, **more):
    with pytest.raises(DataError) as caught:
        opened(path, *args, **more)
    assert caught.value.code == code
    assert caught.value.text
    assert caught.value.todo
    return caught.value


def described(part: bytes, name: str, rows=None) -> dict[str, object]:
    return {"name": name, "bytes": len(part), "rows": rows, "sha256": hashlib.sha256(part).hexdigest()}


@pytest.fixture(scope="session")
def parts(sent):
    return inside(sent.path)


@pytest.fixture
def forged(tmp_path, parts):
    """Give a function that makes a package with a changed manifest, soundly signed by the commune."""

    def forge(change, more=(), **replaced):
        manifest = json.loads(parts["manifest.json"])
        changed = dict(parts)
        change(manifest, changed)
        return sealed(
            tmp_path / "forged.agpkg", zipped([*signed(changed, manifest).items(), *more]), **replaced
        )

    return forge


# ---------------------------------------------------------------- the way there and back


def test_what_was_written_is_read(sent):
    with opened(sent.path) as package:
        assert package.manifest == sent.manifest
        assert package.manifest.head == head()
        assert package.digest == sent.digest
        assert package.manifest.rows == {"household": 2, "person": 2, "record": 2}
        assert list(package.rows("household")) == households()
        assert list(package.rows("person")) == people()
        assert list(package.rows("record")) == records()
        assert list(package.rows("record")) == records()
        assert {each.name for each in package.tables.values()} == {"household", "person", "record"}
        assert package.tables["person"] == replace(PERSON, foreign_keys=())


def test_attachments_come_by_their_digest_and_once(sent):
    with opened(sent.path) as package:
        assert len(package.manifest.attachments) == 2
        for digest, scan in ((hashlib.sha256(each).hexdigest(), each) for each in (SCAN, b"")):
            assert package.attachment(digest) == scan
        with pytest.raises(KeyError):
            package.attachment("00" * 32)


def test_a_package_without_rows_is_a_package(tmp_path):
    made = write_package(tmp_path, head(), [(HOUSEHOLD, [])], [], COMMUNE.route_to(PROVINCE))
    with opened(made.path) as package:
        assert list(package.rows("household")) == []


def test_the_file_may_be_gone_once_it_is_open(sent, tmp_path):
    stick = tmp_path / sent.path.name
    shutil.copy(sent.path, stick)
    with opened(stick) as package:
        stick.unlink()
        assert list(package.rows("person")) == people()


def test_the_sender_opens_its_own_package_later(sent):
    refused("AS-5008", sent.path, COMMUNE)
    with opened(sent.path, COMMUNE, as_sender=True) as package:
        assert list(package.rows("person")) == people()


def test_the_name_tells_unit_device_number_and_day(sent):
    assert sent.path.name == "30325-abcd0325-000041-20260301.agpkg"
    assert file_name(head(number=1_000_001)).split("-")[2] == "1000001"


def test_the_same_input_gives_the_same_content(sent, tmp_path):
    again = inside(written(tmp_path).path)
    assert again == inside(sent.path)
    assert list(again) == list(inside(sent.path))


def test_the_next_package_names_the_digest_of_the_last(sent):
    signed_bytes = inside(sent.path)["manifest.json"]
    assert sent.digest == hashlib.sha256(signed_bytes).hexdigest()
    assert head(ancestors=(sent.digest,)).ancestors == (sent.digest,)


# ---------------------------------------------------------------- readable without us


@pytest.mark.skipif(sys.platform == "win32", reason="the stock tool of envelopes comes with Linux")
def test_stock_tools_open_and_validate_it(sent, tmp_path):
    """In ten years: the age tool, any unzip, any frictionless validator."""
    (tmp_path / "key").write_text(PROVINCE.identity + "\n", encoding="ascii")
    clear = tmp_path / "clear.zip"
    command = [
        "age",
        "--decrypt",
        "--identity",
        str(tmp_path / "key"),
        "--output",
        str(clear),
        str(sent.path),
    ]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(clear) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "unpacked")
    report = frictionless.validate(str(tmp_path / "unpacked" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    assert [task.stats["rows"] for task in report.tasks] == [2, 2, 2]
    resource = frictionless.Package(str(tmp_path / "unpacked" / "datapackage.json")).get_resource("person")
    assert isinstance(resource, frictionless.resources.TableResource)
    row = resource.read_rows()[0]
    assert row["born"] == datetime.date(1961, 8, 5)
    assert row["deleted"] is False
    assert row["note"] == people()[0]["note"]


def test_the_validator_would_notice_a_broken_reference(tmp_path):
    table = Table(
        "record", "", (Column("id"), Column("person_id")), foreign_keys=(ForeignKey("person_id", "person"),)
    )
    person = Table("person", "", (Column("id"),))
    rows = [{"id": "1", "person_id": "nobody"}]
    for kind in ("whole", "update"):
        made = write_package(
            tmp_path, head(kind=kind), [(person, []), (table, rows)], [], COMMUNE.route_to(PROVINCE)
        )
        for name, part in inside(made.path).items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(part)
        # An update leaves out whom the receiver knows already: there, the same reference leads nowhere by right.
        assert frictionless.validate(str(tmp_path / "datapackage.json")).valid == (kind == "update")


def test_the_cover_counts_and_names_units_but_no_people(sent):
    page = inside(sent.path)["index.html"].decode("utf-8")
    with opened(sent.path) as package:
        assert package.cover() == page
    for told in (
        "số 41",
        "Xã Vĩnh Thạnh Trung",
        "30325",
        "Sở Y tế tỉnh An Giang",
        "12:30 ngày 01/03/2026",
        "Người",
    ):
        assert html.escape(told) in page
    for person in people():
        assert person["full_name"].split()[-1] not in page
    assert "{" not in page.split("</style>")[1]


def test_units_cannot_write_into_the_cover_page(tmp_path):
    evil = replace(COMMUNE.sender, name="<script>alert(1)</script>")
    made = write_package(tmp_path, head(sender=evil), content(), [], COMMUNE.route_to(PROVINCE))
    assert b"<script>" not in inside(made.path)["index.html"]


def test_nothing_outside_the_encryption_tells_of_people(sent):
    raw = sent.path.read_bytes()
    for secret in (b"data/person.csv", b"manifest.json", "Đào".encode(), b"30325", SCAN[:20]):
        assert secret not in raw


# ---------------------------------------------------------------- damage on the way


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_refused(sent, tmp_path, place, bit):
    whole = bytearray(sent.path.read_bytes())
    whole[place % len(whole)] ^= 1 << bit
    spoilt = tmp_path / "spoilt.agpkg"
    spoilt.write_bytes(whole)
    with pytest.raises(DataError) as caught:
        opened(spoilt)
    assert caught.value.code in ("AS-5001", "AS-5002", "AS-5003")


def test_truncation_is_refused_at_every_length(sent, tmp_path):
    whole = sent.path.read_bytes()
    spoilt = tmp_path / "spoilt.agpkg"
    for length in {*range(0, len(whole), 97), *range(400), *range(len(whole) - 40, len(whole))}:
        spoilt.write_bytes(whole[:length])
        refused("AS-5003", spoilt)


def test_something_added_is_refused(sent, tmp_path):
    spoilt = tmp_path / "spoilt.agpkg"
    spoilt.write_bytes(sent.path.read_bytes() + b"\0")
    refused("AS-5003", spoilt)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_a_bit_flipped_before_sealing_changes_nothing_that_is_read(parts, tmp_path, place, bit):
    """The ZIP itself may be forged by anyone who has our card: what is handed out is what was signed."""
    archive = bytearray(zipped(parts.items()))
    archive[place % len(archive)] ^= 1 << bit
    path = sealed(tmp_path / "forged.agpkg", bytes(archive))
    try:
        package = opened(path)
    except DataError as error:
        assert error.text  # noqa: PT017 - some bits of a ZIP mean nothing, and then the package is sound
        return
    with package:
        assert list(package.rows("person")) == people()
        assert list(package.rows("record")) == records()
        assert package.attachment(hashlib.sha256(SCAN).hexdigest()) == SCAN


@pytest.mark.parametrize("name", ["data/person.csv", "datapackage.json", "index.html", SCAN_NAME])
def test_a_changed_part_is_named(parts, tmp_path, name):
    changed = parts | {name: parts[name].replace(parts[name][20:21], b"~", 1)}
    path = sealed(tmp_path / "forged.agpkg", zipped(changed.items()))
    assert refused("AS-5009", path).facts["part"] == name


def test_what_was_sound_at_the_first_look_is_looked_at_again(sent, parts, forged, tmp_path):
    """Its rows need not be counted twice, but its bytes are held against what was signed each time."""
    opened(sent.path).close()
    changed = parts | {
        "data/person.csv": parts["data/person.csv"].replace("Nguyễn".encode(), "Nguyên".encode(), 1)
    }
    assert changed != parts
    path = sealed(tmp_path / "changed.agpkg", zipped(changed.items()))
    assert refused("AS-5009", path).facts["part"] == "data/person.csv"

    def miscount(manifest, _):
        (person,) = (each for each in manifest["parts"] if each["name"] == "data/person.csv")
        person["rows"] += 1

    assert refused("AS-5009", forged(miscount)).facts["part"] == "data/person.csv"
    opened(sent.path).close()


@pytest.mark.parametrize(
    "name", ["data/person.csv", "datapackage.json", "index.html", SCAN_NAME, "manifest.json"]
)
def test_a_missing_part_is_named(parts, tmp_path, name):
    left = [(each, part) for each, part in parts.items() if each != name]
    path = sealed(tmp_path / "forged.agpkg", zipped(left))
    assert refused("AS-5010", path).facts["part"] == name


def test_a_stick_pulled_out_and_a_folder_that_is_gone_are_told(tmp_path):
    refused("AS-5018", tmp_path / "none.agpkg")
    with pytest.raises(UserError) as caught:
        written(tmp_path / "unplugged")
    assert caught.value.code == "AS-5019"


# ---------------------------------------------------------------- other files, other people


@pytest.mark.parametrize("raw", [b"PK\x03\x04 a zip", b"%PDF-1.7", b"\x00" * 5000])
def test_other_files_are_no_package(tmp_path, raw):
    (tmp_path / "x.agpkg").write_bytes(raw)
    refused("AS-5001", tmp_path / "x.agpkg")


@pytest.mark.parametrize("raw", [b"", b"PK", b"no zip at all" * 100, zipped([]), b"\0" * 200])
def test_sealed_nonsense_is_no_package(tmp_path, raw):
    path = sealed(tmp_path / "x.agpkg", raw)
    with pytest.raises(DataError) as caught:
        opened(path)
    assert caught.value.code in ("AS-5010", "AS-5012")


def test_another_receiver_cannot_open_it(sent):
    refused("AS-5002", sent.path, STRANGER)


def test_a_re_addressed_package_is_refused(sent, tmp_path):
    """A receiver seals what it got for a third unit, which must not take it as meant for itself."""
    target = io.BytesIO()
    with sent.path.open("rb") as source:
        envelope.decrypt(source, target, [PROVINCE.identity])
    path = sealed(tmp_path / "x.agpkg", target.getvalue(), STRANGER)
    assert refused("AS-5008", path, STRANGER).facts["receiver"] == PROVINCE.card.name


def test_an_unknown_sender_is_named(sent):
    told = refused("AS-5006", sent.path, PROVINCE, STRANGER.known)
    assert "Xã Vĩnh Thạnh Trung" in told.text
    assert "30325" in told.text


def test_a_name_that_is_known_does_not_help_without_its_key(tmp_path):
    route = Route(STRANGER.sign_key, PROVINCE.card, STRANGER.card.recipient)
    forged = write_package(tmp_path, head(), content(), [], route)
    refused("AS-5007", forged.path)


def test_a_signature_of_another_length_is_refused(parts, tmp_path):
    for signature in (b"", b"\0" * 64, parts["manifest.sig"][:-1], parts["manifest.sig"] + b"\0"):
        path = sealed(tmp_path / "x.agpkg", zipped((parts | {"manifest.sig": signature}).items()))
        with pytest.raises(DataError) as caught:
            opened(path)
        assert caught.value.code in ("AS-5007", "AS-5014")


def test_a_changed_manifest_is_refused(parts, tmp_path):
    changed = parts["manifest.json"].replace(b'"number": 41', b'"number": 42')
    path = sealed(tmp_path / "x.agpkg", zipped((parts | {"manifest.json": changed}).items()))
    refused("AS-5007", path)


def test_a_newer_package_is_named(forged):
    refused("AS-5005", forged(lambda manifest, _: manifest.update(version=3, more="fields")))


def test_a_package_of_the_first_format_is_named_and_the_way_out_of_it(forged):
    def first(manifest, _):
        for key in ("ancestors", "confirmed", "heard", "registers", "held", "answer"):
            del manifest[key]
        manifest |= {"version": 1, "previous": "ab" * 32, "from_seq": 0, "to_seq": 5}

    told = refused("AS-5027", forged(first))
    assert "định dạng cũ (1)" in told.text
    assert told.todo == "Cập nhật chương trình ở nơi gửi rồi xuất lại."


# ---------------------------------------------------------------- a sender that means ill


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../evil.exe", "AS-5023"),
        ("data/../../evil.csv", "AS-5023"),
        ("/etc/passwd", "AS-5023"),
        ("C:\\Windows\\evil.dll", "AS-5023"),
        ("data\\person.csv", "AS-5023"),
        ("attachments/../data/person.csv", "AS-5023"),
        ("evil.exe", "AS-5011"),
        ("data/", "AS-5011"),
        ("data/Person.csv", "AS-5011"),
        ("data/person.csv\0.exe", "AS-5011"),
        ("data/person.csv\n", "AS-5011"),
        ("attachments/scan.jpg", "AS-5011"),
        ("data/household.CSV", "AS-5011"),
        ("", "AS-5011"),
    ],
)
def test_names_are_never_paths(forged, tmp_path, name, code):
    def declare(manifest, _):
        manifest["parts"].append(described(b"x", name))

    before = sorted(tmp_path.rglob("*"))
    assert refused(code, forged(declare)).facts["name"] == "forged.agpkg"
    # The same name in the ZIP, which cannot be trusted to match what is declared.
    if "\0" not in name:
        assert refused(code, forged(lambda *_: None, [(name, b"x")])).facts["name"] == "forged.agpkg"
    assert [each for each in sorted(tmp_path.rglob("*")) if each not in before] == [tmp_path / "forged.agpkg"]


def test_an_undeclared_part_is_refused(forged):
    assert (
        refused("AS-5011", forged(lambda *_: None, [("data/more.csv", b"id\r\n")])).facts["part"]
        == "data/more.csv"
    )


def test_two_entries_of_one_name_are_refused(forged):
    refused("AS-5012", forged(lambda *_: None, [("data/person.csv", b"id\r\n")]))


def test_two_declarations_of_one_part_are_refused(forged):
    refused("AS-5013", forged(lambda manifest, _: manifest["parts"].append(manifest["parts"][0])))


def test_an_attachment_is_what_its_name_says(forged):
    def swap(manifest, parts):
        parts[SCAN_NAME] = b"another paper"
        manifest["parts"] = [each for each in manifest["parts"] if each["name"] != SCAN_NAME]
        manifest["parts"].append(described(b"another paper", SCAN_NAME))

    refused("AS-5013", forged(swap))


@pytest.mark.parametrize("rows", [1, 3, 0])
def test_a_wrong_count_of_rows_is_refused(forged, rows):
    def miscount(manifest, parts):
        manifest["parts"] = [each for each in manifest["parts"] if each["name"] != "data/person.csv"]
        manifest["parts"].append(described(parts["data/person.csv"], "data/person.csv", rows))

    assert refused("AS-5009", forged(miscount)).facts["part"] == "data/person.csv"


def replace_table(name, raw, rows):
    def change(manifest, parts):
        parts[name] = raw
        manifest["parts"] = [each for each in manifest["parts"] if each["name"] != name]
        manifest["parts"].append(described(raw, name, rows))

    return change


@pytest.mark.parametrize(
    "raw", [b"", b"id\r\n", b"\xff\xfe", b'id,hamlet,statuses\r\n"', b"id,hamlet,statuses\r\n1\r\n"]
)
def test_a_table_of_another_form_is_refused(forged, raw):
    refused("AS-5009", forged(replace_table("data/household.csv", raw, raw.count(b"\n"))))


def test_an_unreadable_cell_is_named_when_it_is_read(forged):
    raw = b"id,hamlet,statuses\r\n1,A,[]\r\n2,B,{}\r\n"
    with opened(forged(replace_table("data/household.csv", raw, 2))) as package:
        rows = package.rows("household")
        assert next(rows)["statuses"] == []
        with pytest.raises(DataError) as caught:
            next(rows)
    assert caught.value.code == "AS-5015"
    assert "“Diện hộ”" in caught.value.text
    assert "dòng 2" in caught.value.text
    assert "Hộ" in caught.value.text


# ---------------------------------------------------------------- rows by chunks, and the faults of each


def test_rows_come_in_chunks_bounded_by_rows_and_by_bytes(tmp_path):
    rows = [{"id": str(number), "hamlet": "x" * 1000, "statuses": None} for number in range(100)]
    made = write_package(tmp_path, head(), [(HOUSEHOLD, rows)], [], COMMUNE.route_to(PROVINCE))
    with opened(made.path) as package:
        assert [len(each) for each in package.chunks("household")] == [100]
        assert [len(each) for each in package.chunks("household", most_rows=40)] == [40, 40, 20]
        by_bytes = list(package.chunks("household", most_bytes=11_600))
        assert [len(each) for each in by_bytes] == [10] * 10
        assert [row for each in by_bytes for row in each] == rows
        assert [len(each) for each in package.chunks("household", most_bytes=1)] == [1] * 100, "none is lost"


def test_the_faults_of_a_row_are_handed_over_and_the_others_come(forged):
    raw = (
        b'id,hamlet,statuses\r\n1,A,[]\r\n2,B,{}\r\n,C,\r\n4,D,"[""a"",[[[[[[[[1]]]]]]]]]"\r\n5,'
        + b"x" * (LARGEST_CELL + 1)
        + b",\r\n6,F,\r\n"
    )
    faults = []
    with opened(forged(replace_table("data/household.csv", raw, 6))) as package:
        chunks = list(package.chunks("household", faults=lambda *fault: faults.append(fault)))
        assert [row["id"] for each in chunks for row in each] == ["1", "6"]
        assert [(row, error.row, error.column) for row, _, error in faults] == [
            (2, 2, "statuses"),
            (3, 3, "id"),
            (4, 4, "statuses"),
            (5, 5, "hamlet"),
        ]
        assert faults[0][1] == ["2", "B", "{}"]
        assert package.fault("household", faults[0][2]).code == "AS-5015"
        with pytest.raises(DataError) as caught:
            list(package.chunks("household"))
    assert caught.value.code == "AS-5015"
    assert "dòng 2" in caught.value.text


def test_a_row_too_long_spoils_the_table(forged):
    long = b"x" * (LARGEST_ROW // 2)
    raw = b"id,hamlet,statuses\r\n" + long + b"," + long + b",\r\n"
    refused("AS-5009", forged(replace_table("data/household.csv", raw, 1)))


def test_a_table_must_have_the_columns_that_its_reader_asks_for(sent):
    with opened(sent.path) as package:
        package.require(HOUSEHOLD)
        package.require(replace(HOUSEHOLD, columns=HOUSEHOLD.columns[:1]))
        for other in (
            Column("more"),
            Column("hamlet", "object"),
            Column("hamlet", blank=True),
            Column("hamlet", required=True),
        ):
            with pytest.raises(DataError) as caught:
                package.require(Table("household", "", (Column("id"), other)))
            assert caught.value.code == "AS-5013"
            assert "data/household.csv" in caught.value.text


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", "zip"),
        ("version", True),
        ("version", 0),
        ("id", "../x"),
        ("kind", "virus"),
        ("sender", {"unit": "30325@2025-07-01"}),
        ("sender", []),
        ("receiver", {"fingerprint": "1", "name": "A"}),
        ("number", 0),
        ("number", "41"),
        ("number", 41.0),
        ("number", 2**63),
        ("ancestors", ["xyz"]),
        ("confirmed", "xyz"),
        ("heard", "no life"),
        ("held", {"people": {"rows": -1, "digest": "ab" * 32}}),
        ("answer", {}),
        ("kind", "receipt"),
        ("previous", "ab" * 32),
        ("created", "2026-03-01"),
        ("created", "2026-03-01T05:30:15"),
        ("rules", []),
        ("rules", {"a": 1}),
        ("confidential", ["../"]),
        ("parts", {}),
        ("parts", [{}]),
        ("parts", ["manifest.json"]),
        ("unexpected", 1),
    ],
)
def test_a_manifest_of_another_form_is_refused(forged, key, value):
    refused("AS-5013", forged(lambda manifest, _: manifest.update({key: value})))


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b'{"format":"ansinh-package","format":"ansinh-package"}', b"[" * 9000]
)
def test_a_manifest_that_is_no_strict_json_is_refused(parts, tmp_path, raw):
    refused("AS-5013", sealed(tmp_path / "x.agpkg", zipped(signed(parts, raw).items())))


@pytest.mark.parametrize("missing", ["id", "sender", "receiver", "parts", "audit_head", "version"])
def test_a_manifest_without_a_field_is_refused(forged, missing):
    refused("AS-5013", forged(lambda manifest, _: manifest.pop(missing)))


def test_the_schema_must_declare_the_tables_that_are_there(forged):
    def undeclare(manifest, parts):
        schema = json.loads(parts["datapackage.json"])
        schema["resources"].pop()
        parts["datapackage.json"] = strictjson.dump(schema)
        manifest["parts"] = [each for each in manifest["parts"] if each["name"] != "datapackage.json"]
        manifest["parts"].append(described(parts["datapackage.json"], "datapackage.json"))

    refused("AS-5013", forged(undeclare))


def test_a_bomb_is_refused_whatever_it_claims(forged):
    """30 MB of zeroes pack into 30 KB: the limit holds for what comes out, not for what was announced."""
    bomb = b"id,hamlet,statuses\r\n" + b"0" * 30_000_000
    change = replace_table("data/household.csv", bomb, 1)
    tight = replace(Limits(), table=100_000)
    refused("AS-5014", forged(change), limits=tight)

    def lie(manifest, parts):
        change(manifest, parts)
        manifest["parts"][-1]["bytes"] = 20

    refused("AS-5014", forged(lie), limits=tight)
    refused("AS-5009", forged(change))
    refused("AS-5004", forged(change), limits=replace(Limits(), total=1_000_000))


def test_an_attachment_bomb_is_refused(forged):
    bomb = b"0" * 2_000_000
    name = "attachments/" + hashlib.sha256(bomb).hexdigest()

    def add(manifest, _):
        manifest["parts"].append(described(bomb, name))

    refused("AS-5014", forged(add, [(name, bomb)]), limits=replace(Limits(), attachment=1_000_000))


def test_a_file_or_directory_too_large_is_refused(sent, parts, tmp_path):
    refused("AS-5004", sent.path, limits=replace(Limits(), file=1000))
    refused("AS-5004", sent.path, limits=replace(Limits(), directory=100))
    refused("AS-5004", sent.path, limits=replace(Limits(), parts=3))
    many = [(f"attachments/{number:064x}", b"") for number in range(10_100)]
    refused("AS-5004", sealed(tmp_path / "x.agpkg", zipped([*parts.items(), *many])))


def test_tricks_at_the_end_of_the_zip_are_refused(parts, tmp_path):
    sound = zipped(parts.items())
    locator = b"PK\x06\x07" + b"\0" * 16
    for trick in (
        b"junk" + sound,
        sound + b"junk",
        sound[:-2] + b"\x04\0junk",
        sound[:-22] + locator + sound[-22:],
    ):
        refused("AS-5012", sealed(tmp_path / "x.agpkg", trick))
    with opened(sealed(tmp_path / "x.agpkg", sound)) as package:
        assert list(package.rows("person")) == people()


def test_a_locked_or_oddly_packed_entry_is_refused(parts, tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    refused("AS-5012", sealed(tmp_path / "x.agpkg", target.getvalue()))
    sound = zipped(parts.items())
    at = sound.index(b"PK\x01\x02") + 8
    locked = sound[:at] + bytes([sound[at] | 1]) + sound[at + 1 :]
    refused("AS-5012", sealed(tmp_path / "x.agpkg", locked))


# ---------------------------------------------------------------- writing


def test_a_row_that_does_not_fit_is_our_fault_and_leaves_no_file(tmp_path):
    rows = [{"id": identifier(1), "hamlet": 5, "statuses": None}]
    with pytest.raises(BugError, match="household"):
        write_package(tmp_path, head(), [(HOUSEHOLD, rows)], [], COMMUNE.route_to(PROVINCE))
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_export_leaves_no_file(tmp_path):
    def cancelled():
        yield from households()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_package(tmp_path, head(), [(HOUSEHOLD, cancelled())], [], COMMUNE.route_to(PROVINCE))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "long",
    [
        {"hamlet": "x" * (LARGEST_CELL + 1), "statuses": None},
        {"hamlet": "ằ" * (LARGEST_CELL // 3 + 1), "statuses": None},
        {"hamlet": None, "statuses": ["x" * LARGEST_CELL]},
    ],
)
def test_what_is_too_long_is_told_to_the_officer(tmp_path, long):
    rows = [*households(), {"id": identifier(3)} | long]
    with pytest.raises(UserError) as caught:
        write_package(tmp_path, head(), [(HOUSEHOLD, rows)], [], COMMUNE.route_to(PROVINCE))
    assert caught.value.code == "AS-5017"
    assert "dòng 3" in caught.value.text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "tight", [{"table": 50}, {"total": 500}, {"attachment": 10}, {"entry": 100}, {"parts": 2}, {"file": 100}]
)
def test_what_is_too_large_is_not_written(tmp_path, tight):
    with pytest.raises(UserError) as caught:
        write_package(
            tmp_path, head(), content(), [SCAN], COMMUNE.route_to(PROVINCE), limits=replace(Limits(), **tight)
        )
    assert caught.value.code == "AS-5016"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "virus"},
        {"number": 0},
        {"ancestors": ("x",)},
        {"confirmed": "x"},
        {"kind": "receipt"},
        {"id": "a b"},
        {"created": datetime.datetime(2026, 1, 1)},  # noqa: DTZ001 - what is refused
        {"confidential": ("../x",)},
    ],
)
def test_a_head_that_nobody_could_read_is_not_made(change):
    with pytest.raises(ValueError, match="no sound head"):
        head(**change)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a program's unnamed files")
def test_confidential_text_never_reaches_the_disk(tmp_path, monkeypatch):
    """Temporary files of a large package hold none of its words."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    seen: list[bytes] = []

    def rows():
        for number in range(40_000):
            salt = random.Random(number).randbytes(300).hex()
            yield {"id": identifier(number), "hamlet": f"Bí mật {salt}", "statuses": None}
        # Unlinked files are still reachable through the process's own descriptors.
        ours = [each for each in DESCRIPTORS.iterdir() if str(tmp_path) in str(each.resolve())]
        seen.extend(each.read_bytes() for each in ours)

    write_package(tmp_path, head(), [(HOUSEHOLD, rows())], [], COMMUNE.route_to(PROVINCE))
    assert any(len(each) > 1_000_000 for each in seen)
    assert not any("Bí mật".encode() in each or b"PK\x03\x04" in each for each in seen)
