"""The manifest of a package: who sends what to whom, and the digest of every part."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ansinh_desktop import text
from ansinh_desktop.crypto import strictjson
from ansinh_desktop.services.sync.reading import (
    DIGEST,
    DIGITS,
    LARGEST_NUMBER,
    NAME_LENGTH,
    TOKEN,
    UNIT,
    Entry,
    write_moment,
)

FORMAT: Final = "ansinh-package"
VERSION: Final = 1
KINDS: Final = frozenset({"update", "full", "peer", "handover"})
"""What changed; everything; to another laptop of the commune; to another officer or laptop."""

DESCRIPTOR, COVER = "datapackage.json", "index.html"
TABLE_PART = re.compile(r"data/([a-z][a-z0-9_]{0,62})\.csv")
ATTACHMENT_PART = re.compile(r"attachments/([0-9a-f]{64})")


@dataclass(frozen=True)
class Sender:
    """The device that made a package or a receipt."""

    unit: str
    """Code and first day of the period: ``30325@2025-07-01``."""
    name: str
    device: str
    epoch: str
    """Changes when a backup is restored or a laptop copied, so that a fork is seen."""

    def __post_init__(self) -> None:
        """Refuse what could not be read back."""
        sound = UNIT.fullmatch(self.unit) and TOKEN.fullmatch(self.device) and TOKEN.fullmatch(self.epoch)
        if not sound or not _is_name(self.name):
            raise ValueError(f"no sound sender: {self}")

    @property
    def code(self) -> str:
        """The unit's code without its period."""
        return self.unit.partition("@")[0]

    def content(self) -> dict[str, str]:
        """Return what goes into the JSON."""
        return {"unit": self.unit, "name": self.name, "device": self.device, "epoch": self.epoch}


@dataclass(frozen=True)
class Receiver:
    """For whom a package or a receipt is, by the fingerprint of the age recipient."""

    fingerprint: str
    name: str

    def content(self) -> dict[str, str]:
        """Return what goes into the JSON."""
        return {"fingerprint": self.fingerprint, "name": self.name}


@dataclass(frozen=True)
class Head:
    """What the sender says of a package before its parts are known."""

    id: str
    kind: str
    sender: Sender
    number: int
    previous: str
    """Digest of the package before; empty for the first of an epoch."""
    from_seq: int
    """Changes after this one travel."""
    to_seq: int
    schema: str
    created: datetime.datetime
    app: str
    rules: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    confidential: tuple[str, ...] = ()
    """Registers that the receiver shows only to users with the grant."""
    audit_head: str = ""
    """Digest of the last link of the sender's audit chain."""

    def __post_init__(self) -> None:
        """Refuse what could not be read back."""
        digests = filter(None, (self.previous, self.audit_head))
        sound = (
            self.kind in KINDS,
            1 <= self.number <= LARGEST_NUMBER,
            0 <= self.from_seq <= self.to_seq <= LARGEST_NUMBER,
            all(map(DIGEST.fullmatch, digests)),
            all(map(TOKEN.fullmatch, (self.id, *self.confidential, *self.rules, *self.lists))),
            all(map(_is_name, (self.schema, self.app))),
            self.created.tzinfo is not None,
        )
        if not all(sound):
            raise ValueError(f"no sound head of a package: {self}")


@dataclass(frozen=True)
class Part:
    """One file inside a package; only tables have rows."""

    name: str
    size: int
    rows: int | None
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """All that the signature covers."""

    head: Head
    receiver: Receiver
    parts: tuple[Part, ...]

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        found = {}
        for part in self.parts:
            table = TABLE_PART.fullmatch(part.name)
            if table and part.rows is not None:
                found[table[1]] = part.rows
        return found

    @property
    def attachments(self) -> tuple[str, ...]:
        """The digests of the attachments, which are their names."""
        return tuple(found[1] for part in self.parts if (found := ATTACHMENT_PART.fullmatch(part.name)))


def write_manifest(manifest: Manifest) -> bytes:
    """Return the bytes that are signed."""
    head = manifest.head
    return strictjson.dump_readable(
        {
            "format": FORMAT,
            "version": VERSION,
            "id": head.id,
            "kind": head.kind,
            "sender": head.sender.content(),
            "receiver": manifest.receiver.content(),
            "number": head.number,
            "previous": head.previous,
            "from_seq": head.from_seq,
            "to_seq": head.to_seq,
            "schema": head.schema,
            "rules": dict(head.rules),
            "lists": dict(head.lists),
            "created": write_moment(head.created),
            "app": head.app,
            "confidential": list(head.confidential),
            "audit_head": head.audit_head,
            "parts": [_part_content(each) for each in manifest.parts],
        }
    )


def read_sender(entry: Entry) -> Sender:
    """Read who sends.

    Raises:
        MalformedError: Nobody of ours.
    """
    found = Sender(
        unit=entry.text("unit", pattern=UNIT),
        name=entry.text("name"),
        device=entry.text("device", pattern=TOKEN),
        epoch=entry.text("epoch", pattern=TOKEN),
    )
    entry.end()
    return found


def read_receiver(entry: Entry) -> Receiver:
    """Read for whom it is.

    Raises:
        MalformedError: Nobody of ours.
    """
    found = Receiver(fingerprint=entry.text("fingerprint", pattern=DIGITS), name=entry.text("name"))
    entry.end()
    return found


def read_manifest(entry: Entry, sender: Sender) -> Manifest:
    """Read what is left of a manifest once its format, version and sender are known.

    Raises:
        MalformedError: A field is missing, unknown, or not what it must be.
    """
    receiver = read_receiver(entry.entry("receiver"))
    try:
        head = Head(
            id=entry.text("id", pattern=TOKEN),
            kind=entry.choice("kind", KINDS),
            sender=sender,
            number=entry.whole("number", least=1),
            previous=entry.text("previous", pattern=DIGEST, blank=True),
            from_seq=entry.whole("from_seq"),
            to_seq=entry.whole("to_seq"),
            schema=entry.text("schema"),
            created=entry.moment("created"),
            app=entry.text("app"),
            rules=entry.versions("rules"),
            lists=entry.versions("lists"),
            confidential=entry.words("confidential"),
            audit_head=entry.text("audit_head", pattern=DIGEST, blank=True),
        )
    except ValueError as error:
        raise entry.fault("to_seq") from error
    parts = tuple(_read_part(each) for each in entry.entries("parts"))
    entry.end()
    return Manifest(head, receiver, parts)


def _is_name(name: str) -> bool:
    return 0 < len(name) <= NAME_LENGTH and text.clean(name) == name


def _part_content(part: Part) -> dict[str, object]:
    return {"name": part.name, "bytes": part.size, "rows": part.rows, "sha256": part.sha256}


def _read_part(entry: Entry) -> Part:
    # The name is judged by the reader of the package, which has its own sentence for a name that leads elsewhere.
    name, rows = entry.long_text("name", most=NAME_LENGTH), entry.take("rows")
    is_table = TABLE_PART.fullmatch(name) is not None
    is_count = isinstance(rows, int) and not isinstance(rows, bool) and 0 <= rows <= LARGEST_NUMBER
    if is_table != is_count or (not is_table and rows is not None):
        raise entry.fault("rows")
    part = Part(name, entry.whole("bytes"), rows, entry.text("sha256", pattern=DIGEST))
    entry.end()
    return part
