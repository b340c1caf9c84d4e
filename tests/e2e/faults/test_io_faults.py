"""Whatever call goes wrong, the disk full, the stick pulled out, the power gone: nothing is lost, nothing is left half.

The n-th call that the program or its database makes below its folders fails, is done by half, or ends the process; for
n = 1, 2, … until the work is over before. Some of the n in every run, all of them with ``--run-slow``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.faults import disk
from tests.e2e.faults.disk import Way
from tests.e2e.faults.scenes import SCENES

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(bool(disk.why_not()), reason=disk.why_not() or "it can"),
]

_ROOT = Path(__file__).parents[3]
_SAMPLE = (
    ("export", 13),
    ("receive", 23),
    ("receipt in", 17),
    ("peer in", 23),
    ("card in", 11),
    ("restore", 74),
    ("case out", 12),
    ("case in", 34),
    ("month closed", 40),
    ("month back", 45),
)
"""The works of every run, and how far it is from one call that goes wrong to the next."""


@pytest.fixture(scope="session")
def shim(tmp_path_factory):
    """Return what counts the calls, built once."""
    return disk.build(tmp_path_factory.mktemp("shim"))


def gone_through(shim, folder, wanted):
    """Let a process of its own go through works; return what it says of each."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.faults.counting", folder, json.dumps(wanted)],
        env={**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(_ROOT)},
        cwd=_ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert not done.returncode, done.stderr
    return [json.loads(each) for each in done.stdout.splitlines()]


def require_sound(said, *, least):
    found = [(each["scene"], each["way"], *what) for each in said for what in each["found"]]
    assert not found, "\n".join(f"{scene}, {way}, {n}: {call}\n{what}" for scene, way, n, call, what in found)
    assert all(each["tried"] >= least for each in said), "a call was to go wrong, and none did"


def test_some_calls_go_wrong_and_all_comes_right(shim, tmp_path):
    # Each work in one way or two, so that all ways are seen and the run stays short.
    some = (Way.DEATH, Way.BROKEN, Way.FULL, Way.DEATH, Way.SHORT, Way.BROKEN)
    ways = (*some, Way.SHORT, Way.DEATH, Way.DEATH, Way.FULL)
    wanted = [(name, way, 2, step) for (name, step), way in zip(_SAMPLE, ways, strict=True)]
    # Connections that were opened while the disk was full can only read: they must not stay.
    wanted.append(("case ended", Way.FULL, 1, 100_000))
    require_sound(gone_through(shim, tmp_path, wanted), least=1)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", SCENES)
def test_every_call_goes_wrong_once_in_every_way_and_all_comes_right(shim, tmp_path, name):
    require_sound(gone_through(shim, tmp_path, [(name, way, 1, 1) for way in Way]), least=1)


def test_what_is_left_half_is_seen(shim, tmp_path):
    """The test itself: where nobody clears away what a killed program left, it says so."""
    code = (
        "import sys; from pathlib import Path; from types import SimpleNamespace\n"
        "from ansinh_desktop.services.sync import outgoing\n"
        "outgoing.shutil = SimpleNamespace(rmtree=lambda *_, **__: None)\n"
        "from tests.e2e.faults import counting\n"
        "counting.main(Path(sys.argv[1]), [('export', counting.Way.DEATH, 9, 100000)])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path],
        env={**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(_ROOT)},
        cwd=_ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert "left on the stick" in done.stdout + done.stderr
