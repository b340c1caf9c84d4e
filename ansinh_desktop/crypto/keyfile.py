"""The form of the key file: slots, each a key pair whose private half a password wraps, and the sums over them.

The database key is sealed to the public half. So whoever holds the key can seal another one to everybody who stays,
without knowing a single password, and what was sealed before opens nothing any more.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ansinh_desktop.crypto import sealing, strictjson
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.paths import write_whole

KEY_BYTES = 32
SALT_BYTES = 16
USER, RECOVERY = "user", "recovery"
_FORMAT = "ansinh-keys"
_VERSION = 2
_LARGEST_FILE = 1 << 20
_NONCE_BYTES = 12
_WRAPPED_BYTES = _NONCE_BYTES + KEY_BYTES + 16
_SEALED_BYTES = KEY_BYTES + KEY_BYTES + 16


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
    """What lets one password (or the recovery code) in: a key pair, and the database key sealed to it."""

    id: str
    kind: str
    user: str
    cost: Cost
    salt: bytes
    wrapped: bytes
    """The private key under what the password derives to; in a file of the first form the database key itself."""
    public: bytes = b""
    """Nothing in a slot of the first form: it cannot follow a change of key."""
    sealed: bytes = b""


@dataclass(frozen=True)
class KeyFile:
    """What a key file says; ``check`` tells whether a key is the one of this file, and nothing more."""

    id: str
    """The same for as long as the data folder lives, whatever its key."""
    check: bytes
    salt: bytes
    """The first bytes of the database that this key opens; nothing in a file of the first form."""
    slots: tuple[Slot, ...]
    former: tuple[bytes, ...] = ()
    """Keys given up, under the present one: copies that were not made anew yet need them."""
    version: int = field(default=_VERSION, compare=False)
    seal: bytes = field(default=b"", compare=False)
    """Made with the key over all the rest: who does not hold it adds nobody."""

    @property
    def users(self) -> tuple[str, ...]:
        """The users who can log in, in the order they were added."""
        return tuple(slot.user for slot in self.slots if slot.kind == USER)


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


def write(path: Path, keys: KeyFile, key: bytearray) -> None:
    """Write a key file, sealed with the database key."""
    content = _content(keys)
    content["seal"] = _b64(_seal_of(key, content))
    content["sum"] = sum_of(content)
    write_whole(path, strictjson.dump_readable(content))


def is_sealed_with(keys: KeyFile, key: bytearray) -> bool:
    """Whether nobody but holders of the key had a hand in what the file says."""
    return keys.version < _VERSION or hmac.compare_digest(_seal_of(key, _content(keys)), keys.seal)


def check_of(key: bytearray, file_id: str) -> bytes:
    """Return what tells whether a key is the one of a file."""
    return hmac.digest(bytes(key), f"{_FORMAT} check {file_id}".encode(), "sha256")


def sum_of(content: dict[str, object]) -> str:
    """Return what tells a damaged file apart from a wrong password."""
    return hashlib.sha256(strictjson.dump(content)).hexdigest()


def new_slot(file_id: str, kind: str, user: str, secret: str, key: bytearray, cost: Cost) -> Slot:
    """Return a slot with a key pair of its own that opens with a secret."""
    private, public = sealing.new_pair()
    slot = Slot(secrets.token_hex(16), kind, user, cost, secrets.token_bytes(SALT_BYTES), b"", public)
    with _derived(slot, secret) as derived:
        slot = replace(slot, wrapped=sealing.wrap(derived, private, _bound(file_id, slot)))
    wipe(private)
    return sealed_to(file_id, slot, key)


def sealed_to(file_id: str, slot: Slot, key: bytearray) -> Slot:
    """Return a slot that opens to this database key; no password is needed for it."""
    return replace(slot, sealed=sealing.seal(slot.public, key, _bound(file_id, slot)))


def nobody(keys: KeyFile) -> Slot:
    """Return a slot that nothing opens: an unknown user costs the same time as a wrong password of the others."""
    cost = keys.slots[0].cost if keys.slots else COST
    blank = bytes(KEY_BYTES)
    return Slot("", USER, "", cost, bytes(SALT_BYTES), bytes(_WRAPPED_BYTES), blank, bytes(_SEALED_BYTES))


def opened(path: Path, keys: KeyFile, slot: Slot, secret: str) -> bytearray:
    """Return the database key that a secret opens a slot to.

    Raises:
        UserError: AS-1001 the wrong secret.
        DataError: AS-1004 the file was put together from parts, or changed by somebody without the key.
    """
    bound = _bound(keys.id, slot)
    try:
        with _derived(slot, secret) as derived:
            key: bytearray = sealing.unwrap(derived, slot.wrapped, bound)
        if slot.public:
            private, key = key, sealing.open_sealed(key, slot.public, slot.sealed, bound)
            wipe(private)
    except sealing.SealError as error:
        raise UserError("AS-1001") from error
    if not hmac.compare_digest(check_of(key, keys.id), keys.check) or not is_sealed_with(keys, key):
        raise DataError("AS-1004", name=path.name)
    return key


def wipe(secret: bytearray) -> None:
    """Overwrite a secret in memory."""
    secret[:] = bytes(len(secret))


def _bound(file_id: str, slot: Slot) -> bytes:
    cost = slot.cost
    version = _VERSION if slot.public else 1
    said: list[object] = [_FORMAT, version, file_id, slot.id, slot.kind, slot.user]
    said += [cost.memory_kib, cost.passes, cost.lanes]
    return strictjson.dump([*said, _b64(slot.public)] if slot.public else said)


@contextmanager
def _derived(slot: Slot, secret: str) -> Iterator[bytearray]:
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


def _seal_of(key: bytearray, content: dict[str, object]) -> bytes:
    return hmac.digest(bytes(key), f"{_FORMAT} seal ".encode() + strictjson.dump(content), "sha256")


def _content(keys: KeyFile) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "id": keys.id,
        "check": _b64(keys.check),
        "database": _b64(keys.salt),
        "former": [_b64(each) for each in keys.former],
        "slots": [_slot_entry(slot) for slot in keys.slots],
    }


def _slot_entry(slot: Slot) -> dict[str, object]:
    cost = slot.cost
    return {
        "id": slot.id,
        "kind": slot.kind,
        "user": slot.user,
        "argon2id": {"memory_kib": cost.memory_kib, "passes": cost.passes, "lanes": cost.lanes},
        "salt": _b64(slot.salt),
        "wrapped": _b64(slot.wrapped),
        "public": _b64(slot.public),
        "sealed": _b64(slot.sealed),
    }


def _parsed(content: dict[str, Any]) -> KeyFile:
    if content.pop("sum") != sum_of(content):
        raise ValueError("the sum does not fit")
    version = content["version"]
    slots = tuple(_parsed_slot(entry, version) for entry in content["slots"])
    file_id, check = _text(content["id"]), _unb64(content["check"], 32)
    if version < _VERSION:
        return KeyFile(file_id, check, b"", slots, version=version)
    former = tuple(_unb64(each, _WRAPPED_BYTES) for each in content["former"])
    salt, seal = _unb64(content["database"], SALT_BYTES, 0), _unb64(content["seal"], 32)
    return KeyFile(file_id, check, salt, slots, former, version, seal)


def _parsed_slot(entry: dict[str, Any], version: int) -> Slot:
    if entry["kind"] not in (USER, RECOVERY):
        raise ValueError("unknown kind of slot")
    wrapped, public, sealed = _text(entry["wrapped"]), b"", b""
    if version >= _VERSION:
        public = _unb64(entry["public"], KEY_BYTES, 0)
        sealed = _unb64(entry["sealed"], _SEALED_BYTES, 0)
        opens = _unb64(wrapped, _WRAPPED_BYTES)
    else:
        opens = _unb64(entry["nonce"], _NONCE_BYTES) + _unb64(wrapped, _WRAPPED_BYTES - _NONCE_BYTES)
    return Slot(
        id=_text(entry["id"]),
        kind=entry["kind"],
        user=_text(entry["user"]),
        cost=Cost(**{name: _whole(number) for name, number in entry["argon2id"].items()}),
        salt=_unb64(entry["salt"], SALT_BYTES),
        wrapped=opens,
        public=public,
        sealed=sealed,
    )


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _unb64(entry: object, *lengths: int) -> bytes:
    try:
        content = base64.b64decode(_text(entry), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if len(content) not in lengths:
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
