"""Whatever lies in the data folder, on the disk or on the command line: one sentence with its code, nothing changed."""

import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from ansinh_desktop import __main__ as command
from ansinh_desktop.crypto import keys
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.paths import DATABASE, KEY_FILE
from ansinh_desktop.services.program import Program
from tests.e2e import worker
from tests.e2e.worker import CHILD
from tests.factories import OFFICER, PASSWORD, case, new_vault, person

ROOT = Path(__file__).parents[2]
WRITTEN_WHEN_OPENED = {"ansinh.lock", "ansinh.attempts"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a data folder with one record in it."""
    folder = tmp_path_factory.mktemp("made") / "Dữ liệu xã"
    with Program(new_vault(folder)[0]) as program:
        save(program)
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """Return a copy that a test may spoil."""
    return shutil.copytree(made, tmp_path / "Dữ liệu xã")


def save(program, name="Danh Hữu Trinh"):
    child = person(full_name=name, birth_date="2015-02-03", sex="male")
    return program.cases.save(case("children", CHILD, person=child))


class Done(NamedTuple):
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments, password=PASSWORD):
    """Run a command of the program in this process: starting another takes longer than all that it does."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr("sys.stdin", io.StringIO())
        patch.delenv("ANSINH_PASSWORD", raising=False)
        if password is not None:
            patch.setenv("ANSINH_PASSWORD", password)
        code = command.main([*map(str, arguments)])
    return Done(code, out.getvalue(), err.getvalue())


def run_apart(*arguments, root=ROOT, **environment):
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ansinh_desktop", *map(str, arguments)],
        cwd=root,
        env=os.environ | {"ANSINH_PASSWORD": PASSWORD} | environment,
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
    )


def assert_refused(done, code):
    """See that a command said one sentence, and what to do."""
    assert (done.returncode, done.stdout) == (1, "")
    assert_sentence(done.stderr, code)


def assert_sentence(said, code):
    assert re.fullmatch(rf"[^\n]+\. \({code}\) [^\n]+\.\n", said)
    assert "Traceback" not in said


