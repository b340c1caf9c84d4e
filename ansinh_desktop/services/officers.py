"""Who may unlock the data file, in which role, with which rights; an administrator's work.

The key file says who can open, the data file who may. Each act writes them in the order in which a power cut
between the two leaves at most a name that opens nothing; :func:`admit` finishes what was cut short.

What is revoked (an officer, a password that somebody may know, a recovery code) opens nothing that is written from
then on: the data get another key, and so do the copies, at once or, where ``follow`` says so, when
:meth:`~ansinh_desktop.services.safety.backups.Backups.follow` is called.
"""

import contextlib
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ansinh_desktop import text
from ansinh_desktop.crypto import recovery
from ansinh_desktop.db.models import Change, User
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import ADMIN, in_order, rights_in
from ansinh_desktop.services.office import (
    ROLES,
    FirstOfficer,
    guessed_first,
    password_fault,
    register_officer,
    require_admin,
)

_MOST_FAILED = 200


@dataclass(frozen=True)
class OfficerView:
    """An officer as the list of users shows them."""

    name: str
    full_name: str
    title: str
    role: str
    """Its code; :data:`ROLES` has the words."""
    active: bool
    rights: Mapping[str, str]
    """Letters of right by register."""


@dataclass(frozen=True)
class Post:
    """What an administrator says of an officer: title, role and rights."""

    title: str
    role: str
    rights: Mapping[str, str]


def officers(vault: Vault) -> list[OfficerView]:
    """Return everybody who may unlock the data file, and after them who no longer may.

    Raises:
        UserError: The officer at the keyboard is no administrator.
    """
    require_admin(vault)
    with vault.reading() as store:
        found = [_view(store, each) for each in store.accounts.all()]
    return sorted(found, key=lambda each: not each.active)


@dataclass(frozen=True)
class FailedView:
    """Somebody who did not get in, as the history has it."""

    at: datetime.datetime | None
    """When; None where no count was left of when and how often."""
    officer: str
    """Whose name was given; empty where nobody has it, or it was the recovery code."""
    by_code: bool
    device: str
    """On which machine it was noted; empty where on this one."""


def failed_logins(vault: Vault) -> list[FailedView]:
    """Return who last failed at the lock, the latest first.

    Raises:
        UserError: The officer at the keyboard is no administrator.
    """
    require_admin(vault)
    with vault.reading() as store:
        own = store.devices.own().id
        return [_failed(each, own) for each in store.log.latest("login", _MOST_FAILED)]


def _failed(change: Change, own: str) -> FailedView:
    at, by_code = (change.fields.get(key, [None, None])[1] for key in ("at", "by_code"))
    return FailedView(
        datetime.datetime.fromisoformat(at) if at else None,
        change.entity_id,
        by_code=bool(by_code),
        device="" if change.device == own else change.device[:8],
    )


def add(vault: Vault, officer: FirstOfficer, role: str) -> None:
    """Let another officer unlock the data file, with the rights of a role.

    Raises:
        UserError: The officer at the keyboard is no administrator, or the name or password will not do.
    """
    require_admin(vault)
    with vault.reading() as store:
        taken = [each for each in store.accounts.all() if _same(each.name, officer.name)]
    if taken:
        # The history knows people by their login name: it must never mean somebody else.
        raise UserError("AS-1009" if taken[0].active else "AS-1123", user=taken[0].name)
    known = guessed_first(vault, full_name=officer.full_name)
    with _slot(vault, officer.name, officer.password, known), vault.work("thêm người dùng") as store:
        register_officer(store, officer, role)


def change(vault: Vault, name: str, post: Post) -> None:
    """Change an officer's title, role and rights; they hold from the next unlocking on.

    Raises:
        UserError: No administrator asks, or nobody or oneself would be left without one.
    """
    require_admin(vault)
    with vault.work("đổi vai trò, quyền của người dùng") as store:
        user = _named(store, name)
        if user.role == ADMIN and post.role != ADMIN:
            _require_another(vault, store, user)
        user.title, user.role = post.title or None, post.role
        for code in catalog.registers():
            store.accounts.grant(user.id, code, in_order(post.rights.get(code, "")))


def remove(vault: Vault, name: str, *, follow: bool = True) -> tuple[str, ...]:
    """Let an officer unlock nothing any more, with whatever key file; the name stays in the history.

    Returns:
        Who has to get a new password, too: their place in the key file is of a program before this one.

    Raises:
        UserError: No administrator asks, it is oneself, or the last administrator; there is no room for another key.
    """
    require_admin(vault)
    # First who may, then who can: cut short in between, the password opens and is turned away.
    with vault.work("thôi cho dùng") as store:
        user = _named(store, name)
        _require_another(vault, store, user)
        user.active = False
    return _drop_strays(vault, follow=follow)


