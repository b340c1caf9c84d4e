"""The only place that asks the machine what time it is."""

import datetime
import time


def now() -> datetime.datetime:
    """Return this moment in UTC, with its zone."""
    return datetime.datetime.now(datetime.UTC)


def today() -> datetime.date:
    """Return the date on the officer's calendar (local time)."""
    return datetime.date(*time.localtime()[:3])


def local(moment: datetime.datetime) -> datetime.datetime:
    """Return a stored UTC moment on the officer's clock."""
    return moment.astimezone()


def running() -> float:
    """Return for how many seconds the machine has been running: nobody sets it forward or back."""
    return time.monotonic()
