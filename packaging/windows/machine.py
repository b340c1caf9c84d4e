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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
import run

USER = "Nguyễn Văn Ấn"
PASSWORD = "con trau la dau co nghiep"  # of the invented data
SURELY = 900
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall"
WIDTH = 1366
DESKTOP = f"proof,{WIDTH}x768"
QUIET, LOOK, AT_MOST = 0.4, 0.04, 90
"""Seconds that the screen stays the same where all is done, from one look at it to the next, and before giving up."""
KEY_MS = "10"
BAR, LETTERS = 740, 20
"""Above this line of the screen nothing stands on a bare desktop; so many kinds of lines show that something does."""
CURSOR = 36
"""So many lines of the screen may blink."""
SOME, PAGE = 44, 300
"""So many become others where something else has the keyboard, and where another page is shown."""
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl


class FailedError(Exception):
    """A step did not do what it is there for."""


def want(holds: object, words: str) -> None:
    """Stop where something does not hold."""
    if not holds:
        raise FailedError(words)


class Row(NamedTuple):
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
    dist: Path
    """What was built."""
    display: str
    rows: list[Row] = field(default_factory=list)
    started: set[int] = field(default_factory=set)
    """Processes that are waited for one by one."""
    draws_as_windows: bool = False
    """Whether letters are drawn as on Windows, by DirectWrite, which is ten times as slow under Wine as all the rest."""

    @property
    def drive(self) -> Path:
        """Its drive C."""
        return self.work / "prefix" / "drive_c"

    @property
    def home(self) -> Path:
        """The user's own folder."""
        return self.drive / "users" / USER

    @property
    def setup(self) -> Path:
        """The installer of what was built."""
        return self.setup_of("")

    def setup_of(self, which: str) -> Path:
        """Return another installer: by its version, or the signed one."""
        (found,) = (self.dist / which).glob("AnSinhXa-*-setup.exe")
        return found

    @property
    def program(self) -> str:
        """How Windows calls the installed program."""
        return self.windows_path(self.installed / "AnSinhXa.exe")

    @property
    def files(self) -> Path:
        """Where all of the version in use lies."""
        return self.installed / self.running()

    def running(self) -> str:
        """Return the folder of the version in use: the number stands in the program."""
        program = (self.installed / "AnSinhXa.exe").read_bytes()
        (found,) = {each.name for each in self.installed.glob("ban-*") if each.name.encode() in program}
        return found

    def starts(self) -> None:
        """Stop where no program starts, or not all of its files are there."""
        for each in ("AnSinhXa.exe", "ansinh.exe"):
            self.run(self.installed / each, "--check-files")

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
        # Wine hands a variable of that name to Windows programs without its first four letters
        letters = {} if self.draws_as_windows else {"WINEQT_QPA_PLATFORM": "windows:nodirectwrite"}
        return run.environment() | {"DISPLAY": self.display} | letters

    def run(self, program: Path | str, *given: str, returns: int = 0, seconds: int = SURELY) -> str:
        """Run a program to its end and return what it said; stop where it returns something else."""
        told = bytearray()
        env = self.env | {"SECONDS_AT_MOST": str(seconds)}
        returned = run.run([str(program), *given], env, told.extend)
        said = told.decode("utf-8", "replace").replace("\r\n", "\n").strip()
        want(returned == returns, f"{Path(program).name} {' '.join(given)}: {returned}\n{said}")
        return said

    def asks(self, program: str, *given: str) -> bool:
        """Run a program that says yes by returning 0."""
        return not run.run([program, *given], self.env, len)

    def python(self, *given: str) -> str:
        """Run the Windows Python of the bench."""
        return self.run(self.bench / "py" / "python.exe", *given)

    def double_click(self, file: Path) -> list[str]:
        """Return what the Explorer starts where a file is opened by a double click."""
        tells = Path(__file__).with_name("double_click.py")
        return self.python(self.windows_path(tells), self.windows_path(file)).split("\n")

    def start(self, program: Path | str, *given: str) -> "subprocess.Popen[bytes]":
        """Start a program, and return at once."""
        command = [run.WINE, str(program), *given]
        process = subprocess.Popen(command, env=self.env, start_new_session=True, **run.NOTHING)
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

    def gone(self, name: str) -> None:
        """Wait until no program of that name lives."""
        wait_for(
            lambda: (
                not [args for _, args in self.processes() if args.partition(".exe")[0].endswith(name[:-4])]
            ),
            f"{name} does not end",
        )

    def traces(self) -> dict[str, str]:
        """Return all that a program may leave on the machine: files of the user and of all, and the user's registry."""
        keys = self.drive / "keys.reg"
        self.run("reg", "export", "HKCU", self.windows_path(keys), "/y")
        found = {}
        key = ""
        for line in keys.read_text(encoding="utf-16").split("\n"):
            key = line if line.startswith("[") else key
            found[f"{key} {line}"] = ""
        for folder in ("users", "ProgramData"):
            for each in (self.drive / folder).rglob("*"):
                told = each.lstat()
                found[str(each.relative_to(self.drive))] = (
                    f"{told.st_size} {told.st_mtime_ns}" if each.is_file() else ""
                )
        return found

    def shown(self) -> bytes:
        """Return what the screen shows, point by point: the server keeps it in a file (XWD)."""
        with (self.work / "Xvfb_screen0").open("rb", buffering=0) as file:
            start = file.read(80)
            head, colours = (int.from_bytes(start[at : at + 4]) for at in (0, 76))
            file.seek(head + 12 * colours)
            return file.read()

    def picture(self, name: str) -> None:
        """Keep a picture of the screen."""
        output("import", "-display", self.display, "-window", "root", self.work / f"{name}.png")

    def is_busy(self) -> bool:
        """Whether any program here works, or would if it were given a processor."""
        for number, _ in self.processes():
            for each in Path(f"/proc/{number}/task").glob("*/stat"):
                with contextlib.suppress(OSError):
                    if each.read_text().rpartition(")")[2].split()[0] in "RD":
                        return True
        return False

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
        secret = self.drive / "password.txt"
        secret.write_text(PASSWORD + "\n", encoding="ascii")
        return ["--data", self.windows_path(data), "--password-file", self.windows_path(secret)]

    def windows_path(self, path: Path) -> str:
        """Return how Windows calls a path."""
        if self.drive in path.parents:
            return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")
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


