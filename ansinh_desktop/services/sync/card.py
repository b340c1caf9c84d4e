"""Unit cards (.agcard): how two units come to know each other's keys."""

import datetime
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from ansinh_desktop import text
from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.errors import DataError
from ansinh_desktop.services.sync.reading import CODE, NAME_LENGTH, TOKEN, Entry
from ansinh_desktop.services.sync.signed import SignedKind, is_signed

SUFFIX: Final = ".agcard"
_KIND: Final = SignedKind(
    "card",
    "ansinh-card",
    1,
    16 * 1024,
    unreadable="AS-5018",
    malformed="AS-5020",
    newer="AS-5022",
    unwritable="AS-5019",
)
_QR_PREFIX: Final = "AGC1"


@dataclass(frozen=True)
class Card:
    """A unit (one device of it) as others know it.

    Two officers compare its fingerprint by phone or on paper: whoever has the same digits has the same name,
    the same code and the same keys.
    """

    code: str
    """The unit's code in the national list; leading zeros count."""
    valid_from: datetime.date
    """The first day of the period in which the code means this unit."""
    valid_to: datetime.date | None
    name: str
    level: str
    """commune, province, district …: data, nothing follows from it here."""
    device: str
    verify_key: str
    recipient: str

    def __post_init__(self) -> None:
        """Refuse a card that no one could read back."""
        faults = [
            name
            for name, sound in (
                ("code", CODE.fullmatch(self.code)),
                ("name", self.name and len(self.name) <= NAME_LENGTH and text.clean(self.name) == self.name),
                ("level", TOKEN.fullmatch(self.level)),
                ("device", TOKEN.fullmatch(self.device)),
                ("valid_to", self.valid_to is None or self.valid_to >= self.valid_from),
                ("verify_key", envelope.is_verify_key(self.verify_key)),
                ("recipient", envelope.is_recipient(self.recipient)),
            )
            if not sound
        ]
        if faults:
            raise ValueError(f"no sound card: {', '.join(faults)}")

    @property
    def unit(self) -> str:
        """The unit's identifier: code and first day of the period."""
        return f"{self.code}@{self.valid_from.isoformat()}"

    @property
    def file_name(self) -> str:
        """How the card's file is called."""
        return f"{self.code}-{short_device(self.device)}{SUFFIX}"

    @cached_property
    def fingerprint(self) -> str:
        """Six groups of five digits over all that the card says."""
        return envelope.fingerprint(strictjson.dump(_content(self)))

    @cached_property
    def receiver_fingerprint(self) -> str:
        """What packages and receipts for this unit name as their receiver."""
        return recipient_fingerprint(self.recipient)

    @property
    def qr_text(self) -> str:
        """The fingerprint for a QR code, in the signs that QR packs tightest."""
        return f"{_QR_PREFIX}:{self.code.upper()}:{self.fingerprint.replace(' ', '')}"


def recipient_fingerprint(recipient: str) -> str:
    """Return the digits that stand for an age recipient."""
    return envelope.fingerprint(recipient.encode("ascii"))


def said_of(card: Card) -> dict[str, object]:
    """Return what a card says, to stand in a file that another unit signs."""
    return {key: value for key, value in _content(card).items() if key not in _KIND.head}


def vouched(entry: Entry) -> Card:
    """Read a card in a file that another unit signed: that unit answers for its keys.

    Raises:
        MalformedError, ValueError: It is none.
    """
    card = _card(entry)
    entry.end()
    return card


def short_device(device: str) -> str:
    """Return the end of a device's identifier, enough to tell a unit's files apart."""
    return re.sub(r"[^A-Za-z0-9]", "", device)[-8:]


def same_fingerprint(card: Card, heard: str) -> bool:
    """Say whether what was read out, typed or scanned is this card's fingerprint."""
    scanned = heard.strip().rpartition(":")
    if scanned[0] and scanned[0].upper() != f"{_QR_PREFIX}:{card.code.upper()}":
        return False
    return re.sub(r"\D", "", scanned[2]) == card.fingerprint.replace(" ", "")


def write_card(folder: Path, card: Card, sign_key: str) -> Path:
    """Write a unit's own card into a folder, signed by itself.

    Raises:
        UserError: AS-5019 the folder cannot be written.
    """
    if envelope.verify_key_of(sign_key) != card.verify_key:
        raise ValueError("a card is signed by its own key")
    path = folder / card.file_name
    _KIND.write(path, _content(card), sign_key)
    return path


def read_card(path: Path) -> Card:
    """Read a unit card; it proves nothing until its fingerprint is compared.

    Raises:
        DataError: AS-5018 cannot be read, AS-5020 no card, AS-5021 changed after it was made, AS-5022 newer.
    """
    return _KIND.read(path, lambda entry, signature: _parsed(entry, signature, path.name))


def _content(card: Card) -> dict[str, object]:
    return {
        **_KIND.head,
        "code": card.code,
        "valid_from": card.valid_from.isoformat(),
        "valid_to": card.valid_to.isoformat() if card.valid_to else None,
        "name": card.name,
        "level": card.level,
        "device": card.device,
        "verify_key": card.verify_key,
        "recipient": card.recipient,
    }


def _parsed(entry: Entry, signature: bytes, name: str) -> Card:
    card = _card(entry)
    if not is_signed(card.verify_key, _content(card), signature):
        raise DataError("AS-5021", name=name)
    return card


def _card(entry: Entry) -> Card:
    return Card(
        code=entry.text("code"),
        valid_from=entry.date("valid_from"),
        valid_to=entry.date_or_none("valid_to"),
        name=entry.text("name"),
        level=entry.text("level"),
        device=entry.text("device"),
        verify_key=entry.text("verify_key"),
        recipient=entry.text("recipient"),
    )
