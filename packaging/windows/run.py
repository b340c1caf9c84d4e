#!/usr/bin/env python3
"""Runs a Windows program under Wine: run.py PROGRAM.EXE [ARGUMENTS]; returns what it returns, 124 when it took too long.

Environment: WINEPREFIX (and beside it WINEPREFIX.passwd: the user), SECONDS_AT_MOST (300), DISPLAY (a screen of its
own where it is not set). What is written to the program's output goes through a pipe, for CPython under Wine 8 ends at
once where that is a plain file; and the reading stops with the program, for Wine's services hold the pipe open after
it.
"""

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
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


def start_services(env: dict[str, str]) -> None:
    """Start Wine's own services away from any pipe, which they would hold open."""
    subprocess.run([WINE, "cmd", "/c", "exit"], env=env, timeout=120, check=False, **NOTHING)


def run(command: list[str], env: dict[str, str], hand_on: Callable[[bytes], object]) -> int:
    """Run one program, hand on what it says, and return what it returns."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [WINE, *command], env=env, stdin=subprocess.DEVNULL, stdout=writing, stderr=writing
    )
    os.close(writing)
    ended = os.pidfd_open(process.pid)
    end = time.monotonic() + float(env.get("SECONDS_AT_MOST", "300"))
    try:
        while time.monotonic() < end:
            ready = select.select([reading, ended], [], [], max(0, end - time.monotonic()))[0]
            said = os.read(reading, 65536) if reading in ready else b""
            if said:
                hand_on(said)
            elif ready:
                return process.wait()
        process.kill()
        process.wait()
        sys.stderr.write("took too long\n")
        return 124
    finally:
        os.close(reading)
        os.close(ended)


def say(said: bytes) -> None:
    """Hand on what a program says to who called this one."""
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()


def main() -> int:
    """Run what the arguments name."""
    env = environment()
    with contextlib.nullcontext(env["DISPLAY"]) if env.get("DISPLAY") else screen() as display:
        env["DISPLAY"] = display
        start_services(env)
        return run(sys.argv[1:], env, say)


if __name__ == "__main__":
    code = main()
    sys.exit(code if code >= 0 else 128 - code)
