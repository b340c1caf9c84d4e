"""Starts the program a second time, so that the process which knew the key can end."""

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess

_SECRETS = ("ANSINH_PASSWORD",)
"""What commands may find in the environment, and a window is never given."""


class Started:
    """The new process, until its window is there."""

    def __init__(self, process: "subprocess.Popen[bytes]", sign: Path) -> None:
        self._process = process
        self._sign = sign

    def is_shown(self) -> bool:
        """Whether its window is on the screen: it takes the sign away then."""
        return not self._sign.exists()

    def has_failed(self) -> bool:
        """Whether it ended before its window was there."""
        return self._process.poll() is not None and not self.is_shown()

    def give_up(self) -> None:
        """Stop waiting: a process that shows nothing must not come up later, beside the window that stayed."""
        with contextlib.suppress(OSError):
            self._process.kill()
        with contextlib.suppress(OSError):
            self._sign.unlink(missing_ok=True)


def begin(folder: Path, window: str, *more: str) -> Started:
    """Start the same program on the same data folder.

    Neither its arguments nor its environment nor the sign, which is an empty file, hold anything secret.

    Args:
        folder: The data folder.
        window: Where its window is to be, for ``--window``.
        more: What else it is told.

    Raises:
        OSError: It cannot be started.
    """
    import subprocess  # noqa: PLC0415 - the lock shows before it
    import tempfile  # noqa: PLC0415

    handle, name = tempfile.mkstemp(prefix="ansinh-")
    os.close(handle)
    sign = Path(name)
    try:
        process = subprocess.Popen(  # noqa: S603 - this very program
            [*_program(), "--data", str(folder.absolute()), "--window", window, "--shown", name, *more],
            env=_environment(),
            stdin=subprocess.DEVNULL,
            **_apart(),
        )
    except BaseException:
        sign.unlink(missing_ok=True)
        raise
    return Started(process, sign)


def begin_course(folder: Path, window: str) -> Started:
    """Start the program with the first hour on invented data, before it asks for the password of that data folder."""
    return begin(folder, window, "--course")


def say_shown(sign: Path) -> None:
    """Tell the process before this one that the window is there."""
    with contextlib.suppress(OSError):
        if sign.name.startswith("ansinh-") and not sign.stat().st_size:
            sign.unlink()


def _program() -> list[str]:
    """Return what starts the program: the installed one is its own interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    apart = ["-P"] if sys.flags.safe_path else []
    return [sys.executable, *apart, "-m", __package__]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    # The installed program is to unfold anew, not to use what ends with this process.
    return kept | {"PYINSTALLER_RESET_ENVIRONMENT": "1"} if getattr(sys, "frozen", False) else kept


def _apart() -> dict[str, Any]:
    """Return how the new process outlives this one and the console it was started from."""
    if sys.platform == "win32":
        import subprocess  # noqa: PLC0415

        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS}
    return {"start_new_session": True}
