"""The folder into which packages come: what was taken in is kept as it came, what was refused is set aside with why.

The kept files are the evidence, and the store can be made anew from them: each lies in the folder of its unit, under
the place in which it came, and beside it the receipts that were given.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import clock
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.paths import free, write_whole
from ansinh_desktop.services.sync.incoming import Accepted
from ansinh_desktop.services.sync.package import RECEIPT_SUFFIX, SUFFIX

ARCHIVE, REFUSED, RECEIPTS = "da-nhan", "khong-nhan-duoc", "bien-nhan"
"""The folders in it: of what was taken in, of what was refused, of the receipts to be given back."""
NOT_ITS_FAULT = frozenset({"AS-5005", "AS-5006", "AS-5018"})
"""A newer program, a card that is missing, a stick that was pulled out: the file waits where it is."""


@dataclass(frozen=True)
class Step:
    """What became of one file."""

    path: Path
    outcome: Accepted | UserError

    @property
    def text(self) -> str:
        """It, in one line."""
        if isinstance(self.outcome, UserError):
            return f"{self.path.name}: {self.outcome} {self.outcome.todo}"
        taken = self.outcome.taken
        receipt = f"; biên nhận {taken.receipt.name}" if taken.receipt.name else ""
        return f"{self.path.name}: {taken.summary}{receipt}"


@dataclass(frozen=True)
class Intake:
    """A folder into which packages come, and where they go from there."""

    folder: Path
    archive: Path
    receipts: Path

    @classmethod
    def at(cls, folder: Path, archive: Path | None = None, receipts: Path | None = None) -> "Intake":
        """Return the folder with those for what becomes of its files, which are made where they are missing.

        Raises:
            UserError: AS-5165 it is no folder, AS-5019 they cannot be made.
        """
        if not folder.is_dir():
            raise UserError("AS-5165", name=folder.name)
        found = cls(folder, archive or folder / ARCHIVE, receipts or folder / RECEIPTS)
        for each in (found.archive, found.receipts):
            _make(each)
        return found

    def waiting(self) -> list[Path]:
        """Return the packages that came, by unit and number as their names say; what is no package is left alone."""
        files = [each for each in self.folder.iterdir() if each.is_file() and each.suffix.lower() == SUFFIX]
        return sorted(map(_spelled, files))

    def settle(self, step: Step) -> None:
        """Move a file to where it belongs; one that could not be taken in though nothing is wrong with it stays.

        Raises:
            UserError: AS-5167 it cannot be moved; AS-5019 its receipt cannot be kept.
        """
        if isinstance(step.outcome, Accepted):
            self._keep(step.path, step.outcome)
        elif isinstance(step.outcome, DataError) and step.outcome.code not in NOT_ITS_FAULT:
            aside = self.folder / REFUSED
            _make(aside)
            target = free(aside / step.path.name)
            _move(step.path, target)
            why = step.outcome
            told = (why.code, why.message.text, why.todo, f"{clock.local(clock.now()):%d/%m/%Y %H:%M}", "")
            # As the simplest editor of Windows reads it; no name of anybody stands in it.
            _write(target.with_name(f"{target.name}.txt"), "\r\n".join(told).encode("utf-8-sig"))

    def _keep(self, path: Path, accepted: Accepted) -> None:
        own = self.archive / accepted.unit
        given = own / RECEIPTS / accepted.life
        _make(given)
        kept = given / f"{accepted.package}-{accepted.answer}{RECEIPT_SUFFIX}"
        if not kept.exists():
            _write(kept, accepted.taken.receipt.read_bytes())
        target = own / f"{accepted.came:06}-{accepted.file_name}"
        if target.exists() and not _is_same(target, path):
            target = free(target)
        _move(path, target)


def kept_packages(archive: Path) -> list[Path]:
    """Return the packages that an archive keeps, unit by unit in the order in which they came.

    Raises:
        UserError: AS-5165 it is no folder.
    """
    if not archive.is_dir():
        raise UserError("AS-5165", name=archive.name)
    units = sorted(each for each in archive.iterdir() if each.is_dir())
    return [path for unit in units for path in sorted(unit.glob(f"*{SUFFIX}"))]


def kept_receipt(package: Path, package_id: str, life: str) -> tuple[int, bytes] | None:
    """Return the last receipt (its number, its bytes) that a life gave for a kept package; None where there is none."""
    given = package.parent / RECEIPTS / life
    numbers = [int(each.stem.rpartition("-")[2]) for each in given.glob(f"{package_id}-*{RECEIPT_SUFFIX}")]
    if not numbers:
        return None
    return max(numbers), (given / f"{package_id}-{max(numbers)}{RECEIPT_SUFFIX}").read_bytes()


def one_by_one(paths: Sequence[Path], take: Callable[[Path], Accepted]) -> Iterator[Step]:
    """Take packages in one after the other, and say after each what became of it.

    Raises:
        UserError: Something stands in the way that is no package's fault.
    """
    for path in paths:
        yield Step(path, outcome_of(path, take))


def outcome_of(path: Path, take: Callable[[Path], Accepted]) -> Accepted | UserError:
    """Take one package in, or return why it is refused."""
    try:
        return take(path)
    except DataError as error:
        return error


def _spelled(path: Path) -> Path:
    """Return a file, under a name that can be written down where its own, from a stick of another system, cannot."""
    try:
        path.name.encode()
    except UnicodeEncodeError:
        named = free(path.with_name(path.name.encode(errors="replace").decode().replace("?", "_")))
        _move(path, named)
        return named
    return path


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("AS-5019", name=folder.name) from error


def _write(path: Path, content: bytes) -> None:
    try:
        write_whole(path, content)
    except OSError as error:
        raise UserError("AS-5019", name=path.name) from error


def _is_same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _move(path: Path, target: Path) -> None:
    try:
        try:
            path.replace(target)
        except OSError:  # it lies on another disk
            with path.open("rb") as source:
                write_whole(target, lambda stream: shutil.copyfileobj(source, stream))
            path.unlink()
    except OSError as error:
        raise UserError("AS-5167", name=path.name, folder=target.parent.name) from error
