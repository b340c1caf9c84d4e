"""What is looked at before a password is asked for: little is loaded for it, since a lock may stand there for days."""

from pathlib import Path

from ansinh_desktop.crypto import keys
from ansinh_desktop.db.copies import swap
from ansinh_desktop.db.copies.pair import require_pair
from ansinh_desktop.paths import KEY_FILE
from ansinh_desktop.services import later


def officers(folder: Path) -> tuple[str, ...]:
    """Return the names that can unlock a data folder."""
    return keys.users(folder / KEY_FILE)


def look_before(folder: Path) -> None:
    """Finish what was cut short, and look whether the files belong together.

    Raises:
        DataError: AS-1016 the key file is not the one of the data, or it is missing or damaged.
    """
    if swap.is_waiting(folder):
        later.finish_what_was_cut_short(folder)
    require_pair(folder)
