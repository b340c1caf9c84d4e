"""The folder in which packages arrive: what lies there is seen before it is taken, and sorted away afterwards."""

import datetime
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import Message, UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.sync.incoming import Accepted, Incoming, Taken
from ansinh_desktop.services.sync.package import SUFFIX, open_package
from ansinh_desktop.services.sync.unattended import NOT_ITS_FAULT, REFUSED, Intake, Step

FOLDER: Final = "inbox_folder"


@dataclass(frozen=True)
class Arrived:
    """A file that lies in the folder, read and not taken."""

    path: Path
    sender: str = ""
    number: int = 0
    created: datetime.datetime | None = None
    records: int = 0
    known: bool = False
    """Whether it was taken in before."""
    fault: Message | None = None
    id: str = ""
    """Of the package."""

    @property
    def waits(self) -> bool:
        """Whether the file is in order, or would be with a card or a newer program, and so stays where it is."""
        return self.fault is None or self.fault.code in NOT_ITS_FAULT


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    name: str
    said: str
    taken: bool


@dataclass(frozen=True)
class ReceiveStep:
    """How far it has come."""

    done: int
    total: int
    text: str


def _marks(folder: Path) -> dict[Path, tuple[str, int, int]]:
    """Return the packages in a folder, each with what is another once the file is.

    Raises:
        UserError: AS-5142 the folder is not there.
    """
    try:
        paths = [each for each in folder.iterdir() if each.suffix.lower() == SUFFIX]
        return {each: (str(each), each.stat().st_size, each.stat().st_mtime_ns) for each in paths}
    except OSError as error:
        raise UserError("AS-5142", name=folder.name) from error


class Inbox:
    """The folder of incoming packages."""

    def __init__(self, vault: Vault, access: Access, incoming: Incoming) -> None:
        self._vault = vault
        self._access = access
        self._incoming = incoming
        self._read: dict[tuple[str, int, int], Arrived] = {}
        """What was read, by path, size and time: a large package is not decrypted anew for each look."""

    def folder(self) -> Path | None:
        """Return the folder that is watched; None before one was chosen."""
        with self._vault.reading() as store:
            chosen = store.setting(FOLDER)
        return Path(chosen) if chosen else None

    def watch(self, folder: Path) -> None:
        """Choose the folder."""
        self._access.require_all("w")
        with self._vault.work("chọn thư mục nhận gói") as store:
            store.set_setting(FOLDER, str(folder))

    def look(self) -> list[Arrived]:
        """Return what lies in the folder, in the order in which it is to be taken; nothing is moved or written.

        Raises:
            UserError: AS-5142 the folder is not there.
        """
        self._access.require_all("w")
        folder = self.folder()
        if folder is None:
            return []
        marks = _marks(folder)
        kept = {mark: each for mark, each in self._read.items() if each.fault is None or not each.waits}
        self._read = {mark: kept.get(mark) or self._look_at(path) for path, mark in marks.items()}
        with self._vault.reading() as store:
            came = {each.id for each in store.packages.all("in")}
        found = [replace(each, known=each.id in came) for each in self._read.values()]
        return sorted(found, key=lambda each: (each.fault is not None, each.sender, each.number))

    def receive(
        self,
        paths: Sequence[Path],
        into: list[Outcome],
        *,
        sort_away: bool,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Generator[ReceiveStep, None, list[Outcome]]:
        """Take packages in, one after another; closed between two of them, those that are taken stay taken.

        Args:
            paths: The packages.
            into: Gets the outcome of each, also where the work is stopped before its end.
            sort_away: Whether they lie in the folder, so that each goes where it belongs; of others only the
                receipt is written, beside the package.
            stopped: Whether somebody has asked to stop: asked within a package, too, which then is not taken in.
        """
        for place, path in enumerate(paths):
            yield ReceiveStep(place, len(paths), f"Nhận {path.name}")
            try:
                into.append(self._take(path, sort_away=sort_away, stopped=stopped))
            except _StoppedError:
                break
        yield ReceiveStep(len(paths), len(paths), "Đã xong")
        return into

    def _look_at(self, path: Path) -> Arrived:
        with self._vault.reading() as store:
            identity = store.devices.own().identity
            with_key = {each.id: each.verify_key for each in store.devices.units("sender")}
            names = store.packages.senders()
        try:
            with open_package(
                path, [identity], lambda sender: with_key.get(f"{sender.unit}/{sender.device}")
            ) as package:
                head, rows = package.manifest.head, package.manifest.rows
        except UserError as error:
            return Arrived(path, fault=error.message)
        name = names.get(head.sender.unit, head.sender.name)
        return Arrived(path, name, head.number, head.created, rows.get("record", 0), id=head.id)

    def _take(self, path: Path, *, sort_away: bool, stopped: Callable[[], bool]) -> Outcome:
        def step(_rows: int) -> None:
            if stopped():
                raise _StoppedError

        if not sort_away:
            try:
                taken = self._incoming.receive(path, path.parent, step)
            except UserError as error:
                return _told(path, error)
            return _told(path, taken)
        intake = Intake.at(path.parent)
        try:
            outcome: Accepted | UserError = self._incoming.take(path, intake.receipts, step)
        except UserError as error:
            outcome = error
        said = _told(path, outcome.taken if isinstance(outcome, Accepted) else outcome)
        try:
            intake.settle(Step(path, outcome))
        except UserError:
            return replace(said, said=f"{said.said} Tệp vẫn nằm ở chỗ cũ.")
        aside = "" if path.exists() or said.taken else f" Đã để riêng vào {REFUSED}."
        return replace(said, said=f"{said.said}{aside}")


def _told(path: Path, outcome: Taken | UserError) -> Outcome:
    if isinstance(outcome, UserError):
        return Outcome(path.name, f"{outcome.message} {outcome.message.todo}", taken=False)
    return Outcome(path.name, f"{outcome.summary}. Biên nhận: {outcome.receipt.name}", taken=True)


class _StoppedError(Exception):
    """Undoes what was taken in of a package."""
