"""The end of the history: signed by this device and kept, inside the data file and in a small file beside it.

A chain of hashes alone does not tell that its last links are gone, nor that it was reckoned anew from the first one.
The mark beside the data also tells where an older data file was put in the place of this one.
"""

import base64
import binascii
import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from ansinh_desktop.crypto import envelope
from ansinh_desktop.db import insertion
from ansinh_desktop.db.models import END, dump_json
from ansinh_desktop.paths import write_whole

MARK = "ansinh.mark"
"""The file beside the data that remembers how far the history went."""

_LARGEST_MARK = 1 << 20
_KEEP = (
    "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


@dataclass(frozen=True)
class End:
    """How far a history went."""

    device: str
    lives: tuple[str, ...]
    """The epochs of the data file, the present one last: each begins where a backup took its place."""
    seq: int
    digest: str
    keys: str = ""
    """What tells the device's own keys from others, where the end is kept inside the data file."""
    signature: str = ""

    @property
    def content(self) -> bytes:
        """What is signed."""
        return b"ansinh-history-end " + dump_json(vars(self) | {"signature": ""}).encode()

    @property
    def kept(self) -> str:
        """The text by which it is kept."""
        return dump_json(vars(self))

    @classmethod
    def read(cls, found: Any) -> Self | None:
        """Return the end that a JSON value says; None where it is none."""
        try:
            return cls(**{**found, "lives": tuple(found["lives"]), "seq": int(found["seq"])})
        except (TypeError, KeyError, ValueError):
            return None

    def is_signed_by(self, verify_key: str) -> bool:
        """Whether the owner of a key says so."""
        try:
            signature = base64.b64decode(self.signature, validate=True)
        except (binascii.Error, ValueError):
            return False
        return envelope.is_signed(verify_key, self.content, signature)


class Sealer:
    """Keeps the end of the history in the data file, signed; while that is made, nobody can sign yet.

    Every unit of work ends with a seal, so the device's own row stays at hand; who writes that row forgets it here.
    """

    def __init__(self) -> None:
        self._device: Mapping[str, str] | None = None
        self._keys = ""

    def forget(self) -> None:
        """Read the device's row anew at the next seal: it was written, or what was written is undone."""
        self._device = None

    def seal(self, connection: Connection, seq: int, digest: str) -> None:
        """Seal the history up to its last change."""
        if self._device is None:
            self._device = _device(connection)
            self._keys = _told_keys(self._device) if self._device else ""
        if self._device is not None:
            end = End(self._device["id"], (self._device["epoch"],), seq, digest, self._keys)
            insertion.write(connection, _KEEP, (END, _signed(end, self._device["sign_key"]).kept))


def keep(connection: Connection, key: str, value: object) -> None:
    """Keep a setting of which the history does not tell."""
    insertion.write(connection, _KEEP, (key, dump_json(value)))


def seal(connection: Connection, seq: int, digest: str) -> None:
    """Seal the history once, up to its last change."""
    Sealer().seal(connection, seq, digest)


def sealed(connection: Connection) -> End | None:
    """Return the end that the data file keeps; None where it keeps none."""
    found = connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (END,)).scalar()
    return None if found is None else End.read(json.loads(found))


def fits(connection: Connection) -> bool:
    """Whether the history ends as this device has signed it."""
    kept, found = sealed(connection), present(connection)
    return (
        kept is not None
        and kept.is_signed_by(verify_key(connection))
        and not has_other_keys(connection, kept)
        and (kept.device, kept.seq, kept.digest) == (found.device, found.seq, found.digest)
    )


def has_other_keys(connection: Connection, end: End) -> bool:
    """Whether the device's keys are no longer those with which an end was sealed."""
    device = _device(connection)
    return device is None or bool(end.keys and end.keys != _told_keys(device))


def verify_key(connection: Connection) -> str:
    """Return the key with which this device's signatures are verified; empty where it has none."""
    device = _device(connection)
    try:
        return envelope.verify_key_of(device["sign_key"]) if device else ""
    except ValueError:
        return ""


def present(connection: Any) -> End:
    """Return how far the history of an open database goes, unsigned.

    Args:
        connection: Of SQLAlchemy's or of the engine itself.
    """
    run = getattr(connection, "exec_driver_sql", None) or connection.execute
    last = run("SELECT seq, digest FROM change ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")
    device = run("SELECT id, epoch FROM device").fetchone() or ("", "")
    told = run(
        "SELECT fields FROM change WHERE entity_id = ? AND entity = 'device' ORDER BY seq", (device[0],)
    )
    lives = [json.loads(fields).get("epoch") for (fields,) in told.fetchall()]
    before = [epoch[1] for epoch in lives if isinstance(epoch, list) and epoch[1] != device[1]]
    return End(device[0], (*before, device[1]), last[0], last[1])


def digest_at(connection: Connection, seq: int) -> str | None:
    """Return the hash of one change."""
    query = "SELECT digest FROM change WHERE seq = ?"
    found: str | None = connection.exec_driver_sql(query, (seq,)).scalar()
    return found


def contradicts(connection: Connection, end: End) -> bool:
    """Whether an end is of the life that the data file lives, and yet stands nowhere in its history.

    What was left behind when a backup took its place is of another life, and says nothing.
    """
    device = _device(connection)
    if device is None or end.device != device["id"] or device["epoch"] not in end.lives:
        return False
    return end.seq > 0 and digest_at(connection, end.seq) != end.digest


def read_mark(folder: Path) -> End | None:
    """Return what the mark beside the data says; None where there is none.

    Raises:
        ValueError: It is no mark.
    """
    path = folder / MARK
    try:
        content = path.read_bytes()[:_LARGEST_MARK]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ValueError("unreadable") from error
    found = End.read(json.loads(content.decode("utf-8")))
    if found is None:
        raise ValueError("no mark")
    return found


def contradiction(connection: Connection, folder: Path) -> End | None:
    """Return what the mark beside the data remembers of a history that these do not have; None where it fits."""
    try:
        mark = read_mark(folder)
    except ValueError:
        return None
    is_ours = mark is not None and mark.is_signed_by(verify_key(connection))
    return mark if mark is not None and is_ours and contradicts(connection, mark) else None


def leave_mark(engine: Engine, folder: Path) -> None:
    """Write the mark; one that contradicts the data stays, and that it cannot be written keeps nobody from working."""
    reading = engine.execution_options(reading=True)
    with contextlib.suppress(DatabaseError, OSError), reading.connect() as connection:
        device = _device(connection)
        if device is None:
            return
        with contextlib.suppress(ValueError):
            before = read_mark(folder)
            if (
                before is not None
                and before.is_signed_by(verify_key(connection))
                and contradicts(connection, before)
            ):
                return
        end = _signed(present(connection), device["sign_key"])
        write_whole(folder / MARK, end.kept.encode("utf-8"))


def _device(connection: Connection) -> Mapping[str, str] | None:
    row = connection.exec_driver_sql("SELECT id, epoch, sign_key, identity FROM device").first()
    return None if row is None else dict(zip(("id", "epoch", "sign_key", "identity"), row, strict=True))


def _told_keys(device: Mapping[str, str]) -> str:
    return hashlib.sha256(f"{device['sign_key']} {device['identity']}".encode()).hexdigest()


def _signed(end: End, sign_key: str) -> End:
    signature = envelope.sign(sign_key, end.content)
    return replace(end, signature=base64.b64encode(signature).decode("ascii"))
