#!/usr/bin/env python3
"""Proves the built Windows program and its installers under Wine, as an officer would meet them.

proof.py WORK OLDER-SETUP SETUP NEWER-SETUP

Every step stands in one table at the end; the first that fails stops it. WORK is emptied; pictures of the window stay
in it. Environment: BENCH, the folder of the bench.
"""

import contextlib
import csv
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import run

USER = "Nguyễn Văn Ấn"
PASSWORD = "con trâu là đầu cơ nghiệp"  # of the invented data
TYPED = "con tra6u la2 d9a62u co7 nghie65p"
SURELY = 300


class FailedError(Exception):
    """A step did not do what it is there for."""


def want(holds: object, words: str) -> None:
    """Stop where something does not hold."""
    if not holds:
        raise FailedError(words)


@dataclass
class Machine:
    """A Windows machine of an officer: a Wine prefix and a screen."""

    work: Path
    display: str
    rows: list[tuple[str, str, float]] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """The user's own folder."""
        return self.work / "prefix" / "drive_c" / "users" / USER

    @property
    def installed(self) -> Path:
        """Where the installer puts the program."""
        return self.home / "AppData" / "Local" / "Programs" / "AnSinhXa"

    @property
    def data(self) -> Path:
        """Where the officer's data lie."""
        return self.home / "AppData" / "Local" / "AnSinhXa"

    @property
    def env(self) -> dict[str, str]:
        """What Windows programs are started with."""
        os.environ["WINEPREFIX"] = str(self.work / "prefix")
        return run.environment() | {"DISPLAY": self.display, "ANSINH_PASSWORD": PASSWORD}

    def run(self, program: Path | str, *given: str, returns: int = 0, seconds: int = SURELY) -> str:
        """Run a program to its end and return what it said; stop where it returns something else."""
        command = [sys.executable, run.__file__, str(program), *given]
        env = self.env | {"SECONDS_AT_MOST": str(seconds)}
        done = subprocess.run(command, env=env, capture_output=True, check=False, cwd=self.work)
        said = (done.stdout + done.stderr).decode("utf-8", "replace").replace("\r\n", "\n").strip()
        want(done.returncode == returns, f"{Path(program).name} {' '.join(given)}: {done.returncode}\n{said}")
        return said

    def ansinh(self, *given: str, returns: int = 0) -> str:
        """Run the console program."""
        return self.run(self.installed / "ansinh.exe", *given, returns=returns)

    def windows_path(self, path: Path) -> str:
        """Return how Windows calls a path."""
        drive = self.work / "prefix" / "drive_c"
        if drive in path.parents:
            return "C:\\" + str(path.relative_to(drive)).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time one step; append to what is given what came of it."""
        said: list[str] = []
        began = time.monotonic()
        try:
            yield said
        except FailedError as fault:
            self.rows.append((name, f"FAILED: {fault}", time.monotonic() - began))
            raise
        self.rows.append((name, "; ".join(said), time.monotonic() - began))
        print(f"{self.rows[-1][2]:6.1f} s  {name}  {self.rows[-1][1]}", flush=True)

    def table(self) -> str:
        """Return all steps as text."""
        rows = [*self.rows, ("in all", "", sum(seconds for *_, seconds in self.rows))]
        width = max(len(name) for name, *_ in rows)
        return "\n".join(f"| {name:<{width}} | {seconds:6.1f} s | {said} |" for name, said, seconds in rows)


class Window:
    """The program's window on the screen, worked by keys alone."""

    def __init__(self, machine: Machine, *given: str) -> None:
        self._machine = machine
        command = [
            "explorer",
            "/desktop=proof,1366x768",
            machine.windows_path(machine.installed / "AnSinhXa.exe"),
        ]
        self._process = subprocess.Popen(
            [run.WINE, *command, *given],
            env=machine.env,
            cwd=machine.work,
            start_new_session=True,
            **run.NOTHING,
        )

    def wait(self, name: str = "", quiet: float = 1.5, seconds: float = 90) -> Path:
        """Wait until the picture of the screen stays the same, and return the picture."""
        picture = self._machine.work / f"{name or 'screen'}.png"
        last, since, end = b"", time.monotonic(), time.monotonic() + seconds
        while time.monotonic() < end:
            subprocess.run(
                ["import", "-display", self._machine.display, "-window", "root", str(picture)], check=True
            )
            now = subprocess.run(
                ["convert", str(picture), "-depth", "8", "gray:-"], check=True, capture_output=True
            ).stdout
            seen = hashlib.sha256(now).digest()
            if seen != last:
                last, since = seen, time.monotonic()
            elif time.monotonic() - since > quiet and len(set(now[::97])) > 8:
                return picture
            time.sleep(0.15)
        raise FailedError(f"the screen does not come to rest: {picture}")

    def keys(self, *names: str) -> None:
        """Press keys, as xdotool calls them."""
        for each in names:
            self._tool("key", "--clearmodifiers", each)
            time.sleep(0.12)

    def type(self, words: str) -> None:
        """Type words."""
        self._tool("type", "--delay", "40", words)

    def close(self) -> None:
        """Close the window as Alt+F4 does, and wait until the program has ended."""
        self.keys("alt+F4")
        deadline = time.monotonic() + 60
        while self.runs() and time.monotonic() < deadline:
            time.sleep(0.3)
        want(not self.runs(), "the program does not end")

    def runs(self) -> bool:
        """Whether a process of the program lives."""
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, check=True).stdout.decode()
        place = self._machine.windows_path(self._machine.installed / "AnSinhXa.exe")
        return any(each.startswith(place) for each in listed.splitlines())

    def kill(self) -> None:
        """End the process at once, as the task manager does."""
        self._machine.run("taskkill", "/f", "/im", "AnSinhXa.exe")

    def _tool(self, *given: str) -> None:
        subprocess.run(["xdotool", *given], env=os.environ | {"DISPLAY": self._machine.display}, check=True)


