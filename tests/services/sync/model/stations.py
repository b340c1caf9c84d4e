"""One data folder in use: opened, copied, backed up, and put back by the button or by hand."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from ansinh_desktop import paths
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.program import Program, open_data
from tests.factories import OFFICER, PASSWORD
from tests.services.sync.model.held import Held, look


@dataclass
class State:
    """What a data folder has been told, which goes back with it when a copy takes its place."""

    receiver: str = ""
    """The receiving unit whose card it trusted last, by folder."""
    heard: dict[str, int] = field(default_factory=dict)
    """By folder of a receiving unit: its life from which this one heard last."""

    def copy(self) -> "State":
        """Return the same, to be kept."""
        return State(self.receiver, dict(self.heard))


@dataclass
class Copy:
    """A copy of a data folder, by the button or by hand."""

    path: Path
    state: State


@dataclass
class Station:
    """One data folder in use."""

    folder: Path
    office: Office
    program: Program
    state: State = field(default_factory=State)
    copies: list[Copy] = field(default_factory=list)
    """Made by hand."""
    backups: dict[str, State] = field(default_factory=dict)
    """Made by the button."""
    is_only: bool = True
    """Whether nothing but the program itself ever copied it or put something in its place."""
    life: int = 1
    """Of a receiving unit: how many times something took the place of its data, and one."""
    unnoticed: int = 0
    """Of a receiving unit: how many packages there were when files were laid over its data by hand."""
    is_of_before: bool = False
    """Of a receiving unit: whether its program is an older one, which knows a register less."""
    _held: Held | None = None

    @classmethod
    def at(cls, folder: Path, own: Office) -> Self:
        """Open the data in a folder."""
        return cls(folder, own, open_data(folder, OFFICER, PASSWORD))

    def held(self) -> Held:
        """Return what it holds."""
        if self._held is None:
            self._held = look(self.program)
        return self._held

    def touched(self) -> None:
        """Look again."""
        self._held = None

    def reopen(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Lock the data, let something be done with the files, and open them again."""
        self.program.vault.lock()
        try:
            meanwhile()
        finally:
            self.program = open_data(self.folder, OFFICER, PASSWORD)
            self.touched()

    def copy_to(self, target: Path) -> Copy:
        """Copy the folder by hand, as whoever takes a stick with them."""
        self.reopen(lambda: copied(self.folder, target))
        self.copies.append(Copy(target, self.state.copy()))
        return self.copies[-1]

    def put_back(self, copy: Copy, *, whole: bool) -> None:
        """Lay a copy over the folder by hand: all of it, or only the data and their key."""

        def lay() -> None:
            if whole:
                shutil.rmtree(self.folder)
                copied(copy.path, self.folder)
                return
            for name in (paths.DATABASE, paths.KEY_FILE):
                shutil.copyfile(copy.path / name, self.folder / name)

        self.reopen(lay)
        self.state, self.is_only = copy.state.copy(), False

    def back_up(self) -> None:
        """Take a backup by the button."""
        made = self.program.backups.take()
        if made is not None:
            self.backups[made.name] = self.state.copy()

    def restore(self, which: int) -> bool:
        """Bring a backup back by the button."""
        names = [each.name for each in self.program.backups.all() if each.name in self.backups]
        if not names:
            return False
        name = names[which % len(names)]
        self.program.backups.restore(name)
        self.reopen()
        self.state = self.backups[name].copy()
        return True

    def close(self) -> None:
        """Lock the data."""
        self.program.vault.lock()


def copied(source: Path, target: Path) -> None:
    """Copy a folder by hand."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(paths.LOCK_FILE))
