"""The lock of the window: what follows it, where the next window comes up, what is left in the clipboard."""

import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ansinh_desktop import app
from ansinh_desktop.services.program import open_data
from ansinh_desktop.ui import clipboard
from ansinh_desktop.ui.handing_over import show_at, where
from ansinh_desktop.ui.main_window import MainWindow
from ansinh_desktop.ui.start.unlock_page import UnlockPage
from tests.factories import OFFICER, PASSWORD, new_vault, orphan


class Next:
    """The process that follows, as far as this one knows of it."""

    def __init__(self, *, shown: bool = False, failed: bool = False) -> None:
        self.shown, self.failed, self.given_up = shown, failed, False
        self.asked: list[tuple[Path, str]] = []

    def __call__(self, folder: Path, window: str) -> "Next":
        self.asked.append((folder, window))
        return self

    def is_shown(self) -> bool:
        return self.shown

    def has_failed(self) -> bool:
        return self.failed

    def give_up(self) -> None:
        self.given_up = True


def refused(_folder: Path, _window: str) -> Next:
    raise OSError("no more processes")


@pytest.fixture
def folder(tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    return tmp_path / "xã"


@pytest.fixture
def window(qtbot, folder):
    """Return a function that opens the data in a window."""
    opened = []
    app.make_application()

    def start(**how):
        made = app.Window(folder, **how)
        opened.append(made)
        made.resize(1200, 700)
        made.open(open_data(folder, OFFICER, PASSWORD))
        with qtbot.waitExposed(made):
            made.show()
        app.settle(made.tasks)
        return made

    yield start
    for each in opened:
        each.shut()
        shiboken6.delete(each)  # here, and not wherever its last name goes


def test_whatever_is_typed_or_pressed_puts_the_lock_off_and_what_happens_by_itself_does_not(window):
    made = window()
    on = made.windowHandle()
    middle = QPoint(600, 350)
    acts = {
        "key": lambda: QTest.keyClick(on, Qt.Key.Key_Shift),
        # As the system gives them: made outside Python, and asked there for what they are.
        "word": lambda: QApplication.postEvent(made, QInputMethodEvent("ạ", []).clone()),
        "press": lambda: QTest.mousePress(on, Qt.MouseButton.MiddleButton, pos=middle),
        "wheel": lambda: QTest.wheelEvent(on, QPointF(middle), QPoint(0, 120)),
    }
    for name, act in acts.items():
        made._idle.stop()
        act()
        QApplication.processEvents()
        assert made._idle.isActive(), name
    made._idle.stop()
    made.resize(1100, 700)
    QTest.mouseMove(on, middle + QPoint(9, 9))
    QTest.mouseRelease(on, Qt.MouseButton.MiddleButton, pos=middle)
    QApplication.processEvents()
    assert not made._idle.isActive()


def test_the_process_ends_as_soon_as_the_next_one_shows_its_window(qtbot, window, folder):
    following, ended = Next(), []
    made = window(begin_anew=following, end=lambda: ended.append(True))
    place = where(made)
    made.lock()
    assert following.asked == [(folder, place)]
    assert not made.findChildren(QLineEdit), "nothing of the data stands there any more, and no second lock"
    open_data(folder, OFFICER, PASSWORD).vault.lock()
    assert not ended
    following.shown = True
    qtbot.waitUntil(lambda: bool(ended))


@pytest.mark.parametrize("following", [refused, Next(failed=True)])
def test_where_no_process_follows_the_lock_shows_here_and_says_so(qtbot, window, folder, following):
    ended, read = [], []
    made = window(begin_anew=following, end=lambda: ended.append(True))

    def see():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, see)
            return
        read.append(" ".join(each.text() for each in dialog.findChildren(QLabel)))
        dialog.findChild(QPushButton).click()

    see()
    made.lock()
    qtbot.waitUntil(lambda: bool(read))
    assert "AS-9004" in read[0]
    assert following is refused or following.given_up, "it might still come up beside the window that stayed"
    assert isinstance(made.centralWidget(), UnlockPage)
    assert made.pages is None
    assert not ended
    open_data(folder, OFFICER, PASSWORD).vault.lock()


