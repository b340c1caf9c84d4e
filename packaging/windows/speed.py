"""How long the program takes to its lock, and how much memory that holds, beside a bare window frozen in the same way."""

import statistics
import subprocess
import time
from pathlib import Path

from machine import Machine, want

PAIRS = 15
SECONDS = 120
QUIET = 0.8
MOST_TIME, MOST_MEMORY = 1.3, 50.0


def prove(machine: Machine) -> None:
    """Measure pairs, one of each in turn: the machine may do other things as well."""
    machine.run(machine.setup, "/S")
    bare = frozen_bare(machine)
    people = machine.windows_path(Path(__file__).with_name("people.py"))
    folders = [machine.windows_path(each) for each in (machine.data, machine.unit)]
    machine.unit.parent.mkdir(parents=True)
    machine.python(people, machine.windows_path(machine.dist / "source"), *folders)
    ways = {"AnSinhXa": [machine.program], "Bare": [machine.windows_path(bare)]}
    told: dict[str, list[tuple[float, float, float]]] = {each: [] for each in ways}
    with machine.step(f"start to the lock beside a bare frozen window, {PAIRS} pairs") as said:
        for _ in range(PAIRS + 1):
            for each, command in ways.items():
                told[each].append(started(machine, each, command))
        warm = {each: told[each][1:] for each in ways}
        for place, unit in enumerate(("s", "s of the processor", "MB")):
            mine, other = (statistics.median(each[place] for each in warm[kind]) for kind in ways)
            pairs = zip(*warm.values(), strict=True)
            ratio = statistics.median(one[place] / two[place] for one, two in pairs)
            said.append(f"{mine:.2f} beside {other:.2f} {unit} (pairs: {ratio:.2f} ×)")
            missed = ratio > MOST_TIME if place == 1 else unit == "MB" and mine - other > MOST_MEMORY
            if missed:
                said.append("MISSED")


def frozen_bare(machine: Machine) -> Path:
    """Freeze the bare window, once."""
    made = machine.bench / "bare" / "Bare" / "Bare.exe"
    if not made.exists():
        places = [
            "--distpath",
            machine.windows_path(machine.bench / "bare"),
            "--workpath",
            r"C:\work",
            "--specpath",
            r"C:\work",
        ]
        source = machine.windows_path(Path(__file__).with_name("bare.py"))
        machine.python("-m", "PyInstaller", "--log-level=ERROR", "--windowed", "--name=Bare", *places, source)
    return made


def started(machine: Machine, name: str, command: list[str]) -> tuple[float, float, float]:
    """Start a program and end it once its window is there; return seconds, those of the processor, and megabytes."""
    spent, began = machine.processor(), time.monotonic()
    process = machine.start(*command)
    while not is_covered(machine.shown()):
        want(time.monotonic() - began < SECONDS, f"{name} does not show its window")
        time.sleep(0.005)
    lasted, took = time.monotonic() - began, machine.processor() - spent
    rest(machine)  # after what follows the first picture
    memory = resident(process)
    machine.kill(process, name)
    while is_covered(machine.shown()):
        time.sleep(0.05)
    return lasted, took, memory


def rest(machine: Machine) -> None:
    """Wait until no program works any more, however slow the machine is."""
    since, end = time.monotonic(), time.monotonic() + SECONDS
    while time.monotonic() - since < QUIET:
        want(time.monotonic() < end, "it does not come to rest")
        if machine.is_busy():
            since = time.monotonic()
        time.sleep(0.02)


def is_covered(points: bytes) -> bool:
    """Whether a window covers the screen, which is black without one."""
    return points.count(0) < len(points) // 2


def resident(process: "subprocess.Popen[bytes]") -> float:
    """Return how much memory a process holds, of what it shares its part."""
    lines = (Path("/proc") / str(process.pid) / "smaps_rollup").read_text().split("\n")
    (found,) = (int(each.split()[1]) for each in lines if each.startswith("Pss:"))
    return found / 1024