def content(folder):
    """Return every file with its bytes, but for those that say who is trying to open."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in WRITTEN_WHEN_OPENED}


def assert_done(done):
    assert done.returncode == 0, done.stderr


def assert_still_opens(folder):
    with Program(Vault.open(folder, OFFICER, PASSWORD)) as program:
        program.check()
        assert program.listing.counts()["children"] == 1


# The data folder


def halve(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_off(path):
    path.write_bytes(path.read_bytes()[:-1000])


def empty(path):
    path.write_bytes(b"")


def flip(path):
    raw = bytearray(path.read_bytes())
    raw[100] ^= 1
    path.write_bytes(bytes(raw))


def make_plain(path):
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE person (full_name)")
    connection.close()


def make_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [halve, cut_off, empty, flip, make_plain])
def test_a_damaged_database_is_told_and_left_as_it_is(folder, spoil):
    spoil(folder / DATABASE)
    before = content(folder)
    assert_refused(run("check", "--data", folder), "AS-1107")
    assert content(folder) == before


@pytest.mark.parametrize("spoil", [halve, empty, flip])
def test_a_damaged_key_file_is_told_and_left_as_it_is(folder, spoil):
    spoil(folder / KEY_FILE)
    before = content(folder)
    assert_refused(run("check", "--data", folder), "AS-1004")
    assert content(folder) == before


@pytest.mark.parametrize(("name", "code"), [(DATABASE, "AS-1106"), (KEY_FILE, "AS-1014")])
def test_a_folder_in_the_place_of_a_file_is_told(folder, name, code):
    make_folder(folder / name)
    assert_refused(run("check", "--data", folder), code)
    assert (folder / name).is_dir()


@pytest.mark.parametrize(("name", "code"), [(DATABASE, "AS-1102"), (KEY_FILE, "AS-1003")])
def test_one_file_without_the_other_is_told_and_nothing_is_made_in_its_place(folder, name, code):
    (folder / name).unlink()
    before = content(folder)
    assert_refused(run("check", "--data", folder), code)
    assert content(folder) == before


def test_the_key_file_of_other_data_opens_nothing(folder):
    (folder / KEY_FILE).unlink()
    keys.create(folder / KEY_FILE, OFFICER, PASSWORD)
    before = content(folder)
    assert_refused(run("check", "--data", folder), "AS-1016")
    assert_refused(run("check", "--data", folder, password="một câu khác hẳn"), "AS-1016")
    assert content(folder) == before


def test_a_folder_without_data_is_told(tmp_path):
    assert_refused(run("check", "--data", tmp_path), "AS-1102")
    assert_refused(run("check", "--data", tmp_path / "không có"), "AS-1102")
    assert list(tmp_path.iterdir()) == []


def test_data_of_a_newer_program_are_told_and_left_as_they_are(folder):
    vault = Vault.open(folder, OFFICER, PASSWORD)
    with vault.work() as store:
        store.session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    vault.lock()
    before = content(folder)
    assert_refused(run("check", "--data", folder), "AS-1104")
    assert content(folder) == before


def test_data_open_elsewhere_are_told(folder):
    vault = Vault.open(folder, OFFICER, PASSWORD)
    try:
        assert_refused(run("check", "--data", folder), "AS-1103")
    finally:
        vault.lock()
    assert_still_opens(folder)


@pytest.mark.parametrize("kept", [0, 31, 5000, 0.5, 0.9, -1])
def test_of_a_log_cut_off_by_a_power_cut_every_whole_save_is_kept(folder, tmp_path, kept):
    with Program(Vault.open(folder, OFFICER, PASSWORD)) as program:
        names = [f"Danh Hữu {each}" for each in ("Một", "Hai", "Ba", "Bốn", "Năm")]
        for name in names:
            save(program, name)
        cut = tmp_path / "mất điện"
        cut.mkdir()
        for path in (folder / DATABASE, folder / KEY_FILE, folder / f"{DATABASE}-wal"):
            shutil.copy(path, cut)
    log = cut / f"{DATABASE}-wal"
    size = log.stat().st_size
    os.truncate(log, int(size * kept) if 0 < kept < 1 else kept % size)
    with Program(Vault.open(cut, OFFICER, PASSWORD)) as program:
        program.check()
        with program.vault.reading() as store:
            there = [each.full_name for each in store.search.people("danh huu")]
    expected = ["Danh Hữu Trinh", *names]
    assert set(there) == set(expected[: len(there)])


def test_a_change_of_the_history_from_outside_is_told(folder):
    vault = Vault.open(folder, OFFICER, PASSWORD)
    with vault.work() as store:
        store.session.connection().exec_driver_sql("UPDATE change SET author = 'khác' WHERE seq = 4")
    vault.lock()
    assert_refused(run("check", "--data", folder), "AS-1108")


@pytest.mark.parametrize("spoil", [None, empty])
def test_a_process_of_its_own_says_the_same(folder, spoil):
    if spoil:
        spoil(folder / DATABASE)
    here, apart = run("check", "--data", folder), run_apart("check", "--data", folder)
    assert here == (apart.returncode, apart.stdout, apart.stderr)


# The disk


def in_small_world(script, *arguments):
    """Run a shell script that may mount: in a name space of its own, so that nothing of it outlives the test."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        pytest.skip("only Linux can mount a small disk for one process")
    enter = ["unshare", "--map-root-user", "--mount"]
    tried = subprocess.run([*enter, "mount", "-t", "tmpfs", "none", "/mnt"], check=False, capture_output=True)
    if tried.returncode:
        pytest.skip("mounting is not allowed here")
    return subprocess.run(
        [*enter, "sh", "-ec", script, "sh", sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"ANSINH_PASSWORD": PASSWORD},
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
    )