def restore(vault: Vault, name: str, password: str) -> None:
    """Let an officer who was removed unlock the data again, under a new password.

    Raises:
        UserError: No administrator asks, there is no such officer, or the password will not do.
    """
    require_admin(vault)
    with _slot(vault, name, password, guessed_first(vault, name)), vault.work("cho dùng lại") as store:
        user = next((each for each in store.accounts.all() if each.name == name and not each.active), None)
        if user is None:
            raise UserError("AS-1010", user=name)
        user.active = True


def set_password(vault: Vault, name: str, password: str, *, revoke: bool = True, follow: bool = True) -> None:
    """Give an officer who has forgotten the password a new one.

    Args:
        vault: The open data.
        name: Whose.
        password: The new one.
        revoke: Whether the one before is to open nothing any more, with whatever key file.
        follow: Whether the copies follow at once.

    Raises:
        UserError: No administrator asks, there is no such officer, or the password will not do.
    """
    require_admin(vault)
    known = guessed_first(vault, name)
    fault = password_fault(password, name, known)
    if fault is not None:
        raise UserError(fault.code, **fault.facts)
    with vault.work("đặt mật khẩu mới") as store:
        store.log.note("password", "user", _named(store, name).id, {"revoke": revoke})
    vault.set_password(name, password, known=known, revoke=revoke, follow=follow)


def change_own_password(
    vault: Vault, old: str, new: str, *, revoke: bool = True, follow: bool = True
) -> None:
    """Take a new password oneself.

    Raises:
        UserError: The old one is wrong (waits count as for login), or the new one will not do.
    """
    known = guessed_first(vault, vault.officer)
    vault.change_password(vault.officer, old, new, known=known, revoke=revoke, follow=follow)


def new_recovery_code() -> str:
    """Return a code that opens nothing yet: it is printed and read back before :func:`set_recovery` lets it."""
    return recovery.new_code()


def set_recovery(vault: Vault, code: str, *, follow: bool = True) -> None:
    """Let another recovery code open the data; the one before opens nothing any more.

    Raises:
        UserError: No administrator asks, or the key file cannot be written.
    """
    require_admin(vault)
    # The key file comes last: what is said to have failed must have left the old code as it was.
    with vault.work("đổi mã khôi phục") as store:
        store.log.note("recovery", "user", _named(store, vault.officer).id, {})
    vault.set_recovery(code, follow=follow)


def admit(vault: Vault) -> None:
    """Turn away whom the data file no longer lets in, and finish what a power cut left half done.

    Raises:
        UserError: The officer was removed.
    """
    with vault.reading() as store:
        every = store.accounts.all()
    if not every:
        return  # the first start was cut short: nobody is known yet
    if not any(each.active and each.name == vault.officer for each in every):
        raise UserError("AS-1121", user=vault.officer)
    # Where there is no room for another key, the data open all the same; it is told, and tried again each time.
    with contextlib.suppress(UserError):
        _drop_strays(vault, follow=False)


def strays(vault: Vault) -> list[str]:
    """Return who may not unlock the data and still stands in the key file."""
    with vault.reading() as store:
        known = {text.clean(each.name).casefold() for each in store.accounts.active()}
    return [each for each in vault.officers() if each.casefold() not in known]


def _drop_strays(vault: Vault, *, follow: bool) -> tuple[str, ...]:
    """Take away the slots of all who may not unlock the data, and the key that they knew."""
    found = strays(vault)
    return vault.remove_officer(*found, follow=follow) if found else ()


@contextlib.contextmanager
def _slot(vault: Vault, name: str, password: str, known: tuple[str, ...]) -> Iterator[None]:
    """Give a slot in the key file, and take it back where the rest fails."""
    vault.add_officer(name, password, known=known)
    try:
        yield
    except BaseException:
        # Nobody was told of it: it has opened nothing.
        vault.remove_officer(name, revoke=False, follow=False)
        raise


def _named(store: Store, name: str) -> User:
    user = store.accounts.named(name)
    if user is None or not user.active:
        raise UserError("AS-1010", user=name)
    return user


def _require_another(vault: Vault, store: Store, user: User) -> None:
    """Refuse what would leave oneself or the data without an administrator."""
    if user.name == vault.officer:
        raise UserError("AS-1124")
    if not any(each.role == ADMIN and each.id != user.id for each in store.accounts.active()):
        raise UserError("AS-1125", user=user.full_name)


def _same(one: str, other: str) -> bool:
    return text.clean(one).casefold() == text.clean(other).casefold()


def _view(store: Store, user: User) -> OfficerView:
    return OfficerView(
        user.name,
        user.full_name,
        user.title or "",
        user.role if user.role in ROLES else "viewer",
        user.active,
        rights_in(store, user),
    )
