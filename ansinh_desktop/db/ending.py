"""The end of the history: signed by this device and kept, inside the data file and in a small file beside it.

A chain of hashes alone does not tell that its last links are gone, nor that it was reckoned anew from the first one.
The mark beside the data also tells where an older data file was put in the place of this one.
"""

import base64
import binascii
import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.models import END, dump_json
from ansinh_desktop.paths import write_whole

MARK = "ansinh.mark"
"""The file beside the data that remembers how far the history went."""

_LARGEST_MARK = 1 << 20


@dataclass(frozen=True)
class End:
    """How far a history went."""

    device: str
    lives: tuple[str, ...]
    """The epochs of the data file, the present one last: each begins where a backup took its place."""
    seq: int
    digest: str
    signature: str = ""

    @property
    def content(self) -> bytes:
        """What is signed."""
        return b"ansinh-history-end " + dump_json(asdict(self) | {"signature": ""}).encode()

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


def seal(connection: Connection, seq: int, digest: str) -> None:
    """Keep the end of the history in the data file, signed; while it is made, nobody can sign yet."""
    device = _device(connection)
    if device is not None:
        end = _signed(End(device["id"], (device["epoch"],), seq, digest), device["sign_key"])
        keep = (
            "INSERT INTO setting (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        )
        connection.exec_driver_sql(keep, (END, dump_json(asdict(end))))


def sealed(connection: Connection) -> End | None:
    """Return the end that the data file keeps; None where it keeps none."""
    found = connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (END,)).scalar()
    return None if found is None else End.read(json.loads(found))


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
        write_whole(folder / MARK, dump_json(asdict(end)).encode("utf-8"))


def _device(connection: Connection) -> Mapping[str, str] | None:
    row = connection.exec_driver_sql("SELECT id, epoch, sign_key FROM device").first()
    return None if row is None else dict(zip(("id", "epoch", "sign_key"), row, strict=True))


def _signed(end: End, sign_key: str) -> End:
    signature = envelope.sign(sign_key, end.content)
    return replace(end, signature=base64.b64encode(signature).decode("ascii"))