def test_who_unlocks_is_at_once_on_the_page_where_it_was_locked(window, folder):
    made = window()
    made.pages.go_to("register:children")
    made.lock()
    pages = made.open(open_data(folder, OFFICER, PASSWORD))
    assert pages.stack.key == pages.navigation.current_key() == "register:children"
    assert pages.stack.count() == 1, "a page was made that nobody asked for"


def test_each_page_may_be_the_first(qtbot, window):
    made = window()
    for key in made.pages.page_keys():
        pages = MainWindow(made._program, made.tasks, first=key)
        qtbot.addWidget(pages)
        assert pages.stack.key == pages.navigation.current_key() == key


@pytest.mark.parametrize("place", ["30,40,1000,650,", "0,0,1200,700,max", "10,10,1000,650,full"])
def test_the_next_window_comes_up_where_the_last_one_was(qtbot, place):
    first, second = QWidget(), QWidget()
    for each, at in ((first, place), (second, None)):
        qtbot.addWidget(each)
        with qtbot.waitExposed(each):
            show_at(each, at or where(first))
    assert (second.isMaximized(), second.isFullScreen()) == (place.endswith("max"), place.endswith("full"))
    assert second.geometry() == first.geometry()
    if place.endswith(","):
        assert second.geometry() == QRect(30, 40, 1000, 650)


def test_a_place_that_cannot_be_read_is_the_whole_screen(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    show_at(made, "nowhere")
    assert made.isMaximized()


def test_the_lock_works_from_a_dialog_too(qtbot, window):
    following = Next()
    made = window(begin_anew=following, end=lambda: None)
    dialog = QDialog(made.pages)
    line = QLineEdit(dialog)
    QVBoxLayout(dialog).addWidget(line)
    dialog.open()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(following.asked))
    assert made.pages is None


def test_work_under_way_ends_whole_before_the_data_are_closed(qtbot, window, folder):
    following, begun, go_on = Next(), threading.Event(), threading.Event()
    made = window(begin_anew=following, end=lambda: None)
    program = made._program

    def save() -> str:
        begun.set()
        go_on.wait(10)
        return program.cases.save(orphan("Danh Thị Sau"))

    made.tasks.run(save, title="Lưu hồ sơ")
    assert begun.wait(10)
    QTimer.singleShot(200, go_on.set)
    made.lock()
    with open_data(folder, OFFICER, PASSWORD) as opened, opened.vault.reading() as store:
        assert store.people.count() == 1
        opened.check()


def test_a_fault_while_it_locks_waits_for_nobody(qtbot, window):
    made = window(begin_anew=Next(), end=lambda: None)

    def fail() -> None:
        raise OSError("the stick is gone")

    made.tasks.run(fail, title="Ghi gói")
    made.lock()
    assert QApplication.activeModalWidget() is None
    assert made.pages is None


@pytest.mark.parametrize("leave", ["lock", "shut"])
def test_what_was_copied_here_is_gone_from_the_clipboard(window, leave):
    made = window()
    line = QLineEdit("089049000123", made)
    line.selectAll()
    line.copy()
    assert QGuiApplication.clipboard().text() == "089049000123"
    getattr(made, leave)()
    assert QGuiApplication.clipboard().text() == ""


class Shared:
    """Stands in for a clipboard that other programs reach too."""

    def __init__(self, *, own: bool, selected: bool) -> None:
        self.own, self.selected = own, selected
        self.cleared: list[QClipboard.Mode] = []

    def ownsClipboard(self) -> bool:  # noqa: N802 - Qt's name
        return self.own

    def supportsSelection(self) -> bool:  # noqa: N802
        return True

    def ownsSelection(self) -> bool:  # noqa: N802
        return self.selected

    def clear(self, mode: QClipboard.Mode) -> None:
        self.cleared.append(mode)


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("selected", [False, True])
def test_what_others_put_into_the_clipboard_stays(own, selected):
    shared = Shared(own=own, selected=selected)
    clipboard.empty_own(shared, "windows")  # type: ignore[arg-type]
    modes = {QClipboard.Mode.Clipboard: own, QClipboard.Mode.Selection: selected}
    assert shared.cleared == [mode for mode, ours in modes.items() if ours]
