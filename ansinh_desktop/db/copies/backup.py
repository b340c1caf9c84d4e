"""Copies of a data folder in a folder of its own inside it: taken, verified by opening, thinned out, brought back.

A copy is a data folder itself: the encrypted database and its key file. It is made under another name and gets its own
only when it was read back whole. Bringing one back keeps what it replaces, and needs no room when it comes to it.
"""

import contextlib
import datetime
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import clock, paths
from ansinh_desktop.crypto import keys
from ansinh_desktop.db import cipher
from ansinh_desktop.db.copies import swap
from ansinh_desktop.db.copies.following import COPIES, Following
from ansinh_desktop.db.copies.pair import salt_of
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.paths import write_whole

FOLDER = COPIES
"""Where the copies lie in the data folder."""
ASIDE = swap.ASIDE
"""Where lies what a copy took the place of."""

DAYS, WEEKS, MONTHS = 12, 10, 9
"""So many of each are kept: the latest of the day, of the week, of the month."""

STAMP = "%Y%m%d-%H%M%S"
_SECOND, _DAY = datetime.timedelta(seconds=1), datetime.timedelta(days=1)


@dataclass(frozen=True)
class Backup:
    """One copy, and what is in it; no numbers where it cannot be read."""

    name: str
    at: datetime.datetime
    size: int
    people: int | None = None
    records: int | None = None
    is_of_another_key: bool = False
    """Whether it may be whole, and opens with a key of its own: with the passwords of when it was made."""


@dataclass(frozen=True, order=True)
class _Place:
    """Where a copy stands in the history: what was written last in it, never what the clock said."""

    readable: bool
    after_restore: bool
    """Of the life of now: what a copy that was brought back replaced is older, however much was written in it."""
    seq: int
    at: datetime.datetime
    """Only between copies of the same content."""
    name: str


