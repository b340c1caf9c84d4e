"""A copy is brought back at the lock and at the first start, by whoever knows what opens it."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton

from ansinh_desktop import app
from ansinh_desktop.crypto.recovery import new_code
from ansinh_desktop.paths import DATABASE, KEY_FILE
from ansinh_desktop.services.program import open_data
from ansinh_desktop.ui.start.restore_dialog import RestoreDialog
from ansinh_desktop.ui.widgets.line import TextLine
from tests import factories
from tests.factories import OFFICER, PASSWORD, new_vault


@pytest.fixture
def window(qtbot):
    """Return a function that opens the program on a folder."""
    opened = []
    app.make_application()

    def start(folder):
        made = app.Window(folder)
        opened.append(made)
        with qtbot.waitExposed(made):
            made.show()
        return made

    yield start
    for each in opened:
        each.shut()


@pytest.fixture
def folder(tmp_path):
    """Return a data folder with a copy of one record, and three in the data."""
    vault, code = new_vault(tmp_path / "xã")
    vault.lock()
    (tmp_path / "mã").write_text(code, encoding="utf-8")
    with open_data(tmp_path / "xã", OFFICER, PASSWORD) as program:
        program.cases.save(factories.orphan())
        program.backups.take()
        program.cases.save(factories.orphan())
        program.cases.save(factories.orphan())
    return tmp_path / "xã"


def dialog(qtbot, window):
    window.findChild(QPushButton, "restore_copy").click()
    qtbot.waitUntil(lambda: window.findChild(RestoreDialog) is not None)
    return window.findChild(RestoreDialog)


def put(qtbot, form, password):
    form.password.set_value(password)
    qtbot.mouseClick(form.findChild(QPushButton, "accept"), Qt.MouseButton.LeftButton)


def said(window):
    return " ".join(each.text() for each in window.findChildren(QLabel, "said") if each.isVisible())


def unlock(qtbot, window, password=PASSWORD):
    field = next(each for each in window.findChildren(QLineEdit, "password") if each.isVisible())
    field.setText(password)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages is not None)


def test_a_copy_of_the_data_folder_comes_back_at_the_lock(qtbot, window, folder):
    started = window(folder)
    form = dialog(qtbot, started)
    qtbot.waitUntil(lambda: form.table.rowCount() == 1)
    assert form.officer.value() == OFFICER
    put(qtbot, form, "không phải câu này")
    qtbot.waitUntil(lambda: "AS-1001" in form.said.text())
    put(qtbot, form, PASSWORD)
    qtbot.waitUntil(lambda: "Đã khôi phục bản sao" in said(started))
    unlock(qtbot, started)
    assert started._program.listing.counts()["children"] == 1


def test_data_whose_key_file_is_another_are_told_before_a_password_and_come_back_from_a_stick(
    qtbot, window, folder, tmp_path, monkeypatch
):
    stick = shutil.copytree(folder, tmp_path / "USB")
    shutil.rmtree(folder / "sao-luu")
    new_vault(tmp_path / "khác")[0].lock()
    with open_data(tmp_path / "khác", OFFICER, PASSWORD) as other:
        other.vault.set_password(OFFICER, "bốn tiếng thật dài")
    shutil.copy(tmp_path / "khác" / KEY_FILE, folder / KEY_FILE)
    started = window(folder)
    qtbot.waitUntil(lambda: "AS-1016" in said(started))
    form = dialog(qtbot, started)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    form.stick.click()
    assert "AS-1138" in form.said.text()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    form.stick.click()
    assert form.chosen().folder == stick
    put(qtbot, form, PASSWORD)
    qtbot.waitUntil(lambda: "Đã khôi phục" in said(started))
    unlock(qtbot, started)
    assert started._program.listing.counts()["children"] == 3


def test_a_new_machine_begins_with_the_copy_on_a_stick(qtbot, window, folder, tmp_path, monkeypatch):
    started = window(tmp_path / "máy mới")
    form = dialog(qtbot, started)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    form.stick.click()
    put(qtbot, form, PASSWORD)
    qtbot.waitUntil((tmp_path / "máy mới" / DATABASE).exists)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in started.findChildren(QLineEdit, "password")))
    unlock(qtbot, started)
    assert started._program.listing.counts()["children"] == 3


def test_whoever_has_only_the_recovery_code_of_a_copy_brings_it_back_and_sets_a_password(
    qtbot, window, folder, tmp_path
):
    code, again = (tmp_path / "mã").read_text(encoding="utf-8"), "một câu hoàn toàn mới nhé"
    started = window(folder)
    form = dialog(qtbot, started)
    qtbot.waitUntil(lambda: form.table.rowCount() == 1)
    form.code.set_value(new_code())
    qtbot.mouseClick(form.findChild(QPushButton, "accept"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "AS-1008" in form.said.text(), timeout=20_000)
    form.code.set_value(code)
    qtbot.mouseClick(form.findChild(QPushButton, "accept"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Đã khôi phục bản sao" in said(started), timeout=20_000)
    qtbot.mouseClick(started.findChild(QPushButton, "forgot"), Qt.MouseButton.LeftButton)
    started.findChild(TextLine, "code").set_value(code)
    for name in ("password", "again"):
        next(each for each in started.findChildren(QLineEdit, name) if each.isVisible()).setText(again)
    qtbot.mouseClick(started.findChild(QPushButton, "open"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: started.pages is not None or "AS-" in said(started), timeout=20_000)
    assert not said(started)
    assert started._program.listing.counts()["children"] == 1