READ_ONLY = """
mount --bind "$2" "$2"
mount -o remount,bind,ro "$2"
"$1" -m ansinh_desktop check --data "$2"
"""


def test_a_read_only_folder_is_told(folder):
    before = content(folder)
    assert_refused(in_small_world(READ_ONLY, folder), "AS-1106")
    assert content(folder) == before
    assert_still_opens(folder)


# The disk has room for the data and little more; what is left on it afterwards is brought out to be looked at.
FULL = """
mount -t tmpfs none /mnt
cp -r "$2" /mnt/data
mount -o remount,size=$(($(du -sk /mnt | cut -f1) + $4))k /mnt
code=0
"$1" -m tests.e2e.worker fill /mnt/data || code=$?
cp -r /mnt/data "$3"
exit $code
"""


@pytest.mark.parametrize("room", [64, 300, 1000])
def test_a_full_disk_is_told_and_what_was_saved_before_stays(folder, tmp_path, room):
    left = tmp_path / "còn lại"
    done = in_small_world(FULL, folder, left, room)
    assert done.returncode == 1
    # With hardly any room not even the new life that data begin elsewhere can be written: then they are only read.
    assert_sentence(done.stderr, "AS-11(?:05|32)")
    saved = done.stdout.splitlines()
    with Program(Vault.open(left, OFFICER, PASSWORD)) as program:
        program.check()
        assert program.listing.counts()["children"] == 1 + len(saved)
        save(program, "Danh Thị Sau")


# Not a byte is left; what lay beside the data at the start is given.
BRIM_FULL = """
mount -t tmpfs none /mnt
cp -r "$2" /mnt/data
mount -o remount,size=$(($(du -sk /mnt | cut -f1) + 8))k /mnt
cat /dev/zero > /mnt/fill 2> /dev/null || true
"$1" -m tests.e2e.worker look /mnt/data
rm /mnt/fill
cp -r /mnt/data "$3"
"""


@pytest.mark.parametrize("left", ["nothing", "a log", "a log without its index"])
def test_a_full_disk_still_opens_to_read_and_everything_else_is_refused_in_words(folder, tmp_path, left):
    after = tmp_path / "còn lại"
    if left != "nothing":
        process, heard = worker.begin("die", folder)
        process.join()
        heard.close()
        assert (folder / f"{DATABASE}-wal").stat().st_size
    if left.endswith("index"):
        (folder / f"{DATABASE}-shm").unlink()
    count = 1 if left == "nothing" else 26
    done = in_small_world(BRIM_FULL, folder, after)
    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert said[0] == {"told": ["AS-1132"]}
    assert said[1] == {"count": count, "record": "d"}
    assert len(said) == 6
    assert {each["refused"] for each in said[2:]} <= {"AS-1105", "AS-1132"}
    with Program(Vault.open(after, OFFICER, PASSWORD)) as program:
        program.check()
        assert program.notices() == []
        assert program.listing.counts()["children"] == count
        save(program, "Danh Thị Sau")


SHORT_OF_ROOM = """
mount -t tmpfs none /mnt
cp -r "$2" /mnt/data
mount -o remount,size=$(($(du -sk /mnt | cut -f1) + 350))k /mnt
"$1" -m tests.e2e.worker dismiss /mnt/data
mount -o remount,size=8m /mnt
cp -r /mnt/data "$3"
"""


def test_without_room_for_another_key_the_data_open_and_the_key_changes_when_there_is(folder, tmp_path):
    after = tmp_path / "còn lại"
    done = in_small_world(SHORT_OF_ROOM, folder, after)
    assert done.returncode == 0, done.stderr
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert said == [
        {"refused": "AS-1105"},
        {"told": ["AS-1140"], "officers": [OFFICER, "minh"]},
        {"refused": "AS-1121"},
    ]
    before = keys.read(after / KEY_FILE).salt
    assert_done(run("check", "--data", after, "--user", OFFICER))
    assert keys.users(after / KEY_FILE) == (OFFICER,)
    assert keys.read(after / KEY_FILE).salt != before


