"""The memory that a package needs does not grow with the package, nor with what it claims."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a program"
    ),
]

MOST_MIB = 200

START = """
import hashlib, io, json, pickle, random, sys, zipfile
from pathlib import Path
from ansinh_desktop.errors import DataError
from ansinh_desktop.services.sync.package import write_package
from tests.services.sync.units import (
    COMMUNE, HOUSEHOLD, PROVINCE, head, inside, opened, sealed, signed, zipped
)

folder = Path(sys.argv[1])

BOMB = folder / "bomb.agpkg"

def forge(archive):
    sealed(BOMB, archive)
    (folder / "keys").write_bytes(pickle.dumps((COMMUNE, PROVINCE)))

def code_of_refusal():
    commune, province = pickle.loads((folder / "keys").read_bytes())
    try:
        opened(BOMB, province, commune.known).close()
    except DataError as error:
        return error.code
"""
END = """
status = dict(each.split(":") for each in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmHWM"].split()[0]) // 1024)
"""


def run(tmp_path, code) -> int:
    """Run a program of its own, and return its peak in MiB; it fails where the code does."""
    command = [sys.executable, "-c", START + textwrap.dedent(code) + END, str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=110)
    assert not done.returncode, done.stderr
    return int(done.stdout)


def test_a_table_of_50_megabytes(tmp_path):
    code = """
    def rows():
        for number in range(60_000):
            yield {"id": str(number), "hamlet": random.randbytes(420).hex(), "statuses": [number]}

    made = write_package(folder, head(), [(HOUSEHOLD, rows())], [], COMMUNE.route_to(PROVINCE))
    assert made.manifest.parts[0].size > 50_000_000
    with opened(made.path) as package:
        assert sum(1 for _ in package.rows("household")) == 60_000
    """
    assert run(tmp_path, code) < MOST_MIB


@pytest.mark.parametrize("piece", ["0", '"\\n', '"\\n",', ",", "ằ"])
def test_a_table_that_unpacks_to_250_megabytes(tmp_path, piece):
    code = f"""
    parts = inside(write_package(folder, head(), [(HOUSEHOLD, [])], [], COMMUNE.route_to(PROVINCE)).path)
    manifest, archive, digest, size = json.loads(parts["manifest.json"]), io.BytesIO(), hashlib.sha256(), 0
    block = ({piece!r} * 1_000_000).encode()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        with bomb.open("data/household.csv", "w") as table:
            for content in (parts["data/household.csv"], *[block] * (250_000_000 // len(block))):
                table.write(content)
                digest.update(content)
                size += len(content)
        for part in manifest["parts"]:
            if part["name"] == "data/household.csv":
                part.update(bytes=size, rows=1, sha256=digest.hexdigest())
        for name, content in signed(parts, manifest).items():
            if name != "data/household.csv":
                bomb.writestr(name, content)
    forge(archive.getvalue())
    """
    run(tmp_path, code)
    assert run(tmp_path, "assert code_of_refusal() == 'AS-5009'") < MOST_MIB


@pytest.mark.parametrize("times", [650_000, 10_000_000])
def test_a_manifest_that_fills_the_memory(tmp_path, times):
    code = f"""
    parts = inside(write_package(folder, head(), [(HOUSEHOLD, [])], [], COMMUNE.route_to(PROVINCE)).path)
    forge(zipped(signed(parts, b"[" + b"[]," * {times} + b"[]]").items()))
    """
    run(tmp_path, code)
    assert run(tmp_path, "assert code_of_refusal() in ('AS-5013', 'AS-5014')") < MOST_MIB


def test_a_directory_that_fills_the_memory(tmp_path):
    code = """
    entries = b"PK\\x01\\x02".ljust(46, b"\\0") * 5_000_000
    end = b"PK\\x05\\x06" + bytes(4) + b"\\x10\\x27" * 2 + len(entries).to_bytes(4, "little") + bytes(6)
    forge(bytes(20) + entries + end)
    """
    run(tmp_path, code)
    assert run(tmp_path, "assert code_of_refusal() == 'AS-5004'") < MOST_MIB
