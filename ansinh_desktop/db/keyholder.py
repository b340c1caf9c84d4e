"""Who can open a data folder: an open one gives passwords, takes them away, and gets another key where it must.

What is revoked must not open what is written from now on, whatever key file it is tried with. So the database is
written anew under another key, aside; read back; and swapped for the old one together with the key file. A kill
before the swap leaves everything as it was, a kill within it is finished by whoever opens next.
"""

import abc
import contextlib
import threading
from pathlib import Path

from ansinh_desktop import paths
from ansinh_desktop.crypto import keys
from ansinh_desktop.db import cipher
from ansinh_desktop.db.copies import following, swap
from ansinh_desktop.db.copies.copying import copy_under
from ansinh_desktop.db.copies.pair import salt_of
from ansinh_desktop.db.gate import Gate
from ansinh_desktop.errors import UserError

_TRIES = 3
"""So often the others may write while the file is copied; then they wait."""


class KeyHolder(abc.ABC):
    """The key side of an open data folder; the rest is the vault's."""

    folder: Path
    _key: bytearray
    _gate: Gate
    is_writable: bool
    """Whether there is room on the disk to write; without it the data can be read all the same."""
    copying: "threading.RLock"
    """Held by whoever takes, brings back or rewrites a copy."""

    @property
    def database(self) -> Path:
        """The encrypted file."""
        return self.folder / paths.DATABASE

    @property
    def key_file(self) -> Path:
        """What guards its key."""
        return self.folder / paths.KEY_FILE

    @property
    def key(self) -> bytearray:
        """The key itself; whoever keeps it longer than an act copies it, and wipes the copy."""
        return self._key

    def officers(self) -> tuple[str, ...]:
        """Return the names that have a slot in the key file."""
        return keys.users(self.key_file)

    def add_officer(self, officer: str, password: str, *, known: tuple[str, ...] = ()) -> None:
        """Give another officer a slot in the key file."""
        with cipher.told(self.folder):
            keys.change(self.key_file, self._key, keys.adding(officer, password, known=known))

    def change_password(
        self,
        officer: str,
        old: str,
        new: str,
        *,
        known: tuple[str, ...] = (),
        revoke: bool = True,
        follow: bool = True,
    ) -> None:
        """Let an officer who knows the old password take a new one.

        Args:
            officer: Whose.
            old: What opened the data until now.
            new: What does from now on.
            known: What anybody would guess first.
            revoke: Whether the old one is to open nothing any more, with whatever key file: a new key.
            follow: Whether the copies get that key at once.

        Raises:
            UserError: The old password is wrong (waits count as for login), or the new one will not do.
        """
        with cipher.told(self.folder):
            keys.wipe(keys.unlock(self.key_file, officer, old))
            self.change_keys(keys.setting_password(officer, new, known=known), revoke=revoke, follow=follow)

    def set_password(
        self,
        officer: str,
        password: str,
        *,
        known: tuple[str, ...] = (),
        revoke: bool = True,
        follow: bool = True,
    ) -> None:
        """Give an officer who has forgotten the password another."""
        change = keys.setting_password(officer, password, known=known)
        self.change_keys(change, revoke=revoke, follow=follow)

    def give_password(self, officer: str, new: str, known: tuple[str, ...]) -> None:
        """Give a password after recovery: the one that was forgotten may be known to somebody."""
        try:
            self.set_password(officer, new, known=known)
        except UserError as error:
            if error.code != "AS-1105":
                raise
            # No room for another copy of the data: whoever has the code must get in all the same.
            self.set_password(officer, new, known=known, revoke=False, follow=False)

    def remove_officer(self, *officers: str, revoke: bool = True, follow: bool = True) -> tuple[str, ...]:
        """Take officers' slots out of the key file: their passwords open nothing any more.

        Returns:
            Who has to get a new password, too: see :class:`keys.Renewed`.
        """
        return self.change_keys(keys.removing(*officers), revoke=revoke, follow=follow)

    def set_recovery(self, code: str, *, follow: bool = True) -> None:
        """Let another recovery code open the data; the one before opens nothing any more."""
        self.change_keys(keys.setting_recovery(code), follow=follow)

    def change_keys(
        self, change: keys.Change, *, revoke: bool = True, follow: bool = True
    ) -> tuple[str, ...]:
        """Change who can open the data; where something is revoked, the data get another key.

        Raises:
            UserError: What the change refuses; there is no room for a second copy of the data, or no right to write.
            DataError: AS-1133 what was written under the new key cannot be read back; nothing has changed.
        """
        left_out: tuple[str, ...] = ()
        if not self.is_writable:
            raise UserError("AS-1132", folder=self.folder)
        # Nobody takes a copy, or rewrites one, under a key that is just being given up.
        with cipher.told(self.folder), self.copying:
            if revoke:
                left_out = self._renew(change)
            else:
                keys.change(self.key_file, self._key, change)
        if follow:
            following.Following(self).catch_up()
        return left_out

    def copy_from(self, source: Path, target: Path) -> None:
        """Write a whole copy of another file under this key, so that this key file goes with it."""
        address = f"{source.absolute().as_uri()}?immutable=1"
        salt = salt_of(self.database)
        with (
            contextlib.closing(cipher.connect(address, self._key, uri=True)) as opened,
            contextlib.closing(cipher.connect(target, self._key, salt=salt)) as copy,
        ):
            opened.backup(copy)

    def _renew(self, change: keys.Change) -> tuple[str, ...]:
        """Put the same data under another key in the place of these."""
        renewed = keys.renewed(self.key_file, self._key, change)
        # A copy that waits to take the place of the data would bring the old key back.
        swap.forget(self.folder, paths.RESTORED)
        try:
            for _ in range(_TRIES):
                with contextlib.closing(cipher.connect(self.database, self._key)) as source:
                    before = source.execute("PRAGMA data_version").fetchone()
                    self._copy(source, renewed)
                    with self._gate.alone():
                        unchanged = source.execute("PRAGMA data_version").fetchone() == before
                        source.close()
                        if unchanged:
                            self._exchange(renewed)
                            return renewed.left_out
            with self._gate.alone():
                with contextlib.closing(cipher.connect(self.database, self._key)) as source:
                    self._copy(source, renewed)
                self._exchange(renewed)
        except BaseException:
            swap.forget(self.folder, swap.RENEWED)
            raise
        finally:
            keys.wipe(renewed.key)
        return renewed.left_out

    def _copy(self, source: object, renewed: keys.Renewed) -> None:
        """Write data and key file anew, aside, and read them back."""
        part = swap.begin(self.folder, swap.RENEWED)
        copy_under(source, part, renewed.keys, renewed.key)

    def _exchange(self, renewed: keys.Renewed) -> None:
        """Let the new files take the place of the old ones; nobody uses these now."""
        try:
            self._rest()
            swap.make_ready(self.folder, swap.RENEWED)
            swap.finish(self.folder)
        except OSError:
            ready = self.folder / swap.RENEWED
            if not ready.exists() or (ready / paths.DATABASE).exists():
                # Nothing was exchanged: the data stay as they are.
                swap.forget(self.folder, swap.RENEWED)
                raise
            # The data have the new key; what is left to do is done when they are next opened.
            self._key[:] = renewed.key
        else:
            self._key[:] = renewed.key
        finally:
            self._resume()

    @abc.abstractmethod
    def _rest(self) -> None:
        """Close the file for a moment, with all that is written in it."""

    @abc.abstractmethod
    def _resume(self) -> None:
        """Open the file again, under the key of now."""
