"""Saving a list under a name."""

import errno

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.reports.layout import StoppedError
from ansinh_desktop.services.reports.saving import save_list, save_whole
from tests.services.reports.papers import payment_list

_STARTS = {".pdf": b"%PDF-", ".xlsx": b"PK", ".docx": b"PK", ".csv": "\ufeffSTT".encode()}


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx", ".csv"])
def test_the_ending_of_the_name_chooses_the_format(tmp_path, suffix):
    path = tmp_path / f"Danh sách tháng 6{suffix.upper()}"
    count = save_list(payment_list(3), path)
    assert count == (1 if suffix == ".pdf" else 3)
    assert path.read_bytes().startswith(_STARTS[suffix])
    assert list(tmp_path.iterdir()) == [path]


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(UserError) as caught:
        save_list(payment_list(), tmp_path / "danh sách.odt")
    assert caught.value.code == "AS-4007"


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx", ".csv"])
def test_work_that_is_stopped_leaves_the_older_file(tmp_path, suffix):
    path = tmp_path / f"danh sách{suffix}"
    path.write_bytes(b"older")
    with pytest.raises(StoppedError):
        save_list(payment_list(1000), path, None, lambda: True)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "AS-4002"),
        (errno.EDQUOT, "AS-4002"),
        (errno.EACCES, "AS-4003"),
        (errno.EROFS, "AS-4003"),
        (errno.ENODEV, "AS-4004"),
        (errno.EIO, "AS-4005"),
    ],
)
def test_what_the_disk_says_is_told_in_words(tmp_path, number, code):
    def write(stream):
        stream.write(b"half")
        raise OSError(number, "no")

    path = tmp_path / "danh sách.pdf"
    path.write_bytes(b"older")
    with pytest.raises(UserError) as caught:
        save_whole(path, write)
    assert caught.value.code == code
    assert "danh sách.pdf" in caught.value.text
    assert str(tmp_path) in caught.value.text
    assert caught.value.todo
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx", ".csv"])
def test_a_folder_that_is_gone_is_told_in_words(tmp_path, suffix):
    with pytest.raises(UserError) as caught:
        save_list(payment_list(), tmp_path / "USB" / f"danh sách{suffix}")
    assert caught.value.code == "AS-4004"
