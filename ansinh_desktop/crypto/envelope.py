"""Signs what a unit sends (Ed25519) and seals it for its receiver (age v1, readable with the stock tool)."""

import base64
import binascii
import functools
import hashlib
import io
from collections.abc import Sequence
from typing import BinaryIO, Final, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ansinh_desktop.errors import AnSinhError

Stream: TypeAlias = BinaryIO | io.RawIOBase

SIGNATURE_BYTES = 64
_KEY_BYTES = 32
_MAGIC: Final = b"age-encryption.org/v1\n"
_LARGEST_HEADER = 64 * 1024
_FINGERPRINT_GROUPS, _GROUP_DIGITS = 6, 5


class EnvelopeError(AnSinhError):
    """A sealed file that cannot be opened."""


class NoEnvelopeError(EnvelopeError):
    """It is no age file at all."""


class OtherReceiverError(EnvelopeError):
    """None of our identities opens it."""


class DamagedEnvelopeError(EnvelopeError):
    """It was changed or cut off on its way."""


def new_sign_key() -> str:
    """Return a fresh Ed25519 key to sign with (base64 of 32 bytes); kept only in the encrypted data file."""
    return _b64(Ed25519PrivateKey.generate().private_bytes_raw())


def verify_key_of(sign_key: str) -> str:
    """Return the public half, which goes on the unit card."""
    return _b64(_private(sign_key).public_key().public_bytes_raw())


def sign(sign_key: str, content: bytes) -> bytes:
    """Return the 64 bytes that prove who wrote ``content``."""
    return _private(sign_key).sign(content)


def is_signed(verify_key: str, content: bytes | memoryview, signature: bytes) -> bool:
    """Say whether the owner of a verify key signed exactly this."""
    try:
        Ed25519PublicKey.from_public_bytes(_raw(verify_key)).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_verify_key(text: str) -> bool:
    """Say whether a text from elsewhere is the one spelling of a verify key."""
    try:
        return _b64(_raw(text)) == text
    except ValueError:
        return False


def new_identity() -> str:
    """Return a fresh age identity (``AGE-SECRET-KEY-1…``); kept only in the encrypted data file."""
    from pyrage import x25519  # noqa: PLC0415 - loaded only where packages are made or read

    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the public half of an identity (``age1…``), which goes on the unit card."""
    from pyrage import x25519  # noqa: PLC0415

    return str(x25519.Identity.from_str(identity).to_public())


def is_recipient(text: str) -> bool:
    """Say whether a text from elsewhere is the one spelling of an age recipient."""
    from pyrage import RecipientError, x25519  # noqa: PLC0415

    try:
        return str(x25519.Recipient.from_str(text)) == text
    except RecipientError:
        return False


def fingerprint(content: bytes) -> str:
    """Return groups of digits that two officers can compare by phone (99 bits of SHA-256)."""
    number = int.from_bytes(hashlib.sha256(content).digest()) % 10 ** (_FINGERPRINT_GROUPS * _GROUP_DIGITS)
    digits = f"{number:0{_FINGERPRINT_GROUPS * _GROUP_DIGITS}}"
    return " ".join(digits[at : at + _GROUP_DIGITS] for at in range(0, len(digits), _GROUP_DIGITS))


def encrypt(source: Stream, target: Stream, recipients: Sequence[str]) -> None:
    """Seal everything that ``source`` still holds for all recipients; memory stays small.

    Raises:
        OSError: A stream cannot be read or written.
    """
    import pyrage  # noqa: PLC0415

    keys = [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    watched, written = _Watched(source), _Watched(target)
    try:
        pyrage.encrypt_io(watched, written, keys)
    except (pyrage.EncryptError, OSError) as error:
        raise watched.fault or written.fault or error from None


def decrypt(source: Stream, target: Stream, identities: Sequence[str]) -> None:
    """Open a sealed file into ``target``, which must count on being given only a part before an error.

    Raises:
        NoEnvelopeError: It is no age file.
        OtherReceiverError: None of the identities opens it.
        DamagedEnvelopeError: It was changed or cut off.
        OSError: A stream cannot be read or written; whatever ``target`` itself raises comes through as well.
    """
    import pyrage  # noqa: PLC0415

    _require_header(source)
    keys = [pyrage.x25519.Identity.from_str(each) for each in identities]
    watched, written = _Watched(source), _Watched(target)
    try:
        pyrage.decrypt_io(watched, written, keys)
    except (pyrage.DecryptError, OSError) as error:
        fault = watched.fault or written.fault
        if fault is not None:
            raise fault from None
        if "No matching keys" in str(error):
            raise OtherReceiverError from error
        raise DamagedEnvelopeError from error


class _Watched:
    """A stream for pyrage that remembers what went wrong on our side: pyrage reports all faults alike."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.fault: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except Exception as error:
            self.fault = error
            raise

    def write(self, content: bytes) -> int:
        try:
            return self._stream.write(content)
        except Exception as error:
            self.fault = error
            raise

    def flush(self) -> None:
        try:
            self._stream.flush()
        except Exception as error:
            self.fault = error
            raise


def _require_header(source: Stream) -> None:
    """Look for a short age header first, for an endless one would fill the memory."""
    start = source.read(_LARGEST_HEADER)
    source.seek(-len(start), 1)
    if not start.startswith(_MAGIC):
        if _MAGIC.startswith(start):
            raise DamagedEnvelopeError
        raise NoEnvelopeError
    if b"\n---" not in start:
        raise DamagedEnvelopeError


def forget_keys() -> None:
    """Keep no key to sign with any longer: the data are locked."""
    _private.cache_clear()


@functools.lru_cache(maxsize=1)  # every unit of work signs the end of the history
def _private(sign_key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_raw(sign_key))


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _raw(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if len(content) != _KEY_BYTES:
        raise ValueError("not as long as a key")
    return content
