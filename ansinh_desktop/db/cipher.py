"""How the engine opens an encrypted file, and what can be seen of one without working on it."""

import contextlib
import errno
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool, StaticPool

from ansinh_desktop.db import ending
from ansinh_desktop.errors import DataError, UserError

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32000",
    "PRAGMA busy_timeout = 10000",
)
_PRAGMAS_TO_READ: tuple[str, ...] = (
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32000",
    "PRAGMA query_only = ON",
)

_ROOM = 256 * 1024
"""Less room than this on the disk is none: the engine needs as much beside the file to work on it."""


def connect(database: Path | str, key: bytearray, *, salt: bytes = b"", uri: bool = False) -> Any:
    """Open an encrypted file.

    Args:
        database: Its path, or an address where ``uri`` says so.
        key: The key itself; nothing is derived from it.
        salt: With what a new file begins; a file that exists says so by itself.
        uri: Whether ``database`` is an address.
    """
    connection = sqlcipher.connect(str(database), check_same_thread=False, isolation_level=None, uri=uri)
    try:
        # What is wrong is told in our own words: the cipher would write to the console, too.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
    except BaseException:
        connection.close()
        raise
    return connection


def engine(path: Path, key: bytearray, *, salt: bytes = b"") -> Engine:
    """Return the engine that works on a data file."""
    made = create_engine(
        "sqlite://",
        creator=lambda: _prepared(connect(path, key, salt=salt), _PRAGMAS),
        module=sqlcipher,
        hide_parameters=True,  # what a statement was given is what somebody typed
        poolclass=QueuePool,
        pool_size=4,
    )

    @event.listens_for(made, "begin")
    def _begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.connection.driver_connection.execute("BEGIN" if reading else "BEGIN IMMEDIATE")

    return made


def engine_to_read(path: Path, key: bytearray) -> Engine:
    """Return an engine that needs no room on the disk: it reads, and nothing else."""
    address, pragmas = f"{path.absolute().as_uri()}?immutable=1", _PRAGMAS_TO_READ
    if has_log(path):
        # What the log holds must be read, too; alone with the file, the engine keeps its index in memory.
        address, pragmas = path.absolute().as_uri(), ("PRAGMA locking_mode = EXCLUSIVE", *pragmas)
    return create_engine(
        "sqlite://",
        creator=lambda: _prepared(connect(address, key, uri=True), pragmas),
        module=sqlcipher,
        hide_parameters=True,  # what a statement was given is what somebody typed
        poolclass=StaticPool,
    )


def _prepared(connection: Any, pragmas: Sequence[str]) -> Any:
    try:
        for pragma in pragmas:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


