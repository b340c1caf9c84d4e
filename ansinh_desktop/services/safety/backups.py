"""Backups as the officer knows them: taken by themselves, listed and brought back by an administrator."""

import datetime
from collections.abc import Generator
from pathlib import Path

from ansinh_desktop import clock
from ansinh_desktop.db.copies import backup
from ansinh_desktop.db.copies.backup import Backup
from ansinh_desktop.db.copies.following import Followed, Following
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.services.office import require_admin

__all__ = ["Backup", "Backups", "Followed"]

_BETWEEN = datetime.timedelta(minutes=30)
"""So much lies between two copies that are taken when the screen is locked."""


class Backups:
    """The backups of one data folder."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._copies = backup.Backups(vault)

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._vault.folder / backup.FOLDER

    @property
    def latest(self) -> datetime.datetime | None:
        """When the last one was taken; None where there is none."""
        return self._copies.latest()

    def take(self) -> Path | None:
        """Take one now; None where nothing has changed since the last.

        Raises:
            UserError: It could not be written or read back; the one before stays.
        """
        return self._copies.take()

    def take_daily(self) -> Path | None:
        """Take one where the last is of another day."""
        latest = self._copies.latest()
        return None if latest and clock.local(latest).date() == clock.today() else self.take()

    def take_at_lock(self) -> Path | None:
        """Take one where the last is not of just now: screens are locked many times a day."""
        latest = self._copies.latest()
        # One that claims to be of the future is of a clock gone wrong, and says nothing.
        just_now = latest is not None and datetime.timedelta() <= clock.now() - latest < _BETWEEN
        return None if just_now else self.take()

    def is_behind(self) -> bool:
        """Whether some copy still opens as it did before something was revoked."""
        return self._vault.is_writable and Following(self._vault).is_needed()

    def follow(self) -> Generator[Followed, None, Followed]:
        """Bring every copy under the key of now, one after the other; what is stopped goes on another time."""
        return Following(self._vault).steps()

    def all(self) -> list[Backup]:
        """Return every backup with what is in it, the latest first.

        Raises:
            UserError: The officer is no administrator.
        """
        require_admin(self._vault)
        return self._copies.all()

    def restore(self, name: str) -> None:
        """Put a backup in the place of the data as soon as they are locked; what it replaces is kept aside.

        Raises:
            UserError: The officer is no administrator, the backup cannot be read whole, or there is no room.
        """
        require_admin(self._vault)
        self._copies.prepare(name)
