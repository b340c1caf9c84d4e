"""Who can open the data: users and the recovery code come and go in the key file, and the database key with them.

An ordinary change writes the key file alone. What is to open nothing any more needs a new key (:func:`renewed`): the
key file as it was, wherever a copy of it lies, then opens none of what is written from now on.
"""

import contextlib
import datetime
import hmac
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ansinh_desktop import clock, text
from ansinh_desktop.crypto import attempts, keyfile, passwords, recovery, sealing
from ansinh_desktop.crypto.glance import attempts_file
from ansinh_desktop.crypto.keyfile import COST, Cost, KeyFile, Slot, read, wipe
from ansinh_desktop.errors import BugError, UserError

__all__ = ["COST", "Cost", "KeyFile", "Slot", "read", "wipe"]

LONGEST_USER = 64

Change = Callable[[KeyFile, bytearray], KeyFile]
"""What becomes of a key file; it is given the key that opens the data."""


@dataclass(frozen=True)
class NewKeys:
    """A fresh database key and the recovery code to print; neither is kept anywhere in clear."""

    key: bytearray
    recovery_code: str
    salt: bytes
    """With which the database begins."""


@dataclass(frozen=True)
class Renewed:
    """Another database key, and the key file that opens it to those who stay."""

    keys: KeyFile
    key: bytearray
    left_out: tuple[str, ...]
    """Whose slot is of the first form and could not follow: they need a new password; an empty name means the code."""


def create(
    path: Path, user: str, password: str, *, known: tuple[str, ...] = (), cost: Cost = COST
) -> NewKeys:
    """Make a new database key and the key file that guards it.

    Args:
        path: Where the key file is to stand.
        user: The first user's login name.
        password: The first user's password.
        known: What anybody would guess first: the user's full name, the commune's.
        cost: What a guess costs.

    Raises:
        UserError: The user's name or password will not do, or a key file already stands there.
    """
    if path.exists():
        raise UserError("AS-1013", name=path.name)
    user = _checked_user(user)
    _require_good(password, user, known)
    key, code, file_id = _new_key(), recovery.new_code(), secrets.token_hex(16)
    salt = secrets.token_bytes(keyfile.SALT_BYTES)
    slots = (
        _user_slot(file_id, user, password, key, cost),
        keyfile.new_slot(file_id, keyfile.RECOVERY, "", recovery.secret_of(code), key, cost),
    )
    keyfile.write(path, KeyFile(file_id, keyfile.check_of(key, file_id), salt, slots), key)
    return NewKeys(key, code, salt)


def unlock(path: Path, user: str, password: str, *, now: datetime.datetime | None = None) -> bytearray:
    """Return the database key for a user's password; the caller wipes it.

    Raises:
        UserError: AS-1001 no such user or wrong password, AS-1002 too many attempts: wait.
        DataError: The key file is missing, damaged or newer.
    """
    keys = read(path)
    slot = _slot_of(keys, user)
    with _guessing(path, now, slot):
        if slot is None or slot.public:
            return keyfile.opened(path, keys, slot or keyfile.nobody(keys), passwords.one_spelling(password))
        key = keyfile.opened(path, keys, slot, text.nfc(password))
    # Written by a program before this one: from now on its owner can be given another key.
    with contextlib.suppress(OSError):
        made = _user_slot(keys.id, slot.user, password, key, slot.cost)
        keyfile.write(path, _with_slot(keys, slot, made), key)
    return key


def unlock_with_recovery(path: Path, code: str) -> bytearray:
    """Return the database key for the recovery code (no wait: the code cannot be guessed).

    Raises:
        UserError: AS-1006 and AS-1007 a typing slip, AS-1008 not the code of these data.
        DataError: The key file is missing, damaged or newer.
    """
    keys, secret = read(path), recovery.secret_of(code)
    slot = next((slot for slot in keys.slots if slot.kind == keyfile.RECOVERY), None)
    try:
        key = keyfile.opened(path, keys, slot or keyfile.nobody(keys), secret)
    except UserError as error:
        if error.code != "AS-1001":
            raise
        attempts.note(attempts_file(path), clock.now(), slot.id if slot else "")
        raise UserError("AS-1008") from error
    if slot is not None and not slot.public:
        with contextlib.suppress(OSError):
            made = keyfile.new_slot(keys.id, keyfile.RECOVERY, "", secret, key, slot.cost)
            keyfile.write(path, _with_slot(keys, slot, made), key)
    return key


