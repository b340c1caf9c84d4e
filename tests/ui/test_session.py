"""A session that ends, a machine that sleeps, and a second start: nothing typed is lost, one window stays."""

import contextlib
import ctypes
import hashlib
import os
import subprocess
import sys
import threading
from ctypes import wintypes
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from ansinh_desktop import app, clock, paths
from ansinh_desktop.crypto import envelope
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import updating
from ansinh_desktop.services.program import open_data
from ansinh_desktop.ui import session
from ansinh_desktop.ui.one_window import OneWindow
from ansinh_desktop.ui.start.unlock_page import UnlockPage
from tests.factories import OFFICER, PASSWORD, new_vault


@pytest.fixture
def folder(tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    return tmp_path / "xã"


@pytest.fixture
def window(qtbot, folder, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(folder.parent / "profile"))
    monkeypatch.setenv("LOCALAPPDATA", str(folder.parent / "profile"))
    app.make_application()
    one = OneWindow(folder)
    assert one.hold()
    made = app.Window(folder, one=one)
    with qtbot.waitExposed(made):
        made.show()
    one.listen()
    app.settle(made.tasks)
    yield made
    made.shut()
    one.let_go()
    shiboken6.delete(made)


def unlocked(window, folder):
    window.open(open_data(folder, OFFICER, PASSWORD))
    app.settle(window.tasks)
    return window.pages


def test_a_session_that_ends_keeps_the_draft_takes_the_backup_and_closes_the_data(qtbot, window, folder):
    unlocked(window, folder).desk("assistance").new_case()
    app.settle(window.tasks)
    form = window.pages.page().findChild(QLineEdit, "full_name")
    form.setFocus()
    qtbot.keyClicks(form, "Tran Thi Dao")
    assert window.close_for_end()
    assert window.pages is None
    assert isinstance(window.centralWidget(), UnlockPage)
    assert window.windowTitle() == "An Sinh Xã", "it names the commune no more"
    assert any((folder / paths.COPIES).iterdir())
    with open_data(folder, OFFICER, PASSWORD) as program, program.vault.reading() as store:
        assert "Tran Thi Dao" in str([each.typed for each in store.drafts.all()])


def test_a_session_does_not_end_while_something_is_written(qtbot, window, folder, monkeypatch):
    monkeypatch.setattr(app, "END_MS", 50)
    unlocked(window, folder)
    written = threading.Event()
    window.tasks.run(written.wait, title="Xuất gói")
    assert not window.close_for_end()
    assert window.pages is not None
    written.set()
    app.settle(window.tasks)
    assert window.close_for_end()


@pytest.mark.parametrize(
    ("number", "sign", "sleeps"), [(0x218, 4, True), (0x218, 7, False), (0x200, 4, False)]
)
def test_windows_says_that_the_machine_will_sleep(number, sign, sleeps):
    message = wintypes.MSG(message=number, wParam=sign)
    assert session.goes_to_sleep(ctypes.addressof(message)) is sleeps


def test_a_second_start_hands_its_file_over_to_the_window_and_ends(qtbot, window, folder):
    start = [sys.executable, "-m", "ansinh_desktop", "--data", str(folder), "--open", "gói số 1.agpkg"]
    second = subprocess.Popen(start, cwd=folder)
    qtbot.waitUntil(lambda: second.poll() is not None)
    assert second.returncode == 0
    qtbot.waitUntil(lambda: window._file is not None)
    assert window._file == folder / "gói số 1.agpkg"
    assert "gói số 1.agpkg" in window.findChild(QLabel, "waiting_file").text()


def test_a_window_that_does_not_answer_is_said(window, folder, monkeypatch):
    other = OneWindow(folder)
    assert not other.hold()
    with pytest.raises(UserError, match="AS-9007"):
        other.hand_over(None, patience=0.1)


def test_another_folder_has_a_window_of_its_own(window, tmp_path):
    other = OneWindow(tmp_path / "khác")
    assert other.hold()
    other.let_go()


def test_a_file_that_no_page_opens_is_said(qtbot, window, folder, monkeypatch):
    said = []
    monkeypatch.setattr("ansinh_desktop.ui.messages.tell", lambda _parent, told: said.append(told))
    window.take_file(folder / "ảnh.png")
    unlocked(window, folder)
    assert [each.code for each in said] == ["AS-9008"]
    assert "ảnh.png" in said[0].text


@pytest.fixture
def update(tmp_path, monkeypatch):
    """Return the file of an update that a maker signed, and what is started of it."""
    key, started = envelope.new_sign_key(), []
    monkeypatch.setattr(updating, "_makers", lambda: {"Nhóm": envelope.verify_key_of(key)})
    monkeypatch.setattr(updating, "start", lambda installer: started.append(installer.read_bytes()))
    (tmp_path / "x-setup.exe").write_bytes(b"installer")
    told = hashlib.sha256(b"installer").hexdigest()
    made = updating.ProgramUpdate("9.0.0", clock.today(), "Nhanh hơn.", "Nhóm", "x-setup.exe", told)
    updating.write_update(tmp_path / "x.agupd", made, key)
    return tmp_path / "x.agupd", started


def answer(name, read):
    """Press a button of the next dialog, and keep what it says."""
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        QTimer.singleShot(20, lambda: answer(name, read))
        return
    read.append(" ".join(each.text() for each in dialog.findChildren(QLabel)))
    next(each for each in dialog.findChildren(QPushButton) if each.text() == name).click()


def test_an_update_is_asked_for_then_the_data_are_closed_and_its_installer_started(window, folder, update):
    file, started = update
    unlocked(window, folder)
    read: list[str] = []
    answer("Để sau", read)
    window.take_file(file)
    assert "9.0.0" in read[0]
    assert not started
    assert window.pages is not None
    answer("Cập nhật", read)
    window.take_file(file)
    assert started == [b"installer"]
    assert window.pages is None
    assert not window.isVisible()


def test_an_update_that_was_changed_is_refused_in_words(window, update):
    file, started = update
    file.write_text(file.read_text(encoding="utf-8").replace("9.0.0", "9.9.9"), encoding="utf-8")
    read: list[str] = []
    answer("Đã hiểu", read)
    window.take_file(file)
    assert "AS-9105" in read[0]
    assert not started
    assert window.isVisible()


@pytest.fixture
def place(folder, monkeypatch, tmp_path):
    """Return the place of the one window, and the file that says who has it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "profile"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "profile"))
    one = OneWindow(folder)
    yield one, Path(one._lock.fileName())
    one.let_go()


@pytest.fixture
def first(folder, place, qtbot):
    """Return a program that was started before, and has the place."""
    made = subprocess.Popen([sys.executable, "-m", "ansinh_desktop", "--data", str(folder)])
    # The file is there a moment before it says whose it is.
    qtbot.waitUntil(lambda: place[1].exists() and place[1].stat().st_size > 0, timeout=30_000)
    yield made
    made.kill()
    made.wait()


def test_a_window_that_was_killed_keeps_nobody_out(place, first):
    held, _file = place
    assert not held.hold()
    first.kill()
    first.wait()
    assert held.hold()


def _age(file: Path, seconds: float) -> None:
    os.utime(file, (clock.now().timestamp() + seconds,) * 2)


@pytest.mark.parametrize(
    "left", [b"", bytes(64), b"4194304\nansinh\nMAY-CU\n"], ids=["nothing", "zeros", "another machine"]
)
@pytest.mark.parametrize("seconds", [-60, 20 * 365 * 86_400], ids=["a minute ago", "in twenty years"])
def test_what_a_power_cut_left_of_a_window_keeps_nobody_out(place, left, seconds):
    held, file = place
    file.parent.mkdir(parents=True)
    file.write_bytes(left)
    _age(file, seconds)
    assert held.hold()


def test_whoever_is_there_has_the_place_whatever_became_of_the_file(place, first):
    held, file = place
    with contextlib.suppress(PermissionError):  # under Windows nobody else can write it
        os.truncate(file, 0)
        _age(file, -60)
    assert not held.hold()


def test_a_place_that_is_being_taken_is_not_taken_away(place):
    held, file = place
    file.parent.mkdir(parents=True)
    file.write_bytes(b"")
    assert not held.hold()
    assert file.exists()
