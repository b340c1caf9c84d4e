#!/usr/bin/env python3
"""Proves the built Windows program and its installers under Wine, as an officer would meet them.

proof.py WORK PART…: usual (an officer's way with the program, from the first day to the last), installers (what else is
done with installers), breaks (updates that are killed, files that are taken away), speed (start and memory beside a
bare window)

They go on side by side, each on a machine of its own; parts joined by a + go one after another on one. Every step
stands in one table at the end; the first that fails stops its part. WORK is emptied; pictures of the windows stay in
it. Environment: BENCH, the folder of the bench; DIST, what was built.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import Process
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import breaks
import installers
import run
import speed
import usual
from machine import USER, FailedError, Machine, Row, count_orphans, table

PARTS: dict[str, Callable[[Machine], None]] = {
    "usual": usual.prove,
    "installers": installers.prove,
    "breaks": breaks.prove,
    "speed": speed.prove,
}
ROWS = "rows.json"


def main() -> int:
    """Prove, and print the table."""
    work, ways, began = Path(sys.argv[1]).resolve(), sys.argv[2:], time.monotonic()
    shutil.rmtree(work, ignore_errors=True)
    beside = [Process(target=prove, args=(work / each, each.split("+"))) for each in ways]
    for each in beside:
        each.start()
    for each in beside:
        each.join()
    told = (json.loads((work / each / ROWS).read_text(encoding="utf-8")) for each in ways)
    lasted = time.monotonic() - began
    print(table([Row(*each) for rows in told for each in rows], lasted), flush=True)
    return int(any(each.exitcode for each in beside))


def prove(work: Path, parts: list[str]) -> None:
    """Prove parts one after another on a machine that is made for them."""
    bench = Path(os.environ["BENCH"])
    make_prefix(bench, work)
    os.chdir(work)
    count_orphans()
    with run.screen(shown=work) as display:
        machine = Machine(work, bench, Path(os.environ["DIST"]), display)
        # One server to the end: one that comes and goes with the programs may be killed with them.
        subprocess.run(["wineserver", "-p"], env=machine.env, check=True, **run.NOTHING)
        run.start_services(machine.env)
        try:
            for part in parts:
                PARTS[part](machine)
        except FailedError:
            machine.picture("failed")
            sys.exit(1)
        finally:
            rows = [list(each) for each in machine.rows]
            (work / ROWS).write_text(json.dumps(rows), encoding="utf-8")
            subprocess.run(["wineserver", "-k"], env=machine.env, check=False, **run.NOTHING)


def copy(file: str, place: str) -> None:
    """Copy a file; what no program writes to, and is large, is one with that of the bench."""
    if "/system32/" in file:
        os.link(file, place)
    else:
        shutil.copy2(file, place)


def make_prefix(bench: Path, work: Path) -> None:
    """Make a machine like that of the bench."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    shutil.copy(bench / "prefix.passwd", work / "prefix.passwd")
    shutil.copytree(bench / "prefix", work / "prefix", symlinks=True, copy_function=copy)
    # Wine leads the user's folders to those of this machine: here they are the officer's own.
    for each in (work / "prefix" / "drive_c" / "users" / USER).iterdir():
        if each.is_symlink():
            each.unlink()
            each.mkdir()


if __name__ == "__main__":
    sys.exit(main())
