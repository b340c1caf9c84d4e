"""Whether the two files of a data folder belong together: told from their first bytes, before anything is loaded that opens them."""

from pathlib import Path

from ansinh_desktop import paths
from ansinh_desktop.crypto import keys
from ansinh_desktop.errors import DataError

_SALT_BYTES = 16
_PLAIN = b"SQLite format 3\0"


def require_pair(folder: Path) -> None:
    """Say so where the key file is not the one of the database.

    Raises:
        DataError: AS-1016 it is of another folder, or of before a change of key; or it is missing or damaged.
    """
    if not is_pair(folder):
        raise DataError("AS-1016", name=paths.KEY_FILE)


def is_pair(folder: Path) -> bool:
    """Whether database and key file name each other; where one says nothing, nobody knows better."""
    salt = keys.read(folder / paths.KEY_FILE).salt
    database = folder / paths.DATABASE
    found = salt_of(database) if salt and database.is_file() else b""
    return not found or found == salt


def salt_of(database: Path) -> bytes:
    """Return with what a file begins: it goes with one key; nothing where it is no encrypted file.

    Raises:
        OSError: It cannot be read.
    """
    with database.open("rb") as file:
        found = file.read(_SALT_BYTES)
    return b"" if len(found) < _SALT_BYTES or found == _PLAIN else found
