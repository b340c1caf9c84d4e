"""Packages (.agpkg) and receipts (.agrcpt): records on their way, sealed for one receiver and signed by one device.

Outside an age file; inside a ZIP with ``manifest.json`` and its signature, a Frictionless Data Package
(``datapackage.json``, ``data/*.csv``), ``attachments/`` and a cover page. Nothing is written to the disk in
clear on either side, and the memory that is needed does not grow with the package.
"""

import functools
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from ansinh_desktop import clock
from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.crypto.spool import SealedSpool, SpoolFullError
from ansinh_desktop.db.exchange.succession import Renames, last_of
from ansinh_desktop.db.models import Columns
from ansinh_desktop.errors import BugError, DataError, UserError
from ansinh_desktop.paths import write_whole
from ansinh_desktop.services.sync import cover, tables
from ansinh_desktop.services.sync.archive import (
    LIMITS,
    MANIFEST,
    PIECE,
    SIGNATURE,
    Limits,
    Measured,
    TooLargeError,
    create_archive,
    damaged,
    limit_of,
    lines_of,
    new_entry,
    open_archive,
    read_entry,
    refusing,
    require_sound_name,
)
from ansinh_desktop.services.sync.card import short_device
from ansinh_desktop.services.sync.manifest import (
    ATTACHMENT_PART,
    COVER,
    DESCRIPTOR,
    FORMAT,
    RECEIPT,
    TABLE_PART,
    TRANSFER,
    VERSION,
    Answer,
    Head,
    Manifest,
    Part,
    Receiver,
    read_manifest,
    read_sender,
    write_manifest,
)
from ansinh_desktop.services.sync.reading import Entry, MalformedError, write_moment
from ansinh_desktop.services.sync.sealed import (
    OLD_RECEIPT_MARK,
    KnownSenders,
    Route,
    open_sealed,
    receiver_of,
    require_receiver,
    require_signature,
)
from ansinh_desktop.services.sync.tables import (
    MOST_CHUNK_BYTES,
    MOST_CHUNK_ROWS,
    CellError,
    Faults,
    LargeCellError,
    Row,
    Rows,
    Spelled,
    Step,
    Table,
    Tables,
)

__all__ = [
    "LIMITS",
    "RECEIPT_SUFFIX",
    "SUFFIX",
    "TRANSFER_MARK",
    "Limits",
    "Package",
    "Route",
    "Written",
    "file_name",
    "open_package",
    "write_package",
]

SUFFIX: Final = ".agpkg"
RECEIPT_SUFFIX: Final = ".agrcpt"
TRANSFER_MARK: Final = "-chuyen"
"""What the name of a package between two communes ends with."""


@dataclass(frozen=True)
class Written:
    """A package or receipt on the disk; those that follow name its digest."""

    path: Path
    manifest: Manifest
    digest: str


def file_name(head: Head) -> str:
    """Return how a package is called; the name tells neither people nor counts.

    A receipt is called as the package that it answers, with the day of the answer.
    """
    day = clock.local(head.created).strftime("%Y%m%d")
    if head.kind == TRANSFER:
        # Its numbers are others than those of the packages that go up.
        return f"{_stem(head)}-{day}{TRANSFER_MARK}{SUFFIX}"
    if head.answer is None:
        return f"{_stem(head)}-{day}{SUFFIX}"
    return f"{_stem(head)}-{day}-r{head.answer.receipt}{RECEIPT_SUFFIX}"


def _stem(head: Head) -> str:
    of = head.answer or head
    unit, device = (of.unit, of.device) if isinstance(of, Answer) else (of.sender.unit, of.sender.device)
    return f"{unit.partition('@')[0]}-{short_device(device)}-{of.number:06}"


def write_package(
    folder: Path,
    head: Head,
    content: Tables,
    attachments: Iterable[bytes],
    route: Route,
    *,
    limits: Limits = LIMITS,
) -> Written:
    """Write a package or receipt into a folder: whole, or not at all.

    Raises:
        UserError: AS-5016 or AS-5026 too big, AS-5017 a value is too long, AS-5019 the folder cannot be written.
    """
    path = folder / file_name(head)
    receiver = receiver_of(route.receiver)
    try:
        with SealedSpool(limits.file) as spool:
            source = _Source(content, attachments, route.sign_key)
            written = _write_archive(spool, head, receiver, source, limits)
            spool.finish()
            write_whole(path, lambda out: envelope.encrypt(spool, out, route.recipients))
    except (SpoolFullError, TooLargeError) as error:
        raise UserError("AS-5026" if head.kind == RECEIPT else "AS-5016", name=path.name) from error
    except OSError as error:
        raise UserError("AS-5019", name=path.name) from error
    manifest, signed = written
    return Written(path, manifest, hashlib.sha256(signed).hexdigest())


