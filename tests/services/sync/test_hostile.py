"""Packages of a trusted commune that are made to exhaust: bounded in memory, refused with a code, stopped at will."""

import json
import shutil
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from ansinh_desktop import ids
from ansinh_desktop.errors import DataError
from ansinh_desktop.services.sync import archive, loading
from ansinh_desktop.services.sync.inbox import Inbox, Outcome
from ansinh_desktop.services.sync.package import open_package
from ansinh_desktop.services.sync.unattended import kept_packages
from tests.factories import forget_place
from tests.services.sync.exchanging import Exchange, child, content_of, identity_of, known_to


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Return a commune that has sent two records, and a province that took nothing in yet."""
    exchange = Exchange(tmp_path_factory.mktemp("gửi"))
    exchange.records = [exchange.commune.cases.save(child(each)) for each in ("Danh Một", "Danh Hai")]
    exchange.made = exchange.commune.outgoing.export(exchange.usb)
    forget_place(exchange.province.vault)
    exchange.close_one("tỉnh")
    yield exchange
    exchange.close_one("xã")


@pytest.fixture
def sent(first, tmp_path):
    first.open_one("tỉnh", shutil.copytree(first.folder / "tỉnh", tmp_path / "tỉnh"))
    yield first
    first.close_one("tỉnh")


def as_it_is(_name, row):
    return row


def refused(sent, path):
    before = sent.state()
    with pytest.raises(DataError) as caught:
        sent.province.incoming.receive(path, sent.usb)
    assert sent.state() == before
    assert content_of(sent.province) == {}
    return caught.value.code


def test_more_refused_rows_than_a_receipt_can_tell_refuse_the_package(sent, monkeypatch):
    monkeypatch.setattr(loading, "_MOST_FAULTS", 20)
    like = next(iter(sent.sent(sent.made)["person"].values()))
    bad = [("person", like | {"id": ids.new_id(), "sex": "x"}) for _ in range(20)]
    path = sent.bent(sent.made, as_it_is, again=bad)
    assert sent.take(path, answered=False).results == {"accepted": 2}, "as many as that are told one by one"
    assert len(sent.province.exchange.incoming.received()) == 1


def test_one_more_refuses_it_whole(sent, monkeypatch):
    monkeypatch.setattr(loading, "_MOST_FAULTS", 20)
    like = next(iter(sent.sent(sent.made)["person"].values()))
    bad = [("person", like | {"id": ids.new_id(), "sex": "x"}) for _ in range(21)]
    assert refused(sent, sent.bent(sent.made, as_it_is, again=bad)) == "AS-5196"


def test_more_rows_than_a_table_may_have_are_not_even_read(sent):
    limits = archive.Limits(rows=1)
    with pytest.raises(DataError) as caught:
        open_package(
            sent.made.path, [identity_of(sent.province)], known_to(sent.province, "sender"), limits=limits
        )
    assert caught.value.code == "AS-5014"


def test_more_records_than_any_commune_has_are_refused(sent, monkeypatch):
    monkeypatch.setattr(loading, "_MOST_RECORDS", 1)
    assert refused(sent, sent.made.path) == "AS-5014"


def test_two_different_rows_of_one_id_refuse_that_record_alone(sent):
    first, second = sent.records
    like = sent.sent(sent.made)["record"][first]
    path = sent.bent(sent.made, as_it_is, again=[("record", like | {"opened_on": "2020-01-01"})])
    taken = sent.take(path, answered=False)
    _head, outcomes, _rows = sent.told(taken.receipt)
    assert [(each.table, each.id, each.code) for each in outcomes] == [("record", first, "AS-5197")]
    there = content_of(sent.province)
    assert ("record", first) not in there
    assert ("record", second) in there
    assert taken.state == "imported"
    sent.province.check()


def test_two_different_events_of_one_id_refuse_their_record(sent):
    commune, first = sent.commune, sent.records[0]
    commune.cases.add_event(first, "visit", "2026-11-20", {"findings": "khỏe"})
    made = commune.outgoing.export(sent.usb)
    (like,) = sent.sent(made)["event"].values()
    path = sent.bent(made, as_it_is, again=[("event", like | {"happened_on": "2020-01-01"})])
    taken = sent.take(path, answered=False)
    _head, outcomes, _rows = sent.told(taken.receipt)
    assert {(each.table, each.code) for each in outcomes} == {("record", "AS-5197"), ("event", "AS-5197")}
    assert ("record", first) not in content_of(sent.province)
    assert ("record", sent.records[1]) in content_of(sent.province)


class StoppedError(Exception):
    """The officer has had enough."""


@pytest.mark.parametrize("after", [1, 3])
def test_it_is_stopped_within_a_package_and_nothing_has_changed(sent, after):
    before, steps = sent.state(), []

    def step(rows):
        steps.append(rows)
        if len(steps) == after:
            raise StoppedError

    with pytest.raises(StoppedError):
        sent.province.incoming.receive(sent.made.path, sent.usb, step)
    assert sent.state() == before
    assert content_of(sent.province) == {}
    assert sent.take(sent.made, answered=False).results == {"accepted": 2}
    assert steps == sorted(steps)


def test_the_inbox_stops_within_a_package_and_leaves_the_file_where_it_lies(sent, tmp_path):
    folder, asked = tmp_path / "hộp thư", threading.Event()
    outcomes: list[Outcome] = []
    folder.mkdir()
    path = Path(shutil.copy(sent.made.path, folder))
    inbox = Inbox(sent.province.vault, sent.province.access, sent.province.incoming)
    for step in inbox.receive([path], outcomes, sort_away=True, stopped=asked.is_set):
        assert step.done <= step.total
        asked.set()
    assert outcomes == []
    assert path.exists()
    assert not kept_packages(folder / "da-nhan")
    assert content_of(sent.province) == {}


MOST_MIB = 200
FLOOD = """
import csv, hashlib, io, json, sys, zipfile
from pathlib import Path
from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.sync.sealed import Route
from tests.services.sync.exchanging import Exchange, child, identity_of

