#!/usr/bin/env python3
"""Runs a Windows program under Wine: run.py PROGRAM.EXE [ARGUMENTS]; returns what it returns, 124 when it took too long.

Environment: WINEPREFIX (and beside it WINEPREFIX.passwd: the user), SECONDS_AT_MOST (300), DISPLAY (a screen of its own where it is not set). What is written to
the program's output goes through a pipe, for CPython under Wine 8 ends at once where that is a plain file; and the
reading stops with the program, for Wine's services hold the pipe open after it.
"""

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

WINE = "/usr/lib/wine/wine64"
NOTHING = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def environment() -> dict[str, str]:
    """Return what every Windows program is started with."""
    wanted = {
        "WINEARCH": "win64",
        "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
        "LC_ALL": "C.UTF-8",
    }
    # what is said of this machine is not true of that one
    kept = {
        name: each
        for name, each in os.environ.items()
        if not name.startswith(("QT_", "PYTHON", "ANSINH_")) and name not in ("TMPDIR", "TEMP", "TMP")
    }
    user = f"{kept['WINEPREFIX']}.passwd"
    named = {"LD_PRELOAD": "libnss_wrapper.so", "NSS_WRAPPER_PASSWD": user, "NSS_WRAPPER_GROUP": "/etc/group"}
    return {"WINEDEBUG": "-all"} | kept | wanted | (named if Path(user).exists() else {})


@contextlib.contextmanager
def screen(size: str = "1366x768", shown: Path | None = None) -> Iterator[str]:
    """Run an X server while something is done, and give the name of its display.

    Args:
        size: How large it is, in pixels.
        shown: A folder in which it keeps what it shows.
    """
    reading, writing = os.pipe()
    kept = ["-fbdir", str(shown)] if shown is not None else []
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *kept, "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        **NOTHING,
    )
    os.close(writing)
    try:
        yield ":" + os.read(reading, 32).decode().strip()
    finally:
        os.close(reading)
        server.terminate()
        server.wait()


def run(command: list[str], env: dict[str, str]) -> int:
    """Run one program, hand on what it says, and return what it returns."""
    # Wine's services start here, away from the pipe
    subprocess.run([WINE, "cmd", "/c", "exit"], env=env, timeout=120, check=False, **NOTHING)
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [WINE, *command], env=env, stdin=subprocess.DEVNULL, stdout=writing, stderr=writing
    )
    os.close(writing)
    end = time.monotonic() + float(env.get("SECONDS_AT_MOST", "300"))
    code: int | None = None
    while True:
        if select.select([reading], [], [], 0.1)[0]:
            said = os.read(reading, 65536)
            if not said:
                return process.wait() if code is None else code
            sys.stdout.buffer.write(said)
            sys.stdout.buffer.flush()
        elif code is not None:
            return code
        if code is None:
            code = process.poll()  # when it ends: one more round, to hear the rest
            if code is None and time.monotonic() > end:
                process.kill()
                process.wait()
                sys.stderr.write("took too long\n")
                return 124


def main() -> int:
    """Run what the arguments name."""
    env = environment()
    if env.get("DISPLAY"):
        return run(sys.argv[1:], env)
    with screen() as display:
        return run(sys.argv[1:], env | {"DISPLAY": display})


if __name__ == "__main__":
    code = main()
    sys.exit(code if code >= 0 else 128 - code)
