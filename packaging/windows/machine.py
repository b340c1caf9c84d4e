"""An officer's Windows machine for the proof: a Wine prefix and a screen, programs that run on it, a window by keys."""

import contextlib
import ctypes
import hashlib
import os
import pty
import re
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import run

USER = "Nguyễn Văn Ấn"
PASSWORD = "con trau la dau co nghiep"  # of the invented data
SURELY = 900
WIDTH = 1366
DESKTOP = f"proof,{WIDTH}x768"
CURSOR = 24
"""So many lines of the screen may blink."""
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl


class FailedError(Exception):
    """A step did not do what it is there for."""


def want(holds: object, words: str) -> None:
    """Stop where something does not hold."""
    if not holds:
        raise FailedError(words)


@dataclass(frozen=True)
class Row:
    """One step in the table."""

    name: str
    said: str
    seconds: float
    processor: float
    """Seconds of a processor that it took, of all programs: what it would last on a machine that does nothing else."""


@dataclass
class Machine:
    """A Windows machine of an officer: a Wine prefix and a screen."""

    work: Path
    bench: Path
    display: str
    rows: list[Row] = field(default_factory=list)
    started: set[int] = field(default_factory=set)
    """Processes that are waited for one by one."""

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
    def unit(self) -> Path:
        """The data of the receiving unit, in the folder by which the two exchange files."""
        return self.home / "Desktop" / "trao đổi" / "đơn vị"

    @property
    def env(self) -> dict[str, str]:
        """What Windows programs are started with."""
        os.environ["WINEPREFIX"] = str(self.work / "prefix")
        return run.environment() | {"DISPLAY": self.display}

    def run(self, program: Path | str, *given: str, returns: int = 0, seconds: int = SURELY) -> str:
        """Run a program to its end and return what it said; stop where it returns something else."""
        command = [sys.executable, run.__file__, str(program), *given]
        env = self.env | {"SECONDS_AT_MOST": str(seconds)}
        done = subprocess.run(command, env=env, capture_output=True, check=False, cwd=self.work)
        said = (done.stdout + done.stderr).decode("utf-8", "replace").replace("\r\n", "\n").strip()
        want(done.returncode == returns, f"{Path(program).name} {' '.join(given)}: {done.returncode}\n{said}")
        return said

    def start(self, program: Path, *given: str) -> "subprocess.Popen[bytes]":
        """Start a program, and return at once."""
        command = [run.WINE, str(program), *given]
        process = subprocess.Popen(
            command, env=self.env, cwd=self.work, start_new_session=True, **run.NOTHING
        )
        self.started.add(process.pid)
        return process

    def processor(self) -> float:
        """Return how many seconds of a processor everything took that was started until now."""
        # What outlives its parent becomes a child of ours, so that its time is counted when it ends.
        live = 0.0
        for each in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError, ValueError):
                said = (each / "stat").read_text().rpartition(")")[2].split()
                number = int(each.name)
                if said[0] == "Z" and int(said[1]) == os.getpid() and number not in self.started:
                    os.waitpid(number, os.WNOHANG)
                elif f"WINEPREFIX={self.work / 'prefix'}".encode() in (each / "environ").read_bytes():
                    live += (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")
        gone = resource.getrusage(resource.RUSAGE_CHILDREN)
        return gone.ru_utime + gone.ru_stime + live

    def processes(self) -> list[tuple[int, str]]:
        """Return the Windows programs that run on this machine, each with how it was started."""
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                env = (each / "environ").read_bytes().split(b"\0")
                if f"WINEPREFIX={self.work / 'prefix'}".encode() in env:
                    args = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                    found.append((int(each.name), args))
        return found

    def kill(self, process: "subprocess.Popen[bytes]", name: str) -> None:
        """End a program at once, as where the power goes; it is known by a part of how it was started."""
        for number, args in self.processes():
            if name in args and "python3" not in args:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def ansinh(self, *given: str, returns: int = 0) -> str:
        """Run the console program."""
        return self.run(self.installed / "ansinh.exe", *given, returns=returns)

    def command(self, name: str, *given: str, returns: int = 0) -> str:
        """Run a command on the officer's own data."""
        return self.ansinh(name, *self.opening(self.data), *given, returns=returns)

    def opening(self, data: Path) -> list[str]:
        """Return what opens data on the command line."""
        secret = self.work / "prefix" / "drive_c" / "password.txt"
        secret.write_text(PASSWORD + "\n", encoding="ascii")
        return ["--data", self.windows_path(data), "--password-file", self.windows_path(secret)]

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
        began, processor = time.monotonic(), self.processor()
        try:
            yield said
        except FailedError as fault:
            self._end(name, f"FAILED: {fault}", began, processor)
            raise
        self._end(name, "; ".join(said), began, processor)

    def _end(self, name: str, said: str, began: float, processor: float) -> None:
        row = Row(name, said, time.monotonic() - began, self.processor() - processor)
        self.rows.append(row)
        print(f"{row.seconds:6.1f} s {row.processor:6.1f} s  {name}  {said}", flush=True)

    def table(self) -> str:
        """Return all steps as text."""
        seconds, processor = (
            sum(each.seconds for each in self.rows),
            sum(each.processor for each in self.rows),
        )
        rows = [*self.rows, Row("in all", "", seconds, processor)]
        width = max(len(each.name) for each in rows)
        head = f"| {'step':<{width}} | lasted   | processor | |\n| --- | --- | --- | --- |\n"
        return head + "\n".join(
            f"| {each.name:<{width}} | {each.seconds:6.1f} s | {each.processor:6.1f} s | {each.said} |"
            for each in rows
        )


def count_orphans() -> None:
    """Let the time of programs that outlive what started them be counted here."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


class Window:
    """The program's window on the screen, worked by keys alone."""

    def __init__(self, machine: Machine, *command: str) -> None:
        """Start the program, or what the command says, on a desktop of its own."""
        self._machine = machine
        program = machine.windows_path(machine.installed / "AnSinhXa.exe")
        self._process = machine.start("explorer", f"/desktop={DESKTOP}", *(command or [program]))

    def wait(self, name: str = "", quiet: float = 0.8, seconds: float = 180) -> None:
        """Wait until the screen stays the same but for a cursor that blinks, and keep a picture of it."""
        last, since, end = b"", time.monotonic(), time.monotonic() + seconds
        while time.monotonic() < end:
            now = output(*self._import, "-depth", "8", "gray:-")
            if _lines_that_differ(now, last) > CURSOR:
                last, since = now, time.monotonic()
            elif time.monotonic() - since > quiet and len(set(now[::97])) > 8:
                if name:
                    self.picture(name)
                return
            time.sleep(0.1)
        self.picture("screen")
        raise FailedError(f"the screen does not come to rest: {name}")

    def picture(self, name: str) -> None:
        """Keep a picture of the screen."""
        output(*self._import, str(self._machine.work / f"{name}.png"))

    @property
    def _import(self) -> list[str]:
        return ["import", "-display", self._machine.display, "-window", "root"]

    def keys(self, *names: str) -> None:
        """Press keys, as xdotool calls them."""
        for each in names:
            self._tool("key", "--clearmodifiers", each)
            time.sleep(0.12)

    def type(self, words: str) -> None:
        """Type words."""
        if words:
            self._tool("type", "--delay", "60", words)

    def close(self) -> None:
        """Close the window as Alt+F4 does, and wait until the program has ended."""
        self.keys("alt+F4")
        wait_for(lambda: not self.count(), "the program does not end")
        self._machine.kill(self._process, "explorer")

    def count(self) -> int:
        """Return how many processes of the window's program live."""
        return len(
            [
                args
                for _, args in self._machine.processes()
                if args.partition(".exe")[0].endswith("\\AnSinhXa")
            ]
        )

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


def output(*command: object) -> bytes:
    """Return what a program of this machine says."""
    return subprocess.run(list(map(str, command)), capture_output=True, check=True).stdout


def _lines_that_differ(now: bytes, last: bytes) -> int:
    if len(now) != len(last):
        return WIDTH
    return sum(now[at : at + WIDTH] != last[at : at + WIDTH] for at in range(0, len(now), WIDTH))


def wait_for(holds: Callable[[], object], words: str, seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        want(time.monotonic() < end, words)
        time.sleep(0.3)


def at_console(machine: Machine, page: int, command: str, typed: str) -> str:
    """Run a program at a console of that code page, type a line, and return what the console shows."""
    leader, follower = pty.openpty()
    env = machine.env | {"TERM": "xterm"}
    batch = machine.work / "prefix" / "drive_c" / "console.bat"
    line = f'@ansinh.exe {command} --data "%LOCALAPPDATA%\\AnSinhXa"'
    lines = [f"@chcp {page} >nul", "@cd /d %LOCALAPPDATA%\\Programs\\AnSinhXa", line, ""]
    batch.write_text("\r\n".join(lines), encoding="ascii")
    process = subprocess.Popen(
        [run.WINE, "cmd", "/c", "C:\\console.bat"],
        env=env,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    shown, sent, end = b"", False, time.monotonic() + 120
    while time.monotonic() < end:
        if select.select([leader], [], [], 0.3)[0]:
            try:
                shown += os.read(leader, 65536)
            except OSError:
                break
        if not sent and "khẩu:" in _words(shown):
            sent = True
            time.sleep(0.5)
            os.write(leader, typed.encode() + b"\r")
        if process.poll() is not None and not select.select([leader], [], [], 1)[0]:
            break
    machine.kill(process, "console.bat")
    os.close(leader)
    return _words(shown)


def _words(shown: bytes) -> str:
    """Return what a console shows, without its orders to the screen and without spaces, which it draws as moves."""
    plain = re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>])", "", shown.decode("utf-8", "replace"))
    return "".join(plain.split())
