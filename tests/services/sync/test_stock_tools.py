"""In ten years: with the key that the program writes out, the stock tools open what it sent, and find it sound."""

import subprocess
import sys
import zipfile

import frictionless
import pytest

from ansinh_desktop.errors import UserError
from tests.paper_files import pdf
from tests.services.payments.commune import JUNE, closed, people
from tests.services.sync.exchanging import Exchange, child

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stock tool of envelopes comes with Linux"
)


class _Sent(Exchange):
    def __init__(self, folder):
        super().__init__(folder)
        self.keys = [folder / f"khóa {name}.txt" for name in ("xã", "tỉnh")]


@pytest.fixture
def sent(tmp_path):
    """Return an exchange in which a commune sent all kinds of rows, and the key files of both."""
    made = _Sent(tmp_path)
    commune = made.commune
    record = commune.cases.save(child("Danh Một"))
    other = commune.cases.save(child("Danh Hai"))
    commune.cases.add_event(record, "visit", "2026-03-01", {"findings": "ổn"})
    one, two = (commune.cases.get(each).person_id for each in (record, other))
    commune.people.save_household({"number": "12"}, first=one)
    commune.people.relate(one, two, {"kind": "01"})
    paper = made.usb / "giấy.pdf"
    paper.write_bytes(pdf("giấy"))
    commune.attachments.add(record, paper)
    people(commune)
    closed(commune, JUNE)
    with commune.vault.work("sửa") as store:  # as an older program may have left it: the receipt tells of it
        store.records.get(other).state = "khong_co"
    for program, key in zip((commune, made.province), made.keys, strict=True):
        program.cards.write_identity(key)
    yield made
    made.close()


def opened(key, file, folder):
    """Open a file as somebody does who has nothing but its key, and return what a validator says of it."""
    folder.mkdir(exist_ok=True)
    clear = folder / f"{file.name}.zip"
    command = ["age", "--decrypt", "--identity", str(key), "--output", str(clear), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(clear) as archive:
        assert archive.testzip() is None
        archive.extractall(folder / file.stem)
    report = frictionless.validate(str(folder / file.stem / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    return {task.name: task.stats.get("rows", 0) for task in report.tasks}


def test_a_package_and_its_receipt_open_with_the_key_of_either_side(sent, tmp_path):
    package = sent.commune.outgoing.export(sent.usb)
    receipt = sent.province.incoming.receive(package.path, sent.usb).receipt
    found = opened(sent.keys[1], package.path, tmp_path / "nhận")
    assert found["record"] == package.records == 7
    assert found["event"] >= 1
    assert (found["household"], found["relation"], found["attachment"]) == (1, 1, 1)
    assert found["closed_month"] == 1
    assert (tmp_path / "nhận" / package.path.stem / "attachments").is_dir()
    assert opened(sent.keys[0], package.path, tmp_path / "gửi") == found, "the sender opens its own"
    for key, folder in zip(sent.keys, ("đọc", "giữ"), strict=True):
        assert opened(key, receipt, tmp_path / folder)["outcome"] == 1


def test_what_follows_is_sound_too_though_it_leaves_out_what_is_known(sent, tmp_path):
    sent.round()
    sent.commune.cases.save(child("Danh Ba"))
    package = sent.commune.outgoing.export(sent.usb)
    found = opened(sent.keys[1], package.path, tmp_path)
    assert (found["record"], found["person"]) == (2, 1), "what was refused goes again, its person not"


def test_the_key_of_somebody_else_opens_nothing(sent, tmp_path):
    package = sent.commune.outgoing.export(sent.usb)
    key = tmp_path / "lạ.txt"
    subprocess.run(["age-keygen", "-o", str(key)], check=True, capture_output=True)
    with pytest.raises(subprocess.CalledProcessError):
        opened(key, package.path, tmp_path)


def test_the_history_says_that_the_key_was_written_out_and_never_the_key(sent):
    with sent.commune.vault.reading() as store:
        own = store.devices.own()
        noted = [each for each in store.log.latest("device", 9) if "identity" in (each.fields or {})]
    assert len(noted) == 1
    assert own.identity not in str(noted[0].fields)
    assert own.identity in sent.keys[0].read_text(encoding="utf-8").splitlines()


def test_it_is_refused_where_it_cannot_be_written_and_to_who_is_no_administrator(sent, tmp_path):
    with pytest.raises(UserError, match="AS-5019"):
        sent.commune.cards.write_identity(tmp_path / "không có" / "khóa.txt")
    with sent.commune.vault.work() as store:
        store.accounts.named("lan").role = "officer"
    with pytest.raises(UserError, match="AS-1120"):
        sent.commune.cards.write_identity(tmp_path / "khóa.txt")
    assert not (tmp_path / "khóa.txt").exists()