def table(told: Sequence[Row], lasted: float) -> str:
    """Return steps as text; all together lasted less than each alone where some went on side by side."""
    rows = [*told, Row("in all", "", lasted, sum(each.processor for each in told))]
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
        self._rest = b""
        self._process = machine.start("explorer", f"/desktop={DESKTOP}", *(command or [machine.program]))

    def wait(self, name: str = "", change: int = 0) -> None:
        """Wait until nothing works any more, and the screen stays the same but for a cursor that blinks.

        Args:
            name: A picture is kept under it.
            change: So many of its lines have to be others than when it last was at rest.
        """
        last, since, end = b"", time.monotonic(), time.monotonic() + AT_MOST
        while time.monotonic() < end:
            # what works is found out with less work than what is shown
            now = b"" if self._machine.is_busy() else self._machine.shown()
            if not now or _lines_that_differ(now, last) > CURSOR:
                last, since = now or last, time.monotonic()
            elif time.monotonic() - since > QUIET and self._is_drawn(now, change):
                self._rest = now
                if name:
                    self._machine.picture(name)
                return
            time.sleep(LOOK)
        raise FailedError(f"the screen does not come to rest: {name}")

    def changes(self) -> None:
        """Wait until another thing is shown than when the screen last was at rest."""
        wait_for(
            lambda: _lines_that_differ(self._machine.shown(), self._rest) >= SOME, "the screen stays the same"
        )

    def message(self, name: str) -> None:
        """Wait until a message stands on the bare desktop, above its bar, and keep a picture of it."""

        def is_there() -> bool:
            shown, line = self._machine.shown(), WIDTH * 4
            return len({shown[at : at + line] for at in range(0, BAR * line, line)}) > LETTERS

        wait_for(is_there, "no message comes")
        self.wait(name)

    def _is_drawn(self, now: bytes, change: int) -> bool:
        return len(set(now[::97])) > 8 and (not change or _lines_that_differ(now, self._rest) >= change)

    def keys(self, *names: str) -> None:
        """Press keys, as xdotool calls them."""
        self._tool("key", "--clearmodifiers", "--delay", KEY_MS, *names)

    def type(self, words: str) -> None:
        """Type words."""
        if words:
            self._tool("type", "--delay", KEY_MS, words)

    def unlock(self, name: str = "") -> None:
        """Type the password, and wait for the first page."""
        self.type(PASSWORD)
        self.keys("Return")
        self.wait(name, change=PAGE)

    def command(self, words: str) -> None:
        """Ask for an act by its name."""
        self.keys("ctrl+k")
        self.wait(change=SOME)
        self.type(words)
        self.wait(change=SOME)
        self.keys("Return")

    def on_its_desktop(self, *command: str) -> None:
        """Start something else on the same desktop."""
        self._machine.start("explorer", f"/desktop={DESKTOP}", *command)

    def close(self) -> None:
        """Close the window as Alt+F4 does, and wait until the program has ended."""
        self.keys("alt+F4")
        wait_for(lambda: not self.count(), "the program does not end")
        self.leave()

    def leave(self) -> None:
        """Take the desktop away, with all that is on it."""
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


def count(folder: Path) -> tuple[int, float]:
    """Return how many files lie in a folder, and how many megabytes they are."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return len(files), sum(each.stat().st_size for each in files) / 1e6


def output(*command: object) -> bytes:
    """Return what a program of this machine says."""
    return subprocess.run(list(map(str, command)), capture_output=True, check=True).stdout


def _lines_that_differ(now: bytes, last: bytes) -> int:
    if len(now) != len(last):
        return WIDTH
    line = WIDTH * 4
    return sum(now[at : at + line] != last[at : at + line] for at in range(0, len(now), line))


def wait_for(holds: Callable[[], object], words: str, seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        want(time.monotonic() < end, words)
        time.sleep(LOOK)


def at_console(machine: Machine, page: int, command: str, typed: str) -> str:
    """Run a program at a console of that code page, type a line, and return what the console shows."""
    leader, follower = pty.openpty()
    env = machine.env | {"TERM": "xterm"}
    batch = machine.drive / "console.bat"
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
        if select.select([leader], [], [], LOOK)[0]:
            try:
                shown += os.read(leader, 65536)
            except OSError:
                break
        if not sent and "khẩu:" in _words(shown):
            sent = True
            os.write(leader, typed.encode() + b"\r")
        if process.poll() is not None and not select.select([leader], [], [], QUIET)[0]:
            break
    machine.kill(process, "console.bat")
    os.close(leader)
    return _words(shown)


def _words(shown: bytes) -> str:
    """Return what a console shows, without its orders to the screen and without spaces, which it draws as moves."""
    plain = re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[=>])", "", shown.decode("utf-8", "replace"))
    return "".join(plain.split())
