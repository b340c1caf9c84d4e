"""Copies of a data folder in a folder of its own inside it: taken, verified by opening, thinned out, brought back.

A copy is a data folder itself: the encrypted database and its key file. It is made under another name and gets its own
only when it was read back whole. Bringing one back keeps what it replaces, and needs no room when it comes to it.
"""

import contextlib
import datetime
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import clock, ids, paths
from ansinh_desktop.crypto import keys
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.paths import write_whole

FOLDER = "sao-luu"
"""Where the copies lie in the data folder."""
ASIDE = "truoc-khoi-phuc"
"""Where lies what a copy took the place of."""

DAYS, WEEKS, MONTHS = 12, 10, 9
"""So many of each are kept: the latest of the day, of the week, of the month."""

_STAMP = "%Y%m%d-%H%M%S"
_PART = ".part"
_SECOND, _DAY = datetime.timedelta(seconds=1), datetime.timedelta(days=1)


@dataclass(frozen=True)
class Backup:
    """One copy, and what is in it; no numbers where it cannot be read."""

    name: str
    at: datetime.datetime
    size: int
    people: int | None = None
    records: int | None = None


class Backups:
    """The copies of one open data folder."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._folder = vault.folder / FOLDER

    def all(self) -> list[Backup]:
        """Return every copy, the latest first."""
        return [self._seen(name, at) for at, name in sorted(self._stamped(), reverse=True)]

    def latest(self) -> datetime.datetime | None:
        """Return when the last copy was made."""
        return max((at for at, _name in self._stamped()), default=None)

    def take(self) -> Path | None:
        """Make a copy, and thin out those before it; nothing where nothing has changed since the last.

        Raises:
            UserError: There is no room, nothing can be written there, or the data themselves are damaged.
            DataError: AS-1130 what was written cannot be read back whole.
        """
        with self._vault.told():
            if not self._is_changed():
                return None
            self._folder.mkdir(exist_ok=True)
            for left in self._folder.glob(f"*{_PART}"):
                shutil.rmtree(left, ignore_errors=True)
            name = self._free_name()
            part = self._folder / f"{name}{_PART}"
            try:
                part.mkdir()
                self._write(part)
                self._require_whole(part)
                part.rename(self._folder / name)
            except BaseException:
                shutil.rmtree(part, ignore_errors=True)
                raise
            self._thin_out()
            return self._folder / name

    def prepare(self, name: str) -> None:
        """Make ready to put a copy in the place of the data: it is done when they are locked.

        The copy begins a new epoch: packages made from now on are not mistaken for those that were made after it.

        Raises:
            UserError: There is no room, or nothing can be written there.
            DataError: AS-1131 the copy cannot be read whole; the data stay as they are.
        """
        with self._vault.told():
            source = self._folder / name
            try:
                self._require_whole(source)
            except DataError as error:
                raise DataError("AS-1131", name=name) from error
            ready = self._vault.folder / f"{paths.RESTORED}{_PART}"
            shutil.rmtree(ready, ignore_errors=True)
            aside = self._vault.folder / ASIDE / f"{clock.now():{_STAMP}}"
            try:
                ready.mkdir()
                for each in (paths.DATABASE, paths.KEY_FILE):
                    shutil.copyfile(source / each, ready / each)
                self._begin_epoch(ready, name)
                for file in ready.iterdir():
                    _sync(file)
                aside.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self._vault.folder / paths.KEY_FILE, aside / paths.KEY_FILE)
                (ready / paths.ASIDE_NAME).write_text(f"{ASIDE}/{aside.name}", encoding="utf-8")
                # One that was made ready before is not wanted any more.
                shutil.rmtree(self._vault.folder / paths.RESTORED, ignore_errors=True)
                ready.rename(self._vault.folder / paths.RESTORED)
            except BaseException:
                shutil.rmtree(ready, ignore_errors=True)
                raise

    # Inside

    def _begin_epoch(self, folder: Path, name: str) -> None:
        """Bring the copy up to this program, and let the history say what became of it."""
        copy = self._vault.opened_beside(folder)
        try:
            with copy.work(f"khôi phục bản sao {name}") as store:
                device = store.devices.own()
                device.epoch = ids.new_id()
                store.log.note("restore", "device", device.id, {"backup": name})
        finally:
            copy.lock()
        (folder / paths.LOCK_FILE).unlink(missing_ok=True)

    def _write(self, part: Path) -> None:
        self._vault.copy_to(part / paths.DATABASE)
        _sync(part / paths.DATABASE)
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
        latest = max(self._stamped(), default=None)
        if latest is None:
            return True
        last = self._folder / latest[1]
        try:
            if (last / paths.KEY_FILE).read_bytes() != (self._vault.folder / paths.KEY_FILE).read_bytes():
                return True
            with (
                self._vault.looking_at(last / paths.DATABASE) as then,
                self._vault.looking_at(self._vault.folder / paths.DATABASE) as now,
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
            return Backup(name, at, size)
        return Backup(name, at, size, people, records)

    def _stamped(self) -> Iterable[tuple[datetime.datetime, str]]:
        """Yield moment and name of every copy; what has another name is not ours."""
        for each in self._folder.glob("*") if self._folder.is_dir() else ():
            with contextlib.suppress(ValueError):
                at = datetime.datetime.strptime(each.name, _STAMP).replace(tzinfo=datetime.UTC)
                if each.is_dir():
                    yield at, each.name

    def _free_name(self) -> str:
        """Return a name after that of the last copy, be it of this second; not after one of a clock gone wrong."""
        at, latest = clock.now(), self.latest()
        if latest is not None and datetime.timedelta() <= latest - at + _SECOND < _DAY:
            at = latest + _SECOND
        return f"{at:{_STAMP}}"

    def _thin_out(self) -> None:
        found = dict(self._stamped())
        for at in found.keys() - kept(list(found)):
            # Its name first: a removal that is cut short must leave nothing that looks like a copy.
            gone = self._folder / f"{found[at]}{_PART}"
            with contextlib.suppress(OSError):
                (self._folder / found[at]).rename(gone)
                shutil.rmtree(gone, ignore_errors=True)


def kept(moments: Sequence[datetime.datetime]) -> set[datetime.datetime]:
    """Return which copies stay: the latest of each of the last days, weeks and months that have any."""
    found: set[datetime.datetime] = set()
    local = {at: clock.local(at).date() for at in moments}
    for most, span in (
        (DAYS, lambda day: day),
        (WEEKS, lambda day: day.isocalendar()[:2]),
        (MONTHS, lambda day: (day.year, day.month)),
    ):
        latest = {span(local[at]): at for at in sorted(moments)}
        found |= set(sorted(latest.values(), reverse=True)[:most])
    return found


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
