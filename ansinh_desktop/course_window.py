"""The window in which the first hour is learnt: on invented data, while the officer's own stay locked."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ansinh_desktop.app import IDLE_LOCK_MS, Window
from ansinh_desktop.services.safety import learning
from ansinh_desktop.ui import later, reminding
from ansinh_desktop.ui.background import as_message
from ansinh_desktop.ui.course.panel import CoursePanel
from ansinh_desktop.ui.course.steps import Learning
from ansinh_desktop.ui.handing_over import Begin
from ansinh_desktop.ui.one_window import OneWindow

if TYPE_CHECKING:
    from ansinh_desktop.services.program import Program

_DAY_MS = 24 * 60 * 60 * 1000
"""What is invented need not be locked after five minutes: who is called away goes on learning."""


class CourseWindow(Window):
    """The window: first the course, then, when that has ended and all of it is removed, the lock of the own data."""

    def __init__(
        self, folder: Path, *, begin_anew: Begin | None = None, one: OneWindow | None = None
    ) -> None:
        """Make the window, and begin the course; as :class:`Window`."""
        self._own = folder
        self._course: learning.Course | None = None
        self._learning: Learning | None = None
        self._over = False
        self._kept: Path | None = None
        super().__init__(folder, begin_anew=begin_anew, one=one)
        self.setProperty("course", "yes")

    def _show_start(self) -> None:
        if self._over:
            super()._show_start()
            return
        said = QLabel("Đang dựng một xã giả để học…", self)
        said.setObjectName("course_said")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCentralWidget(said)
        self.tasks.run(learning.begin, self._begin, failed=self._give_up, owner=self)

    def _begin(self, course: learning.Course) -> None:
        self._course = course
        self.open(course.program)

    def _give_up(self, error: Exception) -> None:
        self._over = True
        self._show_start()
        self._tell(as_message(error))

    def open(self, program: "Program") -> "later.MainWindow":
        """Show the pages, with the steps beside them while one learns."""
        pages = super().open(program)
        if self._course is None:
            return pages
        self._folder = self._own
        self._idle.setInterval(_DAY_MS)
        self.setWindowTitle("Học giờ đầu tiên, dữ liệu giả – An Sinh Xã")
        if reminding.is_offered():  # it would remind of what is invented
            pages.counts.days_counted.disconnect(pages.reminder.follow)
        if self._learning is None:
            self._learning = Learning(self._course, pages, self.tasks)
        self._learning.pages = pages  # others, once the program looks otherwise
        panel = CoursePanel(self._learning, self)
        panel.ended.connect(self.lock, Qt.ConnectionType.QueuedConnection)
        self.takeCentralWidget()
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(pages, 1)
        row.addWidget(panel)
        self.setCentralWidget(holder)
        pages.navigation.setFocus()
        return pages

    def take_file(self, file: Path) -> None:
        """Let a file wait for the own data: it is nothing for an invented commune."""
        if self._over:
            super().take_file(file)
        else:
            self._kept = file

    def lock(self, begin: Begin | None = None) -> None:
        """End the course, and ask for the password of the own data; after that lock as any window."""
        if self._course is None:
            super().lock(begin)
            return
        self._close_data()
        self._show_start()

    def _close_data(self) -> None:
        course = self._course
        super()._close_data()
        if course is None:
            return
        self._course, self._over, self._folder = None, True, self._own
        self.setProperty("course", "")
        self.setWindowTitle("An Sinh Xã")
        self._idle.setInterval(IDLE_LOCK_MS)
        learning.end(course)
        if self._kept is not None:
            self._file = self._kept

    def shut(self) -> None:
        """End, with the course where one runs."""
        super().shut()
        if self._course is not None:
            learning.end(self._course)
