"""Where files lie, and how a file is written so that a power cut leaves the old or the new one whole."""

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


@functools.cache
def resources() -> Path:
    """Return the folder of law data, fonts, icons, help and messages."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root / "resources"


PORTABLE = "du-lieu"
"""Where such a folder lies beside the built program, all that it keeps stands in it, and nothing on the machine."""


def portable_folder() -> Path | None:
    """Return the folder beside the program that holds the data and all else; None where it is installed."""
    beside = Path(sys.executable).parent / PORTABLE
    return beside if getattr(sys, "frozen", False) and beside.is_dir() else None


def data_folder_default() -> Path:
    """Return the officer's data folder: under the user's own profile, so no administrator is needed."""
    base = os.environ.get("ANSINH_DATA")
    if base:
        return Path(base)
    beside = portable_folder()
    if beside is not None:
        return beside / "so"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "AnSinhXa"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "ansinh-xa"


def profile_folder() -> Path:
    """Return the folder in the user's profile for what must not stand beside the data alone."""
    beside = portable_folder()
    if beside is not None:
        return beside / "may"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "AnSinhXa-may"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "ansinh-xa-may"


def course_folder() -> Path:
    """Return where the invented commune lies while one learns; nothing is there else."""
    return profile_folder() / "hoc-thu"


DATABASE = "ansinh.db"
KEY_FILE = "ansinh.key"
LOCK_FILE = "ansinh.lock"
COPIES = "sao-luu"
"""The copies that the program makes by itself lie there, from the first time that it was closed."""
RESTORED = "khoi-phuc"
"""A backup that is to take the place of the data; it does when they are locked, or else next opened."""
ASIDE_NAME = "cho-cu.txt"
"""In it: the folder, seen from the data folder, that keeps what it takes the place of."""


def holds_data(folder: Path) -> bool:
    """Whether a data folder was set up here, be it that one of its two files is gone."""
    return (folder / DATABASE).exists() or (folder / KEY_FILE).exists()


def free(target: Path) -> Path:
    """Return a path beside the target where nothing lies yet: the target itself, or its name with a number."""
    found, number = target, 2
    while found.exists():
        found, number = target.with_name(f"{target.stem} ({number}){target.suffix}"), number + 1
    return found


def write_whole(target: Path, content: bytes | Callable[[BinaryIO], None]) -> None:
    """Write a file aside, make it safe on the disk, then move it into place.

    Raises:
        OSError: The disk is full, the folder cannot be written; the old file is untouched.
    """
    aside = target.with_name(target.name + ".part")
    try:
        with aside.open("wb") as stream:
            if callable(content):
                content(stream)
            else:
                stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
