"""The built program holds its folder against its own list, and a start that fails says so in one sentence."""

import hashlib
import json
import subprocess
import sys

import pytest

from ansinh_desktop import own_files, paths
from ansinh_desktop.__main__ import main
from ansinh_desktop.errors import UserError

FILES = {"PySide6/plugins/platforms/qwindows.dll": b"plugin", "resources/law/a.toml": b"law", "empty": b""}


@pytest.fixture
def built(tmp_path):
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    (tmp_path / own_files.LIST).write_text(json.dumps({"version": "1", "files": listed}), encoding="utf-8")
    return tmp_path


def test_a_whole_folder_passes(built):
    assert own_files.require_whole(built) == len(FILES)


@pytest.mark.parametrize("name", [*FILES, own_files.LIST])
def test_each_file_that_is_missing_is_named(built, name):
    (built / name).unlink()
    with pytest.raises(UserError) as caught:
        own_files.require_whole(built)
    assert (caught.value.code, caught.value.facts) == ("AS-9005", {"count": 1, "first": name})


@pytest.mark.parametrize("name", [*FILES, own_files.LIST])
def test_each_file_that_is_not_what_it_was_is_named(built, name):
    (built / name).write_bytes(b"\0")
    with pytest.raises(UserError) as caught:
        own_files.require_whole(built)
    assert caught.value.facts["first"] == name


def test_what_is_missing_is_told_before_what_is_not_what_it_was(built):
    first, *others = FILES
    (built / first).write_bytes(b"\0")
    for name in others:
        (built / name).unlink()
    with pytest.raises(UserError) as caught:
        own_files.require_whole(built)
    assert caught.value.facts == {"count": 2, "first": others[0]}


def test_from_its_sources_there_is_nothing_to_hold_against(capsys):
    assert own_files.require_whole() == 0
    assert main(["--check-files"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("sys.modules['PySide6.QtWidgets'] = None", "AS-9001"),  # as where one of its libraries is gone
        (f"sys._MEIPASS = {__file__!r}", "Hãy cài lại chương trình."),  # not even its sentences are there
    ],
)
def test_a_start_that_fails_says_one_sentence_and_returns_1(broken, told, tmp_path):
    start = f"import sys; {broken}; from ansinh_desktop.__main__ import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", start, "--data", str(tmp_path)], capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (1, b"")
    (said,) = done.stderr.decode().splitlines()
    assert told in said


@pytest.mark.parametrize(
    ("program", "boxes"),
    [("AnSinhXa.exe", 1), ("AnSinhXa-truoc.exe", 1), ("ansinh.exe", 0), ("python.exe", 0)],
)
def test_only_the_program_without_a_console_shows_a_box(program, boxes, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(sys, "frozen", program != "python.exe", raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / program))
    monkeypatch.setattr("ansinh_desktop.__main__._say", lambda _told, *, box: told.append(box))
    monkeypatch.setattr(own_files, "folder", lambda: tmp_path)
    assert main(["--self-test"]) == 1
    assert main(["--check-files"]) == 1
    assert told == [bool(boxes), False], "an installer asks the second, and nobody is there"


def test_from_a_stick_all_that_it_keeps_stands_beside_the_program(tmp_path, monkeypatch):
    monkeypatch.delenv("ANSINH_DATA")
    usual = (paths.data_folder_default(), paths.profile_folder())
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "AnSinhXa.exe"))
    assert (paths.data_folder_default(), paths.profile_folder()) == usual
    (tmp_path / paths.PORTABLE).mkdir()
    assert paths.data_folder_default() == tmp_path / "du-lieu" / "so"
    assert paths.profile_folder() == tmp_path / "du-lieu" / "may"
