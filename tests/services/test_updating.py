"""Update files of the program: only what a maker signed is taken, with the very installer that was signed."""

import datetime
import hashlib

import pytest

from ansinh_desktop import __version__
from ansinh_desktop.crypto import envelope
from ansinh_desktop.errors import DataError
from ansinh_desktop.services import updating

KEY = envelope.new_sign_key()
MAKERS = {"Nhóm An Sinh Xã": envelope.verify_key_of(KEY)}


@pytest.fixture
def stick(tmp_path):
    """Return a function that writes an update and its installer onto a stick."""

    def write(version="9.0.0", maker="Nhóm An Sinh Xã", key=KEY):
        setup = tmp_path / f"AnSinhXa-{version}-setup.exe"
        setup.write_bytes(b"installer")
        told = hashlib.sha256(b"installer").hexdigest()
        update = updating.ProgramUpdate(
            version, datetime.date(2026, 11, 27), "Danh sách in nhanh hơn.", maker, setup.name, told
        )
        file = tmp_path / f"AnSinhXa-{version}.agupd"
        updating.write_update(file, update, key)
        return file

    return write


def code(work):
    with pytest.raises(DataError) as caught:
        work()
    return caught.value.code


def test_an_update_that_a_maker_signed_says_what_it_brings_and_its_installer_is_copied(stick):
    file = stick()
    update = updating.read_update(file, MAKERS)
    assert "9.0.0" in update.question
    assert "Danh sách in nhanh hơn." in update.question
    assert "cũ hơn" not in update.question
    copy = updating.fetch(update, file)
    assert copy.read_bytes() == b"installer"
    assert copy.parent != file.parent


def test_an_older_version_says_what_it_means_for_the_data(stick):
    update = updating.read_update(stick("0.0.9"), MAKERS)
    assert updating.OLDER in update.question
    assert f"Bản đang dùng: {__version__}." in update.question


def test_nobody_else_may_sign(stick):
    assert code(lambda: updating.read_update(stick(key=envelope.new_sign_key()), MAKERS)) == "AS-9105"
    assert code(lambda: updating.read_update(stick(maker="Người lạ"), MAKERS)) == "AS-9105"


def test_a_program_that_was_built_without_a_makers_key_takes_no_update_file_and_says_so(stick):
    assert code(lambda: updating.read_update(stick(), {})) == "AS-9108"
    assert code(lambda: updating.read_update(stick())) == "AS-9108", "its sources hold no key"


def test_every_changed_word_is_found(stick):
    file = stick()
    text = file.read_text(encoding="utf-8")
    for old, new in (("9.0.0", "9.0.1"), ("nhanh", "chậm"), ("2026-11-27", "2027-11-27")):
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert code(lambda: updating.read_update(file, MAKERS)) == "AS-9105"


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff" * 70_000])
def test_what_is_no_update_file_is_said(tmp_path, content):
    (tmp_path / "x.agupd").write_bytes(content)
    assert code(lambda: updating.read_update(tmp_path / "x.agupd", MAKERS)) == "AS-9102"
    assert code(lambda: updating.read_update(tmp_path / "y.agupd", MAKERS)) == "AS-9101"


def test_an_installer_that_was_changed_or_is_missing_is_not_started(stick):
    file = stick()
    update = updating.read_update(file, MAKERS)
    setup = file.with_name(update.file)
    setup.write_bytes(b"another")
    assert code(lambda: updating.fetch(update, file)) == "AS-9106"
    setup.unlink()
    assert code(lambda: updating.fetch(update, file)) == "AS-9106"


def test_a_path_instead_of_a_name_is_refused(stick, tmp_path):
    told = hashlib.sha256(b"").hexdigest()
    for name in ("../x.exe", r"..\x.exe", "C:x.exe", "x.bat"):
        update = updating.ProgramUpdate(
            "9.0.0", datetime.date(2026, 1, 1), "x", "Nhóm An Sinh Xã", name, told
        )
        updating.write_update(tmp_path / "z.agupd", update, KEY)
        assert code(lambda: updating.read_update(tmp_path / "z.agupd", MAKERS)) == "AS-9102"


def test_from_its_sources_there_is_no_version_before():
    assert updating.version_before() is None
