"""Opens a sealed file from elsewhere and asks who signed it: the same for packages and receipts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from ansinh_desktop.crypto import envelope
from ansinh_desktop.crypto.spool import SealedSpool, SpoolFullError
from ansinh_desktop.errors import DataError
from ansinh_desktop.services.sync.card import Card, recipient_fingerprint
from ansinh_desktop.services.sync.manifest import Receiver, Sender

OLD_RECEIPT_MARK: Final = b"ansinh-receipt "
"""How the content of a receipt of the first format begins, which was no archive."""

KnownSenders: TypeAlias = Callable[[Sender], str | None]
"""Returns the verify key of a sender whose card is trusted, or nothing."""


@dataclass(frozen=True)
class Route:
    """From whom a package or a receipt goes to whom."""

    sign_key: str
    receiver: Card
    own_recipient: str
    """The sender opens what it sent with this, long afterwards."""

    @property
    def recipients(self) -> list[str]:
        """Who can open it."""
        return list(dict.fromkeys((self.receiver.recipient, self.own_recipient)))


def receiver_of(card: Card) -> Receiver:
    """Return how a package or a receipt names its receiver."""
    return Receiver(card.receiver_fingerprint, card.name)


def open_sealed(path: Path, identities: Sequence[str], limit: int) -> SealedSpool:
    """Decrypt a file into a spool; nothing in it is trusted yet.

    Raises:
        DataError: AS-5001 no sealed file, AS-5002 for another receiver, AS-5003 damaged or cut off, AS-5004
            too big, AS-5018 cannot be read.
    """
    spool = SealedSpool(limit)
    try:
        with path.open("rb") as source:
            if path.stat().st_size > limit:
                raise SpoolFullError
            envelope.decrypt(source, spool, identities)
        spool.finish()
    except BaseException as error:
        spool.close()
        code = next((code for kind, code in _CODES.items() if isinstance(error, kind)), None)
        if code is None:
            raise
        raise DataError(code, name=path.name, most=limit >> 20) from error
    return spool


def require_signature(
    name: str, sender: Sender, content: bytes | memoryview, signature: bytes, known_senders: KnownSenders
) -> None:
    """Refuse what no known sender signed.

    Raises:
        DataError: AS-5006 unknown sender, AS-5007 the signature does not fit.
    """
    verify_key = known_senders(sender)
    if verify_key is None:
        raise DataError("AS-5006", name=name, unit=sender.name, unit_code=sender.code)
    if not envelope.is_signed(verify_key, content, signature):
        raise DataError("AS-5007", name=name, unit=sender.name)


def require_receiver(name: str, receiver: Receiver, identities: Sequence[str]) -> None:
    """Refuse what its sender meant for someone else, although we can open it.

    Raises:
        DataError: AS-5008 addressed to another unit.
    """
    ours = {recipient_fingerprint(envelope.recipient_of(each)) for each in identities}
    if receiver.fingerprint not in ours:
        raise DataError("AS-5008", name=name, receiver=receiver.name)


_CODES: dict[type[Exception], str] = {
    envelope.NoEnvelopeError: "AS-5001",
    envelope.OtherReceiverError: "AS-5002",
    envelope.DamagedEnvelopeError: "AS-5003",
    SpoolFullError: "AS-5004",
    OSError: "AS-5018",
}
