"""A copy put in the place of the data while they are closed, or cannot be opened, or are not there at all.

So nobody copies files by hand: what stood there is kept aside with its log, the copy is read whole before, and the
packages made from then on are not taken for those made after it.
"""

import datetime
import shutil
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import paths
from ansinh_desktop.crypto import attempts, keys
from ansinh_desktop.crypto.glance import attempts_file
from ansinh_desktop.db import cipher
from ansinh_desktop.db.copies import swap
from ansinh_desktop.db.copies.backup import FOLDER, STAMP
from ansinh_desktop.db.vault import Vault, sole_writer
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.services.access import ADMIN, access
from ansinh_desktop.services.officers import admit


@dataclass(frozen=True)
class Copy:
    """A copy that can be brought back, as it is seen without its password."""

    folder: Path
    at: datetime.datetime | None
    """What the clock said when it was made; None where its name does not say."""
    size: int
    officers: tuple[str, ...]
    """Who could open it."""
    is_put_aside: bool = False
    """Whether it is what an earlier copy took the place of."""


def copies(folder: Path) -> list[Copy]:
    """Return the copies that lie in a data folder, those of the latest name first."""
    found = []
    for place in (FOLDER, swap.ASIDE):
        for each in sorted((folder / place).glob("*"), reverse=True):
            try:
                found.append(copy_in(each, put_aside=place == swap.ASIDE))
            except UserError:
                continue  # what is no copy is not offered
    return found


def copy_in(folder: Path, *, put_aside: bool = False) -> Copy:
    """Return the copy that lies in a folder, as on a USB stick.

    Raises:
        UserError: AS-1138 the two files are not there.
        DataError: The key file is damaged, or of a newer program.
    """
    database = folder / paths.DATABASE
    if not database.is_file() or not (folder / paths.KEY_FILE).is_file():
        raise UserError("AS-1138", folder=folder)
    names = keys.users(folder / paths.KEY_FILE)
    return Copy(folder, _moment(folder.name), database.stat().st_size, names, put_aside)


def restore_from(folder: Path, copy: Path, officer: str, secret: str, *, by_code: bool = False) -> None:
    """Put a copy in the place of the data; its own officers and passwords open it.

    Args:
        folder: The data folder; what is there is kept aside, and nothing need be there.
        copy: The folder of the copy, from which is only read.
        officer: An administrator of the copy.
        secret: The password or the recovery code that opened it when it was made.
        by_code: Whether it is the code; who has it need not wait for guesses at the password.

    Raises:
        UserError: Wrong password (waits count) or code, no administrator, no room; the data folder is open elsewhere.
        DataError: The copy is damaged, or its files do not belong together; the data stay as they are.
    """
    copy_in(copy)
    with cipher.told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        guard = sole_writer(folder)
        try:
            swap.finish(folder)
            ready = swap.begin(folder, paths.RESTORED)
            try:
                # What a killed program had not finished writing belongs to the copy, where it lies with it.
                for name in (paths.DATABASE, paths.KEY_FILE, swap.LOGS[0]):
                    if (copy / name).exists():
                        shutil.copyfile(copy / name, ready / name)
                vault = _opened(folder, ready, officer, secret, by_code=by_code)
                _make_fit(vault, officer, copy.name)
                for left in (paths.LOCK_FILE, attempts_file(ready / paths.KEY_FILE).name):
                    (ready / left).unlink(missing_ok=True)
                swap.note_aside(folder, ready)
                swap.make_ready(folder, paths.RESTORED)
                keys.go_on_counting(folder / paths.KEY_FILE)
            except BaseException:
                shutil.rmtree(ready, ignore_errors=True)
                raise
            swap.finish(folder)
        finally:
            guard.release()


def _opened(folder: Path, ready: Path, officer: str, secret: str, *, by_code: bool) -> Vault:
    """Open what was copied; guesses are counted beside the data, whichever copy it is."""
    keys.begin_counting(ready / paths.KEY_FILE)
    if by_code:
        return Vault.open_with_recovery(ready, secret, officer, None)
    counted = attempts_file(folder / f"{paths.RESTORED}.key")
    attempts.begin(counted, *keys.moment_of_guess())
    try:
        vault = Vault.open(ready, officer, secret)
    except UserError as error:
        if error.code not in ("AS-1001", "AS-1002"):
            attempts.succeeded(counted)
        raise
    attempts.succeeded(counted)
    return vault


def _make_fit(vault: Vault, officer: str, name: str) -> None:
    """Read the copy whole, and let it begin again."""
    try:
        admit(vault)
        if access(vault).role != ADMIN:
            raise UserError("AS-1139", user=officer)
        faults = vault.integrity()
        if faults:
            raise DataError("AS-1109", count=len(faults), first=faults[0])
        vault.begin_again(name)
    finally:
        vault.lock()


def _moment(name: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.strptime(name, STAMP).replace(tzinfo=datetime.UTC)
    except ValueError:
        return None
