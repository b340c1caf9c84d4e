"""What has to be told when the data are opened: a clock gone wrong, a full disk, a copy laid there by hand."""

import datetime
from collections.abc import Sequence

from ansinh_desktop import clock
from ansinh_desktop.crypto import keys
from ansinh_desktop.crypto.keys import FailedLogin
from ansinh_desktop.db import cipher
from ansinh_desktop.db.copies.backup import Backups
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import Message, message
from ansinh_desktop.paths import KEY_FILE
from ansinh_desktop.services.officers import strays

_TOLERANCE = datetime.timedelta(minutes=10)
"""So much a clock may be put right without a word."""
_LONG_AGO = datetime.timedelta(days=180)
"""A data file that nobody wrote to for so long is rare; a clock that runs ahead is not."""


def notices(vault: Vault) -> list[Message]:
    """Return what the officer must know before beginning, the gravest first."""
    is_full = not vault.is_writable or cipher.is_full(vault.folder)
    found = [message("AS-1132", folder=vault.folder)] if is_full else []
    if vault.was_put_back:
        found.append(message("AS-1134"))
    if removed := strays(vault):
        found.append(message("AS-1140", names=", ".join(removed)))
    wrong = clock_fault(vault)
    return [*found, wrong] if wrong else found


def told_of_failed_logins(vault: Vault) -> list[Message] | None:
    """Write into the history who failed at the lock since the data were last opened.

    Return all notices, as they stood before that was written: by the last moment of the history a wrong clock is
    known. None where nobody failed.
    """
    path = vault.folder / KEY_FILE
    if not vault.is_writable:
        return None
    failed, taken = keys.failed_logins(path), keys.count_was_taken_away(path)
    if not failed and not taken:
        return None
    told = notices(vault)
    with vault.work("đăng nhập không thành công") as store:
        for each in failed:
            facts = {"at": [None, each.at.isoformat()], "by_code": [None, each.by_code]}
            store.log.note("failed", "login", each.user, facts)
        if taken:
            store.log.note("uncounted", "login", "", {})
    keys.forget_failed_logins(path)
    if taken:
        told.append(message("AS-1143"))
    if failed:
        told.append(_of_failed_logins(failed))
    return told


def _of_failed_logins(failed: Sequence[FailedLogin]) -> Message:
    names = sorted({each.user for each in failed if each.user and not each.by_code})
    return message(
        "AS-1142", count=len(failed), last=_said(failed[-1].at), names=", ".join(names) or "không rõ"
    )


def clock_fault(vault: Vault) -> Message | None:
    """Return what is wrong with the clock, by what history, packages and backups say; None where nothing is."""
    now = clock.now()
    with vault.reading() as store:
        last, packages = store.log.last_moment(), store.packages.last_moment()
    later = [each for each in (packages, *Backups(vault).moments()) if each and each - now > _TOLERANCE]
    if last is not None and last - now > _TOLERANCE:
        return message("AS-1135", now=_said(now), last=_said(last))
    if later:
        return message("AS-1136", now=_said(now), last=_said(max(later)))
    if last is not None and now - last > _LONG_AGO:
        return message("AS-1137", now=_said(now), last=_said(last))
    return None


def _said(moment: datetime.datetime) -> str:
    local = clock.local(moment)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"
