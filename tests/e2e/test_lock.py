"""Locking ends the process that knew the key; the one that shows the lock never knew it."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ansinh_desktop.crypto import keys
from ansinh_desktop.paths import KEY_FILE
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import open_data
from tests.e2e import memory
from tests.factories import OFFICER, PASSWORD, new_vault, orphan

ROOT = Path(__file__).parents[2]
NAMES = ("Neáng Sóc Khươne", "Chau Đa Rítthi", "Thạch Thị Mộng Quyền", "Danh Hữu Phướcduy")
linux = pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux shows another's memory")


class Officer:
    """Works at a window in another process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.at_the_window", str(folder)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "ANSINH_PASSWORD": PASSWORD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def does(self, what: str, **how: object) -> dict[str, object]:
        """Let something be done, and return what was said before it was done."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": what, **how}) + "\n")
        self.process.stdin.flush()
        said: dict[str, object] = {}
        for line in self.process.stdout:
            heard = json.loads(line)
            assert "failed" not in heard, heard
            if heard.get("done") == what:
                break
            said |= heard
            if "locking" in heard:
                break
        return said

    def unlocks(self) -> None:
        """Open the data."""
        self.does("unlock", password=PASSWORD)

    def end(self) -> None:
        """End, as the power does."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def processes_of(folder: Path) -> dict[int, list[str]]:
    """Return the processes that were started on a data folder, with their arguments."""
    found = {}
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            with contextlib.suppress(OSError):
                words = (each / "cmdline").read_bytes().decode().split("\0")
                if str(folder) in words:
                    found[int(each.name)] = words
    return found


def end_all(folder: Path) -> int:
    """End the processes of a data folder, and return how many there were."""
    found = processes_of(folder)
    for pid in found:
        with contextlib.suppress(OSError):
            os.kill(pid, 9)
    return len(found)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    new_vault(tmp_path / "xã")[0].lock()
    with open_data(tmp_path / "xã", OFFICER, PASSWORD) as program:
        for name in NAMES:
            program.cases.save(orphan(name))
    yield tmp_path / "xã"
    end_all(tmp_path / "xã")


@pytest.fixture
def at_work(folder: Path) -> Iterator[Officer]:
    officer = Officer(folder)
    yield officer
    officer.end()


def secrets(folder: Path) -> dict[str, list[bytes]]:
    """Return what nobody who gets hold of a locked machine may find."""
    key = bytes(keys.unlock(folder / KEY_FILE, OFFICER, PASSWORD))
    return {
        "the key": [key, *memory.spellings(key.hex()), *memory.spellings(key.hex().upper())],
        "the password": memory.spellings(PASSWORD),
        **{name: memory.spellings(name) for name in NAMES},
    }


def wait_for(what: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


@linux
@pytest.mark.parametrize("by", ["key", "time"])
def test_the_lock_ends_the_process_that_knew_the_key(folder, at_work, by):
    wanted = secrets(folder)
    at_work.unlocks()
    at_work.does("go", page="register:children")
    old = at_work.process.pid
    if not memory.may_look(old):
        pytest.skip("this system lets nobody look")
    assert {"the key", *NAMES} <= memory.found(old, wanted), "the search finds nothing where all is"
    at_work.does("lock", by=by)
    assert at_work.process.wait(30) == 0
    wait_for(lambda: processes_of(folder))
    ((new, arguments),) = processes_of(folder).items()
    assert new != old
    wait_for(lambda: not Path(arguments[arguments.index("--shown") + 1]).exists())
    assert memory.found(new, wanted) == set()
    environment = Path(f"/proc/{new}/environ").read_bytes()
    assert PASSWORD.encode() not in environment
    assert not [name for name in NAMES if name in " ".join(arguments)]
    # The folder is free: whoever knows the password can open it.
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.check()


@linux
def test_nothing_of_the_process_gets_into_a_core_file(folder, at_work):
    at_work.unlocks()
    limits = Path(f"/proc/{at_work.process.pid}/limits").read_text(encoding="utf-8").splitlines()
    core = next(line for line in limits if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]
    # What may be dumped belongs to the one who runs it; what may not, to nobody but the system.
    assert Path(f"/proc/{at_work.process.pid}/mem").stat().st_uid == 0


TYPED = "Chữ đang gõ dở, không được mất"


def event_of(folder: Path) -> tuple[str, str]:
    """Return a record and a kind of event that can be written in it."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        (record, *_) = (
            each.record_id for each in program.listing.all(ListQuery("children"), ("person.full_name",))
        )
    return record, "visit"


@linux
@pytest.mark.parametrize(
    ("what", "end"),
    [
        ("event", "lock"),
        ("record", "kill"),
        # Each needs two windows in two processes; what comes back of every box is tried in one, in ui/drafts.
        pytest.param("event", "kill", marks=pytest.mark.slow),
        pytest.param("record", "lock", marks=pytest.mark.slow),
    ],
)
def test_one_is_back_in_the_very_box(folder, at_work, what, end):
    record, kind = event_of(folder)
    at_work.unlocks()
    at_work.does("go", page="register:children")
    if what == "event":
        at_work.does("event", record=record, kind=kind)
    else:
        at_work.does("new_case")
    at_work.does("write", words=TYPED)
    if end == "lock":
        at_work.does("lock")
        assert at_work.process.wait(30) == 0
        # The window that shows the lock is the one window of its folder: another start would only bring it to the front.
        wait_for(lambda: end_all(folder))
    else:
        at_work.does("rest", ms=2000)
        at_work.process.kill()
        at_work.process.wait()
    again = Officer(folder)
    try:
        again.unlocks()
        again.does("come_back")
        if what == "record" and end == "kill":
            again.does("press", button="take_draft")  # after a crash it is offered, not taken
        found = again.does("look")
        assert str(found["words"]).casefold() == TYPED.casefold()
        assert found["at"] == ("event_note" if what == "event" else "full_name")
    finally:
        again.end()