class Look:
    """What can be seen of a database without working on it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def faults(self) -> list[str]:
        """Return what the engine itself finds wrong in pages and indexes; empty when all is well."""
        broken = [
            told
            for (told,) in self._connection.execute("PRAGMA cipher_integrity_check").fetchall()
            if not self._is_hole(str(told))
        ]
        found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check")]
        return [*broken, *(each for each in found if each != "ok")]

    def _is_hole(self, told: str) -> bool:
        """Whether a page that the cipher found damaged was never written: so far only the log has it.

        The cipher looks at the file alone. A log that is brought over in part, since somebody still reads an older
        state, leaves holes between the pages that were; the engine itself reads those from the log.
        """
        page = re.search(r"page (\d+)", told)
        path = Path(self._row("PRAGMA database_list")[2])
        if page is None or not has_log(path):
            return False
        size = int(self._row("PRAGMA page_size")[0])
        with path.open("rb") as file:
            file.seek((int(page[1]) - 1) * size)
            return not file.read(size).strip(b"\0")

    def is_whole(self) -> bool:
        """Whether every page is as it was written, and every index fits its table."""
        broken = self._connection.execute("PRAGMA cipher_integrity_check").fetchall()
        return not broken and self._connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]

    def is_of_one_piece(self) -> bool:
        """Whether tables, indexes and history fit each other, as they do unless two files were mixed."""
        if self._connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return False
        count, last = self._row("SELECT count(*), coalesce(max(seq), 0) FROM change")
        (used,) = self._row(
            "SELECT max(coalesce((SELECT max(seq) FROM record), 0), coalesce((SELECT max(seq) FROM person), 0))"
        )
        return bool(count == last and used <= last)

    @contextlib.contextmanager
    def ask(self) -> Iterator[Connection]:
        """Ask what is put together from tables and columns, not written as text."""
        made = create_engine(
            "sqlite://", creator=lambda: self._connection, module=sqlcipher, poolclass=StaticPool
        )
        with made.connect() as connection:
            yield connection

    def counts(self) -> tuple[int, int]:
        """Return how many people and records there are."""
        people = "SELECT count(*) FROM person WHERE NOT deleted"
        records = "SELECT count(*) FROM record WHERE NOT deleted"
        return self._row(people)[0], self._row(records)[0]

    def end(self) -> ending.End:
        """Return how far the history goes."""
        return ending.present(self._connection)

    def mark(self) -> tuple[object, ...]:
        """Return what is another after any change, be it only something typed and not saved."""
        # What is typed itself: a clock that was set back tells nobody which of two moments is the later.
        typed = "SELECT key, register, author, focus, typed FROM draft ORDER BY key"
        return (*self.last_link(), *self._connection.execute(typed).fetchall())

    def last_link(self) -> tuple[int, str]:
        """Return the number and the hash of the last change."""
        found = self._connection.execute(
            "SELECT seq, digest FROM change ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        return (int(found[0]), str(found[1])) if found else (0, "")

    def digest_of(self, seq: int) -> str | None:
        """Return the hash of one change."""
        found = self._connection.execute("SELECT digest FROM change WHERE seq = ?", (seq,)).fetchone()
        return str(found[0]) if found else None

    def last_restore(self) -> int:
        """Return the number of the last change that brought back a copy; 0 where none was ever brought back."""
        return int(self._row("SELECT coalesce(max(seq), 0) FROM change WHERE act = 'restore'")[0])

    def _row(self, query: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self._connection.execute(query).fetchone()
        return found


@contextlib.contextmanager
def look(database: Path, key: bytearray, *, mode: str = "immutable=1") -> Iterator[Look]:
    """Look at a file, leaving no trace beside it; with ``mode=ro`` also at what its log holds.

    Raises:
        DataError: AS-1107 another key, or damaged.
    """
    address = database.absolute().as_uri() + (f"?{mode}" if mode else "")
    try:
        with contextlib.closing(connect(address, key, uri=True)) as connection:
            yield Look(connection)
    except sqlcipher.DatabaseError as fault:
        raise DataError("AS-1107", folder=database.parent) from fault


def opens(database: Path, key: bytearray, *, salt: bytes = b"") -> bool:
    """Whether a key opens a file, be it that the salt at its beginning was spoilt."""
    try:
        with contextlib.closing(
            connect(database.absolute().as_uri() + "?immutable=1", key, salt=salt, uri=True)
        ) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError:
        return False
    return True


def has_log(database: Path) -> bool:
    """Whether beside a file lies what was written to it last."""
    log = database.with_name(f"{database.name}-wal")
    return log.exists() and log.stat().st_size > 0


def is_full(folder: Path) -> bool:
    """Whether the disk has no room to work."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(_ROOM))
            probe.flush()
    except OSError as fault:
        return fault.errno == errno.ENOSPC
    return False


@contextlib.contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn what the engine and the disk say into a sentence for the officer."""
    try:
        yield
    except (DatabaseError, sqlcipher.DatabaseError) as fault:
        code = _code_of(str(fault).lower())
        if code is None:
            raise
        if code == "AS-1107" and is_full(folder):
            code = "AS-1105"  # without room the engine takes the disk for broken
        raise (DataError if code == "AS-1107" else UserError)(code, folder=folder) from fault
    except OSError as fault:
        full = fault.errno == errno.ENOSPC
        raise UserError("AS-1105" if full else "AS-1106", folder=folder) from fault


_SAID = {
    "disk is full": "AS-1105",
    "readonly": "AS-1106",
    "unable to open": "AS-1106",
    "malformed": "AS-1107",
    "disk i/o": "AS-1107",
    "not a database": "AS-1107",
    "hmac": "AS-1107",
}


def _code_of(said: str) -> str | None:
    return next((code for words, code in _SAID.items() if words in said), None)
