"""The key file: one random key for the database, wrapped once for each user and once for the recovery code.

The database key never changes, so that a password is changed by wrapping the key anew and never by rewriting
the database. Whoever holds the key may add and remove users; nobody opens a slot without its password.
"""

import base64
import binascii
import datetime
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansinh_desktop import clock, text
from ansinh_desktop.crypto import attempts, passwords, recovery, strictjson
from ansinh_desktop.crypto.glance import attempts_file
from ansinh_desktop.errors import BugError, DataError, UserError
from ansinh_desktop.paths import write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_BYTES = 32
LONGEST_USER = 64
_FORMAT = "ansinh-keys"
_VERSION = 1
_LARGEST_FILE = 1 << 20
_SALT_BYTES = 16
_NONCE_BYTES = 12
_TAG_BYTES = 16
_USER, _RECOVERY = "user", "recovery"


@dataclass(frozen=True)
class Cost:
    """What one guess at a password costs whoever guesses (Argon2id)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        """Refuse a cost that Argon2id lacks, or with which a forged file would stall the machine."""
        fits = 1 <= self.lanes <= 16 and 1 <= self.passes <= 32
        if not fits or not 8 * self.lanes <= self.memory_kib <= 1 << 20:
            raise ValueError(f"no sound cost: {self}")


COST = Cost()


@dataclass(frozen=True)
class Slot:
    """The database key, wrapped by what one password (or the recovery code) derives to."""

    id: str
    kind: str
    user: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True)
class KeyFile:
    """What a key file says; ``check`` tells whether a key is the one of this file, and nothing more."""

    id: str
    check: bytes
    slots: tuple[Slot, ...]

    @property
    def users(self) -> tuple[str, ...]:
        """The users who can log in, in the order they were added."""
        return tuple(slot.user for slot in self.slots if slot.kind == _USER)


@dataclass(frozen=True)
class NewKeys:
    """A fresh database key and the recovery code to print; neither is kept anywhere in clear."""

    key: bytearray
    recovery_code: str


def create(path: Path, user: str, password: str, *, cost: Cost = COST) -> NewKeys:
    """Make a new database key and the key file that guards it.

    Raises:
        UserError: The user's name or password will not do, or a key file already stands there.
    """
    if path.exists():
        raise UserError("AS-1013", name=path.name)
    user = _checked_user(user)
    _require_good(password, user)
    key, code, file_id = bytearray(secrets.token_bytes(KEY_BYTES)), recovery.new_code(), secrets.token_hex(16)
    slots = (
        _wrap(file_id, _USER, user, text.nfc(password), key, cost),
        _wrap(file_id, _RECOVERY, "", recovery.secret_of(code), key, cost),
    )
    _write(path, KeyFile(file_id, _check_of(key, file_id), slots))
    return NewKeys(key, code)


def unlock(path: Path, user: str, password: str, *, now: datetime.datetime | None = None) -> bytearray:
    """Return the database key for a user's password; the caller wipes it.

    Raises:
        UserError: AS-1001 no such user or wrong password, AS-1002 too many attempts: wait.
        DataError: The key file is missing, damaged or newer.
    """
    keys = read(path)
    with _guessing(path, now):
        return _unwrap(path, keys, _slot_of(keys, user), text.nfc(password))


def unlock_with_recovery(path: Path, code: str) -> bytearray:
    """Return the database key for the recovery code (no wait: the code cannot be guessed).

    Raises:
        UserError: AS-1006 and AS-1007 a typing slip, AS-1008 not the code of these data.
        DataError: The key file is missing, damaged or newer.
    """
    keys, secret = read(path), recovery.secret_of(code)
    slot = next((slot for slot in keys.slots if slot.kind == _RECOVERY), None)
    try:
        return _unwrap(path, keys, slot, secret)
    except UserError as error:
        if error.code != "AS-1001":
            raise
        raise UserError("AS-1008") from error


def add_user(path: Path, key: bytearray, user: str, password: str, *, cost: Cost = COST) -> None:
    """Give a further user a password; ``key`` is the unlocked database key.

    Raises:
        UserError: The name is taken or no name, or the password will not do.
    """
    keys, user = _read_for(path, key), _checked_user(user)
    if _slot_of(keys, user) is not None:
        raise UserError("AS-1009", user=user)
    _require_good(password, user)
    slot = _wrap(keys.id, _USER, user, text.nfc(password), key, cost)
    _write(path, replace(keys, slots=(*keys.slots, slot)))


def change_password(
    path: Path, user: str, old: str, new: str, *, now: datetime.datetime | None = None, cost: Cost = COST
) -> None:
    """Let a user who knows the old password take a new one.

    Raises:
        UserError: The old password is wrong (waits count as for login), or the new one will not do.
    """
    key = unlock(path, user, old, now=now)
    try:
        set_password(path, key, user, new, cost=cost)
    finally:
        wipe(key)


def set_password(path: Path, key: bytearray, user: str, new: str, *, cost: Cost = COST) -> None:
    """Give a user a new password without the old one: after recovery, or by an administrator.

    Raises:
        UserError: No such user, or the new password will not do.
    """
    keys = _read_for(path, key)
    slot = _existing_slot(keys, user)
    _require_good(new, slot.user)
    _write(path, _with_slot(keys, slot, _wrap(keys.id, _USER, slot.user, text.nfc(new), key, cost)))


def rename(
    path: Path,
    user: str,
    password: str,
    new_user: str,
    *,
    now: datetime.datetime | None = None,
    cost: Cost = COST,
) -> None:
    """Give a user another login name; the password is needed because the name is sealed into the slot.

    Raises:
        UserError: Wrong password, or the new name is taken, no name, or part of the password.
    """
    new_user = _checked_user(new_user)
    key = unlock(path, user, password, now=now)
    try:
        keys = read(path)
        slot, taken = _existing_slot(keys, user), _slot_of(keys, new_user)
        if taken not in (None, slot):
            raise UserError("AS-1009", user=new_user)
        _require_good(password, new_user)
        _write(path, _with_slot(keys, slot, _wrap(keys.id, _USER, new_user, text.nfc(password), key, cost)))
    finally:
        wipe(key)


def remove_user(path: Path, key: bytearray, user: str) -> None:
    """Take a user's slot away; the last user stays.

    Raises:
        UserError: No such user, or it is the last.
    """
    keys = _read_for(path, key)
    slot = _existing_slot(keys, user)
    if len(keys.users) == 1:
        raise UserError("AS-1011", user=slot.user)
    _write(path, replace(keys, slots=tuple(each for each in keys.slots if each is not slot)))


def set_recovery(path: Path, key: bytearray, code: str, *, cost: Cost = COST) -> None:
    """Let another recovery code open the data; the one before opens nothing any more.

    The code is made, printed and read back before: whatever happens, one that is in the safe opens the data.

    Raises:
        UserError: It is no recovery code.
    """
    keys = _read_for(path, key)
    users = tuple(slot for slot in keys.slots if slot.kind == _USER)
    slot = _wrap(keys.id, _RECOVERY, "", recovery.secret_of(code), key, cost)
    _write(path, replace(keys, slots=(*users, slot)))


def users(path: Path) -> tuple[str, ...]:
    """Return who can log in."""
    return read(path).users


def seconds_to_wait(path: Path, now: datetime.datetime | None = None) -> int:
    """Return how long the login page must count down before the next attempt."""
    return attempts.seconds_to_wait(attempts_file(path), now or clock.now())


def wipe(secret: bytearray) -> None:
    """Overwrite a secret in memory."""
    secret[:] = bytes(len(secret))


def read(path: Path) -> KeyFile:
    """Read and check a key file.

    Raises:
        DataError: AS-1003 missing, AS-1004 damaged, AS-1005 written by a newer program, AS-1014 not readable.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise DataError("AS-1004", name=path.name)
        content = strictjson.load(path.read_bytes())
        if content["format"] != _FORMAT or not isinstance(content["version"], int):
            raise DataError("AS-1004", name=path.name)
        if content["version"] > _VERSION:
            raise DataError("AS-1005", name=path.name)
        return _parsed(content)
    except FileNotFoundError as error:
        raise DataError("AS-1003", name=path.name) from error
    except OSError as error:
        raise DataError("AS-1014", name=path.name) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DataError("AS-1004", name=path.name) from error


