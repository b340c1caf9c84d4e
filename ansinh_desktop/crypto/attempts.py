"""Makes guessing slow: a wait after failed logins that outlives the program and a clock set back."""

import datetime
import errno
import math
from pathlib import Path
from typing import NamedTuple

from ansinh_desktop.crypto import strictjson
from ansinh_desktop.errors import UserError
from ansinh_desktop.paths import write_whole

FREE_ATTEMPTS = 3
FIRST_WAIT = 5
LONGEST_WAIT = 300
_MANY = 64


def seconds_to_wait(path: Path, now: datetime.datetime, running: float | None = None) -> int:
    """Return how many seconds must pass before the next attempt; 0 where one may try at once.

    Args:
        path: Where the failures are counted.
        now: What the clock of the machine says, which anybody may set.
        running: For how long the machine has been running, which nobody sets; None leaves it out of account.
    """
    state = _read(path)
    if state is None:
        return 0
    since = state.since
    if since is None or now < since:
        # The clock was set back, or the file is spoilt: the wait starts anew, neither shorter nor endless.
        since = now
        _write(path, state._replace(since=now))
    passed = (now - since).total_seconds()
    if running is not None and state.running is not None and running >= state.running:
        # Not started anew since: a clock set forward does not end the wait.
        passed = min(passed, running - state.running)
    return max(0, math.ceil(_wait_after(state.failed) - passed))


def begin(path: Path, now: datetime.datetime, running: float | None = None) -> None:
    """Count an attempt as failed before it is made, so that ending the program does not save it.

    Raises:
        UserError: AS-1002 the wait is not over.
    """
    seconds = seconds_to_wait(path, now, running)
    if seconds:
        raise UserError("AS-1002", seconds=seconds)
    state = _read(path)
    _write(path, _State(min((state.failed if state else 0) + 1, _MANY), now, running))


def succeeded(path: Path) -> None:
    """Forget the failures: the right password was typed."""
    _unwritten.pop(path, None)
    path.unlink(missing_ok=True)


class _State(NamedTuple):
    """The failures, and when the last was; no moment where the file makes no sense."""

    failed: int
    since: datetime.datetime | None
    running: float | None = None


_unwritten: dict[Path, _State] = {}
"""What a full disk had no room for: it must not keep whoever knows the password from reading."""


def _wait_after(failed: int) -> int:
    if failed < FREE_ATTEMPTS:
        return 0
    return int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failed - FREE_ATTEMPTS)))


def _read(path: Path) -> _State | None:
    if path in _unwritten:
        return _unwritten[path]
    try:
        content = strictjson.load(path.read_bytes())
        failed, since = content["failed"], datetime.datetime.fromisoformat(content["since"])
        running = content.get("running")
        if not isinstance(failed, int) or failed < 0 or since.tzinfo is None:
            return _State(_MANY, None)
        if running is not None and not isinstance(running, (int, float)):
            return _State(_MANY, None)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return _State(_MANY, None)
    return _State(min(failed, _MANY), since, running)


def _write(path: Path, state: _State) -> None:
    content: dict[str, object] = {"failed": state.failed, "since": (state.since or _NEVER).isoformat()}
    if state.running is not None:
        content["running"] = state.running
    try:
        write_whole(path, strictjson.dump(content))
    except OSError as fault:
        if fault.errno != errno.ENOSPC:
            raise
        _unwritten[path] = state
    else:
        _unwritten.pop(path, None)


_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
