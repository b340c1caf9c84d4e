"""The manifest of a package or receipt: who sends what to whom, and the digest of every part."""

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
VERSION: Final = 2
RECEIPT: Final = "receipt"
PEER: Final = "peer"
TRANSFER: Final = "transfer"
KINDS: Final = frozenset({"update", "whole", PEER, TRANSFER, RECEIPT})
"""What changed; everything; to another laptop of the commune; to another commune; the answer to one of these."""
STATES: Final = frozenset({"imported", "refused", "full_wanted", "fork"})
"""Taken in; refused as a whole; all must be sent; nothing taken, for it does not go on from what was taken before."""
COUNTS: Final = frozenset({"accepted", "superseded", "concurrent", "rejected"})
"""What becomes of a record: taken; older than the receiver's; both sides changed it; sent back."""
LONGEST_TEXT: Final = 2000

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
class Held:
    """How many rows of one part of the data a unit holds, and the digest over their versions."""

    rows: int
    digest: str

    def __post_init__(self) -> None:
        """Refuse what could not be read back."""
        if not 0 <= self.rows <= LARGEST_NUMBER or not DIGEST.fullmatch(self.digest):
            raise ValueError(f"no sound state: {self}")

    def content(self) -> dict[str, object]:
        """Return what goes into the JSON."""
        return {"rows": self.rows, "digest": self.digest}


@dataclass(frozen=True)
class Answer:
    """What a receipt says of the package that it answers; what became of each record stands in its tables."""

    package: str
    digest: str
    unit: str
    device: str
    epoch: str
    number: int
    """Of the package."""
    receipt: int
    """Counts the receipts of this package."""
    state: str
    lives: tuple[str, ...] = ()
    """The epochs that the receiver had before its present one."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many records had each outcome."""
    missing: tuple[int, ...] = ()
    """Numbers of packages that the receiver has not seen."""
    text: str = ""
    """Why the package as a whole was not taken."""

    def __post_init__(self) -> None:
        """Refuse what could not be read back."""
        sound = (
            UNIT.fullmatch(self.unit),
            all(map(TOKEN.fullmatch, (self.package, self.device, self.epoch, *self.lives))),
            DIGEST.fullmatch(self.digest),
            all(1 <= each <= LARGEST_NUMBER for each in (self.number, self.receipt, *self.missing)),
            self.state in STATES,
            self.counts.keys() <= COUNTS,
            all(0 <= each <= LARGEST_NUMBER for each in self.counts.values()),
            len(self.text) <= LONGEST_TEXT,
        )
        if not all(sound):
            raise ValueError(f"no sound answer: {self}")

    def content(self) -> dict[str, object]:
        """Return what goes into the JSON."""
        return {
            "package": self.package,
            "digest": self.digest,
            "unit": self.unit,
            "device": self.device,
            "epoch": self.epoch,
            "number": self.number,
            "receipt": self.receipt,
            "state": self.state,
            "lives": list(self.lives),
            "counts": dict(self.counts),
            "missing": list(self.missing),
            "text": self.text,
        }


@dataclass(frozen=True)
class Head:
    """What the sender says of a package before its parts are known."""

    id: str
    kind: str
    sender: Sender
    number: int
    schema: str
    created: datetime.datetime
    app: str
    ancestors: tuple[str, ...] = ()
    """Digests of the sender's packages to this receiver since the last one that was confirmed, the oldest first."""
    confirmed: str = ""
    """Digest of the last package that a receipt confirmed; empty where none was."""
    heard: str = ""
    """The receiver's life that the sender last heard of; a receiver that does not know it was put back unnoticed."""
    registers: tuple[str, ...] = ()
    """The registers that it speaks for."""
    held: Mapping[str, Held] = field(default_factory=dict)
    """What the receiver must hold of this unit afterwards, by part of the data."""
    rules: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    confidential: tuple[str, ...] = ()
    """Registers that the receiver shows only to users with the grant."""
    audit_head: str = ""
    """Digest of the last link of the sender's audit chain."""
    answer: Answer | None = None
    """What a receipt answers; a package answers nothing."""

    def __post_init__(self) -> None:
        """Refuse what could not be read back."""
        tokens = (self.id, *self.registers, *self.held, *self.confidential, *self.rules, *self.lists)
        versions = (*self.rules.values(), *self.lists.values())
        sound = (
            self.kind in KINDS,
            (self.kind == RECEIPT) == (self.answer is not None),
            1 <= self.number <= LARGEST_NUMBER,
            all(map(DIGEST.fullmatch, self.ancestors)),
            all(map(DIGEST.fullmatch, filter(None, (self.confirmed, self.audit_head)))),
            all(map(TOKEN.fullmatch, filter(None, (*tokens, self.heard)))) and all(tokens),
            all(len(each) <= NAME_LENGTH for each in versions),
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
            "ancestors": list(head.ancestors),
            "confirmed": head.confirmed,
            "heard": head.heard,
            "registers": list(head.registers),
            "held": {part: each.content() for part, each in head.held.items()},
            "answer": None if head.answer is None else head.answer.content(),
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
    kind = entry.choice("kind", KINDS)
    answer = _read_answer(entry, kind)
    head = Head(
        id=entry.text("id", pattern=TOKEN),
        kind=kind,
        sender=sender,
        number=entry.whole("number", least=1),
        schema=entry.text("schema"),
        created=entry.moment("created"),
        app=entry.text("app"),
        ancestors=entry.words("ancestors", pattern=DIGEST),
        confirmed=entry.text("confirmed", pattern=DIGEST, blank=True),
        heard=entry.text("heard", pattern=TOKEN, blank=True),
        registers=entry.words("registers"),
        held={part: _read_held(each) for part, each in entry.named_entries("held").items()},
        rules=entry.versions("rules"),
        lists=entry.versions("lists"),
        confidential=entry.words("confidential"),
        audit_head=entry.text("audit_head", pattern=DIGEST, blank=True),
        answer=answer,
    )
    parts = tuple(_read_part(each) for each in entry.entries("parts"))
    entry.end()
    return Manifest(head, receiver, parts)


def _read_answer(entry: Entry, kind: str) -> Answer | None:
    if kind != RECEIPT:
        if entry.take("answer") is not None:
            raise entry.fault("answer")
        return None
    said = entry.entry("answer")
    found = Answer(
        package=said.text("package", pattern=TOKEN),
        digest=said.text("digest", pattern=DIGEST),
        unit=said.text("unit", pattern=UNIT),
        device=said.text("device", pattern=TOKEN),
        epoch=said.text("epoch", pattern=TOKEN),
        number=said.whole("number", least=1),
        receipt=said.whole("receipt", least=1),
        state=said.choice("state", STATES),
        lives=said.words("lives"),
        counts=said.counts("counts", COUNTS),
        missing=said.wholes("missing", least=1),
        text=said.long_text("text", most=LONGEST_TEXT),
    )
    said.end()
    return found


def _read_held(entry: Entry) -> Held:
    found = Held(entry.whole("rows"), entry.text("digest", pattern=DIGEST))
    entry.end()
    return found


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
