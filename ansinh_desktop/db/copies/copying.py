"""Writes a whole copy of the data under a key of its own."""

import contextlib
from pathlib import Path

from ansinh_desktop import paths
from ansinh_desktop.crypto.keyfile import KeyFile, write
from ansinh_desktop.db import cipher
from ansinh_desktop.db.copies import swap
from ansinh_desktop.errors import DataError


def copy_under(source: object, folder: Path, wanted: KeyFile, key: bytearray) -> None:
    """Write a whole copy of an open database under a key, beside the key file for it, and read it back.

    Page by page: an export row by row leaves the index for searching empty.

    Raises:
        DataError: AS-1133 it cannot be read back whole.
    """
    target = folder / paths.DATABASE
    with contextlib.closing(cipher.connect(target, key, salt=wanted.salt)) as copy:
        source.backup(copy)  # type: ignore[attr-defined]
    write(folder / paths.KEY_FILE, wanted, key)
    swap.sync(target)
    with cipher.look(target, key) as look:
        whole = look.is_whole()
    if not whole:
        raise DataError("AS-1133", folder=folder.parent)
