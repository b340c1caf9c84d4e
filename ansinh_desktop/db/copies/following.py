"""The copies of a data folder follow its key: what was revoked opens none of them any more.

A copy under an older key is written anew beside it, and takes its place when it was read back whole. The keys given up
lie in the key file, under the present one, until nothing needs them any more; so whoever opens next can go on.
"""

import contextlib
import shutil
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2 as sqlcipher

from ansinh_desktop import paths
from ansinh_desktop.crypto import keyfile, keys
from ansinh_desktop.crypto.keyfile import KeyFile
from ansinh_desktop.db import cipher
from ansinh_desktop.db.copies import swap
from ansinh_desktop.db.copies.copying import copy_under
from ansinh_desktop.db.copies.pair import salt_of
from ansinh_desktop.errors import UserError

if TYPE_CHECKING:
    from ansinh_desktop.db.keyholder import KeyHolder

COPIES = paths.COPIES
"""Where the copies lie in the data folder."""

NEW = ".moi"
"""Ends the name of a copy under the new key that is whole, and is to take the place of the one without it."""


@dataclass(frozen=True)
class Followed:
    """How far the copies have come."""

    done: int
    total: int
    text: str = "Đổi khóa các bản sao"
    left: tuple[str, ...] = ()
    """Which could not follow: an older password opens them for as long as they lie there."""


class Following:
    """Brings the copies of one open data folder under its key."""

    def __init__(self, holder: "KeyHolder") -> None:
        self._holder = holder
        self._root = holder.folder

    def is_needed(self) -> bool:
        """Whether some copy opens otherwise than the data do."""
        wanted = keys.read(self._holder.key_file)
        return any(not self._fits(each, wanted) for each in self._copies(wanted))

    def catch_up(self) -> Followed:
        """Bring all copies under the present key."""
        steps = self.steps()
        while True:
            try:
                next(steps)
            except StopIteration as end:
                found: Followed = end.value
                return found

    def steps(self) -> Generator[Followed, None, Followed]:
        """Bring one copy after the other under the present key; stopped in between, the rest is done another time."""
        with self._holder.copying:
            wanted, key = keys.read(self._holder.key_file), bytearray(self._holder.key)
        try:
            return (yield from self._steps(wanted, key))
        finally:
            keys.wipe(key)

    def _steps(self, wanted: KeyFile, key: bytearray) -> Generator[Followed, None, Followed]:
        copies = [each for each in self._copies(wanted) if not self._fits(each, wanted)]
        left: list[str] = []
        for number, copy in enumerate(copies):
            yield Followed(number, len(copies))
            with self._holder.copying:
                if keys.read(self._holder.key_file) != wanted:
                    break  # the key has changed once more: whoever changed it goes on
                # It may have been thinned out meanwhile.
                if copy.exists() and not self._follow(copy, wanted, key):
                    left.append(copy.relative_to(self._root).as_posix())
        else:
            self._forget_former(wanted, left)
        return Followed(len(copies), len(copies), left=tuple(left))

    def _forget_former(self, wanted: KeyFile, left: list[str]) -> None:
        with self._holder.copying, contextlib.suppress(OSError):
            if not left and keys.read(self._holder.key_file) == wanted:
                keys.forget_former(self._holder.key_file, self._holder.key)

    def settle(self) -> None:
        """Finish the exchange of copies that was cut short."""
        with self._holder.copying:
            for ready in sorted(self._root.glob(f"*/*{NEW}")):
                self._exchange(ready.with_name(ready.name.removesuffix(NEW)))

    def _copies(self, wanted: KeyFile) -> list[Path]:
        """Return the copies of these very data, be they taken by the program, laid there or put aside."""
        self.settle()
        found = []
        for folder in (COPIES, swap.ASIDE):
            for key_file in sorted((self._root / folder).glob(f"*/{paths.KEY_FILE}")):
                copy = key_file.parent
                if copy.suffix in (swap.PART, NEW) or not (copy / paths.DATABASE).is_file():
                    continue
                with contextlib.suppress(UserError):
                    if keys.read(key_file).id != wanted.id:
                        continue  # of other data: nothing that opens it opens these
                found.append(copy)
        return found

    def _fits(self, copy: Path, wanted: KeyFile) -> bool:
        try:
            same_key = salt_of(copy / paths.DATABASE) == wanted.salt
            return same_key and _opening(keys.read(copy / paths.KEY_FILE)) == _opening(wanted)
        except (UserError, OSError):
            return False

    def _follow(self, copy: Path, wanted: KeyFile, key: bytearray) -> bool:
        """Bring one copy under the present key; say whether it is."""
        try:
            if salt_of(copy / paths.DATABASE) == wanted.salt:
                keyfile.write(copy / paths.KEY_FILE, replace(wanted, former=()), key)
                return True
            return self._write_anew(copy, wanted, key)
        except (UserError, OSError, sqlcipher.DatabaseError):
            return False

    def _write_anew(self, copy: Path, wanted: KeyFile, key: bytearray) -> bool:
        known = [key, *keys.former_keys(wanted, key)]
        older = next((each for each in known if cipher.opens(copy / paths.DATABASE, each)), None)
        if older is None:
            return False
        part = copy.with_name(f"{copy.name}{swap.PART}")
        shutil.rmtree(part, ignore_errors=True)
        try:
            part.mkdir()
            # What was put aside may have a log beside it, which belongs to it.
            with_log = cipher.has_log(copy / paths.DATABASE)
            address = (copy / paths.DATABASE).absolute().as_uri() + ("" if with_log else "?immutable=1")
            with contextlib.closing(cipher.connect(address, older, uri=True)) as source:
                copy_under(source, part, replace(wanted, former=()), key)
            swap.sync(part / paths.KEY_FILE)
            part.rename(copy.with_name(f"{copy.name}{NEW}"))
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        self._exchange(copy)
        return True

    def _exchange(self, copy: Path) -> None:
        """Let a copy under the new key take its place; of the one before nothing stays."""
        gone = copy.with_name(f"{copy.name}{swap.PART}")
        if copy.exists():
            shutil.rmtree(gone, ignore_errors=True)
            copy.rename(gone)
        copy.with_name(f"{copy.name}{NEW}").rename(copy)
        swap.sync_folder(copy.parent)
        shutil.rmtree(gone, ignore_errors=True)


def _opening(keys_: KeyFile) -> object:
    """Return of a key file what decides who it lets in."""
    return keys_.id, keys_.salt, keys_.slots