def change(path: Path, key: bytearray, wanted: Change) -> None:
    """Change a key file, and leave the database key as it is.

    Raises:
        UserError: What the change refuses.
        DataError: The key file is missing, damaged, or was changed by somebody without the key.
    """
    keyfile.write(path, wanted(_read_for(path, key), key), key)


def renewed(path: Path, key: bytearray, wanted: Change) -> Renewed:
    """Return a new database key and the changed key file for it; nothing is written.

    Raises:
        UserError: What the change refuses.
        DataError: The key file is missing, damaged, or was changed by somebody without the key.
    """
    keys = wanted(_read_for(path, key), key)
    fresh = _new_key()
    slots = tuple(keyfile.sealed_to(keys.id, slot, fresh) for slot in keys.slots if slot.public)
    left_out = tuple(slot.user for slot in keys.slots if not slot.public)
    former = [*former_keys(keys, key), key]
    made = KeyFile(
        keys.id,
        keyfile.check_of(fresh, keys.id),
        secrets.token_bytes(keyfile.SALT_BYTES),
        slots,
        tuple(_wrap_former(each, fresh) for each in former),
    )
    return Renewed(made, fresh, left_out)


def former_keys(keys: KeyFile, key: bytearray) -> list[bytearray]:
    """Return the keys given up that copies may still need, the oldest first."""
    return [sealing.unwrap(key, each, _FORMER) for each in keys.former]


def forget_former(path: Path, key: bytearray) -> None:
    """Forget the keys given up: nothing needs them any more."""
    keys = _read_for(path, key)
    if keys.former:
        keyfile.write(path, replace(keys, former=()), key)


def pair(path: Path, key: bytearray, salt: bytes) -> None:
    """Note down which database a key file of the first form opens."""
    keys = _read_for(path, key)
    if not keys.salt:
        keyfile.write(path, replace(keys, salt=salt), key)


def adding(user: str, password: str, *, known: tuple[str, ...] = (), cost: Cost = COST) -> Change:
    """Give a further user a password.

    Raises:
        UserError: When it is done: the name is taken or no name, or the password will not do.
    """

    def change(keys: KeyFile, key: bytearray) -> KeyFile:
        name = _checked_user(user)
        if _slot_of(keys, name) is not None:
            raise UserError("AS-1009", user=name)
        _require_good(password, name, known)
        return replace(keys, slots=(*keys.slots, _user_slot(keys.id, name, password, key, cost)))

    return change


def setting_password(user: str, new: str, *, known: tuple[str, ...] = (), cost: Cost = COST) -> Change:
    """Give a user another password; whoever has none any more (brought back with an old copy) gets one.

    Raises:
        UserError: When it is done: no name, or the new password will not do.
    """

    def change(keys: KeyFile, key: bytearray) -> KeyFile:
        slot = _slot_of(keys, user)
        name = slot.user if slot else _checked_user(user)
        _require_good(new, name, known)
        made = _user_slot(keys.id, name, new, key, cost)
        return _with_slot(keys, slot, made) if slot else replace(keys, slots=(*keys.slots, made))

    return change


def removing(*users: str) -> Change:
    """Take the slots of users away; the last user stays.

    Raises:
        UserError: When it is done: no such user, or it is the last.
    """

    def change(keys: KeyFile, _key: bytearray) -> KeyFile:
        for user in users:
            slot = _slot_of(keys, user)
            if slot is None:
                raise UserError("AS-1010", user=text.clean(user))
            if len(keys.users) == 1:
                raise UserError("AS-1011", user=slot.user)
            keys = replace(keys, slots=tuple(each for each in keys.slots if each is not slot))
        return keys

    return change


def setting_recovery(code: str, *, cost: Cost = COST) -> Change:
    """Let another recovery code open the data.

    The code is made, printed and read back before: whatever happens, one that is in the safe opens the data.

    Raises:
        UserError: When it is done: it is no recovery code.
    """

    def change(keys: KeyFile, key: bytearray) -> KeyFile:
        officers = tuple(slot for slot in keys.slots if slot.kind == keyfile.USER)
        made = keyfile.new_slot(keys.id, keyfile.RECOVERY, "", recovery.secret_of(code), key, cost)
        return replace(keys, slots=(*officers, made))

    return change


