"""Builds the program that needs no Python, lets it test itself, and packs it for Windows."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "dist" / "AnSinhXa"


def main() -> int:
    """Build, test, pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--installer", action="store_true", help="also make the Windows installer (needs NSIS)"
    )
    chosen = parser.parse_args()
    build()
    self_test()
    if chosen.installer:
        pack()
    return 0


def build() -> None:
    """Build the folder ``dist/AnSinhXa``."""
    places = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    spec = str(ROOT / "packaging" / "ansinh.spec")
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *places, spec], check=True
    )


def self_test() -> None:
    """Run the built program away from the project, so that it can use only what it was given."""
    program = BUILT / ("AnSinhXa.exe" if sys.platform == "win32" else "AnSinhXa")
    with tempfile.TemporaryDirectory(prefix="ansinh-") as folder:
        alone = os.environ | {"ANSINH_DATA": folder, "PYTHONPATH": ""}
        subprocess.run([str(program), "--self-test"], check=True, cwd=folder, env=alone, timeout=300)
    size = sum(each.stat().st_size for each in BUILT.rglob("*") if each.is_file() and not each.is_symlink())
    print(f"{BUILT}: {size / 2**20:.0f} MiB, its self-test passed")


def pack() -> None:
    """Make the installer."""
    sys.path.insert(0, str(ROOT))
    from ansinh_desktop import __version__  # noqa: PLC0415 - the project is on the path only now

    target = ROOT / "dist" / f"AnSinhXa-{__version__}-setup.exe"
    maker = shutil.which("makensis") or r"C:\Program Files (x86)\NSIS\makensis.exe"
    facts = [f"-DVERSION={__version__}", f"-DBUILT={BUILT}", f"-DTARGET={target}"]
    subprocess.run([maker, "-V2", *facts, str(ROOT / "packaging" / "installer.nsi")], check=True)
    print(f"{target}: {target.stat().st_size / 2**20:.0f} MiB")


if __name__ == "__main__":
    sys.exit(main())