@contextmanager
def _guessing(path: Path, now: datetime.datetime | None) -> Iterator[None]:
    counted = attempts_file(path)
    attempts.begin(counted, now or clock.now())
    yield
    attempts.succeeded(counted)


def _checked_user(user: str) -> str:
    user = text.clean(user)
    if not user or len(user) > LONGEST_USER:
        raise UserError("AS-1012", most=LONGEST_USER)
    return user


def _require_good(password: str, user: str) -> None:
    for fault in passwords.check_password(password, user):
        raise UserError(fault.code, **fault.facts)


def _read_for(path: Path, key: bytearray) -> KeyFile:
    keys = read(path)
    if not hmac.compare_digest(_check_of(key, keys.id), keys.check):
        raise BugError("this key does not belong to this key file")
    return keys


def _slot_of(keys: KeyFile, user: str) -> Slot | None:
    wanted = text.clean(user).casefold()
    return next((slot for slot in keys.slots if slot.kind == _USER and slot.user.casefold() == wanted), None)


def _existing_slot(keys: KeyFile, user: str) -> Slot:
    slot = _slot_of(keys, user)
    if slot is None:
        raise UserError("AS-1010", user=text.clean(user))
    return slot


def _with_slot(keys: KeyFile, old: Slot, new: Slot) -> KeyFile:
    return replace(keys, slots=tuple(new if slot is old else slot for slot in keys.slots))


