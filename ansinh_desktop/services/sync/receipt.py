"""Receipts (.agrcpt): what became of every record of a package, signed and sealed for its sender.

Inside the age file: one line with the signature, then JSON lines. The first says which package is answered;
each of the others is the answer to one record, one table's count and digest, one possible duplicate, one proposed
correction, or one update of a code list or of the rules.
"""

import base64
import binascii
import datetime
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TypeAlias

from ansinh_desktop import clock
from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.crypto.spool import SealedSpool
from ansinh_desktop.errors import BugError, DataError, UserError
from ansinh_desktop.paths import write_whole
from ansinh_desktop.services.sync.card import short_device
from ansinh_desktop.services.sync.manifest import Receiver, Sender, read_receiver, read_sender
from ansinh_desktop.services.sync.reading import DIGEST, TOKEN, UNIT, Entry, MalformedError, write_moment
from ansinh_desktop.services.sync.sealed import (
    ARCHIVE_MARK,
    RECEIPT_MARK,
    KnownSenders,
    Route,
    open_sealed,
    receiver_of,
    require_receiver,
    require_signature,
)

SUFFIX: Final = ".agrcpt"
FORMAT: Final = "ansinh-receipt"
VERSION: Final = 1
LARGEST_FILE: Final = 32 << 20
LARGEST_UPDATE: Final = 1 << 20
LONGEST_TEXT: Final = 2000
_LONGEST_LINE: Final = 64 * 1024
_LONGEST_UPDATE_LINE: Final = 2 * LARGEST_UPDATE + _LONGEST_LINE
_LONGEST_SIGNATURE_LINE: Final = 256

STATES: Final = frozenset({"imported", "already", "held", "refused", "full_wanted"})
"""Taken in; taken in before; waits for an earlier package; refused; a fork, so that all must be sent."""
RESULTS: Final = frozenset({"accepted", "updated", "already", "held", "rejected"})
UPDATE_KINDS: Final = frozenset({"list", "rules"})

Plain: TypeAlias = str | int | float | bool | None
_CODE = re.compile(r"AS-[0-9]{4}")


@dataclass(frozen=True)
class Answered:
    """The package that a receipt answers."""

    id: str
    unit: str
    device: str
    epoch: str
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record; ``code``, ``text`` and ``todo`` say why where it was not taken."""

    table: str
    id: str
    result: str
    code: str = ""
    text: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class TableState:
    """What the receiver counts of a table after the import; the sender compares it with its own."""

    table: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Someone who may be known to another unit as well."""

    table: str
    id: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that the receiver proposes; the officer accepts or declines it."""

    table: str
    id: str
    field: str
    found: Plain | list[Plain]
    proposed: Plain | list[Plain]
    reason: str


@dataclass(frozen=True, slots=True)
class Update:
    """A newer code list or rule set to take over."""

    kind: str
    name: str
    version: str
    content: str


Line: TypeAlias = Outcome | TableState | Duplicate | Correction | Update


@dataclass(frozen=True)
class Receipt:
    """An answer to one package."""

    id: str
    sender: Sender
    receiver: Receiver
    package: Answered
    state: str
    created: datetime.datetime
    app: str
    confirmed_seq: int
    """Every change up to this one is in the receiver's hands."""
    missing: tuple[int, ...] = ()
    """Numbers of the packages that must come first."""
    text: str = ""
    """Why the package as a whole was not taken."""
    lines: Sequence[Line] = ()

    def __post_init__(self) -> None:
        """Refuse what could not be read back."""
        if self.state not in STATES or not TOKEN.fullmatch(self.id) or self.created.tzinfo is None:
            raise ValueError(f"no sound receipt: {self.id}")

    @property
    def outcomes(self) -> list[Outcome]:
        """What became of each record."""
        return [each for each in self.lines if isinstance(each, Outcome)]

    @property
    def counts(self) -> dict[str, int]:
        """How many records had each result."""
        return dict(Counter(each.result for each in self.outcomes))

    @property
    def tables(self) -> list[TableState]:
        """Counts and digests after the import."""
        return [each for each in self.lines if isinstance(each, TableState)]

    @property
    def duplicates(self) -> list[Duplicate]:
        """Possible duplicates."""
        return [each for each in self.lines if isinstance(each, Duplicate)]

    @property
    def corrections(self) -> list[Correction]:
        """Proposed corrections."""
        return [each for each in self.lines if isinstance(each, Correction)]

    @property
    def updates(self) -> list[Update]:
        """Newer code lists and rules."""
        return [each for each in self.lines if isinstance(each, Update)]


