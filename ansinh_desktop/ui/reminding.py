"""The reminder at log-on: how much is overdue, as a number beside the clock; off until somebody wants it."""

import contextlib
import datetime
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from ansinh_desktop import anew, clock, paths
from ansinh_desktop.services import reminding
from ansinh_desktop.ui.one_window import OneWindow
from ansinh_desktop.ui.pause import pause

WORDS = "Nhắc việc quá hạn khi mở máy"
_STARTS = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run"
_NAME = "AnSinhXa"
_SETTLES_MS = 3000
"""After log-on Windows shows no message of a program at once."""
_AT_MOST_MS = 30 * 60 * 1000
"""The reminder holds the file of the program, which an update wants to replace."""


def is_offered() -> bool:
    """Whether this program can be started with Windows: not from a stick, which leaves no trace on the machine."""
    frozen = getattr(sys, "frozen", False)
    return bool(frozen) and sys.platform == "win32" and paths.portable_folder() is None


class Reminder(QObject):
    """The officer's choice, and the numbers that the reminder will tell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._days: Mapping[datetime.date, int] = {}

    def is_on(self) -> bool:
        """Whether Windows starts the reminder of this very copy."""
        return bool(_starts().value(_NAME) == _command())

    def turn(self, on: bool) -> None:  # noqa: FBT001 - as the signal gives it
        """Be reminded from now on, or no more."""
        starts = _starts()
        if on:
            starts.setValue(_NAME, _command())
            reminding.keep(self._days, clock.today())
        else:
            starts.remove(_NAME)
            reminding.forget()
        starts.sync()

    def follow(self, from_day: Mapping[datetime.date, int]) -> None:
        """Take the numbers of what was just counted."""
        self._days = from_day
        if self.is_on():
            reminding.keep(from_day, clock.today())


class Tray(QObject):
    """The sign beside the clock; it goes as soon as the program is opened, by it or otherwise."""

    def __init__(self, overdue: int, begin: Callable[[], object], end: Callable[[], object]) -> None:
        """Show it.

        Args:
            overdue: How much is.
            begin: Opens the program.
            end: Ends this process.
        """
        super().__init__()
        self._begin, self._end = begin, end
        self._words = f"{overdue} việc quá hạn"
        self._menu = QMenu()
        self._menu.addAction("Mở An Sinh Xã").triggered.connect(self._open)
        self._menu.addAction("Thôi nhắc lần này").triggered.connect(self._leave)
        self.icon = QSystemTrayIcon(QIcon(str(paths.resources() / "logo" / "ansinh.svg")), self)
        self.icon.setToolTip(f"An Sinh Xã: {self._words}")
        self.icon.setContextMenu(self._menu)
        self.icon.messageClicked.connect(self._open)
        self.icon.activated.connect(self._press)
        self.icon.show()
        self._soon = pause(self, _SETTLES_MS, self._say)
        self._soon.start()
        self._last = pause(self, _AT_MOST_MS, self._leave)
        self._last.start()

    def leave_for(self, folder: Path) -> None:
        """End as soon as something comes or goes in a folder: the window takes its place there."""
        watcher = QFileSystemWatcher([str(folder)], self)
        watcher.directoryChanged.connect(self._leave)

    def _say(self) -> None:
        self.icon.showMessage("An Sinh Xã", f"{self._words}. Bấm vào đây để mở.", self.icon.icon())

    def _press(self, how: QSystemTrayIcon.ActivationReason) -> None:
        if how is not QSystemTrayIcon.ActivationReason.Context:
            self._open()

    def _open(self) -> None:
        with contextlib.suppress(OSError):  # the sign is gone all the same: the officer starts it by hand
            self._begin()
        self._leave()

    def _leave(self) -> None:
        self.icon.hide()
        self._end()


def remind(app: QApplication, folder: Path, overdue: int) -> int:
    """Show the sign until somebody answers it; nothing where the window is open already."""
    one = OneWindow(folder)
    if not one.hold():
        return 0
    one.let_go()
    app.setQuitOnLastWindowClosed(False)
    tray = Tray(overdue, lambda: anew.begin(folder, ""), app.quit)
    tray.leave_for(one.folder)
    return app.exec()


def _command() -> str:
    """Return what Windows is to start at log-on."""
    return f'"{sys.executable}" --remind'


def _starts() -> QSettings:
    return QSettings(_STARTS, QSettings.Format.NativeFormat)
