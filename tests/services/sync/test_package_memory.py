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
from ansinh_desktop.services.sync.cells import LARGEST_CELL
from ansinh_desktop.services.sync.package import write_package
from ansinh_desktop.services.sync.tables import LARGEST_ROW, MOST_COLUMNS, Column, Table
from tests.services.sync.units import (
    COMMUNE, HOUSEHOLD, PROVINCE, head, inside, opened, sealed, signed, zipped
)

folder = Path(sys.argv[1])

BOMB = folder / "bomb.agpkg"

def forge(archive):
    sealed(BOMB, archive)
    (folder / "keys").write_bytes(pickle.dumps((COMMUNE, PROVINCE)))

def forge_table(table, block, times, rows):
    parts = inside(write_package(folder, head(), [(table, [])], [], COMMUNE.route_to(PROVINCE)).path)
    manifest, archive, digest, size = json.loads(parts["manifest.json"]), io.BytesIO(), hashlib.sha256(), 0
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        with bomb.open(table.path, "w") as file:
            for content in (parts[table.path], *[block] * times):
                file.write(content)
                digest.update(content)
                size += len(content)
        for part in manifest["parts"]:
            if part["name"] == table.path:
                part.update(bytes=size, rows=rows, sha256=digest.hexdigest())
        for name, content in signed(parts, manifest).items():
            if name != table.path:
                bomb.writestr(name, content)
    forge(archive.getvalue())

def forged_package():
    commune, province = pickle.loads((folder / "keys").read_bytes())
    return opened(BOMB, province, commune.known)

def code_of_refusal():
    try:
        forged_package().close()
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
    block = ({piece!r} * 1_000_000).encode()
    forge_table(HOUSEHOLD, block, 250_000_000 // len(block), 1)
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


NESTED = [
    "[[],[],[]]",
    "[{},{},{}]",
    '[{"":{"":{"":{"":{"":0}}}}}]',
    "[[[[[[[[]]]]]]]]",
    '[{"a":1,"b":2}]',
    "[1e1,1e2]",
    '["ằ","ẵ"]',
]


@pytest.mark.parametrize("cell", NESTED)
def test_rows_of_cells_that_grow_in_memory(tmp_path, cell):
    """Each cell as long as it may be, each chunk held until the next is there."""
    code = f"""
    table = Table("bomb", "", (Column("id"), *(Column(f"c{{at}}", "array") for at in range(3))))
    inner = {cell!r}[1:-1]
    cell = "[" + ",".join([inner] * (LARGEST_CELL // (len(inner.encode()) + 1) - 1)) + "]"
    spelled = '"' + cell.replace('"', '""') + '"'
    cells = [spelled] * min(3, (LARGEST_ROW - 100) // len(spelled.encode()))
    row = ",".join(["1", *cells, *[""] * (3 - len(cells))]) + chr(13) + chr(10)
    forge_table(table, row.encode(), 100, 100)
    """
    run(tmp_path, code)
    code = """
    with forged_package() as package:
        for chunk in package.chunks("bomb"):
            kept = chunk
        for row in package.rows("bomb"):
            pass
    """
    assert run(tmp_path, code) < MOST_MIB


@pytest.mark.parametrize("cell", ["", "0", "ằ", "ab"])
def test_rows_of_as_many_cells_as_there_may_be(tmp_path, cell):
    code = f"""
    table = Table("bomb", "", (Column("id"), *(Column(f"c{{at}}") for at in range(MOST_COLUMNS - 1))))
    row = ("1," + ",".join([{cell!r}] * (MOST_COLUMNS - 1)) + chr(13) + chr(10)).encode()
    forge_table(table, row * 1000, 20, 20_000)
    """
    run(tmp_path, code)
    code = """
    with forged_package() as package:
        for chunk in package.chunks("bomb"):
            kept = chunk
    """
    assert run(tmp_path, code) < MOST_MIB


def test_faults_that_somebody_counts(tmp_path):
    code = """
    table = Table("bomb", "", (Column("id"), Column("c", "array")))
    row = ('1,"' + "x" * (LARGEST_ROW - 100) + '"' + chr(13) + chr(10)).encode()
    forge_table(table, row, 1000, 1000)
    """
    run(tmp_path, code)
    code = """
    count = 0
    def told(row, cells, error):
        global count
        count += 1
    with forged_package() as package:
        assert list(package.chunks("bomb", faults=told)) == []
    assert count == 1000
    """
    assert run(tmp_path, code) < MOST_MIB


@pytest.mark.parametrize("piece", ["{}", '{"":{"":{"":0}}}'])
@pytest.mark.parametrize(
    ("part", "where"),
    [
        ("manifest.json", ("parts",)),
        ("manifest.json", ("ancestors",)),
        ("datapackage.json", ("resources",)),
        ("datapackage.json", ("resources", 0, "schema", "fields")),
    ],
)
def test_lists_in_the_manifest_and_the_descriptor_that_fill_the_memory(tmp_path, part, where, piece):
    code = f"""
    parts = inside(write_package(folder, head(), [(HOUSEHOLD, [])], [], COMMUNE.route_to(PROVINCE)).path)
    spelled = json.loads(parts[{part!r}])
    at = spelled
    for key in {where!r}[:-1]:
        at = at[key]
    at[{where!r}[-1]] = "HERE"
    filled = json.dumps(spelled).replace('"HERE"', "[" + ",".join([{piece!r}] * (2_000_000 // len({piece!r} + ","))) + "]")
    manifest = json.loads(parts["manifest.json"])
    if {part!r} == "manifest.json":
        forge(zipped(signed(parts, filled.encode()).items()))
    else:
        parts[{part!r}] = filled.encode()
        for each in manifest["parts"]:
            if each["name"] == {part!r}:
                each.update(bytes=len(parts[{part!r}]), sha256=hashlib.sha256(parts[{part!r}]).hexdigest())
        forge(zipped(signed(parts, manifest).items()))
    """
    run(tmp_path, code)
    assert run(tmp_path, "assert code_of_refusal() == 'AS-5013'") < MOST_MIB


@pytest.mark.parametrize("most", [32 << 20, 250_000_000])
def test_a_paper_that_unpacks_to_more_than_it_may(tmp_path, most):
    code = f"""
    paper = bytes({most})
    name = "attachments/" + hashlib.sha256(paper).hexdigest()
    parts = inside(write_package(folder, head(), [(HOUSEHOLD, [])], [], COMMUNE.route_to(PROVINCE)).path)
    manifest = json.loads(parts["manifest.json"])
    manifest["parts"].append(
        {{"name": name, "bytes": len(paper) % (33 << 20), "rows": None, "sha256": name.partition("/")[2]}}
    )
    forge(zipped([*signed(parts, manifest).items(), (name, paper)]))
    """
    run(tmp_path, code)
    code = f"""
    if {most} > 32 << 20:
        assert code_of_refusal() == "AS-5014"
    else:
        with forged_package() as package:
            assert len(package.attachment(package.manifest.attachments[0])) == {most}
    """
    assert run(tmp_path, code) < MOST_MIB