def file_name(receipt: Receipt) -> str:
    """Return how a receipt is called: as the package that it answers, with the day of the answer."""
    answered, day = receipt.package, clock.local(receipt.created).strftime("%Y%m%d")
    code = answered.unit.partition("@")[0]
    return f"{code}-{short_device(answered.device)}-{answered.number:06}-{day}{SUFFIX}"


def write_receipt(folder: Path, receipt: Receipt, route: Route) -> Path:
    """Write a receipt into a folder, signed, and sealed for the sender of the package.

    Raises:
        UserError: AS-5026 too long, AS-5019 the folder cannot be written.
    """
    if receipt.receiver != receiver_of(route.receiver):
        raise BugError("a receipt is sealed for the receiver that it names")
    path = folder / file_name(receipt)
    body = _spelled(receipt)
    _require_readable(body)
    signature = base64.b64encode(envelope.sign(route.sign_key, body))
    content = RECEIPT_MARK + signature + b"\n" + body
    if len(content) > LARGEST_FILE - _LONGEST_LINE:
        raise UserError("AS-5026", name=path.name)
    try:
        write_whole(path, lambda out: envelope.encrypt(io.BytesIO(content), out, route.recipients))
    except OSError as error:
        raise UserError("AS-5019", name=path.name) from error
    return path


def open_receipt(
    path: Path, identities: Sequence[str], known_senders: KnownSenders, *, as_sender: bool = False
) -> Receipt:
    """Open and verify a receipt; ``as_sender`` looks into one that we wrote ourselves.

    Raises:
        DataError: One of AS-5001 … AS-5024 says in one sentence why it is refused.
    """
    with open_sealed(path, identities, LARGEST_FILE) as spool:
        try:
            found = _read(path.name, spool, known_senders)
        except MalformedError as error:
            raise DataError("AS-5013", name=path.name, what=error.what) from error
    if not as_sender:
        require_receiver(path.name, found.receiver, identities)
    return found


def _require_readable(body: bytes) -> None:
    """Read what is about to be signed, so that no receipt is written that its receiver would refuse."""
    stream = io.BytesIO(body)
    try:
        entry = Entry.load(stream.readline(), "receipt")
        entry.take("format")
        entry.take("version")
        _read_head(entry, read_sender(entry.entry("sender")), ())
        for _ in _read_lines(stream):
            pass
    except MalformedError as error:
        raise BugError(f"no sound receipt: {error.what}") from error


def _spelled(receipt: Receipt) -> bytes:
    head = {
        "format": FORMAT,
        "version": VERSION,
        "id": receipt.id,
        "sender": receipt.sender.content(),
        "receiver": receipt.receiver.content(),
        "package": asdict(receipt.package),
        "state": receipt.state,
        "created": write_moment(receipt.created),
        "app": receipt.app,
        "confirmed_seq": receipt.confirmed_seq,
        "missing": list(receipt.missing),
        "text": receipt.text,
    }
    lines = [head, *({"line": _NAMES[type(each)], **asdict(each)} for each in receipt.lines)]
    return b"".join(strictjson.dump(each) + b"\n" for each in lines)


def _read(name: str, spool: SealedSpool, known_senders: KnownSenders) -> Receipt:
    content = spool.readall()
    if content.startswith(ARCHIVE_MARK):
        raise DataError("AS-5024", name=name)
    stream = io.BytesIO(content)
    signature = _read_signature(stream.readline(_LONGEST_SIGNATURE_LINE))
    start = stream.tell()
    entry = Entry.load(stream.readline(_LONGEST_LINE), "receipt")
    if entry.take("format") != FORMAT:
        raise entry.fault("format")
    if entry.whole("version", least=1) > VERSION:
        raise DataError("AS-5005", name=name)
    sender = read_sender(entry.entry("sender"))
    require_signature(name, sender, memoryview(content)[start:], signature, known_senders)
    return _read_head(entry, sender, tuple(_read_lines(stream)))