def _check_of(key: bytearray, file_id: str) -> bytes:
    return hmac.digest(bytes(key), f"{_FORMAT} check {file_id}".encode(), "sha256")


def _sealed_with(file_id: str, slot: Slot) -> bytes:
    cost = slot.cost
    return strictjson.dump(
        [_FORMAT, _VERSION, file_id, slot.id, slot.kind, slot.user, cost.memory_kib, cost.passes, cost.lanes]
    )


@contextmanager
def _wrapping_key(slot: Slot, secret: str) -> Iterator[bytearray]:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415 - see _sealer

    derived = bytearray(KEY_BYTES)
    derivation = Argon2id(
        salt=slot.salt,
        length=KEY_BYTES,
        iterations=slot.cost.passes,
        lanes=slot.cost.lanes,
        memory_cost=slot.cost.memory_kib,
    )
    try:
        derivation.derive_into(secret.encode("utf-8", "surrogatepass"), derived)
        yield derived
    finally:
        wipe(derived)


def _sealer(key: bytearray) -> "ChaCha20Poly1305":
    # The login page asks only for names: what opens the slots is loaded while the officer types.
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

    return ChaCha20Poly1305(key)


def _wrap(file_id: str, kind: str, user: str, secret: str, key: bytearray, cost: Cost) -> Slot:
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    slot = Slot(secrets.token_hex(16), kind, user, cost, salt, nonce, b"")
    with _wrapping_key(slot, secret) as derived:
        wrapped = _sealer(derived).encrypt(nonce, key, _sealed_with(file_id, slot))
    return replace(slot, wrapped=wrapped)


def _unwrap(path: Path, keys: KeyFile, slot: Slot | None, secret: str) -> bytearray:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see _sealer

    # An unknown user costs the same time as a wrong password.
    tried = slot or Slot(
        "", _USER, "", COST, bytes(_SALT_BYTES), bytes(_NONCE_BYTES), bytes(KEY_BYTES + _TAG_BYTES)
    )
    key = bytearray(KEY_BYTES)
    try:
        with _wrapping_key(tried, secret) as derived:
            _sealer(derived).decrypt_into(tried.nonce, tried.wrapped, _sealed_with(keys.id, tried), key)
    except InvalidTag as error:
        raise UserError("AS-1001") from error
    if not hmac.compare_digest(_check_of(key, keys.id), keys.check):
        raise DataError("AS-1004", name=path.name)
    return key


def _write(path: Path, keys: KeyFile) -> None:
    content: dict[str, Any] = {
        "format": _FORMAT,
        "version": _VERSION,
        "id": keys.id,
        "check": _b64(keys.check),
        "slots": [_slot_entry(slot) for slot in keys.slots],
    }
    content["sum"] = _sum_of(content)
    write_whole(path, strictjson.dump_readable(content))


def _slot_entry(slot: Slot) -> dict[str, Any]:
    cost = slot.cost
    return {
        "id": slot.id,
        "kind": slot.kind,
        "user": slot.user,
        "argon2id": {"memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes},
        "salt": _b64(slot.salt),
        "nonce": _b64(slot.nonce),
        "wrapped": _b64(slot.wrapped),
    }


def _parsed(content: dict[str, Any]) -> KeyFile:
    # The sum tells a damaged file apart from a wrong password.
    if content.pop("sum") != _sum_of(content):
        raise ValueError("the sum does not fit")
    slots = tuple(_parsed_slot(entry) for entry in content["slots"])
    return KeyFile(_text(content["id"]), _unb64(content["check"], 32), slots)


def _parsed_slot(entry: dict[str, Any]) -> Slot:
    if entry["kind"] not in (_USER, _RECOVERY):
        raise ValueError("unknown kind of slot")
    return Slot(
        id=_text(entry["id"]),
        kind=entry["kind"],
        user=_text(entry["user"]),
        cost=Cost(**{name: _whole(number) for name, number in entry["argon2id"].items()}),
        salt=_unb64(entry["salt"], _SALT_BYTES),
        nonce=_unb64(entry["nonce"], _NONCE_BYTES),
        wrapped=_unb64(entry["wrapped"], KEY_BYTES + _TAG_BYTES),
    )


def _sum_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(strictjson.dump(content)).hexdigest()


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _unb64(entry: object, length: int) -> bytes:
    try:
        content = base64.b64decode(_text(entry), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if len(content) != length:
        raise ValueError("not as long as it must be")
    return content


def _text(entry: object) -> str:
    if not isinstance(entry, str):
        raise TypeError("a text was expected")
    return entry


def _whole(entry: object) -> int:
    if not isinstance(entry, int) or isinstance(entry, bool):
        raise TypeError("a whole number was expected")
    return entry
