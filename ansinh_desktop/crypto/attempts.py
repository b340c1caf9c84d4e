"""Makes guessing slow: a wait after failed logins that outlives the program, a clock set back, and a removed file.

What is counted stands in two places, beside the data and in the officer's profile, from the first unlocking on: where
both are gone and the data were in use, one waits before the next attempt. Each failure waits there, without
a name, until somebody who knows a password opens the data and it is written into their history.
"""

import contextlib
import datetime
import errno
import math
import time
from pathlib import Path
from typing import NamedTuple

from ansinh_desktop.crypto import strictjson
from ansinh_desktop.crypto.glance import second_place, were_in_use
from ansinh_desktop.errors import UserError
from ansinh_desktop.paths import write_whole

FREE_ATTEMPTS = 3
_GONE = FREE_ATTEMPTS + 2
"""As if so many had failed, where data were in use and nothing at all is counted: twenty seconds, each time anew."""
FIRST_WAIT = 5
LONGEST_WAIT = 300
_MANY = 64
_TRIES, _PAUSE = 3, 0.1


class Failure(NamedTuple):
    """One attempt that failed: when, and at which slot of the key file; "" where no name fitted."""

    at: datetime.datetime
    slot: str


def seconds_to_wait(path: Path, now: datetime.datetime, running: float | None = None) -> int:
    """Return how many seconds must pass before the next attempt; 0 where one may try at once.

    Args:
        path: Where the failures are counted.
        now: What the clock of the machine says, which anybody may set.
        running: For how long the machine has been running, which nobody sets; None leaves it out of account.
    """
    state = _known(path)
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


def begin(path: Path, now: datetime.datetime, running: float | None = None, slot: str = "") -> None:
    """Count an attempt as failed before it is made, so that ending the program does not save it.

    Raises:
        UserError: AS-1002 the wait is not over.
    """
    seconds = seconds_to_wait(path, now, running)
    if seconds:
        raise UserError("AS-1002", seconds=seconds)
    state = _known(path) or _State(0, now)
    untold = (*state.untold, Failure(now, slot))[-_MANY:]
    _write(path, _State(min(state.failed + 1, _MANY), now, running, untold, state.gone))


def note(path: Path, now: datetime.datetime, slot: str) -> None:
    """Keep a failure for the history that makes nobody wait."""
    state = _known(path) or _State(0, now)
    _write(path, state._replace(untold=(*state.untold, Failure(now, slot))[-_MANY:]))


def start(path: Path, now: datetime.datetime) -> None:
    """Count from nothing where nothing is counted: that there is a count shows that none was taken away."""
    if _read(path) is None and _read(second_place(path)) is None:
        _write(path, _State(0, now))


def was_taken_away(path: Path) -> bool:
    """Whether there was no count in either place, though data were in use here, and nobody was told yet."""
    state = _known(path)
    return state is not None and state.gone


def succeeded(path: Path) -> None:
    """Count from nothing again: the right password was typed. What failed before is still to be told."""
    state = _known(path)
    if state is None:
        return
    # Without the attempt that succeeded. The count stays where it is: one that is gone was taken away.
    _write(path, _State(0, state.since, state.running, state.untold[:-1], state.gone))


def failures(path: Path) -> tuple[Failure, ...]:
    """Return what failed and was not told yet, the earliest first."""
    state = _known(path)
    return state.untold if state else ()


def told(path: Path) -> None:
    """Forget what failed: it stands in the history."""
    state = _known(path)
    if state is not None:
        # Where the count was gone, whoever knows a password has told now that all is well.
        _write(path, state._replace(untold=(), gone=False, failed=0 if state.gone else state.failed))


def forget(path: Path) -> None:
    """Forget everything: other data begin here."""
    _unwritten.pop(path, None)
    path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        second_place(path).unlink(missing_ok=True)


class _State(NamedTuple):
    """The failures, and when the last was; no moment where the file makes no sense."""

    failed: int
    since: datetime.datetime | None
    running: float | None = None
    untold: tuple[Failure, ...] = ()
    gone: bool = False
    """The data were in use, and there was nothing in either place, when this began."""


_unwritten: dict[Path, _State] = {}
"""What a full disk had no room for: it must not keep whoever knows the password from reading."""


def _wait_after(failed: int) -> int:
    if failed < FREE_ATTEMPTS:
        return 0
    return int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failed - FREE_ATTEMPTS)))


def _known(path: Path) -> _State | None:
    """Return what stands in the two places; where one was taken away or put back, the worse."""
    if path in _unwritten:
        return _unwritten[path]
    here, there = _read(path), _read(second_place(path))
    if here is None and there is None and were_in_use(path):
        return _State(_GONE, None, gone=True)
    if here is None or there is None:
        found = here or there
        if here is None and found is not None and found.failed >= FREE_ATTEMPTS:
            # Somebody took the count away while there was a wait.
            return found._replace(failed=_MANY, since=None)
        return found
    # The later one: elsewhere somebody may have let themselves in meanwhile; of two at once the worse.
    return max(here, there, key=lambda each: (each.since or _EVER, each.failed, len(each.untold)))


def _read(path: Path) -> _State | None:
    try:
        content = strictjson.load(_patiently_read(path))
        failed, since = content["failed"], datetime.datetime.fromisoformat(content["since"])
        running = content.get("running")
        untold = tuple(
            Failure(datetime.datetime.fromisoformat(at), str(slot)) for at, slot in content.get("untold", ())
        )
        if not isinstance(failed, int) or failed < 0 or since.tzinfo is None:
            return _State(_MANY, None)
        if running is not None and not isinstance(running, (int, float)):
            return _State(_MANY, None)
    except OSError as fault:
        if isinstance(fault, FileNotFoundError | NotADirectoryError):
            return None
        return _State(_MANY, None)
    except (ValueError, KeyError, TypeError):
        return _State(_MANY, None)
    return _State(min(failed, _MANY), since, running, untold[-_MANY:], content.get("gone") is True)


def _patiently_read(path: Path) -> bytes:
    """Read what a stick that hiccups or a virus scanner withholds for a moment: that is nobody's guess."""
    for _ in range(_TRIES - 1):
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise
        except OSError:
            time.sleep(_PAUSE)
    return path.read_bytes()


def _write(path: Path, state: _State) -> None:
    content: dict[str, object] = {"failed": state.failed, "since": (state.since or _NEVER).isoformat()}
    if state.running is not None:
        content["running"] = state.running
    if state.gone:
        content["gone"] = True
    if state.untold:
        content["untold"] = [[each.at.isoformat(), each.slot] for each in state.untold]
    written = strictjson.dump(content)
    with contextlib.suppress(OSError):  # a profile that cannot be written must keep nobody out
        second = second_place(path)
        second.parent.mkdir(parents=True, exist_ok=True)
        write_whole(second, written)
    try:
        write_whole(path, written)
    except OSError as fault:
        if fault.errno != errno.ENOSPC:
            raise
        _unwritten[path] = state
    else:
        _unwritten.pop(path, None)


_EVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)
_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
