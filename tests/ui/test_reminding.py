"""The reminder at log-on: off until it is wanted, a number beside the clock, gone as soon as the program opens."""

import sys

import pytest
import shiboken6
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QSystemTrayIcon, QToolButton

from ansinh_desktop import app, clock, paths
from ansinh_desktop.__main__ import main
from ansinh_desktop.services import reminding as numbers
from ansinh_desktop.services.program import open_data
from ansinh_desktop.ui import reminding
from ansinh_desktop.ui.one_window import OneWindow
from tests.factories import OFFICER, PASSWORD, abuse, new_vault, person

# of the screen without a screen
pytestmark = pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface::systemTrayWindowChanged")


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch):
    """Stand in for Windows' list of what starts at log-on, and for the user's profile."""
    starts = str(tmp_path / "starts.ini")
    monkeypatch.setattr(reminding, "_starts", lambda: QSettings(starts, QSettings.Format.IniFormat))
    monkeypatch.setattr(paths, "profile_folder", lambda: tmp_path / "máy")
    return tmp_path


@pytest.fixture
def folder(tmp_path):
    new_vault(tmp_path / "xã")[0].lock()
    return tmp_path / "xã"


@pytest.fixture
def window(qtbot, folder, monkeypatch):
    """Return the window of a program that Windows could start."""
    monkeypatch.setattr(reminding, "is_offered", lambda: True)
    app.make_application()
    made = app.Window(folder)
    program = open_data(folder, OFFICER, PASSWORD)
    program.cases.save(abuse())
    made.open(program)
    app.settle(made.tasks)
    yield made
    made.shut()
    shiboken6.delete(made)


def switch(window):
    menu = window.findChild(QToolButton, "officer").menu()
    return next((each for each in menu.actions() if each.text() == reminding.WORDS), None)


def test_it_is_off_until_it_is_wanted_and_no_number_lies_about(window, machine):
    assert not switch(window).isChecked()
    assert not window.pages.reminder.is_on()
    assert list(machine.glob("máy/nhac*")) == []


def test_who_wants_it_is_started_by_windows_and_the_numbers_follow_what_is_recorded(qtbot, window, machine):
    switch(window).trigger()
    assert window.pages.reminder.is_on()
    assert reminding._starts().value("AnSinhXa") == f'"{sys.executable}" --remind'
    (file,) = machine.glob("máy/nhac*")
    qtbot.waitUntil(lambda: numbers.overdue(clock.today()) > 0)
    before = numbers.overdue(clock.today())
    window._program.cases.save(abuse(person=person(full_name="Lê Thị Sáu", birth_date="2015-03-06")))
    window.pages.counts.refresh()
    qtbot.waitUntil(lambda: numbers.overdue(clock.today()) == 2 * before)
    told = file.read_text(encoding="utf-8")
    assert not any(name in told for name in ("Sáu", "child", "abuse"))


def test_who_wants_it_no_more_leaves_no_trace(window, machine):
    switch(window).trigger()
    switch(window).trigger()
    assert not window.pages.reminder.is_on()
    assert reminding._starts().allKeys() == []
    assert list(machine.glob("máy/nhac*")) == []


def test_another_copy_of_the_program_is_not_taken_for_this_one(window):
    starts = reminding._starts()
    starts.setValue("AnSinhXa", '"C:\\khác\\AnSinhXa.exe" --remind')
    starts.sync()
    assert not window.pages.reminder.is_on()


def test_from_its_sources_and_from_a_stick_it_is_not_offered(machine, monkeypatch):
    assert not reminding.is_offered()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(machine / "AnSinhXa.exe"))
    assert reminding.is_offered()
    (machine / paths.PORTABLE).mkdir()
    assert not reminding.is_offered()


@pytest.fixture
def tray(qapp):
    """Return a function that shows the sign beside the clock, and what came of it."""
    app.make_application()
    made, done = [], []

    def show():
        made.append(reminding.Tray(7, lambda: done.append("begun"), lambda: done.append("ended")))
        return made[0], done

    yield show
    for each in made:
        shiboken6.delete(each)


def test_the_sign_tells_a_number_and_no_name(tray):
    shown, _done = tray()
    assert shown.icon.isVisible()
    assert not shown.icon.icon().pixmap(16).isNull()
    assert shown.icon.toolTip() == "An Sinh Xã: 7 việc quá hạn"
    assert [each.text() for each in shown.icon.contextMenu().actions()] == [
        "Mở An Sinh Xã",
        "Thôi nhắc lần này",
    ]


@pytest.mark.parametrize(
    ("press", "came"),
    [
        (lambda icon: icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger), ["begun", "ended"]),
        (lambda icon: icon.messageClicked.emit(), ["begun", "ended"]),
        (lambda icon: icon.contextMenu().actions()[0].trigger(), ["begun", "ended"]),
        (lambda icon: icon.contextMenu().actions()[1].trigger(), ["ended"]),
        (lambda icon: icon.activated.emit(QSystemTrayIcon.ActivationReason.Context), []),
    ],
)
def test_a_press_opens_the_program_and_the_sign_goes(tray, press, came):
    shown, done = tray()
    press(shown.icon)
    assert done == came
    assert shown.icon.isVisible() is not bool(came)


def test_the_sign_goes_as_soon_as_the_window_is_opened_otherwise(qtbot, tray, folder):
    shown, done = tray()
    one = OneWindow(folder)
    one.folder.mkdir(parents=True)
    shown.leave_for(one.folder)
    assert one.hold()
    qtbot.waitUntil(lambda: done == ["ended"])
    one.let_go()


@pytest.mark.parametrize(("overdue", "asked"), [(3, [3]), (0, [])])
def test_at_log_on_a_window_is_loaded_only_where_something_is_overdue(folder, monkeypatch, overdue, asked):
    numbers.keep({clock.today(): overdue}, clock.today())
    told: list[int] = []

    def run(_folder, count):
        told.append(count)
        return 0

    monkeypatch.setattr(app, "run_reminder", run)
    assert main(["--remind", "--data", str(folder)]) == 0
    assert told == asked


def test_data_that_are_gone_are_not_reminded_of(tmp_path, monkeypatch):
    numbers.keep({clock.today(): 3}, clock.today())
    monkeypatch.setattr(app, "run_reminder", lambda *_given: pytest.fail("there is nothing to open"))
    assert main(["--remind", "--data", str(tmp_path / "không")]) == 0


def test_where_the_window_is_open_nobody_is_reminded(qapp, folder):
    one = OneWindow(folder)
    assert one.hold()
    assert app.run_reminder(folder, 3) == 0
    one.let_go()
