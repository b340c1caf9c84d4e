"""A fault that nobody took is told in the window, once, and costs nothing that was typed."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QToolButton

from ansinh_desktop import __main__ as command
from ansinh_desktop import app
from ansinh_desktop.services.program import open_data
from tests.factories import OFFICER, PASSWORD, new_vault, orphan

TYPED = "Lê Thị Bí Mật"


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    """Return the open window, with faults taken as in a process of its own."""
    new_vault(tmp_path / "xã")[0].lock()
    app.make_application()
    made = app.Window(tmp_path / "xã")
    made.resize(1366, 768)
    made.open(open_data(tmp_path / "xã", OFFICER, PASSWORD))
    made._program.cases.save(orphan(TYPED))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    app.settle(made.tasks)
    monkeypatch.setattr("sys.excepthook", command.tell_fault)
    made.faults.catch()
    yield made
    made.faults.let_go()
    made.shut()
    shiboken6.delete(made)


def spoil(window, table):
    """Take a table out of the open data file, as no program may."""
    with window._program.vault.work() as store:
        store.session.connection().exec_driver_sql(f'ALTER TABLE "{table}" RENAME TO gone')


def mend(window, table):
    with window._program.vault.work() as store:
        store.session.connection().exec_driver_sql(f'ALTER TABLE gone RENAME TO "{table}"')


def strips():
    return [each for each in QApplication.allWidgets() if each.objectName() == "fault" and each.isVisible()]


def words(strip):
    return " ".join(each.text() for each in strip.findChildren(QLabel))


def test_a_slot_that_raises_is_told_once_and_nothing_typed_is_lost(window, qtbot, capsys):
    page = window.pages.go_to("admin")
    app.settle(window.tasks)
    field = page._editors["signer_name"]
    field.control.setFocus()
    qtbot.keyClicks(field.control, "Bi Mat")
    spoil(window, "hamlet")
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_F5)
        app.settle(window.tasks)
    (strip,) = strips()
    assert "AS-9001" in words(strip)
    for hidden in ("Traceback", "SELECT", "hamlet", "Bí Mật"):
        assert hidden not in words(strip)
    assert not [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert "Bi Mat" in str(field.value())
    qtbot.waitUntil(lambda: any("signer_name" in str(each.typed) for each in stored(window)), timeout=5_000)
    told = capsys.readouterr().err
    assert told.count("AS-9001") == 4
    assert "Traceback" not in told
    mend(window, "hamlet")
    qtbot.mouseClick(strip.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert not strips()
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert "Bi Mat" in str(field.value())
    assert window.pages.go_to("people") is window.pages.page()
    app.settle(window.tasks)
    assert window.pages.page().table.model.rowCount() == 1


def stored(window):
    with window._program.vault.reading() as store:
        return list(store.drafts.all())


def test_work_that_fails_again_and_again_in_the_background_is_told_once(window, qtbot, capsys):
    spoil(window, "record")
    for _ in range(3):
        window.pages.counts.refresh()
        app.settle(window.tasks)
    (strip,) = strips()
    assert "AS-9001" in words(strip)
    assert "SELECT" not in words(strip)
    assert not [each for each in window.findChildren(QDialog) if each.isVisible()]
    mend(window, "record")


def test_a_fault_beneath_a_dialog_is_told_over_it(window, qtbot):
    page = window.pages.go_to("admin")
    app.settle(window.tasks)
    page.change_password()
    (dialog,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    dialog.findChild(QLineEdit, "new").setText("một câu hoàn toàn mới nhé")
    spoil(window, "hamlet")
    accept = dialog.findChild(QPushButton, "accept")
    accept.pressed.connect(page.refresh)
    accept.pressed.emit()
    qtbot.waitUntil(lambda: len(strips()) == 1)
    assert strips()[0].window() is dialog
    assert dialog.isVisible()
    assert dialog.findChild(QLineEdit, "new").text()
    dialog.reject()
    mend(window, "hamlet")