def test_a_copy_comes_back_by_a_command(folder, tmp_path):
    assert_done(run("backup", "--data", folder))
    (copy,) = (folder / "sao-luu").iterdir()
    (folder / KEY_FILE).unlink()
    assert_refused(run("check", "--data", folder), "AS-1003")
    assert_refused(run("restore", "--data", folder, "--from", tmp_path), "AS-1138")
    assert_done(run("restore", "--data", folder, "--from", copy))
    assert_still_opens(folder)


FULL_TARGET = """
mount -t tmpfs -o size=16k none /mnt
code=0
"$1" -m ansinh_desktop list --register children --data "$2" --out "/mnt/danh sách.pdf" || code=$?
[ -z "$(ls -A /mnt)" ]
exit $code
"""


def test_a_list_on_a_full_disk_is_told_and_leaves_no_half_file(folder):
    assert_refused(in_small_world(FULL_TARGET, folder), "AS-4002")
    assert_still_opens(folder)


def test_a_missing_font_is_told_and_leaves_no_file(folder, tmp_path):
    program = tmp_path / "chương trình"
    unread = shutil.ignore_patterns("__pycache__", "ui", "demo", "icons")
    for part in ("ansinh_desktop", "resources"):
        shutil.copytree(ROOT / part, program / part, ignore=unread)
    (program / "resources" / "fonts" / "LiberationSerif-Bold.ttf").unlink()
    target = tmp_path / "danh sách.pdf"
    arguments = ("list", "--register", "children", "--data", folder, "--out", target)
    assert_refused(run_apart(*arguments, root=program, PYTHONPATH=str(program)), "AS-4001")
    assert not target.exists()
    assert_still_opens(folder)


# The command line


def test_the_version_is_told():
    done = run_apart("--version")
    assert done.returncode == 0
    assert re.fullmatch(r"An Sinh Xã \d+\.\d+\.\d+\n", done.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ("bay",),
        ("check",),
        ("list", "--register", "children"),
        ("list", "--register", "children", "--data", ".", "--out", "a.pdf", "--month", "tháng chạp"),
        ("import", "--register", "children", "--data", "."),
        ("export", "--data", "."),
        ("receive", "--data", ".", "--receipts", "."),
        ("demo",),
        ("check", "--data", ".", "--lạ"),
    ],
)
def test_wrong_usage_is_told_with_code_2(arguments, capsys):
    assert command.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("cách dùng: ansinh-desktop")


def test_the_password_comes_from_the_environment_or_a_file(folder, tmp_path):
    secret = tmp_path / "mật khẩu.txt"
    secret.write_text(f"{PASSWORD}\nghi chú\n", encoding="utf-8-sig")
    assert run("check", "--data", folder).stdout == "Tệp dữ liệu nguyên vẹn.\n"
    done = run("check", "--data", folder, "--password-file", secret, password="sai hẳn rồi")
    assert (done.returncode, done.stdout) == (0, "Tệp dữ liệu nguyên vẹn.\n")


def test_a_wrong_password_is_told_wherever_it_comes_from(folder, tmp_path):
    secret = tmp_path / "mật khẩu.txt"
    secret.write_text("sai hoàn toàn rồi đó", encoding="utf-8")
    before = content(folder)
    assert_refused(run("check", "--data", folder, password="sai hẳn rồi"), "AS-1001")
    assert_refused(run("check", "--data", folder, "--password-file", secret), "AS-1001")
    assert content(folder) == before
    assert_still_opens(folder)