def unchanged(keys: KeyFile, _key: bytearray) -> KeyFile:
    """Leave everybody as they are."""
    return keys


def users(path: Path) -> tuple[str, ...]:
    """Return who can log in."""
    return read(path).users


def seconds_to_wait(path: Path, now: datetime.datetime | None = None) -> int:
    """Return how long the login page must count down before the next attempt."""
    return attempts.seconds_to_wait(attempts_file(path), *moment_of_guess(now))


@dataclass(frozen=True)
class FailedLogin:
    """An attempt at the lock that failed, until it stands in the history."""

    at: datetime.datetime
    user: str
    """Whose name was given; "" where there is no such name, or it was the recovery code."""
    by_code: bool


def failed_logins(path: Path) -> list[FailedLogin]:
    """Return the attempts that failed and were not told yet, the earliest first."""
    found = attempts.failures(attempts_file(path))
    if not found:
        return []
    slots = {slot.id: slot for slot in read(path).slots}
    told = ((each.at, slots.get(each.slot)) for each in found)
    return [
        FailedLogin(at, slot.user if slot else "", bool(slot and slot.kind == keyfile.RECOVERY))
        for at, slot in told
    ]


def begin_counting(path: Path) -> None:
    """Forget what was counted of other data in the same place, and count from nothing."""
    attempts.forget(attempts_file(path))
    attempts.start(attempts_file(path), clock.now())


def go_on_counting(path: Path) -> None:
    """Count from nothing where nothing is counted, as when a copy has come to another machine."""
    attempts.start(attempts_file(path), clock.now())


def count_was_taken_away(path: Path) -> bool:
    """Whether nothing was counted any more when the data were unlocked, neither beside them nor in the profile."""
    return attempts.was_taken_away(attempts_file(path))


def forget_failed_logins(path: Path) -> None:
    """Forget them: they stand in the history."""
    attempts.told(attempts_file(path))


@contextmanager
def _guessing(path: Path, now: datetime.datetime | None, slot: keyfile.Slot | None) -> Iterator[None]:
    counted = attempts_file(path)
    attempts.begin(counted, *moment_of_guess(now), slot.id if slot else "")
    yield
    attempts.succeeded(counted)


def moment_of_guess(now: datetime.datetime | None = None) -> tuple[datetime.datetime, float | None]:
    """Return what :mod:`attempts` measures a wait by: what the clock says, and for how long the machine has run."""
    return (now, None) if now else (clock.now(), clock.running())


_FORMER = b"ansinh-keys former"


def _wrap_former(given_up: bytearray, key: bytearray) -> bytes:
    wrapped: bytes = sealing.wrap(key, given_up, _FORMER)
    return wrapped


def _new_key() -> bytearray:
    return bytearray(secrets.token_bytes(keyfile.KEY_BYTES))


def _checked_user(user: str) -> str:
    user = text.clean(user)
    if not user or len(user) > LONGEST_USER:
        raise UserError("AS-1012", most=LONGEST_USER)
    return user


def _require_good(password: str, user: str, known: tuple[str, ...]) -> None:
    for fault in passwords.check_password(password, user, known):
        raise UserError(fault.code, **fault.facts)


def _read_for(path: Path, key: bytearray) -> KeyFile:
    keys = read(path)
    if not hmac.compare_digest(keyfile.check_of(key, keys.id), keys.check):
        raise BugError("this key does not belong to this key file")
    if not keyfile.is_sealed_with(keys, key):
        raise UserError("AS-1004", name=path.name)
    return keys


def _user_slot(file_id: str, user: str, password: str, key: bytearray, cost: Cost) -> Slot:
    return keyfile.new_slot(file_id, keyfile.USER, user, passwords.one_spelling(password), key, cost)


def _slot_of(keys: KeyFile, user: str) -> Slot | None:
    wanted = text.clean(user).casefold()
    return next(
        (slot for slot in keys.slots if slot.kind == keyfile.USER and slot.user.casefold() == wanted), None
    )


def _with_slot(keys: KeyFile, old: Slot, new: Slot) -> KeyFile:
    return replace(keys, slots=tuple(new if slot is old else slot for slot in keys.slots))
