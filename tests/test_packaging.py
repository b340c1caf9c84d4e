"""What the two commands stand on: pinned requirements, and a start that says what to do."""

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ansinh_desktop.rules import edition
from ansinh_desktop.services import updating

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = {
    "requirements.txt": PROJECT["project"]["dependencies"],
    "requirements-postgres.txt": PROJECT["project"]["dependencies"]
    + PROJECT["project"]["optional-dependencies"]["postgres"],
    "requirements-build.txt": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"],
    "requirements-dev.txt": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
}


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    return {
        canonicalize_name(each[1]): each[2] for each in re.finditer(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)
    }


@pytest.mark.parametrize("name", WANTED)
def test_every_requirement_is_pinned_to_a_version_that_will_do(name):
    pinned = pins(name)
    wanted = [Requirement(each) for each in WANTED[name]]
    assert wanted
    missing = [
        str(each)
        for each in wanted
        if not each.specifier.contains(pinned.get(canonicalize_name(each.name), "0"))
    ]
    assert missing == []


@pytest.mark.parametrize("name", WANTED)
def test_every_pin_has_its_hashes_and_names_no_host(name):
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
    entries = text.replace("\\\n", "").splitlines()
    assert [each for each in entries if "--hash=sha256:" not in each] == []
    assert "//" not in text


def test_tests_and_builds_run_on_the_very_versions_that_are_shipped():
    shipped = pins("requirements.txt")
    for name in WANTED:
        both = pins(name)
        assert {each: both[each] for each in shipped.keys() & both.keys()} == {
            each: shipped[each] for each in shipped.keys() & both.keys()
        }


@pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="run.sh is for Linux")
@pytest.mark.parametrize("arguments", [[], ["--data", "x"]])
def test_without_a_display_the_start_points_to_the_demo(arguments, tmp_path):
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    start = [ROOT / "packaging" / "run.sh", *arguments]
    answer = subprocess.run(start, env=bare, cwd=tmp_path, capture_output=True, check=False)
    told = answer.stderr.decode()
    assert (answer.returncode, answer.stdout) == (2, b"")
    assert len(told.splitlines()) == 1
    assert "packaging/run.sh demo" in told
    assert "màn hình" in told
    assert "display" in told
    assert list(tmp_path.iterdir()) == []


def test_what_is_checked_on_each_change_is_the_command_that_developers_are_told():
    command = "packaging/test.sh"
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def imported(source: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_the_program_imports_nothing_that_its_build_leaves_out():
    spec = ast.parse((ROOT / "packaging" / "ansinh.spec").read_text(encoding="utf-8"))
    (left_out,) = (
        ast.literal_eval(each.value)
        for each in ast.walk(spec)
        if isinstance(each, ast.keyword) and each.arg == "excludes"
    )
    assert "sqlite3" in left_out
    only_with_server = ROOT / "ansinh_desktop" / "db" / "postgres"
    wanted = {
        (source.name, name)
        for source in (ROOT / "ansinh_desktop").rglob("*.py")
        if only_with_server not in source.parents
        and any(each in source.read_text(encoding="utf-8") for each in left_out)  # else not worth the parsing
        for name in imported(source)
        if any(name == each or name.startswith(f"{each}.") for each in left_out)
    }
    assert wanted == set()


def maker(*arguments):
    command = [sys.executable, ROOT / "packaging" / "maker.py", *arguments]
    return subprocess.run(command, capture_output=True, check=False)


def test_a_maker_makes_a_key_of_their_own_and_signs_updates_that_the_program_takes(tmp_path):
    key, makers = tmp_path / "maker.key", tmp_path / "makers.toml"
    makers.write_text("# our makers\n", encoding="utf-8")
    assert maker("key", 'Nhóm "Sen"', key, makers).returncode == 0
    assert maker("key", "Ai khác", key, makers).returncode == 1, "a key is never overwritten"
    listed = tomllib.loads(makers.read_text(encoding="utf-8"))["maker"]
    assert [each["name"] for each in listed] == ['Nhóm "Sen"']
    assert key.read_text(encoding="ascii").strip() not in makers.read_text(encoding="utf-8")
    setup = tmp_path / "AnSinhXa-2.1.0-setup.exe"
    setup.write_bytes(b"installer")
    assert maker("sign", setup, key, makers, "In nhanh hơn.").returncode == 0
    known = {each["name"]: each["verify_key"] for each in listed}
    update = updating.read_update(tmp_path / "AnSinhXa-2.1.0.agupd", known)
    assert (update.version, update.title, update.maker) == ("2.1.0", "In nhanh hơn.", 'Nhóm "Sen"')
    assert updating.fetch(update, setup).read_bytes() == b"installer"


def test_nobody_signs_with_a_key_that_no_build_was_given(tmp_path):
    key, makers = tmp_path / "maker.key", tmp_path / "makers.toml"
    assert maker("key", "Nhóm Sen", key, makers).returncode == 0
    setup = tmp_path / "AnSinhXa-2.1.0-setup.exe"
    setup.write_bytes(b"installer")
    makers.write_text("maker = []\n", encoding="utf-8")
    assert maker("sign", setup, key, makers, "In nhanh hơn.").returncode == 1
    assert not list(tmp_path.glob("*.agupd"))


def test_the_sources_hold_no_makers_key():
    assert edition.own_table("makers") == {"maker": []}


def test_what_nsis_brings_ready_made_speaks_vietnamese_and_another_version_is_refused(tmp_path):
    script, header = ROOT / "packaging" / "installer_words.py", tmp_path / "header"
    words = runpy.run_path(str(script))["WORDS"]
    stands = {each: f"\x01{each}\0".encode("utf-16-le") for each in words}
    header.write_bytes(b"MZ" + b"".join(stands.values()) + b"code")
    before = header.stat().st_size
    assert subprocess.run([sys.executable, script, header], check=False).returncode == 0
    told = header.read_bytes()
    assert len(told) == before, "nothing that stands behind is moved"
    for english, ours in words.items():
        assert english.encode("utf-16-le") not in told
        assert f"\x01{ours}\0".encode("utf-16-le") in told
    other = b"MZ" + b"".join(each for english, each in stands.items() if "verifying" not in english)
    header.write_bytes(other)
    answer = subprocess.run([sys.executable, script, header], check=False, capture_output=True)
    assert answer.returncode == 1
    assert b"verifying installer" in answer.stderr
    assert header.read_bytes() == other


def test_the_built_program_does_not_compile_what_qt_brings_as_source(tmp_path):
    code = (
        "import sys; sys.path.append('packaging'); from pathlib import Path; import signatures;"
        "signatures.put_beside(Path(sys.argv[1]))"
    )
    for each in ("một", "hai"):
        subprocess.run(
            [sys.executable, "-c", code, tmp_path / each], cwd=ROOT, check=True, capture_output=True
        )
    one, other = (tmp_path / each / "shiboken6" / "files.dir" for each in ("một", "hai"))
    assert one.read_bytes() == other.read_bytes()
    told = "import sys, PySide6.QtCore; print(sys.modules['shibokensupport.signature.loader'].__file__)"
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "một"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", told], env=environment, check=True, capture_output=True, encoding="utf-8"
    )
    assert Path(done.stdout.strip()).is_relative_to(one)
