"""Keeps what is in memory out of the files that a system writes when a program crashes."""

import contextlib
import ctypes
import sys
from pathlib import Path
from typing import Any

from ansinh_desktop.paths import portable_folder

_SET_DUMPABLE = 4  # PR_SET_DUMPABLE of prctl

_SILENT = 0x0001 | 0x0002 | 0x8000
"""SetErrorMode: no box for a missing disk, for a crash, for a missing file; without that box no report is made."""
_NO_HEAP = 1
"""WerSetFlags: a report that is made all the same holds no heap."""


def leave_nothing() -> None:
    """Let a crash of this process leave no image of its memory: neither core files nor Windows error reports.

    Called first of all, for every command; for the window with its first picture, before anybody could type. A system that does not know a call goes on without it.
    """
    if sys.platform == "win32":
        silence_windows(
            _library("kernel32"),
            _library("wer"),
            # Windows remembers that for the user: from a stick it would be a trace.
            Path(sys.executable).name if getattr(sys, "frozen", False) and portable_folder() is None else "",
        )
    else:
        import resource  # noqa: PLC0415 - not on Windows

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform.startswith("linux"):
            # Also what the kernel would hand to a program that collects crashes, whatever the limit says.
            with contextlib.suppress(OSError, AttributeError):
                ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def silence_windows(kernel: Any, reporting: Any, program: str) -> None:
    """Ask Windows for no error report of this process.

    Args:
        kernel: kernel32, or None where it cannot be loaded.
        reporting: wer.dll, or None.
        program: The file name of the installed program, whose crashes are not to be reported; empty where the
            process is somebody else's, such as an interpreter.
    """
    with contextlib.suppress(OSError, AttributeError):
        kernel.SetErrorMode(_SILENT)
    with contextlib.suppress(OSError, AttributeError):
        kernel.WerSetFlags(_NO_HEAP)
    if program:
        with contextlib.suppress(OSError, AttributeError):
            reporting.WerAddExcludedApplication(ctypes.c_wchar_p(program), 0)


def _library(name: str) -> Any:
    """Return a library of Windows; None where it is not there."""
    try:
        return ctypes.WinDLL(name)  # type: ignore[attr-defined, unused-ignore]
    except (OSError, AttributeError):
        return None
