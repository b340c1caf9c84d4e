"""The ZIP inside a package: written the same everywhere, and read without trusting a word it says."""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from ansinh_desktop import text
from ansinh_desktop.crypto.spool import SealedSpool
from ansinh_desktop.errors import AnSinhError, DataError
from ansinh_desktop.services.sync.manifest import ATTACHMENT_PART, COVER, DESCRIPTOR, TABLE_PART
from ansinh_desktop.services.sync.reading import MalformedError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
PIECE: Final = 256 * 1024
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_LEVEL: Final = 5
_END_RECORD: Final = struct.Struct("<4s4H2LH")
_END_MARK, _BIG_MARK = b"PK\x05\x06", b"PK\x06\x07"
_BIG_LOCATOR: Final = 20
_SHOWN: Final = 80
ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""All that the ZIP reader says of bytes that are no sound ZIP; text that is no UTF-8 is a ValueError too."""
_KNOWN_FLAGS: Final = 0x0808
"""Sizes after the data; names in UTF-8."""


@dataclass(frozen=True)
class Limits:
    """What a package may hold at most, whatever it claims."""

    file: int = 1 << 30
    total: int = 2 << 30
    table: int = 512 << 20
    rows: int = 2_000_000
    """Of one table: some things are remembered of each row while it comes in."""
    attachment: int = 32 << 20
    entry: int = 2 << 20
    """manifest.json, datapackage.json, index.html."""
    parts: int = 10_000
    directory: int = 2 << 20


LIMITS: Final = Limits()


class TooLargeError(AnSinhError):
    """A part is larger than it may be."""


class Measured(io.RawIOBase):
    """Counts and digests what passes through to or from a stream, up to a limit."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        super().__init__()
        self._stream = stream
        self._limit = limit
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def write(self, content: "ReadableBuffer") -> int:
        piece = bytes(content)
        self._pass(piece)
        return self._stream.write(piece)

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        piece = self._stream.read(len(view))
        self._pass(piece)
        view[: len(piece)] = piece
        return len(piece)

    def _pass(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self._limit:
            raise TooLargeError
        self._digest.update(piece)


def create_archive(spool: SealedSpool) -> zipfile.ZipFile:
    """Start a ZIP at the start of a spool."""
    return zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED, allowZip64=False, compresslevel=_LEVEL)


def new_entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """Return the entry of a part, the same on every day and every system."""
    info = zipfile.ZipInfo(name, date_time=_EPOCH)
    info.compress_type = method
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info


def open_archive(name: str, spool: SealedSpool, limits: Limits) -> zipfile.ZipFile:
    """Open the ZIP in a spool.

    Raises:
        DataError: AS-5012 it is no ZIP of ours, AS-5011 or AS-5023 it has a part of a foreign name.
        TooLargeError: It holds too much.
    """
    try:
        _require_plain_end(spool, limits)
        archive = zipfile.ZipFile(io.BufferedReader(spool, PIECE))
        _require_sound_entries(name, archive.infolist(), limits)
    except ZIP_FAULTS as error:
        raise DataError("AS-5012", name=name) from error
    return archive


def _require_plain_end(spool: SealedSpool, limits: Limits) -> None:
    """Look at the end of the ZIP first, for its directory is read into memory whole."""
    last = _BIG_LOCATOR + _END_RECORD.size
    spool.seek(max(0, spool.size - last))
    tail = spool.readall()
    if len(tail) < last or tail.startswith(_BIG_MARK):
        raise zipfile.BadZipFile
    mark, disk, first_disk, here, entries, size, offset, comment = _END_RECORD.unpack(tail[_BIG_LOCATOR:])
    if mark != _END_MARK or disk or first_disk or comment or here != entries:
        raise zipfile.BadZipFile
    if entries > limits.parts + 2 or size > limits.directory:
        raise TooLargeError
    if offset + size + _END_RECORD.size != spool.size:
        raise zipfile.BadZipFile
    spool.seek(0)


def _require_sound_entries(name: str, entries: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    seen: set[str] = set()
    for entry in entries:
        require_sound_name(name, entry.orig_filename)
        if entry.orig_filename in seen or entry.flag_bits & ~_KNOWN_FLAGS:
            raise zipfile.BadZipFile
        if entry.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
            raise zipfile.BadZipFile
        seen.add(entry.orig_filename)
    if sum(each.file_size for each in entries) > limits.total:
        raise TooLargeError


def require_sound_name(name: str, part: str) -> None:
    """No name is ever used as a path; a name that tries to be one tells of ill will."""
    if part in (MANIFEST, SIGNATURE, DESCRIPTOR, COVER) or TABLE_PART.fullmatch(part):
        return
    if ATTACHMENT_PART.fullmatch(part):
        return
    leads_away = ".." in part or part.startswith("/") or "\\" in part or ":" in part
    raise DataError("AS-5023" if leads_away else "AS-5011", name=name, part=text.clean(part)[:_SHOWN])


def read_entry(archive: zipfile.ZipFile, part: str, limit: int) -> bytes:
    """Return a small part whole.

    Raises:
        TooLargeError: It is longer than it may be.
    """
    with archive.open(part) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise TooLargeError
    return content


def limit_of(part: str, limits: Limits) -> int:
    """Return how large a part may be at most."""
    if TABLE_PART.fullmatch(part):
        return limits.table
    return limits.attachment if ATTACHMENT_PART.fullmatch(part) else limits.entry


def lines_of(stream: IO[bytes] | io.BufferedReader | io.BufferedWriter) -> io.TextIOWrapper:
    """Return the text of a table's stream, with its line ends as they are."""
    return io.TextIOWrapper(stream, encoding="utf-8", errors="strict", newline="")


@contextmanager
def damaged(name: str, part: str) -> Iterator[None]:
    """Say which part is damaged."""
    try:
        yield
    except KeyError as error:
        raise DataError("AS-5010", name=name, part=part) from error
    except TooLargeError as error:
        raise DataError("AS-5014", name=name, part=part) from error
    except ZIP_FAULTS as error:
        raise DataError("AS-5009", name=name, part=part) from error


@contextmanager
def refusing(name: str, limits: Limits) -> Iterator[None]:
    """Turn what is wrong with the whole into a sentence."""
    try:
        yield
    except MalformedError as error:
        raise DataError("AS-5013", name=name, what=error.what) from error
    except TooLargeError as error:
        raise DataError("AS-5004", name=name, most=limits.total >> 20) from error
    except OSError as error:
        raise DataError("AS-5018", name=name) from error
