"""A disk on which the n-th call goes wrong, whoever makes it: Python, or the database engine."""

import ctypes
import enum
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SHIM = Path(__file__).with_name("shim.c")


class Way(enum.IntEnum):
    """How a call goes wrong; the numbers are those of the C code."""

    BROKEN = 1
    """It fails with EIO, this once."""
    FULL = 2
    """The disk is full, from that call to the end of the work."""
    SHORT = 3
    """Only half of it is written, and the program is told so."""
    DEATH = 4
    """The process is gone; what was being written is written half."""


def why_not() -> str:
    """Return why calls cannot be counted here; empty where they can."""
    if not sys.platform.startswith("linux"):
        return "only Linux lets a library stand before the system's calls"
    return "" if shutil.which("gcc") else "there is no C compiler to build what counts the calls"


def build(folder: Path) -> Path:
    """Build what stands before the C library."""
    built = folder / "shim.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", built, SHIM, "-ldl"], check=True)
    return built


class Disk:
    """What counts the calls of this process; it must have been started with the library before all others."""

    def __init__(self, *roots: Path) -> None:
        self._library = ctypes.CDLL(os.environ["LD_PRELOAD"])
        self._library.faults_end.restype = ctypes.c_long
        self._library.faults_told.restype = ctypes.c_char_p
        self._library.faults_arm.argtypes = (ctypes.c_int, ctypes.c_long)
        for place, root in enumerate((*roots, Path(tempfile.gettempdir()))):
            self._library.faults_root(place, os.fsencode(root))

    def arm(self, way: Way, number: int) -> None:
        """Let the call of this number go wrong; none where it is 0."""
        self._library.faults_arm(way, number)

    def end(self) -> int:
        """Let nothing go wrong any more; return how many calls were counted."""
        return int(self._library.faults_end())

    def told(self) -> str:
        """Return which call went wrong, and on which file."""
        return os.fsdecode(self._library.faults_told())
