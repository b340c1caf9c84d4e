"""What takes the place of the data: made ready in a folder of its own, and put in its place by renames alone.

Nothing is copied any more when it comes to it, so that a full disk cannot stop it half-way; cut short, the next who
opens the data goes on. A folder counts as ready from the moment it has its name.
"""

import contextlib
import errno
import functools
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from ansinh_desktop import clock
from ansinh_desktop.paths import ASIDE_NAME, DATABASE, KEY_FILE, RESTORED, write_whole

ASIDE = "truoc-khoi-phuc"
"""Where lies what a copy took the place of."""
RENEWED = "doi-khoa"
"""The data under a new key, that are to take the place of those under the old one."""
PART = ".part"
LOGS = (f"{DATABASE}-wal", f"{DATABASE}-shm")

_STAMP = "%Y%m%d-%H%M%S"
_TRIES, _PAUSE = 20, 0.1


def begin(folder: Path, name: str) -> Path:
    """Return an empty folder in which something is made ready."""
    part = folder / f"{name}{PART}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    return part


def make_ready(folder: Path, name: str) -> None:
    """Let what was made ready count; what was ready before is not wanted any more.

    Raises:
        OSError: It cannot be put on the disk; nothing has changed.
    """
    part = folder / f"{name}{PART}"
    if (part / LOGS[0]).exists() and (part / LOGS[0]).stat().st_size:
        # The engine closes a file in silence when the disk refuses what the log held; without it the file is damaged.
        raise OSError(errno.EIO, "what was written last stands in the log alone")
    for file in part.iterdir():
        if file.is_file():
            sync(file)
    shutil.rmtree(folder / name, ignore_errors=True)
    part.rename(folder / name)
    sync_folder(folder)


def forget(folder: Path, name: str) -> None:
    """Take away what was made ready, as a whole."""
    part = folder / f"{name}{PART}"
    if (folder / name).exists():
        shutil.rmtree(part, ignore_errors=True)
        (folder / name).rename(part)
    shutil.rmtree(part, ignore_errors=True)


def new_aside(folder: Path) -> Path:
    """Make a folder that keeps what is replaced now; no other has its name, whatever the clock says."""
    (folder / ASIDE).mkdir(exist_ok=True)
    stamp, number = f"{clock.now():{_STAMP}}", 0
    while True:
        made = folder / ASIDE / (f"{stamp}-{number}" if number else stamp)
        try:
            made.mkdir()
        except FileExistsError:
            number += 1
        else:
            return made


def finish(folder: Path) -> None:
    """Put what was made ready in the place of the data; cut short, the next call goes on.

    Raises:
        OSError: A file is in use or may not be replaced; what stands in its place is whole.
    """
    if (folder / RENEWED).exists():
        _finish_renewal(folder)
    if (folder / RESTORED).exists():
        _finish_restore(folder)


def is_waiting(folder: Path) -> bool:
    """Whether something is ready to take the place of the data."""
    return (folder / RENEWED).exists() or (folder / RESTORED).exists()


def _finish_renewal(folder: Path) -> None:
    ready = folder / RENEWED
    if (ready / DATABASE).exists():
        # What its log held is in the new file; over another file it would spoil it.
        for log in (folder / name for name in LOGS):
            _patiently(functools.partial(log.unlink, missing_ok=True))
        _patiently(lambda: (ready / DATABASE).replace(folder / DATABASE))
    if (ready / KEY_FILE).exists():
        _patiently(lambda: (ready / KEY_FILE).replace(folder / KEY_FILE))
    sync_folder(folder)
    shutil.rmtree(ready)


def _finish_restore(folder: Path) -> None:
    ready = folder / RESTORED
    if not (ready / ASIDE_NAME).exists():
        if not (ready / DATABASE).exists() and not (ready / KEY_FILE).exists():
            shutil.rmtree(ready, ignore_errors=True)  # done but for this
            return
        # The name was lost on the way: what is replaced is kept all the same.
        write_whole(ready / ASIDE_NAME, _name(folder, new_aside(folder)))
    aside = _aside(folder, ready)
    if (ready / DATABASE).exists():
        for name in (DATABASE, *LOGS):
            if (folder / name).exists():
                (folder / name).replace(aside / name)
        if not (aside / KEY_FILE).exists() and (folder / KEY_FILE).exists():
            (folder / KEY_FILE).replace(aside / KEY_FILE)
        (ready / DATABASE).replace(folder / DATABASE)
    if (ready / KEY_FILE).exists():
        (ready / KEY_FILE).replace(folder / KEY_FILE)
    sync_folder(folder)
    (ready / ASIDE_NAME).unlink()
    shutil.rmtree(ready, ignore_errors=True)
    with contextlib.suppress(OSError):
        aside.rmdir()  # where nothing stood before, nothing was kept


def note_aside(folder: Path, part: Path) -> None:
    """Say in what is made ready where to keep what it takes the place of."""
    aside = new_aside(folder)
    if (folder / KEY_FILE).exists():
        shutil.copyfile(folder / KEY_FILE, aside / KEY_FILE)
        sync(aside / KEY_FILE)
    write_whole(part / ASIDE_NAME, _name(folder, aside))


def _aside(folder: Path, ready: Path) -> Path:
    """Return where to keep what is replaced: never the data folder itself, whatever became of the note."""
    said = (ready / ASIDE_NAME).read_bytes().decode("utf-8", "replace").strip().strip("\0")
    kept_in, _, name = said.partition("/")
    if kept_in != ASIDE or not name or "/" in name or "\\" in name or name in (".", ".."):
        made = new_aside(folder)
        write_whole(ready / ASIDE_NAME, _name(folder, made))
        return made
    aside = folder / ASIDE / name
    aside.mkdir(parents=True, exist_ok=True)
    return aside


def _name(folder: Path, aside: Path) -> bytes:
    return aside.relative_to(folder).as_posix().encode()


def _patiently(act: Callable[[], object]) -> None:
    """Do what a virus scanner may hinder for a moment: it looks into every new file on Windows."""
    for left in reversed(range(_TRIES)):
        try:
            act()
        except PermissionError:
            if not left:
                raise
            time.sleep(_PAUSE)
        else:
            return


def sync(path: Path) -> None:
    """Make a file safe on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder safe on the disk, where the machine knows how."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
