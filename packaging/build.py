"""Build the program as one folder, let it test itself, and make the installer of it.

python packaging/build.py               the folder dist/AnSinhXa (Linux, Windows)
python packaging/build.py --installer   also dist/AnSinhXa-VERSION-setup.exe (needs NSIS)
python packaging/build.py --portable    also dist/AnSinhXa-VERSION-portable.zip, which runs from a stick

--makers FILE gives the program the public keys of its makers (packaging/maker.py): it takes the updates that they sign.

SIGN_COMMAND signs what is handed out, with the file's path for {}: signtool sign … {}
"""

import argparse
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import installer_words

ROOT = Path(__file__).resolve().parent.parent
NAME = "AnSinhXa"
PORTABLE = "du-lieu"
SUFFIX = ".exe" if sys.platform == "win32" else ""


def main() -> int:
    """Build, test, pack."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--installer", action="store_true", help="also make the Windows installer (needs NSIS)"
    )
    parser.add_argument(
        "--portable", action="store_true", help="also dist/AnSinhXa-VERSION-portable.zip, for a stick"
    )
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", metavar="DIR", help="where to build")
    parser.add_argument("--no-self-test", action="store_true", help="whoever builds tests by another way")
    parser.add_argument(
        "--only-pack", action="store_true", help="make the installer of what was built before"
    )
    parser.add_argument("--makers", type=Path, metavar="FILE", help="whose updates the program takes")
    chosen = parser.parse_args()
    built = chosen.dist.resolve() / NAME
    if not chosen.only_pack:
        build(built, chosen.makers)
    for each in built.glob(f"*{SUFFIX}"):
        if each.is_file():
            sign(each)
    if not (chosen.no_self_test or chosen.only_pack):
        self_test(built)
    if chosen.portable:
        pack_portable(built)
    if chosen.installer or chosen.only_pack:
        pack(built)
    return 0


def build(built: Path, makers: Path | None) -> None:
    """Build the folder, the same to the last bit from the same sources."""
    places = ["--distpath", str(built.parent), "--workpath", str(built.parent / "work")]
    spec = str(ROOT / "packaging" / "ansinh.spec")
    same = {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH") or committed_at(), "PYTHONHASHSEED": "0"}
    if makers is not None:
        same["MAKERS_FILE"] = str(makers.resolve())
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *places, spec],
        check=True,
        env=os.environ | same,
    )
    files = [each for each in built.rglob("*") if each.is_file() and not each.is_symlink()]
    for each in files:  # is packed with them: so the installer is the same to the last bit as well
        os.utime(each, (int(same["SOURCE_DATE_EPOCH"]),) * 2)
    size = sum(each.stat().st_size for each in files)
    print(f"{built}: {size / 1e6:.1f} MB, {len(files)} files, digest {digest(built)}")
    if makers is None:
        print("No --makers: this program takes no signed update file, and says so.")


def committed_at() -> str:
    """Return when the sources were last changed; without a history, a time that is always the same."""
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    return told.stdout.strip() or "1767225600"


def digest(folder: Path) -> str:
    """Return a digest of all that lies in a folder, by which two builds are told to be the same."""
    total = hashlib.sha256()
    for each in sorted(folder.rglob("*")):
        if each.is_file():
            total.update(f"{sha256(each)}  {each.relative_to(folder).as_posix()}\n".encode())
    return total.hexdigest()


def sha256(file: Path) -> str:
    """Return the digest of a file, as it is published."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def self_test(built: Path) -> None:
    """Run the built program away from the project, so that it can use only what it was given."""
    with tempfile.TemporaryDirectory(prefix="ansinh-") as folder:
        alone = os.environ | {"ANSINH_DATA": folder, "PYTHONPATH": ""}
        subprocess.run(
            [str(built / f"ansinh{SUFFIX}"), "--self-test"], check=True, cwd=folder, env=alone, timeout=600
        )


def contents(built: Path) -> tuple[str, str]:
    """Return the version that was built, and the folder in which all of it lies."""
    (listed,) = built.glob("ban-*/files.json")
    return listed.parent.name.removeprefix("ban-").rpartition(".")[0], listed.parent.name


def pack(built: Path) -> None:
    """Make the installer, and beside it the digest that is published."""
    version, folder = contents(built)
    target = built.parent / f"{NAME}-{version}-setup.exe"
    maker = shutil.which("makensis") or r"C:\Program Files (x86)\NSIS\makensis.exe"
    facts = {"VERSION": version, "FOLDER": folder, "BUILT": str(built), "TARGET": str(target)}
    facts |= {"PYTHON": sys.executable, "WORDS": installer_words.__file__, "HEADER": f"{target}.header"}
    facts |= {name: "1" for name in ("TEST_BENCH", "QUICK") if os.environ.get(name)}
    if command := os.environ.get("SIGN_COMMAND"):
        facts["SIGN"] = command.replace("{}", '"%1"')
    given = [f"-D{name}={each}" for name, each in facts.items()]
    subprocess.run([maker, "-V2", *given, str(ROOT / "packaging" / "installer.nsi")], check=True)
    if installer_words.is_english(target.read_bytes()):
        target.unlink()
        raise SystemExit("The ready-made part of the installer still speaks English.")
    sign(target)
    told = sha256(target)
    target.with_suffix(".exe.sha256").write_text(f"{told}  {target.name}\n", encoding="ascii")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, sha256 {told}")


def pack_portable(built: Path) -> None:
    """Pack the folder as it is, with one for the data in it: it runs from wherever it is unpacked."""
    version, _ = contents(built)
    target = built.parent / f"{NAME}-{version}-portable.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(each for each in built.rglob("*") if each.is_file()):
            facts = zipfile.ZipInfo.from_file(each, Path(NAME) / each.relative_to(built))
            # whatever the clock says where it is packed
            facts.date_time = time.gmtime(each.stat().st_mtime)[:6]
            archive.writestr(facts, each.read_bytes(), zipfile.ZIP_DEFLATED)
        archive.mkdir(f"{NAME}/{PORTABLE}")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, sha256 {sha256(target)}")


def sign(file: Path) -> None:
    """Sign a file, where whoever builds has told how."""
    command = os.environ.get("SIGN_COMMAND")
    if command:
        parts = shlex.split(command, posix=sys.platform != "win32")
        subprocess.run([str(file) if each == "{}" else each for each in parts], check=True)


if __name__ == "__main__":
    sys.exit(main())
