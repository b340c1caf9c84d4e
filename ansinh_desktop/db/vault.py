"""Opens the encrypted data file, and hands out units of work on it."""

import contextlib
import errno
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import filelock
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from ansinh_desktop import ids, paths
from ansinh_desktop.crypto import envelope, keys
from ansinh_desktop.db import derived, ending, history, refusals
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import BugError, DataError, UserError

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32000",
    "PRAGMA busy_timeout = 10000",
)


_BETWEEN_MARKS = 60.0
"""Seconds between two marks beside the data while work goes on."""

_NEW_KEY = "new.key"
_NEW_DATABASE = "new.db"
"""A data folder is made under these names; it counts as set up from the moment the key has its own."""


class Vault:
    """One data folder, unlocked: the only writer of its database.

    Parts are made by :meth:`create` and :meth:`open`; :meth:`lock` forgets the key.
    """

    def __init__(
        self,
        folder: Path,
        key: bytearray,
        officer: str,
        guard: filelock.BaseFileLock,
        database: str = paths.DATABASE,
    ) -> None:
        self.folder = folder
        self._key = key
        self._guard = guard
        self._engine = _engine(folder / database, key)
        self._writing = threading.Lock()
        self._hand: Connection | None = None
        """The connection that writes, kept from one unit of work to the next."""
        self._writer: int | None = None
        self._marked = time.monotonic()
        self._chain = history.Chain(device="", author=officer)
        self._session = history.WatchedSession(expire_on_commit=False, info={"chain": self._chain})
        refusals.watch()
        self.officer = officer

    @classmethod
    def create(
        cls, folder: Path, officer: str, password: str, first: Callable[[Store], None] | None = None
    ) -> tuple[Self, str]:
        """Make a new data folder; return the open vault and the recovery code, which is shown only now.

        Args:
            folder: Where; a start that was cut short may lie there.
            officer: The first user.
            password: Their password.
            first: What else to write before the folder counts as set up.

        Raises:
            UserError: The folder holds data already, cannot be written, or the password is too weak.
        """
        if paths.holds_data(folder):
            raise UserError("AS-1101", folder=folder)
        with _told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            guard = _sole_writer(folder)
            try:
                _clear_away(folder)
                made = keys.create(folder / _NEW_KEY, officer, password)
                vault = cls(folder, made.key, officer, guard, _NEW_DATABASE)
                vault._fill(first)
                (folder / _NEW_KEY).replace(folder / paths.KEY_FILE)
                vault = cls._ready(folder, made.key, officer, guard)
            except BaseException:
                # Half of a data folder must not stand in the way of the next try.
                if not paths.holds_data(folder):
                    _clear_away(folder)
                guard.release()
                raise
        return vault, made.recovery_code

    @classmethod
    def open(cls, folder: Path, officer: str, password: str) -> Self:
        """Unlock a data folder with an officer's password.

        Raises:
            UserError: Wrong password; another program has the folder open.
            DataError: A file is missing, damaged, or newer than this program.
        """
        return cls._unlocked(folder, officer, lambda: keys.unlock(folder / paths.KEY_FILE, officer, password))

    @classmethod
    def open_with_recovery(cls, folder: Path, code: str, officer: str, new_password: str) -> Self:
        """Unlock with the recovery code, and give an officer a new password."""
        path = folder / paths.KEY_FILE

        def key() -> bytearray:
            found = keys.unlock_with_recovery(path, code)
            keys.set_password(path, found, officer, new_password)
            return found

        return cls._unlocked(folder, officer, key)

    @classmethod
    def _unlocked(cls, folder: Path, officer: str, unlock: Any) -> Self:
        if not any((folder / each).exists() for each in (paths.DATABASE, _NEW_DATABASE, paths.RESTORED)):
            raise DataError("AS-1102", folder=folder)
        with _told(folder):
            guard = _sole_writer(folder)
            try:
                paths.finish_restore(folder)
                return cls._ready(folder, unlock(), officer, guard)
            except BaseException:
                guard.release()
                raise

    @classmethod
    def _ready(cls, folder: Path, key: bytearray, officer: str, guard: filelock.BaseFileLock) -> Self:
        if not (folder / paths.DATABASE).exists():
            # Made whole, and the power went before it got its name.
            (folder / _NEW_DATABASE).replace(folder / paths.DATABASE)
        database = folder / paths.DATABASE
        if database.is_file() and not database.stat().st_size:
            # The engine would take an empty file for a new database; on Windows a folder has no size either.
            raise DataError("AS-1107", folder=folder)
        vault = cls(folder, key, officer, guard)
        try:
            vault._check_schema()
            vault._start()
        except BaseException:
            vault._close()
            raise
        return vault

    @contextlib.contextmanager
    def work(self, reason: str | None = None, *, taking_in: str | None = None) -> Iterator[Store]:
        """Run one unit of work: kept whole where it ends well, undone whole where it does not.

        Args:
            reason: What the history says of it.
            taking_in: The unit whose signed package is taken in: its rows are written, and no others.

        Raises:
            UserError: AS-2033, AS-2036 a row of another unit was to be written.
        """
        if self._writer == threading.get_ident():
            raise BugError("a unit of work inside another")
        with self._writing, _told(self.folder):
            self._writer = threading.get_ident()
            chain = self._chain
            before = (chain.seq, chain.digest)
            chain.reason = reason
            chain.ownership.begin(taking_in)
            session = self._session
            try:
                session.bind = self._hand = self._hand or self._engine.connect()
                with session.begin():
                    yield Store(session, chain)
                    session.flush()
                    history.write_pending(session, chain)
                    if chain.seq != before[0]:
                        ending.seal(session.connection(), chain.seq, chain.digest)
            except BaseException:
                chain.seq, chain.digest = before
                chain.pending.clear()
                # Whatever state the fault left it in, the next unit of work begins with a fresh one.
                session.close()
                self._put_down()
                raise
            finally:
                chain.reason = None
                self._writer = None
                session.close()
            self._leave_mark()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Store]:
        """Look at the data without writing; may run beside a unit of work."""
        with (
            _told(self.folder),
            Session(self._engine.execution_options(reading=True)) as session,
        ):
            yield Store(session, None)

    def lock(self) -> None:
        """Close the database and wipe the key from memory."""
        with self._writing:
            self._put_down()
            ending.leave_mark(self._engine, self.folder)
            self._close()
            keys.wipe(self._key)
            try:
                with _told(self.folder):
                    paths.finish_restore(self.folder)
            finally:
                self._guard.release()

    def told(self) -> contextlib.AbstractContextManager[None]:
        """Turn what the engine and the disk say meanwhile into a sentence for the officer."""
        return _told(self.folder)

    def copy_to(self, target: Path) -> None:
        """Write a whole copy of the database, encrypted with the same key; others may work meanwhile."""
        with (
            contextlib.closing(self._engine.raw_connection()) as source,
            contextlib.closing(_keyed(target, self._key)) as copy,
        ):
            source.driver_connection.backup(copy)  # type: ignore[union-attr]

    @contextlib.contextmanager
    def looking_at(self, database: Path) -> "Iterator[Look]":
        """Look at a database with the key of this one, leaving no trace beside it."""
        # Our own has a log beside it, which must be read too; of a copy nobody knows whether it may be written.
        own = database == self.folder / paths.DATABASE
        uri = database.absolute().as_uri() + ("" if own else "?immutable=1")
        try:
            with contextlib.closing(_keyed(uri, self._key, uri=True)) as connection:
                yield Look(connection)
        except sqlcipher.DatabaseError as fault:
            raise DataError("AS-1107", folder=database.parent) from fault

    def opened_beside(self, folder: Path) -> "Vault":
        """Open a copy of this data folder with its key; the caller locks it."""
        guard = _sole_writer(folder)
        try:
            return Vault._ready(folder, bytearray(self._key), self.officer, guard)
        except BaseException:
            guard.release()
            raise

    def integrity(self) -> list[str]:
        """Return what the engine itself finds wrong in pages and indexes; empty when all is well."""
        found: list[str] = []
        with _told(self.folder), self._engine.connect() as connection:
            found += [row[0] for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
            found += [
                row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"
            ]
        return found

    def change_password(self, officer: str, old: str, new: str) -> None:
        """Wrap the key anew under another password; the database itself is not touched."""
        with _told(self.folder):
            keys.change_password(self.folder / paths.KEY_FILE, officer, old, new)

    def add_officer(self, officer: str, password: str) -> None:
        """Give another officer a slot in the key file."""
        with _told(self.folder):
            keys.add_user(self.folder / paths.KEY_FILE, self._key, officer, password)

    def officers(self) -> tuple[str, ...]:
        """Return the names that have a slot in the key file."""
        return keys.users(self.folder / paths.KEY_FILE)

    def set_password(self, officer: str, password: str) -> None:
        """Wrap the key anew for an officer who has forgotten the password."""
        with _told(self.folder):
            keys.set_password(self.folder / paths.KEY_FILE, self._key, officer, password)

    def remove_officer(self, officer: str) -> None:
        """Take an officer's slot out of the key file: the password opens nothing any more."""
        with _told(self.folder):
            keys.remove_user(self.folder / paths.KEY_FILE, self._key, officer)

    def set_recovery(self, code: str) -> None:
        """Let another recovery code open the data; the one before opens nothing any more."""
        with _told(self.folder):
            keys.set_recovery(self.folder / paths.KEY_FILE, self._key, code)

    def _fill(self, first: Callable[[Store], None] | None) -> None:
        """Make the tables and their first rows, and leave them in one closed file."""
        try:
            self._migrate()
            self._derive()
            self._chain.device = ids.new_id()
            with self.work() as store:
                store.devices.start(self._chain.device, envelope.new_sign_key(), envelope.new_identity())
            if first is not None:
                with self.work("thiết lập ban đầu") as store:
                    first(store)
            with contextlib.closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._close()

    def _leave_mark(self) -> None:
        """Remember beside the data how far the history goes: now and then, for a power cut leaves no time for it."""
        if time.monotonic() - self._marked > _BETWEEN_MARKS:
            self._marked = time.monotonic()
            ending.leave_mark(self._engine, self.folder)

    def _put_down(self) -> None:
        hand, self._hand = self._hand, None
        if hand is not None:
            hand.close()

    def _close(self) -> None:
        self._put_down()
        self._engine.dispose()

    def _migrate(self) -> None:
        from ansinh_desktop.db.migrations import upgrade  # noqa: PLC0415 - alembic costs time at every start

        with self._engine.begin() as connection:
            upgrade(connection)

    def _check_schema(self) -> None:
        with self._engine.connect() as connection:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if found == HEAD:
            return
        from ansinh_desktop.db.migrations import known  # noqa: PLC0415 - only where the schema differs

        if found not in known():
            raise DataError("AS-1104", found=found)
        self._migrate()

    def _derive(self) -> None:
        with self._engine.begin() as connection:
            derived.refresh(connection)

    def _start(self) -> None:
        self._derive()
        with self.reading() as store:
            self._chain.device = store.devices.own().id
            self._chain.seq, self._chain.digest = store.log.last()


class Look:
    """What can be seen of a database without working on it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def is_whole(self) -> bool:
        """Whether every page is as it was written, and every index fits its table."""
        broken = self._connection.execute("PRAGMA cipher_integrity_check").fetchall()
        return not broken and self._connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]

    def counts(self) -> tuple[int, int]:
        """Return how many people and records there are."""
        people = "SELECT count(*) FROM person WHERE NOT deleted"
        records = "SELECT count(*) FROM record WHERE NOT deleted"
        return self._number(people), self._number(records)

    def end(self) -> ending.End:
        """Return how far the history goes."""
        return ending.present(self._connection)

    def mark(self) -> tuple[object, ...]:
        """Return what is another after any change, be it only something typed and not saved."""
        last = "SELECT max(seq) FROM change"
        typed = "SELECT count(*), max(at) FROM draft"
        return (*self._connection.execute(last).fetchone(), *self._connection.execute(typed).fetchone())

    def _number(self, query: str) -> int:
        found: int = self._connection.execute(query).fetchone()[0]
        return found


def _keyed(database: Path | str, key: bytearray, *, uri: bool = False) -> Any:
    connection = sqlcipher.connect(str(database), check_same_thread=False, isolation_level=None, uri=uri)
    try:
        # What is wrong is told in our own words: the cipher would write to the console, too.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    except BaseException:
        connection.close()
        raise
    return connection


def _engine(path: Path, key: bytearray) -> Engine:
    def connect() -> Any:
        connection = _keyed(path, key)
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, module=sqlcipher, poolclass=QueuePool, pool_size=4)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.connection.driver_connection.execute("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _clear_away(folder: Path) -> None:
    """Remove what a first start that was cut short left behind."""
    for name in (_NEW_KEY, _NEW_DATABASE, f"{_NEW_DATABASE}-wal", f"{_NEW_DATABASE}-shm"):
        (folder / name).unlink(missing_ok=True)


def _sole_writer(folder: Path) -> filelock.BaseFileLock:
    # The data are unlocked in the background and locked from the window: the guard belongs to no thread.
    guard = filelock.FileLock(folder / paths.LOCK_FILE, thread_local=False)
    try:
        guard.acquire(blocking=False)
    except filelock.Timeout:
        raise UserError("AS-1103", folder=folder) from None
    return guard


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn what the engine and the disk say into a sentence for the officer."""
    try:
        yield
    except (DatabaseError, sqlcipher.DatabaseError) as fault:
        code = _code_of(str(fault).lower())
        if code is None:
            raise
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