def digest(folder: Path) -> str:
    """Return a digest of all that lies in a folder."""
    total = hashlib.sha256()
    for each in sorted(folder.rglob("*")):
        if each.is_file():
            total.update(
                f"{each.relative_to(folder)} {hashlib.sha256(each.read_bytes()).hexdigest()}\n".encode()
            )
    return total.hexdigest()


def count(folder: Path) -> str:
    """Return how many files lie in a folder, and how large they are."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return f"{len(files)} files, {sum(each.stat().st_size for each in files) / 1e6:.1f} MB"


def names_in(list_file: Path) -> list[str]:
    """Return the lines of a list written as CSV."""
    with list_file.open(encoding="utf-8-sig", newline="") as stream:
        return [" | ".join(row) for row in csv.reader(stream)]


def prove(machine: Machine, older: Path, setup: Path, newer: Path) -> None:
    """Go the whole way of a program on an officer's machine."""
    trial = machine.home / "Desktop" / "thử"
    with machine.step("silent install") as said:
        machine.run(setup, "/S")
        want((machine.installed / "AnSinhXa.exe").is_file(), "nothing was installed")
        said += [f"setup {setup.stat().st_size / 1e6:.1f} MB", count(machine.installed)]
    with machine.step("self-test, on the windows plug-in") as said:
        said.append(machine.ansinh("--self-test").splitlines()[0])
    with machine.step("demo: a whole round of invented people"):
        machine.ansinh("demo", machine.windows_path(trial))
    with machine.step("restored into the officer's own folder"):
        copy = sorted((trial / "xa" / "sao-luu").iterdir())[-1]
        machine.ansinh(
            "restore", "--data", machine.windows_path(machine.data), "--from", machine.windows_path(copy)
        )
    by_hand(machine)
    with machine.step("a list as PDF, read back") as said:
        paper = machine.home / "Desktop" / "danh sách.pdf"
        machine.ansinh("list", "--register", "assistance", "--out", machine.windows_path(paper))
        words = subprocess.run(
            ["pdftotext", "-layout", paper, "-"], capture_output=True, check=True
        ).stdout.decode()
        want("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words, "no national title in the PDF")
        said.append(f"{paper.stat().st_size // 1024} kB")


def by_hand(machine: Machine) -> None:
    """Enter a case at the window, by keys alone."""
    with machine.step("the window on the windows plug-in, unlocked by keys"):
        window = Window(machine)
        window.wait("1-lock")
        window.type(PASSWORD)
        window.keys("Return")
        window.wait("2-unlocked", quiet=3)


def main() -> int:
    """Prove, and print the table."""
    work, *setups = (Path(each).resolve() for each in sys.argv[1:])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    bench = Path(os.environ["BENCH"])
    shutil.copy(bench / "prefix.passwd", work / "prefix.passwd")
    subprocess.run(["cp", "-a", "--reflink=auto", bench / "prefix", work / "prefix"], check=True)
    with run.screen() as display:
        machine = Machine(work, display)
        try:
            prove(machine, *setups)
        except FailedError:
            print(machine.table(), flush=True)
            return 1
        finally:
            subprocess.run(["wineserver", "-k"], env=machine.env, check=False, **run.NOTHING)
    print(machine.table(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
