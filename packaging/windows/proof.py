#!/usr/bin/env python3
"""Proves the built Windows program and its installers under Wine, as an officer would meet them.

proof.py WORK PART…: usual (an officer's way, from the first installer to the last), breaks (updates that are killed,
files that are taken away), speed (start and memory beside a bare window)

Every step stands in one table at the end; the first that fails stops it. WORK is emptied; pictures of the window stay
in it. Environment: BENCH, the folder of the bench; DIST, what was built.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import breaks
import run
import speed
import usual
from machine import USER, FailedError, Machine, count_orphans

PARTS: dict[str, Callable[[Machine], None]] = {
    "usual": usual.prove,
    "breaks": breaks.prove,
    "speed": speed.prove,
}


def main() -> int:
    """Prove, and print the table."""
    work, parts = Path(sys.argv[1]).resolve(), sys.argv[2:]
    bench = Path(os.environ["BENCH"])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    shutil.copy(bench / "prefix.passwd", work / "prefix.passwd")
    subprocess.run(["cp", "-a", "--reflink=auto", bench / "prefix", work / "prefix"], check=True)
    # Wine leads the user's folders to those of this machine: here they are the officer's own.
    for each in (work / "prefix" / "drive_c" / "users" / USER).iterdir():
        if each.is_symlink():
            each.unlink()
            each.mkdir()
    count_orphans()
    with run.screen(shown=work) as display:
        machine = Machine(work, bench, Path(os.environ["DIST"]), display)
        # One server to the end: one that comes and goes with the programs may be killed with them.
        subprocess.run(["wineserver", "-p"], env=machine.env, check=True, **run.NOTHING)
        try:
            for part in parts:
                PARTS[part](machine)
        except FailedError:
            machine.picture("failed")
            return 1
        finally:
            print(machine.table(), flush=True)
            subprocess.run(["wineserver", "-k"], env=machine.env, check=False, **run.NOTHING)
    return 0


if __name__ == "__main__":
    sys.exit(main())