@pytest.mark.parametrize("raw", [None, b"", b"\xff\xfe\xff"])
def test_a_password_file_that_says_nothing_is_told(folder, tmp_path, raw):
    secret = tmp_path / "mật khẩu.txt"
    if raw is not None:
        secret.write_bytes(raw)
    assert_refused(run("check", "--data", folder, "--password-file", secret), "AS-1114")


def test_no_password_at_all_is_told(folder):
    assert_refused(run("check", "--data", folder, password=None), "AS-1116")


def test_guessing_has_to_wait(folder):
    for _ in range(3):
        assert_refused(run("check", "--data", folder, password="sai hẳn rồi"), "AS-1001")
    # On a busy machine the first waits may be over before the next try.
    tries = (run("check", "--data", folder, password="sai hẳn rồi") for _ in range(4))
    done = next(each for each in tries if "AS-1002" in each.stderr)
    assert_refused(done, "AS-1002")
    assert re.search(r"\d+ giây", done.stderr)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("list", "--register", "nông hội", "--out", "{there}/a.pdf"), "AS-4050"),
        (("list", "--register", "children", "--paper", "lạ", "--out", "{there}/a.pdf"), "AS-4051"),
        (("list", "--register", "children", "--out", "{there}/a.doc"), "AS-4052"),
        (("list", "--register", "children", "--out", "{there}/không có/a.pdf"), "AS-4004"),
        (("import", "{there}/không có.xlsx", "--register", "children"), "AS-3012"),
        (("import", "{there}/không có.xlsx", "--register", "nông hội"), "AS-1110"),
        (("export", "--out", "{there}"), "AS-5102"),
        (("receipt", "{there}/không có.agrcpt"), "AS-5018"),
        (("card", "--trust", "{there}/không có.agcard"), "AS-5018"),
        (("card", "--out", "{there}/không có"), "AS-5019"),
        (("check", "--user", "ai đó"), "AS-1001"),
    ],
)
def test_what_a_command_cannot_do_is_told(folder, tmp_path, arguments, code, capsys, monkeypatch):
    monkeypatch.setenv("ANSINH_PASSWORD", PASSWORD)
    there = tmp_path / "ra"
    there.mkdir()
    assert command.main([*(each.format(there=there) for each in arguments), "--data", str(folder)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert_sentence(said.err, code)
    assert list(there.iterdir()) == []
    assert_still_opens(folder)


def test_of_several_packages_each_refusal_is_told(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ANSINH_PASSWORD", PASSWORD)
    (tmp_path / "thư.agpkg").write_text("không phải gói", encoding="utf-8")
    arguments = ["receive", str(tmp_path / "thư.agpkg"), str(tmp_path / "không có.agpkg")]
    assert command.main([*arguments, "--data", str(folder), "--receipts", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert re.findall(r"AS-\d+", said.err) == ["AS-5001", "AS-5018"]
    assert len(said.err.splitlines()) == 2


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux runs without a screen; elsewhere the window opens"
)
def test_without_a_screen_the_window_points_to_the_demo():
    done = run_apart(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert (done.returncode, done.stdout) == (1, "")
    assert "ansinh-desktop demo" in done.stderr


def test_a_fault_of_ours_is_one_sentence_that_names_nobody(capsys):
    try:
        raise LookupError("Lê Thị Bí Mật, 089138000111")
    except LookupError as fault:
        command.tell_fault(type(fault), fault, fault.__traceback__)
    said = capsys.readouterr()
    assert said.out == ""
    assert_sentence(said.err, "AS-9001")
    assert "LookupError" in said.err
    assert "Bí Mật" not in said.err


def test_a_process_of_its_own_prints_no_traceback(tmp_path):
    program = (
        "import sys; from ansinh_desktop import __main__ as command; sys.argv = ['x', '--version'];"
        " command.main(); raise LookupError('Lê Thị Bí Mật')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
    )
    assert done.returncode == 1
    assert_sentence(done.stderr, "AS-9001")
    assert "Bí Mật" not in done.stderr
