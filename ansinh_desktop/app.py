"""Puts the window together: unlocking, setting up, working, locking again."""

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6 import QtCore, QtGui
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QSessionManager
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QPushButton, QToolButton, QWidget

from ansinh_desktop import __version__, anew, paths
from ansinh_desktop.errors import Message, UserError, message
from ansinh_desktop.ui import composing, later, theme, translation
from ansinh_desktop.ui.background import BUG, Tasks
from ansinh_desktop.ui.faults import Faults
from ansinh_desktop.ui.handing_over import Begin, HandingOver, show_at, when_seen
from ansinh_desktop.ui.one_window import OneWindow
from ansinh_desktop.ui.pause import pause
from ansinh_desktop.ui.start.start_page import StartPage

if TYPE_CHECKING:
    from ansinh_desktop.services.program import Program

_AGAIN_MS = 200
IDLE_LOCK_MS = 5 * 60 * 1000
"""After this long without a key or the mouse the data are locked."""
END_MS = 3000
"""So long Windows, which wants to end the session, waits for what is being written; then it is asked to wait itself."""


def make_application() -> QApplication:
    """Return the one Qt application, dressed and speaking Vietnamese."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else theme.new_application()
    app.setApplicationName("An Sinh Xã")
    app.setApplicationVersion(__version__)
    translation.install(app)
    theme.apply(app)
    return app


def run(
    folder: Path,
    place: str = "",
    shown: Path | None = None,
    file: Path | None = None,
    kind: "type[Window] | None" = None,
) -> int:
    """Open the window on a data folder, and return when it is closed.

    Args:
        folder: The data folder.
        place: Where the window is to be; empty for the whole screen.
        shown: What is taken away as soon as the window is there, for the process before this one.
        file: What is to be opened in it, once the data are.
        kind: Which kind of window; the usual one where none is named.

    Raises:
        UserError: AS-9007 the window of that folder is open, and does not answer.
    """
    if not _has_display():
        sys.stderr.write(
            "Không có màn hình để mở cửa sổ. Muốn xem chương trình chạy mà không cần màn hình: "
            "ansinh-desktop demo THƯ_MỤC\n"
        )
        return 1
    one = OneWindow(folder)
    if not one.hold(waiting=shown is not None):
        one.hand_over(file)
        return 0
    app = make_application()
    window = (kind or Window)(folder, begin_anew=anew.begin, one=one)
    window.faults.catch()
    show_at(window, place)
    when_seen(window, lambda: later.leave_nothing())  # noqa: PLW0108 - loaded only then
    if file is not None:
        when_seen(window, lambda: window.take_file(file))
    if shown is not None:
        when_seen(window, lambda: anew.say_shown(shown))
    when_seen(window, one.listen)
    if paths.course_folder().exists():  # of a course that was cut short; or one is about to begin
        when_seen(window, lambda: window.tasks.run(later.clean_course, lane="aside"))
    app.commitDataRequest.connect(window.end_session)
    code = app.exec()
    window.faults.let_go()
    window.shut()
    return code


def run_reminder(folder: Path, overdue: int) -> int:
    """Say beside the clock how much is overdue, until somebody answers."""
    return later.remind(make_application(), folder, overdue)


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    )


_BUSY = (
    QEvent.Type.KeyPress,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
)
"""What shows that somebody is at work; an input method may take the keys and give only the letters."""
_MADE_OF = {
    QEvent.Type.KeyPress: QtGui.QKeyEvent,
    QEvent.Type.InputMethod: QtGui.QInputMethodEvent,
    QEvent.Type.MouseButtonPress: QtGui.QMouseEvent,
    QEvent.Type.MouseButtonRelease: QtGui.QMouseEvent,
    QEvent.Type.Wheel: QtGui.QWheelEvent,
    QEvent.Type.Drop: QtGui.QDropEvent,
    QEvent.Type.FocusIn: QtGui.QFocusEvent,
    QEvent.Type.Show: QtGui.QShowEvent,
}
"""The class of each kind of event of which something follows."""


def _end_process() -> None:
    """End at once, whatever dialog is still being waited for: nothing is open any more."""
    for each in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            each.flush()
    os._exit(0)


def _dress(look: "later.Look") -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app, dark=look.dark, scale=look.scale)


class Window(QMainWindow):
    """What is on the screen: the lock, the first start, or the pages of open data."""

    def __init__(
        self,
        folder: Path,
        parent: QWidget | None = None,
        *,
        begin_anew: Begin | None = None,
        one: OneWindow | None = None,
        end: Callable[[], object] = lambda: _end_process(),  # noqa: PLW0108 - stands below
    ) -> None:
        """Make the window.

        Args:
            folder: The data folder.
            parent: Its parent.
            begin_anew: Starts the process that follows the lock, so that this one, which knew the key, can end;
                without it the lock shows in this process.
            one: Holds the place of the one window of this folder, and hears what later starts hand over.
            end: Ends this process.
        """
        super().__init__(parent)
        self._folder = folder
        self._begin_anew, self._end = begin_anew, end
        self._program: Program | None = None
        self._locking = False
        self._ended = False
        self.pages: later.MainWindow | None = None
        self._watch: later.Watch | None = None
        self._seen: frozenset[QEvent.Type] = frozenset()
        self._classes: frozenset[type[QEvent]] = frozenset()
        self.tasks = Tasks(self._tell, self)
        self.faults = Faults(self, self._keep_typed)
        self._telling: set[str] = set()
        self._file: Path | None = None
        self._one = one
        if one is not None:
            one.asked.connect(self._come_forward)
        self.setWindowTitle("An Sinh Xã")
        self.setMinimumSize(900, 600)
        self._idle = pause(self, IDLE_LOCK_MS, self.lock)

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - as Qt has it
        """Show the lock or the first start, unless data were opened before anybody saw the window."""
        if visible and self.centralWidget() is None:
            self._show_start()
        super().setVisible(visible)

    def _show_start(self) -> None:
        if paths.holds_data(self._folder):
            unlock = later.UnlockPage(self._folder, self.tasks, self)
            unlock.unlocked.connect(self.open)
            self.setCentralWidget(unlock)
            unlock.focus_first()
        else:
            setup = later.SetupPage(self._folder, self.tasks, self)
            setup.finished.connect(self.open)
            setup.restored.connect(self._show_lock)
            self.setCentralWidget(setup)

    def _show_lock(self, folder: Path) -> None:
        """Ask for the password of data that were brought here."""
        self._folder = folder
        self._show_start()

    def open(self, program: "Program") -> "later.MainWindow":
        """Show the pages of data that were unlocked, and return them."""
        self._program = program
        self._folder = program.vault.folder
        _dress(program.views.look())
        # At once the page to which the officer comes back: the first one is neither made nor asked for.
        first = later.page_before(program.drafts)
        self.pages = later.MainWindow(program, self.tasks, self, first=first)
        self.pages.lock_asked.connect(self.lock)
        self.pages.look_asked.connect(self._look_otherwise)
        # Once the button that asked has done its part: it goes with the pages.
        self.pages.course_asked.connect(
            lambda: QTimer.singleShot(0, self, lambda: self.lock(anew.begin_course))
        )
        self.setCentralWidget(self.pages)
        # The password field is gone: the keys must go somewhere.
        self.pages.navigation.setFocus()
        self.setWindowTitle(self.pages.windowTitle())
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._idle.start()
        self._seen = frozenset((*_BUSY, *later.Watch.SEEN))
        self._classes = frozenset(_MADE_OF[each] for each in self._seen)
        self._watch = later.Watch(self.pages, program.drafts, self.tasks)
        self.pages.place_asked.connect(self._watch.go_to)
        self._watch.come_back()
        if self._file is not None:
            file, self._file = self._file, None
            self.pages.take_file(file)
        return self.pages

    def take_file(self, file: Path) -> None:
        """Open a file of ours on its page; as soon as the data are open, where they are not."""
        if file.suffix.lower() == ".agupd":  # needs no data
            if later.offer_update(self, file, self.close_for_end):
                self.close()
            return
        if self.pages is not None:
            self.pages.take_file(file)
            return
        self._file = file
        centre = self.centralWidget()
        if isinstance(centre, StartPage):
            centre.say_waiting(file.name)

    def _come_forward(self, file: Path | None) -> None:
        """Answer a second start: come to the front, with the file that it was to open."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        if file is not None:
            self.take_file(file)

    def end_session(self, session: QSessionManager) -> None:
        """Answer Windows that wants to end the session: not while something is written; else with the data closed."""
        if not self.close_for_end():
            session.cancel()

    def close_for_end(self) -> bool:
        """Keep what is typed, take the backup and close the data; say whether that could be done at once."""
        self._keep_typed()
        if self.tasks.is_at_work() and not settle(self.tasks, at_most_ms=END_MS):
            later.hold_up(int(self.winId()), "An Sinh Xã đang ghi dữ liệu, xin chờ ít giây.")
            self.tasks.busy_changed.connect(self._hold_up_no_more)
            return False
        if self._program is not None:
            self._close_data()
            self.setWindowTitle("An Sinh Xã")
            self._show_start()
        return True

    def _hold_up_no_more(self, busy: bool) -> None:  # noqa: FBT001 - as the signal gives it
        if not busy:
            self.tasks.busy_changed.disconnect(self._hold_up_no_more)
            later.hold_up_no_more(int(self.winId()))

    def _look_otherwise(self, look: "later.Look") -> None:
        """Keep how the program is to look, and draw the pages anew: where the officer is, with what is being typed."""
        program = self._program
        if program is not None:
            self.tasks.run(
                lambda: program.views.keep_look(look), lambda _done: self._draw_anew(program), owner=self
            )

    def _draw_anew(self, program: "Program") -> None:
        if self._program is not program or self._locking:
            return
        if self.tasks.is_at_work():
            # What the officer asked for would be dropped with the pages.
            QTimer.singleShot(_AGAIN_MS, self, lambda: self._draw_anew(program))
            return
        # Whatever is small or large was reckoned when it was made.
        self._take_pages_away()
        self.open(program)

    def lock(self, begin: Begin | None = None) -> None:
        """Keep what is being typed, close the data, wipe the key, and let a process that never knew it show the lock.

        Args:
            begin: Starts that process; as the window was told where nothing is said.
        """
        if self._program is None or self._locking:
            return
        self._locking = True
        self._close_data()
        self.setWindowTitle("An Sinh Xã")
        if self._begin_anew is None:
            self._locking = False
            self._show_start()
            return
        self.setCentralWidget(QWidget(self))
        if self._one is not None:
            self._one.let_go()  # to the process that follows
        over = HandingOver(begin or self._begin_anew, self._folder, self)
        over.done.connect(self._end)
        over.failed.connect(self._stay)
        over.start()

    def _stay(self) -> None:
        """Lock in this process, for want of another, and say what that means."""
        self._locking = False
        if self._one is not None:
            self._one.hold()
        self._show_start()
        QTimer.singleShot(0, self, lambda: self._tell(message("AS-9004")))

    def shut(self) -> None:
        """End: keep what is being typed, finish what runs, close the data."""
        program = self._program
        self.put_away()
        later.empty_own()
        if program is not None:
            program.close()

    def put_away(self) -> None:
        """Keep what is being typed, finish what runs, and leave the data open to whoever opened them."""
        if self._ended:
            return
        self._ended = True
        self._keep_drafts(locked=False)
        self.tasks.finish()
        self._program = None
        self.close()

    def _keep_drafts(self, *, locked: bool) -> None:
        """Watch no more, stop what runs, then put what is being typed on the disk before anything is closed."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._idle.stop()
        composing.commit()
        self.tasks.drop()
        settle(self.tasks)
        watch, self._watch = self._watch, None
        if watch is not None:
            # The letters that an input method still holds count as typed.
            QGuiApplication.inputMethod().commit()
            # A disk without room keeps nobody from locking.
            with contextlib.suppress(UserError):
                watch.close(locked=locked)
        if self.pages is not None:
            self.pages.close()
        settle(self.tasks)

    def _close_data(self) -> None:
        program = self._program
        self._take_pages_away()
        self._program = None
        later.empty_own()
        if program is not None:
            # What it says now it says again when the data are opened.
            with contextlib.suppress(UserError):
                program.close(ends=False)

    def _take_pages_away(self) -> None:
        """Keep what is being typed and where the officer is, and leave no page, nor anything over one."""
        self._keep_drafts(locked=True)
        self.pages = None
        # While everything is whole: what loses the keyboard or its window looks at its own parts.
        for each in QApplication.topLevelWidgets():
            if each is not self and each.isVisible():
                each.hide()
        if (focus := QApplication.focusWidget()) is not None:
            focus.clearFocus()
        gone = self.takeCentralWidget()
        if gone is not None:
            gone.hide()
            # At once: nobody is left who could ask the data anything more.
            shiboken6.delete(gone)
        settle(self.tasks)

    def stay_open(self) -> None:
        """Do not lock by itself: nobody is at the keyboard, and the data are invented."""
        self._idle.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start the time to the lock anew with everything that is typed and pressed; lock from dialogs too."""
        # Whatever happens in the whole program comes by here, and asking an event for its kind is dear.
        if type(event) not in self._classes or (kind := event.type()) not in self._seen:
            return False
        if self._watch is not None:
            self._watch.see(kind, watched)
        if kind in _BUSY:
            self._idle.start()
            if isinstance(event, QKeyEvent) and self.pages is not None and self.pages.locks(event):
                QTimer.singleShot(0, self, self.lock)
                return True
        return False

    def nativeEvent(
        self, kind: "QtCore.QByteArray | bytes | bytearray | memoryview[int]", message: int
    ) -> object:
        """Lock before the machine sleeps."""
        # Before the data are open there is nothing to close, and asking would load much before the first picture.
        if sys.platform == "win32" and self._program is not None and later.goes_to_sleep(int(message)):
            self.close_for_end()
        return super().nativeEvent(kind, message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the keyboard: Enter leads there, and outside dialogs Qt lets only Space press it."""
        held = event.modifiers() & ~QtCore.Qt.KeyboardModifier.KeypadModifier
        if (
            event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter)
            and not held
            and not event.isAutoRepeat()
        ):
            button = self.focusWidget()
            if isinstance(button, (QPushButton, QToolButton)):
                button.click()
                return
            if isinstance(button, QAbstractButton):  # what only Space ticks lets Enter go on, as a field does
                self.focusNextChild()
                return
        super().keyPressEvent(event)

    def _tell(self, said: Message) -> None:
        if self._locking:
            return  # nobody is there to read it, and the lock must not wait for that
        if said.code == BUG:
            self.faults.say(said)
            return
        if said.text in self._telling:
            return  # it waits to be read
        self._telling.add(said.text)
        try:
            later.tell(self, said)
        finally:
            self._telling.discard(said.text)

    def _keep_typed(self) -> None:
        if self._watch is not None:
            self._watch.keep()


def settle(tasks: Tasks, at_most_ms: int = 0) -> bool:
    """Let the window live until nothing runs in the background any more; say whether that came within the time."""
    from PySide6.QtCore import QEventLoop  # noqa: PLC0415 - the lock shows before it

    loop = QEventLoop()
    patience = QTimer(loop, singleShot=True)
    patience.timeout.connect(loop.quit)
    at_rest = tasks.busy_changed.connect(lambda busy: None if busy else loop.quit())
    if at_most_ms:
        patience.start(at_most_ms)
    while True:
        if tasks.is_busy():
            loop.exec()
        # An answer may have asked for more in the next round of events: a moment later than all of that round.
        QTimer.singleShot(1, loop, loop.quit)
        loop.exec()
        if not tasks.is_busy() or (at_most_ms and not patience.isActive()):
            break
    tasks.busy_changed.disconnect(at_rest)
    return not tasks.is_busy()
