"""What the reminder at log-on tells: how much is overdue, and nothing else.

The data are locked then, so numbers by day lie in the user's profile, not encrypted: from when somebody wants to be
reminded until they want it no more, and without a name, a register or a case.
"""

import contextlib
import datetime
import json
from collections.abc import Mapping
from itertools import starmap
from pathlib import Path

from ansinh_desktop import paths

_AHEAD = datetime.timedelta(days=100)
"""Whoever opens the program no sooner than that has other cares."""


def keep(from_day: Mapping[datetime.date, int], today: datetime.date) -> None:
    """Keep how much is overdue from which day on.

    Args:
        from_day: How much more it is from a day on.
        today: Whatever was overdue before is only told as one number.
    """
    days: dict[str, int] = {}
    for day, count in from_day.items():
        if day <= today + _AHEAD:
            told = max(day, today).isoformat()
            days[told] = days.get(told, 0) + count
    # A profile that cannot be written keeps nobody from their work.
    with contextlib.suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        paths.write_whole(_file(), json.dumps(days, sort_keys=True).encode())


def overdue(today: datetime.date) -> int:
    """Return how much is overdue today, as far as it was known when the data were last open."""
    try:
        days = json.loads(_file().read_text(encoding="utf-8"))
        return sum(starmap(lambda day, count: int(count) * (day <= today.isoformat()), days.items()))
    except (OSError, ValueError, TypeError, AttributeError):
        return 0


def forget() -> None:
    """Keep no numbers any more."""
    with contextlib.suppress(OSError):
        _file().unlink(missing_ok=True)


def _file() -> Path:
    return paths.profile_folder() / "nhac-viec.json"