def open_package(
    path: Path,
    identities: Sequence[str],
    known_senders: KnownSenders,
    *,
    receipt: bool = False,
    as_sender: bool = False,
    limits: Limits = LIMITS,
) -> "Package":
    """Open a package or a receipt and verify all of it before anything is handed out.

    Args:
        path: The file; it is read once, and may be gone afterwards.
        identities: Our age identities.
        known_senders: Gives the verify key of a trusted sender.
        receipt: A receipt is awaited; else a package of any other kind.
        as_sender: We are the sender, and look into a package of our own.
        limits: What it may hold at most.

    Raises:
        DataError: One of AS-5001 … AS-5018, AS-5023 … AS-5027 says in one sentence why it is refused.
    """
    spool = open_sealed(path, identities, limits.file)
    try:
        with refusing(path.name, limits):
            if spool.read(len(OLD_RECEIPT_MARK)) == OLD_RECEIPT_MARK:
                raise DataError("AS-5027", name=path.name)
            archive = open_archive(path.name, spool, limits)
            manifest, signed = _read_manifest(path.name, archive, known_senders, limits)
            if (manifest.head.kind == RECEIPT) != receipt:
                raise DataError("AS-5024" if receipt else "AS-5025", name=path.name)
            if not as_sender:
                require_receiver(path.name, manifest.receiver, identities)
            _require_parts(path.name, manifest, archive, limits)
            declared = _verify_parts(path.name, archive, manifest, limits)
    except BaseException:
        spool.close()
        raise
    return Package(path.name, archive, manifest, hashlib.sha256(signed).hexdigest(), declared)