class Backups:
    """The copies of one open data folder."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._folder = vault.folder / COPIES
        self._links: dict[str, tuple[int, str] | None] = {}

    def all(self) -> list[Backup]:
        """Return every copy, the latest first."""
        with self._vault.copying:
            return [self._seen(each.name, each.at) for each in reversed(self._in_order())]

    def latest(self) -> datetime.datetime | None:
        """Return what the clock said when the last copy that can be read was made."""
        with self._vault.copying:
            return next((each.at for each in reversed(self._in_order()) if each.readable), None)

    def moments(self) -> list[datetime.datetime]:
        """Return what the clock said when each copy was made."""
        return [at for at, _name in self._stamped()]

    def take(self) -> Path | None:
        """Make a copy, and thin out those before it; nothing where nothing has changed since the last.

        Raises:
            UserError: There is no room, nothing can be written there, or the data themselves are damaged.
            DataError: AS-1130 what was written cannot be read back whole.
        """
        with self._vault.told(), self._vault.copying:
            Following(self._vault).settle()
            # What could not be cleared away the last time goes also where no new copy is needed.
            for left in self._folder.glob(f"*{swap.PART}"):
                shutil.rmtree(left, ignore_errors=True)
            if not self._is_changed():
                return None
            self._folder.mkdir(exist_ok=True)
            name = self._free_name()
            part = self._folder / f"{name}{swap.PART}"
            try:
                part.mkdir()
                self._write(part)
                self._require_whole(part)
                part.rename(self._folder / name)
            except BaseException:
                shutil.rmtree(part, ignore_errors=True)
                raise
            self._thin_out(name)
            return self._folder / name

    def prepare(self, name: str) -> None:
        """Make ready to put a copy in the place of the data: it is done when they are locked.

        The copy begins a new epoch: packages made from now on are not mistaken for those that were made after it.
        Who may open the data, and what each may do, stays as it is now.

        Raises:
            UserError: There is no room, or nothing can be written there.
            DataError: AS-1131 the copy cannot be read whole; the data stay as they are.
        """
        with self._vault.told(), self._vault.copying:
            source, folder = self._folder / name, self._vault.folder
            try:
                self._require_whole(source)
            except DataError as error:
                raise DataError("AS-1131", name=name) from error
            ready = swap.begin(folder, paths.RESTORED)
            try:
                self._vault.copy_from(source / paths.DATABASE, ready / paths.DATABASE)
                # The passwords of now: what was given up since opens nothing, whatever is brought back.
                shutil.copyfile(folder / paths.KEY_FILE, ready / paths.KEY_FILE)
                self._begin_epoch(ready, name)
                swap.note_aside(folder, ready)
                swap.make_ready(folder, paths.RESTORED)
            except BaseException:
                shutil.rmtree(ready, ignore_errors=True)
                raise

    # Inside

    def _begin_epoch(self, folder: Path, name: str) -> None:
        """Bring the copy up to this program, and let the history say what became of it."""
        copy = self._vault.opened_beside(folder)
        try:
            copy.begin_again(name)
            with self._vault.reading() as now, copy.work("giữ người dùng và quyền hiện nay") as then:
                then.accounts.take_over(now.accounts)
        finally:
            copy.lock()
        (folder / paths.LOCK_FILE).unlink(missing_ok=True)

    def _write(self, part: Path) -> None:
        self._vault.copy_to(part / paths.DATABASE)
        swap.sync(part / paths.DATABASE)
        write_whole(part / paths.KEY_FILE, (self._vault.folder / paths.KEY_FILE).read_bytes())

    def _require_whole(self, folder: Path) -> None:
        try:
            keys.read(folder / paths.KEY_FILE)
            with self._vault.looking_at(folder / paths.DATABASE) as look:
                whole = look.is_whole()
        except (UserError, OSError) as error:
            raise DataError("AS-1130") from error
        if not whole:
            raise DataError("AS-1130")

    def _is_changed(self) -> bool:
        latest = next((each.name for each in reversed(self._in_order()) if each.readable), None)
        if latest is None:
            return True
        last = self._folder / latest
        try:
            if keys.read(last / paths.KEY_FILE).slots != keys.read(self._vault.key_file).slots:
                return True
            with (
                self._vault.looking_at(last / paths.DATABASE) as then,
                self._vault.looking_at(self._vault.database) as now,
            ):
                return then.mark() != now.mark()
        except (UserError, OSError):
            return True

    def _seen(self, name: str, at: datetime.datetime) -> Backup:
        folder = self._folder / name
        size = sum(each.stat().st_size for each in folder.glob("*") if each.is_file())
        try:
            with self._vault.told(), self._vault.looking_at(folder / paths.DATABASE) as look:
                people, records = look.counts()
        except UserError:
            return Backup(name, at, size, is_of_another_key=self._is_of_another_key(name))
        return Backup(name, at, size, people, records)

    def _in_order(self) -> list[_Place]:
        """Return every copy in the order of the history that it holds."""
        copies = list(self._stamped())
        if not copies:
            return []
        with self._vault.looking_at(self._vault.database) as now:
            restored = now.last_restore()
            return sorted(self._place(now, restored, at, name) for at, name in copies)

    def _place(self, now: cipher.Look, restored: int, at: datetime.datetime, name: str) -> _Place:
        seq, digest = self._link(name) or (0, None)
        is_ours = digest is not None and seq >= restored and now.digest_of(seq) == digest
        return _Place(digest is not None, is_ours, seq, at, name)

    def _link(self, name: str) -> tuple[int, str] | None:
        """Return the last change in a copy; nothing where it cannot be read."""
        if self._links.get(name) is None:
            try:
                with self._vault.looking_at(self._folder / name / paths.DATABASE) as look:
                    self._links[name] = look.last_link()
            except (UserError, OSError):
                self._links[name] = None
        return self._links[name]

    def _stamped(self) -> Iterable[tuple[datetime.datetime, str]]:
        """Yield moment and name of every copy; what has another name is not ours."""
        for each in self._folder.glob("*") if self._folder.is_dir() else ():
            with contextlib.suppress(ValueError):
                at = datetime.datetime.strptime(each.name, STAMP).replace(tzinfo=datetime.UTC)
                if each.is_dir():
                    yield at, each.name

    def _free_name(self) -> str:
        """Return a name that no other copy has: after that of the last, be it of this second; not after a wrong clock's."""
        places, at = self._in_order(), clock.now()
        taken = {each.name for each in places}
        latest = places[-1].at if places else at
        if datetime.timedelta() <= latest - at + _SECOND < _DAY:
            at = latest + _SECOND
        while f"{at:{STAMP}}" in taken:
            at += _SECOND
        return f"{at:{STAMP}}"

    def _thin_out(self, made: str) -> None:
        places = self._in_order()
        stay = kept([each.at for each in places])
        for place, each in enumerate(places):
            if (
                place in stay
                or each.name == made
                or (not each.readable and self._is_of_another_key(each.name))
            ):
                continue
            # Its name first: a removal that is cut short must leave nothing that looks like a copy.
            gone = self._folder / f"{each.name}{swap.PART}"
            with contextlib.suppress(OSError):
                (self._folder / each.name).rename(gone)
                self._links.pop(each.name, None)
                shutil.rmtree(gone, ignore_errors=True)

    def _is_of_another_key(self, name: str) -> bool:
        """Whether a copy that cannot be read with our key has its own: it may hold what nothing else holds."""
        folder = self._folder / name
        try:
            salt = keys.read(folder / paths.KEY_FILE).salt
            own = salt_of(self._vault.database)
            return bool(salt) and salt == salt_of(folder / paths.DATABASE) != own
        except (UserError, OSError):
            return False


def kept(moments: Sequence[datetime.datetime]) -> set[int]:
    """Return the places of the copies that stay: the latest of each of the last days, weeks and months that have any.

    Args:
        moments: What the clock said, in the order of the history: the clock says of which day a copy is, never which
            comes after which.
    """
    found: set[int] = set()
    local = [clock.local(at).date() for at in moments]
    for most, span in (
        (DAYS, lambda day: day),
        (WEEKS, lambda day: day.isocalendar()[:2]),
        (MONTHS, lambda day: (day.year, day.month)),
    ):
        latest = {span(day): place for place, day in enumerate(local)}
        found |= set(sorted(latest.values(), reverse=True)[:most])
    return found
