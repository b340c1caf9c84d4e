"""One window for a data folder: whoever starts the program again hands over to the window that is open.

Between the two lies a file in the user's profile, with the path of what is to be opened and nothing else.
"""

import contextlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QFileSystemWatcher, QLockFile, QObject, QTimer, Signal

from ansinh_desktop import clock, paths
from ansinh_desktop.errors import UserError

_PATIENCE_MS = 5000
"""For a window that is about to end: the one that locks gives way to the one that shows the lock."""
_ANSWER_S = 30.0
"""So long the window that is open may take to hear of a second start: a dialog keeps it from nothing, a slow disk does."""
_BEING_MADE_S = 2.0
"""In so long whoever takes the place has said so in it."""
_LOOK_MS = 1000
_EVERY_S = 0.05
_ANYBODY = -1
"""ASFW_ANY: the window that is open may come to the front."""


class OneWindow(QObject):
    """The place of the one window of a data folder, and its letter box.

    Signals:
        asked: The program was started again. Carries the file that it was to open, or None.
    """

    asked = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        place = paths.profile_folder() / "cua-so" / _name_of(folder)
        self._box = place.with_suffix(".txt")
        self._lock = QLockFile(str(place.with_suffix(".lock")))
        self._lock.setStaleLockTime(0)  # however long it is open; a process that is gone holds nothing
        self._watcher: QFileSystemWatcher | None = None

    def hold(self, *, waiting: bool = False) -> bool:
        """Take the place; say whether nobody has it.

        Args:
            waiting: Whoever has it is about to leave.
        """
        try:
            self._box.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return True  # a profile that cannot be written keeps nobody from their data
        held = self._lock.tryLock(_PATIENCE_MS if waiting else 0)
        held = held or (self._is_left_behind() and self._lock.tryLock(0))
        return held or self._lock.error() is not QLockFile.LockError.LockFailedError

    def _is_left_behind(self) -> bool:
        """Take away what a power cut or another name of the machine left of a place; say whether nobody was there.

        A lock file that says nothing, or names another machine, holds for ever by Qt's rule; who is there holds it open.
        """
        try:
            age = abs(clock.now().timestamp() - Path(self._lock.fileName()).stat().st_mtime)
        except OSError:
            return True  # whoever had it has just left
        return age > _BEING_MADE_S and self._lock.removeStaleLockFile()

    @property
    def folder(self) -> Path:
        """Where whoever takes or leaves the place leaves a sign of it."""
        return self._box.parent

    def let_go(self) -> None:
        """Leave the place to the next."""
        self._lock.unlock()

    def listen(self) -> None:
        """Hear from now on what later starts hand over."""
        self._box.unlink(missing_ok=True)
        self._watcher = QFileSystemWatcher([str(self._box.parent)], self)
        self._watcher.directoryChanged.connect(self._look)
        # What comes and goes at once is not always told.
        self._again = QTimer(self)
        self._again.timeout.connect(self._look)
        self._again.start(_LOOK_MS)

    def hand_over(self, file: Path | None, patience: float = _ANSWER_S) -> None:
        """Let the window that is open come to the front and open a file.

        Raises:
            UserError: AS-9007 it does not answer.
        """
        _let_come_forward()
        with contextlib.suppress(OSError):
            paths.write_whole(self._box, str(file.absolute() if file else "").encode())
        end = time.monotonic() + patience
        while self._box.exists():
            if time.monotonic() > end:
                raise UserError("AS-9007")
            time.sleep(_EVERY_S)

    def _look(self) -> None:
        try:
            said = self._box.read_text(encoding="utf-8")
            self._box.unlink()
        except (OSError, ValueError):
            return  # nothing lies there, or it is being put there: it is looked for again then
        self.asked.emit(Path(said) if said else None)


def _name_of(folder: Path) -> str:
    """Return what a data folder is called in the profile, which is of this machine; by Qt's hash, for the lock waits."""
    place = os.path.normcase(str(folder.resolve())).encode()
    return QCryptographicHash.hash(place, QCryptographicHash.Algorithm.Sha256).toHex().toStdString()


def _nobody() -> None:
    """Windows alone keeps programs from pushing forward."""


def _on_windows() -> None:
    import ctypes  # noqa: PLC0415 - only where a program is started twice

    ctypes.windll.user32.AllowSetForegroundWindow(_ANYBODY)  # type: ignore[attr-defined, unused-ignore]


_let_come_forward: Callable[[], None] = _on_windows if sys.platform == "win32" else _nobody
