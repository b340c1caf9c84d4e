"""Makes guessing slow: a wait after failed logins that outlives the program and a clock set back."""

import datetime
import math
from pathlib import Path

from ansinh_desktop.crypto import strictjson
from ansinh_desktop.errors import UserError
from ansinh_desktop.paths import write_whole

FREE_ATTEMPTS = 3
FIRST_WAIT = 5
LONGEST_WAIT = 300
_MANY = 64


def seconds_to_wait(path: Path, now: datetime.datetime) -> int:
    """Return how many seconds must pass before the next attempt; 0 where one may try at once."""
    state = _read(path)
    if state is None:
        return 0
    failed, since = state
    if since is None or now < since:
        # The clock was set back, or the file is spoilt: the wait starts anew, neither shorter nor endless.
        since = now
        _write(path, failed, since)
    return max(0, math.ceil(_wait_after(failed) - (now - since).total_seconds()))


def begin(path: Path, now: datetime.datetime) -> None:
    """Count an attempt as failed before it is made, so that ending the program does not save it.

    Raises:
        UserError: AS-1002 the wait is not over.
    """
    seconds = seconds_to_wait(path, now)
    if seconds:
        raise UserError("AS-1002", seconds=seconds)
    failed, _ = _read(path) or (0, None)
    _write(path, min(failed + 1, _MANY), now)


def succeeded(path: Path) -> None:
    """Forget the failures: the right password was typed."""
    path.unlink(missing_ok=True)


def _wait_after(failed: int) -> int:
    if failed < FREE_ATTEMPTS:
        return 0
    return int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failed - FREE_ATTEMPTS)))


def _read(path: Path) -> tuple[int, datetime.datetime | None] | None:
    """Return the failures and the moment of the last; no moment where the file makes no sense."""
    try:
        content = strictjson.load(path.read_bytes())
        failed, since = content["failed"], datetime.datetime.fromisoformat(content["since"])
        if not isinstance(failed, int) or failed < 0 or since.tzinfo is None:
            return _MANY, None
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return _MANY, None
    return min(failed, _MANY), since


def _write(path: Path, failed: int, since: datetime.datetime) -> None:
    write_whole(path, strictjson.dump({"failed": failed, "since": since.isoformat()}))
