"""Seals a short secret to somebody who need not be there (X25519), and under a key that is known (ChaCha20-Poly1305)."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class SealError(Exception):
    """It cannot be opened with this key: another one, or it was changed."""


def new_pair() -> tuple[bytearray, bytes]:
    """Return a fresh private key and its public half."""
    made = X25519PrivateKey.generate()
    return bytearray(made.private_bytes_raw()), made.public_key().public_bytes_raw()


def seal(public: bytes, secret: bytes | bytearray, bound: bytes) -> bytes:
    """Seal a secret to the owner of a public key; it opens only together with ``bound``."""
    once = X25519PrivateKey.generate()
    sender = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    # Each key of this kind seals once: the nonce need not differ.
    return sender + ChaCha20Poly1305(_derived(shared, sender, public)).encrypt(
        bytes(NONCE_BYTES), bytes(secret), bound
    )


def open_sealed(private: bytearray, public: bytes, sealed: bytes, bound: bytes) -> bytearray:
    """Open what was sealed to a public key.

    Raises:
        SealError: It was sealed to another key, bound to something else, or changed.
    """
    sender = sealed[:KEY_BYTES]
    try:
        shared = X25519PrivateKey.from_private_bytes(bytes(private)).exchange(
            X25519PublicKey.from_public_bytes(sender)
        )
        return bytearray(
            ChaCha20Poly1305(_derived(shared, sender, public)).decrypt(
                bytes(NONCE_BYTES), sealed[KEY_BYTES:], bound
            )
        )
    except (InvalidTag, ValueError) as error:
        raise SealError from error


def wrap(key: bytes | bytearray, secret: bytes | bytearray, bound: bytes) -> bytes:
    """Seal a secret under a key that both sides know."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, bytes(secret), bound)


def unwrap(key: bytes | bytearray, wrapped: bytes, bound: bytes) -> bytearray:
    """Open what :func:`wrap` sealed.

    Raises:
        SealError: Another key, bound to something else, or changed.
    """
    try:
        return bytearray(ChaCha20Poly1305(key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound))
    except (InvalidTag, ValueError) as error:
        raise SealError from error


def _derived(shared: bytes, sender: bytes, public: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, sender + public, b"ansinh-keys seal").derive(shared)
