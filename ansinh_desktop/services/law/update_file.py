"""Update files of the law (.aglaw): whole texts, signed by the unit that receives our packages or by a maker."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.errors import DataError
from ansinh_desktop.services.law.installed import KeptText
from ansinh_desktop.services.sync.reading import NAME_LENGTH, TOKEN, UNIT, Entry, write_moment
from ansinh_desktop.services.sync.signed import SignedKind, is_signed

SUFFIX: Final = ".aglaw"
_LARGEST_FILE: Final = 8 * 1024 * 1024
_KIND: Final = SignedKind(
    "law",
    "ansinh-law",
    1,
    _LARGEST_FILE,
    unreadable="AS-6501",
    malformed="AS-6502",
    newer="AS-6503",
    unwritable="AS-6506",
)
_PLACE = re.compile(r"(rules|code_lists)/[a-z0-9_]{1,60}")


@dataclass(frozen=True)
class Signer:
    """Who signed an update: a device of a unit, or a maker, who has neither unit nor device."""

    name: str
    unit: str = ""
    device: str = ""
    epoch: str = ""
    """Of the device: another one after a copy was brought back."""
    number: int = 0
    """How far the history of the device went when it signed: what it signed later has a higher one, whatever its clock."""

    def follows(self, earlier: KeptText) -> bool | None:
        """Return whether this was signed after something of the same device; None where only the clocks can tell.

        Args:
            earlier: The ``device``, ``epoch`` and ``number`` of what is in use.
        """
        if not self.number or (self.device, self.epoch) != (earlier.get("device"), earlier.get("epoch")):
            return None
        return self.number > int(earlier.get("number", 0))


@dataclass(frozen=True)
class LawUpdate:
    """One update as it stands in its file."""

    issued: datetime.datetime
    """In UTC; of two updates of one file by different signers the later one rules."""
    title: str
    source: str
    """The decree or resolution that it brings."""
    signer: Signer
    texts: Mapping[str, str]
    """Whole files by their place: ``rules/holidays``."""

    @property
    def content(self) -> dict[str, object]:
        """What is signed."""
        return {
            **_KIND.head,
            "issued": write_moment(self.issued),
            "title": self.title,
            "source": self.source,
            "signer": asdict(self.signer),
            "files": [{"place": place, "text": self.texts[place]} for place in sorted(self.texts)],
        }

    @property
    def fingerprint(self) -> str:
        """Digits that two officers can compare by telephone."""
        return envelope.fingerprint(strictjson.dump(self.content))


@dataclass(frozen=True)
class SignedUpdate:
    """An update with its signature, of which nobody has asked yet whose it is."""

    update: LawUpdate
    signature: bytes
    name: str

    def require(self, verify_key: str | None) -> LawUpdate:
        """Return the update if that key signed it.

        Raises:
            DataError: AS-6504 nobody whom we trust signed it, AS-6505 it was changed afterwards.
        """
        if verify_key is None:
            raise DataError("AS-6504", name=self.name, signer=self.update.signer.name)
        if not is_signed(verify_key, self.update.content, self.signature):
            raise DataError("AS-6505", name=self.name, signer=self.update.signer.name)
        return self.update


def write_update(path: Path, update: LawUpdate, sign_key: str) -> None:
    """Write an update, signed.

    Raises:
        UserError: AS-6506 the file cannot be written.
    """
    _KIND.write(path, update.content, sign_key)


def read_update(path: Path) -> SignedUpdate:
    """Read an update file; nothing in it is trusted until its signature was asked for.

    Raises:
        DataError: AS-6501 cannot be read, AS-6502 no update file, AS-6503 of a newer program.
    """
    return _KIND.read(path, lambda entry, signature: SignedUpdate(_parsed(entry), signature, path.name))


def _parsed(entry: Entry) -> LawUpdate:
    return LawUpdate(
        issued=entry.moment("issued"),
        title=entry.text("title"),
        source=entry.text("source"),
        signer=_signer(entry.entry("signer")),
        texts=_texts(entry),
    )


def _signer(entry: Entry) -> Signer:
    found = Signer(
        name=entry.text("name", most=NAME_LENGTH),
        unit=entry.text("unit", pattern=UNIT, blank=True),
        device=entry.text("device", pattern=TOKEN, blank=True),
        epoch=entry.text("epoch", pattern=TOKEN, blank=True),
        number=entry.whole("number"),
    )
    entry.end()
    return found


def _texts(entry: Entry) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in entry.entries("files"):
        place = each.text("place", pattern=_PLACE)
        if place in found:
            raise each.fault("place")
        found[place] = each.long_text("text", most=_LARGEST_FILE)
        each.end()
    if not found:
        raise entry.fault("files")
    return found