def _read_signature(line: bytes) -> bytes:
    try:
        if not line.startswith(RECEIPT_MARK) or not line.endswith(b"\n"):
            raise MalformedError("receipt")
        return base64.b64decode(line[len(RECEIPT_MARK) : -1], validate=True)
    except binascii.Error as error:
        raise MalformedError("receipt.signature") from error


def _read_head(entry: Entry, sender: Sender, lines: tuple[Line, ...]) -> Receipt:
    found = Receipt(
        id=entry.text("id", pattern=TOKEN),
        sender=sender,
        receiver=read_receiver(entry.entry("receiver")),
        package=_read_answered(entry.entry("package")),
        state=entry.choice("state", STATES),
        created=entry.moment("created"),
        app=entry.text("app"),
        confirmed_seq=entry.whole("confirmed_seq"),
        missing=entry.wholes("missing"),
        text=entry.long_text("text", most=LONGEST_TEXT),
        lines=lines,
    )
    entry.end()
    return found


def _read_answered(entry: Entry) -> Answered:
    found = Answered(
        id=entry.text("id", pattern=TOKEN),
        unit=entry.text("unit", pattern=UNIT),
        device=entry.text("device", pattern=TOKEN),
        epoch=entry.text("epoch", pattern=TOKEN),
        number=entry.whole("number", least=1),
        digest=entry.text("digest", pattern=DIGEST),
    )
    entry.end()
    return found


def _read_lines(stream: io.BytesIO) -> Iterator[Line]:
    while line := stream.readline(_LONGEST_UPDATE_LINE):
        entry = Entry.load(line, "receipt")
        kind = entry.choice("line", frozenset(_READERS))
        if len(line) > _LONGEST_LINE and kind != "update":
            raise MalformedError(f"receipt.{kind}")
        yield _READERS[kind](entry)
        entry.end()


def _again(text: str) -> str:
    """Keep a text that most lines repeat only once in memory."""
    return sys.intern(text)


def _read_outcome(entry: Entry) -> Outcome:
    return Outcome(
        table=_again(entry.text("table", pattern=TOKEN)),
        id=entry.text("id", pattern=TOKEN),
        result=_again(entry.choice("result", RESULTS)),
        code=_again(entry.text("code", pattern=_CODE, blank=True)),
        text=_again(entry.long_text("text", most=LONGEST_TEXT)),
        todo=_again(entry.long_text("todo", most=LONGEST_TEXT)),
    )


def _read_table(entry: Entry) -> TableState:
    return TableState(
        table=entry.text("table", pattern=TOKEN),
        rows=entry.whole("rows"),
        digest=entry.text("digest", pattern=DIGEST),
    )


def _read_duplicate(entry: Entry) -> Duplicate:
    return Duplicate(
        table=_again(entry.text("table", pattern=TOKEN)),
        id=entry.text("id", pattern=TOKEN),
        unit=_again(entry.text("unit")),
        text=_again(entry.long_text("text", most=LONGEST_TEXT)),
    )


def _read_correction(entry: Entry) -> Correction:
    return Correction(
        table=_again(entry.text("table", pattern=TOKEN)),
        id=entry.text("id", pattern=TOKEN),
        field=_again(entry.text("field", pattern=TOKEN)),
        found=_plain(entry, "found"),
        proposed=_plain(entry, "proposed"),
        reason=_again(entry.long_text("reason", most=LONGEST_TEXT)),
    )


def _plain(entry: Entry, key: str) -> Plain | list[Plain]:
    """Take one value or a list of values, never more: nesting would let a small file fill the memory."""
    value = entry.take(key)
    for each in value if isinstance(value, list) else (value,):
        if isinstance(each, (list, dict)):
            raise entry.fault(key)
    plain: Plain | list[Plain] = value
    return plain


def _read_update(entry: Entry) -> Update:
    return Update(
        kind=entry.choice("kind", UPDATE_KINDS),
        name=entry.text("name", pattern=TOKEN),
        version=entry.text("version"),
        content=entry.long_text("content", most=LARGEST_UPDATE),
    )


_NAMES: Final[dict[type[Line], str]] = {
    Outcome: "outcome",
    TableState: "table",
    Duplicate: "duplicate",
    Correction: "correction",
    Update: "update",
}
_READERS: Final[dict[str, Callable[[Entry], Line]]] = {
    "outcome": _read_outcome,
    "table": _read_table,
    "duplicate": _read_duplicate,
    "correction": _read_correction,
    "update": _read_update,
}