root = Path(sys.argv[1])
"""
MAKE = """
exchange = Exchange(root)
exchange.commune.cases.save(child("Danh Một"))
made = exchange.commune.outgoing.export(exchange.usb)
target = io.BytesIO()
with made.path.open("rb") as source:
    envelope.decrypt(source, target, [identity_of(exchange.province)])
with zipfile.ZipFile(target) as archive:
    parts = {each: archive.read(each) for each in archive.namelist()}
name = "data/relation.csv"
header = parts[name].split(b"\\r\\n")[0] + b"\\r\\n"
blank = b"," * header.count(b",")
manifest, descriptor = json.loads(parts["manifest.json"]), json.loads(parts["datapackage.json"])
digest, size, out = hashlib.sha256(), 0, io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
    with archive.open(name, "w") as file:
        blocks = [header] + [
            b"".join(b"%d" % each + blank + b"\\r\\n" for each in range(start, start + 10_000))
            for start in range(0, ROWS, 10_000)
        ]
        for block in blocks:
            file.write(block); digest.update(block); size += len(block)
    for each in descriptor["resources"]:
        if each["path"] == name:
            each |= {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}
    parts["datapackage.json"] = strictjson.dump_readable(descriptor)
    for each in manifest["parts"]:
        if each["name"] == name:
            each |= {"bytes": size, "rows": SAID, "sha256": digest.hexdigest()}
        else:
            content = parts[each["name"]]
            each |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    with exchange.commune.vault.reading() as store:
        sign_key = store.devices.own().sign_key
    parts["manifest.json"] = strictjson.dump(manifest)
    parts["manifest.sig"] = envelope.sign(sign_key, parts["manifest.json"])
    for each, content in parts.items():
        if each != name:
            archive.writestr(each, content)
with (root / "bomb.agpkg").open("wb") as file:
    envelope.encrypt(io.BytesIO(out.getvalue()), file, [envelope.recipient_of(identity_of(exchange.province))])
exchange.close()
"""
TAKE = """
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.services.program import Program
from tests.factories import OFFICER, PASSWORD
with Program(Vault.open(root / "tỉnh", OFFICER, PASSWORD)) as province:
    try:
        province.incoming.receive(root / "bomb.agpkg", root)
        code = ""
    except UserError as error:
        code = error.code
status = dict(each.split(":") for each in Path("/proc/self/status").read_text().splitlines())
print(json.dumps([code, int(status["VmHWM"].split()[0]) // 1024]))
"""


def run(root, code):
    command = [sys.executable, "-c", FLOOD + textwrap.dedent(code), str(root)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=900)
    assert not done.returncode, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a program")
@pytest.mark.parametrize(
    ("rows", "said", "code"),
    [
        (10_000_000, 10_000_000, "AS-5014"),  # it says so itself
        (10_000_000, 1, "AS-5009"),  # it says that it holds one
        (1_990_000, 1_990_000, "AS-5196"),  # as many as a table may have, each of them unreadable
    ],
)
def test_ten_million_rows_need_no_more_memory_than_ten(tmp_path, rows, said, code):
    run(tmp_path, f"ROWS, SAID = {rows}, {said}\n{MAKE}")
    found, peak = json.loads(run(tmp_path, TAKE))
    assert found == code
    assert peak < MOST_MIB