class Package:
    """A package whose every part is verified; close it, for it holds a working file."""

    def __init__(
        self,
        name: str,
        archive: zipfile.ZipFile,
        manifest: Manifest,
        digest: str,
        declared: Mapping[str, Table],
    ) -> None:
        self.name = name
        self.manifest = manifest
        self.digest = digest
        self.tables = declared
        self.followed: Sequence[Renames] = ()
        """What the sender's unit went through since: its rows are those of the unit that follows."""
        self.step: Step = lambda _: None
        self._archive = archive

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def follow(self, followed: Sequence[Renames]) -> None:
        """Take the package for one of the unit that follows its sender's."""
        if followed:
            head = self.manifest.head
            sender = replace(head.sender, unit=last_of(followed, head.sender.unit))
            self.manifest = replace(self.manifest, head=replace(head, sender=sender))
            self.followed = followed

    def close(self) -> None:
        """Forget the content."""
        spool = self._archive.fp
        self._archive.close()
        if spool is not None:
            spool.close()

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table in the order in which they were written; as often as asked.

        Raises:
            DataError: AS-5015 a cell does not fit its column.
        """
        with self._lines(table) as stream:
            yield from tables.read_rows(self.tables[table], stream)

    def chunks(
        self,
        table: str,
        most_rows: int = MOST_CHUNK_ROWS,
        most_bytes: int = MOST_CHUNK_BYTES,
        *,
        faults: Faults | None = None,
    ) -> Iterator[list[Columns]]:
        """Yield the rows of a table in their order, as many at once as the memory meant for them holds.

        Args:
            table: Its name.
            most_rows: How many rows a chunk has at most.
            most_bytes: How many bytes a chunk needs at most, in memory; a larger row comes alone.
            faults: Is told of each row with a cell that does not fit its column (its number, its cells as they
                came, the error that names the column); the row is left out.

        Raises:
            DataError: AS-5015 a cell does not fit its column, and there is no ``faults`` to be told.
        """
        with self._lines(table) as stream:
            done = 0
            for rows in tables.read_chunks(self.tables[table], stream, most_rows, most_bytes, faults):
                yield rows
                done += len(rows)
                self.step(done)

    def fault(self, table: str, error: CellError) -> DataError:
        """Return the sentence (AS-5015) for a cell that does not fit its column."""
        found = self.tables[table]
        column = next((each.title for each in found.columns if each.name == error.column), "")
        return DataError(
            "AS-5015", name=self.name, table=found.title or found.name, row=error.row, column=column
        )

    def require(self, table: Table) -> None:
        """Refuse a table that lacks one of the columns that it must have, or has it with another type.

        Raises:
            DataError: AS-5013 it does.
        """
        found = {each.name: each for each in self.tables[table.name].columns}
        for ours in table.columns:
            theirs = found.get(ours.name)
            if theirs is None or (theirs.type, theirs.blank) != (ours.type, ours.blank):
                raise DataError("AS-5013", name=self.name, what=table.path)
            if ours.required and not theirs.required:
                raise DataError("AS-5013", name=self.name, what=table.path)

    @contextmanager
    def _lines(self, table: str) -> Iterator[io.TextIOBase]:
        with self._archive.open(self.tables[table].path) as part, lines_of(part) as stream:
            try:
                yield stream
            except CellError as error:
                raise self.fault(table, error) from error

    def attachment(self, sha256: str) -> bytes:
        """Return an attachment by its digest.

        Raises:
            KeyError: The package has none of this digest.
        """
        return self._archive.read(f"attachments/{sha256}")

    def cover(self) -> str:
        """Return the cover page."""
        return self._archive.read(COVER).decode("utf-8")


@dataclass(frozen=True)
class _Source:
    """What the writer is given."""

    tables: Tables
    attachments: Iterable[bytes]
    sign_key: str


class _Parts:
    """Adds parts to an archive, and remembers what the manifest must say of them."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, *, complete: bool) -> None:
        self._archive = archive
        self._limits = limits
        self._complete = complete
        self._total = 0
        self._attached: set[str] = set()
        self.parts: list[Part] = []
        self.descriptors: list[dict[str, object]] = []
        self.counts: list[tuple[str, int]] = []

    def add_table(self, table: Table, rows: Rows) -> None:
        with self._archive.open(new_entry(table.path), "w") as stream:
            measured = Measured(stream, self._limits.table)
            count = _write_rows(table, rows, measured)
        self._keep(Part(table.path, measured.size, count, measured.sha256))
        self.descriptors.append(
            tables.descriptor(table, measured.size, measured.sha256, complete=self._complete)
        )
        self.counts.append((table.title or table.name, count))

    def add_attachment(self, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()
        if digest in self._attached:
            return
        self._attached.add(digest)
        if len(content) > self._limits.attachment:
            raise TooLargeError
        # Scanned papers are compressed already.
        self._put(f"attachments/{digest}", content, zipfile.ZIP_STORED)

    def add_small(self, name: str, content: bytes) -> None:
        if len(content) > self._limits.entry:
            raise TooLargeError
        self._put(name, content)

    def _put(self, name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> None:
        with self._archive.open(new_entry(name, method), "w") as stream:
            stream.write(content)
        self._keep(Part(name, len(content), None, hashlib.sha256(content).hexdigest()))

    def _keep(self, part: Part) -> None:
        self.parts.append(part)
        self._total += part.size
        if len(self.parts) > self._limits.parts or self._total > self._limits.total:
            raise TooLargeError


def _write_archive(
    spool: SealedSpool, head: Head, receiver: Receiver, source: _Source, limits: Limits
) -> tuple[Manifest, bytes]:
    with create_archive(spool) as archive:
        # What the receiver has already does not travel again: a validator would miss it behind a foreign key.
        parts = _Parts(archive, limits, complete=head.kind == "whole")
        for table, rows in source.tables:
            parts.add_table(table, rows)
        for content in source.attachments:
            parts.add_attachment(content)
        attached = len(parts.parts) - len(parts.counts)
        parts.add_small(DESCRIPTOR, _write_descriptor(head, parts.descriptors))
        parts.add_small(COVER, cover.write_cover(head, receiver, parts.counts, attached))
        manifest = Manifest(head, receiver, tuple(parts.parts))
        signed = write_manifest(manifest)
        parts.add_small(MANIFEST, signed)
        parts.add_small(SIGNATURE, envelope.sign(source.sign_key, signed))
    return manifest, signed


def _write_rows(table: Table, rows: Rows, measured: Measured) -> int:
    if isinstance(rows, Spelled):
        measured.write(rows.content)
        return rows.rows
    with lines_of(io.BufferedWriter(measured, PIECE)) as lines:
        try:
            return tables.write_rows(table, rows, lines)
        except LargeCellError as error:
            raise UserError("AS-5017", table=table.title or table.name, row=error.row) from error
        except CellError as error:
            raise BugError(f"{table.name}: {error}") from error


def _write_descriptor(head: Head, resources: Sequence[Mapping[str, object]]) -> bytes:
    return strictjson.dump_readable(
        {
            "profile": "data-package",
            "name": _stem(head).lower(),
            "id": head.id,
            "title": f"{cover.title_of(head)} – {head.sender.name}",
            "created": write_moment(head.created),
            "resources": list(resources),
        }
    )


def _read_manifest(
    name: str, archive: zipfile.ZipFile, known_senders: KnownSenders, limits: Limits
) -> tuple[Manifest, bytes]:
    """Read the manifest, and believe it only once its signature is that of a known sender."""
    with damaged(name, MANIFEST):
        signed = read_entry(archive, MANIFEST, limits.entry)
    with damaged(name, SIGNATURE):
        signature = read_entry(archive, SIGNATURE, envelope.SIGNATURE_BYTES)
    entry = Entry.load(signed, "manifest")
    if entry.take("format") != FORMAT:
        raise entry.fault("format")
    version = entry.whole("version", least=1)
    if version != VERSION:
        raise DataError("AS-5005" if version > VERSION else "AS-5027", name=name)
    sender = read_sender(entry.entry("sender"))
    require_signature(name, sender, signed, signature, known_senders)
    return read_manifest(entry, sender), signed


def _require_parts(name: str, manifest: Manifest, archive: zipfile.ZipFile, limits: Limits) -> None:
    declared = [each.name for each in manifest.parts]
    found = {*archive.namelist()} - {MANIFEST, SIGNATURE}
    for part in manifest.parts:
        require_sound_name(name, part.name)
        digest = ATTACHMENT_PART.fullmatch(part.name)
        if digest and digest[1] != part.sha256:
            raise MalformedError(part.name)
        if part.size > limit_of(part.name, limits) or (part.rows or 0) > limits.rows:
            raise DataError("AS-5014", name=name, part=part.name)
    for missing in sorted({DESCRIPTOR, COVER, *declared} - found):
        raise DataError("AS-5010", name=name, part=missing)
    for unknown in sorted(found - set(declared)):
        raise DataError("AS-5011", name=name, part=unknown)
    if len(set(declared)) != len(declared) or {MANIFEST, SIGNATURE} & set(declared):
        raise MalformedError("manifest.parts")


def _verify_parts(
    name: str, archive: zipfile.ZipFile, manifest: Manifest, limits: Limits
) -> dict[str, Table]:
    """Look at every byte of every part, and return the tables that they declare."""
    parts = {each.name: each for each in manifest.parts}
    declared = _read_descriptor(_verify_small(name, archive, parts[DESCRIPTOR], limits), manifest)
    for part in manifest.parts:
        if found := TABLE_PART.fullmatch(part.name):
            _verify_table(name, archive, part, declared[found[1]], limits)
        else:
            _verify_small(name, archive, part, limits)
    return declared


def _verify_small(name: str, archive: zipfile.ZipFile, part: Part, limits: Limits) -> bytes:
    with damaged(name, part.name):
        content = read_entry(archive, part.name, limit_of(part.name, limits))
        if (len(content), hashlib.sha256(content).hexdigest()) != (part.size, part.sha256):
            raise zipfile.BadZipFile
    return content


def _verify_table(name: str, archive: zipfile.ZipFile, part: Part, table: Table, limits: Limits) -> None:
    known = _rows_of(part.sha256, table.column_names)
    with damaged(name, part.name), archive.open(part.name) as stream:
        measured = Measured(stream, limits.table)
        if known:  # All that is left to see is that the bytes are the same.
            rows = known[0]
            while measured.read(PIECE):
                pass
        else:
            with lines_of(io.BufferedReader(measured, PIECE)) as lines:
                rows = tables.count_rows(table, lines)
        if (measured.size, measured.sha256, rows) != (part.size, part.sha256, part.rows):
            raise zipfile.BadZipFile
    known[:] = [rows]


@functools.lru_cache(64)
def _rows_of(_sha256: str, _columns: tuple[str, ...]) -> list[int]:
    """Return where it is kept how many rows the bytes of a digest have, once those of a sound table were counted.

    A package is looked at before it is taken, and two of its tables are those of all other packages.
    """
    return []


def _read_descriptor(content: bytes, manifest: Manifest) -> dict[str, Table]:
    entry = Entry.load(content, DESCRIPTOR)
    declared = [tables.parse_descriptor(each) for each in entry.entries("resources")]
    found = {each.name: each for each in declared}
    if len(found) != len(declared) or found.keys() != manifest.rows.keys():
        raise entry.fault("resources")
    return found
