"""Opens the encrypted data file, and hands out units of work on it."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Self

import filelock
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ansinh_desktop import ids, machine, paths
from ansinh_desktop.crypto import envelope, keys
from ansinh_desktop.db import cipher, derived, ending, history, refusals
from ansinh_desktop.db.cipher import Look
from ansinh_desktop.db.copies import leftover, swap
from ansinh_desktop.db.copies.pair import salt_of
from ansinh_desktop.db.exchange import actors
from ansinh_desktop.db.exchange.lives import begin_life
from ansinh_desktop.db.gate import Gate
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.keyholder import KeyHolder
from ansinh_desktop.db.models import LETTERS, MACHINE
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import BugError, DataError, UserError

_PATIENCE = 30.0
"""So many seconds whoever reads may go on when the data are locked."""
_BETWEEN_MARKS = 60.0
"""Seconds between two marks beside the data while work goes on."""
_NEW_KEY = "new.key"
_NEW_DATABASE = "new.db"
"""A data folder is made under these names; it counts as set up from the moment the key has its own."""


class Vault(KeyHolder):
    """One data folder, unlocked: the only writer of its database.

    Parts are made by :meth:`create` and :meth:`open`; :meth:`lock` forgets the key.
    """

    def __init__(
        self,
        folder: Path,
        key: bytearray,
        officer: str,
        guard: filelock.BaseFileLock,
        *,
        fresh: tuple[str, bytes] | None = None,
        to_read: bool = False,
    ) -> None:
        self.folder = folder
        self._key = key
        self._guard = guard
        self.is_writable = not to_read
        self.was_put_back = False
        """Whether a copy was laid by hand over what a killed program had not finished writing."""
        name, salt = fresh or (paths.DATABASE, b"")
        self._engine = (
            cipher.engine_to_read(folder / name, key)
            if to_read
            else cipher.engine(folder / name, key, salt=salt)
        )
        self._gate = Gate()
        self.copying = threading.RLock()
        self._writing = threading.Lock()
        self._hand: Connection | None = None
        """The connection that writes, kept from one unit of work to the next."""
        self._writer: int | None = None
        self._marked = time.monotonic()
        self._chain = history.Chain(device="", author=officer)
        self.unlocked_at = 0
        """The number of the last change when the data were unlocked."""
        self._session = history.WatchedSession(expire_on_commit=False, info={"chain": self._chain})
        refusals.watch()
        self.officer = officer

    @classmethod
    def create(
        cls,
        folder: Path,
        officer: str,
        password: str,
        first: Callable[[Store], None] | None = None,
        *,
        known: tuple[str, ...] = (),
    ) -> tuple[Self, str]:
        """Make a new data folder; return the open vault and the recovery code, which is shown only now.

        Args:
            folder: Where; a start that was cut short may lie there.
            officer: The first user.
            password: Their password.
            first: What else to write before the folder counts as set up.
            known: What anybody would guess first as a password.

        Raises:
            UserError: The folder holds data already, cannot be written, or the password is too weak.
        """
        if paths.holds_data(folder):
            raise UserError("AS-1101", folder=folder)
        with cipher.told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            guard = sole_writer(folder)
            try:
                _clear_away(folder)
                made = keys.create(folder / _NEW_KEY, officer, password, known=known)
                vault = cls(folder, made.key, officer, guard, fresh=(_NEW_DATABASE, made.salt))
                vault._fill(first)
                (folder / _NEW_KEY).replace(folder / paths.KEY_FILE)
                keys.begin_counting(folder / paths.KEY_FILE)
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
            DataError: A file is missing, damaged, newer than this program, or the key file is of other data.
        """
        return cls._unlocked(folder, officer, lambda: keys.unlock(folder / paths.KEY_FILE, officer, password))

    @classmethod
    def open_with_recovery(
        cls,
        folder: Path,
        code: str,
        officer: str,
        new_password: str | None,
        *,
        known: Callable[["Vault"], tuple[str, ...]] = lambda _: (),
    ) -> Self:
        """Unlock with the recovery code, and give an officer a new password; the old one opens nothing any more.

        Without a new password everybody keeps theirs.
        """
        path = folder / paths.KEY_FILE
        vault = cls._unlocked(folder, officer, lambda: keys.unlock_with_recovery(path, code))
        try:
            with vault.reading() as store:
                active = [each.name for each in store.accounts.active()]
            if officer not in (*active, *vault.officers()):
                raise UserError("AS-1010", user=officer)
            if new_password is not None:
                vault.give_password(officer, new_password, known(vault))
        except BaseException:
            vault.lock()
            raise
        return vault

    @classmethod
    def _unlocked(cls, folder: Path, officer: str, unlock: Callable[[], bytearray]) -> Self:
        waiting = swap.is_waiting(folder)
        if not waiting and not any((folder / each).exists() for each in (paths.DATABASE, _NEW_DATABASE)):
            raise DataError("AS-1102", folder=folder)
        with cipher.told(folder):
            guard = sole_writer(folder)
            try:
                swap.finish(folder)
                leftover.clear_half_written(folder)
                _take_name(folder)
                return cls._ready(folder, leftover.paired(folder, unlock), officer, guard)
            except BaseException:
                guard.release()
                raise

    @classmethod
    def _ready(cls, folder: Path, key: bytearray, officer: str, guard: filelock.BaseFileLock) -> Self:
        _take_name(folder)
        database = folder / paths.DATABASE
        if database.is_file() and not database.stat().st_size:
            # The engine would take an empty file for a new database; on Windows a folder has no size either.
            raise DataError("AS-1107", folder=folder)
        put_back = leftover.put_aside_a_foreign_log(folder, key)
        vault = cls(folder, key, officer, guard)
        try:
            vault._check_schema()
            vault._start()
            if put_back:
                vault.was_put_back = True
            _recognise_place(vault, vault._engine, copied=put_back)
        except BaseException as fault:
            vault._close()
            of_engine = DatabaseError, sqlcipher.DatabaseError, OSError
            # What was to be written at once may have been told in words already.
            if any(isinstance(each, of_engine) for each in (fault, fault.__cause__)) and cipher.is_full(
                folder
            ):
                return cls._ready_to_read(folder, key, officer, guard)
            raise
        return vault

    @classmethod
    def _ready_to_read(cls, folder: Path, key: bytearray, officer: str, guard: filelock.BaseFileLock) -> Self:
        """Open the data where the disk has no room: nothing can be written, everything can be read."""
        vault = cls(folder, key, officer, guard, to_read=True)
        try:
            vault._check_schema()
            with vault.reading() as store:
                vault._chain.device = store.devices.own().id
        except BaseException:
            vault._close()
            raise
        return vault

    @property
    def changes(self) -> int:
        """The number of the last change: another one means that something was written since."""
        return self._chain.seq

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
        if not self.is_writable:
            raise UserError("AS-1132", folder=self.folder)
        with self._gate.together(), self._writing, cipher.told(self.folder):
            self._writer = threading.get_ident()
            chain = self._chain
            before = (chain.seq, chain.digest, chain.actor, chain.since, chain.letter)
            chain.reason, chain.work = reason, chain.seq + 1
            chain.ownership.begin(taking_in)
            session = self._session
            try:
                session.bind = hand = self._hand = self._hand or self._engine.connect()
                # The session joins in where it is asked for rows; what is written without it need not wait for it.
                with hand.begin():
                    if not chain.actor:
                        chain.actor, chain.since = actors.begin(hand, chain.seq + 1), chain.seq + 1
                    yield Store(session, chain)
                    session.flush()
                    history.write_pending(session, chain)
                    if chain.seq != before[0]:
                        chain.sealer.seal(hand, chain.seq, chain.digest)
            except BaseException as fault:
                chain.seq, chain.digest, chain.actor, chain.since, chain.letter = before
                chain.pending.clear()
                chain.ownership.forget()
                chain.sealer.forget()
                # Whatever state the fault left it in, the next unit of work begins with a fresh one.
                session.close()
                self._put_down()
                if isinstance(fault, DatabaseError | sqlcipher.DatabaseError):
                    # Opened while the disk refused to be written, a connection can only read, for as long as it lasts.
                    self._engine.dispose()
                raise
            finally:
                chain.reason = chain.work = None
                self._writer = None
                if session.in_transaction():  # a unit of work that only inserts never asks it for rows
                    session.close()
            self._leave_mark()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Store]:
        """Look at the data without writing; may run beside a unit of work."""
        with (
            self._gate.together(),
            cipher.told(self.folder),
            Session(self._engine.execution_options(reading=True)) as session,
        ):
            yield Store(session, None)

    def lock(self) -> None:
        """Close the database and wipe the key from memory."""
        with self._gate.alone(_PATIENCE):
            self._put_down()
            ending.leave_mark(self._engine, self.folder)
            self._close()
            keys.wipe(self._key)
            envelope.forget_keys()
            try:
                with cipher.told(self.folder):
                    swap.finish(self.folder)
            finally:
                self._guard.release()

    def told(self) -> contextlib.AbstractContextManager[None]:
        """Turn what the engine and the disk say meanwhile into a sentence for the officer."""
        return cipher.told(self.folder)

    def copy_to(self, target: Path) -> None:
        """Write a whole copy of the database, encrypted with the same key; others may work meanwhile."""
        with (
            self._gate.together(),
            contextlib.closing(self._engine.raw_connection()) as source,
            contextlib.closing(cipher.connect(target, self._key, salt=salt_of(self.database))) as copy,
        ):
            source.driver_connection.backup(copy)  # type: ignore[union-attr]

    @contextlib.contextmanager
    def looking_at(self, database: Path) -> "Iterator[Look]":
        """Look at a database with the key of this one, leaving no trace beside it."""
        # Our own has a log beside it, which must be read too; of a copy nobody knows whether it may be written.
        own = database == self.database and self.is_writable
        with (
            self._gate.together(),
            cipher.look(database, self._key, mode="" if own else "immutable=1") as look,
        ):
            yield look

    def opened_beside(self, folder: Path) -> "Vault":
        """Open a copy of this data folder with its key; the caller locks it."""
        guard = sole_writer(folder)
        try:
            return Vault._ready(folder, bytearray(self._key), self.officer, guard)
        except BaseException:
            guard.release()
            raise

    def begin_again(self, name: str, *, parted: int | None = None) -> None:
        """Begin a new life with what was brought back: what is written from now on is not taken for what was lost.

        Args:
            name: What was brought back.
            parted: The number of a change that is remembered otherwise, though the history goes further: it may have
                been forged, and the check goes on telling of it until a backup is brought back by the program.
        """
        facts: dict[str, object] = {"backup": name} | ({} if parted is None else {"parted": parted})
        with self.work(f"khôi phục bản sao {name}") as store:
            begin_life(store)
            store.log.note("restore", "device", self._chain.device, facts)

    def integrity(self) -> list[str]:
        """Return what the engine itself finds wrong in pages and indexes; empty when all is well."""
        # With a connection of its own: one that was there before others merged the search index (FTS5 does so after
        # sixteen writes) looks for what was merged, and takes it for damage.
        with cipher.told(self.folder):
            if not self.is_writable:
                # Part of them may still lie in the log, which only whoever has the file alone can read.
                with contextlib.closing(self._engine.raw_connection()) as connection:
                    return Look(connection.driver_connection).faults()
            with self.looking_at(self.database) as look:
                return look.faults()

    def _fill(self, first: Callable[[Store], None] | None) -> None:
        """Make the tables and their first rows, and leave them in one closed file."""
        try:
            _migrate(self._engine)
            _derive(self._engine)
            self._chain.device = ids.new_id()
            with self.work() as store:
                store.devices.start(
                    self._chain.device, ids.new_id(), envelope.new_sign_key(), envelope.new_identity()
                )
            if first is not None:
                with self.work("thiết lập ban đầu") as store:
                    first(store)
            with contextlib.closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._close()

    def _rest(self) -> None:
        self._close()
        with contextlib.closing(cipher.connect(self.database, self._key)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if cipher.has_log(self.database):
            raise UserError("AS-1105", folder=self.folder)

    def _resume(self) -> None:
        self._engine = cipher.engine(self.database, self._key)
        self._chain.sealer.forget()

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

    def _check_schema(self) -> None:
        with self._engine.connect() as connection:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if found == HEAD:
            return
        if found not in _migrations().known():
            raise DataError("AS-1104", found=found)
        if not self.is_writable:
            raise UserError("AS-1105", folder=self.folder)
        _migrate(self._engine)

    def _start(self) -> None:
        _derive(self._engine)
        with self.reading() as store:
            own = store.devices.own()
            self._chain.device = own.id
            self._chain.letter = next(iter(store.setting(LETTERS, [])[-1:]), "")
            self._chain.seq, self._chain.digest = store.log.last()
        self.unlocked_at = self._chain.seq


def _recognise_place(vault: Vault, engine: Engine, *, copied: bool) -> None:
    """Begin a new life where the data lie elsewhere than before, or an older file was laid in their place.

    So two folders never write as one, and what was lost is not taken for what is written anew.
    """
    if vault.folder.name.startswith(paths.RESTORED):
        return  # made ready to take the place of the data: it is recognised there
    here = machine.mark_of(vault.folder)
    with engine.execution_options(reading=True).connect() as connection:
        if not ending.fits(connection):
            return  # a new life would sign what somebody has forged: the check tells of it first
        remembered, last = ending.contradiction(connection, vault.folder), ending.present(connection).seq
    with vault.reading() as store:
        known = store.setting(MACHINE)
    if copied or remembered is not None:
        vault.was_put_back = True
        parted = remembered.seq if remembered is not None and remembered.seq <= last else None
        vault.begin_again("chép tay", parted=parted)
    elif known not in (None, here):
        vault.begin_again("máy khác")
    if known != here:
        with engine.begin() as connection:
            ending.keep(connection, MACHINE, here)


def _derive(engine: Engine) -> None:
    with engine.begin() as connection:
        derived.refresh(connection)


def _migrate(engine: Engine) -> None:
    with engine.begin() as connection:
        _migrations().upgrade(connection)


def _migrations() -> ModuleType:
    # Alembic costs a quarter of a start (importtime), and is needed only where the schema differs.
    from ansinh_desktop.db import migrations  # noqa: PLC0415

    return migrations


def _take_name(folder: Path) -> None:
    """Give the database its name: it was made whole, and the power went before."""
    if not (folder / paths.DATABASE).exists() and (folder / _NEW_DATABASE).exists():
        (folder / _NEW_DATABASE).replace(folder / paths.DATABASE)


def _clear_away(folder: Path) -> None:
    """Remove what a first start that was cut short left behind."""
    for name in (_NEW_KEY, _NEW_DATABASE, f"{_NEW_DATABASE}-wal", f"{_NEW_DATABASE}-shm"):
        (folder / name).unlink(missing_ok=True)


def sole_writer(folder: Path) -> filelock.BaseFileLock:
    """Be the only program that works on a data folder, until the guard is released.

    Raises:
        UserError: AS-1103 another one does.
    """
    # The data are unlocked in the background and locked from the window: the guard belongs to no thread.
    guard = filelock.FileLock(folder / paths.LOCK_FILE, thread_local=False)
    try:
        guard.acquire(blocking=False)
    except filelock.Timeout:
        raise UserError("AS-1103", folder=folder) from None
    return guard


def finish_what_was_cut_short(folder: Path) -> None:
    """Put in its place what was made ready, unless somebody works on the data; who opens them tries again."""
    if swap.is_waiting(folder):
        with contextlib.suppress(UserError, OSError):
            guard = sole_writer(folder)
            try:
                swap.finish(folder)
            finally:
                guard.release()
